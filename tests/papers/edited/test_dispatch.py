"""The file as it may leave: nobody's comments, nobody's tracked changes, and nothing else touched."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from lxml.etree import SubElement

from bot.papers.edited import Edited
from tests.papers.edited.conftest import told, understood
from tests.papers.edited.word import PRODUCERS, W, Word, a_run, comment, names, new, replace_tracked, tracked

CHECK = Path(__file__).parents[4] / "shared" / "ooxml" / "check.py"
PEOPLE = b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="Leder"/></w15:people>'


def worked_on(minutes: bytes) -> bytes:
    """A file with comments, with every kind of tracked change, with tracking left on, and with the names of those who did it."""
    word = Word(minutes)
    replace_tracked(next(word.control("case:plan").iter(f"{W}p")), "Ny transportplan")
    comment(word, word.paragraph("Se vedlegg."), "Er dette riktig?")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"
    word.add_part("word/people.xml", PEOPLE, "people", kind)
    paragraph = word.paragraph("Se vedlegg.")
    paragraph.append(tracked("moveFrom", a_run("Flyttet herfra")))
    run = a_run("Ny skrift")
    SubElement(SubElement(SubElement(run, f"{W}rPr"), f"{W}rPrChange", {f"{W}id": "5", f"{W}author": "Leder"}), f"{W}rPr")
    run.insert(0, run[-1])
    paragraph.append(run)
    word.delete_row("follow-up", "1")
    word.property("word/settings.xml", lambda raw: raw.replace(b"<w:defaultTabStop", b"<w:trackRevisions/><w:defaultTabStop"))
    return word.saved()


@pytest.mark.parametrize("producer", PRODUCERS)
def test_comments_and_revision_marks_never_leave(minutes: bytes, producer: str) -> None:
    found = understood(PRODUCERS[producer](worked_on(minutes)))
    left = found.clean()

    assert (found.tracked, len(found.comments)) == (True, 1)
    with ZipFile(BytesIO(left)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
    for trace in (
        b"Leder",
        b"Er dette riktig",
        b"comment",
        b"people",
        b"w:ins ",
        b"w:del ",
        b"w:del/",
        b"delText",
        b"moveFrom",
        b"rPrChange",
        b"trackRev",
    ):
        assert trace not in whole, trace


def test_what_leaves_reads_as_the_accepted_view(minutes: bytes) -> None:
    found = understood(worked_on(minutes))
    left = understood(found.clean())

    assert (left.tracked, left.comments) == (False, ())
    assert told(found, left) == []
    assert (left.cases, left.measures, left.attendance) == (found.cases, found.measures, found.attendance)


def test_every_other_part_is_the_same_bytes(minutes: bytes) -> None:
    worked = worked_on(minutes)
    before, after = Word(worked), Word(understood(worked).clean())
    changed = {name for name in before.parts if after.parts.get(name) != before.parts[name]}

    assert changed == {
        "word/document.xml", "word/comments.xml", "word/people.xml", "word/settings.xml", "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    }  # fmt: skip


def test_a_file_with_nothing_to_take_out_leaves_byte_for_byte(minutes: bytes) -> None:
    for save in PRODUCERS.values():
        saved = save(minutes)
        assert understood(saved).clean() == saved


@pytest.mark.parametrize("producer", PRODUCERS)
def test_approved_minutes_no_longer_say_that_they_are_a_draft(minutes: bytes, sent: Edited, producer: str) -> None:
    left = understood(understood(PRODUCERS[producer](minutes), sent).clean(approved=True), sent)

    assert told(sent, left) == ["Merket om at dette er et utkast, er tatt bort."]


def test_a_comment_in_a_header_goes_too_and_a_template_on_somebodys_machine_is_not_told_of(minutes: bytes) -> None:
    word = Word(minutes)
    header = etree.fromstring(word.parts["word/header1.xml"])
    header.append(new(""))
    header[-1].append(tracked("ins", a_run("Ny topptekst"), author="Leder"))
    word.parts["word/header1.xml"] = etree.tostring(header)
    word.property("word/settings.xml", lambda raw: raw.replace(b"<w:zoom", b'<w:attachedTemplate r:id="rId1"/><w:zoom'))
    word.parts["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="file:///C:\\Users\\leder\\Brevmal.dotx" TargetMode="External"/></Relationships>'
    )
    left = Word(understood(word.saved()).clean())
    whole = b"".join(left.parts.values())

    assert b"Ny topptekst" in left.parts["word/header1.xml"]
    assert b"Leder" not in whole
    assert b"Users" not in whole
    assert b"attachedTemplate" not in whole


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/ooxml/check.py er ikke her")
def test_what_leaves_is_valid_and_usable_with_a_screen_reader(minutes: bytes, tmp_path: Path) -> None:
    for number, name in enumerate(("as it is", "Word", "Word for Mac")):
        worked = understood(PRODUCERS[name](worked_on(minutes)))
        (tmp_path / f"{number}.docx").write_bytes(worked.clean(approved=True))
    checked = subprocess.run([sys.executable, CHECK, *tmp_path.glob("*.docx")], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_parts_keep_their_order_and_their_packing(minutes: bytes) -> None:
    worked = worked_on(minutes)
    kept = [name for name in names(worked) if name not in ("word/comments.xml", "word/people.xml")]

    assert list(names(understood(worked).clean())) == kept
