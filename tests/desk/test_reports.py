"""The annual report: laid before the secretariat with every number in it, filled in by a person in Word, and sent when it is approved."""

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document

import bot.workspace
from bot.cli import pen
from bot.cycle.model import OSLO
from bot.papers.model import Grid
from bot.papers.reports import evaluation
from bot.papers.reports.model import Action, Report
from bot.rehearsal import Rehearsal
from tests.desk.conftest import MEMBERS as MEETING_MEMBERS
from tests.desk.conftest import rehearsed
from tests.desk.opened import drafted as paper
from tests.desk.opened import file, laid, mails, planned, rows, words, written

REPORT = "plan/arsmelding/2028-1"
SEND = f"{REPORT}/report"
CASE = "plan/sak/2028-1/case"
ASK = "plan/status/2028-1/ask"
SCHEDULE = """
[group]
id = "plan"
name = "samarbeidsgruppe for næringsplanen"
owner = "Bergstaden kommune"
short = "plan"
members = "plan.csv"
measures = "tiltak.csv"
agenda = "naering"

[[activity]]
id = "status"
title = "Status for tiltakene"
programme = "status"
when = { date = "02-01" }

[[activity]]
id = "mote"
title = "Møte i samarbeidsgruppa"
when = { date = "10-07" }
time = "12.00–13.00"
place = { name = "Rådhuset" }
responsible = "Næringssjef"

[[activity]]
id = "arsmelding"
title = "Årsmelding med evaluering av næringsarbeidet"
programme = "report"
when = { date = "03-10" }
responsible = "Næringssjef"

[[activity]]
id = "sak"
title = "Næringssak til kommunestyret"
programme = "case"
when = { date = ["09-03", "12-03", "03-03"] }
responsible = "Næringssjef"

[[goal]]
id = "sysselsatte"
title = "8 500 sysselsatte"
part = "1"
unit = "sysselsatte"
baseline = { year = 2024, value = 7811 }
target = { year = 2035, value = "8.500" }
values = [{ year = 2026, value = 7905, source = "SSB" }]
beside = ["arbeidsplasser"]

[[goal]]
id = "arbeidsplasser"
title = "100 flere arbeidsplasser i året"
unit = "arbeidsplasser"
per_year = 100
"""
MEMBERS = """Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til;Alias
Næringssjef;Bergstaden;Bergstaden kommune;naering@example.no;Næringssjef;;;
Ordfører;Bergstaden;Bergstaden kommune;ordforer@example.no;Ordfører;;;
Leder;Ressurs;Bergstaden Ressurs;leder@ressurs.example.no;Daglig leder;;;Ressurs
"""
MEASURES = """Nr;Mål;Strategi;Tiltak;Indikator;Ansvarlig;Når;Status
1.1-1;1 Vi skal bli flere;Boliger;Se på tomteområder;Analyse;Næringssjef;2027;
1.1-2;;;Legge til rette for utleieboliger;Bygging;Ordfører;2028;
1.2-1;;Tilflytting;Delta på messer;;Ressurs;Kontinuerlig;Ferdig
2.1-1;2 Flere bedrifter;Besøk;Besøke bedriftene;Besøk gjennomført;Næringssjef;Kontinuerlig;
"""


TAKEN_INTO_USE, DRAFTED = "2027-09-01", "2028-02-18T10:00"


def arranged(folder: Path) -> Path:
    """A workspace with a plan, its goals, a meeting, a round of status and a report."""
    return planned(folder, SCHEDULE, medlemmer=MEETING_MEMBERS, plan=MEMBERS, tiltak=MEASURES)


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a rehearsal leaves when the meeting has been written up, the status told, and the draft of the report has come. Lived once."""
    home = tmp_path_factory.mktemp("winter")
    with rehearsed(arranged(home / "arbeid"), home / "post", TAKEN_INTO_USE) as year:
        year.until("2027-09-20T12:00").approve("plan/mote/2027-1/notice").until("2027-10-01T10:00")
        year.reply("plan/mote/2027-1/notice", "Bergstaden Ressurs", "Vi foreslår en felles messe, jamfør tiltak 1.2-1.")
        year.reply("plan/mote/2027-1/notice", "Bergstaden kommune", "Kommunen har ansatt en ny rådgiver.")
        year.until("2027-10-11T10:00").answer_draft("plan/mote/2027-1/review", "Godkjent", _minutes)
        year.until("2028-01-04T12:00").approve(ASK).until("2028-01-12T10:00")
        year.reply(ASK, "Bergstaden kommune", "1.1-1: Ferdig.\n\n2.1-1: Pågår. Åtte bedrifter så langt.")
        year.until(DRAFTED)
    return home / "post"


@pytest.fixture
def drafted(winter: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The draft of the report lies before the secretariat."""
    shutil.copytree(winter, tmp_path / "post")
    with rehearsed(arranged(tmp_path / "arbeid"), tmp_path / "post", TAKEN_INTO_USE) as year:
        year.strike(datetime.fromisoformat(DRAFTED).replace(tzinfo=OSLO).astimezone(UTC))
        yield year


