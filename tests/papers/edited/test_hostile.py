"""Files that somebody may send to do harm, and files that are not Word: refused at once, in words; nothing in them is fetched or run."""

import struct
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from time import process_time
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers import edited
from tests.papers.edited.conftest import dangerous, refused, understood
from tests.papers.edited.word import OFFICE, W, Word, a_run, new

MEGA = 1_000_000
SPACE = W[1:-1]


def zipped(**parts: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def with_part(minutes: bytes, name: str, part: bytes) -> bytes:
    word = Word(minutes)
    saved = word.saved()
    target = BytesIO()
    with ZipFile(BytesIO(saved)) as old, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for one in old.namelist():
            if one != name:
                package.writestr(one, old.read(one))
        package.writestr(name, part)
    return target.getvalue()


def with_text(minutes: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    return with_part(minutes, "word/document.xml", edit(Word(minutes).parts["word/document.xml"]))


def outside(minutes: bytes, kind: str, target: str) -> bytes:
    word = Word(minutes)
    word.relate(kind, target, outside=True)
    return word.saved()


def macro_enabled(minutes: bytes) -> bytes:
    word = Word(minutes)
    word.property(
        "[Content_Types].xml",
        lambda raw: raw.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    return word.saved()


def field(minutes: bytes, instruction: str) -> bytes:
    word = Word(minutes)
    paragraph = new("")
    for at in range(0, len(instruction), 3):  # one field in many runs
        run = a_run(instruction[at : at + 3])
        run[0].tag = f"{W}instrText"
        paragraph.append(run)
    word.body.insert(0, paragraph)
    return word.saved()


def lzma(minutes: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_LZMA) as package:
        for name, part in Word(minutes).parts.items():
            package.writestr(name, part)
    return target.getvalue()


def locked_zip(minutes: bytes) -> bytes:
    """Every entry marked as encrypted."""
    raw = bytearray(minutes)
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 8] |= 1
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)


def twice(minutes: bytes) -> bytes:
    """Two texts of one name: one reader takes the first, another the last."""
    target = BytesIO(minutes)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(target, "a") as package:
        package.writestr("word/document.xml", b"<x/>")
    return target.getvalue()


def deep(raw: bytes) -> bytes:
    return raw.replace(b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 5_000, 1)


XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'"><!ENTITY b "' + b"&a;" * 50 + b'"><!ENTITY c "' + b"&b;" * 50 + b'">]>'
STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512

HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "ikke et Word-dokument"),
    "text": (lambda _: b"Hei", "ikke et Word-dokument"),
    "a web page": (lambda _: b"<html>", "ikke et Word-dokument"),
    "PDF": (lambda _: b"%PDF-1.7\n", "er en PDF"),
    ".doc": (lambda _: OLE, "gamle Word-formatet"),
    ".doc with macros": (lambda _: OLE + "_VBA_PROJECT".encode("utf-16-le"), "makroer"),
    "locked": (lambda _: OLE + "EncryptedPackage".encode("utf-16-le"), "låst med passord"),
    "a locked zip": (locked_zip, "låst med passord"),
    ".odt": (lambda _: zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}), "OpenDocument"),
    ".odt with macros": (lambda _: zipped(**{"content.xml": b"<x/>", "Basic/Standard/Module1.xml": b"<x/>"}), "makroer"),
    "Pages": (lambda _: zipped(**{"Index/Document.iwa": b"x"}), "Pages"),
    "a zip": (lambda _: zipped(a=b"b"), "ikke et Word-dokument"),
    "half a zip": (lambda minutes: minutes[: len(minutes) // 2], "skadet"),
    "Excel": (lambda _: zipped(**{"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<x/>"}), "ikke et Word-dokument"),
    "a zip bomb": (lambda m: with_part(m, "word/media/x.bin", b"\0" * 120 * MEGA), "for stor"),
    "a picture of 200 MB": (lambda m: with_part(m, "word/media/image1.png", b"\x89PNG" + b"\0" * 200 * MEGA), "for stor"),
    "a text of 50 MB": (lambda m: with_text(m, lambda raw: raw.replace(b"<w:body>", b"<w:body>" + b" " * 50 * MEGA)), "for stor"),
    "a million tags": (lambda m: with_text(m, lambda raw: raw.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * MEGA)), "for mange deler"),
    "a file of 60 MB": (lambda _: b"PK\x03\x04" + b"\0" * 60 * MEGA, "for stor"),
    "many entries": (lambda _: zipped(**{f"{at}.xml": b"" for at in range(5_000)}), "for mange deler"),
    "XXE": (lambda m: with_text(m, lambda raw: XXE + raw[raw.index(b"<w:document") :].replace(b"Saker", b"&e;")), "DTD"),
    "a billion laughs": (lambda m: with_text(m, lambda raw: LAUGHS + raw[raw.index(b"<w:document") :].replace(b"Saker", b"&c;")), "DTD"),
    "a DTD in UTF-16": (lambda m: with_text(m, lambda raw: (XXE + raw[raw.index(b"<w:doc") :]).decode().encode("utf-16")), "DTD"),
    "another encoding": (lambda m: with_text(m, lambda raw: raw.decode().encode("cp037", "replace")), "skadet"),
    "broken XML": (lambda m: with_text(m, lambda raw: raw[:-40]), "skadet"),
    "deep XML": (lambda m: with_text(m, deep), "skadet"),
    "macros": (lambda m: with_part(m, "word/vbaProject.bin", b"x"), "makroer"),
    ".docm": (macro_enabled, "makroer"),
    "a picture from the web": (lambda m: outside(m, "image", "http://127.0.0.1:9/x.png"), "et bilde"),
    "a template from the web": (lambda m: outside(m, "attachedTemplate", "https://127.0.0.1:9/x.dotm"), "en mal"),
    "a template from a server": (lambda m: outside(m, "attachedTemplate", r"\\127.0.0.1\x.dotm"), "en mal"),
    "a template from a server by file": (lambda m: outside(m, "attachedTemplate", "file://server/x.dotm"), "en mal"),
    "an object from outside": (lambda m: outside(m, "oleObject", "http://127.0.0.1:9/x"), "en lenket del"),
    "DDE": (lambda m: field(m, ' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'), "DDE"),
    "two texts": (twice, "pakket på en måte"),
    "another packing": (lzma, "pakket på en måte"),
    "strict": (lambda m: with_part(m, "_rels/.rels", Word(m).parts["_rels/.rels"].replace(OFFICE.encode(), STRICT)), "Strict"),
}  # fmt: skip


