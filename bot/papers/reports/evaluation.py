"""A report as blocks: goal by goal the measures with their status, the indicators with a chart each, and room for the assessment."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.cycle import goals
from bot.cycle.measures.model import Measure
from bot.cycle.model import OSLO
from bot.cycle.written import Goal
from bot.papers import chart, norsk, progress
from bot.papers.characters import one_line
from bot.papers.followup import states
from bot.papers.model import Block, Grid, Heading, Listing, Owned, Paragraph, Run
from bot.papers.reports.model import Decision, Input, Report
from bot.papers.reports.words import words

GOAL, PART = 3, 4
"""The levels of a goal's heading, below the chapter's, and of what stands under it."""
LONGEST = 400
"""Characters of a comment that stand in a table."""
ORDER = ("done", "running", "not-started", "postponed", "dropped", "said", "")
"""The states, as they stand in the summary."""


def state(one: Measure, report: Report) -> str:
    """How far a measure has come, in the words of `papers.followup.updates`: by the newest answer, else by the plan's own table."""
    reported = report.reported.get(one.number)
    if reported is not None:
        return reported.state
    return states.read(one.status, one.text)[0] if one.status else ""


def counts(report: Report) -> Counter[str]:
    """How many measures are in each state."""
    return Counter(state(one, report) for one in report.register.measures)


def summary(report: Report) -> tuple[Block, ...]:
    """How many measures each goal has in each state; nothing where the plan has no measures. A state that no measure is in is left out."""
    if not report.register.measures:
        return ()
    told, whole = words(report.language), counts(report)
    used = [name for name in ORDER if whole[name]]
    header = (told.summary, told.whole, *(told.states[name] for name in used))
    rows = []
    for number in _numbers(report):
        mine = Counter(state(one, report) for one in report.of_goal(number))
        rows.append((_name(number, report), str(mine.total()), *(str(mine[name] or "–") for name in used)))
    rows.append((told.total, str(whole.total()), *(str(whole[name]) for name in used)))
    return (Grid(header, tuple(rows), told.summary_caption),)


def _numbers(report: Report) -> tuple[str, ...]:
    """The goals of the plan, in its order; "" for measures under none."""
    return tuple(dict.fromkeys((*(part.number for part in report.register.goals), *(one.goal for one in report.register.measures))))


def _name(number: str, report: Report) -> str:
    told = words(report.language)
    return told.goal.format(number=number) if number else told.without_goal


# --- goal by goal ---------------------------------------------------------------------------------------------------------


def sections(report: Report) -> tuple[Block, ...]:
    """Each goal of the plan with its measures, indicators, contributions and room; then each goal of the schedule that belongs to none."""
    numbers = _numbers(report)
    blocks = [block for number in numbers for block in _goal(number, report)]
    rest = [goal for goal in report.goals if goal.part not in numbers or not goal.part]
    for goal in rest:
        blocks += [Heading(GOAL, (Run(one_line(goal.title)),)), *_indicator(goal, report, titled=False), *_room(f"goal-{goal.id}", report)]
    return tuple(blocks)


def _goal(number: str, report: Report) -> Iterator[Block]:
    told = words(report.language)
    part = next((one for one in report.register.goals if one.number == number), None)
    name = _name(number, report)
    yield Heading(GOAL, (Run(f"{name}: {one_line(part.text)}" if part and part.text else name),))
    if part and part.indicators:
        yield Paragraph((Run(f"{told.indicators}: {norsk.listed(tuple(_small(one) for one in part.indicators))}."),))
    indicators = [goal for goal in report.goals if goal.part and goal.part == number]
    for goal in indicators:
        yield Heading(PART, (Run(one_line(goal.title)),))
        yield from _indicator(goal, report, titled=False)
    if indicators:
        yield Heading(PART, (Run(told.whole),))
    measures = report.of_goal(number)
    if measures:
        yield Grid(told.measures, tuple(_row(one, report) for one in measures), told.measures_caption.format(goal=name.lower()))
    else:
        yield Paragraph((Run(told.no_measures),))
    mine = [one for one in report.inputs if one.goal == number and number]
    if mine:
        yield Heading(PART, (Run(told.inputs),))
        yield _listed(mine, report)
    yield from _room(f"part-{number or 'none'}", report)


def _small(text: str) -> str:
    """An indicator in a sentence: small letters where the word is no name or abbreviation."""
    clean = one_line(text).strip(" .")
    return clean[:1].lower() + clean[1:] if clean[1:2].islower() else clean


