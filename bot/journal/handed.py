"""How far each letter has come at a post where leaving takes several calls, and how many recipients have been written to."""

from datetime import datetime

from sqlalchemy import func, select

from bot.cycle.memory import Handed
from bot.journal.store import Store
from bot.journal.tables import handed

LEFT = ("sending", "accepted")
"""The phases of a letter that may have left."""


class Hands(Store):
    """The part of the journal that a post remembers with."""

    def handed(self, key: str) -> Handed | None:
        """How far the letter with this key has come; None when the post has not begun with it."""
        with self.reading() as connection:
            row = connection.execute(select(handed).where(handed.c.key == key)).one_or_none()
        return Handed(*row) if row else None

    def hand(self, row: Handed) -> None:
        """Say how far a letter has come; committed when this returns."""
        values = row._asdict()
        with self.writing() as connection:
            write = self.upsert(handed).values(values)
            connection.execute(write.on_conflict_do_update(index_elements=["key"], set_=values))

    def handed_in(self, phase: str) -> tuple[Handed, ...]:
        """Every letter in a phase, oldest first."""
        with self.reading() as connection:
            rows = connection.execute(select(handed).where(handed.c.phase == phase).order_by(handed.c.at, handed.c.key))
            return tuple(Handed(*row) for row in rows)

    def recipients_since(self, sender: str, at: datetime) -> int:
        """How many recipients letters from this sender may have left for since an instant (aware)."""
        total = select(func.coalesce(func.sum(handed.c.recipients), 0))
        with self.reading() as connection:
            found = connection.scalar(total.where(handed.c.sender == sender, handed.c.at >= at, handed.c.phase.in_(LEFT)))
        return int(found or 0)
