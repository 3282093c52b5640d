"""The solver: a problem in, its best solutions out, or the few demands that cannot hold together. OR-Tools' CP-SAT is known here alone.

One worker, a fixed seed and a limit that counts work, not seconds: the same problem has the same solutions each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from bot.planner.crowding import Crowding, monday, weeks
from bot.planner.model import Demand, Never, Ordered, Point, Problem, Solution, Together

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoundedLinearExpression, CpModel, CpSolver, IntVar, LinearExpr

SEED = 2028
LIMIT = 4.0
"""Work for each plan, in the solver's own unit: at most about ten seconds on a machine of today."""
SHARE, MOST_DIFFERENT = 4, 5
"""Another plan has every fourth meeting in another week, but need not have more than five: then it is really another."""
LONG = 800
"""More days than lie between any two in the plan."""


@dataclass(frozen=True)
class Model:
    """A problem in the solver's words: a yes or no for each day of each meeting."""

    problem: Problem
    model: "CpModel"
    chosen: "dict[str, dict[date, IntVar]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, candidates in self.problem.candidates.items():
            self.chosen[key] = {one.day: self.model.new_bool_var(f"{key} {one.day}") for one in candidates}
            self.model.add_exactly_one(self.chosen[key].values())

    # --- what must hold

    def demand(self, demand: Demand, holds: "IntVar | None" = None) -> None:
        """Let a demand hold: always, or when `holds` does."""
        for bound in self._bounds(demand):
            added = self.model.add(bound)
            if holds is not None:
                added.only_enforce_if(holds)

    def _bounds(self, demand: Demand) -> "Iterator[BoundedLinearExpression | bool]":
        match demand:
            case Never(one, other, days):
                yield from (self.chosen[one][day] + self.chosen[other][day] <= 1 for day in sorted(days))
            case Ordered(earlier, later, gap):
                yield self._when(later) - self._when(earlier) >= gap
            case Together(one, other):
                yield self._on(one) == self._on(other)

    def _when(self, point: Point) -> "LinearExpr | int":
        """The day of a point, as a number."""
        if not point.root:
            return point.day.toordinal()
        return sum(point.days[day].toordinal() * yes for day, yes in self.chosen[point.root].items())

    def _on(self, key: str) -> "LinearExpr | int":
        return sum(day.toordinal() * yes for day, yes in self.chosen[key].items())

    # --- what is wished

    def cost(self) -> "LinearExpr | int":
        """What everything weighs together."""
        all_days = [(key, one) for key, candidates in self.problem.candidates.items() for one in candidates]
        days = [one.points * self.chosen[key][one.day] for key, one in all_days if one.points]
        return sum((*days, *Crowding(self.problem, self.model, self.chosen).cost(), *self._ties()))

    def _ties(self) -> "Iterator[IntVar]":
        for tie in self.problem.ties:
            away = self.model.new_int_var(0, LONG, f"away {tie.key}")
            self.model.add(away >= self._on(tie.key) - self._when(tie.exact))
            self.model.add(away >= self._when(tie.exact) - self._on(tie.key))
            yield away

    # --- another plan

    def differ(self, others: Mapping[str, date]) -> None:
        """Let the next solution be really another: meetings in other weeks, or on other days where a meeting has one week only."""
        same = []
        for key, days in self.chosen.items():
            if len(days) > 1:
                by_week = weeks(days)
                same.append(sum(by_week[monday(others[key])]) if len(by_week) > 1 else days[others[key]])
        self.model.add(sum(same) <= len(same) - min(MOST_DIFFERENT, max(1, ceil(len(same) / SHARE))))

    def days(self, solver: "CpSolver") -> dict[str, date]:
        """The day of each meeting in the solution that was found."""
        return {key: next(day for day, yes in days.items() if solver.boolean_value(yes)) for key, days in self.chosen.items()}


def best(problem: Problem, count: int = 3) -> tuple[Solution, ...]:
    """The best plans, least cost first, each really unlike the others: at most `count`, none when the demands cannot hold together."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - it takes half a second to load, and only a proposal needs it

    model = Model(problem, cp_model.CpModel())
    for demand in problem.demands:
        model.demand(demand)
    model.model.minimize(model.cost())
    found: list[Solution] = []
    while len(found) < count:
        solver = _solver()
        status = solver.solve(model.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        days = model.days(solver)
        found.append(Solution(days, round(solver.objective_value), status == cp_model.OPTIMAL))
        if all(len(options) == 1 for options in model.chosen.values()):
            break
        model.differ(days)
    return tuple(sorted(found, key=lambda solution: solution.points))


def core(problem: Problem) -> tuple[Demand, ...]:
    """A few demands that cannot hold together, none of them superfluous: without any one, the others can. None when all can hold."""
    left = _clashing(problem, problem.demands)
    for demand in left:
        if demand in left:  # an earlier round may have shown that it is not needed
            left = _clashing(problem, tuple(other for other in left if other is not demand)) or left
    return left


def _clashing(problem: Problem, demands: Sequence[Demand]) -> tuple[Demand, ...]:
    """Those of the demands that the solver needs to show that they cannot all hold; none when they can."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - as above

    model = Model(problem, cp_model.CpModel())
    switches = [model.model.new_bool_var(f"demand {number}") for number in range(len(demands))]
    for switch, demand in zip(switches, demands, strict=True):
        model.demand(demand, switch)
    model.model.add_assumptions(switches)
    solver = _solver()
    if solver.solve(model.model) != cp_model.INFEASIBLE:
        return ()
    needed = frozenset(solver.sufficient_assumptions_for_infeasibility())
    return tuple(demand for switch, demand in zip(switches, demands, strict=True) if switch.index in needed)


def _solver() -> "CpSolver":
    from ortools.sat.python import cp_model  # noqa: PLC0415 - as above

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = LIMIT
    solver.parameters.linearization_level = 2  # the sums of `crowding` help as cuts, or not at all
    return solver
