"""A sheet that came back from LibreOffice as .ods: read as one from Excel is, and nothing hostile is opened."""

import io
import zipfile

import pytest

from bot.papers.followup import opened, sheet
from bot.papers.followup.updates import Known, Update

KNOWN = (Known("3.6", "Besøke bedriftene", "", "2028", ""), Known("2.10", "Messe", "", "01.06.2028", "Pågår (meldt 19. januar 2027)"))
NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
HEADER = "".join(
    f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>'
    for one in ("Nr.", "Tiltak", "Frist", "Status", "Kostnad 2028", "Kommentar")
)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def text(*lines: str) -> str:
    said = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{said}</table:table-cell>'


def row(*cells: str) -> str:
    filler = '<table:table-cell table:number-columns-repeated="16378"/>'
    return f"<table:table-row>{''.join(cells)}{filler}</table:table-row>"


def ods(*rows: str, mimetype: bytes = ODS, extra: str = "", start: str = "") -> bytes:
    """A file as LibreOffice saves it: the header in a group of its own, and a last row that fills the sheet."""
    end = (
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    table = f"<table:table-header-rows><table:table-row>{HEADER}</table:table-row></table:table-header-rows>{''.join(rows)}{end}"
    whole = (
        f'<?xml version="1.0" encoding="UTF-8"?>{start}<office:document-content {NAMES}><office:body><office:spreadsheet>'
        f"<table:table>{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as package:
        package.writestr("mimetype", mimetype)
        package.writestr("content.xml", whole)
        if extra:
            package.writestr(extra, "x")
    return saved.getvalue()


def only(content: bytes) -> Update:
    """The one thing that a sheet says."""
    found = sheet.answers(content, KNOWN)
    assert not isinstance(found, str)
    [update] = found
    return update


MESSE = (
    text("2.10"), text("Messe"), '<table:table-cell office:value-type="date" office:date-value="2028-06-01"/>',
    text("Pågår<text:s/>(meldt 19. januar 2027)"),
)  # fmt: skip


def test_what_is_written_in_it_is_read_and_what_stands_as_it_was_sent_is_no_answer() -> None:
    cost = '<table:table-cell office:value-type="float" office:value="150000"><text:p>150 000</text:p></table:table-cell>'
    found = ods(row(text("3.6"), text("Besøke bedriftene"), text("2028"), "<table:table-cell/>", cost), row(*MESSE))

    assert sheet.answers(found, KNOWN) == (Update("3.6", "said", "", "150000"),)


def test_two_lines_in_a_cell_and_a_comment_beside_it() -> None:
    note = text("Ferdig<text:line-break/>i mai", "To turer").replace(
        "<text:p>", "<office:annotation><text:p>Obs</text:p></office:annotation><text:p>", 1
    )
    found = ods(row(*MESSE, "<table:table-cell/>", note))

    update = only(found)
    assert (update.number, update.note) == ("2.10", "Ferdig\ni mai\nTo turer")


def test_a_day_of_another_year_than_it_says_it_is_or_a_count_without_end_does_no_harm() -> None:
    odd = text("i morgen").replace('"string"', '"date" office:date-value="99999-99-99" table:number-columns-repeated="99999999999999"')

    update = only(ods(row(text("3.6"), text("Besøke bedriftene"), odd)))
    assert update.note == "i morgen"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ods(mimetype=b"application/vnd.oasis.opendocument.text"), opened.NOT_EXCEL),
        (ods(extra="Basic/Standard/Module1.xml"), opened.MACROS),
        (ods(extra="xl/workbook.xml"), opened.NOT_EXCEL),
        (ods(start='<!DOCTYPE x [<!ENTITY a "b">]>'), opened.ENTITIES),
        (ods("<table:table-row>" * 3), opened.DAMAGED),
        (ods(row() * 30_000), opened.TOO_BIG),
    ],
)
def test_what_is_no_sheet_or_could_do_harm_is_refused_with_the_reason(content: bytes, why: str) -> None:
    assert sheet.answers(content, KNOWN) == why
