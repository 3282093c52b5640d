import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.cycle.model import OSLO, Member
from bot.cycle.written import Language, Place
from bot.papers import lint, meeting, prose, weekly, wording
from bot.papers.meeting import Meeting
from bot.papers.model import Text

ROOT = Path(__file__).parents[2] / "templates"
ALL = sorted(path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.glob("*/*/*.md"))
REQUIRED = {"nb/papers/notice": ("brevhode", "sakskart", "inviterte"), "nb/letters/weekly": ("kommer", "venter", "holdt", "utelatt")}
Say = Callable[[str, Meeting], Text]


def source(name: str) -> str:
    return (ROOT / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", ALL)
def test_every_template_of_the_example_renders(name: str) -> None:
    assert wording.faults(source(name), name, meeting.sample(), REQUIRED.get(name, ())) == ()


def test_every_letter_that_a_programme_may_name_is_there() -> None:
    names = {"draft", "notice", "remind", "moved", "relocated", "cancelled", "changed", "invite", "duty", "duty-remind", "weekly"}

    assert {f"nb/letters/{name}" for name in names} <= set(ALL)


@pytest.mark.parametrize(("language", "summary"), [("nb", "oppsummering"), ("nn", "oppsummering")])
def test_a_report_that_builds_on_a_survey_is_no_summary_of_it(language: Language, summary: str) -> None:
    template = wording.read(source(f"{language}/letters/report-draft"), "report-draft", language)
    sample = {**meeting.sample(), "runde": "Årlig undersøkelse"}

    assert summary not in wording.render(template, sample).subject
    assert summary in wording.render(template, {**sample, "rapportaar": ""}).subject


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_template_that_loses_a_part_is_refused(name: str) -> None:
    for part in REQUIRED[name]:
        broken = source(name).replace(f"{{{{ {part} }}}}", "")
        assert [fault.message for fault in wording.faults(broken, name, meeting.sample(), REQUIRED[name])] == [f"malen mangler «{part}»"]


@pytest.mark.parametrize("name", [name.partition("/")[2] for name in ALL])
def test_norwegian_is_written_as_it_should_be(say: Say, autumn: Meeting, name: str) -> None:
    """The lint of domain.md 8.16, over every text of the example, for a meeting, an online meeting, a moved one and a duty."""
    before = autumn.occurrence._replace(start=autumn.occurrence.start.replace(day=1), end=autumn.occurrence.end.replace(day=1))
    online = autumn.occurrence._replace(place=Place(online="https://example.no/mote"))
    for about in (
        autumn,
        replace(autumn, before=before, updated=date(2024, 11, 2), changes=("Ny sak.",)),
        replace(autumn, occurrence=online),
        duty(autumn),
    ):
        text = say(name, about)
        written = (text.subject + "\n" + prose.text(text.blocks)).replace("\xa0", " ")

        assert not re.search(r"\bkl(?!\.)\b", written)
        assert not re.search(r"\d-\d", re.sub(r"\S*[/@]\S*", "", written))
        assert not re.search(r"(hilsen|Hei),", written)
        assert not re.search(r"\b\d{8}\b", written)
        assert not re.search(r"(Tid|Dato): [A-ZÆØÅ]", written)
        assert not re.search(r"  |\n\n\n| [.,]|\.\.|\(\)|«»", written)
        assert "None" not in written


def duty(about: Meeting, responsible: str = "") -> Meeting:
    activity = about.occurrence.activity.model_copy(update={"title": "Årsmelding", "responsible": responsible, "joint": None, "note": ""})
    start, end = datetime(2027, 3, 31, tzinfo=OSLO), datetime(2027, 4, 1, tzinfo=OSLO)
    occurrence = about.occurrence._replace(activity=activity, start=start, end=end, meeting=False, place=Place())
    return replace(about, occurrence=occurrence, cases=(), agenda=None, members=())


def letter(say: Say, name: str, about: Meeting) -> str:
    text = say(f"letters/{name}", about)
    return f"{text.subject}\n{prose.text(text.blocks)}".replace("\xa0", " ")


def test_the_draft_says_when_it_leaves_to_how_many_and_how_to_approve(say: Say, autumn: Meeting) -> None:
    many = tuple(Member("Medlem", str(at), f"Kommune {at % 32}", f"{at}@example.no") for at in range(45))
    written = letter(
        say, "draft", replace(autumn, sends=datetime(2024, 10, 31, 9, tzinfo=OSLO), audience=many, approve="naering/mote/2024-1/notice")
    )

    assert "blir det sendt torsdag 31. oktober 2024 kl. 09.00." in written
    assert "Går til 45 mottakere i 32 organisasjoner:" in written
    assert "aarshjul approve naering/mote/2024-1/notice" in written
    assert "Går til én mottaker i" not in letter(say, "draft", replace(autumn, audience=()))


def test_a_moved_meeting_says_from_when_to_when(say: Say, autumn: Meeting) -> None:
    before = autumn.occurrence._replace(start=autumn.occurrence.start.replace(day=1), end=autumn.occurrence.end.replace(day=1))
    written = letter(say, "moved", replace(autumn, before=before))

    assert written.startswith("Ny dato: møte i faggruppe for næringssamarbeid er flyttet til 7. november 2024")
    assert "fredag 1. november 2024 kl. 12.00–13.00 er flyttet til torsdag 7. november 2024 kl. 12.00–13.00" in written


def test_a_reminder_names_the_organisation_that_has_not_answered(say: Say, autumn: Meeting) -> None:
    written = letter(say, "remind", replace(autumn, recipient=autumn.members[0]))

    assert "Vi har ikke mottatt skriftlig innlegg fra Horten kommune ennå. Fristen er 8. november 2024." in written


def test_a_cancelled_meeting_says_why(say: Say, autumn: Meeting) -> None:
    written = letter(say, "cancelled", replace(autumn, occurrence=autumn.occurrence._replace(cancelled="for få påmeldte.")))

    assert written.startswith("Avlyst: møte i faggruppe for næringssamarbeid 7. november 2024")
    assert "Årsak: for få påmeldte.\n" in written


def test_a_duty_that_nobody_has_says_so(say: Say, autumn: Meeting) -> None:
    assert "«Årsmelding» har frist onsdag 31. mars 2027." in letter(say, "duty", duty(autumn))
    assert "Ingen er satt som ansvarlig." in letter(say, "duty", duty(autumn))
    assert "Ansvarlig: Næringssjef." in letter(say, "duty", duty(autumn, "Næringssjef"))


def test_a_gathering_is_called_by_its_own_name(say: Say, autumn: Meeting) -> None:
    activity = autumn.occurrence.activity.model_copy(update={"title": "Årlig strategisamling"})
    written = letter(say, "notice", replace(autumn, occurrence=autumn.occurrence._replace(activity=activity)))

    assert written.startswith("Innkalling: årlig strategisamling, 7. november 2024")
    assert "Vi innkaller til årlig strategisamling 7. november 2024." in written


def test_the_weekly_letter_has_four_lists_and_says_when_one_is_empty(autumn: Meeting) -> None:
    values = weekly.values(autumn.sender, date(2027, 11, 1), kommer=("Møte <b> 4. november",), venter=(), holdt=("x {{ y }}",), utelatt=())
    text = wording.render(wording.read(source("nb/letters/weekly"), "weekly.md"), values)
    written = prose.text(text.blocks)

    assert text.subject.startswith("Ukebrev, uke 44")
    assert "Venter på deg\n\nIngenting venter på deg." in written
    assert "- x {{ y }}" in written
    assert "- Møte <b> 4. november" in written
    assert set(values) == set(meeting.sample())


SAID = {"innspill_sak": "sak 4", "innspill_ord": 900, "innspill_minutter": 7, "innspill_grense": 3, "innspill_vedlegg": "ja"}
RECEIPTS: dict[str, dict[str, object]] = {
    "for the agenda": {"innspill_grense": "", "innspill_vedlegg": ""},
    "too long": {"innspill_vedlegg": ""},
    "far too long, as an attachment": {},
    "far too long, after the meeting": {"innspill_referat": "ja"},
    "too late": {"innspill_sent": "ja", "innspill_grense": ""},
    "too late, and no next meeting": {"innspill_sent": "ja", "innspill_grense": "", "neste_tid": ""},
    "nothing to report": {"innspill_ingen": "ja", "innspill_grense": ""},
}


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("case", RECEIPTS)
def test_each_receipt_is_short_and_in_good_norwegian(case: str, language: Language) -> None:
    values = {**meeting.values(replace(meeting.example(), last="")), **SAID, **RECEIPTS[case]}
    text = wording.render(wording.read(source(f"{language}/letters/receipt"), "receipt", language), values)
    said = prose.text(text.blocks).replace("\xa0", " ")

    if language == "nb":  # the values are in bokmål
        assert lint.faults(f"{text.subject}\n{said}", "nb") == ()
    assert len(said.split()) < 100
    assert not re.search(r"  |\n\n\n| [.,]|\.\.", said)


def test_a_receipt_for_a_late_text_promises_no_more_than_is_so(autumn: Meeting) -> None:
    values = {**meeting.values(autumn), "innspill_sent": "ja", "organisasjon": "Horten kommune"}
    said = prose.text(wording.render(wording.read(source("nb/letters/receipt"), "receipt"), values).blocks)

    assert "Det kom for sent til referatet" in said
    assert "sekretariatet har fått det og kan ta det med til neste møte" in said
    assert "Vi har registrert det" not in said
