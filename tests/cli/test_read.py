"""`read`: what the program understands of a mail, with a workspace and without one; and the tray, as the secretary meets it."""

import json
import shutil
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.cli.conftest import MEETING, Aarshjul, post
from tests.cli.test_acts import answer

HORTEN = "medlem.horten@example.no"


@pytest.fixture
def mail(sent: Aarshjul, root: Path) -> Path:
    """An answer to the notice, that nobody has collected."""
    answer(root, HORTEN)
    return next((root / "in").glob("*.eml"))


def test_without_a_workspace_the_mail_is_read_and_nothing_is_known_of_the_meeting(mail: Path, aarshjul: Aarshjul, tmp_path: Path) -> None:
    said = json.loads(aarshjul("read", mail, "--json", "--workspace", tmp_path).out)

    assert (said["verdict"], said["sender"]) == ("contribution", HORTEN)
    assert (said["occurrence"], said["organisation"]) == ("", "")


def test_in_a_workspace_the_meeting_the_organisation_and_the_reason_are_told(mail: Path, sent: Aarshjul) -> None:
    said = json.loads(sent("2027-11-05T10:00", "read", mail, "--json").out)

    assert (said["occurrence"], said["organisation"]) == (MEETING, "Horten kommune")
    assert said["why"][-1] == "svarer på brevet vi sendte; avsenderen er mottakeren"
    assert f"gjelder {MEETING}, fra Horten kommune" in sent("2027-11-05T10:00", "read", mail).out


def test_reading_changes_nothing(mail: Path, sent: Aarshjul, root: Path) -> None:
    sent("2027-11-05T10:00", "read", mail)

    assert sent("2027-11-05T10:00", "inbox").out == "Ingenting ligger i køen.\n"
    assert sent("2027-11-05T10:05", "collect").out.startswith("1 svar")


def test_in_a_workspace_that_has_sent_nothing_it_is_as_without_one(mail: Path, root: Path, aarshjul: Aarshjul) -> None:
    shutil.rmtree(root / "state")

    said = aarshjul("read", mail, "--json", "--workspace", root)

    assert json.loads(said.out)["occurrence"] == ""
    assert not (root / "state").exists()


def test_a_workspace_with_a_fault_does_not_keep_a_mail_from_being_read(mail: Path, root: Path, sent: Aarshjul) -> None:
    (root / "config.toml").write_text("start = i dag", encoding="utf-8")

    said = json.loads(sent("2027-11-05T10:00", "read", mail, "--json").out)

    assert said["verdict"] == "contribution"
    assert said["why"][-1].startswith("møte og organisasjon er ikke slått opp: Arbeidsområdet har 1 feil")


# --- the tray -------------------------------------------------------------------------------------------------------------


def test_one_word_accepts_what_is_proposed(sent: Aarshjul, root: Path) -> None:
    answer(root, HORTEN)
    collected = sent("2027-11-13T10:00", "collect")
    shown = sent("2027-11-13T10:05", "inbox")
    short = next(iter(sha256(path.read_bytes()).hexdigest()[:12] for path in (root / "in").glob("*.eml")))

    assert collected.status == shown.status == 3
    assert "kom for sent til møtet 11. november 2027; kan tas med til møte i faggruppe" in shown.out
    assert f"forslag: fra Horten kommune til møte i faggruppe for samarbeid 9. mars 2028: «aarshjul assign {short}»" in shown.out
    [entry] = json.loads(sent("2027-11-13T10:05", "inbox", "--json").out)
    assert entry["proposal"] == {"occurrence": "gruppe/mote/2028-1", "organisation": "Horten kommune"}
    assert sent("2027-11-13T10:10", "assign", short).out == "Lagt til som innspill fra Horten kommune til gruppe/mote/2028-1.\n"
    assert sent("2027-11-13T10:15", "inbox").out == "Ingenting ligger i køen.\n"
    assert len(post(root, f"{MEETING}/receipt")) <= 1


def test_without_a_proposal_the_secretary_is_asked_for_both(sent: Aarshjul, root: Path) -> None:
    answer(root, "ukjent@example.com", answers="<ukjent@example.no>")
    sent("2027-11-05T10:00", "collect")
    [entry] = json.loads(sent("2027-11-05T10:05", "inbox", "--json").out)

    said = sent("2027-11-05T10:05", "assign", entry["id"])

    assert entry["proposal"] is None
    assert said.status == 2
    assert "Skriv møtet og organisasjonen etter id-en" in said.err


def test_the_status_for_other_programs_has_every_organisation(sent: Aarshjul, root: Path) -> None:
    answer(root, HORTEN)
    sent("2027-11-05T10:00", "collect")

    [one] = json.loads(sent("2027-11-05T10:05", "status", "--json").out)["answers"]

    assert one["totals"] == {
        "organisations": 2, "contribution": 1, "nothing": 0, "none": 1, "rsvp": {"accepted": 0, "tentative": 0, "declined": 0, "none": 2},
    }  # fmt: skip
    assert one["organisations"][0] == {"organisation": "Horten kommune", "answer": "contribution", "contributions": 1, "rsvp": "none"}
    assert "har ikke svart ennå (1): Lørenskog kommune" in sent("2027-11-05T10:05", "status").out


# --- an edited Word file --------------------------------------------------------------------------------------------------


@pytest.fixture
def minutes(sent: Aarshjul, root: Path) -> Path:
    """The half-written minutes, as the secretary saves them from the mail."""
    sent("2027-11-15T09:00", "tick")
    mail = next(path for path in sorted((root / "out/post").glob("*review-draft*.eml")))
    part = next(message_from_bytes(mail.read_bytes(), policy=policy.default).iter_attachments())
    path = root / "referat.docx"
    path.write_bytes(part.get_content())
    return path


def test_the_minutes_are_read_back_and_what_was_written_in_word_is_told(minutes: Path, aarshjul: Aarshjul) -> None:
    word = Document(str(minutes))
    found = (Paragraph(one, word) for one in word.element.body.iter(qn("w:p")))  # also those inside content controls
    next(one for one in found if one.text.strip() == "Møteleder:").add_run("Leder i Horten")
    word.save(str(minutes.with_name("ferdig.docx")))

    said = json.loads(aarshjul("read", minutes.with_name("ferdig.docx"), "--request", minutes, "--json").out)
    assert said["step"] == f"{MEETING}/review"
    assert said["facts"]["chair"] == "Leder i Horten"
    assert len(said["cases"]) >= 5
    assert any("Leder i Horten" in change for change in said["changes"])
    assert "Møteleder: Leder i Horten" in aarshjul("read", minutes.with_name("ferdig.docx")).out


def test_a_file_that_is_no_word_file_is_refused_in_words(root: Path, aarshjul: Aarshjul) -> None:
    (root / "referat.docx").write_bytes(b"PK\x03\x04 ikke mer")
    said = aarshjul("read", root / "referat.docx")
    assert said.status == 2
    assert said.err.startswith("referat.docx: ")
