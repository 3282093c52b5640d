"""What a table of measures becomes: the goals and strategies it is ordered by, its measures, and the rows that could not be read."""

from typing import Literal, NamedTuple


class When(NamedTuple):
    """When a measure is to be done, as it was written and as it is read.

    `year` is the deadline (year), the first year (running-from) or the year it begins (start); `unclear` is text that says something else.
    """

    kind: Literal["running", "running-from", "year", "start", "none", "unclear"]
    year: int | None = None
    text: str = ""


class Part(NamedTuple):
    """A goal or a strategy that measures stand under: its number («1», «1.2»), what it says, and its indicators where it has any."""

    number: str
    text: str = ""
    indicators: tuple[str, ...] = ()


class Measure(NamedTuple):
    """One measure. `goal` and `strategy` are numbers of parts, or empty; `line` is its row in the file.

    `responsible` and `partners` are one name each, in the spelling that was decided.
    """

    number: str
    goal: str
    strategy: str
    text: str
    indicator: str = ""
    responsible: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    when: When = When("none")
    cost: str = ""
    status: str = ""
    line: int = 0


class Unread(NamedTuple):
    """A row that is no measure and no heading: what stands in it, so that it is shown and not lost."""

    line: int
    text: str


class Register(NamedTuple):
    """A whole table, in the order it was written."""

    measures: tuple[Measure, ...] = ()
    goals: tuple[Part, ...] = ()
    strategies: tuple[Part, ...] = ()
    unread: tuple[Unread, ...] = ()

    def of(self, responsible: str) -> tuple[Measure, ...]:
        """The measures of one responsible, in any case of letters."""
        return tuple(one for one in self.measures if responsible.casefold() in {name.casefold() for name in one.responsible})

    @property
    def responsible(self) -> tuple[str, ...]:
        """Everyone who is responsible for something, in the order they are met."""
        return tuple(dict.fromkeys(name for one in self.measures for name in one.responsible))
