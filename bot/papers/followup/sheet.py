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
from openpyxl.cell.cell import Cell as Square
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.cycle.written import Language
from bot.papers import norsk, package
from bot.papers.cells import Cell, Kroner
from bot.papers.characters import clean, one_line
from bot.papers.followup import ods, opened, updates
from bot.papers.followup import rows as table
from bot.papers.followup.labels import Known, Labels, same
from bot.papers.followup.updates import Part, Update

LANGUAGES: dict[Language, str] = {"nb": "nb-NO", "nn": "nn-NO"}
KRONER_FORMAT = "[$-414]#,##0"  # the separators of Norway, also where the program that opens it speaks another language
DATE_FORMAT = "dd\\.mm\\.yyyy"  # the full stops escaped: in some languages Excel takes them for its own
TEXT_FORMAT = "@"
LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
NARROWEST, WIDEST, TO_FILL_IN = 8, 60, 30
ACROSS = 190
"""Characters across the page that lies down: a wider table prints too small to read, and its long columns are made narrower."""
LINE_HEIGHT, MOST_LINES = 15, 27  # points; Excel has no row higher than 409
FREE_HEIGHT = b' customHeight="1"'
MOST_TITLE, MOST_HEADING = 31, 200
THREE = 3
"""Decimals that look like thousands."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text may begin with that a program could take for the beginning of a formula."""
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
HEADER_FONT = Font(name="Calibri", size=11, bold=True)
HEADER_FILL, LINE = PatternFill("solid", fgColor="E7E6E6"), Side(style="thin", color="BFBFBF")
CORE, SHEET = "docProps/core.xml", "xl/worksheets/sheet1.xml"
STAMPS = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 5, 2_000, 40
"""Of a sheet that comes back, as far as it is read."""
AS_DATE = re.compile(r"^0?(\d{1,2})\.0?(\d{1,2})\.\d{4}$")
"""What Excel makes of 3.6 when somebody types it again."""
NO_TABLE = "Arket har ingen tabell med kolonnene Nr. og Tiltak. Send tilbake arket du fikk, utfylt, eller svar i e-posten."


# --- written


def write(title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], language: Language = "nb") -> bytes:
    """A workbook (.xlsx) of one table: its header stays in view and repeats on each page, dates are dates, and no text is a formula.

    It prints across pages that lie down, with its title and the number of the page. The same table gives the same bytes. A text that is
    longer than a cell can be ends with «…».
    """
    book = Workbook()
    book.properties.title, book.properties.creator = one_line(title), ""
    book.properties.language = LANGUAGES[language]
    sheet = book.worksheets[0]
    sheet.title = NOT_IN_TITLES.sub(" ", one_line(title)).strip(" '")[:MOST_TITLE].strip(" '") or "Ark1"
    for row in (header, *rows):
        sheet.append([_cell(sheet, value) for value in row])
    _arranged(sheet, header, rows)
    _printed(sheet, title)
    saved = BytesIO()
    book.save(saved)
    return _repacked(saved.getvalue())


def _cell(sheet: Worksheet, value: Cell) -> Square:
    plain = int(value) if isinstance(value, Kroner) else value  # openpyxl knows no numbers but its own
    cell = Square(sheet, 1, 1, None if isinstance(plain, str) else plain)  # the row gives it its place
    if isinstance(value, str):
        if text := clean(value):
            cell.value = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
            cell.data_type = "s"
        if text.startswith(FORMULA):
            cell.number_format, cell.quotePrefix = TEXT_FORMAT, True
    elif isinstance(value, date):
        cell.number_format = DATE_FORMAT
    elif isinstance(value, Kroner):
        cell.number_format = KRONER_FORMAT
    side = "right" if isinstance(value, Kroner) else "left"  # a year or a day beside a text is read as part of it where it stands right
    cell.alignment = Alignment(horizontal=side, wrap_text=True, vertical="top", indent=1 if side == "right" else 0)
    cell.border = Border(bottom=LINE)
    return cell


