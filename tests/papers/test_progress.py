"""How a goal stands, in words: figures as Norwegian writes them, what is left, and goals that disagree."""

import tomllib

import pytest

from bot.cycle import goals
from bot.cycle.written import Goal, Language
from bot.papers import progress
from bot.papers.norsk import NO_BREAK


def goal(text: str, name: str = "mal") -> Goal:
    return Goal.model_validate({"id": name, "title": name.capitalize(), **tomllib.loads(text)})


def said(text: str, language: Language = "nb") -> str:
    one = goal(text)
    return plain(" ".join(progress.sentences(goals.standing(one, goals.current(one)), language)))


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


NORD = 'unit = "sysselsatte"\nbaseline = { year = 2024, value = "7.811" }\ntarget = { year = 2035, value = "8.500" }\n'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (8500, "8 500"),
        (63.5, "63,5"),
        (63.0, "63"),
        (0, "0"),
        (999, "999"),
        (1234567.891, "1 234 567,89"),
        (-3.5, "\N{MINUS SIGN}3,5"),
        (-0.001, "0"),
        (0.1 + 0.2, "0,3"),
    ],
)
def test_numbers_are_written_as_norwegian_writes_them(value: float, expected: str) -> None:
    assert plain(progress.number(value)) == expected


def test_a_number_is_never_broken_over_two_lines() -> None:
    assert " " not in progress.number(8500)
    assert progress.with_unit("8", "dager") == f"8{NO_BREAK}dager"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            NORD,
            (
                "Målet er 8 500 sysselsatte i 2035. Utgangspunktet er 7 811 i 2024. Ingen tall er satt inn ennå. "
                "Det gjenstår 689, det er 63 i året."
            ),
        ),
        (
            NORD + "values = [{ year = 2026, value = 7900 }]",
            (
                "Målet er 8 500 sysselsatte i 2035. Utgangspunktet er 7 811 i 2024. I 2026 var tallet 7 900. "
                "Det er 36 mindre enn ved jevn utvikling. Det gjenstår 600, det er 67 i året."
            ),
        ),
        (
            NORD + "values = [{ year = 2030, value = 8600 }]",
            "Målet er 8 500 sysselsatte i 2035. Utgangspunktet er 7 811 i 2024. I 2030 var tallet 8 600. Målet er nådd.",
        ),
        (
            NORD + "values = [{ year = 2035, value = 8400 }]",
            (
                "Målet er 8 500 sysselsatte i 2035. Utgangspunktet er 7 811 i 2024. I 2035 var tallet 8 400. "
                "Det er 100 mindre enn ved jevn utvikling. Året for målet er 2035, og det er ikke nådd."
            ),
        ),
        (
            'unit = "prosent"\ntarget = { year = 2035, value = "over 85 %" }',
            "Målet er over 85 prosent i 2035. Utgangspunktet mangler. Ingen tall er satt inn ennå.",
        ),
        (
            'target = { year = 2030, value = "70–100 prosent" }',
            "Målet er 70–100 prosent i 2030. Utgangspunktet mangler. Ingen tall er satt inn ennå.",
        ),
        (
            'unit = "næringsområder"\ntarget = { value = "minst 3" }',
            "Målet er minst 3 næringsområder. Året er ikke satt. Ingen tall er satt inn ennå.",
        ),
        ("target = { year = 2030 }", "Målet skal være nådd i 2030. Det er ikke tallfestet."),
        ("", "Målet er ikke tallfestet."),
        (
            'unit = "ideer"\neach_year = 300\nvalues = [{ year = 2026, value = 290 }]',
            "Målet er minst 300 ideer hvert år. I 2026 var tallet 290. Målet ble ikke nådd.",
        ),
        (
            'unit = "dager"\ndirection = "at-most"\neach_year = 21\nvalues = [{ year = 2026, value = 21 }]',
            "Målet er høyst 21 dager hvert år. I 2026 var tallet 21. Målet ble nådd.",
        ),
        (
            "per_year = 100\nvalues = [{ year = 2024, value = 19850 }, { year = 2026, value = 20100 }]",
            (
                "Målet er en økning på 100 i året. Utgangspunktet er ikke oppgitt, og det regnes fra 19 850 i 2024. "
                "I 2026 var tallet 20 100. "
                "Det er 50 mer enn ved jevn utvikling."
            ),
        ),
    ],
)
def test_how_a_goal_stands_is_said_in_sentences(text: str, expected: str) -> None:
    assert said(text) == expected


def test_the_same_is_said_in_nynorsk() -> None:
    assert said(NORD + "values = [{ year = 2026, value = 7900 }]", "nn") == (
        "Målet er 8 500 sysselsatte i 2035. Utgangspunktet er 7 811 i 2024. I 2026 var talet 7 900. "
        "Det er 36 mindre enn ved jamn utvikling. Det står att 600, det er 67 i året."
    )


def test_two_goals_that_disagree_are_told_with_both_their_figures() -> None:
    pair = (goal(f'{NORD}beside = ["vekst"]', "antall"), goal("per_year = 100", "vekst"))
    [found] = goals.disagreements(pair)

    assert plain(progress.disagreement(found, "nb")) == (
        "Målene «Antall» og «Vekst» er ikke enige: det første krever 63 i året, det andre sier 100 i året. "
        "Med 100 i året fra 7 811 i 2024 blir det 8 911 i 2035, ikke 8 500."
    )


def test_two_ends_that_disagree_are_told_as_they_stand() -> None:
    pair = (
        goal('target = { year = 2035, value = 8500 }\nbeside = ["annet"]', "ett"),
        goal("target = { year = 2035, value = 9000 }", "annet"),
    )
    [found] = goals.disagreements(pair)

    assert plain(progress.disagreement(found, "nn")) == (
        "Måla «Ett» og «Annet» er ikkje samde: Målet er 8 500 i 2035 / Målet er 9 000 i 2035."
    )
