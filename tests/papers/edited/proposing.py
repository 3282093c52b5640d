"""Papers as the program makes them from other facts, and a file with every proposal of the program's turned down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from bot.cycle.model import Item
from bot.papers import agenda, document, edited, meeting, wording
from bot.papers.edited import Proposal
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Grid, Heading, Listing, Paper, Paragraph, Run
from tests.papers.edited.conftest import ROOT, STEP, File, about
from tests.papers.edited.word import CONTROL, TEXT, P, W, Word

AT = datetime(2027, 11, 5, 9, 30, tzinfo=UTC)
AUTHOR = "aarshjul"
HORTEN, AAS = "Horten kommune", "Ås kommune"
Texts = Mapping[str, tuple[Block, ...]]


def a_paragraph(text: str, link: str = "") -> Paragraph:
    return Paragraph((Run(text, link=link),))


def a_list(*entries: str, numbered: bool = False) -> Listing:
    return Listing(tuple((a_paragraph(one),) for one in entries), numbered=numbered)


HORTENS = (a_paragraph("Vi bygger ny skole."), a_list("Tomten er klar"))
"""What Horten kommune has contributed in the example."""
LONG = (
    Heading(1, (Run("Vann"),)),
    Paragraph((Run("Vi har "), Run("nytt", bold=True), Run(" vannverk, se "), Run("siden", link="https://example.no/vann"), Run("."))),
    a_list("Kommunen kjøper rør", "Rørene legges i vår"),
    Grid(("År", "Kroner"), (("2027", "1000"), ("2028", "2000"))),
    a_list("Først kommer graverne", "Så kommer rørene", numbered=True),
)
"""A contribution with everything in it."""


def with_texts(found: Meeting, texts: Texts, items: Sequence[Item] | None = None) -> Meeting:
    """The meeting with these contributions, and these added cases."""
    occurrence = found.occurrence if items is None else found.occurrence._replace(items=tuple(items))
    assert found.agenda
    made = agenda.cases(found.agenda, occurrence, previous=found.previous, last_of_year=True, contributions=texts)
    return replace(found, occurrence=occurrence, cases=made)


def a_paper(found: Meeting, letterhead: bytes, name: str = "minutes", version: int = 3) -> bytes:
    """A paper of a meeting, as the program makes it."""
    language = found.occurrence.group.language
    source = (ROOT / "templates" / language / "papers" / f"{name}.md").read_text("utf-8")
    text = wording.render(wording.read(source, name, language), meeting.values(found))
    return File(document.write(Paper(text.subject, language, text.blocks, "Sekretariatet", STEP, version), letterhead))


def proposed(base: bytes, file: bytes, fresh: bytes) -> Proposal:
    return edited.propose(base, file, fresh, AUTHOR, AT)


Change = Callable[[Meeting], Meeting]


def changed(letterhead: bytes, change: Change, name: str = "minutes") -> bytes:
    return a_paper(change(about()), letterhead, name)


# --- every change of the program's turned down


def rejected(content: bytes, main: str = "word/document.xml") -> bytes:
    """A file as it is when somebody turns down every change that the program proposes, and no other (ECMA-376, 17.13.5)."""
    word = Word(content, main)
    new = [one for one in word.root.iter(P) if any(mark.get(f"{W}author") == AUTHOR for mark in one.findall(f"{W}pPr/{W}rPr/{W}ins"))]
    _controls_rejected(word.root)
    _rows_rejected(word.root)
    for mark in _ours(word.root, "ins"):
        _remove(mark)
    for mark in _ours(word.root, "del"):
        _restore(mark)
    for paragraph in new:
        assert paragraph.find(f".//{TEXT}") is None, "a new paragraph with words that are not new"
        _remove(paragraph)
    return word.saved()


def _controls_rejected(root: etree._Element) -> None:
    for start in _ours(root, "customXmlInsRangeStart"):
        _unwrap_controls(start)
    for name in ("customXmlInsRange", "customXmlDelRange"):
        for start in _ours(root, f"{name}Start"):
            end = next(one for one in root.iter(f"{W}{name}End") if one.get(f"{W}id") == start.get(f"{W}id"))
            for one in (start, end):
                _remove(one)


def _rows_rejected(root: etree._Element) -> None:
    for row in [row for row in root.iter(f"{W}tr") if any(one.get(f"{W}author") == AUTHOR for one in row.findall(f"{W}trPr/{W}ins"))]:
        _remove(row)
    for table in [one for one in root.iter(f"{W}tbl") if one.find(f".//{W}tr") is None]:
        _remove(table)


def _restore(mark: etree._Element) -> None:
    for text in mark.iter(f"{W}delText"):
        text.tag = TEXT
    for child in list(mark):
        mark.addprevious(child)
    _remove(mark)


def _ours(root: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in root.iter(f"{W}{name}") if one.get(f"{W}author") == AUTHOR]


def _unwrap_controls(start: etree._Element) -> None:
    one = start.getnext()
    while one is not None and not str(one.tag).endswith("RangeEnd"):
        following = one.getnext()
        if one.tag == CONTROL:
            held = [child for content in one.findall(f"{W}sdtContent") for child in content]
            for child in held:
                one.addprevious(child)
            following = held[0] if held else following
            _remove(one)
        one = following


def _remove(one: etree._Element) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def words(content: bytes, main: str = "word/document.xml") -> list[str]:
    """Every paragraph to the letter, with what somebody has marked as deleted too."""
    root = Word(content, main).root
    return ["".join(text.text or "" for text in one.iter(TEXT, f"{W}delText")) for one in root.iter(P)]
