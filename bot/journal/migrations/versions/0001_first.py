"""The first tables, and the triggers that keep the postjournal and the amendments append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)
UNFINISHED = sa.text("state IN ('ready', 'claimed', 'held')")


def upgrade() -> None:
    for make in (blob, record, amendment, draft, step, letter, message, mark):
        make()
    for table in ("record", "amendment"):
        append_only(table)


def words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def blob() -> None:
    op.create_table(
        "blob",
        *words("sha256"),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        key("blob", "sha256"),
    )


def record() -> None:
    op.create_table(
        "record",
        sa.Column("id", COUNTER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *words("who", "what", "occurrence", "step", "recipient", "sha256", "detail"),
        key("record", "id"),
    )
    op.create_index("ix_record_at", "record", ["at"])
    op.create_index("ix_record_occurrence", "record", ["occurrence"])


def amendment() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", COUNTER, nullable=False),
        *words("occurrence"),
        sa.Column("year", sa.Integer, nullable=False),
        *words("kind", "data", "who"),
        sa.Column("at", INSTANT, nullable=False),
        key("amendment", "id"),
    )
    op.create_index("ix_amendment_year", "amendment", ["year"])
    op.create_index("ix_amendment_occurrence", "amendment", ["occurrence"])


def draft() -> None:
    op.create_table(
        "draft",
        *words("step"),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        *words("occurrence", "basis", "state", "content"),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        *words("decided_by", "comment"),
        key("draft", "step", "version"),
        sa.CheckConstraint("state IN ('open', 'approved', 'returned', 'replaced')", name=op.f("ck_draft_state")),
    )
    op.create_index("ix_draft_occurrence", "draft", ["occurrence"])
    op.create_index("ix_draft_state", "draft", ["state"])


def step() -> None:
    op.create_table(
        "step",
        *words("key", "occurrence", "state", "reason"),
        sa.Column("at", INSTANT, nullable=False),
        key("step", "key"),
        sa.CheckConstraint("state IN ('done', 'skipped', 'held')", name=op.f("ck_step_state")),
    )
    op.create_index("ix_step_occurrence", "step", ["occurrence"])
    op.create_index("ix_step_state_at", "step", ["state", "at"])


def letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", COUNTER, nullable=False),
        *words(
            "key", "step", "occurrence", "recipient", "name", "organisation", "told", "message_id", "content", "state", "sha256", "receipt"
        ),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        *words("reason"),
        key("letter", "id"),
        sa.UniqueConstraint("key", name="uq_letter_key"),
        sa.CheckConstraint("state IN ('ready', 'claimed', 'sent', 'held', 'withdrawn')", name=op.f("ck_letter_state")),
    )
    for column in ("step", "occurrence", "message_id"):
        op.create_index(f"ix_letter_{column}", "letter", [column])
    op.create_index("ix_letter_unfinished", "letter", ["state", "id"], sqlite_where=UNFINISHED, postgresql_where=UNFINISHED)


def message() -> None:
    op.create_table(
        "message",
        *words("id"),
        sa.Column("received_at", INSTANT, nullable=False),
        *words("sender", "subject", "verdict", "occurrence", "organisation", "why", "state"),
        key("message", "id"),
        sa.ForeignKeyConstraint(["id"], ["blob.sha256"], name="fk_message_id"),
        sa.CheckConstraint("state IN ('new', 'matched', 'tray', 'ignored')", name=op.f("ck_message_state")),
    )
    op.create_index("ix_message_state", "message", ["state"])
    op.create_index("ix_message_occurrence", "message", ["occurrence"])


def mark() -> None:
    op.create_table("mark", *words("post", "value"), key("mark", "post"))


def append_only(table: str) -> None:
    """UPDATE and DELETE are refused by the database itself, whoever asks."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        for name, when in (("rows", "UPDATE OR DELETE ON {0} FOR EACH ROW"), ("all", "TRUNCATE ON {0} FOR EACH STATEMENT")):
            op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {when.format(table)} EXECUTE FUNCTION {table}_append_only()")
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}")
    # INSERT OR REPLACE deletes without waking the trigger above
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - the name is ours
    op.execute(f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}")
