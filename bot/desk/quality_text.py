"""What is odd in a text that we are about to send: dates that cannot be, what nobody has filled in, a meeting online without a link."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bot.cycle.model import Occurrence
from bot.papers import norsk

_NAMES = (*(dict.fromkeys(name for names in norsk.WEEKDAYS.values() for name in names)),)
_WEEKDAY = {name: names.index(name) for names in norsk.WEEKDAYS.values() for name in names}
_MONTHS = norsk.MONTHS["nb"]
_SHORT = {"jan": 1, "feb": 2, "apr": 4, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "des": 12}
_MONTH = {**{name: at for at, name in enumerate(_MONTHS, 1)}, **_SHORT}
# «fredag 4. november 2027», «fredag den 4. nov.», «4.11.2027», «fredag 4/11». Numbers alone are a date with a weekday or a whole year.
_DATE = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(_NAMES)}),? (?:den )?)?(?<![\w.:,/–-])(?P<day>\d{{1,2}})"
    rf"(?:\. ?(?P<name>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\b\.?(?: (?P<long>20\d\d)\b)?"
    r"|[./](?P<month>\d{1,2})(?:[./](?P<year>20\d\d|\d\d)\b|\.(?!\d)|(?<=/\d)(?!\d)|(?<=/\d\d)(?!\d)))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w–/.-])(?<![–-] )(20\d\d)(?![\w–/-]| [–-])")
_MEETING = re.compile(r"\b(?:møte|møtet|møtes|møtest|møtast|samling|samlingen|samlinga)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:forrige|førre|neste|sist\w{0,2}|tidligere|tidlegare|referat\w{0,5}|protokoll\w{0,3}|årsmelding\w{0,3}|regnskap\w{0,3}"
    r"|rekneskap\w{0,3}|rapport\w{0,3}|resultat\w{0,3}|fra|frå|etter|siden|sidan|før|innen|innan|frist\w{0,3}|flytt\w{1,3}|møteplan\w{0,3})\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[!?;:]|\. (?=[A-ZÆØÅ])")
NEAR = 80
"""So many characters before a date tell what the date is of."""
SURE = 90
"""A date without a year that is so many days from the meeting is of the nearest year."""

FIELD = re.compile(r"\{\{[^{}]*\}\}")
"""A name in a standing text, which the program fills in."""
_PLACEHOLDER = re.compile(
    r"\[(?:fyll|sett|skriv|legg|velg|vel|navn|namn|dato|tid|klokkeslett|sted|stad|rom|lenke|lenkje|tekst|tittel)\b[^\]\n]{0,60}\]"
    r"|\[(?:\.{1,5}|…|x{2,5}|\?{1,3}|_{1,20})\]"
    r"|<(?:navn|namn|dato|tid|klokkeslett|sted|stad|rom|lenke|lenkje|tekst|tittel)[^>\n]{0,40}>"
    r"|\{\{[^{}\n]{0,60}(?:\}\})?|\{%[^{}\n]{0,60}(?:%\})?|\blorem ipsum\b|\bx{3,10}\b|\b(?:TBA|TBD|TODO)\b|_{5,60}"
    r"|\bklikk (?:eller trykk )?her for å skrive inn tekst\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:(?:ny |neste )?(?:sak|tittel|overskrift|emne|tema|punkt|nr)|uten tittel|utan tittel|kommer(?: senere)?|kjem seinare"
    r"|fyll(?:es)? inn|n n|test)?",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"\b(?:på|via) (?:microsoft |ms )?(?:teams|zoom|skype|webex|google meet)\b|\b(?:teams|zoom)-?(?:møte|lenk)\w{0,6}"
    r"|\b(?:nettmøte|fjernmøte|videomøte)(?:t|ts)?\b|\bdigitalt? (?:møte|samling|deltakelse|deltaking)\b"
    r"|\b(?:delta|møtes|møtest|møtast|holdes|holdt|halde|halden|blir) (?:på nett|digitalt)\b"
    r"|\b(?:lenken?|lenkja?) (?:til møtet )?(?:kommer|kjem|følger|følgjer|ettersendes|blir sendt)\b",
    re.IGNORECASE,
)
_ONLINE_PLACE = re.compile(
    r"\b(?:teams|zoom|skype|webex|google meet|nett|nettet|nettmøte|digital|digitalt|video|videomøte|fjernmøte|hybrid|hybridmøte|online)\b",
    re.IGNORECASE,
)


def online_place(text: str) -> bool:
    """Whether a place is one that people join from afar: «Teams», «digitalt»."""
    return bool(_ONLINE_PLACE.search(text))


def online(text: str) -> Iterator[str]:
    """The words that promise a meeting online, on a line without a link."""
    yield from dict.fromkeys(
        found[0] for line in text.splitlines() if "://" not in line and (found := _ONLINE.search(" ".join(line.split())))
    )


def placeholders(text: str) -> Iterator[str]:
    """What stands in a text where somebody was to write: «[fyll inn]», «{{ dato }}», «xxx»."""
    yield from dict.fromkeys(" ".join(found[0].split()) for found in _PLACEHOLDER.finditer(text))


def untitled(title: str) -> bool:
    """Whether an item has no title: nothing, marks only, or what stands in a title's place: «Sak 4», «…», «xxx», «TBA»."""
    words = re.sub(r"[\W\d_]+", " ", title).strip()
    return _TITLE.fullmatch(words) is not None or _PLACEHOLDER.fullmatch(title.strip(" .:–-")) is not None


