"""The example workspace's wording and letterhead, a meeting to try them on, and the texts that people should never have to fear."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from bot.cycle.model import Member
from bot.cycle.written import Agenda, Language, Sender
from bot.papers import agenda, document, meeting, wording
from bot.papers.meeting import Meeting
from bot.papers.model import Paper, Text
from bot.papers.reports import names as reports
from bot.papers.rounds import names as rounds

# A busy machine must not fail a test about words.
settings.register_profile("papers", deadline=None)
settings.load_profile("papers")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def letterhead() -> bytes:
    return (ROOT / "templates" / "letter.docx").read_bytes()


@pytest.fixture(scope="session")
def standing() -> Agenda:
    items: list[dict[str, object]] = [
        {"id": "innkalling", "title": "Godkjenning av innkalling og dagsorden"},
        {"id": "referat", "title": "Godkjenning av referat fra møtet {{ forrige_dato }}", "only": "has-previous"},
        {"id": "moteplan", "title": "Forslag til møteplan for {{ neste_aar }}", "only": "last-of-year"},
        {"id": "tillegg", "title": "Saker fra sekretariatet", "added": True},
        {
            "id": "runde",
            "title": "Runde rundt bordet",
            "note": "Deltakerne orienterer.",
            "prepare": "Forbered et innlegg.",
            "collects": True,
        },
        {"id": "eventuelt", "title": "Eventuelt"},
    ]
    return Agenda.model_validate({"item": items})


@pytest.fixture(scope="session")
def autumn(standing: Agenda) -> Meeting:
    """The notice of domain.md 1.1 as data: 7 November 2024, letter of 1 November, meeting before on 12 September."""
    example = meeting.example()
    zone = example.occurrence.start.tzinfo
    group = example.occurrence.group.model_copy(update={"owner": "Osloregionen"})
    place = example.occurrence.place.model_copy(update={"name": "Oslo rådhus", "room": "møteromssenteret", "online": ""})
    occurrence = example.occurrence._replace(
        group=group, place=place, cancelled=None,
        start=example.occurrence.start.replace(2024, 11, 7, 12, tzinfo=zone),
        end=example.occurrence.end.replace(2024, 11, 7, 13, tzinfo=zone),
    )  # fmt: skip
    previous = date(2024, 9, 12)
    names = ("Øyvind", "Haakon", "Hanne", "Anne")
    members = tuple(Member(first, f"Medlem {at}", "Horten kommune", f"medlem{at}@example.no") for at, first in enumerate(names))
    return replace(
        example, occurrence=occurrence, agenda=standing, previous=previous, letter_date=date(2024, 11, 1), before=None, updated=None,
        cases=agenda.cases(standing, occurrence, previous=previous, last_of_year=True), changes=(), remarks=(), members=members, pending=(),
        sender=Sender(name="Sekretariatet for Osloregionen", email="post@example.no", phone="22000000", officer="Rådgiver i sekretariatet"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def say() -> Callable[[str, Meeting], Text]:
    """A template of the example workspace, such as «letters/notice», with a meeting's values, and those of a round and a report."""

    def render(name: str, about: Meeting, language: Language = "nb") -> Text:
        text = (ROOT / "templates" / language / f"{name}.md").read_text("utf-8")
        others = {} if name in ("papers/notice", "papers/minutes") else {**rounds.sample(), **reports.sample()}
        values = {**meeting.values(about), **others}
        return wording.render(wording.read(text, name, language), values)

    return render


@pytest.fixture(scope="session")
def notice(say: Callable[[str, Meeting], Text], letterhead: bytes) -> Callable[[Meeting], bytes]:
    """The notice of a meeting as a Word file."""

    def write(about: Meeting) -> bytes:
        text = say("papers/notice", about)
        return document.write(Paper(text.subject, "nb", text.blocks, about.sender.name), letterhead)

    return write
