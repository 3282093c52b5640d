"""Incoming mail is evidence: kept first, stored once, and matched."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cycle.memory import Mark, Message, Rsvp
from bot.errors import Unknown
from bot.journal import Journal

NOW = datetime(2027, 10, 30, 9, 0, tzinfo=UTC)
OCCURRENCE = "naering/faggruppe/2027-2"


def arrived(journal: Journal, raw: bytes, minutes: int = 0) -> Message:
    return Message(journal.keep(raw), NOW + timedelta(minutes=minutes), "medlem@example.no", "SV: [næring 4. nov.]")


def test_raw_bytes_come_back_byte_for_byte_and_are_kept_once(journal: Journal) -> None:
    raw = bytes(range(256)) * 1000
    assert journal.keep(raw) == journal.keep(raw) == hashlib.sha256(raw).hexdigest()
    assert journal.fetch(journal.keep(raw)) == raw
    assert journal.fetch(journal.keep(b"")) == b""
    with pytest.raises(Unknown, match="ikke noe innhold"):
        journal.fetch("00" * 32)


def test_a_message_and_its_mark_are_stored_together_and_once(journal: Journal) -> None:
    message = arrived(journal, b"Subject: SV")
    assert journal.mark("folder") == ""
    assert journal.receive(message, Mark("folder", "1"), NOW)
    assert not journal.receive(replace(message, subject="en annen tolkning"), Mark("folder", "2"), NOW)

    assert journal.messages("new") == (message,)
    assert journal.mark("folder") == "2"
    assert [(line.what, line.who, line.sha256) for line in journal.records()] == [("message.received", "medlem@example.no", message.id)]


def test_a_message_whose_bytes_were_not_kept_is_refused_and_the_mark_stays(journal: Journal) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        journal.receive(Message("00" * 32, NOW, "medlem@example.no", ""), Mark("folder", "9"), NOW)
    assert journal.mark("folder") == ""


def test_who_has_answered_is_known_when_the_message_is_matched(journal: Journal) -> None:
    first, second, third = (arrived(journal, raw, minutes) for minutes, raw in enumerate((b"en", b"to", b"tre")))
    journal.receive(replace(first, state="matched", occurrence=OCCURRENCE, organisation="Horten kommune"), Mark("folder", "1"), NOW)
    journal.receive(replace(second, state="tray", why="ukjent avsender"), Mark("folder", "2"), NOW)
    journal.receive(third, Mark("folder", "3"), NOW)
    assert journal.answered([OCCURRENCE, "en/annen/2027"]) == {OCCURRENCE: frozenset({"Horten kommune"})}

    lost = journal.messages("tray")[0]
    journal.sort(
        replace(lost, state="matched", occurrence=OCCURRENCE, organisation="Røros kommune", why="svart fra privat adresse"), "Rådgiver", NOW
    )

    assert journal.answered([OCCURRENCE]) == {OCCURRENCE: frozenset({"Horten kommune", "Røros kommune"})}
    assert journal.messages("tray") == ()
    assert journal.records()[-1].who == "Rådgiver"


def test_sorting_what_never_came_is_refused(journal: Journal) -> None:
    with pytest.raises(Unknown, match="ingen melding"):
        journal.sort(Message("00" * 32, NOW, "", "", state="ignored"), "Rådgiver", NOW)


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ("Møte\0skjult", "Møte\N{REPLACEMENT CHARACTER}skjult"),
        ("brutt \udce6 tegn", "brutt ? tegn"),
        ("'; DROP TABLE message; --", "'; DROP TABLE message; --"),
        ("😀 \u202e {{ x }} %s :name", "😀 \u202e {{ x }} %s :name"),
    ],
)
def test_a_hostile_subject_is_only_text(journal: Journal, hostile: str, kept: str) -> None:
    message = replace(arrived(journal, hostile.encode("utf-8", "surrogateescape")), subject=hostile)
    assert journal.receive(message, Mark("folder", "1"), NOW)
    assert journal.messages("new")[0].subject == kept


def test_something_that_was_no_message_moves_the_mark(journal: Journal) -> None:
    journal.move_mark(Mark("folder", "1"))
    journal.move_mark(Mark("folder", "2"))
    assert journal.mark("folder") == "2"


def test_a_mail_that_the_post_shows_again_under_its_own_name_counts_once(journal: Journal) -> None:
    """Exchange may give other bytes for the same mail: its own name for it is what tells."""
    first = replace(arrived(journal, b"grense A"), post_id="AAMk/1=", state="matched", occurrence=OCCURRENCE, organisation="Horten kommune")
    again = replace(arrived(journal, b"grense B"), post_id="AAMk/1=", state="matched", occurrence=OCCURRENCE, organisation="Horten kommune")
    assert journal.receive(first, Mark("graph", "1"), NOW)
    assert not journal.receive(again, Mark("graph", "2"), NOW)
    assert journal.messages("matched") == (first,)
    assert journal.mark("graph") == "2"
    assert journal.received(["AAMk/1=", "AAMk/2="]) == {"AAMk/1=": "matched"}


def test_the_newest_answer_to_an_invitation_counts_however_late_an_older_one_is_read(journal: Journal) -> None:
    yes = Rsvp(OCCURRENCE, "medlem@example.no", "Horten kommune", "accepted", "", NOW)
    no = yes._replace(answer="declined", comment="Vi er på kurs", at=NOW + timedelta(hours=2))
    assert journal.answer([yes], NOW) == 1
    assert journal.receive(replace(arrived(journal, b"avslag"), state="ignored"), Mark("folder", "1"), NOW, rsvp=no)
    assert journal.answer([yes], NOW) == 0
    again = no._replace(at=NOW + timedelta(hours=3))
    assert journal.answer([again], NOW) == 0  # the same said again: newer, but no news
    assert journal.rsvps([OCCURRENCE, "en/annen/2027"]) == (again,)
    assert [line.what for line in journal.records()].count("invitation.answered") == 2
