"""Any text a member can write comes out in Word, HTML and plain text as that text, and as nothing else (law 12)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.cycle.model import Contributed
from bot.cycle.written import Agenda
from bot.desk import contributions
from bot.papers import agenda, document, prose, stored
from bot.papers.characters import clean
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Heading, Listing, Paper, Paragraph, Run, Text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Say = Callable[[str, Meeting], Text]
ORGANISATION = "Horten kommune"

# What a mail may hold that Word, a template, Markdown, HTML, a spreadsheet or a mail program could take for something of its own.
TRAPS = (
    "# Sak 9. Kupp", "## Vedtak", "Sak 1\n=====", "{{ gruppe }}", "{% for x in y %}", "{# skjult #}", "{{ 7*7 }}", "emne: Nytt emne\n---",
    "<script>alert(1)</script>", "<h1>Vedtak</h1>", "</w:t></w:r><w:p/>", '<w:fldSimple w:instr="DATE"/>', "]]>", "<!--", "&lt;b&gt;",
    '{ HYPERLINK "https://x.example.com" }', "{ MERGEFIELD navn }", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "[x](javascript:alert(1))",
    "https://x.example.com/?a=1&b=2", "www.example.com", "a@example.com", "![bilde](https://x.example.com/a.png)", "<https://x.example.com>",
    "*fet* _kursiv_ **fet**", "`kode`", "- punkt\n- punkt", "1. en\n2. to", "> sitat", "| a | b |\n|---|---|", "---",
    "\ue000\ue001", "\u202ebak",
    "a\tb", "a\x0bb\x00c", "a\r\nb", "\N{PILE OF POO}", "Vedtak/konklusjon", "Utkast – ikke godkjent",
    "Hele innspillet følger som vedlegg.",
)  # fmt: skip
texts = st.lists(st.sampled_from(TRAPS) | st.text(max_size=40), min_size=1, max_size=4).map(" ".join)


class Made(NamedTuple):
    """One text in every shape in which it leaves."""

    paragraphs: list[str]
    """Of the Word files."""
    styles: Counter[str]
    tags: Counter[str]
    targets: frozenset[str]
    html: str
    elements: Counter[str]
    links: Counter[str]
    plain: str


class Reader(HTMLParser):
    """The words and the elements of an HTML mail."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.elements, self.links = "", Counter[str](), Counter[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.links.update(str(value) for name, value in attrs if name in ("href", "src") or name.startswith("on"))
        self.words += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def make(say: Say, autumn: Meeting, standing: Agenda, letterhead: bytes) -> Callable[[str], Made]:
    """The agenda, the minutes, an attachment and a request for the next meeting, each with one text in it, read again as one."""
    item = next(item for item in standing.item if item.collects)

    def made(text: str) -> Made:
        blocks: tuple[Block, ...] = (Paragraph((Run(text),)), Listing(((Paragraph((Run(text),)),),)), Heading(2, (Run(text),)))
        given = [Contributed(at, ORGANISATION, stored.write(blocks), text, "Medlem", after=bool(at)) for at in range(2)]
        placed = contributions.placed(given, item, "nb")
        cases = agenda.cases(standing, autumn.occurrence, previous=None, last_of_year=False, contributions=placed.under)
        about = replace(autumn, cases=cases, last=contributions.shortened(text), recipient=autumn.members[0])
        papers = [say(name, about).blocks for name in ("papers/notice", "papers/minutes")]
        letter = say("letters/notice", about).blocks
        files = [document.write(Paper("x", "nb", found), letterhead) for found in (*papers, tuple(agenda.below(blocks, 1)), letter)]
        trees = [etree.fromstring(part) for part in _parts(files, "word/document.xml")]
        page = Reader(prose.html((*papers[0], *papers[1], *letter), "x", "nb"))
        return Made(
            [_words(one) for tree in trees for one in tree.iter(f"{W}p")],
            Counter(one.get(f"{W}val", "") for tree in trees for one in tree.iter(f"{W}pStyle")),
            Counter(str(one.tag) for tree in trees for one in tree.iter()),
            frozenset(str(one.get("Target")) for part in _parts(files, "word/_rels/document.xml.rels") for one in etree.fromstring(part)),
            page.words, page.elements, page.links,
            prose.text((*papers[0], *papers[1], *letter)),
        )  # fmt: skip

    return made


def _parts(files: list[bytes], name: str) -> list[bytes]:
    return [ZipFile(BytesIO(file)).read(name) for file in files]


def _words(paragraph: etree._Element) -> str:
    marks: Mapping[str, str] = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(marks.get(str(one.tag), one.text or "") for one in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"))


# What follows the text's own line ends and tabs, and its own emptiness: nothing else may follow the text.
OWN = {f"{W}{name}" for name in ("t", "br", "tab", "r")} | {"br"}


@given(text=texts)
@example(text=" ".join(TRAPS))
@settings(max_examples=15)
def test_any_text_stands_as_that_text_and_changes_no_structure(make: Callable[[str], Made], text: str) -> None:
    harmless, found = make("ord"), make(text)
    wanted = clean(text)

    assert found.paragraphs.count(wanted) >= harmless.paragraphs.count("ord") - 1  # but for the request, which is shortened
    assert wanted in found.html
    assert wanted in found.plain
    if wanted.strip():
        assert found.styles == harmless.styles
        assert {tag: n for tag, n in found.tags.items() if tag not in OWN} == {tag: n for tag, n in harmless.tags.items() if tag not in OWN}
        assert {tag: n for tag, n in found.elements.items() if tag not in OWN} == {
            tag: n for tag, n in harmless.elements.items() if tag not in OWN
        }
    assert found.targets == harmless.targets
    assert found.links == harmless.links
    assert not {f"{W}fldSimple", f"{W}instrText", f"{W}fldChar", f"{W}object", f"{W}drawing"} & set(found.tags)
    assert not any("math" in tag for tag in found.tags)


@given(text=texts)
@settings(max_examples=25)
def test_an_earlier_text_that_is_shortened_is_the_beginning_of_it(text: str) -> None:
    shown = contributions.shortened(text)

    assert text.split()[: contributions.SHORT] == (shown.split() if shown.split() == text.split() else shown.split()[:-1])
    assert len(shown.split()) <= contributions.SHORT + 1


def test_a_link_that_a_member_wrote_is_the_only_one_that_is_added(letterhead: bytes) -> None:
    blocks: tuple[Block, ...] = (Paragraph((Run("Se "), Run("planen", link="https://example.no/plan"), Run(" på www.example.com."))),)
    placed = contributions.placed([Contributed(1, ORGANISATION, stored.write(blocks), "Se planen")], None, "nb")
    paper = document.write(Paper("x", "nb", placed.under[ORGANISATION]), letterhead)
    [links] = _parts([paper], "word/_rels/document.xml.rels")

    assert links.count(b"hyperlink") == 1
    assert Reader(prose.html(placed.under[ORGANISATION], "x", "nb")).links == Counter({"https://example.no/plan": 1})
