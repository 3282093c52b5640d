"""The agenda of one meeting: standing items in their order, added items in their slot, contributions under theirs, each with its number."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.cycle.model import Fault, Item, Occurrence
from bot.cycle.written import Agenda, AgendaItem, Language
from bot.papers import norsk, wording
from bot.papers.characters import clean, one_line
from bot.papers.model import Block, Case, Heading, Listing, Owned, Paragraph, Run

Contributions = Mapping[str, tuple[Block, ...]]

# A case stands at level 3, under «Sakskart»; an organisation under it at 4, and that organisation's own headings below that.
ORGANISATION = 4
DEEPEST = 6
WORDS_A_MINUTE = 130
"""How fast people speak, words a minute, for the length of a contribution that is read aloud."""
NUMBER = re.compile(r"\{(n(?::0(\d))?|yy|yyyy)\}")


def cases(  # noqa: PLR0913 - each is a named fact about one meeting
    agenda: Agenda,
    occurrence: Occurrence,
    *,
    first_number: int = 1,
    meeting_number: int = 1,
    previous: date | None,
    last_of_year: bool,
    contributions: Contributions | None = None,
    notes: bool = True,
) -> tuple[Case, ...]:
    """The cases of a meeting, numbered from `first_number` in its body's way; `meeting_number` is the meeting's own in its year.

    `previous` is the day of the meeting before, if there was one. A standing title may name it; an added title is taken to the letter.
    Contributions, by organisation, are set under the items that collect them. Without `notes` the standing items do not say what the
    participants are asked to do, as in the minutes. Raises wording.Faulty for a title that does not render.
    """
    values = _values(occurrence.day, previous)
    made = []
    for number, item in enumerate(
        _items(agenda, occurrence.items, has_previous=previous is not None, last_of_year=last_of_year), first_number
    ):
        title, blocks = _added(item) if isinstance(item, Item) else _standing(item, occurrence, values, contributions or {})
        if isinstance(item, AgendaItem) and item.note and notes:
            blocks = (*_paragraphs(wording.line(item.note, item.id, values, occurrence.group.language)), *blocks)
        made.append(_case(agenda, occurrence, meeting_number, number, Titled(item.id, title, blocks)))
    return tuple(made)


class Titled(NamedTuple):
    """What a case is, before it has its number."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def numbered(agenda: Agenda, occurrence: Occurrence, found: Sequence[Titled], first_number: int, meeting_number: int) -> tuple[Case, ...]:
    """Cases in an order of their own, as a person has put them, with the body's numbers."""
    return tuple(_case(agenda, occurrence, meeting_number, number, one) for number, one in enumerate(found, first_number))


def _case(agenda: Agenda, occurrence: Occurrence, meeting_number: int, number: int, about: Titled) -> Case:
    numbering = agenda.numbering.replace("{m}", str(meeting_number))
    label = _written(numbering, occurrence.day.year, str(number))
    pattern = _written(numbering, occurrence.day.year, "%1", len(str(number)))
    return Case(about.id, label, number, pattern, (Run(about.title),), about.blocks)


def preparation(agenda: Agenda, cases: tuple[Case, ...], occurrence: Occurrence, previous: date | None) -> tuple[Block, ...]:
    """What the participants are asked to prepare, each task with the number its case has now: «Sak 4: …». Nothing when there is nothing."""
    by_id, values, language = {case.id: case for case in cases}, _values(occurrence.day, previous), occurrence.group.language
    entries = tuple(
        (Paragraph((Run(f"{reference(by_id[item.id], language)}: "), Run(wording.line(item.prepare, item.id, values, language)))),)
        for item in agenda.item
        if item.prepare and item.id in by_id
    )
    return (Listing(entries),) if entries else ()


def reference(case: Case, language: Language = "nb") -> str:
    """How running text names a case: «Sak 4», «Sak 4/27», «PS 2027/004»."""
    label = case.label.rstrip(".:")
    return label if label[:1].isalpha() else f"{norsk.words(language).case} {label}"


