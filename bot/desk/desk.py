"""The desk and what lies on it: the office, the journal and the post; and one look at all of it, taken at one instant."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.cycle import decide, plan, rounds
from bot.cycle.memory import Decided, Measure
from bot.cycle.model import OSLO, Facts, Occurrence, Plan, Step
from bot.desk import answered, budgets, coming, contributions, fingerprint, reports
from bot.desk.ports import Journal, Post, Shelf
from bot.errors import Unknown
from bot.papers.office import Office

AHEAD = timedelta(days=400)
"""How far ahead the desk looks: somebody may have been told of a meeting more than a year away."""
BEHIND = timedelta(days=45)
"""How far behind the last tick it looks, for what was left undone."""


def unprinted(_: bytes) -> None:
    """For a desk without a printer."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything an act of the secretariat needs."""

    office: Office
    journal: Journal
    post: Post
    seal: bytes = b""
    """What the codes in drafts are signed with. Without it, nobody can approve by mail."""
    printed: Callable[[bytes], bytes | None] = unprinted
    """Prints a Word file that a person has edited as PDF; None where there is nothing to print with."""
    shelf: Shelf | None = None
    """Where the papers lie for people to edit, if they wish them in a folder."""


@dataclass(frozen=True, slots=True)
class View:
    """The plan and the facts at one instant. `whole` reaches back far enough to know the meeting before; `plan` is what may be acted on."""

    whole: Plan
    plan: Plan
    facts: Facts
    answered: Mapping[str, frozenset[str]]

    def occurrence(self, key: str) -> Occurrence:
        """The occurrence with this key. Raises Unknown when it is not in sight."""
        if key not in self.plan.by_key:
            raise Unknown(f"Det finnes ikke noe «{key}» i årshjulet. «aarshjul plan» viser nøklene.")
        return self.plan.by_key[key]


def look(desk: Desk, now: datetime, since: datetime | None = None, ahead: timedelta = AHEAD) -> View:
    """Plan, then one read of the journal, then what each draft would be made from. `since` is when anyone last looked."""
    today = now.astimezone(OSLO).date()
    first = min(now, since or now).astimezone(OSLO).date() - BEHIND
    whole = lay(desk, date(first.year - 1, 1, 1), today + ahead)
    near = tuple(occurrence for occurrence in whole.occurrences if _last_day(occurrence) >= first)
    near_plan = Plan(near, {occurrence.key: occurrence for occurrence in near})
    keys = list(near_plan.by_key)
    known = [*keys, *(_meetings_before(whole, near) | (answered.keys(desk.office, whole) - near_plan.by_key.keys()))]
    reported = reports.meetings(desk.office, whole) - set(known)
    facts = desk.journal.facts(known, start(desk))
    given = desk.journal.contributions([*known, *reported, *answered.earlier(desk.office, whole)])
    facts = replace(
        facts,
        contributed=contributions.contributed(given, whole.by_key),
        comments=contributions.comments(given),
        comes=_comes(desk, near, facts, now),
        measures=_measures(desk.journal),
        measured=desk.journal.measured(),
        decisions=_decisions(desk.journal),
        budgeted=budgets.settled(desk.office, desk.journal, whole),
        answers=answered.answers(desk.office, given),
        waits=rounds.unfinished(desk.office.cycles, whole, near, facts),
    )
    said = answered.by_organisation(desk.office, near_plan, facts, desk.journal.answered(keys))
    return View(whole, near_plan, fingerprint.with_basis(desk.office, whole, near, facts, now), said)


def _comes(desk: Desk, near: Iterable[Occurrence], facts: Facts, now: datetime) -> Mapping[str, Mapping[str, bool]]:
    """Who has said that they come to the meetings that are over and are not written up: for the table of those present."""
    waiting = [one for one in near if one.end <= now and any(_open_after(step, one, facts) for step in one.steps)]
    return {one.key: coming.comes(desk.journal, one) for one in waiting}


def _open_after(step: Step, occurrence: Occurrence, facts: Facts) -> bool:
    """Whether a step that sends a paper after the meeting is still to be done."""
    return bool(step.rule.papers) and step.at >= occurrence.end and step.key not in facts.done | facts.skipped


def _measures(journal: Journal) -> Mapping[str, tuple[Measure, ...]]:
    """The register of measures, by group."""
    found: dict[str, list[Measure]] = {}
    for one in journal.measures():
        found.setdefault(one.body, []).append(one)
    return {body: tuple(measures) for body, measures in found.items()}


def _decisions(journal: Journal) -> Mapping[str, tuple[Decided, ...]]:
    """The register of decisions, by group."""
    found: dict[str, list[Decided]] = {}
    for one in journal.decisions():
        found.setdefault(one.body, []).append(one)
    return {body: tuple(decided) for body, decided in found.items()}


def start(desk: Desk) -> datetime:
    """The instant (aware UTC) from which the program is in use."""
    return beginning(desk.office)


def beginning(office: Office) -> datetime:
    """The instant (aware UTC) from which the program is in use at this office."""
    return datetime.combine(office.config.start, time(), OSLO).astimezone(UTC)


def _last_day(occurrence: Occurrence) -> date:
    """The day of an occurrence, or of its last step when that comes long after, or the last on which that may still leave."""
    after = (max(step.at, decide.limit(step, occurrence)) for step in occurrence.steps if step.at >= occurrence.end)
    before = (step.at for step in occurrence.steps if step.at < occurrence.end)
    return max((occurrence.day, *(at.astimezone(OSLO).date() for at in (*after, *before))))


def _meetings_before(whole: Plan, near: tuple[Occurrence, ...]) -> set[str]:
    """The last meeting of each group that was held and is out of sight: who was told of it, and what was contributed to it."""
    seen = {occurrence.key for occurrence in near}
    held = (one for one in whole.occurrences if one.meeting and one.cancelled is None and one.key not in seen)
    return set({(one.group.id, one.activity.agenda): one.key for one in held}.values())


def lay(desk: Desk, first: date, last: date) -> Plan:
    """The plan of a period, with every amendment in the journal."""
    years = range(first.year - plan.FARTHEST, last.year + plan.FARTHEST + 1)
    return plan.lay(desk.office.cycles, desk.office.days, first, last, desk.journal.amendments(years))
