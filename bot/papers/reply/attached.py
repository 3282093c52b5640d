"""Files in a mail: what they are, and the text of those that a contribution may be written in. Never opened by another program."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

from lxml import etree

from bot.papers.reply.mime import Part
from bot.papers.reply.model import Found, FoundKind

LARGEST = 25_000_000
MOST_XML = 20_000_000  # bytes of a document's text part, unpacked
MOST_TEXT = 200_000
MOST_FILES = 40
MOST_PAGES = 60

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARTS = {".docx": "word/document.xml", ".odt": "content.xml"}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg", ".emz", ".wmz")
_TEXTS = {".docx", ".odt", ".pdf", ".txt", ".doc", ".rtf", ".xlsx", ".pptx", ".ods"}


def files(leaves: Sequence[Part], body: Sequence[Part]) -> Iterator[tuple[Part, Found]]:
    """Each file of the mail, without its text. `body` are the leaves that were read as the mail's own text."""
    for leaf in leaves[:MOST_FILES]:
        if any(leaf is one for one in body) or leaf.mime in ("message/delivery-status", "text/rfc822-headers"):
            continue
        kind = _kind(leaf)
        if leaf.mime in ("text/plain", "text/html") and not leaf.attached and not leaf.name:
            continue
        inline = kind == "picture" and not leaf.attached and "content-id" in leaf.headers
        size = len(leaf.body) * 3 // 4 if leaf.headers.get("content-transfer-encoding", "").strip().lower() == "base64" else len(leaf.body)
        yield leaf, Found(leaf.name or _unnamed(kind), leaf.mime, size, kind, inline=inline)


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


def _unnamed(kind: FoundKind) -> str:
    return {"picture": "bilde", "message": "videresendt e-post", "calendar": "invitasjon.ics", "signature": "signatur"}.get(
        kind, "uten navn"
    )


def text(part: Part, name: str) -> tuple[str, str]:
    """The text of a document, and what stood in the way, in Norwegian. One of them is empty."""
    lower = name.lower()
    raw = part.decoded()
    if len(raw) > LARGEST:
        return "", f"vedlegget «{name}» er for stort til å leses"
    if lower.endswith((".docx", ".odt")):
        return _packed(raw, name, lower[lower.rfind(".") :])
    if lower.endswith(".pdf"):
        return _pdf(raw, name)
    if lower.endswith(".txt"):
        return part.text()[:MOST_TEXT].strip(), ""
    return "", f"vedlegget «{name}» er av et slag som programmet ikke leser"


def _packed(raw: bytes, name: str, suffix: str) -> tuple[str, str]:
    """Word and OpenDocument: one XML part in a zip file, read with no entities, no network and a limit on what it unpacks to."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package, package.open(_PARTS[suffix]) as stream:
            xml = stream.read(MOST_XML + 1)
        if len(xml) > MOST_XML:
            return "", f"vedlegget «{name}» er for stort til å leses"
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        found = "\n".join(_paragraphs(etree.fromstring(xml, parser)))
    except (
        zipfile.BadZipFile,
        KeyError,
        etree.LxmlError,
        ValueError,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zlib.error,
    ):
        return "", f"vedlegget «{name}» er skadet eller låst, og kan ikke leses"
    return found[:MOST_TEXT].strip(), ""


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p", f"{_ODT}p", f"{_ODT}h"):
        words: list[str] = []
        for node in paragraph.iter():
            if node.tag == f"{_W}t" or (isinstance(node.tag, str) and node.tag.startswith(_ODT)):
                words.append(node.text or "")
            elif node.tag in (f"{_W}tab", f"{_W}br"):
                words.append(" ")
            if isinstance(node.tag, str) and node is not paragraph and not node.tag.startswith(_W):
                words.append(node.tail or "")
        listed = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or any(one.tag == f"{_ODT}list-item" for one in paragraph.iterancestors())
        content = " ".join("".join(words).split())
        if content:
            yield f"- {content}" if listed else content


def _pdf(raw: bytes, name: str) -> tuple[str, str]:
    """PDF, if the package for it is installed."""
    try:
        import pypdf  # noqa: PLC0415  optional, and slow to load
    except ImportError:
        return "", f"vedlegget «{name}» er en PDF; teksten må hentes ut av en person"
    try:
        reader = pypdf.PdfReader(BytesIO(raw))
        found = "\n".join(page.extract_text() for page in reader.pages[:MOST_PAGES])
    except Exception:  # noqa: BLE001  a broken file makes pypdf raise nearly anything
        return "", f"vedlegget «{name}» er skadet eller låst, og kan ikke leses"
    return found[:MOST_TEXT].strip(), ""
