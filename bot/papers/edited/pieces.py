"""A text as pieces in reading order: paragraphs and tables, each with the content controls it stands in. Whatever wrapped them is gone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from bot.papers.edited import looks
from bot.papers.edited.looks import Lists, Styles
from bot.papers.edited.names import CELL, CONTENT, CONTROL, FALLBACK, PPR, RID, ROW, RPR, RUN, TABLE, VAL, P, W, on, tag
from bot.papers.model import Run, Runs, plain

TAGGED = re.compile(r"(?:case|decision|follow-up|fact|paper|assessment):.+|attendance|follow-up|draft|invited")
"""The tags that are ours."""
LINK, SIMPLE_FIELD = f"{W}hyperlink", f"{W}fldSimple"
SKIPPED = (PPR, RPR, FALLBACK, f"{W}drawing", f"{W}pict", f"{W}object", f"{W}instrText", f"{W}delText", f"{W}sdtPr", f"{W}sdtEndPr")
TEXTS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}", f"{W}softHyphen": ""}
MOST_CELLS = 20_000
SAFE_LINK = re.compile(r"(?:https://|mailto:)[^\s<>\"]+")


class Held(NamedTuple):
    """A content control that a piece stands in: what it is called, and which of them it is."""

    tag: str
    number: int


@dataclass(slots=True)
class Piece:
    """A paragraph. `level` is that of a heading, or 0; `depth` is that of a list's entry, or -1."""

    runs: Runs
    held: tuple[Held, ...] = ()
    level: int = 0
    depth: int = -1
    numbered: bool = False
    automatic: bool = False
    """Whether Word counts it: its number is not in its text."""
    struck: bool = False
    pasted: bool = False
    element: etree._Element | None = None
    """Where it stands."""

    @property
    def text(self) -> str:
        return plain(self.runs).strip()

    def tags(self, kind: str) -> Iterator[str]:
        """What follows «kind:» in the tags of the controls it stands in, inner last."""
        return (one.tag.partition(":")[2] for one in self.held if one.tag.startswith(f"{kind}:"))


class Cell(NamedTuple):
    text: str
    struck: bool


@dataclass(slots=True)
class Tabular:
    """A table: its cells as text."""

    rows: tuple[tuple[Cell, ...], ...]
    held: tuple[Held, ...] = ()
    element: etree._Element | None = None

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.rows[0]) if self.rows else ()


Part = Piece | Tabular


@dataclass(slots=True)
class Seen:
    """What was met on the way that a secretary should know of."""

    boxes: int = 0
    hidden: int = 0
    foreign: int = 0
    instructions: list[str] = field(default_factory=list)


