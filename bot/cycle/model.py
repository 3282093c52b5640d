"""The words of the house as types: what a cycle is in text, what it becomes as dates, and what a person changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

OSLO = ZoneInfo("Europe/Oslo")

Identity = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Line = Annotated[str, Field(min_length=1, max_length=10_000)]
Language = Literal["nb", "nn"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Written(BaseModel):
    """Anything a person writes in a text file: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


# --- when ------------------------------------------------------------------------------------------------------------


class Rule(Written):
    """What every when-rule may carry: the years in which it applies."""

    every: int = Field(1, ge=1, le=50, description="Hvert n-te år, regnet fra `anchor`.")
    anchor: int | None = Field(None, ge=1900, le=2200, description="Et år der aktiviteten finner sted.")


class NthWeekday(Rule):
    """Nth weekday of a month: `{ month = 11, weekday = "thursday", nth = 1 }`; `nth = -1` is the last."""

    month: Annotated[int, Field(ge=1, le=12)] | tuple[Annotated[int, Field(ge=1, le=12)], ...]
    weekday: Weekday
    nth: Literal[1, 2, 3, 4, 5, -1]


class IsoWeek(Rule):
    """A weekday in an ISO week: `{ week = 45, weekday = "thursday" }`. Week 53 exists in some years only."""

    week: Annotated[int, Field(ge=1, le=53)] | tuple[Annotated[int, Field(ge=1, le=53)], ...]
    weekday: Weekday


class Quarter(Rule):
    """A quarter alone: `{ quarter = 1 }`. The program proposes a date in it, the same one in every run."""

    quarter: Annotated[int, Field(ge=1, le=4)] | tuple[Annotated[int, Field(ge=1, le=4)], ...]
    weekday: Weekday | None = None


class FixedDate(Rule):
    """A date: `{ date = "03-31" }` every year, `{ date = 2026-12-31 }` once, or a list of either."""

    date: str | date | tuple[str | date, ...]


class Recurrence(Rule):
    """An iCalendar RRULE (RFC 5545, 3.3.10) from its first day: `{ rrule = "FREQ=MONTHLY;BYDAY=2TU", start = 2027-01-12 }`."""

    rrule: str
    start: date


class Relative(Rule):
    """Days or working days from another activity or a named deadline: `{ before = "rullering", workdays = 10 }`."""

    after: str | None = None
    before: str | None = None
    days: int | None = Field(None, ge=0, le=1000)
    workdays: int | None = Field(None, ge=0, le=1000)


RULES: Mapping[str, type[Rule]] = {
    "rrule": Recurrence, "date": FixedDate, "week": IsoWeek, "quarter": Quarter, "month": NthWeekday, "after": Relative, "before": Relative,
}  # fmt: skip


def kind_of_rule(raw: object) -> str | None:
    """The rule a raw table is meant to be: decided by the one key that only that rule has."""
    if isinstance(raw, Rule):
        return type(raw).__name__
    return next((rule.__name__ for key, rule in RULES.items() if isinstance(raw, dict) and key in raw), None)


When = Annotated[
    Annotated[Recurrence, Tag("Recurrence")]
    | Annotated[FixedDate, Tag("FixedDate")]
    | Annotated[IsoWeek, Tag("IsoWeek")]
    | Annotated[Quarter, Tag("Quarter")]
    | Annotated[NthWeekday, Tag("NthWeekday")]
    | Annotated[Relative, Tag("Relative")],
    Discriminator(kind_of_rule),
]


# --- a programme -----------------------------------------------------------------------------------------------------

Audience = Literal["secretariat", "members", "unanswered", "responsible", "told"]


