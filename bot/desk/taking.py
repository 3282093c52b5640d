"""Taking in a paper that a person has edited: read, kept beside what it was made from, and never written over."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from bot.cycle.memory import Draft, Edition
from bot.cycle.model import OSLO, Step
from bot.desk import editions, envelope, readings
from bot.desk.ports import Journal
from bot.papers import edited
from bot.papers.edited import Unreadable

PACKED, WITHIN = b"PK\x03\x04", b"word/"
"""How a Word file begins, also a damaged one, and what is in it."""
ADOPTED = "approved"
"""The source of an edition that a person made by approving what was proposed in it."""


class Taken(NamedTuple):
    """What became of a file: the paper it is an edition of; or why it was refused. Neither when it is what we sent, as we sent it."""

    paper: str = ""
    refused: str = ""
    readable: bool = True


class Giver(NamedTuple):
    """Who hands a file in, when (aware), and from where: the SHA-256 of the mail, or the name of the file. `said`: when it was written."""

    who: str
    source: str
    at: datetime
    said: datetime | None = None


def take(journal: Journal, draft: Draft, step: Step, files: Sequence[tuple[str, bytes]], giver: Giver) -> Taken:
    """Take in the first of some Word files, by name and content, that is an edited paper of a draft. The same again changes nothing."""
    mine = [one for one in journal.editions([draft.occurrence]) if one.source == giver.source]
    if mine and mine[-1].sha256 != newest(journal, mine[-1]).sha256:
        return Taken()  # an old mail, read once more
    sent, along = _sent(journal, draft, step), {file.sha256 for file in _files(draft)}
    for name, content in files:
        if sha256(content).hexdigest() in along:  # what we sent, as we sent it
            continue
        taken = _take(journal, draft, step, sent, (name, content), giver)
        if taken.paper or taken.refused:
            return taken
    return Taken()


def adopt(journal: Journal, step: Step, occurrence: str, at: datetime) -> None:
    """What has left of an edited paper, with what was proposed in it and approved, is from now on the edition that counts."""
    draft = journal.draft(step.key)
    sent = next((one for one in journal.letters(step.key) if one.state == "sent" and envelope.files(one.content)), None)
    if draft is None or sent is None:
        return
    words = [file for file in envelope.files(sent.content) if file.filename.lower().endswith(".docx")]
    for paper, file in zip(step.rule.papers, words, strict=False):
        found = editions.opened(journal.fetch(file.sha256)) if file.made and not journal.edition_of(file.sha256) else None
        if found is not None:
            about = _Sent(paper, file.filename, b"", journal.fetch(file.made))
            kept = readings.write(found, _dated(journal, draft, step, about), changed=True)
            journal.hand_in(
                Edition(occurrence, paper, step.key, draft.version, file.sha256, file.made, ADOPTED, kept, draft.decided_by, at)
            )


def newest(journal: Journal, edition: Edition) -> Edition:
    """The newest edition of the same paper."""
    return [one for one in journal.editions([edition.occurrence]) if one.paper == edition.paper][-1]


def _take(journal: Journal, draft: Draft, step: Step, sent: Sequence["_Sent"], file: tuple[str, bytes], giver: Giver) -> Taken:
    name, content = file
    if not sent:
        return Taken(refused="Utkastet har ikke noe Word-dokument som kan redigeres.")
    if any(content in (one.file, one.base) for one in sent):
        return Taken()
    about = next((one for one in sent if one.filename == name), sent[0])
    base = editions.opened(about.base)
    found = edited.read(content, base)
    if isinstance(found, Unreadable):
        if found.dangerous or not (content.startswith(PACKED) and WITHIN in content):  # it would leave named as Word
            return Taken(refused=f"Filen «{name}» er ikke tatt inn. {found.reason}" if name else found.reason)
        return _hand_in(journal, draft, about, content, readings.unread(found.reason), giver)
    if found.step and found.step.rpartition("/")[0] != draft.occurrence:
        return Taken(refused=f"Filen «{name}» hører til {found.step.rpartition('/')[0]}, ikke til {draft.occurrence}.")
    changed = base is None or bool(edited.changes(base, found) or found.tracked or found.comments)
    return _hand_in(journal, draft, about, content, readings.write(found, _dated(journal, draft, step, about), changed=changed), giver)


def _dated(journal: Journal, draft: Draft, step: Step, about: "_Sent") -> date:
    """The date that stands on what the program made: that of the edition before, where there was one, for that is not news."""
    before = [one for one in journal.editions([draft.occurrence]) if one.paper == about.paper] if about.file != about.base else []
    known = readings.read(before[-1].content).day if before else None
    return known or (max(step.at, draft.made_at) if step.rule.at else draft.made_at).astimezone(OSLO).date()


def _hand_in(journal: Journal, draft: Draft, about: "_Sent", content: bytes, kept: str, giver: Giver) -> Taken:
    file, base = journal.keep(content), journal.keep(about.base)
    new = Edition(draft.occurrence, about.paper, draft.step, draft.version, file, base, giver.source, kept, giver.who, giver.at)
    journal.hand_in(new)
    return Taken(about.paper, readable=not readings.read(kept).reason)


class _Sent(NamedTuple):
    """A Word paper as the draft had it: `base` is what the program itself made, `file` what was shown."""

    paper: str
    filename: str
    file: bytes
    base: bytes


def _sent(journal: Journal, draft: Draft, step: Step) -> tuple[_Sent, ...]:
    """The papers of a draft, in the order of the step's papers: those that stand beside them are no papers of their own."""
    words = [file for file in _files(draft) if file.filename.lower().endswith(".docx")]
    return tuple(
        _Sent(paper, file.filename, journal.fetch(file.sha256), journal.fetch(file.made or file.sha256))
        for paper, file in zip(step.rule.papers, words, strict=False)
    )


def _files(draft: Draft) -> tuple[envelope.File, ...]:
    letters = envelope.thawed(draft.content)
    return envelope.files(letters[0].content) if letters else ()
