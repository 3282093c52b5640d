"""What is wrong with activities that ask for answers: a round without a subject, questions or measures, and a deadline on a day off."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from bot.cycle import lines, plan, rounds
from bot.cycle.check import Source, Steps
from bot.cycle.days import Days
from bot.cycle.model import Fault, Occurrence, Severity
from bot.cycle.written import Activity, AnswerRule, Programme

RESERVED = ("contribution", "comment")
"""The kinds of what meetings ask for."""
AHEAD = 5
"""So many years of deadlines are looked at: a hearing every fourth year is among them."""


def programme(steps: Steps) -> Iterator[Fault]:
    """What does not go together in a programme."""
    written: Programme = steps.programme
    answer, asks = written.answer, [place for place, step in enumerate(written.step) if step.expects == "answer"]
    if answer is None:
        for place in asks:
            yield steps.fault(place, "expects", "steget ber om svar, men det er ikke sagt hva et svar er", 'Skriv [answer] med kind = "…".')
    else:
        if answer.kind in RESERVED:
            yield _fault(steps, f"«{answer.kind}» er opptatt", "Velg et annet ord for svarene.")
        if not asks:
            yield _fault(steps, "ingen av stegene ber om svar", 'Skriv expects = "answer" på steget som spør.')
        if written.meeting:
            yield _fault(steps, "et møte har ingen svarfrist", "Ta bort meeting = true, eller [answer].")
    for place, step in enumerate(written.step):
        if step.to == "owners" and (answer is None or answer.about not in ("measures", "goals")):
            advice = 'Skriv about = "measures" eller "goals" under [answer], eller velg andre mottakere.'
            yield steps.fault(place, "to", "«owners» er de ansvarlige for tiltakene eller målene, men svarene gjelder ingen av dem", advice)


def _fault(steps: Steps, message: str, advice: str) -> Fault:
    return Fault(steps.file, lines.line(steps.places, ("answer", "kind")), message, advice)


def activities(source: Source) -> Iterator[Fault]:
    """What an activity lacks, that its programme asks with."""
    for place, activity in enumerate(source.cycle.schedule.activity):
        rule = rounds.rule(source.cycle, activity)
        if rule is not None:
            yield from _activity(source, ("activity", place), activity, rule)
        elif activity.questions or activity.public or activity.goals:
            key = "questions" if activity.questions else "public" if activity.public else "goals"
            yield source.fault(("activity", place, key), f"«{activity.programme}» ber ikke om svar", "Velg et program som gjør det.")
        yield from _awaiting(source, place, activity)


def _awaiting(source: Source, place: int, activity: Activity) -> Iterator[Fault]:
    way = source.cycle.programmes.get(activity.programme)
    others = [one for one in source.cycle.schedule.activity if one.id in activity.depends]
    if way and any(step.awaits for step in way.step) and not any(rounds.rule(source.cycle, one) for one in others):
        advice = "Skriv id-en til en aktivitet som ber om svar, i depends."
        said = f"«{activity.title}» skal vente til noe er ferdig, men bygger ikke på noe"
        yield source.fault(("activity", place, "depends"), said, advice, Severity.WARNING)


def _activity(source: Source, path: lines.Path, activity: Activity, rule: AnswerRule) -> Iterator[Fault]:
    if rule.open and not activity.subject.strip():
        yield source.fault(path, f"«{activity.title}» er åpen for alle, men har ikke emne", 'Legg til subject = "Høringsinnspill …".')
    if rule.about == "questions" and not (activity.questions or activity.link):
        yield source.fault(path, f"«{activity.title}» har ingenting å svare på", "Legg til questions = […] eller link = «https://…».")
    if rule.about == "measures" and not source.cycle.schedule.group.measures:
        yield source.fault(path, f"«{activity.title}» spør om tiltak, men gruppen har ingen", 'Sett measures = "….csv" på gruppen.')
    if rule.about == "goals":
        yield from _goals(source, path, activity)
    if not (activity.members or source.cycle.schedule.group.members):
        yield source.fault(path, f"«{activity.title}» har ingen å spørre", 'Sett members = "….csv" på gruppen eller på aktiviteten.')


def _goals(source: Source, path: lines.Path, activity: Activity) -> Iterator[Fault]:
    """Goals that are not there, and a round that asks for none."""
    known = [one.id for one in source.cycle.schedule.goal]
    for name in activity.goals:
        if name not in known:
            close = get_close_matches(name, known, 1)
            advice = f"Mente du «{close[0]}»?" if close else "Skriv id-en til et mål i denne filen."
            yield source.fault((*path, "goals"), f"det finnes ikke noe mål «{name}»", advice)
    if not activity.goals and not any(one.frequency for one in source.cycle.schedule.goal):
        advice = 'Skriv goals = […], eller frequency = "yearly" på målene.'
        yield source.fault(path, f"«{activity.title}» spør om tall for mål, men gruppen har ingen som måles hvert år", advice)


def deadlines(sources: Sequence[Source], days: Days, start: date) -> Iterator[Fault]:
    """Deadlines of coming rounds that fall on a day off: warned about, never moved, since others have been told the date."""
    cycles = [source.cycle for source in sources if any(rounds.rule(source.cycle, one) for one in source.cycle.schedule.activity)]
    files = {source.cycle.schedule.group.id: source for source in sources}
    for occurrence in plan.lay(cycles, days, start, date(start.year + AHEAD, start.month, 1)).occurrences:
        source = files[occurrence.group.id]
        if rounds.rule(source.cycle, occurrence.activity) is not None and not days.working(occurrence.day):
            yield _day_off(source, occurrence, days)


def _day_off(source: Source, occurrence: Occurrence, days: Days) -> Fault:
    place = next(at for at, one in enumerate(source.cycle.schedule.activity) if one.id == occurrence.activity.id)
    day = occurrence.day
    why = next((one.why for one in days.closed(day)), "en fridag")
    said = f"fristen {day.day}.{day.month}.{day.year} for «{occurrence.activity.title}» faller på {why}"
    before = days.before(day)
    advice = f"Den står fast, og svar tas imot hele dagen. Siste arbeidsdag før er {before.day}.{before.month}.{before.year}."
    return source.fault(("activity", place, "when"), said, advice, Severity.WARNING)
