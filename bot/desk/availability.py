"""Whether people are free on the dates of the plan: how many organisations are taken, and never by what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.cycle.model import Member, Occurrence
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.desk.ports import Convener
from bot.errors import PostFailed, Refused
from bot.papers import norsk

NO_CALENDAR = "Bare Microsoft 365 kan si hvem som er opptatt. Sett channel = «graph» i config.toml, eller ta bort --busy."

Span = tuple[datetime, datetime]


def warned(desk: Desk, occurrences: Sequence[Occurrence], now: datetime) -> tuple[Occurrence, ...]:
    """The occurrences, with «3 av 45 organisasjoner er opptatt» among the warnings of each proposed meeting. Raises Refused, PostFailed.

    A meeting that people have been told of stands in their own calendars, and is not asked about.
    """
    if not isinstance(desk.post, Convener):
        raise Refused(NO_CALENDAR)  # also where there is nothing to ask about
    said: dict[str, str] = {}
    for meetings in _groups(desk, occurrences, now):
        to = {one.key: desk.office.cycle(one.group.id).members_of(one.activity, one.day) for one in meetings}
        addresses = list(dict.fromkeys(member.email for members in to.values() for member in members))
        if addresses:
            found = _asked(desk, addresses, [(one.start, one.end) for one in meetings])
            said |= {one.key: _sentence(to[one.key], taken) for one, taken in zip(meetings, found, strict=True)}
    return tuple(one._replace(warnings=(*one.warnings, said[one.key])) if said.get(one.key) else one for one in occurrences)


def _groups(desk: Desk, occurrences: Sequence[Occurrence], now: datetime) -> Iterator[Sequence[Occurrence]]:
    """The meetings that are only proposed, of one group at a time: they have their members in common."""
    told = desk.journal.facts([one.key for one in occurrences], desks.start(desk)).told
    groups: dict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        proposed = one.meeting and one.cancelled is None and one.start > now and not told.get(one.key)
        if proposed and not norsk.all_day(one.start, one.end):
            groups[one.group.id].append(one)
    yield from groups.values()


class Counted(NamedTuple):
    """For each span: how many organisations have nobody who is free, of how many that can be seen; and those that never can."""

    taken: tuple[tuple[int, int], ...]
    hidden: frozenset[str]


def counted(desk: Desk, members: Sequence[Member], spans: Sequence[Span]) -> Counted:
    """How many organisations are taken in each span. Raises Refused, PostFailed."""
    addresses = list(dict.fromkeys(member.email for member in members))
    answers = _asked(desk, addresses, spans)
    seen = {member.organisation for taken in answers for member in members if taken.get(member.email) is not None}
    hidden = frozenset(member.organisation for member in members) - seen if answers else frozenset[str]()
    return Counted(tuple(_count(members, taken) for taken in answers), hidden)


def _asked(desk: Desk, addresses: Sequence[str], spans: Sequence[Span]) -> Sequence[Mapping[str, bool | None]]:
    """Whether each is taken, by span; a failure says what a person at the keyboard can do. Raises Refused, PostFailed."""
    if not isinstance(desk.post, Convener):
        raise Refused(NO_CALENDAR)
    try:
        return desk.post.busy(addresses, spans) if addresses and spans else ()
    except PostFailed as failed:
        why = str(failed).removesuffix("Det blir prøvd igjen.").strip()  # that holds for letters; here nobody does
        raise PostFailed(f"Fikk ikke vite hvem som er opptatt. {why} Prøv igjen senere, eller ta bort --busy.") from failed


def _sentence(members: Sequence[Member], taken: Mapping[str, bool | None]) -> str:
    """How many organisations have nobody who is free, of those whose calendars can be seen; empty when none has."""
    number, known = _count(members, taken)
    hidden = len({member.organisation for member in members}) - known
    unseen = f" ({hidden} kan ikke ses)" if hidden else ""
    return f"{number} av {known} {'organisasjon' if known == 1 else 'organisasjoner'} er opptatt{unseen}" if number else ""


def _count(members: Sequence[Member], taken: Mapping[str, bool | None]) -> tuple[int, int]:
    """How many organisations have nobody who is free, and how many have anybody whose calendar can be seen."""
    known: dict[str, bool] = {}
    for member in members:
        if (busy := taken.get(member.email)) is not None:
            known[member.organisation] = known.get(member.organisation, True) and busy
    return sum(known.values()), len(known)
