"""What a secretariat and its members notice through a year."""

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot import house
from bot.cycle.written import Place
from bot.desk import acts, status
from bot.errors import Refused, Unknown
from bot.rehearsal import Rehearsal
from tests.desk.conftest import MEMBERS, Begin

MEETING = "naering/faggruppe/2027-3"
NOTICE = f"{MEETING}/notice"


def mails(year: Rehearsal, step: str) -> list[EmailMessage]:
    """The letters of a step as they lie in the post."""
    found = []
    for letter in year.desk.journal.letters(step):
        if letter.receipt:
            raw = (year.inbox.parent / "letters" / letter.receipt).read_bytes()
            found.append(message_from_bytes(raw, policy=policy.default))
    return found


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\xa0", " ")


def words(paper: bytes) -> str:
    """The text of a Word file."""
    with ZipFile(BytesIO(paper)) as package:
        return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())


def in_post(year: Rehearsal) -> set[str]:
    return {path.name for path in (year.inbox.parent / "letters").glob("*.eml")}


def test_the_draft_reaches_the_secretariat_with_the_paper_and_how_to_approve(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T08:00")
    [draft] = mails(year, f"{NOTICE}/draft-1")

    assert draft["To"] == "Sekretariatet for Osloregionen <sekretariat@example.no>"
    assert f"aarshjul approve {NOTICE}" in text(draft)
    assert [part.get_filename() for part in draft.iter_attachments()] == [
        "Innkalling – faggruppe for næringssamarbeid – 11. november 2027.docx"
    ]


def test_nothing_reaches_members_before_a_person_approves(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-11-11T11:00")

    assert year.recipients(NOTICE) == []
    assert {letter.recipient for letter in year.desk.journal.letters(NOTICE)} == set()


def test_the_approved_notice_reaches_each_member_alone_with_an_invitation_of_ones_own(told: Rehearsal) -> None:
    found = mails(told, NOTICE)
    notices = [mail for mail in found if not any(part.get_content_type() == "text/calendar" for part in mail.walk())]

    assert sorted(str(mail["To"]) for mail in notices) == [
        "Medlem Horten <horten@example.no>",
        "Medlem Lørenskog <lorenskog@example.no>",
        "Vara Horten <vara.horten@example.no>",
    ]
    assert len(found) == 2 * len(notices)
    for mail in found:
        others = {"horten@example.no", "lorenskog@example.no", "vara.horten@example.no"} - {mail["To"].addresses[0].addr_spec}
        assert not [other for other in others if f"<{other}>" in mail.as_string() or f":{other}" in mail.as_string()]


def test_what_was_approved_is_what_leaves_byte_for_byte(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE)
    frozen = year.desk.journal.draft(NOTICE)
    year.until("2027-11-04T09:00")
    sent = [mail for mail in mails(year, NOTICE) if list(mail.iter_attachments())]

    assert frozen is not None
    for mail in sent:
        [paper] = mail.iter_attachments()
        assert hashlib.sha256(paper.get_content()).hexdigest() in frozen.content
    assert len(sent) == 3


def test_the_reminder_goes_only_to_the_organisation_that_has_not_answered(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Vi har tre saker.").until("2027-11-09T08:00")

    assert told.recipients(f"{MEETING}/remind") == ["Lørenskog kommune"]


def test_an_out_of_office_reply_is_no_answer(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Jeg er på ferie.", automatic=True).until("2027-11-09T08:00")

    assert told.recipients(f"{MEETING}/remind") == ["Horten kommune", "Lørenskog kommune"]


def test_a_mail_from_nowhere_goes_to_the_tray_whole(told: Rehearsal) -> None:
    raw = b"From: noen@example.com\r\nSubject: =?utf-8?q?Sp=C3=B8rsm=C3=A5l?=\r\n\r\nHei\xff\r\n"
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(raw)
    told.until("2027-11-05T09:00")
    [mail] = told.desk.journal.messages("tray")

    assert (mail.sender, mail.subject, told.desk.journal.fetch(mail.id)) == ("noen@example.com", "Spørsmål", raw)


def test_an_answer_to_our_letter_from_a_stranger_is_not_taken_for_the_member(told: Rehearsal) -> None:
    [answered, *_] = told.desk.journal.letters(NOTICE)
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(f"From: fremmed@example.com\r\nIn-Reply-To: {answered.message_id}\r\n\r\nHei\r\n".encode())
    told.until("2027-11-09T08:00")

    assert told.recipients(f"{MEETING}/remind") == ["Horten kommune", "Lørenskog kommune"]
    assert len(told.desk.journal.messages("tray")) == 1


def test_the_same_mail_twice_counts_once(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Vi har tre saker.").until("2027-11-05T09:00")
    [path] = told.inbox.glob("*.eml")
    path.with_name("kopi.eml").write_bytes(path.read_bytes())
    told.until("2027-11-06T09:00")

    assert len(told.desk.journal.messages("matched")) == 1


def test_a_moved_meeting_tells_the_old_and_the_new_date_and_updates_the_calendar(told: Rehearsal) -> None:
    told.move(MEETING, date(2027, 11, 18)).until("2027-11-05T09:00")
    letters = mails(told, f"{MEETING}/moved-1")
    invitation = next(part for mail in letters for part in mail.walk() if part.get_content_type() == "text/calendar")

    assert "torsdag 11. november 2027 kl. 12.00–13.00 er flyttet til torsdag 18. november 2027 kl. 12.00–13.00" in text(letters[0])
    assert "SEQUENCE:1" in invitation.get_content()
    assert len(letters) == 6


def test_the_reminder_of_a_moved_meeting_follows_it(told: Rehearsal) -> None:
    told.move(MEETING, date(2027, 11, 18)).until("2027-11-15T12:00")
    assert told.recipients(f"{MEETING}/remind") == []

    assert told.until("2027-11-16T08:00").recipients(f"{MEETING}/remind") == ["Horten kommune", "Lørenskog kommune"]


def test_a_cancelled_meeting_sends_one_cancellation_to_each_who_was_told(told: Rehearsal) -> None:
    told.cancel(MEETING, "sykdom").until("2027-11-12T09:00")
    letters = mails(told, f"{MEETING}/cancelled-1")

    assert len(letters) == 6
    assert "er avlyst" in text(letters[0])
    assert any(
        "METHOD:CANCEL" in part.get_content() for mail in letters for part in mail.walk() if part.get_content_type() == "text/calendar"
    )
    assert told.recipients(f"{MEETING}/remind") == []


def test_a_meeting_cancelled_before_its_notice_is_silence_to_members(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").cancel(MEETING, "sykdom").until("2027-11-12T09:00")

    assert not [name for name in in_post(year) if "cancelled" in name or "notice-" in name.replace("notice-draft", "")]


def test_saved_dates_reach_the_calendar_early_and_follow_a_move(begin: Begin) -> None:
    year = begin("2027-01-01").until("2027-01-05T10:00").save_dates("naering", 2027).until("2027-01-05T11:00")
    invitations = mails(year, f"{MEETING}/save-date-1")
    assert len(invitations) == 3
    assert {part.get_content_type() for mail in invitations for part in mail.walk()} >= {"text/calendar"}
    assert str(invitations[0]["Subject"]).endswith("[næring 11. nov.]")

    year.move(MEETING, date(2027, 11, 18)).until("2027-01-06T09:00")
    assert (
        "SEQUENCE:1"
        in next(part for part in mails(year, f"{MEETING}/moved-1")[-1].walk() if part.get_content_type() == "text/calendar").get_content()
    )
    assert year.add_item(MEETING, "Godstog").until("2027-01-07T09:00").recipients(f"{MEETING}/changed-1") == []
    assert year.desk.journal.draft(f"{MEETING}/changed-1") is None


def test_a_corrected_notice_says_what_was_wrong(told: Rehearsal) -> None:
    told.correct(MEETING, "rommet på side 1").until("2027-11-05T09:00").approve(f"{MEETING}/changed-1").until("2027-11-05T10:00")
    [letter, *_] = mails(told, f"{MEETING}/changed-1")

    assert str(letter["Subject"]) == "Rettet innkalling: faggruppe for næringssamarbeid, 11. november 2027 [næring 11. nov.]"
    assert "Endringen gjelder rommet på side 1." in text(letter)
    [paper] = letter.iter_attachments()
    assert "Oppdatert 05.11.2027Dette er endret:Rettet: rommet på side 1" in words(paper.get_content())


def test_the_draft_asks_a_person_to_look_at_what_is_odd(begin: Begin, root: Path) -> None:
    schedule = root / "schedules" / "naering.toml"
    text_of = schedule.read_text(encoding="utf-8").replace('room = "møteromssenteret"', 'room = ""').replace("notice_days = 7", "")
    schedule.write_text(text_of.replace('agenda = "naering"', 'agenda = "naering"\nnotice_days = 14'), encoding="utf-8")
    year = begin("2027-04-01").until("2027-05-11T12:00").approve("naering/faggruppe/2027-1/notice").until("2027-05-12T09:00")
    (root / "schedules" / "medlemmer.csv").write_text(
        "Fornavn;Etternavn;Organisasjon;E-post\nNy;Person;Asker kommune;asker@example.no\n", encoding="utf-8"
    )
    year.desk = replace(year.desk, office=replace(house.office(root), config=year.desk.office.config))
    year.until("2027-08-17T09:00").add_item("naering/faggruppe/2027-2", "Samling 3. september 2026").until("2027-08-20T09:00")

    said = text(mails(year, "naering/faggruppe/2027-2/notice/draft-1")[0])
    for remark in (
        "Møtet har ikke rom.",
        "senere enn 14 dager før møtet",
        "Et årstall i teksten er 2026, men møtet er i 2027.",
        "Teksten sier 3. september, men møtet er 9. september 2027.",
        "Mottakerne er mange andre enn forrige gang: 1 nye, 3 borte.",
    ):
        assert remark in said


def test_each_group_has_a_calendar_to_subscribe_to_that_follows_a_move(told: Rehearsal) -> None:
    path = told.inbox.parent / "calendar" / "naering.ics"
    assert "DTSTART;TZID=Europe/Oslo:20271111T120000" in path.read_text()

    before = path.stat().st_mtime_ns
    told.until("2027-11-05T09:00")
    assert path.stat().st_mtime_ns == before

    told.move(MEETING, date(2027, 11, 18)).until("2027-11-05T10:00")
    assert "DTSTART;TZID=Europe/Oslo:20271118T120000" in path.read_text()
    assert "mailto:" not in path.read_text()


def test_several_changes_in_a_row_become_one_re_issue(told: Rehearsal) -> None:
    told.add_item(MEETING, "Godstog").until("2027-11-04T09:10").add_item(MEETING, "Bredbånd").until("2027-11-04T09:20")
    assert told.desk.journal.draft(f"{MEETING}/changed-1") is None

    told.until("2027-11-04T09:45").approve(f"{MEETING}/changed-1").until("2027-11-04T10:00")
    [letter, *_] = mails(told, f"{MEETING}/changed-1")
    assert "Ny sak: Godstog" in text(letter)
    assert "Ny sak: Bredbånd" in text(letter)


def test_an_edit_in_a_file_that_moves_a_meeting_people_know_of_waits_for_a_person(told: Rehearsal, root: Path) -> None:
    schedule = root / "schedules" / "naering.toml"
    schedule.write_text(schedule.read_text(encoding="utf-8").replace("nth = 2", "nth = 3"), encoding="utf-8")
    told.desk = replace(told.desk, office=replace(house.office(root), config=told.desk.office.config))
    told.until("2027-11-05T09:00")
    assert told.recipients(f"{MEETING}/moved-1") == []
    assert any("tiden er endret i filene" in line for line in status.status(told.desk, told.now).held)

    told.approve(f"{MEETING}/moved-1").until("2027-11-05T10:00")
    assert told.recipients(f"{MEETING}/moved-1") == ["Horten kommune", "Lørenskog kommune"]


def test_a_new_room_is_told(told: Rehearsal) -> None:
    told.relocate(MEETING, Place(name="Oslo rådhus", room="Bystyresalen")).until("2027-11-05T09:00")

    assert "Nytt møtested: Oslo rådhus, Bystyresalen. Tidspunktet er uendret." in text(mails(told, f"{MEETING}/relocated-1")[0])
    calendars = [
        part.get_content()
        for mail in mails(told, f"{MEETING}/relocated-1")
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert len(calendars) == 3
    assert all("SEQUENCE:1" in one and "Bystyresalen" in one.replace("\r\n ", "") for one in calendars)


def test_an_item_added_after_dispatch_becomes_a_draft_and_then_a_re_issue(told: Rehearsal) -> None:
    told.add_item(MEETING, "Godstog på Kongsvingerbanen").until("2027-11-05T09:00")
    assert told.recipients(f"{MEETING}/changed-1") == []
    assert "Ny sak: Godstog på Kongsvingerbanen" in text(mails(told, f"{MEETING}/changed-1/draft-1")[0])

    told.approve(f"{MEETING}/changed-1").until("2027-11-05T10:00")
    letters = mails(told, f"{MEETING}/changed-1")
    assert str(letters[0]["Subject"]).startswith("Oppdatert innkalling")
    assert len(letters) == 3


def test_a_reminder_in_between_does_not_hide_an_added_item_from_anyone(told: Rehearsal) -> None:
    told.until("2027-11-09T07:00").add_item(MEETING, "Godstog på Kongsvingerbanen").until("2027-11-09T08:30")
    assert told.recipients(f"{MEETING}/remind")

    told.approve(f"{MEETING}/changed-1").until("2027-11-09T10:00")
    letters = mails(told, f"{MEETING}/changed-1")
    assert len(letters) == 3
    assert all("Ny sak: Godstog på Kongsvingerbanen" in text(letter) for letter in letters)


def test_an_item_added_before_dispatch_asks_for_approval_again(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE).add_item(MEETING, "Godstog").until("2027-11-04T09:00")

    assert year.recipients(NOTICE) == []
    assert year.approve(NOTICE).until("2027-11-04T10:00").recipients(NOTICE) == ["Horten kommune", "Lørenskog kommune"]


def test_a_member_who_joins_after_the_draft_means_a_new_draft(begin: Begin, root: Path) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE)
    (root / "schedules" / "medlemmer.csv").write_text(MEMBERS + "Ny;Person;Asker kommune;asker@example.no;;;\n", encoding="utf-8")
    again = begin("2027-10-01")
    again.now = year.now

    assert again.until("2027-11-04T09:00").recipients(NOTICE) == []
    assert "Asker kommune" in again.approve(NOTICE).until("2027-11-04T10:00").recipients(NOTICE)


def test_a_returned_draft_waits_and_says_why(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").hand_back(NOTICE, "sak 3 mangler").until("2027-11-04T09:00")

    assert year.recipients(NOTICE) == []
    assert any("returnert: sak 3 mangler" in line for line in status.status(year.desk, year.now).held)


def test_a_duty_reaches_the_responsible_and_one_without_reaches_the_secretariat(begin: Begin) -> None:
    year = begin("2027-01-01").until("2027-09-20T12:00")

    assert [letter.recipient for letter in year.desk.journal.letters("naering/arsmelding/2027-1/heads-up")] == ["lorenskog@example.no"]
    [flagged] = mails(year, "naering/rullering/2027-1/heads-up")
    assert "sekretariat@example.no" in str(flagged["To"])
    assert "Ingen er satt som ansvarlig" in text(flagged)


def test_the_weekly_letter_tells_what_comes_waits_and_is_held(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-11-08T08:00")
    [letter] = mails(year, "sekretariat/ukebrev/2027-45")

    body = text(letter)
    assert "torsdag 11. november 2027 kl. 12.00–13.00: Møte i faggruppe for næringssamarbeid." in body
    assert f"Godkjenn utkastet: Møte i faggruppe for næringssamarbeid 11. november 2027 ({NOTICE})." in body
    assert "venter på godkjenning (siden 04.11.2027)" in body


def test_after_downtime_there_is_one_weekly_letter_and_no_flood(begin: Begin) -> None:
    year = begin("2027-01-01").until("2027-02-01T12:00")
    before = in_post(year)
    year.step(datetime.fromisoformat("2027-08-20T10:00:00+02:00"))

    new = in_post(year) - before
    assert len([name for name in new if "ukebrev" in name]) == 1
    assert not [name for name in new if "faggruppe-2027-1" in name]


def test_the_first_start_sends_nothing_to_members(begin: Begin) -> None:
    year = begin("2027-11-08").until("2027-11-08T12:00")

    assert {name for name in in_post(year) if "ukebrev" not in name} == set()
    assert any("før programmet ble tatt i bruk" in line for line in status.status(year.desk, year.now).held)


def test_what_was_held_at_first_start_leaves_when_a_person_approves_it(begin: Begin) -> None:
    year = begin("2027-11-08").until("2027-11-08T12:00").approve(NOTICE).until("2027-11-08T12:05")

    assert year.recipients(NOTICE) == ["Horten kommune", "Lørenskog kommune"]


def test_an_approval_that_is_late_dates_the_paper_that_day(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-11-08T12:00")
    made = acts.approve(year.desk, NOTICE, "Sekretæren", year.now)
    year.until("2027-11-08T12:05")

    assert "08.11.2027" in words(made[0].letter.attachments[0].content)
    assert year.recipients(NOTICE) == ["Horten kommune", "Lørenskog kommune"]


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("naering/faggruppe/2027-9/notice", Unknown),
        (f"{MEETING}/nothing", Unknown),
        (f"{MEETING}/draft", Refused),
        ("", Unknown),
        ("x", Unknown),
    ],
)
def test_what_cannot_be_approved_is_answered_in_words(begin: Begin, key: str, fault: type[Exception]) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00")

    with pytest.raises(fault):
        year.approve(key)


def test_approving_after_dispatch_is_refused(told: Rehearsal) -> None:
    with pytest.raises(Refused, match="alt sendt"):
        told.approve(NOTICE)


def test_a_whole_year_leaves_each_letter_once(begin: Begin) -> None:
    year = begin("2027-01-01")
    for month in range(1, 13):
        for day in ("08", "22"):
            year.until(f"2027-{month:02}-{day}T10:00").approve_all()
    year.until("2028-01-01T00:00")

    keys = year.sent()
    assert len(keys) == len(set(keys))
    seen: set[str] = set()
    for name in in_post(year):
        mail = message_from_bytes((year.inbox.parent / "letters" / name).read_bytes(), policy=policy.default)
        assert mail["Message-ID"] not in seen
        seen.add(mail["Message-ID"])
    assert len([key for key in keys if key.endswith("/notice")]) == 3
