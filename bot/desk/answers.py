"""Who has answered an occurrence and who will come: one line an organisation, however many stand for it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.cycle.memory import Answer
from bot.cycle.model import Occurrence
from bot.cycle.written import Language
from bot.desk import answered, coming, contributions, matching
from bot.desk.desk import Desk, View
from bot.papers import norsk
from bot.papers.rounds.model import Round

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
    for one in (one for one in desk.journal.contributions(keys) if one.kind == contributions.KIND):
        sent[one.occurrence, one.organisation] = sent.get((one.occurrence, one.organisation), 0) + (one.state == "active")
    rsvps = desk.journal.rsvps(keys)
    for occurrence in asked:
        if round_ := answered.of(desk.office, occurrence, view.facts):
            yield _of_round(round_)
            continue
        mine = {organisation: number for (key, organisation), number in sent.items() if key == occurrence.key}
        mine_coming = coming.of_organisations(desk.journal, occurrence, [one for one in rsvps if one.occurrence == occurrence.key])
        yield _answers(desk, view, occurrence, mine, mine_coming)


def _answers(desk: Desk, view: View, occurrence: Occurrence, sent: Mapping[str, int], rsvps: Mapping[str, Collection[Answer]]) -> Answers:
    members = desk.office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
    answered = view.answered.get(occurrence.key, frozenset())
    standings = [
        Standing(
            name,
            "contribution" if name in sent and name in answered else "nothing" if name in answered else "none",
            sent.get(name, 0),
            next((answer for answer in BEST if answer in rsvps.get(name, ())), "none"),
        )
        for name in sorted({member.organisation for member in members}, key=norsk.collate)
    ]
    return Answers(occurrence.key, f"{occurrence.activity.title} {norsk.long(occurrence.day)}", occurrence.meeting, tuple(standings))


def _of_round(round_: Round) -> Answers:
    """Everyone whom a round asks, and those who have answered unasked. Who is asked about several things has answered when all are."""
    occurrence, silent = round_.occurrence, {one.to.organisation for one in round_.silent()}
    given = Counter(one.organisation for one in round_.answers)
    names = sorted({one.to.organisation for one in round_.asked} | given.keys(), key=norsk.collate)
    standings = tuple(Standing(name, "none" if name in silent else "contribution", given[name], "none") for name in names)
    return Answers(occurrence.key, f"{occurrence.activity.title} {norsk.long(occurrence.day)}", occurrence.meeting, standings)


def briefly(one: Answers, language: Language) -> str:
    """How it stands, as one short sentence: «5 av 32 organisasjoner har svart, 12 kommer»."""
    of, plural, come = ("organisasjon", "organisasjonar", "kjem") if language == "nn" else ("organisasjon", "organisasjoner", "kommer")
    everyone = len(one.organisations)
    coming = len(one.represented("accepted"))
    represented = f", {coming} {come}" if coming else ""
    return f"{len(one.answered)} av {everyone} {of if everyone == 1 else plural} har svart{represented}."
