"""How much work the files of one mail may cost. Counted, not timed: the same mail must give the same reading on any machine."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

MOST_CALLS = 600_000  # of functions; a page of a PDF costs from 50,000 to 250,000


class Spent(BaseException):
    """The allowance is used up. No Exception: the readers of files catch those, and would go on."""


class Allowance:
    """How many calls are left."""

    def __init__(self, left: int = MOST_CALLS) -> None:
        self.left = left

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count the calls made inside, of functions in Python and in C. Raises Spent at the first one too many."""
        before = sys.getprofile()
        sys.setprofile(self._called)
        try:
            yield
        finally:
            sys.setprofile(before)

    def _called(self, _: FrameType, event: str, __: object) -> None:
        if event in ("call", "c_call"):
            self.left -= 1
            if self.left < 0:
                raise Spent
