"""LibreOffice on a leash: what it makes, what it must not reach, and how it is stopped. Without LibreOffice only the leash is tried."""

import os
import shutil
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pdfua
import pytest
from pypdf import PdfReader

from bot import printing
from bot.cli import main
from bot.papers import document
from bot.papers.model import Grid, Heading, Paper, Run
from bot.printing import NotPrinted, Printer

ROOT = Path(__file__).parents[1]
FOUND = printing.find()
needs_libreoffice = pytest.mark.skipif(FOUND is None, reason="LibreOffice is not installed")
HERE = FOUND or Printer(Path("soffice"))
A_PDF = b"%PDF-1.7\n%%EOF\n"


def paper() -> bytes:
    blocks = (Heading(1, (Run("Innkalling på norsk"),)), Grid(("Navn", "Organisasjon"), (("Medlem", "Ås kommune"),), "Inviterte"))
    return document.write(Paper("Innkalling", "nn", blocks, "Sekretariatet"), (ROOT / "templates" / "letter.docx").read_bytes())


@needs_libreoffice
def test_an_edited_word_file_becomes_a_tagged_pdf_with_its_title_and_language() -> None:
    read = PdfReader(BytesIO(HERE.pdf(paper())))

    assert "Innkalling på norsk" in read.pages[0].extract_text()
    assert (str(read.root_object["/Lang"])[:2], read.metadata and read.metadata.title) == ("nn", "Innkalling")
    assert "/StructTreeRoot" in read.root_object
    claims = read.root_object["/Metadata"].get_object().get_data().decode()  # type: ignore[union-attr]
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert "<pdfaid:part>2</pdfaid:part>" in claims


@needs_libreoffice
def test_a_public_checker_of_pdf_ua_finds_nothing_in_an_edited_file_either(tmp_path: Path) -> None:
    path = tmp_path / "innkalling.pdf"
    path.write_bytes(HERE.pdf(paper()))

    assert pdfua.validate(str(path)).findings == ()


@pytest.mark.parametrize("content", [b"", b"<html><body>hei</body></html>", paper()[:4000]], ids=["empty", "html", "cut"])
def test_what_is_no_word_file_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NotPrinted, match="ikke en hel Word-fil"):
        HERE.pdf(content)


@needs_libreoffice
def test_a_package_of_something_else_is_not_opened_as_that() -> None:
    target = BytesIO()
    with ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<x/>")

    with pytest.raises(NotPrinted, match="LibreOffice kunne ikke lese filen"):
        HERE.pdf(target.getvalue())


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what has been asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/bilde.png", asked
        server.shutdown()


def picture(name: str) -> str:
    """A picture that lies elsewhere, under the relation with this name."""
    drawn = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawn}/wordprocessingDrawing"><wp:extent cx="990000" cy="990000"/>'
        f'<wp:docPr id="1" name="x"/><a:graphic xmlns:a="{drawn}/main"><a:graphicData uri="{drawn}/picture">'
        f'<pic:pic xmlns:pic="{drawn}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:link="{name}"/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="990000" cy="990000"/>'
        '</a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def with_pictures_from(*addresses: str) -> bytes:
    """A Word file that shows pictures that lie elsewhere."""
    names = {f"ute{at}": address for at, address in enumerate(addresses)}
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    links = "".join(f'<Relationship Id="{name}" Type="{image}" Target="{to}" TargetMode="External"/>' for name, to in names.items())
    drawn = "".join(map(picture, names))
    target = BytesIO()
    with ZipFile(BytesIO(paper())) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:sectPr", drawn.encode() + b"<w:sectPr", 1)
            elif name == "word/_rels/document.xml.rels":
                part = part.replace(b"</Relationships>", f"{links}</Relationships>".encode())
            package.writestr(name, part)
    return target.getvalue()


