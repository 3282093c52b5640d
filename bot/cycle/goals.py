"""Goals and their indicators: the path from where it was to where it shall be, what is left, and where two goals say different things."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from bot.cycle import figures
from bot.cycle.figures import Figure
from bot.cycle.memory import Measured
from bot.cycle.model import OSLO
from bot.cycle.written import Goal

NEAR = 0.05
"""Two paces that differ by less than this part are the same pace, rounded."""
TENFOLD = 10
HUNDRED = 100
TIMES = frozenset((
    "minutt", "minutter", "time", "timer", "timar", "dag", "dager", "dagar", "uke", "uker", "veke", "veker",
    "måned", "måneder", "månad", "månader",
))  # fmt: skip
"""Units of how long something takes: that of several is no sum."""
Odd = Literal["tenfold", "tenth", "negative", "over-hundred", "fraction", "not-yet"]
"""What a person should look at: ten times more or less than last, below nought, too much or too little for per cent, a year to come."""


class Point(NamedTuple):
    """A value in a year."""

    year: int
    value: float


class Current(NamedTuple):
    """What holds now for one year and region, and what was said before, the newest first."""

    now: Measured
    earlier: tuple[Measured, ...] = ()


class Aim(NamedTuple):
    """What a goal says, in figures. What is not written, or cannot be read, is None."""

    goal: Goal
    baseline: Point | None = None
    target: Figure | None = None
    year: int | None = None
    per_year: float | None = None
    each_year: float | None = None
    assumed: bool = False
    """The baseline is not written: it is the first value that was measured."""

    @property
    def end(self) -> Point | None:
        """Where the path ends: at the nearer end of a span."""
        if self.target is None or self.target.value is None or self.year is None:
            return None
        return Point(self.year, self.target.value)

    @property
    def pace(self) -> float | None:
        """How much a year it takes from the start to the end, or how much a year is aimed at."""
        if self.per_year is not None:
            return self.per_year
        if self.baseline is None or self.end is None or self.end.year <= self.baseline.year:
            return None
        return (self.end.value - self.baseline.value) / (self.end.year - self.baseline.year)

    def met(self, value: float) -> bool | None:
        """Whether a value is good enough; None for a goal without a figure for it."""
        aimed = self.each_year if self.each_year is not None else self.target.value if self.target else None
        if aimed is None:
            return None
        if self.target is not None and self.target.bound in ("more", "less"):
            return value > aimed if self.target.bound == "more" else value < aimed
        return value <= aimed if self.goal.direction == "at-most" else value >= aimed

    def expected(self, year: int) -> float | None:
        """Where an even path is in a year; None before its start, and for a goal without one."""
        if self.each_year is not None:
            return self.each_year
        if self.baseline is None or self.pace is None or year < self.baseline.year:
            return None
        last = self.end.year if self.end and self.per_year is None else year
        return self.baseline.value + self.pace * (min(year, last) - self.baseline.year)


class Standing(NamedTuple):
    """How a goal stands: its newest own value, where an even path would be then, and what remains from it (or from the baseline)."""

    aim: Aim
    latest: Point | None
    remaining: float | None = None
    years: int = 0
    expected: float | None = None
    met: bool | None = None

    @property
    def a_year(self) -> float | None:
        """What remains, by the years that remain; None when there is nothing left of one of them."""
        return self.remaining / self.years if self.remaining is not None and self.years > 0 else None


class Disagreement(NamedTuple):
    """Two goals about the same, and how much a year each of them takes. `leads` is where the other's pace leads in the year of the one."""

    one: Aim
    other: Aim
    leads: Point | None = None


def aim(goal: Goal) -> Aim:
    """A goal with its figures read. What cannot be read is left out; `goal_faults` tells of it."""
    base, target = goal.baseline, goal.target
    start = figures.read(base.value).value if base else None
    end = figures.read(target.value) if target and target.value is not None else None
    return Aim(
        goal,
        baseline=Point(base.year, start) if base and start is not None else None,
        target=end if end and end.value is not None else None,
        year=target.year if target else None,
        per_year=None if goal.per_year is None else figures.read(goal.per_year).value,
        each_year=None if goal.each_year is None else figures.read(goal.each_year).value,
    )


def current(goal: Goal, stored: Iterable[Measured] = ()) -> tuple[Current, ...]:
    """What was measured, by region (the group's own first) and year: what stands in the schedule and what was stored, the newest of each.

    A value that was told again is said once. What stands in the schedule with a day counts from the end of that day.
    """
    found: defaultdict[tuple[str, int], list[Measured]] = defaultdict(list)
    for one in (*_written(goal), *(one for one in stored if one.goal == goal.id)):
        found[one.region, one.year].append(one)
    order = {region: place for place, region in enumerate(("", *goal.regions))}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), key))
    return tuple(_newest(found[key]) for key in keys)


def _written(goal: Goal) -> Iterator[Measured]:
    for one in goal.values:
        value = figures.read(one.value).value
        if value is not None:
            yield Measured(goal.id, one.year, one.region, value, one.source, _end(one.at) if one.at else None)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, OSLO).astimezone(UTC)


