"""What must I do now: drafts to approve, what is held and why, mail in the tray, and what comes next."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bot.cycle import decide
from bot.cycle.model import OSLO, Order
from bot.desk import answers, followup, spoken, weekly
from bot.desk import desk as desks
from bot.desk.answers import SOON, Answers
from bot.desk.desk import Desk, View
from bot.papers import norsk


class Coming(NamedTuple):
    """One step in the near future."""

    key: str
    at: datetime
    what: str


class Status(NamedTuple):
    """Everything a secretary needs to see on one screen, as sentences and lists."""

    waiting: tuple[str, ...]
    held: tuple[str, ...]
    coming: tuple[Coming, ...]
    answers: tuple[Answers, ...]
    reported: tuple[str, ...] = ()
    """What has been answered about measures during the last week."""


def status(desk: Desk, now: datetime) -> Status:
    """How it stands at `now` (aware)."""
    view = desks.look(desk, now)
    return Status(
        tuple(weekly.waiting(desk, view, now)),
        tuple(weekly.held(desk, view)),
        tuple(_coming(view, now)),
        tuple(answers.answers(desk, view, now)),
        tuple(followup.reported(desk, now)),
    )


def backlog(desk: Desk, now: datetime) -> str:
    """How much would leave at `now` (aware) if the post went, as a sentence."""
    view = desks.look(desk, now)
    letters = desk.journal.open_letters()
    made = {letter.step for letter in letters}
    due = sum(isinstance(one, Order) and one.step.key not in made for one in decide.orders(view.plan, view.facts, now))
    more = f", og {due} {'utsending' if due == 1 else 'utsendinger'} til er forfalt" if due else ""
    return f"{len(letters) or 'Ingen'} brev venter på å bli sendt{more}."


def _coming(view: View, now: datetime) -> Iterator[Coming]:
    steps = [
        Coming(step.key, step.at, f"{spoken.step(step.key)}: {weekly.title(occurrence)}")
        for occurrence in view.plan.occurrences
        for step in occurrence.steps
        if now <= step.at < now + SOON and step.key not in view.facts.done | view.facts.skipped
    ]
    yield from sorted(steps, key=lambda step: (step.at, step.key))


def local(at: datetime) -> str:
    """An instant as a secretary says it."""
    here = at.astimezone(OSLO)
    return f"{norsk.full(here.date())} kl. {norsk.clock(here)}"
