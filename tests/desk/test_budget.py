"""Measures for next year's budget: asked for from those responsible, told with what they cost, compiled, approved, sent and followed."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot.workspace
from bot.cycle.answered import Said
from bot.cycle.model import OSLO
from bot.desk import budgets, rounds
from bot.desk import desk as desks
from bot.papers.rounds import budget
from bot.rehearsal import Rehearsal
from tests.desk.conftest import rehearsed
from tests.desk.opened import drafted, file, mails, planned, rows, sheet, text, words

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
    return planned(folder, SCHEDULE, medlemmer=MEMBERS, tiltak=MEASURES)


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


def test_everyone_responsible_is_asked_what_their_measures_cost(asked: Rehearsal) -> None:
    [letter] = [mail for mail in mails(asked, ASK) if "naering@" in str(mail["To"])]

    assert "Tiltak som skal inn i budsjettet for 2028, må meldes innen mandag 11. oktober 2027." in text(letter)
    assert sheet(file(letter, ".xlsx"))[0] == ["Nr.", "Tiltak", "Frist", "Status", "Kostnad 2028", "Kommentar"]
    assert sheet(file(letter, ".xlsx"))[1][:3] == ["1.1-1", "Se på tomteområder", "2028"]


def test_only_those_who_have_said_nothing_are_reminded(answered: Rehearsal) -> None:
    answered.until("2027-10-05T10:00")

    assert [str(mail["To"]).partition("<")[2] for mail in mails(answered, f"{ROUND}/remind")] == ["ordforer@example.no>"]


def test_the_secretariat_gets_it_compiled_with_the_sum_the_day_after(answered: Rehearsal) -> None:
    [mail] = mails(answered.until("2027-10-12T10:00"), f"{ROUND}/compile")

    assert "Det er meldt 4 tiltak, til sammen 2 225 000 kr." in text(mail)
    assert "Ordfører Bergstaden, Bergstaden kommune" in text(mail)


def test_the_sheet_has_the_cost_as_a_number_to_paste(answered: Rehearsal) -> None:
    [mail] = mails(answered.until("2027-10-12T10:00"), f"{ROUND}/compile")

    assert sheet(file(mail, ".xlsx")) == [
        ["Nr.", "Tiltak", "Mål", "Ansvarlig", "Kostnad", "År", "Merknad", "Meldt av"],
        ["1.1-1", "Se på tomteområder", FIRST, "Næringssjef", 150000, 2028, "150 000 kr. Kjøp av analyse.", "Bergstaden kommune"],
        ["1.1-2", "Legge til rette for utleieboliger", FIRST, "Næringssjef", 1500000, 2028, None, "Bergstaden kommune"],
        ["1.2-1", "Delta på messer", FIRST, "Ressurs", 75000, 2028, "Vi trenger 75.000 kroner til messene.", "Bergstaden Ressurs"],
        ["Ny 1", "næringsfond, 500 000 kr", None, "Næringssjef Bergstaden", 500000, 2028, None, "Bergstaden kommune"],
    ]  # fmt: skip


def test_another_cost_of_the_same_measure_is_told_beside_the_newest(answered: Rehearsal) -> None:
    answered.until("2027-10-12T10:00")
    round_ = rounds.round_of(answered.desk, desks.look(answered.desk, answered.now), ROUND)
    assert round_ is not None
    mine = next(one for one in round_.answers if one.organisation == "Bergstaden kommune")
    told = (Said("1.1-1", "said", "", "90 000 kr"),)
    other = mine._replace(sender="leder@ressurs.example.no", organisation="Bergstaden Ressurs", said=told)

    found = budget.proposed(replace(round_, answers=(*round_.answers, other)))[0]

    assert (found.cost, found.note.replace("\N{NO-BREAK SPACE}", " ")) == (90000, "Bergstaden kommune meldte 150 000 kr")


def test_who_is_left_but_has_nothing_left_to_tell_is_named_without_numbers(answered: Rehearsal) -> None:
    answered.reply(ASK, "Bergstaden kommune", "2.1-1: 10 000 kr", sender="Økonomisjef <okonomi@example.no>")
    [mail] = mails(answered.until("2027-10-12T10:00"), f"{ROUND}/compile")

    assert not [line for line in text(mail).splitlines() if line.startswith("- ") and line.rstrip().endswith(":")]


def test_it_goes_to_whoever_makes_the_budget_when_it_is_approved(answered: Rehearsal) -> None:
    answered.until("2027-10-14T10:00").approve(SEND).until("2027-10-18T10:00")

    [mail] = mails(answered, SEND)
    assert "okonomi@example.no" in str(mail["To"])
    assert rows(file(mail, ".docx"))[-1][:5] == ["", "I alt", "", "", "2 225 000"]
    assert sheet(file(mail, ".xlsx"))[1][4] == 150000


def test_what_a_measure_costs_says_nothing_of_how_it_stands(answered: Rehearsal) -> None:
    assert rounds.statuses(answered.desk, "plan", 2027) == {}


REPORT = """
[[activity]]
id = "arsmelding"
title = "Årsmelding med evaluering"
programme = "report"
when = { date = "03-10" }
responsible = "Næringssjef"
"""


def test_what_became_of_each_proposal_stands_in_the_next_annual_report_with_what_was_asked_for(tmp_path: Path) -> None:
    root = planned(tmp_path / "arbeid", SCHEDULE + REPORT, medlemmer=MEMBERS, tiltak=MEASURES)
    with rehearsed(root, tmp_path / "post", TAKEN_INTO_USE) as year:
        year.until("2027-09-14T12:00").approve(ASK).until(ASKED)
        year.reply(
            ASK, "Bergstaden kommune", "1.1-1: 150 000 kr. Kjøp av analyse.\n\n1.1-2: 1,5 mill. kroner\n\nNytt: næringsfond, 500 000 kr"
        )
        year.until("2027-12-20T10:00")
        round_ = rounds.round_of(year.desk, desks.look(year.desk, year.now), ROUND)
        assert round_ is not None
        for number, state in (("1.1-1", "in"), ("1.1-2", "out"), ("1.1-2", "partly")):
            budgets.settle(year.desk.journal, round_, number, state, "Økonomisjef", year.now)
        paper = drafted(year.until("2028-02-20T10:00"), "plan/arsmelding/2028-1/report")

    assert "Tiltakene i budsjettet for 2028" in words(paper)
    settled = [(row[0], row[4], row[6]) for row in rows(paper) if len(row) == 7]
    assert settled[1:-1] == [
        ("1.1-1", "150 000", "Kom inn"), ("1.1-2", "1 500 000", "Kom delvis inn"), ("Ny 1", "500 000", "Ikke avklart"),
    ]  # fmt: skip


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


@pytest.mark.parametrize(("day", "warned"), [("09-10", False), ("10-01", True)])
def test_the_plan_says_so_beside_the_date(tmp_path: Path, day: str, warned: bool) -> None:  # noqa: FBT001  a parameter of the test
    revision = f'\n[[activity]]\nid = "rullering"\ntitle = "Rullering av planen"\nprogramme = "duty"\nwhen = {{ date = "{day}" }}\n'
    written = SCHEDULE.replace('programme = "budget"\n', 'programme = "budget"\ndepends = ["rullering"]\n') + revision
    with rehearsed(planned(tmp_path / "arbeid", written, medlemmer=MEMBERS, tiltak=MEASURES), tmp_path / "post", TAKEN_INTO_USE) as year:
        found = next(one for one in year.plan().occurrences if one.key == ROUND)

    assert ("«Rullering av planen» er ferdig for sent: det blir spurt om tiltak mandag 20.9.2027" in " ".join(found.warnings)) is warned
