"""Deadlines as people write them in minutes, «innen 1. mars», «uke 12», «før påske», «neste møte», read as the last day that is in time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.edited import when
from bot.papers.followup import periods, terms
from bot.papers.followup.named import DAY
from bot.papers.followup.periods import Found
from bot.papers.followup.terms import WORDS, Words

MOST = 200
"""Characters of a text that may be a deadline."""
SHOWN = 60
WHOLE_YEAR = 365
WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*|[?%]")


class Due(NamedTuple):
    """A deadline: `day` is the last day that is in time. `why` says in Norwegian how it was read."""

    text: str
    day: date | None
    kind: Literal["day", "meeting", "running", "soon", "none", "unclear"]
    why: str


def read(text: str, written: date, meetings: Sequence[date] = (), language: Language = "nb") -> Due:
    """When something is to be done, as it was written on a day, by a body that meets on these days. Any text gives a Due.

    A year that is not written is the next one; a day that was less than two weeks ago, in the same year, stays as it is.
    """
    return _Reader(text, written, tuple(sorted(meetings)), language).read()


def names_time(text: str) -> bool:
    """Whether a text is a time and nothing else: «1. juni», «neste møte», «etter sommeren»; not «Horten», not «1. juni hos oss»."""
    plain = _plain(text[:MOST], ANY_DAY.year)
    spans, rest = periods.scan(plain, ANY_DAY)
    known = terms.FILLERS | terms.BEFORE | terms.AFTER | terms.START | terms.MIDDLE | terms.END
    whole = known.issuperset(WORD.findall(terms.MEETING.sub(" ", rest))) and ONWARD.isdisjoint(WORD.findall(plain)[-1:])
    return whole and (bool(spans) or terms.MEETING.search(rest) is not None)


ANY_DAY = date(2027, 1, 1)
ONWARD = frozenset(("i", "på", "til", "av", "for", "og", "eller", "med", "ved", "om"))
"""What a time does not end with."""


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    written: date
    meetings: tuple[date, ...]
    language: Language

    def read(self) -> Due:
        if len(self.text) > MOST:
            return self._said("unclear", self.words.unclear)
        plain = _plain(self.text, self.written.year)
        spans, rest = _ends(*periods.scan(plain, self.written))
        met = terms.MEETING.search(rest)
        left = frozenset(WORD.findall(terms.MEETING.sub(" ", rest)))
        if met and left <= terms.FILLERS | terms.BEFORE | terms.AFTER:
            return self._meeting(met["which"] or "", spans, left)
        if days := tuple(one for one in spans if one.kind == "day"):
            return self._day(days, spans, left)
        return self._timeless(plain) or self._period(spans, left, met=met is not None)

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def _timeless(self, plain: str) -> Due | None:
        """What has no day, and says so."""
        said = plain.strip(" .!:")
        if terms.NONE.fullmatch(said or one_line(self.text).lower()):
            return self._said("none", self.words.none)
        if terms.RUNNING.fullmatch(said):
            return self._said("running", self.words.running)
        return self._said("soon", self.words.soon) if terms.SOON.fullmatch(said) else None

    def _day(self, days: Sequence[Found], spans: Sequence[Found], left: frozenset[str]) -> Due:
        """A date, whatever else stands there but words that make it no end."""
        chosen = days[-1].period
        if chosen is None or left & terms.AFTER:
            return self._said("unclear", self.words.no_such if chosen is None else self.words.no_end)
        weekday = next((one.period.first.weekday() for one in spans if one.kind == "weekday" and one.period), None)
        other = weekday is not None and len(days) == 1 and weekday != chosen.first.weekday()
        doubt = self.words.other_weekday.format(weekday=norsk.WEEKDAYS[self.language][weekday or 0]) if other else ""
        return self._due(chosen.first - DAY if left & terms.BEFORE else chosen.last, days, doubt)

    def _period(self, spans: Sequence[Found], left: frozenset[str], *, met: bool) -> Due:
        """A week, a month, a season: only where little else is said, since «mars-rapporten» is no deadline."""
        if left & terms.AFTER:
            return self._said("unclear", self.words.no_end)
        if not spans or met or not left <= terms.FILLERS | terms.BEFORE | terms.START | terms.MIDDLE | terms.WITHIN:
            return self._said("unclear", self.words.unclear)
        if any(one.period is None for one in spans):
            return self._said("unclear", self.words.no_such)
        end = _end(spans, left)
        return self._due(end, spans) if end else self._said("unclear", self.words.unclear)

    def _meeting(self, which: str, spans: Sequence[Found], left: frozenset[str]) -> Due:
        """A meeting of the body: the next one, or one in a period or after it."""
        period = spans[-1].period if spans else None
        if (spans and (period is None or spans[-1].kind == "counted")) or (left & terms.AFTER and period is None):
            return self._said("unclear", self.words.unclear)
        met = [day for day in self.meetings if day > self.written]
        if period and left & terms.AFTER:
            met = [day for day in met if day > (period.away or period.last)]
        elif period:
            met = [day for day in self.meetings if period.first <= day <= period.last]
        if period and not met and spans[-1].kind == "day":
            return self._due(period.last - DAY if left & terms.BEFORE else period.last)
        if not met:
            return self._said("meeting", self.words.not_planned)
        chosen = met[-1 if which == "siste" else 0]
        return self._due(chosen - DAY if left & terms.BEFORE else chosen)._replace(kind="meeting")

    def _due(self, day: date, spans: Sequence[Found] = (), doubt: str = "") -> Due:
        several = self.words.several if len(spans) > 1 and not any(one.kind == "weekday" for one in spans) else ""
        past = self.words.past if day < self.written else ""
        read = self.words.read.format(text=_shown(self.text), day=norsk.full(day, self.language))
        return Due(self.text, day, "day", f"{read}{past}{several}{doubt}")

    def _said(self, kind: Literal["meeting", "running", "soon", "none", "unclear"], why: str) -> Due:
        return Due(self.text, None, kind, why.format(text=_shown(self.text)))


def _plain(text: str, year: int) -> str:
    """In small letters on one line, without hours and remarks, and with «neste år» as its number."""
    line = " ".join(one_line(text).replace(norsk.NO_BREAK, " ").lower().split())
    line = terms.JOINED.sub(r"\1 ", terms.REMARK.sub(" ", when.SPAN.sub(" ", line)))
    return terms.THIS_YEAR.sub(str(year), terms.NEXT_YEAR.sub(str(year + 1), line))


def _shown(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _ends(spans: Sequence[Found], rest: str) -> tuple[Sequence[Found], str]:
    """Without what is only where something begins: «fra 1. mars» in «fra 1. mars til 1. juni»."""
    begins = [(one, match) for one in spans if (match := terms.FROM.search(rest[: one.start]))]
    if not begins or len(begins) == len(spans):
        return spans, rest
    for one, match in begins:
        rest = rest[: match.start()] + " " * (one.start - match.start()) + rest[one.start :]
    return [one for one in spans if all(one is not begun for begun, _ in begins)], rest


def _end(spans: Sequence[Found], left: frozenset[str]) -> date | None:
    """The last day that is in time. None for what does not go together, such as «fredag i mars»."""
    kind, period = spans[-1].kind, spans[-1].period
    days = [one.period.first.weekday() for one in spans if one.kind == "weekday" and one.period]
    if days and len(spans) > 1:
        weeks = [one.period for one in spans if one.kind in ("week", "this") and one.period]
        return weeks[0].first + days[0] * DAY if len(spans) == 2 and len(weeks) == 1 else None  # noqa: PLR2004  a week and a day
    if period is None:
        return None
    length = (period.last - period.first).days + 1
    if left & terms.START:
        return period.first + (length // 3 - 1 if length < WHOLE_YEAR else 30) * DAY  # early in a year is January
    if left & terms.MIDDLE:
        return period.first + (length // 2 - 1) * DAY
    return period.first - DAY if (left & terms.BEFORE or kind == "holiday") and not left & terms.WITHIN else period.last
