"""A person's change as JSON text and back. A new kind of change is one more line in `KINDS`."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.cycle.model import OSLO, Cancelled, Change, Corrected, Item, ItemAdded, Moved, Relocated
from bot.cycle.written import Place


class Kind(NamedTuple):
    """How one type of change is written and read."""

    type: type[Change]
    write: Callable[[Any], Mapping[str, Any]]
    read: Callable[[Mapping[str, Any]], Change]


def write(change: Change) -> tuple[str, str]:
    """The kind of a change, and its JSON text."""
    name, kind = next((name, kind) for name, kind in KINDS.items() if type(change) is kind.type)
    return name, json.dumps(kind.write(change), ensure_ascii=False, sort_keys=True)


def read(name: str, data: str) -> Change:
    """The change that `write` made text of."""
    return KINDS[name].read(json.loads(data))


def _wall(at: datetime) -> str:
    # the wall time is the truth: the meeting stays at twelve also if the rules for summer time change
    return at.astimezone(OSLO).replace(tzinfo=None).isoformat()


def _oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


KINDS: Mapping[str, Kind] = {
    "moved": Kind(
        Moved,
        lambda change: {"start": _wall(change.start), "end": _wall(change.end)},
        lambda data: Moved(_oslo(data["start"]), _oslo(data["end"])),
    ),
    "relocated": Kind(Relocated, lambda change: change.place.model_dump(), lambda data: Relocated(Place(**data))),
    "cancelled": Kind(Cancelled, lambda change: {"reason": change.reason}, lambda data: Cancelled(data["reason"])),
    "corrected": Kind(Corrected, lambda change: {"what": change.what}, lambda data: Corrected(data["what"])),
    "item-added": Kind(ItemAdded, lambda change: change.item._asdict(), lambda data: ItemAdded(Item(**data))),
}
