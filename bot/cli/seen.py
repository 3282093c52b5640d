"""What `read` shows of a mail."""

from typing import NamedTuple

from bot.papers.reply import Reading


class Read(NamedTuple):
    """A reading, and what the workspace adds to it: whose the mail is, what it is for, and why (a sentence, or none)."""

    reading: Reading
    occurrence: str = ""
    organisation: str = ""
    why: tuple[str, ...] = ()
