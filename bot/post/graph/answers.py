"""What attendees have answered, and who is taken when: read from the organizer's calendar, and never what anyone does."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.cycle.memory import Answer, Response
from bot.post.graph import shapes
from bot.post.graph.calendar import Calendar
from bot.post.graph.call import Call, Kind, path
from bot.post.graph.door import Door

Span = tuple[datetime, datetime]
"""Aware, half-open."""
ANSWERS: Mapping[str, Answer] = {"accepted": "accepted", "declined": "declined", "tentativelyaccepted": "tentative"}
MOST, LONGEST, INTERVAL = 20, timedelta(days=42), timedelta(minutes=15)
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


def busy(door: Door, mailbox: str, addresses: Sequence[str], spans: Sequence[Span]) -> tuple[dict[str, bool | None], ...]:
    """For each span (at most 42 days), whether each is taken at some time in it; None where the tenant cannot say.

    Spans that lie within 42 days are asked about together, and only what falls within each of them is looked at.
    """
    if any(end - start > LONGEST or end <= start for start, end in spans):
        raise ValueError("a span of more than nothing, and at most 42 days")
    found: list[dict[str, bool | None]] = [dict.fromkeys(addresses) for _ in spans]
    for near in _near(spans):
        first, last = spans[near[0]][0], max(spans[number][1] for number in near)
        told = _asked(door, mailbox, addresses, first, last)
        for number in near:
            places = slice((spans[number][0] - first) // INTERVAL, -((first - spans[number][1]) // INTERVAL))
            found[number] = {address: _taken(told.get(address.casefold(), "")[places]) for address in addresses}
    return tuple(found)


def _near(spans: Sequence[Span]) -> Iterator[list[int]]:
    """The numbers of the spans, in groups that each lie within 42 days."""
    group: list[int] = []
    for number in sorted(range(len(spans)), key=lambda number: spans[number]):
        if group and max(spans[one][1] for one in (*group, number)) - spans[group[0]][0] > LONGEST:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _asked(door: Door, mailbox: str, addresses: Sequence[str], start: datetime, end: datetime) -> dict[str, str]:
    """For each address, in small letters, a digit for each quarter of an hour; nothing where the tenant cannot say."""
    told: dict[str, str] = {}
    minutes = INTERVAL // timedelta(minutes=1)
    for at in range(0, len(addresses), MOST):
        some = list(addresses[at : at + MOST])
        body = {"schedules": some, "startTime": _utc(start), "endTime": _utc(end), "availabilityViewInterval": minutes}
        url = path(mailbox, "calendar", "getSchedule")
        page = door.json(Call.send("free or busy", "POST", url, body, Kind.READ))  # it only reads
        told |= {
            shapes.text(row, "scheduleId").casefold(): "" if shapes.inner(row, "error") else shapes.text(row, "availabilityView")
            for row in shapes.rows(page)
        }
    return told


def _taken(view: str) -> bool | None:
    return not TAKEN.isdisjoint(view) if view else None


def _utc(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
