"""How a letterhead looks, as plain values: its styles, its page, its lists, its table and what stands at the top and foot of each page.

Read from the Word file, so that a PDF from the same letterhead is its sibling. Lengths are points, colours six hexadecimal digits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from bot.errors import TemplateFaulty
from bot.papers import letterhead as head
from bot.papers.letterhead import PARSER, W

VAL = f"{W}val"
TWIPS = 20.0
INK = "000000"
OFF = {"0", "false", "off", "none"}
ALIGNMENTS = {"right": "right", "end": "right", "center": "center"}
SINGLE = 240  # w:line of one line
THEME = "word/theme/theme1.xml"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all it inherits. `line` is a factor of the font's own height, or, when `exact`, points. A negative `first` hangs."""

    font: str
    size: float
    color: str = INK
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    exact: bool = False
    contextual: bool = False
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where its text stands, how far its mark hangs out, and the mark: `kind` is Word's own word for it."""

    left: float
    hanging: float
    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class Border:
    width: float = 0.0
    color: str = INK


@dataclass(frozen=True, slots=True)
class Table:
    """The letterhead's own table: its lines, its room in a cell, and the looks of its header row. `head_fill` is empty without one."""

    cell: Style
    head: Style
    borders: Mapping[str, Border]
    padding: tuple[float, float]
    head_fill: str


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header: float
    footer: float


@dataclass(frozen=True, slots=True)
class Look:
    """`styles` by name in lower case; `parts` the file's own, for what stands at the top and foot."""

    styles: Mapping[str, Style]
    plain: Style
    page: Page
    bullets: tuple[Level, ...]
    numbers: tuple[Level, ...]
    table: Table

    def style(self, name: str) -> Style:
        """Raises TemplateFaulty when the letterhead has no such style."""
        if not name:
            return self.plain
        found = self.styles.get(name.lower())
        if found is None:
            raise TemplateFaulty(f"brevmalen mangler stilen «{name}»")
        return found


@lru_cache(maxsize=8)
def read(letterhead: bytes) -> Look:
    """The looks of a letterhead (a .docx file). Raises TemplateFaulty, in Norwegian, when it is no letterhead."""
    parts = head.read(letterhead).parts
    sheet = Sheet(parts)
    numbering = etree.fromstring(parts[head.NUMBERING], PARSER)
    lists = {name: _levels(numbering, sheet.listed(name)) for name in ("list bullet", "list number")}
    styles = {name: sheet.style(name) for name in sheet.named if sheet.kind(name) in ("paragraph", "character")}
    return Look(styles, sheet.default(), _page(parts), lists["list bullet"], lists["list number"], sheet.table())


