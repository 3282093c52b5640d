"""Sheets in OpenDocument (.ods), as LibreOffice saves them: the cells of each table, and nothing else of the file."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from lxml import etree

MAIN = "content.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ROW, _CELLS = f"{_TABLE}table-row", (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_COMMENT = f"{_OFFICE}annotation"
_GROUPS = tuple(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_NUMBERS = ("float", "currency", "percentage")
_DIGITS = 9  # of a count that is believed
_SPACES = 100  # that one mark may stand for


class Most(NamedTuple):
    """As far as a file is read: a sheet may say that its last row stands there a million times."""

    sheets: int
    rows: int
    columns: int


def is_ods(content: bytes) -> bool:
    """Whether a file that may be opened is OpenDocument: it has its text where Excel has none."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return MAIN in package.namelist()


def read(content: bytes, most: Most) -> list[list[list[object]]]:
    """The cells of each sheet, row by row: text, numbers, days and truths. Raises what a broken file makes zipfile and lxml raise."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        raw = package.read(MAIN)
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    tables = islice(root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"), most.sheets)
    return [list(islice(_repeated(_rows(table), "rows", most), most.rows)) for table in tables]


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == _ROW:
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _repeated(rows: Iterator[etree._Element], what: str, most: Most) -> Iterator[list[object]]:
    """Each row as often as it stands there."""
    for row in rows:
        cells = _trimmed(list(islice(_cells(row), most.columns)))
        yield from (cells for _ in range(min(_times(row, what), most.rows)))


def _cells(row: etree._Element) -> Iterator[object]:
    for cell in row.iterchildren(*_CELLS):
        value = _value(cell)
        yield from (value for _ in range(_times(cell, "columns")))


def _times(one: etree._Element, what: str) -> int:
    said = one.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else 1


def _trimmed(cells: Sequence[object]) -> list[object]:
    """Without the empty cells that fill a sheet to its right edge."""
    kept = len(cells)
    while kept and cells[kept - 1] is None:
        kept -= 1
    return list(cells[:kept])


def _value(cell: etree._Element) -> object:
    """What a cell holds, as openpyxl would give it; what says something else than its kind is text."""
    kind, text = cell.get(f"{_OFFICE}value-type", ""), "\n".join(_words(one) for one in cell.iterchildren(f"{_TEXT}p"))
    try:
        if kind == "date":
            return date.fromisoformat(cell.get(f"{_OFFICE}date-value", "")[:10])
        if kind in _NUMBERS:
            number = float(cell.get(f"{_OFFICE}value", ""))
            return int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        return text
    return cell.get(f"{_OFFICE}boolean-value") == "true" if kind == "boolean" else text or None


def _words(parent: etree._Element) -> str:
    found = [parent.text or ""]
    for child in parent:
        if child.tag == f"{_TEXT}s":
            said = child.get(f"{_TEXT}c", "1")
            found.append(" " * (min(int(said), _SPACES) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else 1))
        elif child.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            found.append("\n" if child.tag.endswith("break") else "\t")
        elif child.tag != _COMMENT and isinstance(child.tag, str):
            found.append(_words(child))
        found.append(child.tail or "")
    return "".join(found)
