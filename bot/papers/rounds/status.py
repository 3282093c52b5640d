"""A round about measures on paper: each one's own measures, and the table of what was said of all of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.cycle.answered import Answered, Reported
from bot.cycle.measures.model import Measure, When
from bot.cycle.model import OSLO
from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.cells import Cell
from bot.papers.characters import one_line
from bot.papers.followup.updates import Known
from bot.papers.model import Block, Grid, Heading, Listing, Paragraph, Run
from bot.papers.rounds.model import Asked, Round, newest, others
from bot.papers.rounds.words import words

LONGEST = 600
"""Characters of an answer that stand in the table: the whole of it is in the sheet, and with the mail."""
BELOW = 5_000
"""Characters of an answer about no measure in particular that stand below the table: two pages, and the rest is in the mail."""
SHOWN, MOST_STRAYS = 120, 10
"""Characters of a line that is told back as not understood, and how many of them."""
_NUMBERED = re.compile(r"\d{1,3}(?:(?:\.\d{1,3}){1,3}(?:-\d{1,3})?\s?[:–-]?\s|:\s)")
WHEN: Mapping[Language, Mapping[str, str]] = {
    "nb": {"running": "løpende", "running-from": "løpende fra {year}", "start": "start {year}", "year": "{year}"},
    "nn": {"running": "løpande", "running-from": "løpande frå {year}", "start": "start {year}", "year": "{year}"},
}


def when(one: When, language: Language) -> str:
    """When a measure is to be done, in words."""
    pattern = WHEN[language].get(one.kind, "")
    return pattern.format(year=one.year) if pattern else one.text


def state(reported: Reported | None, language: Language) -> str:
    """How far a measure has come: «Ferdig», «Utsatt til 1. juni»; that nobody has answered, when nobody has."""
    said = words(language).states
    if reported is None:
        return said[""]
    if reported.state == "postponed" and not reported.until:
        return said["postponed"].partition(" ")[0]
    return said.get(reported.state, said["said"]).format(until=one_line(reported.until))


def known_status(one: Measure, round_: Round) -> str:
    """What is known of a measure when the round begins: by the round before, else by the table."""
    before = round_.before.get(one.number)
    if before is None:
        return one_line(one.status)
    told = words(round_.language).reported.format(when=norsk.long(before.at.astimezone(OSLO).date(), round_.language))
    return f"{state(before, round_.language)} ({told})"


def known(measures: Sequence[Measure], round_: Round) -> tuple[Known, ...]:
    """Measures as an answer is read against them: what we sent of each is no answer when it comes back."""
    return tuple(
        Known(one.number, one.text, ", ".join(one.responsible), when(one.when, round_.language), known_status(one, round_))
        for one in measures
    )


# --- to the one who is asked ----------------------------------------------------------------------------------------------


def mine(measures: Sequence[Measure], round_: Round) -> tuple[Block, ...]:
    """The measures of one, as a table; nothing when there are none."""
    told = words(round_.language)
    rows = tuple(tuple(map(one_line, row)) for row in _mine(measures, round_))
    return (Grid(told.mine, rows, told.mine_caption),) if rows else ()


def own_sheet(measures: Sequence[Measure], round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """The header and the rows of the sheet that goes with the letter, with an empty column to write in."""
    told = words(round_.language)
    return (*told.mine, told.comment), [(*row, "") for row in _mine(measures, round_)]


def _mine(measures: Sequence[Measure], round_: Round) -> Iterator[tuple[str, str, str, str]]:
    for one in measures:
        yield one.number, one.text, when(one.when, round_.language), known_status(one, round_)


def asked(round_: Round) -> tuple[Block, ...]:
    """Who is asked, and about how many measures, for whoever approves the letters."""
    told = words(round_.language)
    ordered = sorted(round_.asked, key=lambda one: (norsk.collate(one.to.organisation), norsk.collate(one.to.name)))
    rows = tuple((one_line(one.to.name), one_line(one.to.organisation), str(len(one.measures))) for one in ordered)
    return (Grid(told.asked, rows, told.asked_caption),) if rows else ()


# --- what was answered ----------------------------------------------------------------------------------------------------


def table(round_: Round) -> tuple[Block, ...]:
    """Every measure that was asked about, by goal, with what was said of it last."""
    told, found, before = words(round_.language), newest(round_.answers), others(round_.answers)
    goals = {part.number: part.text for part in round_.register.goals}
    blocks: list[Block] = []
    for goal, measures in groupby(_asked_about(round_), key=lambda one: one.goal):
        if goals:
            name = told.goal.format(number=goal) if goal else told.without_goal
            blocks.append(Heading(3, (Run(f"{name}: {goals[goal]}" if goals.get(goal) else name),)))
        rows = tuple(_row(one, found.get(one.number), before.get(one.number, ()), round_) for one in measures)
        blocks.append(Grid(told.status, rows, told.status_caption))
    return tuple(blocks)


def _asked_about(round_: Round) -> tuple[Measure, ...]:
    numbers = {measure.number for one in round_.asked for measure in one.measures}
    return tuple(one for one in round_.register.measures if one.number in numbers)


def _row(one: Measure, reported: Reported | None, before: Sequence[Reported], round_: Round) -> tuple[str, ...]:
    note = one_line(reported.note) if reported else ""
    shown = note if len(note) <= LONGEST else f"{note[: LONGEST - 1]}…"
    shown = " · ".join(filter(None, (shown, *_otherwise(reported, before, round_))))
    by = one_line(", ".join((reported.organisation, _day(reported, round_)))) if reported else ""
    return (one.number, one_line(one.text), one_line(", ".join(one.responsible)), state(reported, round_.language), shown, by)


def _otherwise(reported: Reported | None, before: Sequence[Reported], round_: Round) -> Iterator[str]:
    """What others who are responsible for the same have said that is not the same, for a person to settle."""
    for other in before:
        if reported and (other.state, other.until) != (reported.state, reported.until):
            yield f"{one_line(other.organisation)}, {_day(other, round_)}: {state(other, round_.language)}"


def _day(reported: Reported, round_: Round) -> str:
    day = norsk.brief(reported.at.astimezone(OSLO).date(), round_.language)
    return f"{day} ({words(round_.language).late.lower()})" if reported.at >= round_.occurrence.end else day


def whole_sheet(round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """The same table with all that was written, for a person to work on: header and rows."""
    told, found, before = words(round_.language), newest(round_.answers), others(round_.answers)
    nr, what, owner, status, said, by = told.status
    goals = {part.number: part.text for part in round_.register.goals}
    header = (nr, told.goal.format(number="").strip(), what, owner, told.mine[2], status, said, by, told.inputs[2], told.inputs[3])
    rows: list[Sequence[Cell]] = []
    for one in _asked_about(round_):
        reported = found.get(one.number)
        goal = f"{one.goal} {goals.get(one.goal, '')}".strip()
        mine = (one.number, goal, one.text, ", ".join(one.responsible), when(one.when, round_.language), state(reported, round_.language))
        if reported is None:
            rows.append((*mine, "", "", None, ""))
            continue
        late = told.late if reported.at >= round_.occurrence.end else told.in_time
        note = "\n".join(filter(None, (reported.note, *_otherwise(reported, before.get(one.number, ()), round_))))
        rows.append((*mine, note, reported.organisation, reported.at.astimezone(OSLO).date(), late))
    return header, rows


def unnumbered(round_: Round) -> tuple[Block, ...]:
    """What was written about no measure in particular, each under whose it is."""
    found = [(one, said.note) for one in round_.answers for said in one.said if not said.number and said.note.strip()]
    found += [(one, one.text) for one in round_.answers if not one.said and one.text.strip()]
    return (Listing(tuple(_entry(one.organisation, note, round_) for one, note in found)),) if found else ()


def _entry(organisation: str, text: str, round_: Round) -> tuple[Block, ...]:
    shown = text.strip()
    shown = shown if len(shown) <= BELOW else f"{shown[:BELOW]}… ({words(round_.language).cut})"
    return (Paragraph((Run(f"{one_line(organisation)}: ", bold=True), Run(shown))),)


def strays(one: Answered) -> tuple[Block, ...]:
    """The lines that begin with a number which is none of the sender's: for the one who wrote them."""
    notes = [said.note for said in one.said if not said.number] if one.said else [one.text]
    lines = (line.strip() for note in notes for line in note.splitlines())
    found = [line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…" for line in lines if _NUMBERED.match(line)]
    return (Listing(tuple((Paragraph((Run(f"«{one_line(line)}»"),)),) for line in found[:MOST_STRAYS])),) if found else ()


def understood(said: Sequence[tuple[str, Reported]], language: Language) -> tuple[Block, ...]:
    """What an answer was read as, for the one who wrote it; where it says two things of a measure, the last."""
    entries = tuple((Paragraph((Run(f"{number}: {state(one, language)}"),)),) for number, one in dict(said).items())
    return (Listing(entries),) if entries else ()


def unknown(one: Asked) -> tuple[Block, ...]:
    """Why the secretariat is asked: the names that the register does not have."""
    return (Listing(tuple((Paragraph((Run(text),)),) for text in one.unknown)),) if one.unknown else ()
