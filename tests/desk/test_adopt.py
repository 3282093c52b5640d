"""A proposed plan becomes the plan: dates are moved with who and when, invitations leave, and a stale proposal is refused whole."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot import house
from bot.cycle.model import OSLO
from bot.desk import adopt, proposing
from bot.desk import desk as desks
from bot.desk.adopt import Basis, Choice
from bot.errors import Refused
from bot.planner.model import Proposal
from bot.rehearsal import Rehearsal

Begin = Callable[[str], Rehearsal]
SEPTEMBER = "2027-09-20T10:00"


def proposed(year: Rehearsal) -> Proposal:
    return proposing.proposal(year.desk, 2028, [], [], year.now, busy=False)


def basis(found: Proposal) -> Basis:
    return Basis(found.year, found.groups, found.made_at)


def choices(found: Proposal) -> list[Choice]:
    return [Choice(one.key, one.start, one.end) for one in found.plans[0].placed]


def another_day(found: Proposal, key: str, day: date) -> list[Choice]:
    """The plan with one date that a person has written into the file."""
    return [
        Choice(one.key, *(datetime.combine(day, at.time(), OSLO) for at in (one.start, one.end))) if one.key == key else one
        for one in choices(found)
    ]


def days(year: Rehearsal) -> dict[str, date]:
    laid = desks.lay(year.desk, date(2028, 1, 1), date(2029, 1, 1))
    return {one.key: one.day for one in laid.occurrences if one.meeting}


def invited(year: Rehearsal) -> set[str]:
    """The meetings whose save-the-dates have left."""
    return {name.partition("/save-date")[0] for name in year.sent() if "/save-date-1" in name}


def test_the_plan_is_what_was_proposed_and_everybody_has_the_dates(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)

    done = adopt.adopt(year.desk, basis(found), another_day(found, "naering/faggruppe/2028-1", date(2028, 5, 4)), "Sekretæren", year.now)

    assert [one.key for one in done.moved] == ["naering/faggruppe/2028-1"]
    assert days(year)["naering/faggruppe/2028-1"] == date(2028, 5, 4)
    [amendment] = year.desk.journal.amendments_of("naering/faggruppe/2028-1")
    assert (amendment.who, amendment.at) == ("Sekretæren", year.now)
    year.until("2027-09-20T11:00")
    assert invited(year) == {"naering/faggruppe/2028-1", "naering/faggruppe/2028-2"}


def test_what_is_more_than_a_year_ahead_leaves_by_itself_when_it_comes_into_sight(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)

    done = adopt.adopt(year.desk, basis(found), choices(found), "Sekretæren", year.now)

    assert [one.key for one in done.later] == ["naering/faggruppe/2028-3"]
    assert "naering/faggruppe/2028-3" not in invited(year.until("2027-09-21T08:00"))
    assert "naering/faggruppe/2028-3" in invited(year.until("2027-10-20T08:00"))


def test_twice_is_once(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    wanted = another_day(found, "naering/faggruppe/2028-1", date(2028, 5, 4))
    adopt.adopt(year.desk, basis(found), wanted, "Sekretæren", year.now)

    again = adopt.adopt(year.desk, basis(found), wanted, "Sekretæren", year.now)

    assert (again.moved, again.invited) == ((), ())
    assert len(year.desk.journal.amendments_of("naering/faggruppe/2028-1")) == 1
    year.until("2027-09-20T11:00").until("2027-09-20T12:00")
    assert len([name for name in year.sent() if name.startswith("naering/faggruppe/2028-1/save-date")]) == 1


def test_a_year_in_which_the_rules_are_followed_moves_nothing(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)

    done = adopt.adopt(year.desk, basis(found), choices(found), "Sekretæren", year.now)

    assert done.moved == ()
    assert year.desk.journal.amendments(range(2026, 2030)) == ()


# --- another plan afterwards ----------------------------------------------------------------------------------------------

SPRING = "naering/faggruppe/2028-1"


def adopted(year: Rehearsal, found: Proposal, day: date) -> adopt.Adopted:
    """Another plan from the same proposal: the spring meeting on another day."""
    return adopt.adopt(year.desk, basis(found), another_day(found, SPRING, day), "Sekretæren", year.now)


def test_another_plan_replaces_one_that_nobody_has_heard_of(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    adopted(year, found, date(2028, 5, 4))
    year.strike(year.now + timedelta(minutes=5))

    done = adopted(year, found, date(2028, 5, 18))

    assert ([one.key for one in done.moved], done.told) == ([SPRING], ())
    assert days(year)[SPRING] == date(2028, 5, 18)
    year.until("2027-09-20T11:00").until("2027-09-20T12:00")
    assert invited(year) == {SPRING, "naering/faggruppe/2028-2"}
    letters = [one for one in year.desk.journal.letters(f"{SPRING}/save-date-1") if one.state == "sent"]
    assert {"DTSTART;TZID=Europe/Oslo:20280518T120000" in json.loads(one.content)["calendar"] for one in letters} == {True}
    assert len(letters) == 3
    assert not [name for name in year.sent() if "/moved" in name], "nobody is told that it has been moved"


def test_who_has_the_date_of_the_former_plan_is_told_of_the_new_one(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    adopted(year, found, date(2028, 5, 4))
    year.until("2027-09-20T11:00")

    done = adopted(year, found, date(2028, 5, 18))
    year.changes += 1
    year.until("2027-09-20T12:00").until("2027-09-20T13:00")

    assert [one.key for one in done.told] == [SPRING]
    [step] = [name for name in year.sent() if name.startswith(f"{SPRING}/moved")]
    assert len(year.recipients(step)) == 2
    assert not [name for name in year.sent() if "/2028-2/moved" in name], "its date is the same in both plans"


def test_an_older_proposal_does_not_replace_a_newer_plan(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    older = proposed(year)
    year.strike(year.now + timedelta(hours=1))
    adopted(year, proposed(year), date(2028, 5, 4))

    with pytest.raises(Refused, match=r"er flyttet av Sekretæren etter at forslaget ble laget. Skal torsdag 4. mai 2028"):
        adopted(year, older, date(2028, 5, 18))
    assert days(year)[SPRING] == date(2028, 5, 4)


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("schedules/naering.toml", "month = [5, 9, 11]", "month = [4, 9, 11]"),
        ("schedules/naering.toml", "12.00–13.00", "13.00–14.00"),
        ("schedules/medlemmer.csv", "lorenskog@example.no", "ny@example.no"),
    ],
)
def test_a_proposal_from_other_files_is_stale(begin: Begin, root: Path, file: str, old: str, new: str) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    path = root / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    year.desk = type(year.desk)(house.office(root), year.desk.journal, year.desk.post, year.desk.seal)

    with pytest.raises(Refused, match="siden er dette endret: årshjulet, registeret eller feriene for faggruppe for næringssamarbeid"):
        adopt.adopt(year.desk, basis(found), choices(found), "Sekretæren", year.now)


def test_what_somebody_has_moved_since_is_not_moved_back(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    year.until("2027-09-21T08:00").move("naering/faggruppe/2028-1", date(2028, 5, 18), "Lederen")

    with pytest.raises(Refused, match="er flyttet av Lederen etter at forslaget ble laget"):
        adopt.adopt(year.desk, basis(found), choices(found), "Sekretæren", year.now)
    assert days(year)["naering/faggruppe/2028-1"] == date(2028, 5, 18)


def test_what_is_cancelled_since_is_told(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    year.cancel("naering/faggruppe/2028-1", "for få saker")

    with pytest.raises(Refused, match="er avlyst"):
        adopt.adopt(year.desk, basis(found), choices(found), "Sekretæren", year.now)


@pytest.mark.parametrize("day", [date(2027, 5, 4), date(2029, 5, 4)])
def test_a_date_outside_the_year_is_refused_and_nothing_is_recorded(begin: Begin, day: date) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)

    with pytest.raises(Refused, match="kan ikke være tiden for et møte i 2028"):
        adopt.adopt(year.desk, basis(found), another_day(found, "naering/faggruppe/2028-2", day), "Sekretæren", year.now)
    assert year.desk.journal.amendments(range(2026, 2030)) == ()


def test_a_meeting_of_another_group_is_refused(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    start = datetime(2028, 5, 4, 12, tzinfo=OSLO)

    with pytest.raises(Refused, match="er ikke et møte i 2028"):
        adopt.adopt(year.desk, basis(found), [Choice("annen/mote/2028-1", start, start)], "Sekretæren", year.now)


# --- what the desk knows ---------------------------------------------------------------------------------------------


def test_dates_that_members_have_been_sent_are_not_proposed_anew(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)
    found = proposed(year)
    adopt.adopt(year.desk, basis(found), choices(found), "Sekretæren", year.now)
    year.until("2027-10-20T08:00")

    again = proposed(year)

    assert {one.note for one in again.plans[0].placed} == {"Medlemmene har fått datoen"}


def test_members_own_calendars_need_microsoft_365(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)

    with pytest.raises(Refused, match="Bare Microsoft 365 kan si hvem som er opptatt"):
        proposing.proposal(year.desk, 2028, [], [], year.now, busy=True)


def test_a_year_that_is_over_is_not_proposed(begin: Begin) -> None:
    year = begin("2027-09-01").until(SEPTEMBER)

    with pytest.raises(Refused, match="2026 er over"):
        proposing.proposal(year.desk, 2026, [], [], year.now, busy=False)
