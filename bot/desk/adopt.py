"""A proposed meeting plan becomes the plan: dates that are others than the rules' are recorded as moved, and invitations are asked for."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from bot.cycle.memory import Entry
from bot.cycle.model import OSLO, Amendment, Moved, Occurrence, Plan
from bot.desk import acts
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused
from bot.papers import norsk
from bot.planner import propose
from bot.planner.meetings import Year

DAY = timedelta(days=1)
ROUNDS = 5
"""Moving one meeting moves those counted from it; more in a row than this is no plan."""

WHAT = "plan.adopted"
"""In the postjournal: a date that a plan gave, and not a person for this one meeting. Another plan may give another."""


class Choice(NamedTuple):
    """A meeting and the time (aware) it is to have."""

    key: str
    start: datetime
    end: datetime


class Adopted(NamedTuple):
    """What was done: the meetings that got another date than before, and those whose invitations are asked for.

    `later` are those of the invited that are too far ahead to be sent at the next tick. `told` are those of the moved whose former date
    members have been sent: they are told of the new one, as of any move.
    """

    moved: tuple[Occurrence, ...]
    invited: tuple[Occurrence, ...]
    later: tuple[Occurrence, ...]
    told: tuple[Occurrence, ...]


class Basis(NamedTuple):
    """What a proposal was made from: the year, a fingerprint for each group, and when (aware)."""

    year: int
    groups: Mapping[str, str]
    made_at: datetime


def adopt(desk: Desk, basis: Basis, choices: Sequence[Choice], who: str, now: datetime) -> Adopted:
    """Make these dates the plan. May be run again when it was cut short: what is done already is not done twice.

    Dates that an earlier plan gave are replaced: in silence where nobody has heard of them, else as a move that members are told of.

    Raises Refused, before anything is recorded, when the proposal is stale: a rule, a register or a holiday has changed, or somebody has
    moved or cancelled one of the meetings since; and when a date is past, or members could not be told of it.
    """
    if stale := "; ".join(_changed(desk, basis)):
        raise Refused(f"Forslaget er fra {_said(basis.made_at)}, og siden er dette endret: {stale}. Lag et nytt med «aarshjul propose».")
    laid = _laid(desk, basis.year)
    moved: dict[str, Occurrence] = {}
    told = desk.journal.facts([choice.key for choice in choices], now).told
    for choice in choices:
        _judge(desk, laid, choice, basis, now)
    for _ in range(ROUNDS):
        differing = [choice for choice in choices if _differs(laid, choice)]
        for choice in differing:
            moved.setdefault(choice.key, laid.by_key[choice.key])
            desk.journal.record(Entry(now.astimezone(UTC), WHAT, who, choice.key, detail={"made": basis.made_at.isoformat()}))
            _move(desk, laid.by_key[choice.key], choice, who, now)
        if not differing:
            break
        laid = _laid(desk, basis.year)
    invited = tuple(one for group in basis.groups for one in acts.save_dates(desk, group, basis.year, who, now, far=True))
    later = tuple(one for one in invited if not acts.in_sight(one.start, now))
    return Adopted(tuple(moved.values()), invited, later, tuple(one for one in moved.values() if told.get(one.key)))


def _laid(desk: Desk, year: int) -> Plan:
    """The whole year, also what the ticks do not see yet."""
    return desks.lay(desk, date(year, 1, 1), date(year + 1, 1, 1))


def _changed(desk: Desk, basis: Basis) -> Iterator[str]:
    """The groups whose rules, registers, hours, places or holidays are others than they were."""
    known = {cycle.schedule.group.id: cycle.schedule.group.name for cycle in desk.office.cycles}
    yield from (f"gruppen «{group}» finnes ikke lenger" for group in basis.groups if group not in known)
    ours = [group for group in basis.groups if group in known]
    now = propose.fingerprints(Year(desk.office.cycles, desk.office.days, basis.year), ours)
    yield from (f"årshjulet, registeret eller feriene for {known[group]}" for group in ours if now[group] != basis.groups[group])


def _judge(desk: Desk, laid: Plan, choice: Choice, basis: Basis, now: datetime) -> None:
    """Refuse a choice that cannot be made the plan."""
    occurrence = laid.by_key.get(choice.key)
    if occurrence is None or occurrence.group.id not in basis.groups:
        raise Refused(f"«{choice.key}» er ikke et møte i {basis.year} i gruppene forslaget gjelder.")
    title = f"{occurrence.activity.title} ({choice.key})"
    if occurrence.cancelled is not None:
        raise Refused(f"{title} er avlyst. Ta det ut av forslaget, eller lag et nytt.")
    if choice.start.year != basis.year or choice.end <= choice.start:
        raise Refused(f"{title}: {norsk.moment(choice.start, choice.end)} kan ikke være tiden for et møte i {basis.year}.")
    if not _differs(laid, choice):
        return
    planned = _planned(desk, choice.key, basis)
    for amendment in desk.journal.amendments_of(choice.key):
        if isinstance(amendment.change, Moved) and amendment.at > basis.made_at and amendment.at not in planned:
            stays = f"Skal {norsk.moment(occurrence.start, occurrence.end)} gjelde, så skriv det i filen. Ellers: lag et nytt forslag."
            raise Refused(f"{title} er flyttet av {amendment.who} etter at forslaget ble laget. {stays}")
    if choice.start <= now or occurrence.end <= now:
        raise Refused(f"{title}: {norsk.moment(choice.start, choice.end)} er passert.")
    if desk.journal.facts([choice.key], now).told and not acts.in_sight(choice.start, now):
        raise Refused(
            f"{title}: medlemmene har fått en annen dato, og {norsk.long(choice.start.date())} er for langt fram til å gi beskjed om. "
            f"Prøv igjen {norsk.long((choice.start - desks.AHEAD + 2 * DAY).date())}."
        )


def _planned(desk: Desk, key: str, basis: Basis) -> frozenset[datetime]:
    """When a plan gave a meeting its date: one from this proposal, or from one before it. A newer plan is not replaced by an older."""
    records = (one for one in desk.journal.records(occurrence=key) if one.what == WHAT)
    return frozenset(one.at for one in records if datetime.fromisoformat(json.loads(one.detail)["made"]) <= basis.made_at)


def _differs(laid: Plan, choice: Choice) -> bool:
    occurrence = laid.by_key[choice.key]
    return (occurrence.start, occurrence.end) != (choice.start, choice.end)


def _move(desk: Desk, occurrence: Occurrence, choice: Choice, who: str, now: datetime) -> None:
    """Record the date. Where nobody has been told of another one, it need not be in sight: there is nobody to tell."""
    if desk.journal.facts([choice.key], now).told:
        acts.move(desk, choice.key, choice.start, choice.end, who, now)
    else:
        change = Moved(choice.start.astimezone(OSLO), choice.end.astimezone(OSLO))
        desk.journal.amend(Amendment(occurrence.key, change, who, now.astimezone(UTC)))


def _said(at: datetime) -> str:
    return norsk.long(at.astimezone(OSLO).date())
