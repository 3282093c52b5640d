"""docs/coverage.md is true: every row once, and every file, key and test that it names is there."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bot import workspace
from bot.papers.office import Office

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "reference" / "seed_plikter.tsv"
COUNTS = {"OR": 14, "RO": 17, "KO": 20, "NØ": 20}
ROW = re.compile(r"(?:OR|RO|KO|NØ)-[0-9]{2}")
QUOTED = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """A row of the table: `runs` are pairs of file and key, `tests` pairs of file and function."""

    id: str
    what: str
    runs: tuple[tuple[str, str], ...]
    tests: tuple[tuple[str, str], ...]


def row(line: str) -> Row:
    name, what, runs, tests = (cell.strip() for cell in line.strip().strip("|").split("|"))
    named = [QUOTED.findall(part) for part in runs.split("<br>")]
    shown = [one.partition("::") for one in QUOTED.findall(tests)]
    return Row(
        name,
        what,
        tuple((file, key) for file, *keys in filter(None, named) for key in keys),
        tuple((file, test) for file, _, test in shown),
    )


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    return tuple(row(line) for line in text.splitlines() if line.startswith("| ") and not line.startswith("| Row "))


@pytest.fixture(scope="module")
def office() -> Office:
    found, faults = workspace.load(ROOT)
    assert found is not None, faults
    return found


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def keys(office: Office) -> set[tuple[str, str]]:
    """Every file and key that the table may name, from the workspace as the program reads it."""
    found: set[tuple[str, str]] = set()
    for cycle in office.cycles:
        group = cycle.schedule.group
        file = f"schedules/{group.id}.toml"
        found |= {(file, f"{group.id}/{activity.id}") for activity in cycle.schedule.activity}
        found |= {(file, f"goal {goal.id}") for goal in cycle.schedule.goal}
        if cycle.measures.measures:
            found.add((file, f"measures {group.measures}"))
        found |= {(f"agendas/{name}.toml", f"item {item.id}") for name, agenda in cycle.agendas.items() for item in agenda.item}
        found |= {(f"programmes/{name}.toml", f"step {step.name}") for name, one in cycle.programmes.items() for step in one.step}
    return found


def sources(office: Office) -> set[tuple[str, str, str]]:
    """Which row stands as the source of which activity or goal: row, file and key."""
    return {
        (source, f"schedules/{cycle.schedule.group.id}.toml", key)
        for cycle in office.cycles
        for key, named in (
            *((f"{cycle.schedule.group.id}/{activity.id}", activity.source) for activity in cycle.schedule.activity),
            *((f"goal {goal.id}", goal.source) for goal in cycle.schedule.goal),
        )
        for source in named
        if ROW.fullmatch(source)
    }


def test_every_row_stands_once_in_order(rows: tuple[Row, ...]) -> None:
    assert [one.id for one in rows] == [f"{region}-{number:02}" for region, count in COUNTS.items() for number in range(1, count + 1)]
    assert Counter(one.id[:2] for one in rows) == COUNTS


@pytest.mark.skipif(not SEEDS.is_file(), reason="the survey of duties is beside the project only where it is built")
def test_the_rows_are_those_of_the_survey(rows: tuple[Row, ...]) -> None:
    with SEEDS.open(encoding="utf-8", newline="") as file:
        assert [one.id for one in rows] == [line["id"] for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def test_every_key_is_in_the_example_and_every_file_is_there(rows: tuple[Row, ...], office: Office) -> None:
    there = keys(office)

    assert [(one.id, *run) for one in rows for run in one.runs if run not in there] == []
    assert [(one.id, file) for one in rows for file, _ in (*one.runs, *one.tests) if not (ROOT / file).is_file()] == []


def test_whatever_the_example_says_it_has_from_a_row_is_named_in_that_row(rows: tuple[Row, ...], office: Office) -> None:
    named = {(one.id, *run) for one in rows for run in one.runs}

    assert sources(office) - named == set()


def test_every_test_that_is_named_is_there(rows: tuple[Row, ...]) -> None:
    assert [(one.id, file, test) for one in rows for file, test in one.tests if test not in functions(file)] == []


def test_what_is_a_duty_runs_and_is_shown_and_what_is_none_is_said_to_be_none(rows: tuple[Row, ...]) -> None:
    assert [one.id for one in rows if not one.what.startswith("No duty") and not (one.runs and one.tests)] == []
    assert [one.id for one in rows if one.what.startswith("No duty") and not one.what.endswith(".")] == []
