"""The command year: what to look at when the annual cycle is used for another year. It says which file and line, and changes nothing."""

import argparse
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot import house
from bot.cli.now import say
from bot.cycle import lines
from bot.cycle.check import Source
from bot.cycle.plan import FARTHEST
from bot.cycle.written import SchoolWeek
from bot.errors import Refused
from bot.hours import Hours
from bot.papers.office import Office
from bot.planner.carry import Carried, Note, Sort, carried

TITLES: Mapping[Sort, str] = {
    "decide": "Dette må noen bestemme",
    "moves": "Får en annen dato, av seg selv",
    "new": "Kommer til",
    "stays": "Blir som før",
}
TEXTS = ("schedules/*.toml", "schedules/*.csv", "agendas/*.toml", "templates/*/*/*.md")


def year(options: argparse.Namespace) -> int:
    """Compare two years of the cycle, and say what follows from it."""
    before, after = options.copy
    if after <= before:
        raise Refused(f"Skriv det tidligste året først: «aarshjul year --copy {after} {before}».")
    office = house.office(options.workspace)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        amendments = desk.journal.amendments(range(before - FARTHEST, after + FARTHEST + 1))
    texts = dict(_texts(options.workspace))
    notes = tuple(
        Carried(tuple(_sources(office, texts)), office.days, _school(options.workspace), amendments, texts, before, after).notes()
    )
    if options.json:
        say(json.dumps([note._asdict() for note in notes], ensure_ascii=False, indent=2))
        return 0
    propose = f"aarshjul propose {after}"
    for sort, found in carried(notes).items():
        say(f"{TITLES[sort]} ({len(found)}):" if found else f"{TITLES[sort]}:")
        for note in found:
            say(f"  {note.said}{_where(note)}")
        if not found:
            say("  ingenting")
        say()
    say(f"Ingenting er endret. Rett filene der noe må bestemmes, se etter med «aarshjul check», og foreslå datoer med «{propose}».")
    return 0


def _where(note: Note) -> str:
    if not note.file:
        return ""
    return f"  [{note.file}:{note.line}]" if note.line else f"  [{note.file}]"


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    """The files in which a year may stand, by their names in the workspace."""
    for pattern in TEXTS:
        for path in sorted(root.glob(pattern)):
            yield path.relative_to(root).as_posix(), path.read_bytes().decode("utf-8-sig", errors="replace")


def _sources(office: Office, texts: Mapping[str, str]) -> Iterator[Source]:
    """Each cycle with the file it was read from, and the lines of its keys."""
    files = {
        tomllib.loads(text)["group"]["id"]: file for file, text in texts.items() if file.startswith("schedules/") and file.endswith(".toml")
    }
    for cycle in office.cycles:
        file = files[cycle.schedule.group.id]
        yield Source(file, lines.index(texts[file]), cycle)


def _school(root: Path) -> tuple[SchoolWeek, ...]:
    path = root / "school.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("week", []) if path.exists() else []
    return tuple(SchoolWeek.model_validate(week) for week in found)
