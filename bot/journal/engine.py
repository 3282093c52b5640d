"""Opens a database so that what is committed stays committed, and brings its tables up to date."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text

from bot.errors import Refused
from bot.journal.tables import REVISION

BUSY_SECONDS = 30
"""How long a writer waits for another on SQLite before it gives up."""


def connect(url: str) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql://…` (driven by psycopg). Opens nothing yet."""
    where = make_url(url)
    match where.get_backend_name():
        case "sqlite":
            return _sqlite(where)
        case "postgresql":
            return create_engine(where.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        case other:
            raise Refused(f"Journalen kan ligge i SQLite eller PostgreSQL, ikke i «{other}».")


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise Refused("Journalen må ligge i en fil: «sqlite:///state/journal.db».")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: Any, _: object) -> None:  # noqa: ANN401 - a driver's connection
    connection.isolation_level = None  # `_begin` says when a transaction begins, also around CREATE TABLE
    for pragma in ("synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: one that began by reading could be refused halfway.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def prepare(engine: Engine, state_dir: Path) -> None:
    """Make or migrate the tables, once, however many processes open the journal at the same time."""
    if engine.dialect.name == "postgresql":
        if _revision(engine) != REVISION:
            _migrate(engine, lambda at: at.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('aarshjul migration', 0))")))
        return
    with FileLock(state_dir / "migration.lock", fallback_to_soft=False):
        if _revision(engine) != REVISION:
            _write_ahead(engine)
            _migrate(engine, lambda _: None)


def _revision(engine: Engine) -> str | None:
    with engine.connect().execution_options(reading=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _write_ahead(engine: Engine) -> None:
    """The mode is kept in the file itself, so it is set once. It cannot be set inside a transaction."""
    raw = engine.raw_connection()
    try:
        (mode,) = raw.cursor().execute("PRAGMA journal_mode = WAL").fetchone()
    finally:
        raw.close()
    if mode != "wal":
        raise Refused(f"{engine.url.database} ligger på en disk uten støtte for SQLite i WAL-modus. Flytt state/ til en lokal disk.")


def _migrate(engine: Engine, lock: Callable[[Connection], object]) -> None:
    from alembic import command  # noqa: PLC0415 - loaded only when there is something to migrate
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    with engine.begin() as connection:
        lock(connection)
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(files("bot.journal") / "migrations").replace("%", "%%"))
        try:
            command.upgrade(config, "head")
        except CommandError as fault:
            raise Refused("Journalen er laget av en nyere utgave av programmet. Oppgrader programmet.") from fault
