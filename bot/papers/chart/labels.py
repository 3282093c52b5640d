"""Where the words of a chart stand: beside what they name, within its edges, never over each other and never over a line."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.papers.wheel.geometry import Point, spread
from bot.papers.wheel.text import width

ABOVE = 0.76
"""How far the letters of a line reach above the line they stand on, in sizes; and below it, the rest of LINE."""
LINE = 1.2
APART = 1.0
"""Between two labels of a column."""


class Box(NamedTuple):
    """A rectangle on the drawing; `y` counts downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Box") -> bool:
        return self.left >= other.left and self.right <= other.right and self.top >= other.top and self.bottom <= other.bottom


class Label(NamedTuple):
    """Some lines of words, one below the other. `at` is where the first begins: its left end, on the line it stands on."""

    lines: tuple[str, ...]
    at: Point
    size: float
    bold: bool = False
    colour: str = ""

    @property
    def box(self) -> Box:
        top = self.at.y - ABOVE * self.size
        wide = max((width(line, self.size, bold=self.bold) for line in self.lines), default=0.0)
        return Box(self.at.x, top, self.at.x + wide, top + len(self.lines) * LINE * self.size)


Segment = tuple[Point, Point]


def crosses(box: Box, segment: Segment) -> bool:
    """Whether a straight line passes through a box (Liang and Barsky's clipping)."""
    (x, y), other = segment
    dx, dy = other.x - x, other.y - y
    enters, leaves = 0.0, 1.0
    for step, room in ((-dx, x - box.left), (dx, box.right - x), (-dy, y - box.top), (dy, box.bottom - y)):
        if step == 0:
            if room < 0:
                return False
            continue
        share = room / step
        enters, leaves = (max(enters, share), leaves) if step < 0 else (enters, min(leaves, share))
    return enters <= leaves


def free(box: Box, edges: Box, taken: Iterable[Box], lines: Iterable[Segment]) -> bool:
    """Whether words may stand there."""
    return box.within(edges) and not any(box.meets(other) for other in taken) and not any(crosses(box, line) for line in lines)


def stacked(labels: Sequence[Label], wanted: Sequence[float], low: float, high: float) -> tuple[tuple[int, Label], ...]:
    """Labels of one column, by number, each with its middle as near as can be to where it is wanted. Those without room are left out."""
    kept = list(range(len(labels)))
    while kept:
        order = sorted(kept, key=lambda nth: (wanted[nth], nth))
        sizes = [labels[nth].box.bottom - labels[nth].box.top + APART for nth in order]
        middles = spread([wanted[nth] for nth in order], sizes, low, high)
        if middles is not None:
            placed = {nth: _at(labels[nth], middle, size) for nth, middle, size in zip(order, middles, sizes, strict=True)}
            return tuple(sorted(placed.items()))
        kept.pop()
    return ()


def _at(label: Label, middle: float, height: float) -> Label:
    return label._replace(at=Point(label.at.x, middle - height / 2 + ABOVE * label.size))
