"""Blocks: what a paper or a letter is made of, before it is Word, HTML or plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.cycle.written import Language


class Run(NamedTuple):
    """A piece of text in one look. `link` is an https or mailto address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`style` is a look by name, in the letterhead's words; lines of one paragraph are separated by a newline in a run."""

    runs: Runs
    style: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A bullet list or a numbered one; each entry is blocks, so that lists nest."""

    entries: tuple[tuple["Block", ...], ...]
    numbered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with values, printed also when a value is empty: «Dato:», «Deres ref.:»."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one header row. `caption` tells a screen reader what it holds."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A numbered item on the agenda: a real heading with a real list number, and what stands below it."""

    id: str
    label: str
    number: int
    pattern: str
    title: Runs
    blocks: tuple["Block", ...] = ()


@dataclass(frozen=True, slots=True)
class Owned:
    """A part that the program owns: in Word a content control with this tag, so that an edited file can be read back."""

    tag: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, as SVG with a viewBox. `alt` says the same in words; `width_mm` is what it is given where there is room for it."""

    svg: str
    alt: str
    width_mm: int


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Listing | Fields | Grid | Case | Owned | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Text:
    """A rendered template: its subject line and its blocks."""

    subject: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of a document, ready to be written as Word."""

    title: str
    language: Language
    blocks: tuple[Block, ...]
    author: str = ""
    step: str = ""
    """The key of the step it belongs to: the file then knows what it is, also without its mail."""
    version: int = 0
    """Which draft of the step it is, from 1."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter. `made` is what the program itself would send, where a person has edited the file."""

    filename: str
    mime: str
    content: bytes
    made: bytes = b""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient, all but the hour it leaves. `key` decides its Message-ID."""

    key: str
    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    subject: str
    text: str
    html: str
    language: Language
    attachments: tuple[Attachment, ...] = ()
    calendar: bytes = b""
    calendar_method: str = ""
    reply_to: str = ""


def plain(runs: Runs) -> str:
    """The characters of some runs, without their looks."""
    return "".join(run.text for run in runs)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, outer before inner, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Listing(entries=entries):
                for entry in entries:
                    yield from walk(entry)
            case Case(blocks=inner) | Owned(blocks=inner):
                yield from walk(inner)
            case _:
                pass
