"""Incoming mail: stored first, whole; then read; then matched to the occurrence and organisation it answers for, or laid in the tray."""

import json
import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from bot.cycle.memory import Incoming, Mark, Message, MessageState, NewContribution, NewLetter, Rsvp
from bot.cycle.model import OSLO
from bot.desk import (
    approvals,
    attendance,
    comments,
    contributions,
    followup_answers,
    followup_receipts,
    matching,
    offers,
    receipts,
    rounds,
    shelving,
    whose,
)
from bot.desk import desk as desks
from bot.desk.approvals import Word
from bot.desk.desk import Desk, View
from bot.desk.followup_answers import Heard
from bot.desk.matching import Match
from bot.desk.ports import Filer
from bot.errors import PostFailed
from bot.papers import norsk, reply
from bot.papers.reply import Bounce, Envelope, Forwarded, Reading

log = logging.getLogger(__name__)

INBOX = "inbox"
"""The name of the mark that says how far the inbox has been read."""
CATEGORIES = {"matched": "aarshjul: registrert", "tray": "aarshjul: i kø hos sekretariatet"}
"""How a handled mail is marked in Outlook."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One round of the inbox: how many mails were new, and how they were understood.

    `rsvps` are the answers to invitations among them, and `drafts` those to drafts that were acted on.
    """

    matched: int = 0
    automatic: int = 0
    tray: int = 0
    rsvps: int = 0
    drafts: int = 0
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A mail as the journal will remember it, and what it contributes or answers. `late`: it is offered for the next meeting."""

    message: Message
    reading: Reading
    contribution: NewContribution | None = None
    rsvp: Rsvp | None = None
    late: bool = False
    word: Word | None = None
    """What it says of a draft that waits."""
    heard: Heard | None = None
    """What it says of measures."""


class Mail(NamedTuple):
    """A mail that has been read: its headers, its words, and what it seems to answer."""

    message: Message
    envelope: Envelope
    reading: Reading
    found: Match
    sent: datetime
    """When it was written: what came in time counts, also when we were slow to read it."""


def collect(desk: Desk, now: datetime) -> Collected:
    """Take in what has come since last time. A mail counts once, however often it is seen; nothing in the inbox is moved or deleted."""
    counts: Counter[str] = Counter()
    unread = []
    view: View | None = None
    for found in desk.post.inbox(desk.journal.mark(INBOX)):
        if found.raw is None:
            desk.journal.move_mark(Mark(INBOX, found.mark))
            if found.why:
                unread.append(f"{found.name}: {found.why}")
                log.warning("mail not read", extra={"mail": found.name})
            continue
        view = view or desks.look(desk, now)
        understood = understand(desk, view, desk.journal.keep(found.raw), found, now)
        stored = _alone(desk, view, understood, Mark(INBOX, found.mark), now)
        if stored is None:
            break
        if stored:
            counts[_kind(understood, stored)] += 1
        _file(desk, found.id)
    attendance.poll(desk, now)
    unread += shelving.collect(desk, now)
    return Collected(counts["matched"], counts["ignored"], counts["tray"], counts["rsvp"], counts["draft"], tuple(unread))


def _kind(understood: Understood, state: MessageState) -> str:
    """What a stored mail counts as."""
    if state != "ignored":
        return state
    return "rsvp" if understood.rsvp else "draft" if understood.word else state


def _alone(desk: Desk, view: View, understood: Understood, mark: Mark, now: datetime) -> MessageState | Literal[""] | None:
    """Store a mail: what became of it, or nothing when it was there before.

    What is said of a draft waits for the next round, as None, while somebody is sending: a no must not be lost.
    """
    if understood.word is None:
        return _receive(desk, view, understood, mark, now)
    with desk.journal.lock() as mine:
        return _receive(desk, view, understood, mark, now) if mine else None


def _file(desk: Desk, post_id: str) -> None:
    """Mark a handled mail in the mailbox itself, where the post can: people see there what has become of it. Nothing depends on it."""
    if not post_id or not isinstance(desk.post, Filer):
        return
    state = desk.journal.received([post_id]).get(post_id, "tray")
    try:
        desk.post.handled(post_id, CATEGORIES["tray" if state == "tray" else "matched"])
    except PostFailed as fault:
        log.warning("mail not marked", extra={"why": str(fault)})


def _receive(desk: Desk, view: View, understood: Understood, mark: Mark, now: datetime) -> MessageState | Literal[""]:
    """Store a mail with what it contributes or answers, and thank for it once."""
    if understood.word is not None:
        done = approvals.act(desk, view, understood.message, understood.word, now)
        return done.message.state if desk.journal.receive(done.message, mark, now, thanks=done.answers) else ""
    message, new = understood.message, understood.contribution
    replaced: tuple[int, ...] = ()
    if new is not None:
        cover = " ".join(cut.text for cut in understood.reading.cut if cut.kind in ("cover", "salutation"))
        limit = _limit(desk, view, new.occurrence) if new.kind == contributions.KIND else 0
        replaced = contributions.replaced(new, cover, desk.journal.contributions([new.occurrence]), limit)
    thanks: tuple[NewLetter, ...] = ()
    gave = new is not None and bool(new.measured)  # also where a person is to look at some of it: what was understood is in use
    if (message.state == "matched" and (new is None or new.kind != contributions.COMMENT)) or understood.late or gave:
        thanks = receipts.letters(desk, view, message, new, now, late=understood.late)
    if understood.heard is not None:
        thanks = followup_receipts.letters(desk, understood.heard, now)
    reported = understood.heard.reported if understood.heard else None
    stored = desk.journal.receive(message, mark, now, new, replaced, thanks, understood.rsvp, reported)
    return message.state if stored else ""


def understand(desk: Desk, view: View, sha256: str, found: Incoming, now: datetime) -> Understood:
    """What a mail is about, why we think so, and what it contributes. Changes nothing. `found` has its bytes, and `sha256` is theirs."""
    raw = found.raw or b""
    envelope = reply.read(raw)
    request = _request(matching.match(desk, view, envelope, None, now))
    reading = reply.understand(raw, request, _own_addresses(desk))
    match = matching.match(desk, view, _author(envelope, reading), reading, now)
    message = Message(
        sha256, now, envelope.sender, envelope.subject, reading.verdict, match.occurrence, match.organisation, match.why, post_id=found.id
    )
    if envelope.id and desk.journal.sent_by_message_ids([envelope.id]):
        return Understood(replace(message, state="ignored", why="et brev fra oss selv"), reading)
    if word := approvals.spoken_of(desk, envelope, reading, raw, now):
        return Understood(message, reading, word=word)
    sent = attendance.sent_at(raw, now)
    if heard := followup_answers.heard(desk, view, message, envelope, reading, match, sent):
        return Understood(heard.message, reading, heard=heard)
    if answer := rounds.heard(desk, view, rounds.Mail(message, envelope, reading, match, sent)):
        return Understood(answer.message, reading, answer.answer)
    if reading.verdict == "calendar":
        answered = attendance.read(desk, view, message, envelope, reading, match.letter, sent)
        return Understood(answered.message, reading, rsvp=answered.rsvp)
    return _judged(desk, view, Mail(message, envelope, reading, match, sent))


def _judged(desk: Desk, view: View, mail: Mail) -> Understood:
    """Where a mail belongs by its verdict. Only words of a person who is known, in answer to something, count."""
    message, envelope, reading, found, sent = mail

    def laid(state: MessageState, why: str) -> Understood:
        return Understood(replace(message, state=state, why=why), reading)

    match reading.verdict:
        case "bounce":
            return laid("tray", _undelivered(reading, found))
        case "auto-reply":
            return laid("ignored", "automatisk svar; teller ikke som svar")
        case "secretariat" if found.letter is None and _passed_on(reading) and found.organisation:
            return laid("tray", f"videresendt av sekretariatet; {found.why}")
        case "secretariat" if found.letter is None:
            return laid("ignored", "fra sekretariatet selv")
        case _ if envelope.automatic:
            return laid("ignored", "sendt av en maskin; teller ikke som svar")
        case _ if envelope.forged:
            return laid("tray", "avsenderen er ikke bekreftet av mottakerens e-posttjener (DMARC)")
        case _ if not (found.occurrence and found.organisation and found.sure):
            return laid("tray", found.why)
        case "nothing":
            return laid("matched", f"{found.why}; har ingenting å melde")
        case "contribution" | "forward" | "empty" if contributions.has_text(reading) and comments.asked(
            view, found.occurrence, found.letter
        ):
            return _comment(desk, view, message, reading, sent)
        case "contribution" | "forward" | "empty" if contributions.has_text(reading):
            return _contribution(desk, view, message, reading, sent)
        case "empty":
            return laid("tray", f"{found.why}; e-posten er tom")
        case _:
            return laid("tray", f"{found.why}; ser ikke ut som et innspill")


def _contribution(desk: Desk, view: View, message: Message, reading: Reading, sent: datetime) -> Understood:
    """A contribution to the meeting it answers; what was sent too late for it is offered for the next."""
    occurrence = view.plan.by_key.get(message.occurrence)
    if occurrence is None:
        return Understood(replace(message, state="tray", why="møtet står ikke lenger i årshjulet"), reading)
    if (shut := offers.closed(occurrence, sent)) or offers.written_up(view, occurrence):
        late = replace(message, state="tray")
        offer = offers.of(desk, view, late, message.received_at)
        next_one = f"kan tas med til {offers.named(offer.occurrence)}" if offer else "det er ikke lagt noe senere møte å ta det med til"
        why = "møtet er avlyst" if occurrence.cancelled is not None else f"kom for sent til møtet {norsk.long(occurrence.day)}"
        if not shut:
            why = f"skrevet i tide {norsk.long(sent.astimezone(OSLO).date())}, men kom etter at referatet var sendt på høring"
        return Understood(replace(late, why=f"{why}; {next_one}"), reading, late=offer is not None and occurrence.cancelled is None)
    name = whose.name(whose.members(desk, message.occurrence), message.sender, message.organisation)
    new = NewContribution(message.id, message.occurrence, message.organisation, message.sender, name, sent, contributions.content(reading))
    return Understood(replace(message, state="matched"), reading, new)


def _comment(desk: Desk, view: View, message: Message, reading: Reading, sent: datetime) -> Understood:
    """A word on what was sent for comment: for the secretariat's list, or for its tray when it comes too late for that."""
    if why := comments.closed(view, message.occurrence):
        return Understood(replace(message, state="tray", why=why), reading)
    name = whose.name(whose.members(desk, message.occurrence), message.sender, message.organisation)
    kept = contributions.content(reading)
    new = NewContribution(message.id, message.occurrence, message.organisation, message.sender, name, sent, kept, contributions.COMMENT)
    return Understood(replace(message, state="matched", why=f"{message.why}; merknad til det som er sendt på høring"), reading, new)


