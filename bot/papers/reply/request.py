"""The letter that was sent, ready to be looked for in a reply: what repeats it is history, and what is left was typed into it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from bot.papers.reply import introductions, notices
from bot.papers.reply.line import Line, without

ENOUGH = 0.5  # of the words of the quote must be the request's before the rest is taken for answers
SHORTEST = 8  # letters of a line of the request that an answer may be typed after
LONGEST = 200_000
LONGEST_LINE = 20_000
MOST_LINES = 500
FEWEST_WORDS = 3  # of a line that is known again where nothing marks it as a quote

_LISTED = re.compile(r"\s*+(?:[-*•·]|\d{1,3}[.)]|[a-zA-Z][.)])\s")
_WORD = re.compile(r"[^\W_]+")


class Request:
    """The letter that was sent, ready to be looked for."""

    def __init__(self, text: str) -> None:
        self.words = f" {' '.join(_WORD.findall(text[:LONGEST].lower()))} "
        rows = [_LISTED.sub("", row) for row in text[:LONGEST].split("\n")]  # in HTML, a number is no part of the line
        found = {key(row) for row in (*text[:LONGEST].split("\n"), *rows)}
        self.lines = sorted((one for one in found if len(one) >= SHORTEST), key=len, reverse=True)[:MOST_LINES]

    def has(self, text: str) -> bool:
        """These words stand in the request, in this order."""
        words = key(text)
        return not words or f" {words} " in self.words

    def place(self, text: str) -> int:
        """Where in the request these words begin."""
        return self.words.find(f" {key(text)} ")

    def holds(self, text: str) -> bool:
        """They do; or nearly all of a longer line's words do, in small runs."""
        if self.has(text):
            return True
        parts = key(text).split()
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
        if len(line.text) > LONGEST_LINE or self.has(line.text) or notices.machine(line.text) or _weightless(line):
            return []
        for start in self.lines:
            end = _prefix(line.text, start)
            if end:
                typed = without(line, 0, end)
                typed.fate, typed.answer, typed.head, typed.marker, typed.depth = "", True, False, "", 0
                return [typed] if key(typed.text) else []
        return [] if self.holds(line.text) else [line]


@lru_cache(maxsize=8)
def known(text: str) -> Request:
    """The letter with this text. Many answer the same one."""
    return Request(text)


def unmarked(lines: Sequence[Line], letter: Request) -> None:
    """Where no mail program said that history starts: from the first line of the request to its last one is history.

    A line from the middle of the request that stands above its beginning is the person's own: the request may repeat what they once wrote.
    """
    mine = [line for line in lines if not line.fate and line.text]
    same = [at for at, line in enumerate(mine) if len(line.text) <= LONGEST_LINE and _telling(line.text) and letter.has(line.text)]
    if sum(len(mine[at].text) for at in same) < ENOUGH * len(letter.words):
        return
    start, end = min(same, key=lambda at: letter.place(mine[at].text)), same[-1]
    while start and letter.has(mine[start - 1].text) and letter.place(mine[start - 1].text) <= letter.place(mine[start].text):
        start -= 1
    while end + 1 < len(mine) and letter.has(mine[end + 1].text):
        end += 1
    for line in mine[start : end + 1]:
        line.fate = "history"
    if start and introductions.told(mine[start - 1].text):
        mine[start - 1].fate, mine[start - 1].head = "history", True


def _telling(text: str) -> bool:
    return len(key(text).split()) >= FEWEST_WORDS


def key(text: str) -> str:
    """The words of a text, in small letters, with a blank between."""
    return " ".join(_WORD.findall((unescape(text) if "&" in text else text).lower()))


def _weightless(line: Line) -> bool:
    """A picture's stand-in, a rule, a link alone: nothing that a person types as an answer."""
    return not key(line.text) or bool(re.fullmatch(r"<?https?://\S+>?", line.text))


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
