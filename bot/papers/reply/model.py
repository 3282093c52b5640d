"""What reading a reply gives: the text a person wrote, what was cut from it and why, and what else the mail carried."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.papers.model import Block

Verdict = Literal["contribution", "nothing", "auto-reply", "bounce", "calendar", "forward", "empty", "spam", "secretariat", "command"]
CutKind = Literal["history", "signature", "disclaimer", "banner", "mobile", "tracking", "salutation", "cover"]
FoundKind = Literal["document", "picture", "calendar", "message", "signature", "refused", "other"]


class Cut(NamedTuple):
    """A part of the mail that is not the person's contribution, kept whole so that it can be put back."""

    kind: CutKind
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the mail. `text` is filled when the mail itself is empty; `inline` is a picture that stands in the text."""

    name: str
    mime: str
    size: int
    kind: FoundKind
    text: str = ""
    inline: bool = False


class Undelivered(NamedTuple):
    """One recipient a letter did not reach (RFC 3464). `status` is like 5.1.1; `action` is failed, delayed or the like."""

    recipient: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a letter did not arrive. `message_ids` are those of the letters it is about."""

    recipients: tuple[Undelivered, ...]
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """An answer to an invite (RFC 5546). Times are as written in the calendar, 20271107T110000Z; `start` is a proposal if COUNTER.

    `comment` is what the person wrote: in the calendar's own field, as Google's parameter, or, when both are empty, in the mail's text.
    """

    method: str
    uid: str
    partstat: str
    attendee: str
    comment: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Whose text was sent on. `sender` is a lower-case address, or empty when the mail does not tell."""

    sender: str
    name: str


Details = Bounce | CalendarAnswer | Forwarded | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail, understood.

    `text` is everything the person wrote: greeting included, sign-off and signature not; a list item is a line that starts with
    "- " or its number. `contribution` is that without salutation and covering note, and `blocks` is the contribution with its
    structure: both empty where nothing goes into the papers («ingen saker», a calendar's answer, a machine, the secretariat itself). `cut`
    is what was taken away, in the order it stood; the signature is the cut of that kind. `why` is Norwegian, for the secretary.
    """

    verdict: Verdict
    sender: str = ""
    on_behalf_of: str = ""
    text: str = ""
    contribution: str = ""
    blocks: tuple[Block, ...] = ()
    cut: tuple[Cut, ...] = ()
    attachments: tuple[Found, ...] = ()
    details: Details = None
    why: tuple[str, ...] = ()
