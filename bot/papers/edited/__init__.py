"""Two-way Word: what a file says when a secretary has edited it, what has changed since it left, and the file as it may go on."""

from bot.papers.edited.changed import changes
from bot.papers.edited.missing import missing
from bot.papers.edited.model import Attendee, Change, Comment, Edited, Facts, Measure, ReadCase, Unreadable, When
from bot.papers.edited.proposed import Proposal, propose
from bot.papers.edited.reading import read

__all__ = [
    "Attendee", "Change", "Comment", "Edited", "Facts", "Measure", "Proposal", "ReadCase", "Unreadable", "When", "changes", "missing",
    "propose", "read",
]  # fmt: skip
