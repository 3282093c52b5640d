"""What a mail is about: the occurrence by the letter it answers, the mark in its subject or the only open round. Each match says why."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bot.cycle import decide, rounds
from bot.cycle.memory import StoredLetter
from bot.cycle.model import Occurrence
from bot.desk import contributions, hearings, promises, whose
from bot.desk.desk import Desk, View
from bot.papers import norsk
from bot.papers.reply import Envelope, Reading

_TOKEN = re.compile(r"\[([^\[\]]{1,30}) (\d{1,2}\. [a-zæøå]{3,5}\.?)\]", re.IGNORECASE)
NOTHING = "svarer ikke på noe vi har sendt"


class Match(NamedTuple):
    """An occurrence (empty when unknown), an organisation (empty when unknown), and why. When not `sure`, it is a proposal to a person."""

    occurrence: str
    organisation: str
    why: str
    letter: StoredLetter | None = None
    sure: bool = True


def match(desk: Desk, view: View, envelope: Envelope, reading: Reading | None, now: datetime) -> Match:
    """What a mail answers, and for which organisation. `reading` is None before it has been read: it can tell more of whose it is."""
    answered = _answered(desk, envelope)
    if answered and promises.to_secretariat(answered[0]):
        return Match("", "", "svar på et brev til sekretariatet, ikke på et til medlemmene", answered[0])
    letter = answered[0] if answered else None
    occurrence, how = (letter.occurrence, "svarer på brevet vi sendte") if letter else _by_subject(view, envelope.subject)
    if not occurrence:
        occurrence, how = hearings.by_subject(desk.office, view, envelope.subject, now)
    if not occurrence:
        occurrence, how = _only_round(view, envelope.sender, now)
    if not occurrence:
        return _proposed(desk, view, envelope.sender, reading, now)
    owner = whose.owner(whose.members(desk, occurrence), answered, envelope.sender, reading)
    if hearings.is_open(desk.office, view.plan.by_key.get(occurrence)):
        owner = hearings.owner(whose.members(desk, occurrence), owner, envelope, reading)
    return Match(occurrence, owner.organisation, f"{how}; {owner.why}", letter, owner.sure)


def _answered(desk: Desk, envelope: Envelope) -> tuple[StoredLetter, ...]:
    """Our letters that a mail answers: the one it says first (In-Reply-To), then back through the conversation."""
    place = {answer: number for number, answer in enumerate(envelope.answers)}
    last = len(place)
    found = desk.journal.sent_by_message_ids(envelope.answers)
    return tuple(sorted(found, key=lambda letter: min(place.get(letter.message_id, last), place.get(letter.receipt, last))))


def _by_subject(view: View, subject: str) -> tuple[str, str]:
    """The occurrence whose mark stands in the subject: «[næring 4. nov.]»."""
    for name, day in _TOKEN.findall(subject):
        for occurrence in view.plan.occurrences:
            group = occurrence.group
            if (
                norsk.collate(group.short or group.id)[0] == norsk.collate(name)[0]
                and norsk.brief(occurrence.day, group.language) == day.lower()
            ):
                return occurrence.key, f"merket [{name} {day}] står i emnet"
    return "", ""


def _only_round(view: View, sender: str, now: datetime) -> tuple[str, str]:
    """The one occurrence that has asked this sender for something and is still open."""
    found = [occurrence for occurrence in _open(view, now) if sender in view.facts.told.get(occurrence.key, {})]
    return (found[0].key, "avsenderen har bare denne runden åpen") if len(found) == 1 else ("", "")


def _open(view: View, now: datetime) -> Iterator[Occurrence]:
    """The occurrences that have asked for something, and where an answer still goes into the papers."""
    for occurrence in view.plan.occurrences:
        takes = now < occurrence.end + decide.AFTERMATH if rounds.asking(occurrence) else contributions.window(occurrence, now) != "late"
        if occurrence.cancelled is None and takes and asks(occurrence, view):
            yield occurrence


def asks(occurrence: Occurrence, view: View) -> bool:
    """Whether members have been asked to contribute to an occurrence."""
    return any(step.rule.expects and step.key in view.facts.done for step in occurrence.steps)


def _proposed(desk: Desk, view: View, sender: str, reading: Reading | None, now: datetime) -> Match:
    """A new mail from one who was not asked, but whose organisation was: the only round that is open to it, for a person to say yes to."""
    found = [(occurrence.key, whose.owner(whose.members(desk, occurrence.key), (), sender, reading)) for occurrence in _open(view, now)]
    owned = [(key, owner) for key, owner in found if owner.organisation]
    if len(owned) != 1:
        return Match("", "", NOTHING, sure=False)
    key, owner = owned[0]
    return Match(key, owner.organisation, f"{NOTHING}; {owner.why}, og har bare denne runden åpen", sure=False)
