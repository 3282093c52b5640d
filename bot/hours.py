"""The hour itself: the one place that asks the machine what time it is, and the one that waits."""

import time
from datetime import UTC, datetime


class Hours:
    """The real hour. A rehearsal has one of its own, with the same two methods."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass."""
        time.sleep(seconds)
