"""How Norwegian writes dates, hours, numbers, telephones and names, in both written languages (Språkrådet; domain 4.2)."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.cycle.written import Language

MONTHS: dict[Language, tuple[str, ...]] = {
    "nb": ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"),
    "nn": ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"),
}
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
}
UNTIL: dict[Language, str] = {"nb": "til", "nn": "til"}
NO_BREAK = "\N{NO-BREAK SPACE}"
# Where the Norwegian letters stand, after z: æ, ø, å. The other letters that Norwegian sorts beside them follow the same rule.
LETTERS = str.maketrans(
    {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "đ": "d", "ð": "d", "þ": "th", "ŋ": "n", "ł": "l", "ß": "ss"}
)


class Words(NamedTuple):
    """The few words that the program itself puts into a paper or a letter, in one written language. All else stands in templates/."""

    letter_date: str
    your_ref: str
    our_ref: str
    officer: str
    archive_code: str
    phone: str
    owned_by: str
    """Between a group and its owner, where the owner does not stand before it in the genitive."""
    case: str
    new_case: str
    corrected: str
    contribution_from: str
    contribution_file: str
    minutes_enclosed: str
    """Before the organisation, in the title of an attachment."""
    attached: str
    after_meeting: str
    decision: str
    follow_up: str
    attendance: tuple[str, str, str, str, str]
    attendance_caption: str
    draft: str
    body: str
    meeting_number: str
    when: str
    where: str
    chair: str
    minute_taker: str
    also_present: str
    actions: tuple[str, str, str, str, str]
    actions_caption: str
    open_actions: tuple[str, str, str, str]
    open_caption: str
    """With the owner in it."""
    no_owner: str
    overdue: str
    since: str
    """With the day on which a measure was decided."""
    invited: tuple[str, str, str]
    invited_caption: str
    online_link: str
    plan: tuple[str, ...]
    cancelled: str
    online: str
    nothing_comes: str
    nothing_waits: str
    nothing_held: str
    nothing_left_out: str


WORDS: dict[Language, Words] = {
    "nb": Words(
        letter_date="Dato", your_ref="Deres ref.", our_ref="Vår ref.", officer="Saksbehandler", archive_code="Arkivkode", phone="Tlf.",
        owned_by="", case="Sak", new_case="Ny sak", corrected="Rettet", contribution_from="Nytt innspill fra",
        contribution_file="Innspill fra", minutes_enclosed="Referatet er lagt ved.",
        attached="Hele innspillet følger som vedlegg", after_meeting="mottatt etter møtet",
        decision="Vedtak/konklusjon", follow_up="Oppfølging", attendance=("Organisasjon", "Navn", "Til stede", "Forfall", "Vara"),
        attendance_caption="Oppmøte etter organisasjon: hvem som var til stede, hvem som meldte forfall, og hvem som møtte som vara",
        draft="Utkast – ikke godkjent", body="Organ", meeting_number="Møtenummer", when="Tid", where="Sted", chair="Møteleder",
        minute_taker="Referent", also_present="Dessuten møtte", actions=("Nr.", "Tiltak", "Ansvarlig", "Frist", "Status"),
        actions_caption="Oppfølging: hva som skal gjøres, av hvem, til når, og hvordan det står til",
        open_actions=("Nr.", "Tiltak", "Frist", "Status"), open_caption="{owner}: åpne tiltak med frist og status",
        no_owner="Uten ansvarlig", overdue="forfalt", since="fra {day}",
        invited=("Fornavn", "Etternavn", "Organisasjon"),
        invited_caption="Inviterte til møtet, med fornavn, etternavn og organisasjon", online_link="lenke til nettmøtet",
        plan=("Dato", "Tid", "Gruppe", "Hva", "Sted", "Merknad"), cancelled="Avlyst", online="Nettmøte",
        nothing_comes="Ingenting de nærmeste ukene.", nothing_waits="Ingenting venter på deg.",
        nothing_held="Ingenting er holdt tilbake.", nothing_left_out="Ingenting er utelatt.",
    ),
    "nn": Words(
        letter_date="Dato", your_ref="Dykkar ref.", our_ref="Vår ref.", officer="Saksbehandlar", archive_code="Arkivkode", phone="Tlf.",
        owned_by="i", case="Sak", new_case="Ny sak", corrected="Retta", contribution_from="Nytt innspel frå",
        contribution_file="Innspel frå", minutes_enclosed="Referatet er lagt ved.",
        attached="Heile innspelet følgjer som vedlegg", after_meeting="motteke etter møtet",
        decision="Vedtak/konklusjon", follow_up="Oppfølging", attendance=("Organisasjon", "Namn", "Til stades", "Forfall", "Vara"),
        attendance_caption="Oppmøte etter organisasjon: kven som var til stades, kven som melde forfall, og kven som møtte som vara",
        draft="Utkast – ikkje godkjent", body="Organ", meeting_number="Møtenummer", when="Tid", where="Stad", chair="Møteleiar",
        minute_taker="Referent", also_present="I tillegg møtte", actions=("Nr.", "Tiltak", "Ansvarleg", "Frist", "Status"),
        actions_caption="Oppfølging: kva som skal gjerast, av kven, til når, og korleis det står til",
        open_actions=("Nr.", "Tiltak", "Frist", "Status"), open_caption="{owner}: opne tiltak med frist og status",
        no_owner="Utan ansvarleg", overdue="forfalle", since="frå {day}",
        invited=("Førenamn", "Etternamn", "Organisasjon"),
        invited_caption="Inviterte til møtet, med førenamn, etternamn og organisasjon", online_link="lenkje til nettmøtet",
        plan=("Dato", "Tid", "Gruppe", "Kva", "Stad", "Merknad"), cancelled="Avlyst", online="Nettmøte",
        nothing_comes="Ingenting dei nærmaste vekene.", nothing_waits="Ingenting ventar på deg.",
        nothing_held="Ingenting er halde tilbake.", nothing_left_out="Ingenting er utelate.",
    ),
}  # fmt: skip


def words(language: Language) -> Words:
    """The program's own words in a written language."""
    return WORDS[language]


