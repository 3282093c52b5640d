"""The command goals: what the plans aim at, how far it has come, what is left a year, and where two goals disagree."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot import house
from bot.cli import groups
from bot.cli.now import say
from bot.cycle import goals as calculated
from bot.cycle.goals import Current, Point, Standing
from bot.cycle.memory import Measured
from bot.cycle.model import OSLO, Cycle
from bot.cycle.written import Goal
from bot.papers import progress

Stored = Mapping[str, tuple[Measured, ...]]


def goals(options: argparse.Namespace) -> int:
    """List the goals with their figures, and what a person should know of them."""
    office = house.office(options.workspace)
    found = groups.chosen(office.cycles, options.group, lambda cycle: cycle.schedule.goal, "mål")
    with house.memory(options.workspace, office) as journal:
        stored = journal.measured()
    if options.json:
        say(json.dumps([described(cycle, goal, stored) for cycle in found for goal in cycle.schedule.goal], ensure_ascii=False, indent=2))
    else:
        for cycle in found:
            _list(cycle, stored)
        if not found:
            say("Ingen grupper har mål. Skriv dem som [[goal]] i årshjulet.")
    return 0


def described(cycle: Cycle, goal: Goal, stored: Stored) -> dict[str, Any]:
    """A goal as other programs read it; the keys are a contract. `remaining` counts from the newest value, or else from the baseline."""
    values = values_of(cycle, goal, stored)
    standing = calculated.standing(goal, values)
    aim, target = standing.aim, standing.aim.target
    until = max((point.year for point in calculated.own(values)), default=0)
    return {
        "group": cycle.schedule.group.id,
        "id": goal.id,
        "title": goal.title,
        "source": list(goal.source),
        "unit": goal.unit,
        "direction": goal.direction,
        "baseline": _point(aim.baseline),
        "baseline_assumed": aim.assumed,
        "target": {
            "year": aim.year,
            "value": target and target.value,
            "high": target and target.high,
            "bound": target.bound if target else "",
        },
        "per_year": aim.per_year,
        "each_year": aim.each_year,
        "path": [_point(point) for point in calculated.path(aim, until)],
        "latest": _point(standing.latest),
        "expected": standing.expected,
        "remaining": standing.remaining,
        "years": standing.years,
        "a_year": standing.a_year,
        "met": standing.met,
        "measurer": goal.measurer,
        "measured_in": goal.measured_in,
        "frequency": goal.frequency,
        "regions": list(goal.regions),
        "values": [_value(one) for one in values],
        "said": [plain(said) for said in progress.sentences(standing, cycle.schedule.group.language)],
        "warnings": list(_warnings(cycle, standing)),
    }


def _point(point: Point | None) -> dict[str, Any] | None:
    return point._asdict() if point else None


def _value(one: Current) -> dict[str, Any]:
    return _measured(one.now) | {"region": one.now.region, "year": one.now.year, "earlier": [_measured(before) for before in one.earlier]}


def _measured(one: Measured) -> dict[str, Any]:
    return {"value": one.value, "source": one.source, "at": one.at.isoformat() if one.at else None, "who": one.who}


def _warnings(cycle: Cycle, standing: Standing) -> Iterator[str]:
    goal, language = standing.aim.goal, cycle.schedule.group.language
    for found in calculated.disagreements(cycle.schedule.goal):
        if goal.id in (found.one.goal.id, found.other.goal.id):
            yield plain(progress.disagreement(found, language))
    if goal.frequency and not goal.measurer:
        yield "ingen er satt til å måle; skriv measurer = «…»"


def plain(text: str) -> str:
    """A text for a screen, without spaces that do not break."""
    return text.replace(progress.NO_BREAK, " ")


def _list(cycle: Cycle, stored: Stored) -> None:
    say(f"{cycle.schedule.group.id}: {len(cycle.schedule.goal)} mål")
    for goal in cycle.schedule.goal:
        values = values_of(cycle, goal, stored)
        standing = calculated.standing(goal, values)
        say(f"\n  {goal.title}  ({goal.id})")
        say(f"    {plain(' '.join(progress.sentences(standing, cycle.schedule.group.language)))}")
        _measurer(goal)
        for line in history(values):
            say(f"    {plain(line)}")
        for warning in _warnings(cycle, standing):
            say(f"    merk: {warning}")
    say()


def _measurer(goal: Goal) -> None:
    if goal.measurer:
        say(
            f"    Måles av {goal.measurer}"
            + (f": {goal.measured_in}" if goal.measured_in else "")
            + (", hvert år" if goal.frequency else "")
        )


def history(values: Sequence[Current]) -> Iterator[str]:
    """A line for each year and region: the value that holds, who said it and when, and what was said before."""
    for one in values:
        region = f"{one.now.region} " if one.now.region else ""
        source = f" ({one.now.source})" if one.now.source else ""
        yield f"{region}{one.now.year}: {progress.number(one.now.value)}{source}{_told(one)}"


def _told(one: Current) -> str:
    """Who said it and when, and what it was before: «, rettet 3.5.2027 av rådgiver, var 7 950»."""
    before = ", ".join(progress.number(old.value) for old in one.earlier)
    day = f" {_day(one.now.at)}" if one.now.at else ""
    by = f" av {one.now.who}" if one.now.who else ""
    if before:
        return f", rettet{day}{by}, var {before}" if day or by else f", tidligere oppgitt: {before}"
    return f", meldt{day}{by}" if by else ""


def _day(at: datetime) -> str:
    """The Norwegian day of an instant; midnight ends the day before, as a day in the schedule does."""
    day = (at - timedelta(microseconds=1)).astimezone(OSLO)
    return f"{day.day}.{day.month}.{day.year}"


def values_of(cycle: Cycle, goal: Goal, stored: Stored) -> tuple[Current, ...]:
    """What is known of a goal: what stands in the schedule and what the journal has."""
    return calculated.current(goal, stored.get(cycle.schedule.group.id, ()))
