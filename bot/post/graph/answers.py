"""What attendees have answered, and who is taken when: read from the organizer's calendar, and never what anyone does."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.cycle.memory import Answer, Response
from bot.post.graph import shapes
from bot.post.graph.calendar import Calendar
from bot.post.graph.call import Call, Kind, path
from bot.post.graph.door import Door

ANSWERS: Mapping[str, Answer] = {"accepted": "accepted", "declined": "declined", "tentativelyaccepted": "tentative"}
MOST, LONGEST, INTERVAL = 20, timedelta(days=42), 30
TAKEN = {"2", "3"}
"""Busy and out of office. Tentative and «working elsewhere» are no reason to move a meeting."""


def responses(calendar: Calendar, uids: Sequence[str]) -> Iterator[Response]:
    """Each answer to each of the meetings, by their UIDs: one read a meeting. A meeting that is gone has none."""
    for uid in uids:
        found = calendar.event(uid)
        if found is not None:
            yield from _answers(uid, found[1].attendees)


def _answers(uid: str, attendees: Sequence[shapes.Node]) -> Iterator[Response]:
    for each in attendees:
        status = shapes.inner(each, "status")
        answer = ANSWERS.get(shapes.text(status, "response").casefold())
        if answer is not None:
            address = shapes.text(shapes.inner(each, "emailAddress"), "address", needed=True)
            yield Response(uid, address, answer, "", shapes.instant(status, "time"))


def busy(door: Door, mailbox: str, addresses: Sequence[str], start: datetime, end: datetime) -> dict[str, bool | None]:
    """Whether each is taken at some time in the span (aware, half-open, at most 42 days); None where the tenant cannot say."""
    if end - start > LONGEST or end <= start:
        raise ValueError("a span of more than nothing, and at most 42 days")
    found: dict[str, bool | None] = dict.fromkeys(addresses)
    for some in _batches(addresses):
        body = {"schedules": some, "startTime": _utc(start), "endTime": _utc(end), "availabilityViewInterval": INTERVAL}
        url = path(mailbox, "calendar", "getSchedule")
        page = door.json(Call.send("free or busy", "POST", url, body, Kind.READ))  # it only reads
        told = {shapes.text(row, "scheduleId").casefold(): _taken(row) for row in shapes.rows(page)}
        found |= {address: told.get(address.casefold()) for address in some}
    return found


def _taken(row: shapes.Node) -> bool | None:
    view = shapes.text(row, "availabilityView")
    return None if shapes.inner(row, "error") or not view else not TAKEN.isdisjoint(view)


def _batches(addresses: Sequence[str]) -> Iterator[list[str]]:
    yield from (list(addresses[at : at + MOST]) for at in range(0, len(addresses), MOST))


def _utc(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
