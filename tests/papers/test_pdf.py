import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pdfua
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from bot.errors import TemplateFaulty
from bot.papers import edges, look, pdf, typeset
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, PageBreak, Paper, Paragraph, Run, Text

DAY = date(2024, 11, 1)
ROOT = Path(__file__).parents[2]
TITLE = Heading(1, (Run("Tittel"),))
Edit = Callable[[bytes], bytes]


def printed(*blocks: Block, letterhead: bytes, title: str = "Prøve") -> PdfReader:
    return PdfReader(BytesIO(pdf.write(Paper(title, "nb", blocks, "Sekretariatet"), letterhead, DAY).content))


def words(read: PdfReader) -> str:
    """All that it says, without the spaces that a line end or a column makes."""
    return "".join("".join(page.extract_text() for page in read.pages).split())


def tags(read: PdfReader) -> Iterator[DictionaryObject]:
    """Every part of the structure, in reading order."""

    def below(node: object) -> Iterator[DictionaryObject]:
        if isinstance(node, list):
            for one in node:
                yield from below(one.get_object())
        elif isinstance(node, DictionaryObject) and "/S" in node:
            yield node
            yield from below(node["/K"].get_object() if "/K" in node else None)

    tree = read.root_object["/StructTreeRoot"].get_object()
    assert isinstance(tree, DictionaryObject)
    yield from below(tree["/K"].get_object())


def at(node: DictionaryObject, *names: str) -> str:
    """What stands at the end of a path of names."""
    for name in names[:-1]:
        found = node[name].get_object()
        assert isinstance(found, DictionaryObject)
        node = found
    return str(node[names[-1]])


def kinds(read: PdfReader) -> list[str]:
    return [str(tag["/S"])[1:] for tag in tags(read)]


@pytest.fixture(scope="module")
def notice(say: Callable[[str, Meeting], Text], autumn: Meeting, letterhead: bytes) -> PdfReader:
    text = say("papers/notice", autumn)
    made = pdf.write(Paper(text.subject, "nb", text.blocks, autumn.sender.name), letterhead, DAY)
    assert made.lost == ""
    return PdfReader(BytesIO(made.content))


# --- for a reader who listens, and for the archive


def test_the_file_says_that_it_is_tagged_and_in_which_language_and_shows_its_title(notice: PdfReader) -> None:
    assert [str(notice.root_object["/Lang"]), at(notice.root_object, "/MarkInfo", "/Marked")] == ["nb-NO", "True"]
    assert at(notice.root_object, "/ViewerPreferences", "/DisplayDocTitle") == "True"
    assert notice.metadata
    assert notice.metadata.title == "Innkalling – faggruppe for næringssamarbeid – 7. november 2024"
    assert notice.metadata.author == "Sekretariatet for Osloregionen"


def test_the_file_claims_both_standards_in_the_words_of_the_standards(notice: PdfReader) -> None:
    metadata = notice.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    claims = metadata.get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert "<pdfaid:part>2</pdfaid:part>" in claims
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in claims


@pytest.mark.parametrize("name", ["notice", "minutes"])
def test_a_public_checker_of_pdf_ua_finds_nothing(
    name: str, say: Callable[[str, Meeting], Text], autumn: Meeting, letterhead: bytes, tmp_path: Path
) -> None:
    text = say(f"papers/{name}", autumn)
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(pdf.write(Paper(text.subject, "nb", text.blocks, autumn.sender.name), letterhead, DAY).content)

    assert pdfua.validate(str(path)).findings == ()


def test_headings_list_link_and_table_header_are_there_for_a_screen_reader(notice: PdfReader) -> None:
    found = kinds(notice)

    assert [one for one in found if one[0] == "H" and one[1:].isdigit()] == ["H1", "H2", "H3", "H3", "H3", "H3", "H3", "H2"]
    assert [found.count(one) for one in ("L", "LI", "Lbl", "LBody", "Link", "Table", "THead", "TBody", "TH")] == [1, 1, 1, 1, 1, 1, 1, 1, 3]
    assert found.count("TR") == 5
    assert [tag["/A"] for tag in tags(notice) if str(tag["/S"]) == "/TH" and "/Column" in str(tag["/A"])] != []


