"""Blocks to the data that paper.typ sets as pages: words and lengths, and no markup at all. Lengths are points."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from bot.papers import edges, look, picture, shapes
from bot.papers.characters import clean, one_line
from bot.papers.document import CASE_LEVEL, LONGEST, _widths, lies
from bot.papers.look import TWIPS, Level, Look, Style
from bot.papers.model import (
    Block,
    Case,
    Fields,
    Grid,
    Heading,
    Listing,
    Owned,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Run,
    Runs,
    plain,
    walk,
)
from bot.papers.picture import MM, Size
from bot.papers.shapes import Data

CUT = 12
"""A word too long for its line may be parted after so many letters."""
TALL = 1500
"""A row with more characters than this may go over to the next page."""
SHORT = 500
"""Longer than this, in characters, no title is: PDF/A has a limit for names. A heading so long only looks like one."""
FARTHEST = 2000
"""An address longer than this, in characters, is no link: PDF/A has a limit for those too."""
FULL = 400
"""So many pieces make a paragraph: Typst's time goes with their square. No one writes so many lines without a blank one."""
# What shows nothing by itself, and letters turned the other way: a name that reads otherwise than it is written helps no one.
INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\U000e0000-\U000e0fff\xad]")
MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
HEAPED = re.compile(f"([{MARKS}]{{4}})[{MARKS}]+")  # a letter of any language does with four marks
UNTITLED = {"nb": "Uten tittel", "nn": "Utan tittel"}
NO_LOOKS: Mapping[str, object] = {}


def data(paper: Paper, letterhead: bytes, day: date) -> Data:
    """All that paper.typ needs, but the pictures. Raises TemplateFaulty when the letterhead lacks something."""
    looks, around = look.read(letterhead), edges.read(letterhead)
    sheet = looks.page
    beside, above = sheet.left + sheet.right, sheet.top + sheet.bottom
    wide = lies(paper.blocks, sheet.width - beside)
    across, along = (sheet.height, sheet.width) if wide else (sheet.width, sheet.height)
    setter = _Setter(looks, Size(across - beside, along - above))
    pieces = list(setter.pieces(paper.blocks))
    return {
        "title": _title(paper),
        "author": _shown(one_line(paper.author))[:SHORT],
        "language": paper.language,
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "page": shapes.page(looks.page, wide=wide),
        "styles": {**setter.used, "hyperlink": shapes.style(looks.style("hyperlink"))},
        "table": shapes.table(looks.table),
        "tops": {kind: list(shapes.edge(one, _words)) for kind, one in around.tops.items()},
        "feet": {kind: list(shapes.edge(one, _words)) for kind, one in around.feet.items()},
        "pieces": pieces,
    }


