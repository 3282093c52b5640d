"""The meetings that follow each other in a group: the agenda of one of them, and what it takes from the one before."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cycle.model import Facts, Occurrence, Plan
from bot.desk import contributions
from bot.desk.contributions import Placed
from bot.papers import agenda
from bot.papers.model import Block, Case
from bot.papers.office import Office


def cases(office: Office, whole: Plan, occurrence: Occurrence, facts: Facts, *, after: bool = False) -> tuple[Case, ...]:
    """The agenda of a meeting as it stands: numbered within the meeting, or through the year where the body numbers so.

    `after` asks for them as they stand in the minutes: with what came when the meeting had begun, and without what to prepare.
    """
    standing = office.cycle(occurrence.group.id).agenda_of(occurrence.activity)
    if standing is None:
        return ()
    series = of(office, whole, occurrence)
    earlier = [other for other in series if other.day.year == occurrence.day.year and other.start < occurrence.start]
    running = "{m}" not in standing.numbering and ("{yy}" in standing.numbering or "{yyyy}" in standing.numbering)
    first = 1 + sum(len(_cases(office, series, other, 1)) for other in earlier) if running else 1
    return _cases(office, series, occurrence, first, given(office, occurrence, facts, after=after).under, notes=not after)


def given(office: Office, occurrence: Occurrence, facts: Facts, *, after: bool = False) -> Placed:
    """What has been contributed, as it stands in the agenda; with `after`, as it stands in the minutes."""
    item = agenda.collecting(office.cycle(occurrence.group.id).agenda_of(occurrence.activity))
    found = (one for one in facts.contributed.get(occurrence.key, ()) if after or not one.after)
    return contributions.placed(found, item, occurrence.group.language)


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
