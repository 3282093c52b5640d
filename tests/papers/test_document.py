import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.cycle.model import Item, Member
from bot.errors import TemplateFaulty
from bot.papers import agenda, document, plan_paper
from bot.papers import letterhead as head
from bot.papers.characters import clean
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, PageBreak, Paper, Paragraph, Run

CHECK = Path(__file__).parents[3] / "shared" / "ooxml" / "check.py"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Notice = Callable[[Meeting], bytes]


def body(raw: bytes) -> etree._Element:
    with ZipFile(BytesIO(raw)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def lines(raw: bytes) -> list[str]:
    """Every paragraph outside the tables, as Word's reader shows it."""
    return [
        "".join(_characters(paragraph)) for paragraph in body(raw).iter(f"{W}p") if not any(True for _ in paragraph.iterancestors(f"{W}tc"))
    ]


def _characters(paragraph: etree._Element) -> Iterator[str]:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    for node in paragraph.iter(f"{W}t", *marks):
        yield node.text or "" if node.tag == f"{W}t" else marks[str(node.tag)]


def with_many(about: Meeting, count: int = 45) -> Meeting:
    members = tuple(Member(f"Fornavn {at}", f"Medlem {at}", f"Kommune {at % 32}", f"medlem{at}@example.no") for at in range(count))
    occurrence = about.occurrence._replace(items=(Item("ny", "Høring <b>{{ x }}", "Se vedlegg."),))
    assert about.agenda
    given_: dict[str, tuple[Block, ...]] = {
        "Horten kommune": (
            Heading(2, (Run("Tog"),)),
            Listing(((Paragraph((Run("Et punkt"),)),),)),
            Listing(((Paragraph((Run("Ett"),)),),), numbered=True),
        ),
    }
    cases = agenda.cases(about.agenda, occurrence, previous=about.previous, last_of_year=True, contributions=given_)
    return replace(about, members=members, occurrence=occurrence, cases=cases)


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/ooxml/check.py er ikke her")
@pytest.mark.parametrize("many", [False, True])
def test_the_notice_is_valid_and_usable_with_a_screen_reader(notice: Notice, autumn: Meeting, tmp_path: Path, many: bool) -> None:  # noqa: FBT001
    file = tmp_path / "innkalling.docx"
    file.write_bytes(notice(with_many(autumn) if many else autumn))
    checked = subprocess.run([sys.executable, CHECK, file], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_notice_has_the_blocks_of_the_seed_in_their_order(notice: Notice, autumn: Meeting) -> None:
    assert [line.replace("\xa0", " ") for line in lines(notice(autumn)) if line] == [
        "Dato:\t01.11.2024",
        "Deres ref.:\t",
        "Vår ref.:\t",
        "Saksbehandler:\tRådgiver i sekretariatet\nTlf. 22 00 00 00",
        "Arkivkode:\t",
        "Til medlemmene av Osloregionens faggruppe for næringssamarbeid",
        "Innkalling til møte i faggruppe for næringssamarbeid",
        "Tid: torsdag 7. november 2024 kl. 12.00–13.00\nSted: Oslo rådhus, møteromssenteret (inngang fra sjøsiden)",
        "Møtet holdes som del av felles faggruppemøte. Sakspapirer og underlag finner du her: Faggruppesamling i november.",
        "Vi ber deltakerne forberede følgende:",
        "Sak 4: Forbered et innlegg.",
        "Send innlegget skriftlig til sekretariatet før møtet eller senest dagen etter, 8. november 2024. Det blir underlag for referatet.",
        "Med vennlig hilsen\nRådgiver i sekretariatet\nSekretariatet for Osloregionen",
        "Sakskart til møte i faggruppe for næringssamarbeid 7. november 2024",
        "Tid og sted: torsdag 7. november 2024 kl. 12.00–13.00, Oslo rådhus, møteromssenteret",
        "Godkjenning av innkalling og dagsorden",
        "Godkjenning av referat fra møtet 12. september 2024",
        "Forslag til møteplan for 2025",
        "Runde rundt bordet",
        "Deltakerne orienterer.",
        "Eventuelt",
        "Inviterte",
    ]


def test_the_invited_are_a_table_by_first_name_with_no_address_anywhere_in_the_file(notice: Notice, autumn: Meeting) -> None:
    raw = notice(autumn)
    (table,) = body(raw).iter(f"{W}tbl")

    assert [next(_characters(row)) for row in table.iter(f"{W}tr")] == ["Fornavn", "Anne", "Hanne", "Haakon", "Øyvind"]
    with ZipFile(BytesIO(raw)) as package:
        assert not any(b"medlem0@example.no" in package.read(name) for name in package.namelist())


def test_a_reader_in_python_docx_finds_headings_title_language_and_author(notice: Notice, autumn: Meeting) -> None:
    read = docx.Document(BytesIO(notice(autumn)))

    assert read.core_properties.title == "Innkalling – faggruppe for næringssamarbeid – 7. november 2024"
    assert (read.core_properties.language, read.core_properties.author) == ("nb-NO", "Sekretariatet for Osloregionen")
    assert [p.text for p in read.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "Innkalling til møte i faggruppe for næringssamarbeid"
    ]


def test_equal_input_gives_equal_bytes_and_another_word_gives_others(notice: Notice, autumn: Meeting) -> None:
    assert notice(autumn) == notice(autumn)
    assert notice(autumn) != notice(replace(autumn, updated=autumn.letter_date))


def test_a_re_issue_says_when_it_was_updated_and_what_is_new(notice: Notice, autumn: Meeting) -> None:
    written = lines(notice(replace(autumn, updated=autumn.letter_date, changes=("Sak 3 er ny.", "Nytt rom."))))

    assert "Oppdatert 01.11.2024" in written
    assert written[written.index("Dette er endret:") + 1 :][:2] == ["Sak 3 er ny.", "Nytt rom."]


def numbered(raw: bytes) -> list[tuple[str, int]]:
    """For each numbered paragraph: the pattern of its list, and the number Word will show."""
    with ZipFile(BytesIO(raw)) as package:
        lists = etree.fromstring(package.read("word/numbering.xml"))
    kinds = {num.get(f"{W}numId"): num for num in lists.iter(f"{W}num")}
    patterns = {one.get(f"{W}abstractNumId"): one.find(f"{W}lvl/{W}lvlText").get(f"{W}val") for one in lists.iter(f"{W}abstractNum")}  # type: ignore[union-attr]
    counts: dict[Any, int] = {}
    found = []
    for mark in body(raw).iter(f"{W}numId"):
        number = mark.get(f"{W}val")
        kind = kinds[number]
        start = kind.find(f"{W}lvlOverride/{W}startOverride")
        counts[number] = counts.get(number, int(start.get(f"{W}val", "1")) - 1 if start is not None else 0) + 1
        found.append((str(patterns[kind.find(f"{W}abstractNumId").get(f"{W}val")]), counts[number]))  # type: ignore[union-attr]
    return found


def cases(pattern: Callable[[int], str], numbers: range) -> tuple[Block, ...]:
    return tuple(Owned(f"case:{n}", (Case(str(n), "", n, pattern(n), (Run(f"Sak {n}"),)),)) for n in numbers)


def test_cases_are_numbered_by_word_from_the_right_number_in_the_bodys_pattern(letterhead: bytes) -> None:
    raw = document.write(
        Paper("x", "nb", (Heading(1, (Run("x"),)), *cases(lambda n: f"PS 2027/{'0' * (3 - len(str(n)))}%1", range(8, 12)))), letterhead
    )

    assert numbered(raw) == [("PS 2027/00%1", 8), ("PS 2027/00%1", 9), ("PS 2027/0%1", 10), ("PS 2027/0%1", 11)]


def test_two_numbered_lists_each_begin_where_they_say(letterhead: bytes) -> None:
    entries = ((Paragraph((Run("a"),)),), (Paragraph((Run("b"),)),))
    raw = document.write(
        Paper("x", "nb", (Listing(entries, numbered=True), Listing(entries, numbered=True, start=5), Listing(entries))), letterhead
    )

    assert [number for _, number in numbered(raw)] == [1, 2, 5, 6, 1, 2]


def test_the_parts_the_program_owns_can_be_found_again(notice: Notice, autumn: Meeting) -> None:
    tags = [tag.get(f"{W}val") for tag in body(notice(autumn)).iter(f"{W}tag")]
    ids = [one.get(f"{W}val") for one in body(notice(autumn)).iter(f"{W}id")]

    assert tags == ["case:innkalling", "case:referat", "case:moteplan", "case:runde", "case:eventuelt", "invited"]
    assert len(set(ids)) == len(ids)


def test_a_link_is_a_real_one_and_its_target_is_kept_apart_from_the_text(notice: Notice, autumn: Meeting) -> None:
    links = [relation.target_ref for relation in docx.Document(BytesIO(notice(autumn))).part.rels.values() if relation.is_external]

    assert links == ["https://example.no/moter"]


def test_nynorsk_is_the_language_of_the_whole_file(letterhead: bytes) -> None:
    with ZipFile(BytesIO(document.write(Paper("x", "nn", (Heading(1, (Run("x"),)),)), letterhead))) as package:
        assert b'w:lang w:val="nn-NO"' in package.read("word/styles.xml")


def test_two_tables_do_not_become_one_and_a_page_break_is_a_real_one(letterhead: bytes) -> None:
    grid = Grid(("a", "b"), (("1", "2\n3"),), "Tall")
    raw = document.write(Paper("x", "nb", (grid, grid, PageBreak(), Paragraph((Run("neste"),)), grid)), letterhead)
    kinds = [etree.QName(child).localname for child in body(raw)[0]]

    assert kinds == ["tbl", "p", "tbl", "p", "tbl", "p", "sectPr"]
    assert len(list(body(raw).iter(f"{W}pageBreakBefore"))) == 1


def test_a_meeting_plan_is_a_table_with_cancelled_meetings_marked(autumn: Meeting) -> None:
    cancelled = autumn.occurrence._replace(
        cancelled="syk", start=autumn.occurrence.start.replace(month=9), end=autumn.occurrence.end.replace(month=9)
    )
    heading, grid = plan_paper.meeting_plan([autumn.occurrence, cancelled], "Møteplan 2024", "nb")

    assert heading == Heading(1, (Run("Møteplan 2024"),))
    assert isinstance(grid, Grid)
    assert [(row[0], row[1].replace("\xa0", " "), row[4], row[5]) for row in grid.rows] == [
        ("lørdag 7. september 2024", "kl. 12.00–13.00", "Oslo rådhus, møteromssenteret", "Avlyst"),
        ("torsdag 7. november 2024", "kl. 12.00–13.00", "Oslo rådhus, møteromssenteret", ""),
    ]


@given(
    st.one_of(
        st.text(),
        st.sampled_from(["# x\n- y", "{{ x }} %}", "<w:p/>", "]]>", "\u202eabc", "x" * 10_000, "=cmd", "\x00\x0b", "a\tb", " a  b "]),
    )
)
def test_any_words_stand_in_word_as_those_words(letterhead: bytes, words: str) -> None:
    blocks = (
        Heading(1, (Run("x"),)),
        Paragraph((Run(words),)),
        Fields((("Felt", words),)),
        Owned(words, (Grid((words,), ((words,),), words),)),
    )
    raw = document.write(Paper(words, "nb", blocks, words), letterhead)

    assert lines(raw)[1:3] == [clean(words), f"Felt:\t{clean(words)}"]
    assert [etree.QName(child).localname for child in body(raw)[0]] == ["p", "p", "p", "sdt", "p", "sectPr"]


@settings(max_examples=20)
@given(words=st.text(min_size=1))
def test_any_title_name_or_place_in_a_whole_notice_changes_no_structure(notice: Notice, autumn: Meeting, words: str) -> None:
    group = autumn.occurrence.group.model_copy(update={"name": words, "owner": words})
    place = autumn.occurrence.place.model_copy(update={"name": "Sted" + words, "room": words})
    joint = autumn.occurrence.activity.joint
    activity = autumn.occurrence.activity.model_copy(
        update={"title": words, "joint": joint and joint.model_copy(update={"link_text": "x" + words})}
    )
    occurrence = autumn.occurrence._replace(group=group, place=place, activity=activity)
    raw = notice(replace(autumn, occurrence=occurrence, members=(Member(words, words, words, "a@example.no"),)))
    shape = [etree.QName(child).localname for child in body(raw)[0]]

    assert shape == [etree.QName(child).localname for child in body(notice(autumn))[0]]


def test_a_table_of_many_columns_lies_down_and_no_word_in_it_is_cut(letterhead: bytes, autumn: Meeting) -> None:
    plan = plan_paper.meeting_plan([autumn.occurrence], "Møteplan 2024", "nb")
    raw = document.write(Paper("Møteplan 2024", "nb", plan), letterhead)
    (page,) = body(raw).iter(f"{W}pgSz")
    widths = [int(column.get(f"{W}w", "0")) for column in body(raw).iter(f"{W}gridCol")]

    assert page.get(f"{W}orient") == "landscape"
    assert sum(widths) <= int(page.get(f"{W}w", "0"))
    assert widths[4] > len("møteromssenteret") * 110, "a letter of 11 points is about 110 twips wide"


# --- the letterhead is the secretariat's own -------------------------------------------------------------------------


def changed(letterhead: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(letterhead)) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for part in source.namelist():
            package.writestr(part, edit(source.read(part)) if part == name else source.read(part))
    return target.getvalue()


def test_a_style_and_a_logo_that_are_changed_in_word_are_seen_in_the_paper(letterhead: bytes) -> None:
    own = changed(letterhead, "word/styles.xml", lambda part: part.replace(b"Calibri", b"Georgia").replace(b'"Heading1"', b'"Overskrift1"'))
    own = changed(own, "word/media/logo.png", lambda _: b"own logo")
    raw = document.write(Paper("x", "nb", (Heading(1, (Run("Tittel"),)),)), own)

    with ZipFile(BytesIO(raw)) as package:
        assert b"Georgia" in package.read("word/styles.xml")
        assert package.read("word/media/logo.png") == b"own logo"
    assert [style.get(f"{W}val") for style in body(raw).iter(f"{W}pStyle")] == ["Overskrift1"]


def test_a_letterhead_that_lacks_a_style_or_is_no_word_file_is_refused_with_the_reason(letterhead: bytes) -> None:
    broken = changed(letterhead, "word/styles.xml", lambda part: part.replace(b'w:val="Felt"', b'w:val="Noe annet"'))

    assert head.faults(letterhead, "templates/letter.docx") == ()
    assert ["felt" in fault.message for fault in head.faults(broken, "templates/letter.docx")] == [True]
    assert head.faults(b"%PDF-1.7", "templates/letter.docx")[0].message == "brevmalen er ikke en Word-fil (.docx)"
    with pytest.raises(TemplateFaulty):
        document.write(Paper("x", "nb", ()), broken)


def test_the_example_letterhead_is_small(letterhead: bytes) -> None:
    assert len(letterhead) < 30_000
