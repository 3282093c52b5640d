"""A letterhead's looks as the data that paper.typ asks for: fonts with their stand-ins, lines, lists, tables, tops and feet."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.papers.edges import Count, Edge, Line, Picture, Piece, Words
from bot.papers.look import Level, Look, Page, Style, Table

Data = dict[str, object]
Set = Callable[[str], Iterable[Data]]
"""How words are set: text in, data out."""

KINDS = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
SIGNS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "›", "\uf0fc": "✓", "\uf02d": "–", "o": "◦"}
"""What Word's own bullets from the fonts Symbol, Wingdings and Courier New are in Unicode."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font's stand-in with the same widths, free and in Debian; and its height above and below the line, in parts of its size."""

    stand_in: str
    above: float
    below: float


FACES: Mapping[str, Face] = {
    "calibri": Face("Carlito", 0.952, 0.269),
    "cambria": Face("Caladea", 0.950, 0.222),
    "arial": Face("Liberation Sans", 0.905, 0.244),
    "helvetica": Face("Liberation Sans", 0.905, 0.244),
    "arial narrow": Face("Liberation Sans Narrow", 0.936, 0.212),
    "times new roman": Face("Liberation Serif", 0.891, 0.258),
    "courier new": Face("Liberation Mono", 0.833, 0.300),
    "georgia": Face("Gelasio", 0.917, 0.219),
    "verdana": Face("DejaVu Sans", 1.005, 0.210),
}
UNKNOWN = Face("Carlito", 0.95, 0.27)
LAST = ("Liberation Sans", "DejaVu Sans", "DejaVu Sans Mono")
"""Fonts for the letters that the letterhead's own font lacks; the last is in Typst itself."""


def fonts(looks: Look) -> tuple[tuple[str, str], ...]:
    """The fonts that the letterhead names, each with its stand-in: one of the two is to be installed."""
    named = {one.font for one in (looks.plain, *looks.styles.values())}
    return tuple((name, _face(name).stand_in) for name in sorted(named))


def style(looks: Style) -> Data:
    """A style, with how high its lines are and the fonts to try in turn."""
    top, bottom = line(looks)
    return {
        "fonts": list(dict.fromkeys((looks.font, _face(looks.font).stand_in, *LAST))), "size": looks.size, "color": looks.color,
        "bold": looks.bold, "italic": looks.italic, "underline": looks.underline, "align": looks.align, "before": looks.before,
        "after": looks.after, "left": looks.left, "right": looks.right, "first": looks.first, "top": top, "bottom": -bottom,
    }  # fmt: skip


def _face(font: str) -> Face:
    return FACES.get(font.lower(), UNKNOWN)


def line(looks: Style) -> tuple[float, float]:
    """How high a line reaches above the letters' foot, and how far below: Word puts what is more than the font's own height above."""
    face = _face(looks.font)
    height = looks.line if looks.exact else (face.above + face.below) * looks.line * looks.size
    below = face.below * looks.size
    return height - below, below


def page(found: Page, *, wide: bool) -> Data:
    """The sheet; a wide one lies down and keeps its margins."""
    width, height = (found.height, found.width) if wide else (found.width, found.height)
    return {
        "width": width, "height": height, "top": found.top, "right": found.right, "bottom": found.bottom, "left": found.left,
        "header": found.header, "footer": found.footer,
    }  # fmt: skip


def table(found: Table) -> Data:
    return {
        "left": found.padding[0], "right": found.padding[1], "before": found.cell.before, "after": found.cell.after,
        "fill": found.head_fill,
        "borders": {side: {"width": border.width, "color": border.color} for side, border in found.borders.items()},
    }  # fmt: skip


def mark(level: Level, *, numbered: bool) -> Data:
    """What stands before an entry: a sign, or a number between two texts."""
    if not numbered:
        return {"before": SIGNS.get(level.mark, level.mark) or "•"}
    before, _, after = re.sub(r"%\d(?=.*%\d)", "", level.mark).partition("%")
    return {"kind": KINDS.get(level.kind, "1"), "before": before, "after": after[1:]}


# --- tops and feet


def edge(found: Edge, words: Set) -> Iterator[Data]:
    """What stands at the top or foot of a page."""
    for one in found:
        if isinstance(one, Line):
            yield {"is": "line", "style": style(one.style), "parts": [list(_pieces(part, words)) for part in one.parts]}
        else:
            yield {"is": "row", "widths": list(one.widths), "cells": [list(edge(cell, words)) for cell in one.cells]}


def _pieces(part: Iterable[Piece], words: Set) -> Iterator[Data]:
    for one in part:
        match one:
            case Words(text=text, style=looks):
                yield {"is": "words", "style": style(looks), "runs": list(words(text))}
            case Count(what=what, style=looks):
                yield {"is": what, "style": style(looks)}
            case Picture(part=name, width=width, height=height, alt=alt):
                yield {"is": "picture", "file": name, "width": width, "height": height, "alt": alt}
