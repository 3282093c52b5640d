"""The wheel on a telephone: a number at each mark, since the table below has the names."""

from collections.abc import Iterator, Sequence
from math import degrees, hypot, pi, sqrt
from typing import NamedTuple

from bot.papers.wheel import legend, marks, text
from bot.papers.wheel.face import MIDDLE, NARROW, Face
from bot.papers.wheel.geometry import FULL, Point, at, line, spread
from bot.papers.wheel.ink import Drawn, Palette, linked, path, sign, words
from bot.papers.wheel.marks import Mark
from bot.papers.wheel.model import Wheel, named

WIDTH = 400.0
MARGIN = 8.0
TITLE = 22.0
RADIUS = 158.0
MARK = 6.0
NEAR = 11.0
"""How far outside the wheel numbers stand: those nearest it."""
SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
BETWEEN = 2.0
SHRINKING = 0.9


class Around(NamedTuple):
    """How numbers stand: their size, in one lane or in two by turns, the degrees each takes, and how much farther out the second is."""

    size: float
    lanes: int
    slot: float
    farther: float


class Numbered(NamedTuple):
    """A mark with its number, and where that stands: so far outside the wheel."""

    mark: Mark
    number: int
    point: Point
    angle: float
    off: float


def drawn(wheel: Wheel, title: str, colours: Palette) -> Drawn:
    """All that stands on the page: the title, the wheel, and what the signs mean."""
    names, across = wheel.ring_names, WIDTH - 2 * MARGIN
    around = _around(len(wheel.shown))
    outer = RADIUS + NEAR + around.farther + around.size * 0.7
    titled = text.parted(text.shown(title), TITLE, across, across, 2, bold=True)
    top = MARGIN + len(titled) * TITLE * 1.2
    face = Face(wheel, Point(WIDTH / 2, top + outer), RADIUS, NARROW, colours)
    bands = marks.bands(names, face.inner, face.radius)
    found = marks.placed(wheel, bands, face.centre, MARK)
    numbered = _numbered(found, around, face.centre)
    told = legend.rows(wheel, names, across, colours)
    foot = top + 2 * outer + MARGIN
    inside = (
        *(words(one, Point(MARGIN, MARGIN + (nth + 0.8) * TITLE * 1.2), TITLE, colours.head, font_weight="bold")
          for nth, one in enumerate(titled)),
        *face.drawn(bands),
        *(_leader(one, around, face.centre, colours) for one in numbered),
        *face.hand(),
        *marks.bars(found, face.centre, colours),
        *_entries(wheel, numbered, around, colours),
        *told.drawn(Point(MARGIN, foot)),
    )  # fmt: skip
    return Drawn((WIDTH, foot + told.height + MARGIN), inside)


def _around(count: int) -> Around:
    """How so many numbers stand around the wheel, as large as there is room for."""
    for lanes, size in _looks():
        wide, high = text.width(str(count), size) + BETWEEN, size + BETWEEN
        needed = hypot(wide, high)  # so far apart no two meet, whatever way they stand from each other
        if needed / lanes * (count + lanes - 1) <= 2 * pi * (RADIUS + NEAR):
            slot = needed / lanes
            return Around(size, lanes, degrees(slot / (RADIUS + NEAR)), sqrt(needed**2 - slot**2) if lanes > 1 else 0.0)
    raise AssertionError("numbers grow ever smaller")


def _looks() -> Iterator[tuple[int, float]]:
    """Lanes and sizes to try, the best first. In the end numbers grow ever smaller."""
    yield from ((lanes, size) for lanes, sizes in ((1, SIZES[:3]), (2, SIZES)) for size in sizes)
    size = SIZES[-1]
    while True:
        size *= SHRINKING
        yield 2, size


def _numbered(found: Sequence[Mark], around: Around, centre: Point) -> tuple[Numbered, ...]:
    """The numbers, each as near its mark as can be and none over another, nor the last over the first."""
    angles = spread([mark.angle for mark in found], [around.slot] * len(found), 0, FULL - around.slot * (around.lanes - 1))
    lanes = (NEAR + around.farther * (nth % around.lanes) for nth in range(len(found)))
    return tuple(
        Numbered(mark, nth, at(centre, RADIUS + lane, angle), angle, lane)
        for nth, (mark, lane, angle) in enumerate(zip(found, lanes, angles or (), strict=True), 1)
    )


def _leader(one: Numbered, around: Around, centre: Point, colours: Palette) -> str:
    """From the mark out of the wheel, and on to a number in the second lane."""
    drawn = line(one.mark.point, at(centre, RADIUS + 2, one.angle))
    if one.off > NEAR:
        drawn += line(at(centre, RADIUS + 2, one.angle), at(centre, RADIUS + one.off - around.size * 0.6, one.angle))
    return path(drawn, fill="none", stroke=colours.leader, stroke_width="0.6")


def _entries(wheel: Wheel, numbered: Sequence[Numbered], around: Around, colours: Palette) -> Iterator[str]:
    """Each entry as a link: its mark and its number."""
    for one in numbered:
        foot = Point(one.point.x, one.point.y + around.size * MIDDLE)
        inside = (
            sign(one.mark.ring, one.mark.point, one.mark.radius, colours),
            words(str(one.number), foot, around.size, colours.ink, text_anchor="middle"),
        )
        yield linked(one.mark.entry.link, one.number, named(one.mark.entry, wheel.language), inside)
