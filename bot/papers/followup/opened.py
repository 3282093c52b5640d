"""Whether a workbook that somebody sends (.xlsx, .ods) may be opened: why not, in Norwegian. Nothing is fetched, run or put on disk."""

import re
import zipfile
import zlib
from io import BytesIO

LARGEST = 10_000_000  # bytes of a file
MOST_ENTRIES = 2_000
MOST_UNPACKED = 60_000_000  # bytes of all parts together
MOST_MARKUP = 12_000_000  # bytes of all XML together
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
MOST_TAGS = 60_000  # two thousand rows; what openpyxl reads of them in a second
MOST_TAGS_BESIDE = 10_000  # in a part that holds no cells, such as the styles, which are dearer to read
CELLS = re.compile(r"(?:worksheets/[^/]+|sharedStrings|^content)\.xml$")
ENTRY = b"PK\x01\x02"
PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Excel uses no other, and others unpack without a limit
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError, OverflowError)
MAINS = {"xl/workbook.xml", "content.xml"}
"""Where Excel keeps the sheets, and LibreOffice."""
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
ENCODING = re.compile(rb"^\s*(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE)
OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE)

DAMAGED = "Arbeidsboken er skadet og kan ikke leses. Åpne den i Excel, lagre den på nytt som .xlsx, og send den igjen."
TOO_BIG = "Arbeidsboken er for stor til å leses. Send bare arket du fikk, utfylt, eller svar i e-posten."
LOCKED = "Arbeidsboken er låst med passord. Ta bort passordet (Fil > Info > Beskytt arbeidsbok), og send den på nytt."
OLD = "Arbeidsboken er i det gamle Excel-formatet (.xls). Lagre den som .xlsx, og send den på nytt."
NOT_EXCEL = "Filen er ikke en arbeidsbok (.xlsx eller .ods). Lagre den som .xlsx, og send den på nytt, eller svar i e-posten."
MACROS = "Arbeidsboken inneholder makroer og blir ikke lest. Lagre den som «Excel-arbeidsbok (.xlsx)», og send den på nytt."
LINKED = "Arbeidsboken henter innhold utenfra og blir ikke lest. Lim inn verdiene i stedet, og send den på nytt."
ENTITIES = "Arbeidsboken er satt opp slik ingen Excel-fil er, og blir ikke lest. Åpne den i Excel, lagre den på nytt, og send den igjen."


def refused(content: bytes) -> str:
    """Why a file is not opened; empty when it may be. What is too big is known before it is unpacked."""
    if reason := _by_looks(content):
        return reason
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return _by_parts(package) or _by_markup(package)
    except BROKEN:
        return DAMAGED


def _by_looks(content: bytes) -> str:
    """By size, and by how it begins."""
    if content.startswith(OLE):
        return LOCKED if ENCRYPTED in content else OLD
    if not content.startswith(b"PK\x03\x04"):
        return NOT_EXCEL
    if len(content) > LARGEST:
        return TOO_BIG
    return DAMAGED if content.count(ENTRY) > MOST_ENTRIES else ""


def _by_parts(package: zipfile.ZipFile) -> str:
    entries = package.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        return LOCKED
    if len(names) != len(entries) or any(entry.compress_type not in PACKING for entry in entries):
        return DAMAGED
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or sum(entry.file_size for entry in _markup(entries)) > MOST_MARKUP:
        return TOO_BIG
    if any(map(_macro, names)):
        return MACROS
    if any("/externallinks/" in name or name == "xl/connections.xml" or "/querytables/" in name for name in names):
        return LINKED
    sheets = len(names & MAINS) == 1 and ("content.xml" not in names or package.read("mimetype") == ODS)
    return "" if sheets else NOT_EXCEL


def _macro(name: str) -> bool:
    return name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name or name.startswith(("basic/", "scripts/"))


def _by_markup(package: zipfile.ZipFile) -> str:
    tags = 0
    for entry in _markup(package.infolist()):
        raw = package.read(entry)
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or b"\0" in raw or raw.startswith((b"\xff\xfe", b"\xfe\xff")) or ENCODING.match(raw):
            return ENTITIES
        if b"macroEnabled" in raw and entry.filename == "[Content_Types].xml":
            return MACROS
        if entry.filename.endswith(".rels") and any(b"/hyperlink" not in link[0] for link in OUTSIDE.finditer(raw)):
            return LINKED
        tags += (found := raw.count(b"<"))
        if tags > MOST_TAGS or (found > MOST_TAGS_BESIDE and not CELLS.search(entry.filename)):
            return TOO_BIG
    return ""


def _markup(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels", ".vml"))]
