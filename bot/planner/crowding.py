"""Meetings in one week that people have in common, in the solver's words: pair by pair, and in sums that show how full a week is.

Without the sums it cannot tell a hopeless year from a promising one before every date is set; with them ten bodies take seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from bot.planner.model import Ordered, Problem, Week

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

DAYS_OF_WEEK = 7
LEAST = 3
"""Fewer meetings than this are a pair, and need no sum."""

Chosen = Mapping[str, Mapping[date, "IntVar"]]
Pair = frozenset[str]


def monday(day: date) -> date:
    """The week a day is in, by its first day."""
    return day - timedelta(days=day.weekday())


def weeks(days: "Mapping[date, IntVar]") -> "dict[date, list[IntVar]]":
    """The days of a meeting, week by week."""
    found: dict[date, list[IntVar]] = {}
    for day, yes in days.items():
        found.setdefault(monday(day), []).append(yes)
    return found


@dataclass(frozen=True)
class Crowding:
    """What the wishes for quiet weeks cost."""

    problem: Problem
    model: "CpModel"
    chosen: Chosen
    both: "dict[tuple[Pair, date], IntVar]" = field(default_factory=dict)

    def cost(self) -> "Iterator[LinearExpr]":
        """What each pair of meetings in one week weighs."""
        by_week = {key: weeks(days) for key, days in self.chosen.items()}
        for wish in self.problem.weeks:
            mine, theirs = by_week[wish.one], by_week[wish.other]
            for week in sorted(mine.keys() & theirs.keys()):
                both = self.model.new_bool_var(f"{wish.one} and {wish.other} in the week of {week}")
                excused = [self._one_day(wish, day) for day in sorted(wish.same) if monday(day) == week]
                self.model.add(both + sum(excused) >= sum(mine[week]) + sum(theirs[week]) - 1)
                if not excused:
                    self.both[frozenset((wish.one, wish.other)), week] = both
                yield wish.points * both
        for week, crowd in self._crowds(by_week):
            self._count(week, crowd, by_week)

    def _one_day(self, wish: Week, day: date) -> "IntVar":
        """Whether both are on a day that suits both."""
        both = self.model.new_bool_var(f"{wish.one} and {wish.other} on {day}")
        self.model.add_implication(both, self.chosen[wish.one][day])
        self.model.add_implication(both, self.chosen[wish.other][day])
        return both

    def _count(self, week: date, crowd: Sequence[str], by_week: "Mapping[str, Mapping[date, list[IntVar]]]") -> None:
        """Of n meetings that all disturb each other, at least n - 1 pairs are in one week, and 2n - 3. Follows from the pairs."""
        total = sum(sum(by_week[key][week]) for key in crowd)
        pairs = sum(both for pair in combinations(crowd, 2) if (both := self.both.get((frozenset(pair), week))) is not None)
        self.model.add(pairs >= total - 1)
        self.model.add(pairs >= 2 * total - 3)

    def _crowds(self, by_week: "Mapping[str, Mapping[date, list[IntVar]]]") -> Iterator[tuple[date, tuple[str, ...]]]:
        """For each week, the meetings of each person that all disturb each other; none that is part of a larger one."""
        people: dict[str, list[str]] = {}
        for key in sorted(self.chosen):
            for member in self.problem.meetings[key].members:
                people.setdefault(member, []).append(key)
        spread = self._spread()
        for week in sorted({week for found in by_week.values() for week in found}):
            found = {self._crowd([key for key in keys if week in by_week[key]], week, spread) for keys in map(tuple, people.values())}
            large = [crowd for crowd in found if len(crowd) >= LEAST]
            for crowd in sorted(crowd for crowd in large if not any(set(crowd) < set(other) for other in large)):
                yield week, crowd

    def _crowd(self, keys: Sequence[str], week: date, spread: frozenset[str]) -> tuple[str, ...]:
        """The meetings of one person that disturb each other, or that cannot be in one week at all."""
        crowd: list[str] = []
        for key in keys:
            body = self.problem.meetings[key].body
            if all(
                (frozenset((key, other)), week) in self.both or (self.problem.meetings[other].body == body and body in spread)
                for other in crowd
            ):
                crowd.append(key)
        return tuple(crowd)

    def _spread(self) -> frozenset[str]:
        """The bodies that never have two meetings in one week: each is a week at least from the one before."""
        meetings, apart = self.problem.meetings, dict[str, int]()
        for demand in self.problem.demands:
            if isinstance(demand, Ordered) and demand.gap >= DAYS_OF_WEEK and demand.earlier.root and demand.later.root:
                one, other = meetings[demand.earlier.root], meetings[demand.later.root]
                apart[one.body] = apart.get(one.body, 0) + (one.body == other.body)
        placed = [meetings[key].body for key in self.problem.candidates]
        return frozenset(body for body in set(placed) if apart.get(body, 0) >= placed.count(body) - 1)
