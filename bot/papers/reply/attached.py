"""Files in a mail: what they are, and the text of those that a contribution may be written in. Never opened by another program."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.papers.reply import packed, pdf
from bot.papers.reply.allowance import Allowance
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Found, FoundKind

LARGEST = 25_000_000
MOST_TEXT = 200_000
MOST_FILES = 40
MOST_READ = 4  # files whose text is offered

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg", ".emz", ".wmz")
_TEXTS = {".docx", ".odt", ".pdf", ".txt", ".doc", ".rtf", ".xlsx", ".pptx", ".ods"}
_UNNAMED: dict[FoundKind, str] = {
    "picture": "bilde",
    "message": "videresendt e-post",
    "calendar": "invitasjon.ics",
    "signature": "signatur",
}


def files(leaves: Sequence[Part], body: Sequence[Part], *, reading: bool) -> tuple[tuple[Found, ...], list[str]]:
    """The files of the mail, and what is to be said of them, in Norwegian.

    `body` are the leaves that were read as the mail's own text. With `reading`, the mail itself says nothing: the text of its documents
    is offered instead.
    """
    found: list[Found] = []
    said: list[str] = []
    left, work = MOST_READ, Allowance()
    for part, file in _files(leaves, body):
        if not reading or file.kind != "document":
            found.append(file)
            continue
        if not left:
            found.append(file)
            said.append(f"bare de {MOST_READ} første vedleggene er lest")
            continue
        left -= 1
        text, trouble = _text(part, file.name, work)
        found.append(replace(file, text=text))
        said += [trouble] if trouble else []
        said += [f"e-posten er tom; teksten i «{file.name}» kan brukes som bidrag"] if text else []
    return tuple(found), said


def _files(leaves: Sequence[Part], body: Sequence[Part]) -> Iterator[tuple[Part, Found]]:
    """Each file, without its text."""
    read = {id(one) for one in body}
    for leaf in leaves[:MOST_FILES]:
        if id(leaf) in read or leaf.mime in ("message/delivery-status", "text/rfc822-headers"):
            continue
        kind = _kind(leaf)
        if leaf.mime in ("text/plain", "text/html") and not leaf.attached and not leaf.name:
            continue
        inline = kind == "picture" and not leaf.attached and "content-id" in leaf.headers
        size = len(leaf.body) * 3 // 4 if leaf.encoding == "base64" else len(leaf.body)
        yield leaf, Found(leaf.name or _UNNAMED.get(kind, "uten navn"), leaf.mime, size, kind, inline=inline)


def _kind(leaf: Part) -> FoundKind:
    name = leaf.name.lower()
    suffix = name[name.rfind(".") :] if "." in name else ""
    if leaf.mime == "application/ms-tnef" or name == "winmail.dat":
        return "refused"
    if leaf.mime == "message/rfc822" or suffix in (".eml", ".msg"):
        return "message"
    if "pkcs7" in leaf.mime or "pgp-signature" in leaf.mime:
        return "signature"
    if leaf.mime in ("text/calendar", "application/ics") or suffix == ".ics":
        return "calendar"
    if leaf.mime.startswith("image/") or suffix in _PICTURES:
        return "picture"
    return "document" if suffix in _TEXTS else "other"


def _text(part: Part, name: str, work: Allowance) -> tuple[str, str]:
    """The text of a document, and what stood in the way, in Norwegian. Both when only the first part of it was read."""
    lower = name.lower()
    if lower.endswith(".txt"):
        return part.text(MOST_TEXT).strip(), f"bare den første delen av «{name}» er lest" if part.longer_than(MOST_TEXT) else ""
    if not lower.endswith((".docx", ".odt", ".pdf")):
        return "", f"vedlegget «{name}» er av et slag som programmet ikke leser"
    if part.longer_than(LARGEST):
        return "", f"vedlegget «{name}» er for stort til å leses"
    raw = part.decoded()
    try:
        text, whole = pdf.read(raw, MOST_TEXT, work) if lower.endswith(".pdf") else packed.read(raw, MOST_TEXT, work)
    except (pdf.Unreadable, packed.Unreadable):
        return "", f"vedlegget «{name}» er skadet eller låst, og kan ikke leses"
    return text, "" if whole else f"bare den første delen av «{name}» er lest"
