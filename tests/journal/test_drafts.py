"""What is laid before a person, and what that person says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cycle.memory import NewLetter
from bot.cycle.model import DraftFact
from bot.errors import Refused, Unknown
from bot.journal import Journal

NOW = datetime(2027, 10, 14, 7, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
OCCURRENCE = "naering/faggruppe/2027-2"
NOTICE = f"{OCCURRENCE}/notice"


def newest(journal: Journal) -> DraftFact:
    return journal.facts([OCCURRENCE], NOW).drafts[NOTICE]


def test_an_approved_draft_is_frozen_as_it_was_approved(journal: Journal) -> None:
    version = journal.propose(NOTICE, OCCURRENCE, "a1", '{"tekst": "utkast"}', NOW)
    journal.approve(NOTICE, version, '{"tekst": "rettet i Word"}', "Leder", LATER)

    draft = journal.draft(NOTICE)
    assert draft is not None
    assert (draft.version, draft.state, draft.content) == (1, "approved", '{"tekst": "rettet i Word"}')
    assert (draft.made_at, draft.decided_at, draft.decided_by) == (NOW, LATER, "Leder")
    assert newest(journal) == DraftFact("a1", "approved", LATER, "")
    assert [(line.what, line.who) for line in journal.records()] == [("draft.made", "aarshjul"), ("draft.approved", "Leder")]


def test_a_new_version_replaces_the_old_one_and_its_approval(journal: Journal) -> None:
    journal.propose(NOTICE, OCCURRENCE, "a1", "{}", NOW)
    journal.approve(NOTICE, 1, "{}", "Leder", NOW)
    assert journal.propose(NOTICE, OCCURRENCE, "b2", "{}", LATER) == 2

    assert newest(journal) == DraftFact("b2", "open")
    assert [(found.version, found.state) for found in journal.drafts(["open", "approved", "replaced"])] == [(1, "replaced"), (2, "open")]
    with pytest.raises(Refused, match="er erstattet av utkast 2"):
        journal.approve(NOTICE, 1, "{}", "Leder", LATER)


def test_a_draft_and_the_letter_that_tells_of_it_are_stored_together(journal: Journal) -> None:
    told = NewLetter(
        f"{NOTICE}/draft-1", f"{NOTICE}/draft-1", OCCURRENCE, "post@example.no", "Sekretariatet", "", None, "<1@example.no>", "{}"
    )
    journal.propose(NOTICE, OCCURRENCE, "a1", "{}", NOW, [told])
    assert [letter.key for letter in journal.open_letters()] == [told.key]

    with pytest.raises(Exception, match=r"(?i)null"):
        journal.propose(NOTICE, OCCURRENCE, "b2", "{}", NOW, [replace(told, key="en annen", content=None)])  # type: ignore[arg-type]
    assert newest(journal).basis == "a1"


def test_a_returned_draft_carries_its_comment_and_can_still_be_approved(journal: Journal) -> None:
    journal.propose(NOTICE, OCCURRENCE, "a1", "{}", NOW)
    journal.hand_back(NOTICE, 1, "Rommet mangler", "Leder", LATER)

    assert newest(journal) == DraftFact("a1", "returned", LATER, "Rommet mangler")
    with pytest.raises(Refused, match="alt returnert av Leder"):
        journal.hand_back(NOTICE, 1, "igjen", "Nestleder", LATER)

    journal.approve(NOTICE, 1, "{}", "Nestleder", LATER)
    assert newest(journal).state == "approved"


def test_an_answer_is_given_once(journal: Journal) -> None:
    journal.propose(NOTICE, OCCURRENCE, "a1", "{}", NOW)
    journal.approve(NOTICE, 1, "{}", "Leder", NOW)

    with pytest.raises(Refused, match="alt godkjent av Leder"):
        journal.approve(NOTICE, 1, "{}", "Nestleder", LATER)


def new_letter() -> NewLetter:
    return NewLetter(f"{NOTICE}/medlem", NOTICE, OCCURRENCE, "medlem@example.no", "", "", None, "<medlem@example.no>", "{}")


def test_an_approval_can_be_taken_back_and_its_yeses_count_no_more(journal: Journal) -> None:
    journal.propose(NOTICE, OCCURRENCE, "a1", "{}", NOW)
    assert [journal.consent(NOTICE, 1, who, NOW) for who in ("Leder", "Nestleder")] == [1, 2]
    journal.approve(NOTICE, 1, "{}", "Nestleder", NOW)
    letter = new_letter()
    journal.enqueue([letter], NOW)

    journal.hand_back(NOTICE, 1, "nei", "Leder", LATER)
    assert newest(journal).state == "returned"
    assert [one.state for one in journal.letters(letter.step)] == ["withdrawn"]
    assert journal.consent(NOTICE, 1, "Nestleder", LATER) == 1


def test_what_is_on_its_way_cannot_be_taken_back(journal: Journal) -> None:
    journal.propose(NOTICE, OCCURRENCE, "a1", "{}", NOW)
    journal.approve(NOTICE, 1, "{}", "Leder", NOW)
    letter = new_letter()
    journal.enqueue([letter], NOW)
    assert journal.claim(letter.key, "abc", NOW)

    with pytest.raises(Refused, match="på vei ut"):
        journal.hand_back(NOTICE, 1, "nei", "Leder", LATER)
    assert newest(journal).state == "approved"


def test_a_draft_that_does_not_exist_is_said_so(journal: Journal) -> None:
    assert journal.draft(NOTICE) is None
    with pytest.raises(Unknown, match="ikke noe utkast til"):
        journal.approve(NOTICE, 1, "{}", "Leder", NOW)
