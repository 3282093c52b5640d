"""What people have written in the rooms that a report or a summary leaves open for them, and which of them still stand empty."""

from collections.abc import Iterator, Sequence

from bot.papers import norsk
from bot.papers.document import CASE_LEVEL
from bot.papers.edited.blocks import one_line, quoted
from bot.papers.edited.model import Assessment, Change, Edited
from bot.papers.edited.pieces import Part, Piece

KIND = "assessment"


def read(parts: Sequence[Part]) -> tuple[Assessment, ...]:
    """The rooms of a file in its order, each with its text: a paragraph a line, and the heading that it stands under."""
    heading = ""
    under: dict[str, str] = {}
    lines: dict[str, list[str]] = {}
    for part in parts:
        room = of(part)
        if room:
            under.setdefault(room, heading)
            lines.setdefault(room, []).append(said(part))
        elif isinstance(part, Piece) and part.text and 0 < part.level <= CASE_LEVEL:
            heading = one_line(part.text)
    return tuple(Assessment(room, under[room], "\n".join(filter(None, found))) for room, found in lines.items())


def of(part: Part) -> str:
    """The room that a part stands in; empty for one that stands in none."""
    tags = (one.tag.partition(":") for one in part.held)
    return next((name for kind, _, name in tags if kind == KIND), "")


def said(part: Part) -> str:
    """A part as one line, or a line for each of its rows."""
    if isinstance(part, Piece):
        return one_line(part.text)
    return "\n".join(" | ".join(one_line(cell.text) for cell in row) for row in part.rows)


def changes(before: Edited, after: Edited) -> Iterator[Change]:
    """What a person has written in the rooms, a sentence each."""
    was = {one.room: one for one in before.assessments}
    for one in after.assessments:
        old = was[one.room].text if one.room in was else ""
        if one.text != old:
            what = "er tatt ut" if not one.text else f"er {'endret til' if old else 'skrevet:'} {quoted(one.text)}"
            yield Change(KIND, f"Teksten i rommet under {quoted(one.under)} {what}.")


def unwritten(found: Edited) -> str:
    """Which rooms stand empty, in a sentence; empty when none does."""
    empty = tuple(quoted(one.under) for one in found.assessments if not one.text)
    rooms = "Rommet" if len(empty) == 1 else "Rommene"
    return f"{rooms} under {norsk.listed(empty)} står {'tomt' if len(empty) == 1 else 'tomme'}." if empty else ""
