"""What is wrong in the goals of a schedule: figures that cannot be read, years in the wrong order, regions nobody has named."""

from collections.abc import Iterator
from difflib import get_close_matches

from bot.cycle import figures, goals, rounds
from bot.cycle.check import Source
from bot.cycle.goals import Aim
from bot.cycle.lines import Path
from bot.cycle.model import Fault, Severity
from bot.cycle.written import Figure, Goal

THOUSAND = 1000
TIMES = 10
"""A goal is seldom to grow or shrink so many times."""


def of(source: Source) -> Iterator[Fault]:
    """Every fault and warning in the goals of one schedule."""
    seen: set[str] = set()
    asked = _asked_for(source)
    for at, goal in enumerate(source.cycle.schedule.goal):
        path: Path = ("goal", at)
        if goal.id in seen:
            yield source.fault((*path, "id"), f"to mål heter «{goal.id}»", "Gi hvert mål sin egen id.")
        seen.add(goal.id)
        yield from _figures(source, path, goal)
        yield from _order(source, path, goals.aim(goal))
        yield from _values(source, path, goal)
        yield from _beside(source, path, goal)
        if goal.frequency and goal.id not in asked:
            said = f"«{goal.title}» måles hvert år, men ingen aktivitet spør om tallet"
            advice = 'Legg til en aktivitet med programme = "measuring".'
            yield source.fault((*path, "frequency"), said, advice, Severity.WARNING)


def _asked_for(source: Source) -> frozenset[str]:
    """The goals whose values some activity asks for."""
    rules = ((one, rounds.rule(source.cycle, one)) for one in source.cycle.schedule.activity)
    asking = [one for one, rule in rules if rule and rule.about == "goals"]
    yearly = [goal.id for goal in source.cycle.schedule.goal if goal.frequency]
    return frozenset(name for one in asking for name in one.goals or yearly)


def _figures(source: Source, path: Path, goal: Goal) -> Iterator[Fault]:
    for key, written in _written(goal):
        figure = figures.read(written)
        if figure.value is None:
            advice = "Skriv tallet som 8500, «8.500», «63,5», «over 85 %» eller «70–100 prosent»."
            yield source.fault((*path, key), f"{key}: {figure.why}", advice)
    if goal.target and isinstance(goal.target.value, float) and _lost_noughts(goals.aim(goal), goal.target.value):
        said = f"«{goal.target.value:g}» er mye mindre enn utgangspunktet"
        advice = f"Er det {goal.target.value * THOUSAND:g}, skriv {goal.target.value * THOUSAND:g} uten punktum."
        yield source.fault((*path, "target"), said, advice, Severity.WARNING)


def _lost_noughts(found: Aim, target: float) -> bool:
    """Whether TOML has read 8.500 as eight and a half: a thousand times more is near the baseline."""
    return found.baseline is not None and found.baseline.value > 0 and 1 / TIMES < target * THOUSAND / found.baseline.value < TIMES


def _written(goal: Goal) -> Iterator[tuple[str, Figure]]:
    if goal.baseline:
        yield "baseline", goal.baseline.value
    if goal.target and goal.target.value is not None:
        yield "target", goal.target.value
    if goal.per_year is not None:
        yield "per_year", goal.per_year
    if goal.each_year is not None:
        yield "each_year", goal.each_year
    yield from (("values", one.value) for one in goal.values)


def _order(source: Source, path: Path, found: Aim) -> Iterator[Fault]:
    """Years and directions that do not go together."""
    start, end, direction = found.baseline, found.end, found.goal.direction
    if start and end and end.year <= start.year:
        yield source.fault((*path, "target"), f"målet ({end.year}) er ikke etter utgangspunktet ({start.year})", "Se på årene.")
    elif start and end and (end.value < start.value if direction == "at-least" else end.value > start.value):
        low, key = ("lavere", "at-most") if direction == "at-least" else ("høyere", "at-least")
        said = f"målet er {low} enn utgangspunktet, og direction er «{direction}»"
        yield source.fault((*path, "target"), said, f'Skriv direction = "{key}" når det er meningen.', Severity.WARNING)
    bound = found.target.bound if found.target else ""
    if (bound in ("at-most", "less") and direction == "at-least") or (bound in ("at-least", "more") and direction == "at-most"):
        said = f"målet sier noe annet enn direction = «{direction}»"
        yield source.fault((*path, "target"), said, 'Bruk "at-most" for det som skal bli lavt, og "at-least" for det som skal bli høyt.')
    if found.per_year is not None and found.each_year is not None:
        yield source.fault((*path, "each_year"), "både «per_year» og «each_year» er satt", "Behold den ene: økningen, eller tallet selv.")


def _values(source: Source, path: Path, goal: Goal) -> Iterator[Fault]:
    seen: set[tuple[int, str]] = set()
    for one in goal.values:
        whose = f" for {one.region}" if one.region else ""
        if (one.year, one.region) in seen and one.at is None:
            advice = "Ta bort det ene, eller sett at = dagen det ble rettet."
            yield source.fault((*path, "values"), f"to tall for {one.year}{whose}", advice, Severity.WARNING)
        seen.add((one.year, one.region))
        if one.region and one.region not in goal.regions:
            close = get_close_matches(one.region, goal.regions, 1)
            advice = f"Mente du «{close[0]}»?" if close else f"Legg «{one.region}» til i regions."
            yield source.fault((*path, "values"), f"«{one.region}» er ikke en av regionene", advice)


def _beside(source: Source, path: Path, goal: Goal) -> Iterator[Fault]:
    known = {other.id for other in source.cycle.schedule.goal} - {goal.id}
    for other in goal.beside:
        if other not in known:
            close = get_close_matches(other, known, 1)
            advice = f"Mente du «{close[0]}»?" if close else "Skriv id-en til et annet mål i denne filen."
            yield source.fault((*path, "beside"), f"det finnes ikke noe annet mål «{other}»", advice)
