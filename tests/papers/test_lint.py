"""The lint of our Norwegian: each rule, the slips of the seed, both written languages through a year, and texts made to choke it."""

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import get_args

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bot import house, rehearsal
from bot.cycle.model import OSLO, Occurrence
from bot.cycle.written import Agenda, Language, Place
from bot.desk.envelope import opened
from bot.papers import agenda, lint, meeting, norsk, plan_paper, prose, timeline, weekly, wording
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Letter, Owned, Paragraph, Run, Text
from bot.papers.timeline import Event, Group, Kind, Timeline
from bot.rehearsal import Rehearsal
from tests.desk.conftest import CONFIG, SCHEDULE, workspace

TEMPLATES = Path(__file__).parents[2] / "templates"
LANGUAGES: tuple[Language, ...] = ("nb", "nn")

# --- each rule ---------------------------------------------------------------------------------------------------------

WRONG = [
    ("Møtet er kl 12.00.", "kl 12.00"),
    ("Møtet er kl12.", "kl12"),
    ("kl. 12:00-13:00", "12:00-13:00"),
    ("kl. 1630- 1900", "1630- 1900"),
    ("kl.12-13", "12-13"),
    ("maks 2-3 min", "2-3"),
    ("målene for 2016-2028", "2016-2028"),
    ("8.-12. februar", "8.-12"),
    ("åpent mandag-fredag", "mandag-fredag"),
    ("i mai-juni", "mai-juni"),
    ("kl. 12.00 – 13.00", "12.00 – 13.00"),
    ("årene 2016 – 2019", "2016 – 2019"),
    ("8. – 12. februar", "8. – 12. februar"),
    ("7. november – 8. desember", "7. november – 8. desember"),
    ("fra kl. 13–15", "fra kl. 13–15"),
    ("fra 12.00–13.00", "fra 12.00–13.00"),
    ("Med vennlig hilsen,\nRådgiver", "Med vennlig hilsen,"),
    ("Hilsen,\nRådgiver", "Hilsen,"),
    ("Mvh\nRådgiver", "Mvh"),
    ("Hei,\n\nVi innkaller", "Hei,"),
    ("Tlf 22000000", "22000000"),
    ("Tlf. +4722000000", "+4722000000"),
    ("Tid: Torsdag 7. november", "Tid: Torsdag"),
    ("Frist: Torsdag 7. november", "Frist: Torsdag"),
    ("Tid og sted: Torsdag 7. november", "Tid og sted: Torsdag"),
    ("møtet Torsdag 7. november", "Torsdag"),
    ("fristen er 07. november", "07. november"),
    ("fristen er 7 november", "7 november"),
    ("fristen er 7. November", "7. November"),
    ("fristen er 7/11-2024", "7/11-2024"),
    ("innen 7/11", "innen 7/11"),
    ("fristen er 2024-11-07", "2024-11-07"),
    ("over 10.000 svar", "10.000"),
    ("8.500 sysselsatte.", "8.500"),
    ("50% av dem", "50%"),
    ("Sak 42/ 25", "Sak 42/ 25"),
    ("R.Rådgiver", "R.Rådgiver"),
    ("Oslo Rådhus", "Oslo Rådhus"),
    ("Gran Kommune", "Gran Kommune"),
    ("faggruppe for Nærings samarbeid", "Nærings samarbeid"),
    ("Saksliste til møtet", "Saksliste"),
    ("Stad: Oslo rådhus", "Stad:"),
]
RIGHT = [
    "Tid: torsdag 7. november 2024 kl. 12.00–13.00",
    "Tid og sted: torsdag 7. november 2024 kl. 12.00–13.00, Oslo rådhus",
    "Torsdag 7. november møtes vi.",
    "fra kl. 13 til kl. 15, 8.–12. februar, maks 2–3 minutter, 2016–2028, mandag–fredag",
    "innlegg fra 2–3 medlemmer",
    "01.11.2024, 7.11.2024, uke 45, 7. november",
    "Innkalling – næring – 7. november 2024. Møteplan 2024 – 7. november 2024",
    "Med vennlig hilsen\nRådgiver\n\nHei, Sara\n\nHei\n\nVi sender en hilsen, og takker.",
    "Tlf. 22 00 00 00, +47 22 00 00 00, 815 00 123, organisasjonsnummer 123456789",
    "8 500 sysselsatte, 3,5 ganger, avsnitt 7.1.1, kl. 12.00, 50 %",
    "Sak 4/27, Sak 38/25, 015/12, 37/2015, PS 2015/100, S 7.1/07",
    "kommuneloven § 14-7 og §§ 11-3, 11-4 og 14-3",
    "aarshjul approve naering/faggruppe/2027-3/notice",
    "https://example.no/2-3/kl 7/8-2024@example.no",
    "Oslo kommune - Byrådsavdelingene, kommune eller delregion, og/eller",
    "Meld inn saker til sakslista. Klokken 12, klubb, EG Norge, Stad kommune",
    "",
]


