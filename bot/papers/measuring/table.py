"""A round about values on paper: what each is asked for, what was understood of an answer, and all values with their charts."""

from collections.abc import Iterable, Iterator, Sequence

from bot.cycle import goals
from bot.cycle.answered import Said
from bot.cycle.goals import Current
from bot.cycle.model import OSLO
from bot.cycle.written import Goal, Language
from bot.papers import chart, norsk, progress
from bot.papers.characters import one_line
from bot.papers.measuring.model import Stated, Wanted
from bot.papers.measuring.words import words
from bot.papers.model import Block, Grid, Heading, Listing, Paragraph, Run
from bot.papers.rounds.model import Round

GOAL = 3
"""The level of a goal's heading, below the chapter's."""
UNREAD = "unread"
"""What the journal calls a line with figures that nobody could read."""
NOTHING = "–"


def mine(wanted: Sequence[Wanted], round_: Round) -> tuple[Block, ...]:
    """What one is asked for, as a table, and below it where it is found and whom it is compared with; nothing when there is nothing."""
    if not wanted:
        return ()
    told = words(round_.language)
    rows = tuple(
        (str(one.number), one_line(one.goal.title), one_line(one.goal.unit), aimed(one.goal, round_.language), last(one), str(one.year))
        for one in wanted
    )
    return (Grid(told.mine, rows, told.mine_caption), *_beside(wanted, round_.language))


def _beside(wanted: Sequence[Wanted], language: Language) -> Iterator[Block]:
    told, many = words(language), len(wanted) > 1
    for one in wanted:
        said = [told.measured_in.format(where=one_line(one.goal.measured_in))] if one.goal.measured_in else []
        said += [told.compare.format(regions=norsk.listed(tuple(map(one_line, one.goal.regions))))] if one.goal.regions else []
        said += [one_line(one.goal.note)] if one.goal.note else []
        if said:
            yield Paragraph((*([Run(f"{one.number}. ", bold=True)] if many else []), Run(" ".join(said))))


def aimed(goal: Goal, language: Language) -> str:
    """Where a goal is to end, in short: «8 500 i 2035», «100 i året»."""
    found = goals.aim(goal)
    if found.target is not None:
        value = progress.span(found.target, language)
        return f"{value} i {found.year}" if found.year else value
    if found.per_year is not None:
        return f"+{progress.number(found.per_year)} i året"
    return f"{progress.number(found.each_year)} {words(language).each_year}" if found.each_year is not None else NOTHING


def last(one: Wanted) -> str:
    """The newest value from before the year that is asked about, with its year; where there is none, where the goal is counted from."""
    found = goals.last(one.values, one.region, one.year)
    if found is not None:
        return f"{progress.number(found.now.value)} ({found.now.year})"
    start = goals.aim(one.goal).baseline if not one.region else None
    return f"{progress.number(start.value)} ({start.year})" if start and start.year < one.year else NOTHING


def asked(round_: Round) -> tuple[Block, ...]:
    """Who is asked, and for what, for whoever approves the letters."""
    told = words(round_.language)
    ordered = sorted(round_.asked, key=lambda one: (norsk.collate(one.to.organisation), norsk.collate(one.to.name)))
    rows = tuple(
        (one_line(one.to.name), one_line(one.to.organisation), "; ".join(one_line(w.goal.title) for w in one.goals)) for one in ordered
    )
    return (Grid(told.asked, rows, told.asked_caption),) if rows else ()


def example(wanted: Sequence[Wanted]) -> str:
    """How an answer may be written: the number first where there are several, and a value like the last one, which is none of theirs."""
    return f"{wanted[0].number}: 1 234" if len(wanted) > 1 else "1 234"


# --- what was answered ----------------------------------------------------------------------------------------------------


def said(told: Stated, goal: Goal, odd: str) -> str:
    """A value as it was understood: «Gjøvikregionen 2026: 75,2 prosent (SSB)»."""
    value = progress.with_unit(progress.number(told.value), goal.unit)
    source = f" ({one_line(told.source)})" if told.source else ""
    return f"{told.region} {told.year}: {value}{source}".strip() + (f". {odd}" if odd else "")


