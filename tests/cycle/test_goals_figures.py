"""Numbers as people write them: what is read, and what is said not to be understood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle import figures


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (8500, 8500),
        (63.5, 63.5),
        ("8.500", 8500),
        ("8 500", 8500),
        ("8\N{NO-BREAK SPACE}500", 8500),
        ("8\N{NARROW NO-BREAK SPACE}500", 8500),
        ("8500", 8500),
        ("1.234.567", 1_234_567),
        ("63,5", 63.5),
        ("63.5", 63.5),
        ("0,500", 0.5),
        ("1.234,5", 1234.5),
        ("8 500,00", 8500),
        ("\N{MINUS SIGN}3,5", -3.5),
        ("+63", 63),
        ("2,3 mill. kroner", 2_300_000),
        ("12 tusen", 12_000),
        ("tre", 3),
        ("8500,-", 8500),
    ],
)
def test_a_number_is_read_as_it_is_meant(written: float | str, value: float) -> None:
    assert figures.read(written).value == value


@pytest.mark.parametrize(
    ("written", "value", "high", "bound", "unit", "year"),
    [
        (">85 %", 85, None, "more", "%", None),
        ("over 85 prosent", 85, None, "more", "prosent", None),
        ("minst tre næringsområder", 3, None, "at-least", "næringsområder", None),
        ("≥3", 3, None, "at-least", "", None),
        ("høyst 21 dager", 21, None, "at-most", "dager", None),
        ("<10 dager", 10, None, "less", "dager", None),
        ("ca. 8 500 sysselsatte", 8500, None, "about", "sysselsatte", None),
        ("70–100 prosent", 70, 100, "", "prosent", None),
        ("70 - 100 %", 70, 100, "", "%", None),
        ("7 811 (2024)", 7811, None, "", "", 2024),
        ("7.811 sysselsatte i 2024", 7811, None, "", "sysselsatte", 2024),
        ("1 TWh", 1, None, "", "TWh", None),
    ],
)
def test_what_belongs_to_a_number_is_kept(written: str, value: float, high: float | None, bound: str, unit: str, year: int | None) -> None:
    assert figures.read(written) == (value, high, bound, unit, year, "")


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "hei",
        "mange",
        "1 2 3",
        "8 5000",
        "1.2.3",
        "1,234.5",
        "100–70",
        "80% <10 dager",
        "10²",
        "½",
        "1e9",
        "5 2027",
        "8500 av 9000",
    ],
)
def test_what_is_not_one_number_is_said_not_to_be(written: str) -> None:
    found = figures.read(written)

    assert found.value is None
    assert "er ikke et tall som kan leses" in found.why


def test_a_number_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    found = figures.read("8,500")

    assert found.value is None
    assert found.why == "«8,500» kan leses på to måter; skriv «8500» eller «8,5»"


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10**12), st.sampled_from([".", " ", "\N{NO-BREAK SPACE}"]))
def test_a_grouped_number_is_the_number(value: int, mark: str) -> None:
    assert figures.read(f"{value:,}".replace(",", mark)).value == value


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=40))
def test_any_text_is_a_number_or_is_said_not_to_be(text: str) -> None:
    found = figures.read(text)

    assert (found.value is None) == bool(found.why)
