"""Open measures as they stand in the next agenda."""

import io

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers import document, norsk
from bot.papers.followup.tables import Open, grouped
from bot.papers.model import Grid, Heading, Paper, Run, plain

PLAN = Open("2", "Lage plan", "Horten kommune", "1. mars 2027", "", overdue=True, since="9. september 2026")
MAP = Open("10", "Kartlegge tomter", "horten kommune", "1. mai 2027", "pågår", overdue=False, since="")
INVITE = Open("3", "Invitere NAV", "Ås kommune", "neste møte", "utsatt", overdue=True, since="")
LOOSE = Open("4", "Bestille rom", "", "", "", overdue=False, since="")
EVERYTHING = (MAP, INVITE, LOOSE, PLAN)


def test_each_owner_has_a_table_of_what_is_open() -> None:
    blocks = grouped(EVERYTHING, "nb")
    headings = [plain(one.runs) for one in blocks if isinstance(one, Heading)]
    tables = [one for one in blocks if isinstance(one, Grid)]

    assert headings == ["Horten kommune", "Ås kommune", "Uten ansvarlig"]
    assert tables[0].header == ("Nr.", "Tiltak", "Frist", "Status")
    assert tables[0].rows == (
        ("2", "Lage plan (fra 9. september 2026)", "1. mars 2027", "forfalt"),
        ("10", "Kartlegge tomter", "1. mai 2027", "pågår"),
    )
    assert tables[1].rows == (("3", "Invitere NAV", "neste møte", "forfalt – utsatt"),)
    assert tables[0].caption == "Horten kommune: åpne tiltak med frist og status"


def test_the_same_in_nynorsk() -> None:
    blocks = grouped((PLAN, LOOSE), "nn")

    assert isinstance(blocks[1], Grid)
    assert blocks[1].rows == (("2", "Lage plan (frå 9. september 2026)", "1. mars 2027", "forfalle"),)
    assert isinstance(blocks[2], Heading)
    assert plain(blocks[2].runs) == "Utan ansvarleg"


def test_nothing_open_takes_no_room() -> None:
    assert grouped((), "nb") == ()


def test_the_tables_are_real_tables_in_word(letterhead: bytes) -> None:
    raw = document.write(Paper("Sakskart", "nb", (Heading(2, (Run("Oppfølging"),)), *grouped(EVERYTHING, "nb", level=3))), letterhead)
    found = Document(io.BytesIO(raw))

    assert [[cell.text for cell in row.cells] for row in found.tables[-1].rows] == [
        ["Nr.", "Tiltak", "Frist", "Status"],
        ["4", "Bestille rom", "", ""],
    ]
    assert "Ås kommune" in [one.text for one in found.paragraphs if one.style and one.style.name == "Heading 3"]


TEXT = st.text(max_size=12)


@given(st.lists(st.builds(Open, TEXT, TEXT, TEXT, TEXT, TEXT, st.booleans(), TEXT), max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_measure_stands_once_whatever_it_is_called(measures: list[Open]) -> None:
    tables = [one for one in grouped(measures, "nb") if isinstance(one, Grid)]

    assert sum(len(one.rows) for one in tables) == len(measures)
    assert sum(row[3].startswith(norsk.words("nb").overdue) for one in tables for row in one.rows) >= sum(one.overdue for one in measures)
