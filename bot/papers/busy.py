"""Another body's calendar (.ics, RFC 5545) as the spans of one year in which it is taken. Whatever the file holds, the work is bounded."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import NamedTuple

from icalendar.parser import Contentline
from icalendar.prop import vDDDTypes

from bot.cycle.model import OSLO
from bot.papers import repeated
from bot.papers.characters import one_line

LARGEST = 20_000_000  # bytes
MOST_EVENTS = 5_000  # that may fall in the year
MOST_REPEATED = 500
MOST_SPANS = 20_000
LONGEST_LINE = 20_000
LONGEST_NAME = 120  # characters of a title that are shown
EARLIEST = 1970

WANTED = frozenset({
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SUMMARY", "STATUS", "TRANSP", "FREEBUSY",
    "X-MICROSOFT-CDO-BUSYSTATUS",
})  # fmt: skip
ABSENT = (("STATUS", "CANCELLED"), ("TRANSP", "TRANSPARENT"), ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"))
"""What says that an event takes nobody's time."""

_BEGIN, _END = re.compile(r"BEGIN:(\w+)\s*$", re.IGNORECASE), re.compile(r"END:(\w+)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(DTSTART|DTEND)\b[^:]{0,200}:(\d{4})", re.IGNORECASE)
_REPEATED = re.compile(r"(?:RRULE|RDATE|RECURRENCE-ID)\b", re.IGNORECASE)
_NAME = re.compile(r"^(?:X-WR-CALNAME|NAME)[^:\r\n]{0,200}:([^\r\n]{1,400})", re.MULTILINE | re.IGNORECASE)


class Taken(NamedTuple):
    """A span (aware, half-open) and what it is taken by, in the calendar's own words. `uid` is the event's own name, if it has one."""

    start: datetime
    end: datetime
    what: str
    uid: str = ""


class Calendar(NamedTuple):
    """What a calendar says of one year. `remarks` says what in it was not understood."""

    name: str
    taken: tuple[Taken, ...]
    remarks: tuple[str, ...] = ()


class Unreadable(NamedTuple):
    """Why a file was not read at all, in Norwegian."""

    reason: str


def read(raw: bytes, name: str, year: int) -> Calendar | Unreadable:
    """The calendar in `raw`, as far as it is about `year` (Norwegian time). `name` is what it is called where it does not say itself.

    What is cancelled, marked as free, or lies in other years does not count. A time without a zone that is known is Norwegian.
    """
    if len(raw) > LARGEST:
        return Unreadable("kalenderen er for stor: en fil kan ha høyst 20 MB")
    text = re.sub(r"\r?\n[ \t]", "", raw.decode("utf-8-sig", errors="replace"))
    if "BEGIN:VCALENDAR" not in text[:2000].upper():
        return Unreadable("dette er ikke en kalender (.ics)")
    blocks = tuple(islice(_blocks(text, year), MOST_EVENTS + 1))
    if len(blocks) > MOST_EVENTS:
        return Unreadable(f"kalenderen har for mange hendelser i {year}: høyst {MOST_EVENTS} kan leses")
    if sum("RRULE" in event for event in blocks) > MOST_REPEATED:
        return Unreadable(f"kalenderen har for mange gjentakelser: høyst {MOST_REPEATED} kan leses")
    own = _NAME.search(text)
    title = shown(own[1] if own else name)
    spans, odd = _spans(blocks, year)
    what = "hendelse" if odd == 1 else "hendelser"
    return Calendar(
        title, tuple(sorted(set(spans))), (f"{odd} {what} i «{title}» kunne ikke leses, og er ikke tatt hensyn til",) if odd else ()
    )


# --- lines -----------------------------------------------------------------------------------------------------------


class Property(NamedTuple):
    """One line of an event: its zone and its value. Of other parameters, `free` says whether it is a time that is not taken."""

    zone: str
    free: bool
    value: str


Event = Mapping[str, list[Property]]
BROKEN = "broken"
"""The property of an event that has a line nobody understands."""


