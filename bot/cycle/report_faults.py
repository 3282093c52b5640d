"""What comes too late in the year to be of use: a report after the day it is due, and what another activity is to build on."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.cycle import plan, rounds
from bot.cycle.check import Source
from bot.cycle.days import Days
from bot.cycle.model import Fault, Occurrence, Severity
from bot.cycle.written import Activity, Programme

AHEAD = 5
"""So many years are looked at."""


def late(sources: Sequence[Source], days: Days, start: date) -> Iterator[Fault]:
    """Reports and inputs that fall after the day their programme says, and what they build on when it comes after they have been begun."""
    cycles = [source.cycle for source in sources if any(_programme(source, one).due for one in source.cycle.schedule.activity)]
    files = {source.cycle.schedule.group.id: source for source in sources}
    found = plan.lay(cycles, days, start, date(start.year + AHEAD, start.month, 1)).occurrences
    told: set[tuple[str, str]] = set()
    for occurrence in found:
        source, name = files[occurrence.group.id], (occurrence.group.id, occurrence.activity.id)
        programme = _programme(source, occurrence.activity)
        if not programme.due or name in told:
            continue
        faults = (*_due(source, occurrence, programme.due), *_builds_on(source, occurrence, found))
        if faults:
            told.add(name)
        yield from faults


def _programme(source: Source, activity: Activity) -> Programme:
    return source.cycle.programmes.get(activity.programme) or Programme()


def _place(source: Source, occurrence: Occurrence) -> int:
    return next(at for at, one in enumerate(source.cycle.schedule.activity) if one.id == occurrence.activity.id)


def _due(source: Source, occurrence: Occurrence, due: str) -> Iterator[Fault]:
    month, day = map(int, due.split("-"))
    last = date(occurrence.day.year, month, day)
    if occurrence.day > last:
        said = f"«{occurrence.activity.title}» har frist {_written(occurrence.day)}, men må være ferdig {_written(last)}"
        advice = "Flytt den fram, eller sett en annen dato i «due» i programmet."
        yield source.fault(("activity", _place(source, occurrence), "when"), said, advice, Severity.WARNING)


def _builds_on(source: Source, occurrence: Occurrence, found: Sequence[Occurrence]) -> Iterator[Fault]:
    """What an activity asks people about should be there when it asks: a revised plan comes before the budget is asked for."""
    asking = rounds.asking(occurrence)
    for name in occurrence.activity.depends if asking else ():
        same = [
            one for one in found if (one.group.id, one.activity.id) == (occurrence.group.id, name) and one.day.year == occurrence.day.year
        ]
        for one in same:
            if asking and one.start > asking.at:
                when = _written(asking.at.date())
                said = f"«{one.activity.title}» er ferdig {_written(one.day)}, etter at «{occurrence.activity.title}» spør om tiltak {when}"
                advice = f"Flytt den fram, ellers kommer den for sent for fristen {_written(occurrence.day)}."
                yield source.fault(("activity", _place(source, occurrence), "depends"), said, advice, Severity.WARNING)


def _written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
