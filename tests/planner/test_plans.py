"""What a proposal does with the rules: the days it takes, the days it never takes, and what it keeps in order."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.cycle.model import OSLO, Amendment, Moved
from bot.cycle.written import SchoolWeek
from bot.planner import propose
from bot.planner.meetings import Year
from bot.planner.model import Busy, Fixed, Ordered
from tests.planner.conftest import ELSEWHERE, NOW, best, body, laid, people, problem, proposed, short


def test_a_rule_that_nothing_stands_against_is_followed() -> None:
    [found] = best(laid(body("naering")))

    assert short(found) == {"naering/mote/2028-1": "Thu 11.05"}
    assert (found.points, found.proven) == (0, True)


def test_members_in_two_bodies_are_not_in_two_places_on_one_day(two: Year) -> None:
    [found] = best(two)

    days = sorted(found.days.values())
    assert days[0] != days[1]
    assert date(2028, 5, 11) in days
    assert days[0].isocalendar().week != days[1].isocalendar().week, "and not in one week, where they would be away twice"
    assert {day.weekday() for day in days} == {3}, "on their usual weekday all the same"


def test_in_one_house_one_after_the_other_is_better_than_two_journeys() -> None:
    shared = people("Horten", "Larvik")
    year = laid(
        body("naering", members=shared, time="10.00–12.00"),
        body("kultur", members=shared, time="13.00–15.00", place='{ name = "Rådhuset", room = "møterom 2" }'),
    )

    [found] = best(year)

    assert set(found.days.values()) == {date(2028, 5, 11)}
    assert found.points == 0


def test_at_the_same_hour_one_house_is_no_help() -> None:
    shared = people("Horten")
    [found] = best(laid(body("naering", members=shared), body("kultur", members=shared, place='{ name = "Rådhuset", room = "B" }')))

    assert len(set(found.days.values())) == 2


def test_a_room_holds_one_meeting_at_a_time() -> None:
    [found] = best(laid(body("naering"), body("kultur")))

    assert len(set(found.days.values())) == 2


def test_no_meeting_on_a_closed_day_and_no_notice_in_a_closed_week() -> None:
    """The second Tuesday of April is in Easter week, and a week later the notice would have left in it."""
    year = laid(body("naering", '{ month = 4, weekday = "tuesday", nth = 2 }'))

    [found] = best(year)

    assert short(found) == {"naering/mote/2028-1": "Tue 04.04"}
    [shut] = [one for one in problem(year).shut["naering/mote/2028-1"] if one.day == date(2028, 4, 18)]
    assert shut.reasons == ("innkallingen ville gått ut tirsdag 11. april, uka før påske",)


def test_school_weeks_of_the_members_counties_are_kept_clear() -> None:
    school = [SchoolWeek(county="Innlandet", name="vinterferie", year=2028, week=7)]
    when = '{ week = 7, weekday = "wednesday" }'

    [with_children] = best(laid(body("naering", when, more='counties = ["Innlandet"]'), school=school))
    [without] = best(laid(body("naering", when), school=school))

    assert short(without) == {"naering/mote/2028-1": "Wed 16.02"}
    assert short(with_children) == {"naering/mote/2028-1": "Wed 09.02"}, "the week after, the notice would leave in the holiday"


def test_the_period_that_the_rule_names_is_kept() -> None:
    kinds = {
        '{ month = 5, weekday = "thursday", nth = 1 }': ("2028-05-01", "2028-05-25"),
        '{ quarter = 2, weekday = "tuesday" }': ("2028-04-01", "2028-06-30"),
        '{ week = 23, weekday = "thursday" }': ("2028-05-25", "2028-06-22"),
        '{ date = "09-30" }': ("2028-09-09", "2028-09-30"),
        '{ rrule = "FREQ=WEEKLY;BYDAY=TU;COUNT=1", start = 2028-06-06 }': ("2028-06-05", "2028-06-11"),
    }
    for when, (first, last) in kinds.items():
        [meeting] = problem(laid(body("naering", when))).meetings.values()
        assert (meeting.first.isoformat(), meeting.last.isoformat()) == (first, last), when


def test_meetings_of_a_body_keep_their_order_and_their_distance() -> None:
    year = laid(body("naering", "{ quarter = [1, 2, 3, 4] }", more="apart = 60"))
    [found] = best(year)

    days = list(found.days.values())
    assert days == sorted(days)
    assert all((after - before).days >= 60 for before, after in pairwise(days))


def test_without_a_distance_of_its_own_half_of_the_rules_is_kept() -> None:
    demands = problem(laid(body("naering", '{ month = [5, 6], weekday = "thursday", nth = 2 }'))).demands

    assert [demand.gap for demand in demands if isinstance(demand, Ordered)] == [14]


def test_another_calendar_is_kept_clear_of() -> None:
    def council(day: int, hour: int) -> Busy:
        return Busy(datetime(2028, 5, day, hour, tzinfo=OSLO), datetime(2028, 5, day, hour + 2, tzinfo=OSLO), "Møte", "Kommunestyret")

    year = laid(body("naering"))

    [in_its_hours] = best(year, busy=[council(11, 11)])
    [later_that_day] = best(year, busy=[council(11, 17)])

    assert short(in_its_hours) == {"naering/mote/2028-1": "Thu 18.05"} or short(in_its_hours) == {"naering/mote/2028-1": "Thu 04.05"}
    assert short(later_that_day) == {"naering/mote/2028-1": "Thu 11.05"}
    assert later_that_day.points == 6


def test_a_day_when_half_of_the_members_are_taken_is_not_taken() -> None:
    year = laid(body("naering"))
    counted = {("naering/mote/2028-1", date(2028, 5, 11)): (6, 12)}

    found = proposed(year, counted=counted).plans[0]

    assert found.placed[0].start.date() != date(2028, 5, 11)
    assert "6 av 12 organisasjoner er opptatt" in found.costs[0]


# --- what is not the planner's to choose -----------------------------------------------------------------------------


def test_a_date_that_a_person_has_set_stands_and_the_others_go_around_it(two: Year) -> None:
    start = datetime(2028, 5, 18, 10, tzinfo=OSLO)
    moved = Amendment("kultur/mote/2028-1", Moved(start, start + timedelta(hours=2)), "Sekretæren", NOW)
    year = laid(*two.cycles, amendments=[moved])

    [found] = best(year)

    assert problem(year).meetings["kultur/mote/2028-1"].fixed is Fixed.BY_HAND
    assert short(found) == {"naering/mote/2028-1": "Thu 11.05", "kultur/mote/2028-1": "Thu 18.05"}


@pytest.mark.parametrize(
    ("when", "also", "why"),
    [
        ("{ date = 2028-05-11 }", "", Fixed.DATED),
        ('{ month = 5, weekday = "thursday", nth = 2 }', 'joint = { title = "Felles dag" }', Fixed.JOINT),
    ],
)
def test_dates_that_are_not_ours_alone_are_not_moved(when: str, also: str, why: Fixed) -> None:
    [meeting] = problem(laid(body("naering", when, also=also))).meetings.values()

    assert meeting.fixed is why


def test_parts_of_one_joint_day_are_moved_together() -> None:
    joint = 'joint = { title = "Felles faggruppemøte" }'
    council = Busy(datetime(2028, 5, 11, 8, tzinfo=OSLO), datetime(2028, 5, 11, 16, tzinfo=OSLO), "Møte", "Fylkestinget")
    shared = people("Horten")
    year = laid(body("naering", members=shared, also=joint), body("kultur", members=shared, place=ELSEWHERE, also=joint))

    [found] = best(year, busy=[council])

    assert len(set(found.days.values())) == 1
    assert date(2028, 5, 11) not in found.days.values()


def test_what_is_past_is_past() -> None:
    year = laid(body("naering", '{ month = [2, 5], weekday = "thursday", nth = 2 }'))

    found = problem(year, today=date(2028, 3, 1)).meetings

    assert found["naering/mote/2028-1"].fixed is Fixed.PAST
    assert found["naering/mote/2028-2"].fixed is None


def test_a_notice_that_should_have_left_already_shuts_the_day() -> None:
    year = laid(body("naering"))

    days = [candidate.day for candidate in problem(year, today=date(2028, 5, 8)).candidates["naering/mote/2028-1"]]

    assert min(days) == date(2028, 5, 18), "a notice of 9 May is for the 16th, which is the day before a holiday"


# --- what follows from what ------------------------------------------------------------------------------------------

REPORT = """
[[activity]]
id = "rapport"
title = "Rapport"
programme = "duty"
when = { after = "mote", workdays = 10 }
responsible = "Leder"

