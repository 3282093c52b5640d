"""What a person wrote, and what the program says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cycle import hours, lines, read
from bot.cycle.model import Fault
from bot.cycle.written import Schedule

GOOD = """
[group]
id = "naering"
name = "faggruppe for næringssamarbeid"

[[activity]]
id = "mote"
title = "Møte"
when = { month = 11, weekday = "thursday", nth = 1 }
time = "12.00–13.00"
"""


def faults(text: str) -> tuple[Fault, ...]:
    return read.toml(Schedule, "schedules/naering.toml", text)[1]


def said(text: str) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.message, fault.advice) for fault in faults(text)]


def test_a_good_schedule_is_read_without_a_word() -> None:
    schedule, wrong = read.toml(Schedule, "x.toml", GOOD)

    assert wrong == ()
    assert schedule is not None
    assert schedule.activity[0].title == "Møte"


def test_all_faults_are_reported_at_once_with_line_and_advice() -> None:
    text = GOOD.replace("name =", "naem =").replace("month = 11", "month = 13").replace('title = "Møte"', "title = 3")

    assert said(text) == [
        (2, "«name» mangler", "Legg til linjen name = …"),
        (4, "ukjent nøkkel «naem»", "Mente du «name»?"),
        (8, "«title» kan ikke være 3", "Sett anførselstegn rundt teksten."),
        (9, "«month» er 13", "Tallet skal være høyst 12."),
    ]


def test_a_rule_that_is_no_rule_is_answered_with_examples() -> None:
    [(line, message, advice)] = said(GOOD.replace("month", "måned").replace("måned = 11", '"maaned" = 11'))

    assert (line, message) == (9, "«when» er ikke en regel for når")
    assert "{ week = 45" in advice


def test_a_fault_in_a_later_table_carries_its_own_line() -> None:
    text = GOOD + '\n[[activity]]\nid = "to"\ntitle = "To"\nwhen = { quarter = 1 }\nclosed = "flytt"\n'

    assert said(text) == [(16, "«closed» kan ikke være «flytt»", "Bruk en av disse: move, warn.")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[group", 1, "en overskrift er ikke lukket"),
        ('[group]\nid = "naering', 2, "et anførselstegn er åpnet, men ikke lukket"),
        ('id = "a"\nid = "b"', 2, "den samme linjen står to ganger"),
        ("day = 2027-02-30", 1, "datoen finnes ikke"),
        ("a =", 1, "verdien kan ikke leses"),
        ("a = [1", 1, "en liste er ikke lukket"),
    ],
)
def test_broken_toml_is_told_in_norwegian_with_its_line(text: str, line: int, message: str) -> None:
    [fault] = faults(text)

    assert (fault.line, fault.message) == (line, message)


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "[" * 100_000, "a." * 50_000 + "b = 1", "x" * (read.LARGEST + 1)])
def test_hostile_toml_is_one_fault_and_no_crash(text: str) -> None:
    assert len(faults(text)) >= 1


@given(st.text(max_size=300))
def test_any_text_at_all_gives_a_value_or_faults(text: str) -> None:
    value, wrong = read.toml(Schedule, "x.toml", text)

    assert (value is None) == bool(wrong)
    assert all(fault.line >= 1 for fault in wrong)


def test_keys_inside_long_strings_are_not_taken_for_keys() -> None:
    places = lines.index('a = """\nb = 1\n"""\nc = 2\n')

    assert places == {("a",): 1, ("c",): 4}


@pytest.mark.parametrize(
    "text",
    ["kl 12:00-13:00", "kl. 1200 – 1300", "kl  1200-1300", "kl. 1200- 1300", "12:00–13:00", "kl. 12.00-13.00", "12–13"],
)
def test_six_ways_of_writing_one_hour(text: str) -> None:
    span = hours.span(text)

    assert span is not None
    assert [f"{at:%H.%M}" for at in span] == ["12.00", "13.00"]


@pytest.mark.parametrize("text", ["13.00–12.00", "25.00–26.00", "12.70–13.00", "noon", "", "12.00"])
def test_what_is_no_span_of_time_is_not_guessed(text: str) -> None:
    assert hours.span(text) is None
