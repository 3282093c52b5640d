"""Addresses that do not work: letters that came back, until a later one has arrived or the register has another address."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.cycle.memory import Message, MessageState
from bot.cycle.model import OSLO, Member
from bot.desk.desk import Desk
from bot.papers import norsk, reply
from bot.papers.reply import Bounce, Undelivered

STATES: tuple[MessageState, ...] = ("tray", "ignored", "matched")
"""Wherever a person has laid the report, the address is as it was."""
ADVICE = "Rett adressen i registeret, eller ring."
QUIET = timedelta(days=2)
"""A letter that has not come back by then has arrived: servers give up after a day or two."""
ARRIVED = {"delayed", "delivered", "relayed", "expanded"}
"""What a report may say without the letter having failed (RFC 3464, 2.3.3)."""


class Bounced(NamedTuple):
    """A member whose last letter came back, when it did (aware UTC), and what the server said, in Norwegian."""

    member: Member
    at: datetime
    why: str


def bounced(desk: Desk, now: datetime) -> tuple[Bounced, ...]:
    """Everyone in the registers today whose address did not work the last time, by organisation."""
    reports = [message for state in STATES for message in desk.journal.messages(state) if message.verdict == "bounce"]
    if not reports:
        return ()
    failed: dict[str, tuple[datetime, str]] = {}
    for message in sorted(reports, key=lambda message: (message.received_at, message.id)):
        failed |= {address: (message.received_at, why) for address, why in _addresses(desk, message).items()}
    arrived = _arrived(desk, {address: at for address, (at, _) in failed.items()}, now)
    members = _members(desk, now)
    found = {member: failed[member.email] for member in members if member.email in failed.keys() - arrived}
    return tuple(
        Bounced(member, at, why) for member, (at, why) in sorted(found.items(), key=lambda one: norsk.collate(one[0].organisation))
    )


def sentences(desk: Desk, now: datetime) -> Iterator[str]:
    """What the secretariat is told: whom, when, why and what to do; never an address."""
    yield from map(_told, bounced(desk, now))


def remarks(desk: Desk, to: Sequence[Member], now: datetime) -> Iterator[str]:
    """The same before an approval, about those whom the letter is for."""
    asked = {member.email for member in to}
    yield from (_told(one) for one in bounced(desk, now) if one.member.email in asked)


def _told(one: Bounced) -> str:
    day = norsk.long(one.at.astimezone(OSLO).date())
    return f"Brevet til {one.member.name or 'medlemmet'}, {one.member.organisation}, kom ikke fram sist ({day}): {one.why}. {ADVICE}"


def _addresses(desk: Desk, message: Message) -> Mapping[str, str]:
    """Whom a report is about, and why: as it says, or as the one letter that it returns says, which may have been sent on elsewhere."""
    raw = desk.journal.fetch(message.id)
    details = reply.understand(raw).details
    told = details.recipients if isinstance(details, Bounce) else ()
    failed = {one.recipient: reason(one) for one in told if one.action not in ARRIVED}
    if told and not failed:
        return {}
    returned = {letter.recipient.lower() for letter in desk.journal.sent_by_message_ids(reply.read(raw).answers)}
    if len(returned) == 1 and returned.isdisjoint(failed):
        failed |= dict.fromkeys(returned, next(iter(failed.values()), "brevet ble ikke levert"))
    return failed


def reason(one: Undelivered) -> str:
    """Why a letter was not delivered, by its status (RFC 3463)."""
    _, _, detail = one.status.partition(".")
    subject = detail.partition(".")[0]
    if detail == "2.2":
        return "postkassen er full"
    words = {"1": "adressen virker ikke", "2": "postkassen tar ikke imot", "4": "mottakerens e-posttjener kan ikke nås"}
    return words.get(subject, "avvist av mottakerens e-posttjener" if subject == "7" else "brevet ble ikke levert")


def _arrived(desk: Desk, failed: Mapping[str, datetime], now: datetime) -> set[str]:
    """The addresses that a later letter has left for, and has not come back from in good time."""
    since = min(failed.values(), default=now)
    return {
        record.recipient
        for record in desk.journal.records(since)
        if record.what == "letter.sent" and record.recipient in failed and failed[record.recipient] < record.at <= now - QUIET
    }


def _members(desk: Desk, now: datetime) -> Sequence[Member]:
    """Everyone in a register today, each once; one who is in two groups is the same person."""
    today = now.astimezone(OSLO).date()
    listed = [one for cycle in desk.office.cycles for register in cycle.registers.values() for one in register if one.counts_on(today)]
    return list({(one.email, one.name, one.organisation): one for one in listed}.values())