def numeric(day: date) -> str:
    """As in «01.11.2024»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def long(day: date, language: Language = "nb") -> str:
    """As in «7. november 2024»."""
    return f"{day.day}. {MONTHS[language][day.month - 1]} {day.year}"


def brief(day: date, language: Language = "nb") -> str:
    """«4. nov.»: short months as Norwegian abbreviates them; those of at most five letters stand whole."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day}. {month if len(month) <= 5 else month[:3] + '.'}"  # noqa: PLR2004  april


def full(day: date, language: Language = "nb") -> str:
    """As in «torsdag 7. november 2024»."""
    return f"{WEEKDAYS[language][day.weekday()]} {long(day, language)}"


def clock(at: datetime | time) -> str:
    """As in «12.00»."""
    return f"{at.hour:02}.{at.minute:02}"


def time_span(start: datetime | time, end: datetime | time) -> str:
    """As in «kl. 12.00–13.00», with an en dash and no spaces; one hour only when the two are alike."""
    first, last = clock(start), clock(end)
    return f"kl.{NO_BREAK}{first}" if first == last else f"kl.{NO_BREAK}{first}–{last}"


def all_day(start: datetime, end: datetime) -> bool:
    """Whether a half-open span is whole days, as a duty is."""
    return start.time() == end.time() == time.min and start.date() < end.date()


def moment(start: datetime, end: datetime, language: Language = "nb") -> str:
    """As in «torsdag 7. november 2024 kl. 12.00–13.00»; only days when the span is whole days, two moments when it ends on another day."""
    first, last = full(start, language), full(end, language)
    if all_day(start, end):
        final = end.date() - timedelta(days=1)
        return first if final == start.date() else f"{first} {UNTIL[language]} {full(final, language)}"
    if start.date() == end.date():
        return f"{first} {time_span(start, end)}"
    return f"{first} kl.{NO_BREAK}{clock(start)} {UNTIL[language]} {last} kl.{NO_BREAK}{clock(end)}"


def phone(text: str) -> str:
    """As in «41 20 34 24», and «815 00 123» for the 800 series (nummerforskriften § 16); what is no Norwegian number is left as it is."""
    compact = re.sub(r"[\s\u00a0.-]", "", text)
    found = re.fullmatch(r"((?:\+|00)47)?(\d{8})", compact)
    if found is None:
        return text.strip()
    digits = found[2]
    cuts = (0, 3, 5, 8) if digits.startswith("8") else (0, 2, 4, 6, 8)
    grouped = NO_BREAK.join(digits[a:b] for a, b in pairwise(cuts))
    return f"+47{NO_BREAK}{grouped}" if found[1] else grouped


def number(value: int) -> str:
    """As in «8 500», with a space that does not break the line; four digits and more are grouped."""
    return f"{value:,}".replace(",", NO_BREAK).replace("-", "\N{MINUS SIGN}")


def genitive(name: str) -> str:
    """As in «Osloregionens», «Røros'»: an apostrophe after s, x and z."""
    return f"{name}'" if name[-1:].lower() in {"s", "x", "z"} else f"{name}s" if name else ""


def listed(words: tuple[str, ...]) -> str:
    """As in «a, b og c»: the same word in both written languages."""
    return " og ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)


@lru_cache(maxsize=20_000)
def collate(text: str) -> tuple[str, str]:
    """A key that sorts as Norwegian does: æ, ø, å last, aa as å, accents and case only when all else is alike, hyphens as spaces."""
    lower = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(LETTERS)
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(mark))
    return re.sub(r"[\s\u2010-\u2015-]+", " ", bare).strip(), text