[[activity]]
id = "arsmote"
title = "Årsmøte"
when = { month = 6, weekday = "thursday", nth = 1 }
time = "18.00–20.00"
place = { name = "Kulturhuset" }
depends = ["rapport"]
responsible = "Leder"
"""
FOLLOWING = """
[[activity]]
id = "oppfolging"
title = "Oppfølgingsmøte"
when = { after = "mote", days = 35 }
time = "10.00–12.00"
place = { name = "Rådhuset" }
responsible = "Leder"
"""


def test_a_meeting_comes_after_what_it_depends_on_also_through_a_report_in_between() -> None:
    """The report is ten working days after the meeting; were the meeting moved late in May, it would come after the annual meeting."""
    council = [
        Busy(datetime(2028, 5, day, tzinfo=OSLO), datetime(2028, 5, day + 1, tzinfo=OSLO), "", "Fylkestinget") for day in range(1, 19)
    ]
    year = laid(body("naering", also=REPORT), school=())

    [found] = best(year, busy=council)

    meeting, annual = found.days["naering/mote/2028-1"], found.days["naering/arsmote/2028-1"]
    assert meeting >= date(2028, 5, 19)
    assert year.days.count(meeting, 10) < annual


def test_a_meeting_that_is_counted_from_another_follows_it_and_never_comes_nearer() -> None:
    council = [Busy(datetime(2028, 5, 11, tzinfo=OSLO), datetime(2028, 5, 12, tzinfo=OSLO), "", "Fylkestinget")]
    year = laid(body("naering", also=FOLLOWING))

    [free] = best(year)
    [moved] = best(year, busy=council)

    assert (free.days["naering/oppfolging/2028-1"] - free.days["naering/mote/2028-1"]).days == 35
    assert moved.days["naering/mote/2028-1"] != date(2028, 5, 11)
    assert (moved.days["naering/oppfolging/2028-1"] - moved.days["naering/mote/2028-1"]).days == 35


# --- other plans -----------------------------------------------------------------------------------------------------


def test_the_three_plans_really_differ(two: Year) -> None:
    found = best(two, 3)

    assert [one.points for one in found] == sorted(one.points for one in found)
    for number, one in enumerate(found):
        for other in found[:number]:
            weeks = [(one.days[key].isocalendar().week, other.days[key].isocalendar().week) for key in one.days]
            assert any(mine != theirs for mine, theirs in weeks)


def test_where_there_is_one_plan_only_one_is_proposed() -> None:
    assert len(best(laid(body("naering", "{ date = 2028-05-11 }")), 3)) == 1


def test_only_the_groups_that_are_asked_about_are_moved(two: Year) -> None:
    found = propose.proposal(two, ["kultur"], NOW, language="nb")

    assert found.remarks == ()
    [placed] = found.plans[0].placed
    assert placed.key == "kultur/mote/2028-1"
    assert placed.start.date() != date(2028, 5, 11), "the other body keeps its day, and shuts it"
    assert list(found.groups) == ["kultur"]
