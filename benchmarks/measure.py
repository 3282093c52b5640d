"""Two ways to do the same work, timed in turns: the least time of each, and their ratio beside the aim."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: seconds for us and for the peer, and the ratio we aim at; None for a line that is shown without one."""

    name: str
    ours: float
    peer: float
    aim: float | None

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return "ok" if self.ratio <= self.aim else "over"

    def scaled(self, times: int) -> "Row":
        """The same, where the peer was given a part of the work only."""
        return replace(self, peer=self.peer * times)


def row(name: str, aim: float | None, *, ours: Work, peer: Work, repeats: int) -> Row:
    """Time both in turns, so that a noisy machine disturbs both, and keep the least of each: what is more is noise."""
    times = [(seconds(ours), seconds(peer)) for _ in range(repeats)]
    return Row(name, min(one for one, _ in times), min(other for _, other in times), aim)


def seconds(work: Work) -> float:
    """How long the work takes, once. What was in memory before it is kept out of the garbage collector's way: it is neither's."""
    gc.collect()
    gc.freeze()
    start = perf_counter()
    made = work()
    taken = perf_counter() - start
    gc.unfreeze()
    del made  # tearing it down is not the work
    return taken
