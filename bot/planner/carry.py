"""From one year to another: what stays as it is, what gets another date, what comes, and what a person must decide. Changes nothing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from bot.cycle import lines
from bot.cycle.check import Source
from bot.cycle.days import Days
from bot.cycle.model import OSLO, Amendment, Cancelled, Member, Moved, Occurrence, Plan, Relocated
from bot.cycle.written import Activity, FixedDate, Planned, Recurrence, SchoolWeek
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.planner.meetings import Year, nominal

DAY = timedelta(days=1)
MONTH = 31
LONGEST = 90
"""A line of a file is shown so far, in characters."""

PASSED_OVER = re.compile(r"\s*(?:#|(?:first|anchor|when|baseline|values?)\b\s*=)")
"""Lines in which a year is history, or is told of in another way: remarks, first years, rules, what has been measured."""

GONE = "kommer ikke i"
REPEATS = "gjentakelse"

Sort = Literal["stays", "moves", "new", "decide"]


class Note(NamedTuple):
    """One thing about the new year, as a sentence; and where in the files it stands. A line of 0 is the file itself."""

    sort: Sort
    said: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Carried:
    """Two years side by side. `texts` are the files of the workspace by name, to find what is bound to a year in them."""

    sources: Sequence[Source]
    days: Days
    school: Collection[SchoolWeek]
    amendments: tuple[Amendment, ...]
    texts: Mapping[str, str]
    before: int
    after: int

    def notes(self) -> Iterator[Note]:
        """Everything that is to be said, what must be decided first."""
        found = [*self._activities(), *self._deadlines(), *self._by_hand(), *self._members(), *self._counties()]
        told = {(note.file, note.line) for note in found if note.line}
        gone = (note for note in found if note.line and GONE in note.said and note.sort == "decide")
        told |= {(note.file, line) for note in gone for line in _entry(self.texts.get(note.file, ""), note.line)}
        found += self._years(told)
        yield from sorted(found, key=lambda note: (ORDER[note.sort], note.file, note.line))

    def _plan(self, year: int) -> Plan:
        return Year([source.cycle for source in self.sources], self.days, year, self.amendments).laid()

    # --- activities

    def _activities(self) -> Iterator[Note]:
        earlier, later = self._plan(self.before), self._plan(self.after)
        for source in self.sources:
            group = source.cycle.schedule.group.id
            for place, activity in enumerate(source.cycle.schedule.activity):
                prefix, line = f"{group}/{activity.id}/", lines.line(source.places, ("activity", place, "when"))
                was, comes = _of(earlier, prefix), _of(later, prefix)
                yield from self._activity(activity, was, comes, source.file, line)

    def _activity(self, activity: Activity, was: Sequence[Occurrence], comes: Sequence[Occurrence], file: str, line: int) -> Iterator[Note]:
        """The occurrences of one activity, each beside the one that has its place in the other year."""
        title = one_line(activity.title)
        others = {nominal(one.key)[1]: one for one in was}
        for one in comes:
            before = others.pop(nominal(one.key)[1], None)
            yield self._date(title, before, one, file, line)
            if one.meeting or not before or (before.day.month, before.day.day) != (one.day.month, one.day.day):
                closed = [warning for warning in one.warnings if warning != "ingen er ansvarlig"]
                yield from (Note("decide", f"{title}, {norsk.full(one.day)}: {warning}", file, line) for warning in closed)
        yield from (Note(*self._gone(activity, one), file, line) for one in others.values())
        if comes and activity.last == self.after:
            yield Note("decide", f"{title}: {self.after} er det siste året. Skal den fortsette, så endre «last»", file, line)

    def _date(self, title: str, before: Occurrence | None, one: Occurrence, file: str, line: int) -> Note:
        why = "; ".join(_spoken(one))
        if before is None:
            return Note("new", f"{title}: kommer {norsk.full(one.day)} ({why})", file, line)
        if (before.day.month, before.day.day) == (one.day.month, one.day.day):
            return Note("stays", f"{title}: {one.day.day}. {norsk.MONTHS['nb'][one.day.month - 1]} i begge årene ({why})", file, line)
        return Note("moves", f"{title}: fra {norsk.full(before.day)} til {norsk.full(one.day)} ({why})", file, line)

    def _gone(self, activity: Activity, one: Occurrence) -> tuple[Sort, str]:
        """Why something has no date in the new year."""
        said = f"{one_line(activity.title)}, {norsk.long(one.day)}, {GONE} {self.after}"
        if activity.last is not None and activity.last < self.after:
            return "decide", f"{said}: siste år er {activity.last}"
        if activity.when.every > 1:
            return "stays", f"{said}: den kommer hvert {activity.when.every}. år"
        if isinstance(activity.when, FixedDate):
            return "decide", f"{said}: datoen står med årstall"
        if isinstance(activity.when, Recurrence):
            return "decide", f"{said}: gjentakelsen er over"
        return "decide", f"{said}: regelen gir ingen dato det året"

    # --- deadlines

    def _deadlines(self) -> Iterator[Note]:
        for source in self.sources:
            [layer] = Year([source.cycle], self.days, self.after, self.amendments).layers()
            for place, deadline in enumerate(source.cycle.schedule.deadline):
                where = (source.file, lines.line(source.places, ("deadline", place, "when")))
                was, comes = ([one.day for one in layer.dates(deadline.id, year)] for year in (self.before, self.after))
                yield from _deadline(deadline, was, comes, self.after, where)

    # --- what people have done

    def _by_hand(self) -> Iterator[Note]:
        """What a person has changed in the old year alone: the rule knows nothing of it."""
        known = self._plan(self.before).by_key
        later = self._plan(self.after).by_key
        for amendment in self.amendments:
            one = known.get(amendment.occurrence)
            what = _changed(amendment)
            if one is None or not what:
                continue
            prefix, _, tail = amendment.occurrence.rpartition("/")
            again = later.get(f"{prefix}/{self.after}-{tail.partition('-')[2]}")
            then = f" I {self.after} gjelder regelen: {norsk.full(again.day)}." if again else ""
            source, place = self._place(one)
            line = lines.line(source.places, ("activity", place, "when"))
            yield Note(
                "decide",
                f"{one_line(one.activity.title)} i {self.before} {what}.{then} Skal det bli fast, så endre regelen",
                source.file,
                line,
            )

    def _place(self, occurrence: Occurrence) -> tuple[Source, int]:
        source = next(one for one in self.sources if one.cycle.schedule.group.id == occurrence.group.id)
        return source, [activity.id for activity in source.cycle.schedule.activity].index(occurrence.activity.id)

    # --- members

    def _members(self) -> Iterator[Note]:
        """Members whose time ends before the new year does, or begins in it."""
        seen: set[tuple[str, str]] = set()
        for source in self.sources:
            folder = source.file.rpartition("/")[0]
            for name, members in source.cycle.registers.items():
                file = f"{folder}/{name}" if folder else name
                for member in members:
                    if (file, member.email) not in seen:
                        seen.add((file, member.email))
                        yield from self._member(member, members, file)

    def _member(self, member: Member, members: Sequence[Member], file: str) -> Iterator[Note]:
        who, line = f"{one_line(member.name)}, {one_line(member.organisation)}", _line(self.texts.get(file, ""), member.email)
        if member.until is not None and date(self.before, 1, 1) < member.until <= date(self.after, 12, 31):
            said = f"{who}: siste dag i registeret er {norsk.long(member.until - DAY)}"
            after = _successor(member, members)
            if after is None:
                yield Note("decide", f"{said}. Hvem kommer etter?", file, line)
            else:
                yield Note("new", f"{said}, og {one_line(after.name)} kommer etter", file, line)
        elif member.since is not None and date(self.after, 1, 1) <= member.since <= date(self.after, 12, 31):
            yield Note("new", f"{who}: er med fra {norsk.long(member.since)}", file, line)

    # --- school weeks

    def _counties(self) -> Iterator[Note]:
        """School weeks that were known for the old year, and are not for the new."""
        ours = {county for source in self.sources for county in source.cycle.schedule.group.counties}
        known = {(week.county, week.name) for week in self.school if week.year == self.after}
        for county, name in sorted(
            {(week.county, week.name) for week in self.school if week.year == self.before and week.county in ours} - known
        ):
            yield Note("decide", f"{name} i {county} mangler for {self.after}: se fylkets skolerute, og legg den inn", "school.toml", 0)

    # --- the year itself, in words

    def _years(self, told: Collection[tuple[str, int]]) -> Iterator[Note]:
        """Lines where the old year stands and that nothing else has told of. Registers have their own dates, which are told of by name."""
        year = re.compile(rf"(?<!\d){self.before}(?!\d)")
        for file, text in sorted(self.texts.items()):
            for number, line in enumerate(() if file.endswith(".csv") else text.splitlines(), 1):
                if year.search(line) and not PASSED_OVER.match(line) and (file, number) not in told:
                    yield Note("decide", f"{self.before} står i teksten: «{one_line(line)[:LONGEST]}»", file, number)


ORDER: Mapping[Sort, int] = {"decide": 0, "moves": 1, "new": 2, "stays": 3}


def _spoken(one: Occurrence) -> Iterator[str]:
    """Why it falls on its day; a recurrence, which is written for machines, by what it is."""
    repeats = isinstance(one.activity.when, Recurrence)
    yield from (REPEATS if repeats and why.startswith(REPEATS) else why for why in one.why)


def _of(plan: Plan, prefix: str) -> Sequence[Occurrence]:
    return [one for one in plan.occurrences if one.key.startswith(prefix) and one.cancelled is None]


def _deadline(deadline: Planned, was: Sequence[date], comes: Sequence[date], year: int, where: tuple[str, int]) -> Iterator[Note]:
    title = one_line(deadline.title)
    if was and not comes:
        yield Note("decide", f"Fristen «{title}» har ingen dato i {year}; den var {norsk.long(was[-1])}", *where)
    for day in comes:
        same = any((other.month, other.day) == (day.month, day.day) for other in was)
        yield Note("stays" if same else "moves", f"Fristen «{title}»: {norsk.full(day)}", *where)


def _changed(amendment: Amendment) -> str:
    """What a person did, where it holds for one year only; nothing for what is only about that one meeting's papers."""
    on = norsk.long(amendment.at.astimezone(OSLO).date())
    match amendment.change:
        case Moved(start=start):
            return f"ble flyttet til {norsk.full(start.date())} av {amendment.who} {on}"
        case Relocated(place=place):
            return f"fikk nytt sted ({one_line(place.name or place.online)}) av {amendment.who} {on}"
        case Cancelled():
            return f"ble avlyst av {amendment.who} {on}"
        case _:
            return ""


def _entry(text: str, line: int) -> range:
    """The lines from the head of an entry down to one of its lines: what is said of the entry need not be said of its title too."""
    above = text.splitlines()[:line]
    return range(max((number for number, one in enumerate(above, 1) if one.startswith("[")), default=line), line + 1)


def _successor(member: Member, members: Sequence[Member]) -> Member | None:
    """Whoever comes for the organisation within a month of the day one leaves; None when nobody does."""
    left = member.until
    coming = (one for one in members if one.organisation == member.organisation and one.since is not None and one.email != member.email)
    return next((one for one in coming if left is not None and one.since is not None and abs((one.since - left).days) <= MONTH), None)


def _line(text: str, email: str) -> int:
    """Where an address stands in a register; 0 when that is no text."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if email in line.lower()), 0)


def carried(notes: Iterable[Note]) -> Mapping[Sort, list[Note]]:
    """The notes of each sort."""
    found: dict[Sort, list[Note]] = {sort: [] for sort in ORDER}
    for note in notes:
        found[note.sort].append(note)
    return found
