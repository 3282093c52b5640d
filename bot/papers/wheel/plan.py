"""A year's plan as a wheel: what an occurrence is called, and which weeks are closed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from bot.cycle.days import Days, Kind
from bot.cycle.model import Occurrence
from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.wheel.model import DAY, Closed, Entry

KINDS: Mapping[Language, Mapping[str, str]] = {
    "nb": {
        "meeting": "Møte", "gathering": "Samling", "duty": "Frist", "hearing": "Høring", "survey": "Undersøkelse", "status": "Statusrunde",
        "publication": "Offentliggjøring",
    },
    "nn": {
        "meeting": "Møte", "gathering": "Samling", "duty": "Frist", "hearing": "Høyring", "survey": "Undersøking", "status": "Statusrunde",
        "publication": "Offentleggjering",
    },
}  # fmt: skip
"""What the shipped programmes are called; another goes by the name of its file."""
NAMED: Mapping[Kind, str] = {Kind.EASTER: "påske", Kind.CHRISTMAS: "jul", Kind.VACATION: "fellesferie"}
WEEK: Mapping[Language, str] = {"nb": "uke", "nn": "veke"}
PLACE = re.compile(r" i .*$")  # the county, in what Days says of a week off school
EASTER_MONDAY = 2
"""Days from the last day of the week before Easter."""
SHORTEST = 3
"""Days: one that is closed alone is no week."""


def entries(occurrences: Iterable[Occurrence], language: Language, link: Callable[[Occurrence], str]) -> tuple[Entry, ...]:
    """What the plan has, as entries. What is cancelled says so."""
    return tuple(_entry(occurrence, language, link(occurrence)) for occurrence in occurrences)


def _entry(occurrence: Occurrence, language: Language, link: str) -> Entry:
    start, end = occurrence.start, occurrence.end
    after = end.date() if norsk.all_day(start, end) else end.date() + DAY
    off = f"{norsk.words(language).cancelled}: " if occurrence.cancelled is not None else ""
    title = f"{off}{occurrence.activity.title}"
    return Entry(occurrence.key, title, start.date(), after, kind(occurrence.activity.programme, language), group(occurrence), link)


def kind(programme: str, language: Language) -> str:
    """As in «Møte»."""
    return KINDS[language].get(programme) or programme.replace("-", " ").capitalize()


def group(occurrence: Occurrence) -> str:
    """As in «Osloregionen: faggruppe for næringssamarbeid»."""
    return f"{occurrence.group.owner}: {occurrence.group.name}".removeprefix(": ")


def closed(days: Days, year: int, counties: Sequence[str], language: Language) -> tuple[Closed, ...]:
    """The weeks of a year when nobody should be called to a meeting, with their names: holidays, and weeks off school in the counties."""
    found: dict[str, list[date]] = {}
    after, day = date(year + 1, 1, 1), date(year, 1, 1)
    while day < after:
        for name in _names(days, day, counties):
            found.setdefault(name, []).append(day)
        day += DAY
    spans = (one for name, its in found.items() for one in _spans(name, its, language))
    return tuple(sorted(spans, key=lambda one: (one.start, one.name)))


def _names(days: Days, day: date, counties: Sequence[str]) -> Iterator[str]:
    for reason in days.closed(day, counties):
        if reason.kind is Kind.SCHOOL:
            yield PLACE.sub("", reason.why)
        elif reason.kind in NAMED:
            yield NAMED[reason.kind]


def _spans(name: str, its: Sequence[date], language: Language) -> Iterator[Closed]:
    """Days that go on over a weekend are one span. Weeks are told with their numbers."""
    ordered = sorted(set(its))
    cuts = [0, *(nth for nth, (one, next_) in enumerate(pairwise(ordered), 1) if (next_ - one).days > SHORTEST), len(ordered)]
    for first, last in ((ordered[one], ordered[next_ - 1]) for one, next_ in pairwise(cuts)):
        end = last + DAY * (EASTER_MONDAY if name == NAMED[Kind.EASTER] else 0)
        if (end - first).days + 1 >= SHORTEST:
            weeks = dict.fromkeys((first.isocalendar().week, last.isocalendar().week))
            numbers = "" if name in (NAMED[Kind.EASTER], NAMED[Kind.CHRISTMAS]) else f" ({WEEK[language]} {'–'.join(map(str, weeks))})"
            yield Closed(f"{name}{numbers}", first, end + DAY)
