"""Meetings with attendees: one event for all, made once, changed only where it differs, and cancelled once."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID, uuid5

from bot.cycle.memory import Parcel
from bot.errors import PostFailed, Unclear
from bot.papers import invited as invitations
from bot.papers import letter as papers
from bot.papers.invited import Invited
from bot.papers.model import Letter
from bot.post.graph import events, shapes
from bot.post.graph.call import Call, Kind, packed, path, quoted
from bot.post.graph.door import Door
from bot.post.graph.drafts import PROPERTY
from bot.post.graph.events import Event, Person, Plan
from bot.post.graph.faults import Rejected, Unanswered
from bot.post.graph.mail import ACCEPTED, DRAFTED, GRACE, SENDING
from bot.post.graph.memory import Handed, Hours, Memory
from bot.post.graph.rate import Rate
from bot.post.graph.settings import Settings

NAMESPACE = UUID("0d0f3a52-5f0c-4b0e-9b52-3a7c1f1d2027")
SUFFIX = "/calendar"
EVENT = "event "
"""How the phase of an event's own row begins: it is no letter, and counts no recipient."""
MOST = 500
ROUNDS = 4
NOT_FOUND = 404
MOVED_ON = {404, 409, 412}
DUPLICATE = "errorduplicatetransactionid"
CANCELLED, CANCELLING, REMOVED = "cancelled", "cancelling", "removed"
UNCLEAR = "Microsoft har ikke sagt om avlysningen er sendt. Det blir undersøkt igjen."
DELETED = "møtet er slettet fra kalenderen i Outlook. Send invitasjonen på nytt herfra om det likevel skal stå der"
UNKNOWN = "møtet finnes ikke i kalenderen, så det er ingenting å avlyse der"


class Sheet(NamedTuple):
    """An invitation to one: its key, its letter and its meeting."""

    key: str
    letter: Letter
    meeting: Invited


class Known(NamedTuple):
    """What we remember of an event. `put` is what we last wrote in each part of it, on behalf of `step`; `body` is the making, as sent."""

    phase: str = ""
    id: str = ""
    sequence: int = -1
    step: str = ""
    generation: int = 0
    put: tuple[tuple[str, str], ...] = ()
    body: str = ""


