"""The number of each measure, and of the strategy it stands under: written once and filled down, or on every row, or not at all."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.cycle.measures.model import Part
from bot.cycle.measures.table import SHOWN, Line, Table

_OWN = re.compile(r"(\d{1,4}(?:\.\d{1,4}){0,3})-\d{1,4}")
"""The number of a measure as this program gives it: that of its strategy, and its place there."""
_NUMBER = re.compile(r"[\w.-]{1,20}")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A measure with its number and the numbers of what it stands under; a part that it has none of is empty."""

    number: str
    goal: str
    strategy: str
    line: Line


@dataclass
class _Order:
    """Goes through the lines of a table; what it must remember is which strategy is filled down."""

    table: Table
    own: bool
    strategies: dict[str, Part] = field(default_factory=dict)
    strategy: str = ""
    goal: str = ""
    _unnumbered: dict[str, dict[str, str]] = field(default_factory=dict)

    def place(self, line: Line) -> Numbered:
        """A line under its goal and strategy, with its number when one is written for it alone."""
        if line.goal != self.goal:
            self.goal, self.strategy = line.goal, ""  # a strategy is not filled down into another goal
        number, text = self._written(line), line.cell("strategy")
        named = _OWN.fullmatch(number)
        mine = number if named or self.own else ""
        if heading := (named[1] if named else "" if self.own else number):
            self._enter(line, heading, text)
        elif text:
            self._enter(line, self._next(text), text)
        head, dot, _ = self.strategy.partition(".")
        return Numbered(mine, line.goal or (head if dot else ""), self.strategy, line)

    def _written(self, line: Line) -> str:
        number = line.cell("number").replace(",", ".").removesuffix(".")
        if number and not _NUMBER.fullmatch(number):
            said = f"«{number[:SHOWN]}» er ikke et nummer"
            self.table.warn(line.at, said, "Skriv det slik: 1.2. Formater kolonnen som tekst, så regnearket lar det stå.")
            return ""
        return number

    def _enter(self, line: Line, number: str, text: str) -> None:
        known = self.strategies.get(number)
        if known and text and known.text and known.text != text:
            number = self._another(line, number, text)
            known = self.strategies.get(number)
        self.strategies[number] = Part(number, known.text if known and known.text else text)
        self.strategy = number

    def _another(self, line: Line, number: str, text: str) -> str:
        """The number of one more strategy that has the number of another. After 3.9, «3.1» is a 3.10 that was taken for a number."""
        head, _, last = self.strategy.rpartition(".")
        following = f"{head}.{int(last) + 1}" if head and last.isdecimal() else ""
        if following.endswith("0") and following.rstrip("0") == number:
            said = f"nummeret {number} er lest som {following}"
            self.table.warn(line.at, said, "Regnearket har tatt det for et tall. Formater kolonnen som tekst.")
            return following
        said = f"to strategier har nummer {number}, og «{text[:SHOWN]}» er den andre"
        self.table.warn(line.at, said, "Gi hver strategi sitt eget nummer. Til da står tiltakene under den første.")
        return number

    def _next(self, text: str) -> str:
        """The number of a strategy that has none: the one it had under this goal, or the next."""
        known = self._unnumbered.setdefault(self.goal, {})
        if text not in known:
            number = len(known) + 1
            prefix = f"{self.goal}." if self.goal else ""
            while f"{prefix}{number}" in self.strategies:
                number += 1
            known[text] = f"{prefix}{number}"
        return known[text]


def give(table: Table) -> tuple[tuple[Numbered, ...], tuple[Part, ...]]:
    """The table's measures with their numbers, and its strategies. A measure that has none gets its place under what it stands under."""
    order = _Order(table, _own(table.lines))
    placed = tuple(order.place(line) for line in table.lines)
    return tuple(_counted(placed)), tuple(order.strategies.values())


def _own(lines: Sequence[Line]) -> bool:
    """Whether the numbers are the measures' own: on every row, never the same, and not only where a strategy begins."""
    numbers = [line.cell("number") for line in lines]
    return all(numbers) and len(set(numbers)) == len(numbers) and not all(line.cell("strategy") for line in lines)


def _counted(placed: Sequence[Numbered]) -> Iterator[Numbered]:
    taken = {one.number for one in placed}
    counts: Counter[str] = Counter()
    for one in placed:
        if one.number:
            yield one
            continue
        above = one.strategy or one.goal
        number = ""
        while not number or number in taken:
            counts[above] += 1
            number = f"{above}-{counts[above]}" if above else str(counts[above])
        yield replace(one, number=number)
