"""The tables. Migrations make them; a test proves that the two agree on both databases."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

REVISION = "0005"
"""The newest migration: a journal that stands here is opened without loading Alembic."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An instant, aware UTC in and out. SQLite keeps it as text that sorts by time; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is not None and value.tzinfo is None:
            msg = f"the journal keeps aware times only, and {value} has no zone"
            raise ValueError(msg)
        return value and value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002, ANN401 - SQLAlchemy's signature
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that both databases can hold. A mail may carry a NUL or a broken character; PostgreSQL refuses the one, UTF-8 the other.

    They become «\N{REPLACEMENT CHARACTER}» and «?» here; what came in is kept whole in `blob`.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value and value.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


Counter = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up by itself in an INTEGER primary key only."""


def words(name: str, *, primary_key: bool = False, unique: bool = False) -> Column[str]:
    """A text column that is never null: empty means none."""
    return Column(name, Words, nullable=False, primary_key=primary_key, unique=unique)


def one_of(*states: str) -> CheckConstraint:
    """The states a row may be in."""
    listed = ", ".join(f"'{state}'" for state in states)
    return CheckConstraint(f"state IN ({listed})", name="state")


blob = Table(
    "blob",
    metadata,
    words("sha256", primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("at", Instant, nullable=False),
    words("who"),
    words("what"),
    words("occurrence"),
    words("step"),
    words("recipient"),
    words("sha256"),
    words("detail"),
    Index("ix_record_at", "at"),
    Index("ix_record_occurrence", "occurrence"),
)

amendment = Table(
    "amendment",
    metadata,
    Column("id", Counter, primary_key=True),
    words("occurrence"),
    Column("year", Integer, nullable=False),
    words("kind"),
    words("data"),
    words("who"),
    Column("at", Instant, nullable=False),
    Index("ix_amendment_year", "year"),
    Index("ix_amendment_occurrence", "occurrence"),
)

draft = Table(
    "draft",
    metadata,
    words("step", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    words("occurrence"),
    words("basis"),
    words("state"),
    words("content"),
    Column("made_at", Instant, nullable=False),
    Column("decided_at", Instant),
    words("decided_by"),
    words("comment"),
    one_of("open", "approved", "returned", "replaced"),
    Index("ix_draft_occurrence", "occurrence"),
    Index("ix_draft_state", "state"),
)

step = Table(
    "step",
    metadata,
    words("key", primary_key=True),
    words("occurrence"),
    words("state"),
    words("reason"),
    Column("at", Instant, nullable=False),
    one_of("done", "skipped", "held"),
    Index("ix_step_occurrence", "occurrence"),
    Index("ix_step_state_at", "state", "at"),
)

UNFINISHED = text("state IN ('ready', 'claimed', 'held')")
"""A question that says this in these very words is answered from the small index; with bound values no planner can tell."""

letter = Table(
    "letter",
    metadata,
    Column("id", Counter, primary_key=True),
    words("key", unique=True),
    words("step"),
    words("occurrence"),
    words("recipient"),
    words("name"),
    words("organisation"),
    words("told"),
    words("message_id"),
    words("content"),
    words("state"),
    words("sha256"),
    words("receipt"),
    Column("created_at", Instant, nullable=False),
    Column("claimed_at", Instant),
    Column("closed_at", Instant),
    words("reason"),
    one_of("ready", "claimed", "sent", "held", "withdrawn"),
    Index("ix_letter_step", "step"),
    Index("ix_letter_occurrence", "occurrence"),
    Index("ix_letter_message_id", "message_id"),
    Index("ix_letter_receipt", "receipt"),
    # small however many letters have left
    Index("ix_letter_unfinished", "state", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
)

message = Table(
    "message",
    metadata,
    Column("id", Words, ForeignKey("blob.sha256"), primary_key=True, nullable=False),
    Column("received_at", Instant, nullable=False),
    words("sender"),
    words("subject"),
    words("verdict"),
    words("occurrence"),
    words("organisation"),
    words("why"),
    words("state"),
    Column("post_id", Words, nullable=False, server_default=text("''")),
    one_of("new", "matched", "tray", "ignored"),
    Index("ix_message_state", "state"),
    Index("ix_message_occurrence", "occurrence"),
)

NAMED = text("post_id <> ''")

Index("uq_message_post_id", message.c.post_id, unique=True, sqlite_where=NAMED, postgresql_where=NAMED)

mark = Table("mark", metadata, words("post", primary_key=True), words("value"))

contribution = Table(
    "contribution",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("message", Words, ForeignKey("blob.sha256"), nullable=False),
    words("occurrence"),
    words("organisation"),
    words("sender"),
    words("name"),
    Column("received_at", Instant, nullable=False),
    words("content"),
    words("state"),
    Column("kind", Words, nullable=False, server_default=text("'contribution'")),
    one_of("active", "replaced", "set-aside"),
    Index("ix_contribution_occurrence", "occurrence"),
    Index("ix_contribution_message", "message"),
)

consent = Table(
    "consent",
    metadata,
    words("step", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    words("who", primary_key=True),
    Column("at", Instant, nullable=False),
)

rsvp = Table(
    "rsvp",
    metadata,
    words("occurrence", primary_key=True),
    words("recipient", primary_key=True),
    words("organisation"),
    words("answer"),
    words("comment"),
    Column("at", Instant, nullable=False),
    CheckConstraint("answer IN ('accepted', 'declined', 'tentative')", name="answer"),
)

handed = Table(
    "handed",
    metadata,
    words("key", primary_key=True),
    words("phase"),
    Column("at", Instant, nullable=False),
    words("sender"),
    Column("recipients", Integer, nullable=False),
    words("detail"),
    Index("ix_handed_sender_at", "sender", "at"),
    Index("ix_handed_phase", "phase"),
)

edition = Table(
    "edition",
    metadata,
    Column("id", Counter, primary_key=True),
    words("occurrence"),
    words("paper"),
    words("step"),
    Column("version", Integer, nullable=False),
    Column("sha256", Words, ForeignKey("blob.sha256"), nullable=False),
    words("base"),
    words("source"),
    words("content"),
    words("who"),
    Column("at", Instant, nullable=False),
    Index("ix_edition_occurrence", "occurrence"),
    Index("ix_edition_sha256", "sha256"),
)

decision = Table(
    "decision",
    metadata,
    words("body", primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    words("occurrence"),
    words("item"),
    words("title"),
    words("text"),
    words("sha256"),
    Column("at", Instant, nullable=False),
    Index("uq_decision_occurrence", "occurrence", "item", unique=True),
)

measure = Table(
    "measure",
    metadata,
    words("body", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    words("occurrence"),
    words("item"),
    words("row"),
    words("what"),
    words("owner"),
    words("deadline"),
    words("due"),
    words("status"),
    words("state"),
    words("sha256"),
    Column("at", Instant, nullable=False),
    one_of("open", "done", "dropped"),
    Index("ix_measure_occurrence", "occurrence"),
)

measured = Table(
    "measured",
    metadata,
    Column("id", Counter, primary_key=True),
    words("body"),
    words("goal"),
    Column("year", Integer, nullable=False),
    words("region"),
    Column("value", Float(53), nullable=False),
    words("source"),
    words("who"),
    Column("at", Instant, nullable=False),
    Column("contribution", Counter, ForeignKey("contribution.id")),
    Index("ix_measured_body", "body"),
)
