"""What else people and programs do to a file: tracked changes, comments, lost and copied controls, pasted text, ticks of every kind."""

from copy import deepcopy
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import SubElement

from bot.papers import agenda, document, edited
from bot.papers.edited import Comment, Edited, when
from bot.papers.model import Block, Case, Heading, Paper, Run
from tests.papers.edited.conftest import told, understood
from tests.papers.edited.word import CONTROL, W, Word, a_run, comment, inside, new, replace_tracked, said, tracked, unwrapped, write

CASE = "Høring om transportplan"


def case(found: Edited, identity: str) -> edited.ReadCase:
    return next(one for one in found.cases if one.id == identity)


# --- tracked changes


def test_the_accepted_view_is_read_and_who_changed_it_is_told(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    replace_tracked(next(word.control("case:plan").iter(f"{W}p")), "Ny transportplan: høring")
    list(word.control("decision:plan").iter(f"{W}p"))[-1].append(tracked("ins", a_run("Enstemmig vedtatt."), author="Leder"))
    found = understood(word.saved())

    assert (found.tracked, found.revisers) == (True, ("Rådgiver", "Leder"))
    assert told(sent, found) == [
        f"Saken «{CASE}» heter nå «Ny transportplan: høring».",
        "Vedtak i saken «Ny transportplan: høring»: «Enstemmig vedtatt.» er fylt inn.",
    ]


def test_a_paragraph_and_a_row_that_are_deleted_with_tracking_are_gone(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    paragraph = word.paragraph("Se vedlegg.")
    run = paragraph.find(f"{W}r")
    assert run is not None
    paragraph.append(tracked("del", run))
    SubElement(SubElement(SubElement(paragraph, f"{W}pPr"), f"{W}rPr"), f"{W}del", {f"{W}id": "1", f"{W}author": "x"})
    paragraph.insert(0, paragraph[-1])
    word.delete_row("follow-up", "1")

    assert told(sent, understood(word.saved())) == [
        f"Teksten i saken «{CASE}» er endret.", "Tiltaket nr. 1 «Sende brev til departementet» er tatt ut.",
    ]  # fmt: skip


def test_two_paragraphs_that_became_one_are_read_as_one(minutes: bytes) -> None:
    word = Word(minutes)
    word.say("decision:plan", "Styret vedtok ", "planen enstemmig.")
    first = word.paragraph("Styret vedtok ")
    looks = etree.Element(f"{W}pPr")
    SubElement(SubElement(looks, f"{W}rPr"), f"{W}del", {f"{W}id": "1", f"{W}author": "x"})
    first.insert(0, looks)

    assert case(understood(word.saved()), "plan").decision == "Styret vedtok planen enstemmig."


def test_a_moved_case_stands_once_in_its_new_place(minutes: bytes, sent: Edited) -> None:
    """«Spor endringer» leaves the old words where they were, marked as moved from there."""
    word = Word(minutes)
    paragraph = word.paragraph("Se vedlegg.")
    write(paragraph, "")
    paragraph.append(tracked("moveFrom", a_run("Se vedlegg.")))
    goal = list(word.control("decision:plan").iter(f"{W}p"))[-1]
    goal.append(tracked("moveTo", a_run("Se vedlegg.")))
    found = understood(word.saved())

    assert (case(found, "plan").blocks, case(found, "plan").decision) == ((), "Se vedlegg.")


# --- comments


def test_comments_are_told_with_author_and_place_and_are_not_text(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    comment(word, word.paragraph("Se vedlegg."), "Hvilket vedlegg?")
    found = understood(word.saved())

    assert found.comments == (Comment("Leder", "Hvilket vedlegg?", "Se vedlegg."),)
    assert told(sent, found) == []


# --- controls that are lost, copied or moved


def lost(word: Word, tag: str) -> None:
    control = word.control(tag)
    for child in inside(control):
        control.addprevious(child)
    control.getparent().remove(control)  # type: ignore[union-attr]


def test_a_case_that_has_lost_its_control_is_found_by_those_inside_it(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    write(next(word.control("case:plan").iter(f"{W}p")), "Vei og bane")
    lost(word, "case:plan")
    found = understood(word.saved())

    assert told(sent, found) == [f"Saken «{CASE}» heter nå «Vei og bane»."]
    assert found.remarks == ("Saken «Vei og bane» har mistet merket sitt, men er funnet igjen på overskriften.",)


def test_a_case_without_any_control_is_found_by_its_heading(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    for tag in ("case:plan", "decision:plan", "follow-up:plan"):
        lost(word, tag)
    write(word.paragraph(CASE), "Høring om ny transportplan")
    found = understood(word.saved())

    assert told(sent, found) == [f"Saken «{CASE}» heter nå «Høring om ny transportplan»."]
    assert case(found, "plan").found == "heading"


def test_in_a_file_with_controls_a_title_of_other_words_is_a_new_case_and_not_a_guess(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    for tag in ("case:plan", "decision:plan", "follow-up:plan"):
        lost(word, tag)
    write(word.paragraph(CASE), "Kjøp av møbler")

    assert told(sent, understood(word.saved())) == ["Ny sak som nr. 4: «Kjøp av møbler».", f"Saken «{CASE}» er tatt ut."]


def test_a_case_that_is_copied_with_its_control_is_new_and_the_first_keeps_its_id(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    copy = deepcopy(word.control("case:plan"))
    write(next(copy.iter(f"{W}p")), "Høring om klimaplan")
    word.control("case:plan").addprevious(copy)
    found = understood(word.saved())

    assert [(one.id, one.title) for one in found.cases][3:5] == [("", "Høring om klimaplan"), ("plan", CASE)]
    assert told(sent, found) == ["Ny sak som nr. 4: «Høring om klimaplan»."]
    assert found.remarks == ("Saken «Høring om klimaplan» er en kopi av en annen sak og regnes som ny.",)


def test_a_new_case_typed_at_the_end_of_another_ones_control_is_a_case(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    content = word.control("case:plan").find(f"{W}sdtContent")
    assert content is not None
    content.append(new("Valg av nestleder", "Heading3"))
    content.append(new("Vedtak: Utsatt."))

    assert told(sent, understood(word.saved())) == [
        "Ny sak som nr. 5: «Valg av nestleder».", "Vedtak i saken «Valg av nestleder»: «Utsatt.» er fylt inn.",
    ]  # fmt: skip


def test_text_pasted_into_another_file_still_knows_its_step(minutes: bytes, made: object) -> None:
    """The document's properties belong to the other file; the control around the heading came along."""
    word = Word(minutes)
    word.property("docProps/custom.xml", lambda raw: raw.replace(b"aarshjul", b"noe annet"))

    assert (understood(word.saved()).step, understood(word.saved()).version) == ("naering/mote/2027-1/minutes", 2)


def test_cases_in_a_file_without_styles_or_controls_are_found_by_their_titles(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    unwrapped(word.root)
    for looks in list(word.root.iter(f"{W}pPr")):
        looks.getparent().remove(looks)  # type: ignore[union-attr]
    for paragraph in word.root.iter(f"{W}p"):
        if said(paragraph) in ("Saker", "Neste møte", "Oppmøte"):
            paragraph[0].insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:b/></w:rPr>'))
    write(next(one for one in word.root.iter(f"{W}p") if said(one) == "Vedtak/konklusjon"), "Vedtak: Godkjent.")
    found = understood(word.saved(), sent)

    assert [one.id for one in found.cases] == [one.id for one in sent.cases]
    assert case(found, "innkalling").decision == "Godkjent."


def test_pasted_text_with_looks_and_headings_of_its_own_is_read_and_said(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    pasted = new("Limt inn fra nettsiden.")
    pasted[0].insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:rFonts w:ascii="Comic Sans MS"/></w:rPr>'))
    paragraph = word.paragraph("Se vedlegg.")
    paragraph.addnext(new("Bakgrunn", "Heading1"))
    paragraph.addnext(pasted)
    found = understood(word.saved())

    assert told(sent, found) == [f"Teksten i saken «{CASE}» er endret."]
    assert found.remarks == (
        "Noe ser ut til å være limt inn fra et annet sted: «Limt inn fra nettsiden.». Se over skrift og stil.",
        "Overskriften «Bakgrunn» står inne i en sak og er lest som en del av den.",
    )


def test_a_prompt_that_nobody_has_written_over_is_no_text(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    paragraph = list(word.control("decision:plan").iter(f"{W}p"))[-1]
    control = SubElement(paragraph, CONTROL)
    SubElement(SubElement(control, f"{W}sdtPr"), f"{W}showingPlcHdr")
    SubElement(control, f"{W}sdtContent").append(a_run("Klikk her for å skrive inn tekst."))

    assert told(sent, understood(word.saved())) == []


def test_two_days_in_one_file_are_pointed_out(minutes: bytes) -> None:
    word = Word(minutes)
    word.fact("when", "fredag 5. november 2027 kl. 12.00–13.00")

    (remark,) = understood(word.saved()).remarks
    assert remark.startswith("Datoen i overskriften («Referat fra møte i faggruppe for næringssamarbeid 4. november 2027») er en annen")
    assert remark.endswith("enn under «Tid» («fredag 5. november 2027 kl. 12.00–13.00»).")


# --- who was there


@pytest.mark.parametrize(
    ("here", "off", "presence", "note"),
    [
        *((tick, "", "present", "") for tick in ("x", "X", "✓", "✔", "☒", "☑", "ja", "til stede", "Møtte", "deltok")),
        *(("", tick, "excused", "") for tick in ("x", "forfall", "meldt forfall", "X")),
        ("", "syk", "excused", "syk"), ("Teams fra 12.30", "", "present", "Teams fra 12.30"), ("forfall", "", "excused", ""),
        ("ikke møtt", "", "absent", ""), ("", "", "absent", ""), ("☐", "☐", "absent", ""), ("–", "-", "absent", ""),
        ("x", "x", "unclear", "x, x"), ("nei", "", "absent", ""),
    ],
)  # fmt: skip
def test_ticks_and_words_are_understood(minutes: bytes, here: str, off: str, presence: str, note: str) -> None:
    word = Word(minutes)
    word.cell("attendance", "Medlem Vik", 2, here)
    word.cell("attendance", "Medlem Vik", 3, off)
    (row,) = (one for one in understood(word.saved()).attendance if one.name == "Medlem Vik")

    assert (row.presence, row.note) == (presence, note)


def test_when_nobody_is_ticked_nobody_is_absent(minutes: bytes) -> None:
    word = Word(minutes)
    word.cell("attendance", "Medlem Nordmann", 2, "")
    word.cell("attendance", "Medlem Dahl", 3, "")
    found = understood(word.saved())

    assert {one.presence for one in found.attendance} == {""}
    assert "Ingen er ført som til stede." in edited.missing(found)


def test_columns_may_change_places_and_lists_of_names_may_stand_instead_of_the_table(minutes: bytes) -> None:
    word = Word(minutes)
    table = next(word.control("attendance").iter(f"{W}tbl"))
    for row in table.iter(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        row.append(cells[0])
    turned = understood(word.saved())
    control = word.control("attendance")
    control.getparent().remove(control)  # type: ignore[union-attr]
    word.control("fact:also").addnext(
        new("Til stede: Medlem Vik (Drammen kommune), Vara Berg (vara for Medlem Dahl)\nForfall: Medlem Dahl")
    )
    named = understood(word.saved())

    assert [(one.organisation, one.presence) for one in turned.attendance][1] == ("Horten kommune", "absent")
    assert [one[:3] + one[4:5] for one in named.attendance] == [
        ("Drammen kommune", "Medlem Vik", "present", ""), ("", "Vara Berg", "present", "Medlem Dahl"), ("", "Medlem Dahl", "excused", ""),
    ]  # fmt: skip


# --- time, and what is missing


@pytest.mark.parametrize(
    ("text", "day", "start", "end"),
    [
        ("torsdag 4. november 2027 kl. 12.00–13.00", date(2027, 11, 4), time(12), time(13)),
        ("4. november 2027 kl 12:00-13:00", date(2027, 11, 4), time(12), time(13)),
        ("04.11.2027 kl. 1200 – 1500", date(2027, 11, 4), time(12), time(15)),
        ("4.11.27, kl.  1230-1500", date(2027, 11, 4), time(12, 30), time(15)),
        ("tysdag 4. november 2027, 12:00–15:00", date(2027, 11, 4), time(12), time(15)),
        ("4. nov. 2027 kl. 9", date(2027, 11, 4), time(9), None),
        ("4. november 2027 kl. 12.00 til kl. 13.30", date(2027, 11, 4), time(12), time(13, 30)),
        ("31. februar 2027 kl. 12.00", None, time(12), None),
        ("neste uke", None, None, None),
        ("kl. 27.80", None, None, None),
        ("", None, None, None),
    ],
)  # fmt: skip
def test_times_are_understood_as_people_write_them(text: str, day: date | None, start: time | None, end: time | None) -> None:
    assert when.read(text)[1:] == (day, start, end)


@given(st.text(alphabet="0123456789.:-– klmartilj", max_size=60))
def test_no_text_upsets_the_reading_of_time(text: str) -> None:
    assert when.read(text).text == text


def test_what_the_law_asks_for_is_missed_until_it_is_there(minutes: bytes, sent: Edited) -> None:
    word = Word(minutes)
    word.fact("chair", "Leder")
    word.fact("minute-taker", "Rådgiver")
    for one in sent.cases:
        word.say(f"decision:{one.id}", "Godkjent." if one.id == "plan" else "Enstemmig vedtatt.")
    found = understood(word.saved())

    assert len(edited.missing(sent)) == 7
    assert edited.missing(found) == (f"Saken «{CASE}» har vedtak, men ikke avstemningsresultat.",)
    assert edited.missing(found, votes=False) == ()


# --- any file at all


@settings(max_examples=40)
@given(st.data())
def test_a_file_with_parts_taken_out_anywhere_is_read_or_refused_and_never_upsets(minutes: bytes, data: st.DataObject) -> None:
    word = Word(minutes)
    elements = list(word.body.iter())[1:]
    for at in data.draw(st.lists(st.integers(0, len(elements) - 1), max_size=8, unique=True)):
        parent = elements[at].getparent()
        if parent is not None:
            parent.remove(elements[at])
    saved = word.saved()
    found = understood(saved)

    assert found.clean() == saved
    assert edited.changes(found, found) == ()


def test_a_control_that_somebody_has_emptied_says_nothing(minutes: bytes, sent: Edited) -> None:
    """Word then shows its own prompt in it, and says so in the control."""
    word = Word(minutes)
    word.say("decision:plan", "Klikk eller trykk her for å skrive inn tekst.")
    looks = word.control("decision:plan").find(f"{W}sdtPr")
    assert looks is not None
    SubElement(looks, f"{W}showingPlcHdr")

    assert told(sent, understood(word.saved())) == []


def test_a_case_whose_id_is_longer_than_a_tag_keeps_it(letterhead: bytes) -> None:
    ids = ("a" * 80, "b" * 80)
    blocks: tuple[Block, ...] = (Heading(1, (Run("Referat"),)), Heading(2, (Run("Saker"),)))
    cases = tuple(Case(one, f"{at}.", at, "%1.", (Run(f"Sak om {one[0]}"),)) for at, one in enumerate(ids, 1))
    raw = document.write(Paper("Referat", "nb", (*blocks, *agenda.owned(cases)), "", "naering/mote/2027-1/minutes", 1), letterhead)

    assert [one.id for one in understood(raw).cases] == list(ids)
