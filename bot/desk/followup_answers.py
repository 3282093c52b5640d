"""What people answer about measures: read against the letter that asked, entered in the register, and always told to the secretary."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.cycle.memory import Measure, Message, Reported, StoredLetter
from bot.cycle.model import OSLO
from bot.cycle.written import Language
from bot.desk import followup, merging, register, whose
from bot.desk.desk import Desk, View
from bot.desk.matching import Match
from bot.errors import Refused
from bot.papers import asking, norsk
from bot.papers.followup import updates
from bot.papers.followup.updates import Known, Update
from bot.papers.reply import Envelope, Reading

LONGEST = 2_000
"""Characters of an answer that are kept as the status of a measure: the mail itself is kept whole."""
SHOWN = 160
PERSONS = frozenset({"contribution", "nothing", "forward", "empty", "command", "secretariat"})
"""Verdicts of mails that a person wrote."""


class Taken(NamedTuple):
    """A measure after an answer, and what was said of it."""

    measure: Measure
    said: asking.Said
    changed: bool
    """Whether the answer changed how it stands, or its deadline."""


class Heard(NamedTuple):
    """A mail about measures as the journal will remember it, what it reports, and the letter that it answers."""

    message: Message
    reported: Reported | None = None
    letter: StoredLetter | None = None
    taken: tuple[Taken, ...] = ()
    unclear: str = ""
    """What was not understood, in the sender's own words."""


def heard(  # noqa: PLR0913, PLR0917 - what is known of one mail
    desk: Desk, view: View, message: Message, envelope: Envelope, reading: Reading, match: Match, sent: datetime
) -> Heard | None:
    """What a mail that answers a letter about measures reports; `sent` is when. None for any other mail, and for a machine's.

    What cannot be understood, or comes from somebody who was not asked, is laid in the tray with the reason, and changes nothing.
    """
    letter = match.letter
    if letter is None or not followup.about(letter.step) or reading.verdict not in PERSONS or envelope.automatic:
        return None
    known = replace(message, occurrence=letter.occurrence, organisation=match.organisation or letter.organisation)
    if envelope.forged:
        return _laid(known, "avsenderen er ikke bekreftet av mottakerens e-posttjener (DMARC); ingenting er endret")
    if not _may(desk, letter, match, message.sender):
        return _laid(known, f"svar om oppfølging fra en som ikke er spurt ({match.why}); ingenting er endret")
    if not reading.text.strip():
        return _laid(known, "svar om oppfølging uten tekst")
    return _read(desk, view, known, _said(reading), letter, sent)


def _said(reading: Reading) -> str:
    """What the person wrote; where that stands between quoted lines, with the line that each part answers above it, as a quote."""
    own = set(reading.text.splitlines())
    lines = reading.contribution.splitlines()
    if all(line in own for line in lines):
        return reading.text
    return "\n".join(line if line in own else f"> {line}" for line in lines)


def _laid(message: Message, why: str) -> Heard:
    return Heard(replace(message, state="tray", why=why))


def _may(desk: Desk, letter: StoredLetter, match: Match, sender: str) -> bool:
    """Whoever got the letter, whoever stands for the same organisation, and the secretariat."""
    office = desk.office
    own = {office.config.secretariat.email.lower(), office.sender(letter.step.partition("/")[0]).email.lower()}
    same = bool(letter.organisation) and match.sure and match.organisation == letter.organisation
    return sender in own or sender == letter.recipient.lower() or same


def _read(desk: Desk, view: View, message: Message, text: str, letter: StoredLetter, sent: datetime) -> Heard:
    """The answer, a measure at a time."""
    group = letter.step.partition("/")[0]
    numbers = followup.asked(letter)
    measures = {str(one.number): one for one in desk.journal.measures([group]) if one.number in numbers}
    known = [Known(number, one.what) for number, one in measures.items()]
    answers = updates.read(text, known, str(json.loads(letter.content)["text"]))
    language = desk.office.cycle(group).schedule.group.language
    told: list[str] = []
    taken: list[Taken] = []
    unclear = [update.note for update in answers if update.number not in measures and update.note.strip()]
    for update in _together(answers):
        if update.number in measures:
            before = measures[update.number]
            measures[update.number], said, doubt = _entered(desk, view, before, update, sent, language)
            told.append(said)
            taken.append(_taken(before, measures[update.number], update, doubtful=bool(doubt)))
            unclear += doubt
    if unclear:
        told.append(f"dette er ikke forstått: «{_short(' '.join(unclear))}». Rett tiltaket med «aarshjul action {group} NR»")
    who = whose.name(whose.members(desk, letter.occurrence), message.sender, message.organisation)
    why = "; ".join(told)
    known_message = replace(message, state="tray" if unclear else "matched", why=why)
    strange = _short(" ".join(update.note for update in answers if update.number not in measures and update.note.strip()))
    return Heard(known_message, Reported(tuple(one.measure for one in taken), who, why), letter, tuple(taken), strange)


def _taken(before: Measure, after: Measure, update: Update, *, doubtful: bool) -> Taken:
    said: asking.Said = "unread" if doubtful else update.state if update.state in ("done", "dropped", "postponed") else "noted"
    return Taken(after, said, (before.state, before.due) != (after.state, after.due))


def _together(answers: Iterable[Update]) -> Sequence[Update]:
    """One answer for each measure: of two about the same, the last that says how it stands, with the words of both."""
    found: dict[str, Update] = {}
    for update in answers:
        before = found.get(update.number)
        if before is None:
            found[update.number] = update
        else:
            last = before if update.state == "said" else update
            found[update.number] = last._replace(note=f"{before.note} {update.note}")
    return list(found.values())


def _entered(desk: Desk, view: View, one: Measure, update: Update, sent: datetime, language: Language) -> tuple[Measure, str, list[str]]:
    """A measure after an answer; what was reported, in words; and what of it a person must look at."""
    note = " ".join(update.note.split())
    day = sent.astimezone(OSLO).date()
    new = one._replace(
        status=f"meldt {day.day}. {norsk.MONTHS[language][day.month - 1]}: {note[:LONGEST]}",
        state=merging.STATES.get(update.state, one.state),
    )
    name = f"tiltak {one.number} ({_short(one.what, 60)})"
    doubt: list[str] = []
    if update.state == "postponed":
        try:
            new = register.postponed(desk, view, new, update.until, sent)
        except Refused as fault:
            doubt = [f"{note} ({fault})"]
    what = {"done": " er ferdig", "dropped": " utgår", "postponed": f" er utsatt til {new.deadline}"}.get(update.state, "")
    return new, f"{name}{'' if doubt else what}: «{_short(note)}»", doubt


def _short(text: str, longest: int = SHOWN) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
