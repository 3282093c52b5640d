"""Whoever makes what a step sends: the maker for a step, at an instant, with what the desk has seen."""

from datetime import datetime

from bot.cycle.model import OSLO, Occurrence, Step
from bot.desk.desk import Desk, View
from bot.desk.material import Cabinet, Maker


def maker(desk: Desk, view: View, occurrence: Occurrence, step: Step, now: datetime, version: int = 0) -> Maker:
    """The maker for a step at `now` (aware). The date on a paper is the day it is to leave; today, when that day has passed."""
    planned = max(step.at, now) if step.rule.at else now
    day = planned.astimezone(OSLO).date()
    return Maker(desk.office, view.whole, occurrence, step, day, view.facts, Cabinet(desk.journal.fetch, desk.printed), version, now)
