"""What a person is proposed to do with a mail in the tray: where its text would go, and for whom. Computed, never stored."""

from datetime import datetime
from typing import NamedTuple

from bot.cycle import rounds
from bot.cycle.memory import Message
from bot.cycle.model import Occurrence
from bot.desk import contributions
from bot.desk.desk import Desk, View
from bot.papers import norsk

WORDS = frozenset({"contribution", "nothing", "forward", "empty", "command", "secretariat"})
"""Verdicts of mails that a person wrote, and whose text may go into the papers."""


class Offer(NamedTuple):
    """A contribution by this organisation to this occurrence."""

    occurrence: Occurrence
    organisation: str


def closed(occurrence: Occurrence, at: datetime) -> bool:
    """Whether what comes at `at` is too late for an occurrence, or it does not take place."""
    return occurrence.cancelled is not None or contributions.window(occurrence, at) == "late"


def written_up(view: View, occurrence: Occurrence) -> str:
    """The step that has laid the paper of an occurrence before the secretariat after it was held: what comes now is too late for it."""
    done = (step.key for step in occurrence.steps if step.rule.papers and step.at >= occurrence.end and step.key in view.facts.done)
    return next(done, "")


def following(desk: Desk, view: View, occurrence: Occurrence, organisation: str, now: datetime) -> Occurrence | None:
    """The next meeting of the same group that collects contributions, and where this organisation is invited."""
    cycle = desk.office.cycle(occurrence.group.id)
    for later in view.plan.occurrences:
        agenda = cycle.agenda_of(later.activity)
        collects = agenda is not None and any(item.collects for item in agenda.item)
        ahead = later.meeting and later.cancelled is None and later.start > max(now, occurrence.start)
        invited = any(member.organisation == organisation for member in cycle.members_of(later.activity, later.day))
        if later.group.id == occurrence.group.id and ahead and collects and invited:
            return later
    return None


def named(occurrence: Occurrence) -> str:
    """An occurrence inside a sentence: what and when."""
    title = occurrence.activity.title
    return f"{title[:1].lower()}{title[1:]} {norsk.long(occurrence.day)}"


def of(desk: Desk, view: View, message: Message, now: datetime) -> Offer | None:
    """The proposal for a mail, by what was understood of it; None when there is nothing to propose."""
    about = view.whole.by_key.get(message.occurrence)
    if about is None or not message.organisation or message.verdict not in WORDS:
        return None
    if rounds.asking(about):
        return Offer(about, message.organisation)
    place = following(desk, view, about, message.organisation, now) if closed(about, now) or closed(about, message.received_at) else about
    return Offer(place, message.organisation) if place else None
