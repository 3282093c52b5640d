"""The example workspace: its four cycles hold what the seeds hold, in every year."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.cycle import plan, register
from bot.cycle.days import Days
from bot.cycle.model import Cycle, Member, Occurrence
from bot.cycle.written import Agenda, Config, Programme, Schedule, SchoolWeek

ROOT = Path(__file__).parent.parent

# Seen once, or a goal with neither a number to measure each year nor a date: the schedules say so in a comment.
NOT_IN_A_CYCLE = {"KO-14", "NØ-03", "NØ-07", "NØ-08", "NØ-09", "NØ-10", "NØ-17", "NØ-19", "NØ-20"}
SEEDS = {"OR": 14, "RO": 17, "KO": 20, "NØ": 20}


def raw(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def members(path: Path) -> tuple[Member, ...]:
    rows, unreadable = register.rows(path.name, path.read_bytes())
    found, faults = register.members(path.name, rows)
    assert (unreadable, faults) == ((), ())
    return found


@pytest.fixture(scope="module")
def cycles() -> tuple[Cycle, ...]:
    programmes = {path.stem: Programme.model_validate(raw(path)) for path in (ROOT / "programmes").glob("*.toml")}
    agendas = {path.stem: Agenda.model_validate(raw(path)) for path in (ROOT / "agendas").glob("*.toml")}
    schedules = tuple(Schedule.model_validate(raw(path)) for path in sorted((ROOT / "schedules").glob("*.toml")))
    tables = {schedule.group.measures for schedule in schedules}
    registers = {path.name: members(path) for path in (ROOT / "schedules").glob("*.csv") if path.name not in tables}
    return tuple(Cycle(schedule, programmes, agendas, registers) for schedule in schedules)


def in_year(cycles: tuple[Cycle, ...], year: int) -> tuple[Occurrence, ...]:
    days = Days(SchoolWeek.model_validate(week) for week in raw(ROOT / "school.toml")["week"])
    return plan.lay(cycles, days, date(year, 1, 1), date(year + 1, 1, 1)).occurrences


def cycle(cycles: tuple[Cycle, ...], group: str) -> Cycle:
    return next(cycle for cycle in cycles if cycle.schedule.group.id == group)


def test_the_config_starts_in_2027() -> None:
    assert Config.model_validate(raw(ROOT / "config.toml")).start == date(2027, 1, 1)


@pytest.mark.parametrize("year", range(2025, 2046))
def test_roros_has_thirteen_entries_a_year_and_two_rounds_each_in_its_quarter(cycles: tuple[Cycle, ...], year: int) -> None:
    roros = [found for found in in_year(cycles, year) if found.group.id == "roros"]

    quarters = Counter((found.activity.id, (found.day.month + 2) // 3) for found in roros)
    assert quarters == Counter(
        [("arsmelding", 1), ("bedriftsbesok", 1), ("undersokelse", 1), ("offentliggjoring", 2), ("trippel-helix", 2)]
        + [("partnermote", 3), ("rullering", 3), ("budsjett", 4), ("trippel-helix", 4)]
        + [("naeringssak", quarter) for quarter in (1, 2, 3, 4)]
        + [("status", 1), ("innbyggere", 1)]
    )


@pytest.mark.parametrize("year", range(2025, 2046))
def test_roros_keeps_the_order_that_its_entries_depend_on(cycles: tuple[Cycle, ...], year: int) -> None:
    assert not [warning for found in in_year(cycles, year) for warning in found.warnings if "bygger på" in warning]


def test_the_entries_nobody_is_responsible_for_stay_so(cycles: tuple[Cycle, ...]) -> None:
    roros = cycle(cycles, "roros").schedule

    nobody = [activity.id for activity in roros.activity if not activity.responsible]
    assert nobody == ["arsmelding", "offentliggjoring", "partnermote", "rullering", "budsjett"]


@pytest.mark.parametrize("day", [date(2027, 2, 11), date(2027, 11, 4)])
def test_the_business_group_invites_45_people_from_32_organisations(cycles: tuple[Cycle, ...], day: date) -> None:
    naering = cycle(cycles, "naering")
    invited = naering.members_of(naering.schedule.activity[0], day)

    organisations = Counter(member.organisation for member in invited)
    assert (len(invited), len(organisations)) == (45, 32)
    assert organisations.most_common(3) == [("Oslo kommune - Byrådsavdelingene", 5), ("Bærum kommune", 3), ("Fredrikstad kommune", 3)]


def test_one_person_takes_over_from_another(cycles: tuple[Cycle, ...]) -> None:
    naering = cycle(cycles, "naering")

    def drammen(day: date) -> list[str]:
        return [
            member.email for member in naering.members_of(naering.schedule.activity[0], day) if member.organisation == "Drammen kommune"
        ]

    assert drammen(date(2027, 6, 30)) == ["medlem.drammen@example.no"]
    assert drammen(date(2027, 7, 1)) == ["medlem2.drammen@example.no"]


def test_the_strategy_of_kongsvinger_is_revised_every_fourth_year_by_three_bodies_in_turn(cycles: tuple[Cycle, ...]) -> None:
    revised = {
        year: [found.activity.id for found in in_year(cycles, year) if found.activity.id.startswith("behandling-")]
        for year in range(2025, 2033)
    }

    bodies = ["behandling-kommunestyrene", "behandling-orm", "behandling-radet"]
    assert {year: ids for year, ids in revised.items() if ids} == {2028: bodies, 2032: bodies}


def test_a_responsible_role_is_found_in_the_register(cycles: tuple[Cycle, ...]) -> None:
    """In the activity's own register, or in the group's."""
    missing = [
        (activity.id, role)
        for cycle in cycles
        for activity in cycle.schedule.activity
        if not cycle.programmes[activity.programme].meeting and activity.responsible
        for role in activity.responsible.split(", ")
        if role not in {one.role for name in (activity.members, cycle.schedule.group.members) for one in cycle.registers.get(name, ())}
    ]

    assert missing == []


def test_nothing_in_the_seeds_that_recurs_is_left_out(cycles: tuple[Cycle, ...]) -> None:
    covered = {source for cycle in cycles for activity in cycle.schedule.activity for source in activity.source}

    assert {f"{region}-{number:02}" for region, count in SEEDS.items() for number in range(1, count + 1)} - covered == NOT_IN_A_CYCLE
