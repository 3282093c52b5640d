"""What became of measures in the budget: in, partly or out, as a person says it, with who and when in the postjournal."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.cycle import rounds
from bot.cycle.memory import Entry
from bot.cycle.model import Occurrence, Plan
from bot.desk.ports import Journal
from bot.errors import Unknown
from bot.papers.office import Office
from bot.papers.rounds import budget
from bot.papers.rounds.model import Round

WHAT = "budget.settled"


def occurrences(office: Office, whole: Plan) -> Iterator[Occurrence]:
    """The rounds about cost in sight."""
    about = {
        (cycle.schedule.group.id, one.id)
        for cycle in office.cycles
        for one in cycle.schedule.activity
        if (rule := rounds.rule(cycle, one)) and rule.cost
    }
    return (one for one in whole.occurrences if (one.group.id, one.activity.id) in about)


def settled(office: Office, journal: Journal, whole: Plan) -> Mapping[str, Mapping[str, str]]:
    """For each round about cost in sight, what became of each proposal; the last word counts."""
    return {one.key: _of(journal, one.key) for one in occurrences(office, whole)}


def _of(journal: Journal, key: str) -> Mapping[str, str]:
    found = (json.loads(one.detail) for one in journal.records(occurrence=key) if one.what == WHAT)
    return {str(one["number"]): str(one["state"]) for one in found}


class Outcome(NamedTuple):
    """What became of a measure in the budget of a year."""

    year: int
    state: str


def outcomes(journal: Journal, group: str) -> Mapping[str, Outcome]:
    """What became of each measure of a group, by its number, in the last budget that anything was said of; the last word counts."""
    found: dict[str, Outcome] = {}
    for one in journal.records():
        owner, _, rest = one.occurrence.partition("/")
        if one.what != WHAT or owner != group:
            continue
        told, year = json.loads(one.detail), int(rest.rpartition("/")[2].partition("-")[0]) + 1
        number = str(told["number"])
        if number not in found or found[number].year <= year:
            found[number] = Outcome(year, str(told["state"]))
    return found


def settle(journal: Journal, round_: Round, number: str, state: str, who: str, at: datetime) -> None:
    """Remember what became of one proposal. Raises Unknown when there is no such number."""
    known = [one.number for one in budget.proposed(round_)]
    if number not in known:
        raise Unknown(f"Det er ikke meldt noe tiltak «{number}». Numrene er: {', '.join(known) or 'ingen'}.")
    journal.record(Entry(at, WHAT, who, round_.occurrence.key, detail={"number": number, "state": state}))