def _row(one: Measure, report: Report) -> tuple[str, ...]:
    told, reported = words(report.language), report.reported.get(one.number)
    label = told.states[state(one, report)]
    if reported and reported.state == "postponed" and reported.until:
        label = f"{label} til {one_line(reported.until)}"
    return (one.number, one_line(one.text), one_line(", ".join(one.responsible)) or "–", label, _comment(one, report))


def _comment(one: Measure, report: Report) -> str:
    """What was written last; with its day, when that was before the days of the report; the plan's own word, when nobody has written."""
    told, reported = words(report.language), report.reported.get(one.number)
    if reported is None:
        return f"{one_line(one.status)} ({told.by_table})" if one.status else "–"
    note = one_line(reported.note)
    shown = note if len(note) <= LONGEST else f"{note[: LONGEST - 1]}…"
    day = reported.at.astimezone(OSLO).date()
    if day >= report.first:
        return shown or "–"
    return f"{shown} ({told.told.format(when=norsk.long(day, report.language))})"


def _indicator(goal: Goal, report: Report, *, titled: bool) -> Iterator[Block]:
    """How a goal stands in words, whom it disagrees with, and the chart with its numbers."""
    values = report.values.get(goal.id, ())
    yield Paragraph((Run(" ".join(progress.sentences(goals.standing(goal, values), report.language))),))
    mine = [found for found in report.disagreements if goal.id in (found.one.goal.id, found.other.goal.id)]
    yield from (Paragraph((Run(progress.disagreement(found, report.language), bold=True),)) for found in mine)
    drawn = chart.of(goal, values, report.language, mine)
    if drawn is not None:
        yield from chart.blocks(drawn, titled=titled)


def _room(tag: str, report: Report) -> tuple[Block, ...]:
    heading = Heading(PART, (Run(words(report.language).assessment),))
    return (heading, *room(tag))


def room(tag: str) -> tuple[Block, ...]:
    """An empty place for people to write in, which can be found again."""
    return (Owned(f"assessment:{tag}", (Paragraph((Run(""),)),)),)


# --- what the meetings decided, and what was contributed ------------------------------------------------------------------


def decided(found: Sequence[Decision], report: Report) -> tuple[Block, ...]:
    """Decisions as a table; nothing when there are none."""
    told = words(report.language)
    rows = tuple((one.number, norsk.long(one.day, report.language), one_line(one.title), one_line(one.text)) for one in found)
    return (Grid(told.decisions, rows, told.decisions_caption),) if rows else ()


def others(report: Report) -> tuple[Block, ...]:
    """The contributions that are not for certain about one goal."""
    found = [one for one in report.inputs if not one.goal]
    return (_listed(found, report),) if found else ()


def _listed(found: Sequence[Input], report: Report) -> Listing:
    return Listing(tuple(_entry(one, report) for one in found))


def _entry(one: Input, report: Report) -> tuple[Block, ...]:
    head = f"{one_line(one.organisation)}, {norsk.long(one.day, report.language)}: "
    return (Paragraph((Run(head, bold=True), Run(one_line(one.text)))),)


# --- in short -------------------------------------------------------------------------------------------------------------


def figures(report: Report) -> tuple[Block, ...]:
    """Every goal on a row: its newest value, and how it stands, for a paper that has no room for charts."""
    told = words(report.language)
    rows = tuple(_figure(goal, report) for goal in report.goals)
    return (Grid(told.figures, rows, told.figures_caption),) if rows else ()


def _figure(goal: Goal, report: Report) -> tuple[str, str, str, str]:
    standing = goals.standing(goal, report.values.get(goal.id, ()))
    latest = f"{progress.number(standing.latest.value)} ({standing.latest.year})" if standing.latest else "–"
    said = progress.sentences(standing, report.language)
    return one_line(goal.title), latest, said[0] if said else "–", " ".join(said[1:])


def changed(report: Report) -> tuple[Block, ...]:
    """The measures whose status is another than it was, with what was said; nothing when there are none."""
    told = words(report.language)
    rows = tuple(_row(one, report) for one in report.register.measures if one.number in report.changed)
    return (Grid(told.measures, rows, told.changed_caption),) if rows else ()


def actions(report: Report) -> tuple[Block, ...]:
    """What the meetings want done and is not yet, as a table; nothing when there is none."""
    told = words(report.language)
    rows = tuple(
        (str(one.number), one_line(one.what), one_line(one.owner), one_line(one.deadline), one_line(one.status) or told.states[""])
        for one in report.actions
    )
    return (Grid(told.actions, rows, told.actions_caption),) if rows else ()
