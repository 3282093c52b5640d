"""A reply cut into segments: what of it is about which measures, and what is said of them."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bot.papers.followup import labels, rows
from bot.papers.followup.labels import Labels
from bot.papers.followup.rows import Columns
from bot.papers.reply import request

Kind = Literal["label", "asked", "row", "all", "rest", "free"]
"""«asked» is a line of ours that names a measure; «free» goes on where the last one stopped, or is about none."""

FEWEST_WORDS = 3
"""Of a line that is known again as ours: where nothing marks it as a quote, or where it is only a part of a line that was sent."""

QUOTE = re.compile(r"\s*+(?:>\s?)+")
BULLET = re.compile(r"\s*(?:[-*•·–]\s+)?")
SENTENCES = re.compile(
    r"(?<=[.!?])\s+(?=[A-ZÆØÅ«])"
    r"|(?<=[,;])\s+(?=(?:(?:og|men|mens|medan)\s+)?(?:resten|(?:de|dei) (?:andre|øvrige)|alt (?:annet|anna))\b)"
)
"""Where a sentence ends, or a clause about all the others begins."""
NO_WORD = re.compile(r"\W*")
RULE = re.compile(r"[\s|:=+-]*")
MARKS = " \t:.,;)(–-"


class Segment(NamedTuple):
    """A stretch of a reply. `numbers` is None when it names no measure, and empty when it names others than those that were asked about.

    `text` stands in the note, `told` is that of it which says how far it has come, and `label` is what stood before it. `between` is what
    parts it from the one before: "" on the same line, else one newline or two.
    """

    kind: Kind
    numbers: tuple[str, ...] | None
    text: str
    told: str
    between: str
    label: str = ""


class Opening(NamedTuple):
    """What a line begins with: the measures it names, where that ends, whether it is taken off, and whether their own words stand there."""

    numbers: tuple[str, ...]
    end: int
    cut: bool
    titled: bool


class Reader:
    """Takes one reply line by line."""

    def __init__(self, asked: Labels, sent: str) -> None:
        self.asked = asked
        self.sent = request.known(sent) if sent else None
        self.lines = frozenset(labels.same(line) for line in sent.splitlines())
        self.columns: Columns = {}
        self.between = ""

    def read(self, text: str) -> Iterator[Segment]:
        """The segments, in order. Every word stands in the text or the label of one, but for headers and lines that only repeat ours."""
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            body = line[_end(QUOTE, line) :]
            if body.strip():
                yield from self._line(line, body)
                self.between = "\n"
            elif self.between:
                self.between = "\n\n"

    def _line(self, line: str, body: str) -> Iterator[Segment]:
        if (found := self._row(body)) is not None:
            yield from found
            return
        quoted, repeated = body != line, self._repeated(body, quoted=body != line)
        start = _end(BULLET, body)
        opening = self._opening(body[start:])
        if opening and opening.numbers and (repeated or quoted):
            rest = "" if repeated else body[start + opening.end :].strip(MARKS)
            yield Segment("asked", opening.numbers, rest, rest, self.between)
        elif not repeated:
            yield from self._written(line if quoted else body[start:], None if quoted else opening, line)

    def _repeated(self, line: str, *, quoted: bool) -> bool:
        """Whether a line stands in the letter that was sent."""
        if self.sent is None:
            return False
        words = labels.same(line)
        long = len(words.split()) >= FEWEST_WORDS
        return (words in self.lines and (quoted or long)) or (quoted and long and self.sent.has(line))

    def _row(self, line: str) -> tuple[Segment, ...] | None:
        """A row of a table of measures: what is new in it. None when the line is no row."""
        separator = "|" if "|" in line else "\t"
        bare = line.strip(" ").removeprefix("|").removesuffix("|") if separator == "|" else line.strip(" ")
        cells = [cell.strip() for cell in bare.split(separator)]
        if len(cells) == 1:
            return None
        if header := rows.columns(cells):
            self.columns = header
            return ()
        number = self.asked.row(cells)
        if not number:
            return () if self.columns and RULE.fullmatch(line) else None
        answer = rows.answer(cells, self.columns, self.asked.known[number])
        return (Segment("row", (number,), answer.note, answer.told, self.between),) if answer else ()

    def _opening(self, line: str) -> Opening | None:
        head = next((one for one in self.asked.heads(line) if one.start == 0), None)
        at = head.end + _end(NO_WORD, line[head.end :]) if head else 0
        title = None if head and not head.numbers else self.asked.titled(line[at:])
        if title and (head is None or title[0] in head.numbers):
            return Opening((title[0],), at + title[1], cut=True, titled=True)
        return Opening(head.numbers, head.end, cut=head.cut, titled=False) if head else None

    def _written(self, line: str, opening: Opening | None, whole: str) -> Iterator[Segment]:
        """What a person wrote on a line: by its labels, and without one, sentence by sentence."""
        end = opening.end if opening else 0
        inner = [one for one in self.asked.heads(line) if one.start >= max(end, 1)]
        stops = [*(one.start for one in inner), len(line)]
        if opening:
            yield from self._labelled(opening, line[: stops[0]])
        elif line[: stops[0]].strip():
            yield from self._sentences(whole[: len(whole) - len(line) + stops[0]], self.between)
        for one, stop in zip(inner, stops[1:], strict=True):
            yield from self._labelled(Opening(one.numbers, one.end - one.start, cut=one.cut, titled=False), line[one.start : stop])

    def _labelled(self, opening: Opening, text: str) -> Iterator[Segment]:
        """What follows a label, until a sentence that is about something else."""
        rest = (match.end() for match in SENTENCES.finditer(text, opening.end))
        stop = next((at for at in rest if self._sentence(text[at:], "").kind != "free"), len(text))
        said = text[opening.end : stop]
        kept = said.strip(" \t").lstrip(MARKS) if opening.cut else text[:stop].strip()
        alone = not said.strip(MARKS)
        kind: Kind = "asked" if alone and opening.titled else "label"
        yield Segment(kind, opening.numbers, kept, said, self.between, text.strip() if alone and not opening.titled else "")
        if stop < len(text):
            yield from self._sentences(text[stop:], "")

    def _sentences(self, line: str, between: str) -> Iterator[Segment]:
        at = 0
        for stop in (*(match.end() for match in SENTENCES.finditer(line)), len(line)):
            yield self._sentence(line[at:stop], between)
            at, between = stop, ""

    def _sentence(self, text: str, between: str) -> Segment:
        named = self.asked.mentions(text)
        if named:
            numbers = tuple(dict.fromkeys(number for one in named for number in one.numbers))
            told = _without(text, named) if len(named) == 1 else ""  # of two, each may have come as far as it likes
            return Segment("label", numbers if all(one.numbers for one in named) else (), text, told, between)
        if labels.REST.match(text):
            return Segment("rest", None, text, labels.REST.sub("dette", text), between)
        whole = labels.ALL.match(text) or labels.WITH_ALL.search(text)
        return Segment("all" if whole else "free", None, text, text, between)


def _without(text: str, named: Sequence[labels.Label]) -> str:
    """A sentence with its measures as «dette»: their numbers are no dates."""
    for one in reversed(named):
        text = f"{text[: one.start]}dette{text[one.end :]}"
    return text


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0
