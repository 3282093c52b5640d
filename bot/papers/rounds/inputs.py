"""A round whose answers are texts, on paper: who has written and when, each text under its name, and room for what is made of it."""

from collections.abc import Iterator, Sequence

from bot.cycle.answered import Answered
from bot.cycle.model import OSLO
from bot.papers import agenda, norsk, stored
from bot.papers.cells import Cell
from bot.papers.characters import one_line
from bot.papers.model import Block, Grid, Heading, Owned, Paragraph, Run
from bot.papers.rounds.model import Round
from bot.papers.rounds.words import words

NAME, ROOM = 3, 4
"""The levels of a sender's name, below «Innspillene», and of the assessment below it."""


def table(round_: Round) -> tuple[Block, ...]:
    """Everything that came in, numbered in the order it came."""
    told = words(round_.language)
    rows = tuple(
        (
            str(number), one_line(one.organisation), norsk.long(one.at.astimezone(OSLO).date(), round_.language),
            told.late if round_.late(one) else told.in_time, "" if one.listed else told.unlisted,
        )
        for number, one in enumerate(round_.answers, 1)
    )  # fmt: skip
    return (Grid(told.inputs, rows, told.inputs_caption),) if rows else ()


def texts(round_: Round) -> tuple[Block, ...]:
    """Each text below the name of its sender, with what came with it and room for the assessment, which can be found again."""
    return tuple(block for number, one in enumerate(round_.answers, 1) for block in _one(number, one, round_))


def _one(number: int, one: Answered, round_: Round) -> Iterator[Block]:
    told = words(round_.language)
    yield Heading(NAME, (Run(f"{number} {one_line(one.organisation)}"),))
    yield Paragraph((Run(facts(one, round_), italic=True),))
    yield from own(one, NAME) or (Paragraph((Run(told.no_text),)),)
    yield Heading(ROOM, (Run(told.assessment),))
    yield Owned(f"assessment:{one.id}", (Paragraph((Run(""),)),))


def whole() -> tuple[Block, ...]:
    """Room for what the secretariat makes of all of it."""
    return (Owned("assessment:whole", (Paragraph((Run(""),)),)),)


def own(one: Answered, level: int) -> tuple[Block, ...]:
    """A text with its headings below a name of this level."""
    return tuple(agenda.below(stored.read(one.blocks), level))


def sheet(round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """Everything that came in, for a person to work on: header and rows."""
    told = words(round_.language)
    header = (*told.inputs, told.files, told.question[1])
    rows = [
        (
            number, one.organisation, one.at.astimezone(OSLO).date(), told.late if round_.late(one) else told.in_time,
            "" if one.listed else told.unlisted, ", ".join(one.files), one.text,
        )
        for number, one in enumerate(round_.answers, 1)
    ]  # fmt: skip
    return header, rows


def facts(one: Answered, round_: Round) -> str:
    """What stands below a name: «Mottatt 14. juni 2028. For sent. Vedlegg: uttalelse.pdf.»."""
    told = words(round_.language)
    parts = [told.received.format(when=norsk.long(one.at.astimezone(OSLO).date(), round_.language))]
    parts += [f"{one_line(one.by)}"] if one.by and norsk.collate(one.by) != norsk.collate(one.organisation) else []
    parts += [told.late] if round_.late(one) else []
    parts += [] if one.listed else [told.unlisted]
    parts += [f"{told.files}: {', '.join(map(one_line, one.files))}"] if one.files else []
    return " ".join(f"{part}." for part in parts)
