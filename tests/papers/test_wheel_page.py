"""The year as a table, as a paper and as a page; and a plan as a wheel."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from bot.cycle.days import Days
from bot.cycle.model import OSLO
from bot.cycle.written import Language, SchoolWeek
from bot.errors import TemplateFaulty
from bot.papers import document, meeting, pdf
from bot.papers.model import Grid, Heading, Paragraph, Picture, Run, plain
from bot.papers.wheel import Closed, Wheel, blocks, page, paper, plan
from tests.papers import years

ROOT = Path(__file__).parents[2]
CHECK = ROOT.parent / "shared" / "ooxml" / "check.py"
MONDAY = date(2027, 3, 15)
SMALL = Wheel(
    "Årshjul 2027", 2027,
    (
        years.entry(1, "Møte i rådet", MONDAY, link="https://example.no/mote"),
        years.entry(2, "Høring", date(2027, 5, 3), days=43, kind="Høring", group="Alle"),
        years.entry(3, "Sak <b>", date(2027, 5, 3), kind="Sak & svar"),
    ),
    closed=(Closed("påske", date(2027, 3, 22), date(2027, 3, 30)), Closed("jul", date(2027, 12, 23), date(2028, 1, 3))),
)  # fmt: skip


def template(language: Language = "nb") -> str:
    return (ROOT / "templates" / language / "pages" / "wheel.html").read_text("utf-8")


class Reader(HTMLParser):
    """A page as a browser has it: where links lead, what can be led to, and the words of tables and headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.cells: list[str] = []
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.links += [found["href"]] if "href" in found else []
        self.ids += [found["id"]] if "id" in found else []
        self.elements.append(tag)
        self.attributes |= set(found)
        if tag in ("th", "td", "caption", "h1", "h2"):
            self.inside = tag
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


# --- the table


def test_the_table_has_all_that_the_wheel_has_month_by_month() -> None:
    march, may = (block for block in blocks(SMALL) if isinstance(block, Grid))

    assert [plain(block.runs) for block in blocks(SMALL) if isinstance(block, Heading)] == ["Mars", "Mai"]
    assert march == Grid(("Dato", "Hva", "Hvem", "Type"), (("mandag 15. mars", "Møte i rådet", "Rådet", "Møte"),), "Mars 2027")
    assert may.rows == (("mandag 3. mai", "Sak <b>", "Rådet", "Sak & svar"), ("3. mai til 14. juni", "Høring", "Alle", "Høring"))


def test_an_empty_year_says_so() -> None:
    (only,) = blocks(Wheel("x", 2027, ()))

    assert only == Paragraph((Run("Ingenting i 2027."),))


# --- the paper


@pytest.fixture(scope="module")
def written(letterhead: bytes) -> bytes:
    return document.write(paper(years.full(60), "Sekretariatet"), letterhead)


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/ooxml/check.py er ikke her")
def test_the_paper_is_valid_and_usable_with_a_screen_reader(written: bytes, tmp_path: Path) -> None:
    file = tmp_path / "hjul.docx"
    file.write_bytes(written)
    checked = subprocess.run([sys.executable, CHECK, file], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_paper_has_the_wheel_and_every_entry_in_a_table(written: bytes) -> None:
    read = docx.Document(BytesIO(written))

    (picture,) = read.inline_shapes
    assert picture.width.mm > 220  # nearly all of a page that lies down
    rows = [tuple(cell.text for cell in row.cells) for table in read.tables[2:] for row in table.rows[1:]]
    assert sorted(row[1] for row in rows) == sorted(entry.title for entry in years.full(60).entries)
    assert [one.text for one in read.paragraphs if one.style is not None and one.style.name == "Heading 1"] == [
        "Årshjul 2027 – Sekretariatet"
    ]


def test_the_pdf_has_the_wheel_alone_on_its_second_page(letterhead: bytes) -> None:
    made = pdf.write(paper(years.full(60), "Sekretariatet"), letterhead, MONDAY)
    pages = [one.extract_text() for one in PdfReader(BytesIO(made.content)).pages]

    assert made.lost == ""
    assert "Året i korthet" in pages[0]
    assert "1. kvartal" in pages[1]
    assert "1. kvartal" not in "".join((pages[0], *pages[2:]))
    assert "Januar" in pages[2]


def test_the_picture_is_told_in_words() -> None:
    (picture,) = (block for block in paper(SMALL, "Sekretariatet").blocks if isinstance(block, Picture))

    assert picture.alt.startswith("Årshjul 2027. Året er tegnet som et hjul med januar øverst")
    assert picture.alt.endswith("Antall i hver måned: mars 1, mai 2.")


# --- the page


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_each_entry_of_the_wheel_leads_to_its_row_and_each_row_to_its_own_place(language: Language) -> None:
    read = Reader(page(replace(SMALL, language=language), template(language)))

    rows = [f"#rad-{number}" for number in (1, 2, 3)]
    assert [link for link in read.links if link.startswith("#rad")] == rows * 2  # wide, and for a telephone
    assert {link.removeprefix("#") for link in read.links if link.startswith("#")} <= set(read.ids)
    assert len(set(read.ids)) == len(read.ids)
    assert [link for link in read.links if not link.startswith("#")] == ["https://example.no/mote"]


def test_the_page_says_all_that_the_table_says_and_what_is_closed() -> None:
    html = page(SMALL, template())
    cells = Reader(html).cells

    assert cells[0] == "Årshjul 2027"
    assert cells[cells.index("1") : cells.index("1") + 5] == ["1", "mandag 15. mars", "Møte i rådet", "Rådet", "Møte"]
    assert "Sak <b>" in cells
    assert "<dt>Påske</dt><dd>22. mars til 29. mars</dd>" in html
    assert "<dt>Jul</dt><dd>23. desember til 31. desember</dd>" in html


def test_the_page_needs_no_script_no_net_and_can_be_printed_on_a3() -> None:
    html = page(SMALL, template())
    read = Reader(html)

    assert not {"script", "img", "link", "iframe", "object"} & set(read.elements)
    assert not {name for name in read.attributes if name.startswith("on") or name == "src"}
    assert "default-src 'none'" in html
    assert "size: A3 landscape" in html
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"url\(|@import", html)