@pytest.mark.parametrize(("text", "place"), WRONG)
def test_a_fault_is_found_and_quoted(text: str, place: str) -> None:
    [fault] = [found for found in lint.faults(text, "nb") if found.startswith(f"«{place}»")]

    assert re.fullmatch(r"«[^»]+»: (skriv|sett) .+\.", fault)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert lint.faults(text, "nb") == ()
    assert lint.faults(text.replace(" ", norsk.NO_BREAK), "nb") == ()


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("nn", "Vi har ikke fått svar fra medlemmene. Med vennlig hilsen", ["ikke", "fra", "medlemmene", "vennlig", "hilsen"]),
        ("nn", "Møtested: Oslo rådhus. Sted: jeg", ["Møtested", "Sted", "jeg"]),
        ("nn", "Sakskart til møte\n\nEit sakskart", ["Sakskart"]),
        ("nb", "Vi har ikkje fått svar frå medlemene. Vennleg helsing", ["ikkje", "frå", "medlemene", "Vennleg", "helsing"]),
        ("nb", "Møtestad: eg kallar inn tysdag", ["Møtestad", "eg", "kallar", "tysdag"]),
        ("nn", "Eg er ikkje frå Stad. Same veke, møtest, dei andre, Vennleg helsing", []),
        ("nb", "Jeg er fra Stad kommune. Den samme uken møtes de andre. Med vennlig hilsen. En same fra IKKJE AS", []),
    ],
)
def test_the_words_of_the_other_written_form_are_found(language: Language, text: str, found: list[str]) -> None:
    assert [fault.partition("»")[0].removeprefix("«") for fault in lint.faults(text, language)] == found


def test_a_fault_says_what_to_write_and_is_said_once() -> None:
    assert lint.faults("Ikkje frå oss. Ikkje frå dykk.", "nb") == (
        "«Ikkje»: skriv «ikke» i bokmål.", "«frå»: skriv «fra» i bokmål.", "«dykk»: skriv «dere» i bokmål.",
    )  # fmt: skip


# --- the slips of the seed (004) ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Tlf 41203424", ["41203424"]),
        ("Til Osloregionens faggruppe for Nærings samarbeid", ["Nærings samarbeid"]),
        ("Tid: 07.11.2024, kl 12:00-13:00", ["kl 12:00", "12:00-13:00"]),
        ("Sted: Oslo Rådhus, møteromssenteret (inngang sjøsiden)", ["Oslo Rådhus"]),
        ("Sak 4. Forberede kort innlegg (maks 2-3 min) om aktuelle saker i din kommune/delregion.", ["2-3"]),
        ("Tid og sted: Torsdag 7. november, kl 12:00-13:00, Oslo rådhus", ["Tid og sted: Torsdag", "kl 12:00", "12:00-13:00"]),
        ("en spørreundersøkelse i Østlendingen som fikk over 10.000 svar.", ["10.000"]),
        ("- 150.000 privatkunder og 50.000 bedriftskunder innen 50 km", ["150.000", "50.000"]),
        ("Medlem\tMedlem\tGran Kommune", ["Gran Kommune"]),
    ],
)
def test_the_slips_of_the_osloregionen_notice_are_caught(line: str, places: list[str]) -> None:
    assert [fault.partition("»")[0].removeprefix("«") for fault in lint.faults(line, "nb")] == places


# --- all that we write ----------------------------------------------------------------------------------------------------

NYNORSK_AGENDA = """
numbering = "{n}."
[[item]]
id = "innkalling"
title = "Godkjenning av innkalling og dagsorden"
[[item]]
id = "referat"
title = "Godkjenning av referat frå møtet {{ forrige_dato }}"
only = "has-previous"
[[item]]
id = "moteplan"
title = "Framlegg til møteplan for {{ neste_aar }}"
only = "last-of-year"
[[item]]
id = "runde"
title = "Runde rundt bordet – orientering om aktuelle saker frå medlemene"
note = "Møtedeltakarane førebur eit kort innlegg (maks 2–3 minutt)."
prepare = "Førebu eit kort innlegg (maks 2–3 minutt) om aktuelle saker i din kommune eller delregion."
collects = true
[[item]]
id = "eventuelt"
title = "Eventuelt"
"""
LIVED = {
    "notice", "remind", "moved", "relocated", "cancelled", "changed", "heads-up", "ukebrev", "draft",
}  # fmt: skip