class StepRule(Written):
    """One dated thing to do for an occurrence: when, to whom, with which letter, and what it must wait for."""

    name: Identity
    at: str | None = Field(
        None, pattern=r"^[+-]?\d{1,3}(d|wd)$", description="Dager (d) eller arbeidsdager (wd) fra møtet: «-7d», «-2wd», «+1d»."
    )
    on: Literal["moved", "relocated", "cancelled", "changed", "asked", "answered"] | None = Field(
        None, description="Sendes når noe er endret («moved» …) eller når en person ber om det («asked»), i stedet for på en dag."
    )
    time: str = Field("08:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Klokkeslett på dagen, norsk tid.")
    to: Audience
    letter: Identity
    papers: tuple[Identity, ...] = ()
    calendar: Literal["request", "cancel"] | None = None
    mail: bool = Field(True, description="false: bare kalenderinvitasjonen, uten et eget brev.")
    quiet: int = Field(
        0, ge=0, le=10_080, description="Minutter uten nye endringer før en endring blir sendt; flere endringer blir ett brev."
    )
    needs: Literal["approval"] | None = None
    expects: Literal["contribution"] | None = None
    drafts: Identity | None = Field(None, description="Navnet på steget som dette er utkastet til.")
    requires: Identity | None = Field(None, description="Navnet på et steg som må være sendt først.")
    only: Literal["news"] | None = Field(None, description="«news»: bare når det er kommet innspill eller saker siden sist.")
    late: Literal["run", "skip", "hold"] = "hold"
    grace: int = Field(1, ge=0, le=365, description="Så mange dager etter tiden er steget ennå ikke for sent.")


class Programme(Written):
    """The list of steps an activity goes through."""

    meeting: bool = Field(False, description="Et møte har sted, klokkeslett og inviterte; ellers er det en plikt med en frist.")
    step: tuple[StepRule, ...] = ()


# --- a cycle ---------------------------------------------------------------------------------------------------------


class Place(Written):
    """Where a meeting is held: three sub-fields, and a link when it can be joined from afar."""

    name: str = ""
    room: str = ""
    entrance: str = ""
    online: str = Field("", pattern=r"^(https://\S+)?$")


class Joint(Written):
    """A day that several groups share: its title and the page with the papers."""

    title: Line
    link: str = Field("", pattern=r"^(https://\S+)?$")
    link_text: str = ""


class Planned(Written):
    """What has a name and a rule for when, so that other rules may count from it."""

    id: Identity
    title: Line
    when: When
    source: tuple[str, ...] = Field((), description="Hvor dette står i kilden.")


class Activity(Planned):
    """An entry in the cycle: a meeting, a report, a duty."""

    programme: Identity = "meeting"
    time: str = Field("", description="Klokkeslett, norsk tid: «12.00–13.00». Tomt for en plikt som gjelder hele dagen.")
    place: Place = Place()
    responsible: str = ""
    depends: tuple[str, ...] = Field((), description="Aktiviteter som må være gjort først.")
    closed: Literal["warn", "move"] = "warn"
    first: int | None = Field(None, description="Første år aktiviteten finner sted.")
    last: int | None = Field(None, description="Siste år aktiviteten finner sted.")
    joint: Joint | None = None
    agenda: Identity | None = None
    members: str = ""
    note: str = ""


class Deadline(Planned):
    """An external deadline with a name, which other rules may count from."""


