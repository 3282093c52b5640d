"""Points, sectors and hatching around a centre, and things set apart on a line. Angles are degrees, clockwise from the top."""

from collections.abc import Iterator, Sequence
from math import acos, ceil, cos, degrees, radians, sin
from typing import NamedTuple

FULL = 360.0
STEP = 4.0
"""Degrees between the points of a curve that is drawn as many short lines."""


class Point(NamedTuple):
    """`y` counts downwards."""

    x: float
    y: float


def number(value: float) -> str:
    """A length as it is written: at most two decimals, the same on every machine."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def at(centre: Point, radius: float, angle: float) -> Point:
    """The point at an angle, so far out."""
    return Point(centre.x + radius * sin(radians(angle)), centre.y - radius * cos(radians(angle)))


def sector(centre: Point, inner: float, outer: float, start: float, end: float) -> str:
    """The path of a piece of a ring, from one angle to a later one less than a whole turn on."""
    large = int(end - start > FULL / 2)
    one, two = _written(at(centre, outer, start)), _written(at(centre, outer, end))
    three, four = _written(at(centre, inner, end)), _written(at(centre, inner, start))
    far, near = f"{number(outer)} {number(outer)}", f"{number(inner)} {number(inner)}"
    return f"M{one}A{far} 0 {large} 1 {two}L{three}A{near} 0 {large} 0 {four}Z"


def arc(centre: Point, radius: float, start: float, end: float) -> str:
    """What follows a point of a path to go along a circle from `start` to `end`, either way, less than half a turn."""
    return f"A{number(radius)} {number(radius)} 0 0 {int(end > start)} {_written(at(centre, radius, end))}"


def line(*points: Point) -> str:
    return "M" + "L".join(map(_written, points))


def _written(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"


def hatching(centre: Point, inner: float, outer: float, start: float, end: float, apart: float) -> str:
    """Slanting lines across a piece of a ring, so far apart, as one path: no pattern, since not every program fills with one."""
    return "".join(line(*points) for points in _slants(centre, inner, outer, start, end, apart))


def _slants(centre: Point, inner: float, outer: float, start: float, end: float, apart: float) -> Iterator[tuple[Point, ...]]:
    """Each line goes outwards as far as it goes along the middle circle."""
    a_degree = radians((inner + outer) / 2)  # so long is one degree in the middle
    length, depth = (end - start) * a_degree, outer - inner
    for nth in range(ceil((length + depth) / apart)):
        along = nth * apart + apart / 2 - depth
        low, high = max(0.0, -along), min(depth, length - along)
        if high - low > 1:
            pieces = max(1, ceil((high - low) / a_degree / STEP))
            ups = (low + (high - low) * piece / pieces for piece in range(pieces + 1))
            yield tuple(at(centre, inner + up, start + (along + up) / a_degree) for up in ups)


def seen(radius: float, one: float, other: float) -> float:
    """How many degrees two points may stand apart, so far from the centre, and a straight line between them not meet the circle."""
    return degrees(acos(min(1.0, radius / one)) + acos(min(1.0, radius / other)))


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> tuple[float, ...] | None:
    """The middles of things on a line, in their order, none over another, each as near as can be to where it is wanted.

    All stand between `low` and `high`; None when they have no room there. (Isotonic regression, by pooling adjacent violators.)
    """
    if sum(sizes) > high - low + 1e-9:
        return None
    before = [sum(sizes[:nth]) + size / 2 for nth, size in enumerate(sizes)]
    pools: list[tuple[float, int]] = []
    for wish in (want - room for want, room in zip(wanted, before, strict=True)):
        mean, count = wish, 1
        while pools and pools[-1][0] > mean:
            other, many = pools.pop()
            mean, count = (other * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    free = high - low - sum(sizes)
    shifts = [min(max(mean - low, 0.0), free) + low for mean, count in pools for _ in range(count)]
    return tuple(shift + room for shift, room in zip(shifts, before, strict=True))
