"""The same year as a table, month by month, and as a paper: what stands in the wheel can be read without seeing it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.model import Block, Grid, Heading, PageBreak, Paper, Paragraph, Picture, Run
from bot.papers.wheel.drawing import draw
from bot.papers.wheel.model import WORDS, Entry, Wheel, described, spelled

MOST_COLUMNS = 8
ACROSS = 297
"""Millimetres: as wide as the paper gives it, so that the paper lies down."""


def months(wheel: Wheel) -> Iterator[tuple[str, tuple[tuple[int, Entry], ...]]]:
    """The months that have something, by name, with their entries and the numbers these have on a narrow wheel."""
    numbered = enumerate(wheel.shown, 1)
    for month, found in groupby(numbered, key=lambda one: max(one[1].start, wheel.first).month):
        yield norsk.MONTHS[wheel.language][month - 1], tuple(found)


def day(entry: Entry, year: int, language: Language) -> str:
    """A date beside the name of its year: «torsdag 11. februar»."""
    return spelled(entry, language).replace(f" {year}", "")


def blocks(wheel: Wheel) -> tuple[Block, ...]:
    """A heading and a table for each month: date, what, who and which kind."""
    words = WORDS[wheel.language]
    found: list[Block] = []
    for name, entries in months(wheel):
        header = (words.when, words.what, words.who, words.kind)
        rows = tuple(
            (day(entry, wheel.year, wheel.language), one_line(entry.title), one_line(entry.group), one_line(entry.kind))
            for _, entry in entries
        )
        found += [Heading(2, (Run(name.capitalize()),)), Grid(header, rows, f"{name.capitalize()} {wheel.year}")]
    return tuple(found) or (Paragraph((Run(f"{words.nothing} {wheel.year}."),)),)


def paper(wheel: Wheel, author: str, *, grey: bool = False) -> Paper:
    """The year as a paper that lies down: what it has in short, the wheel on a page of its own, and the table."""
    words = WORDS[wheel.language]
    picture = Picture(draw(wheel, grey=grey, titled=False), f"{described(wheel)} {_counted(wheel)}", ACROSS)
    opening = (Heading(1, (Run(one_line(wheel.title)),)), Paragraph((Run(words.lead.format(year=wheel.year)),)), *_shortly(wheel))
    return Paper(wheel.title, wheel.language, (*opening, PageBreak(), picture, PageBreak(), *blocks(wheel)), author)


def _shortly(wheel: Wheel) -> Iterator[Block]:
    """How many there are of each kind, for each group, and what is closed."""
    words = WORDS[wheel.language]
    kinds = sorted({entry.kind for entry in wheel.shown}, key=norsk.collate)
    counted = Counter((entry.group, entry.kind) for entry in wheel.shown)
    groups = sorted({entry.group for entry in wheel.shown}, key=norsk.collate)
    if 0 < len(kinds) <= MOST_COLUMNS:
        rows = tuple((one_line(group), *(str(counted[group, kind]) for kind in kinds)) for group in groups)
        yield Heading(2, (Run(words.shortly),))
        yield Grid((words.who, *map(one_line, kinds)), rows, words.shortly)
    if wheel.breaks:
        yield Heading(2, (Run(words.closed),))
        yield Grid((words.what, words.when), breaks(wheel), words.closed)


def _counted(wheel: Wheel) -> str:
    """How much each month has, for the one who hears the picture instead of seeing it."""
    counts = ", ".join(f"{name} {len(entries)}" for name, entries in months(wheel))
    return f"{WORDS[wheel.language].counted}: {counts or 0}."


def breaks(wheel: Wheel) -> tuple[tuple[str, str], ...]:
    """What is closed, and when, in the words of the wheel."""
    return tuple(
        (_spoken(one.name), day(Entry("", "", *_within(wheel, one.start, one.end), "", ""), wheel.year, wheel.language))
        for one in wheel.breaks
    )


def _spoken(name: str) -> str:
    line = one_line(name)
    return line[:1].upper() + line[1:]


def _within(wheel: Wheel, start: date, end: date) -> tuple[date, date]:
    return max(start, wheel.first), min(end, wheel.after)
