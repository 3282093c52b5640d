"""What kind of day it is in Norway, why a day is bad for a meeting, and counting working days."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import holidays
from dateutil.easter import easter

from bot.cycle.written import SchoolWeek

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
VACATION_WEEKS = range(27, 32)
EVES: Mapping[tuple[int, int], str] = {(12, 24): "julaften", (12, 31): "nyttårsaften"}
SPOKEN: Mapping[str, str] = {"Arbeidernes dag": "1. mai", "Grunnlovsdag": "17. mai", "Kristi himmelfartsdag": "Kristi himmelfartsdag"}
YEARS_KEPT, DAYS_KEPT = 64, 8192  # two decades of days, and a bound on memory


class Kind(StrEnum):
    """Why a day is a bad day for a meeting."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    EVE = "eve"
    SQUEEZED = "squeezed"
    EASTER = "easter"
    CHRISTMAS = "christmas"
    VACATION = "vacation"
    SCHOOL = "school"


class Closed(NamedTuple):
    """One reason against a day, and how to say it: «Andre pinsedag og Grunnlovsdag», «vinterferie i Innlandet (uke 9)»."""

    kind: Kind
    why: str


class Days:
    """The Norwegian calendar with the school weeks of the counties. Public holidays are known for 1901-2100."""

    def __init__(self, school: Iterable[SchoolWeek] = ()) -> None:
        self._school: dict[date, list[SchoolWeek]] = {}
        for week in school:
            for day in _weekdays(week.year, week.week):
                self._school.setdefault(day, []).append(week)

    def closed(self, day: date, counties: Collection[str] = ()) -> tuple[Closed, ...]:
        """Every reason against a meeting on `day` for people in `counties`; empty for a good day."""
        common = _closed(day)
        return common + self._off_school(day, counties) if counties and day in self._school else common

    def _off_school(self, day: date, counties: Collection[str]) -> tuple[Closed, ...]:
        off: dict[str, list[str]] = {}
        for entry in self._school[day]:
            if entry.county in counties and entry.county not in off.setdefault(entry.name, []):
                off[entry.name].append(entry.county)
        week = day.isocalendar().week
        return tuple(Closed(Kind.SCHOOL, f"{name} i {_listed(where)} (uke {week})") for name, where in off.items() if where)

    def working(self, day: date) -> bool:
        """Monday to Friday, and no public holiday."""
        return _is_workday(day)

    def count(self, day: date, workdays: int) -> date:
        """The day that is `workdays` working days after `day` (before it when negative); `day` itself for 0."""
        step = DAY if workdays > 0 else -DAY
        for _ in range(abs(workdays)):
            day += step
            while not self.working(day):
                day += step
        return day

    def before(self, day: date) -> date:
        """`day` when it is a working day, else the nearest one before it."""
        return day if self.working(day) else self.count(day, -1)

    def after(self, day: date) -> date:
        """`day` when it is a working day, else the nearest one after it."""
        return day if self.working(day) else self.count(day, 1)


def _weekdays(year: int, week: int) -> tuple[date, ...]:
    """Monday to Friday of an ISO week; none where the year has no week 53."""
    try:
        return tuple(date.fromisocalendar(year, week, weekday) for weekday in range(1, 6))
    except ValueError:
        return ()


@lru_cache(maxsize=YEARS_KEPT)
def _holidays(year: int) -> Mapping[date, str]:
    # Without a language the names follow the environment; two holidays on one day come joined by «; ».
    named = holidays.country_holidays("NO", language="no", years=year)
    return {day: name.replace("; ", " og ") for day, name in named.items()}


@lru_cache(maxsize=DAYS_KEPT)
def _closed(day: date) -> tuple[Closed, ...]:
    """The reasons that hold in every county."""
    checks = (_weekend, _holiday, _eve, _squeezed, _easter, _christmas, _vacation)
    return tuple(reason for check in checks if (reason := check(day)))


def _weekend(day: date) -> Closed | None:
    names = {SATURDAY: "lørdag", SUNDAY: "søndag"}
    return Closed(Kind.WEEKEND, names[day.weekday()]) if day.weekday() in names else None


def _holiday(day: date) -> Closed | None:
    name = _holidays(day.year).get(day)
    return Closed(Kind.HOLIDAY, name) if name else None


def _eve(day: date) -> Closed | None:
    if eve := EVES.get((day.month, day.day)):
        return Closed(Kind.EVE, eve)
    next_day = day + DAY
    name = _holidays(next_day.year).get(next_day)
    return Closed(Kind.EVE, f"dagen før {_inside(name)}") if name and _is_workday(day) else None


def _squeezed(day: date) -> Closed | None:
    return Closed(Kind.SQUEEZED, "inneklemt dag") if _is_workday(day) and _is_free(day - DAY) and _is_free(day + DAY) else None


def _easter(day: date) -> Closed | None:
    until = easter(day.year) - day
    return Closed(Kind.EASTER, "uka før påske") if DAY <= until <= 6 * DAY else None


def _christmas(day: date) -> Closed | None:
    return Closed(Kind.CHRISTMAS, "romjul") if (day.month, day.day) >= (12, 23) or (day.month, day.day) == (1, 1) else None


def _vacation(day: date) -> Closed | None:
    week = day.isocalendar().week
    return Closed(Kind.VACATION, f"fellesferie (uke {week})") if week in VACATION_WEEKS and day.weekday() < SATURDAY else None


def _is_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def _is_free(day: date) -> bool:
    return not _is_workday(day) or (day.month, day.day) in EVES


def _inside(name: str) -> str:
    """A holiday's name inside a sentence: «skjærtorsdag», «17. mai»."""
    return " og ".join(SPOKEN.get(part, part[0].lower() + part[1:]) for part in name.split(" og "))


def _listed(names: list[str]) -> str:
    return " og ".join(", ".join(names).rsplit(", ", 1))
