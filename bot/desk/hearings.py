"""Rounds that anyone may answer: known by the subject that the answers bear, whoever writes, also one who stands in no register."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.cycle import decide, rounds
from bot.cycle.model import Member, Occurrence
from bot.desk import whose
from bot.desk.desk import View
from bot.desk.whose import Owner
from bot.papers import norsk
from bot.papers.office import Office
from bot.papers.reply import Envelope, Reading
from bot.papers.rounds import strangers
from bot.papers.rounds.strangers import Stranger

LONGEST = 300
"""Characters of a subject that are looked at."""
_PREFIX = re.compile(r"(?:(?:sv|re|vs|fw|fwd|aw|wg|antw|ang)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:\s{0,3}){1,9}", re.IGNORECASE)
_MARKS = re.compile(r"[^\w]+")
CLAIMED = "{name} (ikke i registeret)"
"""What a stranger is called who signs as somebody in the register: what they write does not stand as that organisation's."""


def is_open(office: Office, occurrence: Occurrence | None) -> bool:
    """Whether anyone may answer an occurrence."""
    rule = rounds.rule(office.cycle(occurrence.group.id), occurrence.activity) if occurrence else None
    return rule is not None and rule.open


def by_subject(office: Office, view: View, subject: str, now: datetime) -> tuple[str, str]:
    """The open round whose fixed subject a mail bears, and how it is known; both empty where there is none."""
    found = [one for one in view.plan.occurrences if is_open(office, one) and _takes(one, now) and bears(one, subject)]
    best = min(found, key=lambda one: (one.end <= now, one.end), default=None)
    return (best.key, f"emnet er «{best.activity.subject}»") if best else ("", "")


def bears(occurrence: Occurrence, subject: str, *, first: bool = False) -> bool:
    """Whether a subject has the fixed one in it, after «SV:» and «VS:» and whatever marks are between the words; `first`: begins so."""
    wanted, found = _plain(occurrence.activity.subject), _plain(_PREFIX.sub("", subject[:LONGEST].strip(), count=1))
    if not wanted.strip():
        return False
    return found.startswith(wanted) if first else wanted in found


def _plain(text: str) -> str:
    return f" {' '.join(_MARKS.sub(' ', norsk.collate(text)[0]).split())} "


def _takes(occurrence: Occurrence, now: datetime) -> bool:
    """From the first of its steps until some weeks after its last day."""
    opens = min((step.at for step in occurrence.steps), default=occurrence.start)
    return occurrence.cancelled is None and opens <= now < occurrence.end + decide.AFTERMATH


def owner(known: Sequence[Member], found: Owner, envelope: Envelope, reading: Reading | None) -> Owner:
    """Whose an answer to an open round is: as found in the register, else by what the sender is called."""
    if found.sure or not envelope.sender:
        return found
    name = stranger(envelope, reading).name
    return Owner(CLAIMED.format(name=name) if whose.named(known, name) else name, whose.STRANGER)


def stranger(envelope: Envelope, reading: Reading | None) -> Stranger:
    """What a sender who stands in no register is called."""
    signature = "\n".join(cut.text for cut in reading.cut if cut.kind == "signature") if reading else ""
    return strangers.named(envelope.name, envelope.sender, signature, reading.on_behalf_of if reading else "")


def by_machine(office: Office, view: View, occurrence: Occurrence, envelope: Envelope) -> bool:
    """Whether a machine has sent what may all the same be an answer: a form on a website, and not somebody's automatic reply to us."""
    if not is_open(office, occurrence) or envelope.answers or envelope.sender in view.facts.told.get(occurrence.key, {}):
        return False
    return bears(occurrence, envelope.subject, first=True)