class Calendar:
    """The calendars of our mailboxes."""

    def __init__(self, door: Door, settings: Settings, hours: Hours, memory: Memory, rate: Rate) -> None:
        self._door = door
        self._settings = settings
        self._hours = hours
        self._memory = memory
        self._rate = rate

    def convene(self, parcels: Sequence[Parcel]) -> str:
        """Invite, change or cancel: one event, all its attendees, one receipt. Safe to repeat: the calendar is looked up first."""
        sheets = [_sheet(parcel) for parcel in parcels]
        mailbox = self._checked(sheets)
        self._rate.hold(mailbox, len(sheets))
        self._note(SENDING, mailbox, sheets, "")
        try:
            receipt = self._cancel(mailbox, sheets) if sheets[0].meeting.cancelled else self._request(mailbox, sheets)
        except PostFailed:
            self._note(DRAFTED, mailbox, sheets, "")
            raise
        self._note(ACCEPTED, mailbox, sheets, receipt)
        return receipt

    def find(self, key: str) -> str | None:
        """The receipt; None when `convene` may be called, which looks before it does anything. Raises Unclear while a cancellation is."""
        row = self._memory.handed(key)
        if row is None or row.phase == DRAFTED:
            return None
        detail = shapes.parsed(row.detail.encode())
        if row.phase == ACCEPTED:
            return shapes.text(detail, "receipt", needed=True)
        known = self._known(shapes.text(detail, "uid", needed=True))
        if known.phase != CANCELLING or self._event(row.sender, shapes.text(detail, "uid"), known) is None:
            return None
        if self._hours.now() - row.at < GRACE:
            raise Unclear(UNCLEAR)
        return None

    def event(self, uid: str) -> tuple[str, Event] | None:
        """The mailbox and the event with this UID; None when there is none."""
        row, known = self._memory.handed(_row(uid)), self._known(uid)
        for mailbox in (row.sender,) if row else self._settings.mailboxes:
            if found := self._event(mailbox, uid, known):
                return mailbox, found
        return None

    def _checked(self, sheets: Sequence[Sheet]) -> str:
        """The one mailbox they leave from. Raises PostFailed(permanent) when they are not of one meeting."""
        if len({(sheet.meeting.uid, sheet.meeting.cancelled, sheet.letter.sender) for sheet in sheets}) != 1:
            raise PostFailed("Invitasjonene er ikke til ett og samme møte.", permanent=True)
        if len(sheets) > MOST:
            raise PostFailed(f"Et møte kan ha høyst {MOST} deltakere i Outlook.", permanent=True)
        mailbox = self._settings.mailbox(sheets[0].letter.sender)
        if mailbox is None:
            raise PostFailed("Avsenderen er ikke en av postkassene som er satt opp for Microsoft 365.", permanent=True)
        return mailbox

    def _request(self, mailbox: str, sheets: Sequence[Sheet]) -> str:
        newest = max(sheets, key=lambda sheet: sheet.meeting.sequence)
        uid, step = newest.meeting.uid, newest.key.removesuffix(SUFFIX).rpartition("/")[0]
        plan = Plan.of(newest.meeting, events.shared([(sheet.letter.text, sheet.letter.html) for sheet in sheets]))
        people = _people(sheets, mailbox)
        for _ in range(ROUNDS):
            known = self._known(uid)
            event = self._event(mailbox, uid, known)
            if event is None:
                event = self._make(mailbox, uid, plan, people, self._before_making(uid, known))
                self._settle(mailbox, uid, event, plan, newest.meeting.sequence, step)
                known = self._known(uid)
            lacking = partial(self._changes, plan, people, known, (newest.meeting.sequence, step))
            changes = lacking(event)
            if not changes or self._patched(mailbox, event, changes, lacking):
                self._settle(mailbox, uid, event, plan, newest.meeting.sequence, step)
                return event.id
        raise PostFailed("Microsoft tar ikke imot endringen i møtet nå. Det blir prøvd igjen.")

    def _changes(self, plan: Plan, people: Sequence[Person], known: Known, version: tuple[int, str], event: Event) -> dict[str, object]:
        """Only what we would change ourselves: what a person has written in Outlook stays, and an old letter changes nothing back."""
        put, wanted = dict(known.put), plan.prints()
        parts = tuple(part for part in event.differs(plan) if put.get(part) != wanted[part])
        if version[0] < known.sequence or version == (known.sequence, known.step):
            parts = ()
        more = [person for person in people if person[1].casefold() not in event.addresses]
        if len(event.attendees) + len(more) > MOST:
            raise PostFailed(f"Et møte kan ha høyst {MOST} deltakere i Outlook.", permanent=True)
        return plan.fields(parts, event) | (event.with_more(more) if more else {})

    def _patched(self, mailbox: str, event: Event, changes: dict[str, object], more: Callable[[Event], dict[str, object]]) -> bool:
        """Whether it was changed. Before it is repeated, what stands there is looked at again: all are told of each change."""

        def look() -> bool | None:
            now = self._get(mailbox, event.id)
            return True if now is not None and not more(now) else None

        try:
            return self._door.keyed(
                Call.send("change meeting", "PATCH", path(mailbox, "events", event.id), changes, Kind.KEYED), look, lambda _: True
            )
        except Rejected as fault:
            if fault.status in MOVED_ON:
                return False
            raise

    def _before_making(self, uid: str, known: Known) -> Known:
        """An event we made is gone: a person deleted it, or it was cancelled. Only the next request makes it again, as another."""
        if known.phase == ACCEPTED:
            self._remember(self._owner(uid), uid, known._replace(phase=REMOVED))
            raise PostFailed(DELETED, permanent=True)
        if known.phase in (REMOVED, CANCELLED, CANCELLING):
            return Known(generation=known.generation + 1)
        return known

    def _make(self, mailbox: str, uid: str, plan: Plan, people: Sequence[Person], known: Known) -> Event:
        """Made once: the same bytes under the same transactionId, however many times they must be sent."""
        body = events.new(plan, people, uid, teams=self._settings.teams)
        transaction = uuid5(NAMESPACE, f"{uid} {known.generation} {packed(body).decode()}")
        content = packed(body | {"transactionId": str(transaction)})
        self._remember(mailbox, uid, known._replace(phase=SENDING, body=content.decode()))
        call = Call.send("meeting", "POST", path(mailbox, "events"), content, Kind.KEYED)
        try:
            return self._door.keyed(call, lambda: self._search(mailbox, uid), lambda answer: Event.of(answer.json))
        except Rejected as fault:
            if fault.code.casefold() != DUPLICATE:
                raise
        found = self._search(mailbox, uid)
        if found is None:  # made once, and deleted since
            self._remember(mailbox, uid, Known(phase=REMOVED, generation=known.generation))
            raise PostFailed(DELETED, permanent=True)
        return found

    def _cancel(self, mailbox: str, sheets: Sequence[Sheet]) -> str:
        meeting = sheets[0].meeting
        known = self._known(meeting.uid)
        event = self._event(mailbox, meeting.uid, known)
        if event is None and not known.phase:
            raise PostFailed(UNKNOWN, permanent=True)
        if event is not None:
            known = known._replace(phase=CANCELLING, id=event.id)
            self._remember(mailbox, meeting.uid, known)
            self._called_off(mailbox, event, meeting)
        self._remember(mailbox, meeting.uid, known._replace(phase=CANCELLED, sequence=meeting.sequence))
        return known.id or meeting.uid

    def _called_off(self, mailbox: str, event: Event, meeting: Invited) -> None:
        """All attendees are told, once: when the answer is lost, the event itself says whether it was."""
        url = path(mailbox, "events", event.id, "cancel")
        try:
            self._door.run(Call.send("cancel meeting", "POST", url, {"comment": meeting.description}, Kind.ONCE))
        except Unanswered as fault:
            self._hours.wait(1)
            try:
                left = self._get(mailbox, event.id)
            except PostFailed as shut:
                raise Unclear(UNCLEAR) from shut
            if left is not None:
                raise Unclear(UNCLEAR) from fault

    def _event(self, mailbox: str, uid: str, known: Known) -> Event | None:
        there = known.phase == ACCEPTED  # just made, it may not be found at once
        return (self._get(mailbox, known.id, fresh=there) if known.id else None) or self._search(mailbox, uid)

    def _get(self, mailbox: str, event: str, *, fresh: bool = False) -> Event | None:
        try:
            row = self._door.json(Call.get("look at meeting", path(mailbox, "events", event, select=events.SELECT), fresh=fresh))
        except Rejected as fault:
            if fault.status == NOT_FOUND:
                return None
            raise
        return None if row.get("isCancelled") is True else Event.of(row)

    def _search(self, mailbox: str, uid: str) -> Event | None:
        found = f"singleValueExtendedProperties/Any(ep: ep/id eq {quoted(PROPERTY)} and ep/value eq {quoted(uid)})"
        page = self._door.json(Call.get("search meeting", path(mailbox, "events", filter=found, select="id,createdDateTime", top="20")))
        ids = sorted((shapes.text(row, "createdDateTime"), shapes.text(row, "id", needed=True)) for row in shapes.rows(page))
        return next((event for _, id_ in ids if (event := self._get(mailbox, id_))), None)

    def _settle(self, mailbox: str, uid: str, event: Event, plan: Plan, sequence: int, step: str) -> None:
        known = self._known(uid)
        put = known.put if sequence < known.sequence else tuple(plan.prints().items())
        self._remember(
            mailbox, uid, known._replace(phase=ACCEPTED, id=event.id, sequence=max(sequence, known.sequence), step=step, put=put, body="")
        )

    def _known(self, uid: str) -> Known:
        row = self._memory.handed(_row(uid))
        if row is None:
            return Known()
        detail = shapes.parsed(row.detail.encode())
        put, sequence, generation = shapes.inner(detail, "put"), detail.get("sequence"), detail.get("generation")
        return Known(
            row.phase.removeprefix(EVENT),
            shapes.text(detail, "id"),
            sequence if isinstance(sequence, int) else -1,
            shapes.text(detail, "step"),
            generation if isinstance(generation, int) else 0,
            tuple((name, shapes.text(put, name)) for name in put),
            shapes.text(detail, "body"),
        )

    def _remember(self, mailbox: str, uid: str, known: Known) -> None:
        detail = known._asdict() | {"put": dict(known.put)}
        del detail["phase"]
        self._memory.hand(Handed(_row(uid), EVENT + known.phase, self._hours.now(), mailbox, 0, json.dumps(detail)))

    def _owner(self, uid: str) -> str:
        row = self._memory.handed(_row(uid))
        return row.sender if row else ""

    def _note(self, phase: str, mailbox: str, sheets: Sequence[Sheet], receipt: str) -> None:
        for sheet in sheets:
            detail = json.dumps({"uid": sheet.meeting.uid, "receipt": receipt})
            self._memory.hand(Handed(sheet.key, phase, self._hours.now(), mailbox, 1, detail))


def _sheet(parcel: Parcel) -> Sheet:
    letter = papers.opened(parcel.message)
    if not letter.calendar:
        raise PostFailed("Brevet er ingen kalenderinvitasjon.", permanent=True)
    return Sheet(parcel.key, letter, invitations.opened(letter.calendar))


def _people(sheets: Sequence[Sheet], mailbox: str) -> list[Person]:
    """Each address once, in the order of their keys: the same body for the same meeting. The organizer is no attendee."""
    named = {sheet.meeting.attendee[1].casefold(): sheet.meeting.attendee for sheet in sorted(sheets, key=lambda sheet: sheet.key)}
    return [person for address, person in named.items() if address != mailbox.casefold()]


def _row(uid: str) -> str:
    return f"event/{uid}"
