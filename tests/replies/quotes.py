"""The letter that is answered, and the words each client puts above it, in six languages."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from tests.replies.content import Content

LABELS = {
    "nb": ("Fra", "Sendt", "Til", "Kopi", "Emne"),
    "nn": ("Frå", "Sendt", "Til", "Kopi", "Emne"),
    "sv": ("Från", "Skickat", "Till", "Kopia", "Ämne"),
    "da": ("Fra", "Sendt", "Til", "Cc", "Emne"),
    "en": ("From", "Sent", "To", "Cc", "Subject"),
    "de": ("Von", "Gesendet", "An", "Cc", "Betreff"),
}
MONTHS = {
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
DAYS = {
    "nb": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "nn": "måndag tysdag onsdag torsdag fredag laurdag sundag",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
}
MONTHS["nn"] = MONTHS["nb"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """One earlier letter in a thread. `language` is that of the client that quotes it."""

    content: Content
    name: str = "Sekretariatet"
    address: str = "post@example.no"
    when: datetime = datetime(2027, 10, 28, 9, 0)  # noqa: DTZ001  a wall time on a screen
    to: str = "Medlemmer i faggruppen"
    copy: str = ""
    subject: str = "Innkalling: faggruppe for næringssamarbeid, 4. november 2027"
    language: str = "nb"
    earlier: "Quoted | None" = None


def _day(quoted: Quoted, language: str) -> str:
    return DAYS[language].split()[quoted.when.weekday()]


def _month(quoted: Quoted, language: str) -> str:
    return MONTHS[language].split()[quoted.when.month - 1]


def sent(quoted: Quoted) -> str:
    """The date as Outlook for Windows writes it."""
    at, lang = quoted.when, quoted.language
    day, month = _day(quoted, lang), _month(quoted, lang)
    return {
        "nb": f"{day} {at.day}. {month} {at:%Y %H:%M}",
        "nn": f"{day} {at.day}. {month} {at:%Y %H:%M}",
        "sv": f"den {at.day} {month} {at:%Y %H:%M}",
        "da": f"{at.day}. {month} {at:%Y %H:%M}",
        "en": f"{day}, {month} {at.day}, {at:%Y} {at:%I:%M} AM",
        "de": f"{day}, {at.day}. {month} {at:%Y %H:%M}",
    }[lang]


def header(quoted: Quoted, *, dated: str = "") -> list[tuple[str, str]]:
    """Outlook's block: label and value. `dated` renames «Sendt», as the Mac does («Dato»)."""
    who, when, to, copy, subject = LABELS[quoted.language]
    rows = [(who, f"{quoted.name} <{quoted.address}>"), (dated or when, sent(quoted)), (to, quoted.to)]
    if quoted.copy:
        rows.append((copy, quoted.copy))
    return [*rows, (subject, quoted.subject)]


def plain_header(quoted: Quoted, *, dated: str = "") -> str:
    return "\n".join(f"{label}: {value}" for label, value in header(quoted, dated=dated))


def html_header(quoted: Quoted, *, dated: str = "", end: str = "<br>\n") -> str:
    return end.join(f"<b>{label}:</b> {escape(value)}" for label, value in header(quoted, dated=dated))


def gmail(quoted: Quoted) -> str:
    """The attribution of Gmail, in one line."""
    at, lang = quoted.when, quoted.language
    day, month, who = _day(quoted, lang), _month(quoted, lang), f"{quoted.name} <{quoted.address}>"
    return {
        "nb": f"{day[:3]}. {at.day}. {month[:3]}. {at:%Y} kl. {at:%H:%M} skrev {who}:",
        "nn": f"{day[:3]}. {at.day}. {month[:3]}. {at:%Y} kl. {at:%H:%M} skreiv {who}:",
        "sv": f"Den {day[:4]} {at.day} {month[:3]}. {at:%Y} kl {at:%H:%M} skrev {who}:",
        "da": f"Den {day[:4]}. {at.day}. {month[:3]}. {at:%Y} kl. {at:%H.%M} skrev {who}:",
        "en": f"On {day[:3]}, {month[:3]} {at.day}, {at:%Y} at {at.hour}:{at:%M}\u202fAM {who} wrote:",
        "de": f"Am {day[:2]}., {at.day}. {month[:3]}. {at:%Y} um {at:%H:%M} Uhr schrieb {who}:",
    }[lang]


def apple(quoted: Quoted) -> str:
    at, lang = quoted.when, quoted.language
    month, who = _month(quoted, lang)[:3], f"{quoted.name} <{quoted.address}>"
    return {
        "nb": f"{at.day}. {month}. {at:%Y} kl. {at:%H:%M} skrev {who}:",
        "nn": f"{at.day}. {month}. {at:%Y} kl. {at:%H:%M} skreiv {who}:",
        "sv": f"{at.day} {month}. {at:%Y} kl. {at:%H:%M} skrev {who}:",
        "da": f"Den {at.day}. {month}. {at:%Y} kl. {at:%H.%M} skrev {who}:",
        "en": f"On {at.day} {month} {at:%Y}, at {at:%H:%M}, {who} wrote:",
        "de": f"Am {at:%d.%m.%Y} um {at:%H:%M} schrieb {who}:",
    }[lang]


def thunderbird(quoted: Quoted) -> str:
    at, who = quoted.when, quoted.name
    return {
        "nb": f"Den {at:%d.%m.%Y %H:%M}, skrev {who}:",
        "nn": f"Den {at:%d.%m.%Y %H:%M}, skreiv {who}:",
        "sv": f"Den {at:%Y-%m-%d} kl. {at:%H:%M}, skrev {who}:",
        "da": f"Den {at:%d.%m.%Y} kl. {at:%H.%M} skrev {who}:",
        "en": f"On {at:%d/%m/%Y} {at:%H:%M}, {who} wrote:",
        "de": f"Am {at:%d.%m.%y} um {at:%H:%M} schrieb {who}:",
    }[quoted.language]
