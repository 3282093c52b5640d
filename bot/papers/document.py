"""Blocks to Word, in the letterhead's looks: real headings, lists, tables, links and content controls. Equal input gives equal bytes."""

from zlib import crc32

from lxml import etree
from lxml.etree import SubElement

from bot.errors import TemplateFaulty
from bot.papers import drawing, known, package, picture
from bot.papers import letterhead as head
from bot.papers.characters import clean, one_line
from bot.papers.letterhead import PARSER, RELATIONS, R, W
from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, PageBreak, Paper, Paragraph, Picture, Run, Runs, walk
from bot.papers.picture import MM, Size

CASE_LEVEL = 3
TWIPS = 20  # in a point
WIDE = 6  # a table of so many columns needs a page that lies down
LETTER, CELL, LONGEST = 125, 280, 36  # twips: a letter of 11 points, and the room a cell needs beside its words; letters in a line
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
VAL, ID = f"{W}val", f"{R}id"
P, PPR, RUN, RPR, TEXT = f"{W}p", f"{W}pPr", f"{W}r", f"{W}rPr", f"{W}t"


def write(paper: Paper, letterhead: bytes) -> bytes:
    """The paper as a .docx file in the looks of `letterhead` (a .docx file). Raises TemplateFaulty when the letterhead lacks something."""
    looks = head.read(letterhead)
    document, numbering, links = (etree.fromstring(looks.parts[name], PARSER) for name in (head.DOCUMENT, head.NUMBERING, head.LINKS))
    body = document.find(f"{W}body")
    if body is None:
        raise TemplateFaulty("brevmalen har ingen tekstside")
    section = body.find(f"{W}sectPr")
    for child in list(body):
        body.remove(child)
    wide = lies(paper.blocks, looks.width / TWIPS)
    writer = _Writer(looks, numbering, links, _room(looks, section, wide=wide))
    writer.write(body, known.tagged(paper))
    writer.close(body)
    if section is not None:
        body.append(_lying(section) if wide else section)
    changed = {
        head.DOCUMENT: package.serialized(document),
        head.NUMBERING: package.serialized(numbering),
        head.LINKS: package.serialized(links),
        head.STYLES: package.in_language(letterhead, paper.language),
        "docProps/core.xml": package.core(paper),
    }
    parts = {**looks.parts, **writer.pictures, **changed}
    if writer.pictures:
        parts |= drawing.typed(parts[known.TYPES])
    return package.packed({**parts, **known.parts(paper, parts)})


def lies(blocks: tuple[Block, ...], width: float) -> bool:
    """Whether a paper lies down: it has a table of many columns, or a picture wider than the `width` of its text, in points."""
    return any(
        (isinstance(block, Grid) and len(block.header) >= WIDE) or (isinstance(block, Picture) and block.width_mm * MM > width)
        for block in walk(blocks)
    )


def _room(looks: head.Letterhead, section: etree._Element | None, *, wide: bool) -> Size:
    """A page's text from margin to margin, in points."""
    size, margins = (None, None) if section is None else (section.find(f"{W}pgSz"), section.find(f"{W}pgMar"))
    if size is None or margins is None:  # the letterhead was read, so that it has them
        raise TemplateFaulty("brevmalen har ingen sidestørrelse og marger")
    beside = sum(abs(int(margins.get(f"{W}{side}", "0"))) for side in ("top", "bottom"))
    height = int(size.get(f"{W}w" if wide else f"{W}h", "0")) - beside
    return Size((looks.across if wide else looks.width) / TWIPS, height / TWIPS)