def test_the_words_stand_in_order_and_page_numbers_are_the_letterheads(notice: PdfReader) -> None:
    found = words(notice)
    order = ("01.11.2024", "Deresref.:", "Saksbehandler:Rådgiverisekretariatet", "Innkallingtilmøte", "•Sak4:", "1.Godkjenningavinnkalling",
             "5.Eventuelt", "Inviterte", "FornavnEtternavnOrganisasjon", "AnneMedlem3Hortenkommune", "Øyvind")  # fmt: skip

    assert [found.find(one) for one in order] == sorted(found.find(one) for one in order)
    assert found.find(order[0]) >= 0
    assert f"Side1av{len(notice.pages)}" in found


def test_nynorsk_is_said_to_be_nynorsk(letterhead: bytes) -> None:
    made = pdf.write(Paper("x", "nn", (TITLE,)), letterhead, DAY)

    assert str(PdfReader(BytesIO(made.content)).root_object["/Lang"]) == "nn-NO"


def test_no_level_is_skipped_and_a_heading_without_words_is_none(letterhead: bytes) -> None:
    read = printed(
        Heading(4, (Run("a"),)), Heading(6, (Run(" "),)), Heading(6, (Run("b"),)), Heading(1, (Run("c"),)), letterhead=letterhead
    )

    assert [one for one in kinds(read) if one.startswith("H")] == ["H1", "H2", "H1"]


def test_lists_nest_and_count_from_where_they_say(letterhead: bytes) -> None:
    def entry(text: str, *more: Block) -> tuple[Block, ...]:
        return (Paragraph((Run(text),)), *more)

    inner = Listing((entry("en"), entry("to")), numbered=True, start=3)
    read = printed(TITLE, Listing((entry("ytre", inner), entry("neste"))), letterhead=letterhead)

    assert kinds(read).count("L") == 2
    assert words(read).startswith("Tittel•ytrec.end.to•neste")


def test_cases_have_their_bodys_number_and_what_is_owned_stands_as_the_rest(letterhead: bytes) -> None:
    case = Owned("case:x", (Case("x", "PS 2027/004", 4, "PS 2027/00%1", (Run("Budsjett"),)),))

    assert "PS2027/004Budsjett" in words(printed(TITLE, case, letterhead=letterhead))


def test_a_wide_table_lies_down_and_a_page_break_is_one_page(letterhead: bytes) -> None:
    grid = Grid(tuple("abcdef"), (tuple("123456"),))
    read = printed(TITLE, PageBreak(), PageBreak(), grid, PageBreak(), letterhead=letterhead)

    assert len(read.pages) == 2
    assert read.pages[0].mediabox.width > read.pages[0].mediabox.height


# --- same in, same out


def test_equal_input_gives_equal_bytes_also_in_another_process(tmp_path: Path, letterhead: bytes) -> None:
    script = (
        "import sys, datetime, pathlib; from bot.papers import pdf; from bot.papers.model import *;"
        "made = pdf.write(Paper('x', 'nb', (Heading(1, (Run('æøå'),)), Paragraph((Run('a', link='https://example.no'),)))),"
        "pathlib.Path('templates/letter.docx').read_bytes(), datetime.date(2024, 11, 1));"
        "pathlib.Path(sys.argv[1]).write_bytes(made.content)"
    )
    made = []
    for name in "ab":
        subprocess.run([sys.executable, "-c", script, str(tmp_path / name)], check=True, cwd=ROOT)
        made.append((tmp_path / name).read_bytes())

    assert made[0] == made[1]
    blocks = (Heading(1, (Run("æøå"),)), Paragraph((Run("a", link="https://example.no"),)))
    assert pdf.write(Paper("x", "nb", blocks), letterhead, DAY).content == made[0]
    assert pdf.write(Paper("x", "nb", blocks), letterhead, DAY.replace(day=2)).content != made[0]


