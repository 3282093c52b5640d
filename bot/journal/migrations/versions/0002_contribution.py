"""What organisations have contributed to an occurrence, each from one mail; one may take the place of another, and nothing is deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", COUNTER, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("message", "occurrence", "organisation", "sender", "name")),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("content", "state")),
        sa.CheckConstraint("state IN ('active', 'replaced', 'set-aside')", name="state"),
        sa.ForeignKeyConstraint(["message"], ["blob.sha256"], name="fk_contribution_message"),
        sa.PrimaryKeyConstraint("id", name="pk_contribution"),
    )
    op.create_index("ix_contribution_occurrence", "contribution", ["occurrence"])
    op.create_index("ix_contribution_message", "contribution", ["message"])
