"""The commands propose and adopt: next year's meetings by the solver, as a file to change, a paper or JSON; and the file as the plan."""

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import house
from bot.cli.acting import with_desk
from bot.cli.now import now, say, who
from bot.cycle import hours
from bot.cycle.model import OSLO, Occurrence
from bot.desk import adopt as adopting
from bot.desk import proposing, tabling
from bot.desk.adopt import Adopted, Basis, Choice
from bot.desk.desk import Desk
from bot.desk.tabling import Fate, Tabled
from bot.errors import Refused
from bot.hours import Hours
from bot.papers import busy, document, norsk
from bot.papers.busy import Calendar, Unreadable
from bot.planner import stored
from bot.planner.model import Alternative, Placed, Proposal
from bot.planner.stored import Entry, Stored

OUT = "out"
HELD = 3
LARGEST = 2_000_000


def propose(options: argparse.Namespace) -> int:
    """Propose dates for a year, and write them down: 3 when a meeting has no possible date, or no plan is possible."""
    office = house.office(options.workspace)
    calendars = tuple(_calendar(path, options.year) for path in options.ics)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        at = now(options, office.config)
        found = proposing.proposal(desk, options.year, options.group, calendars, at, busy=options.busy)
        made = tabling.paper(office, found)
        tabled = tabling.lay(desk, found, made, who(options), at) if found.plans else ()
    file = _written(options, found) if found.plans else None
    if options.docx:
        options.docx.parent.mkdir(parents=True, exist_ok=True)
        options.docx.write_bytes(document.write(made, office.letterhead))
    if options.json:
        say(json.dumps(described(found, file, tabled), ensure_ascii=False, indent=2))
    else:
        for line in _lines(found):
            say(line)
        if file:
            say(f"\nSkrev {file}. «aarshjul adopt {file}» gjør plan 1 til planen.")
        if options.docx:
            say(f"Skrev {options.docx}.")
        for one in tabled:
            say(_case(one))
    return HELD if found.unplaced or not found.plans else 0


def _calendar(path: Path, year: int) -> Calendar:
    with path.open("rb") as file:
        found = busy.read(file.read(busy.LARGEST + 1), path.stem, year)
    if isinstance(found, Unreadable):
        raise Refused(f"{path.name}: {found.reason}.")
    return found


def _written(options: argparse.Namespace, found: Proposal) -> Path:
    """The proposal as a text file in out/, under a name that says what it is about."""
    about = "".join(f"-{group}" for group in options.group)
    path: Path = options.workspace / OUT / f"moteplan-{found.year}{about}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(stored.write(found, str(path)), encoding="utf-8")
    return path


# --- what is said ----------------------------------------------------------------------------------------------------


def _lines(found: Proposal) -> Iterator[str]:
    """The proposal as a person reads it."""
    for number, plan in enumerate(found.plans, 1):
        yield f"Plan {number}{' (anbefalt)' if number == 1 else ''}, vekt {plan.points}" + ("" if plan.proven else " (beste vi fant)")
        yield from (f"  {_row(one)}" for one in plan.placed)
        yield from (f"  annerledes: {text}" for text in plan.differs)
        yield from (f"  koster: {text}" for text in plan.costs)
        yield ""
    if found.clash:
        yield "Ingen plan er mulig. Disse kravene kan ikke oppfylles samtidig:"
        yield from (f"  {text}" for text in found.clash)
    elif not found.plans and not found.unplaced:
        yield f"Ingen møter i {found.year} å foreslå datoer for."
    for one in found.unplaced:
        yield f"Ingen dato er mulig: {one.title} ({one.key})"
        yield from (f"  {text}" for text in one.reasons)
    yield from (f"Merk: {text}" for text in found.remarks)


def _row(one: Placed) -> str:
    day = f"{one.start:%d.%m.} {norsk.WEEKDAYS['nb'][one.start.weekday()][:3]}"
    return f"{day}  {norsk.clock(one.start)}–{norsk.clock(one.end)}  {one.title}" + (f"  ·  {one.note}" if one.note else "")


