"""Reading replies: whose a mail is (`read`), and what a person wrote in it (`understand`). Bytes in, values out."""

from bot.papers.reply.documents import documents
from bot.papers.reply.envelope import Envelope, read
from bot.papers.reply.model import Bounce, CalendarAnswer, Cut, Forwarded, Found, Reading, Undelivered, Verdict
from bot.papers.reply.understanding import understand

__all__ = [
    "Bounce", "CalendarAnswer", "Cut", "Envelope", "Forwarded", "Found", "Reading", "Undelivered", "Verdict", "documents", "read",
    "understand",
]  # fmt: skip
