"""A letter as the bytes that leave: one RFC 5322 message to one recipient, the same bytes for the same letter and hour.

`Auto-Submitted: auto-generated` (RFC 3834) is not set. It would be true of the machine, but a person has approved the letter and people
answer it: the header makes mail programs hold back out-of-office replies, which tell the secretariat who will not come, and lets filters
sort the notice away as noise.
"""

import re
from base64 import b64decode, b64encode
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from bot.cycle.model import OSLO
from bot.errors import Refused
from bot.papers.characters import one_line
from bot.papers.model import Attachment, Letter

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Only ASCII goes to the message's own header writer: what is not, or would need quoting, is encoded here, word by word (RFC 2047).
PLAIN_WORDS = re.compile(r"[A-Za-z0-9 .,:;!?()/+'-]*")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 '-]*")
LONGEST_PLAIN = 60
FOLD = "\r\n "
WORD_BYTES = 42  # 56 characters of base64 in an encoded word of 68, which leaves room for «Subject: » within 78


def message_id(key: str, sender: str) -> str:
    """The Message-ID of the letter with this key, angle brackets included: the same in every run, and silent about whom it went to."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{address(sender).partition('@')[2]}>"


def address(text: str) -> str:
    """One e-mail address, its domain in ASCII. Raises Refused for anything else, so that a list of addresses never becomes one."""
    local, _, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        ascii_domain = ""
    whole = f"{local}@{ascii_domain}"
    if ADDRESS.fullmatch(whole) is None:
        raise Refused(f"«{one_line(text)}» er ikke en e-postadresse")
    return whole


def compose(letter: Letter, date: datetime) -> bytes:
    """The message, with CRLF line ends: text, HTML and calendar as alternatives, then the attachments. `date` is aware.

    Raises Refused when an address is not one address.
    """
    if date.tzinfo is None:
        raise ValueError("the hour of a letter is an aware datetime")
    message = _body(letter)
    headers = _headers(letter, date)
    return b"".join(f"{name}: {value}\r\n".encode("ascii") for name, value in headers) + message.as_bytes(policy=SMTP)


def opened(raw: bytes) -> Letter:
    """The letter that `compose` made these bytes of, all but its key, which is not in them: it is empty."""
    headers, message = _opened_headers(raw), message_from_bytes(raw, policy=SMTP)
    mixed = message.get_content_type() == "multipart/mixed"
    words, *files = list(message.iter_parts()) if mixed else [message]
    parts = {part.get_content_type(): part for part in words.walk()}
    calendar = parts.get("text/calendar")
    sender_name, sender = _opened_mailbox(headers["From"])
    recipient_name, recipient = _opened_mailbox(headers["To"])
    return Letter(
        key="", sender_name=sender_name, sender=sender, recipient_name=recipient_name, recipient=recipient,
        subject=_decoded(headers["Subject"]), text=_text(parts["text/plain"]), html=_text(parts["text/html"]),
        language="nn" if headers["Content-Language"] == "nn" else "nb",
        attachments=tuple(Attachment(part.get_filename() or "", part.get_content_type(), _content(part)) for part in files),
        calendar=_content(calendar) if calendar else b"",
        calendar_method=str(calendar.get_param("method")) if calendar else "",
        reply_to=headers.get("Reply-To", ""),
    )  # fmt: skip


def _opened_headers(raw: bytes) -> dict[str, str]:
    lines = raw.partition(b"\r\n\r\n")[0].decode("ascii").replace(FOLD, " ").split("\r\n")
    return {name: value for name, _, value in (line.partition(": ") for line in lines)}


def _opened_mailbox(value: str) -> tuple[str, str]:
    words, bracket, where = value.rpartition("<")
    return (_decoded(words.rstrip()), where.removesuffix(">")) if bracket else ("", value)


def _decoded(words: str) -> str:
    """What `_encoded` was given: the pieces are joined before they are read, as the folding divides between characters only."""
    if not words.startswith("=?utf-8?B?"):
        return words
    return b"".join(b64decode(piece.removeprefix("=?utf-8?B?").removesuffix("?=")) for piece in words.split(" ")).decode()


def _text(part: MIMEPart) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def _content(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _headers(letter: Letter, date: datetime) -> list[tuple[str, str]]:
    headers = [
        ("Date", format_datetime(date.astimezone(OSLO))),
        ("From", _mailbox(letter.sender_name, letter.sender)),
        ("To", _mailbox(letter.recipient_name, letter.recipient)),
        ("Subject", _encoded(one_line(letter.subject), PLAIN_WORDS)),
        ("Message-ID", message_id(letter.key, letter.sender)),
        ("Content-Language", letter.language),
    ]
    return [*headers, ("Reply-To", address(letter.reply_to))] if letter.reply_to else headers


def _mailbox(name: str, where: str) -> str:
    words = _encoded(one_line(name), PLAIN_NAME)
    if not words:
        return address(where)
    return f"{words}{' ' if len(words + where) < LONGEST_PLAIN else FOLD}<{address(where)}>"


def _encoded(words: str, plain: re.Pattern[str]) -> str:
    """A header's words: as they are when short and plain, else as encoded words, folded between whole characters (RFC 2047, 5)."""
    if plain.fullmatch(words) and len(words) < LONGEST_PLAIN and "=?" not in words:
        return words
    pieces, piece = [], b""
    for character in words:
        encoded = character.encode()
        if len(piece) + len(encoded) > WORD_BYTES:
            pieces.append(piece)
            piece = b""
        piece += encoded
    return FOLD.join(f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in [*pieces, piece])


def _body(letter: Letter) -> EmailMessage:
    body = EmailMessage(policy=SMTP)
    body.set_content(letter.text, cte="quoted-printable")
    body.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        body.add_alternative(
            letter.calendar.decode(), subtype="calendar", cte="base64", params={"method": letter.calendar_method, "component": "VEVENT"}
        )
    for attachment in letter.attachments:
        _attach(body, attachment)
    for at, part in enumerate(part for part in body.walk() if part.is_multipart()):
        part.set_boundary(f"={at}={sha256(f'{letter.key} {at}'.encode()).hexdigest()[:32]}")
    return body


def _attach(body: EmailMessage, attachment: Attachment) -> None:
    kind, _, subtype = attachment.mime.partition("/")
    body.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=_filename(attachment.filename))


def _filename(name: str) -> str:
    """A file name without folders or characters that a file system or a header would take for something else."""
    return re.sub(r'[\\/:*?"<>|]', "-", one_line(name)).strip(". ") or "vedlegg"
