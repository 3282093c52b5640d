"""How fast letters may leave a mailbox: what Exchange would delay or refuse is never sent."""

from collections import deque
from datetime import datetime, timedelta

from bot.errors import PostFailed
from bot.post.graph.memory import Hours, Memory

MINUTE, PER_MINUTE = timedelta(minutes=1), 30
DAY, PER_DAY = timedelta(days=1), 10_000
WARN_AT = 8_000


class Rate:
    """At most 30 letters in any minute, and 10,000 recipients in any 24 hours, from each mailbox."""

    def __init__(self, hours: Hours, memory: Memory) -> None:
        self._hours = hours
        self._memory = memory
        self._left: dict[str, deque[datetime]] = {}

    def hold(self, sender: str, more: int = 1) -> None:
        """Raise PostFailed when `more` recipients would pass the limit of the day."""
        if self._day(sender) + more > PER_DAY:
            raise PostFailed(f"Postkassen har nådd grensen på {PER_DAY} mottakere i døgnet. Resten går når grensen tillater det.")

    def admit(self, sender: str) -> None:
        """Wait until another letter may leave. What an earlier process sent in the last minute counts as sent now: no burst at start."""
        now = self._hours.now()
        if sender not in self._left:
            before = self._memory.recipients_since(sender, now - MINUTE)
            self._left[sender] = deque([now] * min(before, PER_MINUTE))
        left = self._left[sender]
        while left and left[0] <= now - MINUTE:
            left.popleft()
        if len(left) < PER_MINUTE:
            return
        self._hours.wait((left[0] + MINUTE - now).total_seconds())
        left.popleft()

    def count(self, sender: str) -> None:
        """One has left just now, or may have."""
        self._left.setdefault(sender, deque()).append(self._hours.now())

    def warnings(self, senders: tuple[str, ...]) -> tuple[str, ...]:
        """In Norwegian, for each mailbox that has used 80 % of its day."""
        used = ((sender, self._day(sender)) for sender in senders)
        return tuple(
            f"{sender} har skrevet til {count} mottakere det siste døgnet. Grensen er {PER_DAY}."
            for sender, count in used
            if count >= WARN_AT
        )

    def _day(self, sender: str) -> int:
        return self._memory.recipients_since(sender, self._hours.now() - DAY)
