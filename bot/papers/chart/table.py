"""The numbers of a chart as tables, for the one who does not see it; and both of them as blocks of a paper."""

from collections.abc import Iterator, Sequence

from bot.cycle.goals import Point
from bot.papers import norsk, progress
from bot.papers.chart.drawing import draw
from bot.papers.chart.model import INDEX, WORDS, Chart, Series, Way
from bot.papers.model import Block, Grid, Paragraph, Picture, Run

WIDTH = 150
"""Millimetres, in a paper that stands."""
BESIDE = 4
"""So many regions have place in one table, beside the year, before the paper must lie down."""
NOTHING = "–"


def blocks(chart: Chart, *, grey: bool = False, titled: bool = True) -> tuple[Block, ...]:
    """The picture, and below it every number that it shows. Without `titled`, where the title stands above it already."""
    return (Picture(draw(chart, grey=grey, titled=titled), chart.description, WIDTH), *tables(chart))


def tables(chart: Chart) -> Iterator[Block]:
    """What was measured beside the way to the goal, and what it is compared with, year by year."""
    years = sorted({point.year for points in _own(chart) for point in points})
    if years:
        yield _mine(chart, years)
    for start in range(0, len(chart.others), BESIDE):
        others = chart.others[start : start + BESIDE]
        names = norsk.listed(tuple(one.name for one in others))
        yield Paragraph((Run(f"{WORDS[chart.language].regions}: {names}"),))
        yield _compared(chart, others)


def _own(chart: Chart) -> Iterator[Sequence[Point]]:
    yield chart.own
    yield (chart.baseline,) if chart.baseline else ()
    yield from (way.points for way in chart.ways)


def _mine(chart: Chart, years: Sequence[int]) -> Grid:
    words = WORDS[chart.language]
    measured = {one.now.year: one.now for one in chart.measured if not one.now.region}
    sourced = any(one.source for one in measured.values())
    start = {chart.baseline.year: chart.baseline.value} if chart.baseline else {}
    values = start | {year: one.value for year, one in measured.items()}
    header = (words.year, words.measured, *(_heading(chart, way) for way in chart.ways), *([words.source] if sourced else []))
    rows = tuple(
        (
            str(year),
            _cell(chart, values.get(year), values),
            *(_way(way, year) for way in chart.ways),
            *([measured[year].source if year in measured else ""] if sourced else []),
        )
        for year in years
    )
    return Grid(header, rows, ". ".join(part for part in (chart.title, chart.heading) if part))


def _heading(chart: Chart, way: Way) -> str:
    words = WORDS[chart.language]
    if len(way.points) == 1:
        return words.goal
    return words.even if way.mark else way.name


def _way(way: Way, year: int) -> str:
    """Where a way is in a year; at its end, both ends of a span."""
    first, last = way.points[0], way.points[-1]
    if not first.year <= year <= last.year:
        return NOTHING
    if year == last.year:
        return progress.number(last.value) + (f"–{progress.number(way.high)}" if way.high is not None else "")
    share = (year - first.year) / (last.year - first.year)
    return progress.pace(first.value + share * (last.value - first.value))


def _compared(chart: Chart, others: Sequence[Series]) -> Grid:
    words = WORDS[chart.language]
    values = {one.name: {point.year: point.value for point in one.points} for one in others}
    years = sorted({year for series in values.values() for year in series})
    rows = tuple((str(year), *(_cell(chart, series.get(year), series) for series in values.values())) for year in years)
    return Grid((words.year, *values), rows, f"{words.regions}. {chart.title}")


def _cell(chart: Chart, value: float | None, series: dict[int, float]) -> str:
    """A value, and in parentheses what it is as an index."""
    if value is None:
        return NOTHING
    base = series.get(chart.hundred) if chart.hundred is not None else None
    return progress.number(value) + (f" ({progress.number(round(value / base * INDEX, 1))})" if base else "")
