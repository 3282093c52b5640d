"""What a body's minutes make of its register of measures: rows that are new, rows that somebody has changed, and rows that are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from bot.cycle.memory import Measure, MeasureState
from bot.cycle.written import Language
from bot.desk import minuted
from bot.desk.minuted import Row
from bot.papers import norsk
from bot.papers.followup import deadline, states

HIGHEST = 9_999
"""A number above this is no number of a measure, but a year or a case's reference: the measure gets the next free one."""
LIKE = 0.6
"""How like each other two texts are, for one to be the other with some words changed: 1 is the same."""
STATES: Mapping[str, MeasureState] = {
    "done": "done", "dropped": "dropped", "postponed": "open", "running": "open", "not-started": "open",
}  # fmt: skip
"""What an answer makes of a measure; words that are none of these leave it as it is."""


class Was(NamedTuple):
    """The rows as they were, before somebody changed them."""

    printed: Sequence[Row] | None
    """As the program printed them in the file that was edited: their numbers are the register's. None when nobody knows."""
    entered: Sequence[Row] = ()
    """In the edition that was entered last: a number there may be another measure's in the register."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose minutes, and when: `meetings` are the days of the body's coming meetings, `sha256` the file, `at` (aware UTC) the hour now."""

    body: str
    occurrence: str
    day: date
    meetings: Sequence[date]
    language: Language
    sha256: str
    at: datetime


def merged(found: Sequence[Row], was: Was, known: Sequence[Measure], about: About) -> tuple[Measure, ...]:
    """The measures that are new or changed, by number. `known` is the body's whole register.

    Only what is another than it was is somebody's word, so that old minutes never undo what was reported in the meantime.
    """
    merger = _Merger(about, was, known)
    merger.take(found)
    merger.gone()
    merger.number()
    return tuple(sorted(merger.changed.values(), key=lambda one: one.number))


@dataclass
class _Merger:
    about: About
    was: Was
    known: Sequence[Measure]
    changed: dict[int, Measure] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)
    """Numbers of the measures that some row is about."""
    new: list[Row] = field(default_factory=list)

    def take(self, found: Sequence[Row]) -> None:
        """All rows that are known by their number or their text first: one that is put in above moves the numbers of those below."""
        left = [row for row in found if not self._about(row, self._sure(row))]
        self.new = [row for row in left if not self._about(row, self._placed(row)) and not row.struck]

    def _about(self, row: Row, one: Measure | None) -> bool:
        if one is None:
            return False
        self.met.add(one.number)
        new = _changed(one, row, self._earlier(row, one), self.about)
        new = new._replace(row=row.key, item=row.item, sha256=self.about.sha256) if self._mine(one) else new
        if new != one:
            self.changed[one.number] = new
        return True

    def _earlier(self, row: Row, one: Measure) -> Sequence[Row]:
        """The row as it was, in each of the two: where the measure stood then, else where its text stood."""
        key = one.row if self._mine(one) else row.key
        found = (_row(row, key, rows) for rows in (self.was.entered, self.was.printed or ()))
        return [earlier for earlier in found if earlier]

    def _sure(self, row: Row) -> Measure | None:
        """The measure from before with this number, where the program printed it; else one with the same text for the same one."""
        left = [one for one in self.known if one.number not in self.met]
        if numbered := next((one for one in left if str(one.number) == row.number and not row.item and not self._mine(one)), None):
            printed = self.was.printed
            if _like(row.what, numbered.what) if printed is None else any(one.key == row.key for one in printed):
                return numbered
        text = [one for one in left if minuted.alike(one.what) == minuted.alike(row.what) and (one.state == "open" or self._mine(one))]
        keyed = (one for one in text if self._mine(one) and one.row == row.key)
        theirs = (one for one in text if not row.owner or minuted.alike(one.owner) == minuted.alike(row.owner))
        return next(chain(keyed, theirs), None)

    def _placed(self, row: Row) -> Measure | None:
        """One of these minutes' own that stood in the same place."""
        mine = (one for one in self.known if self._mine(one) and one.number not in self.met)
        return next((one for one in mine if (one.row, one.item) == (row.key, row.item)), None)

    def _mine(self, one: Measure) -> bool:
        return one.occurrence == self.about.occurrence

    def gone(self) -> None:
        """What these minutes brought, and have no more, is dropped. One from before that has left the table stays: nobody has closed it."""
        keys = {one.key for one in self.was.entered}
        for one in self.known:
            if self._mine(one) and one.state == "open" and one.number not in self.met and one.row in keys:
                self.changed[one.number] = one._replace(state="dropped", status="tatt ut av referatet", sha256=self.about.sha256)

    def number(self) -> None:
        """Give each new row its number: the one it is printed with when that is free, else the next after all that have been given."""
        taken = {one.number for one in self.known}
        printed: dict[str, int] = {}
        for row in self.new:
            number = int(row.number) if row.number.isdecimal() and not row.item else 0
            if 0 < number <= HIGHEST and number not in taken:
                printed[row.key] = number
                taken.add(number)
        for row in self.new:
            number = printed.get(row.key) or max(taken, default=0) + 1
            taken.add(number)
            self.changed[number] = _made(row, number, self.about)