def _case(tabled: Tabled) -> str:
    """What becomes of the proposal in a meeting that has it on its agenda."""
    meeting = f"møtet {norsk.long(tabled.occurrence.day)} ({tabled.occurrence.key})"
    return {
        Fate.ENCLOSED: f"Forslaget følger som vedlegg med innkallingen til {meeting}.",
        Fate.SAME: f"Det samme forslaget ligger alt ved innkallingen til {meeting}.",
        Fate.AGAIN: f"Forslaget følger med innkallingen til {meeting}. Den var godkjent uten det, og må godkjennes på nytt.",
        Fate.CORRECTED: f"Innkallingen til {meeting} er alt sendt. En rettet innkalling med forslaget kommer til godkjenning.",
        Fate.OVER: f"Forslaget følger ingen innkalling, for {meeting} er begynt eller holdt. Med --docx får dere det som fil.",
    }[tabled.fate]


def described(found: Proposal, file: Path | None, tabled: Sequence[Tabled] = ()) -> dict[str, Any]:
    """A proposal as other programs read it; the keys are a contract."""
    return {
        "year": found.year,
        "groups": list(found.groups),
        "made": found.made_at.astimezone(OSLO).isoformat(),
        "file": str(file) if file else None,
        "plans": [_plan(plan) for plan in found.plans],
        "unplaced": [one._asdict() for one in found.unplaced],
        "remarks": list(found.remarks),
        "clash": list(found.clash),
        "enclosed": [{"occurrence": one.occurrence.key, "fate": one.fate} for one in tabled],
    }


def _plan(plan: Alternative) -> dict[str, Any]:
    return {
        "points": plan.points,
        "proven": plan.proven,
        "costs": list(plan.costs),
        "differs": list(plan.differs),
        "meetings": [
            one._asdict() | {"start": one.start.isoformat(), "end": one.end.isoformat(), "own": one.own.isoformat()} for one in plan.placed
        ],
    }


# --- adopt -----------------------------------------------------------------------------------------------------------


def adopt(options: argparse.Namespace) -> int:
    """Make one of the plans in a file the plan, and ask for the invitations."""
    found = _read(options.file)
    if options.plan > len(found.plan):
        raise Refused(f"{options.file.name} har bare {len(found.plan)} {'plan' if len(found.plan) == 1 else 'planer'}.")
    try:
        made_at = datetime.fromisoformat(found.made)
    except ValueError:
        raise Refused(f"{options.file.name}: «made» er ikke et tidspunkt. Lag et nytt forslag.") from None
    basis = Basis(found.year, found.groups, made_at if made_at.tzinfo else made_at.replace(tzinfo=OSLO))
    choices = [_choice(entry) for entry in found.plan[options.plan - 1].meeting]

    def act(desk: Desk, at: datetime) -> None:
        _told(adopting.adopt(desk, basis, choices, who(options), at), choices)

    return with_desk(options, act)


def _read(path: Path) -> Stored:
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    found, faults = stored.read(path.name, raw.decode("utf-8", errors="replace"))
    if found is None:
        raise Refused("\n".join(f"{fault.file}:{fault.line}: {fault.message}. {fault.advice}".rstrip() for fault in faults))
    return found


def _choice(entry: Entry) -> Choice:
    span = hours.span(entry.time)
    if span is None:
        raise Refused(f"{entry.key}: «{entry.time}» er ikke et tidsrom; skriv «12.00–13.00».")
    start, end = (datetime.combine(entry.day, at, OSLO) for at in span)
    return Choice(entry.key, start, end)


def _told(done: Adopted, choices: Sequence[Choice]) -> None:
    """Say what was done, and what comes later."""
    new = {choice.key: choice for choice in choices}
    for one in done.moved:
        choice = new[one.key]
        say(f"  {one.activity.title}: {norsk.moment(choice.start, choice.end)}, i stedet for {norsk.long(one.day)}")
    changed = f"{_meetings(len(done.moved))} har fått en annen dato enn før, {len(choices) - len(done.moved)} står som før."
    say(f"{changed[:1].upper()}{changed[1:]}")
    if done.told:
        say(f"Medlemmene har alt fått datoen for {len(done.told)} av dem. De får beskjed om den nye ved neste runde.")
    near = len(done.invited) - len(done.later)
    say(f"Kalenderinvitasjoner til {_meetings(near)} går ut ved neste runde." if near else "Ingen nye kalenderinvitasjoner å sende nå.")
    if done.later:
        say(f"{_meetings(len(done.later))} er mer enn et år fram: {_named(done.later)}.")
        say("Invitasjonene dit er godkjent, og går ut av seg selv når det er litt over et år igjen.")


def _meetings(number: int) -> str:
    return f"{number or 'ingen'} {'møte' if number == 1 else 'møter'}"


def _named(later: Sequence[Occurrence]) -> str:
    return norsk.listed(tuple(norsk.long(one.day) for one in later))