class _Setter:
    """Sets blocks one after another: what it must remember is which style came before, and which styles are in use."""

    def __init__(self, looks: Look, room: Size) -> None:
        self.looks, self.room = looks, room
        self.used: dict[str, Data] = {"table cell": shapes.style(looks.table.cell), "table head": shapes.style(looks.table.head)}
        self.before: tuple[str, Style] | None = None
        self.level = 0
        self.inside = 0  # how many lists are around: no page begins in one
        self.fresh = False  # nothing stands on this page yet

    def pieces(self, blocks: tuple[Block, ...]) -> Iterator[Data]:
        for block in blocks:
            yield from self._piece(block)

    def _piece(self, block: Block) -> Iterator[Data]:  # noqa: C901 - one branch for each kind of block
        match block:
            case Heading(level=level, runs=runs):
                yield from self._heading(level, runs)
            case Paragraph(runs=runs, style=name):
                yield from self._paragraph(name, runs)
            case Listing() if block.entries:
                yield self._listing(block, 0, 0.0)
            case Fields(pairs=pairs):
                for label, value in pairs:
                    yield {"is": "field", **self._under("felt"), "label": _shown(one_line(label)), "runs": list(_words(value))}
            case Grid() if block.header:
                yield self._grid(block)
            case Case(pattern=pattern, number=number, title=title, blocks=inner):
                yield from self._heading(CASE_LEVEL, (Run(f"{pattern.replace('%1', str(number))} "), *title))
                yield from self.pieces(inner)
            case Owned(blocks=inner):
                yield from self.pieces(inner)
            case Picture():
                yield self._picture(block)
            case PageBreak() if not self.inside:
                self.fresh = True
                yield {"is": "page"}
            case _:
                pass

    def _under(self, name: str) -> Data:
        """A style, in use from now on, and how far below the last it stands: as in Word the larger distance of the two."""
        found = self.looks.style(name)
        self.used.setdefault(name, shapes.style(found))
        gap = found.before
        if self.before:
            last, looks = self.before
            same = last == name
            gap = max(0 if same and found.contextual else found.before, 0 if same and looks.contextual else looks.after)
        self.before, self.fresh = (name, found), False
        return {"style": name, "gap": gap}

    def _paragraph(self, name: str, runs: Runs) -> Iterator[Data]:
        placed = self._under(name)
        words = list(_runs(runs))
        if not _says(words):  # room for a person to write in
            yield {"is": "room", **placed, "height": sum(shapes.line(self.looks.style(name)))}
            return
        for nth, part in enumerate(_full(words)):
            yield {"is": "paragraph", **placed, "gap": 0 if nth else placed["gap"], "runs": part}

    def _heading(self, level: int, runs: Runs) -> Iterator[Data]:
        """Looks as its own level; to a screen reader no level is skipped, and one without words is none."""
        name, words = f"heading {min(level, 6)}", list(_runs(runs))
        if len(plain(runs)) > SHORT or not _says(words):
            yield from self._paragraph(name, runs)
            return
        self.level = min(level, self.level + 1)
        yield {"is": "heading", **self._under(name), "level": self.level, "runs": words}

    def _listing(self, listing: Listing, depth: int, within: float) -> Data:
        """`within` is how far in we already are: Word measures from the margin, paper.typ from the entry around."""
        name = "list number" if listing.numbered else "list bullet"
        levels = self.looks.numbers if listing.numbered else self.looks.bullets
        level = levels[min(depth, len(levels) - 1)]
        placed, looks = self._under(name), self.looks.style(name)
        self.inside += 1
        found = [list(self._entry(name, entry, depth, level)) for entry in listing.entries]
        self.inside -= 1
        return {
            "is": "list", **placed, **shapes.mark(level, numbered=listing.numbered), "numbered": listing.numbered, "start": listing.start,
            "indent": max(level.left - level.hanging - within, 0), "hanging": level.hanging,
            "apart": 0 if looks.contextual else max(looks.before, looks.after), "entries": found,
        }  # fmt: skip

    def _entry(self, name: str, entry: tuple[Block, ...], depth: int, level: Level) -> Iterator[Data]:
        looks, marked = self.looks.style(name), False
        self.before = (name, looks)
        self.used.setdefault(f"{name} entry", {**shapes.style(looks), "left": 0, "first": 0})  # the list has the indents
        for block in entry:
            if isinstance(block, Listing) and block.entries:
                yield self._listing(block, min(depth + 1, 8), level.left)
            elif isinstance(block, Paragraph) and not marked:
                for part in _full(list(_runs(block.runs))):
                    yield {"is": "paragraph", "style": f"{name} entry", "gap": 0, "runs": part}
                marked = True
            else:
                yield from self._piece(block)
        self.before = (name, looks)

    def _picture(self, drawn: Picture) -> Data:
        """The SVG goes with the words, so that a letter in it without a shape is found and taken out as theirs are."""
        width, height = picture.fitted(drawn.svg, drawn.width_mm * MM, self.room, alone=self.fresh)
        alt = _shown(one_line(drawn.alt))
        return {"is": "picture", **self._under(""), "svg": drawn.svg, "alt": alt, "width": width, "height": height}

    def _grid(self, grid: Grid) -> Data:
        gap = self.before[1].after if self.before else 0.0
        self.before, self.fresh = ("", Style("", 0)), False  # a table keeps no distance to what follows
        rows = [{"long": sum(map(len, row)) > TALL, "cells": [list(_words(cell)) for cell in row]} for row in grid.rows]
        widths = [int(width) / TWIPS for width in _widths(grid, int(self.room.width * TWIPS))]
        return {"is": "table", "gap": gap, "widths": widths, "header": [list(_words(cell)) for cell in grid.header], "rows": rows}


def _runs(runs: Runs) -> Iterator[Data]:
    for run in runs:
        looks: Data = {name: True for name in ("bold", "italic") if getattr(run, name)}
        if run.link and len(clean(run.link)) <= FARTHEST and _shown(clean(run.text)).strip():
            looks["link"] = clean(run.link)
        yield from _words(run.text, looks)


def _words(text: str, looks: Mapping[str, object] = NO_LOOKS) -> Iterator[Data]:
    """Words to the letter; a newline is a line break, a tab is room, and a word too long for its line may be parted."""
    for nth, line in enumerate(_shown(clean(text)).split("\n")):
        if nth:
            yield {"mark": "line"}
        for at, part in enumerate(line.split("\t")):
            if at:
                yield {"mark": "tab"}
            yield from _parted(part, looks)


def _parted(words: str, looks: Mapping[str, object]) -> Iterator[Data]:
    if max(map(len, words.split(" "))) <= LONGEST:
        if words:
            yield {"text": words, **looks}
        return
    for word in re.findall(" *[^ ]+ *$| *[^ ]+| +", words):
        for at in range(0, len(word), CUT if len(word) > LONGEST else len(word)):
            if at:
                yield {"mark": "cut"}
            yield {"text": word[at : at + CUT] if len(word) > LONGEST else word, **looks}


def _full(words: list[Data]) -> Iterator[list[Data]]:
    """The pieces of a paragraph in parts that are not too many; a part ends with a line where there is one."""
    while len(words) > FULL:
        at = next((at for at in range(FULL, FULL // 2, -1) if words[at].get("mark") == "line"), FULL)
        yield words[:at]
        words = words[at + 1 :] if "mark" in words[at] else words[at:]
    yield words


def _says(words: list[Data]) -> bool:
    return any(str(one.get("text", "")).strip() for one in words)


def _shown(text: str) -> str:
    """The text without what shows nothing by itself."""
    return text if text.isascii() else HEAPED.sub(r"\1", INVISIBLE.sub("", text))


def _title(paper: Paper) -> str:
    """The file's name for itself: PDF/UA wants one."""
    first = next((plain(block.runs) for block in walk(paper.blocks) if isinstance(block, Heading)), "")
    return (_shown(one_line(paper.title)) or _shown(one_line(first)) or UNTITLED[paper.language])[:SHORT]
