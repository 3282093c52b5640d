"""Incoming mail as understood, and how far each inbox has been read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Executable, insert, select, update

from bot.cycle.memory import (
    PROGRAM,
    Contribution,
    ContributionState,
    Entry,
    Mark,
    Message,
    MessageState,
    NewContribution,
    NewLetter,
    Reported,
    Rsvp,
)
from bot.errors import Unknown
from bot.journal import measured
from bot.journal.answers import Answers
from bot.journal.letters import Letters
from bot.journal.register import Registers
from bot.journal.store import note, some
from bot.journal.tables import contribution as table
from bot.journal.tables import mark, message

CONTRIBUTED = ("message", "occurrence", "organisation", "sender", "name", "received_at", "content", "kind")
COLUMNS = ("id", "received_at", "sender", "subject", "verdict", "occurrence", "organisation", "why", "state", "post_id")


class Messages(Answers, Letters, Registers):
    """The part of the journal that remembers what came in. The raw bytes are kept first, with `keep`."""

    def receive(  # noqa: PLR0913, PLR0917 - the parts of one transaction
        self,
        new: Message,
        place: Mark,
        at: datetime,
        contribution: NewContribution | None = None,
        replaced: Collection[int] = (),
        thanks: Iterable[NewLetter] = (),
        rsvp: Rsvp | None = None,
        reported: Reported | None = None,
    ) -> bool:
        """Store a message, what it contributes and the mark of its inbox together. False if it was here already: then only the mark moves.

        `replaced` are the ids of contributions that this one takes the place of. `thanks` are made ready, and the answer to an
        invitation and what is reported of measures are kept, in the same transaction.
        """
        write = self.upsert(message).values(asdict(new)).on_conflict_do_nothing().returning(message.c.id)
        with self.writing() as connection:
            stored = connection.scalar(write) is not None
            connection.execute(self._moved(place))
            if stored:
                note(connection, _entry(at, "message.received", new, new.sender))
            if stored and contribution is not None:
                _contribute(connection, contribution, replaced, at)
            if stored:
                self._enqueue(connection, thanks, at)
            if stored and rsvp is not None:
                self._answer(connection, rsvp, at)
            if stored and reported is not None:
                self._report(connection, reported, new, at)
        return stored

    def contribute(self, new: NewContribution, replaced: Collection[int], who: str, at: datetime) -> None:
        """Store what a person found in a mail that was received before."""
        with self.writing() as connection:
            _contribute(connection, new, replaced, at, who)

    def contributions(self, occurrences: Collection[str]) -> tuple[Contribution, ...]:
        """Every contribution to these occurrences, whatever its state, oldest first."""
        found: list[Contribution] = []
        with self.reading() as connection:
            for portion in some(occurrences):
                query = select(table).where(table.c.occurrence.in_(portion))
                found += [Contribution(**row) for row in connection.execute(query).mappings()]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.id)))

    def settle(self, ids: Collection[int], state: ContributionState, who: str, at: datetime) -> None:
        """Say whether contributions count: always reversible. Raises Unknown when there is no such contribution."""
        with self.writing() as connection:
            for number in sorted(set(ids)):
                _settle(connection, number, state, at, who)

    def sort(self, changed: Message, who: str, at: datetime) -> None:
        """Say what a stored message is about, or that it is about nothing: its state, occurrence, organisation and why."""
        values = {name: getattr(changed, name) for name in ("state", "occurrence", "organisation", "why")}
        with self.writing() as connection:
            if not connection.execute(update(message).where(message.c.id == changed.id).values(values)).rowcount:
                raise Unknown(f"Journalen har ingen melding {changed.id}.")
            note(connection, _entry(at, "message.sorted", changed, who))

    def messages(self, state: MessageState) -> tuple[Message, ...]:
        """The messages in one state, oldest first."""
        query = select(*(message.c[name] for name in COLUMNS)).where(message.c.state == state)
        with self.reading() as connection:
            return tuple(Message(*row) for row in connection.execute(query.order_by(message.c.received_at, message.c.id)))

    def answered(self, occurrences: Collection[str]) -> Mapping[str, frozenset[str]]:
        """For each occurrence, the organisations that have answered."""
        found: dict[str, set[str]] = {}
        with self.reading() as connection:
            for portion in some(occurrences):
                matched = select(message.c.occurrence, message.c.organisation).where(message.c.state == "matched")
                for occurrence, organisation in connection.execute(matched.where(message.c.occurrence.in_(portion))):
                    found.setdefault(occurrence, set()).add(organisation)
        return {occurrence: frozenset(organisations) for occurrence, organisations in found.items()}

    def received(self, post_ids: Collection[str]) -> Mapping[str, MessageState]:
        """Of mails by the post's own names for them, those that are here, and what became of each."""
        found: dict[str, MessageState] = {}
        with self.reading() as connection:
            for portion in some(post_ids):
                rows = connection.execute(select(message.c.post_id, message.c.state).where(message.c.post_id.in_(portion)))
                found |= {post_id: state for post_id, state in rows}  # noqa: C416 - a row is no pair to the type checker
        return found

    def mark(self, post: str) -> str:
        """How far a post's inbox has been read; empty before the first time."""
        with self.reading() as connection:
            return connection.scalar(select(mark.c.value).where(mark.c.post == post)) or ""

    def move_mark(self, place: Mark) -> None:
        """Say how far an inbox has been read, past something that was no message."""
        with self.writing() as connection:
            connection.execute(self._moved(place))

    def _moved(self, place: Mark) -> Executable:
        write = self.upsert(mark).values(place._asdict())
        return write.on_conflict_do_update(index_elements=["post"], set_={"value": place.value})


def _contribute(connection: Connection, new: NewContribution, replaced: Collection[int], at: datetime, who: str = PROGRAM) -> None:
    row = {name: getattr(new, name) for name in CONTRIBUTED} | {"state": "active"}
    number = connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
    measured.keep(connection, new.occurrence.partition("/")[0], new.measured, number)
    told = {"contribution": number, "organisation": new.organisation}
    note(connection, Entry(at, "contribution.received", who, occurrence=new.occurrence, sha256=new.message, detail=told))
    for other in sorted(set(replaced)):
        _settle(connection, other, "replaced", at, who)


def _settle(connection: Connection, number: int, state: ContributionState, at: datetime, who: str) -> None:
    change = update(table).where(table.c.id == number).values(state=state).returning(table.c.occurrence, table.c.message)
    row = connection.execute(change).one_or_none()
    if row is None:
        raise Unknown(f"Det finnes ikke noe innspill nr. {number}.")
    note(
        connection, Entry(at, f"contribution.{state}", who, occurrence=row.occurrence, sha256=row.message, detail={"contribution": number})
    )


def _entry(at: datetime, what: str, about: Message, who: str) -> Entry:
    told = {"state": about.state, "organisation": about.organisation, "why": about.why}
    return Entry(at, what, who, occurrence=about.occurrence, sha256=about.id, detail=told)
