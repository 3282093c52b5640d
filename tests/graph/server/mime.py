"""Between a message's MIME and its JSON, as the service turns one into the other."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses

from tests.graph.server.model import Attached, Item
from tests.graph.server.problem import Json

TAG = re.compile(r"<(style|head)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
PROPERTIES = {"String 0x1035": "Message-ID", "String 0x1039": "References", "String 0x1042": "In-Reply-To"}


def recipient(address: str, name: str = "") -> Json:
    return {"emailAddress": {"name": name or address, "address": address}}


def html_body(content: str) -> str:
    """HTML as the store keeps it: always a whole document."""
    if re.search(r"<html\b", content, re.IGNORECASE):
        return content
    return f'<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>{content}</body></html>'


def plain(content: str) -> str:
    return re.sub(r"\s+", " ", TAG.sub(" ", content)).strip()


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def properties(message: EmailMessage) -> Json:
    """What a received message's own headers and body say; the service adds the rest."""
    body = message.get_body(("html", "plain"))
    kind = "html" if body is not None and body.get_content_subtype() == "html" else "text"
    content = str(body.get_content()) if body is not None else ""
    sender = _people(message, "From")[:1]
    return {
        "subject": str(message.get("Subject", "")),
        "body": {"contentType": kind, "content": html_body(content) if kind == "html" else content},
        "from": sender[0] if sender else None,
        "sender": sender[0] if sender else None,
        "toRecipients": _people(message, "To"),
        "ccRecipients": _people(message, "Cc"),
        "bccRecipients": [],
        "replyTo": _people(message, "Reply-To"),
        "internetMessageId": str(message.get("Message-ID", "")).strip(),
    }


def _people(message: EmailMessage, header: str) -> list[Json]:
    return [recipient(address, name) for name, address in getaddresses([str(value) for value in message.get_all(header, [])]) if address]


def extended(message: EmailMessage) -> dict[str, str]:
    """The MAPI properties that hold a reply's threads."""
    return {name: str(message[header]) for name, header in PROPERTIES.items() if message[header]}


def kind(message: EmailMessage) -> str:
    """The OData type: an answer to a meeting is a type of its own."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            method = str(part.get_param("method", "")).upper()
            return {"REPLY": "#microsoft.graph.eventMessageResponse", "REQUEST": "#microsoft.graph.eventMessageRequest"}.get(
                method, "#microsoft.graph.eventMessage"
            )
    return "#microsoft.graph.message"


def attachments(message: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    for part in message.iter_attachments():
        content = part.get_content() if part.get_content_maintype() != "message" else part.as_bytes()
        yield part.get_filename() or "vedlegg", part.get_content_type(), content.encode() if isinstance(content, str) else content


def compose(item: Item, at: datetime) -> bytes:
    """The message as it leaves: what a recipient gets, and what `$value` shows of a draft."""
    if item.raw is not None:
        return item.raw
    message = EmailMessage(policy=policy.SMTP)
    props = item.props
    message["Date"] = format_datetime(at)
    message["From"] = _line([props["from"]] if props["from"] else [])
    for header, field in (("To", "toRecipients"), ("Cc", "ccRecipients"), ("Reply-To", "replyTo")):
        if props[field]:
            message[header] = _line(props[field])
    message["Subject"] = props["subject"] or ""
    message["Message-ID"] = props["internetMessageId"]
    for own in item.headers:
        message[str(own["name"])] = str(own["value"])
    body = props["body"]
    message.set_content(body["content"] if body["contentType"] == "text" else plain(body["content"]))
    if body["contentType"] == "html":
        message.add_alternative(body["content"], subtype="html")
    for each in item.attachments:
        _attach(message, each)
    return message.as_bytes()


def _line(people: list[Json]) -> str:
    named = ((each["emailAddress"].get("name") or "", each["emailAddress"]["address"]) for each in people)
    return ", ".join(f'"{name}" <{address}>' if name and name != address else address for name, address in named)


def _attach(message: EmailMessage, each: Attached) -> None:
    main, _, sub = (each.content_type or "application/octet-stream").partition("/")
    message.add_attachment(each.content, maintype=main, subtype=sub or "octet-stream", filename=each.name)
