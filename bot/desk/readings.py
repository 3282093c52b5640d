"""What was read in a paper that a person has edited, as the journal keeps it: cases, decisions, measures, and who was there."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple

from bot.papers import stored
from bot.papers.edited import Attendee, Edited, Measure, When
from bot.papers.edited.model import UNKNOWN
from bot.papers.model import Block


class KeptCase(NamedTuple):
    """A case as the file has it. One that the person added has an id made of its title."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    decision: str
    follow_up: str
    new: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """The reading of an edition. `reason` is why it could not be read; then all else is empty, and the file is a plain attachment."""

    reason: str = ""
    cases: tuple[KeptCase, ...] = ()
    measures: tuple[Measure, ...] = ()
    attendance: tuple[Attendee, ...] = ()
    chair: str = ""
    minute_taker: str = ""
    when: When = UNKNOWN
    where: str = ""
    changed: bool = True
    """Whether anything at all has been changed since it was made."""
    day: date | None = None
    """The date that the paper was given when it was made."""

    def case(self, identity: str) -> KeptCase | None:
        return next((case for case in self.cases if case.id == identity), None)


def write(edited: Edited, day: date, *, changed: bool) -> str:
    """A reading as text, with the date that the paper was given when it was made, and whether anything was `changed` since then."""
    kept = {
        "cases": [_case(case) for case in cases(edited)],
        "measures": [one._asdict() for one in _measures(edited)],
        "attendance": [one._asdict() for one in edited.attendance],
        "chair": edited.facts.chair,
        "minute_taker": edited.facts.minute_taker,
        "when": [edited.facts.when.text, *(str(part or "") for part in edited.facts.when[1:])],
        "where": edited.facts.where,
        "changed": changed,
        "day": day.isoformat(),
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def unread(reason: str) -> str:
    """That a file could not be read, and why, as text."""
    return json.dumps({"reason": reason}, ensure_ascii=False)


def read(content: str) -> Kept:
    """The reading that `write` or `unread` made text of."""
    found: Mapping[str, Any] = json.loads(content)
    return Kept(
        found.get("reason", ""),
        tuple(KeptCase(**one | {"blocks": stored.read(one["blocks"])}) for one in found.get("cases", ())),
        tuple(Measure(**one) for one in found.get("measures", ())),
        tuple(Attendee(**one) for one in found.get("attendance", ())),
        found.get("chair", ""),
        found.get("minute_taker", ""),
        _when(found["when"]) if "when" in found else UNKNOWN,
        found.get("where", ""),
        found.get("changed", True),
        date.fromisoformat(found["day"]) if "day" in found else None,
    )


def _when(parts: Sequence[str]) -> When:
    text, day, start, end = parts
    hour = tuple(time.fromisoformat(at) if at else None for at in (start, end))
    return When(text, date.fromisoformat(day) if day else None, *hour)


def cases(edited: Edited) -> tuple[KeptCase, ...]:
    """The cases of a file, each with an id that is its own: the program's, or one made of the title."""
    ids = _ids(edited)
    return tuple(
        KeptCase(identity, case.title, case.blocks, case.decision, case.follow_up, case.new)
        for identity, case in zip(ids, edited.cases, strict=True)
    )


def _ids(edited: Edited) -> Sequence[str]:
    used = {case.id for case in edited.cases if case.id}
    found = []
    for case in edited.cases:
        identity = case.id or _unlike(_slug(case.title), used)
        used.add(identity)
        found.append(identity)
    return found


def _slug(title: str) -> str:
    flat = unicodedata.normalize("NFKD", title.lower().replace("ø", "o").replace("æ", "ae")).encode("ascii", "ignore").decode()
    return f"ny-{re.sub(r'[^a-z0-9]+', '-', flat).strip('-')[:30].strip('-') or 'sak'}"


def _unlike(name: str, used: set[str]) -> str:
    return next(one for one in (name, *(f"{name}-{number}" for number in range(2, len(used) + 3))) if one not in used)


def _measures(edited: Edited) -> tuple[Measure, ...]:
    """The measures, each with the id of its case as `cases` gives it."""
    return tuple(one for one in edited.measures if one.what.strip() or one.struck)


def _case(case: KeptCase) -> dict[str, Any]:
    return case._asdict() | {"blocks": stored.write(case.blocks)}
