"""An invitation of ours read back from its iCalendar, for a post that keeps meetings as something other than text."""

from datetime import date, datetime
from typing import Any, NamedTuple

from icalendar import Calendar

from bot.cycle.model import OSLO


class Invited(NamedTuple):
    """What `invite.write` put down. `start` and `end` are dates when the span is whole days (the end is not in it), else times in Oslo."""

    uid: str
    sequence: int
    cancelled: bool
    summary: str
    description: str
    start: date
    end: date
    place: str
    attendee: tuple[str, str]


def opened(raw: bytes) -> Invited:
    """The one event of an iCalendar that `invite.write` made."""
    calendar: Any = Calendar.from_ical(raw)  # its own types cannot say what an event holds
    (event,) = calendar.walk("VEVENT")
    guest = event["ATTENDEE"]
    return Invited(
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        cancelled=str(calendar["METHOD"]) == "CANCEL",
        summary=str(event["SUMMARY"]),
        description=str(event.get("DESCRIPTION", "")),
        start=_local(event["DTSTART"].dt),
        end=_local(event["DTEND"].dt),
        place=str(event.get("LOCATION", "")),
        attendee=(str(guest.params.get("CN", "")), str(guest).removeprefix("mailto:")),
    )


def _local(moment: date) -> date:
    return moment.astimezone(OSLO) if isinstance(moment, datetime) else moment