def _minutes(file: bytes) -> bytes:
    return pen.fill(file, {"decision:runde": "Gruppa går inn for felles profil.", "fact:chair": "Leder"}, {})


def test_the_draft_has_each_measure_under_its_goal_with_what_was_said_last(drafted: Rehearsal) -> None:
    found = rows(paper(drafted, SEND))

    assert ["1.1-1", "Se på tomteområder", "Næringssjef", "Ferdig", "Ferdig."] in found
    assert ["2.1-1", "Besøke bedriftene", "Næringssjef", "Pågår", "Pågår. Åtte bedrifter så langt."] in found
    assert ["1.1-2", "Legge til rette for utleieboliger", "Ordfører", "Ikke meldt", "–"] in found
    assert ["1.2-1", "Delta på messer", "Ressurs", "Ferdig", "Ferdig (etter planen)"] in found


def test_the_summary_counts_the_measures_of_each_goal(drafted: Rehearsal) -> None:
    found = rows(paper(drafted, SEND))

    assert ["Mål", "Tiltak", "Ferdig", "Pågår", "Ikke meldt"] in found
    assert ["Delmål 1", "3", "2", "–", "1"] in found
    assert ["I alt", "4", "2", "1", "1"] in found


def test_the_figures_stand_with_a_chart_and_the_same_numbers_in_a_table(drafted: Rehearsal) -> None:
    content = paper(drafted, SEND)

    assert "I 2026 var tallet 7 905." in words(content)
    assert ["2026", "7 905", "7 936", "8 011", "SSB"] in rows(content)
    assert [shape.type for shape in Document(io.BytesIO(content)).inline_shapes]


def test_two_goals_that_ask_for_different_things_are_both_shown_with_the_warning(drafted: Rehearsal) -> None:
    said = words(paper(drafted, SEND))

    assert said.count("Målene «8 500 sysselsatte» og «100 flere arbeidsplasser i året» er ikke enige: det første krever 63 i året") == 2
    assert "100 flere arbeidsplasser i året\n" in said


def test_it_says_what_the_year_s_meeting_decided(drafted: Rehearsal) -> None:
    content = paper(drafted, SEND)

    assert "I 2027 er det holdt ett møte, og ett vedtak er ført i registeret." in words(content)
    assert [row[1:] for row in rows(content) if row[-1] == "Gruppa går inn for felles profil."] == [
        ["7. oktober 2027", "Runde rundt bordet – orientering om aktuelle saker fra medlemmene", "Gruppa går inn for felles profil."]
    ]


def test_a_contribution_stands_under_the_goal_whose_measure_it_names_and_else_by_itself(drafted: Rehearsal) -> None:
    said = words(paper(drafted, SEND))
    first, second, rest = said.partition("Andre innspill")[0], "Delmål 2", said.partition("Andre innspill")[2]

    assert "Bergstaden Ressurs, 7. oktober 2027: Vi foreslår en felles messe" in first[: first.rindex(second)]
    assert "Bergstaden kommune, 7. oktober 2027: Kommunen har ansatt en ny rådgiver." in rest


def test_each_goal_has_a_room_for_people_to_write_in(drafted: Rehearsal) -> None:
    rooms = [tag for tag in pen.tags(paper(drafted, SEND)) if tag.startswith("assessment:")]

    assert rooms == ["assessment:whole", "assessment:part-1", "assessment:part-2", "assessment:goal-arbeidsplasser"]


def test_nothing_leaves_before_a_person_has_filled_it_in(drafted: Rehearsal) -> None:
    drafted.until("2028-03-13T10:00")

    assert drafted.recipients(SEND) == []
    assert [row.reason for row in drafted.desk.journal.held() if row.key == SEND] == [
        "venter på at dokumentet kommer tilbake, ferdig utfylt"
    ]


def test_what_a_person_has_written_is_what_everyone_gets(drafted: Rehearsal) -> None:
    drafted.answer_draft(SEND, "Godkjent", written({"part-1": "Vi er godt i gang."}))
    drafted.until("2028-03-13T10:00")

    sent = mails(drafted, SEND)
    assert len(sent) == 3
    assert "Vi er godt i gang." in words(file(sent[0], ".docx"))


