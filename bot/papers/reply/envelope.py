"""What a mail says of itself: who it is from, what it answers, and whether a machine wrote it. Bytes in, values out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses

from bot.papers.reply import machines

LONGEST_HEAD = 100_000
LONGEST_LINE = 2_000
"""A sender or a subject longer than this is none. The standard library's readers take the square of the length, or worse."""
LONGEST_BODY = 1_000_000
"""How far into a mail we look for what it returns, or for a calendar's answer."""

_FIELD = re.compile(r"^[^ \t\n][^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)
_ADDRESS = re.compile(r"[^@\s<>()\[\],:;\"\\]+@[^@\s<>()\[\],:;\"\\]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_RETURNED = re.compile(rb"^(?:original-)?message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_CALENDAR = re.compile(rb"^content-type:[ \t]*text/calendar\b([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.IGNORECASE | re.MULTILINE)
_ANSWERED = re.compile(rb"\bmethod\s{0,5}=\s{0,5}\"?(?:reply|counter)\b", re.IGNORECASE)

_MARK = re.compile(r"\+([0-9a-f]{32})@([A-Za-z0-9.-]{1,250})")
_DMARC_FAIL = re.compile(r"\bdmarc=(?:fail|permerror)\b", re.IGNORECASE)
_DMARC_PASS = re.compile(r"\bdmarc=pass\b", re.IGNORECASE)
_SPF_FAIL = re.compile(r"\bspf=(?:fail|softfail|permerror)\b", re.IGNORECASE)

Head = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers that decide whose a mail is.

    `sender` is a lower-case address, or empty, and `name` what stands with it; `answers` are Message-IDs, newest first; `id` is its own.

    `bounced`: it says that a letter did not arrive, and `answers` are the letters that it returns. `calendar`: it is the click on an
    invitation, written by a calendar. `forged`: the server that received it says that the sender's domain denies it (DMARC). `doubtful`:
    it came from a machine that does not send for the domain (SPF), and nothing else says that it is the sender's.
    """

    sender: str
    subject: str
    answers: tuple[str, ...]
    automatic: bool
    bounced: bool = False
    calendar: bool = False
    forged: bool = False
    id: str = ""
    name: str = ""
    doubtful: bool = False


def read(raw: bytes) -> Envelope:
    """The envelope of a raw message. Never raises, and takes time in step with the length: what cannot be read is empty."""
    head = _head(raw)
    bounced, sender = _bounced(head), _sender(head)
    answers = [*_ids(head, "in-reply-to"), *_marks(head), *reversed(_ids(head, "references"))]
    if bounced:
        answers += [found.decode("ascii", "replace") for found in _RETURNED.findall(raw[:LONGEST_BODY])]
    return Envelope(
        sender=sender[1],
        name=sender[0],
        subject=_decoded(_first(head, "subject")[:LONGEST_LINE]),
        answers=tuple(dict.fromkeys(answers)),
        automatic=machines.wrote(lambda name: _first(head, name)),
        bounced=bounced,
        forged=_forged(head),
        doubtful=_doubtful(head),
        id=next(iter(_ids(head, "message-id")), ""),
        calendar=any(_ANSWERED.search(found) for found in _CALENDAR.findall(raw[:LONGEST_BODY])),
    )


def _head(raw: bytes) -> Head:
    """Every header by its name in small letters, unfolded; what follows the first empty line is not the head."""
    text = raw[:LONGEST_HEAD].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    found: dict[str, list[str]] = {}
    for field in _FIELD.findall(text.partition("\n\n")[0]):
        name, colon, value = field.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), []).append(value)
    return found


def _first(head: Head, name: str) -> str:
    return " ".join(head.get(name, ("",))[0].split())


def _ids(head: Head, name: str) -> list[str]:
    return _MESSAGE_ID.findall(_decoded(_first(head, name)))


def _marks(head: Head) -> list[str]:
    """The letters whose own reply address this was sent to: post+<mark>@example.no answers <mark@example.no>."""
    to = " ".join(_first(head, name)[:LONGEST_LINE] for name in ("to", "cc", "delivered-to", "x-original-to"))
    return [f"<{mark}@{domain}>" for mark, domain in _MARK.findall(to)]


def _decoded(text: str) -> str:
    """A header's text with its encoded words read (RFC 2047); as it stands when they cannot be."""
    if "=?" not in text:
        return text
    try:
        parts = [part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part for part, charset in decode_header(text)]
    except (HeaderParseError, ValueError, LookupError):
        return text
    return " ".join("".join(parts).split())


def _sender(head: Head) -> tuple[str, str]:
    """The name and the one address that a mail is from; none when it names several, or when somebody has put in a second From."""
    named = head.get("from", ())
    if len(named) != 1 or len(named[0]) > LONGEST_LINE:
        return "", ""
    found = [(_decoded(name), address.strip().lower()) for name, address in getaddresses([_first(head, "from")]) if address]
    return found[0] if len(found) == 1 and _ADDRESS.fullmatch(found[0][1]) else ("", "")


def _forged(head: Head) -> bool:
    """Whether DMARC failed, by the topmost Authentication-Results (RFC 8601): ours writes last, and what stands below may be invented."""
    return bool(_DMARC_FAIL.search(_first(head, "authentication-results")[:LONGEST_LINE]))


def _doubtful(head: Head) -> bool:
    found = _first(head, "authentication-results")[:LONGEST_LINE]
    return bool(_SPF_FAIL.search(found)) and not _DMARC_PASS.search(found)


def _bounced(head: Head) -> bool:
    """A report on a letter (RFC 6522) that is not the receipt for one that was read (RFC 8098)."""
    kind = _first(head, "content-type").lower()
    return kind.startswith("multipart/report") and "disposition-notification" not in kind