HARMLESS = {
    "nothing", "text", "a web page", "PDF", ".doc", ".odt", "Pages", "a zip", "half a zip", "Excel", "another encoding", "broken XML",
    "deep XML", "strict",
}  # fmt: skip
"""Those that are only damaged, or made by another program: a person may want to send them all the same."""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_do_harm_is_told_from_what_is_only_damaged_or_of_another_program(minutes: bytes, name: str) -> None:
    assert dangerous(HOSTILE[name][0](minutes)) == (name not in HARMLESS)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_words_at_once_and_without_much_memory(minutes: bytes, name: str) -> None:
    make, reason = HOSTILE[name]
    content = make(minutes)
    tracemalloc.start()
    started = process_time()
    found = refused(content)
    spent, (_, most) = process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert reason in found
    assert found[0].isupper()
    assert found.endswith(".")
    assert spent < 5, "a second, on a machine with nothing else to do"
    assert most < 80 * MEGA


def test_a_lying_size_is_no_way_in(minutes: bytes) -> None:
    """The directory says that a part is small; no more of it than that is unpacked."""
    bomb = bytearray(with_text(minutes, lambda raw: raw.replace(b"<w:body>", b"<w:body>" + b" " * 50 * MEGA)))
    at = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(b"word/document.xml"))
    bomb[at + 24 : at + 28] = struct.pack("<I", 1_000)

    assert "skadet" in refused(bytes(bomb))


def test_a_web_link_is_a_link_and_a_field_from_elsewhere_is_told_of_but_not_fetched(minutes: bytes) -> None:
    assert understood(outside(minutes, "hyperlink", "http://127.0.0.1:9/")).remarks == ()
    assert understood(field(minutes, ' INCLUDEPICTURE "http://127.0.0.1:9/x.png"')).remarks == (
        "Filen har et felt som henter innhold fra et annet sted. Det er ikke hentet.",
    )


def test_a_link_that_could_run_something_is_only_its_words(minutes: bytes) -> None:
    word = Word(minutes)
    word.relate("hyperlink", "javascript:alert(1)", outside=True)
    paragraph = word.paragraph("Se vedlegg.")
    link = new("Klikk")
    link.tag = f"{W}hyperlink"
    link.set(f"{{{OFFICE}}}id", "ny" + str(word.parts["word/_rels/document.xml.rels"].count(b"<Relationship ") - 1))
    paragraph.append(link)

    assert "javascript" not in str(understood(word.saved()).cases)


@pytest.mark.parametrize(
    "unit",
    [
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
        "<w:p><w:ins w:id='1'><w:r><w:t>Vedtak: a</w:t></w:r></w:ins></w:p>",
        "<w:sdt><w:sdtPr><w:tag w:val='case:plan'/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:commentRangeStart w:id='1'/><w:p><w:r><w:t>a</w:t></w:r></w:p>",
        "<w:tbl><w:tr>" + "<w:tc><w:p><w:r><w:t>Navn</w:t></w:r></w:p></w:tc>" * 2 + "</w:tr></w:tbl>",
        "<w:p><w:pPr><w:pStyle w:val='Heading3'/></w:pPr><w:r><w:t>Sak om noe</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='8'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Dessuten møtte: " + "a; " * 50 + "</w:t></w:r></w:p>",
    ],
)
def test_ten_times_the_text_takes_some_ten_times_as_long(minutes: bytes, unit: str) -> None:
    """In a text as big as is read at all, nothing is compared with everything else."""

    def spent(times: int) -> float:
        content = with_text(minutes, lambda raw: raw.replace(b"<w:sectPr", unit.encode() * times + b"<w:sectPr"))
        started = process_time()
        found = edited.read(content)
        if isinstance(found, edited.Edited):
            edited.changes(understood(minutes), found)
            found.clean()
        return process_time() - started

    small, big = spent(500), spent(5_000)
    assert big < 40 * small + 1


@settings(max_examples=50)
@given(st.data())
def test_no_broken_file_upsets_the_reading(minutes: bytes, data: st.DataObject) -> None:
    raw = bytearray(minutes)
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[at] = data.draw(st.integers(0, 255))

    assert isinstance(edited.read(bytes(raw)), edited.Edited | edited.Unreadable)
