"""Answers are not to be trusted: each value is looked at before it is used, and a wrong one is a fault of the post's."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.post.graph.faults import Garbled

Node = Mapping[str, object]
STRANGE = "Microsoft svarte noe vi ikke forstår"


def parsed(content: bytes) -> Node:
    """JSON as an object; an empty answer is an empty one. Raises Garbled."""
    if not content.strip():
        return {}
    try:
        return node(json.loads(content), "svaret")
    except (ValueError, RecursionError) as fault:
        raise Garbled(f"{STRANGE}: svaret er ikke JSON.") from fault


def node(value: object, what: str) -> Node:
    if not isinstance(value, dict):
        raise Garbled(f"{STRANGE}: «{what}» er ikke et objekt.")
    return value


def inner(row: Node, name: str) -> Node:
    """An object inside; an empty one when there is none."""
    value = row.get(name)
    return {} if value is None else node(value, name)


def text(row: Node, name: str, *, needed: bool = False) -> str:
    value = row.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value):
        raise Garbled(f"{STRANGE}: «{name}» er ikke tekst.")
    return value


def flag(row: Node, name: str) -> bool:
    value = row.get(name)
    if not isinstance(value, bool):
        raise Garbled(f"{STRANGE}: «{name}» er verken sant eller usant.")
    return value


def rows(row: Node, name: str = "value") -> tuple[Node, ...]:
    value = row.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Garbled(f"{STRANGE}: «{name}» er ikke en liste.")
    return tuple(node(one, name) for one in value)


def texts(row: Node, name: str) -> tuple[str, ...]:
    value = row.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Garbled(f"{STRANGE}: «{name}» er ikke en liste av tekster.")
    return tuple(value)


def addresses(row: Node, name: str) -> tuple[str, ...]:
    """The addresses of a list of recipients or attendees, in small letters."""
    return tuple(text(inner(one, "emailAddress"), "address").casefold() for one in rows(row, name))


def instant(row: Node, name: str) -> datetime:
    """A time with an offset, as an aware UTC datetime."""
    return _instant(text(row, name, needed=True), name)


def moment(row: Node, name: str) -> datetime:
    """A `dateTimeTimeZone` that was asked for in UTC."""
    value = inner(row, name)
    if text(value, "timeZone", needed=True) != "UTC":
        raise Garbled(f"{STRANGE}: «{name}» er ikke i UTC.")
    return _instant(text(value, "dateTime", needed=True) + "+00:00", name)


def _instant(value: str, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError as fault:
        raise Garbled(f"{STRANGE}: «{name}» er ikke et tidspunkt.") from fault
    if found.tzinfo is None:
        raise Garbled(f"{STRANGE}: «{name}» er uten tidssone.")
    return found.astimezone(UTC)
