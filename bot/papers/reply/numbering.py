"""How list items are marked: by a list's own kind and number, or as Word writes them, with the bullet as text."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.papers.reply.line import Line, Piece, tidy, trimmed

DEEPEST = 9

_GLYPH = re.compile(r"\s*+([·•▪◦‣●○■§ØoO\uf0b7\uf0a7\uf0d8-]|\d{1,3}[.)]|[a-zA-Z][.)])[ \xa0\t]{1,20}(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,4}|[a-zA-Z]|[ivxIVX]{1,6})[.)]?")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


class Open(NamedTuple):
    """A list that is being read: its kind («ul», or the type of its numbers) and the number of its next entry."""

    kind: str = ""
    next: int = 0


def opened(tag: str, attributes: Mapping[str, str]) -> Open:
    """The list that a tag opens."""
    kind = "ul" if tag == "ul" else {"a": "a", "A": "A", "i": "i", "I": "I"}.get(attributes.get("type", ""), "1")
    return Open(kind, _whole(attributes.get("start", ""), 1))


def entry(of: Open, attributes: Mapping[str, str]) -> tuple[str, Open]:
    """The marker of the next entry, and the list after it."""
    number = _whole(attributes.get("value", ""), of.next)
    marker = f"{_counted(number, of.kind)}. " if of.kind not in ("", "ul") else "- "
    return marker, Open(of.kind, number + 1)


def word(line: Line, raw: str, hidden: str) -> None:
    """Mark a list item of Word: a paragraph whose bullet stands in `hidden` (mso-list:Ignore), or first in its `raw` text."""
    glyph = tidy(hidden)
    if not glyph and (found := _GLYPH.match(raw)):
        glyph = found[1]
        line.pieces = _cut_front(line.pieces, line.text.find(glyph) + len(glyph))
        line.text = tidy("".join(piece.text for piece in line.pieces))
    if glyph:
        line.marker = f"{glyph if glyph[-1] in '.)' else glyph + '.'} " if _NUMBER.fullmatch(glyph) and glyph not in "oO" else "- "
        line.depth = max(line.depth, 1)
    else:
        line.depth = 0


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else otherwise  # noqa: PLR2004


def _counted(number: int, kind: str) -> str:
    if kind in "aA" and 1 <= number <= 26:  # noqa: PLR2004
        return chr(ord(kind) + number - 1)
    if kind in "iI" and 1 <= number <= 20:  # noqa: PLR2004
        roman = "x" * (number // 10) + _ONES[number % 10]
        return roman if kind == "i" else roman.upper()
    return str(number)


def _cut_front(pieces: tuple[Piece, ...], count: int) -> tuple[Piece, ...]:
    kept = []
    for piece in pieces:
        kept.append(piece._replace(text=piece.text[count:]))
        count = max(count - len(piece.text), 0)
    return trimmed(kept)
