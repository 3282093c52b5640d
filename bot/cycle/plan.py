"""All occurrences and steps of a period, dated, with the reason for every date. Computed from text and amendments, never stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.cycle import hours, when
from bot.cycle.days import Closed, Days, Kind
from bot.cycle.model import OSLO, Amendment, Cancelled, Corrected, Cycle, Item, ItemAdded, Moved, Occurrence, Plan, Relocated, Step, wall
from bot.cycle.written import WEEKDAYS, Activity, Place, Planned, Programme, Relative, StepRule

FARTHEST = 3
"""Relative rules reach at most 1,000 days: so many years around the period are looked at for them."""

NAMES = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_DAY = timedelta(days=1)
_MIDNIGHT = time(0)


_AFTERNOON = time(14)
_FRIDAY = WEEKDAYS.index("friday")
_SPANS_KEPT = 4096  # a few times of day on every day that is planned


class Offset(NamedTuple):
    """A step rule made ready for arithmetic."""

    rule: StepRule
    amount: int
    workdays: bool
    clock: time
    why: str


class Due(NamedTuple):
    """A step counted from a day, whatever the occurrence. `at` is an aware UTC instant."""

    name: str
    at: datetime
    rule: StepRule
    why: str


@dataclass(frozen=True, slots=True)
class Route:
    """A programme made ready: its dated steps, and what it does when something changes."""

    meeting: bool
    dated: tuple[Offset, ...]
    reactions: tuple[StepRule, ...]
    laid: dict[date, tuple[Due, ...]] = field(default_factory=dict)
    """The steps counted from a day, once for all that falls on it: counting is most of the work of a plan."""


def lay(cycles: Sequence[Cycle], days: Days, first: date, last: date, amendments: Iterable[Amendment] = ()) -> Plan:
    """Every occurrence that begins in the half-open period `first` to `last` (Norwegian dates), oldest first, amendments applied."""
    found = [occurrence for layer in layers(cycles, days, amendments) for occurrence in layer.occurrences(first, last)]
    found.sort(key=_order)
    return Plan(tuple(found), {occurrence.key: occurrence for occurrence in found})


def layers(cycles: Sequence[Cycle], days: Days, amendments: Iterable[Amendment] = ()) -> "tuple[Layer, ...]":
    """Each cycle ready to be laid out, with the changes that people have made."""
    changed = _by_occurrence(amendments)
    routes = {programme: route(programme) for programme in {programme for cycle in cycles for programme in cycle.programmes.values()}}
    return tuple(Layer(cycle, days, changed, routes) for cycle in cycles)


def _order(occurrence: Occurrence) -> tuple[datetime, str]:
    return (occurrence.start, occurrence.key)


def _by_occurrence(amendments: Iterable[Amendment]) -> Mapping[str, list[Amendment]]:
    found: dict[str, list[Amendment]] = {}
    for amendment in amendments:
        found.setdefault(amendment.occurrence, []).append(amendment)
    return found


@dataclass
class Layer:
    """One cycle being laid out. Remembers the dates it has found, so that rules may count from each other."""

    cycle: Cycle
    days: Days
    changed: Mapping[str, list[Amendment]]
    shared: Mapping[Programme, Route]
    entries: dict[str, Planned] = field(default_factory=dict)
    found: dict[tuple[str, int], tuple[when.Dated, ...]] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)

    def __post_init__(self) -> None:
        schedule = self.cycle.schedule
        self.entries = {entry.id: entry for entry in (*schedule.deadline, *schedule.activity)}
        self.routes = {name: self.shared[programme] for name, programme in self.cycle.programmes.items()}

    def occurrences(self, first: date, last: date) -> Iterator[Occurrence]:
        """Those that begin in the period, in the order of the file."""
        for activity in self.cycle.schedule.activity:
            for year in self._years(activity, first, last):
                for dated in self.dates(activity.id, year):
                    occurrence = self._occurrence(activity, year, dated, first, last)
                    if occurrence is not None:
                        yield occurrence

    def dates(self, name: str, year: int) -> tuple[when.Dated, ...]:
        """When an activity or a named deadline falls in its nominal `year`. Raises KeyError when there is none by that name."""
        if (name, year) not in self.found:
            entry = self.entries[name]
            self.found[name, year] = ()  # two rules that count from each other find nothing, instead of each other for ever
            self.found[name, year] = self._dates(entry, year)
        return self.found[name, year]

    def _dates(self, entry: Planned, year: int) -> tuple[when.Dated, ...]:
        if isinstance(entry, Activity) and not (entry.first or year) <= year <= (entry.last or year):
            return ()
        group = self.cycle.schedule.group
        return when.dates(entry.when, year, self.days, seed=f"{group.id}/{entry.id}", counties=group.counties, resolve=self._settled)

    def _settled(self, name: str, year: int) -> tuple[when.Dated, ...]:
        """The dates of another entry as they are now: a person's move is followed by what counts from it."""
        group = self.cycle.schedule.group
        entry = self.entries[name]
        if not isinstance(entry, Activity):
            return self.dates(name, year)
        settled = (self._settle(entry, dated, f"{group.id}/{name}/{year}-{dated.ordinal}") for dated in self.dates(name, year))
        return tuple(dated for dated in settled if dated is not None)

    def _settle(self, entry: Activity, dated: when.Dated, key: str) -> when.Dated | None:
        amended = fold(self.changed.get(key, ()))
        if amended.cancelled is not None:
            return None
        if amended.span is not None:
            return dated._replace(day=amended.span[0].date())
        return dated._replace(day=self._allowed(entry, dated.day)[0])

    def _years(self, activity: Activity, first: date, last: date) -> range | list[int]:
        """The nominal years whose occurrences may begin in the period."""
        end = (last - _DAY).year
        if isinstance(activity.when, Relative):
            return range(first.year - FARTHEST, end + FARTHEST + 1)
        before = 1 if activity.closed == "move" else 0
        years = set(range(first.year - before, end + 1))
        if self.changed:
            prefix = f"{self.cycle.schedule.group.id}/{activity.id}/"
            years |= {int(key.removeprefix(prefix).partition("-")[0]) for key in self.changed if key.startswith(prefix)}
        return sorted(years)

    def _occurrence(self, activity: Activity, year: int, dated: when.Dated, first: date, last: date) -> Occurrence | None:
        group = self.cycle.schedule.group
        key = f"{group.id}/{activity.id}/{year}-{dated.ordinal}"
        day, why = self._allowed(activity, dated.day)
        amended = fold(self.changed[key]) if key in self.changed else UNCHANGED
        start, end = amended.span or _span(activity.time, day)
        begins = start.date()
        if not first <= begins < last:
            return None
        way = self.routes[activity.programme]
        cancelled = amended.cancelled
        steps = () if cancelled is not None else self._steps(way, key, begins)
        place = amended.place or activity.place
        return Occurrence(
            key, group, activity, start, end, place,
            (dated.why, *why, *amended.why),
            () if cancelled is not None else self._warnings(activity, way, year, begins, end) + self._late(activity, year, begins, steps),
            steps,
            way.reactions, way.meeting, cancelled, amended.items, amended.corrections, amended.revision, amended.at, amended.by_hand,
        )  # fmt: skip

    def _allowed(self, activity: Activity, day: date) -> tuple[date, tuple[str, ...]]:
        """The day itself, or the next open one with the same weekday where the activity asks for that (within the quarter to come)."""
        if activity.closed == "warn":
            return day, ()
        counties = self.cycle.schedule.group.counties
        reasons = self.days.closed(day, counties)
        if not reasons:
            return day, ()
        step = timedelta(days=7) if day.weekday() < 5 else _DAY  # noqa: PLR2004  Saturday
        moved = next((later for n in range(1, 14) if not self.days.closed(later := day + n * step, counties)), day)
        return moved, (f"flyttet fra {_short(day)}: {_listed(reasons)}",) if moved != day else ()

    def _warnings(self, activity: Activity, way: Route, year: int, day: date, end: datetime) -> tuple[str, ...]:
        """What a person should know of the date, as sentences."""
        found = [
            self._closed_warning(way, day, reason)
            for reason in (self.days.closed(day, self.cycle.schedule.group.counties) if way.meeting else self._deadline_reasons(day))
        ]
        if way.meeting and day.weekday() == _FRIDAY and end.time() > _AFTERNOON:
            found.append("fredag etter kl. 14")
        if not activity.responsible:
            found.append("ingen er ansvarlig")
        found += [
            f"bygger på «{self._title(name)}», som ikke er lagt før denne"
            for name in activity.depends
            if not self._comes_before(name, year, day)
        ]
        return tuple(found)

    def _late(self, activity: Activity, year: int, day: date, steps: Sequence[Step]) -> tuple[str, ...]:
        """What this builds on that is done that year, but after people are asked: a revised plan, too late for the budget."""
        programme = self.cycle.programmes[activity.programme]
        asking = next((step.at.astimezone(OSLO).date() for step in steps if step.rule.expects == "answer"), None)
        if not programme.due or asking is None:
            return ()
        names = [name for name in activity.depends if name in self.entries]
        late = (name for name in names if any(asking < one.day and one.day.year == day.year for one in self._settled(name, year)))
        return tuple(f"«{self._title(name)}» er ferdig for sent: det blir spurt om tiltak {_short(asking)}" for name in late)

    def _deadline_reasons(self, day: date) -> tuple[Closed, ...]:
        if self.days.working(day):
            return ()
        return tuple(reason for reason in self.days.closed(day) if reason.kind in (Kind.WEEKEND, Kind.HOLIDAY))

    def _closed_warning(self, way: Route, day: date, reason: Closed) -> str:
        if way.meeting:
            return reason.why
        return f"fristen faller på {reason.why}; siste arbeidsdag før er {_short(self.days.before(day))}"

    def _title(self, name: str) -> str:
        return self.entries[name].title if name in self.entries else name

    def _comes_before(self, name: str, year: int, day: date) -> bool:
        """Whether what this depends on falls in the year up to `day`."""
        if name not in self.entries:
            return False
        earliest = day - timedelta(days=366)
        return any(earliest <= dated.day < day for near in (year, year - 1) for dated in self._settled(name, near))

    def _steps(self, way: Route, key: str, day: date) -> tuple[Step, ...]:
        if day not in way.laid:
            way.laid[day] = tuple(sorted((self._due(offset, day) for offset in way.dated), key=_at))
        return tuple([Step(f"{key}/{name}", at, rule, why) for name, at, rule, why in way.laid[day]])

    def _due(self, offset: Offset, day: date) -> Due:
        rule, amount, workdays, clock, why = offset
        due = falls(offset, day, self.days)
        if not workdays and due != (counted := day + amount * _DAY):
            why = f"{why}, flyttet fra {_short(counted)} til nærmeste arbeidsdag"
        return Due(rule.name, datetime.combine(due, clock, OSLO).astimezone(UTC), rule, why)


