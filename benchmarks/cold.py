"""Forgets what the planner remembers from one plan to the next, so that each measurement starts as a new process does."""

from bot.cycle import days, hours, plan, when

ROOMS = (days, hours, plan, when)


def forget() -> None:
    """Empty every cache of the cycle."""
    for room in ROOMS:
        for value in vars(room).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
