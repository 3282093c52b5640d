"""Approval by mail: who may answer a draft, by which code, and what the answer means. What is doubtful is asked back once."""

import hmac
import re
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

from bot.cycle.memory import Draft, Message, NewLetter
from bot.cycle.model import OSLO, Facts, Member, Occurrence
from bot.desk import acts, envelope, handing, material, recipients, spoken
from bot.desk.desk import Desk, View
from bot.desk.material import Made, Maker
from bot.desk.taking import Giver
from bot.errors import BotError
from bot.papers import meeting, norsk, reply
from bot.papers.reply import Envelope, Reading

CODE = re.compile(r"\[utkast ([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})\]", re.IGNORECASE)
EXPIRES = timedelta(days=60)
"""A draft that has waited longer than this is approved by its command, not by an old mail."""
REMEMBERED = timedelta(days=400)
"""How far back a code is known at all."""
LETTER = "approval"
"""The wording of the answer to an approval."""

Kind = Literal["yes", "no", "move", "doubt"]

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
    """What somebody says of a draft; `draft` is None when the code is that of no draft which waits."""

    draft: Draft | None
    kind: Kind
    comment: str
    forged: bool = False
    files: tuple[tuple[str, bytes], ...] = ()
    """The Word files that came along, by name."""


def code(seal: bytes, step: str, version: int) -> str:
    """The code of one version of a draft: nobody can make it who has not seen the draft. Empty without a seal."""
    if not seal:
        return ""
    found = b32encode(hmac.digest(seal, f"{step}#{version}".encode(), sha256)).decode()
    return "-".join((found[:4], found[4:8], found[8:12]))


def marked(desk: Desk, made: Made, step: str, version: int) -> Made:
    """The mail that lays a draft before someone, with its code in the subject, where every mail program keeps it in an answer."""
    mark = code(desk.seal, step, version)
    return replace(made, letter=replace(made.letter, subject=f"{made.letter.subject} [utkast {mark}]")) if mark else made


def spoken_of(desk: Desk, envelope: Envelope, reading: Reading, raw: bytes, now: datetime) -> Word | None:
    """What a mail (`raw`) says of a draft; None when it has no code, answers nothing, or no person wrote it."""
    mark = CODE.search(envelope.subject)
    if mark is None or not envelope.answers or envelope.automatic or reading.verdict in ("auto-reply", "bounce", "calendar", "spam"):
        return None
    given = mark[1].upper()
    known = desk.journal.versions(now - REMEMBERED)
    found = next((one for one in known if hmac.compare_digest(code(desk.seal, *one), given)), None)
    draft = desk.journal.draft_of(*found) if found else None
    text = reading.text.strip()
    return Word(draft, kind(text), " ".join(text.split()), envelope.forged, reply.documents(raw))


def kind(text: str) -> Kind:
    """Whether a text is a yes, a no (a comment is one), or neither for certain."""
    parts = (part for raw in re.split(r"[.!?\n]+", text) if (part := raw.strip(" ,;:-–")))
    said = [part for part in parts if not _whole(_POLITE, part)]
    if not said:
        return "doubt"
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
    draft = word.draft
    occurrence = view.plan.by_key.get(draft.occurrence) if draft else None
    if draft is None or occurrence is None:
        return _told(message, "koden i emnet gjelder ikke noe utkast som venter; ingenting er gjort")
    known = replace(message, occurrence=occurrence.key)
    approver = next((one for one in recipients.approvers(desk.office, occurrence) if one.email.lower() == message.sender), None)
    if approver is None or word.forged:
        who = "en som ikke kan godkjenne" if approver is None else "en avsender som ikke er bekreftet (DMARC),"
        return _told(known, f"{who} har svart på utkastet til {spoken.step(draft.step).lower()}; ingenting er gjort")
    return _acted(Answer(desk, view, occurrence, draft, approver, now), known, word)


