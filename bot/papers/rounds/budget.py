"""A round about what measures will cost next year: the amounts in what was answered, and the input to the budget as paper and sheet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.cycle import figures
from bot.cycle.answered import Answered, Reported, Said
from bot.cycle.measures.model import Measure
from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.cells import Cell, Kroner
from bot.papers.characters import one_line
from bot.papers.model import Block, Grid, Listing, Paragraph, Run
from bot.papers.rounds import status
from bot.papers.rounds.model import Round, others

NEW = "Ny"
"""What a proposal is numbered with that is no measure of the plan: «Ny 1»."""
STATES = ("in", "partly", "out")
"""What may become of a proposal."""
LONGEST = 300
"""Characters of a note that stand in the table of the paper."""
FEWEST = 4
"""Digits of an amount that stands alone in its cell."""
_AMOUNT = re.compile(
    r"(?<![\d.,])(?:kr\.?[ \u00a0]?)?(\d{1,3}(?:[ .\u00a0]\d{3}){1,4}|\d{1,12}(?:,\d{1,3})?)[ \u00a0]?"
    r"(?:(tusen|mill(?:ion(?:er|ar)?)?\.?|mrd\.?)[ \u00a0]?(?:kr(?:oner)?\b)?|(?:kr(?:oner)?\b|,-))",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\bkr\.?[ \u00a0]?(\d{1,3}(?:[ .\u00a0]\d{3}){1,4}|\d{1,12})(?![\d.,]*\d)", re.IGNORECASE)
_ALONE = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3}){1,4}|\d{4,12}")
_NEW = re.compile(r"^ny(?:tt|e)?(?: tiltak)?\s?[:–-]\s?", re.IGNORECASE)
_NOTHING = re.compile(r"(?:nei|ingen?(?:ting| nye?| tiltak| kostnad(?:er)?| behov)*|ikke aktuelt|ikkje aktuelt|0|-)[.! ]*", re.IGNORECASE)


class Words(NamedTuple):
    """In one written language."""

    header: tuple[str, str, str, str, str, str]
    caption: str
    sheet: tuple[str, str, str, str, str, str, str, str]
    own: tuple[str, str]
    total: str
    unknown: str
    otherwise: str
    states: Mapping[str, str]
    state: str


WORDS: Mapping[Language, Words] = {
    "nb": Words(
        ("Nr.", "Tiltak", "Mål", "Ansvarlig", "Kostnad, kr", "Merknad"), "Tiltak til budsjettet, med kostnad i kroner",
        ("Nr.", "Tiltak", "Mål", "Ansvarlig", "Kostnad", "År", "Merknad", "Meldt av"), ("Kostnad {year}", "Kommentar"), "I alt",
        "ikke oppgitt", "{who} meldte {cost} kr",
        {"in": "Kom inn", "partly": "Kom delvis inn", "out": "Kom ikke inn", "": "Ikke avklart"}, "Budsjettet",
    ),
    "nn": Words(
        ("Nr.", "Tiltak", "Mål", "Ansvarleg", "Kostnad, kr", "Merknad"), "Tiltak til budsjettet, med kostnad i kroner",
        ("Nr.", "Tiltak", "Mål", "Ansvarleg", "Kostnad", "År", "Merknad", "Meldt av"), ("Kostnad {year}", "Kommentar"), "I alt",
        "ikkje oppgitt", "{who} melde {cost} kr",
        {"in": "Kom inn", "partly": "Kom delvis inn", "out": "Kom ikkje inn", "": "Ikkje avklart"}, "Budsjettet",
    ),
}  # fmt: skip


class Proposed(NamedTuple):
    """What somebody wants in the budget. `number` is that of a measure in the plan, or «Ny 1»; `cost` is in kroner, None when not one."""

    number: str
    text: str
    goal: str
    responsible: str
    cost: int | None
    note: str
    organisation: str


def amount(text: str) -> int | None:
    """The amount in kroner that a text says; None when it says none, or several."""
    found = {value for match in _AMOUNT.finditer(text) if (value := _kroner(match[1], match[2] or "")) is not None}
    found |= {value for match in _BEFORE.finditer(_AMOUNT.sub(" ", text)) if (value := _kroner(match[1], "")) is not None}
    if not found:
        alone = (part.strip() for part in re.split(r"[|\n]", text))
        found = {value for part in alone if _ALONE.fullmatch(part) and not _year(part) and (value := _kroner(part, "")) is not None}
    return found.pop() if len(found) == 1 else None


def _kroner(number: str, scale: str) -> int | None:
    value = figures.read(f"{number} {scale}".strip()).value
    return round(value) if value is not None and value >= 0 else None


def _year(part: str) -> bool:
    return len(part) == FEWEST and part.startswith(("19", "20"))


def year(round_: Round) -> int:
    """The year of the budget: the one after that in which it is asked."""
    return round_.occurrence.day.year + 1


def proposed(round_: Round) -> tuple[Proposed, ...]:
    """Everything that was answered: the plan's measures in its order, each as it was told last, and then what is new."""
    newest: dict[str, tuple[Answered, Said]] = {}
    new: list[tuple[Answered, str]] = []
    before = others(round_.answers)
    for one in round_.answers:
        newest |= {said.number: (one, said) for said in one.said if said.number}
        new += [(one, note) for note in _unnumbered(one) if amount(note) is not None]
    goals = {part.number: f"{part.number} {part.text}".strip() for part in round_.register.goals}
    known = [
        _known(measure, *newest[measure.number], goals, tuple(_otherwise(newest[measure.number][1], before[measure.number], round_)))
        for measure in round_.register.measures
        if measure.number in newest and not _NOTHING.fullmatch(newest[measure.number][1].note.strip())
    ]
    added = [
        Proposed(f"{NEW} {place}", _NEW.sub("", one_line(note)), "", one.by or one.organisation, amount(note), "", one.organisation)
        for place, (one, note) in enumerate(new, 1)
    ]
    return (*known, *added)