def _blocks(text: str, year: int) -> Iterator[Event]:
    """The events that may fall in the year, without the alarms in them. Most of a calendar is of other years, and never looked into."""
    inside: list[str] = []
    kept: list[str] = []
    for line in text.splitlines():
        if begun := _BEGIN.match(line):
            inside.append(begun[1].upper())
            kept = [] if inside[-1] in ("VEVENT", "VFREEBUSY") else kept
        elif _END.match(line):
            if inside and inside.pop() in ("VEVENT", "VFREEBUSY") and _about(kept, year):
                yield _event(kept)
        elif inside and inside[-1] in ("VEVENT", "VFREEBUSY"):
            kept.append(line[:LONGEST_LINE])


def _about(lines: Iterable[str], year: int) -> bool:
    """Whether an event may fall in the year: it repeats, or it begins and ends around it, or it does not say."""
    years: dict[str, int] = {}
    for line in lines:
        if _REPEATED.match(line):
            return True
        if found := _YEAR.match(line):
            years[found[1].upper()] = int(found[2])
    start = years.get("DTSTART", year)
    return start <= year + 1 and years.get("DTEND", start) >= year - 1


def _event(lines: Iterable[str]) -> Event:
    found: dict[str, list[Property]] = {}
    for line in lines:
        name = re.split("[;:]", line, maxsplit=1)[0].upper()
        if name in WANTED:
            try:
                _, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
            except ValueError:
                found.setdefault(BROKEN, [])
                continue
            free = str(parameters.get("FBTYPE", "")).upper() == "FREE"
            found.setdefault(name, []).append(Property(str(parameters.get("TZID", "")), free, value))
    return found


# --- times -----------------------------------------------------------------------------------------------------------


def _spans(events: Sequence[Event], year: int) -> tuple[list[Taken], int]:
    """Every span of the year, and how many events were not understood."""
    odd, found = 0, list[Taken]()
    moved: set[tuple[str, datetime]] = set()
    for event in events:
        try:
            moved |= {(_text(event, "UID"), at) for at in _instants(event, "RECURRENCE-ID")}
        except ValueError:
            continue  # it is counted below
    for event in events:
        try:
            times = tuple(_times(event, year, moved))
        except (ValueError, OverflowError, TypeError, AttributeError):  # a value that is none, or of another kind than the property has
            odd += 1
            continue
        found += _within(times, shown(_text(event, "SUMMARY")), _text(event, "UID"), year)
        if len(found) > MOST_SPANS:
            return found, odd + 1
    return found, odd


