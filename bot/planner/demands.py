"""From the schedules to a problem: the meetings with the days they may have, what must hold between them, and what is wished."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise

from bot.planner.chain import Chain
from bot.planner.costs import MOST_SHARED, WEIGHTS, Judge
from bot.planner.crowding import monday
from bot.planner.meetings import Year, of
from bot.planner.model import Candidate, Demand, Fixed, Kind, Meeting, Never, Ordered, Point, Problem, Together, Week, Why

MOST_APART = 28
"""Days between two meetings of a body that has not said otherwise, at most: else half of what its own rules have."""

Days = Mapping[str, tuple[Candidate, ...]]


def problem(judge: Judge, groups: Collection[str], told: Collection[str] = ()) -> Problem:
    """Everything that is to be solved for these groups. `told` are the meetings whose date members have been sent."""
    found = _relevant(of(judge.year, groups, told, judge.today), groups)
    judged = {meeting.key: judge.days(meeting) for meeting in found}
    meetings = {meeting.key: meeting for meeting in found}
    candidates = {key: open_days for key, (open_days, _) in judged.items() if open_days}
    placed = [meetings[key] for key in candidates]
    chain = _chain(judge.year, placed, candidates)
    nevers = tuple(_nevers(placed, candidates))
    return Problem(
        judge.year.year,
        meetings,
        candidates,
        {key: shut for key, (_, shut) in judged.items()},
        (
            *(never for never in nevers if not _both_fixed(never, meetings)),
            *_together(placed),
            *_bodies(placed, candidates),
            *chain.demands(),
        ),
        tuple(_weeks(placed, candidates)),
        tuple(chain.ties()),
        tuple(never for never in nevers if _both_fixed(never, meetings) and not _others(never, meetings)),
    )


def _both_fixed(never: Never, meetings: Mapping[str, Meeting]) -> bool:
    return bool(meetings[never.one].fixed and meetings[never.other].fixed)


def _others(never: Never, meetings: Mapping[str, Meeting]) -> bool:
    """Whether it is between two groups that the proposal is not about."""
    return all(meetings[key].fixed is Fixed.OTHERS for key in (never.one, never.other))


def _relevant(found: Sequence[Meeting], groups: Collection[str]) -> tuple[Meeting, ...]:
    """The meetings of the groups, and of the others those that stand in their way: with members or a room in common."""
    ours = [meeting for meeting in found if meeting.occurrence.group.id in groups]
    people = {member for meeting in ours for member in meeting.members}
    rooms = {_room(meeting) for meeting in ours} - {""}
    return tuple(one for one in found if one in ours or one.members & people or _room(one) in rooms)


def _chain(year: Year, placed: Sequence[Meeting], candidates: Days) -> Chain:
    days = {meeting.key: tuple(one.day for one in candidates[meeting.key]) for meeting in placed}
    return Chain(year, year.laid(), {meeting.key: meeting for meeting in placed if not meeting.fixed}, days)


# --- pairs -----------------------------------------------------------------------------------------------------------


def _pairs(placed: Sequence[Meeting], candidates: Days) -> Iterator[tuple[Meeting, Meeting, frozenset[date]]]:
    """Two meetings, and the days that both could have. Parts of one joint day do not disturb each other."""
    for one, other in combinations(placed, 2):
        if not _joint(one) & _joint(other):
            yield one, other, frozenset(_each(candidates, one)) & frozenset(_each(candidates, other))


def _each(candidates: Days, meeting: Meeting) -> tuple[date, ...]:
    return tuple(candidate.day for candidate in candidates[meeting.key])


def _nevers(placed: Sequence[Meeting], candidates: Days) -> Iterator[Never]:
    """Nobody is in two places on one day, and nothing else is in the room."""
    for one, other, days in _pairs(placed, candidates):
        shared = len(one.members & other.members)
        if days and shared and (_overlap(one, other) or not _same_place(one, other)):
            yield Never(one.key, other.key, days, Why.MEMBERS, shared)
        elif days and _room(one) and _room(one) == _room(other) and _overlap(one, other):
            yield Never(one.key, other.key, days, Why.ROOM)


def _weeks(placed: Sequence[Meeting], candidates: Days) -> Iterator[Week]:
    """People who meet in two bodies had rather not in one week, unless both meet on one day in one place."""
    for one, other, days in _pairs(placed, candidates):
        shared = len(one.members & other.members)
        if (
            shared
            and not (one.fixed and other.fixed)
            and one.body != other.body
            and _mondays(_each(candidates, one)) & _mondays(_each(candidates, other))
        ):
            same = days if _same_place(one, other) and not _overlap(one, other) else frozenset[date]()
            yield Week(one.key, other.key, WEIGHTS[Kind.WEEK] + min(shared, MOST_SHARED), shared, same)


def _mondays(days: Sequence[date]) -> frozenset[date]:
    return frozenset(map(monday, days))


def _overlap(one: Meeting, other: Meeting) -> bool:
    mine, theirs = one.occurrence, other.occurrence
    return mine.start.time() < theirs.end.time() and theirs.start.time() < mine.end.time()


def _same_place(one: Meeting, other: Meeting) -> bool:
    """Whether one can be at both on a day: in the same house, or from any chair."""
    mine, theirs = one.occurrence.place, other.occurrence.place
    online = (mine.online and not mine.name) or (theirs.online and not theirs.name)
    return bool(online) or (bool(mine.name) and mine.name.casefold() == theirs.name.casefold())


def _room(meeting: Meeting) -> str:
    """The room, by its house and its name; nothing where the place has none."""
    place = meeting.occurrence.place
    return f"{place.name}/{place.room}".casefold() if place.name and place.room else ""


# --- bodies ----------------------------------------------------------------------------------------------------------


def _bodies(placed: Sequence[Meeting], candidates: Days) -> Iterator[Demand]:
    """The meetings of each body in their own order, and not too near each other."""
    bodies: dict[str, list[Meeting]] = {}
    for meeting in sorted(placed, key=lambda meeting: (meeting.own, meeting.key)):
        bodies.setdefault(meeting.body, []).append(meeting)
    for series in bodies.values():
        for before, after in pairwise(series):
            between = (after.own - before.own).days
            if between and not (before.fixed and after.fixed):
                apart = before.occurrence.group.apart or min(MOST_APART, between // 2)
                points = (_point(before, candidates), _point(after, candidates))
                yield Ordered(*points, max(1, apart), Why.APART if apart > 1 else Why.ORDER)


def _point(meeting: Meeting, candidates: Days) -> Point:
    return Point(meeting.title, meeting.own, meeting.key, {day: day for day in _each(candidates, meeting)})


def _together(placed: Sequence[Meeting]) -> Iterator[Demand]:
    """Meetings that are parts of one joint day."""
    joint: dict[str, list[Meeting]] = {}
    for meeting in placed:
        for name in _joint(meeting):
            joint.setdefault(name, []).append(meeting)
    for parts in joint.values():
        for one, other in pairwise(parts):
            if not (one.fixed and other.fixed):
                yield Together(one.key, other.key)


def _joint(meeting: Meeting) -> frozenset[str]:
    joint = meeting.occurrence.activity.joint
    return frozenset((joint.title,)) if joint else frozenset()
