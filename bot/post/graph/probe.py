"""Is the door to Microsoft 365 sound? One harmless call for each permission: nothing is sent, and nobody is told."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from bot.errors import BotError, PostFailed
from bot.post.graph import shapes
from bot.post.graph.call import Call, Kind, path
from bot.post.graph.door import Door
from bot.post.graph.drafts import PROPERTY
from bot.post.graph.faults import Rejected
from bot.post.graph.memory import Hours
from bot.post.graph.settings import Certificate, Settings, private
from bot.post.graph.token import PFX
from bot.post.graph.wire import Answer

SOON = timedelta(days=30)
ASKEW = timedelta(seconds=60)
NOBODY = "AAMkAGFhcnNoanVsLWZpbm5lcy1pa2tl"
"""An id that no message and no event has: a call about it does nothing, and its refusal tells whether we may."""
NO_ACCESS, NOT_FOUND = 403, 404
ZONES = {"W. Europe Standard Time", "Romance Standard Time", "Central Europe Standard Time", "Central European Standard Time"}


class Finding(NamedTuple):
    """One thing looked at, whether it is good, and in Norwegian what was seen."""

    what: str
    good: bool
    said: str


def findings(door: Door, settings: Settings, hours: Hours, other: str = "") -> Iterator[Finding]:
    """Everything, in the order an administrator would mend it. `other` is a mailbox that the app must not reach."""
    yield from _certificate(settings, hours.now())
    for mailbox in settings.mailboxes:
        first = _asked(f"lese {mailbox}", lambda box=mailbox: door.run(Call.get("probe", path(box, "messages", top="1", select="id"))))  # type: ignore[misc]
        yield first.finding
        if first.answer is None:
            continue
        yield _hour(first.answer, hours.now())
        yield from _mailbox(door, mailbox, hours.now())
    yield _other(door, other)


class Asked(NamedTuple):
    """What was found, and the answer if there was one."""

    finding: Finding
    answer: Answer | None = None


def _mailbox(door: Door, mailbox: str, now: datetime) -> Iterator[Finding]:
    """What one mailbox lets us do."""

    def drafted() -> Answer:
        about = {"subject": "aarshjul doctor: prøve, blir slettet", "singleValueExtendedProperties": [{"id": PROPERTY, "value": "doctor"}]}
        made = door.run(Call.send("probe draft", "POST", path(mailbox, "messages"), about, Kind.KEYED))
        return door.run(Call("probe delete", "DELETE", path(mailbox, "messages", shapes.text(made.json, "id", needed=True))))

    def free() -> Answer:
        span = {"startTime": _moment(now), "endTime": _moment(now + timedelta(hours=1))}
        body = {"schedules": [mailbox], "availabilityViewInterval": 60} | span
        return door.run(Call.send("probe schedule", "POST", path(mailbox, "calendar", "getSchedule"), body, Kind.READ))

    yield _asked(f"lage og slette utkast i {mailbox}", drafted).finding
    yield _allowed(f"sende fra {mailbox}", lambda: door.run(Call("probe send", "POST", path(mailbox, "messages", NOBODY, "send"))))
    yield _asked(
        f"lese kalenderen til {mailbox}", lambda: door.run(Call.get("probe", path(mailbox, "events", top="1", select="id")))
    ).finding
    yield _allowed(
        f"endre kalenderen til {mailbox}",
        lambda: door.run(Call.send("probe cancel", "POST", path(mailbox, "events", NOBODY, "cancel"), {"comment": ""}, Kind.READ)),
    )
    yield _asked(f"se ledig tid for {mailbox}", free).finding
    yield _manners(door, mailbox)


def _asked(what: str, call: Callable[[], Answer]) -> Asked:
    """Something that must simply work."""
    try:
        return Asked(Finding(what, True, "virker"), call())
    except BotError as fault:
        return Asked(Finding(what, False, str(fault)))


def _allowed(what: str, call: Callable[[], Answer]) -> Finding:
    """Something done to what does not exist: «not found» proves that we may."""
    try:
        call()
    except Rejected as fault:
        return Finding(what, fault.status != NO_ACCESS, "virker" if fault.status != NO_ACCESS else str(fault))
    except BotError as fault:
        return Finding(what, False, str(fault))
    return Finding(what, False, "Microsoft svarte ja til noe som ikke finnes")


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
    except (BotError, ValueError) as fault:
        yield Finding("sertifikatet", False, f"kan ikke leses: {fault}")
        return
    left = (ends - now).days
    said = f"utløper {ends:%d.%m.%Y}, om {left} dager" if ends > now else f"utløp {ends:%d.%m.%Y}"
    advice = "; lag et nytt nå, se docs/microsoft365.md, punkt 7" if ends - now < SOON else ""
    yield Finding("sertifikatet", ends - now >= SOON, said + advice)


def _expiry(credential: Certificate) -> datetime:
    """When the certificate ends, aware UTC. Raises Refused or ValueError when it can't be read."""
    content = private(credential.path)
    if credential.path.suffix.lower() not in PFX:
        return x509.load_pem_x509_certificates(content)[0].not_valid_after_utc
    _, certificate, _ = pkcs12.load_key_and_certificates(content, credential.passphrase.encode() or None)
    if certificate is None:
        raise ValueError("filen har ikke noe sertifikat")
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


def _other(door: Door, other: str) -> Finding:
    """The app must not reach a mailbox that is none of ours."""
    if not other:
        return Finding("andre postkasser", True, "ikke prøvd; oppgi en med --other ADRESSE")
    try:
        door.run(Call.get("probe other", path(other, "messages", top="1", select="id")))
    except Rejected as fault:
        return Finding("andre postkasser", fault.status in (NO_ACCESS, NOT_FOUND), f"{other} er stengt for appen, som den skal")
    except BotError as fault:
        return Finding("andre postkasser", False, str(fault))
    return Finding(
        "andre postkasser", False, f"{other} er åpen for appen. Fjern tillatelsene i Entra ID; se docs/microsoft365.md, punkt 2 og 4"
    )


def _moment(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
