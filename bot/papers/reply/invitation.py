"""Answers to invites (RFC 5546), as Outlook, Exchange, Google and Apple write them: yes or no, with a comment, with another time."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.papers.reply.line import Line, take
from bot.papers.reply.mime import Part
from bot.papers.reply.model import CalendarAnswer

MOST = 100  # of a kind of property
MOST_ROWS = 5_000
LONGEST = 200_000
LONGEST_NAME = 4_000  # of a property's name and parameters; Google puts the comment there
LONGEST_VALUE = 20_000

_METHODS = ("reply", "counter")
_PARTSTAT = re.compile(r"PARTSTAT=\"?([A-Z-]{1,30})", re.IGNORECASE)
_NOTE = re.compile(r"X-RESPONSE-COMMENT=(?:\"([^\"]{0,2000})\"|([^;:\"]{0,2000}))", re.IGNORECASE)
# «Medlem Horten har godtatt denne invitasjonen.»: the calendar speaks, and what follows is the event
_SPOKEN = re.compile(
    r"(?!(?:jeg|eg|vi|me|i|we)\b).{1,100}\b(?:har|has|hat|invitation)\b.{0,40}\b(?:godtatt|godteke|godkjent|akseptert|takket|takka|"
    r"avslått|avvist|"
    r"svart|foreslått|accepted|declined|replied|tentatively|proposed|angenommen|abgelehnt)\b.{0,80}\b(?:invitasjon\w*|innkalling\w*|"
    r"hendelse\w*|hending\w*|aktivitet\w*|arrangement\w*|møte\w*|tidspunkt|tid|invitation|event|time|meeting|einladung|termin)\b.{0,120}",
    re.IGNORECASE,
)
_WITH_NOTE = re.compile(
    r"(?:with (?:this|the following) (?:note|message)|med (?:denne|dette|følgende|fylgjande) (?:merknad\w*|melding\w*|kommentar\w*|"
    r"notat\w*))\s?:?$",
    re.IGNORECASE,
)


class Property(NamedTuple):
    """One line of a calendar: parameters and value."""

    parameters: str = ""
    value: str = ""


def answers(leaf: Part) -> bool:
    """A calendar part that stands in the mail, or a file that says that it is an answer (Apple sends it so)."""
    return leaf.mime == "text/calendar" and (not leaf.attached or leaf.parameters.get("method", "").lower() in _METHODS)


def read(leaves: Sequence[Part], sender: str, said: str) -> CalendarAnswer:
    """What the first calendar part says: the answer of `sender`, or of whoever answers. `said` is what a person wrote beside it."""
    part = next(leaf for leaf in leaves if answers(leaf))
    fields = _fields(part.text(LONGEST))
    attendee = _attendee(fields.get("ATTENDEE", ()), sender)

    def value(name: str) -> str:
        return next(iter(fields.get(name, ())), Property()).value.strip()

    return CalendarAnswer(
        method=(value("METHOD") or part.parameters.get("method", "")).upper(),
        uid=value("UID"),
        partstat=_partstat(attendee),
        attendee=re.sub(r"^mailto:", "", attendee.value.strip(), flags=re.IGNORECASE).lower(),
        comment=_unescaped(value("COMMENT")) or _note(attendee) or said.strip(),
        start=value("DTSTART"),
        end=value("DTEND"),
    )


def unspoken(lines: Sequence[Line]) -> None:
    """Cut what the calendar says in place of a person, but for the note that it passes on."""
    own = [line for line in lines if not line.fate]
    if not own or not _SPOKEN.match(own[0].text[:400]):
        return
    noted = 1 if _WITH_NOTE.search(own[0].text[-80:]) else 0
    take([own[0], *own[1 + noted :]], "banner")


def _attendee(found: Sequence[Property], sender: str) -> Property:
    """The sender; else the first who has answered; else the first."""
    mine = (one for one in found if sender and sender in one.value.lower())
    answered = (one for one in found if _partstat(one) not in ("", "needs-action"))
    return next(mine, None) or next(answered, None) or next(iter(found), Property())


def _partstat(attendee: Property) -> str:
    found = _PARTSTAT.search(attendee.parameters)
    return found[1].lower() if found else ""


def _note(attendee: Property) -> str:
    """The comment as Google writes it (RFC 6868 marks what cannot stand in a parameter)."""
    found = _NOTE.search(attendee.parameters)
    text = (found[1] or found[2] or "") if found else ""
    return _unescaped(text.replace("^n", "\n").replace("^'", '"').replace("^^", "^"))


def _fields(text: str) -> dict[str, list[Property]]:
    """The properties of the event. Time zones and alarms are passed over."""
    found: dict[str, list[Property]] = {}
    inside: list[str] = []
    for line in re.sub(r"\n[ \t]", "", text).split("\n")[:MOST_ROWS]:
        name, parameters, value = _property(line)
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            inside = inside[:-1]
        elif name and (not inside or inside[-1] in ("VCALENDAR", "VEVENT")) and len(found.setdefault(name, [])) < MOST:
            found[name].append(Property(parameters, value))
    return found


def _property(line: str) -> tuple[str, str, str]:
    """NAME;PARAMETERS:VALUE, where a colon may stand between quotes in the parameters."""
    quoted = False
    for at, character in enumerate(line[:LONGEST_NAME]):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            name, _, parameters = line[:at].partition(";")
            return name.upper(), parameters, line[at + 1 : at + LONGEST_VALUE]
    return "", "", ""


def _unescaped(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
