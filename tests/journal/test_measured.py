"""What was measured: every value is kept, by group, and those of an answer that counts no more are left out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cycle.memory import Mark, Measured, Message, NewContribution
from bot.journal import Journal

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
VALUE = Measured("arbeidsplasser", 2026, "", 8012.5, "SSB", NOW, "Rådgiver")


def test_every_value_is_kept_oldest_first_and_noted(journal: Journal) -> None:
    later = VALUE._replace(value=8021, at=NOW + timedelta(days=1))
    journal.tell("plan", later)
    journal.tell("plan", VALUE)
    journal.tell("annen", VALUE)

    assert journal.measured() == {"plan": (VALUE, later), "annen": (VALUE,)}
    assert journal.measured(["annen"]) == {"annen": (VALUE,)}
    assert [one.what for one in journal.records()] == ["goal.measured"] * 3


def test_a_value_without_an_instant_is_refused(journal: Journal) -> None:
    with pytest.raises(ValueError, match="no instant"):
        journal.tell("plan", VALUE._replace(at=None))


def test_the_values_of_an_answer_go_with_it(journal: Journal) -> None:
    sha256 = journal.keep(b"8 012")
    given = NewContribution(sha256, "plan/maling/2027-1", "SSB", "ssb@example.no", "", NOW, "{}", "maling", (VALUE,))
    journal.receive(Message(sha256, NOW, "ssb@example.no", "SV"), Mark("folder", "1"), NOW, given)
    [contribution] = journal.contributions(["plan/maling/2027-1"])

    assert journal.measured() == {"plan": (VALUE,)}
    journal.settle([contribution.id], "set-aside", "Sekretæren", NOW)
    assert journal.measured() == {}
    journal.settle([contribution.id], "active", "Sekretæren", NOW)
    assert journal.measured() == {"plan": (VALUE,)}
