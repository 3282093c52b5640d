"""What a step would be made from: a fingerprint that changes when anything does that a recipient would see."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.cycle import decide
from bot.cycle.model import Facts, Member, Occurrence, Plan, Step
from bot.desk import compiled, meetings, pending, recipients, reports
from bot.desk.material import CALENDAR, LAST
from bot.papers.office import Office


def with_basis(office: Office, whole: Plan, near: Iterable[Occurrence], facts: Facts, now: datetime) -> Facts:
    """The facts, with a fingerprint of what each step that needs approval would be made from, where that matters at `now`."""
    found: dict[str, str] = {}
    for occurrence in near:
        steps = [step for step in occurrence.steps if step.rule.needs and _matters(step, occurrence, facts, now)]
        if occurrence.key in facts.told:
            steps += [decide.reaction(rule, occurrence, facts) for rule in occurrence.reactions if rule.needs]
        found |= {step.key: of(office, whole, occurrence, step, facts) for step in steps}
    return replace(facts, basis=found)


def _matters(step: Step, occurrence: Occurrence, facts: Facts, now: datetime) -> bool:
    """Whether the step has a draft, or its time or its draft's time has come."""
    if step.key in facts.done or step.key in facts.skipped:
        return False
    starts = [other.at for other in occurrence.steps if other is step or other.rule.drafts == step.rule.name]
    return step.key in facts.drafts or min(starts) <= now


def of(office: Office, whole: Plan, occurrence: Occurrence, step: Step, facts: Facts) -> str:
    """Changes when anything changes that a recipient would see, or when somebody else would see it; not with the day it is made."""
    language = occurrence.group.language
    rule, cycle = step.rule, office.cycle(occurrence.group.id)
    templates = [office.letter(language, rule.letter), *(office.paper(language, name) for name in rule.papers)]
    if rule.calendar and rule.mail:
        templates.append(office.letter(language, CALENDAR))
    standing, series = cycle.agenda_of(occurrence.activity), meetings.of(office, whole, occurrence)
    after = step.at >= occurrence.end
    seen = (
        occurrence.told,
        occurrence.activity.model_dump_json(),
        occurrence.group.model_dump_json(),
        office.sender(occurrence.group.id).model_dump_json(),
        [(case.label, case.title, str(case.blocks)) for case in meetings.cases(office, whole, occurrence, facts, after=after)],
        [(one.title, str(one.blocks)) for one in meetings.given(office, occurrence, facts, after=after).attached],
        meetings.last(series, occurrence, facts) if any(LAST in template.body for template in templates) else {},
        [(item.title, item.text) for item in occurrence.items],
        [_seen(member) for member in recipients.of(office, occurrence, step, facts, frozenset(), None)],
        [_seen(member) for member in cycle.members_of(occurrence.activity, occurrence.day)] if occurrence.meeting else [],
        standing.model_dump_json() if standing else "",
        meetings.previous(series, occurrence),
        (rule.to, rule.letter, rule.papers, rule.calendar, rule.mail, rule.at, rule.time),
        [(template.subject, template.body) for template in templates],
        sha256(office.letterhead).hexdigest(),
        # nothing when there is nothing: what was approved before there was a choice stays approved
        *(["pdf"] if office.config.papers.pdf else []),
        *([sorted(facts.comes.get(occurrence.key, {}).items())] if after else []),
        *([facts.editions[found].sha256] for name in rule.papers if (found := (occurrence.key, name)) in facts.editions),
        *([found.fact.sha256] for found in [meetings.enclosed(series, occurrence, facts)] if found and meetings.NOTICE in rule.papers),
        *pending.seen(office, occurrence, facts, [template.body for template in templates]),
        *compiled.seen(office, whole, occurrence, step, facts),
        *reports.seen(office, whole, occurrence, step, facts),
    )
    return sha256(json.dumps(seen, ensure_ascii=False, default=str).encode()).hexdigest()


def _seen(member: Member) -> tuple[str, ...]:
    return (member.email, member.first_name, member.last_name, member.organisation)