@pytest.fixture
def year(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    """A year in the language of the parameter, in which everything that makes a letter happens."""
    language: Language = request.param
    root = workspace(tmp_path / "arbeid")
    schedule = SCHEDULE.replace('agenda = "naering"', f'agenda = "naering"\nlanguage = "{language}"')
    (root / "schedules" / "naering.toml").write_text(schedule, encoding="utf-8")
    (root / "config.toml").write_text(f'language = "{language}"{CONFIG.format(start="2027-01-01")}', encoding="utf-8")
    if language == "nn":
        (root / "agendas" / "naering.toml").write_text(NYNORSK_AGENDA, encoding="utf-8")
    with ExitStack() as stack:
        begun = stack.enter_context(
            rehearsal.begin(house.office(root), tmp_path / "post", datetime(2027, 1, 1, tzinfo=OSLO).astimezone(UTC))
        )
        yield live(begun)


def live(year: Rehearsal) -> Rehearsal:
    """Notices, reminders and duties as planned; one meeting gets a new item, a new room and a new date, another is called off."""
    for meeting_, approved, told in (("1", "2027-04-23", "2027-05-10T09:00"), ("2", "2027-08-20", "2027-09-07T09:00")):
        year.until(f"{approved}T10:00").approve(f"naering/faggruppe/2027-{meeting_}/notice").until(told)
    year.cancel("naering/faggruppe/2027-2", "for få påmeldte").until("2027-10-22T10:00").approve("naering/faggruppe/2027-3/notice")
    year.until("2027-11-04T10:00").add_item("naering/faggruppe/2027-3", "Godstog på Kongsvingerbanen").until("2027-11-04T12:00")
    year.approve_all()
    year.until("2027-11-05T10:00").relocate("naering/faggruppe/2027-3", Place(name="Oslo rådhus", room="bystyresalen")).until(
        "2027-11-05T11:00"
    )
    return year.move("naering/faggruppe/2027-3", date(2027, 11, 18)).until("2027-11-16T12:00")


def letters(year: Rehearsal) -> Iterator[tuple[str, Letter]]:
    """Every letter of the year with its step, as it was sent."""
    steps = dict.fromkeys(record.step for record in year.desk.journal.records() if record.what == "letter.sent")
    for step in steps:
        for one in year.desk.journal.letters(step):
            yield step, opened(year.desk.journal, one.key, one.name, one.recipient, one.content)


def words(paper: bytes) -> str:
    """The words of a Word file, a paragraph or a cell a line."""
    document = Document(BytesIO(paper))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*("".join(run.text or "" for run in p.iter(f"{W}t")) for p in document.element.iter(f"{W}p")), *cells))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("year", LANGUAGES, indirect=True)
def test_everything_that_leaves_in_a_year_is_written_as_it_should_be(year: Rehearsal, request: pytest.FixtureRequest) -> None:
    language: Language = request.node.callspec.params["year"]
    seen: set[str] = set()
    for step, letter in letters(year):
        seen.update(name for name in LIVED if name in step)
        assert letter.language == language
        # What the secretariat alone reads may give its reasons in bokmål: the weekly letter's lines, and the draft's remarks.
        if language == "nb" or not ("ukebrev" in step or "draft-" in step):
            assert lint.faults(f"{letter.subject}\n{letter.text}", language) == (), letter.text
        for paper in letter.attachments:
            assert lint.faults(words(paper.content), language) == (), step
    assert seen == LIVED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(path.stem for path in (TEMPLATES / "nb" / "letters").glob("*.md")))
def test_every_letter_reads_well_in_both_languages(
    say: Callable[[str, Meeting, Language], Text], autumn: Meeting, name: str, language: Language
) -> None:
    """Also those that no year needs, and the draft: with all there is, with an online place only, and for a duty."""
    about = in_language(autumn, language)
    online = about._replace(place=Place(online="https://example.no/mote"))
    for occurrence in (about, online, about._replace(meeting=False)):
        text = say(f"letters/{name}", meeting_in(autumn, occurrence), language)
        assert lint.faults(f"{text.subject}\n{prose.text(text.blocks)}", language) == ()


def in_language(about: Meeting, language: Language) -> Occurrence:
    group = about.occurrence.group.model_copy(update={"language": language})
    place = Place(name="Oslo rådhus", room="møteromssenteret", entrance="inngang A")
    activity = about.occurrence.activity.model_copy(update={"joint": None, "responsible": ""})
    return about.occurrence._replace(group=group, place=place, activity=activity)


