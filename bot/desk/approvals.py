"""Approval by mail: who may answer a draft, by which code, and what the answer means. What is doubtful is asked back once."""

import hmac
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.cycle.memory import Draft, Message, NewLetter
from bot.desk import acts, attendance, codes, handing, recipients, returning, spoken
from bot.desk.confirmations import Answer
from bot.desk.desk import Desk, View
from bot.desk.returning import Said
from bot.desk.taking import Giver
from bot.desk.writing import Made
from bot.errors import BotError
from bot.papers import reply
from bot.papers.reply import Envelope, Reading

EXPIRES = timedelta(days=60)
"""A draft that has waited longer than this is approved by its command, not by an old mail."""
REMEMBERED = timedelta(days=400)
"""How far back a code is known at all."""

Kind = Literal["yes", "no", "move", "thanks", "doubt"]

# A yes is one of these words and nothing but: «Fint, men flytt sak 3» is none.
_YES = re.compile(
    r"(?:(?:ja|ok|okei|okay|godkjent|godkjend|godkjenner|godkjennes|godkjennast|send|sendes|sendast|approved|"
    r"(?:den|det|dette|dei|de) (?:kan|er) (?:sendes|sendast|godkjent|godkjend)|kan sendes|kan sendast|send (?:den|det|ut|i vei))[ ,]*)+",
    re.IGNORECASE,
)
_MOVE = re.compile(r"(?:(?:ja|ok|takk)[ ,]+)*flytt(?: (?:møtet|det|den))?(?:[ ,]+takk)?", re.IGNORECASE)
_NO = re.compile(r"(?:nei|vent|stopp|stans|ikke|ikkje|returner|send tilbake|avvis|hold igjen|hald att|utsett)\b", re.IGNORECASE)
# Courtesy beside it, and not one word more: «Takk, men vent til mandag» is a condition.
_POLITE = re.compile(
    r"(?:(?:hei|hallo|god (?:morgen|dag|kveld)|mvh|vh|hilsen|helsing)(?:,? \w+){0,2}|"
    r"(?:(?:tusen |mange )?takk(?: for (?:det|hjelpen|hjelpa|utkastet))?|supert|flott|fint|bra|topp|greit|"
    r"(?:det )?ser (?:bra|fint) ut|[ ,])+)",
    re.IGNORECASE,
)
LONGEST = 60
"""Characters of a sentence that may be a yes or a courtesy: a longer one says more, and is not tried against the patterns."""


class Word(NamedTuple):
    """What somebody says of a draft; `draft` is None when the code is that of no draft which waits. `sent` is when it was written."""

    draft: Draft | None
    kind: Kind
    comment: str
    sent: datetime
    forged: bool = False
    files: tuple[tuple[str, bytes], ...] = ()
    """The papers that came along, by name: Word files, and what was saved as something else."""


def marked(desk: Desk, made: Made, step: str, version: int) -> Made:
    """The mail that lays a draft before someone, with its code in the subject."""
    return replace(made, letter=codes.marked(made.letter, desk.seal, step, version))


def spoken_of(desk: Desk, envelope: Envelope, reading: Reading, raw: bytes, now: datetime) -> Word | None:
    """What a mail (`raw`) says of a draft; None when it has no code, answers nothing, or no person wrote it."""
    mark = codes.CODE.search(envelope.subject)
    if mark is None or not envelope.answers or envelope.automatic or reading.verdict in ("auto-reply", "bounce", "calendar", "spam"):
        return None
    given = mark[1].upper()
    known = desk.journal.versions(now - REMEMBERED)
    found = next((one for one in known if hmac.compare_digest(codes.code(desk.seal, *one), given)), None)
    draft = desk.journal.draft_of(*found) if found else None
    text, denied = reading.text.strip(), envelope.forged or envelope.doubtful
    return Word(draft, kind(text), " ".join(text.split()), attendance.sent_at(raw, now), denied, reply.documents(raw))


