"""The secretary's pen in the demo: fills in the half-written minutes in the Word file itself, as a person does after a meeting."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from lxml.etree import SubElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
DATE = (2027, 1, 1, 0, 0, 0)
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill(content: bytes, written: Mapping[str, str], rows: Mapping[str, tuple[tuple[str, ...], ...]]) -> bytes:
    """The same file with something `written` in some controls, by tag, and with new `rows` in the first empty ones of some tables.

    A tag that the file does not have is passed over. The same in gives the same out.
    """
    with ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[MAIN])
    for tag, text in written.items():
        for control in _controls(root, tag):
            _say(control, text)
    for tag, new in rows.items():
        for control in _controls(root, tag):
            _rows(control, new)
    parts[MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name, part in parts.items():
            package.writestr(ZipInfo(name, DATE), part, ZIP_DEFLATED)
    return target.getvalue()


def tags(content: bytes) -> tuple[str, ...]:
    """The tags of the controls in a file, in their order."""
    with ZipFile(BytesIO(content)) as package:
        root = etree.fromstring(package.read(MAIN))
    return tuple(one.get(f"{W}val", "") for one in root.iter(f"{W}tag"))


def _controls(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    yield from (one for one in list(root.iter(f"{W}sdt")) if any(name.get(f"{W}val") == tag for name in one.findall(f"{W}sdtPr/{W}tag")))


def _say(control: etree._Element, text: str) -> None:
    paragraphs = list(control.iter(f"{W}p"))
    if paragraphs:
        _run(paragraphs[-1], text)


def _run(paragraph: etree._Element, text: str) -> None:
    run = SubElement(paragraph, f"{W}r")
    SubElement(run, f"{W}t", {SPACE: "preserve"}).text = text


def _rows(control: etree._Element, new: tuple[tuple[str, ...], ...]) -> None:
    """Write in the rows that have a number and nothing else."""
    empty = [row for row in control.iter(f"{W}tr") if not any(map(_text, list(row.iter(f"{W}tc"))[1:]))]
    for row, texts in zip(empty, new, strict=False):
        for cell, text in zip(list(row.iter(f"{W}tc"))[1:], texts, strict=False):
            _run(next(cell.iter(f"{W}p")), text)


def _text(cell: etree._Element) -> str:
    return "".join(one.text or "" for one in cell.iter(f"{W}t")).strip()
