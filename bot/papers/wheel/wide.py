"""The wheel on a sheet that lies down: every entry has its name beside the wheel."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.papers import norsk
from bot.papers.wheel import labels, legend, marks, text
from bot.papers.wheel.face import MIDDLE, WIDE, Face
from bot.papers.wheel.geometry import Point, number
from bot.papers.wheel.ink import Drawn, Palette, linked, path, quoted, sign, words
from bot.papers.wheel.labels import LEADING, Label, Sheet
from bot.papers.wheel.marks import Mark
from bot.papers.wheel.model import Wheel, named

WIDTH, HEIGHT = 1400.0, 990.0
"""A sheet of any size of the A series."""
MARGIN = 30.0
TITLE = 34.0
RADIUS, LARGER = 292.0, 336.0
MARK = 0.024
"""A mark, in parts of the wheel's radius."""


def drawn(wheel: Wheel, title: str, colours: Palette) -> Drawn:
    """All that stands on the sheet."""
    names, across = wheel.ring_names, WIDTH - 2 * MARGIN
    told = legend.rows(wheel, names, across, colours)
    head = TITLE * 1.4
    height = HEIGHT if title else HEIGHT - head
    top, foot = MARGIN + (head if title else 0), height - MARGIN - told.height
    sheet, found, placed = _set(wheel, names, Sheet(Point(WIDTH / 2, (top + foot) / 2), RADIUS, WIDTH, top, foot - MARGIN / 2, MARGIN))
    face = Face(wheel, sheet.centre, sheet.radius, WIDE, colours)
    said = text.shortened(text.shown(title), TITLE, across, bold=True)
    inside = (
        *face.drawn(marks.bands(names, face.inner, face.radius)),
        *(path(label.leader, fill="none", stroke=colours.leader, stroke_width="0.9") for label in placed),
        *face.hand(),
        *marks.bars(found, sheet.centre, colours),
        *_entries(wheel, found, placed, colours),
        words(said, Point(MARGIN, MARGIN + TITLE * 0.8), TITLE, colours.head, font_weight="bold"),
        *told.drawn(Point(MARGIN, foot)),
    )
    return Drawn((WIDTH, height), inside)


def _set(wheel: Wheel, names: Sequence[str], sheet: Sheet) -> tuple[Sheet, tuple[Mark, ...], tuple[Label, ...]]:
    """Where all stands: with few labels on a large wheel, with many on one that leaves them room."""
    most = (sheet.foot - sheet.top) / 2 - labels.OFF
    for radius, tried in ((min(LARGER, most), labels.LARGE), (min(RADIUS, most), labels.looks())):
        one = replace(sheet, radius=radius)
        found = marks.placed(wheel, marks.bands(names, radius * WIDE.inner, radius), one.centre, radius * MARK)
        placed = labels.placed(wheel, found, one, tried)
        if placed is not None:
            return one, found, placed
    raise AssertionError("letters grow ever smaller")


def _entries(wheel: Wheel, found: Sequence[Mark], placed: Sequence[Label], colours: Palette) -> Iterator[str]:
    """Each entry as a link: its mark, and its label when it has one of its own."""
    by_mark = {id(label.mark): label for label in placed}
    for nth, mark in enumerate(found, 1):
        label = by_mark.get(id(mark))
        inside = [sign(mark.ring, mark.point, mark.radius, colours), *(_labelled(label, colours) if label else ())]
        yield linked(mark.entry.link, nth, named(mark.entry, wheel.language), inside)


def _labelled(label: Label, colours: Palette) -> Iterator[str]:
    """The sign of the ring, then the date and the title: the letters of a label begin where the sign ends."""
    size, side = label.size, label.side
    yield sign(label.mark.ring, Point(label.anchor.x + side * size * 0.45, label.anchor.y), size * 0.4, colours)
    x = number(label.anchor.x + side * size * labels.SIGN)
    first = label.anchor.y - (len(label.lines) - 1) * LEADING * size / 2 + MIDDLE * size
    date = f'<tspan font-weight="bold" fill="{colours.head}">{quoted(label.date)}</tspan>'
    lines = [f"{date}{norsk.NO_BREAK} {quoted(label.lines[0])}" if label.lines[0] else date]
    for nth, said in enumerate(label.lines[1:], 1):
        lines.append(f'<tspan x="{x}" y="{number(first + nth * LEADING * size)}">{quoted(said)}</tspan>')
    looks = f'font-size="{number(size)}" fill="{colours.ink}" text-anchor="{"start" if side > 0 else "end"}"'
    yield f'<text x="{x}" y="{number(first)}" {looks}>{"".join(lines)}</text>'