def _arranged(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    last = get_column_letter(max(len(header), 1))
    for cell in sheet[1]:
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    widths = _widths(header, rows)
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, row in enumerate((header, *rows), 1):
        lines = max((_lines(value, width) for value, width in zip(row, widths, strict=False)), default=1)
        sheet.row_dimensions[at].height = LINE_HEIGHT * min(lines, MOST_LINES)


def _printed(sheet: Worksheet, title: str) -> None:
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if heading := one_line(title.replace("&", " og "))[:MOST_HEADING]:  # «&» begins a code there
        sheet.HeaderFooter.oddHeader = HeaderFooterItem(left=_HeaderFooterPart(heading))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(right=_HeaderFooterPart("Side &P av &N"))


def _widths(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Characters of each column: as wide as what stands in it, with room in one that is to be filled in, and none so that all is small."""
    wanted = []
    for at, heading in enumerate(header):
        below = max((_width(row[at]) for row in rows if at < len(row)), default=0)
        needed = max(below, min(_width(heading), WIDEST // 2)) + 3  # the arrow of the filter stands beside the heading
        wanted.append(max(needed, TO_FILL_IN if rows and not below else NARROWEST))
    cap = next((cap for cap in range(WIDEST, TO_FILL_IN // 2, -1) if sum(min(one, cap) for one in wanted) <= ACROSS), TO_FILL_IN // 2)
    return [min(one, cap) for one in wanted]


def _lines(value: Cell, width: int) -> int:
    """Lines that a cell needs in a column so wide, as far as that can be told without its font: rather one too many."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, -(-len(line) // width)) for line in value.split("\n"))


def _width(value: Cell) -> int:
    """Characters of the longest line."""
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    if isinstance(value, Kroner):
        return len(f"{value:,}")
    return 10 if isinstance(value, date) else len(str(value or ""))


def _repacked(saved: bytes) -> bytes:
    """The parts with constant times, and without the hour at which they were written."""
    with ZipFile(BytesIO(saved)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = parts[SHEET].replace(FREE_HEIGHT, b"")  # a row grows with what somebody writes in it
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
    sheets = cells(content)
    if isinstance(sheets, str):
        return sheets
    for rows in sheets:
        for at, row in enumerate(rows):
            if header := table.columns(row):
                sent = {place: "ours" for place, heading in enumerate(row) if same(heading) and same(heading) in map(same, ours)}
                return updates.told(_parts(rows[at + 1 :], {**sent, **header}, Labels(known)), known)
    return NO_TABLE


def cells(content: bytes, *, comma: bool = False) -> list[list[list[str]]] | str:
    """The cells of each sheet as text, row by row; or, in Norwegian, why the workbook cannot be read and what to do.

    With `comma`, a number with decimals is told as Norwegian writes it, so that it is never taken for thousands.
    """
    if reason := opened.refused(content):
        return reason
    sheets = _sheets(content)
    if sheets is None:
        return opened.DAMAGED
    text = _with_comma if comma else _text
    return [[[text(value) for value in row] for row in rows] for rows in sheets]


def _sheets(content: bytes) -> list[list[list[object]]] | None:
    """The cells of each sheet, row by row; None when the file is broken."""
    try:
        if ods.is_ods(content):
            found = ods.read(content, ods.Most(MOST_SHEETS, MOST_ROWS, MOST_COLUMNS))
            return [[list(row) for row in rows] for rows in found]
    except (*opened.BROKEN, etree.LxmlError):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out: colours, validation
        try:
            book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            with closing(book):
                return [[list(row) for row in _rows(sheet)] for sheet in book.worksheets[:MOST_SHEETS]]
        except Exception:  # noqa: BLE001  openpyxl raises whatever the broken file makes it raise
            return None


def _rows(sheet: Worksheet) -> Iterator[Sequence[object]]:
    return sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)


def _with_comma(value: object) -> str:
    """A cell as Norwegian writes it: «75,125» may be thousands to some, and «75,1250» to nobody."""
    whole, point, decimals = _text(value).partition(".") if isinstance(value, float) else (_text(value), "", "")
    return f"{whole},{decimals}{'0' if len(decimals) == THREE else ''}" if point else whole


def _text(value: object) -> str:
    """A cell as a person reads it."""
    if isinstance(value, date):
        return norsk.numeric(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, bool) or value is None:
        return {True: "ja", False: "nei", None: ""}[value]
    return f"{value:.15g}" if isinstance(value, float) else clean(str(value)).strip()


def _parts(rows: Sequence[Sequence[str]], header: table.Columns, asked: Labels) -> Iterator[Part]:
    number = next((at for at, name in header.items() if name == "number"), 0)
    for cells in rows:
        if not any(cells):
            continue
        found = asked.row((AS_DATE.sub(r"\1.\2", cells[number]), *cells))
        answer = table.answer(cells, header, asked.known[found]) if found else table.Answer(" | ".join(filter(None, cells)), "")
        if answer:
            yield Part(found, answer.note, answer.told)
