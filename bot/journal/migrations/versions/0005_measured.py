"""What the goals of a group were measured to be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "measured",
        sa.Column("id", COUNTER, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("body", "goal")),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("value", sa.Float(53), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("source", "who")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contribution", COUNTER),
        sa.ForeignKeyConstraint(["contribution"], ["contribution.id"], name="fk_measured_contribution"),
        sa.PrimaryKeyConstraint("id", name="pk_measured"),
    )
    op.create_index("ix_measured_body", "measured", ["body"])
