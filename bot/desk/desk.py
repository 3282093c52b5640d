"""The desk and what lies on it: the office, the journal and the post; and one look at all of it, taken at one instant."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.cycle import plan
from bot.cycle.model import OSLO, Facts, Occurrence, Plan
from bot.desk import contributions, material
from bot.desk.ports import Journal, Post
from bot.errors import Unknown
from bot.papers.office import Office

AHEAD = timedelta(days=400)
"""How far ahead the desk looks: somebody may have been told of a meeting more than a year away."""
BEHIND = timedelta(days=45)
"""How far behind the last tick it looks, for what was left undone."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything an act of the secretariat needs."""

    office: Office
    journal: Journal
    post: Post
    seal: bytes = b""
    """What the codes in drafts are signed with. Without it, nobody can approve by mail."""


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


def look(desk: Desk, now: datetime, since: datetime | None = None) -> View:
    """Plan, then one read of the journal, then what each draft would be made from. `since` is when anyone last looked."""
    today = now.astimezone(OSLO).date()
    first = min(now, since or now).astimezone(OSLO).date() - BEHIND
    whole = lay(desk, date(first.year - 1, 1, 1), today + AHEAD)
    near = tuple(occurrence for occurrence in whole.occurrences if _last_day(occurrence) >= first)
    keys = [occurrence.key for occurrence in near]
    known = [*keys, *_meetings_before(whole, near)]
    facts = desk.journal.facts(known, start(desk))
    near_plan = Plan(near, {occurrence.key: occurrence for occurrence in near})
    facts = replace(facts, contributed=contributions.contributed(desk.journal.contributions(known), whole.by_key))
    return View(whole, near_plan, material.with_basis(desk.office, whole, near, facts, now), desk.journal.answered(keys))


def start(desk: Desk) -> datetime:
    """The instant (aware UTC) from which the program is in use."""
    return beginning(desk.office)


def beginning(office: Office) -> datetime:
    """The instant (aware UTC) from which the program is in use at this office."""
    return datetime.combine(office.config.start, time(), OSLO).astimezone(UTC)


def _last_day(occurrence: Occurrence) -> date:
    """The day of an occurrence, or of its last step when that comes long after."""
    last = max((step.at.astimezone(OSLO).date() for step in occurrence.steps[-1:]), default=occurrence.day)
    return max(last, occurrence.day)


def _meetings_before(whole: Plan, near: tuple[Occurrence, ...]) -> set[str]:
    """The last meeting of each group that was held and is out of sight: who was told of it, and what was contributed to it."""
    seen = {occurrence.key for occurrence in near}
    held = (one for one in whole.occurrences if one.meeting and one.cancelled is None and one.key not in seen)
    return set({(one.group.id, one.activity.agenda): one.key for one in held}.values())


def lay(desk: Desk, first: date, last: date) -> Plan:
    """The plan of a period, with every amendment in the journal."""
    years = range(first.year - plan.FARTHEST, last.year + plan.FARTHEST + 1)
    return plan.lay(desk.office.cycles, desk.office.days, first, last, desk.journal.amendments(years))