class Sender(Written):
    """Who signs: the secretariat, its case officer, and where answers go."""

    name: Line
    email: str = Field(pattern=r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$")
    phone: str = ""
    officer: str = ""
    our_ref: str = ""
    archive_code: str = ""


class Group(Written):
    """A faggruppe, forum or council, and what holds for everything it does."""

    id: Identity
    name: Line = Field(description="Slik navnet står i en setning: «faggruppe for næringssamarbeid».")
    owner: str = Field("", description="Organisasjonen gruppen hører til: «Osloregionen».")
    short: str = Field("", max_length=30, description="Kort navn i emnefeltet: «næring».")
    language: Language = "nb"
    counties: tuple[str, ...] = ()
    members: str = Field("", description="Medlemsregisteret: en .csv- eller .xlsx-fil ved siden av denne.")
    agenda: Identity | None = Field(None, description="Faste saker: navnet på en fil i agendas/.")
    notice_days: int = Field(7, ge=0, le=90, description="Så mange dager før møtet skal innkallingen senest være sendt.")
    sender: Sender | None = None


class Schedule(Written):
    """One cycle: the year of one group."""

    group: Group
    activity: tuple[Activity, ...] = ()
    deadline: tuple[Deadline, ...] = ()


class AgendaItem(Written):
    """A standing item. Its title may use {{ forrige_dato }} and {{ neste_aar }}."""

    id: Identity
    title: Line
    note: str = ""
    prepare: str = Field("", description="Hva deltakerne bes forberede; står i innkallingen med sakens nummer.")
    only: Literal["", "has-previous", "last-of-year"] = ""
    added: bool = Field(default=False, description="Her settes saker som sekretariatet legger til; punktet selv vises ikke.")
    minutes: int = Field(0, ge=0, le=600, description="Så lenge et innlegg helst skal vare; brukes i kvitteringen.")
    collects: bool = Field(default=False, description="Under denne saken står innspillene fra medlemmene.")


class Agenda(Written):
    """A standing agenda, one a body."""

    numbering: str = Field("{n}.", pattern=r"\{n\}|\{n:0\d\}", description="«{n}.», «{n}/{yy}», «Sak {n}/{yy}», «PS {yyyy}/{n:03}».")
    item: tuple[AgendaItem, ...] = Field(min_length=1)


class SchoolWeek(Written):
    """Days off school in one county: «vinterferie» in a week of a year. Set by the county, so data."""

    county: Line
    name: Line
    year: int = Field(ge=2000, le=2200)
    week: int = Field(ge=1, le=53)


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
    """One schedule with all that it names: its programmes, standing agendas and registers (by file name)."""

    schedule: Schedule
    programmes: Mapping[str, Programme]
    agendas: Mapping[str, Agenda] = field(default_factory=dict)
    registers: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)

    def agenda_of(self, activity: Activity) -> Agenda | None:
        return self.agendas.get(activity.agenda or self.schedule.group.agenda or "")

    def members_of(self, activity: Activity, day: date) -> tuple[Member, ...]:
        """Who stands in the activity's register on that day."""
        register = self.registers.get(activity.members or self.schedule.group.members, ())
        return tuple(member for member in register if member.counts_on(day))


# --- one secretariat ---------------------------------------------------------------------------------------------------


class PostConfig(Written):
    """The way out and in."""

    channel: Literal["folder"] = "folder"
    out: str = "out/post"
    inbox: str = Field("in", alias="in")
    calendars: str = Field("out/calendar", description="Her legges én kalender for hver gruppe, til å abonnere på.")


class JournalConfig(Written):
    """Where the memory is kept: SQLite beside the workspace, or PostgreSQL."""

    url: str = "sqlite:///state/journal.db"


class WeeklyConfig(Written):
    """When the weekly letter to the secretariat leaves, Norwegian time."""

    day: Weekday = "monday"
    time: str = Field("07:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")


class Config(Written):
    """One secretariat: who it is, from when, and which doors it uses."""

    start: date = Field(description="Ingenting som skulle vært sendt før denne dagen, blir sendt til andre enn sekretariatet.")
    language: Language = "nb"
    secretariat: Sender
    post: PostConfig = PostConfig()
    journal: JournalConfig = JournalConfig()
    weekly: WeeklyConfig = WeeklyConfig()


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


class Told(NamedTuple):
    """What one recipient last heard of an occurrence: whether it is off, when it is, where, and which added items and corrections it has.

    `items` is None for one who has had no paper yet.
    """

    cancelled: bool
    span: str
    place: str
    items: str | None
    contributions: str = ""


class Item(NamedTuple):
    """An agenda item that a person added to one occurrence."""

    id: str
    title: str
    text: str


class Occurrence(NamedTuple):
    """An activity on its date in one year. `start` and `end` are Europe/Oslo, half-open; a duty lasts the whole day."""

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
    """What an organisation has contributed to an occurrence: its number, the blocks as stored text, and who wrote when it is one more."""

    id: int
    organisation: str
    blocks: str
    text: str
    by: str = ""


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
    """For each occurrence, what belongs in its agenda: received before it began, and not set aside."""

    def contributions(self, occurrence: str) -> str:
        """The numbers of what has been contributed, as `Told.contributions` keeps them."""
        return "|".join(str(one.id) for one in self.contributed.get(occurrence, ()))


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
