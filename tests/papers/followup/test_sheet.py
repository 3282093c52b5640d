"""Sheets: what is written opens as a real table, the same each time, and what people fill in is read back; nothing hostile is opened."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.papers.characters import clean
from bot.papers.followup import sheet
from bot.papers.followup.updates import Known, Update

HEADER = ("Nr.", "Tiltak", "Ansvarlig", "Frist", "Status", "Kommentar")
ROWS = (
    ("4", "Lage plan for felles profil", "Horten", date(2027, 3, 1), "Åpent", ""),
    ("3.6-2", "Kartlegge ledige tomter", "Ås", date(2027, 4, 1), "", ""),
    ("2027/7", "Invitere NAV", "", None, "", ""),
)
KNOWN = (
    Known("4", "Lage plan for felles profil", "Horten", "1. mars 2027", "Åpent"),
    Known("3.6-2", "Kartlegge ledige tomter", "Ås", "01.04.2027", ""),
    Known("2027/7", "Invitere NAV", "", "", ""),
)


def opened(raw: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(raw)).worksheets[0]


def filled(change: Callable[[Worksheet], object], raw: bytes | None = None) -> bytes:
    """The sheet as Excel would save it after somebody has written in it."""
    book = load_workbook(io.BytesIO(raw or sheet.write("Tiltak", HEADER, ROWS)))
    change(book.worksheets[0])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


# --- written


def test_a_sheet_is_a_table_that_a_person_can_work_in() -> None:
    found = opened(sheet.write("Oppfølging: 1/2027", HEADER, ROWS))

    assert found.title == "Oppfølging  1 2027"
    assert [cell.value for cell in found[1]] == list(HEADER)
    assert all(cell.font.bold for cell in found[1])
    assert found.freeze_panes == "A2"
    assert found.auto_filter.ref == "A1:F4"
    assert found.print_title_rows == "$1:$1"
    due = found["D2"]
    assert due.is_date
    assert due.number_format.replace("\\", "") == "dd.mm.yyyy"
    assert found.column_dimensions["B"].width > found.column_dimensions["A"].width


def test_the_same_table_gives_the_same_bytes() -> None:
    assert sheet.write("Tiltak", HEADER, ROWS) == sheet.write("Tiltak", HEADER, ROWS)
    with zipfile.ZipFile(io.BytesIO(sheet.write("Tiltak", HEADER, ROWS))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in package.read("docProps/core.xml")


@pytest.mark.parametrize(
    "text", ["=1+1", "+47 41 20 34 24", "-", "- venter", "@SUM(A1)", '=HYPERLINK("http://example.no")', "#N/A", "\t=1"]
)
def test_no_text_is_a_formula(text: str) -> None:
    raw = sheet.write("Tiltak", ("Tekst",), ((text,),))
    cell = opened(raw)["A2"]

    assert (cell.value, cell.data_type) == (text, "s")
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_what_no_cell_can_hold_does_no_harm() -> None:
    found = opened(
        sheet.write("[:]*?/\\'" * 20, ("Tekst",), (("a\x00b\x0bc\ud800d",), ("x" * 50_000,), ("linje 1\nlinje 2",), (7,), (None,)))
    )

    assert [row[0].value for row in found.iter_rows(min_row=2)][:1] == ["abcd"]
    assert len(str(found["A3"].value)) < 32_767
    assert str(found["A3"].value).endswith("…")
    assert (found["A4"].value, found["A5"].value) == ("linje 1\nlinje 2", 7)


def test_a_table_without_rows_or_title_can_be_written() -> None:
    assert opened(sheet.write("", HEADER, ())).max_row == 1


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9), st.dates(date(1950, 1, 1)), st.text(max_size=20)), max_size=4),
        max_size=4,
    )
)
@settings(max_examples=25, deadline=None)
def test_any_table_is_read_as_it_was_written(rows: list[list[str | int | date | None]]) -> None:
    found = opened(sheet.write("Tabell", ("A", "B", "C", "D"), rows))

    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            got = found.cell(number, column).value
            if isinstance(value, str):
                assert "".join(str(got or "").split()) == "".join(clean(value).split())
            elif isinstance(value, date):
                assert str(got)[:10] == value.isoformat()
            else:
                assert got == value


# --- read back


def test_a_sheet_that_comes_back_as_it_left_says_nothing() -> None:
    assert sheet.answers(sheet.write("Tiltak", HEADER, ROWS), KNOWN) == ()
    assert sheet.answers(filled(lambda _: None), KNOWN) == ()


def test_what_somebody_filled_in_is_read() -> None:
    def change(found: Worksheet) -> None:
        found["E2"], found["F2"] = "Ferdig", "Planen ligger i Teams"
        found["E3"] = "Utsatt til 1. juni"
        found["F4"] = "Ikke startet"

    assert sheet.answers(filled(change), KNOWN) == (
        Update("4", "done", "", "Ferdig | Planen ligger i Teams"),
        Update("3.6-2", "postponed", "1. juni", "Utsatt til 1. juni"),
        Update("2027/7", "not-started", "", "Ikke startet"),
    )


def test_a_new_deadline_is_a_new_deadline() -> None:
    def change(found: Worksheet) -> None:
        found["D2"] = date(2027, 6, 1)

    assert sheet.answers(filled(change), KNOWN) == (Update("4", "postponed", "01.06.2027", "01.06.2027"),)


def test_a_doubtful_answer_changes_nothing() -> None:
    def change(found: Worksheet) -> None:
        found["E2"], found["F2"] = "Ferdig", "mangler godkjenning"
        found["E3"] = "nei"

    read = sheet.answers(filled(change), KNOWN)

    assert not isinstance(read, str)
    assert [(one.number, one.state) for one in read] == [("4", "said"), ("3.6-2", "said")]


def test_numbers_that_excel_has_made_its_own_are_known_again() -> None:
    known = (Known("4", "Lage plan"), Known("3.6", "Kartlegge"), Known("4.1", "Sentrum"))

    def change(found: Worksheet) -> None:
        found["A2"], found["A3"], found["A4"] = 4, 3.6, date(2027, 1, 4)
        for at in (2, 3, 4):
            found.cell(at, 2).value, found.cell(at, 5).value = "", "Ferdig"

    read = sheet.answers(filled(change), known)

    assert not isinstance(read, str)
    assert [(one.number, one.state) for one in read] == [("4", "done"), ("3.6", "done"), ("4.1", "done")]


def test_rows_columns_and_other_matters_that_somebody_added_are_not_lost() -> None:
    def change(found: Worksheet) -> None:
        found["G1"], found["G2"] = "Til sekretæren", "Ring meg"
        found["A6"], found["B6"], found["E6"] = "99", "Et nytt tiltak", "Pågår"

    read = sheet.answers(filled(change), KNOWN)

    assert read == (Update("4", "said", "", "Ring meg"), Update("", "said", "", "99 | Et nytt tiltak | Pågår"))


def test_columns_we_sent_are_not_answers() -> None:
    raw = sheet.write("Tiltak", ("Nr.", "Tiltak", "Indikator", "Status"), (("4", "Lage plan", "Vedtatt plan", "Ferdig"),))
    known = (Known("4", "Lage plan", status=""),)

    assert sheet.answers(raw, known, ("Indikator",)) == (Update("4", "done", "", "Ferdig"),)
    assert sheet.answers(raw, known) == (Update("4", "done", "", "Vedtatt plan | Ferdig"),)


def test_a_table_further_down_or_on_another_sheet_is_found() -> None:
    def change(found: Worksheet) -> None:
        found["E2"] = "Ferdig"
        found.insert_rows(1, 3)
        found["A1"] = "Fra Horten kommune"
        assert found.parent is not None
        found.parent.create_sheet("Notater", 0)["A1"] = "Bare notater"

    read = sheet.answers(filled(change), KNOWN)

    assert read == (Update("4", "done", "", "Ferdig"),)


# --- not opened


def broken(raw: bytes, replace: dict[str, bytes] | None = None, add: dict[str, bytes] | None = None) -> bytes:
    """The same package with other parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in package.namelist():
            new.writestr(name, (replace or {}).get(name, package.read(name)))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return target.getvalue()


