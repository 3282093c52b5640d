"""What machines answer: delivery reports (RFC 3464) and answers to invites (RFC 5546)."""

import re
from collections.abc import Sequence

from bot.papers.reply import charset
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Bounce, CalendarAnswer, Undelivered

MOST = 100
LONGEST = 200_000

_MESSAGE_ID = re.compile(r"^message-id:\s*+(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)


def bounce(whole: Part, leaves: Sequence[Part]) -> Bounce:
    """Who a letter did not reach, and why."""
    found: list[Undelivered] = []
    ids: list[str] = []
    for leaf in leaves:
        text = charset.decode(leaf.decoded()[:LONGEST], "utf-8").replace("\r\n", "\n")
        if leaf.mime == "message/delivery-status":
            found.extend(filter(None, (_recipient(block) for block in text.split("\n\n", MOST)[:MOST])))
        elif leaf.mime in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            ids.extend(_MESSAGE_ID.findall(text[:LONGEST]))
    if not found:
        failed = whole.headers.get("x-failed-recipients", "")
        found = [Undelivered(one.strip().lower(), "failed", "", "") for one in failed.split(",")[:MOST] if "@" in one]
    return Bounce(tuple(found), tuple(dict.fromkeys(ids)))


def _recipient(block: str) -> Undelivered | None:
    fields: dict[str, str] = {}
    name = ""
    for line in block.split("\n")[:MOST]:
        if line[:1] in (" ", "\t") and name:
            fields[name] = f"{fields[name]} {line.strip()}"[:1_000]
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip()[:1_000])
    address = (fields.get("original-recipient") or fields.get("final-recipient", "")).rpartition(";")[2].strip(" <>").lower()
    if not address:
        return None
    return Undelivered(address, fields.get("action", "").lower(), fields.get("status", "").split(" ")[0], fields.get("diagnostic-code", ""))


def calendar(leaves: Sequence[Part], sender: str) -> CalendarAnswer:
    """What the first calendar part says: the answer of `sender`, or of the only one who answers."""
    part = next(leaf for leaf in leaves if leaf.mime == "text/calendar")
    fields = _fields(part.text()[:LONGEST])
    attendee = next((one for one in fields.get("ATTENDEE", ()) if sender and sender in one[1].lower()), None) or next(
        iter(fields.get("ATTENDEE", ())), ("", "")
    )
    partstat = re.search(r"PARTSTAT=\"?([A-Z-]{1,30})", attendee[0].upper())

    def value(name: str) -> str:
        return next(iter(fields.get(name, ())), ("", ""))[1].strip()

    return CalendarAnswer(
        method=(value("METHOD") or part.parameters.get("method", "")).upper(),
        uid=value("UID"),
        partstat=partstat[1].lower() if partstat else "",
        attendee=re.sub(r"^mailto:", "", attendee[1].strip(), flags=re.IGNORECASE).lower(),
        comment=_unescaped(value("COMMENT")),
        start=value("DTSTART"),
        end=value("DTEND"),
    )


def _fields(text: str) -> dict[str, list[tuple[str, str]]]:
    """The properties of the event: parameters and value. Time zones and alarms are passed over."""
    found: dict[str, list[tuple[str, str]]] = {}
    inside: list[str] = []
    for line in re.sub(r"\n[ \t]", "", text).split("\n")[:5_000]:
        name, parameters, value = _property(line)
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            inside = inside[:-1]
        elif name and (not inside or inside[-1] in ("VCALENDAR", "VEVENT")) and len(found.setdefault(name, [])) < MOST:
            found[name].append((parameters, value))
    return found


def _property(line: str) -> tuple[str, str, str]:
    """NAME;PARAMETERS:VALUE, where a colon may stand between quotes in the parameters."""
    quoted = False
    for at, character in enumerate(line[:2_000]):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            name, _, parameters = line[:at].partition(";")
            return name.upper(), parameters, line[at + 1 : at + 20_000]
    return "", "", ""


def _unescaped(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
