"""The words of the house as types: what a cycle becomes as dates, what a person changed, what has happened, and what shall."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.cycle.answered import Answered
from bot.cycle.measures.model import Register
from bot.cycle.memory import Decided, Measure, Measured, Told
from bot.cycle.written import Activity, Agenda, Group, Place, Programme, Schedule, StepRule

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a register, standing for an organisation from one day (inclusive) to another (exclusive)."""

    first_name: str
    last_name: str
    organisation: str
    email: str
    role: str = ""
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def counts_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One schedule with all that it names: its programmes, standing agendas and registers (by file name), and its plan's measures."""

    schedule: Schedule
    programmes: Mapping[str, Programme]
    agendas: Mapping[str, Agenda] = field(default_factory=dict)
    registers: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    measures: Register = field(default_factory=Register)

    def agenda_of(self, activity: Activity) -> Agenda | None:
        return self.agendas.get(activity.agenda or self.schedule.group.agenda or "")

    def members_of(self, activity: Activity, day: date) -> tuple[Member, ...]:
        """Who stands in the activity's register on that day."""
        register = self.registers.get(activity.members or self.schedule.group.members, ())
        return tuple(member for member in register if member.counts_on(day))

    def informed_on(self, day: date) -> tuple[Member, ...]:
        """Who is only told how it went, on that day."""
        return tuple(member for member in self.registers.get(self.schedule.group.informed, ()) if member.counts_on(day))


# --- faults in people's files ----------------------------------------------------------------------------------------


class Severity(StrEnum):
    ERROR = "feil"
    WARNING = "advarsel"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong in a person's file, where, and what to write instead. In Norwegian."""

    file: str
    line: int
    message: str
    advice: str = ""
    severity: Severity = Severity.ERROR


# --- the plan --------------------------------------------------------------------------------------------------------


class Step(NamedTuple):
    """A step on its date. `at` is an aware UTC instant; `why` says how the day was found."""

    key: str
    at: datetime
    rule: StepRule
    why: str


class Item(NamedTuple):
    """An agenda item that a person added to one occurrence."""

    id: str
    title: str
    text: str


class Occurrence(NamedTuple):
    """An activity on its date in one year. `start` and `end` are Europe/Oslo, half-open; a duty lasts the whole day.

    `by_hand` holds "moved" and "relocated" when a person has set the date or the place of this very occurrence.
    """

    key: str
    group: Group
    activity: Activity
    start: datetime
    end: datetime
    place: Place
    why: tuple[str, ...]
    warnings: tuple[str, ...]
    steps: tuple[Step, ...]
    reactions: tuple[StepRule, ...]
    meeting: bool
    cancelled: str | None
    items: tuple[Item, ...]
    corrections: tuple[str, ...]
    revision: int
    changed_at: datetime | None
    by_hand: frozenset[str]

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def told(self) -> Told:
        """What a recipient must know to come to the right place at the right time: two equal ones need no letter between them."""
        span = f"{self.start.isoformat()}/{self.end.isoformat()}"
        news = (*(item.id for item in self.items), *(f"rettet {what}" for what in self.corrections))
        return Told(self.cancelled is not None, span, "|".join(self.place_parts), "|".join(news))

    @property
    def place_parts(self) -> tuple[str, ...]:
        place = self.place
        return (place.name, place.room, place.entrance, place.online)


@dataclass(frozen=True, slots=True)
class Plan:
    """All occurrences and steps of a period, oldest first. Computed, never stored."""

    occurrences: tuple[Occurrence, ...]
    by_key: Mapping[str, Occurrence] = field(default_factory=dict, repr=False)


# --- what a person changed -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moved:
    """A new start and end (wall times, Europe/Oslo)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Relocated:
    """A new place."""

    place: Place


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The occurrence will not take place, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """One more item on the agenda of this occurrence."""

    item: Item


@dataclass(frozen=True, slots=True)
class Corrected:
    """Something in the notice was wrong and has been put right: what, as a sentence goes on after «Endringen gjelder»."""

    what: str


Change = Moved | Relocated | Cancelled | ItemAdded | Corrected


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a person changed about one occurrence, with who and when (aware UTC)."""

    occurrence: str
    change: Change
    who: str
    at: datetime


