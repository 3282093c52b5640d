from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers import norsk


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_one_stored_time_is_written_in_every_form_a_letter_needs() -> None:
    start, end = datetime(2024, 11, 7, 12), datetime(2024, 11, 7, 13)  # noqa: DTZ001 - wall times

    assert norsk.numeric(date(2024, 11, 1)) == "01.11.2024"
    assert norsk.long(start) == "7. november 2024"
    assert norsk.full(start) == "torsdag 7. november 2024"
    assert norsk.full(date(2024, 11, 9), "nn") == "laurdag 9. november 2024"
    assert plain(norsk.moment(start, end)) == "torsdag 7. november 2024 kl. 12.00–13.00"


def test_a_duty_shows_days_and_a_gathering_over_two_days_shows_both() -> None:
    midnight, noon = datetime(2027, 3, 31), datetime(2027, 3, 31, 12)  # noqa: DTZ001 - wall times

    assert norsk.moment(midnight, midnight + timedelta(days=1)) == "onsdag 31. mars 2027"
    assert norsk.moment(midnight, midnight + timedelta(days=2)) == "onsdag 31. mars 2027 til torsdag 1. april 2027"
    assert plain(norsk.moment(noon, noon + timedelta(days=1))) == "onsdag 31. mars 2027 kl. 12.00 til torsdag 1. april 2027 kl. 12.00"


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        ("41203424", "41 20 34 24"),
        ("412 03 424", "41 20 34 24"),
        ("+47 41203424", "+47 41 20 34 24"),
        ("81500123", "815 00 123"),
        ("02800", "02800"),
        ("+46 8 123 456", "+46 8 123 456"),
        ("", ""),
    ],
)
def test_telephone_numbers_stand_in_pairs(given_: str, written: str) -> None:
    assert plain(norsk.phone(given_)) == written


def test_large_numbers_have_a_space_that_does_not_break() -> None:
    assert norsk.number(8500) == "8\N{NO-BREAK SPACE}500"
    assert norsk.number(45) == "45"


def test_names_sort_as_in_a_norwegian_list() -> None:
    names = ["Øyvind", "Haakon", "Åse", "Hanne", "Anne Kristine", "Gunn-Kristin", "Ærlig", "Anne", "Gunnar", "Élise", "Zakarias"]

    assert sorted(names, key=norsk.collate) == [
        "Anne", "Anne Kristine", "Élise", "Gunn-Kristin", "Gunnar", "Hanne", "Haakon", "Zakarias", "Ærlig", "Øyvind", "Åse",
    ]  # fmt: skip


def test_a_name_in_s_takes_an_apostrophe() -> None:
    assert (norsk.genitive("Osloregionen"), norsk.genitive("Røros")) == ("Osloregionens", "Røros'")


@given(st.lists(st.text()))
def test_any_names_can_be_sorted_and_the_order_does_not_depend_on_how_they_came(names: list[str]) -> None:
    backwards = names[::-1]

    assert sorted(names, key=norsk.collate) == sorted(backwards, key=norsk.collate)
