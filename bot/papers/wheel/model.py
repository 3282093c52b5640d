"""A year as a wheel: its entries, its closed weeks and how it is divided into rings; and the few words that stand on it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, NamedTuple

from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line

Rings = Literal["kind", "group"]
DAY = timedelta(days=1)
MOST_RINGS = 10
"""What is left goes together in the last: more kinds of marks than this nobody tells apart."""
SERIES = 6
"""So many times a year or more, and it has one label for all of its marks."""


class Entry(NamedTuple):
    """Something in the year, from one day up to another that is not in it. `kind` and `group` are names as people say them.

    `key` is that of an occurrence: `naering/faggruppe/2027-2` is one of the series `naering/faggruppe`. `link` is an address, or empty.
    """

    key: str
    title: str
    start: date
    end: date
    kind: str
    group: str
    link: str = ""

    @property
    def series(self) -> str:
        return self.key.rpartition("/")[0] or self.key


class Closed(NamedTuple):
    """Days when nobody should be called to a meeting, from one day up to another that is not in it."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Wheel:
    """All that is drawn. Entries and closed days that reach out of the year are drawn as far as it goes; those outside it are not."""

    title: str
    year: int
    entries: tuple[Entry, ...]
    language: Language = "nb"
    rings: Rings = "kind"
    today: date | None = None
    closed: tuple[Closed, ...] = ()

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def after(self) -> date:
        """The first day of the next year."""
        return date(self.year + 1, 1, 1)

    def angle(self, day: date) -> float:
        """Where a day begins: degrees clockwise from the top, where the year begins."""
        within = min(max(day, self.first), self.after)
        return (within - self.first).days * 360 / (self.after - self.first).days

    def ring_of(self, entry: Entry) -> str:
        return entry.kind if self.rings == "kind" else entry.group

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The year's entries, oldest first."""
        within = (one for one in self.entries if one.start < self.after and max(one.end, one.start + DAY) > self.first)
        return tuple(sorted(within, key=lambda one: (one.start, one.end, one.key, one)))

    @property
    def ring_names(self) -> tuple[str, ...]:
        """The rings from the outermost in: those with most in them have most room. What is too many goes together in the last."""
        counted = Counter(map(self.ring_of, self.shown))
        names = sorted(counted, key=lambda name: (-counted[name], norsk.collate(name)))
        return (*names[: MOST_RINGS - 1], WORDS[self.language].others) if len(names) > MOST_RINGS else tuple(names)

    @property
    def breaks(self) -> tuple[Closed, ...]:
        """The year's closed days, oldest first."""
        return tuple(sorted((one for one in self.closed if one.start < self.after and one.end > self.first), key=lambda one: one.start))


class Labelled(NamedTuple):
    """What one label tells of: an entry, or a whole series."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        return self.entries[0]


def labelled(wheel: Wheel) -> Iterator[Labelled]:
    """What gets a label of its own."""
    alike = sorted(wheel.shown, key=_alike)
    for _, found in groupby(alike, key=_alike):
        entries = tuple(found)
        if len(entries) >= SERIES:
            yield Labelled(entries)
        else:
            yield from (Labelled((entry,)) for entry in entries)


def _alike(entry: Entry) -> tuple[str, str, str, str]:
    return entry.series, entry.title, entry.kind, entry.group


class Words(NamedTuple):
    """The program's own words on a wheel."""

    quarter: str
    today: str
    others: str
    closed: str
    times: str
    every_month: str
    described: str
    when: str
    what: str
    who: str
    kind: str
    nothing: str
    counted: str
    lead: str
    shortly: str


WORDS: Mapping[Language, Words] = {
    "nb": Words(
        quarter="kvartal", today="I dag", others="Andre", closed="Ferie og stengte dager", times="ganger", every_month="Hver måned",
        described="Året er tegnet som et hjul med januar øverst, og månedene følger klokka. Alt som står i hjulet, står også i tabellen",
        when="Dato", what="Hva", who="Hvem", kind="Type", nothing="Ingenting i", counted="Antall i hver måned",
        lead="Hjulet på neste side viser hele {year}. Tabellen etter det har det samme, måned for måned.", shortly="Året i korthet",
    ),
    "nn": Words(
        quarter="kvartal", today="I dag", others="Andre", closed="Ferie og stengde dagar", times="gonger", every_month="Kvar månad",
        described="Året er teikna som eit hjul med januar øvst, og månadene følgjer klokka. Alt som står i hjulet, står òg i tabellen",
        when="Dato", what="Kva", who="Kven", kind="Type", nothing="Ingenting i", counted="Så mange i kvar månad",
        lead="Hjulet på neste side viser heile {year}. Tabellen etter det har det same, månad for månad.", shortly="Året i korte trekk",
    ),
}  # fmt: skip


def when(entry: Entry, language: Language) -> str:
    """As in «11. feb.», «10.–12. juni» and «30. mars–2. april»."""
    last = max(entry.end - DAY, entry.start)
    if last == entry.start:
        return norsk.brief(entry.start, language)
    together = (entry.start.month, entry.start.year) == (last.month, last.year)
    first = f"{entry.start.day}." if together else norsk.brief(entry.start, language)
    return f"{first}–{norsk.brief(last, language)}"


def spelled(entry: Entry, language: Language) -> str:
    """A date in full: «torsdag 11. februar 2027», «10. juni 2027 til 12. juni 2027»."""
    last = max(entry.end - DAY, entry.start)
    if last == entry.start:
        return norsk.full(entry.start, language)
    return f"{norsk.long(entry.start, language)} {norsk.UNTIL[language]} {norsk.long(last, language)}"


def named(entry: Entry, language: Language) -> str:
    """All that is known of an entry, on one line."""
    return f"{spelled(entry, language)}: {one_line(entry.title)} ({', '.join(filter(None, (entry.kind, entry.group)))})"


def described(wheel: Wheel) -> str:
    """What the picture shows, in words: for whoever cannot see it."""
    return f"{wheel.title}. {WORDS[wheel.language].described}."
