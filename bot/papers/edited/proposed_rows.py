"""Tables compared three ways, row by row: who was there, what is to be followed up, and who is invited."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from lxml import etree

from bot.papers.edited import pieces, tables
from bot.papers.edited import proposed_words as words
from bot.papers.edited.blocks import alike, one_line
from bot.papers.edited.model import Attendee, Measure
from bot.papers.edited.pieces import Cell, Tabular
from bot.papers.edited.proposed_marks import Pen
from bot.papers.edited.proposed_places import Laid

LIKE = 0.6
"""How like each other two measures of one number are, for one to be the other with some words changed."""
ANSWER = ("present", "excused", "absent", "substitute")
"""What one answer fills in: all of it is a person's, or all the program's."""
AT = {name: at for at, name in enumerate(tables.ATTENDANCE)}
Key = tuple[str, ...]
Rows = Mapping[Key, "Row"]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row: what it says by column, and it and its cells as they stand in the file."""

    values: Mapping[str, str]
    element: etree._Element
    cells: Sequence[etree._Element]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


class Table(NamedTuple):
    element: etree._Element
    columns: Mapping[str, int]
    header: Row
    rows: tuple[Row, ...]
    """Those below the header."""


def merge(base: Laid, there: Laid, fresh: Laid, pen: Pen) -> Iterator[str]:
    """Put into the goal (`there`) what is new in the tables that both `base` and `fresh` have; a sentence for each thing."""
    kinds = {"attendance": _attendance, "measures": _measures, "invited": _invited}
    for kind in sorted(fresh.tables, key=lambda kind: list(kinds).index(kind.partition(":")[0])):
        was, now, merged = _table(base, kind), _table(fresh, kind), kinds[kind.partition(":")[0]]
        if was is not None and now is not None:
            yield from merged(was, _table(there, kind), now, pen)


def _table(laid: Laid, kind: str) -> Table | None:
    """A table of a file; columns that nobody else has named are called what they are headed."""
    part = laid.tables[kind].part if kind in laid.tables else None
    if not isinstance(part, Tabular):
        return None
    if kind == "invited":
        headings = [alike(heading) for heading in part.header]
        columns: Mapping[str, int] = {heading: headings.index(heading) for heading in headings}
    else:
        known = tables.columns(part, tables.ATTENDANCE if kind == "attendance" else tables.MEASURES)
        others = ((alike(heading), at) for at, heading in enumerate(part.header) if at not in known.values())
        columns = {**known, **({name: at for name, at in others if name} if kind != "attendance" else {})}
    header, *found = (
        Row({name: one_line(cells[at].text) for name, at in columns.items() if at < len(cells)}, element, places)
        for cells, (element, places) in zip(part.rows, laid.rows[kind], strict=True)
    )
    return Table(laid.tables[kind].element, columns, header, tuple(found))


# --- who was there


def _attendance(base: Table, there: Table | None, fresh: Table, pen: Pen) -> Iterator[str]:
    was, mine, now = (_by_key(table, _person) for table in (base, there, fresh))
    after = there.header.element if there else None
    for key, row in now.items():
        if key not in was and key not in mine:
            yield words.new_member(_attendee(row), placed=there is not None)
            after = _insert(there, after, row.values, pen)
        else:
            yield from _answered(was.get(key), mine.get(key), row, there, pen)
            after = mine[key].element if key in mine else after
    yield from _gone(was, mine, now, pen, lambda row, kept: words.gone_member(_attendee(row), kept=kept))


def _answered(was: Row | None, mine: Row | None, now: Row, there: Table | None, pen: Pen) -> Iterator[str]:
    """One who is in the table: what is new in the answer."""
    new = _attendee(now)
    old = _attendee(was) if was else new._replace(presence="", substitute="")
    if _answer(old) == _answer(new):
        return
    if mine is None or there is None:
        yield words.answer(old, new, None)
        return
    found = _attendee(mine)
    if _answer(found) == _answer(new):
        return
    if _answer(found) == _answer(old) and not found.note and not found.stands_for:
        _fill(there, mine, ANSWER, now.values, pen)
        yield words.answer(old, new, new)
    else:
        yield words.answer(old, new, found)


def _person(row: Row) -> Key:
    return alike(row["organisation"]), alike(row["name"])


def _attendee(row: Row) -> Attendee:
    return tables.attendee([Cell(row[name], struck=False) for name in AT], AT)


def _answer(one: Attendee) -> tuple[str, str]:
    return one.presence, alike(one.substitute)


# --- what is to be followed up


def _measures(base: Table, there: Table | None, fresh: Table, pen: Pen) -> Iterator[str]:
    """Rows are known by what is to be done, and by their number where a person or the program has changed its words."""
    was, now, mine = (_by_key(table, _what) for table in (base, fresh, there))
    now = {_former(key, row, was, now): row for key, row in now.items()}
    mine = {**{key: row for key, one in was.items() if key not in mine and (row := _numbered(there, one["number"]))}, **mine}
    filled = [row.element for row in (there.rows if there else ()) if row["what"]]
    after, left = there.header.element if there else None, list(now)
    for key, row in now.items():
        left.remove(key)
        if key in was:
            yield from _changed(was[key], mine.get(key), row, there, pen)
        elif key not in mine:
            yield _new(row, there, filled, pen, after if any(one in mine for one in left) else None)
            after = filled[-1] if filled else after
        after = mine[key].element if key in mine else after
    yield from _gone(was, mine, now, pen, lambda row, kept: words.gone_measure(_measure(row), kept=kept))