def _acted(answer: "Answer", known: Message, word: Word) -> Outcome:
    """What an approver says, done if it can be."""
    draft, approver = answer.draft, answer.to
    if draft.state == "approved" and draft.decided_by == approver.name and not word.files:
        return Outcome(replace(known, state="ignored", why="alt godkjent"))  # read once more, after a crash
    if answer.now - draft.made_at > EXPIRES:
        return _told(known, "koden er for gammel; godkjenn på nytt", answer.letter("refused", "Koden er for gammel."))
    try:
        if word.files and (handed := _handed(answer, known, word)):
            return handed
        if draft.state == "replaced":
            return _told(known, "utkastet er erstattet av et nyere; ingenting er gjort", answer.letter("refused", REPLACED))
        return _done(answer, known, word)
    except BotError as fault:
        return _told(known, f"svaret på utkastet endret ingenting: {fault}", answer.letter("refused", str(fault)))


def _handed(answer: "Answer", message: Message, word: Word) -> Outcome | None:
    """What came of a file that was sent along; None when it is the one that was sent out, and the words alone count."""
    desk, draft = answer.desk, answer.draft
    giver = Giver(answer.to.name, message.id, answer.now)
    handed = handing.hand_in(desk, answer.occurrence, draft, word.files, giver, approve=word.kind == "yes")
    if not handed.outcome:
        return None
    what = spoken.step(draft.step).lower()
    why = f"redigerte utkastet til {what}" + (" og godkjente det" if handed.outcome == "approved" else "")
    said = answer.letter(handed.outcome, handed.reason) if handed.outcome == "approved" or handed.reason else ()
    return Outcome(replace(message, state="ignored", why=why), said)  # else the new draft is the answer


def _done(answer: "Answer", message: Message, word: Word) -> Outcome:
    desk, draft, who, now = answer.desk, answer.draft, answer.to.name, answer.now
    what = spoken.step(draft.step).lower()
    if word.kind == "yes":
        made = acts.approve(desk, draft.step, who, now)
        outcome = "approved" if made else "first"
        return Outcome(replace(message, state="ignored", why=f"godkjente utkastet til {what}"), answer.letter(outcome))
    if word.kind == "move":
        _, step = acts.find(answer.view, draft.step)
        handing.move(desk, answer.occurrence, step, Giver(who, message.id, now))
        return Outcome(replace(message, state="ignored", why="flyttet møtet til det filen sier"), answer.letter("moved"))
    if word.kind == "no":
        acts.hand_back(desk, draft.step, word.comment, who, now)
        return Outcome(replace(message, state="tray", why=f"sendte utkastet til {what} tilbake"), answer.letter("returned"))
    return _told(message, f"det er uklart om utkastet til {what} er godkjent; det er spurt", answer.letter("asked"))


def _told(message: Message, why: str, answers: tuple[NewLetter, ...] = ()) -> Outcome:
    return Outcome(replace(message, state="tray", why=why), answers)


REPLACED = "Utkastet er erstattet av et nyere. Svar på det."


class Answer(NamedTuple):
    """The answer to one who has said something of a draft."""

    desk: Desk
    view: View
    occurrence: Occurrence
    draft: Draft
    to: Member
    now: datetime

    def letter(self, outcome: str, reason: str = "") -> tuple[NewLetter, ...]:
        """In a few words, what came of it. The same outcome for the same draft is told once: no loop is possible."""
        desk, office, occurrence = self.desk, self.desk.office, self.occurrence
        _, step = acts.find(self.view, self.draft.step)
        maker = Maker(office, self.view.whole, occurrence, step, self.now.astimezone(OSLO).date(), Facts(self.now))
        about = replace(maker.about(), recipient=self.to)
        sends = norsk.long(step.at.astimezone(OSLO).date()) if step.rule.at and step.at > self.now else ""
        said: Sequence[tuple[str, object]] = (
            ("utfall", outcome), ("utkast_til", spoken.step(step.key).lower()), ("grunn", reason), ("sendes_dato", sends),
        )  # fmt: skip
        group = f"{step.key}/draft-{self.draft.version}-{outcome}"
        key = f"{group}/{recipients.who(self.to)}"
        template = office.letter(occurrence.group.language, LETTER)
        made = material.written(template, {**meeting.values(about), **dict(said)}, key, about.sender, self.to, ())
        asked = made if outcome != "asked" else replace(made, subject=f"{made.subject} [utkast {self._code()}]")
        return envelope.stored(desk.journal, [Made(asked, self.to.organisation, None)], group, occurrence.key)

    def _code(self) -> str:
        return code(self.desk.seal, self.draft.step, self.draft.version)