def _newest(told: Sequence[Measured]) -> Current:
    """Those with no instant first, in the order they are written; equal values in a row are one."""
    oldest = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(told, key=lambda one: one.at or oldest)  # a stable sort: of two at once, the one that was said last
    kept = [one for place, one in enumerate(ordered) if place == 0 or one.value != ordered[place - 1].value]
    now, *earlier = reversed(kept)
    return Current(now, tuple(earlier))


def asked_year(goal: Goal, year: int) -> int:
    """The year whose value is asked for in `year`."""
    return year - 1 if goal.asked_year == "before" else year


def last(values: Iterable[Current], region: str, before: int) -> Current | None:
    """The newest value of a region from a year before this one."""
    return max((one for one in values if one.now.region == region and one.now.year < before), key=lambda one: one.now.year, default=None)


def percent(goal: Goal) -> bool:
    """Whether the goal is counted in parts of a hundred, as «prosent av husstandene» and not «prosent vekst»."""
    unit = goal.unit.casefold()
    return unit in ("%", "prosent") or unit.startswith(("prosent av ", "% av "))


def added(goal: Goal) -> bool:
    """Whether the values of several make a sum: persons and kroner do, parts of a hundred and spans of time do not."""
    return not percent(goal) and goal.unit.casefold().partition(" ")[0] not in TIMES


def odd(goal: Goal, values: Sequence[Current], new: Measured, year: int) -> tuple[Odd, ...]:
    """What is odd in a value that is told in `year`, beside the nearest year, or else where the goal begins. It may still be right."""
    found: list[Odd] = []
    known = {one.now.year: one.now.value for one in values if one.now.region == new.region and one.now.year != new.year}
    nearest = min(known, key=lambda one: (abs(one - new.year), one), default=None)
    found_aim = aim(goal)
    start = found_aim.baseline.value if found_aim.baseline and not new.region else None
    beside = known[nearest] if nearest is not None else start
    if beside and new.value / beside >= TENFOLD:
        found.append("tenfold")
    if beside and 0 <= new.value / beside <= 1 / TENFOLD:
        found.append("tenth")
    if new.value < 0 <= min((beside or 0, *known.values())):
        found.append("negative")
    if percent(goal) and new.value > HUNDRED:
        found.append("over-hundred")
    if percent(goal) and 0 < new.value < 1:
        found.append("fraction")
    if new.year > year:
        found.append("not-yet")
    return tuple(found)


def own(values: Iterable[Current]) -> tuple[Point, ...]:
    """The group's own values, by year."""
    return series(values, "")


def series(values: Iterable[Current], region: str) -> tuple[Point, ...]:
    """The values of one region, by year."""
    return tuple(Point(one.now.year, one.now.value) for one in values if one.now.region == region)


def started(found: Aim, values: Iterable[Current]) -> Aim:
    """A goal that is counted from something: where it says not from what, from the first of the group's own values."""
    first = min(own(values), default=None)
    if found.baseline is not None or first is None or found.each_year is not None:
        return found
    return found._replace(baseline=first, assumed=True)


def standing(goal: Goal, values: Sequence[Current]) -> Standing:
    """How a goal stands, by the newest of the group's own values; before there is one, by the baseline."""
    found, latest = started(aim(goal), values), max(own(values), default=None)
    from_here = latest or found.baseline
    met = found.met(latest.value) if latest else None
    expected = found.expected(latest.year) if latest else None
    if found.end is None or from_here is None:
        return Standing(found, latest, expected=expected, met=met)
    return Standing(found, latest, found.end.value - from_here.value, found.end.year - from_here.year, expected, met)


def path(found: Aim, until: int) -> tuple[Point, ...]:
    """The corners of the way to the goal: from the baseline to the target, or as long as `until` where a pace has no end."""
    if found.each_year is not None:
        return ()
    if found.baseline is None or found.pace is None:
        return ()
    last = found.end.year if found.end else max(until, found.baseline.year + 1)
    value = found.expected(last)
    return (found.baseline, Point(last, value)) if value is not None else ()


def disagreements(goals: Sequence[Goal]) -> tuple[Disagreement, ...]:
    """The pairs of goals that are to be seen beside each other and ask for different things. Both stay; which one holds is for people."""
    by_id: Mapping[str, Goal] = {goal.id: goal for goal in goals}
    pairs = {tuple(sorted((goal.id, other))): (goal, by_id[other]) for goal in goals for other in goal.beside if other in by_id}
    return tuple(found for one, other in pairs.values() if (found := _disagreement(aim(one), aim(other))))


def _disagreement(one: Aim, other: Aim) -> Disagreement | None:
    if one.pace is None and other.pace is None:
        return _ends(one, other)
    if one.pace is None or other.pace is None or _near(one.pace, other.pace):
        return None
    if one.baseline is None or one.end is None:
        one, other = other, one
    leads = None
    if one.baseline and one.end and other.pace is not None:
        leads = Point(one.end.year, one.baseline.value + other.pace * (one.end.year - one.baseline.year))
    return Disagreement(one, other, leads)


def _ends(one: Aim, other: Aim) -> Disagreement | None:
    """Two goals for one year, with different figures in one unit."""
    if not one.end or not other.end or one.end.year != other.end.year or one.goal.unit != other.goal.unit:
        return None
    return None if _near(one.end.value, other.end.value) else Disagreement(one, other)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(abs(one), abs(other))
