"""What comes in: whose it is, what it answers, what a machine wrote; whatever the bytes are, and in time."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import house, rehearsal
from bot.cycle.memory import Incoming, Message, StoredLetter
from bot.cycle.model import OSLO
from bot.desk import collect
from bot.desk.collect import Collected
from bot.papers import reply
from bot.papers.office import Office
from bot.post.folder import Folder
from bot.rehearsal import Rehearsal
from tests.desk.conftest import workspace

MEETING = "naering/faggruppe/2027-3"
NOTICE = f"{MEETING}/notice"
LEFT = datetime(2027, 11, 4, 9, tzinfo=OSLO).astimezone(UTC)


@pytest.fixture(scope="module")
def autumn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Path]:
    """The notice of the November meeting has left: lived through once, and copied for each test."""
    office = house.office(workspace(tmp_path_factory.mktemp("kontor"), "2027-10-18"))
    folder = tmp_path_factory.mktemp("post")
    with rehearsal.begin(office, folder, LEFT - timedelta(days=20)) as year:
        year.until("2027-10-21T12:00").approve(NOTICE).until(LEFT)
    return office, folder


@pytest.fixture
def told(autumn: tuple[Office, Path], tmp_path: Path) -> Iterator[Rehearsal]:
    office, lived = autumn
    shutil.copytree(lived, tmp_path / "post")
    with rehearsal.begin(office, tmp_path / "post", LEFT) as year:
        yield year


def sent(year: Rehearsal, organisation: str = "Lørenskog kommune", *, calendar: bool = False) -> StoredLetter:
    """The letter of the notice, or the invitation, that an organisation got."""
    letters = year.desk.journal.letters(NOTICE)
    return next(one for one in letters if one.organisation == organisation and one.key.endswith("/calendar") == calendar)


def lay(year: Rehearsal, raw: bytes, name: str = "a.eml") -> Collected:
    """A mail comes in, and is collected."""
    year.inbox.mkdir(exist_ok=True)
    (year.inbox / name).write_bytes(raw)
    return collect.collect(year.desk, year.now)


def mail(sender: str = "lorenskog@example.no", body: str = "Vi har tre saker.", **headers: str) -> bytes:
    """A small mail; `In_Reply_To="<1@example.no>"` becomes that header, as it stands."""
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"From: {sender}\r\nSubject: SV: Innkalling\r\n{head}\r\n{body}\r\n".encode()


def only(year: Rehearsal) -> Message:
    """The one mail there is."""
    [found] = [one for state in ("matched", "ignored", "tray") for one in year.desk.journal.messages(state)]
    return found


# --- whose it is ----------------------------------------------------------------------------------------------------------


def test_an_answer_belongs_to_the_meeting_and_the_organisation_of_the_letter(told: Rehearsal) -> None:
    assert lay(told, mail(In_Reply_To=sent(told).message_id)) == Collected(matched=1)

    assert (only(told).occurrence, only(told).organisation) == (MEETING, "Lørenskog kommune")


@pytest.mark.parametrize("fold", ["{}", "\r\n {}", "\r\n\t{}", "<fremmed@example.com>\r\n {}\r\n <annen@example.com>", "  {}  "])
@pytest.mark.parametrize("name", ["In_Reply_To", "References"])
def test_a_folded_header_is_read(told: Rehearsal, name: str, fold: str) -> None:
    assert lay(told, mail(**{name: fold.format(sent(told).message_id)})).matched == 1


def test_a_header_that_python_has_encoded_is_read(told: Rehearsal) -> None:
    encoded = f"=?utf-8?q?=3C{sent(told).message_id.strip('<>').replace('@', '=40')}=3E?="

    assert lay(told, mail(In_Reply_To=encoded)).matched == 1


def test_line_ends_of_one_kind_or_the_other_make_no_difference(told: Rehearsal) -> None:
    assert lay(told, mail(In_Reply_To=sent(told).message_id).replace(b"\r\n", b"\n")).matched == 1


def test_among_thousands_of_references_ours_is_found(told: Rehearsal) -> None:
    others = "\r\n ".join(f"<{number}@example.com>" for number in range(3_000))

    assert lay(told, mail(References=f"{others}\r\n {sent(told).message_id}")).matched == 1


def test_what_it_says_that_it_answers_counts_before_the_older_conversation(told: Rehearsal) -> None:
    """The draft is the newer letter, but the member says which one is answered."""
    told.add_item(MEETING, "Godstog").until("2027-11-05T09:00")
    [draft] = told.desk.journal.letters(f"{MEETING}/changed-1/draft-1")
    lay(told, mail(In_Reply_To=sent(told).message_id, References=draft.message_id))

    assert (only(told).state, only(told).organisation) == ("matched", "Lørenskog kommune")


def test_a_colleague_in_the_register_answers_for_its_own_organisation(told: Rehearsal) -> None:
    lay(told, mail("vara.horten@example.no", In_Reply_To=sent(told, "Lørenskog kommune").message_id))

    assert only(told).organisation == "Horten kommune"


@pytest.mark.parametrize(
    "sender",
    [
        "fremmed@example.com",
        "lorenskog@example.no, horten@example.no",
        "lorenskog@example.no\r\nFrom: fremmed@example.com",
        '"lorenskog@example.no" <fremmed@example.com>',
        "lorenskog@example.no.example.com",
        "lorenskog@example.n\N{LATIN SMALL LETTER O WITH DIAERESIS}",
        "",
        "lorenskog",
        f"{'x' * 5_000} <lorenskog@example.no>",
    ],
    ids=["a stranger", "two at once", "two headers", "a name that looks like one", "longer", "likeness", "nobody", "no address", "endless"],
)
def test_who_is_not_the_member_is_not_taken_for_the_member(told: Rehearsal, sender: str) -> None:
    lay(told, mail(sender, In_Reply_To=sent(told).message_id))

    assert (only(told).state, only(told).occurrence) == ("tray", MEETING)


def test_letters_of_another_size_in_an_address_make_no_difference(told: Rehearsal) -> None:
    assert lay(told, mail("Medlem <LORENSKOG@Example.NO>", In_Reply_To=sent(told).message_id)).matched == 1


def test_a_forged_message_id_is_an_answer_to_nothing(told: Rehearsal) -> None:
    lay(told, mail("fremmed@example.com", In_Reply_To="<0123456789abcdef0123456789abcdef@example.no>"))

    assert only(told).why == "svarer ikke på noe vi har sendt"


def test_what_the_secretariat_answers_to_its_own_draft_is_for_a_person_and_no_contribution(told: Rehearsal) -> None:
    [draft] = told.desk.journal.letters(f"{NOTICE}/draft-1")
    lay(told, mail("sekretariat@example.no", In_Reply_To=draft.message_id))

    assert only(told).state == "tray"
    assert told.desk.journal.answered([MEETING]) == {}


# --- what a machine wrote ---------------------------------------------------------------------------------------------------

OUTLOOK = {"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All", "X_MS_Exchange_Inbox_Rules_Loop": "lorenskog@example.no"}
GMAIL = {"Auto_Submitted": "auto-replied", "Precedence": "bulk", "X_Autoreply": "yes"}
OLD = {"Precedence": "auto_reply"}
VACATION = {"Auto_Submitted": "auto-replied (vacation)"}
EMPTY = {"Return_Path": "<>"}
FOLDED = {"Auto_Submitted": "\r\n auto-replied;\r\n owner-email=lorenskog@example.no"}
RECEIPT = {"Content_Type": "multipart/report; report-type=disposition-notification; boundary=x"}


@pytest.mark.parametrize("headers", [OUTLOOK, GMAIL, OLD, VACATION, EMPTY, FOLDED, RECEIPT])
def test_an_automatic_answer_is_kept_and_counts_for_nothing(told: Rehearsal, headers: dict[str, str]) -> None:
    assert lay(told, mail(In_Reply_To=sent(told).message_id, **headers)) == Collected(automatic=1)

    assert told.desk.journal.answered([MEETING]) == {}


def test_a_person_whose_program_says_that_a_person_wrote_it_has_written_it(told: Rehearsal) -> None:
    assert lay(told, mail(In_Reply_To=sent(told).message_id, Auto_Submitted="no", X_Auto_Response_Suppress="DR, OOF")).matched == 1


def bounce(returned: str, *, said: str = "") -> bytes:
    """A letter comes back (RFC 6522): text, a report for machines, and the head of what was sent."""
    parts = (
        "Content-Type: text/plain\r\n\r\nAdressen finnes ikke.",
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.no\r\n\r\nAction: failed\r\nStatus: 5.1.1",
        f"Content-Type: text/rfc822-headers\r\n\r\nFrom: sekretariat@example.no\r\nMessage-ID: {returned}\r\n",
    )
    body = "".join(f"--x\r\n{part}\r\n" for part in parts)
    head = f'{said}Auto-Submitted: auto-replied\r\nContent-Type: multipart/report;\r\n report-type=delivery-status; boundary="x"\r\n'
    return f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.no\r\nSubject: Undelivered\r\n{head}\r\n{body}--x--\r\n".encode()


def test_a_letter_that_comes_back_is_told_to_the_secretary_with_whom_it_did_not_reach(told: Rehearsal) -> None:
    assert lay(told, bounce(sent(told).message_id)) == Collected(tray=1)

    assert (only(told).verdict, only(told).occurrence) == ("bounce", MEETING)
    assert only(told).why == "brevet til Medlem Lørenskog, Lørenskog kommune, kom ikke fram"
    assert told.desk.journal.answered([MEETING]) == {}


def test_a_letter_that_comes_back_with_nothing_to_know_it_by_is_told_too(told: Rehearsal) -> None:
    assert lay(told, bounce("<ukjent@example.com>")) == Collected(tray=1)


def click(answered: str, *, encoding: str = "7bit") -> bytes:
    """A click on «Godta» in a calendar, as Outlook and Google send it (RFC 5546, 3.2.3)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Medlem <lorenskog@example.no>"
    message["Subject"] = "Godtatt: Møte i faggruppe for næringssamarbeid"
    message["In-Reply-To"] = answered
    message.set_content("Medlem har godtatt.")
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    message.add_alternative(calendar, subtype="calendar", cte=encoding, params={"method": "REPLY", "name": f"{'meeting' * 12}.ics"})
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_a_click_on_the_invitation_is_no_contribution_so_the_reminder_still_goes(told: Rehearsal, encoding: str) -> None:
    assert lay(told, click(sent(told, calendar=True).message_id, encoding=encoding)) == Collected(automatic=1)

    assert (only(told).verdict, only(told).occurrence, only(told).organisation) == ("calendar", MEETING, "Lørenskog kommune")
    assert "Lørenskog kommune" in told.until("2027-11-09T08:00").recipients(f"{MEETING}/remind")