# --- dates -----------------------------------------------------------------------------------------------------------


class Written(NamedTuple):
    """A date as it stands in a text: its words, the weekday and the year when they are said, and what stands before it in its sentence."""

    words: str
    weekday: int | None
    day: int
    month: int
    year: int | None
    before: str


def dates(text: str, meeting: date) -> Iterator[str]:
    """Dates that cannot be, and those that fall on another weekday than the text says, a sentence each."""
    yield from dict.fromkeys(fault for one in _written(text) if (fault := _impossible(one, meeting)))


def others(text: str, occurrence: Occurrence, *, own: bool = False) -> Iterator[str]:
    """Dates that a text says are the meeting's, and that are not, a sentence each. In its `own` title every date is."""
    found = (sentence for one in _written(text) if _says_when(one, occurrence, own=own) for sentence in _not_ours(one, occurrence))
    years = (int(year[1]) for year in _YEAR.finditer(text) if own and not _OTHER.search(text[: year.start()]))
    yield from dict.fromkeys((*found, *(_other_year(year, occurrence) for year in years if not _near(year, occurrence))))


def _written(text: str) -> Iterator[Written]:
    for line in text.splitlines():
        clean = " ".join(line.split())
        for found in _DATE.finditer(clean):
            month = _MONTH[found["name"].lower()] if found["name"] else int(found["month"])
            year = found["long"] or found["year"]
            said = found["name"] or found["weekday"] or (found["year"] and len(found["year"]) == len("2027"))
            if said and 1 <= month <= len(_MONTHS):  # «12.30» is an hour, and «torsdag 12.30» too
                weekday = _WEEKDAY[found["weekday"].lower()] if found["weekday"] else None
                before = _SENTENCE.split(clean[max(found.start() - NEAR, 0) : found.start()])[-1]
                full = (2000 + int(year) if len(year) == len("27") else int(year)) if year else None
                yield Written(found[0].rstrip("."), weekday, int(found["day"]), month, full, before)


def _impossible(one: Written, meeting: date) -> str:
    possible = _possible(one, meeting)
    if not possible:
        return f"Teksten sier «{one.words}», men den dagen finnes ikke. Rett datoen."
    if one.weekday is None or any(day.weekday() == one.weekday for day in possible):
        return ""
    real = norsk.WEEKDAYS["nb"][possible[0].weekday()]
    return f"Teksten sier «{one.words}», men {norsk.long(possible[0])} er en {real}. Rett ukedagen eller datoen."


def _says_when(one: Written, occurrence: Occurrence, *, own: bool) -> bool:
    about = (own or _MEETING.search(one.before)) and not _OTHER.search(one.before)
    return bool(about) and not _impossible(one, occurrence.day)


def _not_ours(one: Written, occurrence: Occurrence) -> Iterator[str]:
    if one.year is not None and not _near(one.year, occurrence):
        yield _other_year(one.year, occurrence)
    last = (occurrence.end - timedelta(microseconds=1)).date()
    ours = {(occurrence.day + timedelta(days=at)) for at in range((last - occurrence.day).days + 1)}
    if (one.day, one.month) not in {(day.day, day.month) for day in ours}:
        said, ourselves = f"{one.day}. {_MONTHS[one.month - 1]}", norsk.long(occurrence.day)
        yield f"Teksten sier {said}, men møtet er {ourselves}. Rett datoen om den skulle vært møtets."


def _near(year: int, occurrence: Occurrence) -> bool:
    """Whether a year is the meeting's, or the next, which a meeting late in the year speaks of."""
    return year - occurrence.day.year in (0, 1)


def _other_year(year: int, occurrence: Occurrence) -> str:
    return f"Et årstall i teksten er {year}, men møtet er i {occurrence.day.year}. Rett det om det er igjen fra før."


def _possible(one: Written, meeting: date) -> tuple[date, ...]:
    """The day that is written; without a year, the one nearest the meeting first, and the next nearest when it is far away."""
    years = (one.year,) if one.year is not None else range(meeting.year - 1, meeting.year + 2)
    days = sorted((day for year in years if (day := _day(year, one.month, one.day))), key=lambda day: abs(day - meeting))
    return tuple(days[:1] if days and abs(days[0] - meeting) <= timedelta(days=SURE) else days[:2])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
