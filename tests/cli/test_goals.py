"""`goals`: what the plans aim at, with figures, what is left, and where two goals disagree."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Aarshjul

GOALS = """
[[goal]]
id = "sysselsatte"
title = "Flere sysselsatte"
unit = "sysselsatte"
baseline = { year = 2024, value = "7.811" }
target = { year = 2035, value = "8.500" }
beside = ["vekst"]
measurer = "SSB"
measured_in = "tabell 07984"
frequency = "yearly"
values = [
    { year = 2026, value = "7 900", source = "SSB" },
    { year = 2026, value = "7 905", source = "SSB, rettet", at = 2027-05-01 },
]

[[goal]]
id = "vekst"
title = "Flere arbeidsplasser"
per_year = 100
frequency = "yearly"
"""
DISAGREE = (
    "Målene «Flere sysselsatte» og «Flere arbeidsplasser» er ikke enige: det første krever 63 i året, det andre sier 100 i året. "
    "Med 100 i året fra 7 811 i 2024 blir det 8 911 i 2035, ikke 8 500."
)


@pytest.fixture
def aimed(root: Path) -> Path:
    """A workspace with two goals that disagree."""
    path = root / "schedules" / "gruppe.toml"
    path.write_text(path.read_text(encoding="utf-8") + GOALS, encoding="utf-8")
    return root


def test_the_goals_are_listed_with_what_is_left_and_both_of_those_that_disagree(aarshjul: Aarshjul, aimed: Path) -> None:
    said = aarshjul("goals", "--workspace", aimed)

    assert said.status == 0
    assert said.out == (
        "gruppe: 2 mål\n"
        "\n"
        "  Flere sysselsatte  (sysselsatte)\n"
        "    Målet er 8 500 sysselsatte i 2035. Utgangspunktet er 7 811 i 2024. I 2026 var tallet 7 905. "
        "Det er 31 mindre enn ved jevn utvikling. Det gjenstår 595, det er 66 i året.\n"
        "    Måles av SSB: tabell 07984, hvert år\n"
        "    2026: 7 905 (SSB, rettet), rettet 1.5.2027, var 7 900\n"
        f"    merk: {DISAGREE}\n"
        "\n"
        "  Flere arbeidsplasser  (vekst)\n"
        "    Målet er en økning på 100 i året. Utgangspunktet mangler. Ingen tall er satt inn ennå.\n"
        f"    merk: {DISAGREE}\n"
        "    merk: ingen er satt til å måle; skriv measurer = «…»\n"
        "\n"
    )


def test_as_json_the_figures_are_numbers(aarshjul: Aarshjul, aimed: Path) -> None:
    first, second = json.loads(aarshjul("goals", "--workspace", aimed, "--group", "gruppe", "--json").out)

    assert first["target"] == {"year": 2035, "value": 8500.0, "high": None, "bound": ""}
    assert first["path"] == [{"year": 2024, "value": 7811.0}, {"year": 2035, "value": 8500.0}]
    assert (first["latest"], first["remaining"], first["years"]) == ({"year": 2026, "value": 7905.0}, 595.0, 9)
    assert first["values"][0]["value"] == 7905.0
    assert [before["value"] for before in first["values"][0]["earlier"]] == [7900.0]
    assert first["warnings"] == [DISAGREE]
    assert second["target"] == {"year": None, "value": None, "high": None, "bound": ""}
    assert second["path"] == []


def test_a_figure_that_cannot_be_read_is_told_by_check(aarshjul: Aarshjul, aimed: Path) -> None:
    path = aimed / "schedules" / "gruppe.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"8.500"', '"mange"'), encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index('target = { year = 2035, value = "mange" }') + 1

    said = aarshjul("check", "--workspace", aimed)

    assert said.status == 1
    assert f"schedules/gruppe.toml:{line}: feil: target: «mange» er ikke et tall som kan leses" in said.out


def test_a_group_that_is_not_there_is_told(aarshjul: Aarshjul, root: Path) -> None:
    assert aarshjul("goals", "--workspace", root).out == "Ingen grupper har mål. Skriv dem som [[goal]] i årshjulet.\n"
    said = aarshjul("goals", "--workspace", root, "--group", "annen")
    assert (said.status, said.err) == (2, "Det finnes ingen gruppe «annen». Disse finnes: gruppe.\n")
