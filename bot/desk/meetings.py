"""The meetings that follow each other in a group: the agenda of one of them, and what it takes from the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot.cycle.model import EditionFact, Facts, Occurrence, Plan
from bot.desk import contributions, editions, planned
from bot.desk.contributions import Placed
from bot.papers import agenda, norsk
from bot.papers.agenda import Titled
from bot.papers.model import Block, Case, Paragraph, Run, plain
from bot.papers.office import Office

NOTICE, MINUTES = "notice", "minutes"
"""The paper that has the agenda, and the one that says what came of it."""
APPROVES = "referat"
"""The standing item that approves the minutes of the meeting before."""


def cases(
    office: Office, whole: Plan, occurrence: Occurrence, facts: Facts, *, after: bool = False, edited: bool | None = None
) -> tuple[Case, ...]:
    """The agenda of a meeting as it stands: numbered within the meeting, or through the year where the body numbers so.

    `after` asks for them as they stand in the minutes: with what came when the meeting had begun, and without what to prepare. Then, and
    where `edited` says so, they are as a person has put them in the agenda that was sent.
    """
    standing = office.cycle(occurrence.group.id).agenda_of(occurrence.activity)
    if standing is None:
        return ()
    series = of(office, whole, occurrence)
    earlier = [other for other in series if other.day.year == occurrence.day.year and other.start < occurrence.start]
    running = "{m}" not in standing.numbering and ("{yy}" in standing.numbering or "{yyyy}" in standing.numbering)
    first = 1 + sum(len(_issued(facts, other, _cases(office, series, other, 1))) for other in earlier) if running else 1
    found = _cases(office, series, occurrence, first, given(office, occurrence, facts, after=after).under, notes=not after)
    if not after:
        found = tuple(planned.mentioned(case, planned.attached(occurrence, facts)) for case in found)
    if not after and enclosed(series, occurrence, facts):
        found = tuple(_with_minutes(case, occurrence) for case in found)
    if not (after if edited is None else edited):
        return found
    return agenda.numbered(standing, occurrence, _issued(facts, occurrence, found), first, number(series, occurrence))


class Enclosed(NamedTuple):
    """The minutes that an agenda has for approval: those of the meeting on this day, as they were sent."""

    day: date
    fact: EditionFact


def enclosed(series: Sequence[Occurrence], occurrence: Occurrence, facts: Facts) -> Enclosed | None:
    """The minutes of the meeting that was held before, when they have been sent; whatever was moved or cancelled in between."""
    earlier = before(series, occurrence)
    fact = facts.editions.get((earlier.key, MINUTES)) if earlier else None
    if earlier is None or fact is None:
        return None
    sent = (step for step in earlier.steps if MINUTES in step.rule.papers and step.rule.to != "secretariat" and step.key in facts.done)
    return Enclosed(earlier.day, fact) if any(sent) else None


def _with_minutes(case: Case, occurrence: Occurrence) -> Case:
    """The case that approves the minutes says that they are enclosed."""
    said = Paragraph((Run(norsk.words(occurrence.group.language).minutes_enclosed),))
    return replace(case, blocks=(*case.blocks, said)) if case.id == APPROVES else case


def _issued(facts: Facts, occurrence: Occurrence, made: Sequence[Case]) -> Sequence[Titled]:
    """The cases as a person has put them in the notice: their order and titles, and those that were added; else as they were made."""
    kept = editions.kept(facts, occurrence.key, NOTICE)
    if kept is None or not kept.cases:
        return [Titled(one.id, plain(one.title), one.blocks) for one in made]
    known = {one.id: one for one in made}
    found = [Titled(one.id, one.title, known[one.id].blocks if one.id in known else one.blocks) for one in kept.cases]
    later = [one for one in made if one.id in {item.id for item in occurrence.items} - {case.id for case in kept.cases}]
    return [*found, *(Titled(one.id, plain(one.title), one.blocks) for one in later)]


def given(office: Office, occurrence: Occurrence, facts: Facts, *, after: bool = False) -> Placed:
    """What has been contributed, as it stands in the agenda, and the proposed meeting plan beside it; with `after`, as for the minutes."""
    item = agenda.collecting(office.cycle(occurrence.group.id).agenda_of(occurrence.activity))
    found = (one for one in facts.contributed.get(occurrence.key, ()) if after or not one.after)
    placed = contributions.placed(found, item, occurrence.group.language)
    return placed if after else placed._replace(attached=(*planned.attached(occurrence, facts), *placed.attached))


def last(series: Sequence[Occurrence], occurrence: Occurrence, facts: Facts) -> Mapping[str, str]:
    """What each organisation contributed to the meeting before, shortened."""
    earlier = before(series, occurrence)
    texts: dict[str, list[str]] = {}
    for one in facts.contributed.get(earlier.key, ()) if earlier else ():
        texts.setdefault(one.organisation, []).append(one.text)
    return {organisation: contributions.shortened("\n".join(found)) for organisation, found in texts.items()}


def _cases(
    office: Office,
    series: Sequence[Occurrence],
    occurrence: Occurrence,
    first: int,
    contributed: Mapping[str, tuple[Block, ...]] | None = None,
    *,
    notes: bool = True,
) -> tuple[Case, ...]:
    standing = office.cycle(occurrence.group.id).agenda_of(occurrence.activity)
    if standing is None:
        return ()
    later = any(other.start > occurrence.start and other.day.year == occurrence.day.year for other in series)
    return agenda.cases(
        standing,
        occurrence,
        first_number=first,
        meeting_number=number(series, occurrence),
        previous=previous(series, occurrence),
        last_of_year=not later,
        contributions=contributed or {},
        notes=notes,
    )


def of(office: Office, whole: Plan, occurrence: Occurrence) -> tuple[Occurrence, ...]:
    """The meetings that follow each other with the same agenda in the same group, and take place."""
    cycle = office.cycle(occurrence.group.id)
    name = occurrence.activity.agenda or occurrence.group.agenda
    return tuple(
        other
        for other in whole.occurrences
        if other.meeting
        and other.cancelled is None
        and other.group.id == occurrence.group.id
        and (other.activity.agenda or cycle.schedule.group.agenda) == name
    )


def before(series: Sequence[Occurrence], occurrence: Occurrence) -> Occurrence | None:
    """The meeting before, as far back as the plan goes."""
    return max((other for other in series if other.start < occurrence.start), key=lambda other: other.start, default=None)


def following(series: Sequence[Occurrence], occurrence: Occurrence) -> Occurrence | None:
    """The meeting after, as far as it is planned."""
    return min((other for other in series if other.start > occurrence.start), key=lambda other: other.start, default=None)


def previous(series: Sequence[Occurrence], occurrence: Occurrence) -> date | None:
    """The day of the meeting before."""
    found = before(series, occurrence)
    return found.day if found else None


def number(series: Sequence[Occurrence], occurrence: Occurrence) -> int:
    """Which meeting of its year it is."""
    return 1 + sum(other.start < occurrence.start and other.day.year == occurrence.day.year for other in series)
