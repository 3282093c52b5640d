"""A workspace read from its files: the same members whatever program wrote the register, and no fault that stops the others."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot import workspace
from bot.cli import main
from bot.cycle.model import Member

HEADINGS = ("Fornavn", "Etternavn", "Organisasjon", "E-post", "Rolle", "Fra", "Til", "Alias")
PEOPLE = (
    ("Medlem", "Åsnes", "Åsnes kommune", "medlem.asnes@example.no", "Leder", date(2027, 2, 1), date(2027, 12, 31), "Åsnes|Glåmdalen"),
    ("Medlem", "Østre Toten", "Østre Toten kommune", "Medlem.Toten@example.no", "Medlem", None, None, ""),
    ("Vara", "Nordre Follo", "Nordre Follo kommune", "vara.follo@example.no", "Vara", date(2026, 1, 1), None, ""),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert main(["init", str(tmp_path / "arbeid")]) == 0
    return tmp_path / "arbeid"


def members(root: Path) -> tuple[Member, ...]:
    """The members of the only group, in a workspace without fault or warning."""
    office, faults = workspace.load(root)
    assert (office is not None, faults) == (True, ())
    assert office is not None
    [(_, found)] = office.cycles[0].registers.items()
    return found


def use(root: Path, name: str) -> Path:
    """Let the group's register be another file."""
    schedule = root / "schedules" / "gruppe.toml"
    schedule.write_text(schedule.read_text(encoding="utf-8").replace('"medlemmer.csv"', f'"{name}"'), encoding="utf-8")
    return root / "schedules" / name


def book(path: Path, *rows: tuple[object, ...]) -> None:
    """A workbook as Excel would save it; a date is a real date."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append([datetime(day.year, day.month, day.day) if isinstance(day := cell, date) else cell for cell in row])  # noqa: DTZ001
    made.save(path)


def csv(encoding: str) -> bytes:
    """The same people as text, with dates as people write them."""
    rows = [HEADINGS, *(tuple(f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell or "" for cell in person) for person in PEOPLE)]
    return "".join(";".join(row) + "\r\n" for row in rows).encode(encoding)


def test_a_workbook_gives_the_same_members_as_a_csv_file(root: Path) -> None:
    (root / "schedules" / "medlemmer.csv").write_bytes(csv("cp1252"))
    from_text = members(root)
    book(use(root, "medlemmer.xlsx"), HEADINGS, *PEOPLE)

    assert members(root) == from_text
    assert [member.organisation for member in from_text] == ["Åsnes kommune", "Østre Toten kommune", "Nordre Follo kommune"]
    assert [(member.since, member.until) for member in from_text] == [
        (date(2027, 2, 1), date(2028, 1, 1)),
        (None, None),
        (date(2026, 1, 1), None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_letters_of_the_language_come_through_in_every_encoding(root: Path, encoding: str) -> None:
    (root / "schedules" / "medlemmer.csv").write_bytes(csv(encoding))

    assert [member.last_name for member in members(root)] == ["Åsnes", "Østre Toten", "Nordre Follo"]


def test_rows_below_what_the_file_says_of_its_size_are_read(root: Path) -> None:
    path = use(root, "medlemmer.xlsx")
    book(path, HEADINGS, *PEOPLE)
    with zipfile.ZipFile(path) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', parts[name])
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)

    assert len(members(root)) == len(PEOPLE)


def test_empty_rows_above_and_between_are_passed_over(root: Path) -> None:
    book(use(root, "medlemmer.xlsx"), (), (None, None), HEADINGS, PEOPLE[0], (None, " "), PEOPLE[1])

    assert len(members(root)) == 2


def test_a_first_line_that_says_what_separates_is_understood(root: Path) -> None:
    (root / "schedules" / "medlemmer.csv").write_bytes(b"sep=;\r\n" + csv("cp1252"))

    assert len(members(root)) == 3


def test_nynorsk_headings_are_headings_too(root: Path) -> None:
    (root / "schedules" / "medlemmer.csv").write_text(
        "Fornamn;Etternamn;Verksemd;E-post;Frå;Til\nMedlem;Bø;Bø kommune;medlem.bo@example.no;01.02.2027;\n", encoding="utf-8"
    )

    assert [(member.name, member.organisation, member.since) for member in members(root)] == [("Medlem Bø", "Bø kommune", date(2027, 2, 1))]


def told(root: Path) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.message) for fault in workspace.load(root)[1]]


def test_a_fault_in_a_workbook_is_told_by_its_row(root: Path) -> None:
    book(
        use(root, "medlemmer.xlsx"),
        HEADINGS,
        PEOPLE[0],
        ("Medlem", "To", "Horten kommune", None),
        ("Medlem", "Tre", "X", "x@example.no", "", 46023),
    )

    assert told(root) == [
        ("schedules/medlemmer.xlsx", 3, "Medlem To, Horten kommune har ingen e-postadresse"),
        ("schedules/medlemmer.xlsx", 4, "«46023» i kolonnen Fra er ikke en dato"),
    ]


def test_a_workbook_that_is_none_is_told_in_words(root: Path) -> None:
    path = use(root, "medlemmer.xlsx")
    for content in (b"", b"hei", (root / "templates" / "letter.docx").read_bytes()):
        path.write_bytes(content)
        assert told(root) == [("schedules/medlemmer.xlsx", 1, "arbeidsboken kan ikke leses")]


def test_the_example_workspace_has_warnings_only() -> None:
    """What has no one responsible is accepted and flagged, and so is a deadline on a Saturday; nothing else is."""
    office, faults = workspace.load(Path(__file__).parents[1])

    assert office is not None
    assert {fault.severity for fault in faults} == {"advarsel"}
    assert all(fault.message.endswith(("har ingen ansvarlig", "faller på lørdag")) for fault in faults)