def kind(text: str) -> Kind:
    """Whether a text is a yes, a no (a comment is one), «flytt», nothing but courtesy, or none of these for certain."""
    parts = (part for raw in re.split(r"[.!?\n]+", text) if (part := raw.strip(" ,;:-–")))
    said = [part for part in parts if not _whole(_POLITE, part)]
    if not said:
        return "thanks"
    if all(_whole(_MOVE, part) for part in said):
        return "move"
    if _NO.match(said[0]) or not any(_YES.match(part[:LONGEST]) for part in said):
        return "no"
    return "yes" if all(_whole(_YES, part) for part in said) else "doubt"


def _whole(pattern: re.Pattern[str], part: str) -> bool:
    return len(part) <= LONGEST and pattern.fullmatch(part) is not None


class Outcome(NamedTuple):
    """What became of it: the mail as the journal will remember it, and the answer to whoever wrote it."""

    message: Message
    answers: tuple[NewLetter, ...] = ()


def act(desk: Desk, view: View, message: Message, word: Word, now: datetime) -> Outcome:
    """Do what an approver says of a draft. From anybody else, or by a spent code, nothing happens, and the secretariat is told."""
    occurrence = view.plan.by_key.get(word.draft.occurrence) if word.draft else None
    if word.draft is None or occurrence is None:
        return _told(message, "koden i emnet gjelder ikke noe utkast som venter; ingenting er gjort")
    known, draft = replace(message, occurrence=occurrence.key), _meant(desk, word.draft, word)
    approver = next((one for one in recipients.approvers(desk.office, occurrence) if one.email.lower() == message.sender), None)
    if approver is None or word.forged:
        who = "en som ikke kan godkjenne" if approver is None else "en avsender som ikke er bekreftet (DMARC eller SPF),"
        return _told(known, f"{who} har svart på utkastet til {spoken.step(draft.step).lower()}; ingenting er gjort")
    words = returning.said(desk, draft)
    answer = Answer(desk, view, occurrence, draft, approver, now, sum(not one.yes for one in words))
    if draft.state == "approved" and word.kind in ("no", "doubt"):  # whoever is in doubt has not approved
        return _stopped(answer, known, word, words)
    if draft.state == "approved" and not word.files and word.kind in ("yes", "thanks") and draft.decided_by == approver.name:
        return Outcome(replace(known, state="ignored", why="alt godkjent"))  # said once more, or read once more after a crash
    return _acted(answer, known, word, words)


def _meant(desk: Desk, draft: Draft, word: Word) -> Draft:
    """The draft that a word is about: a no to one that is replaced is a no to what has been approved in its place."""
    newest = desk.journal.draft(draft.step) if draft.state == "replaced" and word.kind in ("no", "doubt") else None
    return newest if newest is not None and newest.state == "approved" else draft


def _acted(answer: Answer, known: Message, word: Word, words: Sequence[Said]) -> Outcome:
    """What an approver says, done if it can be."""
    draft = answer.draft
    if answer.now - draft.made_at > EXPIRES:
        return _told(known, "koden er for gammel; godkjenn på nytt", answer.letter("refused", "Koden er for gammel."))
    crossed = word.kind in ("yes", "move") and any(_crosses(one, answer.to.name, word.sent) for one in words)
    try:
        if word.files and (handed := _handed(answer, known, word, approve=word.kind == "yes" and not crossed)):
            return handed
        if draft.state == "replaced":
            return _told(known, "utkastet er erstattet av et nyere; ingenting er gjort", answer.letter("refused", REPLACED))
        if crossed:
            return _told(known, "godkjent, men skrevet før utkastet ble sendt tilbake; det er spurt", answer.letter("crossed"))
        return _done(answer, known, word, words)
    except BotError as fault:
        return _told(known, f"svaret på utkastet endret ingenting: {fault}", answer.letter("refused", str(fault)))


def _crosses(one: Said, who: str, sent: datetime) -> bool:
    """Whether a yes written at `sent` was written before a no, or by one who cannot have known of another's."""
    return not one.yes and sent <= (one.said if one.who == who else one.at)


