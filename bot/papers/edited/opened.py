"""A Word file opened with care: its parts within limits, or the reason why not. Nothing is fetched, run or unpacked to disk."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath

from lxml import etree

from bot.papers.letterhead import RELATIONS

LARGEST = 40_000_000  # bytes of a file, as mail systems take them
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100_000_000  # bytes of all parts together; pictures are packed already and hardly grow
MOST_MARKUP = 30_000_000  # bytes of all XML together
MOST_XML = 12_000_000  # bytes of a part that is read
MOST_TAGS = 200_000  # in a part that is read: some 100 pages
MAIN = "officeDocument"
DOCUMENT_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/"
HARMLESS = ("hyperlink", "attachedTemplate")
LOCAL = re.compile(r"(?i)^(?:file:///|[a-z]:[\\/])(?![\\/])")
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
ODT_MACROS = ("basic/", "scripts/")
ENTRY = b"PK\x01\x02"
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, NotImplementedError, EOFError, OverflowError)

TOO_BIG = "Filen er for stor til å leses ({size}; grensen er {most}). Gjør bildene mindre (Fil > Komprimer bilder), og send den på nytt."
NOT_WORD = "Filen er ikke et Word-dokument (.docx). Lagre den som .docx, og send den på nytt."
OLD = "Filen er i det gamle Word-formatet (.doc). Lagre den som .docx, og send den på nytt."
LOCKED = "Filen er låst med passord. Ta bort passordet (Fil > Info > Beskytt dokument), og send den på nytt."
ODT = "Filen er i OpenDocument-format (.odt). Lagre den som .docx, og send den på nytt."
PDF = "Filen er en PDF. Send Word-filen (.docx), så den kan leses."
PAGES = "Filen er et Pages-dokument. Velg Arkiv > Eksporter til > Word, og send .docx-filen."
MACROS = "Filen inneholder makroer og blir ikke lest. Lagre den som «Word-dokument (.docx)» uten makroer, og send den på nytt."
OUTSIDE = "Filen henter innhold utenfra ({what}) og blir ikke lest. Lim inn selve innholdet, og send den på nytt."
COMMANDS = "Filen har et felt som starter eller henter fra et annet program (DDE), og blir ikke lest. Slett feltet, og send den på nytt."
DAMAGED = "Filen er skadet og kan ikke leses{where}. Åpne den i Word, lagre den på nytt, og send den igjen."
ENTITIES = "Filen har en DTD, som ingen Word-fil har, og blir ikke lest. Åpne den i Word, lagre den på nytt, og send den igjen."
STRICTLY = "Filen er lagret som «Strict Open XML». Lagre den som vanlig «Word-dokument (.docx)», og send den på nytt."


class Refused(Exception):
    """The file is not read; the message is for the secretary. `dangerous`: nor should anybody else open it."""

    def __init__(self, reason: str, *, dangerous: bool = False) -> None:
        super().__init__(reason)
        self.dangerous = dangerous


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file that may be read. `main` is its text; `tree` gives a part that is there, as XML, anew each time."""

    content: bytes
    names: tuple[str, ...]
    main: str
    related: Mapping[str, str]
    """The text's other parts, by the last word of their kind: «comments», «styles», «numbering»."""
    links: Mapping[str, str]
    """The text's web addresses, by relation."""
    own_template: bool
    """Whether it names a template on somebody's own machine."""

    def tree(self, name: str) -> etree._Element | None:
        """A part as XML. Raises Refused when it is broken or too big."""
        with zipfile.ZipFile(BytesIO(self.content)) as package:
            return _tree(package, name) if name in self.names else None

    def part(self, name: str) -> bytes:
        """A part as it is. Raises KeyError when there is none of that name."""
        with zipfile.ZipFile(BytesIO(self.content)) as package:
            return package.read(name)


