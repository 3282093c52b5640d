"""Reminders to those who are to do something: one letter to each, with all that is theirs, some days before a deadline and on the day."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot.cycle.memory import Measure, NewLetter
from bot.cycle.model import OSLO, Cycle, Member
from bot.cycle.written import Group
from bot.desk import desk as desks
from bot.desk import envelope, pending, recipients, writing
from bot.desk.desk import Desk, View
from bot.desk.ports import Journal
from bot.desk.spoken import FOLLOW_UP
from bot.desk.writing import Made
from bot.papers import asking, norsk
from bot.papers.asking import Asked
from bot.papers.followup import owner
from bot.papers.office import Office

LETTER = "followup"
HOUR = time(8)
KEPT = timedelta(days=2)
"""How long a letter that was withdrawn, because something in it was no longer so, is still made anew with what is."""
WEEK = timedelta(days=7)
THANKS = "svar-"
TICKED = "tick"
"""The journal's mark for when the desk last looked."""


def of_group(group: str) -> str:
    """What the journal has in place of a meeting for a letter to those who follow up in a group."""
    return f"{group}/{FOLLOW_UP}"


def about(step: str) -> bool:
    """Whether the letters of a step ask about measures."""
    return f"/{FOLLOW_UP}/" in step


def receipt(group: str, mail: str) -> str:
    """The step of the receipt for a mail (its SHA-256) that answers about measures."""
    return f"{of_group(group)}/{THANKS}{mail[:12]}"


def thanks(step: str) -> bool:
    """Whether the letters of a step are receipts for such answers."""
    return f"/{FOLLOW_UP}/{THANKS}" in step


# --- whose ----------------------------------------------------------------------------------------------------------------


class Owned(NamedTuple):
    """A measure and those who are to do it; nobody when the register does not tell for certain who."""

    measure: Measure
    members: tuple[Member, ...]


def owned(desk: Desk, group: Group, measures: Sequence[Measure], today: date) -> tuple[Owned, ...]:
    """Each measure with those in the register, as it is today, who are to do it."""
    cycle = desk.office.cycle(group.id)
    return tuple(_owned(desk, cycle, one, today) for one in measures)


def _owned(desk: Desk, cycle: Cycle, measure: Measure, today: date) -> Owned:
    group = cycle.schedule.group
    activity = pending.activity(cycle, measure.occurrence)
    register = cycle.registers.get((activity.members if activity else "") or group.members, ())
    counts = [one for one in register if one.counts_on(today)]
    if "sekr" in measure.owner.lower() and not any("sekretariat" in f"{one.role} {one.organisation}".lower() for one in counts):
        counts.append(replace(_secretariat(desk, group), role="Sekretariat"))
    found = owner.find(measure.owner, counts)
    return Owned(measure, found.members if found.sure else ())


def _secretariat(desk: Desk, group: Group) -> Member:
    sender = desk.office.sender(group.id)
    return Member("", sender.name, "", sender.email)


# --- when -----------------------------------------------------------------------------------------------------------------


class Due(NamedTuple):
    """A reminder of a measure, at its hour (aware UTC), on a working day in Norway."""

    at: datetime
    measure: Measure

    @property
    def day(self) -> date:
        return self.at.astimezone(OSLO).date()


def reminders(office: Office, group: Group, measures: Sequence[Measure]) -> Iterator[Due]:
    """Every reminder of the open measures of a group, before now and after."""
    for one in measures:
        if one.state == "open" and one.due:
            days = {office.days.before(date.fromisoformat(one.due) - timedelta(days=before)) for before in group.remind_measures}
            yield from (Due(datetime.combine(day, HOUR, OSLO).astimezone(UTC), one) for day in sorted(days))


def moments(desk: Desk, first: datetime, last: datetime) -> tuple[datetime, ...]:
    """Every instant (aware UTC) from `first` to before `last` at which a reminder is due, as the register stands."""
    measures = desk.journal.measures()
    found = (
        one.at
        for cycle in desk.office.cycles
        for one in reminders(desk.office, cycle.schedule.group, [one for one in measures if one.body == cycle.schedule.group.id])
    )
    return tuple(sorted({at for at in found if first <= at < last}))


# --- the letters ----------------------------------------------------------------------------------------------------------


def enqueue(desk: Desk, view: View, now: datetime) -> None:
    """Store the reminders that have come due since the desk last looked as ready: one letter to each, however many there are.

    After downtime that is one letter too, and none for what is past: that is remembered as left out.
    """
    mark = desk.journal.mark(TICKED)
    since = max(datetime.fromisoformat(mark) if mark else desks.start(desk), view.facts.start)
    for cycle in desk.office.cycles:
        group = cycle.schedule.group
        if measures := view.facts.measures.get(group.id, ()):
            _Round(desk, group, measures, since, now).enqueue()


