"""A proposal as a text file that people can read and change, and back: TOML, like all that a secretariat writes."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from bot.cycle import read as reader
from bot.cycle.model import OSLO, Fault
from bot.cycle.written import Written
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.planner.model import Alternative, Proposal

HEAD = """\
# Forslag til møteplan {year}, laget {made}.
# «aarshjul adopt {file} --plan 1» gjør plan 1 til planen, og sender kalenderinvitasjonene.
# Vil dere ha en annen dato eller et annet klokkeslett, så rett det her først. Alt annet er til opplysning.
"""


class Entry(Written):
    """One meeting in a plan: what is adopted is its day and its hours."""

    key: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+/\d{4}-\d+$")
    day: date
    time: str = Field(pattern=r"^\d{2}\.\d{2}–\d{2}\.\d{2}$", description="«12.00–13.00»")
    title: str = ""
    note: str = ""


class Plan(Written):
    """One of the plans, with what it costs."""

    points: int = 0
    costs: tuple[str, ...] = ()
    meeting: tuple[Entry, ...] = Field(min_length=1)


class Stored(Written):
    """A proposal that has been read back."""

    year: int = Field(ge=2000, le=2200)
    made: str
    groups: Mapping[str, str]
    plan: tuple[Plan, ...] = Field(min_length=1)


def write(proposal: Proposal, file: str) -> str:
    """The proposal as text; `file` is the name that its first lines speak of."""
    made = proposal.made_at.astimezone(OSLO)
    lines = [HEAD.format(year=proposal.year, made=f"{norsk.long(made.date())} kl. {norsk.clock(made)}", file=file)]
    lines += [f"year = {proposal.year}", f"made = {_quoted(made.isoformat())}"]
    lines += ["", "# Slik reglene, registrene og feriene var. Er de endret siden, sier «adopt» fra.", "[groups]"]
    lines += [f"{group} = {_quoted(mark)}" for group, mark in proposal.groups.items()]
    for number, plan in enumerate(proposal.plans, 1):
        lines += ["", f"# --- plan {number} " + "-" * 60, *_plan(plan)]
    return "\n".join(lines) + "\n"


def _plan(plan: Alternative) -> Iterator[str]:
    yield "[[plan]]"
    yield f"points = {plan.points}"
    yield "costs = ["
    yield from (f"    {_quoted(cost)}," for cost in plan.costs)
    yield "]"
    for one in plan.placed:
        yield "\n[[plan.meeting]]"
        yield f"key = {_quoted(one.key)}"
        yield f"title = {_quoted(one.title)}"
        yield f"day = {one.start.date().isoformat()}  # {norsk.WEEKDAYS['nb'][one.start.weekday()]}"
        yield f"time = {_quoted(f'{norsk.clock(one.start)}–{norsk.clock(one.end)}')}"
        if one.note:
            yield f"note = {_quoted(one.note)}"


def _quoted(text: str) -> str:
    """A string as both JSON and TOML write it."""
    return json.dumps(one_line(text), ensure_ascii=False)


def read(file: str, text: str) -> tuple[Stored | None, tuple[Fault, ...]]:
    """A proposal from text, or None and everything that is wrong with it, by line."""
    return reader.toml(Stored, file, text)
