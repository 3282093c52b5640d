"""The registers: decisions, numbered by body and year, and measures to follow up, numbered by body. A number once given never changes."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.cycle.memory import Decided, Entry, Measure, Message, Reported
from bot.errors import Unknown
from bot.journal.store import Store, note
from bot.journal.tables import decision, measure


class Registers(Store):
    """The part of the journal that knows what was decided, and what is to be done."""

    def decide(self, found: Iterable[Decided]) -> None:
        """Enter decisions, all or none. Each gets the next number of its body and year, whatever number it bears.

        One that is known by its occurrence and item keeps its number, and gets the new words.
        """
        with self.writing() as connection:
            for one in found:
                _decide(connection, one)

    def decisions(self, bodies: Collection[str] = ()) -> tuple[Decided, ...]:
        """The register of decisions, by body, year and number; of these bodies only, where named."""
        query = select(decision).order_by(decision.c.body, decision.c.year, decision.c.number)
        with self.reading() as connection:
            return tuple(Decided(*row) for row in connection.execute(query.where(decision.c.body.in_(bodies)) if bodies else query))

    def enter(self, found: Iterable[Measure], who: str, at: datetime) -> None:
        """Enter measures, all or none, by body and number: a number that is known is changed, and what changed is remembered."""
        with self.writing() as connection:
            for one in found:
                _enter(connection, one, who, at)

    def _report(self, connection: Connection, reported: Reported, mail: Message, at: datetime) -> None:
        """What a mail says of measures, in the transaction that stores the mail."""
        for one in reported.measures:
            _enter(connection, one, reported.who, at)
        told = {"organisation": mail.organisation, "told": reported.told}
        note(connection, Entry(at, "measures.reported", reported.who, occurrence=mail.occurrence, sha256=mail.id, detail=told))

    def measures(self, bodies: Collection[str] = ()) -> tuple[Measure, ...]:
        """The register of measures, by body and number; of these bodies only, where named."""
        query = select(measure).order_by(measure.c.body, measure.c.number)
        with self.reading() as connection:
            return tuple(Measure(*row) for row in connection.execute(query.where(measure.c.body.in_(bodies)) if bodies else query))

    def measure(self, body: str, number: int) -> Measure:
        """One measure. Raises Unknown when there is none with that number."""
        query = select(measure).where(measure.c.body == body, measure.c.number == number)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise Unknown(f"{body} har ikke noe tiltak nr. {number}.")
        return Measure(*row)


def _enter(connection: Connection, new: Measure, who: str, at: datetime) -> None:
    mine = (measure.c.body == new.body) & (measure.c.number == new.number)
    row = connection.execute(select(measure).where(mine)).one_or_none()
    before = Measure(*row) if row else None
    if before is None:
        connection.execute(insert(measure).values(new._asdict()))
    elif before._replace(at=new.at) != new:
        connection.execute(update(measure).where(mine).values(new._replace(at=before.at)._asdict()))
    else:
        return
    changed = {name: value for name, value in new._asdict().items() if name != "at" and (before is None or getattr(before, name) != value)}
    what = "measure.entered" if before is None else "measure.changed"
    note(connection, Entry(at, what, who, occurrence=new.occurrence, sha256=new.sha256, detail={"number": new.number, **changed}))


def _decide(connection: Connection, new: Decided) -> None:
    known = select(decision).where(decision.c.occurrence == new.occurrence, decision.c.item == new.item)
    row = connection.execute(known).one_or_none()
    if row is None:
        last = select(func.max(decision.c.number)).where(decision.c.body == new.body, decision.c.year == new.year)
        one = new._replace(number=(connection.scalar(last) or 0) + 1)
        connection.execute(insert(decision).values(one._asdict()))
        what = "decision.entered"
    else:
        before = Decided(*row)
        one = before._replace(title=new.title, text=new.text, sha256=new.sha256)
        if one == before:
            return
        mine = (decision.c.body == one.body) & (decision.c.year == one.year) & (decision.c.number == one.number)
        connection.execute(update(decision).where(mine).values(title=one.title, text=one.text, sha256=one.sha256))
        what = "decision.changed"
    told = {"body": one.body, "number": f"{one.number}/{one.year}", "title": one.title, "text": one.text}
    note(connection, Entry(new.at, what, occurrence=one.occurrence, sha256=one.sha256, detail=told))
