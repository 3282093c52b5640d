import re
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import TemplateFaulty
from bot.papers import wording
from bot.papers.model import Block, Grid, Heading, Listing, PageBreak, Paragraph, Run, plain, walk
from bot.papers.values import Link

START = datetime(2024, 11, 7, 12)  # noqa: DTZ001 - a wall time
VALUES: dict[str, object] = {
    "gruppe": "faggruppen",
    "tom": "",
    "start": START,
    "slutt": START.replace(hour=13),
    "sakskart": (Heading(2, (Run("Saker"),)),),
}


def blocks(body: str, **values: object) -> tuple[Block, ...]:
    return wording.render(wording.read(f"emne: x\n---\n{body}", "mal.md"), {**VALUES, **values}).blocks


def shape(found: tuple[Block, ...]) -> list[str]:
    return [type(block).__name__ for block in walk(found)]


NASTY = (
    "# x", "*y*", "**z**", "{{ x }}", "{% if", "%}", "<b>", "&amp;", "a|b", "[a](https://b.no)", "- a", "1. a", "---", "`c`", "> q",
    "=cmd|'/C calc'!A0", "\\*", "\ue0000\ue001", "\u202eabc\u202c", "😀", "\"«»'", "a\nb", "a\r\n\r\n# b", "x" * 10_000, "https://a.no",
    "\x00\x08\x1b", "| a |\n|---|\n| b |",
)  # fmt: skip
any_text = st.one_of(st.text(), st.sampled_from(NASTY), st.lists(st.sampled_from(NASTY), max_size=4).map("".join))


