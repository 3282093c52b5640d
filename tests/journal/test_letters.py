"""Law 4 as the journal keeps it: made once, claimed once, closed with proof."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cycle.memory import NewLetter, StoredLetter, Told
from bot.errors import Unknown
from bot.journal import Journal

NOW = datetime(2027, 10, 29, 7, 0, tzinfo=UTC)
TOLD = Told(cancelled=False, span="2027-11-04T12:00:00+01:00/2027-11-04T13:00:00+01:00", place="Rådhuset|Møterom 2||", items="")


def letter(number: int = 1, step: str = "naering/faggruppe/2027-2/notice", told: Told | None = TOLD) -> NewLetter:
    recipient = f"medlem{number}@example.no"
    occurrence = step.rpartition("/")[0]
    key = f"{step}/{recipient}"
    return NewLetter(
        key, step, occurrence, recipient, f"Medlem {number}", "Horten kommune", told, f"<{key}@example.no>", '{"emne": "Møte"}'
    )


def one(journal: Journal, key: str) -> StoredLetter:
    return next(found for found in journal.letters("naering/faggruppe/2027-2/notice") if found.key == key)


def events(journal: Journal) -> list[str]:
    return [line.what for line in journal.records()]


def test_a_letter_goes_from_ready_to_sent_and_every_turn_is_in_the_record(journal: Journal) -> None:
    new = letter()
    journal.enqueue([new], NOW)

    assert journal.claim(new.key, "ab" * 32, NOW)
    assert [(found.key, found.state) for found in journal.open_letters()] == [(new.key, "claimed")]
    journal.close(new.key, "kvittering 7", NOW + timedelta(seconds=1))

    assert journal.open_letters() == ()
    sent = one(journal, new.key)
    assert (sent.state, sent.receipt, sent.sha256, sent.closed_at) == ("sent", "kvittering 7", "ab" * 32, NOW + timedelta(seconds=1))
    assert (sent.told, sent.content, sent.created_at) == (TOLD, new.content, NOW)
    assert events(journal) == ["letter.ready", "letter.claimed", "letter.sent"]
    assert {line.recipient for line in journal.records()} == {"medlem1@example.no"}
    assert journal.records()[-1].sha256 == "ab" * 32


def test_the_same_key_is_one_letter_however_often_it_is_made(journal: Journal) -> None:
    assert journal.enqueue([letter(1), letter(2)], NOW) == 2
    journal.claim(letter(1).key, "", NOW)
    assert journal.enqueue([letter(1), letter(2), letter(3)], NOW + timedelta(hours=1)) == 1

    assert [found.recipient for found in journal.open_letters()] == ["medlem1@example.no", "medlem2@example.no", "medlem3@example.no"]
    assert one(journal, letter(1).key).state == "claimed"
    assert events(journal).count("letter.ready") == 3


def test_letters_leave_in_the_order_they_were_made(journal: Journal) -> None:
    journal.enqueue([letter(n) for n in (9, 3, 7)], NOW)
    journal.enqueue([letter(n) for n in (1, 8)], NOW)

    assert [found.name for found in journal.open_letters()] == ["Medlem 9", "Medlem 3", "Medlem 7", "Medlem 1", "Medlem 8"]


def test_only_one_of_two_can_claim(journal_url: str, tmp_path: Path) -> None:
    with Journal.open(journal_url, tmp_path / "a") as first, Journal.open(journal_url, tmp_path / "b") as second:
        first.enqueue([letter()], NOW)
        assert [first.claim(letter().key, "1", NOW), second.claim(letter().key, "2", NOW)] == [True, False]
        assert one(second, letter().key).sha256 == "1"


def test_a_released_letter_can_be_claimed_again(journal: Journal) -> None:
    journal.enqueue([letter()], NOW)
    journal.claim(letter().key, "1", NOW)
    journal.release(letter().key, NOW)

    assert [found.state for found in journal.unsent("naering/faggruppe/2027-2/notice")] == ["ready"]
    assert journal.claim(letter().key, "2", NOW)


def test_a_held_letter_waits_for_a_person(journal: Journal) -> None:
    journal.enqueue([letter()], NOW)
    journal.claim(letter().key, "1", NOW)
    journal.hold_letter(letter().key, "adressen finnes ikke", NOW)

    assert journal.open_letters() == ()
    assert [(found.recipient, found.reason) for found in journal.held_letters()] == [("medlem1@example.no", "adressen finnes ikke")]
    assert not journal.claim(letter().key, "1", NOW)

    journal.requeue(letter().key, "Rådgiver", NOW)
    assert journal.held_letters() == ()
    assert journal.claim(letter().key, "1", NOW)
    assert journal.records()[-2].who == "Rådgiver"


def test_proof_that_a_letter_left_wins_over_a_hold(journal: Journal) -> None:
    journal.enqueue([letter()], NOW)
    journal.hold_letter(letter().key, "det er uklart om brevet er sendt", NOW)
    journal.close(letter().key, "funnet i Sendte elementer", NOW)
    journal.close(letter().key, "funnet på nytt", NOW)

    assert (one(journal, letter().key).state, one(journal, letter().key).receipt) == ("sent", "funnet i Sendte elementer")
    assert events(journal).count("letter.sent") == 1


def test_what_may_have_left_cannot_be_withdrawn(journal: Journal) -> None:
    journal.enqueue([letter(n) for n in (1, 2, 3)], NOW)
    journal.claim(letter(1).key, "", NOW)
    journal.hold_letter(letter(2).key, "venter", NOW)

    assert journal.withdraw([letter(n).key for n in (1, 2, 3)], "møtet er avlyst", NOW) == 2
    assert [found.recipient for found in journal.open_letters()] == ["medlem1@example.no"]
    assert not journal.claim(letter(3).key, "", NOW)


def test_an_answer_is_matched_to_the_letter_it_answers(journal: Journal) -> None:
    journal.enqueue([letter(1), letter(2)], NOW)

    found = journal.sent_by_message_ids(["<ukjent@example.no>", letter(2).message_id])
    assert [(one.occurrence, one.recipient) for one in found] == [("naering/faggruppe/2027-2", "medlem2@example.no")]
    assert journal.sent_by_message_ids([]) == ()

    own = "<DB7PR0X@eurprd.example.no>"  # the post gave it this Message-ID when it left
    journal.close(letter(1).key, own, NOW)
    assert [one.recipient for one in journal.sent_by_message_ids([own])] == ["medlem1@example.no"]


def test_a_letter_that_does_not_exist_is_said_so(journal: Journal) -> None:
    with pytest.raises(Unknown, match="Det finnes ikke noe brev «x»"):
        journal.claim("x", "", NOW)


def test_a_batch_is_stored_whole_or_not_at_all(journal: Journal) -> None:
    broken = replace(letter(2), content=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)null"):
        journal.enqueue([letter(1), broken], NOW)

    assert journal.open_letters() == ()
    assert journal.records() == ()
