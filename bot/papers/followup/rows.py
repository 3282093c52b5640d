"""A row of a table of measures that somebody has answered in: what of it is theirs, and not what we sent."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.papers.edited import tables, when
from bot.papers.edited.pieces import Cell, Tabular
from bot.papers.followup.labels import Known, same

ANSWERED = {"answer": r"(?:din |ditt )?(?:kommentar(?:er)?|merknad(?:er)?|svar|beskrivelse|beskriving|vurdering|resultat)"}
FEWEST = 2
"""Headings that make a row the header of such a table."""

Columns = Mapping[int, str]
"""What stands where in a row, as `tables.MEASURES` names it, or «answer». Empty when the table has no header."""


class Answer(NamedTuple):
    """What somebody wrote in a row, to the letter, and that of it which tells how it stands."""

    note: str
    told: str


def columns(cells: Sequence[str]) -> Columns:
    """What the columns are, when the row is a header; empty when it is none."""
    header = Tabular((tuple(Cell(cell, struck=False) for cell in cells),))
    found = tables.columns(header, {**tables.MEASURES, **ANSWERED})
    return {at: name for name, at in found.items()} if len(found) >= FEWEST and {"number", "what"} & found.keys() else {}


def answer(cells: Sequence[str], header: Columns, known: Known) -> Answer | None:
    """What is new in a row; None when it stands as we sent it. The owner and the deadline under a heading are ours where they are None."""
    sent = {"number": known.number, "what": known.what, "owner": known.owner, "deadline": known.deadline, "status": known.status}
    ours = {same(text) for text in sent.values() if text}
    new = [
        (header.get(at, ""), cell.strip())
        for at, cell in enumerate(cells)
        if same(cell) and (_changed(cell, header[at], sent) if at in header else same(cell) not in ours)
    ]
    if not new:
        return None
    told = [f"ny frist: {cell}" if name == "deadline" else cell for name, cell in new if name not in ("what", "owner")]
    return Answer(" | ".join(cell for _, cell in new), "\n".join(told))


def _changed(cell: str, name: str, sent: Mapping[str, str | None]) -> bool:
    if name == "number":
        return False
    before = sent.get(name)
    if before is None:
        return name in ("status", "answer")
    day = when.read(cell).day if name == "deadline" else None
    return same(cell) != same(before) and (day is None or day != when.read(before).day)
