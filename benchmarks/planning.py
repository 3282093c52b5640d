"""Ten thousand activities laid out for one year, beside dateutil and recurring-ical-events on the same rules."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import recurring_ical_events  # type: ignore[import-untyped]  # without types of its own
from dateutil.rrule import rrulestr
from icalendar import Calendar

from benchmarks import cold, example, measure, rules
from benchmarks.rules import FIRST, LAST, Twin
from bot.cycle import plan, read
from bot.cycle.days import Days
from bot.cycle.model import Cycle, Plan
from bot.cycle.written import Programme, Schedule

ACTIVITIES = 10_000
FEW = 500
"""What recurring-ical-events is given; its time is scaled up."""
BEFORE, AFTER = datetime(rules.YEAR, 1, 1), datetime(rules.YEAR, 12, 31, 23, 59)  # noqa: DTZ001  dateutil is asked without a zone: its fastest

Found = list[tuple[str, date]]


def rows() -> Iterator[measure.Row]:
    """Without our reading of text, and then with it. The peers' reading of theirs is always in."""
    twins = tuple(rules.twins(ACTIVITIES))
    files, days = tuple(rules.files(twins)), Days(example.school_weeks())
    cycles = _cycles(files)

    def laid() -> Plan:
        cold.forget()
        return plan.lay(cycles, days, FIRST, LAST)

    def read_and_laid() -> Plan:
        cold.forget()
        return plan.lay(_cycles(files), days, FIRST, LAST)

    _same(_dates(laid()), _by_dateutil(twins))
    yield measure.row("plan 10 000 activities : dateutil", 1.0, ours=laid, peer=lambda: _by_dateutil(twins), repeats=4)
    yield measure.row("  with our TOML read too : dateutil", None, ours=read_and_laid, peer=lambda: _by_dateutil(twins), repeats=2)
    text = rules.calendar([(twin, _first(twin)) for twin in twins[:FEW]])
    _same(_by_calendar(text), _by_dateutil(twins[:FEW]))
    few = measure.row("plan 10 000 activities : recurring-ical-events", 0.1, ours=laid, peer=lambda: _by_calendar(text), repeats=2)
    yield few.scaled(ACTIVITIES // FEW)


def _cycles(files: Iterable[str]) -> tuple[Cycle, ...]:
    programmes = {"meeting": _read(Programme, rules.programme())}
    return tuple(Cycle(_read(Schedule, text), programmes) for text in files)


def _read(kind: type[example.M], text: str) -> example.M:
    value, faults = read.toml(kind, "made-up.toml", text)
    if value is None:
        raise ValueError(faults)
    return value


def _dates(laid: Plan) -> Found:
    return [(occurrence.key.rpartition("/")[0], occurrence.day) for occurrence in laid.occurrences]


def _by_dateutil(twins: Iterable[Twin]) -> Found:
    return [(twin.key, at.date()) for twin in twins for at in rrulestr(twin.rrule, dtstart=twin.start).between(BEFORE, AFTER, inc=True)]


def _first(twin: Twin) -> datetime:
    return next(iter(rrulestr(twin.rrule, dtstart=twin.start)))


def _by_calendar(text: str) -> Found:
    events = recurring_ical_events.of(Calendar.from_ical(text)).between(FIRST, LAST)
    return [(str(event["UID"]), event.start.date()) for event in events]


def _same(ours: Found, theirs: Found) -> None:
    """Two that do not find the same dates are not to be compared."""
    if sorted(ours) != sorted(theirs):
        different = sorted(set(ours) ^ set(theirs))
        raise ValueError(f"{len(different)} dates differ: {different[:5]}")
