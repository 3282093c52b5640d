"""The example workspace in 2028: a sensible plan, with every meeting in the period that its rule names, and nothing left out."""

from pathlib import Path

import pytest

from bot import workspace
from bot.planner import propose
from bot.planner.meetings import Year
from bot.planner.model import Proposal
from tests.planner.conftest import NOW

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def found() -> Proposal:
    office, faults = workspace.load(ROOT)
    assert office is not None, faults
    year = Year(office.cycles, office.days, 2028)
    return propose.proposal(year, [cycle.schedule.group.id for cycle in office.cycles], NOW, language="nb")


def test_every_meeting_has_a_date_and_the_rules_are_mostly_followed(found: Proposal) -> None:
    plan = found.plans[0]

    assert (found.unplaced, found.clash) == ((), ())
    assert len(found.plans) == 3
    assert all(one.proven for one in found.plans)
    assert sum(one.start.date() == one.own for one in plan.placed) >= len(plan.placed) * 2 / 3
    assert all(one.start.weekday() < 5 for one in plan.placed)


def test_the_joint_meeting_in_november_stays(found: Proposal) -> None:
    for plan in found.plans:
        [joint] = [one for one in plan.placed if one.key == "naering/fellesmote/2028-1"]
        assert (f"{joint.start:%d.%m}", joint.note) == ("02.11", "Felles dag, som andre også følger")


def test_the_forum_in_april_is_moved_out_of_easter_week_and_says_so(found: Proposal) -> None:
    assert any(said.endswith("tirsdag 4. april i stedet for den 11.: da er det uka før påske") for said in found.plans[0].costs)


def test_the_year_has_room_for_the_report_that_the_budget_waits_for(found: Proposal) -> None:
    """The partners' meeting is late enough in August for its notice, and early enough for the revision that counts from it."""
    [partners] = [one for one in found.plans[0].placed if one.key == "roros/partnermote/2028-1"]

    assert (partners.start.month, partners.note) == (8, "I stedet for den 9.")
