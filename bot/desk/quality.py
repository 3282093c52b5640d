"""What a person should look at before approving: said in the draft and in the preview, never a reason to refuse."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import time, timedelta

from bot.cycle import plan
from bot.cycle.model import OSLO, Member, Occurrence, Step
from bot.desk import quality_papers, quality_text
from bot.desk.desk import View
from bot.desk.material import Maker
from bot.papers import lint, meeting, norsk
from bot.papers.office import Office

MOST_FAULTS = 5
EARLY, LATE = time(7), time(21)
"""A meeting before the one or after the other is most often a slip of the keys."""


def remarks(office: Office, view: View, occurrence: Occurrence, step: Step, to: Sequence[Member]) -> Iterator[str]:
    """Sentences, most important first, each with what to do; none when all is well."""
    maker = Maker(office, view.whole, occurrence, step, step.at.astimezone(OSLO).date(), view.facts)
    about = maker.about()
    coming = occurrence.meeting and occurrence.cancelled is None and step.at < occurrence.end
    yield from _recipients(office, occurrence, step, to)
    if coming:
        yield from _when(occurrence, step)
        yield from _where(office, occurrence, step)
    if coming or not occurrence.meeting:
        yield from (f"Årshjulet sier fra: {warning}." for warning in occurrence.warnings)
    yield from quality_papers.remarks(office, view, about, step, coming=coming, linked=_linked(office, about.occurrence, step))
    yield from _other_people(view, occurrence, to)
    yield from _language(office, occurrence)
    yield from _unprintable(maker)
    told = view.facts.told.get(occurrence.key, {})
    missing = [member for member in _register(office, occurrence) if member.email not in told]
    if step.rule.on and told and missing:
        yield f"{len(missing)} i registeret har ikke fått innkallingen. Send den videre til dem."


# --- who ---------------------------------------------------------------------------------------------------------------


def _recipients(office: Office, occurrence: Occurrence, step: Step, to: Sequence[Member]) -> Iterator[str]:
    if not to and step.rule.to in ("told", "unanswered"):
        yield "Ingen skal ha dette nå: ingen har fått brev om det ennå, eller alle har svart."
    elif not to:
        yield "Registeret har ingen å sende til. Se at det er rett register, og at ingen har sluttet."
    everyone = list({member.email: member for member in (*to, *_register(office, occurrence))}.values())
    for member in everyone:
        if member.organisation and not member.name:
            yield f"Et medlem for {member.organisation} har ikke navn. Skriv navnet i registeret."
    gone = sum(not member.organisation for member in everyone)
    if gone:
        who = "Én mottaker" if gone == 1 else f"{gone} mottakere"
        yield f"{who} står ikke lenger i registeret, men har fått brev om møtet før og får beskjed nå. Ring om det er feil."
    twice = Counter((norsk.collate(member.name)[0], norsk.collate(member.organisation)[0]) for member in everyone if member.name)
    for member in everyone:
        if twice.pop((norsk.collate(member.name)[0], norsk.collate(member.organisation)[0]), 1) > 1:
            yield f"{member.name}, {member.organisation}, står to ganger i registeret og får to brev. Ta bort den ene raden."


def _register(office: Office, occurrence: Occurrence) -> tuple[Member, ...]:
    return office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)


def _other_people(view: View, occurrence: Occurrence, to: Sequence[Member]) -> Iterator[str]:
    """Whether the recipients are much unlike those of the meeting before, which may mean the wrong register."""
    earlier = [
        view.facts.told[other.key]
        for other in view.whole.occurrences
        if other.meeting and other.group.id == occurrence.group.id and other.activity.agenda == occurrence.activity.agenda
        and other.start < occurrence.start and other.key in view.facts.told
    ]  # fmt: skip
    if not earlier or not occurrence.meeting:  # a round asks whom it asks
        return
    before, now = set(earlier[-1]), {member.email for member in to}
    if len(before ^ now) * 4 > len(before | now):
        counts = f"{len(now - before)} nye, {len(before - now)} borte"
        yield f"Mottakerne er mange andre enn forrige gang: {counts}. Se at det er rett register."


# --- when and where ----------------------------------------------------------------------------------------------------


def _when(occurrence: Occurrence, step: Step) -> Iterator[str]:
    start, end = occurrence.start, occurrence.end
    if norsk.all_day(start, end):
        yield "Møtet har ikke klokkeslett. Skriv når det begynner og slutter."
    elif end <= start:
        yield "Møtet har ikke slutt. Skriv når det slutter."
    elif not (EARLY <= start.time() <= LATE and EARLY <= end.time() <= LATE):
        yield f"Møtet er {norsk.moment(start, end)}. Se at klokkeslettet er rett."
    if plan.calls(step.rule) and occurrence.day - step.at.astimezone(OSLO).date() < timedelta(days=occurrence.group.notice_days):
        leaves = norsk.long(step.at.astimezone(OSLO).date())
        rule = f"senere enn {occurrence.group.notice_days} dager før møtet"
        yield f"Innkallingen går ut {leaves}, {rule}. Godkjenn den likevel, eller flytt møtet."


def _where(office: Office, occurrence: Occurrence, step: Step) -> Iterator[str]:
    place, joint = occurrence.place, occurrence.activity.joint
    afar = quality_text.online_place(f"{place.name} {place.room} {place.entrance}")
    if not (place.name or place.online):
        yield "Møtet har ikke sted. Skriv hvor det er, eller sett inn lenken til nettmøtet."
    elif afar and not _linked(office, occurrence, step):
        yield f"Stedet er «{meeting.where(place)}», men møtet har ikke lenke. Sett inn lenken til nettmøtet."
    elif not (place.room or place.online or afar):
        yield "Møtet har ikke rom. Skriv hvilket rom det er i, om ikke alle vet det."
    if joint and not joint.link:
        yield "Møtet er del av en felles dag, men har ikke lenke til sakspapirene. Sett inn lenken."


def _linked(office: Office, occurrence: Occurrence, step: Step) -> bool:
    """Whether the meeting has a link, or Microsoft 365 makes one with the calendar event after the approval."""
    made = office.config.post.channel == "graph" and office.config.post.graph.teams and bool(step.rule.calendar)
    return made or bool(occurrence.place.online)


# --- the words --------------------------------------------------------------------------------------------------------


def _language(office: Office, occurrence: Occurrence) -> Iterator[str]:
    """Faults of Norwegian in what the secretariat itself has written for this meeting, in the group's written language."""
    standing = office.cycle(occurrence.group.id).agenda_of(occurrence.activity)
    items = standing.item if standing and occurrence.meeting else ()  # nothing else has an agenda
    fixed = [text for item in items for text in (item.title, item.note, item.prepare)]
    added = [text for item in occurrence.items for text in (item.title, item.text)]
    texts = (quality_text.FIELD.sub("", text) for text in (occurrence.activity.title, *fixed, *added))
    for fault in lint.faults("\n".join(texts), occurrence.group.language)[:MOST_FAULTS]:
        yield f"Språket: {fault.rstrip('.')}."


def _unprintable(maker: Maker) -> Iterator[str]:
    """Letters that no font here has: the Word file keeps them, the PDF cannot."""
    if lost := maker.lost():
        named = tuple(f"«{letter}»" if letter.isprintable() else f"U+{ord(letter):04X}" for letter in lost)
        yield f"PDF-en kan ikke vise {norsk.listed(named)}, og har □ i stedet. Skriv et annet tegn om det betyr noe."
