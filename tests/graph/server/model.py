"""What the service keeps: mailboxes, items, meetings; and what it remembers having done, for tests to read."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from tests.graph.server.problem import Json

FOLDERS = {
    "inbox": "Innboks",
    "drafts": "Kladd",
    "sentitems": "Sendte elementer",
    "deleteditems": "Slettede elementer",
    "junkemail": "Søppelpost",
    "archive": "Arkiv",
}


@dataclass(frozen=True)
class Call:
    """One request. `status` 0: the caller heard nothing. `fault` is the plan's, or empty."""

    method: str
    path: str
    operation: str
    status: int
    at: datetime
    mailbox: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Delivery:
    """One letter that reached one recipient. `key` is the value of the sender's own extended property, or empty."""

    sender: str
    recipient: str
    subject: str
    internet_message_id: str
    key: str
    at: datetime
    mime: bytes


@dataclass(frozen=True)
class Notice:
    """One mail about a meeting to one attendee. `kind` is «invitation», «update» or «cancellation»."""

    mailbox: str
    attendee: str
    kind: str
    event: str
    uid: str
    key: str
    at: datetime
    subject: str
    start: str
    end: str
    body: str


@dataclass
class Attached:
    id: str
    name: str
    content_type: str
    content: bytes
    inline: bool
    content_id: str | None
    modified: str


@dataclass
class Item:
    """A message. `id` is immutable; `rest_id` is what callers without `Prefer: IdType` see, and changes with the folder."""

    id: str
    rest_id: str
    folder: str
    props: Json
    extended: dict[str, str] = field(default_factory=dict)
    headers: list[Json] = field(default_factory=list)
    attachments: list[Attached] = field(default_factory=list)
    raw: bytes | None = None
    kind: str = "#microsoft.graph.message"
    version: int = 1
    queued: bool = False

    @property
    def draft(self) -> bool:
        return bool(self.props["isDraft"])


@dataclass
class Meeting:
    """An event with its organiser. `start` and `end` are aware, UTC. `blob` is the part of the body that makes it an online meeting."""

    id: str
    rest_id: str
    uid: str
    props: Json
    start: datetime
    end: datetime
    extended: dict[str, str] = field(default_factory=dict)
    attachments: list[Attached] = field(default_factory=list)
    blob: str = ""
    version: int = 1

    @property
    def attendees(self) -> list[Json]:
        listed: list[Json] = self.props["attendees"]
        return listed


@dataclass(frozen=True)
class Change:
    """One row of a mailbox's log, which delta reads. `what` is «added», «changed» or «removed» as that folder sees it."""

    number: int
    folder: str
    item: str
    what: str
    reason: str = ""


@dataclass
class Mailbox:
    address: str
    items: dict[str, Item] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    transactions: dict[str, tuple[str, str]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    accepted: deque[datetime] = field(default_factory=lambda: deque(maxlen=1000))
    pickups: deque[datetime] = field(default_factory=lambda: deque(maxlen=1000))
    recipients: deque[tuple[datetime, int]] = field(default_factory=deque)
    in_flight: int = 0

    def item(self, name: str) -> Item | None:
        """By either form of id; ids are case-sensitive."""
        return self.items.get(name) or next((item for item in self.items.values() if item.rest_id == name), None)

    def meeting(self, name: str) -> Meeting | None:
        return self.meetings.get(name) or next((meeting for meeting in self.meetings.values() if meeting.rest_id == name), None)

    def folder(self, name: str) -> str | None:
        """A well-known name for a well-known name (any case) or a folder id."""
        if name.lower() in FOLDERS:
            return name.lower()
        return next((known for known in FOLDERS if self.folder_id(known) == name), None)

    def folder_id(self, name: str) -> str:
        return f"AQMkAG{sha256(f'{self.address} {name}'.encode()).hexdigest()[:40]}AAA="

    def log(self, folder: str, item: str, what: str, reason: str = "") -> None:
        self.changes.append(Change(len(self.changes) + 1, folder, item, what, reason))


@dataclass
class Upload:
    """An upload session: bytes so far of a file for one owner."""

    box: Mailbox
    owner: Item | Meeting
    name: str
    content_type: str
    size: int
    until: datetime
    content: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True)
class Round:
    """What one link of delta stands for: entries (item, what) still to come, and the row of the log where the next round begins."""

    folder: str
    query: str
    since: int
    entries: tuple[tuple[str, str], ...] = ()
