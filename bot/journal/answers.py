"""Who has accepted or declined an invitation, by mail or in the organizer's calendar. The newest answer counts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import get_args

from sqlalchemy import Connection, select

from bot.cycle.memory import Answer, Entry, Rsvp
from bot.journal.store import Store, note, some
from bot.journal.tables import rsvp

assert set(get_args(Answer)) == {"accepted", "declined", "tentative"}  # noqa: S101 - the table's own check says the same


class Answers(Store):
    """The part of the journal that remembers who is coming."""

    def rsvps(self, occurrences: Collection[str]) -> tuple[Rsvp, ...]:
        """What members have answered to the invitations to these occurrences, oldest answer first."""
        found: list[Rsvp] = []
        with self.reading() as connection:
            for portion in some(occurrences):
                found += [Rsvp(*row) for row in connection.execute(select(rsvp).where(rsvp.c.occurrence.in_(portion)))]
        return tuple(sorted(found, key=lambda one: (one.at, one.occurrence, one.recipient)))

    def answer(self, answers: Iterable[Rsvp], at: datetime) -> int:
        """Store what the calendar knows of answers. One that is no newer than the one that is here changes nothing. Return how many did."""
        with self.writing() as connection:
            return sum(self._answer(connection, one, at) for one in answers)

    def _answer(self, connection: Connection, new: Rsvp, at: datetime) -> bool:
        here = select(rsvp).where(rsvp.c.occurrence == new.occurrence, rsvp.c.recipient == new.recipient)
        before = connection.execute(here).one_or_none()
        if before is not None and before.at >= new.at:
            return False
        values = new._asdict()
        write = self.upsert(rsvp).values(values)
        connection.execute(write.on_conflict_do_update(index_elements=["occurrence", "recipient"], set_=values))
        if before is not None and (before.answer, before.comment) == (new.answer, new.comment):
            return False  # the same said again: newer, but no news
        told = {"answer": new.answer, "organisation": new.organisation}
        note(connection, Entry(at, "invitation.answered", new.recipient, occurrence=new.occurrence, detail=told))
        return True
