"""What the goals of a group were measured to be: every value that was ever told, the newest counting, none of them changed."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, insert, select

from bot.cycle.memory import Entry, Measured
from bot.journal.store import Store, note
from bot.journal.tables import contribution, measured

COLUMNS = ("goal", "year", "region", "value", "source", "at", "who")


class Values(Store):
    """The part of the journal that remembers what was measured."""

    def tell(self, body: str, found: Measured) -> None:
        """Store a value that a person enters for a goal of a group. A later one for the same year and region takes its place."""
        with self.writing() as connection:
            keep(connection, body, (found,))

    def measured(self, bodies: Collection[str] = ()) -> Mapping[str, tuple[Measured, ...]]:
        """Every value that counts or was counted, oldest first, by group; of these groups only, where named.

        What an answer gave is left out when the answer was set aside, or another took its place.
        """
        query = select(measured.c.body, *(measured.c[name] for name in COLUMNS)).outerjoin(contribution)
        counts = query.where(measured.c.contribution.is_(None) | (contribution.c.state == "active"))
        found: dict[str, tuple[Measured, ...]] = {}
        with self.reading() as connection:
            chosen = counts.where(measured.c.body.in_(bodies)) if bodies else counts
            for body, *one in connection.execute(chosen.order_by(measured.c.at, measured.c.id)):
                found[body] = (*found.get(body, ()), Measured(*one))
        return found


def keep(connection: Connection, body: str, found: Iterable[Measured], contributed: int | None = None) -> None:
    """Store values in the transaction that makes the change; `contributed` is the answer that gave them.

    Raises ValueError for a value without the instant it was told at.
    """
    for one in found:
        if one.at is None:
            raise ValueError(f"the value of {one.goal} for {one.year} has no instant")
        connection.execute(insert(measured).values(one._asdict() | {"body": body, "contribution": contributed}))
        told = {"body": body, "goal": one.goal, "year": one.year, "region": one.region, "value": one.value, "source": one.source}
        note(connection, Entry(one.at, "goal.measured", one.who, detail=told))
