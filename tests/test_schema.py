"""The published schemas: what the models say now, and what an editor warns of is what `check` refuses."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot import schema
from bot.cycle import read

REPOSITORY = Path(__file__).parents[1]
FILES = {
    "agenda": ["agendas/*.toml", "init/agendas/*.toml"],
    "config": ["config.toml", "init/config.toml"],
    "programme": ["programmes/*.toml"],
    "schedule": ["schedules/*.toml", "init/schedules/*.toml"],
    "school": ["school.toml"],
}
SCHEDULE = """
[group]
id = "naering"
name = "faggruppe for næringssamarbeid"

[[activity]]
id = "mote"
title = "Møte"
when = {when}
"""


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((REPOSITORY / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")))


def as_an_editor_sees_it(text: str) -> dict[str, Any]:
    """TOML as an editor holds it against the schema: a date is text."""
    seen: dict[str, Any] = json.loads(json.dumps(tomllib.loads(text), default=str))
    return seen


def warned(kind: str, text: str) -> list[str]:
    """What an editor warns of."""
    return [error.message for error in validator(kind).iter_errors(as_an_editor_sees_it(text))]


@pytest.mark.parametrize("kind", schema.KINDS)
def test_the_published_schema_is_what_the_models_say_now(kind: str) -> None:
    """When this fails, run `make schema`."""
    published = REPOSITORY / "schema" / f"{kind}.schema.json"

    assert published.read_text(encoding="utf-8") == schema.text(schema.KINDS[kind])
    Draft202012Validator.check_schema(json.loads(published.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("kind", "pattern"), [(kind, pattern) for kind, patterns in FILES.items() for pattern in patterns])
def test_an_editor_has_nothing_to_say_of_the_files_we_ship(kind: str, pattern: str) -> None:
    found = sorted(REPOSITORY.glob(pattern))

    assert found
    for path in found:
        assert warned(kind, path.read_text(encoding="utf-8").replace("{start}", "2027-01-01")) == []


@pytest.mark.parametrize(
    "when",
    [
        '{ month = 11, weekday = "thursday", nth = 1 }',
        '{ month = [3, 6, 9], weekday = "thursday", nth = -1 }',
        '{ week = 45, weekday = "tuesday" }',
        '{ week = [7, 45], weekday = "tuesday" }',
        "{ quarter = 1 }",
        '{ quarter = [1, 3], weekday = "tuesday" }',
        '{ date = "03-31" }',
        "{ date = 2026-12-31 }",
        '{ date = ["03-31", 2026-12-31] }',
        '{ rrule = "FREQ=MONTHLY;BYDAY=2TU", start = 2027-01-12 }',
        '{ before = "rullering", workdays = 10 }',
        '{ after = "rullering", days = 3, every = 4, anchor = 2024 }',
    ],
)
def test_every_form_of_a_rule_is_good_in_the_editor_and_to_the_program(when: str) -> None:
    text = SCHEDULE.format(when=when)

    assert warned("schedule", text) == []
    assert read.toml(schema.KINDS["schedule"], "x.toml", text)[1] == ()


SOMETIMES_RIGHT = {
    "month": ["11", "13", "[3, 6]", "[3, 13]", '"mars"', '"3"', "true", "3.0"],
    "week": ["45", "0", "[1, 53]", '"45"', "false"],
    "quarter": ["1", "5", "[1, 4]", '["1"]', "[]"],
    "weekday": ['"thursday"', '"torsdag"', "4"],
    "nth": ["1", "-1", "0", '"1"', "1.5"],
    "date": ['"03-31"', "2026-12-31", "331", "true", '["03-31", 12]', "2026-12-31T10:00:00"],
    "rrule": ['"FREQ=MONTHLY"', "1"],
    "start": ["2027-01-12", "20270112", "2027-01-12T09:00:00", '"i morgen"'],
    "after": ['"rullering"', "1"],
    "days": ["3", "-1", "1001", '"3"'],
    "every": ["4", "0", "51"],
    "kvartal": ["1"],
}
RULES = st.dictionaries(st.sampled_from(sorted(SOMETIMES_RIGHT)), st.integers(0, 7), max_size=4).map(
    lambda chosen: {key: SOMETIMES_RIGHT[key][at % len(SOMETIMES_RIGHT[key])] for key, at in chosen.items()}
)


@given(RULES)
def test_an_editor_never_warns_of_a_rule_that_the_program_takes(rule: dict[str, str]) -> None:
    text = SCHEDULE.format(when="{ " + ", ".join(f"{key} = {value}" for key, value in rule.items()) + " }")

    if warned("schedule", text):
        assert read.toml(schema.KINDS["schedule"], "x.toml", text)[1]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("schedule", SCHEDULE.format(when="{ quarter = 1 }").replace('title = "Møte"', "title = 3")),
        ("schedule", SCHEDULE.format(when="{ quarter = 1 }") + 'first = "2030"'),
        ("schedule", SCHEDULE.format(when="{ quarter = 1 }").replace('id = "naering"', 'id = "naering"\nnotice_days = "7"')),
        ("agenda", '[[item]]\nid = "a"\ntitle = "A"\nadded = "ja"'),
        ("agenda", "item = []"),
        ("programme", '[[step]]\nname = "notice"\nat = "-7 dager"\nto = "members"\nletter = "notice"'),
        ("programme", 'meeting = "ja"'),
        ("school", '[[week]]\ncounty = "Oslo"\nname = "vinterferie"\nyear = "2027"\nweek = 8'),
        ("config", 'start = 2027-01-01\n[secretariat]\nname = "S"\nemail = "s"'),
        ("config", 'start = 20270101\n[secretariat]\nname = "S"\nemail = "s@example.no"'),
    ],
)
def test_what_an_editor_warns_of_the_program_refuses(kind: str, text: str) -> None:
    assert warned(kind, text)
    assert read.toml(schema.KINDS[kind], "x.toml", text)[1]
