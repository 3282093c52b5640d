"""Opening, migrating, locking and copying the journal, on both databases."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

import bot.journal
from bot.cycle.memory import Entry
from bot.errors import Refused
from bot.journal import Journal, engine, tables

NOW = datetime(2027, 10, 29, 7, 0, tzinfo=UTC)


# --- the tables ---


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(journal: Journal) -> None:
    with journal.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_migrations_make_the_same_rules_as_the_code(journal_url: str, journal: Journal) -> None:
    """Alembic does not compare CHECK constraints and the conditions of an index: the database tells us itself."""
    migrated = rules(journal.engine)
    with journal.writing() as connection:
        for table in ("record", "amendment"):
            connection.execute(text(f"DROP TABLE {table}"))
        tables.metadata.drop_all(connection)
        tables.metadata.create_all(connection)

    assert rules(journal.engine) == migrated
    assert len(migrated) == len(tables.metadata.tables)


def rules(engine: Engine) -> dict[str, Any]:
    found = inspect(engine)
    asked: tuple[Callable[[str], Any], ...] = (
        found.get_check_constraints,
        found.get_foreign_keys,
        found.get_unique_constraints,
        found.get_indexes,
        found.get_pk_constraint,
    )
    return {
        table: [json.dumps(ask(table), default=str, sort_keys=True) for ask in asked]
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_the_code_names_the_newest_migration() -> None:
    """Or every opening would load Alembic for nothing."""
    config = Config()
    config.set_main_option("script_location", str(Path(bot.journal.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [tables.REVISION]


def test_opening_again_keeps_what_is_there(journal_url: str, tmp_path: Path) -> None:
    with Journal.open(journal_url, tmp_path) as journal:
        journal.record(Entry(NOW, "doctor", detail={"disk": "god"}))
    with Journal.open(journal_url, tmp_path) as journal:
        assert [(line.what, line.detail) for line in journal.records()] == [("doctor", '{"disk": "god"}')]


def test_many_may_open_a_new_journal_at_the_same_time(journal_url: str, tmp_path: Path) -> None:
    def visit(number: int) -> None:
        with Journal.open(journal_url, tmp_path) as journal:
            journal.record(Entry(NOW, f"besøk {number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(8)))
    with Journal.open(journal_url, tmp_path) as journal:
        assert sorted(line.what for line in journal.records()) == [f"besøk {number}" for number in range(8)]


def test_a_journal_from_a_newer_release_is_left_alone(journal_url: str, tmp_path: Path) -> None:
    with Journal.open(journal_url, tmp_path) as journal, journal.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Refused, match="nyere utgave"):
        Journal.open(journal_url, tmp_path)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://example.no/journal"])
def test_a_journal_that_would_not_last_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Journalen"):
        Journal.open(url, tmp_path)


def test_sqlite_is_set_so_that_what_is_committed_survives_a_power_cut(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path}/journal.db", tmp_path) as journal, journal.reading() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]
    assert found == ["wal", 2, 1, engine.BUSY_SECONDS * 1000]


# --- time ---


def test_times_come_back_aware_in_utc_and_naive_ones_are_refused(journal: Journal) -> None:
    summer = datetime(2027, 7, 1, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    journal.record(Entry(summer, "sommer"))
    journal.record(Entry(NOW, "høst"))

    assert [line.at.isoformat() for line in journal.records()] == ["2027-07-01T07:00:00.123456+00:00", "2027-10-29T07:00:00+00:00"]
    assert [line.what for line in journal.records(since=summer + timedelta(microseconds=1))] == ["høst"]
    with pytest.raises(Exception, match="has no zone"):
        journal.record(Entry(NOW.replace(tzinfo=None), "naiv"))


def test_the_record_can_be_read_for_one_occurrence(journal: Journal) -> None:
    for occurrence in ("a/b/2027-1", "a/b/2027-2", "a/b/2027-1"):
        journal.record(Entry(NOW, "sett", who="Rådgiver", occurrence=occurrence, step="s", recipient="medlem@example.no", sha256="ff"))

    assert [line.id for line in journal.records(occurrence="a/b/2027-1")] == [1, 3]
    assert journal.records()[0][1:] == (NOW, "Rådgiver", "sett", "a/b/2027-1", "s", "medlem@example.no", "ff", "{}")


# --- the lock ---


def test_one_holds_the_lock_and_the_others_are_told_at_once(journal_url: str, tmp_path: Path) -> None:
    with Journal.open(journal_url, tmp_path) as first, Journal.open(journal_url, tmp_path) as second:
        with first.lock() as mine, second.lock() as theirs, second.lock("web") as other:
            assert (mine, theirs, other) == (True, False, True)
        with second.lock() as theirs:
            assert theirs


def test_the_holder_may_take_it_again_but_another_thread_may_not(journal: Journal) -> None:
    taken, done = Event(), Event()

    def hold() -> list[bool]:
        with journal.lock() as outer, journal.lock() as inner:
            taken.set()
            done.wait(10)
            return [outer, inner]

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(hold)
        taken.wait(10)
        with journal.lock() as mine:
            assert not mine
        done.set()
        assert holder.result() == [True, True]
    with journal.lock() as mine:
        assert mine


def test_a_fault_inside_frees_the_lock(journal_url: str, tmp_path: Path) -> None:
    with Journal.open(journal_url, tmp_path) as first, Journal.open(journal_url, tmp_path) as second:
        with pytest.raises(ZeroDivisionError), first.lock():
            raise ZeroDivisionError
        with second.lock() as mine:
            assert mine


# --- the copy ---


def test_a_copy_is_whole_while_the_journal_is_in_use(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path}/journal.db", tmp_path) as journal:
        journal.record(Entry(NOW, "før"))
        journal.backup(tmp_path / "kopi.db")
        journal.record(Entry(NOW, "etter"))
    with Journal.open(f"sqlite:///{tmp_path}/kopi.db", tmp_path) as copy:
        assert [line.what for line in copy.records()] == ["før"]
    assert sqlite3.connect(tmp_path / "kopi.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_copy_of_a_server_is_somebody_elses_work(journal: Journal, tmp_path: Path) -> None:
    if journal.engine.dialect.name == "sqlite":
        journal.backup(tmp_path / "kopi.db")
        return
    with pytest.raises(Refused, match="pg_dump"):
        journal.backup(tmp_path / "kopi.db")
