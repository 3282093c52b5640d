"""How long one call may wait in all, and how long the server asks for. There is one caller at a time, so the pauses need no jitter."""

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.post.graph.memory import Hours

LONGEST = 120.0
"""Seconds. Past this the round stops, and comes back at the next wake."""
FIRST, WORST = 1.0, 32.0
SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?")


class Patience:
    """The pauses of one call."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._left = LONGEST
        self._next = FIRST
        self.tries = 0

    def wait(self, asked: float | None) -> bool:
        """Wait as long as the server asks, else a little longer each time. False, and no waiting, when patience is out."""
        self.tries += 1
        pause = self._next if asked is None else max(asked, 0.0)
        self._next = min(self._next * 2, WORST)
        if pause > self._left:
            return False
        self._left -= max(pause, FIRST)  # a server that always asks for no time at all is not asked for ever
        self._hours.wait(pause)
        return True


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, from whole or fractional seconds or an HTTP-date (RFC 9110, 10.2.3); None when it says nothing one can use."""
    if value is None:
        return None
    if SECONDS.fullmatch(value.strip()):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    seconds = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    return max(seconds, 0.0) if math.isfinite(seconds) else None
