"""Hearings: anyone may answer, known by the subject; receipts, reminders, a summary with all that came, and what is no input."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import workspace as workspaces
from bot.cli import pen
from bot.desk import desk as desks
from bot.desk import tray
from bot.papers.rounds import strangers
from bot.rehearsal import Rehearsal
from tests.desk.conftest import rehearsed
from tests.desk.opened import drafted, file, laid, mails, planned, rows, text, words, written
from tests.desk.test_rounds import addresses, to

HEARING = "region/horing/2027-1"
ASK, SUMMARY = f"{HEARING}/ask", f"{HEARING}/summary"
SUBJECT = "Høringsinnspill næringsstrategi"
SCHEDULE = """
[group]
id = "region"
name = "samarbeidsforum for næringsutvikling"
owner = "Regionen"
short = "strategi"
members = "medlemmer.csv"

[[activity]]
id = "horing"
title = "Høring av næringsstrategien"
programme = "hearing"
when = { date = 2027-05-15 }
responsible = "Sekretariatet"
subject = "Høringsinnspill næringsstrategi"
link = "https://example.no/forslag"
public = '''
Regionen skal ha ny næringsstrategi fra 2028.

Har du en god idé? Vi vil gjerne høre fra deg.
'''
"""
MEMBERS = """Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til;Alias
Ordfører;Grue;Grue kommune;ordforer@grue.example.no;Ordfører;;;
Ordfører;Åsnes;Åsnes kommune;ordforer@aasnes.example.no;Ordfører;;;
Leder;Hagen;Odal Næringshage;leder@hagen.example.no;Daglig leder;;;
"""
OPINION = "Vi støtter forslaget, men savner et mål for lærlingplasser.\n\nMed vennlig hilsen\nLeder\nBygdelaget Vel\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return planned(tmp_path / "arbeid", SCHEDULE, medlemmer=MEMBERS)


@pytest.fixture
def heard(root: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The hearing is out: the letters to those invited have left."""
    with ExitStack() as stack:
        year = stack.enter_context(rehearsed(root, tmp_path / "post", "2027-01-01"))
        yield year.until("2027-03-29T12:00").approve(ASK).until("2027-04-06T10:00")


