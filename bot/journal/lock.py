"""A lock that dies with its holder, so that «slow» and «dead» are told apart without a timer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text


@contextmanager
def beside(directory: Path, name: str) -> Iterator[bool]:
    """SQLite: the operating system's own lock on a file. Yields False at once if another holds it."""
    # a soft lock would outlive its holder: a disk without real locks is refused by an OSError instead
    lock = FileLock(directory / f"{name}.lock", fallback_to_soft=False, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def within(engine: Engine, name: str) -> Iterator[Connection | None]:
    """PostgreSQL: a session advisory lock on a connection of its own. Yields that connection, or None if another session holds it.

    The connection is closed at the end, which frees the lock also when nothing else worked.
    It must reach the server itself, not through a pooler that shares sessions (pgbouncer in transaction mode).
    """
    with engine.connect() as connection:
        connection.detach()
        mine = connection.scalar(text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"), {"name": f"aarshjul {name}"})
        connection.commit()
        yield connection if mine else None