def collecting(agenda: Agenda | None) -> AgendaItem | None:
    """The item under which the contributions stand, if there is one."""
    return next((item for item in agenda.item if item.collects), None) if agenda else None


def words(text: str) -> int:
    """How many words a text has: a mark of a list is none."""
    return sum(any(map(str.isalnum, part)) for part in text.split())


def attached(item: AgendaItem | None, text: str) -> bool:
    """Whether a text is so long that it goes as an attachment: more than twice the item's limit, where the secretariat wants it so."""
    if item is None or not (item.attach_long and item.minutes):
        return False
    return words(text) > 2 * item.minutes * WORDS_A_MINUTE


def owned(cases: tuple[Case, ...]) -> tuple[Block, ...]:
    """Each case in a part of its own that the program can find again in an edited file."""
    return tuple(Owned(f"case:{case.id}", (case,)) for case in cases)


def faults(agenda: Agenda, file: str, line_of: Callable[[int], int]) -> tuple[Fault, ...]:
    """What is wrong in the titles, notes and tasks of a standing agenda; `line_of` gives the line of the item with an index."""
    sample, found = _values(date(2027, 11, 4), date(2027, 9, 9)), []
    for at, item in enumerate(agenda.item):
        for text in (item.title, item.note, item.prepare):
            try:
                wording.line(text, file, sample)
            except wording.Faulty as faulty:
                found.append(Fault(file, line_of(at), faulty.fault.message, faulty.fault.advice))
    return tuple(found)


def _values(day: date, previous: date | None) -> Mapping[str, object]:
    return {"forrige_dato": previous or "", "aar": day.year, "neste_aar": day.year + 1}


def _items(agenda: Agenda, added: tuple[Item, ...], *, has_previous: bool, last_of_year: bool) -> Iterator[AgendaItem | Item]:
    """The items that apply, in order; the added ones in their slot, or before the last item where there is no slot."""
    applies = {"": True, "has-previous": has_previous, "last-of-year": last_of_year}
    items = [item for item in agenda.item if applies[item.only]]
    slot = next((at for at, item in enumerate(items) if item.added), max(len(items) - 1, 0))
    for at, item in enumerate(items):
        if at == slot:
            yield from added
        if not item.added:
            yield item


def _added(item: Item) -> tuple[str, tuple[Block, ...]]:
    return one_line(item.title), _paragraphs(item.text)


def _standing(
    item: AgendaItem, occurrence: Occurrence, values: Mapping[str, object], contributions: Contributions
) -> tuple[str, tuple[Block, ...]]:
    title = wording.line(item.title, item.id, values, occurrence.group.language)
    return title, tuple(_collected(contributions)) if item.collects else ()


def _paragraphs(text: str) -> tuple[Block, ...]:
    """A person's text to the letter: a blank line makes a new paragraph."""
    return tuple(Paragraph((Run(part.strip("\n")),)) for part in re.split(r"\n[ \t]*\n", clean(text)) if part.strip())


def _collected(contributions: Contributions) -> Iterator[Block]:
    for organisation in sorted(contributions, key=norsk.collate):
        yield Heading(ORGANISATION, (Run(one_line(organisation)),))
        yield from below(contributions[organisation], ORGANISATION)


def below(blocks: tuple[Block, ...], name: int) -> Iterator[Block]:
    """A member's blocks with its headings under its own name, which is of level `name`, and none that skips a level."""
    highest = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    level = name
    for block in blocks:
        if isinstance(block, Heading):
            level = min(name + 1 + block.level - highest, level + 1, DEEPEST)
            yield Heading(level, block.runs)
        else:
            yield block


def _written(numbering: str, year: int, number: str, digits: int | None = None) -> str:
    """A body's number: «{n}/{yy}» as 4/27. For Word's own numbering `number` is %1, which stands for `digits` digits."""

    def part(found: re.Match[str]) -> str:
        if found[1] == "yyyy":
            return f"{year:04}"
        if found[1] == "yy":
            return f"{year % 100:02}"
        return "0" * (int(found[2] or 0) - (len(number) if digits is None else digits)) + number

    return NUMBER.sub(part, numbering)
