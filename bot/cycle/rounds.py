"""Rounds: activities that ask for answers by a day. What their programme says of the answers, and what waits until they are compiled."""

from collections.abc import Iterator, Mapping, Sequence

from bot.cycle.model import Cycle, Facts, Occurrence, Plan, Step
from bot.cycle.written import Activity, AnswerRule


def rule(cycle: Cycle, activity: Activity) -> AnswerRule | None:
    """What an answer to the activity is; None when it asks for none."""
    programme = cycle.programmes.get(activity.programme)
    return programme.answer if programme else None


def asking(occurrence: Occurrence) -> Step | None:
    """The step that asks, if the programme has one."""
    return next((step for step in occurrence.steps if step.rule.expects == "answer"), None)


def compiled(occurrence: Occurrence) -> Step | None:
    """The step that lays all that was answered before the secretariat, once the day has passed."""
    return next((step for step in occurrence.steps if step.rule.papers and step.at >= occurrence.end), None)


def built_on(cycle: Cycle, whole: Plan, occurrence: Occurrence) -> Iterator[Occurrence]:
    """The rounds that an occurrence builds on: of each that its activity names, the newest before it, where that takes place."""
    newest = (_newest(one, whole, occurrence) for one in _named(cycle, occurrence))
    yield from (found for found in newest if found is not None and found.cancelled is None)


def _named(cycle: Cycle, occurrence: Occurrence) -> Iterator[Activity]:
    """The activities that ask for answers among those an occurrence builds on, in the order it names them."""
    by_id = {one.id: one for one in cycle.schedule.activity}
    yield from (by_id[name] for name in occurrence.activity.depends if name in by_id and rule(cycle, by_id[name]))


def _newest(activity: Activity, whole: Plan, before: Occurrence) -> Occurrence | None:
    mine = (one for one in whole.occurrences if one.group.id == before.group.id and one.activity.id == activity.id)
    return next((one for one in reversed([*mine]) if one.day < before.day), None)


def unfinished(cycles: Sequence[Cycle], whole: Plan, near: Sequence[Occurrence], facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """For each occurrence in sight that builds on a round, the titles of those that are not compiled yet, or are called off.

    What should have been compiled before the program was taken into use is nothing to wait for.
    """
    by_group = {cycle.schedule.group.id: cycle for cycle in cycles}
    found: dict[str, tuple[str, ...]] = {}
    for occurrence in near:
        if not any(step.rule.awaits for step in occurrence.steps):
            continue
        named = _named(by_group[occurrence.group.id], occurrence)
        if titles := tuple(one.title for one in named if _waits(_newest(one, whole, occurrence), facts)):
            found[occurrence.key] = titles
    return found


def _waits(occurrence: Occurrence | None, facts: Facts) -> bool:
    if occurrence is None or occurrence.cancelled is not None:
        return True
    step = compiled(occurrence)
    return step is not None and step.at >= facts.start and step.key not in facts.done
