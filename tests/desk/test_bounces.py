"""Letters that come back: the secretary hears whose address does not work, until it does."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cycle.model import Member
from bot.desk import bounces, collect, status, tray
from bot.papers.reply import Undelivered
from bot.rehearsal import Rehearsal
from tests.desk.conftest import Begin
from tests.desk.moody import NOTICE, REMIND, edit, reread

HORTEN, LORENSKOG = "horten@example.no", "lorenskog@example.no"
GONE = "kom ikke fram sist (4. november 2027): adressen virker ikke."


def returned(
    year: Rehearsal, address: str, *, message_id: str = "", action: str = "failed", code: str = "5.1.1", subject: str = ""
) -> None:
    """A delivery report (RFC 3464) about a letter to this address lies in the inbox. Without `message_id` it returns no letter."""
    recipient = f"Final-Recipient: rfc822; {address}\r\n" if address else ""
    parts = (
        f"Content-Type: text/plain\r\n\r\nTil {address}.",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n{recipient}Action: {action}\r\nStatus: {code}",
        *([f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n"] if message_id else []),
    )
    body = "".join(f"--x\r\n{part}\r\n" for part in parts)
    head = 'Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n'
    raw = f"From: MAILER-DAEMON@mx.example.no\r\nSubject: Undelivered {subject}{year.now:%d%H%M%S}\r\n{head}\r\n{body}--x--\r\n"
    year.inbox.mkdir(parents=True, exist_ok=True)
    (year.inbox / f"{year.now:%Y%m%d%H%M}-retur{len(list(year.inbox.iterdir()))}.eml").write_bytes(raw.encode())


def message_id(year: Rehearsal, address: str, step: str = NOTICE) -> str:
    return next(one.message_id for one in year.desk.journal.letters(step) if one.recipient == address)


def said(year: Rehearsal) -> list[str]:
    """What status says of letters that came back."""
    collect.collect(year.desk, year.now)
    return [line.replace("\xa0", " ") for line in status.status(year.desk, year.now).waiting if "kom ikke fram" in line]


def test_when_all_arrives_nothing_is_said(told: Rehearsal) -> None:
    assert said(told) == []
    assert bounces.bounced(told.desk, told.now) == ()


def test_the_member_and_the_organisation_are_named_and_the_address_is_not(told: Rehearsal) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN))

    assert said(told) == [f"Brevet til Medlem Horten, Horten kommune, {GONE} Rett adressen i registeret, eller ring."]


def test_the_weekly_letter_says_it(told: Rehearsal) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN))
    [letter] = told.until("2027-11-08T07:30").desk.journal.letters("sekretariat/ukebrev/2027-45")
    text = json.loads(letter.content)["text"].replace("\xa0", " ")

    assert f"Brevet til Medlem Horten, Horten kommune, {GONE}" in text
    assert HORTEN not in text


@pytest.mark.parametrize(
    "report",
    [
        lambda year: returned(year, HORTEN),  # a report that returns nothing
        lambda year: returned(year, "", message_id=message_id(year, HORTEN)),  # one that names nobody
        lambda year: returned(year, "hos.oss@example.com", message_id=message_id(year, HORTEN)),  # a letter that was sent on elsewhere
        lambda year: returned(year, HORTEN.upper(), message_id="<ukjent@example.com>"),
    ],
)
def test_however_the_report_tells_whom_it_is_about(told: Rehearsal, report: Callable[[Rehearsal], None]) -> None:
    report(told)

    assert [line.partition(", kom")[0] for line in said(told)] == ["Brevet til Medlem Horten, Horten kommune"]


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", "delivered"])
def test_a_letter_that_is_late_or_has_arrived_has_not_come_back(told: Rehearsal, action: str) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN), action=action)

    assert said(told) == []


def test_a_report_about_someone_who_never_had_a_letter_says_nothing(told: Rehearsal) -> None:
    returned(told, "ukjent@example.com")
    returned(told, "", message_id="<ukjent@example.com>")

    assert said(told) == []


def test_setting_the_report_aside_does_not_mend_the_address(told: Rehearsal) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN))
    collect.collect(told.desk, told.now)
    [message] = told.desk.journal.messages("tray")
    tray.ignore(told.desk, message.id[:12], "Sekretæren", told.now)

    assert len(said(told)) == 1


def test_a_later_letter_that_does_not_come_back_is_proof_that_it_works(told: Rehearsal) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN))
    told.until("2027-11-09T10:00")
    assert told.recipients(REMIND) == ["Horten kommune", "Lørenskog kommune"]
    assert len(said(told)) == 1, "it may still come back"

    assert said(told.until("2027-11-12T10:00")) == []


def test_a_later_letter_that_comes_back_too_is_none(told: Rehearsal) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN))
    told.until("2027-11-09T10:00")
    returned(told, HORTEN, message_id=message_id(told, HORTEN, REMIND))

    assert "(9. november 2027)" in said(told)[0]
    assert len(said(told.until("2027-11-12T10:00"))) == 1


def test_another_address_in_the_register_is_another_matter(told: Rehearsal, root: Path) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN))
    assert len(said(told)) == 1
    edit(root / "schedules" / "medlemmer.csv", f";{HORTEN};", ";ny.horten@example.no;")
    reread(told, root)

    assert said(told) == []


def test_who_has_left_is_no_matter(told: Rehearsal, root: Path) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN))
    edit(root / "schedules" / "medlemmer.csv", f"{HORTEN};Medlem;;", f"{HORTEN};Medlem;;2027-11-01")
    reread(told, root)

    assert said(told) == []


def test_it_is_said_in_the_next_draft_before_anyone_approves_it(begin: Begin) -> None:
    september = "naering/faggruppe/2027-2/notice"
    year = begin("2027-08-01").until("2027-08-20T08:00").approve(september).until("2027-09-10T12:00")
    returned(year, LORENSKOG, message_id=message_id(year, LORENSKOG, september))
    collect.collect(year.desk, year.now)
    year.until("2027-10-21T12:00")
    [draft] = year.desk.journal.letters(f"{NOTICE}/draft-1")
    remark = "Brevet til Medlem Lørenskog, Lørenskog kommune, kom ikke fram sist (10. september 2027): adressen virker ikke."

    assert remark in json.loads(draft.content)["text"].replace("\xa0", " ")
    assert LORENSKOG not in json.loads(draft.content)["text"]
    others = [Member("Medlem", "Horten", "Horten kommune", HORTEN)]
    assert list(bounces.remarks(year.desk, others, year.now)) == []


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("5.1.10", "adressen virker ikke"),
        ("5.2.2", "postkassen er full"),
        ("5.2.1", "postkassen tar ikke imot"),
        ("4.4.7", "mottakerens e-posttjener kan ikke nås"),
        ("5.7.1", "avvist av mottakerens e-posttjener"),
        ("5.0.0", "brevet ble ikke levert"),
        ("", "brevet ble ikke levert"),
    ],
)
def test_why_is_said_in_words(code: str, why: str) -> None:
    assert bounces.reason(Undelivered(HORTEN, "failed", code, "")) == why


def test_the_tray_says_whom_and_that_a_late_letter_is_late(told: Rehearsal) -> None:
    returned(told, HORTEN, message_id=message_id(told, HORTEN), action="delayed")
    collect.collect(told.desk, told.now)
    told.now += timedelta(minutes=1)
    returned(told, LORENSKOG, message_id=message_id(told, HORTEN))
    collect.collect(told.desk, told.now)

    assert [message.why for message in told.desk.journal.messages("tray")] == [
        "brevet til Medlem Horten, Horten kommune, er forsinket; e-posttjeneren prøver fortsatt",
        "et brev kom ikke fram; meldingen sier til hvem",
    ]
