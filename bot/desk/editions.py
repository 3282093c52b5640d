"""Papers that a person has edited: they leave as they are, what is new since then is proposed in them, and what they say is told."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from bot.cycle.model import OSLO, EditionFact, Facts, Occurrence, Step
from bot.cycle.written import Place
from bot.desk import readings
from bot.desk.ports import Journal
from bot.desk.readings import Kept
from bot.papers import edited, meeting, norsk
from bot.papers.edited import Edited, Unreadable, When, assessed
from bot.papers.edited.blocks import alike
from bot.papers.edited.proposed import propose
from bot.papers.model import Attachment

AUTHOR = "aarshjul"
MOST_TOLD = 60
"""Sentences about what was changed: the rest is counted."""
MINUTES = "minutes"
"""The paper that is read for decisions, attendance and measures."""


def opened(content: bytes) -> Edited | None:
    """A file of ours as it reads; None for one that cannot be read."""
    found = edited.read(content)
    return found if isinstance(found, Edited) else None


# --- what leaves ----------------------------------------------------------------------------------------------------------


def attachment(
    fresh: Attachment, fact: EditionFact, fetch: Callable[[str], bytes], at: datetime | None, *, shown: bool, approved: bool
) -> Attachment:
    """The file that takes the place of `fresh`: what a person made of it, with what is new since then proposed in it.

    `shown` gives it with the proposals as tracked changes, for whoever approves; else it is as it leaves, and byte for byte what came in
    when nothing is new. `approved` takes out the mark of a draft. `at` (aware) dates the proposals; without it, nothing is proposed.
    """
    content = fetch(fact.sha256)
    if readings.read(fact.content).reason:
        return Attachment(fresh.filename, fresh.mime, content, fresh.content)
    proposed = propose(fetch(fact.base), content, fresh.content, AUTHOR, at).content if at else content
    if not shown:
        found = edited.read(proposed)
        proposed = found.clean(approved=approved) if isinstance(found, Edited) else proposed
    return Attachment(fresh.filename, fresh.mime, proposed, fresh.content)


def clean(content: bytes) -> bytes:
    """A file as it may leave; one that cannot be read, as it is."""
    found = edited.read(content)
    return found.clean() if isinstance(found, Edited) else content


def news(fresh: Attachment, fact: EditionFact, fetch: Callable[[str], bytes], at: datetime) -> tuple[str, ...]:
    """What is new since the person's edition, a sentence each."""
    return () if readings.read(fact.content).reason else propose(fetch(fact.base), fetch(fact.sha256), fresh.content, AUTHOR, at).news


def dated(fact: EditionFact) -> date | None:
    """The date that stood on the paper when the program made it, where that is known."""
    return readings.read(fact.content).day


def midnight(day: date) -> datetime:
    """When a proposal is dated: a day is enough, and the same file is then made all that day."""
    return datetime.combine(day, time(), OSLO)


# --- what is said of it ---------------------------------------------------------------------------------------------------


def kept(facts: Facts, occurrence: str, paper: str) -> Kept | None:
    """What was read in the newest edition of a paper; None when nobody has edited it."""
    fact = facts.editions.get((occurrence, paper))
    return readings.read(fact.content) if fact else None


def understood(fetch: Callable[[str], bytes], facts: Facts, occurrence: Occurrence, step: Step) -> tuple[str, ...]:
    """What a person has changed in the papers of a step, as far as it could be read: a sentence each."""
    return tuple(line for fact in _of(facts, occurrence, step) for line in _changes(fetch, fact))


def _changes(fetch: Callable[[str], bytes], fact: EditionFact) -> tuple[str, ...]:
    base, found = opened(fetch(fact.base)), opened(fetch(fact.sha256))
    if base is None or found is None:
        return ()
    told = [change.text for change in edited.changes(base, found)]
    more = [f"… og {len(told) - MOST_TOLD} endringer til."] if len(told) > MOST_TOLD else []
    return (*told[:MOST_TOLD], *more)


