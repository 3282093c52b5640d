"""The command wheel: the year as a picture, as a paper and as a page."""

import argparse
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot import house
from bot.cli.now import now, say
from bot.cycle.model import OSLO, Occurrence, Plan
from bot.desk import desk as desks
from bot.errors import Refused, Unknown
from bot.hours import Hours
from bot.papers import document, pdf, picture
from bot.papers import wheel as wheels
from bot.papers.office import Office
from bot.papers.wheel import Rings, Wheel, plan

PIXELS = 3508
"""Across: an A3 sheet that lies down, with 212 dots to an inch."""
MANY = 120
"""With more entries than this, letters on an A3 sheet are smaller than six points."""
SHAPES = ("svg", "png", "html", "docx", "pdf")


def wheel(options: argparse.Namespace) -> int:
    """The year as it is planned, in the shapes that were asked for; as a picture and as a page in out/ when none was."""
    office = house.office(options.workspace)
    groups = {cycle.schedule.group.id for cycle in office.cycles}
    if options.group is not None and options.group not in groups:
        raise Unknown(f"Det finnes ingen gruppe «{options.group}». Disse finnes: {', '.join(sorted(groups))}.")
    at = now(options, office.config).astimezone(OSLO).date()
    year = options.year or max(office.config.start.year, at.year)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        laid = desks.lay(desk, date(year, 1, 1), date(year + 1, 1, 1))
    drawn = of_plan(office, laid, year, options.rings or ("kind" if options.group else "group"), options.group)
    drawn = replace(drawn, today=at if at.year == year else None)
    if options.json:
        say(json.dumps(described(drawn), ensure_ascii=False, indent=2))
        return 0
    _write(office, drawn, _files(options, year), grey=options.grey, day=at)
    if len(drawn.shown) > MANY:
        say(f"Med {len(drawn.shown)} oppføringer blir bokstavene små. Tegn ett hjul for hver gruppe med --group.")
    return 0


def of_plan(office: Office, laid: Plan, year: int, rings: Rings, group: str | None = None) -> Wheel:
    """A year's plan as a wheel, of all groups or of one. Each entry leads to the page with the papers of a shared day, if it has one."""
    language = office.config.language
    found = tuple(one for one in laid.occurrences if group in (None, one.group.id) and one.day.year == year)
    whose = office.config.secretariat.name if group is None else _name(office, group)
    counties = sorted(
        {county for cycle in office.cycles if group in (None, cycle.schedule.group.id) for county in cycle.schedule.group.counties}
    )
    entries = plan.entries(found, language, _link)
    return Wheel(f"Årshjul {year} – {whose}", year, entries, language, rings, closed=plan.closed(office.days, year, counties, language))


def _name(office: Office, group: str) -> str:
    found = office.cycle(group).schedule.group
    name = f"{found.owner}: {found.name}".removeprefix(": ")
    return name[:1].upper() + name[1:]


def _link(occurrence: Occurrence) -> str:
    joint = occurrence.activity.joint
    return joint.link if joint else ""


def described(drawn: Wheel) -> list[dict[str, Any]]:
    """The entries as other programs read them, oldest first; the keys are a contract. `end` is the first day after."""
    return [entry._asdict() | {"start": entry.start.isoformat(), "end": entry.end.isoformat()} for entry in drawn.shown]


# --- files


def _files(options: argparse.Namespace, year: int) -> Mapping[str, Path]:
    """Where each shape goes."""
    asked = {shape: path for shape in SHAPES if (path := getattr(options, shape)) is not None}
    folder = options.workspace / "out"
    return asked or {shape: folder / f"arshjul-{year}.{shape}" for shape in ("svg", "png", "html")}


def _write(office: Office, drawn: Wheel, files: Mapping[str, Path], *, grey: bool, day: date) -> None:
    """Write each file, and say where."""
    made: dict[str, bytes] = {}
    if "svg" in files:
        made["svg"] = wheels.draw(_beside(drawn, files), grey=grey).encode()
    if "png" in files:
        made["png"] = picture.png(wheels.draw(drawn, grey=grey), PIXELS)
    if "html" in files:
        name = page_name(office)
        if name not in office.pages:
            raise Refused(f"templates/{name}.html mangler. Hent den fra et nytt arbeidsområde: «aarshjul init».")
        made["html"] = wheels.page(drawn, office.pages[name], grey=grey).encode()
    if {"docx", "pdf"} & set(files):
        paper = wheels.paper(drawn, office.config.secretariat.name, grey=grey)
        if "docx" in files:
            made["docx"] = document.write(paper, office.letterhead)
        if "pdf" in files:
            made["pdf"] = pdf.write(paper, office.letterhead, day).content
    for shape, path in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[shape])
        say(f"Skrev {path}.")


def _beside(drawn: Wheel, files: Mapping[str, Path]) -> Wheel:
    """The wheel whose entries lead to their rows in the page that is written beside it."""
    if "html" not in files:
        return drawn
    page = quote(Path(os.path.relpath(files["html"].absolute(), files["svg"].absolute().parent)).as_posix())
    return linked(drawn, page)


def linked(drawn: Wheel, page: str) -> Wheel:
    """The wheel with each entry leading to its row in a page."""
    return replace(drawn, entries=tuple(entry._replace(link=f"{page}#rad-{number}") for number, entry in enumerate(drawn.shown, 1)))


def page_name(office: Office) -> str:
    """The page's template, as the office knows it."""
    return f"{office.config.language}/pages/wheel"