class _Writer:
    """Writes blocks into one document: what it must remember on the way is its lists, its links and its content controls."""

    def __init__(self, looks: head.Letterhead, numbering: etree._Element, links: etree._Element, room: Size) -> None:
        self.looks, self.numbering, self.links, self.room = looks, numbering, links, room
        self.pictures: dict[str, bytes] = {}
        self.drawn = 0
        self.next_number = looks.free_number
        self.case_list: tuple[str, int, str] | None = None
        self.addresses: dict[str, str] = {}
        self.controls: set[int] = set()
        self.new_page = False
        self.after_table = False

    def write(self, parent: etree._Element, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            self._block(parent, block)

    def close(self, body: etree._Element) -> None:
        """Word wants a paragraph after a table that ends a document; one point high, so that it makes no page."""
        if self.after_table:
            self._spacer(body)

    def _block(self, parent: etree._Element, block: Block) -> None:  # noqa: C901 - one branch for each kind of block
        match block:
            case Heading(level=level, runs=runs):
                self._runs(self._paragraph(parent, f"heading {min(level, 6)}", keep=True), runs)
            case Paragraph(runs=runs, style=style):
                self._runs(self._paragraph(parent, style), runs)
            case Listing():
                self._listing(parent, block, 0)
            case Fields(pairs=pairs):
                for label, value in pairs:
                    self._runs(self._paragraph(parent, "felt"), (Run(f"{label}:\t"), Run(value)))
            case Grid():
                self._grid(parent, block)
            case Case():
                self._case(parent, block)
            case Owned():
                self._owned(parent, block)
            case Picture():
                self._picture(parent, block)
            case PageBreak():
                self.new_page = True

    # --- paragraphs

    def _paragraph(
        self, parent: etree._Element, style: str = "", *, keep: bool = False, number: tuple[str, int] | None = None
    ) -> etree._Element:
        paragraph = SubElement(parent, P)
        if style or keep or number or self.new_page:
            looks = SubElement(paragraph, PPR)
            if style:
                SubElement(looks, f"{W}pStyle", {VAL: self._style(style)})
            if keep:
                SubElement(looks, f"{W}keepNext")
            if self.new_page:
                SubElement(looks, f"{W}pageBreakBefore")
            if number:
                listed = SubElement(looks, f"{W}numPr")
                SubElement(listed, f"{W}ilvl", {VAL: str(number[1])})
                SubElement(listed, f"{W}numId", {VAL: number[0]})
        self.new_page = self.after_table = False
        return paragraph

    def _style(self, name: str) -> str:
        found = self.looks.styles.get(name.lower())
        if found is None:
            raise TemplateFaulty(f"brevmalen mangler stilen «{name}»")
        return found

    def _spacer(self, parent: etree._Element) -> None:
        looks = SubElement(self._paragraph(parent), PPR)
        SubElement(looks, f"{W}spacing", {f"{W}before": "0", f"{W}after": "0", f"{W}line": "20", f"{W}lineRule": "exact"})

    def _runs(self, paragraph: etree._Element, runs: Runs) -> None:
        for run in runs:
            parent = SubElement(paragraph, f"{W}hyperlink", {ID: self._address(run.link)}) if run.link else paragraph
            self._run(parent, run)

    def _run(self, parent: etree._Element, run: Run) -> None:
        element = SubElement(parent, RUN)
        if run.bold or run.italic or run.link:
            looks = SubElement(element, RPR)
            if run.link:
                SubElement(looks, f"{W}rStyle", {VAL: self._style("hyperlink")})
            if run.bold:
                SubElement(looks, f"{W}b")
            if run.italic:
                SubElement(looks, f"{W}i")
        _text(element, run.text)

    def _address(self, link: str) -> str:
        """The relation of a link: one for each address."""
        if link not in self.addresses:
            self.addresses[link] = f"lenke{len(self.addresses) + 1}"
            target = {"Id": self.addresses[link], "Type": HYPERLINK, "Target": clean(link), "TargetMode": "External"}
            SubElement(self.links, f"{RELATIONS}Relationship", target)
        return self.addresses[link]

    # --- lists and cases

    def _listing(self, parent: etree._Element, listing: Listing, level: int) -> None:
        style = "list number" if listing.numbered else "list bullet"
        number = self._number(self.looks.numbers, listing.start, level) if listing.numbered else self.looks.bullets
        for entry in listing.entries:
            marked = False
            for block in entry:
                if isinstance(block, Listing):
                    self._listing(parent, block, min(level + 1, 8))
                elif isinstance(block, Paragraph) and not marked:
                    self._runs(self._paragraph(parent, style, number=(number, level)), block.runs)
                    marked = True
                else:
                    self._block(parent, block)

    def _case(self, parent: etree._Element, case: Case) -> None:
        """A case counts on in the list of the one before it, when that is of its pattern and comes right before it in number."""
        number = self.case_list[2] if self.case_list and self.case_list[:2] == (case.pattern, case.number - 1) else self._cases(case)
        self.case_list = (case.pattern, case.number, number)
        title = self._paragraph(parent, f"heading {CASE_LEVEL}", keep=True, number=(number, 0))
        self._runs(title, case.title)
        self.write(parent, case.blocks)

    def _number(self, abstract: str, start: int, level: int) -> str:
        """A new list of a kind that counts from `start`."""
        number = str(self.next_number)
        self.next_number += 1
        listed = SubElement(self.numbering, f"{W}num", {f"{W}numId": number})
        SubElement(listed, f"{W}abstractNumId", {VAL: abstract})
        override = SubElement(listed, f"{W}lvlOverride", {f"{W}ilvl": str(level)})
        SubElement(override, f"{W}startOverride", {VAL: str(start)})
        return number

    def _cases(self, case: Case) -> str:
        """A new list for cases, in the body's own way of numbering: Word counts, so that a person can move a case and the rest follow."""
        abstract = str(self.next_number)
        kind = etree.Element(f"{W}abstractNum", {f"{W}abstractNumId": abstract})
        SubElement(kind, f"{W}multiLevelType", {VAL: "singleLevel"})
        level = SubElement(kind, f"{W}lvl", {f"{W}ilvl": "0"})
        for name, value in (
            ("start", str(case.number)),
            ("numFmt", "decimal"),
            ("suff", "space"),
            ("lvlText", clean(case.pattern)),
            ("lvlJc", "left"),
        ):
            SubElement(level, f"{W}{name}", {VAL: value})
        SubElement(SubElement(level, PPR), f"{W}ind", {f"{W}left": "0", f"{W}firstLine": "0"})
        first = self.numbering.find(f"{W}num")  # every w:abstractNum stands before every w:num
        self.numbering.insert(len(self.numbering) if first is None else self.numbering.index(first), kind)
        return self._number(abstract, case.number, 0)

    # --- tables, pictures and what is owned

    def _grid(self, parent: etree._Element, grid: Grid) -> None:
        if self.after_table or self.new_page:
            self._spacer(parent)
        table = SubElement(parent, f"{W}tbl")
        looks = SubElement(table, f"{W}tblPr")
        SubElement(looks, f"{W}tblStyle", {VAL: self._style("aarshjul tabell")})
        SubElement(looks, f"{W}tblW", {f"{W}w": "5000", f"{W}type": "pct"})
        SubElement(looks, f"{W}tblLook", {VAL: "0020", f"{W}firstRow": "1", f"{W}firstColumn": "0", f"{W}lastColumn": "0"})
        if grid.caption:
            SubElement(looks, f"{W}tblCaption", {VAL: one_line(grid.caption)})
            SubElement(looks, f"{W}tblDescription", {VAL: f"{one_line(grid.caption)}. {len(grid.rows)} rader."})
        widths = _widths(grid, round(self.room.width * TWIPS))
        columns = SubElement(table, f"{W}tblGrid")
        for width in widths:
            SubElement(columns, f"{W}gridCol", {f"{W}w": width})
        self._row(table, grid.header, widths, header=True)
        for row in grid.rows:
            self._row(table, row, widths)
        self.after_table = True

    def _row(self, table: etree._Element, cells: tuple[str, ...], widths: tuple[str, ...], *, header: bool = False) -> None:
        row = SubElement(table, f"{W}tr")
        looks = SubElement(row, f"{W}trPr")
        SubElement(looks, f"{W}cantSplit")
        if header:
            SubElement(looks, f"{W}tblHeader")
        for words, width in zip(cells, widths, strict=True):
            cell = SubElement(row, f"{W}tc")
            SubElement(SubElement(cell, f"{W}tcPr"), f"{W}tcW", {f"{W}w": width, f"{W}type": "dxa"})
            paragraph = SubElement(cell, P)
            if words:
                _text(SubElement(paragraph, RUN), words)

    def _picture(self, parent: etree._Element, drawn: Picture) -> None:
        points = picture.fitted(drawn.svg, drawn.width_mm * MM, self.room, alone=self.new_page)
        paragraph = self._paragraph(parent)
        found = paragraph.find(PPR)
        looks = SubElement(paragraph, PPR) if found is None else found
        SubElement(looks, f"{W}spacing", {f"{W}line": "240", f"{W}lineRule": "auto"})  # a line of a fixed height would cut it off
        SubElement(looks, f"{W}jc", {VAL: "center"})
        self.drawn += 1
        self.pictures |= drawing.draw(paragraph, drawn, self.drawn, self.links, points)

    def _owned(self, parent: etree._Element, owned: Owned) -> None:
        control = SubElement(parent, f"{W}sdt")
        looks = SubElement(control, f"{W}sdtPr")
        name = one_line(owned.tag)[: known.LONGEST_TAG]
        SubElement(looks, f"{W}alias", {VAL: name})
        SubElement(looks, f"{W}tag", {VAL: name})
        SubElement(looks, f"{W}id", {VAL: str(self._control(name))})
        content = SubElement(control, f"{W}sdtContent")
        self.write(content, owned.blocks)

    def _control(self, name: str) -> int:
        """A number of its own for a content control, the same in every run."""
        number = crc32(name.encode()) % 2**30 + 1
        while number in self.controls:
            number += 1
        self.controls.add(number)
        return number


def _text(run: etree._Element, words: str) -> None:
    """Words to the letter; a newline is a line break, and a tab is a tab."""
    for at, line in enumerate(clean(words).split("\n")):
        if at:
            SubElement(run, f"{W}br")
        for nth, part in enumerate(line.split("\t")):
            if nth:
                SubElement(run, f"{W}tab")
            if part:
                SubElement(run, TEXT, {SPACE: "preserve"}).text = part


def _widths(grid: Grid, width: int) -> tuple[str, ...]:
    """Columns of a table, in twips: each has room for its longest word, and the rest goes to those that have most to say."""
    columns = [[row[at] for row in (grid.header, *grid.rows)] for at in range(len(grid.header))]
    least = [max(len(word) for cell in column for word in (cell.split(" ") or [""])) for column in columns]
    wanted = [min(max(map(len, column)), max(LONGEST, narrow)) for column, narrow in zip(columns, least, strict=True)]
    needed = [LETTER * min(letters, LONGEST) + CELL for letters in least]
    spare, more = width - sum(needed), [wish - narrow + 1 for wish, narrow in zip(wanted, least, strict=True)]
    if spare < 0:
        return tuple(str(width * part // sum(needed)) for part in needed)
    return tuple(str(part + spare * wish // sum(more)) for part, wish in zip(needed, more, strict=True))


def _lying(section: etree._Element) -> etree._Element:
    """The letterhead's page, lying down."""
    size = section.find(f"{W}pgSz")
    if size is not None:
        width, height = size.get(f"{W}w", ""), size.get(f"{W}h", "")
        size.attrib.update({f"{W}w": height, f"{W}h": width, f"{W}orient": "landscape"})
    return section
