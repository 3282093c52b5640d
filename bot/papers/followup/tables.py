"""What is still to be done, as it stands in the next agenda: a table for each who is to do it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.agenda import ORGANISATION
from bot.papers.characters import one_line
from bot.papers.model import Block, Grid, Heading, Run


class Open(NamedTuple):
    """A measure that is not closed, each part as people read it. `since` is the day it was decided, in words, where that is known."""

    number: str
    what: str
    owner: str
    deadline: str
    status: str
    overdue: bool
    since: str


def grouped(measures: Iterable[Open], language: Language, level: int = ORGANISATION) -> tuple[Block, ...]:
    """A heading of this level and a table for each owner, as Norwegian sorts, the measures of nobody last; nothing when there are none.

    What should have been done is said to be so in words: colours are not read aloud, and not printed.
    """
    words = norsk.words(language)
    groups: dict[str, list[Open]] = {}
    for one in measures:
        groups.setdefault(norsk.collate(one_line(one.owner))[0], []).append(one)
    blocks: list[Block] = []
    for key in sorted(groups, key=lambda key: (not key, key)):
        mine = sorted(groups[key], key=_order)
        owner = min(filter(None, (one_line(one.owner) for one in mine)), default=words.no_owner)
        rows = tuple(_row(one, words) for one in mine)
        blocks += (Heading(level, (Run(owner),)), Grid(words.open_actions, rows, words.open_caption.format(owner=owner)))
    return tuple(blocks)


def _order(one: Open) -> tuple[tuple[int, str], ...]:
    """By number: 2 before 10, also in 2027/2 and 3.6-10."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", one.number))


def _row(one: Open, words: norsk.Words) -> tuple[str, ...]:
    since = f" ({words.since.format(day=one.since)})" if one.since.strip() else ""
    status = " – ".join(filter(None, (words.overdue if one.overdue else "", one.status.strip())))
    return tuple(map(one_line, (one.number, f"{one.what.strip()}{since}", one.deadline, status)))
