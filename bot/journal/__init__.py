"""The memory: what has happened, on SQLite by default and PostgreSQL by URL. What shall happen is computed, and is not here."""

from bot.journal.journal import Journal

__all__ = ["Journal"]
