"""What a person should look at before approving: said in the draft and in the preview, never a reason to refuse."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.cycle.model import OSLO, Member, Occurrence, Step
from bot.cycle.written import StepRule
from bot.desk import contributions
from bot.desk.desk import View
from bot.desk.material import Maker
from bot.papers import lint, norsk
from bot.papers.office import Office

MOST_FAULTS = 5
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
YEAR = re.compile(r"\b(20\d\d)\b")
DAY = re.compile(r"\b(\d{1,2}\. (?:" + "|".join(norsk.MONTHS["nb"]) + r"))\b")


def remarks(office: Office, view: View, occurrence: Occurrence, step: Step, to: Sequence[Member]) -> Iterator[str]:
    """Sentences, most important first; none when all is well."""
    if not to:
        yield "Registeret har ingen å sende til."
    yield from _place(occurrence)
    if calls(step.rule) and _short(occurrence, step):
        leaves = norsk.long(step.at.astimezone(OSLO).date())
        yield f"Innkallingen går ut {leaves}, senere enn {occurrence.group.notice_days} dager før møtet."
    if occurrence.activity.joint and not occurrence.activity.joint.link:
        yield "Møtet er del av en felles dag, men har ikke lenke til sakspapirene."
    yield from (f"Datoen: {warning}." for warning in occurrence.warnings)
    yield from _dates(occurrence)
    yield from _other_people(view, occurrence, to)
    yield from contributions.private(view.facts.contributed.get(occurrence.key, ()))
    yield from _language(office, occurrence)
    yield from _unprintable(office, view, occurrence, step)
    register = office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
    yield from (f"Et medlem for {member.organisation} har ikke navn." for member in register if not member.name)
    told = view.facts.told.get(occurrence.key, {})
    if step.rule.on and (missing := {member.email for member in register} - set(told)):
        yield f"{len(missing)} i registeret har ikke fått innkallingen."


def calls(rule: StepRule) -> bool:
    """Whether a step calls people to a meeting, so that the body's rule for how long before is about it."""
    return rule.at is not None and rule.at.startswith("-") and rule.to == "members" and bool(rule.papers) and rule.requires is None


def _place(occurrence: Occurrence) -> Iterator[str]:
    place = occurrence.place
    if not (place.name or place.online):
        yield "Møtet har ikke sted."
    elif place.name and not place.room and not place.online:
        yield "Møtet har ikke rom."


def _dates(occurrence: Occurrence) -> Iterator[str]:
    """A date in a title or an item that is not the meeting's own year: most often left over from last year's text."""
    texts = (occurrence.activity.title, *(item.title for item in occurrence.items))
    years = {found for text in texts for found in YEAR.findall(text)}
    for year in sorted(years - {str(occurrence.day.year), str(occurrence.day.year + 1)}):
        yield f"Et årstall i teksten er {year}, men møtet er i {occurrence.day.year}."
    days = {found for text in texts for found in DAY.findall(text)}
    own = f"{occurrence.day.day}. {norsk.long(occurrence.day).split()[1]}"
    for day in sorted(days - {own}):
        yield f"Teksten sier {day}, men møtet er {norsk.long(occurrence.day)}."


def _other_people(view: View, occurrence: Occurrence, to: Sequence[Member]) -> Iterator[str]:
    """Whether the recipients are much unlike those of the meeting before, which may mean the wrong register."""
    earlier = [
        view.facts.told[other.key]
        for other in view.whole.occurrences
        if other.meeting and other.group.id == occurrence.group.id and other.activity.agenda == occurrence.activity.agenda
        and other.start < occurrence.start and other.key in view.facts.told
    ]  # fmt: skip
    if not earlier:
        return
    before, now = set(earlier[-1]), {member.email for member in to}
    if len(before ^ now) * 4 > len(before | now):
        yield f"Mottakerne er mange andre enn forrige gang: {len(now - before)} nye, {len(before - now)} borte."


def _language(office: Office, occurrence: Occurrence) -> Iterator[str]:
    """Faults of Norwegian in what the secretariat itself has written for this meeting, in the group's written language."""
    standing = office.cycle(occurrence.group.id).agenda_of(occurrence.activity)
    fixed = [text for item in standing.item for text in (item.title, item.note, item.prepare)] if standing else []
    added = [text for item in occurrence.items for text in (item.title, item.text)]
    texts = (PLACEHOLDER.sub("", text) for text in (occurrence.activity.title, *fixed, *added))
    for fault in lint.faults("\n".join(texts), occurrence.group.language)[:MOST_FAULTS]:
        yield f"Språket: {fault.rstrip('.')}."


def _unprintable(office: Office, view: View, occurrence: Occurrence, step: Step) -> Iterator[str]:
    """Letters that no font here has: the Word file keeps them, the PDF cannot."""
    if lost := Maker(office, view.whole, occurrence, step, step.at.astimezone(OSLO).date(), view.facts).lost():
        named = tuple(f"«{letter}»" if letter.isprintable() else f"U+{ord(letter):04X}" for letter in lost)
        yield f"PDF-en kan ikke vise {norsk.listed(named)}, og har □ i stedet."


def _short(occurrence: Occurrence, step: Step) -> bool:
    return occurrence.day - step.at.astimezone(OSLO).date() < timedelta(days=occurrence.group.notice_days)
