"""Where each label stands: in a column on its side of the wheel, as near its mark as can be, and never over another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot, sqrt
from typing import NamedTuple

from bot.papers.wheel import text
from bot.papers.wheel.geometry import FULL, Point, arc, at, line, number, seen, spread
from bot.papers.wheel.marks import Mark
from bot.papers.wheel.model import WORDS, Entry, Labelled, Wheel, labelled, when

HALF = FULL / 2
LEANING = 16.0
"""Degrees: labels so near the foot of the wheel may stand on either side, so that both have about as many."""
LEADING = 1.2
"""Lines, in sizes of the letters."""
BETWEEN = 0.45
"""Labels, in the same."""
SIZES = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0)
"""Letters to try with whole titles, and then with titles cut off; smaller ones when even that has no room."""
MOST_LINES = 3
SHRINKING = 0.95
APART = 0.8
"""Degrees between two leaders where they leave the wheel."""
OFF = 12.0
"""How far outside the wheel a leader bends."""
AWAY = 44.0
"""How far outside the wheel labels stand."""
TALL = 1.14
"""Labels stand along an ellipse so much higher than the column. Within it no label stands in the way of a leader: it bulges everywhere."""
RUN = 10.0
"""The last piece of a leader is level."""
SIGN = 1.25
"""Sizes of the letters that the sign before a label takes."""
CLEAR = 3.0
EVEN = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Parts of the room to try, so that the lines of a label become about equally long."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The wheel's place on the sheet: its centre and radius, and the room for labels from the top of the columns to their foot."""

    centre: Point
    radius: float
    width: float
    top: float
    foot: float
    margin: float


class Label(NamedTuple):
    """A label: its words line by line, the date apart, and where it stands. `side` is 1 to the right of the wheel and -1 to the left.

    `anchor` is the end nearest the wheel, halfway down; `leader` the path from the mark to it.
    """

    of: Labelled
    mark: Mark
    date: str
    lines: tuple[str, ...]
    size: float
    side: int
    anchor: Point
    leader: str


class _Wish(NamedTuple):
    """A label that has no place yet: its words, and where its leader leaves the wheel."""

    of: Labelled
    mark: Mark
    elbow: float
    date: str
    title: str


def dated(of: Labelled, wheel: Wheel) -> str:
    """The date of a label: a series has none, but how often."""
    if len(of.entries) == 1:
        return when(of.first, wheel.language)
    words = WORDS[wheel.language]
    months = [entry.start.month for entry in of.entries]
    return words.every_month if len(months) == len(set(months)) == 12 else f"{len(months)} {words.times}"  # noqa: PLR2004  months


class Look(NamedTuple):
    """How labels may look: the size of their letters, how many lines at most, and whether titles must be whole."""

    size: float
    lines: int
    whole: bool


LARGE = tuple(Look(size, lines, whole=True) for lines in (2, MOST_LINES) for size in (18.0, 17.0, 16.0))


def looks() -> Iterator[Look]:
    """Looks to try, the best first. In the end letters grow ever smaller."""
    yield from (Look(size, MOST_LINES, whole=True) for size in SIZES)
    yield from (Look(size, lines, whole=False) for lines in (MOST_LINES, 2, 1) for size in SIZES[4:])
    size = SIZES[-1]
    while True:
        size *= SHRINKING
        yield Look(size, 1, whole=False)


def placed(wheel: Wheel, marks: Sequence[Mark], sheet: Sheet, tried: Iterable[Look]) -> tuple[Label, ...] | None:
    """A label for each entry, or series, in the first of the looks that there is room for; in the order of the year. None when in none."""
    wishes = _wishes(wheel, marks)
    split = _split([wish.elbow for wish in wishes])
    right, left = wishes[:split], wishes[split:][::-1]  # from the top down
    for look in tried:
        columns = _middles(right, sheet, look), _middles(left, sheet, look)
        if columns[0] is not None and columns[1] is not None:
            return (*_column(right, columns[0], sheet, 1, look), *_column(left, columns[1], sheet, -1, look)[::-1])
    return None


def _wishes(wheel: Wheel, marks: Sequence[Mark]) -> list[_Wish]:
    """Every label with its mark, in the order in which leaders leave the wheel."""
    by_entry: dict[Entry, list[Mark]] = {}
    for mark in marks:
        by_entry.setdefault(mark.entry, []).append(mark)
    alone = [(of, by_entry[of.first].pop(0)) for of in labelled(wheel) if len(of.entries) == 1]
    taken = [mark.angle for _, mark in alone]
    for of in (one for one in labelled(wheel) if len(one.entries) > 1):
        mark = min((by_entry[entry].pop(0) for entry in of.entries), key=lambda mark: _crowd(mark.angle, taken))
        taken.append(mark.angle)
        alone.append((of, mark))
    ordered = sorted(alone, key=lambda one: (one[1].angle, one[1].entry.start, one[1].entry.key, one[1].ring))
    apart = min(APART, (FULL - 1) / max(len(ordered), 1))
    angles = spread([mark.angle for _, mark in ordered], [apart] * len(ordered), 0, FULL)
    return [
        _Wish(of, mark, angle, dated(of, wheel), text.shown(of.first.title))
        for (of, mark), angle in zip(ordered, angles or (), strict=True)
    ]