def test_a_person_who_answers_the_invitation_in_words_has_answered(told: Rehearsal) -> None:
    assert lay(told, mail(In_Reply_To=sent(told, calendar=True).message_id)).matched == 1


# --- a post with names of its own -------------------------------------------------------------------------------------------


@dataclass
class Named:
    """A post that has its own name for each mail, and may show one again with other bytes, as a mailbox that a virus filter writes in."""

    folder: Folder
    shown: tuple[Incoming, ...]

    def inbox(self, mark: str) -> Iterator[Incoming]:
        yield from (one for one in self.shown if one.mark > mark)

    def send(self, key: str, message_id: str, message: bytes) -> str:
        return self.folder.send(key, message_id, message)

    def find(self, key: str, message_id: str) -> str | None:
        return self.folder.find(key, message_id)

    def publish(self, name: str, content: bytes) -> None:
        self.folder.publish(name, content)


def shows(year: Rehearsal, *incoming: Incoming) -> Collected:
    folder = Folder(year.inbox.parent / "letters", year.inbox, year.inbox.parent / "calendar")
    return collect.collect(replace(year.desk, post=Named(folder, incoming)), year.now)


def test_a_mail_that_is_shown_again_under_its_name_counts_once(told: Rehearsal) -> None:
    first = mail(In_Reply_To=sent(told).message_id)
    assert shows(told, Incoming("a", first, "1", id="AAMk=1")) == Collected(matched=1)

    assert shows(told, Incoming("a", first + b"\r\nSkannet for virus.\r\n", "2", id="AAMk=1")) == Collected()
    assert len(told.desk.journal.contributions([MEETING])) == 1


