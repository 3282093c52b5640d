"""Periods as people name them, «uke 12», «1. kvartal», «om to uker», found in a text as their first and last day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bot.papers.followup import named
from bot.papers.followup.named import DAY, Kind, Period, Yearly

BEFORE = re.compile(r"\bfør\b")
JUST_PAST = timedelta(days=14)
"""How long ago a day without a year may be, in the same year, and still be meant."""
YEARS_AHEAD = 9
"""How far ahead a day that is not in every year is looked for: after 29 February 2096 comes that of 2104."""


class Found(NamedTuple):
    """A period where it stands in a text. `period` is None when there is no such day."""

    start: int
    end: int
    kind: Kind
    period: Period | None


class _Wanted(NamedTuple):
    """On which day it was written, and whether what is wanted is the day before the period."""

    written: date
    before: bool


def scan(text: str, written: date) -> tuple[tuple[Found, ...], str]:
    """Every period in a small-letter text, in order, and the text with blanks where they stood."""
    found: list[Found] = []
    before = BEFORE.search(text) is not None
    for kind, pattern, yearly in named.YEARLY:
        wanted = _Wanted(written, before=before or kind == "holiday")
        found += (Found(*match.span(), kind, _in_year(match, yearly, wanted)) for match in pattern.finditer(text))
        text = pattern.sub(_blank, text)
    for kind, pattern, counted in named.COUNTED:
        found += (Found(*match.span(), kind, counted(match, written)) for match in pattern.finditer(text))
        text = pattern.sub(_blank, text)
    return tuple(sorted(found, key=lambda one: one.start)), text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _in_year(match: re.Match[str], yearly: named.Named, wanted: _Wanted) -> Period | None:
    """In the year that is written; otherwise the next one that is not over, or one that is just past."""
    year = named.year(match)
    try:
        found = yearly(match)
        return found(year) if year else next(_coming(found, wanted), None)
    except ValueError:
        return None


def _coming(yearly: Yearly, wanted: _Wanted) -> Iterator[Period]:
    """The years' periods that are not over on that day, or had better be ready by then: «før påske» is over when Easter comes."""
    written = wanted.written
    for year in range(written.year - 1, written.year + YEARS_AHEAD):
        try:
            period = yearly(year)
        except ValueError:
            continue
        end = period.first - DAY if wanted.before else period.last
        if end >= written or (end.year == written.year and end >= written - JUST_PAST):
            yield period
