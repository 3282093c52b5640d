"""The command answers: what has come in to a round, who has not answered, and everything laid out as files."""

import json
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Aarshjul, Said
from tests.desk.conftest import workspace
from tests.desk.test_hearings import ASK, HEARING, SUBJECT
from tests.desk.test_hearings import MEMBERS as INVITED
from tests.desk.test_hearings import SCHEDULE as OPEN
from tests.desk.test_rounds import ASK as STATUS
from tests.desk.test_rounds import MEASURES, MEMBERS, ROUND, SCHEDULE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two groups: one whose responsible are asked about measures, and one with a hearing."""
    folder = workspace(tmp_path / "arbeid")
    written = {"naering.toml": SCHEDULE, "medlemmer.csv": MEMBERS, "tiltak.csv": MEASURES, "inviterte.csv": INVITED}
    written["region.toml"] = OPEN.replace("medlemmer.csv", "inviterte.csv")
    for name, text in written.items():
        (folder / "schedules" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def run(root: Path, aarshjul: Aarshjul) -> Aarshjul:
    """The command at an hour, in that workspace."""

    def at(now: str, *arguments: object) -> Said:
        return aarshjul(*arguments, "--workspace", root, "--now", now)

    return at


@pytest.fixture
def answered(run: Aarshjul, root: Path) -> Aarshjul:
    """One of those asked about measures has answered by mail, and somebody unknown has answered the hearing."""
    run("2027-02-19T12:00", "tick")
    run("2027-02-19T12:10", "approve", STATUS, "--who", "Sekretæren")
    run("2027-02-22T10:00", "tick")
    run("2027-03-29T12:00", "tick")
    run("2027-03-29T12:10", "approve", ASK, "--who", "Sekretæren")
    run("2027-04-06T10:00", "tick")
    write(root, "medlem@hagen.example.no", "SV: Status [plan 15. mars]", "1.2-1: utsatt til 1. juni", "Mon, 22 Feb 2027 11:00:00 +0100")
    write(
        root, "Leder <post@vel.example.com>", SUBJECT, "Vi støtter det.\n\nHilsen\nLeder\n../Bygdelaget", "Tue, 06 Apr 2027 11:00:00 +0200",
        ("../../uttalelse.pdf", b"%PDF-1.4"), ("uttalelse.pdf", b"en til"),
    )  # fmt: skip
    run("2027-04-06T12:00", "collect")
    return run


def write(root: Path, sender: str, subject: str, words: str, date: str, *files: tuple[str, bytes]) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, "sekretariat@example.no", subject, date
    mail.set_content(words)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    (root / "in").mkdir(exist_ok=True)
    (root / "in" / f"{len(list((root / 'in').iterdir()))}.eml").write_bytes(mail.as_bytes())


def test_who_has_answered_what_and_who_has_not(answered: Aarshjul) -> None:
    shown = answered("2027-04-06T12:05", "answers", ROUND)

    assert shown.status == 0
    assert shown.out.splitlines() == [
        "Status for tiltakene 15. mars 2027: 1 svar",
        "    1  22.02.2027  Bergstaden Næringshage",
        "       1.2-1: Utsatt til 1. juni: utsatt til 1. juni",
        "Har ikke svart (3):",
        "  Næringssjef Bergstaden, Bergstaden kommune: 1.1-1, 1.1-2",
        "  Ordfører Bergstaden, Bergstaden kommune: 1.1-2, 1.3-1",
        "  Sekretariatet for Osloregionen: 1.3-2",
    ]


def test_for_other_programs(answered: Aarshjul) -> None:
    told = json.loads(answered("2027-04-06T12:05", "answers", HEARING, "--json").out)

    assert (told["key"], told["deadline"], told["about"], told["open"], told["asked"]) == (HEARING, "2027-05-15", "text", True, 3)
    [one] = told["answers"]
    assert (one["number"], one["late"], one["listed"], one["at"]) == (1, False, False, "2027-04-06T11:00:00+02:00")
    assert one["files"] == ["uttalelse.pdf", "uttalelse.pdf"]
    assert [silent["organisation"] for silent in told["silent"]] == ["Grue kommune", "Åsnes kommune", "Odal Næringshage"]


def test_every_mail_and_file_is_laid_out_as_it_came_and_nowhere_else(answered: Aarshjul, tmp_path: Path) -> None:
    folder = tmp_path / "ut" / "innspill"
    shown = answered("2027-04-06T12:05", "answers", HEARING, "--out", folder)

    assert shown.out == f"Skrev 1 svar til {folder}.\n"
    [one] = folder.iterdir()
    assert sorted(path.name for path in one.iterdir()) == ["e-post.eml", "tekst.docx", "uttalelse 2.pdf", "uttalelse.pdf"]
    assert ((one / "uttalelse.pdf").read_bytes(), (one / "uttalelse 2.pdf").read_bytes()) == (b"%PDF-1.4", b"en til")
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["innspill"]


def test_as_a_sheet(answered: Aarshjul, tmp_path: Path) -> None:
    answered("2027-04-06T12:05", "answers", ROUND, "--xlsx", tmp_path / "status.xlsx")
    sheet = load_workbook(tmp_path / "status.xlsx").active

    assert sheet is not None
    found = {row[0]: row[5] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert (found["1.2-1"], found["1.1-1"]) == ("Utsatt til 1. juni", "Ikke svart")


def test_what_asks_for_no_answers_is_said(answered: Aarshjul) -> None:
    shown = answered("2027-04-06T12:05", "answers", "plan/offentliggjoring/2027-1")

    assert (shown.status, shown.err.partition(".")[0]) == (2, "«plan/offentliggjoring/2027-1» ber ikke om svar")


def test_check_tells_what_a_round_lacks(root: Path, aarshjul: Aarshjul) -> None:
    path = root / "schedules" / "region.toml"
    path.write_text(path.read_text("utf-8").replace('subject = "Høringsinnspill næringsstrategi"\n', ""), encoding="utf-8")
    programme = root / "programmes" / "egen.toml"
    programme.write_text('[answer]\nkind = "comment"\n[[step]]\nname = "ask"\nat = "-7d"\nto = "owners"\nletter = "status-ask"\n', "utf-8")
    said = aarshjul("check", "--workspace", root)

    assert said.status == 1
    assert "region.toml:9: feil: «Høring av næringsstrategien» er åpen for alle, men har ikke emne" in said.out
    assert "programmes/egen.toml:2: feil: «comment» er opptatt" in said.out
    assert "programmes/egen.toml:2: feil: ingen av stegene ber om svar" in said.out
    assert (
        "programmes/egen.toml:6: feil: «owners» er de ansvarlige for tiltakene eller målene, men svarene gjelder ingen av dem" in said.out
    )
