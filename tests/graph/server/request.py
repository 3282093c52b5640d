"""One request as the service reads it, with what every part of the service asks of it."""

import json
import re
from collections import UserDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from tests.graph.server.fault import Fault
from tests.graph.server.model import Mailbox
from tests.graph.server.problem import Json, Problem
from tests.graph.server.world import World

MOST = 4 * 1024 * 1024
KEYED = re.compile(r"([A-Za-z]+)\('([^']*)'\)")


class CaseLess(UserDict[str, str]):
    """Headers: their names in any case. A header that comes twice is one, with a comma (RFC 9110, 5.3)."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        for name, value in pairs:
            self.data[name.lower()] = f"{self.data[name.lower()]}, {value}" if name.lower() in self.data else value

    def __getitem__(self, name: str) -> str:
        return self.data[name.lower()]

    def __contains__(self, name: object) -> bool:
        return str(name).lower() in self.data


@dataclass
class Request:
    """`path` is still percent-encoded, `base` is https://host:port. `names` are the variable parts of the path, decoded."""

    method: str
    base: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    names: dict[str, str] = field(default_factory=dict)
    operation: str = ""
    fault: Fault | None = None

    def __post_init__(self) -> None:
        self.options = dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def segments(self) -> list[str]:
        """The path's parts, decoded one by one; `users('x')` reads as `users/x`."""
        opened = KEYED.sub(r"\1/\2", self.path)
        return [unquote(part) for part in opened.strip("/").split("/")]

    @property
    def prefer(self) -> dict[str, str]:
        parts = (part.partition("=") for part in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", self.headers.get("Prefer", "")))
        return {name.strip().lower(): value.strip().strip('"') for name, _, value in parts if name.strip()}

    @property
    def immutable(self) -> bool:
        return self.prefer.get("idtype", "").lower() == "immutableid"

    def page_size(self, default: int) -> int:
        """`$top`, else the size preferred."""
        asked = self.options.get("$top") or self.prefer.get("odata.maxpagesize") or str(default)
        if not asked.isdigit() or not 1 <= int(asked) <= 1000:
            raise Problem(400, "ErrorInvalidUrlQuery", f"The page size {asked!r} is outside 1 to 1000.")
        return int(asked)

    def content(self, world: World, schema: str = "") -> Json:
        """The JSON of the body. What the live service or Microsoft's schema would not take is 400, and a violation on record."""
        if len(self.body) > MOST:
            raise Problem(413, "RequestEntityTooLarge", "The maximum request length supported is 4MB.")
        if self.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            raise Problem(415, "RequestBodyRead", "The content type is not application/json.")
        try:
            body = json.loads(self.body)
        except ValueError:
            raise self.refused(world, ["the body is not JSON"]) from None
        if not isinstance(body, dict):
            raise self.refused(world, ["the body is not an object"])
        if schema and world.schema and (wrong := world.schema.problems(schema, body)):
            raise self.refused(world, wrong)
        return body

    def refused(self, world: World, wrong: list[str], code: str = "RequestBodyRead") -> Problem:
        """A fault of the caller's program: on record, and the error to raise."""
        world.violations += [f"{self.operation}: {each}" for each in wrong]
        return Problem(400, code, wrong[0])

    def box(self, world: World) -> Mailbox:
        """The mailbox of the path. One outside the app's scope is 403, one that is not there 404."""
        address = self.names["user"].lower()
        if address in world.boxes:
            return world.boxes[address]
        if address in world.outside:
            raise Problem(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        raise Problem(404, "ErrorInvalidUser", f"The requested user '{self.names['user']}' is invalid.")