def _crowd(angle: float, taken: Sequence[float]) -> int:
    """How many labels want to stand about there."""
    return sum(abs((angle - other + HALF) % FULL - HALF) < LEANING for other in taken)


def _split(elbows: Sequence[float]) -> int:
    """How many labels go to the right: about half, as far as they stand near the foot of the wheel."""
    least, most = (sum(elbow < HALF + lean for elbow in elbows) for lean in (-LEANING, LEANING))
    return min(max((len(elbows) + 1) // 2, least), most)


def _middles(wishes: Sequence[_Wish], sheet: Sheet, look: Look) -> tuple[float, ...] | None:
    """How far down the labels of one side stand; None when they have no room, or lose words that must be there."""
    worded = [_worded(wish, sheet, look) for wish in wishes]
    if look.whole and any(_cut(lines, wish) for lines, wish in zip(worded, wishes, strict=True)):
        return None
    wanted = [at(sheet.centre, sheet.radius + AWAY * 0.7, wish.elbow).y for wish in wishes]
    return spread(wanted, [_height(lines, look) for lines in worded], sheet.top, sheet.foot)


def _column(wishes: Sequence[_Wish], middles: Sequence[float], sheet: Sheet, side: int, look: Look) -> tuple[Label, ...]:
    """The labels of one side, so far down."""
    found: list[Label] = []
    for wish, middle in zip(wishes, middles, strict=True):
        lines = _evened(wish, sheet, look)
        anchor = Point(_edge(sheet, middle, _height(lines, look), side), middle)
        found.append(Label(wish.of, wish.mark, wish.date, lines, look.size, side, anchor, _leader(sheet, wish, anchor, side)))
    return tuple(found)


def _height(lines: Sequence[str], look: Look) -> float:
    return (len(lines) * LEADING + BETWEEN) * look.size


def _cut(lines: Sequence[str], wish: _Wish) -> bool:
    return lines[-1].endswith(text.MORE) and not wish.title.endswith(lines[-1])


def _worded(wish: _Wish, sheet: Sheet, look: Look, part: float = 1.0, most: int = 0) -> tuple[str, ...]:
    """A label's title in lines, in a part of the room there is: the first stands beside the date."""
    room = (sheet.width / 2 - sheet.margin - sheet.radius - AWAY - SIGN * look.size) * part
    between = text.width(f"\xa0 {wish.title}", look.size) - text.width(wish.title, look.size)  # as wide as the title's letters make it
    before = text.width(wish.date, look.size, bold=True) + between
    return text.parted(wish.title, look.size, room - before, room, most or look.lines) or ("",)


def _evened(wish: _Wish, sheet: Sheet, look: Look) -> tuple[str, ...]:
    """A label's title in as few lines as there can be, and these about equally long."""
    found = _worded(wish, sheet, look)
    if len(found) == 1 or _cut(found, wish):
        return found
    tried = (_worded(wish, sheet, look, part, len(found)) for part in EVEN)
    return next((lines for lines in tried if lines[0] and not _cut(lines, wish)), found)


def _edge(sheet: Sheet, middle: float, height: float, side: int) -> float:
    """Where a label begins: no corner of it comes within the ellipse."""
    high = (sheet.foot - sheet.top) / 2 * TALL
    off = max(abs(middle - sheet.centre.y) - height / 2, 0.0)
    return sheet.centre.x + side * (sheet.radius + AWAY) * sqrt(1 - (off / high) ** 2)


def _leader(sheet: Sheet, wish: _Wish, anchor: Point, side: int) -> str:
    """From the mark straight out of the wheel, around it if need be, to the label: never across the wheel."""
    bend = sheet.radius + OFF
    end = Point(anchor.x - side * RUN, anchor.y)
    elbow = at(sheet.centre, bend, wish.elbow)
    path = line(wish.mark.point, elbow)
    away, turned = _polar(sheet.centre, end)
    farthest = seen(sheet.radius + CLEAR, bend, away)
    off = (turned - wish.elbow + HALF) % FULL - HALF
    if abs(off) > farthest:
        path += arc(sheet.centre, bend, wish.elbow, turned - farthest * (1 if off > 0 else -1))
    return f"{path}L{number(end.x)} {number(end.y)}H{number(anchor.x)}"


def _polar(centre: Point, point: Point) -> tuple[float, float]:
    across, down = point.x - centre.x, point.y - centre.y
    return hypot(across, down), degrees(atan2(across, -down)) % FULL
