"""A chart as SVG: lines, marks and words that can be told apart in grey as well as in colour."""

from collections.abc import Iterator, Sequence

from bot.cycle import goals
from bot.papers.chart import labels, scale
from bot.papers.chart.ink import COLOURS, GREYS
from bot.papers.chart.layout import GAP, HIGH, SMALL, WIDE, Layout
from bot.papers.chart.model import Chart, Way, indexed
from bot.papers.wheel.geometry import Point, line, number
from bot.papers.wheel.ink import WHITE, document, path, tint, words

WAYS = ("9 5", "2 4", "12 4 2 4")
"""How the ways to goals are broken; what was measured is whole."""


def draw(chart: Chart, *, grey: bool = False, titled: bool = True) -> str:
    """The chart as SVG. The same chart gives the same bytes. Without `titled`, the title is there for a screen reader only."""
    laid = Layout(indexed(chart), GREYS if grey else COLOURS, chart.missing, titled=titled)
    inside = (*_axes(laid), *_others(laid), *_ways(laid), *_measured(laid), *_words(laid))
    return document((WIDE, HIGH), chart.title, chart.description, inside, chart.language)


def _axes(laid: Layout) -> Iterator[str]:
    plot, ink = laid.plot, laid.ink
    for tick, text in zip(laid.heights.ticks, scale.written(laid.heights), strict=True):
        y = laid.heights.at(tick)
        yield path(line(Point(plot.left, y), Point(plot.right, y)), stroke=ink.across, stroke_width="1", fill="none")
        yield words(text, Point(plot.left - GAP / 2, y + SMALL * 0.35), SMALL, ink.muted, text_anchor="end")
    for tick in laid.years.ticks:
        x = laid.years.at(tick)
        yield path(line(Point(x, plot.bottom), Point(x, plot.bottom + 4)), stroke=ink.muted, stroke_width="1", fill="none")
        yield words(str(int(tick)), Point(x, plot.bottom + GAP + SMALL * labels.ABOVE), SMALL, ink.muted, text_anchor="middle")


def _others(laid: Layout) -> Iterator[str]:
    for one in laid.chart.others:
        points = laid.line(one.points)
        yield _stroke(points, laid.ink.other, 1.4)
        yield from (_circle(point, 2.2, laid.ink.other) for point in (points if len(points) == 1 else points[-1:]))


def _ways(laid: Layout) -> Iterator[str]:
    for nth, way in reversed([*enumerate(laid.chart.ways)]):
        colour = laid.ink.way if nth == 0 else laid.ink.second
        yield _stroke(laid.line(way.points), colour, 2.2 if nth == 0 else 1.8, dashes=WAYS[nth % len(WAYS)])
        yield from _end(laid, way, colour)


def _end(laid: Layout, way: Way, colour: str) -> Iterator[str]:
    """A diamond where a goal is, and a bar between the two ends of a span."""
    last = way.points[-1]
    x, y = laid.at(last)
    if way.high is not None:
        top = laid.at(goals.Point(last.year, way.high))
        yield path(line(Point(x, y), top), stroke=tint(colour, 0.45), stroke_width="7", fill="none")
        yield _diamond(top, colour)
    if way.mark:
        yield _diamond(Point(x, y), colour)


def _diamond(at: Point, colour: str) -> str:
    corners = (Point(at.x, at.y - 8), Point(at.x + 8, at.y), Point(at.x, at.y + 8), Point(at.x - 8, at.y))
    return path(f"{line(*corners)}Z", fill=colour, stroke=WHITE, stroke_width="1.5")


def _measured(laid: Layout) -> Iterator[str]:
    if laid.chart.baseline:
        yield _circle(laid.at(laid.chart.baseline), 5, WHITE, laid.ink.measured)
    points = laid.line(laid.chart.own)
    yield _stroke(points, laid.ink.measured, 3)
    yield from (_circle(point, 4.5, laid.ink.measured, WHITE) for point in points)


def _stroke(points: Sequence[Point], colour: str, wide: float, dashes: str = "") -> str:
    looks = {"stroke": colour, "stroke_width": number(wide), "fill": "none", "stroke_linejoin": "round"}
    return path(line(*points), **looks, **({"stroke_dasharray": dashes} if dashes else {})) if len(points) > 1 else ""


def _circle(at: Point, radius: float, fill: str, stroke: str = "") -> str:
    edge = f' stroke="{stroke}" stroke-width="1.5"' if stroke else ""
    return f'<circle cx="{number(at.x)}" cy="{number(at.y)}" r="{number(radius)}" fill="{fill}"{edge}/>'


def _words(laid: Layout) -> Iterator[str]:
    for end, label in laid.ends:
        left, middle = label.box.left - 3, (label.box.top + label.box.bottom) / 2
        if left > end.x + 7 and (abs(middle - end.y) > GAP / 2 or left - end.x > 2 * GAP):
            yield path(line(Point(end.x + 7, end.y), Point(left, middle)), stroke=laid.ink.other, stroke_width="0.8", fill="none")
    for label in laid.labels:
        for nth, text in enumerate(label.lines):
            at = Point(label.at.x, label.at.y + nth * labels.LINE * label.size)
            yield words(text, at, label.size, label.colour, **({"font_weight": "bold"} if label.bold else {}))
