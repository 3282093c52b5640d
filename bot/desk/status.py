"""What must I do now: drafts to approve, what is held and why, mail in the tray, and what comes next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.cycle.model import OSLO
from bot.desk import desk as desks
from bot.desk import spoken, weekly
from bot.desk.desk import Desk, View
from bot.papers import norsk

SOON = timedelta(days=14)


class Coming(NamedTuple):
    """One step in the near future."""

    key: str
    at: datetime
    what: str


class Answers(NamedTuple):
    """Who has answered one occurrence: organisations, sorted the Norwegian way."""

    key: str
    title: str
    answered: tuple[str, ...]
    silent: tuple[str, ...]


class Status(NamedTuple):
    """Everything a secretary needs to see on one screen, as sentences and lists."""

    waiting: tuple[str, ...]
    held: tuple[str, ...]
    coming: tuple[Coming, ...]
    answers: tuple[Answers, ...]


def status(desk: Desk, now: datetime) -> Status:
    """How it stands at `now` (aware)."""
    view = desks.look(desk, now)
    return Status(
        tuple(weekly.waiting(desk, view, now)), tuple(weekly.held(desk, view)), tuple(_coming(view, now)), tuple(_answers(desk, view, now))
    )


def _coming(view: View, now: datetime) -> Iterator[Coming]:
    steps = [
        Coming(step.key, step.at, f"{spoken.step(step.key)}: {weekly.title(occurrence)}")
        for occurrence in view.plan.occurrences
        for step in occurrence.steps
        if now <= step.at < now + SOON and step.key not in view.facts.done | view.facts.skipped
    ]
    yield from sorted(steps, key=lambda step: (step.at, step.key))


def _answers(desk: Desk, view: View, now: datetime) -> Iterator[Answers]:
    """Each meeting whose members were asked for something: who has answered and who has not."""
    for occurrence in view.plan.occurrences:
        asked = any(step.rule.expects and step.key in view.facts.done for step in occurrence.steps)
        if asked and occurrence.cancelled is None and now < occurrence.end + SOON:
            members = desk.office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
            organisations = {member.organisation for member in members}
            answered = view.answered.get(occurrence.key, frozenset()) & organisations
            ordered = [tuple(sorted(names, key=norsk.collate)) for names in (answered, organisations - answered)]
            yield Answers(occurrence.key, weekly.title(occurrence), ordered[0], ordered[1])


def local(at: datetime) -> str:
    """An instant as a secretary says it."""
    here = at.astimezone(OSLO)
    return f"{norsk.full(here.date())} kl. {norsk.clock(here)}"
