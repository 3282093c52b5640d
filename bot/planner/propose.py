"""A proposal for a year's meetings: from the office's texts to three plans in words, and the fingerprints that tell when it is stale."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from bot.cycle.model import OSLO
from bot.cycle.written import Language
from bot.planner import demands, solve, words
from bot.planner.costs import Counted, Judge
from bot.planner.explain import Teller
from bot.planner.meetings import Year
from bot.planner.model import Busy, Meeting, Proposal


def proposal(  # noqa: PLR0913 - what a proposal is made from, all named
    year: Year,
    groups: Collection[str],
    now: datetime,
    *,
    language: Language,
    busy: Sequence[Busy] = (),
    counted: Counted | None = None,
    told: Collection[str] = (),
    remarks: Sequence[str] = (),
) -> Proposal:
    """The best plans for the meetings of these groups, made at `now` (aware).

    `busy` is other calendars, `counted` how many members are taken on the days that may be proposed, `told` the meetings whose date members
    have been sent, and `remarks` what the reader of the proposal should know besides.
    """
    judge = Judge(year, tuple(busy), counted, now.astimezone(OSLO).date(), language)
    problem = demands.problem(judge, groups, told)
    meeting = {one.occurrence.group.id for one in problem.meetings.values()}
    solutions = solve.best(problem) if problem.candidates else ()
    teller = Teller(problem, judge, language)
    return Proposal(
        year=year.year,
        language=language,
        groups=fingerprints(year, groups),
        names=tuple(group.name for group in (cycle.schedule.group for cycle in year.cycles) if group.id in groups and group.id in meeting),
        made_at=now,
        plans=tuple(teller.alternative(solution, solutions[0]) for solution in solutions),
        unplaced=tuple(map(teller.unplaced, problem.unplaced)),
        remarks=(*remarks, *teller.remarks()),
        clash=() if solutions or not problem.candidates else tuple(teller.clash(solve.core(problem))) or (words.WORDS[language].undecided,),
    )


def possible(
    year: Year, groups: Collection[str], now: datetime, told: Collection[str] = ()
) -> tuple[tuple[Meeting, tuple[date, ...]], ...]:
    """The meetings that are to be placed, with the days they may have: what is worth asking people's calendars about."""
    problem = demands.problem(Judge(year, today=now.astimezone(OSLO).date()), groups, told)
    free = [meeting for key, meeting in problem.meetings.items() if key in problem.candidates and not meeting.fixed]
    return tuple((meeting, tuple(one.day for one in problem.candidates[meeting.key])) for meeting in free)


def fingerprints(year: Year, groups: Collection[str]) -> Mapping[str, str]:
    """For each group, what its dates were proposed from: another one when a rule, an hour, a place, a register or a holiday has changed.

    What people have moved does not count: that is seen meeting by meeting.
    """
    texts = replace(year, amendments=(), routes={})
    problem = demands.problem(Judge(texts), groups)
    seen: dict[str, list[object]] = {group: [] for group in sorted(groups)}
    for key, meeting in problem.meetings.items():
        occurrence = meeting.occurrence
        if occurrence.group.id in seen:
            hours = (occurrence.start.time().isoformat(), occurrence.end.time().isoformat())
            days = [candidate.day.isoformat() for candidate in problem.candidates.get(key, ())]
            seen[occurrence.group.id].append((key, meeting.own.isoformat(), hours, occurrence.place_parts, sorted(meeting.members), days))
    return {group: sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:16] for group, rows in seen.items()}
