"""Where everything on a chart stands: its plot, its axes, and its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from bot.cycle import goals
from bot.papers import progress
from bot.papers.chart import labels, scale
from bot.papers.chart.ink import Ink
from bot.papers.chart.labels import Box, Label, Segment
from bot.papers.chart.model import WORDS, Chart, Way
from bot.papers.wheel.geometry import Point
from bot.papers.wheel.text import parted, shown, width

WIDE, HIGH = 720.0, 400.0
EDGE = 16.0
TITLE, SMALL, BODY = 17.0, 12.0, 13.0
ASIDE = 150.0
"""The most room a line of words has, where a line of the chart ends."""
GAP = 12.0
INSET = 24.0
"""Between the left edge of the plot and the first year: half a number has room there."""
BEYOND = 0.25
"""Lines that end in this last part of the plot have their names beyond its right edge, and the others in the middle of it."""
SCALES = ((1e10, 1e9, "billions"), (1e7, 1e6, "millions"))
"""From how large a value on, by what the numbers along the side are divided, and what that is called."""


class End(NamedTuple):
    """The end of a line, and what stands there."""

    at: Point
    label: Label


@dataclass(frozen=True)
class Layout:
    """Where everything on a chart stands. The numbers of `chart` are the ones that are drawn."""

    chart: Chart
    ink: Ink
    missing: str = ""
    """What the numbers could not be drawn of."""
    titled: bool = True

    @cached_property
    def factor(self) -> tuple[float, str]:
        """By what all numbers are divided, and the word for it: nothing below ten million."""
        most = max(abs(value) for value in self._values())
        words = WORDS[self.chart.language]
        return next(((by, str(getattr(words, name))) for from_here, by, name in SCALES if most >= from_here), (1.0, ""))

    def _values(self) -> Iterator[float]:
        for points in self._all():
            yield from (point.value for point in points)
        yield from (way.high for way in self.chart.ways if way.high is not None)

    def _all(self) -> Iterator[Sequence[goals.Point]]:
        chart = self.chart
        yield chart.own
        yield from (way.points for way in chart.ways)
        yield from (one.points for one in chart.others)
        yield self._baseline

    # --- where things stand

    @cached_property
    def heading(self) -> tuple[Label, ...]:
        """The title in one line or two, and what is counted."""
        room = WIDE - 2 * EDGE
        found: list[Label] = []
        if self.titled:
            lines = parted(shown(self.chart.title), TITLE, room, room, 2, bold=True)
            found.append(Label(lines, Point(EDGE, EDGE + TITLE * labels.ABOVE), TITLE, bold=True, colour=self.ink.words))
        said = " ".join(part for part in (self.chart.heading, f"({self.factor[1]})" if self.factor[1] else "") if part)
        if said:
            lines = parted(shown(said), BODY, room, room, 2)
            found.append(Label(lines, Point(EDGE, found[-1].box.bottom + BODY if found else EDGE + BODY), BODY, colour=self.ink.muted))
        return tuple(found)

    @cached_property
    def note(self) -> tuple[Label, ...]:
        """What is missing, in one line or two at the bottom."""
        lines = parted(shown(self.missing), SMALL, WIDE - 2 * EDGE, WIDE - 2 * EDGE, 2) if self.missing else ()
        top = HIGH - EDGE - (len(lines) - 1) * labels.LINE * SMALL
        return (Label(lines, Point(EDGE, top), SMALL, colour=self.ink.muted),) if lines else ()

    @cached_property
    def plot(self) -> Box:
        """The part that lines are drawn in."""
        top = (self.heading[-1].box.bottom if self.heading else EDGE) + GAP + 4
        bottom = (self.note[0].box.top if self.note else HIGH - EDGE / 2) - GAP - BODY - 4
        beside = max(width(text, SMALL) for text in self._sides(top, bottom))
        aside = max((label.box.right for _, label, late in self._named if late), default=0.0)
        return Box(EDGE + beside + GAP / 2, top, WIDE - EDGE - GAP - aside, bottom)

    def _sides(self, top: float, bottom: float) -> tuple[str, ...]:
        return scale.written(self._heights(top, bottom))

    def _heights(self, top: float, bottom: float) -> scale.Axis:
        return scale.values([value / self.factor[0] for value in self._values()], bottom, top)

    @cached_property
    def heights(self) -> scale.Axis:
        return self._heights(self.plot.top, self.plot.bottom)

    @cached_property
    def _years(self) -> tuple[int, int]:
        years = [point.year for points in self._all() for point in points]
        return min(years), max(years)

    @cached_property
    def years(self) -> scale.Axis:
        return scale.years(*self._years, self.plot.left + INSET, self.plot.right, width("2000", SMALL) + GAP)

    def _behind(self, year: int) -> float:
        """How far before the right edge a year is: 0 at the edge, 1 at the left."""
        first, last = self._years
        return (last - year) / (last - first) if last > first else 0.0

    def at(self, point: goals.Point) -> Point:
        """Where a value in a year stands."""
        return Point(self.years.at(point.year), self.heights.at(point.value / self.factor[0]))

    def line(self, points: Sequence[goals.Point]) -> tuple[Point, ...]:
        return tuple(self.at(point) for point in points)

    # --- the words

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All lines that words may not stand over."""
        return tuple(pair for points in self._all() for pair in pairwise(self.line(points)))

    @cached_property
    def _named(self) -> tuple[tuple[goals.Point, Label, bool], ...]:
        """What stands where lines end, with the ends, and whether it has its place beyond the right edge."""
        ways = [
            (way.points[-1], self._name(": ".join(filter(None, (way.name, self._said(way)))), self._colour(nth), bold=nth == 0))
            for nth, way in enumerate(self.chart.ways)
        ]
        own = [(self.chart.own[-1], self._name(self._newest, self.ink.measured, bold=True))] if self.chart.own else []
        others = [(one.points[-1], self._name(one.name, self.ink.muted)) for one in self.chart.others]
        late = BEYOND if others else 0.0
        found = [(point, label, self._behind(point.year) <= 0.0) for point, label in ways]
        behind = min((self._behind(point.year) for point, _ in (*own, *others)), default=0.0)
        return (*found, *((point, label, behind <= late) for point, label in (*own, *others)))

    @property
    def _newest(self) -> str:
        last = self.chart.own[-1]
        return f"{WORDS[self.chart.language].measured} {last.year}: {self._number(last.value)}"

    def _said(self, way: Way) -> str:
        return self._number(way.points[-1].value) if way.said and self.factor[1] else way.said

    def _number(self, value: float) -> str:
        return progress.number(round(value, 1) if self.chart.hundred is not None else value / self.factor[0])

    def _colour(self, nth: int) -> str:
        return self.ink.way if nth == 0 else self.ink.second

    def _name(self, name: str, colour: str, *, bold: bool = False) -> Label:
        size = BODY if bold else SMALL
        return Label(parted(shown(name), size, ASIDE, ASIDE, 2, bold=bold), Point(0, 0), size, bold, colour)

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """What stands where lines end: beyond the right edge; else right beside the end, or in a column of its own where there are many."""
        aside = [End(self.at(point), label) for point, label, late in self._named if late]
        found = list(_stacked(aside, self.plot.right + GAP, self.plot.top - GAP, self.plot.bottom + GAP))
        left = [End(self.at(point), label) for point, label, late in self._named if not late]
        if len(left) > len(self.chart.ways) + 1:
            return (*found, *self._between(left, [one.label.box for one in found]))
        for end in left:
            taken = [one.label.box for one in found]
            label = self._near(end, taken)
            found.extend([end._replace(label=label)] if label else self._between([end], taken))
        return tuple(found)

    def _between(self, ends: Sequence[End], taken: Sequence[Box]) -> Iterator[End]:
        """Names in the middle of the plot: above the ways that pass there, or below them. One that meets another is left to the table."""
        left = max(end.at.x for end in ends) + GAP + 6
        right = left + max(end.label.box.right - end.label.box.left for end in ends)
        passing = [y for way in self.chart.ways for pair in pairwise(self.line(way.points)) for y in _passing(pair, left, right)]
        high, low = (min(passing), max(passing)) if passing else (self.plot.bottom + GAP, self.plot.bottom + GAP)
        above = [end for end in ends if end.at.y <= (high + low) / 2]
        below = [end for end in ends if end.at.y > (high + low) / 2]
        placed = (*_stacked(above, left, self.plot.top - GAP, high - 4), *_stacked(below, left, low + 4, self.plot.bottom + GAP))
        yield from (end for end in placed if labels.free(end.label.box, Box(0, 0, WIDE, HIGH), taken, ()))

    def _near(self, end: End, taken: Sequence[Box]) -> Label | None:
        """A name right of the end of its line, above it or below it, where it is in nobody's way."""
        (x, y), (left, top, right, bottom) = end.at, end.label.box
        wide, high, rise = right - left, bottom - top, labels.ABOVE * end.label.size
        places = (
            Point(x + GAP, y - high / 2 + rise),
            Point(x - wide / 2, y - GAP - high + rise),
            Point(x - wide / 2, y + GAP + rise),
            Point(x - wide - GAP, y - high / 2 + rise),
        )
        return self._first(end.label, places, [*taken, *self._marks(end.at)])

    def _first(self, label: Label, places: Sequence[Point], taken: Sequence[Box]) -> Label | None:
        """The label at the first of some places where it is free."""
        edges = Box(self.plot.left - GAP / 2, self.plot.top - GAP, WIDE - EDGE, self.plot.bottom)
        placed = (label._replace(at=at) for at in places)
        return next((one for one in placed if labels.free(one.box, edges, taken, self.segments)), None)

    @cached_property
    def values(self) -> tuple[Label, ...]:
        """The numbers beside the marks: the baseline, and the others, each where there is room above or below. The newest has a name."""
        found: list[Label] = []
        for point in (*self._baseline, *self.chart.own[:-1]):
            taken = [*(end.label.box for end in self.ends), *(one.box for one in found), *self._marks(self.at(point))]
            label = self._value(point, taken)
            if label is not None:
                found.append(label)
        return tuple(found)

    def _value(self, point: goals.Point, taken: Sequence[Box]) -> Label | None:
        label = Label((self._number(point.value),), Point(0, 0), SMALL, colour=self.ink.words)
        (x, y), wide, rise = self.at(point), label.box.right, labels.ABOVE * SMALL
        places = (
            Point(x - wide / 2, y - 10),
            Point(x - wide / 2, y + 9 + rise),
            Point(x - wide + 6, y - 10),
            Point(x - 6, y + 9 + rise),
        )
        return self._first(label, places, taken)

    @property
    def _baseline(self) -> tuple[goals.Point, ...]:
        return (self.chart.baseline,) if self.chart.baseline else ()

    def _marks(self, but: Point) -> Iterator[Box]:
        """Where marks are, which words may not cover."""
        for point in (*self.chart.own, *self._baseline, *(way.points[-1] for way in self.chart.ways if way.mark)):
            x, y = self.at(point)
            if (x, y) != but:
                yield Box(x - 6, y - 6, x + 6, y + 6)

    @property
    def labels(self) -> tuple[Label, ...]:
        """All words on the chart but the numbers along its sides."""
        return (*self.heading, *(end.label for end in self.ends), *self.values, *self.note)


def _stacked(ends: Sequence[End], left: float, low: float, high: float) -> Iterator[End]:
    """Names in one column, each at the height of its line or as near as there is room."""
    placed = labels.stacked([end.label._replace(at=Point(left, 0)) for end in ends], [end.at.y for end in ends], low, high)
    yield from (ends[nth]._replace(label=label) for nth, label in placed)


def _passing(segment: Segment, left: float, right: float) -> Iterator[float]:
    """How high a line stands where it passes between two places from left to right, at both."""
    one, other = segment
    if other.x > one.x and one.x < right and other.x > left:
        for x in (max(left, one.x), min(right, other.x)):
            yield one.y + (x - one.x) / (other.x - one.x) * (other.y - one.y)
