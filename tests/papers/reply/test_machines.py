"""What machines say of a mail, and what calendars answer."""

import pytest

from bot.papers.reply import CalendarAnswer, Reading, envelope, understand
from tests.papers.reply.conftest import message
from tests.replies.cases.learned import cases
from tests.replies.mime import message as raw

CALENDARS = {case.slug: case for case in cases() if "calendar" in case.slug}


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ({}, False),
        ({"Auto-Submitted": "no"}, False),
        ({"Auto-Submitted": "auto-replied (vacation)"}, True),
        ({"Auto-Submitted": "auto-generated; owner-email=post@example.no"}, True),
        ({"Precedence": "list"}, False),
        ({"Precedence": "bulk", "List-Id": "<naering.lists.example.no>"}, False),
        ({"Precedence": "auto_reply"}, True),
        ({"Precedence": "junk"}, True),
        ({"Return-Path": "<>"}, True),
        ({"Return-Path": "<naering-bounces@lists.example.no>"}, False),
        ({"X-Autoreply": "yes"}, True),
        ({"X-Auto-Response-Suppress": "All"}, False),
    ],
)
def test_a_mailing_list_is_no_machine(headers: dict[str, str], automatic: bool) -> None:  # noqa: FBT001  a case
    mail = message("Vi har en sak.", **headers).as_bytes()

    assert envelope.read(mail).automatic is automatic
    assert (understand(mail).verdict == "auto-reply") is automatic


def test_a_torn_encoded_word_in_a_header_is_no_fault() -> None:
    mail = b"From: k@example.no\nReferences: =?utf-8?b?abcde?= <a@example.no>\nSubject: =?utf-8?b?abcde?=\n\nVi har en sak."

    assert envelope.read(mail).sender == "k@example.no"
    assert understand(mail).text == "Vi har en sak."


def answer(name: str) -> tuple[Reading, CalendarAnswer]:
    case = CALENDARS[f"learned-calendar-{name}"]
    found = understand(raw(case.head, case.node, 1))
    assert isinstance(found.details, CalendarAnswer)
    return found, found.details


@pytest.mark.parametrize(
    ("name", "method", "partstat", "comment"),
    [
        ("google-yes", "REPLY", "accepted", ""),
        ("google-no", "REPLY", "declined", "Vi er på studietur"),
        ("google-english", "REPLY", "declined", "Vi er på studietur"),
        ("google-other-time", "COUNTER", "tentative", "Passer fredag?"),
        ("exchange-no", "REPLY", "declined", "Vi kan ikke denne dagen, men sender tekst."),
        ("apple", "REPLY", "accepted", ""),
    ],
)
def test_a_calendar_answers(name: str, method: str, partstat: str, comment: str) -> None:
    found, details = answer(name)

    assert (details.method, details.partstat, details.comment) == (method, partstat, comment)
    assert details.attendee == found.sender == "radgiver@enebakk.example.no"


def test_another_time_is_proposed() -> None:
    found, details = answer("google-other-time")

    assert (details.start, details.end) == ("20271105T110000Z", "20271105T120000Z")
    assert "foreslår et annet tidspunkt" in found.why


def test_what_a_calendar_says_is_not_what_a_person_wrote() -> None:
    found, _ = answer("google-yes")

    assert (found.text, found.contribution) == ("", "")
    assert any("har godtatt" in cut.text for cut in found.cut)


def test_the_signature_is_kept_beside_the_text() -> None:
    found = understand(message("Vi har en sak.\n\nMed vennlig hilsen\nKari Nordmann\nHorten kommune\n").as_bytes())

    assert [cut.text for cut in found.cut if cut.kind == "signature"] == ["Med vennlig hilsen\nKari Nordmann\nHorten kommune"]
