"""What a measurer is asked for: a goal, its number in the letter, and the year."""

from typing import NamedTuple

from bot.cycle.goals import Current
from bot.cycle.written import Goal


class Wanted(NamedTuple):
    """One goal in one letter. `region` is whose value it is: empty for the group's own, else the organisation that measures its part.

    `values` are all that is known of the goal.
    """

    number: int
    goal: Goal
    year: int
    region: str = ""
    values: tuple[Current, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the value that is asked for is known already."""
        return any((one.now.region, one.now.year) == (self.region, self.year) for one in self.values)


class Stated(NamedTuple):
    """A value that was read: for which goal (by id), year and region, and the source that was written beside it."""

    goal: str
    year: int
    region: str
    value: float
    source: str = ""


class Read(NamedTuple):
    """An answer as it is read: the values; the lines that no value was read in though they have figures; and lines that have none."""

    told: tuple[Stated, ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
