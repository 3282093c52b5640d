"""Papers that a person has edited, the decisions and the measures that were read in them, and what kind of answer a contribution is."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("contribution", sa.Column("kind", sa.Text, nullable=False, server_default="contribution"))
    op.create_table(
        "edition",
        sa.Column("id", COUNTER, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("occurrence", "paper", "step")),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("sha256", "base", "source", "content", "who")),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_edition_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
    )
    op.create_index("ix_edition_occurrence", "edition", ["occurrence"])
    op.create_index("ix_edition_sha256", "edition", ["sha256"])
    op.create_table(
        "decision",
        sa.Column("body", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False, autoincrement=False) for name in ("year", "number")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("occurrence", "item", "title", "text", "sha256")),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("body", "year", "number", name="pk_decision"),
    )
    op.create_index("uq_decision_occurrence", "decision", ["occurrence", "item"], unique=True)
    op.create_table(
        "measure",
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("occurrence", "item", "row", "what", "owner", "deadline", "due")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("status", "state", "sha256")),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name="state"),
        sa.PrimaryKeyConstraint("body", "number", name="pk_measure"),
    )
    op.create_index("ix_measure_occurrence", "measure", ["occurrence"])
