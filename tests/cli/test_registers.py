"""`decisions`, `actions` and `action`: what a secretary asks the registers, and a measure put right by hand."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import house
from bot.cycle.memory import Decided, Entry, Measure
from tests.cli.conftest import Aarshjul, Said

AT = datetime(2027, 9, 13, 10, tzinfo=UTC)
JUNE, MEETING = "gruppe/mote/2027-2", "gruppe/mote/2027-3"
FILE = "Referat – faggruppe for samarbeid – 9. september 2027.docx"
NOW = "2027-10-04T09:00"


def decided(number: int, title: str, text: str, occurrence: str = MEETING, year: int = 2027) -> Decided:
    return Decided("gruppe", year, number, occurrence, f"sak-{number}", title, text, "a" * 64, AT)


def measure(number: int, what: str, owner: str, due: str = "", state: str = "open", status: str = "") -> Measure:
    made = Measure("gruppe", number, MEETING, "runde", f"/{number}", what, owner, due, due, status, "open", "a" * 64, AT)
    return made._replace(state=state)  # type: ignore[arg-type]


@pytest.fixture
def filled(root: Path) -> Path:
    """A workspace with three decisions and three measures in its registers."""
    with house.opened(root) as desk:
        found = [decided(1, "Valg av leder", "Medlem Horten ble valgt."), decided(2, "Høring", "Uttalelsen er godkjent.")]
        desk.journal.decide([*found, decided(1, "Budsjett", "=SUM(A1) er ikke vedtatt.", "gruppe/mote/2026-2", 2026)])
        desk.journal.enter(
            [
                measure(1, "Lage plan", "Horten kommune", "2027-10-01"),
                measure(2, "Sende brev", "Leder", "2027-11-01", status="meldt 3. mai: i rute"),
                measure(3, "Kartlegge", "Horten kommune", state="done"),
            ],
            "Sekretæren",
            AT,
        )
        told = {"filename": FILE, "edition": "b" * 64}
        desk.journal.record(Entry(AT, "minutes.entered", occurrence=MEETING, sha256="a" * 64, detail=told))
    return root


@pytest.fixture
def ask(filled: Path, aarshjul: Aarshjul) -> Aarshjul:
    def run(*arguments: object) -> Said:
        return aarshjul(*arguments, "--workspace", filled, "--now", NOW)

    return run


# --- decisions --------------------------------------------------------------------------------------------------------------


def test_a_decision_is_shown_with_its_number_its_meeting_and_its_paper(ask: Aarshjul) -> None:
    said = ask("decisions", "--year", "2027")

    assert said.status == 0
    assert said.out.splitlines() == [
        "gruppe 1/2027  Valg av leder",
        "    Medlem Horten ble valgt.",
        f"    møtet 9. september 2027, {MEETING} · {FILE}",
        "gruppe 2/2027  Høring",
        "    Uttalelsen er godkjent.",
        f"    møtet 9. september 2027, {MEETING} · {FILE}",
    ]


def test_decisions_are_found_by_a_word_in_any_spelling(ask: Aarshjul) -> None:
    assert "Høring" in ask("decisions", "--search", "HØRING").out
    assert [line for line in ask("decisions", "--search", "godkjent").out.splitlines() if "/20" in line[:20]] == ["gruppe 2/2027  Høring"]
    assert ask("decisions", "--search", "finnes ikke").out == "Ingen vedtak.\n"


def test_decisions_for_other_programs(ask: Aarshjul) -> None:
    [first, *_] = json.loads(ask("decisions", "--group", "gruppe", "--year", "2027", "--json").out)

    assert first == {
        "group": "gruppe", "number": 1, "year": 2027, "title": "Valg av leder", "text": "Medlem Horten ble valgt.",
        "occurrence": MEETING, "item": "sak-1", "day": "2027-09-09", "paper": {"filename": FILE, "sha256": "a" * 64},
        "at": "2027-09-13T10:00:00+00:00",
    }  # fmt: skip


def test_decisions_as_a_workbook_where_no_text_is_a_formula(ask: Aarshjul, tmp_path: Path) -> None:
    path = tmp_path / "ut" / "vedtak.xlsx"
    assert ask("decisions", "--xlsx", path).out == f"Skrev {path}.\n"
    sheet = load_workbook(BytesIO(path.read_bytes())).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert rows[0][:5] == ["Gruppe", "Vedtak nr.", "Møtedato", "Sak", "Vedtak"]
    assert [row[1] for row in rows[1:]] == ["1/2026", "1/2027", "2/2027"]
    assert rows[1][4] == "=SUM(A1) er ikke vedtatt."
    assert sheet.cell(2, 5).data_type == "s"


def test_a_group_that_is_not_there_is_said(ask: Aarshjul) -> None:
    for command in (("decisions", "--group", "tull"), ("actions", "--group", "tull"), ("action", "tull", "1")):
        said = ask(*command)
        assert (said.status, "Det finnes ingen gruppe «tull»." in said.err) == (2, True)


# --- measures -------------------------------------------------------------------------------------------------------------


def test_the_measures_with_owner_day_status_and_what_is_overdue(ask: Aarshjul) -> None:
    said = ask("actions")

    assert said.out.splitlines() == [
        "gruppe 1  Lage plan",
        "    Horten kommune · frist 1. oktober 2027 (forfalt)",
        f"    møtet 9. september 2027, {MEETING} · {FILE}",
        "gruppe 2  Sende brev",
        "    Leder · frist 1. november 2027 · meldt 3. mai: i rute",
        f"    møtet 9. september 2027, {MEETING} · {FILE}",
        "gruppe 3  Kartlegge (ferdig)",
        "    Horten kommune · ingen frist",
        f"    møtet 9. september 2027, {MEETING} · {FILE}",
    ]


def test_the_open_ones_and_those_of_one_owner(ask: Aarshjul) -> None:
    assert [one["number"] for one in json.loads(ask("actions", "--open", "--json").out)] == [1, 2]
    assert [one["number"] for one in json.loads(ask("actions", "--owner", "horten", "--json").out)] == [1, 3]
    assert ask("actions", "--open", "--owner", "Ås").out == "Ingen tiltak.\n"


def test_measures_for_other_programs(ask: Aarshjul) -> None:
    [first, *_] = json.loads(ask("actions", "--json").out)

    assert first == {
        "group": "gruppe", "number": 1, "what": "Lage plan", "owner": "Horten kommune", "deadline": "2027-10-01", "due": "2027-10-01",
        "status": "", "state": "open", "overdue": True, "occurrence": MEETING, "item": "runde", "day": "2027-09-09",
        "paper": {"filename": FILE, "sha256": "a" * 64}, "at": "2027-09-13T10:00:00+00:00",
    }  # fmt: skip


def test_measures_as_a_workbook_have_real_dates(ask: Aarshjul, tmp_path: Path) -> None:
    path = tmp_path / "tiltak.xlsx"
    ask("actions", "--open", "--xlsx", path)
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))

    assert rows[0][:4] == ("Gruppe", "Nr.", "Tiltak", "Ansvarlig")
    due = rows[1][5]
    assert isinstance(due, datetime)
    assert (due.date(), rows[1][7]) == (date(2027, 10, 1), "åpent")
    assert ask("actions", "--xlsx", tmp_path / "tiltak.doc").status == 2


def test_a_measure_is_changed_by_hand_and_its_history_shown(ask: Aarshjul) -> None:
    said = ask(
        "action", "gruppe", "1", "--status", "venter på svar", "--deadline", "1. november", "--owner", "Leder", "--who", "Sekretæren"
    )

    *shown, entered, changed = said.out.splitlines()
    assert shown == [
        "gruppe 1  Lage plan",
        "    Leder · frist 1. november 2027 · venter på svar",
        f"    møtet 9. september 2027, {MEETING} · {FILE}",
    ]
    assert entered.split("; ") == [
        "      13.09.2027 ført inn av Sekretæren: tiltak: Lage plan",
        "ansvarlig: Horten kommune", "frist: 2027-10-01", "siste dag: 1. oktober 2027", "tilstand: åpent",
    ]  # fmt: skip
    assert changed.split("; ") == [
        "      04.10.2027 endret av Sekretæren: ansvarlig: Leder",
        "frist: 1. november 2027", "siste dag: 1. november 2027", "status: venter på svar",
    ]  # fmt: skip


def test_a_measure_is_closed_and_opened_again(ask: Aarshjul) -> None:
    assert "gruppe 1  Lage plan (ferdig)" in ask("action", "gruppe", "1", "--done").out
    assert "gruppe 1  Lage plan (utgått)" in ask("action", "gruppe", "1", "--drop").out
    assert ask("action", "gruppe", "1", "--reopen").out.startswith("gruppe 1  Lage plan\n")
    assert ask("action", "gruppe", "1", "--done", "--drop").status == 2


def test_without_a_change_a_measure_is_only_shown(ask: Aarshjul) -> None:
    assert ask("action", "gruppe", "2").out.count("meldt 3. mai: i rute") == 2
    assert len(ask("action", "gruppe", "2").out.splitlines()) == 4


def test_a_deadline_or_a_number_that_cannot_be_is_said_and_nothing_is_changed(ask: Aarshjul) -> None:
    refused = ask("action", "gruppe", "1", "--deadline", "når kua kalver")
    assert (refused.status, "når kua kalver" in refused.err) == (2, True)
    assert "1. oktober 2027" in ask("action", "gruppe", "1").out
    assert "ikke noe tiltak nr. 17" in ask("action", "gruppe", "17").err


def test_a_running_measure_has_no_day(ask: Aarshjul) -> None:
    assert "frist løpende" in ask("action", "gruppe", "1", "--deadline", "løpende").out
    assert "ingen frist" in ask("action", "gruppe", "1", "--deadline", "").out
