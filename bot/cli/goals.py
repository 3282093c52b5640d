"""The command goals: what the plans aim at, how far it has come, what is left a year, and where two goals disagree."""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot import house
from bot.cli import groups
from bot.cli.now import say
from bot.cycle import goals as calculated
from bot.cycle.goals import Current, Measured, Point, Standing
from bot.cycle.model import Cycle
from bot.cycle.written import Goal
from bot.papers import progress


def goals(options: argparse.Namespace) -> int:
    """List the goals with their figures, and what a person should know of them."""
    office = house.office(options.workspace)
    found = groups.chosen(office.cycles, options.group, lambda cycle: cycle.schedule.goal, "mål")
    if options.json:
        say(json.dumps([described(cycle, goal) for cycle in found for goal in cycle.schedule.goal], ensure_ascii=False, indent=2))
    else:
        for cycle in found:
            _list(cycle)
        if not found:
            say("Ingen grupper har mål. Skriv dem som [[goal]] i årshjulet.")
    return 0


def described(cycle: Cycle, goal: Goal) -> dict[str, Any]:
    """A goal as other programs read it; the keys are a contract. `remaining` counts from the newest value, or else from the baseline."""
    values = calculated.current(goal)
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
        "said": [_plain(said) for said in progress.sentences(standing, cycle.schedule.group.language)],
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
            yield _plain(progress.disagreement(found, language))
    if goal.frequency and not goal.measurer:
        yield "ingen er satt til å måle; skriv measurer = «…»"


def _plain(text: str) -> str:
    return text.replace(progress.NO_BREAK, " ")


def _list(cycle: Cycle) -> None:
    say(f"{cycle.schedule.group.id}: {len(cycle.schedule.goal)} mål")
    for goal in cycle.schedule.goal:
        values = calculated.current(goal)
        standing = calculated.standing(goal, values)
        say(f"\n  {goal.title}  ({goal.id})")
        say(f"    {_plain(' '.join(progress.sentences(standing, cycle.schedule.group.language)))}")
        _measurer(goal)
        for line in _history(values):
            say(f"    {_plain(line)}")
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


def _history(values: Sequence[Current]) -> Iterator[str]:
    for one in values:
        region = f"{one.now.region} " if one.now.region else ""
        before = ", ".join(progress.number(old.value) for old in one.earlier)
        source = f" ({one.now.source})" if one.now.source else ""
        yield f"{region}{one.now.year}: {progress.number(one.now.value)}{source}" + (f", tidligere oppgitt: {before}" if before else "")
