"""One call to Microsoft Graph as a value: what, where, and how it may be repeated."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Self
from urllib.parse import quote, urlencode

JSON_LIMIT, MIME_LIMIT = 20 * 1024 * 1024, 150 * 1024 * 1024
PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'


class Kind(Enum):
    """How a call may be repeated."""

    READ = "read"
    """Any number of times."""
    KEYED = "keyed"
    """When the answer is lost, only after a look for what it made."""
    ONCE = "once"
    """Never by us: what became of it is found out later."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `what` is its name in the log; `url` is a path under the endpoint, or a link that the server gave."""

    what: str
    method: str
    url: str
    kind: Kind = Kind.READ
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    limit: int = JSON_LIMIT
    raw: bool = False
    """The answer is not JSON."""
    anonymous: bool = False
    """The address itself lets us in: the token stays at home."""
    fresh: bool = False
    """What it asks for was made a moment ago: «not found» may mean «not yet»."""

    @classmethod
    def get(cls, what: str, url: str, *, fresh: bool = False, prefer: str = "") -> Self:
        return cls(what, "GET", url, fresh=fresh, headers={"Prefer": f"{PREFER}, {prefer}"} if prefer else {})

    @classmethod
    def send(cls, what: str, method: str, url: str, body: Mapping[str, object] | bytes, kind: Kind) -> Self:
        content = body if isinstance(body, bytes) else packed(body)
        return cls(what, method, url, kind, content, {"Content-Type": "application/json"})

    @classmethod
    def change(cls, what: str, url: str, body: Mapping[str, object]) -> Self:
        """A change that may be repeated: it says how things shall be, and tells nobody."""
        return cls.send(what, "PATCH", url, body, Kind.READ)


def path(mailbox: str, *parts: str, **query: str) -> str:
    """An address in a mailbox: each part is one segment, whatever it holds. Names in `query` get their `$`."""
    where = "/".join(("/users", quote(mailbox, safe=""), *(quote(part, safe="") for part in parts)))
    return f"{where}?{urlencode({f'${name}': value for name, value in query.items()}, quote_via=quote, safe='')}" if query else where


def packed(body: Mapping[str, object]) -> bytes:
    """JSON, the same bytes for the same body."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def quoted(value: str) -> str:
    """A text as it stands in an OData filter."""
    return "'" + value.replace("'", "''") + "'"
