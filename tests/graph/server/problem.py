"""How the service says no, and how it says anything: the answer and the error, before they are bytes."""

from dataclasses import dataclass, field
from typing import Any

from tests.graph.server.fault import Fault

JSON_TYPE = "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8"

Json = dict[str, Any]


@dataclass
class Reply:
    """An answer: `body` is JSON, bytes or nothing. `fault` is harm to be done to its bytes on the way out."""

    status: int
    body: Json | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = JSON_TYPE
    fault: Fault | None = None


class Problem(Exception):
    """An error answer of the service: a status and a code of Exchange's (graph.md 4)."""

    def __init__(self, status: int, code: str, message: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message or code
        self.headers = headers or {}


def gone(what: str = "object") -> Problem:
    return Problem(404, "ErrorItemNotFound", f"The specified {what} was not found in the store.")