class Sheet:
    """A letterhead's styles, each with what it is based on."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        root = etree.fromstring(parts[head.STYLES], PARSER)
        self.fonts = _theme(parts.get(THEME, b""))
        self.named: dict[str, etree._Element] = {}
        self.by_id: dict[str, etree._Element] = {}
        self.defaults = root.find(f"{W}docDefaults")
        self.first: etree._Element | None = None
        for style in root.iter(f"{W}style"):
            name = style.find(f"{W}name")
            self.named["" if name is None else name.get(VAL, "").lower()] = style
            self.by_id[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self.first = style

    def kind(self, name: str) -> str:
        return self.named[name].get(f"{W}type", "")

    def style(self, name: str) -> Style:
        return self._resolved(self.chain(self.named[name]))

    def default(self) -> Style:
        return self._resolved([] if self.first is None else self.chain(self.first))

    def known(self, identity: str) -> Style:
        """A style by the id that a paragraph of the letterhead names; the default when it names none."""
        return self._resolved(self.chain(self.by_id[identity])) if identity in self.by_id else self.default()

    def with_own(self, base: str, *own: etree._Element | None) -> Style:
        """A style, and what a paragraph or run has of its own on top of it."""
        chain = self.chain(self.by_id[base]) if base in self.by_id else [] if self.first is None else self.chain(self.first)
        return self._resolved(chain, *own)

    def listed(self, name: str) -> str:
        number = self.named[name].find(f"{W}pPr/{W}numPr/{W}numId")
        return "" if number is None else number.get(VAL, "")

    def chain(self, style: etree._Element) -> list[etree._Element]:
        """A style and what it is based on, the oldest first; a circle is cut."""
        found = [style]
        while (base := found[0].find(f"{W}basedOn")) is not None:
            parent = self.by_id.get(base.get(VAL, ""))
            if parent is None or parent in found:
                break
            found.insert(0, parent)
        return found

    def table(self) -> Table:
        chain = self.chain(self.named["aarshjul tabell"])
        first_row = _last(chain, f"{W}tblStylePr[@{W}type='firstRow']")
        own = () if first_row is None else (first_row,)
        shade = None if first_row is None else first_row.find(f"{W}tcPr/{W}shd")
        fill = "" if shade is None else _color(shade.get(f"{W}fill", ""), "")
        sides = ("top", "bottom", "left", "right", "insideH", "insideV")
        borders = {side: _border(_last(chain, f"{W}tblPr/{W}tblBorders/{W}{side}")) for side in sides}
        margin = tuple(_number(_last(chain, f"{W}tblPr/{W}tblCellMar/{W}{side}"), f"{W}w") / TWIPS for side in ("left", "right"))
        return Table(self._resolved(chain), self._resolved(chain, *own), borders, (margin[0], margin[1]), fill)

    def _resolved(self, chain: list[etree._Element], *own: etree._Element | None) -> Style:
        values: dict[str, object] = {"font": "Calibri", "size": 10.0}
        defaults = () if self.defaults is None else (self.defaults.find(f"{W}pPrDefault"), self.defaults.find(f"{W}rPrDefault"))
        for holder in (*defaults, *chain, *own):
            if holder is not None:
                values |= dict(_of_paragraph(_part(holder, "pPr"))) | dict(self._of_run(_part(holder, "rPr")))
        return Style(**values)  # type: ignore[arg-type]  # each name with its own type, from the two readers below

    def _of_run(self, looks: etree._Element | None) -> Iterator[tuple[str, object]]:
        for child in () if looks is None else looks:
            value = child.get(VAL, "")
            match etree.QName(child).localname:
                case "rFonts" if font := self.fonts.get(child.get(f"{W}asciiTheme", "")) or child.get(f"{W}ascii"):
                    yield "font", font
                case "sz" if value.isdigit():
                    yield "size", int(value) / 2
                case "color":
                    yield "color", _color(value, INK)
                case "b":
                    yield "bold", value not in OFF
                case "i":
                    yield "italic", value not in OFF
                case "u":
                    yield "underline", value not in OFF
                case _:
                    pass


def _part(holder: etree._Element, name: str) -> etree._Element | None:
    """The looks of a style, or the looks themselves."""
    return holder if holder.tag == f"{W}{name}" else holder.find(f"{W}{name}")


def _of_paragraph(looks: etree._Element | None) -> Iterator[tuple[str, object]]:
    for child in () if looks is None else looks:
        match etree.QName(child).localname:
            case "jc":
                yield "align", ALIGNMENTS.get(child.get(VAL, ""), "left")
            case "contextualSpacing":
                yield "contextual", child.get(VAL, "") not in OFF
            case "spacing":
                yield from _spacing(child)
            case "ind":
                yield from _indents(child)
            case _:
                pass


def _spacing(element: etree._Element) -> Iterator[tuple[str, object]]:
    for side in ("before", "after"):
        if element.get(f"{W}{side}") is not None:
            yield side, _number(element, f"{W}{side}") / TWIPS
    if element.get(f"{W}line") is not None:
        exact = element.get(f"{W}lineRule", "auto") != "auto"
        yield "exact", exact
        yield "line", _number(element, f"{W}line") / (TWIPS if exact else SINGLE)


def _indents(element: etree._Element) -> Iterator[tuple[str, object]]:
    for name, others in (("left", "start"), ("right", "end")):
        if (side := next((side for side in (name, others) if element.get(f"{W}{side}") is not None), "")) != "":
            yield name, _number(element, f"{W}{side}") / TWIPS
    if element.get(f"{W}hanging") is not None:
        yield "first", -_number(element, f"{W}hanging") / TWIPS
    elif element.get(f"{W}firstLine") is not None:
        yield "first", _number(element, f"{W}firstLine") / TWIPS


def _page(parts: Mapping[str, bytes]) -> Page:
    section = etree.fromstring(parts[head.DOCUMENT], PARSER).find(f"{W}body/{W}sectPr")
    size, margins = (None, None) if section is None else (section.find(f"{W}pgSz"), section.find(f"{W}pgMar"))
    if size is None or margins is None:
        raise TemplateFaulty("brevmalen har ingen sidestørrelse og marger")
    across = (abs(_number(margins, f"{W}{side}")) / TWIPS for side in ("top", "right", "bottom", "left", "header", "footer"))
    return Page(_number(size, f"{W}w") / TWIPS, _number(size, f"{W}h") / TWIPS, *across)


def _levels(numbering: etree._Element, number: str) -> tuple[Level, ...]:
    """The levels of the list with this w:numId, as far as the letterhead describes them."""
    kind = numbering.find(f"{W}num[@{W}numId='{number}']/{W}abstractNumId")
    abstract = None if kind is None else numbering.find(f"{W}abstractNum[@{W}abstractNumId='{kind.get(VAL, '')}']")
    levels = () if abstract is None else tuple(_level(level) for level in abstract.iter(f"{W}lvl"))
    if not levels:
        raise TemplateFaulty("en liste i brevmalen har ingen nivåer")
    return levels


def _level(level: etree._Element) -> Level:
    def value(name: str) -> str:
        found = level.find(f"{W}{name}")
        return "" if found is None else found.get(VAL, "")

    looks = dict(_of_paragraph(level.find(f"{W}pPr")))
    left, first = looks.get("left", 0.0), looks.get("first", 0.0)
    return Level(float(str(left)), max(-float(str(first)), 0.0), value("numFmt"), value("lvlText"))


def _theme(part: bytes) -> Mapping[str, str]:
    """The fonts that styles may name as those of the theme."""
    if not part:
        return {}
    root = etree.fromstring(part, PARSER)
    found = {kind: root.find(f".//{DRAWN}{kind}Font/{DRAWN}latin") for kind in ("major", "minor")}
    faces = {kind: latin.get("typeface", "") for kind, latin in found.items() if latin is not None}
    return {f"{kind}{script}": face for kind, face in faces.items() for script in ("HAnsi", "Ascii")}


def _last(chain: list[etree._Element], path: str) -> etree._Element | None:
    """What the youngest style that has it says."""
    return next((found for style in reversed(chain) if (found := style.find(path)) is not None), None)


def _border(element: etree._Element | None) -> Border:
    if element is None or element.get(VAL, "none") in ("none", "nil"):
        return Border()
    return Border(_number(element, f"{W}sz") / 8, _color(element.get(f"{W}color", ""), INK))


def _color(value: str, otherwise: str) -> str:
    return value.lower() if len(value) == len(INK) and set(value.lower()) <= set("0123456789abcdef") else otherwise


def _number(element: etree._Element | None, name: str) -> float:
    """A number in Word's own unit; nothing is 0."""
    found = "" if element is None else element.get(name, "")
    try:
        return float(found or 0)
    except ValueError as error:
        raise TemplateFaulty(f"brevmalen har et mål som ikke er et tall: «{found}»") from error
