"""Lines to blocks: paragraphs, headings, nested and numbered lists, tables, with bold, italic and links."""

import re
from collections.abc import Sequence

from bot.papers.model import Block, Grid, Heading, Listing, Paragraph, Run, Runs
from bot.papers.reply.line import Line

WRAPPED = 60  # a line at least so long, in a plain mail, was broken by the mail program


def build(lines: Sequence[Line], *, plain: bool) -> tuple[Block, ...]:
    """The blocks of a contribution. In a plain mail, lines that a program broke are joined again."""
    found: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.heading:
            found.append(Heading(line.heading, _runs(line)))
        elif line.cells:
            while end < len(lines) and lines[end].table == line.table and lines[end].cells:
                end += 1
            found.append(_grid(lines[at:end]))
        elif line.marker:
            end = _list_end(lines, at)
            found.extend(_lists(lines[at:end]))
        else:
            while end < len(lines) and _same_paragraph(lines[end - 1], lines[end]):
                end += 1
            found.append(Paragraph(_joined(lines[at:end], plain=plain)))
        at = end
    return tuple(found)


def _same_paragraph(before: Line, line: Line) -> bool:
    return not (line.gap or line.marker or line.heading or line.cells or line.answer or before.answer)


def _list_end(lines: Sequence[Line], at: int) -> int:
    end = at + 1
    while end < len(lines) and (lines[end].marker or (lines[end].depth and not lines[end].heading and not lines[end].cells)):
        end += 1
    return end


def _lists(lines: Sequence[Line]) -> list[Block]:
    """Lists from marked lines: deeper lines belong to the entry above; a change of kind at the same depth starts a new list."""
    found: list[Block] = []
    base = min(line.depth for line in lines if line.marker)
    at = 0
    while at < len(lines):
        numbered = _number(lines[at].marker) if lines[at].marker else None
        entries: list[tuple[Block, ...]] = []
        start = numbered or 1
        while at < len(lines):
            line = lines[at]
            if entries and line.marker and line.depth <= base and (_number(line.marker) is None) != (numbered is None):
                break
            end = at + 1
            while end < len(lines) and not (lines[end].marker and lines[end].depth <= base):
                end += 1
            entries.append(_entry(lines[at:end]))
            at = end
        found.append(Listing(tuple(entries), numbered=numbered is not None, start=start))
    return found


def _entry(lines: Sequence[Line]) -> tuple[Block, ...]:
    found: list[Block] = [Paragraph(_runs(lines[0]))]
    at = 1
    while at < len(lines):
        end = at + 1
        if lines[at].marker:
            while end < len(lines) and (lines[end].marker or lines[end].depth >= lines[at].depth):
                end += 1
            found.extend(_lists(lines[at:end]))
        elif isinstance(found[-1], Paragraph) and not lines[at].gap:
            found[-1] = Paragraph((*found[-1].runs, Run("\n"), *_runs(lines[at])))
        else:
            found.append(Paragraph(_runs(lines[at])))
        at = end
    return tuple(found)


def _number(marker: str) -> int | None:
    """What a numbered marker counts; None for a bullet."""
    found = re.fullmatch(r"(\d{1,4})[.)] |([a-zA-Z]+)[.)] ", marker)
    if not found:
        return None
    return int(found[1]) if found[1] else 1


def _grid(lines: Sequence[Line]) -> Grid:
    width = max(len(line.cells) for line in lines)
    rows = [(*line.cells, *[""] * (width - len(line.cells))) for line in lines]
    return Grid(rows[0], tuple(rows[1:]))


def _joined(lines: Sequence[Line], *, plain: bool) -> Runs:
    found: list[Run] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None:
            wrapped = plain and len(before.text) >= WRAPPED and not before.text.endswith((".", "!", "?", ":")) and not before.answer
            found.append(Run(" " if wrapped or (plain and len(before.text) >= WRAPPED and line.text[:1].islower()) else "\n"))
        found.extend(_runs(line))
    return tuple(found)


def _runs(line: Line) -> Runs:
    if not line.pieces:
        return (Run(line.text),)
    return tuple(Run(piece.text, piece.bold, piece.italic, piece.link) for piece in line.pieces)
