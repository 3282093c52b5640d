"""From a when-rule to the dates of a year, each with how it was found; and what is wrong with a rule."""

import re
import zlib
from calendar import isleap, monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import dropwhile, islice, takewhile
from typing import NamedTuple

from dateutil.rrule import rrule, rrulestr

from bot.cycle.days import Closed, Days
from bot.cycle.written import WEEKDAYS, FixedDate, IsoWeek, NthWeekday, Quarter, Recurrence, Relative, Rule, Weekday, When

MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")
NAMES: Mapping[Weekday, str] = dict(zip(WEEKDAYS, ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"), strict=True))
NUMBERS: Mapping[Weekday, int] = {weekday: number for number, weekday in enumerate(WEEKDAYS)}
WEEKDAY_NAMES = tuple(NAMES.values())
ORDINALS: Mapping[int, str] = {1: "første", 2: "andre", 3: "tredje", 4: "fjerde", 5: "femte", -1: "siste"}

LEAP_WEEK = 53
FOUR_WEEKS = 28  # every month has these days
MIDDLE = 49  # days: the middle seven weeks of a quarter
PREFERRED = range(1, 4)  # Tuesday to Thursday

WRITTEN_DATE = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
LEAP_YEAR = 2000  # «02-29» is a date

PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST")
NOT_WITH: Mapping[str, tuple[str, ...]] = {  # RFC 5545, 3.3.10; BYMONTHDAY in a daily rule is our own, it is a monthly rule in disguise
    "DAILY": ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"),
    "WEEKLY": ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"),
    "MONTHLY": ("BYYEARDAY", "BYWEEKNO"),
    "YEARLY": (),
}
LONGEST_RULE = 300  # characters
MOST_A_YEAR = 366
MONTH_NUMBER = re.compile("0?[1-9]|1[0-2]")
SMALL = re.compile("[1-9][0-9]{0,2}")


class Dated(NamedTuple):
    """One date of a rule. `ordinal` counts from 1 within the year and stays when the date moves: `group/activity/2027-2`."""

    day: date
    ordinal: int
    why: str


Reasons = tuple[Closed, ...]
Resolve = Callable[[str, int], Sequence[Dated]]
"""The dates of another activity or a named deadline in a nominal year. Raises KeyError when there is none by that id."""


def dates(
    when: When, year: int, days: Days, *, seed: str, counties: Collection[str] = (), resolve: Resolve | None = None
) -> tuple[Dated, ...]:
    """The dates of `when` in the nominal `year`, oldest first; a date itself may lie in a neighbouring year.

    The same `seed` gives the same proposals in every run. `counties` says whose school weeks to keep clear of.
    Raises ValueError for a rule that `faults` refuses, and what `resolve` raises.
    """
    return tuple(_found(when, year, days, seed, counties, resolve)) if _its_year(when, year) else ()


def _found(when: When, year: int, days: Days, seed: str, counties: Collection[str], resolve: Resolve | None) -> Iterator[Dated]:
    match when:
        case NthWeekday():
            return _nth_weekdays(when, year)
        case IsoWeek():
            return _iso_weeks(when, year)
        case Quarter():
            return _quarters(when, year, days, seed, counties)
        case FixedDate():
            return _fixed(when, year)
        case Recurrence():
            return _recurring(when, year)
        case Relative():
            return _relative(when, year, days, resolve)


def faults(when: When) -> tuple[str, ...]:
    """What is wrong with a rule and what to write instead, in Norwegian. Such a rule has no dates."""
    found: list[str] = []
    if when.every > 1 and when.anchor is None:
        found.append(f"«every = {when.every}» trenger et år der aktiviteten finner sted. Skriv for eksempel «anchor = 2024».")
    match when:
        case NthWeekday():
            found += _repeated("month", _each(when.month))
        case IsoWeek():
            found += _repeated("week", _each(when.week))
        case Quarter():
            found += _repeated("quarter", _each(when.quarter))
        case FixedDate():
            found += _fixed_faults(when)
        case Recurrence():
            found += _recurrence_faults(when.rrule, when.start)
        case Relative():
            found += _relative_faults(when)
    return tuple(found)


def notes(when: When) -> tuple[str, ...]:
    """What a person should know about a rule that is right, in Norwegian: years or months without a date."""
    match when:
        case IsoWeek() if LEAP_WEEK in _each(when.week):
            return ("Uke 53 finnes bare i noen år (2026, 2032, 2037). De andre årene får aktiviteten ingen dato i den uka.",)
        case NthWeekday(nth=5):
            return (f"Ikke alle måneder har en femte {NAMES[when.weekday]}. «nth = -1» gir den siste i hver måned.",)
        case FixedDate() if "02-29" in _listed(when.date):
            return ("29. februar finnes bare i skuddår. De andre årene brukes 28. februar.",)
        case _:
            return ()


def _its_year(when: Rule, year: int) -> bool:
    if when.every == 1:
        return True
    if when.anchor is None:
        raise ValueError("every without anchor")
    return year % when.every == when.anchor % when.every


def _each(numbers: int | tuple[int, ...]) -> tuple[int, ...]:
    """The numbers of a rule in order. Their places in the year are the ordinals."""
    return (numbers,) if isinstance(numbers, int) else tuple(sorted(numbers))


def _repeated(key: str, numbers: tuple[int, ...]) -> list[str]:
    if not numbers:
        return [f"«{key}» er en tom liste. Skriv minst ett tall."]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    return [f"{number} står flere ganger i «{key}». La det stå én gang." for number in twice]


def _nth_weekdays(when: NthWeekday, year: int) -> Iterator[Dated]:
    weekday, nth = NUMBERS[when.weekday], when.nth
    for ordinal, month in enumerate(_each(when.month), 1):
        if day := _nth_day(year, month, weekday, nth):
            yield Dated(day, ordinal, _nth_why(nth, weekday, month))


def _nth_day(year: int, month: int, weekday: int, nth: int) -> date | None:
    first = date(year, month, 1)
    number = 1 + (weekday - first.weekday()) % 7 + 7 * ((nth if nth > 0 else 5) - 1)
    if number > FOUR_WEEKS and number > monthrange(year, month)[1]:
        if nth > 0:
            return None
        number -= 7
    return first.replace(day=number)


@lru_cache(maxsize=1024)
def _nth_why(nth: int, weekday: int, month: int) -> str:
    return f"{ORDINALS[nth]} {WEEKDAY_NAMES[weekday]} i {MONTHS[month - 1]}"


def _iso_weeks(when: IsoWeek, year: int) -> Iterator[Dated]:
    weeks = date(year, 12, 28).isocalendar().week  # 28 December is always in the last week
    for ordinal, week in enumerate(_each(when.week), 1):
        if week <= weeks:
            yield Dated(date.fromisocalendar(year, week, NUMBERS[when.weekday] + 1), ordinal, f"{NAMES[when.weekday]} i uke {week}")


def _quarters(when: Quarter, year: int, days: Days, seed: str, counties: Collection[str]) -> Iterator[Dated]:
    for ordinal, quarter in enumerate(_each(when.quarter), 1):
        window = _middle(year, quarter)
        # A place in the window, and from there the first good day: a new school week moves only the proposals that it hits.
        place = zlib.crc32(f"{seed}|{year}|{quarter}".encode()) % MIDDLE
        day, why = _proposal(when.weekday, window[place:] + window[:place], window[MIDDLE // 2], lambda day: days.closed(day, counties))
        yield Dated(day, ordinal, f"foreslått i {quarter}. kvartal: {why}")


@lru_cache(maxsize=256)
def _middle(year: int, quarter: int) -> tuple[date, ...]:
    """The middle seven weeks of a quarter, day by day."""
    month = 3 * quarter - 2
    first, last = date(year, month, 1), date(year, month + 2, monthrange(year, month + 2)[1])
    start = first + timedelta(days=((last - first).days + 1 - MIDDLE) // 2)
    return tuple(start + timedelta(days=number) for number in range(MIDDLE))


def _proposal(weekday: Weekday | None, window: Sequence[date], middle: date, closed: Callable[[date], Reasons]) -> tuple[date, str]:
    """A day of `window`, which starts where the search starts, and why that one."""
    wanted = [day for day in window if weekday is None or day.weekday() == NUMBERS[weekday]]
    preferred = (day for day in wanted if day.weekday() in PREFERRED and not closed(day))
    good = next(preferred, None) or next((day for day in wanted if not closed(day)), None)
    if good:
        return good, f"{WEEKDAY_NAMES[good.weekday()]} uten ferie eller helligdag"
    best = min(wanted, key=lambda day: (len(closed(day)), abs(day - middle), day))
    name, reasons = NAMES[weekday] if weekday else "dag", ", ".join(reason.why for reason in closed(best))
    return best, f"ingen {name} er ledig, dette er den nærmest midten med færrest hindringer ({reasons})"


def _listed(written: str | date | tuple[str | date, ...]) -> tuple[str | date, ...]:
    return written if isinstance(written, tuple) else (written,)


def _fixed(when: FixedDate, year: int) -> Iterator[Dated]:
    found = [(month, number) for own, month, number in map(_parts, _listed(when.date)) if own in (None, year)]
    for ordinal, (month, number) in enumerate(sorted(found), 1):
        if (month, number) == (2, 29) and not isleap(year):
            yield Dated(date(year, 2, 28), ordinal, f"fast dato 28. februar (29. februar finnes ikke i {year})")
        else:
            yield Dated(date(year, month, number), ordinal, f"fast dato {number}. {MONTHS[month - 1]}")


def _parts(written: str | date) -> tuple[int | None, int, int]:
    """Year (None: every year), month and day. Raises ValueError for what is no date."""
    if isinstance(written, date):
        return written.year, written.month, written.day
    if not (match := WRITTEN_DATE.fullmatch(written)):
        raise ValueError("not a date")
    year = int(match[1]) if match[1] else None
    day = date(LEAP_YEAR if year is None else year, int(match[2]), int(match[3]))
    return year, day.month, day.day


def _fixed_faults(when: FixedDate) -> Iterable[str]:
    seen: set[tuple[int | None, int, int]] = set()
    written = _listed(when.date)
    if not written:
        yield "«date» er en tom liste. Skriv minst én dato, for eksempel «03-31»."
    for entry in written:
        try:
            parts = _parts(entry)
        except ValueError:
            yield f"«{entry}» er ikke en dato. Skriv måned og dag, for eksempel «03-31», eller en hel dato, for eksempel 2026-12-31."
            continue
        if parts in seen:
            yield f"«{entry}» står flere ganger i «date». La den stå én gang."
        seen.add(parts)


def _recurring(when: Recurrence, year: int) -> Iterator[Dated]:
    why = f"gjentakelse {when.rrule}"
    for ordinal, day in enumerate(_recurring_days(when.rrule, when.start, year), 1):
        yield Dated(day, ordinal, why)


@lru_cache(maxsize=1024)
def _recurring_days(text: str, start: date, year: int) -> tuple[date, ...]:
    """The days of a rule in a year. Kept, because each look at the plan asks for the same ones, and the rule is walked from its start."""
    first, end = datetime(year, 1, 1), datetime(year + 1, 1, 1)  # noqa: DTZ001  # whole days, no zone
    within = takewhile(lambda at: at < end, dropwhile(lambda at: at < first, _recurrence(text, start)))
    return tuple(at.date() for at in islice(within, MOST_A_YEAR))


@lru_cache(maxsize=1024)
def _recurrence(text: str, start: date) -> rrule:
    """The rule, ready to be walked through from `start`. Raises ValueError for one that is refused or unreadable."""
    if refused := _refused(text):
        raise ValueError(refused[0])
    rule = rrulestr(text, dtstart=datetime.combine(start, datetime.min.time()))
    if not isinstance(rule, rrule):
        raise ValueError("not one rule")  # noqa: TRY004  # a fault in the text, not in the program
    return rule


def _recurrence_faults(text: str, start: date) -> list[str]:
    if refused := _refused(text):
        return refused
    try:
        rule = _recurrence(text, start)
    except (ValueError, TypeError, IndexError):  # dateutil says «no» in all three ways
        return [f"«{text}» er ikke en gjentakelse etter RFC 5545. Skriv for eksempel «FREQ=MONTHLY;BYDAY=2TU»."]
    return [] if next(iter(rule), None) else [f"«{text}» fra {start.isoformat()} gir ingen datoer. Se på BY-delene og INTERVAL."]


def _refused(text: str) -> list[str]:
    """Why a rule is not even read: what gives times of day, breaks the RFC, or would be walked through for too long."""
    if len(text) > LONGEST_RULE or not text.isascii() or not text.isprintable():
        return [f"«rrule» skal være én linje på høyst {LONGEST_RULE} tegn, for eksempel «FREQ=MONTHLY;BYDAY=2TU»."]
    pairs = [part.partition("=")[::2] for part in text.upper().removeprefix("RRULE:").split(";")]
    parts = dict(pairs)
    frequency = parts.get("FREQ", "")
    if frequency not in NOT_WITH:
        return [f"«FREQ={frequency}» kan ikke brukes. Skriv FREQ=DAILY, WEEKLY, MONTHLY eller YEARLY; klokkeslettet står i «time»."]
    found = [f"«{key}» kan ikke stå i «rrule». Det som kan stå der, er {', '.join(PARTS)}." for key in parts if key not in PARTS]
    found += [f"«{key}» kan ikke brukes sammen med FREQ={frequency}." for key in parts if key in NOT_WITH[frequency]]
    found += [f"«{key}» skal være et helt tall fra 1 til 999." for key in ("INTERVAL", "COUNT") if not SMALL.fullmatch(parts.get(key, "1"))]
    found += [message for wrong, message in _odd(frequency, parts) if wrong]
    return found if len(pairs) == len(parts) else [*found, "En del står flere ganger i «rrule». La den stå én gang."]


def _odd(frequency: str, parts: Mapping[str, str]) -> Iterator[tuple[bool, str]]:
    """What RFC 5545 forbids, and the library would read in its own way."""
    numbered = any(letter.isdigit() for letter in parts.get("BYDAY", ""))
    yield numbered and frequency in ("DAILY", "WEEKLY"), f"Tall foran ukedagen i «BYDAY» kan ikke brukes sammen med FREQ={frequency}."
    yield "COUNT" in parts and "UNTIL" in parts, "Skriv enten «COUNT» eller «UNTIL», ikke begge."
    months = parts.get("BYMONTH", "1").split(",")
    yield not all(MONTH_NUMBER.fullmatch(month) for month in months), "«BYMONTH» skal være tall fra 1 til 12, for eksempel BYMONTH=3,9."
    until = parts.get("UNTIL", "20000101")
    yield not (len(until) == len("YYYYMMDD") and until.isdecimal()), "«UNTIL» skal være en dato uten klokkeslett: UNTIL=20281231."


def _relative(when: Relative, year: int, days: Days, resolve: Resolve | None) -> Iterator[Dated]:
    if resolve is None or _relative_faults(when):
        raise ValueError("a relative rule needs the dates of the other, one direction and one distance")
    other, sign, word = (when.after, 1, "etter") if when.after else (when.before or "", -1, "før")
    distance, unit = (when.days or 0, "dag") if when.workdays is None else (when.workdays, "arbeidsdag")
    counted = f"{distance} {unit}{'er' if distance > 1 else ''}"
    for day, ordinal, _ in resolve(other, year):
        there = f"{other} {day.day}. {MONTHS[day.month - 1]}"
        moved = days.count(day, sign * distance) if when.workdays is not None else day + timedelta(days=sign * distance)
        yield Dated(moved, ordinal, f"{counted} {word} {there}" if distance else f"samme dag som {there}")


def _relative_faults(when: Relative) -> list[str]:
    found = []
    if bool(when.after) == bool(when.before):
        found.append("Skriv enten «after» eller «before», med navnet på aktiviteten eller fristen det regnes fra.")
    if (when.days is None) == (when.workdays is None):
        found.append("Skriv enten «days» (dager) eller «workdays» (arbeidsdager), for eksempel «workdays = 10».")
    return found