# --- words are words


HOSTILE = (
    '#import "@preview/x:1.0.0"',
    '#read("/etc/passwd")',
    '#eval("1+1")',
    '"); panic("',
    "]#panic()[",
    "$x^2$",
    "@ref <label>",
    "\\ \\u{41} \\n",
    "= Overskrift",
    "- punkt",
    "*fet* _kursiv_ `kode`",
    "// merknad",
    "https://example.no/#a",
    "«æøå» – ÆØÅ",
    "{{ x }} {% y %}",
    "~ -- --- ... 'a'",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_would_be_typst_stands_as_it_was_written_wherever_it_stands(letterhead: bytes, text: str) -> None:
    blocks = (Heading(1, (Run(text),)), Paragraph((Run(text, bold=True),)), Fields(((text, text),)), Grid((text,), ((text,),), text))
    read = printed(*blocks, Listing(((Paragraph((Run(text),)),),)), letterhead=letterhead, title=text)

    assert words(read).count("".join(text.split())) == 7
    assert read.metadata
    assert read.metadata.title == text


def test_the_program_that_sets_pages_reads_its_two_files_and_evaluates_nothing() -> None:
    source = (ROOT / "bot/papers/paper.typ").read_text("utf-8")
    code = "\n".join(line for line in source.splitlines() if not line.startswith("//"))

    assert [one for one in ("import", "include", "eval", "read(", "plugin", "sys.", "markup") if one in code] == []
    assert code.count("json(") == 2


@settings(max_examples=25)
@given(text=st.text(min_size=1, max_size=60))
def test_any_words_at_all_become_a_file_that_opens(letterhead: bytes, text: str) -> None:
    read = printed(Heading(2, (Run(text),)), Paragraph((Run(text, link=f"https://example.no/{text}"),)), Grid((text,), ((text,),)),
                   letterhead=letterhead, title=text)  # fmt: skip

    assert len(read.pages) >= 1


def test_letters_that_no_font_has_are_shown_as_a_box_and_told_of(letterhead: bytes) -> None:
    made = pdf.write(Paper("x", "nb", (TITLE, Paragraph((Run("før \U0001f9a6\ufe0f \ue000 etter"),)))), letterhead, DAY)

    assert set(made.lost) <= {"\U0001f9a6", "\ue000"}
    assert "\ue000" in made.lost
    assert "før" in words(PdfReader(BytesIO(made.content)))


@pytest.mark.parametrize(
    "text",
    [
        "ord og " * 150_000,
        "x" * 200_000,
        "linje\n" * 3_000,
        "e" + "\u0301" * 70_000,
        "\u202e\u200b" * 40_000 + "x",
        "\u06c0 \u0780 " * 200,
        "\x00\x0b\x85\u2028\ufeff a\tb",
    ],
    ids=["a megabyte", "one word", "lines", "marks", "invisible", "leftward", "control"],
)
def test_texts_that_no_one_writes_are_set_all_the_same(letterhead: bytes, text: str) -> None:
    assert len(printed(TITLE, Paragraph((Run(text),)), letterhead=letterhead).pages) >= 1


def test_a_title_and_a_heading_beyond_all_measure_keep_within_the_standards_limits(letterhead: bytes) -> None:
    read = printed(Heading(1, (Run("å" * 40_000),)), Paragraph((Run("l", link="https://x/" + "a" * 40_000),)), letterhead=letterhead,
                   title="x" * 40_000)  # fmt: skip

    assert words(read).count("å") == 40_000
    assert read.metadata
    assert read.metadata.title == "x" * typeset.SHORT


def test_a_paper_without_a_title_or_a_word_has_a_name_all_the_same(letterhead: bytes) -> None:
    read = printed(Grid((), ()), Listing(()), Paragraph(()), letterhead=letterhead, title=" ")

    assert read.metadata
    assert read.metadata.title == "Uten tittel"


# --- the letterhead's own looks


def changed(letterhead: bytes, edits: dict[str, Edit]) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(letterhead)) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for part in source.namelist():
            package.writestr(part, edits.get(part, bytes)(source.read(part)))
    return target.getvalue()


