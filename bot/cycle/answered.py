"""What was answered to an activity that asks for answers: one mail's answer, and what it says of each thing that it was asked about."""

from datetime import datetime
from typing import NamedTuple


class Said(NamedTuple):
    """What an answer says of one measure or question; of none in particular when it has no `number`.

    `state` is how far a measure has come, in the words of `papers.followup.updates`; `until` is the new deadline of one that is postponed,
    as it was written, and `note` what the person wrote.
    """

    number: str
    state: str
    until: str
    note: str


class Answered(NamedTuple):
    """The answer of one mail, for one organisation. `at` (aware UTC) is when it was written, and `message` the SHA-256 of the mail.

    `listed` says whether the organisation stands in the register; in an open round anyone may answer. `files` are the names of what was
    attached, and `blocks` the text as `papers.stored` keeps it.
    """

    id: int
    organisation: str
    sender: str
    by: str
    at: datetime
    blocks: str
    text: str
    said: tuple[Said, ...]
    files: tuple[str, ...]
    listed: bool
    message: str


class Reported(NamedTuple):
    """How a measure stands by the newest answer about it, whose that is, and when it came (aware UTC)."""

    state: str
    until: str
    note: str
    organisation: str
    at: datetime
