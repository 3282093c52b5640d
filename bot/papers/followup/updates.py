"""What a mail says of the measures that were asked about: each with how far it has come, and every word of it kept."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.papers.followup import named, states
from bot.papers.followup.labels import Known, Labels
from bot.papers.followup.segments import Reader, Segment
from bot.papers.followup.states import State

__all__ = ["Known", "Part", "Update", "read", "told"]

MOST = 50_000
"""Characters of a reply that is divided; a longer one is for a person to read."""

JOINING = re.compile(r"[,;\s]*(?:\b(?:og|men|mens|medan))?\s*\Z")
MANY = re.compile(rf"\s*(?:(?P<both>begge)|alle (?P<number>{'|'.join(named.NUMBERS)}))\b", re.IGNORECASE)
SIGNED = r"(?:mvh|vh|beste hilsen|(?:med )?(?:vennlig|venleg|beste) (?:hilsen|helsing)|hilsen|helsing)\b"
POLITE = re.compile(
    rf"\W{{0,9}}(?:{SIGNED}(?s:.{{0,200}})|(?:hei|hallo|heisann|god (?:dag|morgen|morgon|helg|sommer|sommar|jul|påske)|"
    r"(?:tusen |mange )?takk|her (?:er|kommer|kjem) (?:status|svar|oppdatering)|(?:se|sjå) (?:svar )?(?:under|nedenfor|nedanfor)|"
    r"ha (?:en|ei) (?:fin|god))\b.{0,80}\s*)"
    r"(?:\n|\Z)",
    re.IGNORECASE,
)
"""A line of greeting, or all that stands below «med vennlig hilsen»."""


class Update(NamedTuple):
    """What is said of a measure, to the letter in `note`; what is said of none that was asked about has no number.

    `until` is the new deadline of one that is postponed, as it was written. «said» changes nothing by itself.
    """

    number: str
    state: State
    until: str
    note: str


class Part(NamedTuple):
    """What is said of one measure at one place: all of it, and that which tells how far it has come."""

    number: str
    note: str
    told: str


@dataclass(slots=True)
class _Piece:
    """Segments that belong together: the first one, and those that go on from it."""

    first: Segment
    numbers: tuple[str, ...]
    note: str
    told: str

    @property
    def heading(self) -> bool:
        """Whether all that follows stands below it, also after an empty line."""
        return self.first.kind == "asked" or bool(self.first.label)

    @property
    def polite(self) -> bool:
        return self.first.kind == "free" and not POLITE.sub("", self.note).strip()


def read(text: str, known: Sequence[Known], sent: str = "") -> tuple[Update, ...]:
    """What a reply says of the known measures, in the order it stands. `sent` is the letter it answers: to repeat that is no answer.

    Every word that the person wrote stands in the note of some update, but for labels («tiltak 4:»), the header of a table, and lines that
    only repeat a measure. A measure that nothing is said of has no update.
    """
    if len(text) > MOST:
        return (Update("", "said", "", text.strip()),)
    asked = Labels(known)
    pieces = _gathered(Reader(asked, sent).read(text))
    settled = _attached(_settled(pieces, asked))
    return told((Part(number, piece.note, piece.told) for piece in settled for number in piece.numbers or ("",)), known)


def _gathered(segments: Iterable[Segment]) -> list[_Piece]:
    """The segments that go on from another, added to it. A row of a table is whole."""
    found: list[_Piece] = []
    for one in segments:
        last = found[-1] if found else None
        if last and one.kind == "free" and last.first.kind != "row" and (one.between != "\n\n" or last.heading):
            last.note += one.between + one.text
            last.told += "\n" + one.told
        else:
            found.append(_Piece(one, one.numbers or (), one.text, JOINING.sub("", one.told)))
    for piece in found:
        piece.note = piece.note.strip() or piece.first.label
    return [piece for piece in found if piece.note]


def _settled(pieces: Sequence[_Piece], asked: Labels) -> list[_Piece]:
    """Each with the measures it is about: all, the rest, or the only one that was asked about. In doubt about none."""
    answered = {number for piece in pieces if piece.first.kind in ("label", "asked", "row") for number in piece.numbers}
    for piece in pieces:
        if piece.first.kind in ("all", "rest") and _so_many(piece.note, asked) and states.read(piece.told)[0] != "said":
            piece.numbers = tuple(one for one in asked.numbers if piece.first.kind == "all" or one not in answered)
        elif piece.first.numbers is None and len(asked.numbers) == 1:
            piece.numbers = asked.numbers
    return list(pieces)


def _so_many(text: str, asked: Labels) -> bool:
    """Whether «begge» and «alle tre» are as many as were asked about."""
    match = MANY.match(text)
    return match is None or len(asked.numbers) == (2 if match["both"] else named.NUMBERS[match["number"].lower()])


def _attached(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Greetings as a part of what they stand before or after: they are no answer to a measure, nor a matter of their own."""
    found: list[_Piece] = []
    greeting = ""
    for piece in pieces:
        between = piece.first.between or " "
        if piece.polite and not piece.numbers:
            if found:
                found[-1].note += between + piece.note
            else:
                greeting += between + piece.note
        else:
            piece.note = (greeting + between).lstrip() + piece.note
            greeting = ""
            found.append(piece)
    return found or list(pieces)


def told(parts: Iterable[Part], known: Sequence[Known]) -> tuple[Update, ...]:
    """One update for each measure that something is said of, and one without a number for all else, in the order they are first met."""
    named = {one.number: one for one in known}
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.number, []).append(part)
    return tuple(_update(named.get(number), mine) for number, mine in found.items())


def _update(known: Known | None, parts: Sequence[Part]) -> Update:
    note = "\n".join(part.note for part in parts)
    if known is None:
        return Update("", "said", "", note)
    state, until = states.read("\n".join(part.told for part in parts), known.what)
    return Update(known.number, state, until, note) if until in note else Update(known.number, "said", "", note)
