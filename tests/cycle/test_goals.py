"""Goals: the path to them, what remains a year, values that are corrected, goals that disagree, and faults in what was written."""

import tomllib
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle import check, goal_faults, goals, lines, read
from bot.cycle.goals import Point
from bot.cycle.memory import Measured
from bot.cycle.model import Cycle
from bot.cycle.written import Goal, Schedule, Value
from tests.cycle.test_measures_roros import SCHEDULES
from tests.test_example import raw

GROUP = '[group]\nid = "g"\nname = "gruppe"\n'


def goal(text: str) -> Goal:
    return Goal.model_validate({"id": "mal", "title": "Målet", **tomllib.loads(text)})


def example(file: str) -> dict[str, Goal]:
    return {one.id: one for one in Schedule.model_validate(raw(SCHEDULES / f"{file}.toml")).goal}


def told(text: str) -> list[tuple[int, str]]:
    """The faults of a schedule with these goals, by line of `text`."""
    whole = GROUP + text
    schedule, faults = read.toml(Schedule, "g.toml", whole)
    if schedule is None:
        return [(fault.line - 3, fault.message) for fault in faults]
    source = check.Source("g.toml", lines.index(whole), Cycle(schedule, {}))
    return [(fault.line - 3, fault.message) for fault in sorted(goal_faults.of(source))]


# --- the path, and what remains


def test_from_7811_in_2024_to_8500_in_2035_is_63_a_year() -> None:
    one = example("nord-osterdal")["sysselsatte"]
    standing = goals.standing(one, goals.current(one))

    assert goals.path(standing.aim, 0) == (Point(2024, 7811), Point(2035, 8500))
    assert (standing.remaining, standing.years) == (689, 11)
    assert standing.a_year is not None
    assert round(standing.a_year) == 63


def test_what_remains_counts_from_the_newest_value() -> None:
    one = goal("""
        baseline = { year = 2024, value = "7.811" }
        target = { year = 2035, value = "8.500" }
        values = [{ year = 2026, value = "7 900" }, { year = 2025, value = 8000 }]
    """)
    standing = goals.standing(one, goals.current(one))

    assert standing.latest == Point(2026, 7900)
    assert (standing.remaining, standing.years, standing.met) == (600, 9, False)
    assert standing.expected == pytest.approx(7811 + 2 * 689 / 11)


@pytest.mark.parametrize(
    ("text", "value", "met"),
    [
        ('target = { year = 2035, value = "over 85 %" }', 85, False),
        ('target = { year = 2035, value = "over 85 %" }', 85.1, True),
        ('target = { year = 2035, value = "minst 3" }', 3, True),
        ('target = { year = 2030, value = "70–100" }', 69, False),
        ('target = { year = 2030, value = "70–100" }', 70, True),
        ('direction = "at-most"\neach_year = 21', 22, False),
        ('direction = "at-most"\neach_year = 21', 21, True),
        ("each_year = 300", 299, False),
        ("per_year = 100", 5000, None),
        ("target = { year = 2030 }", 1, None),
    ],
)
def test_a_value_is_good_enough_or_not(text: str, value: float, *, met: bool | None) -> None:
    one = goal(f"{text}\nvalues = [{{ year = 2027, value = {value} }}]")

    assert goals.standing(one, goals.current(one)).met is met


def test_growth_is_counted_from_the_first_value_where_no_baseline_is_given_and_says_so() -> None:
    one = goal("per_year = 100\nvalues = [{ year = 2024, value = 19850 }, { year = 2027, value = 20200 }]")
    standing = goals.standing(one, goals.current(one))

    assert standing.aim.assumed
    assert standing.expected == 20150
    assert goals.path(standing.aim, 2027) == (Point(2024, 19850), Point(2027, 20150))


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(2000, 2030), st.integers(1, 50))
def test_the_path_goes_from_the_baseline_to_the_target_in_even_steps(start: int, end: int, year: int, years: int) -> None:
    found = goals.aim(goal(f"baseline = {{ year = {year}, value = {start} }}\ntarget = {{ year = {year + years}, value = {end} }}"))
    steps = [found.expected(one) for one in range(year, year + years + 1)]

    assert steps[0] == start
    assert steps[-1] == pytest.approx(end)
    known = [step for step in steps if step is not None]
    gaps = {round(later - earlier, 3) for earlier, later in pairwise(known)}
    assert max(gaps) - min(gaps) < 0.01


# --- goals that disagree


def test_two_goals_that_disagree_are_both_shown() -> None:
    found = goals.disagreements([*example("nord-osterdal").values()])

    assert [(one.one.goal.id, one.other.goal.id) for one in found] == [("sysselsatte", "arbeidsplasser")]
    [one] = found
    assert one.one.pace == pytest.approx(62.636, abs=0.001)
    assert one.other.pace == 100
    assert one.leads == Point(2035, 8911)


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        ("per_year = 100", "per_year = 63", True),
        ("per_year = 100", "per_year = 98", False),
        ("baseline = { year = 2024, value = 0 }\ntarget = { year = 2034, value = 630 }", "per_year = 63", False),
        ("target = { year = 2035, value = 8500 }", "target = { year = 2035, value = 9000 }", True),
        ("target = { year = 2035, value = 8500 }", "target = { year = 2030, value = 9000 }", False),
        ("target = { year = 2035, value = 8500 }", "per_year = 63", False),
    ],
)
def test_goals_beside_each_other_are_compared_by_what_they_ask_for(one: str, other: str, *, disagree: bool) -> None:
    pair = [
        goal(one).model_copy(update={"id": "en", "beside": ("to",)}),
        goal(other).model_copy(update={"id": "to"}),
    ]

    assert bool(goals.disagreements(pair)) is disagree
    assert bool(goals.disagreements(pair[::-1])) is disagree


