"""A round about the values of goals: each measurer gets one letter, answers as people do, and the values stand in what is made of them."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot import workspace
from bot.cycle import goals
from bot.cycle.memory import Measured
from bot.cycle.written import Goal
from bot.desk import desk as desks
from bot.desk import rounds, tray
from bot.papers.measuring import table
from bot.papers.model import Paragraph
from bot.rehearsal import Rehearsal
from tests.desk.conftest import rehearsed
from tests.desk.opened import file, mails, planned, rows, text
from tests.desk.test_rounds import addresses, answer, saved, to

ROUND = "plan/maling/2027-1"
ASK = f"{ROUND}/ask"
SCHEDULE = """
[group]
id = "plan"
name = "næringsplanen"
owner = "Bergstaden kommune"
short = "plan"
members = "medlemmer.csv"

[[activity]]
id = "maling"
title = "Måling: tallene for målene"
programme = "measuring"
when = { date = "03-15" }
responsible = "Næringssjef"

[[activity]]
id = "arsmelding"
title = "Årsmelding"
programme = "report"
when = { date = "05-28" }
responsible = "Næringssjef"

[[goal]]
id = "arbeidsplasser"
title = "8 500 arbeidsplasser"
unit = "sysselsatte"
baseline = { year = 2024, value = "7.811" }
target = { year = 2035, value = "8.500" }
measurer = "SSB"
measured_in = "SSB, tabell 07984"
frequency = "yearly"
regions = ["Gjøvikregionen", "Hamarregionen"]
values = [{ year = 2025, value = "7 950" }]

[[goal]]
id = "ideer"
title = "300 innovasjonsideer per år"
unit = "ideer"
each_year = 300
measurer = "Næringshagen"
frequency = "yearly"

[[goal]]
id = "rekruttering"
title = "Ti bedriftsrekrutteringer per år"
unit = "bedrifter"
each_year = 10
measurer = "Næringshagen"
frequency = "yearly"

[[goal]]
id = "byggesaker"
title = "80 prosent av byggesakene innen ti dager"
unit = "prosent"
each_year = 80
measurer = "Byggesaksleder"
frequency = "yearly"

[[goal]]
id = "studenter"
title = "1 900 studenter"
unit = "studenter"
target = { year = 2030, value = 1900 }
measurer = "Høgskolen"
frequency = "yearly"
asked_year = "same"

[[goal]]
id = "fagskole"
title = "Et fagskoletilbud er etablert"
target = { year = 2028 }
"""
MEMBERS = """Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til;Alias
Næringssjef;Bergstaden;Bergstaden kommune;naering@example.no;Næringssjef;;;
Byggesaksleder;Bergstaden;Bergstaden kommune;byggesak@example.no;Byggesaksleder;;;
Byggesaksleder;Dalen;Dalen kommune;byggesak@dalen.example.no;Byggesaksleder;;;
Kontakt;Statistikk;Statistisk sentralbyrå;kontakt@ssb.example.no;SSB;;;SSB
Leder;Hagen;Bergstaden Næringshage;leder@hagen.example.no;Daglig leder;;;Næringshagen
"""
SSB, HAGEN = "Statistisk sentralbyrå", "Bergstaden Næringshage"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return planned(tmp_path / "arbeid", SCHEDULE, medlemmer=MEMBERS)


@pytest.fixture
def asked(root: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The letters have gone to those who measure."""
    with ExitStack() as stack:
        year = stack.enter_context(rehearsed(root, tmp_path / "post", "2027-01-01"))
        yield year.until("2027-02-19T12:00").approve(ASK).until("2027-02-22T10:00")


def known(year: Rehearsal, goal: str, region: str = "") -> list[tuple[int, float, str]]:
    """What the journal has of a goal: year, value and source, oldest first."""
    return [(one.year, one.value, one.source) for one in year.desk.journal.measured()["plan"] if (one.goal, one.region) == (goal, region)]


def receipt(year: Rehearsal, address: str) -> str:
    steps = [one.step for one in year.desk.journal.records() if one.what == "letter.sent" and "/receipt-" in one.step]
    [found] = [mail for step in steps for mail in mails(year, step) if address in str(mail["To"])]
    return text(found)


# --- who is asked -----------------------------------------------------------------------------------------------------------


