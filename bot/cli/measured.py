"""The command measured: a value of a goal that a person enters or corrects. What it was before is remembered."""

import argparse
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from bot import house
from bot.cli import goals as listed
from bot.cli import groups
from bot.cli.now import now, say, who
from bot.cycle import figures
from bot.cycle import goals as calculated
from bot.cycle.memory import Measured
from bot.cycle.model import OSLO, Cycle
from bot.cycle.written import Goal
from bot.errors import Refused, Unknown
from bot.journal import Journal
from bot.papers import norsk
from bot.papers.measuring.words import odd


def measured(options: argparse.Namespace) -> int:
    """Enter or correct the value of a goal. What is odd is said, and kept all the same."""
    office = house.office(options.workspace)
    at = now(options, office.config)
    cycle, goal = _goal(office.cycles, options.goal, options.group)
    source = options.source.strip() or goal.measured_in
    new = Measured(goal.id, options.year, _region(cycle, goal, options.region), _value(options.value), source, at, who(options))
    with house.memory(options.workspace, office) as journal:
        for line in _entered(journal, cycle, goal, new, at.astimezone(OSLO).year):
            say(line)
    return 0


def _entered(journal: Journal, cycle: Cycle, goal: Goal, new: Measured, year: int) -> Iterator[str]:
    group = cycle.schedule.group.id
    strange = calculated.odd(goal, listed.values_of(cycle, goal, journal.measured([group])), new, year)
    journal.tell(group, new)
    found = listed.values_of(cycle, goal, journal.measured([group]))
    holds = next(one for one in found if (one.now.region, one.now.year) == (new.region, new.year))
    yield f"{goal.title}: {listed.plain(next(listed.history([holds])))}"
    if holds.now.value != new.value:
        yield "merk: et nyere tall gjelder, fra årshjulet eller et senere svar"
    yield from ([f"merk: {odd(strange, 'nb')} Tallet er tatt vare på slik du skrev det."] if strange else [])


def _goal(cycles: Sequence[Cycle], name: str, group: str | None) -> tuple[Cycle, Goal]:
    """The goal with this id, in the group that was named. Raises Unknown when there is none, or several."""
    chosen = groups.chosen(cycles, group, lambda cycle: cycle.schedule.goal, "mål")
    found = [(cycle, goal) for cycle in chosen for goal in cycle.schedule.goal if goal.id == name]
    if len(found) > 1:
        raise Unknown(
            f"Flere grupper har et mål «{name}». Skriv --group {' eller --group '.join(one.schedule.group.id for one, _ in found)}."
        )
    if not found:
        known = [goal.id for cycle in chosen for goal in cycle.schedule.goal]
        close = get_close_matches(name, known, 1)
        raise Unknown(f"Det finnes ikke noe mål «{name}». " + (f"Mente du «{close[0]}»?" if close else "«aarshjul goals» viser dem."))
    return found[0]


def _region(cycle: Cycle, goal: Goal, name: str) -> str:
    """One of the regions the goal is compared with, or an organisation of the register that measures its part. Raises Unknown."""
    members = (one.organisation for members in cycle.registers.values() for one in members)
    known = {norsk.collate(one)[0]: one for one in (*members, *goal.regions)}
    if not name.strip():
        return ""
    if (found := known.get(norsk.collate(name.strip())[0])) is None:
        regions = f"Regionene er: {norsk.listed(goal.regions)}." if goal.regions else "Målet har ingen regioner å sammenligne med."
        raise Unknown(f"«{name}» er verken en av regionene eller i medlemsregisteret. {regions}")
    return found


def _value(written: str) -> float:
    """One number. Raises Refused for a span, a bound or what cannot be read."""
    found = figures.read(written)
    if found.value is None:
        raise Refused(f"{found.why[:1].upper()}{found.why[1:]}. Skriv for eksempel 8012 eller «75,2».")
    if found.high is not None or found.bound or found.year:
        raise Refused(f"«{written}» er mer enn ett tall. Skriv bare tallet, for eksempel 8012 eller «75,2».")
    return found.value
