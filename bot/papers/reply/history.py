"""Which lines are history: what the mail program marks, what is quoted, and all that an introduction is followed by."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.papers.reply import introductions, words
from bot.papers.reply.introductions import Introduction
from bot.papers.reply.line import Line, Piece, take


@dataclass(frozen=True, slots=True)
class Found:
    """Where history starts that runs to the end of the mail (or the mail's length), and what introduced history first."""

    open_at: int
    first: Introduction | None = None
    first_at: int = 0


def mark(lines: Sequence[Line]) -> Found:
    """Cut history. Own lines between and after quotes stay; after an introduction without quote marks nothing is own."""
    first: Introduction | None = None
    first_at = 0
    at = 0
    quoted = sum(line.quote > 0 for line in lines)
    expected = False  # an introduction was met, and its quote is what comes now
    while at < len(lines):
        line = lines[at]
        met = _met(lines, at, expected=expected)
        if met is None:
            expected = _plain(line, expected=expected, alone=quoted == 1 and _said(line) and not expected)
            at += 1
            continue
        if first is None:
            first, first_at = met, at
        take(lines[at : at + met.size], "history")
        for one in lines[at : at + met.size]:
            one.head = True
        after = at + met.size
        if not _closed(lines, after, line, met):
            take(lines[after:], "history")
            return Found(at, first, first_at)
        at, expected = after, True
    _torn(lines)
    return Found(len(lines), first, first_at)


def _met(lines: Sequence[Line], at: int, *, expected: bool) -> Introduction | None:
    line = lines[at]
    if line.zone == "append":
        following = next((number for number in range(at + 1, min(at + 4, len(lines))) if lines[number].text), len(lines))
        found = introductions.header(lines, following, ruled=True) if following < len(lines) else None
        zoned = following < len(lines) and lines[following].zone == "history"
        count = following - at + (found.size if found else 0)
        return Introduction(count, "header", found.fields if found else ()) if found or zoned else None
    if line.quote and not expected and words.FORWARDED.fullmatch(line.text[:300]):
        return introductions.at(lines, at)
    if line.quote or (expected and line.aside):
        return None
    if line.zone == "attribution":
        run = 1
        while at + run < len(lines) and lines[at + run].zone == "attribution":
            run += 1
        found = introductions.at(lines, at)
        return Introduction(run, found.kind if found else "attribution", found.fields if found else ())
    return introductions.at(lines, at)


def _plain(line: Line, *, expected: bool, alone: bool) -> bool:
    """One line that introduces nothing. Returns whether a quote is still expected."""
    if (line.quote and not alone) or line.zone in ("history", "append") or (expected and line.aside):
        line.fate = "history"
        return expected
    if alone:
        line.text, line.quote = f"> {line.text}", 0
        line.pieces = (Piece(line.text),)
    return False


def _said(line: Line) -> bool:
    """A line that begins with one «>»; when the mail has no other, a person wrote it: «> 90 %»."""
    return line.quote == 1 and len(line.pieces) == 1 and not line.zone


def _closed(lines: Sequence[Line], after: int, line: Line, met: Introduction) -> bool:
    """The quote below is marked as one, so that what comes after it is own again."""
    if after >= len(lines):
        return True
    following = lines[after]
    if following.quote > line.quote or following.aside > line.aside:
        return True
    if met.kind == "attribution" and line.zone == "attribution":
        return True
    return (following.zone == "history" and met.kind != "header") or (line.zone == "history" and not _to_the_end(lines, after))


def _to_the_end(lines: Sequence[Line], after: int) -> bool:
    return all(one.zone == "history" for one in lines[after:])


def _torn(lines: Sequence[Line]) -> None:
    """The tail of a quoted line that the sender's program broke: short, small first letter, between two quoted lines."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.fate or line.gap or after.gap or line.marker:
            continue
        if before.quote and after.quote and len(before.text) >= 60 and len(line.text) < 40 and line.text[:1].islower():  # noqa: PLR2004
            line.fate = "history"


def forwarded(found: Found, subject: str) -> bool:
    """The mail passes on somebody's text: it says so in words, or by its subject and a header block."""
    if found.first is None:
        return False
    if found.first.kind == "forward":
        return True
    return bool(words.FORWARD_SUBJECT.match(subject)) and found.first.kind in ("header", "separator") and bool(found.first.fields)
