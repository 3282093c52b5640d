"""The half-written minutes: what is known of the meeting, who was there, the cases with room for what was decided, and what to follow up.

Each part that the program reads back stands in a content control with a tag of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.cycle.model import Member
from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.model import Block, Case, Fields, Grid, Heading, Owned, Paragraph, Run

ROOM = 4
"""The level of «Vedtak/konklusjon»: below its case, beside the organisations."""
EMPTY_ROWS = 3
"""Rows for new measures that stand ready at the end of the table."""
TICK = "x"


class Answer(NamedTuple):
    """What an invited has said: whether they come, and who comes in their place."""

    comes: bool
    substitute: str = ""


class Action(NamedTuple):
    """A measure as it stands in the table: its number, what, who, by when and how far, all as people write it."""

    number: str
    what: str
    owner: str = ""
    deadline: str = ""
    status: str = ""


def draft(language: Language) -> tuple[Block, ...]:
    """The mark that the minutes bear until they are approved."""
    return (Owned("draft", (Paragraph((Run(norsk.words(language).draft, bold=True),)),)),)


def facts(language: Language, *, body: str, number: str, when: str, where: str) -> tuple[Block, ...]:
    """What heads the minutes, a line each; those that only a person knows are empty. A number that is not counted is left out."""
    words = norsk.words(language)
    lines = (
        ("body", words.body, body), ("number", words.meeting_number, number), ("when", words.when, when), ("where", words.where, where),
        ("chair", words.chair, ""), ("minute-taker", words.minute_taker, ""), ("also", words.also_present, ""),
    )  # fmt: skip
    return tuple(Owned(f"fact:{tag}", (Fields(((label, value),)),)) for tag, label, value in lines if value or tag != "number")


def cases(found: tuple[Case, ...], language: Language) -> tuple[Block, ...]:
    """Each case as on the agenda, with room for its decision and its follow-up, in parts that can be found again in an edited file."""
    return tuple(Owned(f"case:{case.id}", (replace(case, blocks=(*case.blocks, *_room(case, language))),)) for case in found)


def _room(case: Case, language: Language) -> Iterator[Block]:
    words = norsk.words(language)
    for tag, heading in (("decision", words.decision), ("follow-up", words.follow_up)):
        yield Heading(ROOM, (Run(heading),))
        yield Owned(f"{tag}:{case.id}", (Paragraph((Run(""),)),))


def attendance(members: Sequence[Member], answers: Mapping[str, Answer], language: Language) -> tuple[Block, ...]:
    """A row for each invited, by organisation as Norwegian sorts; `answers`, by address, tick who comes. The rest is for a person."""
    words = norsk.words(language)
    ordered = sorted(members, key=lambda one: (norsk.collate(one.organisation), norsk.collate(one.name)))
    return (
        Owned(
            "attendance", (Grid(words.attendance, tuple(_row(one, answers.get(one.email)) for one in ordered), words.attendance_caption),)
        ),
    )


def _row(member: Member, answer: Answer | None) -> tuple[str, ...]:
    ticks = ("", "") if answer is None else (TICK, "") if answer.comes else ("", TICK)
    return (one_line(member.organisation), one_line(member.name), *ticks, one_line(answer.substitute) if answer else "")


def actions(known: Sequence[Action], language: Language, following: int = 1) -> tuple[Block, ...]:
    """The table of measures: those that are known, and some empty rows that are numbered on, from `following` at the lowest."""
    words, numbers = norsk.words(language), [int(one.number) for one in known if one.number.isdecimal()]
    first = max((following, *(number + 1 for number in numbers)))
    rows = (*known, *(Action(str(number), "") for number in range(first, first + EMPTY_ROWS)))
    return (Owned("follow-up", (Grid(words.actions, tuple(tuple(map(one_line, row)) for row in rows), words.actions_caption),)),)