def _times(event: Event, year: int, moved: set[tuple[str, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """When an event takes time, each of its repetitions by itself but for those that are moved or left out."""
    if "FREEBUSY" in event:
        yield from _periods(event)
        return
    if any(_text(event, name).upper() == value for name, value in ABSENT):
        return
    if BROKEN in event or "DTSTART" not in event:
        raise ValueError("not an event")
    start, length = _start(event), _length(event)
    out = set(_instants(event, "EXDATE"))
    if "RECURRENCE-ID" not in event:
        out |= {at for uid, at in moved if uid == _text(event, "UID")}
    for at in (*_repetitions(event, start, year), *_instants(event, "RDATE")):
        if at.astimezone(OSLO) not in out:
            yield at, (at.replace(tzinfo=None) + length).replace(tzinfo=at.tzinfo)


def _start(event: Event) -> datetime:
    """When it begins, in its own zone."""
    return _aware(_value(event["DTSTART"][0]), event["DTSTART"][0].zone)


def _length(event: Event) -> timedelta:
    """How long it lasts, on the clock: a day without an end is the whole day."""
    start = _start(event)
    length: object
    if ends := event.get("DTEND"):
        length = _aware(_value(ends[0]), ends[0].zone).astimezone(start.tzinfo).replace(tzinfo=None) - start.replace(tzinfo=None)
    elif lasts := event.get("DURATION"):
        length = _value(lasts[0])
    else:
        length = timedelta(days=0 if "T" in event["DTSTART"][0].value.upper() else 1)
    if not isinstance(length, timedelta) or length < timedelta():
        raise ValueError("it ends before it begins")
    return length


def _repetitions(event: Event, start: datetime, year: int) -> Iterator[datetime]:
    """When it begins, as often as it does up to the end of the year."""
    rules = event.get("RRULE", [])
    if not rules:
        yield start
        return
    if len(rules) > 1 or start.year < EARLIEST:
        raise ValueError("not one rule of our time")
    parts = dict(part.partition("=")[::2] for part in rules[0].value.upper().split(";"))
    yield from (at.replace(tzinfo=start.tzinfo) for at in _walked(parts, start, year))


def _walked(parts: dict[str, str], start: datetime, year: int) -> Iterator[datetime]:
    """The wall times of a rule up to the end of the year."""
    until = _until(parts.pop("UNTIL", ""), start.tzinfo)
    for day in repeated.days(repeated.read(parts), start.date(), min(date(year, 12, 31), until.date())):
        at = datetime.combine(day, start.time())
        if at <= until:
            yield at


def _until(text: str, zone: tzinfo | None) -> datetime:
    """The last moment of a rule, as a wall time in its zone; a day counts to its end."""
    if not text:
        return datetime(9999, 1, 1)  # noqa: DTZ001  as above
    at = datetime.fromisoformat(text)
    if "T" not in text:
        return datetime.combine(at.date(), time(23, 59, 59))
    return at.astimezone(zone).replace(tzinfo=None) if at.tzinfo else at


def _periods(event: Event) -> Iterator[tuple[datetime, datetime]]:
    """The busy times of a VFREEBUSY, which says nothing of what they are."""
    for line in event["FREEBUSY"]:
        for period in () if line.free else line.value.split(","):
            found = _value(line._replace(value=period))
            if not isinstance(found, tuple):
                raise ValueError("not a period")  # noqa: TRY004  a fault in the text, not in the program
            start, end = _aware(found[0], ""), found[1]
            yield start, start + end if isinstance(end, timedelta) else _aware(end, "")


def _within(spans: Iterable[tuple[datetime, datetime]], what: str, uid: str, year: int) -> Iterator[Taken]:
    """The part of each span that lies in the year, in Norwegian time; those of no length are left out."""
    first, last = datetime(year, 1, 1, tzinfo=OSLO), datetime(year + 1, 1, 1, tzinfo=OSLO)
    for start, end in spans:
        if start < end and start < last and first < end:
            yield Taken(max(start.astimezone(OSLO), first), min(end.astimezone(OSLO), last), what, uid)


# --- values ----------------------------------------------------------------------------------------------------------


def _instants(event: Event, name: str) -> Iterator[datetime]:
    """Every time of a property that may have many, in Norwegian time. Raises ValueError for what is none."""
    for line in event.get(name, ()):
        for part in line.value.split(","):
            yield _aware(_value(line._replace(value=part)), line.zone).astimezone(OSLO)


def _value(line: Property) -> object:
    zone = "/".join(line.zone.split("/")[-2:]) if line.zone.startswith("/") else line.zone  # a zone with its maker's name before it
    found: object = vDDDTypes.from_ical(line.value.strip(), zone or None)  # type: ignore[no-untyped-call]
    return found


def _aware(at: object, zone: str) -> datetime:
    """A time in its zone, or in Norway's where it has none that is known; a day is its midnight. Raises ValueError for anything else."""
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=OSLO)
    if isinstance(at, date):
        return datetime.combine(at, time(), OSLO)
    raise ValueError(f"no time: {zone}")


def _text(event: Event, name: str) -> str:
    return event[name][0].value if event.get(name) else ""


def shown(text: str) -> str:
    """A title as it is kept: on one line, and cut."""
    return one_line(text)[:LONGEST_NAME]
