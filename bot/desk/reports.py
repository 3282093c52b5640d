"""Reports: what is known of a group's goals, measures and meetings in the time that one is about. Reads values, makes values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.cycle import goals, rounds
from bot.cycle.answered import Answered
from bot.cycle.memory import Measure
from bot.cycle.model import OSLO, Cycle, Facts, Occurrence, Plan, Step
from bot.desk import answered, budgets, contributions, pending
from bot.papers import norsk
from bot.papers.office import Office
from bot.papers.reports import values
from bot.papers.reports.model import Action, Decision, Input, Report
from bot.papers.rounds.model import newest

QUARTER = timedelta(days=91)
"""What the first report is about, that has none before it."""
_NUMBER = re.compile(r"(?<![\w.-])\d{1,2}(?:\.\d{1,2})?-\d{1,2}(?![\w-])|(?<![\w.-])\d{1,2}\.\d{1,2}(?![\w.-])")
_GOAL = re.compile(r"\b(?:del|hoved|hovud)mål(?:et)?\s{1,3}(\d{1,2})\b", re.IGNORECASE)


def meetings(office: Office, whole: Plan) -> frozenset[str]:
    """The meetings in sight of the groups that report on theirs: what was contributed to them is told of."""
    groups = {cycle.schedule.group.id for cycle in office.cycles if any(_covers(cycle, one.id) for one in cycle.schedule.activity)}
    return frozenset(one.key for one in whole.occurrences if one.meeting and one.group.id in groups)


def _covers(cycle: Cycle, activity: str) -> str:
    """The time that a report is about, as its programme says; empty for what is none."""
    written = next((one for one in cycle.schedule.activity if one.id == activity), None)
    programme = cycle.programmes.get(written.programme) if written else None
    return programme.covers if programme else ""


def of_letter(office: Office, whole: Plan, occurrence: Occurrence, facts: Facts) -> Mapping[str, object]:
    """What the templates of a report may say of it; nothing for what is no report."""
    report = of(office, whole, occurrence, facts)
    return values.values(report) if report else {}


def seen(office: Office, whole: Plan, occurrence: Occurrence, step: Step, facts: Facts) -> tuple[object, ...]:
    """What a reader would see of a report, so that its draft is made anew when that changes; nothing where there is none."""
    report = of(office, whole, occurrence, facts) if step.rule.papers else None
    return (str(report),) if report else ()


def of(office: Office, whole: Plan, occurrence: Occurrence, facts: Facts) -> Report | None:
    """The report that an occurrence is, as far as everything is known; None when it is none."""
    cycle = office.cycle(occurrence.group.id)
    covers = _covers(cycle, occurrence.activity.id)
    if not covers:
        return None
    first, last = _span(whole, occurrence, covers)
    answers = _answers(cycle, facts, occurrence)
    reported = newest(answers)
    before = newest([one for one in answers if one.at.astimezone(OSLO).date() < first])
    held = [one for one in whole.occurrences if _held(one, occurrence) and first <= one.day <= last and one.start >= facts.start]
    decisions = tuple(_decisions(whole, occurrence, facts, first, last))
    cost = [one for one in budgets.occurrences(office, whole) if one.group.id == occurrence.group.id and first <= one.day <= last]
    return Report(
        language=occurrence.group.language,
        first=first,
        last=last,
        register=cycle.measures,
        goals=cycle.schedule.goal,
        values={goal.id: goals.current(goal, facts.measured.get(occurrence.group.id, ())) for goal in cycle.schedule.goal},
        disagreements=goals.disagreements(cycle.schedule.goal),
        reported=reported,
        changed={number: one for number, one in reported.items() if number not in before or before[number][:2] != one[:2]},
        known=last >= facts.start.astimezone(OSLO).date(),
        meetings=tuple(one.day for one in held),
        cases=len({(one.number, one.title) for one in decisions}),
        decisions=decisions,
        inputs=tuple(_inputs(cycle, held, facts)),
        budget=answered.of(office, cost[-1], facts) if cost else None,
        budgeted=facts.budgeted.get(cost[-1].key, {}) if cost else {},
        actions=tuple(_action(one, occurrence) for one in facts.measures.get(occurrence.group.id, ()) if one.state == "open"),
    )


def _span(whole: Plan, occurrence: Occurrence, covers: str) -> tuple[date, date]:
    """The first and the last day that a report is about."""
    if covers == "year-before":
        year = occurrence.day.year - 1
        return date(year, 1, 1), date(year, 12, 31)
    same = [one.day for one in whole.occurrences if _same(one, occurrence) and one.day < occurrence.day and one.cancelled is None]
    return (same[-1] if same else occurrence.day - QUARTER) + timedelta(days=1), occurrence.day


def _same(one: Occurrence, occurrence: Occurrence) -> bool:
    return (one.group.id, one.activity.id) == (occurrence.group.id, occurrence.activity.id)


def _held(one: Occurrence, occurrence: Occurrence) -> bool:
    """Whether it is a meeting of the same group that takes place."""
    return one.meeting and one.group.id == occurrence.group.id and one.cancelled is None


def _answers(cycle: Cycle, facts: Facts, occurrence: Occurrence) -> Sequence[Answered]:
    """What was answered to the rounds about measures of the group, oldest first, until the report is due."""
    rules = {one.id: rule for one in cycle.schedule.activity if (rule := rounds.rule(cycle, one))}
    about = {name for name, rule in rules.items() if rule.about == "measures" and not rule.cost}
    keys = [key for key in facts.answers if key.split("/")[0] == occurrence.group.id and key.split("/")[1] in about]
    return sorted((one for key in keys for one in facts.answers[key] if one.at < occurrence.end), key=lambda one: (one.at, one.id))


# --- what the meetings did ------------------------------------------------------------------------------------------------


def _decisions(whole: Plan, occurrence: Occurrence, facts: Facts, first: date, last: date) -> Iterator[Decision]:
    """What was decided in the span of days, by the day of the meeting; by the register's day, when the meeting is out of sight."""
    for one in facts.decisions.get(occurrence.group.id, ()):
        meeting = whole.by_key.get(one.occurrence)
        day = meeting.day if meeting else one.at.astimezone(OSLO).date()
        if first <= day <= last:
            yield Decision(f"{one.number}/{one.year}", day, one.title, one.text)


def _action(one: Measure, occurrence: Occurrence) -> Action:
    return Action(one.number, one.what, one.owner, pending.when(one, occurrence.group.language), one.status)


def _inputs(cycle: Cycle, held: Sequence[Occurrence], facts: Facts) -> Iterator[Input]:
    """What was contributed to the meetings, oldest meeting first."""
    numbers = {one.number: one.goal for one in cycle.measures.measures} | {one.number: one.number[:1] for one in cycle.measures.strategies}
    for occurrence in held:
        given = facts.contributed.get(occurrence.key, ())
        for one in sorted(given, key=lambda one: norsk.collate(one.organisation)):
            yield Input(one.organisation, occurrence.day, contributions.shortened(one.text), _goal(one.text, numbers))


def _goal(text: str, numbers: Mapping[str, str]) -> str:
    """The goal that a text is about: the only one whose number, or the number of one of its measures, it names. Else none is sure."""
    named = {numbers[found] for found in _NUMBER.findall(text) if found in numbers} | set(_GOAL.findall(text))
    known = named & set(numbers.values())
    return known.pop() if len(named) == len(known) == 1 else ""
