"""`measured`: a person enters or corrects the value of a goal, and what it was before stands in `goals`."""

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
measured_in = "SSB, tabell 07984"
regions = ["Gjøvikregionen"]
values = [{ year = 2026, value = "7 950" }]

[[goal]]
id = "bredband"
title = "Bredbånd til alle"
unit = "prosent av husstandene"
"""
MAY, JUNE = ("--now", "2027-05-03T09:00"), ("--now", "2027-06-01T09:00")


@pytest.fixture
def aimed(root: Path) -> Path:
    path = root / "schedules" / "gruppe.toml"
    path.write_text(path.read_text(encoding="utf-8") + GOALS, encoding="utf-8")
    return root


def test_a_correction_is_told_with_who_and_when_and_what_it_was(aarshjul: Aarshjul, aimed: Path) -> None:
    said = aarshjul("measured", "sysselsatte", "2026", "8 012", "--who", "Rådgiver", "--workspace", aimed, *MAY)
    listed = aarshjul("goals", "--workspace", aimed)

    assert (said.status, said.err) == (0, "")
    line = "2026: 8 012 (SSB, tabell 07984), rettet 3.5.2027 av Rådgiver, var 7 950"
    assert said.out == f"Flere sysselsatte: {line}\n"
    assert f"    {line}\n" in listed.out
    assert "I 2026 var tallet 8 012." in listed.out


def test_the_history_is_there_for_other_programs(aarshjul: Aarshjul, aimed: Path) -> None:
    aarshjul("measured", "sysselsatte", "2026", "8012", "--who", "Rådgiver", "--workspace", aimed, *MAY)
    aarshjul("measured", "sysselsatte", "2026", "8021", "--source", "rettet av SSB", "--who", "Sekretær", "--workspace", aimed, *JUNE)

    [one] = json.loads(aarshjul("goals", "--workspace", aimed, "--json").out)[0]["values"]

    assert (one["value"], one["source"], one["who"], one["at"][:10]) == (8021, "rettet av SSB", "Sekretær", "2027-06-01")
    assert [(old["value"], old["who"]) for old in one["earlier"]] == [(8012, "Rådgiver"), (7950, "")]


def test_a_region_by_its_name_in_any_case(aarshjul: Aarshjul, aimed: Path) -> None:
    aarshjul("measured", "sysselsatte", "2026", "23 900", "--region", "gjøvikregionen", "--who", "R", "--workspace", aimed, *MAY)

    assert "    Gjøvikregionen 2026: 23 900 (SSB, tabell 07984), meldt 3.5.2027 av R\n" in aarshjul("goals", "--workspace", aimed).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sysselsatte", "2026", "80 120"), "merk: Det er ti ganger så mye som før, eller mer. Tallet er tatt vare på slik du skrev det."),
        (("bredband", "2026", "104"), "merk: Det er over 100 prosent."),
        (("bredband", "2026", "0,94"), "merk: Det er under én prosent; 0,75 er ikke 75 prosent."),
        (("sysselsatte", "2035", "8 100"), "merk: Året er ikke kommet ennå."),
        (("sysselsatte", "2026", "-8012"), "merk: Tallet er under null."),
    ],
)
def test_an_odd_value_is_said_and_not_refused(aarshjul: Aarshjul, aimed: Path, words: tuple[str, ...], said: str) -> None:
    found = aarshjul("measured", *words[:2], "--workspace", aimed, *MAY, "--", words[2])

    assert found.status == 0
    assert said in found.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("syselsatte", "2026", "8012"), "Det finnes ikke noe mål «syselsatte». Mente du «sysselsatte»?"),
        (("sysselsatte", "2026", "mange"), "«mange» er ikke et tall som kan leses. Skriv for eksempel 8012 eller «75,2»."),
        (("sysselsatte", "2026", "70–80"), "«70–80» er mer enn ett tall."),
        (("sysselsatte", "2026", "8012", "--region", "Månen"), "«Månen» er verken en av regionene eller i medlemsregisteret."),
        (("sysselsatte", "2026", "8012", "--group", "annen"), "Det finnes ingen gruppe «annen»."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(aarshjul: Aarshjul, aimed: Path, words: tuple[str, ...], said: str) -> None:
    found = aarshjul("measured", *words, "--workspace", aimed, *MAY)

    assert found.status == 2
    assert said in found.err
    assert "7 950" in aarshjul("goals", "--workspace", aimed).out


def test_a_goal_of_two_groups_needs_the_group(aarshjul: Aarshjul, aimed: Path) -> None:
    first = aimed / "schedules" / "gruppe.toml"
    (aimed / "schedules" / "to.toml").write_text(first.read_text("utf-8").replace('id = "gruppe"', 'id = "to"', 1), encoding="utf-8")

    unsure = aarshjul("measured", "sysselsatte", "2026", "8012", "--workspace", aimed, *MAY)
    sure = aarshjul("measured", "sysselsatte", "2026", "8012", "--group", "to", "--workspace", aimed, *MAY)

    assert (unsure.status, "Skriv --group gruppe eller --group to." in unsure.err) == (2, True)
    assert sure.status == 0