def write(year: Rehearsal, sender: str, subject: str, words: str = OPINION, *files: tuple[str, bytes], **headers: str) -> Rehearsal:
    """Anyone writes to the inbox, with a subject; `Auto_Submitted="auto-replied"` becomes that header."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, "sekretariat@example.no", subject, year.now
    mail["Message-ID"] = f"<{len(list(year.inbox.glob('*')))}@example.com>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    year.inbox.mkdir(parents=True, exist_ok=True)
    (year.inbox / f"{len(list(year.inbox.iterdir())):03}.eml").write_bytes(mail.as_bytes())
    return year


def inputs(year: Rehearsal) -> list[tuple[str, bool]]:
    """Who has given input, and whether they are in the register."""
    found = desks.look(year.desk, year.now).facts.answers.get(HEARING, ())
    return [(one.organisation, one.listed) for one in found]


def whys(year: Rehearsal) -> list[str]:
    return [message.why for message in year.desk.journal.messages("tray")]


def receipts(year: Rehearsal) -> list[str]:
    """To whom a receipt has left."""
    return [
        letter.recipient
        for record in year.desk.journal.records()
        if record.what == "letter.sent" and "/receipt-" in record.step
        for letter in year.desk.journal.letters(record.step)
    ]


# --- who may answer ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [SUBJECT, f"SV: {SUBJECT}", f"VS: SV: {SUBJECT.upper()}", "Re: Høringsinnspill  –  næringsstrategi.", f"Innspill ({SUBJECT}) fra oss"],
)
def test_anyone_may_answer_with_the_fixed_subject(heard: Rehearsal, subject: str) -> None:
    write(heard, "Leder Vel <post@vel.example.com>", subject).until("2027-04-06T11:00")

    assert inputs(heard) == [("Bygdelaget Vel", False)]


def test_another_subject_is_for_a_person(heard: Rehearsal) -> None:
    write(heard, "Leder Vel <post@vel.example.com>", "Innspill til næringsstrategien").until("2027-04-06T11:00")

    assert inputs(heard) == []
    assert len(whys(heard)) == 1


def test_whoever_is_invited_may_answer_the_letter(heard: Rehearsal) -> None:
    heard.reply(ASK, "Grue kommune", "Grue kommune støtter forslaget.").until("2027-04-06T11:00")

    assert inputs(heard) == [("Grue kommune", True)]


def test_no_remarks_is_an_answer_too(heard: Rehearsal) -> None:
    heard.reply(ASK, "Grue kommune", "Hei\n\nIngen merknader.\n\nMvh\nOrdfører").until("2027-05-18T15:00")

    assert "ordforer@grue.example.no" not in addresses(heard, f"{HEARING}/remind")
    assert "Ingen merknader." in summary(heard)
    assert "Hei" not in summary(heard)


def test_a_stranger_who_signs_as_an_invited_does_not_answer_for_it(heard: Rehearsal) -> None:
    write(heard, "Noen <noen@example.com>", SUBJECT, "Vi er imot.\n\nHilsen\nNoen\nGrue kommune\n").until("2027-05-03T10:00")

    assert inputs(heard) == [("Grue kommune (ikke i registeret)", False)]
    assert "ordforer@grue.example.no" in addresses(heard, f"{HEARING}/remind")


# --- what is no input ---------------------------------------------------------------------------------------------------------


def test_spam_and_forged_mail_lie_in_the_tray_and_get_no_receipt(heard: Rehearsal) -> None:
    write(heard, "Tilbud <salg@example.com>", SUBJECT, X_Spam_Flag="YES")
    write(heard, "Leder <post@vel.example.com>", SUBJECT, Authentication_Results="mx.example.no; dmarc=fail")
    heard.until("2027-04-06T11:00")

    assert inputs(heard) == []
    assert len(whys(heard)) == 2
    assert receipts(heard) == []


def test_what_a_form_has_sent_is_shown_to_a_person(heard: Rehearsal) -> None:
    write(heard, "skjema@example.com", SUBJECT, Auto_Submitted="auto-generated").until("2027-04-06T11:00")

    assert [why.partition(",")[0] for why in whys(heard)] == [f"emnet er «{SUBJECT}»; avsenderen står ikke i registeret"]
    assert receipts(heard) == []


def test_an_automatic_reply_to_our_letter_is_nothing(heard: Rehearsal) -> None:
    heard.reply(ASK, "Grue kommune", "Jeg er på ferie.", automatic=True)
    write(heard, "Post <post@grue.example.no>", f"Automatisk svar: {SUBJECT}", Auto_Submitted="auto-replied").until("2027-04-06T11:00")

    assert (inputs(heard), whys(heard)) == ([], [])


def test_what_lies_in_the_tray_can_be_let_in(heard: Rehearsal) -> None:
    write(heard, "Leder Vel <post@vel.example.com>", "Et forslag").until("2027-04-06T11:00")
    [mail] = heard.desk.journal.messages("tray")
    tray.assign(heard.desk, mail.id[:12], HEARING, "Bygdelaget Vel", "Sekretæren", heard.now)

    assert inputs(heard) == [("Bygdelaget Vel", False)]


# --- receipts and reminders ------------------------------------------------------------------------------------------------------


def test_each_who_answers_gets_one_receipt(heard: Rehearsal) -> None:
    write(heard, "Leder Vel <post@vel.example.com>", SUBJECT).reply(ASK, "Grue kommune", "Vi støtter forslaget.").until("2027-04-06T11:00")
    write(heard, "Leder Vel <post@vel.example.com>", SUBJECT, "Vi vil legge til at lærlingplasser haster.").until("2027-04-07T11:00")

    assert sorted(receipts(heard)) == ["ordforer@grue.example.no", "post@vel.example.com"]


def test_nobody_reads_what_is_sent_to_noreply(heard: Rehearsal) -> None:
    write(heard, "Skjema <no-reply@example.com>", SUBJECT).until("2027-04-06T11:00")

    assert len(inputs(heard)) == 1
    assert receipts(heard) == []


def test_whoever_may_not_have_written_it_gets_no_receipt(heard: Rehearsal) -> None:
    write(heard, "Leder Vel <post@vel.example.com>", SUBJECT, Authentication_Results="mx.example.no; spf=softfail; dmarc=none")
    heard.until("2027-04-06T11:00")

    assert len(inputs(heard)) == 1
    assert receipts(heard) == []


def test_two_programs_that_thank_each_other_stop(heard: Rehearsal) -> None:
    """Each receipt is answered by a machine that does not say that it is one."""
    for day in range(7, 12):
        write(heard, "Arkiv <arkiv@example.com>", f"SV: {SUBJECT}", f"Saken er registrert med nummer {day}.").until(
            f"2027-04-{day:02}T11:00"
        )

    assert receipts(heard) == ["arkiv@example.com"]


def test_only_invited_bodies_that_have_not_answered_are_reminded(heard: Rehearsal) -> None:
    heard.reply(ASK, "Grue kommune", "Vi støtter forslaget.")
    write(heard, "Leder Vel <post@vel.example.com>", SUBJECT).until("2027-05-03T10:00")

    assert sorted(addresses(heard, f"{HEARING}/remind")) == ["leder@hagen.example.no", "ordforer@aasnes.example.no"]


# --- the deadline, and the summary ------------------------------------------------------------------------------------------------


def test_a_deadline_on_a_saturday_is_told_and_stands(heard: Rehearsal, root: Path) -> None:
    occurrence = next(one for one in heard.plan().occurrences if one.key == HEARING)
    _, faults = workspaces.load(root)

    assert occurrence.day.isoformat() == "2027-05-15"
    assert "fristen faller på lørdag; siste arbeidsdag før er fredag 14.5.2027" in occurrence.warnings
    assert "fristen 15.5.2027 for «Høring av næringsstrategien» faller på lørdag" in [fault.message for fault in faults]
    assert "Fristen er lørdag 15. mai 2027." in text(to(heard, ASK, "ordforer@grue.example.no"))


def summary(year: Rehearsal) -> str:
    return words(word(year))


def word(year: Rehearsal) -> bytes:
    """The summary as it lies before the secretariat."""
    return drafted(year, SUMMARY)


@pytest.fixture
def over(heard: Rehearsal) -> Rehearsal:
    """In time, from somebody unknown, with a file, and too late."""
    write(heard, "Leder Vel <post@vel.example.com>", SUBJECT, "# Til kapittel 2\n\n" + OPINION, ("uttalelse.pdf", b"%PDF-1.4 innhold"))
    heard.until("2027-05-15T23:50").reply(ASK, "Grue kommune", "Vi støtter forslaget.").until("2027-05-16T00:10")
    return heard.reply(ASK, "Åsnes kommune", "Vi rakk ikke fristen.").until("2027-05-18T15:00")


def test_the_summary_tells_who_when_and_whether_in_time(over: Rehearsal) -> None:
    assert rows(word(over))[:4] == [
        ["Nr.", "Avsender", "Mottatt", "Frist", "Merknad"],
        ["1", "Bygdelaget Vel", "6. april 2027", "I tide", "Ikke i registeret"],
        ["2", "Grue kommune", "15. mai 2027", "I tide", ""],
        ["3", "Åsnes kommune", "16. mai 2027", "For sent", ""],
    ]


def test_each_input_stands_under_its_name_with_its_files_and_room_for_an_assessment(over: Rehearsal) -> None:
    said = summary(over)
    tags = pen.tags(word(over))

    assert "Mottatt 6. april 2027. Leder Vel. Ikke i registeret. Vedlegg: uttalelse.pdf." in said
    assert "savner et mål for lærlingplasser" in said
    assert said.count("Sekretariatets vurdering") == 3
    assert len([tag for tag in tags if tag.startswith("assessment:")]) == 4, "one for each, and one for all of them"


def test_every_input_goes_along_as_it_came(over: Rehearsal) -> None:
    with ZipFile(io.BytesIO(file(mails(over, f"{HEARING}/compile")[0], ".zip"))) as archive:
        names = archive.namelist()
        assert archive.read("01 Bygdelaget Vel/uttalelse.pdf") == b"%PDF-1.4 innhold"

    assert "02 Grue kommune/e-post.eml" in names
    assert "03 Åsnes kommune (for sent)/tekst.docx" in names


def test_the_secretariat_is_told_who_has_not_answered(over: Rehearsal) -> None:
    letter = text(mails(over, f"{HEARING}/compile")[0])

    assert "Det er kommet 3 innspill, 1 av dem fra andre enn de inviterte, 1 etter fristen." in letter
    assert "- Odal Næringshage" in letter


# --- the secretariat's assessment -------------------------------------------------------------------------------------------


def _rooms(year: Rehearsal) -> dict[str, str]:
    """The room for each organisation's input, by its name."""
    found = desks.look(year.desk, year.now).facts.answers[HEARING]
    return {one.organisation: str(one.id) for one in found}


