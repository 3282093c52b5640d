import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import Refused
from bot.papers import letter
from bot.papers.model import Attachment, Letter

NOON = datetime(2027, 7, 1, 10, tzinfo=UTC)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTICE = Letter(
    key="naering/faggruppe/2027-2/notice/medlem@example.no", sender_name="Sekretariatet for Osloregionen", sender="post@example.no",
    recipient_name="Medlem, Horten kommune", recipient="medlem@example.no", subject="Innkalling: faggruppe, 7. november 2024",
    text="Hei\n\nVi innkaller til møte.\n", html="<p>Hei</p>\n", language="nb",
    attachments=(Attachment("Innkalling – 7. november.docx", WORD, b"PK\x03\x04"),), reply_to="svar@example.no",
)  # fmt: skip


def opened(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_arrives_as_text_html_and_papers() -> None:
    message = opened(letter.compose(NOTICE, NOON))

    assert str(message["Subject"]) == NOTICE.subject
    assert message["From"].addresses[0].display_name == "Sekretariatet for Osloregionen"
    assert [str(one) for one in message["To"].addresses] == ['"Medlem, Horten kommune" <medlem@example.no>']
    assert str(message["Date"]) == "Thu, 01 Jul 2027 12:00:00 +0200"
    assert (str(message["Reply-To"]), str(message["Content-Language"])) == ("svar@example.no", "nb")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        WORD,
    ]
    (paper,) = message.iter_attachments()
    assert (paper.get_filename(), paper.get_content()) == ("Innkalling – 7. november.docx", b"PK\x03\x04")
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == NOTICE.text.splitlines()


def test_an_invitation_is_an_alternative_that_mail_programs_understand() -> None:
    raw = letter.compose(replace(NOTICE, calendar="BEGIN:VCALENDAR\r\nSUMMARY:Møte\r\n".encode(), calendar_method="REQUEST"), NOON)
    (calendar,) = (part for part in opened(raw).walk() if part.get_content_type() == "text/calendar")

    assert calendar.get_param("method") == "REQUEST"
    assert str(calendar.get_param("charset")).lower() == "utf-8"
    assert calendar.get_payload(decode=True) == "BEGIN:VCALENDAR\r\nSUMMARY:Møte\r\n".encode()


def test_the_same_letter_is_the_same_bytes_and_people_may_answer_it() -> None:
    raw = letter.compose(NOTICE, NOON)

    assert raw == letter.compose(NOTICE, NOON)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"auto-submitted" not in raw.lower()
    assert opened(raw)["Message-ID"] == letter.message_id(NOTICE.key, NOTICE.sender)
    assert letter.message_id("a", NOTICE.sender) != letter.message_id("b", NOTICE.sender)


any_words = st.one_of(
    st.text(), st.sampled_from(["x\r\nBcc: a@b.no", "=?utf-8?B?eA==?=", "«Æ»" * 90, "a" * 10_000, '"<x@y.no>, z', "\u2028a", "\x85b"])
)


@given(any_words)
@example("a\r\n\r\nBody")
def test_no_words_can_add_a_header_or_a_recipient(words: str) -> None:
    raw = letter.compose(replace(NOTICE, subject=words, recipient_name=words, sender_name=words), NOON)
    message = opened(raw)
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")

    assert list(message.keys()) == [
        "Date", "From", "To", "Subject", "Message-ID", "Content-Language", "Reply-To", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert [one.addr_spec for one in message["To"].addresses] == ["medlem@example.no"]
    assert [one.addr_spec for one in message["From"].addresses] == ["post@example.no"]
    assert not message.defects
    assert max(map(len, head)) <= 998


@given(st.text(st.characters(exclude_categories=["C", "Z"])), st.text(st.characters(exclude_categories=["C", "Z"])))
def test_a_subject_arrives_to_the_letter(first: str, second: str) -> None:
    words = f"{first} {second}".strip()
    subject = str(opened(letter.compose(replace(NOTICE, subject=words), NOON))["Subject"])

    assert re.sub(r"\s+", " ", subject) == words


@given(st.text())
def test_a_file_name_is_a_name_and_never_a_path(name: str) -> None:
    (paper,) = opened(letter.compose(replace(NOTICE, attachments=(Attachment(name, WORD, b"x"),)), NOON)).iter_attachments()

    assert paper.get_filename()
    assert not set(paper.get_filename() or "") & set('/\\\r\n"')


@pytest.mark.parametrize(
    "address",
    ["a@example.no, b@example.no", "a@example.no\r\nBcc: b@example.no", "ingen", "", "a b@example.no", "<a@example.no>", "å@example.no"],
)
def test_a_letter_has_one_recipient_only(address: str) -> None:
    with pytest.raises(Refused, match="ikke en e-postadresse"):
        letter.compose(replace(NOTICE, recipient=address), NOON)


def test_a_domain_with_norwegian_letters_is_written_as_mail_servers_do() -> None:
    assert b"<post@xn--rdhus-mra.example.no>" in letter.compose(replace(NOTICE, recipient="post@rådhus.example.no"), NOON)


@given(st.text(), st.text(), st.text(), any_words, st.booleans(), st.binary(max_size=50))
@settings(max_examples=60, deadline=None)
def test_a_letter_opened_again_is_the_same_letter(
    name: str,
    text: str,
    subject: str,
    filename: str,
    calendar: bool,  # noqa: FBT001 - Hypothesis calls it
    paper: bytes,
) -> None:
    made = replace(
        NOTICE, recipient_name=name, text=text, html=f"<p>{escape(text)}</p>", subject=subject,
        attachments=(Attachment(filename, WORD, paper), Attachment("Ny.txt", "text/plain", paper)) if paper else (),
        calendar="BEGIN:VCALENDAR\r\nSUMMARY:Møte\r\n".encode() if calendar else b"", calendar_method="CANCEL" if calendar else "",
        reply_to="" if calendar else NOTICE.reply_to,
    )  # fmt: skip
    raw = letter.compose(made, NOON)
    again = letter.opened(raw)

    assert letter.compose(replace(again, key=made.key), NOON) == raw
    assert [file.content for file in again.attachments] == [file.content for file in made.attachments]
    assert (again.recipient, again.sender, again.calendar, again.language) == (made.recipient, made.sender, made.calendar, made.language)


def test_an_opened_letter_reads_as_it_was_written() -> None:
    again = letter.opened(letter.compose(NOTICE, NOON))

    assert replace(again, key=NOTICE.key) == NOTICE
