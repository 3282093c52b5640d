"""What the signs of a wheel mean, in rows at its foot."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from bot.papers import norsk
from bot.papers.wheel import text
from bot.papers.wheel.geometry import Point, line
from bot.papers.wheel.ink import Palette, path, sign, words
from bot.papers.wheel.model import WORDS, Wheel

SIZE = 15.0
ROW = 24.0
SIGN = 24.0
AFTER = 28.0
ACROSS = 800.0
NAME_LINES, CLOSED_LINES = 2, 3
"""What is longer is shortened."""


class Meaning(NamedTuple):
    """A sign, drawn around a point, and what it means."""

    drawn: Callable[[Point], str]
    said: str

    @property
    def width(self) -> float:
        return SIGN + text.width(self.said, SIZE) + AFTER


class Legend(NamedTuple):
    """Rows of meanings, and how high they are."""

    rows: tuple[tuple[Meaning, ...], ...]
    colours: Palette

    @property
    def height(self) -> float:
        return len(self.rows) * ROW

    def drawn(self, corner: Point) -> Iterator[str]:
        """All of it, from the upper left corner."""
        for nth, row in enumerate(self.rows):
            x, y = corner.x, corner.y + (nth + 0.5) * ROW
            for one in row:
                yield one.drawn(Point(x + 9, y))
                yield words(one.said, Point(x + SIGN, y + SIZE * 0.36), SIZE, self.colours.ink)
                x += one.width


def rows(wheel: Wheel, names: Sequence[str], width: float, colours: Palette) -> Legend:
    """The meanings of the rings, from the outermost in, and of what is hatched; as many beside each other as there is room for.

    Across a sheet two names at least stand in a row, so that they leave room for the wheel.
    """
    found: list[list[Meaning]] = [[]]
    for one in _meanings(wheel, names, width, colours):
        if found[-1] and sum(other.width for other in found[-1]) + one.width - AFTER > width:
            found.append([])
        found[-1].append(one)
    return Legend(tuple(map(tuple, found)) if found[0] else (), colours)


def _meanings(wheel: Wheel, names: Sequence[str], width: float, colours: Palette) -> Iterator[Meaning]:
    room, lines = (width / 2 - SIGN - AFTER, 1) if width > ACROSS else (width - SIGN, NAME_LINES)
    for nth, name in enumerate(names):
        yield from _parted(partial(sign, nth, radius=7.0, colours=colours), name, room, lines)
    if wheel.breaks:
        named = norsk.listed(tuple(dict.fromkeys(text.shown(one.name) for one in wheel.breaks)))
        yield from _parted(partial(_hatched, colours=colours), f"{WORDS[wheel.language].closed}: {named}", width - SIGN, CLOSED_LINES)


def _parted(drawn: Callable[[Point], str], said: str, room: float, lines: int) -> Iterator[Meaning]:
    """One meaning; what is too long for a row goes on below, without a sign."""
    for nth, line_ in enumerate(text.parted(_spoken(said), SIZE, room, room, lines) or ("",)):
        yield Meaning(_nothing if nth else drawn, line_)


def _spoken(name: str) -> str:
    shown = text.shown(name)
    return shown[:1].upper() + shown[1:]


def _nothing(_: Point) -> str:
    return ""


def _hatched(point: Point, colours: Palette) -> str:
    strokes = (line(Point(point.x - 9 + 5 * nth, point.y + 7), Point(point.x - 5 + 5 * nth, point.y - 7)) for nth in range(4))
    return path("".join(strokes), stroke=colours.hatch, stroke_width="1.2", fill="none")
