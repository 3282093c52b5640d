"""A proposal of next year's meetings is laid before the bodies it is about, in the last meeting of this year; nobody copies files."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.cycle.memory import Edition
from bot.cycle.model import OSLO, Occurrence, Plan, Step
from bot.desk import acts, meetings, planned
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused
from bot.papers import document, norsk
from bot.papers.model import Paper
from bot.papers.office import Office
from bot.planner import paper as papers
from bot.planner.model import Proposal


class Fate(StrEnum):
    """What becomes of a proposal at one meeting."""

    ENCLOSED = "enclosed"
    """It goes with the notice."""
    SAME = "same"
    """The same proposal lies there already."""
    AGAIN = "again"
    """It goes with the notice, which was approved without it: that has to be approved once more."""
    CORRECTED = "corrected"
    """The notice has left: a corrected one comes for approval."""
    OVER = "over"
    """The meeting has begun, or has been held."""


class Tabled(NamedTuple):
    """A meeting that has the case, and what becomes of the proposal there."""

    occurrence: Occurrence
    fate: Fate


def paper(office: Office, proposal: Proposal) -> Paper:
    """A proposal as a case paper. Raises Refused when the workspace has no template for it."""
    name = f"{proposal.language}/{papers.NAME}"
    if name not in office.templates:
        raise Refused(f"Malen templates/{name}.md mangler. Hent den fra et nytt arbeidsområde: «aarshjul init».")
    return papers.paper(proposal, office.templates[name], office.config.secretariat.name)


def bodies(desk: Desk, year: int) -> tuple[str, ...]:
    """The ids of the groups that have next year's meetings as a case in a meeting of `year`."""
    whole = desks.lay(desk, date(year, 1, 1), date(year + 1, 1, 1))
    groups = (cycle.schedule.group.id for cycle in desk.office.cycles)
    return tuple(group for group in groups if any(_meetings(desk, whole, group)))


def lay(desk: Desk, proposal: Proposal, made: Paper, who: str, now: datetime) -> tuple[Tabled, ...]:
    """Make the proposal the paper of the case «møteplan» in each body that it is about and that has such a case.

    The newest proposal counts; one that says the same as the one before leaves that, and its approval, as it is.
    """
    before = proposal.year - 1
    whole = desks.lay(desk, date(before, 1, 1), date(before + 1, 1, 1))
    found = tuple(one for group in proposal.groups for one in _meetings(desk, whole, group))
    return tuple(Tabled(one, _tabled(desk, one, proposal, made, who, now)) for one in found)


def _meetings(desk: Desk, whole: Plan, group: str) -> Iterator[Occurrence]:
    """The last meeting of the year in each series of a group whose agenda has the case."""
    cycle = desk.office.cycle(group)
    for one in whole.occurrences:
        standing = cycle.agenda_of(one.activity) if one.group.id == group and one.meeting and one.cancelled is None else None
        has = standing is not None and any(item.id == planned.CASE for item in standing.item)
        if has and meetings.following(meetings.of(desk.office, whole, one), one) is None:
            yield one


def _tabled(desk: Desk, occurrence: Occurrence, proposal: Proposal, paper: Paper, who: str, now: datetime) -> Fate:
    notice = _notice(occurrence)
    if occurrence.start <= now or notice is None:
        return Fate.OVER
    facts = desk.journal.facts([occurrence.key], desks.start(desk))
    if planned.kept(occurrence, facts) == planned.mark(proposal):
        return Fate.SAME
    file = desk.journal.keep(document.write(paper, desk.office.letterhead))
    desk.journal.hand_in(
        Edition(
            occurrence.key, planned.PAPER, notice.key, 0, file, file, f"{planned.PAPER} {now.isoformat()}",
            planned.content(paper, proposal), who, now,
        )
    )  # fmt: skip
    if notice.key in facts.done:
        acts.correct(desk, occurrence.key, _said(paper, now), who, now)
        return Fate.CORRECTED
    draft = desk.journal.draft(notice.key)
    return Fate.AGAIN if draft is not None and draft.state == "approved" else Fate.ENCLOSED


def _said(paper: Paper, now: datetime) -> str:
    """What is new in the notice; with the hour, because the same words again would be no news."""
    made = now.astimezone(OSLO)
    return f"vedlegget «{paper.title}», laget {norsk.long(made.date(), paper.language)} kl. {norsk.clock(made)}"


def _notice(occurrence: Occurrence) -> Step | None:
    """The step that sends the agenda to the members."""
    return next((step for step in occurrence.steps if meetings.NOTICE in step.rule.papers and step.rule.to != "secretariat"), None)
