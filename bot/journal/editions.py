"""Papers as people have edited them. Every edition is kept; the newest of each paper counts."""

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import insert, select

from bot.cycle.memory import Edition, Entry
from bot.journal.store import Store, note, some
from bot.journal.tables import edition as table

COLUMNS = tuple(column for column in table.c if column.name != "id")


class Editions(Store):
    """The part of the journal that remembers what people have made of the papers."""

    def hand_in(self, new: Edition) -> bool:
        """Store an edition, whose bytes are kept already. False if it is the newest of its paper as it is: then nothing has changed."""
        here = select(table.c.sha256).where(table.c.occurrence == new.occurrence, table.c.paper == new.paper)
        with self.writing() as connection:
            if connection.scalar(here.order_by(table.c.id.desc()).limit(1)) == new.sha256:
                return False
            connection.execute(insert(table).values(asdict(new)))
            told = {"paper": new.paper, "version": new.version, "source": new.source}
            note(
                connection, Entry(new.at, "paper.edited", new.who, occurrence=new.occurrence, step=new.step, sha256=new.sha256, detail=told)
            )
        return True

    def editions(self, occurrences: Collection[str]) -> tuple[Edition, ...]:
        """Every edition of the papers of these occurrences, oldest first."""
        found: list[tuple[int, Edition]] = []
        with self.reading() as connection:
            for portion in some(occurrences):
                query = select(table).where(table.c.occurrence.in_(portion))
                found += [
                    (row.id, Edition(**{column.name: getattr(row, column.name) for column in COLUMNS})) for row in connection.execute(query)
                ]
        return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))

    def edition_of(self, sha256: str) -> bool:
        """Whether some edition is these bytes."""
        with self.reading() as connection:
            return connection.scalar(select(table.c.id).where(table.c.sha256 == sha256).limit(1)) is not None
