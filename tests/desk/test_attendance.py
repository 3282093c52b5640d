"""Who comes: a click on «Godta» in any calendar is seen in the status, and what a member adds to it reaches the secretary."""

import re
from datetime import timedelta

import pytest

from bot.cycle.memory import Rsvp
from bot.desk import answers, tray
from bot.desk import desk as desks
from bot.desk.answers import Answers
from bot.rehearsal import Rehearsal
from tests.desk.test_year import MEETING, NOTICE

HORTEN, LORENSKOG = "Horten kommune", "Lørenskog kommune"


def standing(year: Rehearsal) -> Answers:
    """How it stands with the November meeting."""
    [found] = answers.answers(year.desk, desks.look(year.desk, year.now), year.now)
    return found


def later(year: Rehearsal, hours: int = 1) -> Rehearsal:
    return year.until(year.now + timedelta(hours=hours))


def only(year: Rehearsal) -> Rsvp:
    [found] = year.desk.journal.rsvps([MEETING])
    return found


@pytest.mark.parametrize(("partstat", "answer"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")])
def test_a_bare_answer_says_who_comes_and_troubles_nobody(told: Rehearsal, partstat: str, answer: str) -> None:
    later(told.respond(NOTICE, LORENSKOG, partstat))

    assert (only(told).recipient, only(told).organisation, only(told).answer) == ("lorenskog@example.no", LORENSKOG, answer)
    assert standing(told).represented(answer) == (LORENSKOG,)
    assert tuple(tray.entries(told.desk)) == ()
    assert standing(told).silent == (HORTEN, LORENSKOG)


def test_an_organisation_is_represented_when_anyone_of_it_comes(told: Rehearsal) -> None:
    """Horten kommune has a member and a deputy."""
    told.respond(NOTICE, HORTEN, "DECLINED")
    [member, deputy] = [one for one in told.desk.journal.letters(NOTICE) if one.organisation == HORTEN and one.key.endswith("/calendar")]
    later(told)
    assert standing(told).represented("declined") == (HORTEN,)

    path = next(told.inbox.iterdir())
    said = path.read_bytes().replace(member.recipient.encode(), deputy.recipient.encode()).replace(b"=DECLINED", b"=ACCEPTED")
    (told.inbox / "vara.eml").write_bytes(said.replace(member.message_id.encode(), deputy.message_id.encode()))
    later(told)

    assert (standing(told).represented("accepted"), standing(told).represented("declined")) == ((HORTEN,), ())


def test_the_later_of_two_answers_counts_in_whatever_order_they_come(told: Rehearsal) -> None:
    first = told.respond(NOTICE, LORENSKOG, "ACCEPTED")
    raw = next(first.inbox.iterdir()).read_bytes()
    (told.inbox / "0-nyere.eml").write_bytes(raw.replace(b" 08:00:00", b" 08:30:00").replace(b"=ACCEPTED", b"=DECLINED"))
    later(told)

    assert only(told).answer == "declined"


def test_a_comment_goes_to_the_secretary_too(told: Rehearsal) -> None:
    later(told.respond(NOTICE, LORENSKOG, "DECLINED", comment="Jeg er dessverre på reise, men nestlederen vår kan møte."))

    [entry] = tray.entries(told.desk)
    assert entry.why == "kommer ikke; kommentar: Jeg er dessverre på reise, men nestlederen vår kan møte."
    assert standing(told).represented("declined") == (LORENSKOG,)


def test_a_proposed_time_goes_to_the_secretary_as_people_say_it(told: Rehearsal) -> None:
    later(told.respond(NOTICE, LORENSKOG, "TENTATIVE", counter="2027-11-18T14:00"))

    [entry] = tray.entries(told.desk)
    assert entry.why.replace("\N{NO-BREAK SPACE}", " ") == (
        "kommer kanskje; foreslår nytt tidspunkt: torsdag 18. november 2027 kl. 14.00–15.00"
    )


def test_what_a_calendar_writes_by_itself_is_no_comment(told: Rehearsal) -> None:
    later(told.respond(NOTICE, LORENSKOG, "ACCEPTED", comment="Medlem Lørenskog har godtatt denne invitasjonen.\n\nMøte i faggruppe"))

    assert tuple(tray.entries(told.desk)) == ()
    assert standing(told).represented("accepted") == (LORENSKOG,)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"From: ", b"Authentication-Results: mx.example.no; dmarc=fail\r\nFrom: ", "DMARC"),
        (b"mailto:lorenskog@example.no", b"mailto:horten@example.no", "en annen enn avsenderen"),
        (b"lorenskog@example.no", b"fremmed@example.com", "avsenderen står ikke i registeret"),
        (b"PARTSTAT=ACCEPTED", b"PARTSTAT=DELEGATED", "sendt innkallingen videre"),
        (b"METHOD:REPLY", b"METHOD:REQUEST", "ikke et svar på vår innkalling"),
    ],
)
def test_what_only_looks_like_an_answer_counts_for_nothing_and_is_seen(told: Rehearsal, old: bytes, new: bytes, why: str) -> None:
    told.respond(NOTICE, LORENSKOG, "ACCEPTED")
    path = next(told.inbox.iterdir())
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    later(told)

    assert told.desk.journal.rsvps([MEETING]) == ()
    assert why in next(tray.entries(told.desk)).why


