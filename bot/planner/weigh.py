"""Whether a set of dates keeps the demands, and what it weighs: the meaning of a problem, without any solver."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.planner.crowding import monday
from bot.planner.model import Demand, Never, Ordered, Point, Problem, Tie, Together, Week

Days = Mapping[str, date]


def when(point: Point, days: Days) -> date:
    """The day of a point, when the meetings are on these days."""
    return point.days[days[point.root]] if point.root else point.day


def broken(demand: Demand, days: Days) -> bool:
    """Whether a demand does not hold. A day that no candidate has tells of nothing that follows from it."""
    match demand:
        case Never(one, other, shared):
            return days[one] == days[other] and days[one] in shared
        case Together(one, other):
            return days[one] != days[other]
        case Ordered(earlier, later, gap):
            known = all(not point.root or days[point.root] in point.days for point in (earlier, later))
            return known and (when(later, days) - when(earlier, days)).days < gap


def concerned(demand: Demand) -> Iterator[str]:
    """The keys of the meetings that a demand is about."""
    match demand:
        case Never(one, other) | Together(one, other):
            yield from (one, other)
        case Ordered(earlier, later):
            yield from (point.root for point in (earlier, later) if point.root)


def crowded(wish: Week, days: Days) -> bool:
    """Whether two meetings are in one week, and not on a day that suits both."""
    one, other = days[wish.one], days[wish.other]
    return monday(one) == monday(other) and not (one == other and one in wish.same)


def away(tie: Tie, days: Days) -> int:
    """How many days a meeting lies from where its rule counts it to."""
    return abs((days[tie.key] - when(tie.exact, days)).days)


def points(problem: Problem, days: Days) -> int:
    """What a set of dates weighs, all in all."""
    alone = sum(one.points for key, candidates in problem.candidates.items() for one in candidates if one.day == days[key])
    together = sum(wish.points for wish in problem.weeks if crowded(wish, days))
    return alone + together + sum(away(tie, days) for tie in problem.ties)
