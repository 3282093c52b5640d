"""A table of measures, to a register and everything in it that a person must look at."""

from collections.abc import Iterable, Iterator, Sequence

from bot.cycle.measures import numbers, when
from bot.cycle.measures.model import Measure, Register
from bot.cycle.measures.names import Decided, Names, folded
from bot.cycle.measures.numbers import Numbered
from bot.cycle.measures.table import SHOWN, Line, Table
from bot.cycle.model import Fault, Severity
from bot.cycle.register import Row

MOST = 5000
"""Measures in one register: more than any plan has."""
_VAIN = "Skriv navnet under [names] i årshjulet slik det står i tabellen, eller ta det bort."


def read(file: str, rows: Iterable[Row], decided: Decided | None = None) -> tuple[Register, tuple[Fault, ...]]:
    """The measures in a table, and every fault, each with its line in `file`.

    `decided` says what names in the table stand for. A row that cannot be read is in the register's `unread`, and told as a fault.
    """
    table = Table(file)
    table.read(rows)
    if not table.places:
        advice = "Sett inn en rad med overskrifter: Nr.;Strategi;Tiltak;Indikator;Ansvarlig;Samarbeidspartnere;Når;Status."
        return Register(), (Fault(file, 1, "fant ingen rad med overskrifter", advice),)
    if len(table.lines) > MOST:
        return Register(), (Fault(file, table.lines[MOST].at, "registeret har for mange tiltak", f"En fil kan ha høyst {MOST}."),)
    placed, strategies = numbers.give(table)
    cells = tuple(cell for line in table.lines for cell in _naming(line))
    names = Names(cells, decided or {})
    measures = tuple(_measure(one, names) for one in placed)
    register = Register(measures, tuple(table.goals.values()), strategies, tuple(table.unread))
    told = (*table.faults, *_twice(file, measures), *_remarks(file, measures), *_proposals(file, table.lines, names))
    there = names.standing(cells)
    vain = (written for written in decided or {} if folded(written) not in there)
    told = (*told, *(Fault(file, 1, f"«{written}» står under [names], men ikke her", _VAIN, Severity.WARNING) for written in vain))
    return register, tuple(sorted(told))


def _naming(line: Line) -> Iterator[str]:
    for name in ("responsible", "partners"):
        if cell := line.cells.get(name):
            yield cell


def _measure(one: Numbered, names: Names) -> Measure:
    line = one.line
    return Measure(
        number=one.number,
        goal=one.goal,
        strategy=one.strategy,
        text=line.cell("text"),
        indicator=line.cell("indicator"),
        responsible=names.read(line.cells.get("responsible", "")),
        partners=names.read(line.cells.get("partners", "")),
        when=when.read(line.cell("when")),
        cost=line.cell("cost"),
        status=line.cell("status"),
        line=line.at,
    )


def _twice(file: str, measures: Sequence[Measure]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for one in measures:
        if one.number in first:
            said = f"to tiltak har nummer {one.number}; det første står på linje {first[one.number]}"
            yield Fault(file, one.line, said, "Gi hvert tiltak sitt eget nummer. Svarene på det kommer under nummeret.")
        first.setdefault(one.number, one.line)


def _remarks(file: str, measures: Sequence[Measure]) -> Iterator[Fault]:
    for one in measures:
        if not one.responsible:
            advice = "Sekretariatet blir spurt om det til Ansvarlig er fylt inn."
            yield Fault(file, one.line, f"tiltak {one.number} har ingen ansvarlig", advice, Severity.WARNING)
        if one.when.kind == "unclear":
            advice = "Skriv et år («2027»), «kontinuerlig», «2027 – kontinuerlig» eller «start 2027»."
            yield Fault(file, one.line, f"«{one.when.text[:SHOWN]}» i kolonnen Når er ikke forstått", advice, Severity.WARNING)


def _proposals(file: str, lines: Sequence[Line], names: Names) -> Iterator[Fault]:
    """What may be several names, or another spelling of one: once, where it first stands. Until it is decided it is read as it stands."""
    first: dict[str, int] = {}
    for line in lines:
        cell = line.cells.get("responsible", "")
        for proposal in names.proposals(cell):
            if first.setdefault(proposal.written, line.at) == line.at:
                several = ", ".join(f'"{one}"' for one in proposal.meant)
                said = f"«{proposal.written}» er lest som én ansvarlig"
                yield _decide(file, line.at, said, f'"{proposal.written}" = [{several}]', "Er det flere")
        for name in names.read(cell):
            first.setdefault(name, line.at)
    for proposal in names.alike(first):
        said = f"«{proposal.written}» ligner på «{proposal.meant[0]}»"
        yield _decide(file, first[proposal.written], said, f'"{proposal.written}" = "{proposal.meant[0]}"', "Er det den samme")


def _decide(file: str, line: int, said: str, written: str, when_so: str) -> Fault:
    advice = f"{when_so}, skriv {written} under [names] i årshjulet. Ellers skriv navnet som seg selv."
    return Fault(file, line, said, advice, Severity.WARNING)