def test_without_the_assessments_the_summary_waits_and_the_secretariat_is_reminded(over: Rehearsal) -> None:
    over.until("2027-06-14T10:00")

    assert "Oppsummeringen av «Høring av næringsstrategien» er ikke kommet tilbake ennå." in text(mails(over, f"{HEARING}/nag-draft")[0])
    assert over.recipients(SUMMARY) == []
    assert [row.reason for row in over.desk.journal.held() if row.key == SUMMARY] == [
        "venter på at dokumentet kommer tilbake, ferdig utfylt"
    ]


def test_what_people_wrote_beside_each_input_is_read_back_and_what_stands_empty_is_said(over: Rehearsal) -> None:
    over.answer_draft(SUMMARY, "Her er den.", written({_rooms(over)["Grue kommune"]: "Tas til følge."})).until("2027-05-19T10:00")

    said = laid(over, SUMMARY)
    assert "Her er oppsummeringen av «Høring av næringsstrategien», slik dokumentet kom fra deg." in said
    assert "Teksten i rommet under «2 Grue kommune» er skrevet: «Tas til følge.»." in said
    assert "Rommene under «1 Bygdelaget Vel», «3 Åsnes kommune» og «Samlet vurdering» står tomme." in said


def test_the_summary_leaves_as_it_came_back(over: Rehearsal) -> None:
    rooms = _rooms(over)
    filled = written(
        {rooms["Grue kommune"]: "Tas til følge.", rooms["Åsnes kommune"]: "Tatt med.", "whole": "To av tre støtter forslaget."}
    )
    back = filled(word(over))
    over.answer_draft(SUMMARY, "Godkjent", filled).until("2027-06-14T10:00")

    [mail] = mails(over, SUMMARY)
    assert "Her er oppsummeringen av «Høring av næringsstrategien», med sekretariatets vurdering av innspillene." in text(mail)
    assert file(mail, ".docx") == back


