"""The days of a repeating event (RFC 5545, 3.3.10), found period by period and never past a last day.

`dateutil`, which reads the rules of our own schedules, walks a rule without dates to the year 9999. A stranger may send hundreds.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count, islice
from typing import NamedTuple

DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
FEWEST = {"DAILY": 365, "WEEKLY": 52, "MONTHLY": 12, "YEARLY": 1}
"""At least so many periods in a year."""
MONTHS = 12
LONGEST = 300  # characters

_SMALL = re.compile("[1-9][0-9]{0,2}")
_NUMBER = re.compile("[+-]?[0-9]{1,2}")
_WEEKDAY = re.compile(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)")


class Rule(NamedTuple):
    """A rule that has been read. None for what it does not say; a weekday has its number in the month or year, or 0."""

    frequency: str
    interval: int
    most: int | None
    months: frozenset[int] | None
    monthdays: frozenset[int] | None
    weekdays: frozenset[tuple[int, int]] | None
    positions: tuple[int, ...]
    week_start: int


def read(parts: Mapping[str, str]) -> Rule:
    """A rule from its parts, without UNTIL. Raises ValueError for one that is not understood whole."""
    known = {"FREQ", "INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}
    frequency = parts.get("FREQ", "")
    if not parts.keys() <= known or frequency not in FREQUENCIES or sum(map(len, parts.values())) > LONGEST:
        raise ValueError("a rule that is not known")
    if not all(_SMALL.fullmatch(parts.get(name, "1")) for name in ("INTERVAL", "COUNT")) or parts.get("WKST", "MO") not in WEEKDAYS:
        raise ValueError("a number that is none")
    weekdays = _weekdays(parts.get("BYDAY"))
    if weekdays and any(number for number, _ in weekdays) and frequency in ("DAILY", "WEEKLY"):
        raise ValueError("a numbered weekday in a week")
    return Rule(
        frequency,
        int(parts.get("INTERVAL", "1")),
        int(parts["COUNT"]) if "COUNT" in parts else None,
        _numbers(parts.get("BYMONTH")),
        _numbers(parts.get("BYMONTHDAY")),
        weekdays,
        tuple(sorted(_numbers(parts.get("BYSETPOS")) or ())),
        WEEKDAYS.index(parts.get("WKST", "MO")),
    )


def days(rule: Rule, start: date, last: date) -> Iterator[date]:
    """The days of a rule that begins on `start`, oldest first, to `last` (inclusive). Uncounted ones long before it may be left out."""
    found = (day for period in _periods(rule, start, last) for day in _chosen(rule, start, period) if start <= day)
    for day in islice(found, rule.most):
        if day > last:
            return
        yield day


def _weekdays(text: str | None) -> frozenset[tuple[int, int]] | None:
    if text is None:
        return None
    matches = [_WEEKDAY.fullmatch(part) for part in text.split(",")]
    if not all(matches):
        raise ValueError("a weekday that is none")
    return frozenset((int(match[1] or 0), WEEKDAYS.index(match[2])) for match in matches if match)


def _numbers(text: str | None) -> frozenset[int] | None:
    if text is None:
        return None
    if not all(_NUMBER.fullmatch(part) and int(part) for part in text.split(",")):
        raise ValueError("a number that is none")
    return frozenset(map(int, text.split(",")))


def _periods(rule: Rule, start: date, last: date) -> Iterator[Sequence[date]]:
    """The days, weeks, months or years of a rule, each as its days. A rule that counts nothing is begun near the end."""
    begin = 0
    if rule.most is None:
        begin = max(0, (last.year - start.year - 2) * FEWEST[rule.frequency] // rule.interval)
    for number in count(begin):
        period = _period(rule, start, number * rule.interval)
        if not period or period[0] > last:
            return
        yield period


def _period(rule: Rule, start: date, steps: int) -> Sequence[date]:
    """The period that lies so many steps after the first one; nothing past the last year there is."""
    match rule.frequency:
        case "DAILY":
            return (start + steps * DAY,)
        case "WEEKLY":
            first = start - (start.weekday() - rule.week_start) % 7 * DAY + steps * 7 * DAY
            return [first + number * DAY for number in range(7)]
        case "MONTHLY":
            year, month = divmod(start.year * MONTHS + start.month - 1 + steps, MONTHS)
            return _month(year, month + 1)
        case _:
            return [day for month in range(1, MONTHS + 1) for day in _month(start.year + steps, month)]


def _month(year: int, month: int) -> Sequence[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)] if year <= date.max.year else ()


def _chosen(rule: Rule, start: date, period: Sequence[date]) -> Sequence[date]:
    """The days of a period that the rule names."""
    found = [day for day in period if _named(rule, start, day)]
    if not rule.positions:
        return found
    places = {place - 1 if place > 0 else len(found) + place for place in rule.positions}
    return [day for place, day in enumerate(found) if place in places]


def _named(rule: Rule, start: date, day: date) -> bool:
    """Whether a rule names a day of its period. What it does not say, its first day says."""
    if rule.months is not None and day.month not in rule.months:
        return False
    if rule.monthdays is None and rule.weekdays is None:
        return _like(rule, start, day)
    length = monthrange(day.year, day.month)[1]
    if rule.monthdays is not None and not {day.day, day.day - length - 1} & rule.monthdays:
        return False
    return rule.weekdays is None or any(weekday == day.weekday() and _counted(rule, day, number) for number, weekday in rule.weekdays)


def _like(rule: Rule, start: date, day: date) -> bool:
    match rule.frequency:
        case "DAILY":
            return True
        case "WEEKLY":
            return day.weekday() == start.weekday()
        case "MONTHLY":
            return day.day == start.day
        case _:
            return day.day == start.day and (rule.months is not None or day.month == start.month)


def _counted(rule: Rule, day: date, number: int) -> bool:
    """Whether a day is the first, second, or last but one of its weekday: in the year, or in the month where the rule names months."""
    if not number:
        return True
    if rule.frequency == "YEARLY" and rule.months is None:
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    else:
        first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return number in (1 + (day - first).days // 7, -1 - (last - day).days // 7)
