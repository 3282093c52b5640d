"""Incoming mail: stored first, whole; then read; then matched to the occurrence and organisation it answers for, or laid in the tray."""

import json
import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bot.cycle.memory import Mark, Message, NewContribution
from bot.desk import contributions, matching, receipts
from bot.desk import desk as desks
from bot.desk.desk import Desk, View
from bot.desk.matching import Match
from bot.papers import reply
from bot.papers.reply import Bounce, Envelope, Reading

log = logging.getLogger(__name__)

INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Collected:
    """One round of the inbox: how many mails were new, and how they were understood."""

    matched: int = 0
    automatic: int = 0
    tray: int = 0
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A mail as the journal will remember it, and what it contributes."""

    message: Message
    reading: Reading | None = None
    contribution: NewContribution | None = None


class Mail(NamedTuple):
    """A mail that has been read: its headers, its words, and what it seems to answer."""

    message: Message
    envelope: Envelope
    reading: Reading
    found: Match


def collect(desk: Desk, now: datetime) -> Collected:
    """Take in what has come since last time. A mail counts once, however often it is seen; nothing in the inbox is moved or deleted."""
    counts: Counter[str] = Counter()
    unread = []
    view: View | None = None
    for found in desk.post.inbox(desk.journal.mark(INBOX)):
        if found.raw is None:
            unread.append(f"{found.name}: {found.why}")
            desk.journal.move_mark(Mark(INBOX, found.mark))
            log.warning("mail not read", extra={"mail": found.name})
            continue
        view = view or desks.look(desk, now)
        understood = understand(desk, view, desk.journal.keep(found.raw), found.raw, now)
        if _receive(desk, view, understood, Mark(INBOX, found.mark), now):
            counts[understood.message.state] += 1
    return Collected(counts["matched"], counts["ignored"], counts["tray"], tuple(unread))


def _receive(desk: Desk, view: View, understood: Understood, mark: Mark, now: datetime) -> bool:
    """Store a mail with what it contributes, and thank for it once."""
    new = understood.contribution
    replaced: tuple[int, ...] = ()
    if new is not None:
        cover = " ".join(cut.text for cut in understood.reading.cut if cut.kind in ("cover", "salutation")) if understood.reading else ""
        replaced = contributions.replaced(new, cover, desk.journal.contributions([new.occurrence]))
    thanks = receipts.letters(desk, view, understood.message, new, now) if understood.message.state == "matched" else ()
    return desk.journal.receive(understood.message, mark, now, new, replaced, thanks)


def understand(desk: Desk, view: View, sha256: str, raw: bytes, now: datetime) -> Understood:
    """What a mail is about, why we think so, and what it contributes."""
    envelope = reply.read(raw)
    message = Message(sha256, now, envelope.sender, envelope.subject)
    found = matching.match(desk, view, envelope, "", now)
    reading = reply.understand(raw, _request(found), _own_addresses(desk))
    if reading.on_behalf_of:
        found = matching.match(desk, view, envelope, reading.on_behalf_of, now)
    message = replace(message, verdict=reading.verdict, occurrence=found.occurrence, organisation=found.organisation, why=found.why)
    return _judged(desk, view, Mail(message, envelope, reading, found), now)


def _judged(desk: Desk, view: View, mail: Mail, now: datetime) -> Understood:
    """Where a mail belongs by its verdict. Only words of a person who is known, in answer to something, count."""
    message, envelope, reading, found = mail
    match reading.verdict:
        case "bounce":
            return Understood(replace(message, state="tray", why=_undelivered(reading, found)), reading)
        case "auto-reply":
            return Understood(replace(message, state="ignored", why="automatisk svar; teller ikke som svar"), reading)
        case "calendar":
            return Understood(replace(message, state="ignored", why="svar på kalenderinvitasjonen; teller ikke som innspill"), reading)
        case "secretariat" if found.letter is None:
            return Understood(replace(message, state="ignored", why="fra sekretariatet selv"), reading)
        case _ if envelope.automatic:
            return Understood(replace(message, state="ignored", why="sendt av en maskin; teller ikke som svar"), reading)
        case _ if envelope.forged:
            return Understood(
                replace(message, state="tray", why="avsenderen er ikke bekreftet av mottakerens e-posttjener (DMARC)"), reading
            )
        case _ if not (found.occurrence and found.organisation):
            return Understood(replace(message, state="tray"), reading)
        case "nothing":
            return Understood(replace(message, state="matched", why=f"{found.why}; har ingenting å melde"), reading)
        case "contribution" | "forward" | "empty" if contributions.has_text(reading):
            return _contribution(desk, view, message, reading, now)
        case "empty":
            return Understood(replace(message, state="tray", why=f"{found.why}; e-posten er tom"), reading)
        case _:
            return Understood(replace(message, state="tray", why=f"{found.why}; ser ikke ut som et innspill"), reading)


def _contribution(desk: Desk, view: View, message: Message, reading: Reading, now: datetime) -> Understood:
    """A contribution to the meeting it answers; what comes too late for it is offered for the next."""
    occurrence = view.plan.by_key.get(message.occurrence)
    if occurrence is None:
        return Understood(replace(message, state="tray", why="møtet står ikke lenger i årshjulet"), reading)
    if contributions.window(occurrence, now) == "late":
        why = "kom for sent til møtet; legg det til neste møte med «aarshjul assign»"
        return Understood(replace(message, state="tray", why=why), reading)
    new = NewContribution(
        message.id, message.occurrence, message.organisation, message.sender, _name(desk, message), now, contributions.content(reading)
    )
    return Understood(replace(message, state="matched"), reading, new)


def _name(desk: Desk, message: Message) -> str:
    """The sender's name by the register; an address is never shown."""
    group = message.occurrence.partition("/")[0]
    registers = desk.office.cycle(group).registers.values()
    return next((member.name for register in registers for member in register if member.email == message.sender), message.organisation)


def _request(found: Match) -> str | None:
    """The text of the letter that was answered: what repeats it is history."""
    return str(json.loads(found.letter.content)["text"]) if found.letter else None


def _own_addresses(desk: Desk) -> frozenset[str]:
    senders = (cycle.schedule.group.sender for cycle in desk.office.cycles)
    return frozenset({desk.office.config.secretariat.email.lower(), *(sender.email.lower() for sender in senders if sender)})


def _undelivered(reading: Reading, found: Match) -> str:
    """A letter that did not arrive is for a person to know of: nobody else does."""
    if found.letter is not None:
        return f"brevet til {found.letter.name or 'mottakeren'}, {found.letter.organisation}, kom ikke fram"
    return (
        "et brev kom ikke fram"
        if isinstance(reading.details, Bounce) and reading.details.recipients
        else "et brev kom ikke fram; det sies ikke hvilket"
    )