def calls(rule: StepRule) -> bool:
    """Whether a step calls people to a meeting, so that the body's rule for how long before is about it."""
    return rule.at is not None and rule.at.startswith("-") and rule.to == "members" and bool(rule.papers) and rule.requires is None


def falls(offset: Offset, day: date, days: Days) -> date:
    """The day that a step falls on when it is counted from `day`: what is counted in days moves to the nearest working day."""
    if offset.workdays:
        return days.count(day, offset.amount)
    counted = day + offset.amount * _DAY
    return days.before(counted) if offset.amount <= 0 else days.after(counted)


def _at(due: Due) -> datetime:
    return due.at


def route(programme: Programme) -> Route:
    """A programme with its offsets read once."""
    dated = tuple(_offset(rule, meeting=programme.meeting) for rule in programme.step if rule.at is not None)
    return Route(programme.meeting, dated, tuple(rule for rule in programme.step if rule.on is not None))


def _offset(rule: StepRule, *, meeting: bool) -> Offset:
    text = rule.at or "0d"
    workdays = text.endswith("wd")
    amount = int(text.removesuffix("wd").removesuffix("d"))
    unit = ("arbeidsdag" if abs(amount) == 1 else "arbeidsdager") if workdays else ("dag" if abs(amount) == 1 else "dager")
    what = "møtet" if meeting else "fristen"
    side = f"på dagen for {what}" if amount == 0 else f"{abs(amount)} {unit} {'før' if amount < 0 else 'etter'} {what}"
    return Offset(rule, amount, workdays, hours.clock(rule.time), side)