def test_an_answer_is_known_by_the_meetings_identity_alone(told: Rehearsal) -> None:
    """Some calendars leave out In-Reply-To."""
    told.respond(NOTICE, LORENSKOG, "ACCEPTED")
    path = next(told.inbox.iterdir())
    path.write_bytes(b"".join(line for line in path.read_bytes().splitlines(keepends=True) if not line.startswith((b"In-Reply-To", b" <"))))
    later(told)

    assert only(told).organisation == LORENSKOG


def test_an_answer_to_somebody_elses_invitation_is_nothing_to_us(told: Rehearsal) -> None:
    told.respond(NOTICE, LORENSKOG, "ACCEPTED")
    path = next(told.inbox.iterdir())
    raw = b"".join(line for line in path.read_bytes().splitlines(keepends=True) if not line.startswith((b"In-Reply-To", b" <")))
    path.write_bytes(raw.replace(b"UID:", b"UID:annet-"))
    later(told)

    assert (told.desk.journal.rsvps([MEETING]), tuple(tray.entries(told.desk))) == ((), ())


def test_a_yes_to_a_date_that_was_moved_is_no_yes_to_the_new_one(told: Rehearsal) -> None:
    later(told.respond(NOTICE, LORENSKOG, "ACCEPTED"))
    later(told.move(MEETING, told.plan().by_key[MEETING].day + timedelta(days=7)))
    assert standing(told).represented("none") == (HORTEN, LORENSKOG)

    later(told.respond(NOTICE, LORENSKOG, "TENTATIVE"))
    assert standing(told).represented("tentative") == (LORENSKOG,)


@pytest.mark.parametrize(
    "when",
    ["", "i går", "Thu, 01 Jan 1970 00:00:00 +0000", "Mon, 01 Jan 0001 00:00:00 +1400", "Thu, 04 Nov 2099 09:00:00 +0100", "," * 999],
)
def test_a_clock_that_is_wrong_does_not_lose_an_answer(told: Rehearsal, when: str) -> None:
    told.respond(NOTICE, LORENSKOG, "ACCEPTED")
    path = next(told.inbox.iterdir())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(f"Date: {when}\r\n".encode() if line.startswith(b"Date:") else line for line in lines))
    later(told)
    later(told.respond(NOTICE, LORENSKOG, "DECLINED"))

    assert only(told).answer == "declined"


@pytest.mark.parametrize("start", ["20271118", "00000000T000000Z", "00010101T000000Z", "99991231T235959Z", "snart", "", "20271118T250000"])
def test_a_proposed_time_that_cannot_be_is_left_out_and_the_proposal_is_seen(told: Rehearsal, start: str) -> None:
    told.respond(NOTICE, LORENSKOG, "TENTATIVE", counter="2027-11-18T14:00")
    path = next(told.inbox.iterdir())
    path.write_bytes(re.sub(rb"DTSTART:[^\r]+", f"DTSTART:{start}".encode(), path.read_bytes()))
    later(told)

    assert "foreslår nytt tidspunkt" in next(tray.entries(told.desk)).why
