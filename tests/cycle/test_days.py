"""Days in Norway: what a secretary would find in a calendar on the wall."""

import os
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import DAILY, rrule
from hypothesis import given
from hypothesis import strategies as st

from bot.cycle.days import Closed, Days, Kind
from bot.cycle.written import SchoolWeek

ROOT = Path(__file__).parents[2]
DAYS = Days()
SCHOOL = Days(SchoolWeek.model_validate(week) for week in tomllib.loads((ROOT / "school.toml").read_text("utf-8"))["week"])
SOME_DAY = st.dates(date(2020, 1, 1), date(2045, 12, 31))


def kinds(day: date, *counties: str) -> set[Kind]:
    return {reason.kind for reason in SCHOOL.closed(day, counties)}


def whys(day: date, *counties: str) -> list[str]:
    return [reason.why for reason in SCHOOL.closed(day, counties)]


def of_kind(kind: Kind, year: int) -> list[date]:
    every_day = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return [day for day in every_day if day.year == year and kind in kinds(day)]


@pytest.mark.parametrize(
    ("maundy_thursday", "easter_monday", "ascension", "whit_monday"),
    [
        (date(2026, 4, 2), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)),
        (date(2027, 3, 25), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)),
        (date(2028, 4, 13), date(2028, 4, 17), date(2028, 5, 25), date(2028, 6, 5)),
        (date(2029, 3, 29), date(2029, 4, 2), date(2029, 5, 10), date(2029, 5, 21)),
    ],
)
def test_movable_holidays_carry_their_norwegian_names(
    maundy_thursday: date, easter_monday: date, ascension: date, whit_monday: date
) -> None:
    assert whys(maundy_thursday)[0] == "Skjærtorsdag"
    assert whys(easter_monday) == ["Andre påskedag"]
    assert whys(ascension) == ["Kristi himmelfartsdag"]
    assert whys(whit_monday)[0].startswith("Andre pinsedag")


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert DAYS.closed(date(2027, 5, 17)) == (Closed(Kind.HOLIDAY, "Andre pinsedag og Grunnlovsdag"),)


def test_a_holiday_on_a_sunday_has_both_reasons() -> None:
    assert whys(date(2026, 5, 17)) == ["søndag", "Grunnlovsdag"]


def test_names_stay_norwegian_whatever_the_machine_speaks() -> None:
    program = "from datetime import date; from bot.cycle.days import Days; print(ascii(Days().closed(date(2026, 4, 2))[0].why))"
    environment = os.environ | {"LANG": "en_US.UTF-8", "LANGUAGE": "en_US", "LC_ALL": "en_US.UTF-8"}
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
    assert said.stdout.strip() == ascii("Skjærtorsdag")


@pytest.mark.parametrize(
    ("year", "squeezed"),
    [
        (2026, [(1, 2), (5, 15)]),
        (2027, [(5, 7)]),
        (2028, [(5, 26)]),
        (2029, [(4, 30), (5, 11), (5, 18), (12, 24), (12, 31)]),
        (2024, [(5, 10), (12, 23), (12, 27), (12, 30)]),  # julaften and nyttårsaften count as free
    ],
)
def test_squeezed_days(year: int, squeezed: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day in of_kind(Kind.SQUEEZED, year)] == squeezed


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2027, 3, 24), "dagen før skjærtorsdag"),
        (date(2027, 5, 5), "dagen før Kristi himmelfartsdag"),
        (date(2028, 5, 16), "dagen før 17. mai"),
        (date(2026, 4, 30), "dagen før 1. mai"),
        (date(2026, 12, 24), "julaften"),
        (date(2026, 12, 31), "nyttårsaften"),
    ],
)
def test_the_day_before_a_holiday_is_an_eve(day: date, why: str) -> None:
    assert Closed(Kind.EVE, why) in DAYS.closed(day)


def test_a_weekend_before_a_holiday_is_no_eve() -> None:
    assert Kind.EVE not in kinds(date(2026, 4, 5))  # Easter Sunday, before Easter Monday
    assert Kind.EVE not in kinds(date(2027, 5, 16))


@given(SOME_DAY)
def test_an_eve_is_followed_by_a_holiday_or_is_in_december(day: date) -> None:
    if Kind.EVE in kinds(day):
        assert Kind.HOLIDAY in kinds(day + timedelta(days=1)) or (day.month, day.day) in {(12, 24), (12, 31)}


def test_easter_week_starts_on_monday() -> None:
    assert of_kind(Kind.EASTER, 2027) == [date(2027, 3, number) for number in range(22, 28)]


