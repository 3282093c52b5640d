"""A drawing as a reader sees it: its words as boxes, its leaders as points, its links."""

import re
from collections.abc import Iterator
from itertools import combinations
from math import atan2, ceil, cos, hypot, pi, sin
from typing import NamedTuple

from lxml import etree

from bot.papers.wheel import text

SVG = "{http://www.w3.org/2000/svg}"
HEIGHT, DEPTH = 0.74, 0.22
"""How far letters reach above and below their line, in sizes: those of Arial with a ring above, and with a tail."""
STEP = 2.0


class Box(NamedTuple):
    """A line of words, and where it stands."""

    said: str
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom

    def from_middle(self, x: float, y: float) -> float:
        """How near it comes to a point."""
        return hypot(max(self.left - x, x - self.right, 0), max(self.top - y, y - self.bottom, 0))


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def lines(root: etree._Element) -> Iterator[Box]:
    """Every line of words that stands upright."""
    for element in root.iter(f"{SVG}text"):
        if element.get("transform") is None:
            yield from _lines(element)


def labels(root: etree._Element) -> list[Box]:
    """Every line of the entries' labels."""
    return [box for link in root.iter(f"{SVG}a") for element in link.iter(f"{SVG}text") for box in _lines(element)]


def _lines(element: etree._Element) -> Iterator[Box]:
    size, anchor = float(element.get("font-size", "0")), element.get("text-anchor", "start")
    for x, y, chunks in _chunks(element):
        wide = sum(text.width(words, size, bold=bold) for words, bold in chunks)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        yield Box("".join(words for words, _ in chunks), left, y - HEIGHT * size, left + wide, y + DEPTH * size)


def _chunks(element: etree._Element) -> Iterator[tuple[float, float, list[tuple[str, bool]]]]:
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    bold = element.get("font-weight") == "bold"
    found = [(element.text or "", bold)]
    for part in element:
        if part.get("x") is not None:
            yield x, y, found
            x, y, found = float(part.get("x", "0")), float(part.get("y", "0")), []
        found += [(part.text or "", bold or part.get("font-weight") == "bold"), (part.tail or "", bold)]
    yield x, y, found


def overlapping(boxes: list[Box]) -> list[tuple[str, str]]:
    return [(one.said, other.said) for one, other in combinations(boxes, 2) if one.over(other)]


def circle(root: etree._Element) -> tuple[float, float, float]:
    """The wheel: its centre and its radius."""
    found = max(root.iter(f"{SVG}circle"), key=lambda one: float(one.get("r", "0")))
    return float(found.get("cx", "0")), float(found.get("cy", "0")), float(found.get("r", "0"))


def leaders(root: etree._Element) -> list[list[tuple[float, float]]]:
    """The lines from marks to labels, point by point."""
    x, y, _ = circle(root)
    return [
        list(_points(one.get("d", ""), (x, y))) for one in root.iter(f"{SVG}path") if one.get("fill") == "none" and "H" in one.get("d", "")
    ]


def _points(drawn: str, centre: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Points along a path, so close that nothing fits between them. Its curves go around the wheel."""
    x, y = 0.0, 0.0
    for piece in re.findall("[MLAH][^MLAH]*", drawn):
        numbers = [float(one) for one in piece[1:].split()]
        to_x, to_y = (numbers[0], y) if piece[0] == "H" else (numbers[-2], numbers[-1])
        if piece[0] == "A":
            yield from _around(centre, (x, y), (to_x, to_y))
        elif piece[0] != "M":
            steps = max(1, ceil(hypot(to_x - x, to_y - y) / STEP))
            yield from ((x + (to_x - x) * nth / steps, y + (to_y - y) * nth / steps) for nth in range(steps))
        x, y = to_x, to_y
    yield x, y


def _around(centre: tuple[float, float], one: tuple[float, float], other: tuple[float, float]) -> Iterator[tuple[float, float]]:
    first, last = (atan2(y - centre[1], x - centre[0]) for x, y in (one, other))
    turn, reach = (last - first + pi) % (2 * pi) - pi, hypot(one[0] - centre[0], one[1] - centre[1])
    steps = max(1, ceil(abs(turn) * reach / STEP))
    for nth in range(steps):
        angle = first + turn * nth / steps
        yield centre[0] + reach * cos(angle), centre[1] + reach * sin(angle)
