"""What a report is made of, before it is blocks: the plan's register and goals, how each stands, and what happened in a span of days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bot.cycle.answered import Reported
from bot.cycle.goals import Current, Disagreement
from bot.cycle.measures.model import Measure, Register
from bot.cycle.written import Goal, Language
from bot.papers.rounds.model import Round


class Decision(NamedTuple):
    """A decision of a meeting: its number in the register, the day of the meeting, the case and the words of it."""

    number: str
    day: date
    title: str
    text: str


class Input(NamedTuple):
    """What an organisation contributed to a meeting, and the goal of the plan it is about where that is sure."""

    organisation: str
    day: date
    text: str
    goal: str = ""


class Action(NamedTuple):
    """A measure that a meeting wanted done: what, who, by when, and how it stands."""

    number: int
    what: str
    owner: str
    deadline: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The days from `first` to `last`, both of them in it, and how everything stands when they are over."""

    language: Language
    first: date
    last: date
    register: Register = field(default_factory=Register)
    goals: tuple[Goal, ...] = ()
    values: Mapping[str, tuple[Current, ...]] = field(default_factory=dict)
    """What was measured, by goal."""
    disagreements: tuple[Disagreement, ...] = ()
    reported: Mapping[str, Reported] = field(default_factory=dict)
    """How each measure stands by the newest answer about it."""
    changed: Mapping[str, Reported] = field(default_factory=dict)
    """Those of them whose status was told in the span of days and is another than before."""
    known: bool = True
    """Whether the program was in use for any of those days, and so knows what the meetings did."""
    meetings: tuple[date, ...] = ()
    """The days of the meetings that were held."""
    cases: int = 0
    decisions: tuple[Decision, ...] = ()
    inputs: tuple[Input, ...] = ()
    budget: Round | None = None
    """The newest round about what measures cost, that was asked in those days; and what became of each proposal, by its number."""
    budgeted: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    """What the meetings want done and is not yet."""

    def of_goal(self, number: str) -> Sequence[Measure]:
        """The measures that stand under a goal of the plan."""
        return [one for one in self.register.measures if one.goal == number]

    def since(self, at: datetime) -> bool:
        """Whether an instant (aware) is in the span of days, or after it."""
        return at.date() >= self.first
