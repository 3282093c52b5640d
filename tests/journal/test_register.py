"""The registers and the edited papers in the journal: numbers that never change, and a line in the postjournal for each change."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.cycle.memory import Decided, Edition, Mark, Measure, Message, Reported
from bot.errors import Unknown
from bot.journal import Journal

AT = datetime(2027, 9, 13, 10, tzinfo=UTC)
LATER = AT + timedelta(days=9)
SEPTEMBER, NOVEMBER = "naering/faggruppe/2027-2", "naering/faggruppe/2027-3"


def decided(item: str, text: str = "Godkjent.", occurrence: str = SEPTEMBER, body: str = "naering", year: int = 2027) -> Decided:
    return Decided(body, year, 0, occurrence, item, item.title(), text, "a" * 64, AT)


def measure(number: int, what: str = "Lage plan", body: str = "naering", **more: str) -> Measure:
    made = Measure(body, number, SEPTEMBER, "", f"/{number}", what, "Horten kommune", "1. mars", "2028-03-01", "", "open", "a" * 64, AT)
    return made._replace(**more)  # type: ignore[arg-type]


def told(journal: Journal, what: str) -> list[dict[str, object]]:
    return [json.loads(one.detail) | {"who": one.who} for one in journal.records() if one.what == what]


# --- decisions --------------------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_by_body_and_year(journal: Journal) -> None:
    journal.decide([decided("innkalling"), decided("referat")])
    journal.decide([decided("innkalling", occurrence="roros/forum/2027-1", body="roros")])
    journal.decide([decided("innkalling", occurrence="naering/faggruppe/2028-1", year=2028), decided("runde")])

    assert [(one.body, one.year, one.number, one.item) for one in journal.decisions()] == [
        ("naering", 2027, 1, "innkalling"), ("naering", 2027, 2, "referat"), ("naering", 2027, 3, "runde"),
        ("naering", 2028, 1, "innkalling"), ("roros", 2027, 1, "innkalling"),
    ]  # fmt: skip
    assert [one.body for one in journal.decisions(["roros"])] == ["roros"]


def test_a_decision_that_is_known_keeps_its_number_and_gets_the_new_words(journal: Journal) -> None:
    journal.decide([decided("innkalling"), decided("referat")])
    journal.decide([decided("referat", "Ikke godkjent."), decided("innkalling")])

    assert [(one.number, one.item, one.text) for one in journal.decisions()] == [
        (1, "innkalling", "Godkjent."),
        (2, "referat", "Ikke godkjent."),
    ]
    assert [one["number"] for one in told(journal, "decision.entered")] == ["1/2027", "2/2027"]
    assert [one["text"] for one in told(journal, "decision.changed")] == ["Ikke godkjent."]


# --- measures -------------------------------------------------------------------------------------------------------------


def test_measures_are_kept_by_body_and_number_and_a_change_is_remembered(journal: Journal) -> None:
    journal.enter([measure(2), measure(1), measure(1, "Noe annet", body="roros")], "Sekretæren", AT)
    journal.enter([measure(2, status="ferdig", state="done")], "Medlem Horten", LATER)

    assert [(one.body, one.number, one.state) for one in journal.measures()] == [
        ("naering", 1, "open"),
        ("naering", 2, "done"),
        ("roros", 1, "open"),
    ]
    assert journal.measure("naering", 2).at == AT  # when it was entered
    assert told(journal, "measure.changed") == [{"number": 2, "state": "done", "status": "ferdig", "who": "Medlem Horten"}]


def test_the_same_measure_again_is_no_change(journal: Journal) -> None:
    journal.enter([measure(1)], "Sekretæren", AT)
    journal.enter([measure(1)._replace(at=LATER)], "Sekretæren", LATER)

    assert told(journal, "measure.changed") == []


def test_a_measure_that_is_not_there_is_said(journal: Journal) -> None:
    with pytest.raises(Unknown, match="naering har ikke noe tiltak"):
        journal.measure("naering", 9)


def test_all_measures_are_entered_or_none(journal: Journal) -> None:
    with pytest.raises(IntegrityError):
        journal.enter([measure(1), measure(2, state="kanskje")], "Sekretæren", AT)

    assert journal.measures() == ()


# --- what a mail reports ----------------------------------------------------------------------------------------------------


def mail(journal: Journal) -> Message:
    return Message(
        journal.keep(b"1: ferdig"), AT, "horten@example.no", "SV: oppfolging", "contribution", "naering/oppfolging", "Horten kommune"
    )


def test_what_a_mail_reports_is_stored_with_the_mail_once(journal: Journal) -> None:
    journal.enter([measure(1)], "Sekretæren", AT)
    reported = Reported((measure(1, state="done"),), "Medlem Horten", "tiltak 1 er ferdig")
    message = mail(journal)

    assert journal.receive(message, Mark("inbox", "1"), LATER, reported=reported)
    journal.enter([measure(1, state="open")], "Sekretæren", LATER)
    assert not journal.receive(message, Mark("inbox", "1"), LATER, reported=reported)

    assert journal.measure("naering", 1).state == "open"
    assert told(journal, "measures.reported") == [{"organisation": "Horten kommune", "told": "tiltak 1 er ferdig", "who": "Medlem Horten"}]
    [record] = [one for one in journal.records(occurrence="naering/oppfolging") if one.what == "measures.reported"]
    assert record.sha256 == message.id


# --- papers as people have edited them --------------------------------------------------------------------------------------


def edition(journal: Journal, content: bytes, occurrence: str = SEPTEMBER, paper: str = "minutes") -> Edition:
    return Edition(occurrence, paper, f"{occurrence}/review", 1, journal.keep(content), "b" * 64, "referat.docx", "{}", "Sekretæren", AT)


def test_every_edition_is_kept_oldest_first_and_the_same_file_again_is_none(journal: Journal) -> None:
    assert journal.hand_in(edition(journal, b"en"))
    assert not journal.hand_in(edition(journal, b"en"))
    assert journal.hand_in(edition(journal, b"to"))
    assert journal.hand_in(edition(journal, b"en"))
    assert journal.hand_in(edition(journal, b"en", NOVEMBER))
    assert journal.hand_in(edition(journal, b"en", paper="notice"))

    assert [(one.paper, journal.fetch(one.sha256)) for one in journal.editions([SEPTEMBER])] == [
        ("minutes", b"en"), ("minutes", b"to"), ("minutes", b"en"), ("notice", b"en"),
    ]  # fmt: skip
    assert journal.editions([]) == ()
    assert len(told(journal, "paper.edited")) == 5


def test_a_file_is_known_as_an_edition_by_its_bytes(journal: Journal) -> None:
    new = edition(journal, b"en")
    journal.hand_in(new)

    assert journal.edition_of(new.sha256)
    assert not journal.edition_of("c" * 64)
