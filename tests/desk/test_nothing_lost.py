"""Laws 4 and 5 on bad days: the post is shut, an address is dead, a round dies, somebody changes something while the letters leave."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import acts, status
from bot.desk import desk as desks
from bot.desk import tick as ticks
from bot.errors import BotError, PostFailed, Refused
from bot.journal import Journal
from bot.rehearsal import Rehearsal
from tests.desk.conftest import MEMBERS, Begin
from tests.desk.moody import MEETING, NOTICE, REMIND, Moody, at, edit, letters, moody, reread, text, to_members


@pytest.fixture
def approved(begin: Begin) -> Rehearsal:
    """The November notice is approved, and leaves on 4 November at nine."""
    return begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE)


# --- law 4: nothing is sent twice, and nothing is lost --------------------------------------------------------------------


def test_law_4_a_clock_that_is_set_back_repeats_nothing(told: Rehearsal) -> None:
    told.now = at("2027-11-03T09:00")  # a day before the notice left
    told.move(MEETING, date(2027, 11, 18))
    for minute in range(5):
        ticks.tick(told.desk, told.now + timedelta(minutes=minute))
    moved = [name for name in to_members(told) if "moved" in name]

    assert len(moved) == 6


def test_law_4_a_dead_address_is_tried_once_for_each_thing_there_is_to_tell(told: Rehearsal) -> None:
    moody(told, dead=("lorenskog@example.no",))
    told.move(MEETING, date(2027, 11, 18))
    for minute in range(1, 6):
        told.step(told.now + timedelta(minutes=minute))

    waiting = [line for line in status.status(told.desk, told.now).waiting if "kom ikke av gårde" in line]
    assert len(waiting) == 2  # the letter and the invitation
    assert len([name for name in to_members(told) if "moved" in name]) == 4


def test_law_4_a_round_that_died_before_it_wrote_that_it_was_done_has_still_done_it(approved: Rehearsal) -> None:
    class Dying(Journal):
        def finish(self, key: str, occurrence: str, at: datetime) -> None:
            raise KeyboardInterrupt

    folder = approved.inbox.parent
    approved.pass_to(at("2027-11-04T09:00"))
    with Dying.open(f"sqlite:///{folder}/journal.db", folder / "state") as dying, pytest.raises(KeyboardInterrupt):
        ticks.tick(replace(approved.desk, journal=dying), at("2027-11-04T09:00"))
    assert len(to_members(approved)) == 6

    approved.step(at("2027-11-12T09:00"))
    assert not [line for line in status.status(approved.desk, approved.now).held if "notice" in line]
    assert NOTICE not in [row.key for row in approved.desk.journal.skipped_since(at("2027-11-01T00:00"))]
    assert NOTICE in desks.look(approved.desk, approved.now).facts.done


def test_law_4_when_half_is_told_of_a_move_and_it_is_moved_again_all_end_up_with_the_last_date(told: Rehearsal) -> None:
    moody(told, left=2)
    told.move(MEETING, date(2027, 11, 18)).step(told.now + timedelta(minutes=1))
    told.move(MEETING, date(2027, 11, 25))
    moody(told)
    told.until("2027-11-05T09:00").until("2027-11-05T09:01")

    facts = desks.look(told.desk, told.now).facts.told[MEETING]
    assert {last.span[:10] for last in facts.values()} == {"2027-11-25"}
    about_18 = [name for name, mail in to_members(told).items() if "til torsdag 18. november" in text(mail)]
    assert len(about_18) <= 2


def test_law_4_one_member_whose_address_cannot_be_written_stops_nobody_else(begin: Begin, root: Path) -> None:
    edit(root / "schedules" / "medlemmer.csv", "lorenskog@example.no", "lørenskog@example.no")
    try:
        year = begin("2027-01-01")
    except BotError:
        return  # found by `check`: as good
    year.until("2027-05-06T12:00")

    assert [name for name in letters(year) if "ukebrev-2027-18" in name]
    said = status.status(year.desk, year.now)
    assert any("kunne ikke settes opp" in line for line in said.held)
    assert "lørenskog@" not in str(said)


# --- law 5: nothing is silent ---------------------------------------------------------------------------------------------


def test_law_5_a_reminder_that_waited_for_the_post_too_long_never_leaves(told: Rehearsal) -> None:
    moody(told, left=0)
    told.until("2027-11-09T09:00")
    moody(told)
    told.until("2027-11-11T11:00")

    assert not [name for name in to_members(told) if "remind" in name]
    assert REMIND in [row.key for row in told.desk.journal.skipped_since(at("2027-11-01T00:00"))]


@pytest.mark.parametrize("change", ["cancel", "move"])
def test_law_5_a_notice_that_waited_for_the_post_does_not_leave_with_what_is_no_longer_true(approved: Rehearsal, change: str) -> None:
    moody(approved, left=0)
    approved.until("2027-11-04T09:30")
    if change == "cancel":
        approved.cancel(MEETING, "sykdom")
    else:
        approved.move(MEETING, date(2027, 11, 18))
    moody(approved)
    approved.until("2027-11-05T09:00")

    assert to_members(approved) == {}


def test_law_5_a_notice_that_waited_until_the_meeting_was_over_never_leaves(approved: Rehearsal) -> None:
    moody(approved, left=0)
    approved.until("2027-11-11T15:00")
    moody(approved)
    approved.until("2027-11-12T09:00")

    assert to_members(approved) == {}
    assert NOTICE in [row.key for row in approved.desk.journal.skipped_since(at("2027-11-01T00:00"))]


def test_law_5_those_the_notice_did_not_reach_before_it_was_cancelled_hear_nothing_and_the_others_once(approved: Rehearsal) -> None:
    approved.until("2027-11-03T12:00")
    moody(approved, left=2)
    approved.until("2027-11-04T09:30").cancel(MEETING, "sykdom")
    moody(approved)
    approved.until("2027-11-12T09:00")

    assert len({str(mail["To"]) for mail in to_members(approved).values()}) == 1
    assert len(to_members(approved)) == 4  # the notice and the cancellation, each with its invitation


def test_law_5_a_cancellation_while_the_letters_leave_stops_the_rest(approved: Rehearsal) -> None:
    def cancel(count: int) -> None:
        if count == 2:
            acts.cancel(approved.desk, MEETING, "sykdom", "Sekretæren", approved.now)

    approved.until("2027-11-03T12:00")
    moody(approved, after=cancel)
    approved.until("2027-11-04T10:00")

    assert len({str(mail["To"]) for mail in to_members(approved).values()}) == 1
    assert len(to_members(approved)) == 4


def test_law_5_one_whose_invitation_left_and_whose_letter_did_not_hears_of_the_cancellation(approved: Rehearsal) -> None:
    class NoLetters(Moody):
        def send(self, key: str, message_id: str, message: bytes) -> str:
            if "lorenskog" in message.decode().partition("\r\nSubject")[0] and not key.endswith("/calendar"):
                raise PostFailed("for stort vedlegg", permanent=True)
            return super().send(key, message_id, message)

    approved.desk = replace(approved.desk, post=NoLetters(approved.desk.post))
    approved.until("2027-11-04T09:30").cancel(MEETING, "sykdom").until("2027-11-05T09:00")

    calendars = [mail for name, mail in to_members(approved).items() if "cancelled" in name and "calendar" in name]
    assert "lorenskog@example.no" in [mail["To"].addresses[0].addr_spec for mail in calendars]


def test_law_5_a_held_letter_that_is_no_longer_true_is_not_let_go(told: Rehearsal) -> None:
    moody(told, dead=("lorenskog@example.no",))
    told.move(MEETING, date(2027, 11, 18)).until("2027-11-05T09:00")
    moody(told)
    told.move(MEETING, date(2027, 11, 25))
    with pytest.raises(Refused, match="ikke lenger"):
        acts.release(told.desk, f"{MEETING}/moved-1", "Sekretæren", told.now)


def test_law_5_a_held_letter_that_is_still_true_leaves_when_a_person_says_so(told: Rehearsal) -> None:
    moody(told, dead=("lorenskog@example.no",))
    told.move(MEETING, date(2027, 11, 18)).until("2027-11-05T09:00")
    moody(told)
    assert acts.release(told.desk, f"{MEETING}/moved-1", "Sekretæren", told.now) == 2

    told.until("2027-11-05T10:00")
    assert told.recipients(f"{MEETING}/moved-1") == ["Horten kommune", "Lørenskog kommune"]
    assert len([name for name in to_members(told) if "moved" in name]) == 6


def test_law_5_one_who_joined_after_the_notice_is_named_to_the_secretary(told: Rehearsal, root: Path) -> None:
    (root / "schedules" / "medlemmer.csv").write_text(MEMBERS + "Ny;Person;Asker kommune;asker@example.no;;;\n", encoding="utf-8")
    reread(told, root)

    [said] = [line for line in status.status(told.desk, told.now).waiting if "Asker kommune" in line]
    assert "har ikke fått innkallingen" in said
    assert "@" not in said


def test_law_5_one_who_changed_address_after_the_notice_is_named_and_the_old_address_gets_the_cancellation(
    told: Rehearsal, root: Path
) -> None:
    edit(root / "schedules" / "medlemmer.csv", "lorenskog@example.no", "ny.lorenskog@example.no")
    reread(told, root)
    assert any("Lørenskog kommune" in line for line in status.status(told.desk, told.now).waiting)

    told.cancel(MEETING, "sykdom").until("2027-11-05T09:00")
    assert "lorenskog@example.no" in {mail["To"].addresses[0].addr_spec for name, mail in to_members(told).items() if "cancelled" in name}


def test_law_5_the_weekly_letters_of_a_post_that_was_shut_become_one(begin: Begin) -> None:
    year = begin("2027-01-01")
    moody(year, left=0)
    year.until("2027-02-03T12:00")
    moody(year)
    year.until("2027-02-03T13:00")

    assert [name for name in letters(year) if "ukebrev" in name] == [name for name in letters(year) if "ukebrev-2027-05" in name]
    assert len(letters(year)) == 1


def test_law_5_a_step_long_after_its_meeting_is_not_forgotten(begin: Begin, root: Path) -> None:
    programme = root / "programmes" / "duty.toml"
    late = '\n[[step]]\nname = "follow-up"\nat = "+100d"\nto = "responsible"\nletter = "duty"\nlate = "run"\n'
    programme.write_text(programme.read_text(encoding="utf-8") + late, encoding="utf-8")
    year = begin("2027-01-01").until("2027-07-15T12:00")

    key = "naering/arsmelding/2027-1/follow-up"
    view = desks.look(year.desk, year.now)
    assert key in {step.key for occurrence in view.plan.occurrences for step in occurrence.steps}
    assert key in year.sent() or key in [row.key for row in year.desk.journal.skipped_since(at("2027-01-01T00:00"))]


def test_law_5_a_date_to_save_that_is_moved_before_it_has_left_waits_for_a_person_and_not_for_ever(begin: Begin) -> None:
    year = begin("2027-01-05").until("2027-01-05T10:00").save_dates("naering", 2027)
    year.move(MEETING, date(2027, 11, 18)).until("2027-01-05T11:00").until("2027-01-05T11:01")
    assert not [name for name in to_members(year) if "2027-3" in name]
    [said] = status.status(year.desk, year.now).held
    assert "noe er endret etter godkjenningen" in said

    year.save_dates("naering", 2027).until("2027-01-05T12:00")
    assert len([name for name in to_members(year) if "2027-3" in name]) == 3
    assert status.status(year.desk, year.now).held == ()


def test_law_5_dates_too_far_ahead_are_refused_before_any_has_left(begin: Begin) -> None:
    year = begin("2027-01-05").until("2027-01-05T10:00")

    with pytest.raises(Refused, match="for langt fram"):
        year.save_dates("naering", 2028)
    assert to_members(year.until("2027-01-05T11:00")) == {}
