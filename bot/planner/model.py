"""What is to be given a date, where it may lie, what must hold between meetings, what is only wished, and the proposal that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.cycle.model import Occurrence
from bot.cycle.written import Language, Relative


class Busy(NamedTuple):
    """A span (aware, half-open) in which another calendar is taken: by what, and whose calendar it is."""

    start: datetime
    end: datetime
    what: str
    whose: str


class Fixed(StrEnum):
    """Why a date is not the planner's to choose."""

    PAST = "past"
    BY_HAND = "by-hand"
    TOLD = "told"
    OTHERS = "others"
    JOINT = "joint"
    DATED = "dated"


class Meeting(NamedTuple):
    """One meeting of the year, as the schedule has it: the rule's own day, the days it may be moved to, and who comes.

    `first` and `last` (inclusive) is the period that the rule names. `loose` says that the rule names no day in it: then the program chose
    the own day, and moving it costs little. `usual` is the weekday the rule names, from 0. `fixed` says why the date is not the
    planner's to choose; None when it is.
    """

    occurrence: Occurrence
    own: date
    first: date
    last: date
    body: str
    members: frozenset[str]
    usual: int | None = None
    loose: bool = False
    fixed: Fixed | None = None

    @property
    def key(self) -> str:
        return self.occurrence.key

    @property
    def title(self) -> str:
        return self.occurrence.activity.title

    @property
    def tied(self) -> bool:
        """Whether the rule counts from something else, so that the own day is none to keep to by itself."""
        return isinstance(self.occurrence.activity.when, Relative)


class Kind(StrEnum):
    """What costs something: each has its weight in `costs.WEIGHTS` and its words in `words`."""

    DEVIATION = "deviation"
    WEEKDAY = "weekday"
    EDGE = "edge"
    NEAR = "near"
    DEADLINE = "deadline"
    CALENDAR = "calendar"
    BUSY = "busy"
    WEEK = "week"
    TIE = "tie"


class Cost(NamedTuple):
    """What is not as one would wish, and how much it weighs. `said` completes its words, and depends on the kind."""

    kind: Kind
    points: int
    said: tuple[str | int, ...] = ()


class Candidate(NamedTuple):
    """A day that a meeting may have, and what that day costs, whatever the others do."""

    day: date
    costs: tuple[Cost, ...]

    @property
    def points(self) -> int:
        return sum(cost.points for cost in self.costs)


class Shut(NamedTuple):
    """A day that a meeting cannot have, and every reason against it, in words: what day it is (`closed`), and what else (`reasons`)."""

    day: date
    closed: tuple[str, ...]
    reasons: tuple[str, ...]


class Point(NamedTuple):
    """The day of something in the schedule: fixed, or following from the day of a meeting that is to be placed (`root`).

    `days` says which day it has for each day of the root; without a root, `day` is its only one.
    """

    title: str
    day: date
    root: str = ""
    days: Mapping[date, date] = {}


class Why(StrEnum):
    """Why a demand between two meetings holds."""

    MEMBERS = "members"
    ROOM = "room"
    ORDER = "order"
    APART = "apart"
    DEPENDS = "depends"
    RULE = "rule"
    JOINT = "joint"


class Never(NamedTuple):
    """Two meetings that may not fall on the same one of these days. `number` is how many members they share."""

    one: str
    other: str
    days: frozenset[date]
    why: Why
    number: int = 0


class Ordered(NamedTuple):
    """What must come at least so many days after something else."""

    earlier: Point
    later: Point
    gap: int
    why: Why


class Together(NamedTuple):
    """Two meetings that are held on one and the same day."""

    one: str
    other: str
    why: Why = Why.JOINT


Demand = Never | Ordered | Together


class Week(NamedTuple):
    """A wish: two meetings with members in common not in one week, unless on one day that suits both (`same`)."""

    one: str
    other: str
    points: int
    number: int
    same: frozenset[date]


class Tie(NamedTuple):
    """A wish: a meeting that is counted from another one not farther from it than the rule says. A point for each day."""

    key: str
    exact: Point


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the solver needs. `candidates` has a meeting for each that can be placed; `unplaced` are those no day is left for."""

    year: int
    meetings: Mapping[str, Meeting]
    candidates: Mapping[str, tuple[Candidate, ...]]
    shut: Mapping[str, tuple[Shut, ...]]
    demands: tuple[Demand, ...]
    weeks: tuple[Week, ...]
    ties: tuple[Tie, ...]
    standing: tuple[Never, ...] = ()
    """Demands between dates that are fixed, and that do not hold: nothing the planner can mend."""

    @property
    def unplaced(self) -> tuple[Meeting, ...]:
        return tuple(meeting for key, meeting in self.meetings.items() if key not in self.candidates)


class Solution(NamedTuple):
    """A day for each meeting, and what they cost together. `proven` says that no plan (unlike those before it) costs less."""

    days: Mapping[str, date]
    points: int
    proven: bool


# --- what people read ------------------------------------------------------------------------------------------------


class Placed(NamedTuple):
    """A meeting with its proposed time (Europe/Oslo). `own` is the rule's day; `points` and `note` are what this date costs."""

    key: str
    group: str
    title: str
    start: datetime
    end: datetime
    place: str
    own: date
    note: str
    points: int


class Alternative(NamedTuple):
    """One plan for the year. `costs` says in sentences what is not as one would wish, most important first; `points` is their weight.

    `differs` says which dates are others than in the first plan.
    """

    placed: tuple[Placed, ...]
    costs: tuple[str, ...]
    points: int
    proven: bool
    differs: tuple[str, ...] = ()


class Unplaced(NamedTuple):
    """A meeting that no day could be found for, and what shut each day out, in sentences."""

    key: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best plans for a year, the first one recommended. Without any plan, `clash` says which demands cannot hold together.

    `groups` are the ids of the groups whose dates are proposed, each with a fingerprint of the rules it was proposed from.
    """

    year: int
    language: Language
    groups: Mapping[str, str]
    names: tuple[str, ...]
    made_at: datetime
    plans: tuple[Alternative, ...]
    unplaced: tuple[Unplaced, ...] = ()
    remarks: tuple[str, ...] = ()
    clash: tuple[str, ...] = field(default=())
