"""The meeting plan of a period as blocks: one table a reader can print."""

from collections.abc import Iterable

from bot.cycle.model import Occurrence
from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.meeting import where
from bot.papers.model import Block, Grid, Heading, Run


def meeting_plan(occurrences: Iterable[Occurrence], title: str, language: Language) -> tuple[Block, ...]:
    """Møteplan: a heading and a table with a row for each occurrence, oldest first. What is cancelled says so, and warnings are remarks."""
    ordered = sorted(occurrences, key=lambda occurrence: (occurrence.start, occurrence.key))
    return (
        Heading(1, (Run(one_line(title)),)),
        Grid(norsk.words(language).plan, tuple(_row(occurrence, language) for occurrence in ordered), one_line(title)),
    )


def _row(occurrence: Occurrence, language: Language) -> tuple[str, ...]:
    words, start, end, place = norsk.words(language), occurrence.start, occurrence.end, occurrence.place
    remarks = (words.cancelled,) if occurrence.cancelled is not None else occurrence.warnings
    return (
        norsk.full(occurrence.day, language),
        "" if norsk.all_day(start, end) else norsk.time_span(start, end),
        one_line(occurrence.group.short or occurrence.group.name),
        one_line(occurrence.activity.title),
        where(place) or (words.online if place.online else ""),
        ". ".join(one_line(remark).rstrip(".") for remark in remarks),
    )
