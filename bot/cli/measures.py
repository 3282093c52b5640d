"""The command measures: what stands in the tables of measures, by goal and strategy, as a list, as JSON or as a workbook."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any

from bot import house
from bot.cli import groups
from bot.cli.now import say
from bot.cycle.measures.model import Measure, Part, Register, When
from bot.cycle.model import Cycle
from bot.desk import budgets
from bot.desk.budgets import Outcome
from bot.errors import Refused, Unknown
from bot.papers.rounds import budget

KINDS: Mapping[str, str] = {
    "running": "løpende", "running-from": "løpende fra et år", "year": "med år", "start": "med start",
    "none": "uten tid", "unclear": "med tid som ikke er forstått",
}  # fmt: skip
HEADER = ("Nr.", "Delmål", "Strategi", "Tiltak", "Indikator", "Ansvarlig", "Samarbeidspartnere", "Når", "Kostnad", "Status")


def measures(options: argparse.Namespace) -> int:
    """List the measures, all or those of one responsible."""
    office = house.office(options.workspace)
    found = groups.chosen(office.cycles, options.group, lambda cycle: cycle.measures.measures or cycle.measures.unread, "tiltak")
    if options.responsible is not None:
        found = _of(found, options.responsible)
    if options.xlsx and not options.json:
        _workbook(options.xlsx, found)
        return 0
    with house.memory(options.workspace, office) as journal:
        settled = {cycle.schedule.group.id: budgets.outcomes(journal, cycle.schedule.group.id) for cycle in found}
    if options.json:
        say(json.dumps([described(cycle, settled[cycle.schedule.group.id]) for cycle in found], ensure_ascii=False, indent=2))
    else:
        for cycle in found:
            _list(cycle, settled[cycle.schedule.group.id])
        if not found:
            say("Ingen grupper har tiltak. Sett measures = «….csv» eller «….xlsx» under [group] i årshjulet.")
    return 0


def _of(cycles: Sequence[Cycle], responsible: str) -> tuple[Cycle, ...]:
    """The same cycles with the measures of one responsible only. Raises Unknown when there are none."""
    kept = tuple((cycle, cycle.measures.of(responsible)) for cycle in cycles)
    if not any(mine for _, mine in kept):
        names = {name.casefold(): name for cycle in cycles for name in cycle.measures.responsible}
        close = get_close_matches(responsible.casefold(), names, 1)
        meant = f"Mente du «{names[close[0]]}»?" if close else f"Disse finnes: {', '.join(sorted(names.values()))}."
        raise Unknown(f"Ingen tiltak har «{responsible}» som ansvarlig. {meant}")
    return tuple(
        Cycle(cycle.schedule, cycle.programmes, cycle.agendas, cycle.registers, cycle.measures._replace(measures=mine, unread=()))
        for cycle, mine in kept
        if mine
    )


def described(cycle: Cycle, settled: Mapping[str, Outcome]) -> dict[str, Any]:
    """A register as other programs read it; the keys are a contract. `budget` is what became of it in the last budget, if anything."""
    register = cycle.measures
    return {
        "group": cycle.schedule.group.id,
        "goals": [part._asdict() for part in register.goals],
        "strategies": [part._asdict() for part in register.strategies],
        "measures": [
            one._asdict() | {"when": one.when._asdict(), "budget": settled[one.number]._asdict() if one.number in settled else None}
            for one in register.measures
        ],
        "unread": [row._asdict() for row in register.unread],
    }


def _list(cycle: Cycle, settled: Mapping[str, Outcome]) -> None:
    register = cycle.measures
    say(f"{cycle.schedule.group.id}: {_counted(register)}")
    goals, strategies = _texts(register.goals), _texts(register.strategies)
    for goal, of_goal in groupby(register.measures, key=lambda one: one.goal):
        say(_heading(f"\nDelmål {goal}" if goal else "\nUten delmål", goals.get(goal, "")))
        for strategy, mine in groupby(of_goal, key=lambda one: one.strategy):
            if strategy:
                say(_heading(f"  {strategy}", strategies.get(strategy, "")))
            for one in mine:
                say(f"    {one.number:<8} {one.text}")
                say(f"    {'':<8} {' · '.join(_details(one, settled.get(one.number)))}")
    for row in register.unread:
        say(f"\n  linje {row.line} kan ikke leses: {row.text}")
    say()


def _counted(register: Register) -> str:
    kinds = Counter(one.when.kind for one in register.measures)
    parts = ", ".join(f"{kinds[kind]} {words}" for kind, words in KINDS.items() if kinds[kind])  # type: ignore[index]  # the kinds of When
    under = {one.strategy for one in register.measures if one.strategy}
    return f"{len(register.measures)} tiltak" + (f" i {len(under)} strategier" if under else "") + (f" ({parts})" if parts else "")


def _heading(number: str, text: str) -> str:
    return f"{number}: {text}" if text else number


def _texts(parts: Sequence[Part]) -> Mapping[str, str]:
    return {part.number: part.text for part in parts}


def _details(one: Measure, settled: Outcome | None) -> Iterator[str]:
    yield ", ".join(one.responsible) or "ingen ansvarlig"
    yield _when(one.when)
    yield from (said for said in (one.indicator, one.cost, one.status) if said)
    if settled:
        yield f"budsjett {settled.year}: {budget.WORDS['nb'].states[settled.state].lower()}"


def _when(when: When) -> str:
    match when.kind:
        case "running":
            return "løpende"
        case "running-from":
            return f"løpende fra {when.year}"
        case "start":
            return f"start {when.year}"
        case "none":
            return "tid ikke satt"
        case _:
            return when.text


def _workbook(path: Path, cycles: Sequence[Cycle]) -> None:
    """The measures of one group, as a table that can be read in again."""
    if len(cycles) != 1:
        raise Refused("Velg én gruppe med --group, så arbeidsboken får ett register.")
    from bot.papers.followup import sheet  # noqa: PLC0415  openpyxl is loaded only where a workbook is written

    [cycle] = cycles
    register = cycle.measures
    goals, strategies = _texts(register.goals), _texts(register.strategies)
    rows = [
        (
            one.number, f"{one.goal} {goals.get(one.goal, '')}".strip(), strategies.get(one.strategy, ""), one.text, one.indicator,
            " / ".join(one.responsible), " / ".join(one.partners), one.when.text, one.cost, one.status,
        )
        for one in register.measures
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sheet.write("Tiltak", HEADER, rows))
    say(f"Skrev {path}.")