def meeting_in(about: Meeting, occurrence: Occurrence) -> Meeting:
    standing = Agenda.model_validate(tomllib.loads(NYNORSK_AGENDA if occurrence.group.language == "nn" else "item = [{id='a', title='A'}]"))
    cases = agenda.cases(standing, occurrence, previous=about.previous, last_of_year=True)
    return meeting.Meeting(
        occurrence=occurrence, sender=about.sender, letter_date=about.letter_date, members=about.members, agenda=standing, cases=cases,
        previous=about.previous, recipient=about.members[0], approve="naering/mote/2027-1/notice",
        audience=about.members[:1], updated=about.letter_date,
        before=occurrence._replace(start=occurrence.start.replace(day=1), place=Place(name="Biblioteket")), sends=occurrence.start,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weekly_letter_and_the_meeting_plan_follow_the_language(autumn: Meeting, language: Language) -> None:
    values = weekly.values(autumn.sender, date(2027, 11, 1), kommer=(), venter=(), holdt=(), utelatt=(), language=language)
    source = (TEMPLATES / language / "letters" / "weekly.md").read_text("utf-8")
    text = wording.render(wording.read(source, "weekly.md", language), values)
    plan = plan_paper.meeting_plan([in_language(autumn, language)], "Møteplan 2027", language)

    assert lint.faults(f"{text.subject}\n{prose.text(text.blocks)}{prose.text(plan)}", language) == ()


def test_the_two_languages_have_the_same_texts_and_say_the_same_things() -> None:
    texts = {
        language: {path.relative_to(TEMPLATES / language): path for path in (TEMPLATES / language).rglob("*.*")} for language in LANGUAGES
    }

    assert texts["nb"].keys() == texts["nn"].keys()
    for name in texts["nb"]:
        if name.suffix == ".md":
            nb, nn = (re.sub("anledningen", "anledning", texts[language][name].read_text("utf-8")) for language in LANGUAGES)
            assert re.findall(r"\{[{%].*?[%}]\}", nb) == re.findall(r"\{[{%].*?[%}]\}", nn), name


def test_the_letter_head_and_the_owner_follow_the_language(say: Callable[[str, Meeting, Language], Text], autumn: Meeting) -> None:
    group = autumn.occurrence.group.model_copy(update={"language": "nn"})
    about = meeting_in(autumn, autumn.occurrence._replace(group=group))
    written = prose.text(say("papers/notice", about, "nn").blocks).replace(norsk.NO_BREAK, " ")

    assert "Dykkar ref.:\n" in written
    assert "Saksbehandlar: Rådgiver" in written
    assert "Til medlemene av faggruppe for næringssamarbeid i Osloregionen" in written
    assert "Førenamn – Etternamn – Organisasjon" in written
    assert "Saksliste til møte i faggruppe for næringssamarbeid 7. november 2024" in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_year_is_in_one_language(language: Language) -> None:
    days = (datetime(2027, 11, day, 12, tzinfo=OSLO) for day in range(1, 8))
    events = tuple(Event(day, kind, "a", "Møte", letters=4) for day in days for kind in get_args(Kind))
    page = timeline.page(
        Timeline("Årshjulet 2027", 2027, (Group("a", "faggruppe"),), events, (("brev", 4),)),
        (TEMPLATES / language / "pages" / "timeline.html").read_text("utf-8"),
    )
    shown = html.fromstring(page)
    for hidden in shown.xpath("//style | //script"):
        hidden.drop_tree()
    words = str(shown.xpath("string()"))

    assert norsk.WEEKDAYS[language][1].capitalize() in words
    assert lint.faults(words, language) == ()


# --- whose words ----------------------------------------------------------------------------------------------------------


def test_what_a_member_has_written_is_left_as_it_is(autumn: Meeting, standing: Agenda) -> None:
    theirs: dict[str, tuple[Block, ...]] = {"Gran Kommune": (Paragraph((Run("Kl 12-13, ikkje frå oss. Mvh"),)),)}
    cases = agenda.cases(standing, autumn.occurrence, previous=None, last_of_year=False, contributions=theirs)
    paper = (*agenda.owned(cases), Owned("invited", (meeting.invited(autumn.members, "nb"),)))

    assert lint.faults(prose.text(paper), "nb")
    assert lint.faults(prose.text(lint.own(paper)), "nb") == ()
    assert "Deltakerne orienterer." in prose.text(lint.own(paper))


# --- texts made to choke it -----------------------------------------------------------------------------------------------

MEGABYTE = 1_000_000
CHOKING = [
    "1",
    "1.",
    "1-",
    "1 ",
    "1:1-",
    "a",
    "a/",
    "a@",
    "kl ",
    "8.500.",
    "Hei",
    "Tid: ",
    "§ 1-1, ",
    "1 – ",
    "mai-",
    "\n",
    " ",
    "-",
    "1/1",
    "æ.",
    "0" * 9 + " ",
    "A.A",
]


@pytest.mark.parametrize("piece", CHOKING)
def test_a_megabyte_of_anything_takes_no_more_than_its_share(piece: str) -> None:
    text = piece * (MEGABYTE // len(piece))
    began = perf_counter()
    lint.faults(text, "nn")

    assert perf_counter() - began < 20  # a quadratic rule would take hours


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_can_be_read(text: str, language: Language) -> None:
    assert all(fault.endswith(".") for fault in lint.faults(text, language))
