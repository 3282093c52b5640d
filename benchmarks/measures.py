"""The table of measures of Røros as a workbook: our register with its names told apart, beside openpyxl that only hands over its cells."""

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook, load_workbook

from benchmarks import example, measure
from bot.cycle import read as toml
from bot.cycle import register
from bot.cycle.measures import read
from bot.cycle.measures.model import Register
from bot.cycle.measures.names import Decided
from bot.cycle.written import Schedule
from bot.papers import workbook

FOLDER = example.ROOT / "schedules"
COUNT = 70
AIM = 2.0
"""So many times as long as opening the workbook: what we add must be less than what openpyxl takes."""


def rows() -> Iterator[measure.Row]:
    table, names = _workbook(), _decided()
    if len(_ours(table, names).measures) != COUNT:
        raise ValueError("the benchmark must read the whole table")
    yield measure.row(
        f"a table of {COUNT} measures : openpyxl's cells", AIM, ours=lambda: _ours(table, names), peer=lambda: _cells(table), repeats=9
    )


def _decided() -> Decided:
    """Which names are the same, as the example's schedule says."""
    schedule, faults = toml.toml(Schedule, "roros.toml", (FOLDER / "roros.toml").read_text(encoding="utf-8"))
    if schedule is None:
        raise ValueError(faults)
    return schedule.names


def _workbook() -> bytes:
    """The example's CSV as the workbook that it was saved from."""
    found, faults = register.rows("tiltak.csv", (FOLDER / "roros-tiltak.csv").read_bytes())
    if faults:
        raise ValueError(faults)
    book = Workbook()
    for _, cells in found:
        book.active.append([cell or None for cell in cells])  # type: ignore[union-attr]  # a new workbook has a sheet
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _ours(raw: bytes, names: Decided) -> Register:
    found, _ = workbook.rows("tiltak.xlsx", raw)
    return read.read("tiltak.xlsx", found, names)[0]


def _cells(raw: bytes) -> list[dict[str, object]]:
    """What a script does: each row as a dictionary by its headings, with nothing filled down and no name looked at."""
    sheet = load_workbook(BytesIO(raw), read_only=True, data_only=True).worksheets[0]
    lines = sheet.iter_rows(values_only=True)
    headings: tuple[str, ...] = ()
    found: list[dict[str, object]] = []
    for line in lines:
        if line[:1] == ("Nr",):
            headings = tuple(str(cell) for cell in line)
        elif headings:
            found.append(dict(zip(headings, line, strict=False)))
    return found
