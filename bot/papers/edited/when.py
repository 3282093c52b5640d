"""Dates and times as people write them in a paper: our own forms, and the common ones beside them (domain 4.2)."""

import re
from datetime import date, time

from bot.papers import norsk
from bot.papers.edited.model import When

MONTHS = {name: number for language in norsk.MONTHS.values() for number, name in enumerate(language, 1)}
MONTHS |= {name[:3]: number for name, number in list(MONTHS.items())}
LONG = re.compile(r"(?<!\d)(\d{1,2})\. ?([a-zæøå]{3,9})\.? (\d{4})(?!\d)", re.IGNORECASE)
NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})(?!\d)")
HOUR = r"(\d{1,2})(?:[.:]?(\d{2}))?"
SPAN = re.compile(rf"\bkl\.? {{0,2}}{HOUR}(?: {{0,2}}(?:[-–—]|til(?: kl\.?)?) {{0,2}}{HOUR})?(?!\d)", re.IGNORECASE)
BARE = re.compile(rf"(?<![\d.]){HOUR} {{0,2}}[-–—] {{0,2}}{HOUR}(?![\d.])")


def read(text: str) -> When:
    """A text with what of it is a day and a span of hours."""
    plain = text.replace(norsk.NO_BREAK, " ")
    day, rest = _day(plain)
    found = SPAN.search(rest) or BARE.search(rest)
    if found is None:
        return When(text, day)
    hour, minute, last_hour, last_minute = found.groups()
    return When(text, day, _hour(hour, minute), _hour(last_hour, last_minute) if last_hour else None)


def _day(text: str) -> tuple[date | None, str]:
    """The first day in a text, and the text without days: an hour is not looked for in a date."""
    found = sorted((*LONG.finditer(text), *NUMERIC.finditer(text)), key=lambda one: one.start())
    days = [day for one in found if (day := _date(*one.groups())) is not None]
    return (days[0] if days else None), NUMERIC.sub(" ", LONG.sub(" ", text))


def _date(day: str, month: str, year: str) -> date | None:
    number = int(month) if month.isdecimal() else MONTHS.get(month.lower()) or MONTHS.get(month[:3].lower(), 0)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))  # noqa: PLR2004  two-digit years
    except ValueError:
        return None


def _hour(hour: str, minute: str | None) -> time | None:
    return time(int(hour), int(minute or 0)) if int(hour) < 24 and int(minute or 0) < 60 else None  # noqa: PLR2004  a day
