"""Answers to invitations, yes to drafts, how far a letter has come at a post of many calls, and the post's own name for a mail."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("message", sa.Column("post_id", sa.Text, nullable=False, server_default=""))
    named = sa.text("post_id <> ''")
    op.create_index("uq_message_post_id", "message", ["post_id"], unique=True, sqlite_where=named, postgresql_where=named)
    op.create_index("ix_letter_receipt", "letter", ["receipt"])
    op.create_table(
        "consent",
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("step", "version", "who", name="pk_consent"),
    )
    op.create_table(
        "rsvp",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("occurrence", "recipient", "organisation", "answer", "comment")),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("answer IN ('accepted', 'declined', 'tentative')", name="answer"),
        sa.PrimaryKeyConstraint("occurrence", "recipient", name="pk_rsvp"),
    )
    op.create_table(
        "handed",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("key", "phase")),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("recipients", sa.Integer, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_handed"),
    )
    op.create_index("ix_handed_sender_at", "handed", ["sender", "at"])
    op.create_index("ix_handed_phase", "handed", ["phase"])
