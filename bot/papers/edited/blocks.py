"""Pieces of a file as blocks, so that an edited agenda can feed the minutes; and any text in a form that can be compared."""

import re
from collections.abc import Sequence

from bot.papers import prose
from bot.papers.edited.pieces import Part, Piece, Tabular
from bot.papers.model import Block, Grid, Heading, Listing, Paragraph


def read(parts: Sequence[Part]) -> tuple[Block, ...]:
    """Blocks without what is empty; entries of lists that stand together are one list, nested by their depth."""
    found: list[Block] = []
    entries: list[Piece] = []
    for part in parts:
        if isinstance(part, Piece) and part.depth >= 0 and part.text:
            entries.append(part)
            continue
        if entries:
            found.append(_listing(entries))
            entries = []
        if isinstance(part, Tabular):
            found.extend(_grid(part))
        elif part.text:
            found.append(Heading(part.level, part.runs) if part.level else Paragraph(part.runs))
    return (*found, _listing(entries)) if entries else tuple(found)


def _listing(entries: Sequence[Piece]) -> Listing:
    """The shallowest entries, each with the deeper ones after it as a list of its own."""
    depth, kept = entries[0].depth, []
    at = 0
    while at < len(entries):
        below = at + 1
        while below < len(entries) and entries[below].depth > depth:
            below += 1
        own: tuple[Block, ...] = (Paragraph(entries[at].runs),)
        kept.append((*own, _listing(entries[at + 1 : below])) if below > at + 1 else own)
        at = below
    return Listing(tuple(kept), numbered=entries[0].numbered)


def _grid(table: Tabular) -> tuple[Block, ...]:
    width = max((len(row) for row in table.rows), default=0)
    rows = [tuple(cell.text for cell in row) + ("",) * (width - len(row)) for row in table.rows]
    return (Grid(rows[0], tuple(rows[1:])),) if rows else ()


def text(parts: Sequence[Part]) -> str:
    """The same as plain text, a line for each paragraph; what is wholly struck out is left out."""
    kept = [part for part in parts if not (isinstance(part, Piece) and part.struck)]
    return re.sub(r"\n{2,}", "\n", prose.text(read(kept)).strip())


def one_line(words: str) -> str:
    """A text with single spaces, as titles and names are compared."""
    return " ".join(words.split())


def alike(words: str) -> str:
    """A text as it is looked up: without capitals, punctuation at its end and unlike hyphens."""
    return re.sub(r"[\u2010-\u2015]", "-", one_line(words)).casefold().rstrip(" .:")


def quoted(words: str, most: int = 80) -> str:
    """A text in guillemets, cut where it is long."""
    short = one_line(words)
    return f"«{short if len(short) <= most else short[: most - 1].rstrip() + '…'}»"