def odd(journal: Journal, facts: Facts, occurrence: Occurrence, step: Step, now: datetime) -> Iterator[str]:
    """What a person should look at in the edited papers of a step before approving, most important first."""
    if why := stops(facts, occurrence, step, now):
        yield why
    for paper in step.rule.papers:
        fact = facts.editions.get((occurrence.key, paper))
        if fact is None:
            continue
        found = edited.read(journal.fetch(fact.sha256), opened(journal.fetch(fact.base)))
        if isinstance(found, Unreadable):
            yield f"Filen kan ikke leses: {found.reason} Godkjenner du, går den ut som den er, og vedtak og tiltak blir ikke registrert."
            continue
        if paper == MINUTES:
            yield from edited.missing(found, votes=occurrence.group.votes)
        if empty := assessed.unwritten(found):
            yield empty
        for comment in found.comments:
            about = f" ved «{comment.about}»" if comment.about else ""
            yield f"Kommentar fra {comment.author or 'ukjent'}{about}: «{comment.text}» Den følger ikke med når filen går ut."
        if found.tracked:
            yield f"Sporede endringer ({', '.join(found.revisers) or 'uten navn'}) er godtatt i det som går ut."
        yield from found.remarks


def stops(facts: Facts, occurrence: Occurrence, step: Step, now: datetime) -> str:
    """Why the papers of a step cannot be approved as they are; empty when they can."""
    papers = [kept(facts, occurrence.key, name) for name in step.rule.papers]
    if step.rule.needs == "edited" and any(found is None or not found.changed for found in papers):
        what = "Referatet" if occurrence.meeting else "Dokumentet"
        return f"{what} er ikke fylt ut ennå. Fyll det ut i Word, og svar på utkastet med filen."
    if moved := elsewhere(facts, occurrence, step, now):
        return f"{moved.said} Svar «Flytt», så flyttes møtet og alle får beskjed. Ellers: rett filen, og send den på nytt."
    return ""


class Elsewhere(NamedTuple):
    """The file says another time or place than the plan: what, in words; and the time (Europe/Oslo) and the place as the file has them."""

    said: str
    start: datetime
    end: datetime
    place: Place | None


def elsewhere(facts: Facts, occurrence: Occurrence, step: Step, now: datetime) -> Elsewhere | None:
    """Whether somebody has written another time or place into a paper of a meeting that is yet to be held."""
    if occurrence.start <= now or not occurrence.meeting:
        return None
    for found in filter(None, (kept(facts, occurrence.key, name) for name in step.rule.papers)):
        start, end = _span(found.when, occurrence)
        where = _place(found.where, occurrence)
        said = []
        if (start, end) != (occurrence.start, occurrence.end):
            said.append(f"Filen sier {norsk.moment(start, end)}, men møtet står {norsk.moment(occurrence.start, occurrence.end)}.")
        if where:
            said.append(f"Filen sier stedet «{where.name}», men møtet står i «{meeting.where(occurrence.place)}».")
        if said:
            return Elsewhere(" ".join(said), start, end, where)
    return None


def _span(when: When, occurrence: Occurrence) -> tuple[datetime, datetime]:
    """What the file says, with what it does not say as it is."""
    day = when.day or occurrence.day
    start = when.start or occurrence.start.timetz().replace(tzinfo=None)
    length = occurrence.end - occurrence.start
    first = datetime.combine(day, start, OSLO)
    last = datetime.combine(day, when.end, OSLO) if when.end else first + length
    return (first, last) if first < last else (occurrence.start, occurrence.end)


def _place(where: str, occurrence: Occurrence) -> Place | None:
    """Another place than the plan's. The online link stays: a person's line does not say that it is gone."""
    known = meeting.where(occurrence.place)
    if not where or alike(where) == alike(known) or alike(re.sub(r"\([^()]*\)", "", where)) == alike(known):
        return None
    return Place(name=where, online=occurrence.place.online)


def _of(facts: Facts, occurrence: Occurrence, step: Step) -> tuple[EditionFact, ...]:
    return tuple(fact for name in step.rule.papers if (fact := facts.editions.get((occurrence.key, name))) is not None)
