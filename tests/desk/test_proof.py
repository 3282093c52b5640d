"""The proof of notice, and the PDF beside each Word file: what an auditor, an archive and the one who approves would notice."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from sqlalchemy import update

from bot import house, workspace
from bot.desk import acts, proof, quality
from bot.desk import desk as desks
from bot.errors import JournalFailed, Refused, Unknown
from bot.journal import Journal
from bot.journal.tables import blob
from bot.rehearsal import Rehearsal
from tests.desk.conftest import Begin
from tests.desk.moody import MEETING, NOTICE, Moody
from tests.desk.test_collect import bounce, lay, sent

CHECK = Path(__file__).parents[3] / "shared" / "ooxml" / "check.py"


def prove(year: Rehearsal, step: str = NOTICE) -> bytes:
    """The proof as Word."""
    return proof.files(year.desk, step, pdf=False)[0].content


def words(paper: bytes) -> str:
    """What a Word file says, a line for each paragraph."""
    with ZipFile(BytesIO(paper)) as package:
        text = package.read("word/document.xml").decode().replace("</w:p>", "\n")
    return re.sub(r"<[^>]+>", "", text.replace("<w:br/>", "\n")).replace("\xa0", " ")


def table(paper: bytes, header: str) -> list[list[str]]:
    """The rows of the table whose first column is called `header`."""
    with ZipFile(BytesIO(paper)) as package:
        text = package.read("word/document.xml").decode().replace("\xa0", " ")
    found = [
        [[re.sub(r"<[^>]+>", "", cell) for cell in row.split("</w:tc>")[:-1]] for row in one.split("</w:tr>")[:-1]]
        for one in re.findall(r"<w:tbl>(.*?)</w:tbl>", text, re.DOTALL)
    ]
    return next(rows[1:] for rows in found if rows[0][0] == header)


def set_up(year: Rehearsal, root: Path, *edits: tuple[str, str, str]) -> None:
    """Somebody edits the text files; the desk reads them at the next round."""
    for name, old, new in edits:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    year.desk = replace(year.desk, office=replace(house.office(root), config=year.desk.office.config))


# --- what it says


def test_it_says_who_got_it_at_which_address_and_when_in_norwegian_time(told: Rehearsal) -> None:
    said = words(prove(told))

    assert "Møte: Møte i faggruppe for næringssamarbeid, torsdag 11. november 2027 kl. 12.00–13.00" in said
    assert "Sendt: torsdag 4. november 2027 kl. 09.00" in said
    assert "Antall: 3 brev og 3 kalenderinvitasjoner" in said
    assert "Godkjent: 21. oktober 2027 kl. 12.00 av Sekretæren" in said
    assert [row[:5] for row in table(prove(told), "Navn")] == [
        ["Medlem Horten", "Horten kommune", "horten@example.no", "04.11.2027 kl. 09.00", "sendt"],
        ["Vara Horten", "Horten kommune", "vara.horten@example.no", "04.11.2027 kl. 09.00", "sendt"],
        ["Medlem Lørenskog", "Lørenskog kommune", "lorenskog@example.no", "04.11.2027 kl. 09.00", "sendt"],
    ]
    assert "Ikke kommet fram" not in said


def test_the_receipt_leads_to_the_letter_and_the_sha_256_is_that_of_the_file_in_it(told: Rehearsal) -> None:
    receipts = [row[5] for row in table(prove(told), "Navn")]
    raw = (told.inbox.parent / "letters" / receipts[0]).read_bytes()
    [file] = message_from_bytes(raw, policy=policy.default).iter_attachments()

    assert table(prove(told), "Fil") == [[file.get_filename(), "3", sha256(file.get_content()).hexdigest()]]


def test_days_of_notice_are_held_against_the_rule_of_the_group(told: Rehearsal, root: Path) -> None:
    assert "Varsel: 7 dager før møtet (5 arbeidsdager)" in words(prove(told))
    assert "Regel: minst 7 dager, som er holdt" in words(prove(told))

    set_up(told, root, ("schedules/naering.toml", 'agenda = "naering"', 'agenda = "naering"\nnotice_days = 14'))
    assert "Regel: minst 14 dager, som ikke er holdt" in words(prove(told))

    set_up(told, root, ("schedules/naering.toml", "notice_days = 14", "notice_days = 0"))
    assert "Varsel: 7 dager" in words(prove(told))
    assert "Regel:" not in words(prove(told))


def test_a_reminder_is_no_notice_and_what_comes_after_the_meeting_has_no_days(told: Rehearsal) -> None:
    told.until("2027-11-13T12:00")
    remind, after = words(prove(told, f"{MEETING}/remind")), words(prove(told, f"{MEETING}/remind-last"))

    assert "Varsel: 2 dager før møtet (2 arbeidsdager)" in remind
    assert "Regel:" not in remind
    assert "Varsel:" not in after


def test_it_tells_of_the_meeting_as_the_letters_did_also_when_it_has_been_moved_since(told: Rehearsal) -> None:
    before = prove(told)

    told.move(MEETING, date(2027, 11, 25)).until("2027-11-05T10:00")

    assert prove(told) == before
    assert "torsdag 25. november 2027" in words(prove(told, f"{MEETING}/moved-1"))


def test_nynorsk_is_nynorsk(begin: Begin, root: Path) -> None:
    year = begin("2027-10-01")
    set_up(year, root, ("schedules/naering.toml", 'short = "næring"', 'short = "næring"\nlanguage = "nn"'))
    year.until("2027-10-21T12:00").approve(NOTICE).until("2027-11-04T09:00")
    said = words(prove(year))

    assert "Utsendingskvittering" in said
    assert "Varsel: 7 dagar før møtet (5 arbeidsdagar)" in said
    assert "Regel: minst 7 dagar, som er halden" in said
    assert table(prove(year), "Namn")[0][4] == "sendt"


# --- what did not arrive


def test_a_letter_that_came_back_is_told_of_with_the_other_server_s_reason(told: Rehearsal) -> None:
    lay(told, bounce(sent(told).message_id))
    said = words(prove(told))

    assert "Medlem Lørenskog, Lørenskog kommune: brevet kom i retur 04.11.2027 kl. 09.00" in said
    assert [row[4] for row in table(prove(told), "Navn")] == ["sendt", "sendt", "kom i retur"]
    assert "Antall: 3 brev" in said  # it did leave


def test_a_return_of_the_invitation_and_one_of_another_letter_are_told_apart(told: Rehearsal) -> None:
    lay(told, bounce(sent(told, calendar=True).message_id))
    lay(told, bounce("<ukjent@example.com>"), "b.eml")

    assert "Medlem Lørenskog, Lørenskog kommune: kalenderinvitasjonen kom i retur" in words(prove(told))
    assert [row[4] for row in table(prove(told), "Navn")] == ["sendt"] * 3


def test_a_letter_that_the_post_refused_is_held_with_the_reason_and_has_no_receipt(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE)
    year.desk = replace(year.desk, post=Moody(year.desk.post, dead=("lorenskog@example.no",)))
    year.until("2027-11-04T09:00")

    assert "Medlem Lørenskog, Lørenskog kommune: brevet holdt tilbake (550 (adressen) finnes ikke)" in words(prove(year))
    assert table(prove(year), "Navn")[2] == ["Medlem Lørenskog", "Lørenskog kommune", "lorenskog@example.no", "", "holdt tilbake", ""]
    assert "Antall: 2 brev og 2 kalenderinvitasjoner" in words(prove(year))
    assert table(prove(year), "Fil")[0][1] == "2"


def test_half_a_sending_is_told_as_half(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE).until("2027-11-04T08:59")
    year.desk = replace(year.desk, post=Moody(year.desk.post, left=1))
    year.until("2027-11-04T09:00")

    assert sorted(row[4] for row in table(prove(year), "Navn")) == ["ikke sendt ennå", "ikke sendt ennå", "sendt"]


# --- that it can be trusted


def test_the_same_journal_gives_the_same_bytes_whenever_it_is_asked(told: Rehearsal) -> None:
    before = proof.files(told.desk, NOTICE, pdf=True)

    told.until("2027-11-09T12:00")

    assert proof.files(told.desk, NOTICE, pdf=True) == before
    assert [one.filename for one in before] == [
        "utsendelseskvittering-naering-faggruppe-2027-3-notice.docx",
        "utsendelseskvittering-naering-faggruppe-2027-3-notice.pdf",
    ]


def test_a_file_that_was_changed_in_the_journal_is_not_vouched_for(told: Rehearsal) -> None:
    [[_, _, digest]] = table(prove(told), "Fil")
    journal = Journal.open(f"sqlite:///{told.inbox.parent / 'journal.db'}", told.inbox.parent / "state")
    with journal as other, other.writing() as connection:
        connection.execute(update(blob).where(blob.c.sha256 == digest).values(content=b"noe annet"))

    with pytest.raises(JournalFailed, match="er endret i journalen etter at den ble sendt"):
        prove(told)


def test_what_has_not_been_sent_or_is_not_there_has_no_proof(told: Rehearsal) -> None:
    with pytest.raises(Refused, match="så det er ingenting å kvittere for"):
        prove(told, f"{MEETING}/remind-last")
    for missing in ("naering/finnes-ikke/2027-1/notice", "naering/faggruppe/snart/notice"):
        with pytest.raises(Unknown, match="Det finnes ikke noe"):
            prove(told, missing)


def test_a_meeting_that_the_schedule_has_dropped_is_said_so(told: Rehearsal, root: Path) -> None:
    set_up(told, root, ("schedules/naering.toml", "month = [5, 9, 11]", "month = [5, 9]"))

    with pytest.raises(Unknown, match="2027-3"):
        prove(told)


def test_a_workspace_older_than_the_template_is_told_where_to_get_it(told: Rehearsal, root: Path) -> None:
    (root / "templates" / "nb" / "papers" / "proof.md").unlink()
    set_up(told, root)

    with pytest.raises(Refused, match=re.escape("templates/nb/papers/proof.md mangler")):
        prove(told)


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/ooxml/check.py er ikke her")
def test_the_word_file_is_valid_and_usable_with_a_screen_reader(told: Rehearsal, tmp_path: Path) -> None:
    lay(told, bounce(sent(told).message_id))
    file = tmp_path / "kvittering.docx"
    file.write_bytes(prove(told))

    checked = subprocess.run([sys.executable, CHECK, file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_pdf_is_tagged_in_norwegian_with_its_title_and_table_headers(told: Rehearsal) -> None:
    _, made = proof.files(told.desk, NOTICE, pdf=True)
    read = PdfReader(BytesIO(made.content))
    found = kinds(read.root_object["/StructTreeRoot"].get_object())

    assert str(read.root_object["/Lang"]) == "nb-NO"
    assert read.metadata
    assert str(read.metadata.title).startswith("Utsendelseskvittering – Innkalling: faggruppe for næringssamarbeid, 11. november 2027")
    assert (len(read.pages), found.count("Table"), found.count("TH"), found.count("H1")) == (1, 2, 9, 1)
    assert "lorenskog@example.no" in read.pages[0].extract_text()


def kinds(node: object) -> list[str]:
    """What kind each part of the structure is, in reading order."""
    if isinstance(node, list):
        return [kind for one in node for kind in kinds(one.get_object())]
    if not isinstance(node, DictionaryObject):
        return []
    own = [str(node["/S"])[1:]] if "/S" in node else []
    return own + (kinds(node["/K"].get_object()) if "/K" in node else [])


# --- a PDF beside each Word file


@pytest.fixture
def both(root: Path) -> Callable[[Rehearsal], Rehearsal]:
    """Turn on `[papers] pdf = true`."""

    def turned_on(year: Rehearsal) -> Rehearsal:
        config = year.desk.office.config
        papers = config.papers.model_copy(update={"pdf": True})
        year.desk = replace(year.desk, office=replace(year.desk.office, config=config.model_copy(update={"papers": papers})))
        return year

    return turned_on


Both = Callable[[Rehearsal], Rehearsal]


def attached(year: Rehearsal, step: str) -> Sequence[tuple[str, bytes]]:
    """The files of the first letter of a step."""
    letter = next(one for one in year.desk.journal.letters(step) if not one.key.endswith("/calendar"))
    raw = (year.inbox.parent / "letters" / letter.receipt).read_bytes()
    found = message_from_bytes(raw, policy=policy.default).iter_attachments()
    return [(file.get_filename() or "", file.get_content()) for file in found]


def test_each_paper_leaves_as_word_and_pdf_exactly_as_the_draft_showed_them(begin: Begin, both: Both) -> None:
    year = both(begin("2027-10-01")).until("2027-10-21T12:00")
    shown = attached(year, f"{NOTICE}/draft-1")
    year.approve(NOTICE).until("2027-11-04T09:00")

    name = "Innkalling – faggruppe for næringssamarbeid – 11. november 2027"
    assert [filename for filename, _ in shown] == [f"{name}.docx", f"{name}.pdf"]
    assert attached(year, NOTICE) == shown
    assert "Innkalling til møte" in PdfReader(BytesIO(shown[1][1])).pages[0].extract_text()
    assert [row[0] for row in table(prove(year), "Fil")] == [f"{name}.docx", f"{name}.pdf"]


def test_to_ask_for_pdf_after_the_approval_is_to_ask_for_a_new_one(begin: Begin, both: Both) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE)
    basis = desks.look(year.desk, year.now).facts.basis[NOTICE]

    year = both(year).until("2027-10-22T08:00")

    assert desks.look(year.desk, year.now).facts.basis[NOTICE] != basis
    draft = year.desk.journal.draft(NOTICE)
    assert draft is not None
    assert (draft.version, draft.state) == (2, "open")


def test_letters_that_the_pdf_cannot_show_are_told_of_before_approval(begin: Begin, both: Both) -> None:
    year = both(begin("2027-10-01")).add_item(MEETING, "Felles merke \ue000 for regionen").until("2027-10-21T12:00")
    letter = year.desk.journal.letters(f"{NOTICE}/draft-1")[0]
    raw = (year.inbox.parent / "letters" / letter.receipt).read_bytes()
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))

    assert body is not None
    assert "PDF-en kan ikke vise U+E000, og har □ i stedet." in body.get_content()


def test_what_a_letterhead_lacks_for_a_pdf_is_a_warning_when_pdf_is_wanted(root: Path) -> None:
    config, letterhead = root / "config.toml", root / "templates" / "letter.docx"
    copy = letterhead.with_suffix(".ny")
    with ZipFile(letterhead) as source, ZipFile(copy, "w") as package:
        for name in source.namelist():
            package.writestr(name, b"\x01\x00\x00\x00 EMF" if name == "word/media/logo.png" else source.read(name))
    shutil.move(copy, letterhead)
    config.write_text(config.read_text(encoding="utf-8").format(start="2027-01-01"), encoding="utf-8")
    _, before = workspace.load(root)
    config.write_text(config.read_text(encoding="utf-8") + "[papers]\npdf = true\n", encoding="utf-8")
    office, after = workspace.load(root)

    assert office is not None
    assert [fault.message for fault in before if fault.file == "templates/letter.docx"] == []
    assert ["logo.png" in fault.message for fault in after if fault.file == "templates/letter.docx"] == [True]


def test_only_the_notice_can_be_too_late_for_the_rule_of_days(told: Rehearsal, root: Path) -> None:
    set_up(told, root, ("schedules/naering.toml", 'agenda = "naering"', 'agenda = "naering"\nnotice_days = 14'))
    view = desks.look(told.desk, told.now)

    def too_late(name: str) -> bool:
        occurrence, step = acts.find(view, f"{MEETING}/{name}")
        said = quality.remarks(told.desk.office, view, occurrence, step, acts.audience(told.desk, view, occurrence, step))
        return any("senere enn 14 dager før møtet" in remark for remark in said)

    assert [name for name in ("draft", "notice", "remind", "update", "remind-last", "minutes") if too_late(name)] == ["notice"]
