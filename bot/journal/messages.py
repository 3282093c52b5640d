"""Incoming mail as understood, and how far each inbox has been read."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Executable, select, update

from bot.cycle.memory import Entry, Mark, Message, MessageState
from bot.errors import Unknown
from bot.journal.store import Store, note, some
from bot.journal.tables import mark, message

COLUMNS = ("id", "received_at", "sender", "subject", "verdict", "occurrence", "organisation", "why", "state")


class Messages(Store):
    """The part of the journal that remembers what came in. The raw bytes are kept first, with `keep`."""

    def receive(self, new: Message, place: Mark, at: datetime) -> bool:
        """Store a message and the mark of its inbox together. False if the message was here already (then only the mark moves)."""
        write = self.upsert(message).values(asdict(new)).on_conflict_do_nothing(index_elements=["id"]).returning(message.c.id)
        with self.writing() as connection:
            stored = connection.scalar(write) is not None
            connection.execute(self._moved(place))
            if stored:
                note(connection, _entry(at, "message.received", new, new.sender))
        return stored

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


def _entry(at: datetime, what: str, about: Message, who: str) -> Entry:
    told = {"state": about.state, "organisation": about.organisation, "why": about.why}
    return Entry(at, what, who, occurrence=about.occurrence, sha256=about.id, detail=told)
