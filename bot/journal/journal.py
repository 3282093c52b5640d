"""The journal, opened: everything the desk may ask the memory for."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.errors import Refused
from bot.journal import engine
from bot.journal.amendments import Amendments
from bot.journal.drafts import Drafts
from bot.journal.editions import Editions
from bot.journal.handed import Hands
from bot.journal.measured import Values
from bot.journal.messages import Messages
from bot.journal.register import Registers
from bot.journal.steps import Steps


class Journal(Amendments, Drafts, Editions, Hands, Messages, Registers, Steps, Values):
    """The memory of one secretariat. Safe to share between threads; each process opens its own."""

    @classmethod
    def open(cls, url: str, state_dir: Path) -> Self:
        """Open the journal at `sqlite:///FILE` or `postgresql://…`, making or migrating it where needed. Locks live in `state_dir`."""
        state_dir.mkdir(parents=True, exist_ok=True)
        database = engine.connect(url)
        try:
            engine.prepare(database, state_dir)
        except BaseException:
            database.dispose()
            raise
        return cls(database, state_dir)

    def shut(self) -> None:
        """Let go of the database. `close` is for a letter."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.shut()

    def backup(self, path: Path) -> None:
        """Write a whole and consistent copy of an SQLite journal while it is in use. It takes its name only when it is complete."""
        if self.engine.dialect.name != "sqlite":
            raise Refused("En journal i PostgreSQL sikkerhetskopieres med pg_dump.")
        part = path.with_name(f"{path.name}.part")
        part.unlink(missing_ok=True)
        with closing(self.engine.raw_connection()) as pooled, closing(sqlite3.connect(part)) as copy:
            source = pooled.driver_connection
            assert isinstance(source, sqlite3.Connection)  # noqa: S101 - tells the type checker which driver this is
            source.backup(copy)
        part.replace(path)
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
