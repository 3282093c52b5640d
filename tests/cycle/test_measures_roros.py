"""The table of measures of Røros, as the example workspace has it and as it stands in the plan: seventy measures in 33 strategies."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.cycle import register
from bot.cycle.measures import read
from bot.cycle.measures.model import Register
from bot.cycle.model import Fault
from bot.cycle.written import Schedule
from tests.test_example import raw

SCHEDULES = Path(__file__).parents[2] / "schedules"
REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
KINDS = {"running": 32, "running-from": 4, "year": 22, "start": 1, "none": 11}
TYPES = {"running": "løpende", "running-from": "løpende fra", "year": "frist år", "start": "start", "none": "ikke satt"}

away = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference is beside the project only where it is built")


def decided() -> dict[str, str | tuple[str, ...]]:
    return dict(Schedule.model_validate(raw(SCHEDULES / "roros.toml")).names)


def example(names: dict[str, str | tuple[str, ...]]) -> tuple[Register, tuple[Fault, ...]]:
    rows, faults = register.rows("roros-tiltak.csv", (SCHEDULES / "roros-tiltak.csv").read_bytes())
    assert faults == ()
    return read.read("roros-tiltak.csv", rows, names)


def source() -> tuple[Register, tuple[Fault, ...]]:
    """The text of the plan itself, letters run together and all, from its goals to the end of its tables."""
    [seed] = REFERENCE.glob("seeds/003*.txt")
    lines = seed.read_text(encoding="utf-8").split("\n")
    return read.read(seed.name, [(number, line.split("\t")) for number, line in enumerate(lines, 1) if 130 <= number <= 292])


def counted(found: Register) -> tuple[int, int, dict[str, int], list[str]]:
    kinds = Counter(str(one.when.kind) for one in found.measures)
    return len(found.measures), len(found.strategies), dict(kinds), [goal.number for goal in found.goals]


def test_the_example_has_every_measure_of_the_plan() -> None:
    found, faults = example(decided())

    assert counted(found) == (70, 33, KINDS, ["1", "2", "3", "4", "5", "6"])
    assert (found.measures[0].number, found.measures[-1].number) == ("1.1-1", "6.4-1")
    assert found.unread == ()
    assert [fault.message for fault in faults] == ["tiltak 6.3-3 har ingen ansvarlig"]
    assert len(found.of("næringssjef")) == 28
    assert sum(not one.indicator for one in found.measures) == 17


def test_the_responsible_that_is_spelt_three_ways_is_one_when_that_is_decided() -> None:
    undecided, faults = example({})
    spellings = {"Næringssjef", "Næringsssjef", "Næringsjef"}

    assert spellings <= set(undecided.responsible)
    assert {fault.message for fault in faults if "ligner på" in fault.message} == {
        "«Næringsssjef» ligner på «Næringssjef»",
        "«Næringsjef» ligner på «Næringssjef»",
    }
    assert spellings & set(example(decided())[0].responsible) == {"Næringssjef"}


@away
def test_the_plan_is_read_as_it_stands() -> None:
    found, _ = source()

    assert counted(found) == (70, 33, KINDS, ["1", "2", "3", "4", "5", "6"])
    assert found.unread == ()


@away
@pytest.mark.parametrize("table", ["example", "plan"])
def test_each_row_is_what_the_reference_says(table: str) -> None:
    found, _ = example({}) if table == "example" else source()
    with (REFERENCE / "roros_tiltak.tsv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file, delimiter="\t"))

    rows = [(one.number, one.goal, one.strategy, one.indicator, one.when.text, TYPES[one.when.kind]) for one in found.measures]
    assert rows == [(row["id"], row["delmål"], row["strategi_nr"], row["indikator"], row["når_kilde"], row["når_type"]) for row in expected]
    assert [str(one.when.year or "") for one in found.measures] == [row["når_år"] for row in expected]
    assert [names(one.responsible) for one in found.measures] == [names([row["ansvarlig_kilde"]]) for row in expected]
    if table == "example":
        assert ["uklar" in one.text for one in found.measures] == ["[" in row["tiltak_lesbar"] for row in expected]
    else:
        assert [one.line for one in found.measures] == [int(row["kildelinje"].removeprefix("003:")) for row in expected]
        assert [one.text for one in found.measures] == [" ".join(row["tiltak_kilde"].split()) for row in expected]


def names(cells: tuple[str, ...] | list[str]) -> str:
    """Names without what separates them and the case of their letters."""
    return re.sub(r"[\s/]+", " ", " ".join(cells)).casefold()