@needs_libreoffice
def test_a_picture_that_lies_on_the_net_or_on_this_machine_is_not_fetched(tmp_path: Path) -> None:
    """Also where the network cannot be taken away: LibreOffice's own settings are the first leash."""
    secret = tmp_path / "hemmelig.png"
    shutil.copyfile(ROOT / "docs" / "timeline.png", secret)

    with listening() as (address, asked):
        made = replace(HERE, within=()).pdf(with_pictures_from(address, secret.as_uri()))

    assert asked == []
    resources = PdfReader(BytesIO(made)).pages[0]["/Resources"].get_object()
    assert len(resources["/XObject"].get_object()) == 1  # type: ignore[index]  # the letterhead's own logo


# --- the leash, with a program that behaves as it is told


def program(folder: Path, script: str) -> Printer:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Printer(path)


def test_one_that_hangs_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    child = tmp_path / "barn"
    hanging = replace(program(tmp_path, f"sleep 60 & echo $! > {child}; wait"), seconds=1)

    with pytest.raises(NotPrinted, match="ikke ferdig med filen på 1 sekunder"):
        hanging.pdf(paper())

    assert gone(int(child.read_text()))


def test_a_child_left_behind_by_one_that_is_done_is_stopped_too(tmp_path: Path) -> None:
    child = tmp_path / "barn"
    made = program(tmp_path, f'sleep 60 & echo $! > {child}; mkdir ut; printf "%s" "{A_PDF.decode()}" > ut/inn.pdf').pdf(paper())

    assert made.startswith(b"%PDF-")
    assert gone(int(child.read_text()))


def gone(process: int) -> bool:
    """Whether a process is no more, or only waits to be counted as such."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 77", "laget ingen PDF"),
        ("mkdir ut; echo hei > ut/inn.pdf", "ikke er en hel PDF"),
        ("mkdir ut; echo '%PDF-1.7 halv' > ut/inn.pdf", "ikke er en hel PDF"),
        ("mkdir ut; ln -s /etc/hostname ut/inn.pdf", "laget ingen PDF"),
    ],
)
def test_what_is_not_a_whole_pdf_never_comes_back(tmp_path: Path, script: str, said: str) -> None:
    with pytest.raises(NotPrinted, match=said):
        program(tmp_path, script).pdf(paper())


def test_it_is_told_nothing_of_our_environment(tmp_path: Path) -> None:
    seen = tmp_path / "miljo"
    with pytest.raises(NotPrinted):
        program(tmp_path, f"env > {seen}").pdf(paper())

    names = {line.partition("=")[0] for line in seen.read_text(encoding="utf-8").splitlines()}
    assert names <= {"PATH", "HOME", "TMPDIR", "LANG", "SAL_USE_VCLPLUGIN", "PWD", "SHLVL", "_", "OLDPWD"}


def test_a_program_that_cannot_start_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotPrinted, match="kan ikke startes"):
        Printer(tmp_path / "finnes-ikke").pdf(paper())


def test_doctor_is_told_that_it_is_not_there_and_that_this_is_no_fault(tmp_path: Path) -> None:
    assert printing.find(str(tmp_path)) is None
    assert [(one.good, one.said) for one in printing.findings(str(tmp_path))] == [
        (True, "ikke installert; filer som noen har redigert i Word, går ut som Word alene")
    ]


def test_doctor_is_told_where_it_is_and_whether_word_s_fonts_have_stand_ins(tmp_path: Path) -> None:
    program(tmp_path, "exit 0")
    there, fonts = printing.findings(str(tmp_path))

    assert str(tmp_path / "soffice") in there.said
    assert fonts.what == "skrifter"
    assert fonts.good or "installer fonts-crosextra-carlito" in fonts.said


def test_the_command_says_where_the_pdf_is_and_never_overwrites_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "referat.pdf").write_bytes(b"min egen")
    (tmp_path / "referat.docx").write_bytes(b"ikke en Word-fil")
    assert main(["pdf", str(tmp_path / "referat.docx")]) == 2
    assert "finnes alt" in capsys.readouterr().err
    assert (tmp_path / "referat.pdf").read_bytes() == b"min egen"
