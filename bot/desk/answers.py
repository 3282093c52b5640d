"""Who has answered an occurrence and who will come: one line an organisation, however many stand for it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.cycle.memory import Answer, Rsvp
from bot.cycle.model import Moved, Occurrence
from bot.cycle.written import Language
from bot.desk import matching
from bot.desk.desk import Desk, View
from bot.papers import norsk

SOON = timedelta(days=14)
"""How long after an occurrence it is still shown who answered."""
BEST: tuple[Answer, ...] = ("accepted", "tentative", "declined")
"""Of two who stand for one organisation, the one who comes represents it."""


class Standing(NamedTuple):
    """One organisation: a text, nothing to report, or nothing yet; how many texts; and whether anyone of it comes to the meeting."""

    organisation: str
    answer: Literal["contribution", "nothing", "none"]
    contributions: int
    rsvp: Answer | Literal["none"]


class Answers(NamedTuple):
    """Everyone who is asked for one occurrence, by organisation, sorted the Norwegian way. Only a `meeting` has people who come."""

    key: str
    title: str
    meeting: bool
    organisations: tuple[Standing, ...]

    @property
    def answered(self) -> tuple[str, ...]:
        """Those who have sent something, and those who have said that they have nothing."""
        return tuple(one.organisation for one in self.organisations if one.answer != "none")

    @property
    def silent(self) -> tuple[str, ...]:
        return self.having("none")

    def having(self, answer: str) -> tuple[str, ...]:
        """The organisations with this answer."""
        return tuple(one.organisation for one in self.organisations if one.answer == answer)

    def represented(self, rsvp: str) -> tuple[str, ...]:
        """The organisations with this answer to the invitation."""
        return tuple(one.organisation for one in self.organisations if one.rsvp == rsvp)


def answers(desk: Desk, view: View, now: datetime) -> Iterator[Answers]:
    """Each occurrence whose members were asked for something, until some days after it."""
    asked = [
        occurrence
        for occurrence in view.plan.occurrences
        if matching.asks(occurrence, view) and occurrence.cancelled is None and now < occurrence.end + SOON
    ]
    keys = [occurrence.key for occurrence in asked]
    sent: dict[tuple[str, str], int] = {}
    for one in desk.journal.contributions(keys):
        sent[one.occurrence, one.organisation] = sent.get((one.occurrence, one.organisation), 0) + (one.state == "active")
    rsvps = desk.journal.rsvps(keys)
    for occurrence in asked:
        mine = {organisation: number for (key, organisation), number in sent.items() if key == occurrence.key}
        coming = _coming(desk, occurrence, [one for one in rsvps if one.occurrence == occurrence.key])
        yield _answers(desk, view, occurrence, mine, coming)


def _answers(desk: Desk, view: View, occurrence: Occurrence, sent: Mapping[str, int], coming: Mapping[str, Collection[Answer]]) -> Answers:
    members = desk.office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
    answered = view.answered.get(occurrence.key, frozenset())
    standings = [
        Standing(
            name,
            "contribution" if name in sent and name in answered else "nothing" if name in answered else "none",
            sent.get(name, 0),
            next((answer for answer in BEST if answer in coming.get(name, ())), "none"),
        )
        for name in sorted({member.organisation for member in members}, key=norsk.collate)
    ]
    return Answers(occurrence.key, f"{occurrence.activity.title} {norsk.long(occurrence.day)}", occurrence.meeting, tuple(standings))


def comes(desk: Desk, occurrence: Occurrence) -> Mapping[str, bool]:
    """Whether each invited, by address, has said that they come; who says perhaps has not said."""
    standing = _standing(desk, occurrence, desk.journal.rsvps([occurrence.key]))
    return {one.recipient: one.answer == "accepted" for one in standing if one.answer != "tentative"}


def _standing(desk: Desk, occurrence: Occurrence, rsvps: Collection[Rsvp]) -> Iterator[Rsvp]:
    """The answers that still hold. A yes to a date that was moved afterwards is no yes to the new one."""
    moved = [one.at for one in desk.journal.amendments_of(occurrence.key) if isinstance(one.change, Moved)] if rsvps else []
    yield from (rsvp for rsvp in rsvps if not moved or rsvp.at > max(moved))


def _coming(desk: Desk, occurrence: Occurrence, rsvps: Collection[Rsvp]) -> Mapping[str, Collection[Answer]]:
    """What those of each organisation have answered."""
    found: dict[str, list[Answer]] = {}
    for rsvp in _standing(desk, occurrence, rsvps):
        found.setdefault(rsvp.organisation, []).append(rsvp.answer)
    return found


def briefly(one: Answers, language: Language) -> str:
    """How it stands, as one short sentence: «5 av 32 organisasjoner har svart, 12 kommer»."""
    of, plural, come = ("organisasjon", "organisasjonar", "kjem") if language == "nn" else ("organisasjon", "organisasjoner", "kommer")
    everyone = len(one.organisations)
    coming = len(one.represented("accepted"))
    represented = f", {coming} {come}" if coming else ""
    return f"{len(one.answered)} av {everyone} {of if everyone == 1 else plural} har svart{represented}."
