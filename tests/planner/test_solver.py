"""The solver against the meaning of the problem: no better plan exists, the same each time, and what clashes is told in words."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.model import OSLO
from bot.planner import solve, weigh
from bot.planner.meetings import Year
from bot.planner.model import Busy, Problem, Solution
from tests.planner.conftest import ELSEWHERE, HOUSE, ROOT, body, laid, people, problem, proposed

MEMBERS = people(*(f"kommune{number}" for number in range(40)))
WHENS = (
    '{ rrule = "FREQ=WEEKLY;INTERVAL=26;BYDAY=TU", start = 2028-02-01 }',
    '{ rrule = "FREQ=WEEKLY;INTERVAL=40;BYDAY=WE", start = 2028-02-02 }',
    '{ rrule = "FREQ=WEEKLY;INTERVAL=60;BYDAY=TU", start = 2028-02-01 }',
)


@st.composite
def small(draw: st.DrawFn) -> Year:
    """Three bodies that meet in one week of five days each: few enough to try everything."""
    cycles = []
    for number in range(3):
        who = draw(st.sets(st.sampled_from(MEMBERS[:4]), min_size=1, max_size=3))
        cycles.append(
            body(
                f"b{number}",
                WHENS[number],
                members=sorted(who, key=lambda member: member.email),
                place=draw(st.sampled_from([HOUSE, ELSEWHERE])),
                time=draw(st.sampled_from(["10.00–12.00", "13.00–15.00"])),
            )
        )
    return laid(*cycles)


def everything(found: Problem) -> Iterator[Mapping[str, date]]:
    """Every plan that keeps the demands."""
    keys = list(found.candidates)
    for days in product(*(found.candidates[key] for key in keys)):
        plan = {key: candidate.day for key, candidate in zip(keys, days, strict=True)}
        if not any(weigh.broken(demand, plan) for demand in found.demands):
            yield plan


@settings(deadline=None, max_examples=12)
@given(small())
def test_no_plan_costs_less_than_the_best(year: Year) -> None:
    found = problem(year)
    [best] = solve.best(found, 1) or [None]
    cheapest = min((weigh.points(found, plan) for plan in everything(found)), default=None)

    if best is None:
        assert cheapest is None
        assert solve.core(found)
        return
    assert (best.points, best.proven) == (cheapest, True)
    assert weigh.points(found, best.days) == best.points
    assert not any(weigh.broken(demand, best.days) for demand in found.demands)


# --- ten bodies ------------------------------------------------------------------------------------------------------


def region(seed: int = 7) -> Year:
    """Ten bodies that share forty members, each in a dozen places or so, with four or five meetings a year."""
    noise = random.Random(seed)  # noqa: S311  a region made up, no secret
    cycles = []
    for number in range(10):
        months = sorted(noise.sample([1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12], 5))
        weekday = noise.choice(["tuesday", "wednesday", "thursday"])
        nth = f'{{ month = {months}, weekday = "{weekday}", nth = {noise.choice([1, 2, 3])} }}'
        quarters = f'{{ quarter = [1, 2, 3, 4], weekday = "{weekday}" }}'
        place = f'{{ name = "Hus {number % 4}", room = "rom {number % 2}" }}'
        cycles.append(body(f"b{number}", quarters if number % 3 == 2 else nth, members=noise.sample(MEMBERS, 12), place=place))
    return laid(*cycles)


@pytest.fixture(scope="module")
def ten() -> tuple[Problem, tuple[Solution, ...]]:
    found = problem(region())
    return found, solve.best(found)


def test_ten_bodies_with_forty_members_in_common(ten: tuple[Problem, tuple[Solution, ...]]) -> None:
    """Three plans, each the best there is: what is not proven best would say so."""
    found, plans = ten

    assert len(found.meetings) > 40
    assert [plan.proven for plan in plans] == [True, True, True]
    for plan in plans:
        assert not any(weigh.broken(demand, plan.days) for demand in found.demands)
        assert weigh.points(found, plan.days) == plan.points


def test_nobody_is_in_two_places_on_one_day(ten: tuple[Problem, tuple[Solution, ...]]) -> None:
    found, plans = ten

    for plan in plans:
        seen: dict[tuple[str, date], str] = {}
        for key, day in plan.days.items():
            meeting = found.meetings[key]
            for member in meeting.members:
                assert seen.setdefault((member, day), meeting.occurrence.place.name) == meeting.occurrence.place.name


def test_the_plans_are_five_weeks_apart(ten: tuple[Problem, tuple[Solution, ...]]) -> None:
    _, plans = ten

    for one, other in ((0, 1), (0, 2), (1, 2)):
        differ = [key for key, day in plans[one].days.items() if day.isocalendar().week != plans[other].days[key].isocalendar().week]
        assert len(differ) >= solve.MOST_DIFFERENT


TWICE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from bot.planner import solve
from tests.planner.conftest import problem
from tests.planner.test_solver import region
print(json.dumps([{key: day.isoformat() for key, day in plan.days.items()} for plan in solve.best(problem(region(11)), 2)]))
"""


