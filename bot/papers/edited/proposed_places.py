"""A paper laid out for comparison: its places in order (the top, each case, each organisation in it, each section), and what they say."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from lxml import etree

from bot.papers.agenda import ORGANISATION
from bot.papers.document import CASE_LEVEL
from bot.papers.edited import accepted, assessed, divided, facts, looks, matched, pieces, tables
from bot.papers.edited.blocks import alike, one_line
from bot.papers.edited.divided import Found, Spot
from bot.papers.edited.looks import Lists, Styles
from bot.papers.edited.model import ReadCase
from bot.papers.edited.names import CELL, ROW, TABLE, P
from bot.papers.edited.opened import Package
from bot.papers.edited.pieces import Part, Piece, Tabular
from bot.papers.edited.proposed_controls import outside
from bot.papers.minutes import ROOM

MARK = "{urn:aarshjul}n"
"""Which element is which, in a text and in its copy with every change accepted."""
Kind = Literal["head", "section", "case", "rooms"]
MEASURES, FOLLOW_UP = "measures", "follow-up"
Titles = Sequence[tuple[str, str]]


class Key(NamedTuple):
    """A place. `name` is a section's or a case's id; `under` is an organisation in a case, or a section's own heading."""

    kind: Kind
    name: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A paragraph or a table that says something. `element` is it where it stands, with its tracked changes."""

    part: Part
    element: etree._Element
    picture: str = ""
    named: str = ""
    """What it is, whatever stands in it: a table that is compared row by row, or a room for people to write in."""

    @property
    def room(self) -> bool:
        """Whether it is a room, with all that somebody has written in it: it is put in, and never changed or taken out."""
        return self.named.startswith(f"{assessed.KIND}:")

    @property
    def text(self) -> str:
        if isinstance(self.part, Tabular):
            return "\n".join(" | ".join(cell.text for cell in row) for row in self.part.rows)
        return self.part.text or self.picture

    @property
    def same(self) -> str:
        """What two of them have in common when they say the same: some programs lose a space or a line break."""
        return self.named if self.room else "".join(self.text.split())

    @property
    def look(self) -> tuple[object, ...]:
        """All that the program may have changed in it."""
        if isinstance(self.part, Tabular):
            return ("table", self.named or self.same)
        if self.room:
            return (self.named,)
        links = tuple(run.link for run in self.part.runs if run.link)
        return (self.part.level, self.part.depth, self.part.numbered, self.text, links)

    @property
    def fact(self) -> str:
        """What a line of the paper's top is about, such as «when» or «Nettmøte»."""
        if isinstance(self.part, Tabular):
            return ""
        before, colon, _ = self.part.text.partition(":")
        short = one_line(before) if colon and len(before) <= facts.LONGEST_LABEL else ""
        named = facts.label(before) if short else ""
        return next(self.part.tags("fact"), "") or (named if named not in ("", "other") else alike(short))


@dataclass(slots=True)
class Place:
    """What stands in a place. `title` is its heading's words; `elements` are all of it, empty paragraphs too."""

    key: Key
    title: str = ""
    opening: Unit | None = None
    units: list[Unit] = field(default_factory=list)
    elements: list[etree._Element] = field(default_factory=list)

    @property
    def all(self) -> list[Unit]:
        return [self.opening, *self.units] if self.opening else self.units


@dataclass(slots=True)
class Laid:
    """A file laid out. `root` is its text as it stands there; `cases` are in its order, new ones with an id that begins with «?»."""

    package: Package
    root: etree._Element
    styles: Styles
    lists: Lists
    places: dict[Key, Place] = field(default_factory=dict)
    cases: dict[str, ReadCase] = field(default_factory=dict)
    tables: dict[str, Unit] = field(default_factory=dict)
    """Those that are compared row by row: «attendance», «measures», «invited», and «measures:» with the heading of one in a report."""
    rows: dict[str, list[tuple[etree._Element, list[etree._Element]]]] = field(default_factory=dict)
    """Their rows with their cells, as they stand in the file."""

    def under(self, case: str) -> list[Key]:
        """The organisations in a case."""
        return [key for key in self.places if key.kind == "case" and key.name == case and key.under]

    def whole(self, case: str) -> list[etree._Element]:
        """All of a case."""
        return [one for key, place in self.places.items() if key.kind in ("case", "rooms") and key.name == case for one in place.elements]


def lay(package: Package, root: etree._Element, titles: Titles = (), names: Sequence[str] = ()) -> Laid:
    """Lay out a file. `titles` are the cases that it may have, by id, and `names` the organisations: for one that has lost its marks.

    Raises opened.Refused for a part that is broken.
    """
    by_number = _numbered(root)
    copy = deepcopy(root)
    accepted.accept(copy)
    accepted.uncomment(copy)
    styles, lists = looks.styles(_related(package, "styles")), looks.lists(_related(package, "numbering"))
    parts, _ = pieces.read(copy, styles, lists, package.links)
    made = divided.divide(parts, [title for _, title in titles])
    read, _ = matched.read(made.cases, titles)
    kept = [case for case in made.cases if case.title or case.parts]
    found = {id(case): (one.id or f"?{at}", one) for at, (case, one) in enumerate(zip(kept, read, strict=True))}
    laid = Laid(package, root, styles, lists, cases=dict(found.values()))
    placer = _Placer(laid, by_number, {key: name for key, (name, _) in found.items()}, frozenset(map(alike, names)))
    placer.flat = not any(isinstance(part, Piece) and part.level == ROOM for part in parts)
    for spot in made.trail:
        placer.take(spot)
    for one in by_number:
        del one.attrib[MARK]
    return laid