def test_a_mark_that_only_moves_is_moved_without_a_word(told: Rehearsal) -> None:
    assert shows(told, Incoming("", None, "7")) == Collected()
    assert told.desk.journal.mark(collect.INBOX) == "7"


def test_a_mail_that_cannot_be_read_is_told_of_and_passed(told: Rehearsal) -> None:
    answer = Incoming("b", mail(In_Reply_To=sent(told).message_id), "2")

    assert shows(told, Incoming("a", None, "1", "er for stor"), answer) == Collected(matched=1, unread=("a: er for stor",))


def test_a_click_is_counted_as_an_answer_to_the_invitation(told: Rehearsal) -> None:
    told.respond(NOTICE, "Horten kommune", "ACCEPTED").respond(NOTICE, "Lørenskog kommune", "DECLINED", comment="Er på reise.")

    assert collect.collect(told.desk, told.now) == Collected(rsvps=1, tray=1)


def test_one_who_is_too_late_is_told_once_kindly_that_it_is_offered_for_the_next_meeting(told: Rehearsal) -> None:
    told.until("2027-11-13T09:00")
    for text in ("Vi åpner ny kai i mai.", "Og enda en ting."):
        told.reply(NOTICE, "Horten kommune", text).until(told.now + timedelta(hours=1))
    [thanks] = [path for path in (told.inbox.parent / "letters").iterdir() if "receipt" in path.name]

    assert b"neste m" in thanks.read_bytes()