def read(content: bytes) -> Package:
    """Open a file, whatever it is. Raises Refused with the reason in Norwegian; the reason is found before anything big is unpacked."""
    _kind(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = _names(package)
            return _package(package, names, content)
    except BROKEN as broken:
        raise Refused(DAMAGED.format(where="")) from broken


def _kind(content: bytes) -> None:
    """Refuse by size and by how it begins."""
    if len(content) > LARGEST:
        raise Refused(TOO_BIG.format(size=_size(len(content)), most=_size(LARGEST)), dangerous=True)
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Refused(LOCKED, dangerous=True)
        if OLD_MACROS in content:
            raise Refused(MACROS, dangerous=True)
        raise Refused(OLD)
    if content.startswith(b"%PDF"):
        raise Refused(PDF)
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(NOT_WORD)
    if content.count(ENTRY) > MOST_ENTRIES:
        raise Refused(DAMAGED.format(where=": den har for mange deler"), dangerous=True)


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB"


def _names(package: zipfile.ZipFile) -> tuple[str, ...]:
    """The names of the parts, when the whole is a Word file of a decent size."""
    entries = package.infolist()
    names = tuple(entry.filename for entry in entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(LOCKED, dangerous=True)
    if len({name.lower() for name in names}) != len(names) or any(entry.compress_type not in (0, 8) for entry in entries):
        raise Refused(DAMAGED.format(where=": delene er pakket på en måte som Word ikke bruker"), dangerous=True)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(TOO_BIG.format(size=_size(sum(entry.file_size for entry in entries)), most=_size(MOST_UNPACKED)), dangerous=True)
    markup = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if markup > MOST_MARKUP:
        raise Refused(TOO_BIG.format(size=_size(markup), most=_size(MOST_MARKUP)), dangerous=True)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) or name.lower().startswith(ODT_MACROS) for name in names):
        raise Refused(MACROS, dangerous=True)
    if "[Content_Types].xml" not in names:
        raise Refused(ODT if "content.xml" in names else PAGES if any(name.endswith(".iwa") for name in names) else NOT_WORD)
    return names


def _package(package: zipfile.ZipFile, names: tuple[str, ...], content: bytes) -> Package:
    types = _tree(package, "[Content_Types].xml")
    if any("macroenabled" in (one.get("ContentType") or "").lower() for one in types):
        raise Refused(MACROS, dangerous=True)
    outer = _relations(package, "_rels/.rels", "", names)
    own_template = False
    for name in names:  # first of all: a file that is refused for another reason may be passed on as it is
        if name.endswith(".rels"):
            own_template |= _checked(_relations(package, name, _owner(name), names))
    if any(kind.startswith(STRICT) for kind, _, _, _ in outer):
        raise Refused(STRICTLY)
    main = next((target for kind, target, _, _ in outer if kind == DOCUMENT_TYPE + MAIN and target in names), "")
    kind = next((one.get("ContentType") or "" for one in types if (one.get("PartName") or "").lstrip("/") == main), "")
    if not main or "wordprocessingml" not in kind:
        raise Refused(NOT_WORD)
    folder, _, file = main.rpartition("/")
    inner = _relations(package, f"{folder}/_rels/{file}.rels", main, names)
    related = {kind.rpartition("/")[2]: target for kind, target, _, outside in inner if not outside and target in names}
    links = {identity: target for kind, target, identity, outside in inner if outside and kind.endswith("/hyperlink")}
    return Package(content, names, main, related, links, own_template)


def _owner(rels: str) -> str:
    folder, _, name = rels.rpartition("/")
    return join(dirname(folder), name.removesuffix(".rels"))


Relation = tuple[str, str, str, bool]


def _relations(package: zipfile.ZipFile, name: str, owner: str, names: tuple[str, ...]) -> list[Relation]:
    """Relations of a part: their kind, their target (a part's name or an address), their id, and whether they lead outside."""
    if name not in names:
        return []
    found = []
    for one in _tree(package, name).iter(f"{RELATIONS}Relationship"):
        target, outside = one.get("Target") or "", (one.get("TargetMode") or "").lower() == "external"
        if not outside:
            target = normpath(join("/", dirname(owner), target)).lstrip("/")
        found.append((one.get("Type") or "", target, one.get("Id") or "", outside))
    return found


def _checked(relations: list[Relation]) -> bool:
    """Refuse what would be fetched when the file is opened. Returns whether there is a template on somebody's own machine."""
    own = False
    for kind, target, _, outside in relations:
        word = kind.rpartition("/")[2]
        if not outside or word == "hyperlink":
            continue
        if word not in HARMLESS or LOCAL.match(target) is None:
            raise Refused(
                OUTSIDE.format(what={"image": "et bilde", "attachedTemplate": "en mal"}.get(word, "en lenket del")), dangerous=True
            )
        own = True
    return own


def _tree(package: zipfile.ZipFile, name: str) -> etree._Element:
    """A part as XML: in UTF-8 or UTF-16, with no DTD and no more in it than a long document has."""
    try:
        if package.getinfo(name).file_size > MOST_XML:
            raise Refused(TOO_BIG.format(size=_size(package.getinfo(name).file_size), most=_size(MOST_XML)), dangerous=True)
        raw = package.read(name)
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = raw.decode("utf-16" if wide else "utf-8")
    except BROKEN as broken:
        raise Refused(DAMAGED.format(where=f" ({name})")) from broken
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused(ENTITIES, dangerous=True)
    if text.count("<") > 2 * MOST_TAGS:
        raise Refused(DAMAGED.format(where=f": {name} har for mange deler"), dangerous=True)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8") if wide else raw, parser)
    except etree.LxmlError as broken:
        raise Refused(DAMAGED.format(where=f" ({name})")) from broken
