"""Minutes as a secretary fills them in, for the tests of what follows from them."""

from collections.abc import Sequence

from bot.cycle.memory import Measure
from bot.rehearsal import Rehearsal
from tests.papers.edited.word import W, Word, said, write

SEPTEMBER, NOVEMBER = "naering/faggruppe/2027-2", "naering/faggruppe/2027-3"
REVIEW = f"{SEPTEMBER}/review"
PLAN, BREV, TOMTER = "Lage plan for felles profil", "Sende brev til fylkeskommunen", "Kartlegge ledige tomter"
Rows = Sequence[Sequence[str]]


def agreed(word: Word) -> None:
    """What the meeting of 9 September decided, and wanted done."""
    word.fact("chair", "Leder")
    word.say("decision:innkalling", "Godkjent, enstemmig.")
    word.say("decision:referat", "Referatet er godkjent.")
    word.say("follow-up:eventuelt", "Rådgiver ordner bilder til nettsiden. Ansvarlig: Sekretariatet. Frist: uke 40")
    table(
        word,
        (PLAN, "Horten kommune", "innen 1. oktober", ""),
        (BREV, "Næringssjef", "neste møte", ""),
        (TOMTER, "Kulturkontoret", "1. oktober", "startet"),
    )


def table(word: Word, *rows: Sequence[str]) -> None:
    """Write in the rows of the table that have a number and nothing else."""
    empty = [row for row in word.control("follow-up").iter(f"{W}tr") if not any(said(cell) for cell in list(row.iter(f"{W}tc"))[1:])]
    for row, texts in zip(empty, rows, strict=False):
        for cell, text in zip(list(row.iter(f"{W}tc"))[1:], texts, strict=True):
            write(next(cell.iter(f"{W}p")), text)


def edited(content: bytes, *edits: object) -> bytes:
    """A file after some edits."""
    word = Word(content)
    for edit in edits:
        edit(word)  # type: ignore[operator]
    return word.saved()


def measures(year: Rehearsal) -> dict[int, Measure]:
    """The register of measures, by number."""
    return {one.number: one for one in year.desk.journal.measures(["naering"])}