def _numbered(root: etree._Element) -> list[etree._Element]:
    found = list(root.iter(P, TABLE, ROW, CELL))
    for at, one in enumerate(found):
        one.set(MARK, str(at))
    return found


def _related(package: Package, kind: str) -> etree._Element | None:
    return package.tree(package.related[kind]) if kind in package.related else None


class _Placer:
    """Puts each part where it belongs; what it must remember is where it is."""

    def __init__(self, laid: Laid, by_number: Sequence[etree._Element], cases: dict[int, str], names: frozenset[str]) -> None:
        self.laid, self.by_number, self.cases, self.names = laid, by_number, cases, names
        self.flat = False
        """Whether the file has lost the looks of the headings in a case."""
        self.before: Spot | None = None
        self.case: Found | None = None
        self.at = Key("head")
        self.heading = ""
        """The nearest one above, no deeper than a case's."""
        self.rooms: set[str] = set()

    def take(self, spot: Spot) -> None:
        unit = Unit(spot.part, self._raw(spot.part.element), _picture(spot.part))
        if room := assessed.of(spot.part):
            self._room(room, unit)
            return
        heading = self._case(spot, unit) if spot.case is not None and id(spot.case) in self.cases else self._outside(spot, unit)
        self.before = spot
        if isinstance(spot.part, Piece) and 0 < spot.part.level <= CASE_LEVEL:
            self.heading = alike(unit.text)
        place = self.laid.places.setdefault(self.at, Place(self.at))
        place.elements.append(unit.element)
        if heading and place.opening is None:
            place.opening, place.title = unit, one_line(unit.text)
        elif unit.text:
            kind = self._tabled(spot, unit)
            if not kind or ":" in kind:
                place.units.append(replace(unit, named=kind))

    def _room(self, room: str, unit: Unit) -> None:
        """All that stands in a room is one thing, known by its name; it stands where its control stands."""
        place = self.laid.places.setdefault(self.at, Place(self.at))
        if room not in self.rooms:
            self.rooms.add(room)
            place.units.append(replace(unit, element=outside(unit.element, most=""), named=f"{assessed.KIND}:{room}"))
        place.elements.append(unit.element)

    def _raw(self, element: etree._Element | None) -> etree._Element:
        return self.by_number[int("" if element is None else element.get(MARK, ""))]

    def _case(self, spot: Spot, unit: Unit) -> bool:
        """Where in a case it stands. Returns whether it is a heading: the case's, or an organisation's."""
        name = self.cases[id(spot.case)]
        if spot.case is not self.case:
            self.case, self.at = spot.case, Key("case", name)
            return True
        if isinstance(unit.part, Piece) and divided.label(unit.part) and (self.flat or unit.part.level == ROOM):
            self.at = Key("rooms", name)
        elif self.at.kind == "case" and self._names(unit.part):
            self.at = Key("case", name, alike(unit.text))
            return True
        return False

    def _names(self, part: Part) -> bool:
        """Whether an organisation's own text begins here."""
        return isinstance(part, Piece) and (part.level == ORGANISATION or (part.depth < 0 and alike(part.text) in self.names))

    def _outside(self, spot: Spot, unit: Unit) -> bool:
        self.case = None
        if spot.section is None:
            self.at = Key("head")
            return False
        heading = isinstance(spot.part, Piece) and 0 < spot.part.level < CASE_LEVEL
        begins = self.before is None or self.before.case is not None or self.before.section != spot.section
        if heading or begins:
            self.at = Key("section", spot.section, alike(unit.text) if not spot.section else "")
        return heading or begins

    def _tabled(self, spot: Spot, unit: Unit) -> str:
        """Take a table that is compared row by row, the first of its kind. Returns which it is; empty for all else."""
        if not isinstance(unit.part, Tabular):
            return ""
        kind = _kind(spot, unit.part)
        if kind == MEASURES and spot.section != MEASURES and not any(one.tag == FOLLOW_UP for one in unit.part.held):
            kind = f"{kind}:{self.heading}"
        if not kind or kind in self.laid.tables:
            return ""
        self.laid.tables[kind] = unit
        self.laid.rows[kind] = [
            (self._raw(row), [self._raw(cell) for cell in pieces.below(row, CELL)])
            for row in pieces.rows(unit.part.element)  # type: ignore[arg-type]  # it was read from one
        ]
        return kind


def _kind(spot: Spot, table: Tabular) -> str:
    held = {one.tag for one in table.held}
    if tables.is_attendance(table) and (spot.case is None or "attendance" in held):
        return "attendance"
    if (
        tables.is_measures(table) and "owner" in tables.columns(table, tables.MEASURES) and spot.case is None
    ):  # one table, and not one for each
        return MEASURES
    return "invited" if "invited" in held or spot.section == "invited" else ""


def _picture(part: Part) -> str:
    """What a paragraph with nothing but a picture is known by."""
    if isinstance(part, Tabular) or part.text or part.element is None:
        return ""
    return next((f"bilde: {name}" for one in part.element.iter() if (name := one.get("descr"))), "")
