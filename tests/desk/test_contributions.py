"""The round table: a member replies to a mail, and the text stands in the agenda under the right organisation."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest

from bot import house
from bot.cycle.model import OSLO
from bot.desk import remarks, status, tray
from bot.errors import Refused, Unknown
from bot.papers import privacy, stored
from bot.papers.model import Paragraph, Run
from bot.rehearsal import Rehearsal
from tests.desk.conftest import Begin
from tests.desk.test_year import MEETING, NOTICE, mails, text, words
from tests.papers.edited.word import Word

UPDATE = f"{MEETING}/update"
LONG = " ".join(["ord"] * 670)


def issued(year: Rehearsal) -> str:
    """The words of the agenda as it went out again the day before the meeting."""
    year.until("2027-11-10T13:00").approve(UPDATE).until("2027-11-10T14:00")
    [paper] = mails(year, UPDATE)[0].iter_attachments()
    return words(paper.get_content())


def said(year: Rehearsal) -> str:
    """The words of the newest receipt."""
    receipts = [path for path in year.inbox.parent.joinpath("letters").iterdir() if "receipt" in path.name]
    mail = message_from_bytes(max(receipts, key=lambda path: path.stat().st_mtime_ns).read_bytes(), policy=default)
    return " ".join(text(mail).split())


def test_the_text_stands_under_the_organisation_in_the_agenda_whole_and_clean(told: Rehearsal) -> None:
    told.reply(
        NOTICE, "Horten kommune",
        "Hei\r\n\r\nHer kommer våre saker:\r\n\r\n- Intercity-utbyggingen\r\n- Horten Tech Festival\r\n\r\n"
        "Med vennlig hilsen\r\nMedlem Horten\r\n"
        "\r\nDen 4. november 2027 kl. 09:00 skrev Sekretariatet <sekretariat@example.no>:\r\n> Vi innkaller til møte\r\n",
    )  # fmt: skip
    paper = issued(told)

    assert "Horten kommuneIntercity-utbyggingenHorten Tech Festival" in paper
    assert "Her kommer våre saker" not in paper
    assert "Vi innkaller til møte i" not in paper.partition("Sakskart til")[2]
    assert "Oppdatert 10.11.2027Dette er endret:Nytt innspill fra Horten kommune" in paper


def test_who_has_no_text_is_listed_as_invited_and_never_as_missing(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Vi har tre saker.")
    paper = issued(told)

    assert "Lørenskog kommune" in paper.partition("Inviterte")[2]
    assert "mangler" not in paper


def test_without_news_nothing_is_issued_again(told: Rehearsal) -> None:
    told.until("2027-11-12T09:00")

    assert told.recipients(UPDATE) == []
    assert told.desk.journal.draft(UPDATE) is None


def test_one_who_has_nothing_to_report_has_answered(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Ingen saker").until("2027-11-09T08:00")

    assert told.recipients(f"{MEETING}/remind") == ["Lørenskog kommune"]
    assert told.desk.journal.contributions([MEETING]) == ()


def test_a_receipt_says_where_it_goes_once_and_how_long_it_is(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", LONG).until("2027-11-05T09:00").reply(NOTICE, "Horten kommune", "Og en ting til.")
    told.until("2027-11-05T10:00")
    receipts = [one for one in told.desk.journal.open_letters() if "/receipt" in one.key]
    sent = [name for name in told.inbox.parent.joinpath("letters").iterdir() if "receipt" in name.name]

    assert (receipts, len(sent)) == ([], 1)
    body = " ".join(sent[0].read_bytes().decode().replace("=\r\n", "").replace("=C3=A5", "å").split())
    assert "på sak 4" in body
    assert "670 ord, om lag 5 minutter" in body
    assert "høyst 3 minutter" in body.replace("=C3=B8", "ø")


def test_an_auto_reply_is_thanked_for_by_nobody(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Jeg er på ferie.", automatic=True).until("2027-11-05T09:00")

    assert not [name for name in told.inbox.parent.joinpath("letters").iterdir() if "receipt" in name.name]


def test_a_text_put_right_takes_the_place_of_the_first_and_a_new_thing_is_added(told: Rehearsal) -> None:
    both = "Vi bygger ny skole.\r\n\r\nHavnen er utvidet.\r\n\r\n"
    told.reply(NOTICE, "Horten kommune", f"{both}Vi har 3 ledige tomter.").until("2027-11-05T09:00")
    told.reply(NOTICE, "Horten kommune", f"{both}Vi har 4 ledige tomter.").until("2027-11-05T10:00")
    told.reply(NOTICE, "Horten kommune", "En sak til: ferjen er i rute.").until("2027-11-05T11:00")

    assert [one.state for one in told.desk.journal.contributions([MEETING])] == ["replaced", "active", "active"]


def test_a_first_line_may_say_that_the_text_takes_the_place_of_the_first(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Gründertreff 3. mars.").until("2027-11-05T09:00")
    told.reply(NOTICE, "Horten kommune", "Rettet versjon, bruk denne:\r\n\r\nGründertreff 10. mars.").until("2027-11-05T10:00")

    assert [one.state for one in told.desk.journal.contributions([MEETING])] == ["replaced", "active"]


def test_the_shorter_text_that_the_receipt_asks_for_takes_the_place_of_the_long_one(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Kommunestyret vedtok næringsplanen i oktober. " * 120).until("2027-11-05T09:00")
    told.reply(NOTICE, "Horten kommune", "En sak til: ferjesambandet får nytt anløp.").until("2027-11-05T10:00")
    told.reply(NOTICE, "Horten kommune", "Næringsplanen ble vedtatt av kommunestyret i oktober.").until("2027-11-05T11:00")

    assert [one.state for one in told.desk.journal.contributions([MEETING])] == ["replaced", "active", "active"]


def test_what_comes_during_or_the_day_after_the_meeting_is_for_the_minutes(told: Rehearsal) -> None:
    told.until("2027-11-11T14:00").reply(NOTICE, "Horten kommune", "Etternølere har også saker.").until("2027-11-11T15:00")
    [one] = told.desk.journal.contributions([MEETING])

    assert one.state == "active"
    sent = [path for path in told.inbox.parent.joinpath("letters").iterdir() if "receipt" in path.name]
    assert b"referatet" in sent[0].read_bytes()


def test_what_comes_later_is_offered_to_a_person_for_the_next_meeting(told: Rehearsal) -> None:
    told.until("2027-11-13T09:00").reply(NOTICE, "Horten kommune", "Altfor sent.").until("2027-11-13T10:00")
    [waiting] = tray.entries(told.desk)

    assert "kom for sent til møtet" in waiting.why
    assert told.desk.journal.contributions([MEETING]) == ()


def test_a_colleague_by_domain_or_register_closes_the_same_organisation(told: Rehearsal) -> None:
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(
        b"From: vara.horten@example.no\r\nSubject: SV: Innkalling [n\xc3\xa6ring 11. nov.]\r\n\r\nFra oss alle.\r\n"
    )
    told.until("2027-11-09T08:00")

    assert told.recipients(f"{MEETING}/remind") == ["Lørenskog kommune"]
    assert [one.organisation for one in told.desk.journal.contributions([MEETING])] == ["Horten kommune"]


def test_the_last_reminder_is_another_and_goes_to_the_silent_alone(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Vi har tre saker.").until("2027-11-12T08:30")

    assert told.recipients(f"{MEETING}/remind-last") == ["Lørenskog kommune"]
    [letter] = mails(told, f"{MEETING}/remind-last")
    assert str(letter["Subject"]).startswith("Siste påminnelse: ")
    assert "mangler" not in str(letter["Subject"])


def test_the_reply_address_leads_back_to_the_letter(begin: Begin, root: Path) -> None:
    config = root / "config.toml"
    begun = begin("2027-10-01")
    config.write_text(config.read_text(encoding="utf-8").replace("officer", "plus = true\nofficer"), encoding="utf-8")
    begun.desk = replace(begun.desk, office=replace(house.office(root), config=begun.desk.office.config.model_copy(update={
        "secretariat": house.office(root).config.secretariat,
    })))  # fmt: skip
    begun.until("2027-10-21T12:00").approve(NOTICE).until("2027-11-04T09:00")
    [letter, *_] = mails(begun, NOTICE)
    begun.inbox.mkdir(exist_ok=True)
    head = f"From: {letter['To'].addresses[0].addr_spec}\r\nTo: {letter['Reply-To']}\r\nSubject: Helt nytt emne\r\n"
    (begun.inbox / "a.eml").write_bytes(f"{head}\r\nVi har en sak.\r\n".encode())
    begun.until("2027-11-05T09:00")

    assert "+" in str(letter["Reply-To"])
    assert ["svarer på brevet vi sendte" in one.why for one in begun.desk.journal.messages("matched")] == [True]


def test_a_mail_that_failed_dmarc_goes_to_the_tray(told: Rehearsal) -> None:
    told.inbox.mkdir(exist_ok=True)
    [letter, *_] = told.desk.journal.letters(NOTICE)
    head = f"Authentication-Results: mx.example.no; dmarc=fail\r\nFrom: {letter.recipient}\r\nIn-Reply-To: {letter.message_id}\r\n"
    (told.inbox / "a.eml").write_bytes(f"{head}\r\nVi har en sak.\r\n".encode())
    told.until("2027-11-05T09:00")

    assert ["DMARC" in one.why for one in tray.entries(told.desk)] == [True]
    assert told.desk.journal.contributions([MEETING]) == ()


def test_a_person_may_assign_set_aside_let_in_and_restore(told: Rehearsal) -> None:
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(b"From: noen@example.com\r\nSubject: Innspill\r\n\r\nHei\r\n\r\nFerjen er i rute.\r\n")
    told.until("2027-11-05T09:00")
    [waiting] = tray.entries(told.desk)
    with pytest.raises(Unknown):
        tray.assign(told.desk, waiting.id, MEETING, "Ukjent kommune", "Sekretæren", told.now)

    tray.assign(told.desk, waiting.id, MEETING, "horten kommune", "Sekretæren", told.now)
    [one] = told.desk.journal.contributions([MEETING])
    assert (one.organisation, json.loads(one.content)["text"]) == ("Horten kommune", "Ferjen er i rute.")
    assert tuple(tray.entries(told.desk)) == ()

    tray.set_aside(told.desk, one.id, "Sekretæren", told.now)
    assert told.desk.journal.contributions([MEETING])[0].state == "set-aside"
    tray.let_in(told.desk, one.id, "Sekretæren", told.now)
    tray.restore(told.desk, MEETING, one.id, "Sekretæren", told.now)
    assert [(found.state, json.loads(found.content)["text"][:3]) for found in told.desk.journal.contributions([MEETING])] == [
        ("replaced", "Fer"), ("active", "Hei"),
    ]  # fmt: skip


def test_what_is_put_back_keeps_its_lists_and_any_part_that_was_cut_may_be_put_back(told: Rehearsal) -> None:
    told.reply(
        NOTICE, "Horten kommune", "",
        html="<p>Hei</p><p>Her kommer våre saker:</p><ul><li>Intercity</li><li>Ferjen</li></ul>"
        "<p>Med vennlig hilsen<br>Medlem, tlf. 22 00 00 01</p>",
    ).until("2027-11-05T09:00")  # fmt: skip
    [first] = tray.given(told.desk, MEETING)
    farewell = next(at for at, cut in enumerate(first.cut, 1) if "vennlig hilsen" in cut)
    with pytest.raises(Unknown):
        tray.restore(told.desk, MEETING, first.id, "Sekretæren", told.now, [9])
    tray.restore(told.desk, MEETING, first.id, "Sekretæren", told.now)
    greeted = json.loads(told.desk.journal.contributions([MEETING])[-1].content)
    tray.restore(told.desk, MEETING, first.id, "Sekretæren", told.now, [farewell])
    *_, signed = tray.given(told.desk, MEETING)

    assert greeted["text"].split("\n") == ["Hei", "", "Her kommer våre saker:", "", "- Intercity", "- Ferjen"]
    assert [type(block).__name__ for block in stored.read(greeted["blocks"])] == ["Paragraph", "Paragraph", "Listing"]
    assert signed.begins.startswith("- Intercity - Ferjen Med vennlig hilsen")
    assert "telefonnummer 22 00 00 01" in signed.marks
    assert not [cut for cut in signed.cut if "vennlig hilsen" in cut]


def test_a_receipt_names_the_organisation_that_the_text_is_written_for(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "På vegne av Lørenskog kommune: ny næringspark er vedtatt.").until("2027-11-05T09:00")

    assert "Takk for innspillet fra Lørenskog kommune." in said(told)


def test_a_receipt_goes_by_when_the_mail_was_written_though_it_was_read_late(told: Rehearsal) -> None:
    told.until("2027-11-11T11:55").reply(NOTICE, "Horten kommune", "Vi har to saker.")
    told.step(told.now + timedelta(hours=2))

    assert "registrert det på sak 4" in said(told)
    assert "etter at møtet" not in said(told)


def test_one_who_writes_after_the_last_agenda_is_told_that_the_text_goes_into_the_minutes(told: Rehearsal) -> None:
    told.reply(NOTICE, "Lørenskog kommune", "Vi har en sak.")
    issued(told)
    told.reply(NOTICE, "Horten kommune", "Vi har også en sak.").until("2027-11-10T15:00")

    assert "11. november 2027 er alt sendt ut, så vi tar innspillet med i referatet." in said(told)


def test_what_was_written_in_time_and_comes_after_the_minutes_were_drafted_is_in_the_next_draft_of_them(told: Rehearsal) -> None:
    delayed(told, "2027-11-16T09:00")

    assert list(tray.entries(told.desk)) == []
    assert [one.organisation for one in told.desk.journal.contributions([MEETING])] == ["Horten kommune"]
    assert [letter.step for letter in told.desk.journal.letters(f"{MEETING}/review/draft-2")] == [f"{MEETING}/review/draft-2"]


def test_what_was_written_in_time_and_comes_after_the_minutes_have_left_waits_for_a_person(told: Rehearsal) -> None:
    told.until("2027-11-15T09:00").answer_draft(f"{MEETING}/review", "Godkjent", _written).until("2027-11-15T12:00")
    assert told.recipients(f"{MEETING}/review")
    delayed(told, "2027-11-16T09:00")
    [waiting] = tray.entries(told.desk)

    assert "skrevet i tide 12. november 2027, men kom etter at referatet var sendt på høring" in waiting.why
    assert told.desk.journal.contributions([MEETING]) == ()
    assert tray.written_up(told.desk, MEETING, told.now) == f"{MEETING}/review"


def _written(file: bytes) -> bytes:
    word = Word(file)
    word.fact("chair", "Leder")
    return word.saved()


def delayed(told: Rehearsal, when: str) -> None:
    """Horten wrote the evening after the meeting; the mail reaches us later."""
    letter = told.letter(NOTICE, "Horten kommune", calendar=False)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "horten@example.no", "sekretariat@example.no", "SV: innkalling"
    mail["Date"] = datetime(2027, 11, 12, 20, tzinfo=OSLO)
    mail["In-Reply-To"] = letter.message_id
    mail.set_content("Skrevet i tide.")
    told.until(when).arrive(letter, mail).until(told.now + timedelta(hours=1))


@pytest.mark.parametrize(
    ("text_", "link", "mark"),
    [
        ("Takk for påminnelsen, jeg sender i morgen.", "", "en beskjed som kanskje bare er til sekretariatet: «sender i morgen»"),
        ("Vi har dessverre ikke mulighet til å delta.", "", "en beskjed som kanskje bare er til sekretariatet: «mulighet til å delta»"),
        ("ord " * 2400, "", "2 400 ord"),
        ("https://www.example.no/plan", "https://felle.example.com/x", "en lenke som viser example.no, men går til felle.example.com"),
        ("https://example.no/plan", "https://www.example.no/plan", None),
        ("planen.docx", "https://deling.example.com/x", None),
        ("example.no", "http://[::", None),
        ("Vi sender inn søknaden om ny vei.", "", None),
    ],
)
def test_what_a_person_should_look_at_is_named(text_: str, link: str, mark: str | None) -> None:
    found = remarks.of((Paragraph((Run(text_, link=link),)),), text_)

    assert [one.replace("\u00a0", " ") for one in found] == ([mark] if mark else [])


def test_a_mail_without_text_cannot_be_assigned(told: Rehearsal) -> None:
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(b"From: noen@example.com\r\nSubject: Innspill\r\n\r\n")
    told.until("2027-11-05T09:00")
    [waiting] = tray.entries(told.desk)

    with pytest.raises(Refused):
        tray.assign(told.desk, waiting.id, MEETING, "Horten kommune", "Sekretæren", told.now)


def test_private_things_are_marked_before_anything_is_issued(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Ring 22 00 00 01. Tusen takk til sekretæren for god hjelp.").until("2027-11-10T12:30")
    draft = text(mails(told, f"{UPDATE}/draft-1")[0])

    assert "telefonnummer 22 00 00 01" in draft
    assert "personlig hilsen" in draft


@pytest.mark.parametrize(("number", "real"), [("01010750160", True), ("01010750161", False), ("12345678901", False)])
def test_a_national_number_is_known_by_its_control_digits(number: str, real: bool) -> None:  # noqa: FBT001  a parameter of the test
    assert privacy.national(number) is real


def test_status_shows_who_has_answered(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Vi har tre saker.").step(told.now + timedelta(hours=1))
    [answers] = status.status(told.desk, told.now).answers

    assert (answers.answered, answers.silent) == (("Horten kommune",), ("Lørenskog kommune",))


@pytest.mark.parametrize(
    "hostile",
    ["# Sak 9. Kupp", "{{ gruppe }}", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "[x](javascript:alert(1))", "\u202ebaklengs"],
)
def test_anything_a_member_can_write_stands_as_that_text_and_as_nothing_else(told: Rehearsal, hostile: str) -> None:
    told.reply(NOTICE, "Horten kommune", f"{hostile}\r\n\r\nog mer.\r\n")
    told.until("2027-11-10T13:00").approve(UPDATE).until("2027-11-10T14:00")
    [paper] = mails(told, UPDATE)[0].iter_attachments()
    shown = words(paper.get_content()).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert hostile.replace("\u202e", "") in shown.replace("\u202e", "")
