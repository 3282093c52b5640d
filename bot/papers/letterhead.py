"""The letterhead: the Word file that gives papers their looks. Known by its styles' names, whatever language Word saved it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from bot.cycle.model import Fault
from bot.errors import TemplateFaulty

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
LINKS, SETTINGS = "word/_rels/document.xml.rels", "word/settings.xml"
REQUIRED_PARTS = ("[Content_Types].xml", "docProps/core.xml", DOCUMENT, STYLES, NUMBERING, LINKS)
REQUIRED_STYLES = (
    "heading 1", "heading 2", "heading 3", "heading 4", "heading 5", "heading 6",
    "list bullet", "list number", "felt", "aarshjul tabell", "hyperlink",
)  # fmt: skip
LARGEST = 20_000_000
# A Word file needs no entities: an expanding one would only be an attack.
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A letterhead's parts, its style ids by name in lower case, its room for text, and its own lists."""

    parts: Mapping[str, bytes]
    styles: Mapping[str, str]
    width: int
    """From margin to margin, in twips."""
    across: int
    """The same on a page that lies down."""
    bullets: str
    """The w:numId of the bullet list."""
    numbers: str
    """The w:abstractNumId of the numbered list."""
    free_number: int
    """No w:num and no w:abstractNum has this number or a higher one."""


@lru_cache(maxsize=8)
def read(letterhead: bytes) -> Letterhead:
    """A letterhead ready for use. Raises TemplateFaulty, in Norwegian, when it is not a Word file or lacks something a paper needs."""
    parts = _parts(letterhead)
    styles = etree.fromstring(parts[STYLES], PARSER)
    numbering = etree.fromstring(parts[NUMBERING], PARSER)
    by_name = {_name(style): style for style in styles.iter(f"{W}style")}
    missing = [name for name in REQUIRED_STYLES if name not in by_name]
    if missing:
        raise TemplateFaulty(f"brevmalen mangler stilene: {', '.join(missing)}")
    numbers = {num.get(f"{W}numId", ""): num.find(f"{W}abstractNumId") for num in numbering.iter(f"{W}num")}
    bullet, number = (_list(by_name[name], name) for name in ("list bullet", "list number"))
    abstract = numbers.get(number)
    if abstract is None or bullet not in numbers:
        raise TemplateFaulty("brevmalen mangler listene som «List Bullet» og «List Number» viser til")
    used = [int(num) for num in numbers] + [int(one.get(f"{W}abstractNumId", "0")) for one in numbering.iter(f"{W}abstractNum")]
    ids = {name: style.get(f"{W}styleId", "") for name, style in by_name.items()}
    return Letterhead(parts, ids, *_widths(parts[DOCUMENT]), bullet, abstract.get(f"{W}val", ""), max(used) + 1)


def faults(letterhead: bytes, name: str) -> tuple[Fault, ...]:
    """What is wrong with a letterhead, for `check`."""
    try:
        read(letterhead)
    except TemplateFaulty as faulty:
        return (Fault(name, 1, str(faulty), "ta utgangspunkt i templates/letter.docx, og endre stilene uten å slette dem"),)
    return ()


def _parts(letterhead: bytes) -> Mapping[str, bytes]:
    try:
        with ZipFile(BytesIO(letterhead)) as package:
            if sum(info.file_size for info in package.infolist()) > LARGEST:
                raise TemplateFaulty("brevmalen er for stor")
            parts = {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise TemplateFaulty("brevmalen er ikke en Word-fil (.docx)") from error
    if missing := [name for name in REQUIRED_PARTS if name not in parts]:
        raise TemplateFaulty(f"brevmalen mangler {', '.join(missing)}")
    for name in REQUIRED_PARTS:
        _well_formed(parts[name], name)
    return parts


def _well_formed(part: bytes, name: str) -> None:
    try:
        etree.fromstring(part, PARSER)
    except etree.XMLSyntaxError as error:
        raise TemplateFaulty(f"brevmalen er skadet: {name} kan ikke leses") from error


def _name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else name.get(f"{W}val", "").lower()


def _list(style: etree._Element, name: str) -> str:
    number = style.find(f"{W}pPr/{W}numPr/{W}numId")
    if number is None:
        raise TemplateFaulty(f"stilen «{name}» i brevmalen er ikke knyttet til en liste")
    return number.get(f"{W}val", "")


def _widths(document: bytes) -> tuple[int, int]:
    section = etree.fromstring(document, PARSER).find(f"{W}body/{W}sectPr")
    size, margins = (None, None) if section is None else (section.find(f"{W}pgSz"), section.find(f"{W}pgMar"))
    if size is None or margins is None:
        raise TemplateFaulty("brevmalen har ingen sidestørrelse og marger")
    beside = int(margins.get(f"{W}left", "0")) + int(margins.get(f"{W}right", "0"))
    return int(size.get(f"{W}w", "0")) - beside, int(size.get(f"{W}h", "0")) - beside
