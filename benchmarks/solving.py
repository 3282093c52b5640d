"""The solver on ten bodies with forty members in common, beside what one would write without it: place greedily, mend, and begin again."""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from benchmarks import example, measure
from bot.cycle.days import Days
from bot.cycle.model import Cycle, Member
from bot.cycle.written import Programme, Schedule
from bot.planner import demands, solve, weigh
from bot.planner.costs import Judge
from bot.planner.meetings import Year
from bot.planner.model import Demand, Problem, Week

BODIES, MEMBERS, EACH = 10, 40, 12
STARTS = 60
"""How often the peer begins again, with the meetings in another order."""
SCHEDULE = """
[group]
id = "b{number}"
name = "faggruppe {number}"
counties = ["Oslo", "Innlandet"]
members = "m.csv"
[[activity]]
id = "mote"
title = "Møte i faggruppe {number}"
when = {when}
time = "10.00–12.00"
place = {{ name = "Hus {house}", room = "rom {room}" }}
"""


def rows() -> Iterator[measure.Row]:
    """The best plan and its proof; and the three plans of a proposal. The peer finds one plan, and says nothing of how good it is."""
    found = problem()
    [best] = solve.best(found, 1)
    theirs = Peer(found).best()
    dearer = round(100 * (weigh.points(found, theirs) - best.points) / best.points)
    name = f"best plan, {BODIES} bodies : greedy, {dearer} % dearer"
    yield measure.row(name, 1.0, ours=lambda: solve.best(found, 1), peer=lambda: Peer(found).best(), repeats=2)
    name = "three plans : as many greedy ones"
    yield measure.row(name, 1.0, ours=lambda: solve.best(found, 3), peer=lambda: [Peer(found).best() for _ in range(3)], repeats=1)


def problem() -> Problem:
    """Ten bodies, each with a dozen of the forty members, and four or five meetings a year."""
    noise = random.Random(7)
    people = [Member(f"Medlem {number}", "", f"Kommune {number % 15}", f"m{number}@example.no") for number in range(MEMBERS)]
    programme = Programme.model_validate(tomllib.loads((example.ROOT / "programmes" / "meeting.toml").read_text("utf-8")))
    cycles = []
    for number in range(BODIES):
        weekday, months = noise.choice(["tuesday", "wednesday", "thursday"]), sorted(noise.sample([1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12], 5))
        nth = f'{{ month = {months}, weekday = "{weekday}", nth = {noise.choice([1, 2, 3])} }}'
        when = f'{{ quarter = [1, 2, 3, 4], weekday = "{weekday}" }}' if number % 3 == 2 else nth  # noqa: PLR2004  every third
        text = SCHEDULE.format(number=number, when=when, house=number % 4, room=number % 2)
        schedule = Schedule.model_validate(tomllib.loads(text))
        cycles.append(Cycle(schedule, {"meeting": programme}, {}, {"m.csv": tuple(noise.sample(people, EACH))}))
    year = Year(cycles, Days(example.school_weeks()), 2028)
    return demands.problem(Judge(year), [cycle.schedule.group.id for cycle in cycles])


class Peer:
    """Each meeting on the cheapest day that is still possible; then one at a time to a better day, as long as there is one."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        self.noise = random.Random(1)
        self.demands: dict[str, list[Demand]] = {key: [] for key in found.candidates}
        self.weeks: dict[str, list[Week]] = {key: [] for key in found.candidates}
        for demand in found.demands:
            for key in weigh.concerned(demand):
                self.demands[key].append(demand)
        for wish in found.weeks:
            self.weeks[wish.one].append(wish)
            self.weeks[wish.other].append(wish)

    def best(self) -> Mapping[str, date]:
        """The cheapest of many tries."""
        tries = [plan for _ in range(STARTS) if (plan := self._plan())]
        return min(tries, key=lambda plan: weigh.points(self.problem, plan))

    def _plan(self) -> dict[str, date] | None:
        keys = list(self.problem.candidates)
        self.noise.shuffle(keys)
        plan: dict[str, date] = {}
        for key in keys:
            day = self._cheapest(key, plan)
            if day is None:
                return None
            plan[key] = day
        while self._mended(keys, plan):
            pass
        return plan

    def _mended(self, keys: Sequence[str], plan: dict[str, date]) -> bool:
        before = dict(plan)
        for key in keys:
            plan[key] = self._cheapest(key, {other: day for other, day in plan.items() if other != key}) or plan[key]
        return plan != before

    def _cheapest(self, key: str, plan: Mapping[str, date]) -> date | None:
        days = [(cost, one.day) for one in self.problem.candidates[key] if (cost := self._cost(key, one.day, one.points, plan)) is not None]
        return min(days)[1] if days else None

    def _cost(self, key: str, day: date, points: int, plan: Mapping[str, date]) -> int | None:
        """What a day costs beside what is placed; None where a demand does not hold."""
        there = {**plan, key: day}
        known = (demand for demand in self.demands[key] if all(other in there for other in weigh.concerned(demand)))
        if any(weigh.broken(demand, there) for demand in known):
            return None
        wishes = (wish for wish in self.weeks[key] if wish.one in there and wish.other in there)
        return points + sum(wish.points for wish in wishes if weigh.crowded(wish, there))
