"""What the desk, the journal and the post hand each other. Every time is aware UTC; an empty text means none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

PROGRAM = "aarshjul"
"""Who did it, when the program did."""

DraftState = Literal["open", "approved", "returned", "replaced"]
StepState = Literal["done", "skipped", "held"]
LetterState = Literal["ready", "claimed", "sent", "held", "withdrawn"]
MessageState = Literal["new", "matched", "tray", "ignored"]
ContributionState = Literal["active", "replaced", "set-aside"]
Answer = Literal["accepted", "declined", "tentative"]
"""What a member has said to an invitation, in the calendar's words (RFC 5545 PARTSTAT)."""


class Told(NamedTuple):
    """What one recipient last heard of an occurrence: whether it is off, when it is, where, and which added items and corrections it has.

    `items` is None for one who has had no paper yet.
    """

    cancelled: bool
    span: str
    place: str
    items: str | None
    contributions: str = ""


class Measured(NamedTuple):
    """What one indicator was in one year. `region` is empty for the group's own; `at` (aware UTC) and `who`: told when and by whom.

    `at` is None for what stands in the schedule without a day: that is older than all that was told later.
    """

    goal: str
    year: int
    region: str
    value: float
    source: str = ""
    at: datetime | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to append to the postjournal. `what` is a word for an event: `draft.approved`, `letter.sent`, `amended`."""

    at: datetime
    what: str
    who: str = PROGRAM
    occurrence: str = ""
    step: str = ""
    recipient: str = ""
    sha256: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


class Record(NamedTuple):
    """A line in the postjournal: who did what, when, and which bytes. `detail` is JSON text."""

    id: int
    at: datetime
    who: str
    what: str
    occurrence: str
    step: str
    recipient: str
    sha256: str
    detail: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of what a step would send. `content` is JSON text that the desk owns."""

    step: str
    version: int
    occurrence: str
    basis: str
    state: DraftState
    content: str
    made_at: datetime
    decided_at: datetime | None
    decided_by: str
    comment: str


class StepRow(NamedTuple):
    """A step that is done, left out or held. `at` is when it became so; for a held one, when the reason last changed."""

    key: str
    occurrence: str
    state: StepState
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewLetter:
    """One message to one recipient, to be sent once.

    `key` decides what «once» means. `told` is what the recipient knows of the occurrence after it; None if it tells nothing of that.
    `content` is JSON text that the desk owns.
    """

    key: str
    step: str
    occurrence: str
    recipient: str
    name: str
    organisation: str
    told: Told | None
    message_id: str
    content: str


@dataclass(frozen=True, slots=True)
class StoredLetter(NewLetter):
    """A letter and how far it has come. `sha256` is of the bytes that were last claimed for sending."""

    state: LetterState
    sha256: str
    receipt: str
    created_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Message:
    """An incoming mail as understood so far. `id` is the SHA-256 of its raw bytes, which are kept first; `post_id` as `Incoming.id`."""

    id: str
    received_at: datetime
    sender: str
    subject: str
    verdict: str = ""
    occurrence: str = ""
    organisation: str = ""
    why: str = ""
    state: MessageState = "new"
    post_id: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A paper of an occurrence as a person has edited it. The newest of a paper is the one that counts.

    `step` and `version` say which draft it was made from, and `base` is the SHA-256 of that draft's file. `source` is the SHA-256 of the
    mail that it came in, or the name of the file in the folder. `content` is JSON text that the desk owns: what was read in it.
    """

    occurrence: str
    paper: str
    step: str
    version: int
    sha256: str
    base: str
    source: str
    content: str
    who: str
    at: datetime


class Decided(NamedTuple):
    """A decision in the register. `number` counts within the body and the year; `item` is the case, and `sha256` the minutes' file."""

    body: str
    year: int
    number: int
    occurrence: str
    item: str
    title: str
    text: str
    sha256: str
    at: datetime


MeasureState = Literal["open", "done", "dropped"]


class Measure(NamedTuple):
    """A measure to follow up. `number` counts within the body; `row` is how the minutes know it.

    `deadline` is as it was written, and `due` the day it was read as (ISO), or empty. `status` is what was last said of it.
    """

    body: str
    number: int
    occurrence: str
    item: str
    row: str
    what: str
    owner: str
    deadline: str
    due: str
    status: str
    state: MeasureState
    sha256: str
    at: datetime


class Reported(NamedTuple):
    """What one mail reports: measures as they now are, who says so, and what was said, in words for the secretary."""

    measures: tuple[Measure, ...]
    who: str
    told: str


class Mark(NamedTuple):
    """How far a post's inbox has been read, in that post's own words."""

    post: str
    value: str


@dataclass(frozen=True, slots=True)
class NewContribution:
    """What one mail contributes for one organisation. `message` is the SHA-256 of the mail; `content` is JSON text that the desk owns."""

    message: str
    occurrence: str
    organisation: str
    sender: str
    name: str
    received_at: datetime
    content: str
    kind: str = "contribution"
    """What was asked for: what the step that asked says that it expects."""
    measured: tuple[Measured, ...] = ()
    """The values of goals that it gives. They are kept in the register of values, and do not come back with the contribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(NewContribution):
    """A contribution and whether it counts: a newer one may have taken its place, or a person may have set it aside."""

    id: int
    state: ContributionState


class Incoming(NamedTuple):
    """A mail as it came into a post: every byte; or None, and in Norwegian why it was not read.

    `mark` is how far the inbox has been read once this one is stored. `id` is the post's own name for the mail, where it has one that
    never changes: a mail that is seen again under it counts once. Without bytes and without a reason, only the mark has moved.
    """

    name: str
    raw: bytes | None
    mark: str
    why: str = ""
    id: str = ""


class Parcel(NamedTuple):
    """A letter as the bytes that leave (RFC 5322), under the key that makes it leave once."""

    key: str
    message_id: str
    message: bytes


class Response(NamedTuple):
    """What one attendee has answered to the invitation with this UID, as the organizer's calendar knows it. `at` is aware UTC."""

    uid: str
    attendee: str
    answer: Answer
    comment: str
    at: datetime


class Rsvp(NamedTuple):
    """What one member has answered to the invitation to an occurrence, newest first known."""

    occurrence: str
    recipient: str
    organisation: str
    answer: Answer
    comment: str
    at: datetime


class Handed(NamedTuple):
    """How far a letter has come at a post where leaving takes several calls. `phase` and `detail` (JSON) are the post's own.

    `recipients` counts those of `sender` that the post's daily limit is about.
    """

    key: str
    phase: str
    at: datetime
    sender: str
    recipients: int
    detail: str


FateState = Literal["waiting", "edited", "sent", "deleted"]


class Fate(NamedTuple):
    """What has become of a letter that waited for a person to send it: `edited` still waits, but is not as it was laid there.

    When it was sent: its Message-ID, and the addresses it went to, in small letters.
    """

    state: FateState
    message_id: str = ""
    recipients: frozenset[str] = frozenset()
