"""Measures for next year's budget: asked for from those responsible, told with what they cost, compiled, approved, sent and followed."""

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

import bot.workspace
from bot.cycle.model import OSLO
from bot.desk import envelope, rounds
from bot.papers.rounds import budget
from bot.rehearsal import Rehearsal
from tests.desk.conftest import rehearsed, workspace

ROUND = "plan/budsjett/2027-1"
FIRST = "1 Vi skal bli flere"
ASK, SEND = f"{ROUND}/ask", f"{ROUND}/send"
SCHEDULE = """
[group]
id = "plan"
name = "samarbeidsgruppe for næringsplanen"
owner = "Bergstaden kommune"
short = "plan"
members = "medlemmer.csv"
measures = "tiltak.csv"

[[activity]]
id = "budsjett"
title = "Tiltak for kommende år innarbeides i budsjettet"
programme = "budget"
when = { date = "10-11" }
responsible = "Økonomisjef"
"""
MEMBERS = """Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til;Alias
Næringssjef;Bergstaden;Bergstaden kommune;naering@example.no;Næringssjef;;;
Ordfører;Bergstaden;Bergstaden kommune;ordforer@example.no;Ordfører;;;
Økonomisjef;Bergstaden;Bergstaden kommune;okonomi@example.no;Økonomisjef;;;
Leder;Ressurs;Bergstaden Ressurs;leder@ressurs.example.no;Daglig leder;;;Ressurs
"""
MEASURES = """Nr;Mål;Strategi;Tiltak;Indikator;Ansvarlig;Når;Status
1.1-1;1 Vi skal bli flere;Boliger;Se på tomteområder;Analyse;Næringssjef;2028;
1.1-2;;;Legge til rette for utleieboliger;Bygging;Næringssjef;2028;
1.2-1;;Tilflytting;Delta på messer;;Ressurs;Kontinuerlig;
2.1-1;2 Flere bedrifter;Besøk;Besøke bedriftene;Besøk gjennomført;Ordfører;Kontinuerlig;
"""
TAKEN_INTO_USE, ASKED = "2027-08-01", "2027-09-20T10:00"