@dataclass(frozen=True, slots=True)
class _Round:
    """The reminders of one group at one look."""

    desk: Desk
    group: Group
    measures: Sequence[Measure]
    since: datetime
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(OSLO).date()

    def enqueue(self) -> None:
        found = [one for one in reminders(self.desk.office, self.group, self.measures) if one.at <= self.now]
        new = [one for one in found if one.at > self.since]
        late = [one for one in new if one.measure.due < self.today.isoformat()]
        self._left_out(late)
        fresh = [one for one in new if one not in late]
        again = [one for one in found if self.now - KEPT < one.at <= self.since and one.measure.due >= self.today.isoformat()]
        withdrawn = {day: self._withdrawn(day) for day in {one.day for one in again}}
        if fresh or any(withdrawn.values()):
            everything = owned(self.desk, self.group, [one for one in self.measures if one.state == "open"], self.today)
            made = (*self._letters(fresh, everything), *self._again(again, everything, withdrawn))
            self.desk.journal.enqueue(made, self.now)

    def _left_out(self, late: Sequence[Due]) -> None:
        """The desk was shut, and the day has passed: nobody is reminded of it, and the secretariat is told."""
        days: dict[date, list[int]] = {}
        for one in late:
            days.setdefault(one.day, []).append(one.measure.number)
        for day, numbers in days.items():
            told = ", ".join(map(str, sorted(set(numbers))))
            reason = f"fristen for tiltak {told} gikk ut før påminnelsen kunne sendes"
            self.desk.journal.skip(self._step(day), of_group(self.group.id), reason, self.now)

    def _step(self, day: date) -> str:
        return f"{of_group(self.group.id)}/{day.isoformat()}"

    def _withdrawn(self, day: date) -> frozenset[str]:
        """Those whose letter of that day was withdrawn, because something in it was no longer so."""
        return frozenset(one.recipient for one in self.desk.journal.letters(self._step(day)) if one.state == "withdrawn")

    def _letters(self, due: Sequence[Due], everything: Sequence[Owned]) -> Iterator[NewLetter]:
        """One letter to each who has something due, named by the newest day that asks for it."""
        days: dict[str, date] = {}
        for one in due:
            for member in self._to(one.measure, everything):
                days[member.email] = max(one.day, days.get(member.email, one.day))
        numbers = {one.measure.number for one in due}
        yield from (self._letter(who, day, numbers, everything) for who, day in days.items())

    def _again(self, due: Sequence[Due], everything: Sequence[Owned], withdrawn: Mapping[date, frozenset[str]]) -> Iterator[NewLetter]:
        for day, people in withdrawn.items():
            mine = [one for one in due if one.day == day]
            yield from (made for made in self._letters(mine, everything) if made.recipient in people)

    def _to(self, measure: Measure, everything: Sequence[Owned]) -> tuple[Member, ...]:
        found = next(one for one in everything if one.measure.number == measure.number)
        return found.members or (_secretariat(self.desk, self.group),)

    def _letter(self, who: str, day: date, due: set[int], everything: Sequence[Owned]) -> NewLetter:
        mine = [one for one in everything if any(member.email == who for member in self._to(one.measure, everything))]
        to = next(member for one in mine for member in self._to(one.measure, everything) if member.email == who)
        asked = sorted((_asked(one) for one in mine), key=lambda one: (one.due or date.max, one.number))
        sender, step = self.desk.office.sender(self.group.id), self._step(day)
        template = self.desk.office.letter(self.group.language, LETTER)
        values = asking.values(
            self.group, sender, self.today, to.organisation,
            [one for one in asked if one.number in due], [one for one in asked if one.number not in due],
        )  # fmt: skip
        made = writing.written(template, values, f"{step}/{recipients.who(to)}", sender, to, ())
        [letter] = envelope.stored(self.desk.journal, [Made(made, to.organisation, None)], step, of_group(self.group.id))
        questions = {str(one.measure.number): [one.measure.due, one.measure.number in due] for one in mine}
        content = json.dumps(json.loads(letter.content) | {envelope.ASKED: questions}, ensure_ascii=False, sort_keys=True)
        return replace(letter, content=content)


def _asked(one: Owned) -> Asked:
    measure = one.measure
    due = date.fromisoformat(measure.due) if measure.due else None
    return Asked(measure.number, measure.what, measure.deadline, due, measure.status, measure.owner, bool(one.members))


def finish(desk: Desk, now: datetime) -> None:
    """The reminders of a day are done when they have left."""
    for step, occurrence in desk.journal.left([of_group(cycle.schedule.group.id) for cycle in desk.office.cycles]):
        desk.journal.finish(step, occurrence, now)


class Question(NamedTuple):
    """A measure as a letter asks about it: its last day as it then was (ISO, or empty), and whether that is what the letter reminds of."""

    due: str
    reminds: bool


def asked(letter: NewLetter) -> Mapping[int, Question]:
    """The measures that a letter asks about, by number."""
    return {int(number): Question(*kept) for number, kept in json.loads(letter.content).get(envelope.ASKED, {}).items()}


def outdated(journal: Journal, letter: NewLetter, now: datetime) -> str:
    """Why a letter that waits must not leave any more; empty when it may. A receipt says what was said, which stays so."""
    if thanks(letter.step):
        return ""
    known = {one.number: one for one in journal.measures([letter.step.partition("/")[0]])}
    today = now.astimezone(OSLO).date().isoformat()
    for number, question in asked(letter).items():
        one = known.get(number)
        if one is None or one.state != "open":
            return f"tiltak {number} er avsluttet"
        if one.due != question.due:
            return f"tiltak {number} har fått en annen frist"
        if question.reminds and question.due < today:
            return f"fristen for tiltak {number} er ute"
    return ""


def reported(desk: Desk, now: datetime) -> Iterator[str]:
    """What has been answered about measures during the last week, for the secretary: where, when, who and what."""
    for cycle in desk.office.cycles:
        group = cycle.schedule.group
        for record in desk.journal.records(now - WEEK, of_group(group.id)):
            if record.what == "measures.reported":
                said = json.loads(record.detail)
                day = norsk.brief(record.at.astimezone(OSLO).date())
                yield f"{said['organisation'] or record.who} ({group.short or group.name}, {day}): {said['told']}."
