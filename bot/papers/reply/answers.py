"""Answers typed into the quote: in a colour of their own, or found because the rest is the request that was sent."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape

from bot.papers.reply import introductions, notices, style
from bot.papers.reply.line import Line, tidy, trimmed, without

ENOUGH = 0.5  # of the words of the quote must be the request's before the rest is taken for answers
SHORTEST = 8  # letters of a line of the request that an answer may be typed after
LONGEST_REQUEST = 200_000

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
_WORD = re.compile(r"[^\W_]+")
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


def rescue(lines: Sequence[Line], request: str | None) -> list[Line]:
    """The lines again, with answers inside the quote made own: marked `answer`, each as a line right after what it answers."""
    if request and not any(line.fate for line in lines):
        unmarked(lines, request)
    body = _first_level(lines)
    if not body:
        return list(lines)
    if request and (known := _Request(request)).quoted_by(body):
        return _spread(lines, {id(line): known.rest(line) for line in body})
    said = announced(lines)
    found = _coloured(body, said)
    if not found and (said or not any(line.text and not line.fate for line in lines)):
        found = _below_questions(body)
    return _spread(lines, found)


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


# --- by the request -----------------------------------------------------------------------------------------------------------


class _Request:
    """The letter that was sent, ready to be looked for."""

    def __init__(self, text: str) -> None:
        self.words = f" {' '.join(_WORD.findall(text[:LONGEST_REQUEST].lower()))} "
        keys = {_key(line) for line in text[:LONGEST_REQUEST].split("\n")}
        self.lines = sorted((key for key in keys if len(key) >= SHORTEST), key=len, reverse=True)[:500]

    def has(self, text: str) -> bool:
        """These words stand in the request, in this order."""
        key = _key(text)
        return not key or f" {key} " in self.words

    def holds(self, text: str) -> bool:
        """They do; or nearly all of a longer line's words do, in small runs."""
        if self.has(text):
            return True
        parts = _key(text).split()
        runs = [" ".join(parts[at : at + 3]) for at in range(max(len(parts) - 2, 1))]
        return len(parts) >= 6 and sum(f" {run} " in self.words for run in runs) >= 0.75 * len(runs)  # noqa: PLR2004

    def quoted_by(self, body: Sequence[Line]) -> bool:
        """Most of the quote is this request."""
        sizes = [(len(line.text), self.holds(line.text)) for line in body[:2_000]]
        held = sum(size for size, same in sizes if same)
        asked = len(self.words)
        return held >= ENOUGH * asked or (held >= ENOUGH * sum(size for size, _ in sizes) and held >= ENOUGH / 2 * asked)

    def rest(self, line: Line) -> list[Line]:
        """What of the line is not the request: all of it, or what was typed at its end."""
        if len(line.text) > 20_000 or self.has(line.text) or notices.machine(line.text) or _weightless(line):  # noqa: PLR2004
            return []
        for start in self.lines:
            end = _prefix(line.text, start)
            if end:
                typed = without(line, 0, end)
                typed.fate, typed.answer, typed.head, typed.marker, typed.depth = "", True, False, "", 0
                return [typed] if _key(typed.text) else []
        return [] if self.holds(line.text) else [line]


def unmarked(lines: Sequence[Line], request: str) -> None:
    """Where no mail program said that history starts: from the first line of the request to its last one is history."""
    known = _Request(request)
    mine = [line for line in lines if not line.fate and line.text]
    same = [at for at, line in enumerate(mine) if len(line.text) <= 20_000 and len(_key(line.text).split()) >= 3 and known.has(line.text)]  # noqa: PLR2004
    if sum(len(mine[at].text) for at in same) < ENOUGH * len(known.words):
        return
    start, end = same[0], same[-1]
    while start and known.has(mine[start - 1].text):
        start -= 1
    while end + 1 < len(mine) and known.has(mine[end + 1].text):
        end += 1
    for line in mine[start : end + 1]:
        line.fate = "history"
    if start and introductions.told(mine[start - 1].text):
        mine[start - 1].fate, mine[start - 1].head = "history", True


def _key(text: str) -> str:
    return " ".join(_WORD.findall((unescape(text) if "&" in text else text).lower()))


def _weightless(line: Line) -> bool:
    """A picture's stand-in, a rule, a link alone: nothing that a person types as an answer."""
    return not _key(line.text) or bool(re.fullmatch(r"<?https?://\S+>?", line.text))


def _prefix(text: str, start: str) -> int:
    """How many characters of `text` spell the words of `start`; 0 when it does not begin so."""
    wanted = start.split()
    at = 0
    for number, found in enumerate(_WORD.finditer(text)):
        if number == len(wanted):
            break
        if found[0].lower() != wanted[number]:
            return 0
        at = found.end()
    else:
        return 0
    while at < len(text) and not (text[at].isalnum() or text[at] in "«\"'(-–"):
        at += 1
    return at


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
        if not _key(text) or notices.machine(text):
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
