"""What a mail says of itself: who it is from, what it answers, and whether a machine wrote it. Bytes in, values out."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

LONGEST_HEADER = 100_000
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers that decide whose a mail is. `sender` is a lower-case address, or empty; `answers` are Message-IDs, newest first."""

    sender: str
    subject: str
    answers: tuple[str, ...]
    automatic: bool


def read(raw: bytes) -> Envelope:
    """The envelope of a raw message. Never raises: what cannot be read is empty."""
    head = raw[:LONGEST_HEADER].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    message = message_from_bytes(head + b"\n\n", policy=policy.default)
    references = f"{_header(message, 'In-Reply-To')} {' '.join(reversed(_header(message, 'References').split()))}"
    return Envelope(
        sender=_sender(_header(message, "From")),
        subject=_header(message, "Subject"),
        answers=tuple(dict.fromkeys(_MESSAGE_ID.findall(references))),
        automatic=_automatic(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header as one line of text. The standard parser raises on some broken headers; those are as good as missing."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # noqa: BLE001  email.headerregistry raises whatever a broken header makes it raise
        return ""


def _sender(header: str) -> str:
    found = [address.strip().lower() for _, address in getaddresses([header]) if "@" in address]
    return found[0] if len(found) == 1 else ""


def _automatic(message: EmailMessage) -> bool:
    """Written by a machine: RFC 3834 (Auto-Submitted), the older Precedence and X-Auto-Response-Suppress, and bounces."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or _header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
        or _header(message, "Return-Path") == "<>"
        or _header(message, "Content-Type").lower().startswith("multipart/report")
        or any(_header(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
    )