def test_an_input_that_comes_after_the_assessments_is_put_in_with_a_room_of_its_own_and_they_stand(over: Rehearsal) -> None:
    over.answer_draft(SUMMARY, "Her er den.", written({_rooms(over)["Åsnes kommune"]: "Tatt med.", "whole": "Alle støtter det."}))
    over.until("2027-05-19T10:00").reply(ASK, "Odal Næringshage", "Vi vil ha flere lærlinger.").until("2027-05-20T10:00")
    over.answer_draft(SUMMARY, "Godkjent").until("2027-06-14T10:00")

    [mail] = mails(over, SUMMARY)
    said, tags = words(file(mail, ".docx")), pen.tags(file(mail, ".docx"))
    assert ["4", "Odal Næringshage", "19. mai 2027", "For sent", ""] in rows(file(mail, ".docx"))
    assert (
        said.index("Tatt med.") < said.index("4 Odal Næringshage") < said.index("Vi vil ha flere lærlinger.") < said.index("Alle støtter")
    )
    assert len([tag for tag in tags if tag.startswith("assessment:")]) == 5


def test_a_hearing_that_is_called_off_takes_no_more(heard: Rehearsal) -> None:
    heard.cancel(HEARING, "strategien blir utsatt")
    write(heard, "Leder Vel <post@vel.example.com>", SUBJECT).until("2027-04-07T10:00")

    assert inputs(heard) == []
    assert len(whys(heard)) == 1


def test_the_summary_is_in_the_language_of_the_group(root: Path, tmp_path: Path) -> None:
    path = root / "schedules" / "naering.toml"
    path.write_text(path.read_text("utf-8").replace('short = "strategi"', 'short = "strategi"\nlanguage = "nn"'), encoding="utf-8")
    with rehearsed(root, tmp_path / "post", "2027-01-01") as year:
        year.until("2027-03-29T12:00").approve(ASK).until("2027-04-06T10:00").reply(ASK, "Grue kommune", "Vi støttar framlegget.")
        year.until("2027-05-18T15:00")

        assert rows(word(year))[:2] == [
            ["Nr.", "Avsendar", "Motteke", "Frist", "Merknad"],
            ["1", "Grue kommune", "6. april 2027", "I tide", ""],
        ]
        assert "Vurderinga til sekretariatet" in summary(year)
        assert "Det er kome eitt innspel." in text(mails(year, f"{HEARING}/compile")[0])


# --- what a stranger is called ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "address", "signature", "name"),
    [
        ("Kari Nordmann", "kari@gmail.com", "Mvh\nKari Nordmann\nLeder\nBygdelaget Vel\nTlf. 22 00 00 00", "Bygdelaget Vel"),
        ("Kari Nordmann", "kari@gmail.com", "Hilsen Kari", "Kari Nordmann"),
        ("", "kari@gmail.com", "Hilsen\nKari Nordmann", "Kari Nordmann"),
        ("Odal Bilsenter AS", "post@bil.example.com", "", "Odal Bilsenter AS"),
        ("post@bil.example.com", "post@bil.example.com", "", "bil.example.com"),
        ("", "kari@gmail.com", "", "Ukjent avsender"),
        ("Kari", "kari@nho.example.no", "Med vennlig hilsen\nKari Nordmann\nNHO Innlandet", "NHO Innlandet"),
        ("Kari Nordmann", "kari@gmail.com", "Hilsen\nKari Nordmann\nForslag kommer senere, og vi tar mer kontakt", "Kari Nordmann"),
    ],
)  # fmt: skip
def test_what_a_stranger_is_called(shown: str, address: str, signature: str, name: str) -> None:
    assert strangers.named(shown, address, signature).name == name


@given(st.text(max_size=300), st.text(max_size=50), st.text(max_size=300), st.text(max_size=50))
@settings(max_examples=30, deadline=None)
def test_an_address_is_never_a_name(shown: str, local: str, signature: str, behalf: str) -> None:
    found = strangers.named(shown, f"{local}@gmail.com", signature, behalf)

    assert found.name
    assert "@" not in found.name + found.person
