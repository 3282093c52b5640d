"""A region made up: bodies written as in the files, members in common, and the year they are to meet."""

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.cycle.days import Days
from bot.cycle.model import OSLO, Amendment, Cycle, Member
from bot.cycle.written import Programme, Schedule, SchoolWeek
from bot.planner import demands, propose, solve
from bot.planner.costs import Judge
from bot.planner.meetings import Year
from bot.planner.model import Busy, Problem, Proposal, Solution

ROOT = Path(__file__).parents[2]
PROGRAMMES = {path.stem: Programme.model_validate(tomllib.loads(path.read_text("utf-8"))) for path in (ROOT / "programmes").glob("*.toml")}
NOW = datetime(2027, 9, 20, 9, tzinfo=OSLO)
HEAD = '[group]\nid = "{id}"\nname = "faggruppe {id}"\nshort = "{id}"\nmembers = "medlemmer.csv"\nagenda = "sak"\n{more}\n'
MEETING = '[[activity]]\nid = "mote"\ntitle = "Møte i {id}"\nwhen = {when}\ntime = "{time}"\nplace = {place}\nresponsible = "Leder"\n'
HOUSE = '{ name = "Rådhuset", room = "møterom 1" }'
ELSEWHERE = '{ name = "Kulturhuset", room = "salen" }'


def people(*names: str) -> tuple[Member, ...]:
    return tuple(Member(name, "", f"{name} kommune", f"{name}@example.no") for name in names)


def body(
    id: str,  # noqa: A002 - as in the file
    when: str = '{ month = 5, weekday = "thursday", nth = 2 }',
    *,
    members: Sequence[Member] = (),
    time: str = "10.00–12.00",
    place: str = HOUSE,
    more: str = "",
    also: str = "",
) -> Cycle:
    """A body with one activity, and `also` whatever else stands in its file; `more` stands in its [group]."""
    text = HEAD.format(id=id, more=more) + MEETING.format(id=id, when=when, time=time, place=place) + also
    schedule = Schedule.model_validate(tomllib.loads(text))
    return Cycle(schedule, PROGRAMMES, {}, {"medlemmer.csv": tuple(members) or people(f"bare-{id}")})


def laid(*cycles: Cycle, school: Sequence[SchoolWeek] = (), amendments: Sequence[Amendment] = (), year: int = 2028) -> Year:
    return Year(cycles, Days(school), year, tuple(amendments))


def groups(year: Year) -> list[str]:
    return [cycle.schedule.group.id for cycle in year.cycles]


def problem(year: Year, busy: Sequence[Busy] = (), today: date | None = None) -> Problem:
    return demands.problem(Judge(year, tuple(busy), None, today), groups(year))


def best(year: Year, count: int = 1, busy: Sequence[Busy] = ()) -> tuple[Solution, ...]:
    return solve.best(problem(year, busy), count)


def proposed(year: Year, **more: object) -> Proposal:
    return propose.proposal(year, groups(year), NOW, language="nb", **more)  # type: ignore[arg-type]


def short(solution: Solution) -> dict[str, str]:
    """The day of each meeting, as people say it."""
    return {key: f"{day:%a %d.%m}" for key, day in solution.days.items()}


@pytest.fixture
def two() -> Year:
    """Two bodies with four members in common, who by their rules meet on one day in two places."""
    shared = people("Horten", "Larvik", "Ås", "Ski")
    return laid(
        body("naering", members=(*shared, *people("Moss"))),
        body("kultur", members=(*shared, *people("Ask")), place=ELSEWHERE),
    )