# --- values, corrected


def measured(value: float, at: datetime | None, year: int = 2026, region: str = "") -> Measured:
    return Measured("mal", year, region, value, "e-post", at, "Næringssjef")


def test_the_newest_value_counts_and_the_earlier_ones_are_kept() -> None:
    one = goal('values = [{ year = 2026, value = "7 900", source = "SSB" }]')
    first, second = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)

    [found] = goals.current(one, [measured(7950, second), measured(7940, first), Measured("et-annet", 2026, "", 1)])

    assert found.now.value == 7950
    assert [(before.value, before.source) for before in found.earlier] == [(7940, "e-post"), (7900, "SSB")]


def test_a_correction_in_the_schedule_counts_before_what_was_told_until_then() -> None:
    one = goal("values = [{ year = 2026, value = 7955, at = 2027-04-01 }]")
    same_day, later = datetime(2027, 4, 1, 12, tzinfo=UTC), datetime(2027, 4, 2, 12, tzinfo=UTC)

    assert goals.current(one, [measured(7950, same_day)])[0].now.value == 7955
    assert goals.current(one, [measured(7960, later)])[0].now.value == 7960


def test_a_value_that_is_told_again_is_told_once() -> None:
    told_twice = [measured(7950, datetime(2027, 3, day, tzinfo=UTC)) for day in (1, 2, 3)]

    assert goals.current(goal(""), told_twice)[0].earlier == ()


def test_the_groups_own_values_stand_first_and_regions_as_they_are_listed() -> None:
    one = goal('regions = ["Hamarregionen", "Grenland"]').model_copy(
        update={
            "values": tuple(
                Value(year=year, value=1, region=region)
                for region, year in (("Grenland", 2026), ("", 2027), ("Hamarregionen", 2026), ("", 2026))
            )
        }
    )

    found = [(value.now.region, value.now.year) for value in goals.current(one)]
    assert found == [("", 2026), ("", 2027), ("Hamarregionen", 2026), ("Grenland", 2026)]


# --- what a person wrote wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('target = { year = 2035, value = "mange" }', [(4, "target: «mange» er ikke et tall som kan leses")]),
        ('per_year = "8,500"', [(4, "per_year: «8,500» kan leses på to måter; skriv «8500» eller «8,5»")]),
        ('values = [{ year = 2026, value = "ca" }]', [(4, "values: «ca» er ikke et tall som kan leses")]),
        ("target = { year = 2035, value = 8500, aar = 1 }", [(4, "ukjent nøkkel «aar»")]),
        (
            "baseline = { year = 2024, value = 7811 }\ntarget = { year = 2035, value = 8.500 }",
            [(5, "målet er lavere enn utgangspunktet, og direction er «at-least»"), (5, "«8.5» er mye mindre enn utgangspunktet")],
        ),
        (
            "baseline = { year = 2035, value = 1 }\ntarget = { year = 2024, value = 2 }",
            [(5, "målet (2024) er ikke etter utgangspunktet (2035)")],
        ),
        ('target = { value = "høyst 21" }', [(4, "målet sier noe annet enn direction = «at-least»")]),
        ("per_year = 1\neach_year = 2", [(5, "både «per_year» og «each_year» er satt")]),
        ("values = [{ year = 2026, value = 1 }, { year = 2026, value = 2 }]", [(4, "to tall for 2026")]),
        ('regions = ["Hamar"]\nvalues = [{ year = 2026, value = 1, region = "Hamr" }]', [(5, "«Hamr» er ikke en av regionene")]),
        ('beside = ["annet"]', [(4, "det finnes ikke noe annet mål «annet»")]),
        ('beside = ["mal"]', [(4, "det finnes ikke noe annet mål «mal»")]),
        ('[[goal]]\nid = "mal"\ntitle = "To"', [(5, "to mål heter «mal»")]),
        ('baseline = { year = 2024, value = "7.811" }\ntarget = { year = 2035, value = "8.500" }', []),
    ],
)
def test_each_fault_in_a_goal_is_told_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(f'[[goal]]\nid = "mal"\ntitle = "Målet"\n{text}\n') == expected


def test_the_goals_of_the_seeds_are_in_the_example() -> None:
    sources = {row for file in ("nord-osterdal", "kongsvinger", "roros") for one in example(file).values() for row in one.source}

    wanted = {f"NØ-{number:02}" for number in range(4, 17)} | {f"KO-{number:02}" for number in range(3, 15)} | {"RO-16"}
    assert wanted <= sources


def test_the_day_of_a_correction_is_a_date_in_the_file() -> None:
    assert goal("values = [{ year = 2026, value = 1, at = 2027-04-01 }]").values[0].at == date(2027, 4, 1)
