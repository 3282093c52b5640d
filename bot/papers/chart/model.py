"""What a chart shows, taken from a goal and its values: no place and no size is decided here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.cycle import goals
from bot.cycle.goals import Aim, Current, Disagreement, Point
from bot.cycle.written import Goal, Language
from bot.papers import norsk, progress

INDEX = 100.0


class Words(NamedTuple):
    """What a chart says beside its numbers."""

    measured: str
    even: str
    goal: str
    each: str
    a_year: str
    as_index: str
    missing: str
    chart: str
    year: str
    source: str
    regions: str
    millions: str
    billions: str


WORDS: dict[Language, Words] = {
    "nb": Words(
        measured="Målt", even="Jevn utvikling", goal="Mål", each="hvert år", a_year="i året", as_index="Indeks, {year} = 100",
        missing="Uten tall for {year}: {names}.", chart="Linjediagram", year="År", source="Kilde", regions="Til sammenligning",
        millions="millioner", billions="milliarder",
    ),
    "nn": Words(
        measured="Målt", even="Jamn utvikling", goal="Mål", each="kvart år", a_year="i året", as_index="Indeks, {year} = 100",
        missing="Utan tal for {year}: {names}.", chart="Linjediagram", year="År", source="Kjelde", regions="Til samanlikning",
        millions="millionar", billions="milliardar",
    ),
}  # fmt: skip


class Series(NamedTuple):
    """Values by year, and what they are called where they end."""

    name: str
    points: tuple[Point, ...]


class Way(NamedTuple):
    """A way to a goal, from corner to corner. `said` is the value at its end in words, `high` the other end where a goal is a span."""

    name: str
    points: tuple[Point, ...]
    said: str = ""
    high: float | None = None
    mark: bool = True
    """Whether it ends in a goal: where one pace only leads somewhere, no goal stands there."""


class Chart(NamedTuple):
    """Everything that one chart shows. Values are as they were measured; drawn as an index, `hundred` is the year that is 100."""

    title: str
    unit: str
    language: Language
    said: tuple[str, ...] = ()
    measured: tuple[Current, ...] = ()
    baseline: Point | None = None
    ways: tuple[Way, ...] = ()
    others: tuple[Series, ...] = ()
    hundred: int | None = None

    @property
    def own(self) -> tuple[Point, ...]:
        return goals.own(self.measured)

    @property
    def heading(self) -> str:
        """What is counted, as it stands under the title."""
        words = WORDS[self.language]
        unit = self.unit[:1].upper() + self.unit[1:]
        return ". ".join(part for part in (unit, words.as_index.format(year=self.hundred) if self.hundred else "") if part)

    @property
    def description(self) -> str:
        """The chart in words, for the one who hears it."""
        missing = self.missing
        said = (f"{WORDS[self.language].chart}: {self.title}.", *self.said, *([missing] if missing else []))
        return " ".join(said)

    @property
    def missing(self) -> str:
        """Which series cannot be drawn, since they have no value in the year that is 100."""
        names = tuple(one.name for one in self.others if self.hundred and _at(one.points, self.hundred) is None)
        return WORDS[self.language].missing.format(year=self.hundred, names=norsk.listed(names)) if names else ""


def of(
    goal: Goal, values: Sequence[Current], language: Language, disagreements: Sequence[Disagreement] = (), title: str = ""
) -> Chart | None:
    """The chart of a goal; None when nothing was measured, and there is no way to draw.

    Another goal that asks for something else is one more way.
    """
    standing = goals.standing(goal, values)
    found, own = standing.aim, goals.own(values)
    last = max((point.year for point in own), default=0)
    ways = (*_ways(found, own, language), *_led(found, disagreements, language))
    if not own and not any(len(way.points) > 1 for way in ways):
        return None
    others = tuple(Series(region, series) for region in _regions(values) if (series := goals.series(values, region)))
    return Chart(
        title=title or goal.title,
        unit=goal.unit,
        language=language,
        said=progress.sentences(standing, language),
        measured=tuple(values),
        baseline=found.baseline if ways and not found.assumed and last != _year(found.baseline) else None,
        ways=ways,
        others=others,
        hundred=_index_year(found, own) if goal.compare == "index" and others else None,
    )


def _year(point: Point | None) -> int | None:
    return point.year if point else None


def _regions(values: Sequence[Current]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.now.region for one in values if one.now.region))


def _ways(found: Aim, own: Sequence[Point], language: Language) -> Iterator[Way]:
    """The goal's own way: to its end, or level where it is the same every year, or a mark alone where it is counted from nothing."""
    words, years = WORDS[language], [point.year for point in own]
    if found.each_year is not None and years:
        bound = progress.WORDS[language].bounds[found.goal.direction]
        name = f"{bound.capitalize()} {progress.number(found.each_year)} {words.each}"
        yield Way(name, (Point(min(years), found.each_year), Point(max(*years, min(years) + 1), found.each_year)), mark=False)
        return
    corners = goals.path(found, max(years, default=0))
    if found.end is not None:
        said = progress.span(found.target, language) if found.target else ""
        yield Way(f"{words.goal} {found.end.year}", corners or (found.end,), said, found.target.high if found.target else None)
    elif corners and found.per_year is not None:
        yield Way(f"{progress.number(found.per_year)} {words.a_year}", corners, progress.number(corners[-1].value), mark=False)


def _led(found: Aim, disagreements: Sequence[Disagreement], language: Language) -> Iterator[Way]:
    """Where the pace of a goal that says something else would lead from the same start."""
    for other in disagreements:
        if other.one.goal.id == found.goal.id and other.leads and other.other.pace is not None and found.baseline:
            name = f"{progress.pace(other.other.pace)} {WORDS[language].a_year}"
            yield Way(name, (found.baseline, other.leads), progress.number(other.leads.value), mark=False)


def _index_year(found: Aim, own: Sequence[Point]) -> int | None:
    """The year that is 100: the first that was measured, or the baseline's."""
    start = min(own, default=found.baseline)
    return start.year if start is not None and start.value > 0 else None


def _at(points: Sequence[Point], year: int) -> float | None:
    return next((point.value for point in points if point.year == year), None)


def indexed(chart: Chart) -> Chart:
    """The chart in the numbers that are drawn: as they are, or each series as parts of a hundred of what it was in the same year."""
    if chart.hundred is None:
        return chart
    base = _at((*chart.own, *([chart.baseline] if chart.baseline else [])), chart.hundred)
    if not base:
        return chart._replace(hundred=None)
    own = {one: one._replace(now=one.now._replace(value=one.now.value / base * INDEX)) for one in chart.measured if not one.now.region}
    bases: Mapping[str, float | None] = {one.name: _at(one.points, chart.hundred) for one in chart.others}
    return chart._replace(
        measured=tuple(own.values()),
        baseline=_part(chart.baseline, base) if chart.baseline else None,
        ways=tuple(
            way._replace(points=points, said=_shown(way, points[-1].value), high=way.high / base * INDEX if way.high else None)
            for way in chart.ways
            for points in [tuple(_part(point, base) for point in way.points)]
        ),
        others=tuple(
            Series(one.name, tuple(_part(point, start) for point in one.points)) for one in chart.others if (start := bases[one.name])
        ),
    )


def _shown(way: Way, value: float) -> str:
    return progress.number(round(value, 1)) if way.said else ""


def _part(point: Point, base: float) -> Point:
    return Point(point.year, point.value / base * INDEX)