def test_font_size_and_colour_follow_the_letterhead(letterhead: bytes) -> None:
    own = changed(letterhead, {"word/styles.xml": lambda part: part.replace(b"Calibri", b"Cambria").replace(b"123B5D", b"AA0000")})
    fonts = {str(font["/BaseFont"]) for page in printed(TITLE, letterhead=own).pages for font in _fonts(page)}

    assert look.read(own).style("heading 1").color == "aa0000"
    if not any(fault.message.startswith("skriften") for fault in pdf.faults(own, "x")):
        assert any("Cambria" in font or "Caladea" in font for font in fonts)


def _fonts(page: DictionaryObject) -> Iterator[DictionaryObject]:
    resources = page["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    for font in resources.get("/Font", DictionaryObject()).get_object().values():
        yield font.get_object()


def test_the_logo_is_on_the_first_page_alone_and_words_at_the_top_and_foot_are_seen(letterhead: bytes) -> None:
    own = changed(
        letterhead,
        {
            "word/header1.xml": lambda part: part.replace(b'<w:pStyle w:val="Header"/></w:pPr></w:p>', b'<w:pStyle w:val="Header"/></w:pPr>'
                                                          b"<w:r><w:t>Eget regionr\xc3\xa5d</w:t></w:r></w:p>"),
            "word/footer1.xml": lambda part: part.replace(b"Side ", b"Ark "),
        },
    )  # fmt: skip
    read = printed(TITLE, PageBreak(), Paragraph((Run("neste"),)), letterhead=own)

    assert [len(page.images) for page in read.pages] == [1, 0]
    assert ["Eget regionråd" in page.extract_text() for page in read.pages] == [True, False]
    assert "Ark 1 av 2" in read.pages[0].extract_text().replace("\n", " ")


def test_word_s_own_way_of_writing_a_page_number_and_a_table_at_the_top_are_understood(letterhead: bytes) -> None:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    asked = "<w:r><w:instrText> PAGE  \\* MERGEFORMAT </w:instrText></w:r>"
    field = f"{marks['begin']}{asked}{marks['separate']}<w:r><w:t>77</w:t></w:r>{marks['end']}"
    table = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Venstre</w:t></w:r></w:p></w:tc><w:tc><w:p>{field}</w:p></w:tc></w:tr></w:tbl>"
    own = changed(letterhead, {"word/header2.xml": lambda part: part.replace(b"</w:hdr>", f"{table}</w:hdr>".encode())})
    read = printed(TITLE, PageBreak(), Paragraph((Run("neste"),)), letterhead=own)

    assert "Venstre2" in "".join(read.pages[1].extract_text().split())
    assert "77" not in read.pages[1].extract_text()


def test_what_a_pdf_cannot_take_over_is_told_of_and_does_not_stop_it(letterhead: bytes) -> None:
    own = changed(
        letterhead,
        {
            "word/media/logo.png": lambda _: b"\x01\x00\x00\x00 EMF",
            "word/styles.xml": lambda part: part.replace(b"Calibri", b"Finnes Ikke Sans"),
        },
    )

    assert "logo.png" in pdf.faults(own, "templates/letter.docx")[0].message
    assert edges.read(own).pictures == {}
    assert words(printed(TITLE, letterhead=own)).startswith("Tittel")


def test_no_letterhead_is_refused_as_for_word() -> None:
    with pytest.raises(TemplateFaulty, match="brevmalen er ikke en Word-fil"):
        pdf.write(Paper("x", "nb", (TITLE,)), b"%PDF-1.7", DAY)


def test_a_paper_that_asks_for_a_style_the_letterhead_lacks_is_refused(letterhead: bytes) -> None:
    with pytest.raises(TemplateFaulty, match="«ukjent»"):
        pdf.write(replace(Paper("x", "nb", ()), blocks=(Paragraph((Run("x"),), "ukjent"),)), letterhead, DAY)
