"""What every part of the journal stands on: one way to read, one way to write, and a line in the postjournal for each change."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from threading import get_ident
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.cycle.memory import Entry, Record
from bot.errors import Unknown
from bot.journal import lock
from bot.journal.tables import blob, record

SOME = 500
"""How many keys a question may carry: well below what SQLite and PostgreSQL accept."""


class Holder(NamedTuple):
    """Who holds a lock in this process: the thread, and on PostgreSQL the session that the lock lives in."""

    thread: int
    session: Connection | None


class Store:
    """An open database. The parts of `Journal` are built on it."""

    def __init__(self, engine: Engine, state_dir: Path) -> None:
        self.engine = engine
        self._state_dir = state_dir
        self._holders: dict[str, Holder] = {}

    @contextmanager
    def lock(self, name: str = "desk") -> Iterator[bool]:
        """Yield True to one holder at a time, over all processes and threads, and False at once to the others.

        The one who already holds it may take it again (the tick holds it, and so does the dispatch inside the tick).
        """
        if name in self._holders and self._holders[name].thread == get_ident():
            yield True
            return
        with self._take(name) as holder:
            if holder is None:
                yield False
                return
            self._holders[name] = holder
            try:
                yield True
            finally:
                del self._holders[name]

    @contextmanager
    def _take(self, name: str) -> Iterator[Holder | None]:
        if self.engine.dialect.name == "postgresql":
            with lock.within(self.engine, name) as session:
                yield Holder(get_ident(), session) if session is not None else None
        else:
            with lock.beside(self._state_dir, name) as mine:
                yield Holder(get_ident(), None) if mine else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the database, unchanged by others while it lasts."""
        options: dict[str, Any] = {"reading": True}
        if self.engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it or none."""
        return self.engine.begin()

    @contextmanager
    def guarded(self) -> Iterator[Connection]:
        """A transaction in the very session that holds the lock, where there is one: who has lost the lock cannot claim."""
        holder = self._holders.get("desk")
        if holder is None or holder.session is None or holder.thread != get_ident():
            with self.writing() as connection:
                yield connection
        else:
            with holder.session.begin():
                yield holder.session

    def upsert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say what to do on conflict, in this database's words."""
        return postgresql.insert(table) if self.engine.dialect.name == "postgresql" else sqlite.insert(table)

    # --- bytes ---

    def keep(self, content: bytes) -> str:
        """Store bytes under their SHA-256, once; return it in hex."""
        sha256 = hashlib.sha256(content).hexdigest()
        row = {"sha256": sha256, "size": len(content), "content": content}
        with self.writing() as connection:
            connection.execute(self.upsert(blob).values(row).on_conflict_do_nothing())
        return sha256

    def fetch(self, sha256: str) -> bytes:
        """The bytes that `keep` stored."""
        with self.reading() as connection:
            content: bytes | None = connection.scalar(select(blob.c.content).where(blob.c.sha256 == sha256))
        if content is None:
            raise Unknown(f"Journalen har ikke noe innhold med SHA-256 {sha256}.")
        return content

    # --- the postjournal ---

    def record(self, entry: Entry) -> None:
        """Append a line to the postjournal for something that changed nothing else in the journal."""
        with self.writing() as connection:
            note(connection, entry)

    def records(self, since: datetime | None = None, occurrence: str | None = None) -> tuple[Record, ...]:
        """The postjournal, oldest first: from `since` (inclusive) on, and about one occurrence, where asked."""
        query = select(record).order_by(record.c.id)
        if since is not None:
            query = query.where(record.c.at >= since)
        if occurrence is not None:
            query = query.where(record.c.occurrence == occurrence)
        with self.reading() as connection:
            return tuple(Record(*row) for row in connection.execute(query))


def note(connection: Connection, *entries: Entry) -> None:
    """Append lines to the postjournal in the transaction that makes the change."""
    if entries:
        connection.execute(insert(record), [_row(entry) for entry in entries])


def _row(entry: Entry) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(entry, name) for name in ("at", "what", "who", "occurrence", "step", "recipient", "sha256")}
    return fields | {"detail": json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)}


def some(keys: Iterable[str]) -> Iterator[Collection[str]]:
    """The keys in portions that fit in one question."""
    rest = sorted(set(keys))
    for start in range(0, len(rest), SOME):
        yield rest[start : start + SOME]