def _stopped(answer: Answer, known: Message, word: Word, words: Sequence[Said]) -> Outcome:
    """An approval taken back: by anyone who may approve, whoever did, until the first letter is on its way.

    Only a later yes of the same person counts for more. A file that comes along is taken in as from anyone.
    """
    desk, draft, who, now = answer.desk, answer.draft, answer.to.name, answer.now
    what = spoken.step(draft.step).lower()
    if any(one.yes and one.who == who and one.said > word.sent for one in words):
        return Outcome(replace(known, state="ignored", why="skrevet før avsenderen godkjente utkastet; godkjenningen gjelder"))
    if returning.gone(desk, draft) is not None:
        left = returning.hold(desk, draft, who, now)
        told = {"brev_sendt": left.sent, "brev_holdt": left.held}
        said = answer.letter("left", said=told)
        if word.files and (handed := _taken(answer, known, word)):
            return handed
        return _told(known, f"ville stoppe {what}, men det er alt sendt til {left.sent}", said)
    returned = _returned(answer, word, words)
    if word.files and (handed := _taken(answer, known, word)):
        return handed
    return _told(known, f"trakk godkjenningen av {what} tilbake; ingenting går ut", returned)


def _returned(answer: Answer, word: Word, words: Sequence[Said]) -> tuple[NewLetter, ...]:
    """Send the draft back, once however often the same mail is read, and say so to whoever did."""
    desk, draft, who, now = answer.desk, answer.draft, answer.to.name, answer.now
    if words and words[-1][:3] == (False, who, word.sent):  # a round died after that
        returning.tell(desk, draft, word.comment, who, now)
        return answer._replace(turn=answer.turn - 1).letter("returned")
    returning.hand_back(desk, draft.step, word.comment, who, now, said=word.sent)
    return answer.letter("returned")


def _taken(answer: Answer, known: Message, word: Word) -> Outcome | None:
    """What came of a file in a mail that also stops what is approved; None when there is no more to say of it."""
    try:
        return _handed(answer, known, word, approve=False)
    except BotError as fault:
        return _told(known, f"filen er ikke tatt inn: {fault}", answer.letter("refused", str(fault)))


def _handed(answer: Answer, message: Message, word: Word, *, approve: bool) -> Outcome | None:
    """What came of a file that was sent along; None when it is the one that was sent out, and the words alone count."""
    desk, draft = answer.desk, answer.draft
    giver = Giver(answer.to.name, message.id, answer.now, word.sent)
    handed = handing.hand_in(desk, answer.occurrence, draft, word.files, giver, approve=approve)
    if not handed.outcome:
        return None
    what = spoken.step(draft.step).lower()
    why = f"redigerte utkastet til {what}" + (" og godkjente det" if handed.outcome == "approved" else "")
    said = answer.letter(handed.outcome, handed.reason) if handed.outcome == "approved" or handed.reason else ()
    return Outcome(replace(message, state="ignored", why=why), said)  # else the new draft is the answer


def _done(answer: Answer, message: Message, word: Word, words: Sequence[Said]) -> Outcome:
    desk, draft, who, now = answer.desk, answer.draft, answer.to.name, answer.now
    what = spoken.step(draft.step).lower()
    if word.kind == "yes":
        made = acts.approve(desk, draft.step, who, now, said=word.sent)
        outcome = "approved" if made else "first"
        return Outcome(replace(message, state="ignored", why=f"godkjente utkastet til {what}"), answer.letter(outcome))
    if word.kind == "move":
        _, step = acts.find(answer.view, draft.step)
        handing.move(desk, answer.occurrence, step, Giver(who, message.id, now))
        return Outcome(replace(message, state="ignored", why="flyttet møtet til det filen sier"), answer.letter("moved"))
    if word.kind == "no":
        return _told(message, f"sendte utkastet til {what} tilbake", _returned(answer, word, words))
    return _told(message, f"det er uklart om utkastet til {what} er godkjent; det er spurt", answer.letter("asked"))


def _told(message: Message, why: str, answers: tuple[NewLetter, ...] = ()) -> Outcome:
    return Outcome(replace(message, state="tray", why=why), answers)


REPLACED = "Utkastet er erstattet av et nyere. Svar på det."
