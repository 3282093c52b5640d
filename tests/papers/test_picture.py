import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from bot.papers import document, pdf, picture, prose, stored
from bot.papers.model import Block, Heading, Paper, Paragraph, Picture, Run
from bot.papers.picture import NotDrawable, Size

CHECK = Path(__file__).parents[3] / "shared" / "ooxml" / "check.py"
DAY = date(2027, 1, 15)
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 36000
"""EMU in a millimetre."""
CIRCLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><circle cx="200" cy="150" r="100" fill="#123a4a"/>'
    '<text x="200" y="280" font-family="Carlito, sans-serif" font-size="20" text-anchor="middle">{words}</text></svg>'
)
WHEEL = Picture(CIRCLE.replace("{words}", "Året på ett blikk"), "Et hjul med tolv måneder", 100)
TITLE = Heading(1, (Run("Årshjul 2027"),))


def paper(*blocks: Block) -> Paper:
    return Paper("Årshjul 2027", "nb", (TITLE, *blocks), "Sekretariatet", step="naering/faggruppe/2027-1/notice", version=1)


def extents(raw: bytes) -> list[tuple[int, int]]:
    """How wide and high each picture stands, in millimetres."""
    with ZipFile(BytesIO(raw)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return [(round(int(one.get("cx", 0)) / MM), round(int(one.get("cy", 0)) / MM)) for one in body.iter(f"{WP}extent")]


# --- as PNG


def dimensions(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("width", [40, 333, 1600])
def test_a_png_is_as_wide_as_asked_and_keeps_its_shape(width: int) -> None:
    assert dimensions(picture.png(WHEEL.svg, width)) == (width, round(width * 3 / 4))


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert picture.png(WHEEL.svg, 200) == picture.png(WHEEL.svg, 200) != picture.png(CIRCLE.replace("{words}", "Et annet"), 200)


@pytest.mark.parametrize(
    "svg",
    ["", "et bilde", "<svg/>", '<svg xmlns="http://www.w3.org/2000/svg"/>', CIRCLE[:-6], CIRCLE.replace("0 0 400 300", "0 0 0 300"),
     CIRCLE.replace("0 0 400 300", "0 0 1e999 nan"), CIRCLE.replace("0 0 400 300", "0 0 1 9999999"),
     '<!DOCTYPE svg [<!ENTITY a "aa">]><html xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</html>'],
)  # fmt: skip
def test_what_is_no_picture_is_said_to_be_none(svg: str) -> None:
    with pytest.raises(NotDrawable, match="Bildet"):
        picture.png(svg, 100)


@pytest.mark.parametrize("width", [0, -1, 10_000_000])
def test_a_picture_has_a_size_that_a_machine_can_bear(width: int) -> None:
    with pytest.raises(NotDrawable):
        picture.png(WHEEL.svg, width)


def test_a_file_that_a_picture_points_to_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.png"
    secret.write_bytes(picture.png(WHEEL.svg, 50))
    plain = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50">{}</svg>'
    pointing = [plain.format(f'<image href="{address}" width="50" height="50"/>') for address in (secret, secret.as_uri(), "/etc/hosts")]

    for svg in pointing:
        try:
            assert picture.png(svg, 50) == picture.png(plain.format(""), 50)
        except NotDrawable as refused:
            assert "kan ikke tegnes" in str(refused)  # noqa: PT017  either is well


# --- on a page


@given(st.floats(1, 900), st.floats(50, 900), st.floats(50, 900))
@settings(deadline=None, max_examples=30)
def test_a_picture_keeps_its_shape_and_stays_within_its_room(wanted: float, width: float, height: float) -> None:
    found = picture.fitted(WHEEL.svg, wanted, Size(width, height))

    assert found.width / found.height == pytest.approx(4 / 3)
    assert found.width <= min(wanted, width) * 1.000001
    assert found.height <= height


def test_word_gets_a_png_an_svg_and_the_words_for_a_screen_reader(letterhead: bytes) -> None:
    raw = document.write(paper(WHEEL, Paragraph((Run("Etter"),)), WHEEL), letterhead)
    read = docx.Document(BytesIO(raw))

    assert [round(shape.width.mm) for shape in read.inline_shapes] == [100, 100]
    with ZipFile(BytesIO(raw)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        assert [one.get("descr") for one in body.iter(f"{WP}docPr")] == ["Et hjul med tolv måneder"] * 2
        assert len({one.get("id") for one in body.iter(f"{WP}docPr")}) == 2
        files = {name.rpartition("/")[2] for name in package.namelist() if "aarshjul-bilde" in name}
        assert files == {"aarshjul-bilde1.png", "aarshjul-bilde1.svg", "aarshjul-bilde2.png", "aarshjul-bilde2.svg"}
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {one.get("Id"): one.get("Target") for one in relations}
        blips = [str(targets[one.get(f"{R}embed")]) for one in body.iter() if one.get(f"{R}embed")]
        assert [name.rpartition(".")[2] for name in blips] == ["png", "svg", "png", "svg"]
        assert package.read(f"word/{blips[1]}").decode() == WHEEL.svg
        assert dimensions(package.read(f"word/{blips[0]}"))[0] > 700


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/ooxml/check.py er ikke her")
@pytest.mark.parametrize("width", [60, 400])
def test_a_word_file_with_pictures_is_valid(letterhead: bytes, tmp_path: Path, width: int) -> None:
    file = tmp_path / "bilde.docx"
    file.write_bytes(document.write(paper(Picture(WHEEL.svg, WHEEL.alt, width), WHEEL), letterhead))
    checked = subprocess.run([sys.executable, CHECK, file], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_same_paper_gives_the_same_files(letterhead: bytes) -> None:
    assert document.write(paper(WHEEL), letterhead) == document.write(paper(WHEEL), letterhead)
    assert pdf.write(paper(WHEEL), letterhead, DAY) == pdf.write(paper(WHEEL), letterhead, DAY)


def test_a_page_lies_down_for_a_wide_picture_and_stands_for_others(letterhead: bytes) -> None:
    wide = Picture(WHEEL.svg, WHEEL.alt, 400)

    for one, lies in ((WHEEL, False), (wide, True)):
        section = docx.Document(BytesIO(document.write(paper(one), letterhead))).sections[0]
        assert section.page_width is not None
        assert section.page_height is not None
        assert (section.page_width > section.page_height) is lies
        box = PdfReader(BytesIO(pdf.write(paper(one), letterhead, DAY).content)).pages[0].mediabox
        assert (box.width > box.height) is lies
    ((width, height),) = extents(document.write(paper(wide), letterhead))
    assert width < 247
    assert height < 162


def test_a_picture_and_its_heading_share_the_first_page(letterhead: bytes) -> None:
    read = PdfReader(BytesIO(pdf.write(paper(Picture(WHEEL.svg, WHEEL.alt, 400)), letterhead, DAY).content))

    assert len(read.pages) == 1
    assert "Året på ett blikk" in read.pages[0].extract_text()


def figures(read: PdfReader) -> Iterator[DictionaryObject]:
    """Every picture of the structure."""

    def below(node: object) -> Iterator[DictionaryObject]:
        if isinstance(node, list):
            for one in node:
                yield from below(one.get_object())
        elif isinstance(node, DictionaryObject) and "/S" in node:
            yield node
            yield from below(node["/K"].get_object() if "/K" in node else None)

    tree = read.root_object["/StructTreeRoot"].get_object()
    assert isinstance(tree, DictionaryObject)
    yield from (one for one in below(tree["/K"].get_object()) if str(one["/S"]) == "/Figure")


def test_the_pdf_says_the_picture_in_words(letterhead: bytes) -> None:
    read = PdfReader(BytesIO(pdf.write(paper(WHEEL, WHEEL), letterhead, DAY).content))

    assert [str(one["/Alt"]) for one in figures(read)] == ["Et hjul med tolv måneder"] * 2


@pytest.mark.parametrize("words", ["\U0001f600 ☃", "日本語", "שלום", "مرحبا", "a\u200bb", "\ue000", "&amp;lt;b&amp;gt;"])
def test_any_letters_in_a_picture_can_be_printed(letterhead: bytes, words: str) -> None:
    drawn = Picture(CIRCLE.replace("{words}", words), "Et hjul", 100)

    assert len(PdfReader(BytesIO(pdf.write(paper(drawn), letterhead, DAY).content)).pages) == 1
    assert dimensions(picture.png(drawn.svg, 80)) == (80, 60)


# --- in a letter, and kept


def test_a_letter_says_the_picture_in_words() -> None:
    hostile = Picture(WHEEL.svg, "Hjulet <b>\n2027", 100)

    assert prose.text((WHEEL,)) == "Et hjul med tolv måneder\n"
    assert "<svg" not in prose.part((hostile,))
    assert "Hjulet &lt;b&gt; 2027" in prose.part((hostile,))


def test_a_picture_is_kept_whole() -> None:
    assert stored.read(stored.write((TITLE, WHEEL))) == (TITLE, WHEEL)
