"""Where each mark stands: in its ring, at its date, and never over another."""

from collections.abc import Iterator, Sequence
from math import hypot
from typing import NamedTuple

from bot.papers.wheel.geometry import FULL, Point, at, sector
from bot.papers.wheel.ink import Palette, path, tint
from bot.papers.wheel.model import DAY, Entry, Wheel

LARGEST, LEAST = 7.0, 1.5
"""The radius of a mark."""
BETWEEN = 1.5
NUDGE = 0.5
"""Degrees: half a day. So far at a time a mark gives way to one that stands there already."""
FARTHEST = 30
"""Nudges: half a month. Marks that are still too many become smaller."""


class Band(NamedTuple):
    """A ring: its name, and where it lies."""

    name: str
    inner: float
    outer: float


class Mark(NamedTuple):
    """An entry in its ring. `angle` is its date's; the point may be nudged a little from it. `ends` are those of a span of days."""

    entry: Entry
    ring: int
    angle: float
    point: Point
    radius: float
    reach: float
    """How far out from the centre it stands."""
    ends: tuple[float, float]


def bands(names: Sequence[str], inner: float, outer: float) -> tuple[Band, ...]:
    """Rings of equal depth, the first outermost."""
    depth = (outer - inner) / max(len(names), 1)
    return tuple(Band(name, outer - depth * (nth + 1), outer - depth * nth) for nth, name in enumerate(names))


def placed(wheel: Wheel, rings: Sequence[Band], centre: Point, largest: float = LARGEST) -> tuple[Mark, ...]:
    """A mark for each entry of the year, oldest first; all are equally large: as large as there is room for."""
    names = {band.name: nth for nth, band in enumerate(rings)}
    by_ring: list[list[Entry]] = [[] for _ in rings]
    for entry in wheel.shown:
        by_ring[names.get(wheel.ring_of(entry), len(rings) - 1)].append(entry)
    radius = min([largest, *((band.outer - band.inner) / 2 - 1 for band in rings)])
    while True:
        found = [_in_ring(wheel, nth, band, centre, by_ring[nth], radius) for nth, band in enumerate(rings)]
        if all(one is not None for one in found) or radius <= LEAST:
            marks = (mark for one in found for mark in one or ())
            return tuple(sorted(marks, key=lambda mark: (mark.entry.start, mark.entry.end, mark.entry.key, mark.entry)))
        radius *= 0.85


def _in_ring(wheel: Wheel, nth: int, band: Band, centre: Point, entries: Sequence[Entry], radius: float) -> list[Mark] | None:
    marks: list[Mark] = []
    for entry in entries:
        angle = middle(wheel, entry)
        ends = (wheel.angle(entry.start), wheel.angle(entry.end)) if entry.end > entry.start + DAY else (angle, angle)
        spot = _spot(band, (angle, ends), centre, marks, radius)
        if spot is None and radius > LEAST:
            return None
        reach, turned = spot or ((band.inner + band.outer) / 2, angle)
        marks.append(Mark(entry, nth, angle, at(centre, reach, turned), radius, reach, ends))
    return marks


def _spot(
    band: Band, angles: tuple[float, tuple[float, float]], centre: Point, marks: Sequence[Mark], radius: float
) -> tuple[float, float] | None:
    """The best place that is free, and on its date one that no span of days lies over; None when all are taken."""
    angle, ends = angles
    taken: tuple[float, float] | None = None
    for spot in _spots(band, angle, radius):
        if taken is not None and spot[1] != angle:
            break
        if _free(at(centre, *spot), marks, radius):
            if not any(_meet(ends, spot[0], mark) for mark in marks):
                return spot
            taken = taken or spot
    return taken


def middle(wheel: Wheel, entry: Entry) -> float:
    """The angle of the middle of an entry's first day; of the year's first when it began before."""
    day = max(entry.start, wheel.first)
    return (wheel.angle(day) + wheel.angle(day + DAY)) / 2


def _spots(band: Band, angle: float, radius: float) -> Iterator[tuple[float, float]]:
    """Where a mark may stand, best first: on its date, in the middle of the ring or beside it; then a little before or after."""
    depth = band.outer - band.inner
    lanes = max(1, int((depth - 2) // (2 * radius + BETWEEN)))
    apart = depth / lanes
    centre_line = (band.inner + band.outer) / 2
    reaches = sorted((band.inner + apart * (nth + 0.5) for nth in range(lanes)), key=lambda one: (abs(one - centre_line), -one))
    for nudge in range(FARTHEST + 1):
        for reach in reaches:
            for turned in dict.fromkeys((angle + nudge * NUDGE, angle - nudge * NUDGE)):
                if 0 < turned < FULL:  # never into another year
                    yield reach, turned


def _meet(ends: tuple[float, float], reach: float, mark: Mark) -> bool:
    """Whether a span of days would lie over another mark or its span, so far out."""
    return abs(reach - mark.reach) < mark.radius and ends[0] <= mark.ends[1] and mark.ends[0] <= ends[1]


def _free(point: Point, marks: Sequence[Mark], radius: float) -> bool:
    least = 2 * radius + BETWEEN
    return all(hypot(point.x - mark.point.x, point.y - mark.point.y) >= least for mark in marks)


def bars(marks: Sequence[Mark], centre: Point, colours: Palette) -> Iterator[str]:
    """What lasts for days is a bar along its ring, from its first day to its last."""
    for mark in marks:
        start, end = mark.ends
        if end > start:
            half = mark.radius * 0.45
            drawn = sector(centre, mark.reach - half, mark.reach + half, start, min(end, start + FULL - 0.1))
            yield path(drawn, fill=tint(colours.signs[mark.ring], 0.55))
