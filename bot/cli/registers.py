"""The commands decisions, actions and action: what the minutes have decided and want done, and one measure changed by hand."""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bot.cli import groups
from bot.cli.acting import with_desk
from bot.cli.now import say, who
from bot.cycle.memory import Decided, Measure
from bot.cycle.model import OSLO
from bot.desk import desk as desks
from bot.desk import pending, register, sources
from bot.desk.desk import Desk
from bot.desk.register import Change
from bot.desk.sources import STATES
from bot.errors import Refused
from bot.papers import norsk
from bot.papers.followup import sheet

DECISIONS = ("Gruppe", "Vedtak nr.", "Møtedato", "Sak", "Vedtak", "Møte", "Saks-ID", "Fil", "SHA-256")
ACTIONS = (
    "Gruppe", "Nr.", "Tiltak", "Ansvarlig", "Frist", "Siste dag", "Status", "Tilstand", "Møtedato", "Møte", "Saks-ID", "Fil", "SHA-256",
)  # fmt: skip
T = TypeVar("T", Decided, Measure)
UNREAD = "Fristen er ikke forstått, så ingen blir minnet om den."


class Source(NamedTuple):
    """Where something in a register comes from: the day of the meeting, when the plan still has it, and the name of the minutes' file."""

    day: date | None
    filename: str


# --- decisions ------------------------------------------------------------------------------------------------------------


def decisions(options: argparse.Namespace) -> int:
    """The register of decisions: of one group, one year, or with some words in them."""

    def act(desk: Desk, _: datetime) -> None:
        found = [
            one
            for one in desk.journal.decisions(_bodies(desk, options.group))
            if options.year in (None, one.year) and _has(options.search, one.title, one.text)
        ]
        origins = _sources(desk, found)
        if options.json:
            say(json.dumps([_decision(one, origins[one.occurrence, one.sha256]) for one in found], ensure_ascii=False, indent=2))
        elif options.xlsx:
            _workbook(options.xlsx, "Vedtak", DECISIONS, [_decision_row(one, origins[one.occurrence, one.sha256]) for one in found])
        else:
            _listed(found, lambda one: _shown_decision(one, origins[one.occurrence, one.sha256]), "Ingen vedtak.")

    return with_desk(options, act)


def _decision(one: Decided, source: Source) -> dict[str, Any]:
    """A decision as other programs read it; the keys are a contract."""
    return {
        "group": one.body, "number": one.number, "year": one.year, "title": one.title, "text": one.text, **_origin(one, source),
    }  # fmt: skip


def _decision_row(one: Decided, source: Source) -> tuple[str | int | date | None, ...]:
    return (one.body, _label(one), source.day, one.title, one.text, one.occurrence, one.item, source.filename, one.sha256)


def _shown_decision(one: Decided, source: Source) -> Iterator[str]:
    yield f"{one.body} {_label(one)}  {one.title}"
    yield from (f"    {line}" for line in one.text.splitlines())
    yield f"    {_where(one, source)}"


def _label(one: Decided) -> str:
    return f"{one.number}/{one.year}"


# --- measures -------------------------------------------------------------------------------------------------------------


def actions(options: argparse.Namespace) -> int:
    """The register of measures: of one group, one owner, or the open ones."""

    def act(desk: Desk, at: datetime) -> None:
        today = at.astimezone(OSLO).date()
        found = [
            one
            for one in desk.journal.measures(_bodies(desk, options.group))
            if (one.state == "open" or not options.open) and _has(options.owner, one.owner)
        ]
        origins = _sources(desk, found)
        if options.json:
            said = [_measure(one, origins[one.occurrence, one.sha256], today) for one in found]
            say(json.dumps(said, ensure_ascii=False, indent=2))
        elif options.xlsx:
            _workbook(options.xlsx, "Tiltak", ACTIONS, [_measure_row(one, origins[one.occurrence, one.sha256]) for one in found])
        else:
            _listed(found, lambda one: _shown_measure(one, origins[one.occurrence, one.sha256], today), "Ingen tiltak.")

    return with_desk(options, act)