def _row(row: Row, key: str, rows: Sequence[Row]) -> Row | None:
    keyed = (other for other in rows if other.key == key)
    same = (other for other in rows if minuted.alike(other.what) == minuted.alike(row.what) and other.item == row.item)
    return next(chain(keyed, same), None)


def _like(one: str, other: str) -> bool:
    """Whether two texts are the same with some words changed."""
    first, second = minuted.alike(one)[: minuted.LONGEST_KEY], minuted.alike(other)[: minuted.LONGEST_KEY]
    return minuted.within(first, second) or SequenceMatcher(None, first, second, autojunk=False).ratio() >= LIKE


def _made(row: Row, number: int, about: About) -> Measure:
    measure = Measure(
        about.body, number, about.occurrence, row.item, row.key, row.what, row.owner, row.deadline,
        due(row.deadline, about), "", "open", about.sha256, about.at,
    )  # fmt: skip
    return _told(measure, row.status, about) if row.status else measure


def due(text: str, about: About) -> str:
    """The last day of a deadline as ISO; empty when it has none that can be told."""
    found = deadline.read(text, about.day, about.meetings, about.language) if text.strip() else None
    return found.day.isoformat() if found and found.day else ""


def _changed(one: Measure, row: Row, earlier: Sequence[Row], about: About) -> Measure:
    """The measure with what somebody has changed in its row."""

    def said(name: str) -> bool:
        new, old = minuted.cut(getattr(row, name)), [minuted.cut(getattr(other, name)) for other in earlier or (one,)]
        return new not in old and (bool(earlier) or bool(new))

    new = one
    if said("what"):
        new = new._replace(what=row.what)
    if said("owner"):
        new = new._replace(owner=row.owner)
    if said("deadline"):
        day = due(row.deadline, about)
        own = one.occurrence == about.occurrence or not day  # «neste møte» is counted from the meeting whose minutes say it
        new = new._replace(deadline=row.deadline if own else norsk.long(date.fromisoformat(day), about.language), due=day)
    if said("status"):
        new = _told(new, row.status, about)
    if row.struck and not any(other.struck for other in earlier) and new.state == "open":
        new = new._replace(state="dropped", status=row.status or f"strøket i referatet {norsk.long(about.day, about.language)}")
    return new


def _told(one: Measure, status: str, about: About) -> Measure:
    """A measure after what stands in its column for status, read as an answer is."""
    state, until = states.read(status, one.what)
    day = due(until, about) if state == "postponed" else ""
    if day:
        one = one._replace(deadline=norsk.long(date.fromisoformat(day), about.language), due=day)
    return one._replace(status=status, state=STATES.get(state, one.state))
