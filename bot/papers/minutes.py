"""The half-written minutes: the cases of the agenda with room for what was decided, and a table of who was there to be filled in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.cycle.model import Member
from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.model import Block, Case, Grid, Heading, Owned, Paragraph, Run

ROOM = 4
"""The level of «Vedtak/konklusjon»: below its case, beside the organisations."""


def cases(found: tuple[Case, ...], language: Language) -> tuple[Block, ...]:
    """Each case as on the agenda, with room for its decision and its follow-up, in parts that can be found again in an edited file."""
    return tuple(Owned(f"case:{case.id}", (replace(case, blocks=(*case.blocks, *_room(case, language))),)) for case in found)


def _room(case: Case, language: Language) -> Iterator[Block]:
    words = norsk.words(language)
    for tag, heading in (("decision", words.decision), ("follow-up", words.follow_up)):
        yield Heading(ROOM, (Run(heading),))
        yield Owned(f"{tag}:{case.id}", (Paragraph((Run(""),)),))


def attendance(members: Sequence[Member], language: Language) -> Grid:
    """A row for each organisation with the names of its invited, as Norwegian sorts; who came is for a person to fill in."""
    words = norsk.words(language)
    named: dict[str, list[str]] = {}
    for member in sorted(members, key=lambda one: (norsk.collate(one.organisation), norsk.collate(one.name))):
        named.setdefault(one_line(member.organisation), []).append(one_line(member.name))
    rows = tuple((organisation, ", ".join(filter(None, names)), "", "") for organisation, names in named.items())
    return Grid(words.attendance, rows, words.attendance_caption)
