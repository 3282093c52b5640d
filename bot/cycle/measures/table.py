"""The rows of a table as a secretary keeps it: headings repeated, goals between its parts, cells as a spreadsheet hands them over."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.cycle.measures import columns
from bot.cycle.measures.columns import Name
from bot.cycle.measures.model import Part, Unread
from bot.cycle.model import Fault, Severity
from bot.cycle.register import Row

_GOAL = re.compile(r"(?:(\d{1,2})\s?\.?\s?)?(?:del|hoved|hovud)?mål\b\s*(\d{1,2})?\s*[.:–-]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"(?:(?:del|hoved|hovud)?mål\s?)?(\d{1,2})\b\s*[.:–-]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_INDICATOR = re.compile(r"indikator\w*\s?:\s*", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")
SHOWN = 80
"""Characters of a row that are shown in a message."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row with a measure: where it stands, under which goal, and what is in its cells; new lines in a cell are kept."""

    at: int
    goal: str
    cells: Mapping[Name, str]

    def cell(self, name: Name) -> str:
        """One cell on one line."""
        return one_line(self.cells.get(name, ""))


@dataclass
class Table:
    """Reads row by row; what it must remember is where it is: under which goal, and which column is what."""

    file: str
    places: Mapping[int, Name] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    goals: dict[str, Part] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    goal: str = ""
    _unnumbered: dict[str, str] = field(default_factory=dict)
    introducing: bool = False
    """Between the heading of a goal and the table below it: what the goal says, its indicators, and what is written about it."""

    def read(self, rows: Iterable[Row]) -> None:
        """Take in all rows. What stands above the first headings is a title, and not part of the table."""
        for at, row in rows:
            cells = tuple(_text(value) for value in row)
            if not any(cells):
                continue
            if (found := columns.find(cells)) is not None:
                self._headings(at, found)
            elif not self._heading_of_goal(cells) and not self._about_goal(cells) and self.places:
                self._row(at, row, cells)

    def warn(self, at: int, message: str, advice: str) -> None:
        self.faults.append(Fault(self.file, at, message, advice, Severity.WARNING))

    def _headings(self, at: int, found: columns.Columns) -> None:
        for heading in found.twice:
            self.warn(at, f"kolonnen «{heading}» står to ganger", "Den siste blir brukt. Ta bort den andre, eller gi den et annet navn.")
        for heading in () if self.places else found.unknown:
            self.warn(at, f"ukjent kolonne «{heading[:SHOWN]}»", "Kolonnen blir ikke brukt.")
        self.places, self.introducing = found.places, False

    # --- goals between the parts of the table

    def _heading_of_goal(self, cells: Sequence[str]) -> bool:
        """«1. DELMÅL», «Delmål 2: Røros skal …»: alone on its row."""
        words = [cell for cell in cells if cell]
        found = _GOAL.fullmatch(words[0]) if len(words) == 1 else None
        number = (found[1] or found[2]) if found else None
        if found is None or number is None:
            return False
        self._enter(number, found[3])
        self.introducing = True
        return True

    def _enter(self, number: str, text: str) -> None:
        known = self.goals.get(number, Part(number))
        self.goals[number] = known._replace(text=known.text or one_line(text))
        self.goal = number

    def _about_goal(self, cells: Sequence[str]) -> bool:
        words = [(place, cell) for place, cell in enumerate(cells) if cell]
        if not self.introducing or len(words) > 1 or self.places.get(words[0][0]) == "text":
            self.introducing = False
            return False
        goal, said = self.goals[self.goal], words[0][1]
        if label := _INDICATOR.match(said):
            found = tuple(one for line in said[label.end() :].split("\n") if (one := one_line(line)))
            self.goals[self.goal] = goal._replace(indicators=(*goal.indicators, *found))
        elif not goal.text:
            self.goals[self.goal] = goal._replace(text=one_line(said))
        return True

    # --- a row of the table

    def _row(self, at: int, row: Sequence[object], cells: Sequence[str]) -> None:
        named = {name: cells[place] for place, name in self.places.items() if place < len(cells)}
        for place, name in self.places.items():
            if name == "number" and place < len(row) and isinstance(row[place], date):
                named["number"] = self._not_a_date(at, row[place])
        if goal := named.get("goal", ""):
            numbered = _NAMED.fullmatch(goal)
            self._enter(*(numbered.groups() if numbered else (self._next_goal(goal), goal)))
        if named.get("text"):
            self.lines.append(Line(at, self.goal, named))
            return
        shown = " | ".join(one_line(cell) for cell in cells if cell)
        self.unread.append(Unread(at, shown))
        said = f"raden har ikke noe tiltak: «{shown[:SHOWN]}»"
        self.warn(at, said, "Skriv hva som skal gjøres, i kolonnen Tiltak, eller ta bort raden.")

    def _not_a_date(self, at: int, value: object) -> str:
        number = f"{value.day}.{value.month}" if isinstance(value, date) else ""
        self.warn(at, f"nummeret er lest som {number}", "Regnearket har gjort det om til en dato. Formater kolonnen som tekst.")
        return number

    def _next_goal(self, text: str) -> str:
        """The number of a goal that was given none: the one it had, or the next."""
        if (said := one_line(text)) not in self._unnumbered:
            number = len(self.goals) + 1
            while str(number) in self.goals:
                number += 1
            self._unnumbered[said] = str(number)
        return self._unnumbered[said]


def one_line(text: str) -> str:
    """Text with each run of spaces and new lines as one space."""
    return " ".join(text.split())


def _text(value: object) -> str:
    """A cell as text; a whole number has no decimals, a date no hour, and new lines are kept."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    lines = (_SPACES.sub(" ", line).strip() for line in unicodedata.normalize("NFC", str(value)).splitlines())
    return "\n".join(line for line in lines if line)