GOOD = sheet.write("Tiltak", HEADER, ROWS)
DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="http://example.no/x" '
    b'TargetMode="External"/></Relationships>'
)
HOSTILE = {
    "tom fil": (b"", "ikke en arbeidsbok"),
    "pdf": (b"%PDF-1.7", "ikke en arbeidsbok"),
    "gammel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "gamle Excel-formatet"),
    "låst": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "passord"),
    "halv": (GOOD[:2000], "skadet"),
    "stor": (b"PK\x03\x04" + b"x" * 10_000_001, "for stor"),
    "bombe": (broken(GOOD, add={"xl/media/x.xml": b"<a>" + b" " * 13_000_000 + b"</a>"}), "for stor"),
    "bombe uten xml": (broken(GOOD, add={"xl/media/x.bin": b"\0" * 61_000_000}), "for stor"),
    "makroer": (broken(GOOD, add={"xl/vbaProject.bin": b"x"}), "makroer"),
    "lenket": (broken(GOOD, add={"xl/externalLinks/externalLink1.xml": b"<a/>"}), "utenfra"),
    "spørring": (broken(GOOD, add={"xl/connections.xml": b"<a/>"}), "utenfra"),
    "bilde utenfra": (broken(GOOD, add={"xl/worksheets/_rels/sheet1.xml.rels": RELS % b"image"}), "utenfra"),
    "dtd": (broken(GOOD, {"xl/workbook.xml": DTD}), "ingen Excel-fil"),
    "dtd i utf-16": (broken(GOOD, {"xl/workbook.xml": DTD.decode().encode("utf-16")}), "ingen Excel-fil"),
    "dtd i utf-7": (broken(GOOD, {"xl/workbook.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x>'}), "ingen Excel-fil"),
    "ødelagt xml": (broken(GOOD, {"xl/workbook.xml": b"<workbook"}), "skadet"),
    "uten ark": (broken(GOOD, {"xl/worksheets/sheet1.xml": b"<a/>"}), "kolonnene"),
    "word": (broken(b"PK\x05\x06" + b"\0" * 18, add={"word/document.xml": b"<a/>"}), "ikke en arbeidsbok"),
    "annen tabell": (sheet.write("Liste", ("Fornavn", "Etternavn"), (("Medlem", "Horten"),)), "kolonnene"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_or_must_not_be_opened_is_told_in_words(name: str) -> None:
    content, said = HOSTILE[name]
    read = sheet.answers(content, KNOWN)

    assert isinstance(read, str)
    assert said in read


def test_a_web_address_in_a_cell_is_no_danger() -> None:
    raw = broken(filled(lambda found: found.__setitem__("E2", "Ferdig")), add={"xl/worksheets/_rels/sheet1.xml.rels": RELS % b"hyperlink"})

    assert sheet.answers(raw, KNOWN) == (Update("4", "done", "", "Ferdig"),)


def test_a_sheet_that_says_it_is_endless_is_read_as_far_as_anyone_fills_in() -> None:
    def change(found: Worksheet) -> None:
        found["E2"] = "Ferdig"
        found["XFD1048576"] = "langt borte"

    assert sheet.answers(filled(change), KNOWN) == (Update("4", "done", "", "Ferdig"),)


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_damaged_sheet_is_told_of_or_read(at: int, noise: bytes) -> None:
    read = sheet.answers(GOOD[:at] + noise + GOOD[at + len(noise) :], KNOWN)

    assert isinstance(read, (str, tuple))


def test_a_sheet_written_by_another_program_is_read(tmp_path: Path) -> None:
    """Without styles, with inline strings, as many programs write."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(["Tiltak nr.", "Hva", "Svar"])
    page.append([4, "Lage plan for felles profil", "Ferdig"])
    book.save(tmp_path / "ark.xlsx")

    assert sheet.answers((tmp_path / "ark.xlsx").read_bytes(), KNOWN) == (Update("4", "done", "", "Ferdig"),)
