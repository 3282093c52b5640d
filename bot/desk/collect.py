"""Incoming mail: stored first, whole; then read; then matched to the occurrence it answers, or laid in the tray."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cycle.memory import Mark, Message
from bot.desk import promises
from bot.desk.desk import Desk
from bot.desk.ports import StoredLetter
from bot.papers import reply
from bot.papers.reply import Envelope

log = logging.getLogger(__name__)

INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Collected:
    """One round of the inbox: how many mails were new, and how they were understood."""

    matched: int = 0
    automatic: int = 0
    tray: int = 0
    unread: tuple[str, ...] = ()


def collect(desk: Desk, now: datetime) -> Collected:
    """Take in what has come since last time. A mail counts once, however often it is seen; nothing in the inbox is moved or deleted."""
    counts = {"matched": 0, "ignored": 0, "tray": 0}
    unread = []
    for found in desk.post.inbox(desk.journal.mark(INBOX)):
        if found.raw is None:
            unread.append(f"{found.name}: {found.why}")
            desk.journal.move_mark(Mark(INBOX, found.mark))
            log.warning("mail not read", extra={"mail": found.name})
            continue
        message = read(desk, desk.journal.keep(found.raw), reply.read(found.raw), now)
        if desk.journal.receive(message, Mark(INBOX, found.mark), now):
            counts[message.state] += 1
    return Collected(counts["matched"], counts["ignored"], counts["tray"], tuple(unread))


def read(desk: Desk, sha256: str, envelope: Envelope, now: datetime) -> Message:
    """What a mail is about, and why we think so."""
    message = Message(sha256, now, envelope.sender, envelope.subject)
    answered = _answered(desk, envelope)
    if envelope.bounced:
        return _undelivered(message, answered)
    if envelope.automatic:
        return replace(message, verdict="auto-reply", state="ignored", why="automatisk svar; teller ikke som svar")
    if not answered or promises.to_secretariat(answered[0]):
        why = "svar på et brev til sekretariatet, ikke på et til medlemmene" if answered else "svarer ikke på noe vi har sendt"
        return replace(message, verdict="unmatched", state="tray", why=why)
    return _answer(desk, message, answered, envelope)


def _answer(desk: Desk, message: Message, answered: Sequence[StoredLetter], envelope: Envelope) -> Message:
    """An answer to a letter that a member got: words, or a click in a calendar."""
    letter = answered[0]
    organisation, why = _organisation(desk, letter, answered, envelope)
    if organisation and envelope.calendar:
        why = "svar på kalenderinvitasjonen; teller ikke som innspill"
        return replace(message, verdict="calendar", state="ignored", occurrence=letter.occurrence, organisation=organisation, why=why)
    if not organisation:
        return replace(message, verdict="unmatched", state="tray", occurrence=letter.occurrence, why=why)
    return replace(message, verdict="answer", state="matched", occurrence=letter.occurrence, organisation=organisation, why=why)


def _answered(desk: Desk, envelope: Envelope) -> tuple[StoredLetter, ...]:
    """Our letters that a mail answers: the one it says first (In-Reply-To), then back through the conversation."""
    place = {answer: number for number, answer in enumerate(envelope.answers)}
    return tuple(sorted(desk.journal.sent_by_message_ids(envelope.answers), key=lambda letter: place[letter.message_id]))


def _undelivered(message: Message, returned: Sequence[StoredLetter]) -> Message:
    """A letter that did not arrive is for a person to know of: nobody else does."""
    if not returned:
        return replace(message, verdict="bounce", state="tray", why="et brev kom ikke fram; det sies ikke hvilket")
    letter = returned[0]
    why = f"brevet til {letter.name or 'mottakeren'}, {letter.organisation}, kom ikke fram"
    return replace(message, verdict="bounce", state="tray", occurrence=letter.occurrence, organisation=letter.organisation, why=why)


def _organisation(desk: Desk, letter: StoredLetter, answered: Sequence[StoredLetter], envelope: Envelope) -> tuple[str, str]:
    """Whose answer it is: the recipient's, or that of somebody else in the register of the same group."""
    for one in answered:
        if one.recipient.lower() == envelope.sender:
            return one.organisation, "svar fra mottakeren på brevet vi sendte"
    group = letter.occurrence.partition("/")[0]
    cycle = next((cycle for cycle in desk.office.cycles if cycle.schedule.group.id == group), None)
    registers = cycle.registers.values() if cycle else ()
    for member in (member for register in registers for member in register):
        if member.email == envelope.sender:
            return member.organisation, "svar fra en annen i registeret for samme gruppe"
    return "", f"svar på {letter.occurrence}, men avsenderen står ikke i registeret"
