"""The command budget: the measures that were proposed for a budget, what they cost, and what became of them."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from bot import house
from bot.cli.now import now, say, who
from bot.desk import budgets, compiled, rounds
from bot.desk import desk as desks
from bot.errors import Unknown
from bot.hours import Hours
from bot.papers import norsk
from bot.papers.rounds import budget as papers
from bot.papers.rounds.budget import Proposed
from bot.papers.rounds.model import Round


def budget(options: argparse.Namespace) -> int:
    """List what was proposed for the budget of a year; with --set, remember what became of one of them."""
    office = house.office(options.workspace)
    at = now(options, office.config)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        view = desks.look(desk, at)
        asked = (one for one in budgets.occurrences(office, view.whole) if one.group.id == options.group)
        key = next((one.key for one in asked if one.day.year == options.year - 1), None)
        round_ = rounds.round_of(desk, view, key) if key else None
        if round_ is None:
            raise Unknown(f"«{options.group}» har ikke spurt om tiltak til budsjettet for {options.year}.")
        states = dict(view.facts.budgeted.get(round_.occurrence.key, {}))
        if options.set:
            number, state = options.set
            if state not in papers.STATES:
                raise Unknown(f"«{state}» er ikke forstått. Skriv in, partly eller out.")
            budgets.settle(desk.journal, round_, number, state, who(options), at)
            states[number] = state
    if options.xlsx:
        options.xlsx.parent.mkdir(parents=True, exist_ok=True)
        options.xlsx.write_bytes(compiled.table(round_))
        say(f"Skrev {options.xlsx}.")
    if options.json:
        say(json.dumps([described(one, states, round_) for one in papers.proposed(round_)], ensure_ascii=False, indent=2))
    else:
        _list(round_, states)
    return 0


def described(one: Proposed, states: Mapping[str, str], round_: Round) -> dict[str, Any]:
    """A proposal as other programs read it; the keys are a contract. `cost` is in kroner, null when none was given."""
    return {**one._asdict(), "year": papers.year(round_), "state": states.get(one.number, "")}


def _list(round_: Round, states: Mapping[str, str]) -> None:
    told, found = papers.WORDS["nb"], papers.proposed(round_)
    whole = norsk.number(sum(one.cost or 0 for one in found)).replace(norsk.NO_BREAK, " ")
    say(f"Budsjett {papers.year(round_)}: {len(found) or 'ingen'} tiltak, til sammen {whole} kr")
    for one in found:
        cost = told.unknown if one.cost is None else f"{norsk.number(one.cost)} kr".replace(norsk.NO_BREAK, " ")
        say(f"  {one.number:<7} {cost:>14}  {told.states[states.get(one.number, '')]:<16}  {one.text}")