@lru_cache(maxsize=_SPANS_KEPT)
def _span(hours_written: str, day: date) -> tuple[datetime, datetime]:
    """Start and end in Norway; a duty without a clock time lasts the whole day."""
    span = hours.span(hours_written) if hours_written else None
    if span is None:
        return wall(day, _MIDNIGHT), wall(day + _DAY, _MIDNIGHT)
    return wall(day, span[0]), wall(day, span[1])


def _short(day: date) -> str:
    return f"{NAMES[day.weekday()]} {day.day}.{day.month}.{day.year}"


def _listed(reasons: Iterable[Closed]) -> str:
    return ", ".join(reason.why for reason in reasons)


@dataclass(frozen=True, slots=True)
class Amended:
    """All amendments to one occurrence, as what they come to."""

    span: tuple[datetime, datetime] | None = None
    place: Place | None = None
    cancelled: str | None = None
    items: tuple[Item, ...] = ()
    corrections: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    revision: int = 0
    at: datetime | None = None

    @property
    def by_hand(self) -> frozenset[str]:
        """What a person has set."""
        return frozenset(name for name, value in (("moved", self.span), ("relocated", self.place)) if value is not None)


UNCHANGED = Amended()


def fold(amendments: Iterable[Amendment]) -> Amended:
    """Amendments in the order they were made; the last word on each thing counts."""
    state = UNCHANGED
    for amendment in amendments:
        state = replace(_amended(state, amendment), revision=state.revision + 1, at=amendment.at)
    return state


def _amended(state: Amended, amendment: Amendment) -> Amended:
    on = amendment.at.astimezone(OSLO)
    said = f"av {amendment.who} {on.day}.{on.month}.{on.year}"
    match amendment.change:
        case Moved(start=start, end=end):
            return replace(state, span=(start.astimezone(OSLO), end.astimezone(OSLO)), why=(*state.why, f"flyttet {said}"))
        case Relocated(place=place):
            return replace(state, place=place, why=(*state.why, f"nytt møtested satt {said}"))
        case Cancelled(reason=reason):
            return replace(state, cancelled=reason, why=(*state.why, f"avlyst {said}"))
        case ItemAdded(item=item):
            return replace(state, items=(*state.items, item))
        case Corrected(what=what):
            return replace(state, corrections=(*state.corrections, what))
