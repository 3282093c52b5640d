"""After the meeting: the secretary gets the minutes half written; and before the next one, each organisation sees what it said last."""

import json
import re
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from bot import workspace
from bot.desk import contributions
from bot.rehearsal import Rehearsal
from tests.desk.conftest import Begin
from tests.desk.moody import MEETING, NOTICE, edit, letters, text, to_members

MINUTES = f"{MEETING}/review/draft-1"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs(paper: bytes) -> list[str]:
    """What stands in a Word file, a paragraph a line; a line break is «/»."""
    with ZipFile(BytesIO(paper)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    marks = {f"{W}br": "/", f"{W}tab": " "}
    return ["".join(marks.get(str(part.tag)) or part.text or "" for part in one.iter(f"{W}t", *marks)) for one in tree.iter(f"{W}p")]


def sent(year: Rehearsal, step: str) -> list[EmailMessage]:
    """The mails of a step, in the order they left."""
    return [letters(year)[one.receipt] for one in year.desk.journal.letters(step) if one.receipt]


def files(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def receipts(year: Rehearsal) -> list[str]:
    return [" ".join(text(mail).split()) for name, mail in letters(year).items() if "receipt" in name]


# --- the minutes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(told: Rehearsal) -> Rehearsal:
    """The meeting of Thursday 11 November has been held. Horten wrote before it, Lørenskog the evening after."""
    told.reply(NOTICE, "Horten kommune", "Vi bygger ny skole.\r\n\r\n- Intercity\r\n- Horten Tech Festival\r\n")
    told.until("2027-11-12T21:00").reply(NOTICE, "Lørenskog kommune", "Vi har vedtatt ny næringsplan.")
    return told.until("2027-11-12T21:05").until("2027-11-15T08:30")


def test_the_secretary_alone_gets_the_minutes_half_written_when_the_second_window_has_closed(held: Rehearsal) -> None:
    [mail] = sent(held, MINUTES)

    assert mail["To"].addresses[0].addr_spec == "sekretariat@example.no"
    assert str(mail["Subject"]).startswith("Utkast til referat: faggruppe for næringssamarbeid, 11. november 2027")
    assert "ingen andre har fått det" in text(mail)
    assert "Skriftlige innspill fra Horten kommune og Lørenskog kommune er satt inn." in text(mail)
    assert "Det som kom fra Lørenskog kommune etter at møtet var i gang, er merket." in text(mail)
    assert [name for name in to_members(held) if "minutes" in name] == []
    [closed] = {one.closed_at for one in held.desk.journal.letters(MINUTES)}
    assert closed is not None
    assert f"{closed:%A %d}" == "Monday 15"  # the second day after a Thursday is no working day


def test_the_minutes_have_the_cases_of_the_agenda_with_room_and_what_is_to_be_filled_in(held: Rehearsal) -> None:
    [(name, paper)] = files(sent(held, MINUTES)[0]).items()
    lines = paragraphs(paper)
    said = "\n".join(lines).replace("\xa0", " ")

    assert name == "Referat – faggruppe for næringssamarbeid – 11. november 2027.docx"
    assert "Referat fra møte i faggruppe for næringssamarbeid 11. november 2027" in lines
    assert "Utkast – ikke godkjent" in lines
    for known in (
        "Organ: Osloregionens faggruppe for næringssamarbeid", "Møtenummer: 3/2027", "Tid: torsdag 11. november 2027 kl. 12.00–13.00",
        "Sted: Oslo rådhus, møteromssenteret", "Møteleder:", "Referent:", "Dessuten møtte:",
        "Neste møte er torsdag 11. mai 2028 kl. 12.00–13.00, Oslo rådhus, møteromssenteret.",
    ):  # fmt: skip
        assert known in said
    cases = lines[lines.index("Saker") :]
    assert cases.count("Vedtak/konklusjon") == cases.count("Oppfølging") - 1 == 5  # and the table of measures at the end
    assert "Godkjenning av referat fra møtet 9. september 2027" in cases
    assert "forbereder et kort innlegg" not in said


def test_who_was_invited_stands_by_organisation_and_nobody_is_said_to_have_come(held: Rehearsal) -> None:
    [paper] = files(sent(held, MINUTES)[0]).values()
    with ZipFile(BytesIO(paper)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    rows = [["".join(cell.itertext(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in next(tree.iter(f"{W}tbl")).iter(f"{W}tr")]

    assert rows == [
        ["Organisasjon", "Navn", "Til stede", "Forfall", "Vara"],
        ["Horten kommune", "Medlem Horten", "", "", ""],
        ["Horten kommune", "Vara Horten", "", "", ""],
        ["Lørenskog kommune", "Medlem Lørenskog", "", "", ""],
    ]
    assert b"@example.no" not in b"".join(ZipFile(BytesIO(paper)).read(name) for name in ZipFile(BytesIO(paper)).namelist())


def test_contributions_stand_verbatim_in_the_minutes_and_what_came_after_the_meeting_is_marked(held: Rehearsal) -> None:
    [paper] = files(sent(held, MINUTES)[0]).values()
    lines = paragraphs(paper)
    round_ = lines[next(at for at, line in enumerate(lines) if line.startswith("Runde rundt bordet")) + 1 :]

    assert round_[:8] == [
        "Horten kommune", "Vi bygger ny skole.", "Intercity", "Horten Tech Festival",
        "Lørenskog kommune", "Mottatt etter møtet:", "Vi har vedtatt ny næringsplan.", "Vedtak/konklusjon",
    ]  # fmt: skip


def test_the_agenda_never_has_what_came_after_the_meeting(held: Rehearsal) -> None:
    for mail in to_members(held).values():
        assert all("næringsplan" not in "".join(paragraphs(file)) for name, file in files(mail).items() if name.endswith(".docx"))


def test_a_late_text_of_one_who_has_written_before_says_whose_it_is_and_that_it_is_late(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", "Vi bygger ny skole.").until("2027-11-11T15:00")
    told.reply(NOTICE, "Horten kommune", "Ferjen er i rute igjen.").until("2027-11-11T15:05").until("2027-11-15T08:30")
    lines = paragraphs(next(iter(files(sent(told, MINUTES)[0]).values())))

    assert "Medlem Horten, mottatt etter møtet:" in lines
    assert lines.index("Vi bygger ny skole.") < lines.index("Ferjen er i rute igjen.")


def test_private_things_are_marked_for_the_secretary_with_the_minutes_too(told: Rehearsal) -> None:
    told.until("2027-11-11T15:00").reply(NOTICE, "Horten kommune", "Ring 22 00 00 01 for mer.").until("2027-11-15T08:30")

    assert "telefonnummer 22 00 00 01" in text(sent(told, MINUTES)[0])


def test_a_cancelled_meeting_has_no_minutes(told: Rehearsal) -> None:
    told.cancel(MEETING, "for få påmeldte").until("2027-12-01T09:00")

    assert sent(told, MINUTES) == []


def test_the_minutes_of_a_moved_meeting_follow_it(told: Rehearsal) -> None:
    told.move(MEETING, date(2027, 11, 24)).until("2027-11-25T12:00")
    assert sent(told, MINUTES) == []
    assert len(sent(told.until("2027-11-26T09:00"), MINUTES)) == 1


def test_without_a_single_text_the_minutes_say_so(told: Rehearsal) -> None:
    assert "Ingen skriftlige innspill er kommet." in text(sent(told.until("2027-11-15T08:30"), MINUTES)[0])


def test_the_minutes_in_nynorsk(begin: Begin, root: Path) -> None:
    schedule = root / "schedules" / "naering.toml"
    edit(schedule, 'short = "næring"', 'short = "næring"\nlanguage = "nn"')
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE).until("2027-11-12T12:00")
    year.reply(NOTICE, "Horten kommune", "Vi byggjer ny skule.").until("2027-11-12T12:05").until("2027-11-15T08:30")
    [mail] = sent(year, MINUTES)
    lines = paragraphs(next(iter(files(mail).values())))

    assert "Her er utkastet til referat frå møtet i faggruppe" in text(mail)
    assert {"Utkast – ikkje godkjent", "Møteleiar:", "Referent:", "I tillegg møtte:", "Motteke etter møtet:", "Til stades"} <= {
        line.strip() for line in lines
    }


# --- too late -------------------------------------------------------------------------------------------------------------


def test_one_who_is_too_late_for_the_minutes_is_thanked_kindly_once_and_told_of_the_next_meeting(told: Rehearsal) -> None:
    told.until("2027-11-15T09:00").reply(NOTICE, "Horten kommune", "Altfor sent.").until("2027-11-15T10:00")
    told.reply(NOTICE, "Horten kommune", "Og enda mer.").until("2027-11-15T11:00")
    [said] = receipts(told)

    assert "Takk for innspillet fra Horten kommune. Det kom for sent til referatet fra møtet i faggruppe for næringssamarbeid" in said
    assert "kan ta det med til neste møte, torsdag 11. mai 2028 kl. 12.00–13.00." in said.replace("\xa0", " ")


# --- what they said last time ---------------------------------------------------------------------------------------------

SEPTEMBER = "naering/faggruppe/2027-2"
SAID = "Vi bygger ny skole i Borre.\r\n\r\n- Intercity går som planlagt\r\n- Horten Tech Festival i juni\r\n"


@pytest.fixture
def again(begin: Begin) -> Rehearsal:
    """Horten wrote to the September meeting, Lørenskog did not; the November notice waits for approval."""
    year = begin("2027-08-01").until("2027-08-20T12:00").approve(f"{SEPTEMBER}/notice").until("2027-09-03T09:00")
    return year.reply(f"{SEPTEMBER}/notice", "Horten kommune", SAID).until("2027-10-21T12:00")


def requests(year: Rehearsal) -> dict[str, str]:
    """The notice to each organisation."""
    return {
        one.organisation: text(letters(year)[one.receipt]).replace("\r\n", "\n")
        for one in year.desk.journal.letters(NOTICE)
        if one.receipt and not one.key.endswith("calendar")
    }


def test_the_notice_shows_each_organisation_its_own_last_contribution_and_nobody_elses(again: Rehearsal) -> None:
    found = requests(again.approve(NOTICE).until("2027-11-04T09:30"))

    assert "Sist meldte dere dette." in found["Horten kommune"]
    assert "Vi bygger ny skole i Borre.\n- Intercity går som planlagt\n- Horten Tech Festival i juni\n" in found["Horten kommune"]
    assert "Sist meldte dere" not in found["Lørenskog kommune"]
    assert "Borre" not in found["Lørenskog kommune"]


def test_law_3_what_they_said_last_time_is_frozen_with_the_approval(again: Rehearsal) -> None:
    again.approve(NOTICE)
    [one] = again.desk.journal.contributions([SEPTEMBER])
    again.desk.journal.settle([one.id], "set-aside", "Sekretæren", again.now)
    again.until("2027-11-04T09:30")
    assert again.recipients(NOTICE) == []  # what would leave is another thing now, so a person must see it again

    again.approve(NOTICE).until("2027-11-04T10:00")
    assert "Sist meldte dere" not in requests(again)["Horten kommune"]


QUOTED = {
    "outlook": lambda own, letter: (
        f"{own}\n\nFra: Sekretariatet <sekretariat@example.no>\nSendt: torsdag 4. november 2027 09:00\n"
        f"Til: Medlem <horten@example.no>\nEmne: Innkalling\n\n{letter}"
    ),
    "gmail": lambda own, letter: (
        f"{own}\n\ntor. 4. nov. 2027 kl. 09:00 skrev Sekretariatet <sekretariat@example.no>:\n\n"
        + "\n".join(f"> {line}" for line in letter.splitlines())
    ),
}


@pytest.mark.parametrize("client", QUOTED)
@pytest.mark.parametrize("own", ["Ferjen er i rute igjen.", SAID.replace("\r\n", "\n").strip(), "Som sist, men én ting er ny:\n\n- ferjen"])
def test_a_reply_is_the_new_text_and_whole_also_when_it_says_the_same_again(again: Rehearsal, client: str, own: str) -> None:
    again.approve(NOTICE).until("2027-11-04T09:30")
    reply = QUOTED[client](own, requests(again)["Horten kommune"])
    again.reply(NOTICE, "Horten kommune", reply.replace("\n", "\r\n")).until("2027-11-05T09:00")
    [one] = again.desk.journal.contributions([MEETING])

    assert words(json.loads(one.content)["text"]) == words(own)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_no_saker_is_still_no_saker_when_the_request_repeats_an_old_text(again: Rehearsal) -> None:
    again.approve(NOTICE).until("2027-11-04T09:30")
    reply = QUOTED["outlook"]("Ingen saker", requests(again)["Horten kommune"]).replace("\n", "\r\n")
    again.reply(NOTICE, "Horten kommune", reply).until("2027-11-05T09:00")

    assert again.desk.journal.contributions([MEETING]) == ()
    assert "Horten kommune" in again.desk.journal.answered([MEETING])[MEETING]


def test_an_earlier_text_is_shortened_to_its_first_words_in_its_own_lines() -> None:
    assert contributions.shortened("En.\n\n- to\n- tre") == "En.\n- to\n- tre"
    assert contributions.shortened("a b\n" + "ord " * 100) == "a b\n" + "ord " * 58 + "…"
    assert contributions.shortened("ord " * 60 + "\n\nmer") == ("ord " * 60).strip() + "\n…"
    assert contributions.shortened("") == ""


# --- far too long ---------------------------------------------------------------------------------------------------------

LONG = (
    "Vi bygger ny skole i Borre.\r\n\r\n"
    + "\r\n\r\n".join(" ".join(["ord"] * 100) for _ in range(8))
    + "\r\n\r\nSist, men ikke minst: ferjen."
)


@pytest.fixture
def attaching(begin: Begin, root: Path) -> Rehearsal:
    """The secretariat has said that a far too long text goes as an attachment; the notice has left."""
    edit(root / "agendas" / "naering.toml", "attach_long = false", "attach_long = true")
    return begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE).until("2027-11-04T09:00")


def update(year: Rehearsal) -> list[EmailMessage]:
    return sent(year.until("2027-11-10T13:00").approve(f"{MEETING}/update").until("2027-11-10T14:00"), f"{MEETING}/update")


def test_a_text_over_twice_the_limit_goes_whole_as_an_attachment_with_its_beginning_in_the_agenda(attaching: Rehearsal) -> None:
    attaching.reply(NOTICE, "Horten kommune", LONG).until("2027-11-05T09:00")
    for mail in update(attaching):
        found = files(mail)
        agenda, attached = (paragraphs(found[name]) for name in found)

        assert list(found)[1] == "Innspill fra Horten kommune.docx"
        at = agenda.index("Horten kommune")
        assert agenda[at + 1 : at + 3] == [
            "Vi bygger ny skole i Borre.",
            "Hele innspillet følger som vedlegg: Innspill fra Horten kommune.",
        ]
        assert "ord ord" not in "".join(agenda)
        assert attached[:2] == ["Innspill fra Horten kommune", "Møte i faggruppe for næringssamarbeid, 11. november 2027"]
        assert words(" ".join(attached[2:])) == words(LONG)
    [said] = receipts(attaching)
    assert "om lag 6 minutter når den leses høyt. Ønsket er høyst 3 minutter." in said
    assert "Derfor står det første avsnittet i sakskartet, og hele teksten følger som vedlegg." in said


def test_the_whole_text_goes_with_the_draft_and_with_the_minutes_too(attaching: Rehearsal) -> None:
    attaching.reply(NOTICE, "Horten kommune", LONG).until("2027-11-15T08:30")

    for step in (f"{MEETING}/update/draft-1", MINUTES):
        assert "Innspill fra Horten kommune.docx" in files(sent(attaching, step)[0])


def test_a_change_late_in_a_long_text_voids_the_approval(attaching: Rehearsal) -> None:
    attaching.reply(NOTICE, "Horten kommune", LONG).until("2027-11-10T11:00").until("2027-11-10T12:05")
    before = attaching.desk.journal.draft(f"{MEETING}/update")
    attaching.reply(NOTICE, "Horten kommune", LONG.replace("ferjen", "brua")).until("2027-11-10T12:10")
    after = attaching.desk.journal.draft(f"{MEETING}/update")

    assert before is not None
    assert after is not None
    assert before.basis != after.basis


def test_unless_the_secretariat_says_so_the_long_text_stands_in_the_agenda(told: Rehearsal) -> None:
    told.reply(NOTICE, "Horten kommune", LONG).until("2027-11-05T09:00")
    [(_, agenda)] = files(update(told)[0]).items()

    assert words(LONG)[-3:] == ["ikke", "minst", "ferjen"]
    assert "Sist, men ikke minst: ferjen." in paragraphs(agenda)
    assert "vedlegg" not in receipts(told)[0]


def test_one_long_paragraph_begins_in_the_agenda_with_its_first_words(attaching: Rehearsal) -> None:
    attaching.reply(NOTICE, "Horten kommune", "Skole " * 900).until("2027-11-05T09:00")
    agenda = paragraphs(next(iter(files(update(attaching)[0]).values())))

    assert agenda[agenda.index("Horten kommune") + 1] == "Skole " * 60 + "…"


def test_two_long_texts_of_one_organisation_are_two_files(attaching: Rehearsal) -> None:
    attaching.reply(NOTICE, "Horten kommune", LONG).until("2027-11-05T09:00")
    attaching.reply(NOTICE, "Horten kommune", "Sak " * 850).until("2027-11-05T10:00")

    assert list(files(update(attaching)[0]))[1:] == ["Innspill fra Horten kommune.docx", "Innspill fra Horten kommune (2).docx"]


def test_attach_long_needs_a_limit_to_measure_against(root: Path) -> None:
    edit(root / "agendas" / "naering.toml", "minutes = 3\nattach_long = false", "attach_long = true")
    office, faults = workspace.load(root)

    assert office is None
    assert [(fault.message, fault.file) for fault in faults if "attach_long" in fault.message] == [
        ("«attach_long» trenger «minutes» og «collects»", "agendas/naering.toml")
    ]


def test_who_has_said_yes_to_the_invitation_is_ticked_in_the_minutes(told: Rehearsal) -> None:
    told.respond(NOTICE, "Lørenskog kommune", "ACCEPTED").until("2027-11-05T10:00")
    told.until("2027-11-15T08:30")
    [paper] = files(sent(told, MINUTES)[0]).values()
    with ZipFile(BytesIO(paper)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    rows = [["".join(cell.itertext(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in next(tree.iter(f"{W}tbl")).iter(f"{W}tr")]

    assert [(row[1], bool(row[2]), bool(row[3])) for row in rows[1:]] == [
        ("Medlem Horten", False, False),
        ("Vara Horten", False, False),
        ("Medlem Lørenskog", True, False),
    ]
