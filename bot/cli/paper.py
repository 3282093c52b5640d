"""What the program understands of a Word file that somebody has edited: the minutes, said line by line or as JSON."""

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

from bot.cli.now import say
from bot.errors import Refused
from bot.papers import edited
from bot.papers.edited import Attendee, Edited, Unreadable

HERE = {"present": "til stede", "excused": "forfall", "absent": "ikke til stede", "unclear": "uklart", "": "ikke ført"}


def paper(file: Path, before: Path | None, *, as_json: bool) -> int:
    """Say what stands in an edited file, and against `before` what was changed. Raises Refused, in words, when it is not read."""
    found, sent = _opened(file), _opened(before) if before else None
    changed = [change.text for change in edited.changes(sent, found)] if sent else []
    lacking = list(edited.missing(found))
    if as_json:
        say(json.dumps({**_described(found), "changes": changed, "missing": lacking}, ensure_ascii=False, indent=2))
        return 0
    for line in _lines(found):
        say(line)
    for title, rows in (("Endret", changed), ("Mangler", lacking), ("Merk", list(found.remarks))):
        for row in rows:
            say(f"{title}: {row}")
    return 0


def _opened(file: Path) -> Edited:
    found = edited.read(file.read_bytes())
    if isinstance(found, Unreadable):
        raise Refused(f"{file.name}: {found.reason}")
    return found


def _described(found: Edited) -> dict[str, Any]:
    """A reading as other programs read it."""
    facts = found.facts
    return {
        "step": found.step,
        "version": found.version,
        "title": found.title,
        "facts": {
            "body": facts.body,
            "number": facts.number,
            "when": {name: _plain(value) for name, value in facts.when._asdict().items()},
            "where": facts.where,
            "chair": facts.chair,
            "minute_taker": facts.minute_taker,
            "also": list(facts.also),
            "draft": facts.draft,
        },
        "attendance": [one._asdict() for one in found.attendance],
        "cases": [{"id": case.id, "title": case.title, "decision": case.decision, "follow_up": case.follow_up} for case in found.cases],
        "measures": [one._asdict() for one in found.measures],
        "comments": [one._asdict() for one in found.comments],
        "tracked": found.tracked,
        "remarks": list(found.remarks),
    }


def _plain(value: str | date | time | None) -> str | None:
    return value if value is None or isinstance(value, str) else value.isoformat()


def _lines(found: Edited) -> Iterator[str]:
    facts = found.facts
    yield f"{found.title or 'uten tittel'}{'  ·  utkast' if facts.draft else ''}{f'  ·  {found.step}' if found.step else ''}"
    for name, value in (("Tid", facts.when.text), ("Sted", facts.where), ("Møteleder", facts.chair), ("Referent", facts.minute_taker)):
        if value:
            yield f"{name}: {value}"
    yield from (_present(one) for one in found.attendance if one.presence not in ("", "absent"))
    for case in found.cases:
        yield f"\n{case.title}{'  (ny sak)' if case.new else ''}"
        if case.decision:
            yield f"    vedtak: {case.decision}"
        if case.follow_up:
            yield f"    oppfølging: {case.follow_up}"
    for one in found.measures:
        said = ", ".join(part for part in (one.owner, one.deadline and f"frist {one.deadline}", one.status) if part)
        yield f"tiltak {one.number}: {one.what}{f' ({said})' if said else ''}{'  (strøket)' if one.struck else ''}"
    for comment in found.comments:
        yield f"kommentar fra {comment.author or 'ukjent'}: {comment.text}"


def _present(one: Attendee) -> str:
    instead = f", vara {one.substitute}" if one.substitute else ""
    return f"{HERE[one.presence]}: {one.name or one.organisation}, {one.organisation}{instead}"
