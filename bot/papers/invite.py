"""Meetings and deadlines as iCalendar (RFC 5545, 5546): an invitation, its update, its cancellation, and a calendar to subscribe to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal

from icalendar import Event, vCalAddress, vText, vUri

from bot.cycle.model import Occurrence
from bot.cycle.written import Place
from bot.papers import norsk
from bot.papers.characters import clean, one_line
from bot.papers.letter import address

Method = Literal["REQUEST", "CANCEL"]
PRODUCT = "-//aarshjul//NO"
# Norway's rule, with its real transitions: the last Sunday of March and of October, as in the whole EEA since 1996. It is written out
# once, because building it from the time-zone database for each letter takes longer than all the rest of an invitation.
TIMEZONE = "\r\n".join((
    "BEGIN:VTIMEZONE", "TZID:Europe/Oslo",
    "BEGIN:DAYLIGHT", "TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
    "END:VTIMEZONE", "",
)).encode()  # fmt: skip


def uid(occurrence_key: str, domain: str) -> str:
    """The identity of an occurrence in every calendar it has reached: the same when it is moved, renamed or cancelled."""
    return f"{sha256(occurrence_key.encode()).hexdigest()[:32]}@{domain}"


def write(  # noqa: PLR0913 - these are the parts of an invitation, all named
    *,
    uid: str,
    sequence: int,
    occurrence: Occurrence,
    summary: str,
    description: str,
    organizer: tuple[str, str],
    attendee: tuple[str, str] | None,
    stamp: datetime,
    method: Method,
) -> bytes:
    """One invitation to one attendee, or its cancellation. `sequence` grows with every change; `stamp` is an aware instant.

    The attendee is asked to answer (RSVP); no other attendee is named. A cancelled occurrence is CANCELLED whatever the method.
    """
    event = _event(occurrence, uid, summary, description, stamp)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if method == "CANCEL" or occurrence.cancelled is not None else "CONFIRMED")
    event.add("organizer", _person(*organizer))
    if attendee is not None:
        guest = _person(*attendee)
        guest.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
        event.add("attendee", guest)
    return _wrapped([event], method)


def calendar(occurrences: Iterable[Occurrence], name: str, stamp: datetime, *, domain: str) -> bytes:
    """Occurrences as a calendar to subscribe to (METHOD:PUBLISH): no organizer, no attendees. `domain` makes the UIDs, as in `uid`."""
    events = []
    for occurrence in occurrences:
        event = _event(occurrence, uid(occurrence.key, domain), occurrence.activity.title, occurrence.activity.note, stamp)
        event.add("sequence", occurrence.revision)
        event.add("status", "CONFIRMED" if occurrence.cancelled is None else "CANCELLED")
        events.append(event)
    named = Event()
    named.add("name", vText(one_line(name)))
    named.add("x-wr-calname", vText(one_line(name)))
    lines = named.to_ical().removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")
    return _wrapped(events, "PUBLISH", lines)


def location(place: Place) -> str:
    """Where, on one line: place, room, entrance; the link when there is nothing else."""
    return ", ".join(one_line(part) for part in (place.name, place.room, place.entrance) if part) or place.online


def _event(occurrence: Occurrence, identity: str, summary: str, description: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", identity)
    event.add("dtstamp", stamp.astimezone(UTC))
    whole_days = norsk.all_day(occurrence.start.replace(tzinfo=None), occurrence.end.replace(tzinfo=None))
    event.add("dtstart", occurrence.start.date() if whole_days else occurrence.start)
    event.add("dtend", occurrence.end.date() if whole_days else max(occurrence.end, occurrence.start + timedelta(minutes=1)))
    event.add("summary", one_line(summary))
    event.add("transp", "TRANSPARENT" if whole_days else "OPAQUE")
    if description:
        event.add("description", clean(description).replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n"))
    if where := location(occurrence.place):
        event.add("location", where)
    if occurrence.place.online:
        event.add("url", vUri(occurrence.place.online))
    return event


def _person(name: str, where: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address(where)}")
    person.params["CN"] = one_line(name) or address(where)
    return person


def _wrapped(events: list[Event], method: str, extra: bytes = b"") -> bytes:
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\nCALSCALE:GREGORIAN\r\nMETHOD:{method}\r\n".encode()
    return b"".join((head, extra, TIMEZONE, *(event.to_ical() for event in events), b"END:VCALENDAR\r\n"))
