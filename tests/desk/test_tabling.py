"""The newest proposal of next year's meetings goes with the notice of the meeting that has the case, frozen like everything else."""

from datetime import date
from pathlib import Path

import pytest

from bot.desk import proposing, tabling
from bot.desk.tabling import Fate
from bot.papers.model import Paper
from bot.planner import paper
from bot.planner.model import Proposal
from bot.rehearsal import Rehearsal
from tests.desk.conftest import Begin
from tests.desk.moody import MEETING, NOTICE, edit, text
from tests.desk.test_minutes import files, paragraphs, sent

FILE = "Forslag til møteplan 2028.docx"
MENTION = "Vedlegg: Forslag til møteplan 2028."
DRAFTED, APPROVED, LEFT = "2027-10-21T12:00", "2027-10-22T12:00", "2027-11-04T09:00"


def proposed(year: Rehearsal) -> tuple[Proposal, Paper]:
    found = proposing.proposal(year.desk, 2028, [], [], year.now, busy=False)
    office = year.desk.office
    return found, paper.paper(found, office.templates[f"{found.language}/{paper.NAME}"], office.config.secretariat.name)


def table(year: Rehearsal) -> list[tuple[str, Fate]]:
    """What the secretary does: propose, and nothing more."""
    return [(one.occurrence.key, one.fate) for one in tabling.lay(year.desk, *proposed(year), "Sekretæren", year.now)]


def another(year: Rehearsal) -> None:
    """A meeting of next year is moved, so that the next proposal says something else."""
    year.move("naering/faggruppe/2028-1", date(2028, 5, 18))


@pytest.fixture
def october(begin: Begin) -> Rehearsal:
    return begin("2027-10-01").until("2027-10-10T12:00")


def test_the_proposal_goes_with_the_notice_and_its_case_says_so(october: Rehearsal) -> None:
    assert table(october) == [(MEETING, Fate.ENCLOSED)]
    october.until(DRAFTED).approve(NOTICE).until(LEFT)

    for mail in [*sent(october, f"{MEETING}/notice/draft-1"), *sent(october, NOTICE)]:
        found = files(mail)
        if not found:
            continue  # the invitation
        notice, plan = (paragraphs(found[name]) for name in found)
        assert list(found)[1] == FILE
        assert notice[notice.index("Forslag til møteplan for 2028") + 1] == MENTION
        assert plan[:2] == ["Forslag til møteplan 2028", "Møte i faggruppe for næringssamarbeid, 11. november 2027"]
        assert plan.count("Forslag til møteplan 2028") == 1
        assert "Plan 1 – anbefalt" in plan
        assert "torsdag 11. mai" in plan
    assert len([mail for mail in sent(october, NOTICE) if FILE in files(mail)]) == 3


def test_only_the_last_meeting_of_the_year_has_it_and_not_its_minutes(begin: Begin) -> None:
    year = begin("2027-08-01").until("2027-08-10T12:00")
    table(year)
    year.until("2027-08-20T12:00").approve("naering/faggruppe/2027-2/notice").until("2027-09-02T09:00")

    assert FILE not in [name for mail in sent(year, "naering/faggruppe/2027-2/notice") for name in files(mail)]
    year.until(DRAFTED).approve(NOTICE).until("2027-11-15T08:30")
    [minutes] = sent(year, f"{MEETING}/review/draft-1")
    assert list(files(minutes)) == ["Referat – faggruppe for næringssamarbeid – 11. november 2027.docx"]


def test_a_new_proposal_voids_the_approval_and_the_same_one_does_not(october: Rehearsal) -> None:
    table(october)
    october.until(DRAFTED).approve(NOTICE).until(APPROVED)

    assert table(october) == [(MEETING, Fate.SAME)]
    another(october)
    assert table(october) == [(MEETING, Fate.AGAIN)]
    assert not sent(october.until(LEFT), NOTICE), "it waits for somebody to approve what it has now"
    october.approve(NOTICE).until("2027-11-04T10:00")
    assert {FILE in files(mail) for mail in sent(october, NOTICE) if files(mail)} == {True}


def test_a_proposal_after_the_notice_makes_a_corrected_notice_for_approval(october: Rehearsal) -> None:
    october.until(DRAFTED).approve(NOTICE).until(LEFT)
    assert FILE not in [name for mail in sent(october, NOTICE) for name in files(mail)]

    assert table(october) == [(MEETING, Fate.CORRECTED)]
    october.until("2027-11-04T10:00").until("2027-11-04T11:00")
    assert not sent(october, f"{MEETING}/changed-1"), "nothing leaves unapproved"
    october.approve(f"{MEETING}/changed-1").until("2027-11-04T12:00")

    mails = sent(october, f"{MEETING}/changed-1")
    assert len(mails) == 3
    for mail in mails:
        assert "Endringen gjelder vedlegget «Forslag til møteplan 2028», laget 4. november 2027 kl. 09.00." in " ".join(text(mail).split())
        assert FILE in files(mail)


def test_when_the_meeting_is_held_the_proposal_goes_with_no_notice(october: Rehearsal) -> None:
    assert table(october.until("2027-11-12T08:00")) == [(MEETING, Fate.OVER)]


def test_a_body_without_the_case_gets_no_proposal(root: Path, begin: Begin) -> None:
    edit(root / "agendas" / "naering.toml", 'id = "moteplan"', 'id = "annet"')
    year = begin("2027-10-01").until("2027-10-10T12:00")

    assert table(year) == []


def test_the_proposal_and_the_minutes_of_the_meeting_before_go_with_the_same_notice(decided: Rehearsal) -> None:
    """The minutes of the September meeting were sent: the November notice has both."""
    table(decided)
    decided.until(DRAFTED)

    [draft] = sent(decided, f"{MEETING}/notice/draft-1")
    names = list(files(draft))
    assert FILE in names
    assert any(name.startswith("Referat 9. september 2027") for name in names)