# --- facts and orders ------------------------------------------------------------------------------------------------


class Contributed(NamedTuple):
    """What an organisation has contributed to an occurrence: its number, the blocks as stored text, and who wrote when it is one more.

    `after` says that it came after the meeting had begun: it belongs in the minutes, and not in the agenda.
    """

    id: int
    organisation: str
    blocks: str
    text: str
    by: str = ""
    after: bool = False


class EditionFact(NamedTuple):
    """The newest edition of a paper that a person has edited: its file and that of the draft it was made from, by SHA-256.

    `content` is what was read in it, as stored text.
    """

    sha256: str
    base: str
    content: str


class DraftFact(NamedTuple):
    """The newest draft of a step: what it was made from, and what a person has said of it. `decided_at` is aware UTC."""

    basis: str
    state: Literal["open", "approved", "returned"]
    decided_at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What has happened, as far as deciding needs to know. Read once a tick."""

    start: datetime
    """Nothing that was due before this instant (aware UTC) ever leaves for anyone but the secretariat."""
    done: frozenset[str] = frozenset()
    """Keys of steps that were sent."""
    skipped: frozenset[str] = frozenset()
    """Keys of steps that were left out for good."""
    told: Mapping[str, Mapping[str, Told]] = field(default_factory=dict)
    """For each occurrence, what each recipient (by address) was last told."""
    drafts: Mapping[str, DraftFact] = field(default_factory=dict)
    """For each step that has been drafted, its newest draft."""
    basis: Mapping[str, str] = field(default_factory=dict)
    """For each step that needs approval, what it would be made from now: a fingerprint."""
    contributed: Mapping[str, tuple[Contributed, ...]] = field(default_factory=dict)
    """For each occurrence, what belongs in its agenda or its minutes: received in one of the two windows, and not set aside."""

    comes: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    """For each occurrence, whether each invited (by address) has said that they come. Whoever has not said is not there."""

    editions: Mapping[tuple[str, str], EditionFact] = field(default_factory=dict)
    """For each occurrence and each of its papers, by name, what a person has made of it."""
    finished: Mapping[str, datetime] = field(default_factory=dict)
    """For each step that was sent, when the last of its letters had left (aware UTC)."""
    comments: Mapping[str, tuple[Contributed, ...]] = field(default_factory=dict)
    """For each occurrence, what was answered to a paper that was sent for comment, oldest first."""
    measures: Mapping[str, tuple[Measure, ...]] = field(default_factory=dict)
    """For each group, by id, the measures of its register, whatever has become of them."""
    budgeted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each round about cost, what became of each proposal in the budget, by its number: in, partly or out."""
    measured: Mapping[str, tuple[Measured, ...]] = field(default_factory=dict)
    """For each group, by id, the values of its goals that were answered by mail or entered by a person, oldest first."""
    decisions: Mapping[str, tuple[Decided, ...]] = field(default_factory=dict)
    """For each group, by id, what its meetings have decided, in the order of the register."""
    answers: Mapping[str, tuple[Answered, ...]] = field(default_factory=dict)
    """For each round, what has been answered and counts, oldest first. Of the rounds about measures, those of earlier years too."""
    waits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each occurrence, the titles of the rounds it builds on that are not compiled yet."""

    def contributions(self, occurrence: str) -> str:
        """The numbers of what has been contributed to the agenda, as `Told.contributions` keeps them."""
        return "|".join(str(one.id) for one in self.contributed.get(occurrence, ()) if not one.after)


class Order(NamedTuple):
    """What shall happen now, and why. `recipients` is None when the audience of the step decides."""

    step: Step
    occurrence: Occurrence
    why: str
    draft: bool = False
    recipients: frozenset[str] | None = None


class Held(NamedTuple):
    """What must wait for a person, with the reason."""

    step: Step
    occurrence: Occurrence
    reason: str


class Skipped(NamedTuple):
    """What will never leave, with the reason. Recorded once, and told in the weekly letter."""

    step: Step
    occurrence: Occurrence
    reason: str


Decision = Order | Held | Skipped


def wall(day: date, at: time) -> datetime:
    """A wall time in Norway as an aware datetime. An hour that does not exist (spring) or exists twice (autumn) takes the first offset."""
    return datetime.combine(day, at, OSLO)
