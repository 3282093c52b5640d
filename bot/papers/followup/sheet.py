"""Sheets: a table as a workbook that people can fill in, and what they have written in it when it comes back."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.papers import norsk, package
from bot.papers.characters import clean, one_line
from bot.papers.followup import opened, updates
from bot.papers.followup import rows as table
from bot.papers.followup.labels import Known, Labels, same
from bot.papers.followup.updates import Part, Update

Value = str | int | date | None

DATE_FORMAT = "dd\\.mm\\.yyyy"  # the full stops escaped: in some languages Excel takes them for its own
TEXT_FORMAT = "@"
LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
NARROWEST, WIDEST = 8, 60
MOST_TITLE = 31
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text may begin with that a program could take for the beginning of a formula."""
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
HEADER_FONT = Font(name="Calibri", size=11, bold=True)
HEADER_FILL, LINE = PatternFill("solid", fgColor="E7E6E6"), Side(style="thin", color="BFBFBF")
CORE = "docProps/core.xml"
STAMPS = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 5, 2_000, 40
"""Of a sheet that comes back, as far as it is read."""
AS_DATE = re.compile(r"^0?(\d{1,2})\.0?(\d{1,2})\.\d{4}$")
"""What Excel makes of 3.6 when somebody types it again."""
NO_TABLE = "Arket har ingen tabell med kolonnene Nr. og Tiltak. Send tilbake arket du fikk, utfylt, eller svar i e-posten."


# --- written


def write(title: str, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """A workbook (.xlsx) of one table: its header stays in view and repeats on each page, dates are dates, and no text is a formula.

    The same table gives the same bytes. A text that is longer than a cell can be ends with «…».
    """
    book = Workbook()
    book.properties.title, book.properties.creator = one_line(title), ""
    sheet = book.worksheets[0]
    sheet.title = NOT_IN_TITLES.sub(" ", one_line(title)).strip(" '")[:MOST_TITLE].strip(" '") or "Ark1"
    for row in (header, *rows):
        sheet.append([_cell(sheet, value) for value in row])
    _arranged(sheet, header, rows)
    saved = BytesIO()
    book.save(saved)
    return _repacked(saved.getvalue())


def _cell(sheet: Worksheet, value: Value) -> Cell:
    cell = Cell(sheet, 1, 1, None if isinstance(value, str) else value)  # the row gives it its place
    if isinstance(value, str):
        if text := clean(value):
            cell.value = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
            cell.data_type = "s"
        if text.startswith(FORMULA):
            cell.number_format, cell.quotePrefix = TEXT_FORMAT, True
    elif isinstance(value, date):
        cell.number_format = DATE_FORMAT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _arranged(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    last = get_column_letter(max(len(header), 1))
    for cell in sheet[1]:
        cell.font, cell.fill, cell.border = HEADER_FONT, HEADER_FILL, Border(bottom=LINE)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for column in range(len(header)):
        widest = max((_width(row[column]) for row in (header, *rows) if column < len(row)), default=0)
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(widest + 2, NARROWEST), WIDEST)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _width(value: Value) -> int:
    """Characters of the longest line."""
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    return 10 if isinstance(value, date) else len(str(value or ""))


def _repacked(saved: bytes) -> bytes:
    """The parts with constant times, and without the hour at which they were written."""
    with ZipFile(BytesIO(saved)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = etree.fromstring(parts[CORE])
    for stamp in [one for one in core if one.tag in STAMPS]:
        core.remove(stamp)
    return package.packed({**parts, CORE: package.serialized(core)})


# --- read back


def answers(content: bytes, known: Sequence[Known], ours: Sequence[str] = ()) -> tuple[Update, ...] | str:
    """What somebody has written in a sheet that was sent to them; or, in Norwegian, why it cannot be read and what to do.

    What stands as it was sent is no answer; `ours` are headings of columns we sent beside the number, the measure, the owner, the deadline,
    the status and the comment. All other columns are theirs. A row about none of the known measures gives an update without a number.
    """
    if reason := opened.refused(content):
        return reason
    sheets = _sheets(content)
    if sheets is None:
        return opened.DAMAGED
    for rows in sheets:
        for at, row in enumerate(rows):
            if header := table.columns(row):
                sent = {place: "ours" for place, heading in enumerate(row) if same(heading) and same(heading) in map(same, ours)}
                return updates.told(_parts(rows[at + 1 :], {**sent, **header}, Labels(known)), known)
    return NO_TABLE


def _sheets(content: bytes) -> list[list[list[str]]] | None:
    """The cells of each sheet as text, row by row; None when the file is broken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out: colours, validation
        try:
            book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            with closing(book):
                return [[[_text(value) for value in row] for row in _rows(sheet)] for sheet in book.worksheets[:MOST_SHEETS]]
        except Exception:  # noqa: BLE001  openpyxl raises whatever the broken file makes it raise
            return None


def _rows(sheet: Worksheet) -> Iterator[Sequence[object]]:
    return sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)


def _text(value: object) -> str:
    """A cell as a person reads it."""
    if isinstance(value, datetime):
        return norsk.numeric(value.date())
    if isinstance(value, bool) or value is None:
        return {True: "ja", False: "nei", None: ""}[value]
    return f"{value:g}" if isinstance(value, float) else clean(str(value)).strip()


def _parts(rows: Sequence[Sequence[str]], header: table.Columns, asked: Labels) -> Iterator[Part]:
    number = next((at for at, name in header.items() if name == "number"), 0)
    for cells in rows:
        if not any(cells):
            continue
        found = asked.row((AS_DATE.sub(r"\1.\2", cells[number]), *cells))
        answer = table.answer(cells, header, asked.known[found]) if found else table.Answer(" | ".join(filter(None, cells)), "")
        if answer:
            yield Part(found, answer.note, answer.told)
