"""Is the door to Microsoft 365 sound? One harmless call for each permission: nothing is sent, and nobody is told."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import pkcs12

from bot.errors import BotError, PostFailed, Refused
from bot.post.graph import shapes, words
from bot.post.graph.call import Call, Kind, path
from bot.post.graph.door import Door
from bot.post.graph.drafts import PROPERTY, Drafts, mark
from bot.post.graph.faults import Rejected
from bot.post.graph.memory import Hours
from bot.post.graph.settings import Certificate, Settings, private
from bot.post.graph.token import PFX
from bot.post.graph.wire import Answer

SOON = timedelta(days=30)
ASKEW = timedelta(seconds=60)
NOBODY = "AAMkAGFhcnNoanVsLWZpbm5lcy1pa2tl"
"""An id that no message and no event has: a call about it does nothing, and its refusal tells whether we may."""
KEY = "doctor"
"""Our mark on the draft that is made and deleted: one that an earlier look left behind is deleted too."""
WRONG_ID, NO_ACCESS, NOT_FOUND = 400, 403, 404
ZONES = {"W. Europe Standard Time", "Romance Standard Time", "Central Europe Standard Time", "Central European Standard Time"}
LOGIN = "innlogging og forbindelse"
READ, SEND, CALENDAR = "Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite"
"""The roles in Exchange that the program needs: «Application Mail.Send», and so on."""


class Finding(NamedTuple):
    """One thing looked at, whether it is good, and in Norwegian what was seen."""

    what: str
    good: bool
    said: str


def findings(door: Door, settings: Settings, hours: Hours, other: str = "") -> Iterator[Finding]:
    """Everything, in the order an administrator would mend it. `other` is a mailbox that the app must not reach."""
    yield from _certificate(settings, hours.now())
    told = False
    for mailbox in settings.mailboxes:
        first = _read(door, mailbox)
        if first.answer is None and not isinstance(first.fault, Rejected):
            yield Finding(LOGIN, False, words.unreached(first.fault) or str(first.fault))
            return
        if not told:
            yield Finding(LOGIN, True, "virker")
        if first.answer is not None and not told:
            yield _hour(first.answer, hours.now())
        told = True
        yield _judged(f"lese {mailbox}", READ, first.fault)
        if isinstance(first.fault, Rejected) and first.fault.status != NO_ACCESS:
            continue
        yield from _mailbox(door, mailbox, hours.now())
    yield _other(door, settings, other)


class Asked(NamedTuple):
    """The answer to a call, or why there was none."""

    answer: Answer | None
    fault: BotError | None = None


def _read(door: Door, mailbox: str) -> Asked:
    return _asked(lambda: door.run(Call.get("probe", path(mailbox, "messages", top="1", select="id"))))


def _mailbox(door: Door, mailbox: str, now: datetime) -> Iterator[Finding]:
    """What one mailbox lets us do."""

    def free() -> Answer:
        span = {"startTime": _moment(now), "endTime": _moment(now + timedelta(hours=1))}
        body = {"schedules": [mailbox], "availabilityViewInterval": 60} | span
        return door.run(Call.send("probe schedule", "POST", path(mailbox, "calendar", "getSchedule"), body, Kind.READ))

    def cancelled() -> Answer:
        return door.run(Call.send("probe cancel", "POST", path(mailbox, "events", NOBODY, "cancel"), {"comment": ""}, Kind.READ))

    def events() -> Answer:
        return door.run(Call.get("probe", path(mailbox, "events", top="1", select="id")))

    yield _judged(f"lage og slette utkast i {mailbox}", READ, _asked(lambda: _drafted(door, mailbox)).fault)
    yield _allowed(
        f"sende fra {mailbox}", SEND, _asked(lambda: door.run(Call("probe send", "POST", path(mailbox, "messages", NOBODY, "send"))))
    )
    yield _judged(f"lese kalenderen til {mailbox}", CALENDAR, _asked(events).fault)
    yield _allowed(f"endre kalenderen til {mailbox}", CALENDAR, _asked(cancelled))
    yield _judged(f"se ledig tid for {mailbox}", CALENDAR, _asked(free).fault)
    yield _manners(door, mailbox)


def _drafted(door: Door, mailbox: str) -> Answer:
    """Make a draft that is addressed to nobody, and delete it."""
    drafts = Drafts(door)
    about = {"subject": "aarshjul doctor: prøve, blir slettet", "singleValueExtendedProperties": [{"id": PROPERTY, "value": mark(KEY)}]}
    made = door.run(Call.send("probe draft", "POST", path(mailbox, "messages"), about, Kind.KEYED))
    left = (one.id for one in drafts.with_key(mailbox, KEY) if drafts.waiting(mailbox, one))
    for item in {shapes.text(made.json, "id", needed=True), *left}:
        drafts.delete(mailbox, item)
    return made


def _asked(call: Callable[[], Answer]) -> Asked:
    try:
        return Asked(call())
    except BotError as fault:
        return Asked(None, fault)


def _judged(what: str, role: str, fault: BotError | None) -> Finding:
    """Something that must simply work."""
    return Finding(what, fault is None, "virker" if fault is None else _why(role, fault))


def _allowed(what: str, role: str, asked: Asked) -> Finding:
    """Something done to what does not exist: «not found» proves that we may."""
    if asked.fault is None:
        return Finding(what, False, "Microsoft svarte ja til noe som ikke finnes")
    if isinstance(asked.fault, Rejected) and asked.fault.status in (WRONG_ID, NOT_FOUND):
        return Finding(what, True, "virker")
    return Finding(what, False, _why(role, asked.fault))


def _why(role: str, fault: BotError) -> str:
    missing = isinstance(fault, Rejected) and fault.status == NO_ACCESS
    return f"{fault} Her trengs rollen «Application {role}»." if missing else str(fault)


def _hour(answer: Answer, now: datetime) -> Finding:
    try:
        theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return Finding("klokken", True, "Microsoft sa ikke hva klokken er")
    if theirs.tzinfo is None:
        return Finding("klokken", True, "Microsoft sa ikke hvilken sone klokken er i")
    wrong = abs(now - theirs)
    said = f"{int(wrong.total_seconds())} sekunder fra Microsofts" + ("; slå på tidssynkronisering (NTP)" if wrong > ASKEW else "")
    return Finding("klokken", wrong <= ASKEW, said)


def _certificate(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not isinstance(settings.credential, Certificate):
        return
    try:
        ends = _expiry(settings.credential)
    except Refused as fault:
        yield Finding("sertifikatet", False, str(fault))
        return
    left = (ends - now).days
    said = f"utløper {ends:%d.%m.%Y}, om {left} dager" if ends > now else f"utløp {ends:%d.%m.%Y}"
    advice = "; lag et nytt nå, se docs/microsoft365.md, punkt 7" if ends - now < SOON else ""
    yield Finding("sertifikatet", ends - now >= SOON, said + advice)


def _expiry(credential: Certificate) -> datetime:
    """When the certificate ends, aware UTC. Raises Refused when it can't be read."""
    content = private(credential.path)
    try:
        if credential.path.suffix.lower() not in PFX:
            return x509.load_pem_x509_certificates(content)[0].not_valid_after_utc
        _, certificate, _ = pkcs12.load_key_and_certificates(content, credential.passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise Refused(words.unopened(credential.path)) from fault
    if certificate is None:
        raise Refused(words.unopened(credential.path))
    return certificate.not_valid_after_utc


def _manners(door: Door, mailbox: str) -> Finding:
    """The mailbox's own language and time zone, where we may see them: an administrator who set them otherwise is told."""
    what = f"språk og tidssone i {mailbox}"
    try:
        found = door.json(Call.get("probe settings", path(mailbox, "mailboxSettings")))
    except PostFailed:
        return Finding(what, True, "får ikke se det; det trengs ikke")
    zone, locale = shapes.text(found, "timeZone"), shapes.text(shapes.inner(found, "language"), "locale")
    odd = [said for said, fine in ((zone, zone in ZONES | {""}), (locale, locale[:2].lower() in ("", "nb", "nn", "no"))) if not fine]
    said = f"uventet: {', '.join(odd)}; møtene blir likevel i norsk tid" if odd else f"{locale or 'ikke satt'}, {zone or 'ikke satt'}"
    return Finding(what, not odd, said)


def _other(door: Door, settings: Settings, other: str) -> Finding:
    """The app must not reach a mailbox that is none of ours."""
    what = "andre postkasser"
    if not other:
        return Finding(what, True, "ikke prøvd; oppgi en med --other ADRESSE")
    if settings.mailbox(other) is not None:
        return Finding(what, False, f"{other} er en av våre egne; oppgi en som appen ikke skal komme inn i")
    fault = _read(door, other).fault
    if fault is None:
        return Finding(what, False, f"{other} er åpen for appen. Fjern tillatelsene i Entra ID; se docs/microsoft365.md, punkt 2 og 4")
    if isinstance(fault, Rejected) and fault.status == NO_ACCESS:
        return Finding(what, True, f"{other} er stengt for appen, som den skal")
    return Finding(what, False, f"det er ikke vist at {other} er stengt: {fault}")


def _moment(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
