"""Answers typed into the quote: in a colour of their own, or found because the rest is the request that was sent."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.papers.reply import introductions, notices, style
from bot.papers.reply.line import Line, Piece, tidy, trimmed, without
from bot.papers.reply.request import Request, key, known, unmarked

MOST_CITED = 2  # lines that a person cites with a quote mark

_CUE = re.compile(
    r"\b(?:svar\w*|kommentar\w*|innspill\w*|merknad\w*|tekst\w*|skrev|skreve|skrive|answers?|comments?|antwort\w*|se|sjå|see|my|"
    r"har)\b.{0,60}?"
    r"\b(?:rødt|raudt|blått|grønt|farge\w*|lilla|oransje|rött|blå|grön|färg\w*|red|blue|green|colou?r|rot|blau|grün|nedenfor|"
    r"nedanfor|under|inline|inni|inne i|mellom linj\w+|below|kursiv|i teksten)\b"
    r"|\bmed rødt\b|\bi rødt\b|\bmed raudt\b|\bi raudt\b|\bmed blått\b|\bi blått\b|\bmed blå\b|\bmed rød\b|\bi grønt\b",
    re.IGNORECASE,
)
# «[Modum:] Ny skole.»: who answers, in brackets
_NAMED = re.compile(r"\[(?!(?i:ekstern|external|extern|image|bilde|cid))[A-ZÆØÅ][^\[\]\n:]{1,30}:?\]:?\s+\S")
_DEFAULT = frozenset(
    (
        "1f497d",
        "1f3864",
        "44546a",
        "0563c1",
        "0000ee",
        "954f72",
        "1155cc",
        "222222",
        "212121",
        "242424",
        "323130",
        "201f1e",
        "333333",
        "500050",
        "0078d4",
        "467886",
        "96607d",
        "0078d7",
        "551a8b",
    )
)


def announced(lines: Iterable[Line]) -> bool:
    """The person says that the answers stand below, or in a colour."""
    return any(_CUE.search(line.text[:400]) for line in lines if not line.fate)


def rescue(lines: Sequence[Line], request: str | None, introduced: int = 0) -> list[Line]:
    """The lines again, with answers inside the quote made own: marked `answer`, each as a line right after what it answers.

    `introduced` is the number of the line where history is introduced first; 0 when it is not.
    """
    letter = known(request) if request else None
    if letter and not any(line.fate for line in lines):
        unmarked(lines, letter)
    _cited(lines[:introduced], letter)
    body = _first_level(lines)
    if not body:
        return list(lines)
    if letter and letter.quoted_by(body):
        return _spread(lines, {id(line): letter.rest(line) for line in body})
    said = announced(lines)
    found = _coloured(body, said)
    if not found and (said or not any(line.text and not line.fate for line in lines)):
        found = _below_questions(body)
    return _spread(lines, found)


def _cited(lines: Sequence[Line], letter: Request | None) -> None:
    """Above the history, a line or two marked «>» below «han sa det slik:» are what the person cites."""
    for before, line, at in zip(lines, lines[1:], range(1, len(lines)), strict=False):
        if line.fate != "history" or not line.quote or line.zone or before.fate or not before.text.endswith(":"):
            continue
        run = [one for one in lines[at : at + MOST_CITED + 1] if one.quote]
        if len(run) <= MOST_CITED and not (letter and any(letter.holds(one.text) for one in run)):
            for one in run:
                one.fate, one.quote, one.text = "", 0, f"> {one.text}"
                one.pieces = (Piece(one.text),)


def _first_level(lines: Sequence[Line]) -> list[Line]:
    """The quoted lines of the letter that is answered, not those of older ones below it."""
    quoted = [line for line in lines if line.fate == "history" and line.text]
    depth = min((line.quote for line in quoted if not line.head), default=0)
    found: list[Line] = []
    at = 0
    while at < len(quoted):
        line = quoted[at]
        met = None if line.head else introductions.at(quoted, at)
        for one in quoted[at : at + met.size] if met else ():
            one.head = True
        if line.head and found:
            break
        if not line.head and line.quote <= depth:
            found.append(line)
        at += met.size if met else 1
    return found


def _spread(lines: Sequence[Line], answers: dict[int, list[Line]]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        typed = answers.get(id(line))
        if typed and len(typed) == 1 and typed[0].text == line.text:
            line.fate, line.answer = "", True
        found.append(line)
        if typed and line.fate:
            found.extend(typed)
    return found


# --- by colour ------------------------------------------------------------------------------------------------------------------


def _coloured(body: Sequence[Line], cue: bool) -> dict[int, list[Line]]:  # noqa: FBT001
    sizes: Counter[str] = Counter()
    for line in body:
        for piece in line.pieces:
            sizes["" if piece.link else piece.colour] += len(piece.text)
    base = sizes.most_common(1)[0][0] if sizes else ""
    found: dict[int, list[Line]] = {}
    for line in body[: len(body) if cue else _signed(body)]:
        if _NAMED.match(line.text) and not notices.machine(line.text):
            found[id(line)] = [line]
            continue
        pieces = [piece for piece in line.pieces if not piece.link and piece.colour != base and _meant(piece.colour, cue=cue)]
        kept = trimmed(pieces)
        text = tidy("".join(piece.text for piece in kept))
        if not key(text) or notices.machine(text):
            continue
        if len(text) >= len(line.text) - 2:
            found[id(line)] = [line]
        else:
            found[id(line)] = [replace(line, text=text, pieces=kept, fate="", answer=True, marker="", depth=0)]
    return found


def _below_questions(body: Sequence[Line]) -> dict[int, list[Line]]:
    """What stands after the question mark of a listed question, or below it and above the next one.

    For when neither the letter nor a colour helps, but the person says that answers stand below, or wrote nothing else.
    """
    questions = [at for at, line in enumerate(body) if line.marker and "?" in line.text]
    found: dict[int, list[Line]] = {}
    each = True  # whether every question so far has its answer below it
    for at, after in zip(questions, [*questions[1:], -1], strict=False):
        question, mark, rest = body[at].text.rpartition("? ")
        below = [line for line in body[at + 1 : after if after > 0 else at + 2] if not line.marker]
        if mark and rest:
            typed = without(body[at], 0, len(question) + 2)
            found[id(body[at])] = [replace(typed, fate="", answer=True, marker="", depth=0)]
            each = False
        elif after > 0 or (each and found):
            found.update((id(line), [line]) for line in below)
            each = each and bool(below)
    return found


def _meant(colour: str, *, cue: bool) -> bool:
    """A colour that was chosen for an answer, and is no mail program's default."""
    return bool(colour) and (cue or (style.strong(colour) and colour not in _DEFAULT))


def _signed(body: Sequence[Line]) -> int:
    """Where the quoted letter is signed: coloured names and slogans below are its own."""
    return next((at for at, line in enumerate(body) if notices.signs_off(line.text)), len(body))