def test_what_a_person_wrote_is_read_back_with_the_rooms_that_stand_empty(drafted: Rehearsal) -> None:
    drafted.answer_draft(SEND, "Her er den.", written({"whole": "Et godt år.", "part-1": "Vi er godt i gang."}))
    said = laid(drafted.until("2028-02-21T10:00"), SEND)

    assert "Teksten i rommet under «Delmål 1: Vi skal bli flere» er skrevet: «Vi er godt i gang.»." in said
    assert "Rommene under «Delmål 2: Flere bedrifter» og «100 flere arbeidsplasser i året» står tomme." in said


def test_a_late_status_is_proposed_row_by_row_in_what_a_person_has_edited(drafted: Rehearsal) -> None:
    drafted.answer_draft(SEND, "Her er den.", _corrected)
    drafted.until("2028-02-21T10:00").reply(
        ASK, "Bergstaden kommune", "1.1-2: Pågår. Tomta er kjøpt.", sender="Ordfører <ordforer@example.no>"
    )
    said = laid(drafted.until("2028-02-22T10:00"), SEND)
    drafted.answer_draft(SEND, "Godkjent").until("2028-03-13T10:00")

    sent = file(mails(drafted, SEND)[0], ".docx")
    assert "Kommentar for tiltaket nr. 1.1-2 «Legge til rette for utleieboliger» er endret fra «–» til «Pågår. Tomta er kjøpt.»." in said
    assert "til «… Status er meldt for 3 av dem." in said, "told from where the two texts part"
    assert ["1.1-2", "Legge til rette for utleieboliger", "Ordfører", "Pågår", "Pågår. Tomta er kjøpt."] in rows(sent)
    assert ["1.1-1", "Se på tomteområder", "Næringssjef", "Ferdig", "Analysen ligger i sak 4."] in rows(sent), "as the person has put it"
    assert "Vi er godt i gang." in words(sent)


def _corrected(content: bytes) -> bytes:
    """A person writes an assessment, and puts another comment in a row of the table."""
    document = Document(io.BytesIO(written({"part-1": "Vi er godt i gang."})(content)))
    [cells] = [row.cells for table in document.tables for row in table.rows if row.cells[0].text == "1.1-1"]
    cells[4].paragraphs[0].runs[0].text = "Analysen ligger i sak 4."
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


# --- the case to the council ---------------------------------------------------------------------------------------------


def test_a_case_has_only_what_is_new_since_the_one_before(drafted: Rehearsal) -> None:
    case = paper(drafted, CASE)
    found = rows(case)

    assert "Saksframlegg: næringssak til kommunestyret, 1. kvartal 2028" in words(case)
    assert ["1.1-1", "Se på tomteområder", "Næringssjef", "Ferdig", "Ferdig."] in found
    assert not [row for row in found if row[0] == "1.1-2"]
    assert not [row for row in found if row[-1] == "Gruppa går inn for felles profil."], "that was told in December"
    assert next(row[1] for row in found if row[0] == "8 500 sysselsatte") == "7 905 (2026)"


def test_what_is_to_be_followed_up_and_nobody_has_told_of_says_so() -> None:
    open_ = (Action(1, "Lage oversikt", "Næringssjef", "1. mars", ""), Action(2, "Sende brev", "Ordfører", "1. mai", "Påbegynt"))
    [table] = evaluation.actions(Report(language="nb", first=date(2027, 1, 1), last=date(2027, 3, 31), actions=open_))

    assert isinstance(table, Grid)
    assert [row[-1] for row in table.rows] == ["Ikke meldt", "Påbegynt"]


def test_people_write_the_background_the_assessment_and_what_is_to_be_decided(drafted: Rehearsal) -> None:
    assert [tag for tag in pen.tags(paper(drafted, CASE)) if tag.startswith("assessment:")] == [
        "assessment:proposal", "assessment:background", "assessment:case",
    ]  # fmt: skip


def test_the_finished_case_goes_to_the_one_responsible(drafted: Rehearsal) -> None:
    drafted.answer_draft(CASE, "Godkjent", written({"proposal": "Saken tas til orientering."}))
    drafted.until("2028-03-06T10:00")

    [mail] = mails(drafted, CASE)
    assert "naering@example.no" in str(mail["To"])
    assert "Saken tas til orientering." in words(file(mail, ".docx"))


# --- what comes too late -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "warned"), [("03-10", False), ("04-15", True)])
def test_a_report_that_is_due_too_late_is_warned_about(tmp_path: Path, day: str, warned: bool) -> None:  # noqa: FBT001  a parameter of the test
    root = arranged(tmp_path / "arbeid")
    schedule = root / "schedules" / "naering.toml"
    schedule.write_text(SCHEDULE.replace('"03-10"', f'"{day}"'), encoding="utf-8")

    _, faults = bot.workspace.load(root)

    said = [fault.message for fault in faults if "må være ferdig 31.3." in fault.message]
    assert bool(said) is warned
