"""From rules to dates: what a year looks like, and what a person's change does to it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cycle import plan, read
from bot.cycle.days import Days
from bot.cycle.model import OSLO, Amendment, Cancelled, Change, Cycle, Item, ItemAdded, Moved, Occurrence, Plan, Relocated
from bot.cycle.written import Place, Programme, Schedule, SchoolWeek

MEETING = """
meeting = true
[[step]]
name = "notice"
at = "-7d"
time = "09:00"
to = "members"
letter = "notice"
[[step]]
name = "remind"
at = "-2wd"
to = "unanswered"
letter = "remind"
"""
DUTY = """
[[step]]
name = "heads-up"
at = "-30d"
to = "responsible"
letter = "duty"
"""
GROUP = '[group]\nid = "naering"\nname = "faggruppe"\ncounties = ["Innlandet"]\n'
MAY = datetime(2027, 5, 1, tzinfo=UTC)


def cycle(activities: str) -> Cycle:
    schedule, faults = read.toml(Schedule, "x.toml", GROUP + activities)
    meeting, _ = read.toml(Programme, "meeting.toml", MEETING)
    duty, _ = read.toml(Programme, "duty.toml", DUTY)
    assert faults == ()
    assert schedule
    assert meeting
    assert duty
    return Cycle(schedule, {"meeting": meeting, "duty": duty})


def laid(activities: str, *changes: tuple[str, Change], year: int = 2027, days: Days | None = None) -> Plan:
    amendments = [Amendment(key, change, "Sekretariatet", MAY) for key, change in changes]
    return plan.lay([cycle(activities)], days or Days(), date(year, 1, 1), date(year + 1, 1, 1), amendments)


def activity(when: str, name: str = "mote", rest: str = 'time = "12.00–13.00"') -> str:
    who = "" if "duty" in rest else 'responsible = "Sekretariatet"'
    return f'[[activity]]\nid = "{name}"\ntitle = "{name.title()}"\nwhen = {when}\n{rest}\n{who}\n'


def only(plan: Plan) -> Occurrence:
    [occurrence] = plan.occurrences
    return occurrence


THURSDAY = activity('{ month = 11, weekday = "thursday", nth = 1 }')


def test_a_meeting_stands_on_its_date_with_its_steps_and_reasons() -> None:
    meeting = only(laid(THURSDAY))

    assert meeting.key == "naering/mote/2027-1"
    assert meeting.start.isoformat() == "2027-11-04T12:00:00+01:00"
    assert meeting.end.isoformat() == "2027-11-04T13:00:00+01:00"
    assert [(step.key, step.at.isoformat(), step.why) for step in meeting.steps] == [
        ("naering/mote/2027-1/notice", "2027-10-28T07:00:00+00:00", "7 dager før møtet"),
        ("naering/mote/2027-1/remind", "2027-11-02T07:00:00+00:00", "2 arbeidsdager før møtet"),
    ]
    assert meeting.why == ("første torsdag i november",)


def test_a_step_that_would_fall_on_a_holiday_goes_the_working_day_before() -> None:
    meeting = only(laid(activity("{ date = 2027-05-13 }")))

    assert meeting.steps[0].at.astimezone(OSLO).date() == date(2027, 5, 5)
    assert "flyttet fra torsdag 6.5.2027" in meeting.steps[0].why


def test_a_meeting_on_a_closed_day_is_warned_about_and_left_where_it_is() -> None:
    meeting = only(laid(activity("{ date = 2027-05-17 }")))

    assert meeting.day == date(2027, 5, 17)
    assert "Andre pinsedag og Grunnlovsdag" in meeting.warnings


def test_a_meeting_may_ask_to_be_moved_to_the_next_open_day_with_the_same_weekday() -> None:
    meeting = only(laid(activity("{ date = 2027-05-06 }", rest='closed = "move"\ntime = "12.00–13.00"')))

    assert meeting.day == date(2027, 5, 13)
    assert meeting.warnings == ()
    assert any("flyttet fra torsdag 6.5.2027: Kristi himmelfartsdag" in why for why in meeting.why)


def test_a_group_is_warned_of_school_weeks_in_its_counties() -> None:
    days = Days([SchoolWeek(county="Innlandet", name="høstferie", year=2027, week=41)])

    assert only(laid(activity("{ date = 2027-10-13 }"), days=days)).warnings == ("høstferie i Innlandet (uke 41)",)


def test_a_duty_with_a_deadline_on_a_saturday_is_told_of_the_friday() -> None:
    duty = only(laid(activity('{ date = "05-15" }', rest='programme = "duty"\nresponsible = "Næringssjef"')))

    assert duty.warnings == ("fristen faller på lørdag; siste arbeidsdag før er fredag 14.5.2027",)
    assert (duty.end - duty.start).days == 1


def test_a_duty_without_a_responsible_is_flagged() -> None:
    assert "ingen er ansvarlig" in only(laid(activity("{ quarter = 1 }", rest='programme = "duty"'))).warnings


def test_a_late_friday_is_warned_about() -> None:
    assert "fredag etter kl. 14" in only(laid(activity("{ date = 2027-09-10 }", rest='time = "13.00–15.00"'))).warnings


def test_a_dependency_that_comes_later_is_warned_about() -> None:
    text = activity("{ date = 2027-09-10 }", "rapport", 'time = "10.00–11.00"\ndepends = ["maling"]') + activity(
        "{ date = 2027-10-12 }", "maling"
    )
    [report, _] = laid(text).occurrences

    assert report.warnings == ("bygger på «Maling», som ikke er lagt før denne",)


def test_last_years_result_is_early_enough() -> None:
    text = activity('{ date = "02-10" }', "rapport", 'time = "10.00–11.00"\ndepends = ["maling"]') + activity(
        '{ date = "06-10" }', "maling"
    )

    assert laid(text).occurrences[0].warnings == ()


def test_a_rule_counted_from_a_meeting_follows_when_the_meeting_is_moved() -> None:
    text = THURSDAY + activity('{ after = "mote", workdays = 2 }', "referat", 'programme = "duty"\nresponsible = "Sekretariatet"')
    moved = Moved(datetime(2027, 11, 11, 12, tzinfo=OSLO), datetime(2027, 11, 11, 13, tzinfo=OSLO))

    assert laid(text).by_key["naering/referat/2027-1"].day == date(2027, 11, 8)
    assert laid(text, ("naering/mote/2027-1", moved)).by_key["naering/referat/2027-1"].day == date(2027, 11, 15)


def test_two_rules_that_count_from_each_other_find_nothing_and_end() -> None:
    text = activity('{ after = "b", days = 1 }', "a") + activity('{ after = "a", days = 1 }', "b")

    assert laid(text).occurrences == ()


def test_a_move_keeps_the_key_and_moves_every_step() -> None:
    moved = Moved(datetime(2027, 11, 18, 10, tzinfo=OSLO), datetime(2027, 11, 18, 11, tzinfo=OSLO))
    meeting = only(laid(THURSDAY, ("naering/mote/2027-1", moved)))

    assert (meeting.key, meeting.start) == ("naering/mote/2027-1", datetime(2027, 11, 18, 10, tzinfo=OSLO))
    assert meeting.steps[0].at.astimezone(OSLO).date() == date(2027, 11, 11)
    assert meeting.why[-1] == "flyttet av Sekretariatet 1.5.2027"


def test_a_meeting_moved_into_the_next_year_is_found_there_and_not_here() -> None:
    change = ("naering/mote/2027-1", Moved(datetime(2028, 1, 13, 12, tzinfo=OSLO), datetime(2028, 1, 13, 13, tzinfo=OSLO)))

    assert laid(THURSDAY, change).occurrences == ()
    assert "naering/mote/2027-1" in laid(THURSDAY, change, year=2028).by_key


def test_a_cancelled_meeting_stays_in_the_plan_without_steps() -> None:
    meeting = only(laid(THURSDAY, ("naering/mote/2027-1", Cancelled("sykdom"))))

    assert (meeting.cancelled, meeting.steps) == ("sykdom", ())


def test_place_and_items_are_amended() -> None:
    meeting = only(
        laid(
            THURSDAY,
            ("naering/mote/2027-1", Relocated(Place(name="Hamar rådhus"))),
            ("naering/mote/2027-1", ItemAdded(Item("godstog", "Godstog på Kongsvingerbanen", ""))),
        )
    )

    assert (meeting.place.name, [item.title for item in meeting.items]) == ("Hamar rådhus", ["Godstog på Kongsvingerbanen"])


@pytest.mark.parametrize(
    ("day", "utc"), [("2027-03-26", "11:00"), ("2027-03-29", "10:00"), ("2027-10-29", "10:00"), ("2027-11-01", "11:00")]
)
def test_noon_in_norway_is_noon_on_both_sides_of_both_changes(day: str, utc: str) -> None:
    meeting = only(laid(activity(f"{{ date = {day} }}")))

    assert f"{meeting.start:%H:%M}" == "12:00"
    assert f"{meeting.start.astimezone(UTC):%H:%M}" == utc


@given(st.integers(2020, 2045), st.integers(1, 12), st.sampled_from([1, 2, 3, 4, -1]))
def test_every_step_of_every_year_is_a_working_day_before_its_meeting(year: int, month: int, nth: int) -> None:
    meeting = only(laid(activity(f'{{ month = {month}, weekday = "thursday", nth = {nth} }}'), year=year))

    assert meeting.start.year == year
    for step in meeting.steps:
        assert Days().working(step.at.astimezone(OSLO).date())
        assert step.at < meeting.start


@given(st.integers(2020, 2045))
def test_the_years_fit_together_without_gap_or_overlap(year: int) -> None:
    text = activity("{ quarter = [1, 2, 3, 4] }") + activity('{ date = "12-31" }', "slutt", 'closed = "move"\ntime = "12.00–13.00"')
    three = plan.lay([cycle(text)], Days(), date(year, 1, 1), date(year + 3, 1, 1)).occurrences
    each = [occurrence for n in range(3) for occurrence in laid(text, year=year + n).occurrences]

    assert [occurrence.key for occurrence in three] == [occurrence.key for occurrence in each]
