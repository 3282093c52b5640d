"""The text of a Word or OpenDocument file: one XML part in a zip file, read as it comes, with no tree, no entities and no network."""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from bot.papers.reply.allowance import Allowance

MOST_XML = 20_000_000  # bytes of the text part, unpacked
MOST_TAGS = 100_000  # some 60 pages
CALLS = 5  # of functions, for each tag
MOST_ENTRIES = 5_000  # files in the zip file
AT_ONCE = 65_536

SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}

_PARTS = ("word/document.xml", "content.xml")
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Word uses no other, and others unpack without a limit
_ENTRY = b"PK\x01\x02"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARAGRAPHS = frozenset((f"{_W}p", f"{_T}p", f"{_T}h"))
_BLANKS = frozenset((f"{_W}tab", f"{_W}br", f"{_T}s", f"{_T}tab", f"{_T}line-break"))
# comments, what was deleted under «spor endringer», and the second copy of a text box
_LEFT_OUT = frozenset(
    (
        "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation",
        f"{_T}tracked-changes",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)


class Unreadable(Exception):
    """The file is broken or locked, or no document."""


class Paragraph:
    """A paragraph that is being read."""

    def __init__(self, *, listed: bool) -> None:
        self.words: list[str] = []
        self.listed = listed

    def __str__(self) -> str:
        text = " ".join("".join(self.words).split())
        return f"- {text}" if text and self.listed else text


class Reader:
    """The parser's target: takes tags and text, leaves paragraphs as lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.open: list[Paragraph] = []  # paragraphs lie in each other where there are text boxes
        self.tags: list[str] = []
        self.skipped = self.items = self.count = self.size = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002  the parser gives them
        self.count += 1
        self.tags.append(tag)
        if tag in _LEFT_OUT:
            self.skipped += 1
        elif tag == f"{_T}list-item":
            self.items += 1
        elif tag in _PARAGRAPHS:
            self.open.append(Paragraph(listed=self.items > 0))
        elif self.open and not self.skipped:
            if tag in _BLANKS:
                self.open[-1].words.append(" ")
            elif tag == f"{_W}numPr":
                self.open[-1].listed = True

    def end(self, tag: str) -> None:
        self.tags.pop()
        if tag in _LEFT_OUT:
            self.skipped -= 1
        elif tag == f"{_T}list-item":
            self.items -= 1
        elif tag in _PARAGRAPHS and (line := str(self.open.pop())):
            self.lines.append(line)

    def data(self, text: str) -> None:
        if self.open and not self.skipped and (self.tags[-1] == f"{_W}t" or self.tags[-1].startswith(_T)):
            self.open[-1].words.append(text)
            self.size += len(text)

    def close(self) -> None:
        """The parser asks for it."""


def read(raw: bytes, most: int, allowance: Allowance) -> tuple[str, bool]:
    """The text, at most so many characters, and whether that is all: a paragraph a line, list items with a hyphen. Raises Unreadable."""
    if raw.count(_ENTRY) > MOST_ENTRIES:
        raise Unreadable
    reader = Reader()
    parser = etree.XMLParser(target=reader, **SAFE)  # type: ignore[call-overload]  # the stubs know trees
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            whole = _fed(package, parser, reader, most, min(MOST_TAGS, allowance.left // CALLS))
    except (zipfile.BadZipFile, etree.LxmlError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error) as broken:
        raise Unreadable from broken
    finally:
        allowance.left -= reader.count * CALLS
    text = "\n".join([*reader.lines, *(str(one) for one in reader.open)]).strip()
    return text[:most], whole and len(text) <= most


def _fed(package: zipfile.ZipFile, parser: etree.XMLParser, reader: Reader, most: int, tags: int) -> bool:
    """Give the parser the text part until enough has been read. Returns whether that was all of it."""
    entry = next((one for one in package.infolist() if one.filename in _PARTS and one.compress_type in _PACKING), None)
    if entry is None:
        raise Unreadable
    with package.open(entry) as stream:
        for _ in range(MOST_XML // AT_ONCE):
            piece = stream.read(AT_ONCE)
            if not piece:
                parser.close()
                return True
            parser.feed(piece)
            if reader.count > tags or reader.size > most:
                return False
    return False
