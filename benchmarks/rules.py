"""A region's annual cycles, made up: activities as our TOML, and the very same rules in iCalendar's words (RFC 5545, 3.3.10)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cycle.written import WEEKDAYS

YEAR = 2027
FIRST, LAST = date(YEAR, 1, 1), date(YEAR + 1, 1, 1)
MONDAY = date(YEAR, 1, 4)
GROUP_SIZE = 100  # activities in one file: more than any secretariat has
STEPS = (("draft", "-21d"), ("call", "-14d"), ("notice", "-7d"), ("remind", "-2wd"), ("minutes", "+1d"), ("follow-up", "+5wd"))
HEAD = """[group]
id = "group{number}"
name = "faggruppe {number}"
counties = ["Oslo", "Akershus", "Østfold", "Buskerud", "Vestfold", "Innlandet"]
"""
ACTIVITY = """
[[activity]]
id = "{id}"
title = "Møte i faggruppe {id}"
when = {when}
time = "12.00–13.00"
place = {{ name = "Rådhuset", room = "møterom 1" }}
responsible = "Sekretariatet"
"""
STEP = """
[[step]]
name = "{name}"
at = "{at}"
to = "members"
letter = "notice"
"""
EVENT = """BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261201T120000Z
DTSTART;TZID=Europe/Oslo:{start}
DURATION:PT1H
SUMMARY:Møte i faggruppe
RRULE:{rrule}
END:VEVENT
"""

Rule = tuple[str, str, date]
"""A rule in TOML, the same as an RRULE, and the day that the RRULE starts to look from."""


@dataclass(frozen=True, slots=True)
class Twin:
    """One activity said twice: to us as a TOML value, to the peers as an RRULE from a wall time."""

    group: int
    id: str
    when: str
    rrule: str
    start: datetime

    @property
    def key(self) -> str:
        return f"group{self.group}/{self.id}"


def twins(count: int) -> Iterator[Twin]:
    """So many activities, the kinds of `MIX` spread evenly, the months, weeks and weekdays of each kind too."""
    for number in range(count):
        turn, kind = divmod(number, len(MIX))
        when, rrule, start = MIX[kind](turn * 7 + kind)
        noon = datetime(start.year, start.month, start.day, 12)  # noqa: DTZ001  dateutil is given no zone: its fastest
        yield Twin(number // GROUP_SIZE, f"activity{number % GROUP_SIZE}", when, rrule, noon)


def files(found: Sequence[Twin]) -> Iterator[str]:
    """The activities as files of TOML, one a group."""
    for number in range(0, len(found), GROUP_SIZE):
        group = found[number : number + GROUP_SIZE]
        yield HEAD.format(number=group[0].group) + "".join(ACTIVITY.format(id=twin.id, when=twin.when) for twin in group)


def programme() -> str:
    """Six dated steps for each meeting."""
    return "meeting = true\n" + "".join(STEP.format(name=name, at=at) for name, at in STEPS)


def calendar(found: Iterable[tuple[Twin, datetime]]) -> str:
    """The activities as events of an iCalendar file, each from its first occurrence."""
    events = (EVENT.format(uid=twin.key, start=f"{start:%Y%m%dT%H%M%S}", rrule=twin.rrule) for twin, start in found)
    return "".join(("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//aarshjul//benchmark//NO\n", *events, "END:VCALENDAR\n"))


# --- kinds of rules --------------------------------------------------------------------------------------------------------


def _nth(number: int, months: Sequence[int], rrule: str) -> Rule:
    weekday, nth = number % 5, number % 4 + 1
    return f'{{ month = {list(months)}, weekday = "{WEEKDAYS[weekday]}", nth = {nth} }}', f"{rrule};BYDAY={nth}{_short(weekday)}", FIRST


def _once(number: int) -> Rule:
    month = number % 12 + 1
    return _nth(number, [month], f"FREQ=YEARLY;BYMONTH={month}")


def _four_times(number: int) -> Rule:
    months = range(number % 3 + 1, 13, 3)
    return _nth(number, months, f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}")


def _monthly(number: int) -> Rule:
    return _nth(number, range(1, 13), "FREQ=MONTHLY")


def _week(number: int) -> Rule:
    weekday, week = number % 5, number % 50 + 2
    return f'{{ week = {week}, weekday = "{WEEKDAYS[weekday]}" }}', f"FREQ=YEARLY;BYWEEKNO={week};BYDAY={_short(weekday)}", FIRST


def _fixed(number: int) -> Rule:
    month, day = number % 12 + 1, number % 28 + 1
    return f'{{ date = "{month:02}-{day:02}" }}', f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", FIRST


def _fortnightly(number: int) -> Rule:
    start = MONDAY + timedelta(days=number % 5 + 7 * (number % 2))
    rrule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_short(start.weekday())}"
    return f'{{ rrule = "{rrule}", start = {start} }}', rrule, start


def _short(weekday: int) -> str:
    return WEEKDAYS[weekday][:2].upper()


MIX: tuple[Callable[[int], Rule], ...] = (*(_once, _fixed) * 5, *(_week,) * 4, *(_four_times,) * 3, *(_monthly,) * 2, _fortnightly)
"""Twenty activities of an annual cycle: most come once, a few four times or every month, one every fortnight. On average 3.8 dates each."""
