"""What stands at the top and foot of the letterhead's pages: words, pictures and page numbers, side by side where it has a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from posixpath import dirname, join, normpath

from lxml import etree

from bot.papers import letterhead as head
from bot.papers.letterhead import PARSER, RELATIONS, R, W
from bot.papers.look import DRAWN, TWIPS, VAL, Sheet, Style

EMU = 12700  # in a point
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXT_BOX = f"{W}txbxContent"
COUNTS = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages"}
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
ON = ("1", "true", "on", "")


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Count:
    """The number of this page («page»), or how many there are («pages»)."""

    what: str
    style: Style


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is a part of the letterhead; lengths in points."""

    part: str
    width: float
    height: float
    alt: str


Piece = Words | Count | Picture


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; a tab parts it."""

    style: Style
    parts: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table without looks: the width of each cell in points, and what stands in it."""

    widths: tuple[float, ...]
    cells: tuple[tuple["Line | Row", ...], ...]


Edge = tuple[Line | Row, ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """Tops and feet by page: «first», «even» and «default»; `pictures` are their files; `lost` says in Norwegian what has no place here."""

    tops: Mapping[str, Edge]
    feet: Mapping[str, Edge]
    pictures: Mapping[str, bytes]
    lost: tuple[str, ...]


@lru_cache(maxsize=8)
def read(letterhead: bytes) -> Edges:
    """The tops and feet of a letterhead (a .docx file). Raises TemplateFaulty, in Norwegian, when it is no letterhead."""
    parts = head.read(letterhead).parts
    reader = _Reader(parts)
    section = etree.fromstring(parts[head.DOCUMENT], PARSER).find(f"{W}body/{W}sectPr")
    settings = etree.fromstring(parts[head.SETTINGS], PARSER) if head.SETTINGS in parts else None
    kinds = {"default", *(("first",) if _on(section, "titlePg") else ()), *(("even",) if _on(settings, "evenAndOddHeaders") else ())}
    found: dict[str, dict[str, Edge]] = {side: dict.fromkeys(kinds, ()) for side in ("header", "footer")}
    targets = _targets(parts, head.DOCUMENT)
    for side, edges in found.items():
        for reference in () if section is None else section.iter(f"{W}{side}Reference"):
            part, kind = targets.get(reference.get(f"{R}id", ""), ""), reference.get(f"{W}type", "default")
            if kind in kinds and part in parts:
                edges[kind] = reader.edge(part)
    return Edges(found["header"], found["footer"], reader.pictures, tuple(dict.fromkeys(reader.lost)))


class _Reader:
    """Reads tops and feet; remembers their pictures, and what it could not read."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts, self.sheet = parts, Sheet(parts)
        self.pictures: dict[str, bytes] = {}
        self.lost: list[str] = []
        self.targets: Mapping[str, str] = {}

    def edge(self, part: str) -> Edge:
        self.targets = _targets(self.parts, part)
        root = etree.fromstring(self.parts[part], PARSER)
        if root.find(f".//{TEXT_BOX}") is not None:
            self.lost.append("en tekstboks i topptekst eller bunntekst")
        return tuple(self._blocks(root))

    def _blocks(self, parent: etree._Element) -> Iterator[Line | Row]:
        for child in parent:
            match etree.QName(child).localname:
                case "p":
                    yield self._line(child)
                case "tbl":
                    yield from (self._row(row) for row in child.iter(f"{W}tr"))
                case "sdt" | "sdtContent":
                    yield from self._blocks(child)
                case _:
                    pass

    def _row(self, row: etree._Element) -> Row:
        cells = row.findall(f"{W}tc")
        widths = (cell.find(f"{W}tcPr/{W}tcW[@{W}type='dxa']") for cell in cells)
        return Row(
            tuple(0.0 if width is None else float(width.get(f"{W}w", "0")) / TWIPS for width in widths),
            tuple(tuple(self._blocks(cell)) for cell in cells),
        )

    def _line(self, paragraph: etree._Element) -> Line:
        own = paragraph.find(f"{W}pPr")
        named = None if own is None else own.find(f"{W}pStyle")
        identity = "" if named is None else named.get(VAL, "")
        writer = _Line(self)
        for run in paragraph.iter(f"{W}r"):
            if next(run.iterancestors(f"{W}p")) is paragraph:  # not one in a text box
                writer.run(run, self.sheet.with_own(identity, own, run.find(f"{W}rPr")))
        return Line(self.sheet.with_own(identity, own), tuple(map(tuple, writer.parts)))

    def pictures_of(self, node: etree._Element) -> Iterator[Picture]:
        """The pictures of a drawing; one in a format that no PDF can hold is told of."""
        if etree.QName(node).localname == "pict":
            self.lost.append("et bilde i Words gamle format (VML)")
        for placed in (*node.iter(f"{PLACED}inline"), *node.iter(f"{PLACED}anchor")):
            extent, blip, about = placed.find(f"{PLACED}extent"), placed.find(f".//{DRAWN}blip"), placed.find(f"{PLACED}docPr")
            part = "" if blip is None else self.targets.get(blip.get(f"{R}embed", ""), "")
            content = self.parts.get(part, b"")
            if extent is None or not content.startswith(PICTURES):
                self.lost.append(f"bildet «{part.rpartition('/')[2] or 'uten navn'}», som ikke er PNG, JPEG eller GIF")
                continue
            self.pictures[part] = content
            alt = "" if about is None else about.get("descr", "")
            yield Picture(part, float(extent.get("cx", "0")) / EMU, float(extent.get("cy", "0")) / EMU, alt or "Logo")


class _Line:
    """One paragraph, run by run. A field goes: begin, instruction, separate, what it last showed, end; a page number is counted anew."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.parts: list[list[Piece]] = [[]]
        self.instruction: list[str] | None = None
        self.shown = True

    def run(self, run: etree._Element, style: Style) -> None:
        if counted := _simple(run):
            self.parts[-1].append(Count(counted, style))
            return
        for node in run:
            match etree.QName(node).localname:
                case "fldChar":
                    self._field(node.get(f"{W}fldCharType", ""), style)
                case "instrText" if self.instruction is not None:
                    self.instruction.append(node.text or "")
                case "t" | "br" if self.shown:
                    self.parts[-1].append(Words(node.text or "\n", style))
                case "tab" | "ptab":
                    self.parts.append([])
                case "drawing" | "pict" | "AlternateContent":
                    self.parts[-1].extend(self.reader.pictures_of(node))
                case _:
                    pass

    def _field(self, mark: str, style: Style) -> None:
        if mark == "begin":
            self.instruction, self.shown = [], False
            return
        counted = "" if self.instruction is None else COUNTS.get(_instruction("".join(self.instruction)), "")
        if counted:
            self.parts[-1].append(Count(counted, style))
        self.instruction, self.shown = None, mark == "end" or not counted


def _simple(run: etree._Element) -> str:
    """What a run in a w:fldSimple counts, if it does."""
    parent = run.getparent()
    return "" if parent is None or parent.tag != f"{W}fldSimple" else COUNTS.get(_instruction(parent.get(f"{W}instr", "")), "")


def _instruction(words: str) -> str:
    return next(iter(words.split()), "").upper()


def _targets(parts: Mapping[str, bytes], part: str) -> Mapping[str, str]:
    """The parts that a part names, by relation."""
    folder, _, name = part.rpartition("/")
    links = parts.get(f"{folder}/_rels/{name}.rels", b"")
    if not links:
        return {}
    relations = (one for one in etree.fromstring(links, PARSER).iter(f"{RELATIONS}Relationship") if one.get("TargetMode") != "External")
    return {one.get("Id", ""): normpath(join(dirname("/" + part), one.get("Target", ""))).lstrip("/") for one in relations}


def _on(parent: etree._Element | None, name: str) -> bool:
    found = None if parent is None else parent.find(f"{W}{name}")
    return found is not None and found.get(VAL, "") in ON
