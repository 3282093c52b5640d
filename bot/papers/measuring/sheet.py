"""Values of goals in a workbook: what is sent to be filled in, what was filled in when it comes back, and all values for an economist."""

from collections.abc import Iterator, Sequence

from bot.cycle.goals import Current
from bot.cycle.model import OSLO
from bot.papers.cells import Cell
from bot.papers.followup.labels import same
from bot.papers.measuring import answer
from bot.papers.measuring.model import Read, Wanted
from bot.papers.measuring.table import last
from bot.papers.measuring.words import WORDS, words
from bot.papers.rounds.model import Round

NUMBER, TITLE, REGION, UNIT, LAST, YEAR, VALUE, SOURCE = range(8)
NO_TABLE = "Arket har ingen tabell med kolonnene Nr., År og Tall. Send tilbake arket du fikk, utfylt, eller svar i e-posten."


def own(wanted: Sequence[Wanted], round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """The header and the rows of the sheet that goes with the letter: a row for each goal and each region, with the value left open."""
    return words(round_.language).sheet, [row for one in wanted for row in _own(one)]


def _own(one: Wanted) -> Iterator[Sequence[Cell]]:
    for region in (one.region, *one.goal.regions):
        yield one.number, one.goal.title, region, one.goal.unit, last(one._replace(region=region)), one.year, None, ""


def read(sheets: Sequence[Sequence[Sequence[str]]], wanted: Sequence[Wanted]) -> Read | str:
    """What was filled in; or, in Norwegian, why it cannot be read. A row without a value is no answer."""
    for rows in sheets:
        for at, row in enumerate(rows):
            if columns := _columns(row):
                return answer.together(_row(cells, columns, wanted) for cells in rows[at + 1 :])
    return NO_TABLE


def _columns(row: Sequence[str]) -> dict[int, int]:
    """Where each column stands; empty when the row is no header."""
    for language in WORDS:
        headings = [same(text) for text in words(language).sheet]
        found = {headings.index(same(cell)): at for at, cell in enumerate(row) if same(cell) in headings}
        if {NUMBER, YEAR, VALUE} <= found.keys():
            return found
    return {}


def _row(cells: Sequence[str], columns: dict[int, int], wanted: Sequence[Wanted]) -> Read:
    number, region, year, value, source = (
        cells[columns[one]].strip() if one in columns else "" for one in (NUMBER, REGION, YEAR, VALUE, SOURCE)
    )
    if not value:
        return Read()
    one = next((one for one in wanted if str(one.number) == number), None)
    if one is None or region not in ("", one.region, *one.goal.regions):
        return Read(unread=(" | ".join(filter(None, cells)),))
    found = answer.figure(f"{year}: {value}" if year else value, one)
    if found is None:
        return Read(unread=(" | ".join(filter(None, cells)),))
    return Read((found._replace(region=region or one.region, source=source or found.source),))


def whole(round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """Everything that is known of the goals of the round, year by year: header and rows."""
    _, title, region, unit, _, year, value, source = words(round_.language).sheet
    header = (title, region, unit, year, value, source, words(round_.language).table[4])
    return header, [_known(goal.title, goal.unit, one) for goal in round_.goals for one in round_.values.get(goal.id, ())]


def _known(title: str, unit: str, one: Current) -> Sequence[Cell]:
    day = one.now.at.astimezone(OSLO).date() if one.now.at else None
    value = int(one.now.value) if one.now.value.is_integer() else f"{one.now.value:.15g}".replace(".", ",")
    return title, one.now.region, unit, one.now.year, value, one.now.source, f"{one.now.who} {day:%d.%m.%Y}".strip() if day else one.now.who