def action(options: argparse.Namespace) -> int:
    """One measure: shown with what has become of it, or changed by hand."""
    wanted = Change(options.status, options.deadline, options.owner, options.state)

    def act(desk: Desk, at: datetime) -> None:
        _bodies(desk, options.group)
        if wanted != Change():
            register.change(desk, desks.look(desk, at), options.group, options.number, wanted, who(options), at)
        one = desk.journal.measure(options.group, options.number)
        _listed([one], lambda one: _shown_measure(one, _sources(desk, [one])[one.occurrence, one.sha256], at.astimezone(OSLO).date()), "")
        if wanted.deadline is not None and not one.due:
            say(f"    {UNREAD}" if one.deadline else "    Uten frist blir ingen minnet om det.")
        for line in sources.history(desk, one):
            say(f"      {line}")

    return with_desk(options, act)


def _measure(one: Measure, source: Source, today: date) -> dict[str, Any]:
    """A measure as other programs read it; the keys are a contract. `due` is the last day, or empty."""
    about = {name: getattr(one, name) for name in ("number", "what", "owner", "deadline", "due", "status", "state")}
    return {"group": one.body, **about, "overdue": pending.overdue(one, today), **_origin(one, source)}


def _measure_row(one: Measure, source: Source) -> tuple[str | int | date | None, ...]:
    due = date.fromisoformat(one.due) if one.due else None
    return (
        one.body, one.number, one.what, one.owner, one.deadline, due, one.status, STATES[one.state],
        source.day, one.occurrence, one.item, source.filename, one.sha256,
    )  # fmt: skip


def _shown_measure(one: Measure, source: Source, today: date) -> Iterator[str]:
    state = "" if one.state == "open" else f" ({STATES[one.state]})"
    late = " (forfalt)" if pending.overdue(one, today) else ""
    yield f"{one.body} {one.number}  {one.what}{state}"
    frist = f"frist {pending.when(one, 'nb')}{late}" if one.due or one.deadline else "ingen frist"
    yield f"    {' · '.join(filter(None, (one.owner or 'ingen ansvarlig', frist, one.status)))}"
    yield f"    {_where(one, source)}"


# --- common to both -------------------------------------------------------------------------------------------------------


def _bodies(desk: Desk, group: str | None) -> tuple[str, ...]:
    """The group that was asked for, none for all. Raises Unknown for one that is not there."""
    return tuple(cycle.schedule.group.id for cycle in groups.chosen(desk.office.cycles, group, bool, "")) if group else ()


def _has(wanted: str | None, *texts: str) -> bool:
    return not wanted or any(norsk.collate(wanted)[0] in norsk.collate(text)[0] for text in texts)


def _sources(desk: Desk, found: Iterable[Decided | Measure]) -> Mapping[tuple[str, str], Source]:
    """Where each comes from, by its occurrence and file."""
    keys = {(one.occurrence, one.sha256) for one in found}
    names = sources.filenames(desk, {occurrence for occurrence, _ in keys})
    days = sources.days(desk, {occurrence for occurrence, _ in keys})
    return {key: Source(days.get(key[0]), names.get(key, "")) for key in keys}


def _origin(one: Decided | Measure, source: Source) -> dict[str, Any]:
    return {
        "occurrence": one.occurrence,
        "item": one.item,
        "day": source.day.isoformat() if source.day else None,
        "paper": {"filename": source.filename, "sha256": one.sha256},
        "at": one.at.isoformat(),
    }


def _where(one: Decided | Measure, source: Source) -> str:
    day = f"møtet {norsk.long(source.day)}, " if source.day else ""
    return f"{day}{one.occurrence}" + (f" · {source.filename}" if source.filename else "")


def _listed(found: Sequence[T], shown: Callable[[T], Iterable[str]], none: str) -> None:
    for one in found:
        for line in shown(one):
            say(line)
    if not found and none:
        say(none)


def _workbook(path: Path, title: str, header: Sequence[str], rows: Sequence[Sequence[str | int | date | None]]) -> None:
    if path.suffix.lower() != ".xlsx":
        raise Refused(f"«{path}» er ikke navnet på en arbeidsbok. La det slutte på .xlsx.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sheet.write(title, header, rows))
    say(f"Skrev {path}.")
