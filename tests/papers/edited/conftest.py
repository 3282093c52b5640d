"""Minutes and a notice with everything in them, as files a secretary may edit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cycle.model import Item, Member
from bot.cycle.written import Language
from bot.papers import agenda, document, edited, meeting, wording
from bot.papers.edited import Edited, Unreadable
from bot.papers.meeting import Meeting
from bot.papers.minutes import Action, Answer
from bot.papers.model import Listing, Paper, Paragraph, Run

ROOT = Path(__file__).parents[3]
STEP = "naering/mote/2027-1/minutes"
PEOPLE = (("Nordmann", "Horten kommune"), ("Hansen", "Horten kommune"), ("Dahl", "Ås kommune"), ("Vik", "Drammen kommune"))
Make = Callable[..., bytes]


class File(bytes):
    """The bytes of a file, that do not fill a page when a test fails."""

    def __repr__(self) -> str:
        return f"<a file of {len(self)} bytes>"


def about(language: Language = "nb") -> Meeting:
    """A meeting of which one has said yes and one no, with one contribution, an added case and a measure from before."""
    example = meeting.example()
    members = tuple(Member("Medlem", name, place, f"{name.lower()}@example.no") for name, place in PEOPLE)
    group = example.occurrence.group.model_copy(update={"language": language})
    occurrence = example.occurrence._replace(cancelled=None, group=group, items=(Item("plan", "Høring om transportplan", "Se vedlegg."),))
    given = {"Horten kommune": (Paragraph((Run("Vi bygger ny skole."),)), Listing(((Paragraph((Run("Tomten er klar"),)),),)))}
    assert example.agenda
    return replace(
        example, occurrence=occurrence, members=members, before=None, updated=None,
        cases=agenda.cases(example.agenda, occurrence, previous=example.previous, last_of_year=True, contributions=given),
        answers={"nordmann@example.no": Answer(comes=True), "dahl@example.no": Answer(comes=False)},
        actions=(Action("1", "Sende brev til departementet", "Sekretariatet", "innen 1. mars", "pågår"),),
    )  # fmt: skip


@pytest.fixture(scope="session")
def made(letterhead: bytes) -> Make:
    """A paper as it leaves: its name, its language."""

    def write(name: str = "minutes", language: Language = "nb", step: str = STEP) -> bytes:
        source = (ROOT / "templates" / language / "papers" / f"{name}.md").read_text("utf-8")
        text = wording.render(wording.read(source, name, language), meeting.values(about(language)))
        return File(document.write(Paper(text.subject, language, text.blocks, "Sekretariatet", step, 2), letterhead))

    return write


@pytest.fixture(scope="session")
def minutes(made: Make) -> bytes:
    return made()


@pytest.fixture(scope="session")
def sent(minutes: bytes) -> Edited:
    return understood(minutes)


def understood(content: bytes, sent: Edited | None = None) -> Edited:
    found = edited.read(content, sent)
    assert isinstance(found, Edited), found
    return found


def refused(content: bytes) -> str:
    found = edited.read(content)
    assert isinstance(found, Unreadable), found
    return found.reason


def dangerous(content: bytes) -> bool:
    found = edited.read(content)
    assert isinstance(found, Unreadable), found
    return found.dangerous


def told(before: Edited, after: Edited) -> list[str]:
    """What has been changed, in words, with ordinary spaces."""
    return [change.text.replace("\xa0", " ") for change in edited.changes(before, after)]
