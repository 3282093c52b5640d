"""Whether people are free on the dates of the plan: how many organisations are taken, and never by what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.cycle.model import Member, Occurrence
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.desk.ports import Convener
from bot.errors import Refused
from bot.papers import norsk

NO_CALENDAR = "Bare Microsoft 365 kan si hvem som er opptatt. Sett channel = «graph» i config.toml, eller ta bort --busy."


def warned(desk: Desk, occurrences: Sequence[Occurrence], now: datetime) -> tuple[Occurrence, ...]:
    """The occurrences, with «3 av 45 organisasjoner er opptatt» among the warnings of each proposed meeting. Raises Refused, PostFailed.

    A meeting that people have been told of stands in their own calendars, and is not asked about.
    """
    if not isinstance(desk.post, Convener):
        raise Refused(NO_CALENDAR)
    said: dict[str, str] = {}
    for meetings in _groups(desk, occurrences, now):
        to = {one.key: desk.office.cycle(one.group.id).members_of(one.activity, one.day) for one in meetings}
        addresses = list(dict.fromkeys(member.email for members in to.values() for member in members))
        if addresses:
            found = desk.post.busy(addresses, [(one.start, one.end) for one in meetings])
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


def counted(desk: Desk, members: Sequence[Member], spans: Sequence[tuple[datetime, datetime]]) -> tuple[tuple[int, int], ...]:
    """For each span: how many organisations have nobody who is free, of how many that can be seen. Raises Refused, PostFailed."""
    if not isinstance(desk.post, Convener):
        raise Refused(NO_CALENDAR)
    addresses = list(dict.fromkeys(member.email for member in members))
    return tuple(_count(members, taken) for taken in desk.post.busy(addresses, spans)) if addresses and spans else ()


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