def test_hostile_words_stay_words_on_the_page() -> None:
    words = "<script>alert(1)</script>\"'>{{ 7 * 7 }}"
    html = page(
        Wheel(words, 2027, (years.entry(1, words, MONDAY, kind=words, group=words),), closed=(Closed(words, MONDAY, date(2027, 4, 1)),)),
        template(),
    )

    assert "script" not in Reader(html).elements
    assert "49" not in Reader(html).cells
    assert Reader(html).cells[0] == words


def test_an_empty_year_has_a_page_too() -> None:
    assert "Det er ingenting i 2027." in page(Wheel("Årshjul", 2027, ()), template())


def test_a_template_with_a_name_that_is_not_there_is_told_of() -> None:
    with pytest.raises(TemplateFaulty):
        page(SMALL, "{{ finnes_ikke }}")


# --- from a plan


def test_an_occurrence_becomes_an_entry_with_the_names_people_use() -> None:
    meeting_ = meeting.example().occurrence
    zone = meeting_.start.tzinfo
    meeting_ = meeting_._replace(start=datetime(2027, 3, 15, 12, tzinfo=zone), end=datetime(2027, 3, 15, 14, tzinfo=zone), cancelled=None)
    (entry,) = plan.entries((meeting_,), "nb", lambda one: f"#{one.key}")
    (off,) = plan.entries((meeting_._replace(cancelled="syk"),), "nb", lambda _: "")

    assert (entry.start, entry.end) == (MONDAY, MONDAY + timedelta(days=1))
    assert (entry.kind, entry.link) == ("Møte", f"#{meeting_.key}")
    assert entry.group.endswith(meeting_.group.name)
    assert off.title == f"Avlyst: {entry.title}"


def test_a_duty_that_lasts_a_whole_day_is_one_day() -> None:
    one = meeting.example().occurrence._replace(start=datetime(2027, 3, 15, tzinfo=OSLO), end=datetime(2027, 3, 16, tzinfo=OSLO))

    (entry,) = plan.entries((one,), "nb", lambda _: "")
    assert (entry.start, entry.end) == (MONDAY, date(2027, 3, 16))


def test_a_programme_of_ones_own_goes_by_the_name_of_its_file() -> None:
    assert [plan.kind(name, "nb") for name in ("meeting", "duty", "felles-befaring")] == ["Møte", "Frist", "Felles befaring"]


def test_closed_weeks_are_the_holidays_and_the_weeks_off_school() -> None:
    school = [SchoolWeek(county="Innlandet", name=name, year=2027, week=week) for name, week in (("vinterferie", 8), ("høstferie", 41))]
    school.append(SchoolWeek(county="Oslo", name="vinterferie", year=2027, week=9))

    found = {one.name: (one.start, one.end) for one in plan.closed(Days(school), 2027, ("Innlandet", "Oslo"), "nb")}
    assert found == {
        "vinterferie (uke 8–9)": (date(2027, 2, 22), date(2027, 3, 6)),
        "påske": (date(2027, 3, 22), date(2027, 3, 30)),
        "fellesferie (uke 27–31)": (date(2027, 7, 5), date(2027, 8, 7)),
        "høstferie (uke 41)": (date(2027, 10, 11), date(2027, 10, 16)),
        "jul": (date(2027, 12, 23), date(2028, 1, 1)),
    }
    assert [one.name for one in plan.closed(Days(), 2027, (), "nn")] == ["påske", "fellesferie (veke 27–31)", "jul"]
