"""What the post asks of whoever runs it: the hour, and a memory that survives a crash."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.cycle.memory import Handed

__all__ = ["Handed", "Hours", "Memory"]


class Hours(Protocol):
    """The clock. A rehearsal has one of its own."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    def wait(self, seconds: float) -> None: ...


class Memory(Protocol):
    """How far each letter has come at Microsoft. The journal keeps it."""

    def handed(self, key: str) -> Handed | None: ...

    def handed_in(self, phase: str) -> Sequence[Handed]:
        """The rows in a phase, oldest first."""
        ...

    def hand(self, row: Handed) -> None:
        """Put the row in place of the one with its key. Durable when it returns."""
        ...

    def recipients_since(self, sender: str, at: datetime) -> int:
        """How many have been written to from a mailbox, by rows in phase «sending» or «accepted» at or after `at` (aware, UTC)."""
        ...
