"""Rows of real tables as one line each. A table that only lays out a page stays as the lines in it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.papers.reply.line import Line, Piece

MOST_IN_A_CELL = 3  # lines; where one holds more, the table is a page's layout
WIDEST = 50
"""A table of more columns than this is none that anybody reads in a mail."""


class Place(NamedTuple):
    """Where a line stands: which table (0 is none), and its row and column, from 1."""

    table: int = 0
    row: int = 0
    column: int = 0


Cells = Mapping[tuple[int, int], list[int]]  # row and column → the lines in it, by their index


def merge(lines: Sequence[Line], places: Sequence[Place]) -> list[Line]:
    """The lines, with each row of a real table as one."""
    tables: defaultdict[int, defaultdict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, (table, row, column) in enumerate(places):
        if table:
            tables[table][row, column].append(at)
    gone: set[int] = set()
    for table, cells in tables.items():
        if _real(cells):
            gone.update(_rows(lines, cells, table))
    return [line for at, line in enumerate(lines) if at not in gone]


def _real(cells: Cells) -> bool:
    """At least two rows with two columns or more, and little in each cell."""
    filled = Counter(row for row, _ in cells)
    widest = max(column for _, column in cells)
    full = sum(count > 1 for count in filled.values())
    return full > 1 and widest <= WIDEST and all(len(found) <= MOST_IN_A_CELL for found in cells.values())


def _rows(lines: Sequence[Line], cells: Cells, table: int) -> set[int]:
    """Write each row into its first line. Returns the lines that are written into another."""
    rows: defaultdict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for (row, column), found in cells.items():
        rows[row].append((column, found))
    width = max(column for _, column in cells)
    gone: set[int] = set()
    for filled in rows.values():
        texts = {column: " ".join(lines[at].shown for at in found) for column, found in sorted(filled)}
        first, *others = sorted(at for _, found in filled for at in found)
        line = lines[first]
        line.cells = tuple(texts.get(column, "") for column in range(1, width + 1))
        line.text = "\t".join(texts.values())
        line.pieces, line.marker, line.depth, line.table = (Piece(line.text),), "", 0, table
        gone.update(others)
    return gone