def test_the_same_problem_has_the_same_plans_in_every_process() -> None:
    """Whatever order Python's sets have: each process has another."""

    def run(seed: str) -> object:
        said = subprocess.run(
            [sys.executable, "-c", TWICE, ROOT], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        return json.loads(said.stdout)

    assert run("1") == run("2")


# --- what cannot be --------------------------------------------------------------------------------------------------


def closed(first: int, last: int, month: int = 5) -> Busy:
    """Another calendar that shuts days of a month."""
    return Busy(datetime(2028, month, first, tzinfo=OSLO), datetime(2028, month, last, 23, tzinfo=OSLO), "Samling", "Fylkestinget")


def test_a_meeting_without_any_day_says_what_shut_each_one_out_and_the_others_are_planned() -> None:
    year = laid(body("naering", '{ month = 7, weekday = "tuesday", nth = 1 }'), body("kultur"))

    found = proposed(year)

    assert [placed.key for placed in found.plans[0].placed] == ["kultur/mote/2028-1"]
    [one] = found.unplaced
    assert one.title == "Møte i naering"
    assert one.reasons[0] == "Alle dager fra 1. juli 2028 til 25. juli 2028 er stengt"
    assert "3.–7. juli: fellesferie (uke 27)" in one.reasons


def test_demands_that_clash_are_told_and_no_other(two: Year) -> None:
    """Both bodies have one day left in the month, and it is the same; the third has the same one, but nothing to do with them."""
    alone = body("fri", place='{ name = "Biblioteket" }')
    year = Year((*two.cycles, alone), two.days, 2028)

    found = proposed(year, busy=[closed(1, 10), closed(12, 31)])

    assert found.plans == ()
    clash, *days = found.clash
    assert (
        clash
        == "Møte i kultur og Møte i naering kan ikke være samme dag: fire medlemmer er i begge, på hvert sitt sted eller til samme tid"
    )
    assert days[0].startswith(
        "Møte i kultur må ligge mellom 1. mai 2028 og 31. mai 2028, og kan da bare være 11. mai. Stengt: 1. mai: Arbeidernes dag; "
        "2.–10., 12.–15., 18.–22. og 29.–30. mai: Fylkestinget har «Samling» på samme tid; 16. mai: dagen før 17. mai; "
    )
    assert not any("Møte i fri" in said for said in found.clash)


def test_dates_that_are_fixed_and_clash_are_told_and_nothing_stops(two: Year) -> None:
    shared = people("Horten", "Larvik")
    year = laid(
        body("naering", "{ date = 2028-05-11 }", members=shared), body("kultur", "{ date = 2028-05-11 }", members=shared, place=ELSEWHERE)
    )

    found = proposed(year)

    assert len(found.plans) == 1
    assert found.remarks == (
        "Møte i kultur og Møte i naering kan ikke være samme dag: to medlemmer er i begge, på hvert sitt sted eller til samme tid",
    )


def test_a_fixed_date_on_a_closed_day_is_told() -> None:
    [said] = proposed(laid(body("naering", "{ date = 2028-05-17 }"))).remarks

    assert said.startswith("Møte i naering ligger fast onsdag 17. mai (datoen står i årshjulet), men: da er det Grunnlovsdag")


def test_a_year_without_meetings_is_no_fault() -> None:
    found = proposed(laid(body("naering", "{ date = 2027-05-11 }")))

    assert (found.plans, found.unplaced, found.clash) == ((), (), ())
