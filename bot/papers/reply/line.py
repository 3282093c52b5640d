"""A line of a mail, from HTML or from plain text alike: its words, its place in lists and quotes, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

_UNSEEN = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0xAD, 0x200E, 0x200F), None)


MOST_LINES = 6_000
"""Of a mail, whatever its form: some 100 pages. What comes below is left out, and a person is told."""


class Piece(NamedTuple):
    """Characters in one look. `colour` is a lower-case hexadecimal colour, or empty when it is the default."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    colour: str = ""


@dataclass(slots=True)
class Line:
    """One line. `fate` is empty while the line is the person's own, else the kind of cut that took it."""

    text: str
    pieces: tuple[Piece, ...] = ()
    marker: str = ""  # "- " or "1. " on the first line of a list item
    depth: int = 0  # of the list it stands in; 0 is none
    heading: int = 0
    cells: tuple[str, ...] = ()  # of a table's row
    table: int = 0  # which table; 0 is none
    quote: int = 0  # how many quotes deep
    aside: int = 0  # indented like a quote, by a tag that people also use to indent
    zone: str = ""  # what the mail program says it is: history, attribution, signature, mobile
    gap: bool = False  # a blank line, or a paragraph's space, above it
    bar: bool = False  # a rule right above it
    fate: str = ""
    head: bool = False  # part of what introduces history: «Fra: …», «… skrev:»
    answer: bool = False  # typed into a quote

    @property
    def shown(self) -> str:
        """The line as it stands in a plain text."""
        return f"{self.marker}{self.text}" if self.marker else self.text


def tidy(text: str) -> str:
    """Runs of blanks as one, and characters that nobody sees left out."""
    return " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())


def own(lines: Iterable[Line]) -> list[Line]:
    """What has not been cut."""
    return [line for line in lines if not line.fate]


def written(lines: Iterable[Line]) -> str:
    """Lines as plain text, a blank line where there was space."""
    found: list[str] = []
    for line in lines:
        if line.gap and found:
            found.append("")
        found.append("    " * max(line.depth - 1, 0) + line.shown if line.marker else line.text)
    return "\n".join(found).strip("\n")


def take(lines: Iterable[Line], fate: str) -> None:
    """Cut lines that are not cut already."""
    for line in lines:
        line.fate = line.fate or fate


def segments(lines: Sequence[Line]) -> list[list[Line]]:
    """Stretches of the person's own lines, parted by history."""
    found: list[list[Line]] = [[]]
    for line in lines:
        if line.fate == "history":
            found.append([])
        elif not line.fate:
            found[-1].append(line)
    return [segment for segment in found if segment]


def without(line: Line, start: int, end: int) -> Line:
    """The line without the characters from `start` to `end`, looks kept on the rest."""
    kept, at = [], 0
    for piece in line.pieces or (Piece(line.text),):
        size = len(piece.text)
        low, high = max(start - at, 0), max(end - at, 0)
        kept.append(piece._replace(text=piece.text[: min(low, size)] + piece.text[min(high, size) :]))
        at += size
    return replace(line, text=tidy(line.text[:start] + line.text[end:]), pieces=trimmed(kept))


def trimmed(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces without empty ones, equal neighbours joined, blanks tidied and none at the ends."""
    found: list[Piece] = []
    parts: list[str] = []  # of the last piece found
    blank = True  # whether what stands before ends with a blank
    for piece in pieces:
        text = tidy(piece.text)
        if not piece.text or (blank and not text):
            continue
        words = text
        if piece.text[0].isspace() and not blank:
            text = f" {text}"
        if words and piece.text[-1].isspace():
            text = f"{text} "
        blank = text.endswith(" ")
        if found and found[-1][1:] == piece[1:]:
            parts.append(text)
            continue
        if found:
            found[-1] = found[-1]._replace(text="".join(parts))
        found.append(piece)
        parts = [text]
    if found:
        found[-1] = found[-1]._replace(text="".join(parts).rstrip())
    return tuple(piece for piece in found if piece.text)
