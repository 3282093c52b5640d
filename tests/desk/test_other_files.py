"""An answer to a draft brings a file that is no Word file: nothing is approved unseen, and the secretary is told what to send instead."""

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.papers import reply
from bot.rehearsal import Rehearsal
from tests.desk.moody import NOTICE, letters, text, to_members
from tests.desk.test_handing import DOCX, SECRETARIAT, drafts, paper

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
OPENDOCUMENT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def laid(begin: Callable[[str], Rehearsal]) -> Rehearsal:
    """The notice lies with the secretariat for approval."""
    return begin("2027-10-01").until("2027-10-21T12:00")


def answered(year: Rehearsal, *files: tuple[str, bytes], checked: str = "") -> EmailMessage:
    """The secretary says «Godkjent» in answer to the draft of the notice, with these files, by name."""
    [draft] = drafts(year, NOTICE)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Date"] = SECRETARIAT, SECRETARIAT, year.now
    mail["Subject"], mail["In-Reply-To"] = f"SV: {draft['Subject']}", str(draft["Message-ID"])
    if checked:
        mail["Authentication-Results"] = checked
    mail.set_content("Godkjent\n")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    year.inbox.mkdir(parents=True, exist_ok=True)
    (year.inbox / "svar.eml").write_bytes(mail.as_bytes())
    year.until("2027-10-22T09:00").until("2027-11-05T09:00")
    return mail


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("Innkalling.pdf", PDF, "er en PDF. Send Word-filen (.docx)"),
        ("Innkalling.doc", OLE, "gamle Word-formatet (.doc). Lagre den som .docx"),
        ("Innkalling.odt", OPENDOCUMENT, "Innkalling.odt"),
        ("Innkalling.docx", PDF, "er en PDF. Send Word-filen (.docx)"),
        ("Innkalling.rtf", b"{\\rtf1 Innkalling}", "er ikke et Word-dokument (.docx)"),
    ],
)
def test_a_yes_with_another_kind_of_file_does_not_send_the_draft_it_was_to_replace(
    laid: Rehearsal, name: str, content: bytes, said: str
) -> None:
    answered(laid, (name, content))
    assert not to_members(laid)
    [told] = [text(mail) for letter, mail in letters(laid).items() if "refused" in letter]
    assert f"Filen «{name}» er ikke tatt inn." in told
    assert said in told


def test_what_we_sent_ourselves_comes_back_with_the_yes_and_changes_nothing(laid: Rehearsal) -> None:
    [draft] = drafts(laid, NOTICE)
    answered(laid, paper(draft))
    assert to_members(laid)


def test_a_yes_from_a_machine_that_does_not_send_for_the_secretariat_counts_for_nothing(laid: Rehearsal) -> None:
    answered(laid, checked="mx.example.no; spf=fail smtp.mailfrom=example.com; dkim=none; dmarc=none")
    assert not to_members(laid)
    assert [message.why for message in laid.desk.journal.messages("tray") if "ikke er bekreftet (DMARC eller SPF)" in message.why]


def test_the_word_file_comes_first_and_is_known_by_its_type_where_it_has_no_name() -> None:
    mail = EmailMessage(policy=SMTP)
    mail.set_content("Godkjent\n")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="Innkalling.pdf")
    mail.add_attachment(b"PK", maintype="application", subtype=DOCX)
    mail.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    assert reply.documents(mail.as_bytes()) == (("", b"PK"), ("Innkalling.pdf", PDF))


def test_a_file_that_is_too_large_is_not_left_out_but_is_seen_to_be_too_large() -> None:
    large = bytes(41_000_000)
    mail = EmailMessage(policy=SMTP)
    mail.set_content("Godkjent\n")
    mail.add_attachment(large, maintype="application", subtype=DOCX, filename="Innkalling.docx")
    [(name, found)] = reply.documents(mail.as_bytes())
    assert (name, len(found)) == ("Innkalling.docx", 40_000_001)