def test_christmas_lasts_from_the_23rd_to_new_years_day() -> None:
    assert of_kind(Kind.CHRISTMAS, 2026) == [date(2026, 1, 1), *(date(2026, 12, number) for number in range(23, 32))]


def test_vacation_is_the_working_days_of_weeks_27_to_31() -> None:
    vacation = of_kind(Kind.VACATION, 2027)
    assert (vacation[0], vacation[-1], len(vacation)) == (date(2027, 7, 5), date(2027, 8, 6), 25)
    assert whys(date(2027, 7, 20)) == ["fellesferie (uke 29)"]


def test_a_group_over_several_counties_is_warned_in_all_their_weeks() -> None:
    counties = ("Oslo", "Akershus", "Innlandet")
    assert whys(date(2026, 2, 17), *counties) == ["vinterferie i Akershus og Oslo (uke 8)"]
    assert whys(date(2026, 2, 24), *counties) == ["vinterferie i Innlandet (uke 9)"]
    assert whys(date(2026, 9, 29), *counties) == ["høstferie i Akershus og Oslo (uke 40)"]
    assert whys(date(2026, 10, 6), *counties) == ["høstferie i Innlandet (uke 41)"]
    assert whys(date(2026, 2, 24), "Oslo") == []
    assert whys(date(2026, 2, 24)) == []


def test_school_weeks_hold_from_monday_to_friday() -> None:
    assert Kind.SCHOOL in kinds(date(2026, 2, 20), "Oslo")
    assert kinds(date(2026, 2, 21), "Oslo") == {Kind.WEEKEND}


def test_the_same_school_week_written_twice_is_said_once() -> None:
    week = SchoolWeek(county="Oslo", name="vinterferie", year=2027, week=8)
    assert len(Days([week, week]).closed(date(2027, 2, 23), ["Oslo"])) == 1


def test_school_file_has_both_holidays_of_every_county_every_year() -> None:
    weeks = [SchoolWeek.model_validate(week) for week in tomllib.loads((ROOT / "school.toml").read_text("utf-8"))["week"]]
    counties = {week.county for week in weeks}
    assert len(counties) == 15
    assert len(set(weeks)) == len(weeks)
    for year in (2026, 2027, 2028):
        assert {(week.county, week.name) for week in weeks if week.year == year} == {
            (county, name) for county in counties for name in ("vinterferie", "høstferie")
        }


def test_an_ordinary_thursday_is_a_good_day() -> None:
    assert SCHOOL.closed(date(2027, 11, 4), ("Oslo", "Innlandet")) == ()


@given(SOME_DAY)
def test_weekends_and_holidays_are_the_days_off_work(day: date) -> None:
    assert DAYS.working(day) is not bool({Kind.WEEKEND, Kind.HOLIDAY} & kinds(day))


def test_counting_over_easter() -> None:
    assert DAYS.count(date(2027, 3, 24), 1) == date(2027, 3, 30)
    assert DAYS.count(date(2027, 3, 30), -2) == date(2027, 3, 23)
    assert DAYS.count(date(2027, 3, 28), 0) == date(2027, 3, 28)  # zero days from Easter Sunday is Easter Sunday
    assert DAYS.before(date(2027, 3, 28)) == date(2027, 3, 24)
    assert DAYS.after(date(2027, 3, 28)) == date(2027, 3, 30)


@given(SOME_DAY, st.integers(1, 300))
def test_counting_agrees_with_walking_the_calendar(day: date, workdays: int) -> None:
    onward = (at.date() for at in rrule(DAILY, dtstart=day + timedelta(days=1)))
    assert DAYS.count(day, workdays) == next(islice((day for day in onward if DAYS.working(day)), workdays - 1, None))


@given(SOME_DAY, st.integers(-300, 300))
def test_counting_there_and_back_from_a_working_day_is_home(day: date, workdays: int) -> None:
    home = DAYS.after(day)
    assert DAYS.count(DAYS.count(home, workdays), -workdays) == home


@given(SOME_DAY)
def test_the_nearest_working_days_stand_around_a_day(day: date) -> None:
    before, after = DAYS.before(day), DAYS.after(day)
    assert DAYS.working(before)
    assert DAYS.working(after)
    assert before <= day <= after
    assert (before == day == after) is DAYS.working(day)
    between = (before + timedelta(days=number) for number in range(1, (after - before).days))
    assert not any(DAYS.working(free) for free in between)