def _limit(desk: Desk, view: View, occurrence: str) -> int:
    place = view.occurrence(occurrence)
    return contributions.limit_of(desk.office.cycle(place.group.id).agenda_of(place.activity))


def _passed_on(reading: Reading) -> str:
    """Whose text was sent on, by address; empty when the mail does not tell or is no forward."""
    return reading.details.sender if isinstance(reading.details, Forwarded) else ""


def _author(envelope: Envelope, reading: Reading) -> Envelope:
    """The headers as they are; or, for what the secretariat sends on, as if the one who wrote it had sent it."""
    passed_on = _passed_on(reading) if reading.verdict == "secretariat" else ""
    return replace(envelope, sender=passed_on) if passed_on else envelope


def _request(found: Match) -> str | None:
    """The text of the letter that was answered: what repeats it is history."""
    return str(json.loads(found.letter.content)["text"]) if found.letter else None


def _own_addresses(desk: Desk) -> frozenset[str]:
    senders = (cycle.schedule.group.sender for cycle in desk.office.cycles)
    return frozenset({desk.office.config.secretariat.email.lower(), *(sender.email.lower() for sender in senders if sender)})


def _undelivered(reading: Reading, found: Match) -> str:
    """A letter that did not arrive is for a person to know of: nobody else does."""
    told = reading.details.recipients if isinstance(reading.details, Bounce) else ()
    late = told and all(one.action == "delayed" for one in told)
    what = "er forsinket; e-posttjeneren prøver fortsatt" if late else "kom ikke fram"
    if found.letter is None:
        return f"et brev {what}" + ("" if told else "; det sies ikke hvilket")
    if told and found.letter.recipient.lower() not in {one.recipient for one in told}:  # one mail to many, or one that was sent on
        return f"et brev {what}; meldingen sier til hvem"
    return f"brevet til {found.letter.name or 'mottakeren'}, {found.letter.organisation}, {what}"