def read(root: etree._Element, styles: Styles, lists: Lists, links: Mapping[str, str]) -> tuple[tuple[Part, ...], Seen]:
    """The pieces of a text without tracked changes, and what else was seen in it."""
    reader = _Reader(styles, lists, links)
    body = root.find(f"{W}body")
    found = () if body is None else tuple(reader.parts(body, ()))
    reader.seen.instructions.extend(instructions(root))
    reader.seen.boxes = sum(1 for one in root.iter(f"{W}txbxContent") if next(one.iterancestors(FALLBACK), None) is None)
    reader.seen.hidden = sum(1 for one in root.iter(f"{W}vanish") if on(one.getparent(), "vanish") and _in_run(one))
    return found, reader.seen


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that have cells."""
    return (row for row in below(table, ROW) if next(below(row, CELL), None) is not None)


def below(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those in a control of their own; not those of a table inside a cell."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in (CONTROL, CONTENT, f"{W}customXml", f"{W}ins"):
            yield from below(child, wanted)


def instructions(root: etree._Element) -> Iterator[str]:
    """What the fields of a text ask for, paragraph by paragraph: one field may stand in many runs."""
    for paragraph in root.iter(P):
        asked = "".join(one.text or f" {one.get(f'{W}instr') or ''} " for one in paragraph.iter(f"{W}instrText", SIMPLE_FIELD))
        if asked.strip():
            yield asked


def _in_run(vanish: etree._Element) -> bool:
    holder = next(vanish.iterancestors(RUN), None)
    return holder is not None and next(holder.iter(f"{W}t"), None) is not None


class _Reader:
    def __init__(self, styles: Styles, lists: Lists, links: Mapping[str, str]) -> None:
        self.styles, self.lists, self.links = styles, lists, links
        self.seen = Seen()
        self.controls = 0
        self.cells = 0

    def parts(self, parent: etree._Element, held: tuple[Held, ...]) -> Iterator[Part]:
        for child in parent:
            if child.tag == P:
                yield self.paragraph(child, held)
            elif child.tag == TABLE:
                yield Tabular(tuple(self._rows(child)), self._with_inner(child, held), child)
            elif child.tag == CONTROL:
                yield from self._control(child, held)
            elif child.tag == f"{W}altChunk":
                self.seen.foreign += 1
            elif child.tag not in (f"{W}sectPr", FALLBACK):
                yield from self.parts(child, held)  # w:customXml, w:smartTag, mc:AlternateContent and what else may wrap

    def _control(self, control: etree._Element, held: tuple[Held, ...]) -> Iterator[Part]:
        content = control.find(CONTENT)
        if content is not None and not _prompting(control):
            yield from self.parts(content, self._entered(control, held))

    def _entered(self, control: etree._Element, held: tuple[Held, ...]) -> tuple[Held, ...]:
        """The controls that hold what is in this one too; those that are not ours hold nothing."""
        return (*held, *self._ours(control))

    def _ours(self, control: etree._Element) -> Iterator[Held]:
        name = tag(control)
        if TAGGED.fullmatch(name):
            self.controls += 1
            yield Held(name, self.controls)

    def _with_inner(self, part: etree._Element, held: tuple[Held, ...]) -> tuple[Held, ...]:
        """The same, with the controls inside a paragraph or a table: some programs move ours in there."""
        return (*held, *(one for control in part.iter(CONTROL) for one in self._ours(control)))

    def paragraph(self, paragraph: etree._Element, held: tuple[Held, ...] = ()) -> Piece:
        own = paragraph.find(PPR)
        named = None if own is None else own.find(f"{W}pStyle")
        style = "" if named is None else named.get(VAL, "")
        level = looks.outline(own) or self.styles.levels.get(style, 0)
        number = looks.number(own) or self.styles.lists.get(style)
        listed = number is not None and number[0] not in ("", "0")
        runs, struck, fonts = self._runs(paragraph)
        return Piece(
            runs=runs,
            held=self._with_inner(paragraph, held),
            level=level,
            depth=number[1] if number and listed and not level else -1,
            numbered=bool(number and listed and number[0] in self.lists.numbered),
            automatic=listed,
            struck=struck,
            pasted=fonts or looks.PASTED.match(self.styles.names.get(style, "")) is not None,
            element=paragraph,
        )

    def _runs(self, paragraph: etree._Element) -> tuple[Runs, bool, bool]:
        """The words, neighbours of one look as one; whether all of them are struck out; whether they have a font of their own."""
        found: list[Run] = []
        said, struck, fonts = False, True, False
        for words, run, link in self._words(paragraph, ""):
            own = None if run is None else run.find(RPR)
            if words.strip():
                said, struck = True, struck and (on(own, "strike") or on(own, "dstrike"))
                fonts = fonts or (own is not None and own.find(f"{W}rFonts") is not None)
            look = Run("", on(own, "b"), on(own, "i"), link)
            if found and found[-1][1:] == look[1:]:
                found[-1] = look._replace(text=found[-1].text + words)
            else:
                found.append(look._replace(text=words))
        return tuple(one for one in found if one.text), said and struck, fonts

    def _words(self, parent: etree._Element, link: str) -> Iterator[tuple[str, etree._Element | None, str]]:
        for child in parent:
            name = child.tag
            if name in SKIPPED or _prompting(child):
                continue
            if name == LINK:
                address = self.links.get(child.get(RID, ""), "")
                yield from self._words(child, address if SAFE_LINK.fullmatch(address) else "")
            elif name == f"{W}t":
                yield child.text or "", parent, link
            elif name == f"{W}br":
                yield "" if child.get(f"{W}type") in ("page", "column") else "\n", parent, link
            elif name == f"{W}sym":
                yield _symbol(child), parent, link
            elif name in TEXTS:
                yield TEXTS[str(name)], parent, link
            else:
                yield from self._words(child, link)

    def _rows(self, table: etree._Element) -> Iterator[tuple[Cell, ...]]:
        for row in rows(table):
            yield tuple(self._cell(cell) for cell in below(row, CELL))

    def _cell(self, cell: etree._Element) -> Cell:
        self.cells += 1
        if self.cells > MOST_CELLS:
            return Cell("", struck=False)
        lines = [self.paragraph(one) for one in cell.iter(P) if next(one.iterancestors(f"{W}txbxContent"), None) is None]
        said = [line for line in lines if line.text]
        return Cell("\n".join(line.text for line in said), bool(said) and all(line.struck for line in said))


def _prompting(control: etree._Element) -> bool:
    """Whether a control shows only its prompt: nobody has written in it."""
    shown = control.find(f"{W}sdtPr") if control.tag == CONTROL else None
    return shown is not None and on(shown, "showingPlcHdr")


def _symbol(mark: etree._Element) -> str:
    """A letter from a font of symbols: the ticks of Wingdings, or nothing that can be told."""
    code = mark.get(f"{W}char", "")[-2:].lower()
    return {"fc": "✓", "fe": "☒", "a8": "☐", "6f": "☐", "78": "☒", "fb": "✗"}.get(code, "") if "ing" in mark.get(f"{W}font", "") else ""