def test_each_measurer_gets_one_letter_with_all_the_goals_that_are_theirs(asked: Rehearsal) -> None:
    letter = text(to(asked, ASK, "leder@hagen.example.no"))

    assert "tallene for de 2 målene i tabellen" in letter
    assert "1 – 300 innovasjonsideer per år – ideer – 300 hvert år – – – 2026" in letter
    assert "2 – Ti bedriftsrekrutteringer per år" in letter
    assert "arbeidsplasser" not in letter


def test_the_letter_has_what_is_known_where_it_is_found_and_whom_it_is_compared_with(asked: Rehearsal) -> None:
    letter = text(to(asked, ASK, "kontakt@ssb.example.no"))

    assert "1 – 8 500 arbeidsplasser – sysselsatte – 8 500 i 2035 – 7 950 (2025) – 2026" in letter
    assert "Tallet finnes her: SSB, tabell 07984. Vi sammenligner med Gjøvikregionen og Hamarregionen." in letter


def test_whom_the_register_does_not_have_the_responsible_is_asked_for_and_told_why(asked: Rehearsal) -> None:
    letter = text(to(asked, ASK, "naering@example.no"))

    assert "«Høgskolen» står ikke i registeret: «1 900 studenter»." in letter
    assert "1 – 1 900 studenter – studenter – 1 900 i 2030 – – – 2027" in letter  # asked for the year it is


def test_several_who_measure_a_part_each_are_asked_for_their_own(asked: Rehearsal) -> None:
    assert "Send tallet for Dalen kommune." in text(to(asked, ASK, "byggesak@dalen.example.no"))


def test_whoever_approves_sees_who_is_asked_for_what(asked: Rehearsal) -> None:
    [draft] = mails(asked, f"{ASK}/draft-1")

    assert "Leder Hagen – Bergstaden Næringshage – 300 innovasjonsideer per år; Ti bedriftsrekrutteringer per år" in text(draft)


# --- what they answer -------------------------------------------------------------------------------------------------------


def test_a_number_alone_with_its_year_and_source_and_a_region(asked: Rehearsal) -> None:
    words = "Hei\n\n8 012 (SSB, tabell 13470)\nGjøvik: 23.900\n\nHilsen SSB"
    asked.reply(ASK, SSB, words).until("2027-02-23T10:00")

    assert known(asked, "arbeidsplasser") == [(2026, 8012, "SSB, tabell 13470")]
    assert known(asked, "arbeidsplasser", "Gjøvikregionen") == [(2026, 23900, "SSB, tabell 07984")]
    assert "8 500 arbeidsplasser: 2026: 8 012 sysselsatte (SSB, tabell 13470)" in receipt(asked, "kontakt@ssb.example.no")
    assert asked.desk.journal.messages("tray") == ()


def test_several_goals_by_number_and_by_name(asked: Rehearsal) -> None:
    asked.reply(ASK, HAGEN, "1: 287\nBedriftsrekrutteringer: 12").until("2027-02-23T10:00")

    assert (known(asked, "ideer"), known(asked, "rekruttering")) == ([(2026, 287, "")], [(2026, 12, "")])


def test_the_sheet_filled_in(asked: Rehearsal) -> None:
    mail = to(asked, ASK, "kontakt@ssb.example.no")
    book = load_workbook(io.BytesIO(file(mail, ".xlsx")))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["Nr.", "Mål", "Region", "Enhet", "Sist målt", "År", "Tall", "Kilde"]
    sheet["G2"], sheet["G3"], sheet["H3"], sheet["G4"] = 8012, "23 900,5", "tabell 1", 75.125
    answer(asked, mail, "Se arket.", ("svar.xlsx", saved(book)))

    asked.until("2027-02-23T10:00")

    assert known(asked, "arbeidsplasser") == [(2026, 8012, "SSB, tabell 07984")]
    assert known(asked, "arbeidsplasser", "Gjøvikregionen") == [(2026, 23900.5, "tabell 1")]
    assert known(asked, "arbeidsplasser", "Hamarregionen")[0][:2] == (2026, 75.125)


def test_what_cannot_be_read_waits_for_a_person_and_what_can_is_kept(asked: Rehearsal) -> None:
    asked.reply(ASK, HAGEN, "1: 287\n2: mellom 10 og 12").until("2027-02-23T10:00")

    [mail] = asked.desk.journal.messages("tray")
    assert "tall som ikke er forstått: «2: mellom 10 og 12»" in mail.why
    assert known(asked, "ideer") == [(2026, 287, "")]
    assert known(asked, "rekruttering") == []
    assert "Sekretariatet ser på det:" in receipt(asked, "leder@hagen.example.no")


