"""What the names of periods stand for, in bokmål and nynorsk: days, weeks, months, seasons, holidays, and what is counted from today."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.cycle.days import Days
from bot.papers import norsk
from bot.papers.edited.when import MONTHS

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY, FRIDAY, DECEMBER = 1, 5, 12
WORKING = Days()


class Period(NamedTuple):
    """From its first day to its last, both in it. `away` is the last day that people are away in it, where that is another."""

    first: date
    last: date
    away: date | None = None


Kind = Literal["day", "digits", "week", "part", "month", "season", "holiday", "year", "counted", "this", "weekday"]
"""«day» can be nothing but a date; «digits», 4.2, may be something else."""
Yearly = Callable[[int], Period]
"""What a name stands for in a year. Raises ValueError where the year has no such day."""
Named = Callable[[re.Match[str]], Yearly]
Counted = Callable[[re.Match[str], date], Period]


def year(match: re.Match[str]) -> int | None:
    """The year that is written, of four digits or two; the last one of «2027/28»."""
    groups = match.groupdict()
    said = groups.get("end") or groups.get("year") or groups.get("short")
    return None if said is None else int(said) + (2000 if len(said) == 2 else 0)  # noqa: PLR2004


# --- in every year


def _one(day: date) -> Period:
    return Period(day, day)


def _months(first: int, last: int) -> Yearly:
    """Whole months; when the first is a later one than the last, it is of the year before."""
    return lambda year: Period(date(year - (first > last), first, 1), date(year, last, 1) + relativedelta(day=31))


def _day(match: re.Match[str]) -> Yearly:
    return lambda year: _one(date(year, _month(match["month"]), int(match["day"])))


def _month(said: str) -> int:
    return int(said) if said.isdecimal() else MONTHS.get(said) or MONTHS[said[:3]]


def _week(match: re.Match[str]) -> Yearly:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    return lambda year: Period(date.fromisocalendar(year, first, MONDAY), date.fromisocalendar(year, last, FRIDAY))


def _whole_month(match: re.Match[str]) -> Yearly:
    number = _month(match["month"])
    return _months(number, number)


def _part(length: int) -> Named:
    """Parts of a year, each of so many months."""

    def part(match: re.Match[str]) -> Yearly:
        said = match["number"] or match["word"] or match["letter"]
        last = DECEMBER if said == "siste" else length * (int(said) if said.isdecimal() else ORDINALS[said])
        if last > DECEMBER:
            raise ValueError(said)
        return _months(last - length + 1, last)

    return part


ORDINALS = {"første": 1, "fyrste": 1, "andre": 2, "annet": 2, "tredje": 3, "fjerde": 4}
# by their first three letters, which «høst», «høsten» and «hausten» have in common with none of the others
SEASONS: dict[str, Yearly] = {
    "vår": _months(3, 5),
    "som": lambda year: Period(date(year, 7, 1), date(year, 8, 31), date(year, 7, 31)),  # «før sommeren» is before people leave in July
    "fel": _months(7, 7),
    "høs": _months(9, 11),
    "hau": _months(9, 11),
    "vin": _months(12, 2),
}
HOLIDAYS: dict[str, Yearly] = {
    "pås": lambda year: Period(easter(year) - 8 * DAY, easter(year) + DAY),  # the week before Easter is a week off
    "pin": lambda year: Period(easter(year) + 48 * DAY, easter(year) + 50 * DAY),
    "jul": lambda year: Period(date(year, 12, 23), date(year, 12, 31)),
    "nyt": lambda year: _one(date(year + 1, 1, 1)),
    "års": lambda year: _one(date(year + 1, 1, 1)),
}


# --- from the day it was written


def _after(match: re.Match[str], written: date) -> Period:
    number = int(match["number"]) if match["number"].isdecimal() else NUMBERS[match["number"]]
    unit = match["unit"]
    if unit.startswith(("virke", "yrke", "arbeid")):
        return _one(WORKING.count(written, number))
    return _one(written + LENGTHS.get(unit[:3], relativedelta(months=1)) * number)


LENGTHS = {
    "dag": relativedelta(days=1), "uke": relativedelta(weeks=1), "vek": relativedelta(weeks=1), "år": relativedelta(years=1),
    "hal": relativedelta(months=6),
}  # fmt: skip
NUMBERS = {
    "en": 1, "én": 1, "ei": 1, "ein": 1, "et": 1, "ett": 1, "eit": 1, "eitt": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6,
    "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "tolv": 12, "fjorten": 14,
}  # fmt: skip


def _today(match: re.Match[str], written: date) -> Period:
    return _one(written + DAY * {"da": 0, "mo": 1, "ov": 2}[match["day"][:2]])


def _this(match: re.Match[str], written: date) -> Period:
    """The week, month or quarter that it was written in, or the next one. A week that is named on a Saturday lasts until then."""
    later, unit = match["which"].startswith(("neste", "kom")), match["unit"]
    if unit.startswith(("uk", "vek")):
        monday = written - DAY * written.weekday() + WEEK * later
        return Period(monday, max(monday + 4 * DAY, written))
    length = 3 if unit.startswith("kv") else 1
    first = written + relativedelta(day=1, months=length * later - (written.month - 1) % length)
    return Period(first, first + relativedelta(months=length) - DAY)


def _weekday(match: re.Match[str], written: date) -> Period:
    """The next day of that name after `written`; «neste fredag» is that of the next week."""
    wanted = WEEKDAYS[match["weekday"]]
    return _one(written + DAY * (7 - written.weekday() + wanted if match["next"] else (wanted - written.weekday() - 1) % 7 + 1))


WEEKDAYS = {name: number for names in norsk.WEEKDAYS.values() for number, name in enumerate(names)}


# --- how they are written


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


YEAR = r"(?:,? ?(?:i |av |til |/|-)?(?P<year>(?:19|20)\d\d)(?!\d)| ?[-'’](?P<short>\d\d)(?![\d.]))?"
NEAR_YEAR = r"(?:(?:\. ?|/| ?- ?| )(?P<year>(?:19|20)\d\d)(?!\d)|(?:[./]| ?[-'’])(?P<short>\d\d)(?!\d|[./]\d))"
DAY_MONTH = rf"(?P<month>{_any({*MONTHS, 'sept'})})"
MONTH = rf"(?P<month>{_any({*MONTHS, 'sept'} - {'jul'})})"  # «jul» alone is Christmas
COUNT = r"(?:\b(?:(?P<number>[1-4])\. ?|(?P<word>første|fyrste|andre|annet|tredje|fjerde|siste) )"
NOT_JOINED = r"\b(?!-[a-zæøå])"
SEASON = r"våren|vår|sommar(?:en|ferien)?|sommer(?:en|ferien)?|fellesferien?|høsten|høst|hausten|haust|vinteren|vinter"
HOLIDAY = r"påsken?|påska|påskeferien|pinsen?|pinsa|jul(?:a|en|eferien|aften|aftan)?|nyttår(?:et)?|årsskiftet"
UNIT = r"halvt? år|halvår|(?:virke|yrke|arbeids?)dag(?:er|ar)?|dag(?:er|ar)?|uker?|veker?|måned(?:er)?|månad(?:er|ar)?|mnd|år"
ONE = r"uken|uka|uke|vek[ea]|måneden|måned|månaden|månad|kvartalet|kvartal"
LAST_WEEK = r"(?: ?(?:[-–/]|og|til) ?(?P<last>\d{1,2})(?!\d))?"
LAST_YEAR = r"(?: ?[-–/] ?(?P<end>(?:19|20)\d\d|\d\d)(?![\w/.-]))?"
WINTER = r"(?: (?P<year>(?:19|20)\d\d)(?: ?[-–/] ?(?P<end>(?:19|20)\d\d|\d\d))?(?!\d)| ?[-'’](?P<short>\d\d)(?!\d))?"
_YEARLY: tuple[tuple[Kind, str, Named], ...] = (
    ("day", r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _day),
    ("day", rf"(?<![\d.,])(?<!\d/)(?P<day>\d{{1,2}})(?:\.|ste|de)? ?{DAY_MONTH}{NOT_JOINED}\.?{NEAR_YEAR}?", _day),
    ("day", r"(?<![\w.,/])(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>(?:19|20)\d\d)(?!\d)", _day),
    ("day", rf"(?<![\w.,/])(?P<day>\d{{1,2}})(?:\. ?|/)(?P<month>\d{{1,2}}){NEAR_YEAR}", _day),
    ("day", r"(?<![\w.,/])(?P<day>\d{1,2})(?:\. ?(?=\d{1,2}\.)|/)(?P<month>\d{1,2})(?![\d/])\.?(?!\.?\d)", _day),
    ("digits", r"(?<![\w.,/])(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?![\d.,])", _day),
    ("week", rf"\b(?:uken?|uka|vek[ea]|vike) ?(?:nr\.? ?)?(?P<first>\d{{1,2}})(?!\d){LAST_WEEK}{YEAR}", _week),
    ("part", rf"{COUNT}(?:kvartal\b|kv(?:art)?\b\.?)|\b[qk](?P<letter>[1-4])\b){YEAR}", _part(3)),
    ("part", rf"{COUNT}tertial\b|\bt(?P<letter>[1-3])\b){YEAR}", _part(4)),
    ("part", rf"{COUNT}halvår(?:et)?\b|\bh(?P<letter>[12])\b){YEAR}", _part(6)),
    ("month", rf"\b{MONTH}{NOT_JOINED}\.?(?: måned| månad)?{YEAR}", _whole_month),
    ("season", rf"\b(?P<name>{SEASON}){NOT_JOINED}{WINTER}", lambda match: SEASONS[match["name"][:3]]),
    ("holiday", rf"\b(?P<name>{HOLIDAY}){NOT_JOINED}{YEAR}", lambda match: HOLIDAYS[match["name"][:3]]),
    ("year", rf"(?<![\w.,/-])(?P<year>(?:19|20)\d\d){LAST_YEAR}(?![\w/])", lambda _: _months(1, DECEMBER)),
)
_COUNTED: tuple[tuple[Kind, str, Counted], ...] = (
    ("counted", rf"(?<![\w.,/-])(?P<number>\d{{1,3}}|{_any(NUMBERS)}) ?(?P<unit>{UNIT})\b", _after),
    ("day", r"\bi ?(?P<day>dag|morgen|morgon|over ?morg[eo]n)\b", _today),
    ("this", rf"\b(?P<which>denne|dette|inneværende|inneverande|neste|kommende|komande) (?P<unit>{ONE})\b", _this),
    ("weekday", rf"\b(?:(?P<next>neste)|(?:først)?kommende|komande|denne)? ?\b(?P<weekday>{_any(WEEKDAYS)})\b", _weekday),
)
YEARLY = tuple((kind, re.compile(pattern), named) for kind, pattern, named in _YEARLY)
COUNTED = tuple((kind, re.compile(pattern), counted) for kind, pattern, counted in _COUNTED)
