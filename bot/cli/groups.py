"""Which groups a command shows: the one that was named, or all that have something to show."""

from collections.abc import Callable, Sequence

from bot.cycle.model import Cycle
from bot.errors import Unknown


def chosen(cycles: Sequence[Cycle], group: str | None, has: Callable[[Cycle], object], what: str) -> tuple[Cycle, ...]:
    """The group that was asked for, or those that have it. Raises Unknown for a group that is not there or has none; `what` names it."""
    having = tuple(cycle for cycle in cycles if has(cycle))
    if group is None:
        return having
    named = tuple(cycle for cycle in cycles if cycle.schedule.group.id == group)
    if not named:
        raise Unknown(f"Det finnes ingen gruppe «{group}». Disse finnes: {', '.join(sorted(cycle.schedule.group.id for cycle in cycles))}.")
    if not set(map(id, named)) & set(map(id, having)):
        others = ", ".join(sorted(cycle.schedule.group.id for cycle in having))
        raise Unknown(f"Gruppen «{group}» har ingen {what}." + (f" Disse har: {others}." if others else ""))
    return named
