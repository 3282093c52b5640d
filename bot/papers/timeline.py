"""A year as a page: what happened, day by day, with links to every paper, letter and invitation. Values in, HTML out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import groupby
from typing import Literal, NamedTuple, get_args
from urllib.parse import quote

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.errors import TemplateFaulty, Unknown
from bot.papers import norsk
from bot.papers.characters import clean, one_line
from bot.papers.values import Link

Kind = Literal["occurrence", "draft", "approved", "returned", "sent", "reply", "amended", "held", "skipped", "weekly"]


class Event(NamedTuple):
    """Something that happened, or takes place. `at` is Europe/Oslo, `detail` says why, `letters` is how many it sent."""

    at: datetime
    kind: Kind
    group: str
    title: str
    detail: str = ""
    links: tuple[Link, ...] = ()
    letters: int = 0


class Group(NamedTuple):
    """A group on the page: its id, as events name it, and its name as people say it."""

    id: str
    name: str


class Timeline(NamedTuple):
    """Everything the page shows. `figures` are pairs of a label and a number, the most telling first; `more` is what lies beside it."""

    title: str
    year: int
    groups: tuple[Group, ...]
    events: tuple[Event, ...]
    figures: tuple[tuple[str, int], ...]
    more: tuple[Link, ...] = ()


class _Row(NamedTuple):
    """An event as the template meets it. `group` is the number of its group on the page; `hour` is empty for what lasts the whole day."""

    kind: Kind
    group: int
    hour: str
    title: str
    detail: str
    letters: int
    shown: tuple[Link, ...]
    folded: tuple[Link, ...]


class _Day(NamedTuple):
    name: str
    rows: tuple[_Row, ...]


class _Month(NamedTuple):
    """`id` makes its anchor; `short` has no year when that is the page's; `share` is its number of events, of the busiest month's."""

    id: str
    name: str
    short: str
    days: tuple[_Day, ...]
    events: int
    occurrences: int
    share: float


class _Choice(NamedTuple):
    """What a reader may show or hide, and how many events that is."""

    id: str
    name: str
    events: int


# The secretariat itself: what belongs to no group, such as the weekly letter. The template has its name.
SECRETARIAT = Group("", "")
# Up to so many letters of one event stand on the page as they are; more are folded into one line.
FEW = 3
# What a URL may be written of (RFC 3986, 2), with the percent sign of what is escaped already.
URL_MARKS = "%:/?#[]@!$&'()*+,;="
# https, mailto, or relative to the page: no scheme, no host and no path from the root of a disk.
ADDRESS = re.compile(r"https://[^/].*|mailto:.+|(?!/)[^:/]+(?:/.*)?")


def page(timeline: Timeline, template: str) -> str:
    """One self-contained HTML page from a Jinja2 template, which holds all its words. The same timeline gives the same page.

    An event of the secretariat itself has the group `""`. An occurrence at midnight lasts the whole day. An address is relative to the
    page, https or mailto. Raises ValueError for another address, Unknown for a group that is not there, and TemplateFaulty.
    """
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    sandbox.filters["tall"] = norsk.number
    try:
        return sandbox.from_string(template).render(_values(timeline))
    except TemplateError as error:
        raise TemplateFaulty(str(error)) from error


def _values(timeline: Timeline) -> Mapping[str, object]:
    """The names of the template."""
    by_group = Counter(event.group for event in timeline.events)
    by_kind = Counter(event.kind for event in timeline.events)
    groups = (*timeline.groups, *((SECRETARIAT,) if by_group[""] else ()))
    return {
        "title": one_line(timeline.title),
        "year": timeline.year,
        "figures": tuple((one_line(label), number) for label, number in timeline.figures),
        "more": tuple(Link(one_line(link.text), address(link.href)) for link in timeline.more),
        "groups": tuple(_Choice(group.id, _as_label(group.name), by_group[group.id]) for group in groups),
        "kinds": tuple(_Choice(kind, "", by_kind[kind]) for kind in get_args(Kind) if by_kind[kind]),
        "months": _months(timeline, {group.id: at for at, group in enumerate(groups)}),
        "total": len(timeline.events),
    }


def _as_label(name: str) -> str:
    """A name that stands in a sentence, «faggruppe for …», as it is written alone."""
    line = one_line(name)
    return line[:1].upper() + line[1:]


def _months(timeline: Timeline, numbers: Mapping[str, int]) -> tuple[_Month, ...]:
    """The twelve months of the year, and any month before or after it that has events; the earliest first."""
    events = sorted(timeline.events, key=lambda event: event.at)
    found = {first: tuple(its) for first, its in groupby(events, key=lambda event: event.at.date().replace(day=1))}
    busiest = max((len(its) for its in found.values()), default=0)
    firsts = sorted({*found, *(date(timeline.year, number, 1) for number in range(1, 13))})
    months = (_month(first, found.get(first, ()), busiest, numbers) for first in firsts)
    return tuple(month._replace(short=month.name.removesuffix(f" {timeline.year}")) for month in months)


def _month(first: date, events: tuple[Event, ...], busiest: int, numbers: Mapping[str, int]) -> _Month:
    days = tuple(_Day(_day_name(day), _rows(its, numbers)) for day, its in groupby(events, key=lambda event: event.at.date()))
    name = norsk.long(first).removeprefix(f"{first.day}. ")
    return _Month(
        id=f"{first:%Y-%m}",
        name=name,
        short=name,
        days=days,
        events=len(events),
        occurrences=sum(event.kind == "occurrence" for event in events),
        share=round(len(events) / busiest, 3) if events else 0,
    )


def _day_name(day: date) -> str:
    """As in «torsdag 4. november»: the year stands in the heading of the month, and the date is never split between two lines."""
    weekday, _, rest = norsk.full(day).removesuffix(f" {day.year}").partition(" ")
    return f"{weekday} {rest.replace(' ', norsk.NO_BREAK)}"


def _rows(events: Iterable[Event], numbers: Mapping[str, int]) -> tuple[_Row, ...]:
    return tuple(_row(event, numbers) for event in events)


def _row(event: Event, numbers: Mapping[str, int]) -> _Row:
    if event.group not in numbers:
        message = f"The timeline has no group {event.group!r}."
        raise Unknown(message)
    all_day = event.kind == "occurrence" and event.at.time() == time.min
    links = tuple(Link(one_line(link.text), address(link.href)) for link in event.links)
    letters = tuple(link for link in links if link.href.endswith(".eml"))
    folded = letters if len(letters) > FEW else ()
    return _Row(
        kind=event.kind,
        group=numbers[event.group],
        hour="" if all_day else norsk.time_span(event.at, event.at),
        title=one_line(event.title),
        detail=clean(event.detail).strip(),
        letters=event.letters,
        shown=tuple(link for link in links if not folded or link not in folded),
        folded=folded,
    )


def address(href: str) -> str:
    """An address that a browser reads only as we do: what no URL may hold is escaped before it is judged."""
    escaped = quote(href, safe=URL_MARKS)
    if escaped and ADDRESS.fullmatch(escaped) is None:
        message = f"A link must be relative, https or mailto: {href!r}"
        raise ValueError(message)
    return escaped
