"""Answers that stand between quoted lines: whether there are any, and each with the line that it answers above it."""

from collections.abc import Sequence

from bot.papers.reply import notices
from bot.papers.reply.line import Line, Piece

MOST_ASKED = 3  # lines of the quote that are shown above an answer


def found(lines: Sequence[Line]) -> bool:
    """Own text stands between quoted lines, and is not just below the quote or above it."""
    kinds = [
        "own" if not line.fate else "quoted"
        for line in lines
        if line.text and (not line.fate or (line.fate == "history" and not line.head))
    ]
    runs = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
    return "own" in runs[2 if runs[:1] == ["own"] else 1 : -1] or any(line.answer for line in lines)


def with_questions(lines: Sequence[Line], contribution: Sequence[Line]) -> list[Line]:
    """The contribution with, above each answer that stands inside the quote, the line that it answers."""
    return _answered(lines, contribution) if found(lines) else list(contribution)


def _answered(lines: Sequence[Line], contribution: Sequence[Line]) -> list[Line]:
    waiting = iter(contribution)
    upcoming = next(waiting, None)
    made: list[Line] = []
    asked: list[Line] = []
    for line in lines:
        if line.fate == "history":
            asked = _asked(asked, line)
        elif not line.fate and upcoming is not None and line.text.endswith(upcoming.text):
            if asked and not any(notices.signs_off(one.text) for one in asked):
                made.append(_question(asked, line))
            asked = []
            made.append(upcoming)
            upcoming = next(waiting, None)
    return [*made, *([upcoming] if upcoming is not None else []), *waiting]


def _asked(before: list[Line], line: Line) -> list[Line]:
    """The paragraph or list entry that is being quoted; only as much of it as tells whether it is long."""
    if line.head or not line.text:
        return []
    return [line] if line.gap or line.marker else [*before[-MOST_ASKED:], line]


def _question(asked: Sequence[Line], answer: Line) -> Line:
    """The paragraph that is answered, or the last line of a long one; without the answer, when that was typed at its end."""
    text = " ".join(one.text for one in asked) if len(asked) <= MOST_ASKED else asked[-1].text
    text = text.removesuffix(answer.text).strip() or text
    return Line(text, (Piece(text, italic=True),), gap=True, answer=True)
