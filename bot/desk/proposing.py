"""A proposal of next year's meetings, with what the desk knows: what people have moved, whom dates were sent to, and who is taken."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.cycle.model import OSLO
from bot.cycle.plan import FARTHEST
from bot.desk import availability
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused, Unknown
from bot.papers.busy import Calendar
from bot.planner import propose
from bot.planner.costs import span
from bot.planner.meetings import Year
from bot.planner.model import Busy, Meeting, Proposal


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
    return propose.proposal(
        whole, ours, now,
        language=languages.pop() if len(languages) == 1 else desk.office.config.language,
        busy=tuple(Busy(one.start, one.end, one.what, calendar.name) for calendar in calendars for one in calendar.taken),
        counted=_counted(desk, propose.possible(whole, ours, now, sent), whole) if busy else None,
        told=sent,
        remarks=tuple(f"{remark}." for calendar in calendars for remark in calendar.remarks),
    )  # fmt: skip


def _counted(desk: Desk, days: Sequence[tuple[Meeting, Sequence[date]]], year: Year) -> dict[tuple[str, date], tuple[int, int]]:
    """How many organisations are taken on each day that each meeting could have."""
    found: dict[tuple[str, date], tuple[int, int]] = {}
    for meeting, possible in days:
        members = year.cycle(meeting.occurrence.group.id).members_of(meeting.occurrence.activity, meeting.occurrence.day)
        counts = availability.counted(desk, members, [span(meeting, day) for day in possible])
        found |= {(meeting.key, day): count for day, count in zip(possible, counts, strict=False)}
    return found