def _unnumbered(one: Answered) -> Iterator[str]:
    """What is said of none of the measures: a paragraph each, or a line each where every line has an amount."""
    notes = [said.note for said in one.said if not said.number] if one.said else [one.text]
    for part in (part.strip() for note in notes for part in re.split(r"\n[ \t]*\n", note)):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        several = len(lines) > 1 and all(amount(line) is not None for line in lines)
        yield from lines if several else [part] if part else []


def _otherwise(said: Said, before: Sequence[Reported], round_: Round) -> Iterator[str]:
    """The other costs that have been told of the same measure, each with by whom: a person says which holds."""
    told = WORDS[round_.language]
    for other in before:
        cost = amount(other.note)
        if cost is not None and cost != amount(said.note):
            yield told.otherwise.format(who=one_line(other.organisation), cost=norsk.number(cost))


def _known(measure: Measure, one: Answered, said: Said, goals: Mapping[str, str], others_said: Sequence[str]) -> Proposed:
    owner = ", ".join(measure.responsible) or one.organisation
    goal = goals.get(measure.goal, measure.goal)
    note = "" if _AMOUNT.fullmatch(said.note.strip(" .")) else one_line(said.note)
    note = " · ".join(filter(None, (note, *others_said)))
    return Proposed(measure.number, measure.text, goal, owner, amount(said.note), note, one.organisation)


def remarks(round_: Round) -> tuple[str, ...]:
    """What was answered in words and is none of the proposals, each with whose it is: for the secretary to read."""
    return tuple(f"{one.organisation}: {one_line(part)}" for one in round_.answers for part in _unnumbered(one) if amount(part) is None)


# --- paper and sheet ------------------------------------------------------------------------------------------------------


def table(round_: Round, states: Mapping[str, str] | None = None) -> tuple[Block, ...]:
    """The proposals with their cost and the sum; what became of each in the budget, where `states` says it. Nothing when there are none."""
    told, found = WORDS[round_.language], proposed(round_)
    if not found:
        return ()
    settled = states is not None
    rows = [_row(one, told) + ((told.states[states.get(one.number, "")],) if states is not None else ()) for one in found]
    whole = norsk.number(sum(one.cost or 0 for one in found))
    rows.append(("", told.total, "", "", whole, "", *(("",) if settled else ())))
    return (Grid((*told.header, *((told.state,) if settled else ())), tuple(rows), told.caption),)


def _row(one: Proposed, told: Words) -> tuple[str, ...]:
    note = one.note if len(one.note) <= LONGEST else f"{one.note[: LONGEST - 1]}…"
    cost = told.unknown if one.cost is None else norsk.number(one.cost)
    return one.number, one_line(one.text), one.goal.partition(" ")[0], one_line(one.responsible), cost, note


def sheet(round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """The proposals as an economist pastes them: header and rows, the cost as a number."""
    found = [
        (
            one.number, one.text, one.goal, one.responsible, None if one.cost is None else Kroner(one.cost), year(round_), one.note,
            one.organisation,
        )
        for one in proposed(round_)
    ]  # fmt: skip
    return WORDS[round_.language].sheet, found


def own_sheet(measures: Sequence[Measure], round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """The sheet that goes with the letter: the measures of one, with empty columns for the cost and a comment."""
    header, rows = status.own_sheet(measures, round_)
    cost, comment = WORDS[round_.language].own
    return (*header[:-1], cost.format(year=year(round_)), comment), [(*row[:-1], None, "") for row in rows]


def values(round_: Round) -> Mapping[str, object]:
    """The names that a round about cost gives its templates."""
    found = proposed(round_)
    return {
        "budsjettaar": year(round_),
        "budsjettabell": table(round_),
        "budsjett_sum": norsk.number(sum(one.cost or 0 for one in found)),
        "budsjett_antall": len(found),
        "budsjett_nye": sum(one.number.startswith(NEW) for one in found),
        "budsjett_uten": sum(one.cost is None for one in found),
        "budsjett_merknader": _listed(remarks(round_)),
    }


def understood(one: Answered, round_: Round) -> tuple[Block, ...]:
    """What an answer was read as, for the one who wrote it."""
    told = WORDS[round_.language]
    alone = proposed(_only(round_, one))
    return _listed([f"{found.number}: {told.unknown if found.cost is None else f'{norsk.number(found.cost)} kr'}" for found in alone])


def _only(round_: Round, one: Answered) -> Round:
    return Round(occurrence=round_.occurrence, rule=round_.rule, answers=(one,), register=round_.register)


def _listed(texts: Sequence[str]) -> tuple[Block, ...]:
    return (Listing(tuple((Paragraph((Run(text),)),) for text in texts)),) if texts else ()
