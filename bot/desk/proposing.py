"""A proposal of next year's meetings, with what the desk knows: what people have moved, whom dates were sent to, and who is taken."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from bot.cycle.model import OSLO
from bot.cycle.plan import FARTHEST
from bot.desk import availability
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused, Unknown
from bot.papers import invite
from bot.papers.busy import Calendar, shown
from bot.planner import propose, words
from bot.planner.costs import span
from bot.planner.meetings import Year
from bot.planner.model import Busy, Meeting, Proposal

Counts = dict[tuple[str, date], tuple[int, int]]


def proposal(desk: Desk, year: int, groups: Collection[str], calendars: Sequence[Calendar], now: datetime, *, busy: bool) -> Proposal:
    """The best plans for the meetings of some groups, or of all when none is named.

    With `busy`, members' own calendars are asked, which only Microsoft 365 can. Raises Unknown, Refused, PostFailed.
    """
    known = {cycle.schedule.group.id: cycle.schedule.group for cycle in desk.office.cycles}
    for group in groups:
        if group not in known:
            raise Unknown(f"Det finnes ingen gruppe «{group}». Disse finnes: {', '.join(sorted(known))}.")
    if date(year, 12, 31) <= now.astimezone(OSLO).date():
        raise Refused(f"{year} er over.")
    ours = sorted(groups or known)
    whole = Year(desk.office.cycles, desk.office.days, year, desk.journal.amendments(range(year - FARTHEST, year + FARTHEST + 1)))
    told = desk.journal.facts([one.key for one in whole.laid().occurrences], desks.start(desk)).told
    sent = frozenset(key for key, last in told.items() if last)
    languages = {known[group].language for group in ours}
    language = languages.pop() if len(languages) == 1 else desk.office.config.language
    counted, hidden = _counted(desk, propose.possible(whole, ours, now, sent), whole) if busy else (None, frozenset[str]())
    return propose.proposal(
        whole, ours, now,
        language=language,
        busy=tuple(_busy(desk, whole, calendars)),
        counted=counted,
        told=sent,
        remarks=(*(f"{remark}." for calendar in calendars for remark in calendar.remarks), *words.hidden(len(hidden), language)),
    )  # fmt: skip


def _busy(desk: Desk, year: Year, calendars: Sequence[Calendar]) -> Iterator[Busy]:
    """What other calendars are taken by. Our own meetings in them are no hindrance: those the planner places itself.

    They are known by the identity they left with; or, where Outlook has given them another, by having the same title at the same hour.
    """
    laid = year.laid().occurrences
    domains = {one.group.id: desk.office.sender(one.group.id).email.partition("@")[2] for one in laid}
    ours = {invite.uid(one.key, domains[one.group.id]) for one in laid}
    known = {(one.start, one.end, shown(one.activity.title)) for one in laid}
    for calendar in calendars:
        others = (one for one in calendar.taken if one.uid not in ours and one[:3] not in known)
        yield from (Busy(one.start, one.end, one.what, calendar.name) for one in others)


def _counted(desk: Desk, days: Sequence[tuple[Meeting, Sequence[date]]], year: Year) -> tuple[Counts, frozenset[str]]:
    """How many organisations are taken on each day that each meeting could have; and those whose calendars cannot be seen."""
    found: Counts = {}
    hidden: set[str] = set()
    for meeting, possible in days:
        members = year.cycle(meeting.occurrence.group.id).members_of(meeting.occurrence.activity, meeting.occurrence.day)
        asked = availability.counted(desk, members, [span(meeting, day) for day in possible])
        hidden |= asked.hidden
        found |= {(meeting.key, day): count for day, count in zip(possible, asked.taken, strict=False)}
    return found, frozenset(hidden)