def test_an_odd_value_is_kept_and_said(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "80 120").until("2027-02-23T10:00")

    [mail] = asked.desk.journal.messages("tray")
    assert "80120 for 2026: det er ti ganger så mye som før, eller mer" in mail.why
    assert known(asked, "arbeidsplasser")[0][:2] == (2026, 80120)
    assert "Det er ti ganger så mye som før, eller mer." in receipt(asked, "kontakt@ssb.example.no")


def test_words_without_a_number_are_for_the_secretary_and_answer_nothing(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "Tallene kommer når statistikken er klar.").until("2027-03-08T12:00")

    assert "ingen tall i svaret" in asked.desk.journal.messages("tray")[0].why
    assert "kontakt@ssb.example.no" in addresses(asked, f"{ROUND}/remind")


def test_each_part_is_kept_under_the_organisation_that_measured_it(asked: Rehearsal) -> None:
    asked.reply(ASK, "Dalen kommune", "82 %").until("2027-02-23T10:00")

    assert known(asked, "byggesaker", "Dalen kommune") == [(2026, 82, "")]
    assert known(asked, "byggesaker") == []


def test_an_answer_that_a_person_sets_aside_counts_no_more(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "8 012").until("2027-02-23T10:00")
    [given] = asked.desk.journal.contributions([ROUND])

    asked.desk.journal.settle([given.id], "set-aside", "Sekretæren", asked.now)

    assert asked.desk.journal.measured() == {}


def test_a_mail_that_is_let_in_again_counts_once(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "8 012", sender="Vikar <vikar@example.com>").until("2027-02-23T10:00")
    [mail] = asked.desk.journal.messages("tray")

    for _ in range(2):
        tray.assign(asked.desk, mail.id[:12], ROUND, SSB, "Sekretæren", asked.now)

    assert known(asked, "arbeidsplasser") == [(2026, 8012, "SSB, tabell 07984")]


# --- reminders ---------------------------------------------------------------------------------------------------------------


def test_whoever_has_answered_all_is_not_reminded_and_others_only_of_what_is_left(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "8 012").reply(ASK, HAGEN, "Innovasjonsideer: 287").until("2027-03-08T12:00")

    assert "kontakt@ssb.example.no" not in addresses(asked, f"{ROUND}/remind")
    reminder = text(to(asked, f"{ROUND}/remind", "leder@hagen.example.no"))
    assert "Vi mangler tallet for ett mål." in reminder
    assert "2 – Ti bedriftsrekrutteringer per år" in reminder


def test_a_figure_alone_answers_a_reminder_of_one_goal(asked: Rehearsal) -> None:
    asked.reply(ASK, HAGEN, "Innovasjonsideer: 287").until("2027-03-08T12:00")
    asked.reply(f"{ROUND}/remind", HAGEN, "12").until("2027-03-09T12:00")

    assert known(asked, "rekruttering") == [(2026, 12, "")]


def test_one_who_measures_a_part_is_reminded_though_another_has_answered(asked: Rehearsal) -> None:
    asked.reply(ASK, "Dalen kommune", "82 %").until("2027-03-08T12:00")

    reminded = addresses(asked, f"{ROUND}/remind")
    assert "byggesak@example.no" in reminded
    assert "byggesak@dalen.example.no" not in reminded


def test_a_value_that_a_person_has_entered_is_not_asked_for_again(asked: Rehearsal) -> None:
    asked.desk.journal.tell("plan", Measured("arbeidsplasser", 2026, "", 8012, "", asked.now, "Rådgiver"))

    assert "kontakt@ssb.example.no" not in addresses(asked.until("2027-03-08T12:00"), f"{ROUND}/remind")


# --- what is made of it -----------------------------------------------------------------------------------------------------


def test_two_goals_that_disagree_both_say_so_above_their_charts(asked: Rehearsal) -> None:
    round_ = rounds.round_of(asked.desk, desks.look(asked.desk, asked.now), ROUND)
    assert round_ is not None
    jobs = next(goal for goal in round_.goals if goal.id == "arbeidsplasser")
    faster = jobs.model_copy(update={"id": "vekst", "title": "100 i året", "target": None, "per_year": 100, "beside": ("arbeidsplasser",)})

    blocks = table.sections(replace(round_, goals=(jobs, faster)))

    warned = [block for block in blocks if isinstance(block, Paragraph) and "er ikke enige" in block.runs[0].text]
    assert len(warned) == 2


