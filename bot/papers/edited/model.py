"""What a Word file says when a person has edited it: values only, and in Norwegian what a secretary should know."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal, NamedTuple

from bot.papers.edited import dispatch
from bot.papers.model import Block

Presence = Literal["", "present", "excused", "absent", "unclear"]
"""«absent» is one who is not ticked in a table where others are; "" is nobody ticked at all."""
FoundBy = Literal["control", "heading", "order", ""]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The file is not read, and `reason` says in Norwegian why and what to do. It can still be kept as it is.

    A `dangerous` one should not be passed on either: it could do harm to whoever opens it, or nobody can see what is in it. One that is not
    is only damaged, or made by another program.
    """

    reason: str
    dangerous: bool


class When(NamedTuple):
    """A time as the file has it, and what of it could be understood: a wall time, Europe/Oslo."""

    text: str = ""
    day: date | None = None
    start: time | None = None
    end: time | None = None


UNKNOWN = When()


@dataclass(frozen=True, slots=True)
class Facts:
    """What heads the paper, as it stands there; empty where nothing stands."""

    body: str = ""
    number: str = ""
    when: When = UNKNOWN
    where: str = ""
    chair: str = ""
    minute_taker: str = ""
    also: tuple[str, ...] = ()
    """Who else was there."""
    next: When = UNKNOWN
    """The sentence about the next meeting."""
    draft: bool = False
    """Whether it says that it is a draft."""


class Attendee(NamedTuple):
    """One row of who was there. `substitute` came for this one; `stands_for` is whom this one came for."""

    organisation: str
    name: str
    presence: Presence
    substitute: str = ""
    stands_for: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case in the order of the file. `id` is empty for a new one; `known_as` is the title it was made with, when that is known.

    `blocks` are what stands below the title, but for the decision and the follow-up.
    """

    id: str
    title: str
    known_as: str
    found: FoundBy
    blocks: tuple[Block, ...]
    decision: str
    follow_up: str

    @property
    def new(self) -> bool:
        return not self.id

    @property
    def renamed(self) -> bool:
        return bool(self.known_as) and self.known_as != self.title


class Measure(NamedTuple):
    """A row of the follow-up, each part as people write it. `case` is the id of the case under which it stands, if it does."""

    number: str
    what: str
    owner: str
    deadline: str
    status: str
    struck: bool = False
    case: str = ""


class Assessment(NamedTuple):
    """A room that the program leaves open for people to write in: its name, the heading it stands under, and what is written there."""

    room: str
    under: str
    text: str


class Comment(NamedTuple):
    """A comment in the margin; `about` are the words that it is fastened to."""

    author: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A Word file as it reads with every tracked change accepted. `step` is empty when the file no longer says what it is."""

    step: str
    version: int
    title: str
    facts: Facts
    attendance: tuple[Attendee, ...]
    cases: tuple[ReadCase, ...]
    measures: tuple[Measure, ...]
    assessments: tuple[Assessment, ...]
    comments: tuple[Comment, ...]
    tracked: bool
    """Whether there are tracked changes."""
    revisers: tuple[str, ...]
    """Who made them."""
    text: tuple[str, ...]
    """Each paragraph and row outside the cases, the rooms and the tables that are understood, and what more a row has than those."""
    remarks: tuple[str, ...]
    content: bytes = field(repr=False, compare=False)
    """The file itself."""

    def clean(self, *, approved: bool = False) -> bytes:
        """The same file as it may leave: tracked changes accepted, comments gone, and nothing else touched.

        With `approved` the mark «Utkast – ikke godkjent» is taken out too. A file with nothing to take out comes back byte for byte.
        """
        return dispatch.clean(self.content, approved=approved)


class Change(NamedTuple):
    """One thing that differs, as a Norwegian sentence; `case` is the id of the case it is about."""

    kind: str
    text: str
    case: str = ""
