"""Plain text to lines: flowed paragraphs joined (RFC 3676), quote marks counted, typed lists seen as lists."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.papers.reply import words
from bot.papers.reply.line import MOST_LINES, Line, Piece, tidy, without

FEWEST_BARS = 3  # lines that begin with a bar are a quote from so many on, unless they are a table

_QUOTE = re.compile(r" ?((?:> ?)+)")
_MARKER = re.compile(r"(\s*+)(?:([-*•·▪◦‣●○■\uf0b7\uf0a7])|(\d{1,3}|[a-z])([.)]))[ \t\xa0]+(?=\S)")
_TYPED = re.compile(r"(?:([-*•·▪◦‣●○■\uf0b7\uf0a7])|(\d{1,3}|[a-z])([.)])) +(?=\S)")
_MONTH = re.compile(rf"(?:{words.MONTHS})\b|\d", re.IGNORECASE)
_TWICE = re.compile(r"(?<![^\s(])([\w.+-]{1,200}@[\w.-]{1,200}|(?:https?://|www\.)[^\s<>]{1,500}) ?<(?:mailto:|https?://)[^<>\s]{1,1000}>")


def read(text: str, *, flowed: bool = False, delsp: bool = False) -> tuple[list[Line], bool]:
    """The lines of a plain mail, and whether they are all of it. `flowed` and `delsp` are parameters of the MIME type (RFC 3676)."""
    found: list[Line] = []
    gap = bar = False
    for quote, raw in _unwrapped(text, delsp=delsp) if flowed else _rows(text):
        content = tidy(raw)
        if not content:
            gap = True
            continue
        line = Line(content, (Piece(content),), quote=quote, gap=gap, bar=bar)
        indent = len(raw) - len(raw.lstrip(" \t\xa0"))
        line.aside = 0
        found.append(line)
        line.depth = -1 - min(indent, 60)  # the indent waits here until lists are seen
        gap = False
        bar = bool(words.RULE.fullmatch(content))
    _lists(found)
    return found, text.count("\n") < MOST_LINES


def _rows(text: str) -> Iterator[tuple[int, str]]:
    rows = text.split("\n", MOST_LINES)[:MOST_LINES]
    barred = sum(row.startswith("|") and "|" not in row[1:] for row in rows) >= FEWEST_BARS
    for row in rows:
        raw = f">{row[1:]}" if barred and row.startswith("|") else row
        mark = None if raw.rstrip().endswith(">>>") and "@" in raw else _QUOTE.match(raw[:400])
        yield (mark[1].count(">"), raw[mark.end() :]) if mark else (0, raw)


def _unwrapped(text: str, *, delsp: bool) -> Iterator[tuple[int, str]]:
    """Flowed lines as whole paragraphs."""
    waiting: tuple[int, list[str]] | None = None
    for raw in text.split("\n", MOST_LINES)[:MOST_LINES]:
        depth = len(raw) - len(raw.lstrip(">"))
        content = raw[depth:].removeprefix(" ")
        soft = content.endswith(" ") and content != "-- "
        if waiting and (waiting[0] != depth or content == "-- "):
            yield waiting[0], "".join(waiting[1])
            waiting = None
        parts = waiting[1] if waiting else []
        parts.append(content[:-1] if soft and delsp else content)
        if soft:
            waiting = (depth, parts)
        else:
            yield depth, "".join(parts)
            waiting = None
    if waiting:
        yield waiting[0], "".join(waiting[1])


def _lists(lines: Sequence[Line]) -> None:
    """Give typed list items their marker and depth; a line that is indented below an item belongs to it."""
    indents: list[int] = []
    quote = -1
    before: dict[int, str] = {}
    for line in lines:
        indent, line.depth = -1 - line.depth, 0
        if line.quote != quote:
            indents, quote, before = [], line.quote, {}
        found = _TYPED.match(line.text)
        if found and (found[1] or follows(found[2], line.text[found.end() :], before.get(indent, ""))):
            while indents and indents[-1] > indent:
                indents.pop()
            if not indents or indents[-1] < indent:
                indents.append(indent)
            before[indent] = found[2] or ""
            _marked(line, found, min(len(indents), 9))
        elif line.gap and indent <= (indents[-1] if indents else 0):
            indents = []
        elif indents and indent > indents[-1]:
            line.depth = min(len(indents), 9)
        elif not line.gap:
            indents = []


def follows(number: str, rest: str, before: str) -> bool:
    """A number is a list's when it is the first or the next one, and no date: «28. oktober» is not."""
    if number.isdecimal():
        return not _MONTH.match(rest) and (number == "1" or (before.isdecimal() and int(number) == int(before) + 1))
    return number == "a" or (len(before) == 1 and before.isalpha() and ord(number) == ord(before) + 1)


def _marked(line: Line, found: re.Match[str], depth: int) -> None:
    rest = without(line, 0, found.end())
    line.text, line.pieces = rest.text, rest.pieces
    line.marker = "- " if found[1] else f"{found[2]}{found[3]} "
    line.depth = depth


def typed(lines: Iterable[Line]) -> None:
    """See list items that a person typed by hand in an HTML mail: «- Sak», «• Sak», «1. Sak»."""
    before = ""
    for line in lines:
        found = None if line.marker or line.heading or line.cells else _TYPED.match(line.text)
        if found and (found[1] or follows(found[2], line.text[found.end() :], before)):
            before = found[2] or ""
            _marked(line, found, max(line.depth, 1))


def unlinked(line: Line) -> Line:
    """A plain line without what Outlook writes after an address: «www.example.no<http://www.example.no/>»."""
    if "<" not in line.text or len(line.text) > 4_000:  # noqa: PLR2004
        return line
    text = _TWICE.sub(r"\1", line.text)
    return replace(line, text=text, pieces=(Piece(text),)) if text != line.text else line