def _changed(was: Row, mine: Row | None, now: Row, there: Table | None, pen: Pen) -> Iterator[str]:
    for name in [name for name in now.values if name != "number"]:
        old, new, found = was[name], now[name], mine[name] if mine else None
        if alike(old) == alike(new) or (found is not None and alike(found) == alike(new)):
            continue
        if mine is not None and there is not None and alike(mine[name]) == alike(old):
            _fill(there, mine, (name,), now.values, pen)
            yield words.measure(_measure(was), name, old, new)
        else:
            yield words.measure_kept(_measure(was), name, new, found)


def _new(row: Row, there: Table | None, filled: list[etree._Element], pen: Pen, after: etree._Element | None) -> str:
    """Into the row that stands empty with its number; or a row of its own, without the number when that is taken.

    It stands `after` a row where others of the program's come below it, such as a sum; else below the filled ones.
    """
    if there is None:
        return words.new_measure(_measure(row), placed=False)
    beside = next((one for one in there.rows if one["number"] and alike(one["number"]) == alike(row["number"])), None)
    names = [name for name in there.columns if name != "number"]
    if beside is not None and not any(beside[name] for name in names):
        _fill(there, beside, names, row.values, pen)
        filled.append(beside.element)
        return words.new_measure(_measure(row), placed=True)
    values = {**row.values, "number": "" if beside else row["number"]}
    last = next((one for one in reversed(list(pieces.rows(there.element))) if one in filled), there.header.element)
    if (made := _insert(there, last if after is None else after, values, pen)) is not None:
        filled.append(made)
    return words.new_measure(_measure(row)._replace(number=values["number"]), placed=True)


def _what(row: Row) -> Key:
    """Nothing for a row that stands empty: nobody owns it."""
    return (alike(row["what"]),) if row["what"] else ()


def _former(key: Key, row: Row, was: Rows, now: Rows) -> Key:
    """The key that a measure had, when its words are changed and its number is not."""
    if key in was:
        return key
    near = (
        old for old, one in was.items() if old not in now and one["number"] and one["number"] == row["number"] and _like(old[0], key[0])
    )
    return next(near, key)


def _like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE


def _numbered(table: Table | None, number: str) -> Row | None:
    return next((row for row in (table.rows if table else ()) if number and row["number"] == number and row["what"]), None)


def _measure(row: Row) -> Measure:
    return Measure(row["number"], row["what"], row["owner"], row["deadline"], row["status"])


# --- who is invited


def _invited(base: Table, there: Table | None, fresh: Table, pen: Pen) -> Iterator[str]:
    names = tuple(fresh.columns)
    goal = there if there and set(names) <= set(there.columns) else None

    def key(row: Row) -> Key:
        return tuple(alike(row[name]) for name in names)

    was, mine, now = (_by_key(table, key) for table in (base, goal, fresh))
    after = goal.header.element if goal else None
    for one, row in now.items():
        if one not in was and one not in mine:
            yield words.invited(_named(row, names), placed=goal is not None)
            after = _insert(goal, after, row.values, pen)
        after = mine[one].element if one in mine else after
    yield from _gone(was, mine, now, pen, lambda row, kept: words.not_invited(_named(row, names), kept=kept))


def _named(row: Row, names: Sequence[str]) -> str:
    """«Medlem Nordmann, Horten kommune,»: names first, and the organisation last."""
    *first, last = (row[name] for name in names)
    return f"{' '.join(filter(None, first))}, {last}," if last and any(first) else " ".join(filter(None, (*first, last)))


# --- rows of any table


def _by_key(table: Table | None, key: Callable[[Row], Key]) -> dict[Key, Row]:
    """Rows by what they are known by; the same a second time is another, and one that is known by nothing is left out."""
    counted: Counter[Key] = Counter()
    found: dict[Key, Row] = {}
    for row in table.rows if table else ():
        if one := key(row):
            found[(*one, str(counted[one])) if counted[one] else one] = row
            counted[one] += 1
    return found


def _gone(was: Rows, mine: Rows, now: Rows, pen: Pen, say: Callable[[Row, bool], str]) -> Iterator[str]:
    """Rows that the program has no longer: those that a person has changed stay."""
    for key, row in was.items():
        if key in mine and key not in now:
            kept = any(alike(mine[key][name]) != alike(value) for name, value in row.values.items())
            if not kept:
                pen.go_row(mine[key].element)
            yield say(row, kept)


def _insert(table: Table | None, after: etree._Element | None, values: Mapping[str, str], pen: Pen) -> etree._Element | None:
    """A new row after another, looking like the last of those that have all the columns. Returns it."""
    if table is None or after is None:
        return None
    wide = max(table.columns.values(), default=0) + 1
    model = next((row for row in reversed(table.rows) if len(row.cells) >= wide), table.header)
    texts = {at: values.get(name, "") for name, at in table.columns.items()}
    row = pen.a_row(model.element, model.cells, [texts.get(at, "") for at in range(len(model.cells))])
    after.addnext(row)
    return row


def _fill(table: Table, row: Row, names: Sequence[str], values: Mapping[str, str], pen: Pen) -> None:
    """Change cells of a row to what the program has."""
    for name in names:
        at = table.columns.get(name, len(row.cells))
        if at < len(row.cells) and alike(row[name]) != alike(values.get(name, "")):
            pen.refill(row.cells[at], values.get(name, ""))
