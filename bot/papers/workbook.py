"""Workbooks that people keep their registers in: the bytes of an .xlsx file to rows, or to a fault."""

from itertools import islice

from bot.cycle import register
from bot.cycle.model import Fault

UNPACKED = 150_000_000
"""Bytes: what unpacks to more is not opened."""
MOST_COLUMNS = 100
"""Columns that are read: a register has ten or twenty."""


def rows(file: str, raw: bytes) -> tuple[tuple[register.Row, ...], tuple[Fault, ...]]:
    """The rows of the first sheet, by number. A workbook that unpacks to far more than it weighs is refused before it is opened."""
    import io  # noqa: PLC0415  openpyxl and what it needs are loaded only where a workbook is read
    import zipfile  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            if sum(entry.file_size for entry in package.infolist()) > UNPACKED:
                return (), (Fault(file, 1, "arbeidsboken er for stor", "Ta vare på bare arket som skal leses."),)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong, and rows would be lost
        numbered = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1)
        found = tuple(islice(numbered, register.MOST_ROWS + 1))
    except Exception:  # noqa: BLE001  openpyxl raises whatever the broken file makes it raise
        return (), (Fault(file, 1, "arbeidsboken kan ikke leses", "Lagre den på nytt som .xlsx fra Excel, eller som CSV."),)
    return (found, ()) if len(found) <= register.MOST_ROWS else ((), (register.too_many(file),))
