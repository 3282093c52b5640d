"""Values of goals in an answer: as people write them, and never a guess."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.written import Goal
from bot.papers.measuring import answer, sheet
from bot.papers.measuring.model import Wanted

WORK = Goal(
    id="arbeidsplasser", title="Netto vekst på 100 arbeidsplasser per år", unit="sysselsatte", regions=("Hamarregionen", "Gjøvikregionen")
)
SHARE = Goal(id="yrkesaktive", title="Over 85 prosent yrkesaktive", unit="prosent", regions=("Gjøvik",))
IDEAS = Goal(id="innovasjonsideer", title="300 registrerte innovasjonsideer per år", unit="ideer")
GROWTH = Goal(id="vekstideer", title="40 vekstideer i næringslivet", unit="vekstideer")
QUICK = Goal(id="byggesaker-innen-ti-dager", title="80 prosent av byggesakene behandles på under ti dager", unit="prosent")
SLOW = Goal(id="byggesaker-gjennomsnitt", title="Byggesaker tar 21 dager i gjennomsnitt", unit="dager")


def asked(*goals: Goal) -> tuple[Wanted, ...]:
    return tuple(Wanted(number, goal, 2026) for number, goal in enumerate(goals, 1))


ONE, TWO, MANY, CASES = asked(WORK), asked(SHARE), asked(WORK, IDEAS, GROWTH), asked(QUICK, SLOW)


def told(text: str, wanted: tuple[Wanted, ...], sent: str = "") -> list[tuple[object, ...]]:
    """What is read, when there is nothing else with a figure."""
    found = answer.read(text, wanted, sent)
    assert found.unread == ()
    return [tuple(one) for one in found.told]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 012", (2026, "", 8012.0, "")),
        ("8.012.", (2026, "", 8012.0, "")),
        ("Hei\n\nArbeidsplasser: 8.012\n\nGod helg", (2026, "", 8012.0, "")),
        ("2027: 8 012 (SSB tabell 07984)", (2027, "", 8012.0, "SSB tabell 07984")),
        ("Tallet for 2026 er 19 850 sysselsatte.", (2026, "", 19850.0, "")),
        ("I 2025 var det 19 850 sysselsatte, kilde SSB tabell 07984", (2025, "", 19850.0, "SSB tabell 07984")),
        ("19 850 i 2025", (2025, "", 19850.0, "")),
        ("Tall for 2025:\n8 012", (2025, "", 8012.0, "")),
        ("8 012, foreløpig tall", (2026, "", 8012.0, "foreløpig tall")),
        ("Gjøvik: 23 900", (2026, "Gjøvikregionen", 23900.0, "")),
        ("- Hamarregionen 2025: 40.100", (2025, "Hamarregionen", 40100.0, "")),
        ("ca. 8 000", (2026, "", 8000.0, "")),
        ("1,2 mill.", (2026, "", 1200000.0, "")),
    ],
)
def test_a_figure_for_the_only_goal(text: str, expected: tuple[object, ...]) -> None:
    assert told(text, ONE) == [("arbeidsplasser", *expected)]


def test_per_cent_for_a_region() -> None:
    assert told("Gjøvik: 75,2 %\nVi: 83,9 prosent", TWO) == [
        ("yrkesaktive", 2026, "Gjøvik", 75.2, ""),
        ("yrkesaktive", 2026, "", 83.9, ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1: 8 012\n2: 287\n3: 41",
        "1) 8 012\n2) 287 ideer\n3) 41",
        "Arbeidsplasser: 8.012\nInnovasjonsideer 287\nvekstideer: 41",
        "8 012 sysselsatte\n287 innovasjonsideer\n41 vekstideer",
        "1. Netto vekst på 100 arbeidsplasser per år: 8 012\n300 registrerte innovasjonsideer per år: 287\nVekstideer: 41",
        "Arbeidsplasser:\n8 012\nInnovasjonsideer:\n287\nVekstideer:\n41",
    ],
)
def test_several_goals_by_number_title_unit_and_heading(text: str) -> None:
    assert [(one[0], one[3]) for one in told(text, MANY)] == [("arbeidsplasser", 8012), ("innovasjonsideer", 287), ("vekstideer", 41)]


def test_two_goals_of_the_same_thing_are_told_apart() -> None:
    assert [(one[0], one[3]) for one in told("Gjennomsnitt: 19 dager\nUnder ti dager: 82 prosent", CASES)] == [
        ("byggesaker-gjennomsnitt", 19),
        ("byggesaker-innen-ti-dager", 82),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("8 012", MANY),
        ("75 %", ONE),
        ("2026", ONE),
        ("70–80", ONE),
        ("minst 80", ONE),
        ("8,500", ONE),
        ("8 012, og Hamar 9 000", ONE),
        ("2026: 8 012; 2025: 7 900", ONE),
        ("Vi har 3 nye ansatte, og tallet er 8 012", ONE),
        ("Vi kommer tilbake i uke 12", ONE),
        ("SSB publiserer 25. mai", ONE),
        ("Mobil: 900 00 000", ONE),
        ("Innbyggere: 8 012", ONE),
        ("9: 33", MANY),
        ("Arbeidsplasser: 8 012\nArbeidsplasser: 8 120", ONE),
        ("Gjøvik: 23 900", MANY[1:]),
    ],
)
def test_what_may_be_something_else_is_handed_on_and_never_guessed(text: str, wanted: tuple[Wanted, ...]) -> None:
    found = answer.read(text, wanted)

    assert found.told == ()
    assert found.unread


def test_our_own_letter_repeated_is_no_answer() -> None:
    sent = "1 – Netto vekst – sysselsatte – 8 500 i 2035 – 7 950 (2025) – 2026"

    assert told(f"8 012\n\n{sent}", ONE, sent) == [("arbeidsplasser", 2026, "", 8012.0, "")]


def test_words_without_figures_are_remarks() -> None:
    assert answer.read("Hei\nTallet er foreløpig.", ONE).remarks == ("Hei", "Tallet er foreløpig.")


@pytest.mark.parametrize(
    "text", ["1 " * 30_000, "8 012\n" * 20_000, f"Arbeidsplasser: {'9' * 5_000}", ": " * 9_000, "(" * 19_000, "1," * 9_999]
)
def test_a_huge_answer_is_for_a_person(text: str) -> None:
    assert answer.read(text, MANY).told == ()


@given(st.text(alphabet="0123456789 .,:;()-–%abøÅ\n\t", max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_without_a_fault_and_no_value_is_told_twice(text: str) -> None:
    found = answer.read(text, MANY)

    assert {one.goal for one in found.told} <= {one.goal.id for one in MANY}
    assert len({one[:3] for one in found.told}) == len(found.told)


def test_a_sheet_that_is_none_of_ours_is_told() -> None:
    assert sheet.read([[["Navn", "By"], ["a", "b"]]], ONE) == sheet.NO_TABLE


def test_a_row_with_a_value_that_cannot_be_read_is_handed_on() -> None:
    header = ["Nr.", "Mål", "Region", "Enhet", "Sist målt", "År", "Tall", "Kilde"]
    rows = [header, ["1", "Netto", "", "", "", "2026", "mange 12", ""], ["1", "Netto", "Hamarregionen", "", "", "2026", "40 100", ""]]

    found = sheet.read([rows], ONE)

    assert not isinstance(found, str)
    assert [(one.region, one.value) for one in found.told] == [("Hamarregionen", 40100)]
    assert found.unread == ("1 | Netto | 2026 | mange 12",)
