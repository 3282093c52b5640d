"""The year as a page: everything is there once, reads in order, is reached without a mouse, and fetches nothing."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from bot.errors import TemplateFaulty, Unknown
from bot.papers import timeline
from bot.papers.characters import one_line
from bot.papers.timeline import Event, Group, Kind, Timeline
from bot.papers.values import Link

OSLO = ZoneInfo("Europe/Oslo")
TEMPLATE = (Path(__file__).parents[2] / "templates" / "nb" / "pages" / "timeline.html").read_text("utf-8")
KINDS: tuple[Kind, ...] = get_args(Kind)
GROUPS = (
    Group("naering", "faggruppe for næringssamarbeid"),
    Group("roros", "Røros"),
    Group("kongsvinger", "Kongsvingerregionen"),
    Group("nord-osterdal", "Nord-Østerdal"),
)
TITLES = {
    "naering": "Møte i faggruppe for næringssamarbeid",
    "roros": "Sak til kommunestyret om næringsutviklingen",
    "kongsvinger": "Måling: 40 vekstideer i eksisterende og nytt næringsliv",
    "nord-osterdal": "Møte i regionalt utviklingsforum",
}
PLACES = ("Horten kommune", "Lillestrøm kommune", "Røros kommune", "Kongsvinger kommune", "Tynset kommune", "Østre Toten kommune")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), OSLO)


def letters(slug: str, count: int) -> tuple[Link, ...]:
    return tuple(Link(f"{PLACES[n % 6]}, medlem {n + 1}", f"letters/{slug}-{n + 1:02}.eml") for n in range(count))


def story(group: str, day: date, size: int) -> Iterator[Event]:
    """All that happens around one meeting, or one duty when it is Røros or Kongsvingerregionen."""
    slug, title, meeting = f"{group}-{day.isoformat()}", TITLES[group], group in {"naering", "nord-osterdal"}
    paper = Link("Innkalling med sakskart", f"papers/{slug}.docx")
    invite = Link("Invitasjon til møtet", f"calendar/{slug}.ics")
    yield Event(at(day, 12 if meeting else 0), "occurrence", group, title, links=(invite,) if meeting else ())
    if not meeting:
        why = "Påminnelse 14 dager før fristen."
        yield Event(at(day - timedelta(days=14), 8), "sent", group, f"Påminnelse: {title}", why, letters(slug, 2), 2)
        return
    yield Event(at(day - timedelta(days=21), 8), "draft", group, f"Utkast til innkalling: {title}", "21 dager før møtet.", (paper,))
    yield Event(at(day - timedelta(days=19), 10, 20), "approved", group, f"Innkalling: {title}", "Godkjent av rådgiver i sekretariatet.")
    why = "Sju dager før møtet, etter regelen for innkalling."
    yield Event(at(day - timedelta(days=7), 8), "sent", group, f"Innkalling: {title}", why, (paper, invite, *letters(slug, size)), size)
    for n in range(4):
        yield Event(
            at(day - timedelta(days=5 - n), 9 + n, 14), "reply", group, f"Innspill fra {PLACES[n]}", links=letters(f"inn-{slug}", 1)
        )
    yield Event(at(day - timedelta(days=2), 8), "sent", group, f"Påminnelse: {title}", "Til dem som ikke har svart.", letters(slug, 9), 9)


def year(size: int = 45) -> Timeline:
    """A year as the demo leaves it: four groups, every kind, weekly letters."""
    events = [e for month, day in ((2, 4), (5, 13), (9, 9), (11, 4)) for e in story("naering", date(2027, month, day), size)]
    events += [e for month in (3, 6, 9, 12) for e in story("nord-osterdal", date(2027, month, 11), 14)]
    events += [e for month in range(1, 13) for e in story("roros", date(2027, month, 28), 2)]
    events += [e for month in range(1, 13, 3) for e in story("kongsvinger", date(2027, month, 30), 2)]
    moved = "Flyttet fra torsdag 16. september til torsdag 9. september, fordi møterommet var opptatt."
    held = "Innkallingen er ikke godkjent. Den går ut når sekretariatet har godkjent den."
    late = "Fristen for påminnelsen var gått ut da programmet ble startet."
    events += [
        Event(at(date(2027, 8, 23), 13, 5), "amended", "naering", TITLES["naering"], moved, letters("flyttet", 45), 45),
        Event(at(date(2027, 8, 20), 9), "returned", "naering", "Innkalling: møte i september", "Kommentar: «Sak 3 mangler vedlegg.»"),
        Event(at(date(2027, 8, 26), 8), "held", "nord-osterdal", "Innkalling: møte i utviklingsforum", held),
        Event(at(date(2027, 1, 4), 8), "skipped", "roros", "Påminnelse: årsmelding", late),
    ]
    weekly = "3 møter kommer, 1 utkast venter på deg."
    events += [
        Event(
            at(date(2027, 1, 4) + timedelta(weeks=n), 7, 30),
            "weekly",
            "",
            f"Ukebrev, uke {n + 1}",
            weekly,
            letters(f"uke-{n + 1:02}", 1),
            1,
        )
        for n in range(52)
    ]
    figures = (("brev sendt", 612), ("møter og frister", 24), ("dokumenter", 48), ("svar mottatt", 32), ("dager spart", 1_204))
    return Timeline("Årshjulet 2027", 2027, GROUPS, tuple(events), figures)
