"""When-rules: the dates a secretary gets for what the schedule says, 2020-2045."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from dateutil import rrule
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.cycle.days import Days, Kind
from bot.cycle.model import wall
from bot.cycle.when import Dated, dates, faults, notes
from bot.cycle.written import WEEKDAYS, FixedDate, IsoWeek, NthWeekday, Quarter, Recurrence, Relative, SchoolWeek, Weekday, When

ROOT = Path(__file__).parents[2]
DAYS = Days()
YEARS = st.integers(2020, 2045)
MONTHS = st.sets(st.integers(1, 12), min_size=1).map(tuple)
WEEKDAY = st.sampled_from(WEEKDAYS)
NTH = st.sampled_from((1, 2, 3, 4, 5, -1))
SEED = st.text(max_size=20)


def found(when: When, year: int, seed: str = "naering/faggruppe") -> tuple[Dated, ...]:
    return dates(when, year, DAYS, seed=seed)


def days_of(when: When, year: int) -> list[date]:
    return [dated.day for dated in found(when, year)]


def written(text: str) -> date:
    return date.fromisoformat(text)


def rule(**keys: object) -> When:
    """A rule the way the reader makes it from a table in a schedule."""
    made: When = TypeAdapter(When).validate_python(keys)
    return made


# --- nth weekday -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "weekday", "nth", "day", "why"),
    [
        (11, "thursday", 1, "2027-11-04", "første torsdag i november"),
        (5, "wednesday", -1, "2027-05-26", "siste onsdag i mai"),
        (4, "thursday", 5, "2027-04-29", "femte torsdag i april"),
        (2, "sunday", -1, "2027-02-28", "siste søndag i februar"),
    ],
)
def test_nth_weekday_of_a_month(month: int, weekday: str, nth: int, day: str, why: str) -> None:
    assert found(rule(month=month, weekday=weekday, nth=nth), 2027) == (Dated(written(day), 1, why),)


def test_a_month_without_a_fifth_has_no_date_and_the_next_keeps_its_number() -> None:
    when = rule(month=[4, 2], weekday="thursday", nth=5)
    assert [(dated.day, dated.ordinal) for dated in found(when, 2027)] == [(date(2027, 4, 29), 2)]
    assert notes(when) == ("Ikke alle måneder har en femte torsdag. «nth = -1» gir den siste i hver måned.",)


@given(MONTHS, WEEKDAY, NTH, YEARS)
def test_nth_weekday_agrees_with_icalendar(months: tuple[int, ...], weekday: Weekday, nth: int, year: int) -> None:
    when = rule(month=months, weekday=weekday, nth=nth)
    byday = rrule.weekdays[WEEKDAYS.index(weekday)](nth)
    oracle = rrule.rrule(rrule.MONTHLY, dtstart=date(year, 1, 1), until=date(year, 12, 31), bymonth=months, byweekday=byday)
    assert days_of(when, year) == [at.date() for at in oracle]


# --- ISO week ----------------------------------------------------------------------------------------------------------


def test_a_weekday_in_a_week() -> None:
    assert found(rule(week=45, weekday="thursday"), 2027) == (Dated(date(2027, 11, 11), 1, "torsdag i uke 45"),)


def test_week_53_exists_in_2026_and_not_in_2027() -> None:
    when = rule(week=[53, 10], weekday="friday")
    assert [(dated.day, dated.ordinal) for dated in found(when, 2026)] == [(date(2026, 3, 6), 1), (date(2027, 1, 1), 2)]
    assert days_of(when, 2027) == [date(2027, 3, 12)]
    assert faults(when) == ()
    assert "Uke 53 finnes bare i noen år" in notes(when)[0]


@given(st.sets(st.integers(1, 53), min_size=1).map(tuple), WEEKDAY, YEARS)
def test_every_date_is_in_its_week_and_only_week_53_is_ever_missing(weeks: tuple[int, ...], weekday: Weekday, year: int) -> None:
    got = days_of(rule(week=weeks, weekday=weekday), year)
    assert [day.isocalendar() for day in got] == [(year, week, WEEKDAYS.index(weekday) + 1) for week in sorted(weeks)[: len(got)]]
    assert len(weeks) - len(got) <= (53 in weeks)


# --- a quarter ---------------------------------------------------------------------------------------------------------


def test_a_quarter_gets_a_date_with_a_reason() -> None:
    (proposed,) = found(rule(quarter=1), 2027)
    assert proposed.why.startswith("foreslått i 1. kvartal: ")
    assert proposed.why.endswith("dag uten ferie eller helligdag")
    assert date(2027, 1, 20) <= proposed.day <= date(2027, 3, 12)


@given(SEED, YEARS)
def test_four_quarters_get_four_good_days(seed: str, year: int) -> None:
    got = found(rule(quarter=[3, 1, 4, 2]), year, seed)
    assert [dated.ordinal for dated in got] == [1, 2, 3, 4]
    for dated in got:
        assert (dated.day.month - 1) // 3 + 1 == dated.ordinal
        assert DAYS.closed(dated.day) == ()
        assert dated.day.weekday() in {1, 2, 3}
    assert all(later.day - earlier.day >= timedelta(days=35) for earlier, later in pairwise(got))


@given(SEED, YEARS, WEEKDAY, st.integers(1, 4))
def test_a_wanted_weekday_is_kept(seed: str, year: int, weekday: Weekday, quarter: int) -> None:
    (proposed,) = found(rule(quarter=quarter, weekday=weekday), year, seed)
    assert WEEKDAYS[proposed.day.weekday()] == weekday


def test_a_weekday_that_is_never_free_says_so() -> None:
    (proposed,) = found(rule(quarter=2, weekday="saturday"), 2027)
    assert proposed.why == "foreslått i 2. kvartal: ingen lørdag er ledig, dette er den nærmest midten med færrest hindringer (lørdag)"
    assert proposed.day == date(2027, 5, 15)


def test_when_every_wednesday_is_taken_the_one_with_fewest_reasons_is_proposed() -> None:
    taken = [SchoolWeek(county="Oslo", name="vinterferie", year=2027, week=week) for week in range(3, 12)]
    more = [SchoolWeek(county="Oslo", name="skidager", year=2027, week=week) for week in range(3, 12) if week != 9]
    (proposed,) = dates(rule(quarter=1, weekday="wednesday"), 2027, Days(taken + more), seed="", counties=("Oslo",))
    assert proposed.day == date(2027, 3, 3)
    assert proposed.why.endswith("(vinterferie i Oslo (uke 9))")


@given(SEED, YEARS)
def test_a_proposal_keeps_clear_of_the_school_weeks_of_all_counties(seed: str, year: int) -> None:
    places = [("Oslo", 8), ("Innlandet", 9), ("Innlandet", 6)]
    school = Days(SchoolWeek(county=county, name="vinterferie", year=year, week=week) for county, week in places)
    (proposed,) = dates(rule(quarter=1), year, school, seed=seed, counties=("Oslo", "Innlandet"))
    assert Kind.SCHOOL not in {reason.kind for reason in school.closed(proposed.day, ("Oslo", "Innlandet"))}


@given(SEED, YEARS, st.integers(4, 10))
def test_a_new_school_week_moves_only_the_proposals_that_it_hits(seed: str, year: int, week: int) -> None:
    school = Days([SchoolWeek(county="Oslo", name="vinterferie", year=year, week=week)])
    (before,), (after,) = (dates(rule(quarter=1), year, days, seed=seed, counties=("Oslo",)) for days in (DAYS, school))
    assert before == after or before.day.isocalendar().week == week


def test_different_activities_do_not_all_meet_on_one_day() -> None:
    assert len({found(rule(quarter=1), 2027, f"group/activity-{number}")[0].day for number in range(50)}) > 10


def test_a_proposal_is_the_same_in_another_process() -> None:
    program = (
        "from bot.cycle.days import Days; from bot.cycle.written import Quarter; from bot.cycle.when import dates; "
        "print([d.day.isoformat() for y in range(2020, 2046) for d in dates(Quarter(quarter=(1, 2, 3, 4)), y, Days(), seed='roros/møte')])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": salt}, capture_output=True, check=True, text=True
        ).stdout
        for salt in ("1", "2027")
    }
    here = [dated.day.isoformat() for year in range(2020, 2046) for dated in found(rule(quarter=[1, 2, 3, 4]), year, "roros/møte")]
    assert runs == {f"{here}\n"}


# --- a fixed date ------------------------------------------------------------------------------------------------------


def test_a_date_every_year() -> None:
    assert found(rule(date="03-31"), 2027) == (Dated(date(2027, 3, 31), 1, "fast dato 31. mars"),)


def test_a_whole_date_only_in_its_year() -> None:
    when = rule(date=[date(2026, 12, 31), "2027-06-15", "03-01"])
    assert days_of(when, 2026) == [date(2026, 3, 1), date(2026, 12, 31)]
    assert [(dated.day, dated.ordinal) for dated in found(when, 2027)] == [(date(2027, 3, 1), 1), (date(2027, 6, 15), 2)]


def test_29_february_is_28_february_in_ordinary_years_and_says_so() -> None:
    when = rule(date="02-29")
    assert found(when, 2027) == (Dated(date(2027, 2, 28), 1, "fast dato 28. februar (29. februar finnes ikke i 2027)"),)
    assert days_of(when, 2028) == [date(2028, 2, 29)]
    assert notes(when)


@given(st.sets(st.dates(date(2000, 1, 1), date(2000, 12, 31)), min_size=1), YEARS)
def test_yearly_dates_come_every_year_in_order(own: set[date], year: int) -> None:
    got = found(rule(date=[f"{day:%m-%d}" for day in own]), year)
    assert [dated.ordinal for dated in got] == list(range(1, len(own) + 1))
    expected = [(day.month, 28 if (day.month, day.day, year % 4 > 0) == (2, 29, True) else day.day) for day in sorted(own)]
    assert [(dated.day.month, dated.day.day) for dated in got] == expected


# --- an iCalendar recurrence -------------------------------------------------------------------------------------------

RECURRENCES = st.one_of(
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 8), st.sampled_from(("MO", "TU,TH", "FR"))),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from((1, 2, -1)), st.sampled_from(("MO", "WE"))),
    st.builds("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={};COUNT={}".format, st.integers(1, 31), st.integers(1, 40)),
    st.builds("FREQ=YEARLY;BYWEEKNO={};BYDAY=TH".format, st.integers(1, 52)),
    st.builds("FREQ=DAILY;INTERVAL={};UNTIL=20350630".format, st.integers(1, 40)),
)


@settings(max_examples=50)
@given(RECURRENCES, st.dates(date(2020, 1, 1), date(2030, 12, 31)), YEARS)
def test_a_recurrence_agrees_with_dateutil_within_the_year(text: str, start: date, year: int) -> None:
    when = Recurrence(rrule=text, start=start)
    oracle = rrulestr(text, dtstart=datetime.combine(start, time())).between(datetime(year, 1, 1), datetime(year, 12, 31), inc=True)  # noqa: DTZ001  # days
    assert days_of(when, year) == [at.date() for at in oracle]
    assert [dated.ordinal for dated in found(when, year)] == list(range(1, len(oracle) + 1))
    assert faults(when) == ()


def test_a_recurrence_says_its_rule() -> None:
    when = rule(rrule="FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", start=date(2027, 1, 12))
    assert found(when, 2027)[1] == Dated(date(2027, 4, 13), 2, "gjentakelse FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU")


def test_new_years_day_belongs_to_its_own_year() -> None:
    when = rule(rrule="FREQ=DAILY", start=date(2026, 12, 30))
    assert days_of(when, 2026) == [date(2026, 12, 30), date(2026, 12, 31)]
    assert (days_of(when, 2027)[0], len(days_of(when, 2028))) == (date(2027, 1, 1), 366)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("FREQ=HOURLY", "«FREQ=HOURLY» kan ikke brukes"),
        ("FREQ=MINUTELY;INTERVAL=1", "«FREQ=MINUTELY» kan ikke brukes"),
        ("FREQ=SECONDLY", "klokkeslettet står i «time»"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "«BYHOUR» kan ikke stå i «rrule»"),
        ("FREQ=DAILY;INTERVAL=0", "«INTERVAL» skal være et helt tall fra 1 til 999"),
        ("FREQ=DAILY;INTERVAL=-1", "«INTERVAL» skal være et helt tall fra 1 til 999"),
        ("FREQ=DAILY;BYMONTH=13", "«BYMONTH» skal være tall fra 1 til 12"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "«BYMONTHDAY» kan ikke brukes sammen med FREQ=DAILY"),
        ("FREQ=WEEKLY;BYDAY=2TU", "Tall foran ukedagen"),
        ("FREQ=YEARLY;COUNT=3;UNTIL=20290101", "Skriv enten «COUNT» eller «UNTIL»"),
        ("FREQ=YEARLY;UNTIL=20281231T230000Z", "«UNTIL» skal være en dato uten klokkeslett"),
        ("FREQ=YEARLY;FREQ=DAILY", "flere ganger"),
        ("FREQ=MONTHLY;BYDAY=2XX", "er ikke en gjentakelse"),
        ("FREQ=YEARLY;BYDAY=", "er ikke en gjentakelse"),
        ("FREQ=YEARLY;BYSETPOS=0;BYDAY=MO", "er ikke en gjentakelse"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "gir ingen datoer"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=SU", "gir ingen datoer"),
        ("FREQ=YEARLY\nRDATE:20270101", "én linje"),
        ("FREQ=YEARLY;" + "BYMONTH=1;" * 100, "én linje"),
        ("hver torsdag", "Skriv FREQ=DAILY, WEEKLY, MONTHLY eller YEARLY"),
    ],
)
def test_a_recurrence_that_cannot_be_used_says_why(text: str, says: str) -> None:
    assert says in " ".join(faults(Recurrence(rrule=text, start=date(2027, 1, 11))))


@pytest.mark.parametrize("text", ["FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYHOUR=1;BYMINUTE=1", "tull"])
def test_a_refused_recurrence_is_never_walked_through(text: str) -> None:
    with pytest.raises(ValueError, match=r"rrule|FREQ|INTERVAL"):
        found(Recurrence(rrule=text, start=date(2027, 1, 1)), 2027)


@settings(max_examples=60)
@given(
    st.text(max_size=60) | st.builds("FREQ=YEARLY;{}={}".format, st.sampled_from(("BYDAY", "UNTIL", "COUNT", "WKST")), st.text(max_size=6))
)
def test_any_text_as_a_recurrence_is_answered_and_not_raised(text: str) -> None:
    assert all(fault.endswith(".") for fault in faults(Recurrence(rrule=text, start=date(2027, 1, 11))))


# --- every n-th year ---------------------------------------------------------------------------------------------------

RULES: Sequence[dict[str, object]] = (
    {"month": 5, "weekday": "tuesday", "nth": 2},
    {"week": 20, "weekday": "monday"},
    {"quarter": 3},
    {"date": "09-01"},
    {"rrule": "FREQ=YEARLY", "start": date(2019, 9, 1)},
)


@given(st.sampled_from(RULES), st.integers(2, 10), st.integers(2000, 2060), YEARS)
def test_every_nth_year_counts_from_its_anchor_both_ways(raw: dict[str, object], every: int, anchor: int, year: int) -> None:
    when = rule(**raw, every=every, anchor=anchor)
    assert days_of(when, year) == (days_of(rule(**raw), year) if (year - anchor) % every == 0 else [])


def test_every_without_an_anchor_is_a_fault() -> None:
    when = rule(date="03-31", every=4)
    assert faults(when) == ("«every = 4» trenger et år der aktiviteten finner sted. Skriv for eksempel «anchor = 2024».",)
    with pytest.raises(ValueError, match="anchor"):
        found(when, 2027)


@given(st.sampled_from(RULES), YEARS)
def test_the_same_rule_gives_the_same_answer_and_no_faults(raw: dict[str, object], year: int) -> None:
    assert found(rule(**raw), year) == found(rule(**raw), year)
    assert faults(rule(**raw)) == ()


# --- relative to something else ----------------------------------------------------------------------------------------


def other(*days: date) -> object:
    """The dates of another activity, as the plan would answer."""
    answers = {("rullering", 2027): tuple(Dated(day, number, "") for number, day in enumerate(days, 1))}
    return lambda name, year: answers[name, year]


def relative(resolve: object, **keys: object) -> tuple[Dated, ...]:
    assert callable(resolve)
    return dates(rule(**keys), 2027, DAYS, seed="", resolve=resolve)


def test_working_days_before_another_activity() -> None:
    got = relative(other(date(2027, 9, 30)), before="rullering", workdays=10)
    assert got == (Dated(date(2027, 9, 16), 1, "10 arbeidsdager før rullering 30. september"),)


def test_one_day_after_each_date_keeps_the_numbers_and_may_leave_the_year() -> None:
    got = relative(other(date(2027, 6, 1), date(2027, 12, 31)), after="rullering", days=1)
    assert [(dated.day, dated.ordinal) for dated in got] == [(date(2027, 6, 2), 1), (date(2028, 1, 1), 2)]
    assert got[1].why == "1 dag etter rullering 31. desember"


def test_no_distance_is_the_same_day() -> None:
    assert relative(other(date(2027, 6, 1)), after="rullering", days=0)[0].why == "samme dag som rullering 1. juni"


def test_an_unknown_activity_is_the_callers_to_explain() -> None:
    with pytest.raises(KeyError, match="budsjett"):
        relative(other(), after="budsjett", days=1)


@given(st.dates(date(2020, 1, 1), date(2045, 12, 31)), st.integers(1, 200))
def test_working_days_after_and_before_land_on_working_days(day: date, workdays: int) -> None:
    (after,), (before,) = (relative(other(day), **{way: "rullering"}, workdays=workdays) for way in ("after", "before"))
    assert DAYS.working(after.day)
    assert DAYS.working(before.day)
    assert DAYS.count(DAYS.before(day), workdays) == after.day
    assert DAYS.count(DAYS.after(day), -workdays) == before.day


@given(st.dates(date(2020, 1, 1), date(2045, 12, 31)), st.integers(0, 1000))
def test_calendar_days_are_plain(day: date, distance: int) -> None:
    assert relative(other(day), before="rullering", days=distance)[0].day + timedelta(days=distance) == day


# --- faults ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (FixedDate(date="02-30"), "«02-30» er ikke en dato"),
        (FixedDate(date="31.03"), "Skriv måned og dag, for eksempel «03-31»"),
        (FixedDate(date="W01-1"), "er ikke en dato"),
        (FixedDate(date=("03-31", "03-31")), "«03-31» står flere ganger"),
        (FixedDate(date=()), "tom liste"),
        (NthWeekday(month=(3, 3), weekday="monday", nth=1), "3 står flere ganger i «month»"),
        (IsoWeek(week=(), weekday="monday"), "«week» er en tom liste"),
        (Quarter(quarter=(1, 1)), "1 står flere ganger i «quarter»"),
        (Relative(after="a", before="b", days=1), "enten «after» eller «before»"),
        (Relative(after="", days=1), "enten «after» eller «before»"),
        (Relative(after="a"), "enten «days» (dager) eller «workdays» (arbeidsdager)"),
        (Relative(after="a", days=1, workdays=1), "enten «days» (dager) eller «workdays» (arbeidsdager)"),
    ],
)
def test_a_rule_that_cannot_be_used_says_what_to_write(when: When, says: str) -> None:
    assert says in " ".join(faults(when))


def test_all_faults_of_a_rule_come_at_once() -> None:
    assert len(faults(FixedDate(date=("02-30", "13-01"), every=2))) == 3


def test_an_impossible_date_is_not_planned() -> None:
    with pytest.raises(ValueError, match="day"):
        found(FixedDate(date="02-30"), 2027)


# --- wall times: what a rule's date becomes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2027, 3, 27), time(12), datetime(2027, 3, 27, 11, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # does not exist: the clock shows 03.30
        (date(2027, 3, 29), time(12), datetime(2027, 3, 29, 10, tzinfo=UTC)),
        (date(2027, 10, 30), time(12), datetime(2027, 10, 30, 10, tzinfo=UTC)),
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # comes twice: the first
        (date(2027, 11, 1), time(12), datetime(2027, 11, 1, 11, tzinfo=UTC)),
    ],
)
def test_a_meeting_at_twelve_is_at_twelve_on_both_sides_of_a_clock_change(day: date, at: time, utc: datetime) -> None:
    assert wall(day, at).astimezone(UTC) == utc
    assert (wall(day, at).date(), wall(day, at).time()) == (day, at)


@given(YEARS, st.integers(0, 23))
def test_a_weekly_meeting_keeps_its_hour_all_year(year: int, hour: int) -> None:
    weekly = Recurrence(rrule="FREQ=WEEKLY;BYDAY=TH", start=date(2020, 1, 2))
    assert {wall(day, time(hour)).time() for day in days_of(weekly, year)} == {time(hour)}
