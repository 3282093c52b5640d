"""The command answers: what has come in to a round, who has not answered, and all of it laid out as files."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot import house
from bot.cli.now import now, say
from bot.cycle.answered import Answered, Reported
from bot.cycle.model import OSLO
from bot.desk import compiled, rounds
from bot.desk import desk as desks
from bot.errors import Unknown
from bot.hours import Hours
from bot.papers import norsk
from bot.papers.rounds import status
from bot.papers.rounds.model import Asked, Round

SHOWN = 100


def answers(options: argparse.Namespace) -> int:
    """What has been answered to one occurrence, as a list, as JSON, as a workbook, or as every mail and file that came."""
    office = house.office(options.workspace)
    at = now(options, office.config)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        view = desks.look(desk, at)
        found = rounds.round_of(desk, view, options.occurrence)
        if found is None:
            raise Unknown(f"«{options.occurrence}» ber ikke om svar. «aarshjul contributions» viser innspillene til et møte.")
        if options.out:
            parts = {options.out.joinpath(*path): content for path, content in compiled.every(office, found, desk.journal.fetch)}
            _write(options.out, parts)
    if options.xlsx:
        options.xlsx.parent.mkdir(parents=True, exist_ok=True)
        options.xlsx.write_bytes(compiled.table(found))
        say(f"Skrev {options.xlsx}.")
    if options.json:
        say(json.dumps(described(found), ensure_ascii=False, indent=2))
    elif not (options.out or options.xlsx):
        for line in _lines(found):
            say(line)
    return 0


def _write(folder: Path, parts: dict[Path, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in parts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    mails = sum(path.name == "e-post.eml" for path in parts)
    say(f"Skrev {mails} svar til {folder}." if mails else "Ingen svar ennå.")


def described(round_: Round) -> dict[str, Any]:
    """A round as other programs read it; the keys are a contract. Times are ISO 8601 with their offset."""
    occurrence = round_.occurrence
    return {
        "key": occurrence.key,
        "title": occurrence.activity.title,
        "deadline": occurrence.day.isoformat(),
        "about": round_.rule.about,
        "open": round_.rule.open,
        "answers": [_described(number, one, round_) for number, one in enumerate(round_.answers, 1)],
        "silent": [_silent(one, round_) for one in round_.silent()],
        "asked": len(round_.asked),
    }


def _described(number: int, one: Answered, round_: Round) -> dict[str, Any]:
    return {
        "number": number,
        "id": one.id,
        "organisation": one.organisation,
        "by": one.by,
        "at": one.at.astimezone(OSLO).isoformat(),
        "late": round_.late(one),
        "listed": one.listed,
        "text": one.text,
        "updates": [said._asdict() for said in one.said],
        "files": list(one.files),
        "mail": one.message,
    }


def _silent(one: Asked, round_: Round) -> dict[str, Any]:
    return {
        "name": one.to.name,
        "organisation": one.to.organisation,
        "left": _left(one, round_),
    }


def _lines(round_: Round) -> Iterator[str]:
    late = sum(round_.late(one) for one in round_.answers)
    told = f"{len(round_.answers) or 'ingen'} svar" + (f", {late} etter fristen" if late else "")
    yield f"{round_.occurrence.activity.title} {norsk.long(round_.occurrence.day)}: {told}"
    for number, one in enumerate(round_.answers, 1):
        marks = (*(["for sent"] if round_.late(one) else []), *([] if one.listed else ["ikke i registeret"]))
        remark = f"  ({', '.join(marks)})" if marks else ""
        yield f"  {number:>3}  {norsk.numeric(one.at.astimezone(OSLO).date())}  {one.organisation}{remark}"
        yield from (f"{'':>7}{line}" for line in _said(one, round_))
    silent = round_.silent()
    if silent:
        yield f"Har ikke svart ({len(silent)}):"
    yield from (f"  {_whose(one, round_)}" for one in silent)


def _said(one: Answered, round_: Round) -> Iterator[str]:
    """What was said under each number; else how the text begins, and the files."""
    for said in one.said if round_.rule.about != "text" else ():
        reported = Reported(said.state, said.until, said.note, one.organisation, one.at)
        state = f"{status.state(reported, 'nb')}: " if round_.rule.about == "measures" and said.state != "said" else ""
        yield f"{said.number or '–'}: {state}{_short(said.note)}"
    if not one.said:
        yield f"«{_short(one.text)}»"
    if one.files:
        yield f"vedlegg: {', '.join(one.files)}"


def _whose(one: Asked, round_: Round) -> str:
    who = one.to.name if one.to.organisation in one.to.name else f"{one.to.name}, {one.to.organisation}"
    left = _left(one, round_)
    return f"{who}: {', '.join(left)}" if left else who


def _left(one: Asked, round_: Round) -> list[str]:
    """The numbers of the measures, or the ids of the goals, that somebody has yet to answer about."""
    goals = [wanted.goal.id for wanted in round_.wanting(one)]
    return goals or ([measure.number for measure in round_.left(one)] if one.measures else [])


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[: SHOWN - 1]}…"