def understood(told: Iterable[Said], round_: Round) -> tuple[Block, ...]:
    """What an answer was read as, for the one who wrote it."""
    titles = {goal.id: one_line(goal.title) for goal in round_.goals}
    return _listed(f"{titles[one.number]}: {one.note}" for one in told if one.number in titles)


def unread(told: Iterable[Said]) -> tuple[Block, ...]:
    """The lines that nobody could read a value in."""
    return _listed(f"«{one_line(one.note)}»" for one in told if one.state == UNREAD)


def _listed(texts: Iterable[str]) -> tuple[Block, ...]:
    entries = tuple((Paragraph((Run(text),)),) for text in texts)
    return (Listing(entries),) if entries else ()


# --- all values -----------------------------------------------------------------------------------------------------------


def table(round_: Round) -> tuple[Block, ...]:
    """Every value that was asked for, by goal; where several measure a part each, the parts and what they come to."""
    told = words(round_.language)
    rows = [row for goal in round_.goals for row in _rows(goal, round_)]
    return (Grid(told.table, tuple(rows), told.table_caption),) if rows else ()


def _rows(goal: Goal, round_: Round) -> Iterator[tuple[str, ...]]:
    told = words(round_.language)
    wanted = {one.region: one for asked in round_.asked for one in asked.goals if one.goal.id == goal.id}
    parts = [(region, one, _current(one)) for region, one in sorted(wanted.items(), key=lambda pair: norsk.collate(pair[0]))]
    if len(parts) > 1:
        known = [found.now.value for _, _, found in parts if found]
        sums = ", ".join(_summed(goal, known, round_.language)) if known else told.no_answer
        yield one_line(goal.title), str(parts[0][1].year), sums, NOTHING, told.of.format(told=len(known), asked=len(parts))
    for region, one, found in parts:
        name = f"{NOTHING} {one_line(region)}" if len(parts) > 1 else ": ".join(filter(None, (one_line(goal.title), one_line(region))))
        value = progress.with_unit(progress.number(found.now.value), goal.unit) if found else told.no_answer
        yield name, str(one.year), value, last(one), _by(found) if found else NOTHING


def _summed(goal: Goal, known: Sequence[float], language: Language) -> Iterator[str]:
    """What the parts come to: a sum where they can be added, and their average, which knows nothing of how large each is."""
    told = words(language)
    if goals.added(goal):
        yield told.together.format(value=progress.with_unit(progress.number(sum(known)), goal.unit))
    yield told.average.format(value=progress.with_unit(progress.number(sum(known) / len(known)), goal.unit))


def _current(one: Wanted) -> Current | None:
    return next((found for found in one.values if (found.now.region, found.now.year) == (one.region, one.year)), None)


def _by(found: Current) -> str:
    day = norsk.numeric(found.now.at.astimezone(OSLO).date()) if found.now.at else ""
    return ", ".join(filter(None, (one_line(found.now.who), day))) or one_line(found.now.source) or NOTHING


def sections(round_: Round) -> tuple[Block, ...]:
    """Each goal with how it stands in words, and its chart with the numbers beside it."""
    return tuple(block for goal in round_.goals for block in _section(goal, round_))


def _section(goal: Goal, round_: Round) -> Iterator[Block]:
    values = round_.values.get(goal.id, ())
    yield Heading(GOAL, (Run(one_line(goal.title)),))
    yield Paragraph((Run(" ".join(progress.sentences(goals.standing(goal, values), round_.language))),))
    mine = [found for found in goals.disagreements(round_.goals) if goal.id in (found.one.goal.id, found.other.goal.id)]
    yield from (Paragraph((Run(progress.disagreement(found, round_.language), bold=True),)) for found in mine)
    drawn = chart.of(goal, values, round_.language, mine)
    if drawn is not None and (len(goals.own(values)) > 1 or goals.aim(goal).baseline):  # one dot is no development
        yield from chart.blocks(drawn, titled=False)
