"""What a person may write, as values: paragraphs, headings, lists, tables; and what a careful reader takes from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """`mark` is empty for bullets, else how the first number is written: «1.» or «1)»."""

    items: tuple["Item", ...]
    mark: str = ""

    def marks(self) -> Iterator[str]:
        for number in range(1, len(self.items) + 1):
            yield f"{number}{self.mark[-1]}" if self.mark else "-"


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]


BOLD = re.compile(r"\*\*([^*\n]+)\*\*")

Item = str | tuple[str, Listing]
Piece = str | Heading | Listing | Table
Content = tuple[Piece, ...]


def bullets(*items: Item) -> Listing:
    return Listing(items)


def numbers(*items: Item, mark: str = "1.") -> Listing:
    return Listing(items, mark)


def split(item: Item) -> tuple[str, Listing | None]:
    return (item, None) if isinstance(item, str) else item


@dataclass(frozen=True, slots=True)
class Glyphs:
    """How a client writes bullets of the first and second level into its plain part."""

    first: str = "- "
    second: str = "  - "
    gap: str = "\n\n"
    cell: str = " | "
    bold: str = ""


READ = Glyphs()


def said(content: Content, glyphs: Glyphs = READ) -> str:
    """The text of some content: as a careful reader writes it down, or as a client writes its plain part."""
    return glyphs.gap.join("\n".join(_lines(piece, glyphs)) for piece in content)


def _lines(piece: Piece, glyphs: Glyphs) -> Iterator[str]:
    match piece:
        case str():
            yield from BOLD.sub(rf"{glyphs.bold}\1{glyphs.bold}", piece).split("\n")
        case Heading(text):
            yield text
        case Table(rows):
            yield from (glyphs.cell.join(row) for row in rows)
        case Listing():
            yield from _entries(piece, glyphs, 0)


def _entries(listing: Listing, glyphs: Glyphs, depth: int) -> Iterator[str]:
    for mark, item in zip(listing.marks(), listing.items, strict=True):
        words, below = split(item)
        glyph = (glyphs.second if depth else glyphs.first) if mark == "-" else "  " * depth + mark + " "
        yield glyph + BOLD.sub(rf"{glyphs.bold}\1{glyphs.bold}", words)
        if below:
            yield from _entries(below, glyphs, depth + 1)