def arranged(folder: Path) -> Path:
    root = workspace(folder)
    for name, text in (("naering.toml", SCHEDULE), ("medlemmer.csv", MEMBERS), ("tiltak.csv", MEASURES)):
        (root / "schedules" / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a rehearsal leaves when everyone has been asked. Lived once."""
    home = tmp_path_factory.mktemp("september")
    with rehearsed(arranged(home / "arbeid"), home / "post", TAKEN_INTO_USE) as year:
        year.until("2027-09-14T12:00").approve(ASK).until(ASKED)
    return home / "post"


@pytest.fixture
def asked(september: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """Those responsible have been asked for next year's measures."""
    shutil.copytree(september, tmp_path / "post")
    with rehearsed(arranged(tmp_path / "arbeid"), tmp_path / "post", TAKEN_INTO_USE) as year:
        year.strike(datetime.fromisoformat(ASKED).replace(tzinfo=OSLO).astimezone(UTC))
        yield year


@pytest.fixture
def answered(asked: Rehearsal) -> Rehearsal:
    asked.reply(
        ASK, "Bergstaden kommune", "1.1-1: 150 000 kr. Kjøp av analyse.\n\n1.1-2: 1,5 mill. kroner\n\nNytt tiltak: næringsfond, 500 000 kr"
    )
    return asked.reply(ASK, "Bergstaden Ressurs", "Vi trenger 75.000 kroner til messene.")


def mails(year: Rehearsal, step: str) -> list[EmailMessage]:
    letters = (letter for letter in year.desk.journal.letters(step) if letter.state == "sent")
    return [message_from_bytes(envelope.compose(year.desk.journal, letter, year.now), policy=policy.default) for letter in letters]


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\N{NO-BREAK SPACE}", " ")


def file(mail: EmailMessage, suffix: str) -> bytes:
    [found] = [part for part in mail.iter_attachments() if str(part.get_filename()).endswith(suffix)]
    content: bytes = found.get_content()
    return content


def sheet(mail: EmailMessage) -> list[list[object]]:
    found = load_workbook(io.BytesIO(file(mail, ".xlsx"))).active
    assert found is not None
    return [list(row) for row in found.iter_rows(values_only=True)]


def test_everyone_responsible_is_asked_what_their_measures_cost(asked: Rehearsal) -> None:
    [letter] = [mail for mail in mails(asked, ASK) if "naering@" in str(mail["To"])]

    assert "Tiltak som skal inn i budsjettet for 2028, må meldes innen mandag 11. oktober 2027." in plain(letter)
    assert sheet(letter)[0] == ["Nr.", "Tiltak", "Frist", "Status", "Kostnad 2028", "Kommentar"]
    assert sheet(letter)[1][:3] == ["1.1-1", "Se på tomteområder", "2028"]


def test_only_those_who_have_said_nothing_are_reminded(answered: Rehearsal) -> None:
    answered.until("2027-10-05T10:00")

    assert [str(mail["To"]).partition("<")[2] for mail in mails(answered, f"{ROUND}/remind")] == ["ordforer@example.no>"]


def test_the_secretariat_gets_it_compiled_with_the_sum_the_day_after(answered: Rehearsal) -> None:
    [mail] = mails(answered.until("2027-10-12T10:00"), f"{ROUND}/compile")

    assert "Det er meldt 4 tiltak, til sammen 2 225 000 kr." in plain(mail)
    assert "Ordfører Bergstaden, Bergstaden kommune" in plain(mail)


def test_the_sheet_has_the_cost_as_a_number_to_paste(answered: Rehearsal) -> None:
    [mail] = mails(answered.until("2027-10-12T10:00"), f"{ROUND}/compile")

    assert sheet(mail) == [
        ["Nr.", "Tiltak", "Mål", "Ansvarlig", "Kostnad", "År", "Merknad", "Meldt av"],
        ["1.1-1", "Se på tomteområder", FIRST, "Næringssjef", 150000, 2028, "150 000 kr. Kjøp av analyse.", "Bergstaden kommune"],
        ["1.1-2", "Legge til rette for utleieboliger", FIRST, "Næringssjef", 1500000, 2028, None, "Bergstaden kommune"],
        ["1.2-1", "Delta på messer", FIRST, "Ressurs", 75000, 2028, "Vi trenger 75.000 kroner til messene.", "Bergstaden Ressurs"],
        ["Ny 1", "næringsfond, 500 000 kr", None, "Næringssjef Bergstaden", 500000, 2028, None, "Bergstaden kommune"],
    ]  # fmt: skip


def test_it_goes_to_whoever_makes_the_budget_when_it_is_approved(answered: Rehearsal) -> None:
    answered.until("2027-10-14T10:00").approve(SEND).until("2027-10-18T10:00")

    [mail] = mails(answered, SEND)
    assert "okonomi@example.no" in str(mail["To"])
    rows = [[cell.text for cell in row.cells] for table in Document(io.BytesIO(file(mail, ".docx"))).tables for row in table.rows]
    assert rows[-1][:5] == ["", "I alt", "", "", "2\N{NO-BREAK SPACE}225\N{NO-BREAK SPACE}000"]
    assert sheet(mail)[1][4] == 150000


def test_what_a_measure_costs_says_nothing_of_how_it_stands(answered: Rehearsal) -> None:
    assert rounds.statuses(answered.desk, "plan", 2027) == {}


@pytest.mark.parametrize(
    ("said", "kroner"),
    [
        ("150 000 kr. To besøksdager", 150_000),
        ("kr 150.000,- til messe", 150_000),
        ("1,5 mill. kroner", 1_500_000),
        ("300 tusen", 300_000),
        ("150000 | to dager", 150_000),
        ("250 000 kr i 2028 og 100 000 kr i 2029", None),
        ("Ferdig i 2028", None),
        ("2028", None),
    ],
)
def test_amounts_are_read_as_people_write_them_and_never_guessed(said: str, kroner: int | None) -> None:
    assert budget.amount(said) == kroner


@pytest.mark.parametrize(("day", "warned"), [("09-10", 0), ("10-01", 1)])
def test_a_revised_plan_that_comes_after_people_were_asked_is_warned_about(tmp_path: Path, day: str, warned: int) -> None:
    root = arranged(tmp_path / "arbeid")
    revision = f'\n[[activity]]\nid = "rullering"\ntitle = "Rullering av planen"\nprogramme = "duty"\nwhen = {{ date = "{day}" }}\n'
    written = SCHEDULE.replace('programme = "budget"\n', 'programme = "budget"\ndepends = ["rullering"]\n') + revision
    (root / "schedules" / "naering.toml").write_text(written, encoding="utf-8")

    _, faults = bot.workspace.load(root)

    said = [fault for fault in faults if "«Rullering av planen» er ferdig 1.10.2027, etter at" in fault.message]
    assert len(said) == warned
