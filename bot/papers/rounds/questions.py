"""A round of questions on paper: the questions, and what was answered to each."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.papers import norsk
from bot.papers.cells import Cell
from bot.papers.characters import one_line
from bot.papers.followup.updates import Known
from bot.papers.model import Block, Grid, Heading, Listing, Paragraph, Run
from bot.papers.rounds.model import Round
from bot.papers.rounds.words import words

SHORT = 3
"""Words of an answer that may be counted together with others that are the same."""
FEWEST = 2
"""Answers that are the same, before they are counted."""


def asked(round_: Round) -> tuple[Block, ...]:
    """The questions, numbered."""
    entries = tuple((Paragraph((Run(one_line(text)),)),) for text in round_.occurrence.activity.questions)
    return (Listing(entries, numbered=True),) if entries else ()


def known(round_: Round) -> tuple[Known, ...]:
    """The questions as an answer is read against them."""
    return tuple(Known(str(number), text) for number, text in enumerate(round_.occurrence.activity.questions, 1))


def answers(round_: Round) -> tuple[Block, ...]:
    """What was answered to each question, by organisation, with a count of the short answers that are the same."""
    return tuple(
        block for number, text in enumerate(round_.occurrence.activity.questions, 1) for block in _question(str(number), text, round_)
    )


def unnamed(round_: Round) -> tuple[Block, ...]:
    """What was answered to each question, for everyone to read: short answers counted, the others as they were written, and no names."""
    return tuple(
        block for number, text in enumerate(round_.occurrence.activity.questions, 1) for block in _unnamed(str(number), text, round_)
    )


def _unnamed(number: str, text: str, round_: Round) -> Iterator[Block]:
    told = words(round_.language)
    yield Heading(3, (Run(f"{number}. {one_line(text)}"),))
    notes = [note for _, note in _given(number, round_)]
    counted = _counted(notes)
    long = Counter(note for note in notes if not counted or len(note.split()) > SHORT)
    if counted:
        yield Paragraph((Run(f"{told.short}: ", bold=True), Run(counted)))
    if long:
        texts = (f"{note} ({long[note]})" if long[note] > 1 else note for note in sorted(long, key=norsk.collate))
        yield Listing(tuple((Paragraph((Run(text),)),) for text in texts))
    if not notes:
        yield Paragraph((Run(told.nobody),))


def sheet(round_: Round) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """A row for each organisation that has answered, a column for each question: header and rows."""
    asked = known(round_)
    names = sorted({one_line(one.organisation) for one in round_.answers}, key=norsk.collate)
    header = (words(round_.language).question[0], *(f"{one.number}. {one_line(one.what)}" for one in asked))
    given = [_given(one.number, round_) for one in asked]
    return header, [(name, *("\n".join(note for who, note in notes if who == name) for notes in given)) for name in names]


def _question(number: str, text: str, round_: Round) -> Iterator[Block]:
    told = words(round_.language)
    yield Heading(3, (Run(f"{number}. {one_line(text)}"),))
    found = _given(number, round_)
    if not found:
        yield Paragraph((Run(told.nobody),))
        return
    if counted := _counted([note for _, note in found]):
        yield Paragraph((Run(f"{told.short}: ", bold=True), Run(counted)))
    yield Grid(told.question, tuple(found), told.question_caption.format(number=number))


def _given(number: str, round_: Round) -> list[tuple[str, str]]:
    """Organisation and answer: of one who has answered twice, the last one."""
    given = {(one.organisation, one.sender): said.note for one in round_.answers for said in one.said if said.number == number}
    pairs = ((one_line(organisation), one_line(note)) for (organisation, _), note in given.items())
    return sorted(pairs, key=lambda pair: norsk.collate(pair[0]))


def _counted(notes: Sequence[str]) -> str:
    """«ja (4), nei (2)»: empty where no short answer is given twice."""
    short = Counter(note.strip(" .!").lower() for note in notes if len(note.split()) <= SHORT)
    if not any(count >= FEWEST for count in short.values()):
        return ""
    return ", ".join(f"{note} ({count})" for note, count in sorted(short.items(), key=lambda one: (-one[1], norsk.collate(one[0]))))
