"""The example workspace at the top of the repository, as the benchmarks use it."""

import shutil
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot import house
from bot.cycle import plan, read
from bot.cycle.model import Plan
from bot.cycle.written import SchoolWeek, Written
from bot.papers.office import Office
from bot.workspace import SchoolWeeks

ROOT = Path(__file__).parent.parent
TEXTS = ("config.toml", "school.toml", "agendas", "programmes", "schedules", "templates")

M = TypeVar("M", bound=Written)


def office() -> Office:
    """Everything in it, read."""
    return house.office(ROOT)


def year(office: Office, number: int) -> Plan:
    """Its plan for one year, with no one's amendments."""
    return plan.lay(office.cycles, office.days, date(number, 1, 1), date(number + 1, 1, 1))


def school_weeks() -> tuple[SchoolWeek, ...]:
    """The school weeks of every county."""
    found, faults = read.toml(SchoolWeeks, "school.toml", (ROOT / "school.toml").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(faults)
    return found.week


def copied(to: Path) -> Path:
    """A copy of its texts, without a journal or a letter. Returns `to`."""
    to.mkdir(parents=True)
    for name in TEXTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name)
        else:
            shutil.copy2(source, to / name)
    return to
