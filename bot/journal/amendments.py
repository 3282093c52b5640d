"""What people changed: append-only, oldest first."""

import json
import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, insert, select

from bot.cycle.memory import Entry
from bot.cycle.model import Amendment
from bot.errors import Unknown
from bot.journal import changes
from bot.journal.store import Store, note
from bot.journal.tables import amendment

YEAR = re.compile(r"/(\d{4})(?:-\d+)?$")
"""Where an occurrence's key says its year: `naering/faggruppe/2027-2`."""


class Amendments(Store):
    """The part of the journal that remembers what a person decided against the plan."""

    def amend(self, change: Amendment) -> None:
        """Store a change. It is never altered; a later one may say otherwise."""
        kind, data = changes.write(change.change)
        row = {
            "occurrence": change.occurrence,
            "year": _year(change.occurrence),
            "kind": kind,
            "data": data,
            "who": change.who,
            "at": change.at,
        }
        told = {"kind": kind, "data": json.loads(data)}
        with self.writing() as connection:
            connection.execute(insert(amendment), row)
            note(connection, Entry(change.at, "amended", who=change.who, occurrence=change.occurrence, detail=told))

    def amendments(self, years: Collection[int]) -> tuple[Amendment, ...]:
        """Every change to the occurrences of these years."""
        return self._changes(select(amendment).where(amendment.c.year.in_(sorted(set(years)))))

    def amendments_of(self, occurrence: str) -> tuple[Amendment, ...]:
        """Every change to one occurrence."""
        return self._changes(select(amendment).where(amendment.c.occurrence == occurrence))

    def _changes(self, query: Select[tuple[int, str, int, str, str, str, datetime]]) -> tuple[Amendment, ...]:
        with self.reading() as connection:
            rows = connection.execute(query.order_by(amendment.c.id)).all()
        return tuple(Amendment(row.occurrence, changes.read(row.kind, row.data), row.who, row.at) for row in rows)


def _year(occurrence: str) -> int:
    found = YEAR.search(occurrence)
    if found is None:
        raise Unknown(f"«{occurrence}» er ikke nøkkelen til noe i årshjulet.")
    return int(found[1])