# --- whatever the bytes are -------------------------------------------------------------------------------------------------

MEGABYTE = 1_000_000
PIECES = (
    b"a,", b"(", b'"', b"<", b"@", b"[", b":", b";", b"a@b.no,", b"=?utf-8?q?a?= ", b"=?", b"=?utf-8?b?=?=", b"?", b"<@a,", b"a\r\n ",
    b"\r\n\t",
    b"\\", b".", b" ", b"\0", b"\xff", b"<a@b> ", b"a*0*=b;", b"\xc3\xa5 ", b"\r", b"\n ", b"-",
)  # fmt: skip
NAMES = (b"From", b"Subject", b"In-Reply-To", b"References", b"Content-Type", b"Auto-Submitted", b"Return-Path", b"X")


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_megabyte_of_anything_in_any_header_is_read_at_once(piece: bytes) -> None:
    line = piece * (MEGABYTE // len(piece))
    began = time.perf_counter()
    for name in NAMES:
        reply.read(name + b": " + line + b"\r\n\r\nHei\r\n")

    assert time.perf_counter() - began < 8  # each in a fraction of a second, also on a busy machine


@pytest.mark.parametrize(
    "piece", [b"Content-Type: text/calendar\r\n ", b"content-type: ", b"Message-ID: <", b"Message-ID:\r\n ", b"method=reply"]
)
def test_a_megabyte_of_what_is_looked_for_in_a_body_is_read_at_once(piece: bytes) -> None:
    began = time.perf_counter()
    reply.read(b"Content-Type: multipart/report\r\n\r\n" + piece * (4 * MEGABYTE // len(piece)))

    assert time.perf_counter() - began < 12


HEADS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from([*PIECES, b"lorenskog@example.no", b"<1@example.no>"]), max_size=12)),
    max_size=8,
)


@given(st.binary(max_size=2_000))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    envelope = reply.read(raw)

    assert envelope.sender == envelope.sender.lower()
    assert all(answer.startswith("<") and answer.endswith(">") for answer in envelope.answers)


@settings(max_examples=300)
@given(HEADS, st.binary(max_size=100))
def test_no_likeness_of_a_mail_makes_it_raise(head: list[tuple[bytes, list[bytes]]], body: bytes) -> None:
    lines = b"".join(name + b": " + b"".join(pieces) + b"\r\n" for name, pieces in head)
    envelope = reply.read(lines + b"\r\n" + body)

    assert "\n" not in envelope.subject + envelope.sender
    assert envelope.sender == "" or envelope.sender.count("@") == 1