def test_spans_of_time_and_parts_of_a_hundred_are_not_added() -> None:
    assert [goals.added(Goal(id="a", title="A", unit=unit)) for unit in ("dager", "prosent", "ideer", "")] == [False, False, True, True]


def test_the_day_after_the_secretariat_has_the_values_as_a_table_and_charts(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "8 012").reply(ASK, "Dalen kommune", "82 %").until("2027-03-17T10:00")
    [mail] = mails(asked, f"{ROUND}/compile")
    word = file(mail, ".docx")

    found = rows(word)
    assert ["8 500 arbeidsplasser", "2026", "8 012 sysselsatte", "7 950 (2025)", "Kontakt Statistikk, 22.02.2027"] in plain(found)
    assert ["– Bergstaden kommune", "2026", "ikke svart", "–", "–"] in plain(found)
    assert ["80 prosent av byggesakene innen ti dager", "2026", "uvektet gjennomsnitt 82 prosent", "–", "1 av 2 har svart"] in plain(found)
    assert "I 2026 var tallet 8 012." in "\n".join(one.text for one in Document(io.BytesIO(word)).paragraphs).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert Document(io.BytesIO(word)).inline_shapes
    assert "Leder Hagen, Bergstaden Næringshage: 300 innovasjonsideer per år; Ti bedriftsrekrutteringer per år" in text(mail)


def plain(found: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in found]


def test_a_correction_counts_and_what_was_said_before_is_remembered(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "8 012").until("2027-04-29T12:00")
    asked.desk.journal.tell(
        "plan", Measured("arbeidsplasser", 2026, "", 8021, "rettet av SSB", asked.now + timedelta(minutes=1), "Rådgiver")
    )

    round_ = rounds.round_of(asked.desk, desks.look(asked.desk, asked.now), ROUND)

    assert round_ is not None
    [_, current] = [one for one in round_.values["arbeidsplasser"] if not one.now.region]
    assert (current.now.value, current.now.who, [one.value for one in current.earlier]) == (8021, "Rådgiver", [8012])


def test_the_report_shows_the_corrected_value(asked: Rehearsal) -> None:
    asked.reply(ASK, SSB, "8 012").until("2027-03-30T12:00")
    asked.desk.journal.tell("plan", Measured("arbeidsplasser", 2026, "", 8021, "", asked.now, "Rådgiver"))
    asked.until("2027-05-27T12:00")

    drafts = [
        one.step for one in asked.desk.journal.records() if one.what == "letter.sent" and "/arsmelding/2027-1/report/draft-" in one.step
    ]
    word = file(mails(asked, drafts[-1])[0], ".docx")
    paragraphs = "\n".join(one.text for one in Document(io.BytesIO(word)).paragraphs).replace("\N{NO-BREAK SPACE}", " ")
    assert "I 2026 var tallet 8 021." in paragraphs


def test_a_nynorsk_group_is_asked_in_nynorsk(root: Path, tmp_path: Path) -> None:
    path = root / "schedules" / "naering.toml"
    path.write_text(path.read_text("utf-8").replace('short = "plan"', 'short = "plan"\nlanguage = "nn"'), encoding="utf-8")
    with rehearsed(root, tmp_path / "post", "2027-01-01") as year:
        year.until("2027-02-19T12:00").approve(ASK).until("2027-02-22T10:00")
        letter = text(to(year, ASK, "leder@hagen.example.no"))

    assert "tala for dei 2 måla i tabellen" in letter
    assert "300 kvart år" in letter


@pytest.mark.parametrize(
    ("text_", "said"),
    [
        ('goals = ["arbeidsplaser"]', "det finnes ikke noe mål «arbeidsplaser»"),
        ('programme = "duty"\ngoals = ["ideer"]', "«duty» ber ikke om svar"),
    ],
)
def test_a_round_about_goals_that_are_not_there_is_told(root: Path, text_: str, said: str) -> None:
    path = root / "schedules" / "naering.toml"
    written = path.read_text("utf-8")
    replaced = 'programme = "measuring"' if "programme" in text_ else "goals = []"
    written = written.replace('programme = "measuring"', f'programme = "measuring"\n{"" if "programme" in text_ else "goals = []"}', 1)
    path.write_text(written.replace(replaced, text_, 1), encoding="utf-8")

    found = [fault.message for fault in workspace.load(root)[1]]

    assert any(said in one for one in found), found