def seen(text: str) -> str:
    """A text as a reader of Word can see it: without characters that XML has no place for."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", text.replace("\r\n", "\n").replace("\r", "\n"))


@given(any_text)
@example("# x")
def test_a_value_is_written_to_the_letter_and_never_becomes_structure(value: str) -> None:
    found = blocks("# Møte om {{ v }}\n\nTekst {{ v }} slutt\n\n- punkt {{ v }}\n\n| a | b |\n|---|---|\n| {{ v }} | c |", v=value)

    assert shape(found) == ["Heading", "Paragraph", "Listing", "Paragraph", "Grid"]
    heading, paragraph, _, entry, grid = walk(found)
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(entry, Paragraph)
    assert isinstance(grid, Grid)
    assert plain(heading.runs) == "Møte om " + seen(value).replace("\n", " ")
    assert paragraph.runs == (Run(f"Tekst {seen(value)} slutt"),)
    assert entry.runs == (Run(f"punkt {seen(value)}"),)
    assert grid.rows == ((seen(value), "c"),)


@given(any_text)
def test_a_subject_is_one_line_whatever_its_values_hold(value: str) -> None:
    subject = wording.render(wording.read("emne: Møte: {{ v }}\n---\nx", "mal.md"), {"v": value}).subject

    assert len(subject.splitlines()) == 1
    assert subject.startswith("Møte:")


def test_dates_hours_and_numbers_are_norwegian() -> None:
    (found,) = blocks(
        "{{ start | dato }} {{ start | dato_full }} {{ start | span(slutt) }} {{ tlf | tlf }} {{ n | tall }}", tlf="22000000", n=8500
    )

    assert isinstance(found, Paragraph)
    assert plain(found.runs).replace("\xa0", " ") == "07.11.2024 torsdag 7. november 2024 kl. 12.00–13.00 22 00 00 00 8 500"


def test_a_line_whose_values_are_empty_is_left_out() -> None:
    assert blocks("Hilsen\n{{ tom }}\nSekretariatet\n\n{{ tom }}\n\n- {{ tom }}") == (Paragraph((Run("Hilsen\nSekretariatet"),)),)


def test_markdown_of_the_template_itself_has_its_looks() -> None:
    (found, _, listing, *_) = blocks("**Tid:** *nå* [siden](https://a.no/b)\n\n***\n\n- a\n  1. b")

    assert found == Paragraph((Run("Tid:", bold=True), Run(" "), Run("nå", italic=True), Run(" "), Run("siden", link="https://a.no/b")))
    assert shape(blocks("a\n\n***\n\nb")) == ["Paragraph", "PageBreak", "Paragraph"]
    assert isinstance(listing, Listing)
    assert PageBreak() in blocks("a\n\n---\n\nb")


def test_a_line_under_a_text_does_not_make_it_a_heading_by_accident() -> None:
    assert shape(blocks("Hilsen\n---\nSekretariatet")) == ["Paragraph", "PageBreak", "Paragraph"]


def test_html_in_a_template_is_text() -> None:
    assert blocks("<b>a</b> &amp;") == (Paragraph((Run("<b>a</b> &amp;"),)),)


def test_blocks_stand_where_their_name_stands_alone() -> None:
    assert shape(blocks("a\n\n{{ sakskart }}\n\nb")) == ["Paragraph", "Heading", "Paragraph"]
    assert shape(blocks("a\n{{ sakskart }}\nb")) == ["Paragraph", "Heading", "Paragraph"]


def test_a_link_keeps_its_words_and_its_address() -> None:
    assert blocks("Se {{ side }}.", side=Link("siden", "https://a.no")) == (
        Paragraph((Run("Se "), Run("siden", link="https://a.no"), Run("."))),
    )


@pytest.mark.parametrize("href", ["javascript:alert(1)", "http://a.no", "file:///etc/passwd", "https://a.no/\nx", "https://a.no/ x"])
def test_a_link_to_anything_but_a_page_or_a_mailbox_is_refused(href: str) -> None:
    with pytest.raises(TemplateFaulty, match="https"):
        blocks("{{ side }}", side=Link("her", href))


@pytest.mark.parametrize(
    ("body", "says", "advice"),
    [
        ("a\n{{ grupe }}", "navnet «grupe» finnes ikke", "mente du «gruppe»?"),
        ("a\n{{ start | dato_langt }}", "filteret «dato_langt» finnes ikke", "mente du «dato_lang»?"),
        ("a\n{{ gruppe | dato }}", "filteret «dato» kan bare brukes på en dato", ""),
        ("a\n{{ gruppe", "kan ikke leses", "{{ uten }}"),
        ("a\n{% if gruppe %}", "kan ikke leses", "{% endif %}"),
        ("a\n{% hvis gruppe %}", "merket «hvis» finnes ikke", ""),
        ("a\n{% for i in range(10**9) %}{% endfor %}", "funksjonskall", "bare navn"),
        ("a\n{{ 'x' * 1000000000 }}", "kan ikke brukes", ""),
        ("a\n{% for x in gruppe %}{% for y in gruppe %}{% endfor %}{% endfor %}", "inni en annen", ""),
        ("a\n{% set x = 1 %}", "set kan ikke brukes", ""),
        ("a\n{% include 'b' %}", "include kan ikke brukes", ""),
        ("a\n{{ gruppe.__class__ }}", "", ""),
        ("a\n{{ gruppe.upper() }}", "funksjonskall", ""),
        ("a\n{{ ''.__class__.__mro__ }}", "", ""),
        ("a\nher: {{ sakskart }}", "«sakskart» er hele avsnitt", "alene på linjen"),
        ("a\n[x](javascript:alert)", "lenken «javascript:alert» kan ikke brukes", "https://"),
        ("a\nb\ue000c", "U+E000", ""),
    ],
)
def test_a_fault_in_a_template_says_where_what_and_what_to_write(body: str, says: str, advice: str) -> None:
    text = f"emne: x\n---\n{body}"
    found = wording.faults(text, "nb/mal.md", VALUES)

    assert found
    assert {(fault.file, fault.line) for fault in found} == {("nb/mal.md", 4)}
    assert says in found[0].message
    assert advice in found[0].advice
    with pytest.raises(TemplateFaulty, match=r"nb/mal\.md, linje 4"):
        wording.render(wording.read(text, "nb/mal.md"), VALUES)


def test_every_fault_is_found_at_once() -> None:
    found = wording.faults("emne: {{ a }}\n---\n{{ b }}\n\n{{ gruppe | c }}", "mal.md", VALUES, ["sakskart"])

    assert [(fault.line, fault.message) for fault in found] == [
        (1, "navnet «a» finnes ikke"),
        (3, "navnet «b» finnes ikke"),
        (5, "filteret «c» finnes ikke"),
        (5, "malen mangler «sakskart»"),
    ]
    assert found[-1].advice == "skriv «{{ sakskart }}» alene på en linje"


@pytest.mark.parametrize(("text", "line"), [("Hei", 1), ("emne:\n---\nHei", 1), ("emne: x\nHei", 2), ("emne: x", 2), ("", 1)])
def test_a_template_without_its_subject_line_is_refused(text: str, line: int) -> None:
    assert [fault.line for fault in wording.faults(text, "mal.md", VALUES)] == [line]


def test_a_condition_is_tried_both_ways() -> None:
    assert wording.faults("emne: x\n---\n{% if not gruppe %}{{ 1 | dato }}{% endif %}", "mal.md", VALUES)


def test_a_template_or_a_text_that_is_far_too_long_is_refused() -> None:
    assert wording.faults("emne: x\n---\n" + "a" * 100_000, "mal.md", VALUES)
    with pytest.raises(TemplateFaulty, match="for lang"):
        blocks("{% for x in alle %}{{ tekst }}{% endfor %}", alle=tuple(range(1000)), tekst="x" * 10_000)


@given(st.text(alphabet=st.sampled_from("{}%#*_[]()<>|-`\n ax|\"'\\.~&;:1")))
def test_any_text_at_all_is_either_a_template_or_a_fault(body: str) -> None:
    found = wording.faults(f"emne: x\n---\n{body}", "mal.md", VALUES)

    assert all(fault.file == "mal.md" and fault.line >= 1 and fault.message for fault in found)
