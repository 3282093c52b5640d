"""What a person should look at before approving: said in the draft and in the preview, never a reason to refuse."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.cycle.model import OSLO, Member, Occurrence, Step
from bot.desk.desk import View
from bot.papers import norsk
from bot.papers.office import Office


def remarks(office: Office, view: View, occurrence: Occurrence, step: Step, to: Sequence[Member]) -> Iterator[str]:
    """Sentences, most important first; none when all is well."""
    if not to:
        yield "Registeret har ingen å sende til."
    yield from _place(occurrence)
    if step.rule.at and _short(occurrence, step):
        leaves = norsk.long(step.at.astimezone(OSLO).date())
        yield f"Innkallingen går ut {leaves}, senere enn {occurrence.group.notice_days} dager før møtet."
    yield from (f"Datoen: {warning}." for warning in occurrence.warnings)
    register = office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
    yield from (f"Et medlem for {member.organisation} har ikke navn." for member in register if not member.name)
    told = view.facts.told.get(occurrence.key, {})
    if step.rule.on and (missing := {member.email for member in register} - set(told)):
        yield f"{len(missing)} i registeret har ikke fått innkallingen."


def _place(occurrence: Occurrence) -> Iterator[str]:
    place = occurrence.place
    if not (place.name or place.online):
        yield "Møtet har ikke sted."
    elif place.name and not place.room and not place.online:
        yield "Møtet har ikke rom."


def _short(occurrence: Occurrence, step: Step) -> bool:
    return occurrence.day - step.at.astimezone(OSLO).date() < timedelta(days=occurrence.group.notice_days)
