"""A raw message taken apart: headers and leaves, in bounded time and depth, whatever the bytes are."""

import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header

from bot.papers.reply import charset

MOST_BYTES = 40_000_000
MOST_PARTS = 200
DEEPEST = 12
LONGEST_HEAD = 200_000
LONGEST_HEADER = 4_000
MOST_HEADERS = 400

_PARAMETER = re.compile(r';\s*+([\w*.-]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^;\s]*+))')
_ADDRESS = re.compile(r"(?<![^\s<>,;:\"'()\[\]])([^\s<>,;:\"'()\[\]@]++@[^\s<>,;:\"'()\[\]@]++)")


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the message, or the whole: its headers by lower-case name, and its body, still encoded."""

    headers: Mapping[str, str]
    body: bytes
    mime: str = "text/plain"
    parameters: Mapping[str, str] = field(default_factory=dict)
    within: tuple[str, ...] = ()  # the multiparts it lies in, outermost first

    @property
    def name(self) -> str:
        """The file name, without any folder; empty when it has none."""
        given = parameters(self.headers.get("content-disposition", "")).get("filename") or self.parameters.get("name", "")
        return re.split(r"[\\/]", clean(given))[-1][:200]

    @property
    def attached(self) -> bool:
        """The sender calls it a file."""
        return self.headers.get("content-disposition", "").lstrip().lower().startswith("attachment")

    @property
    def encoding(self) -> str:
        """The transfer encoding, in small letters."""
        return self.headers.get("content-transfer-encoding", "").strip().lower()

    def decoded(self, most: int = MOST_BYTES) -> bytes:
        """The body without its transfer encoding, at most so many bytes."""
        if self.encoding == "base64":
            return _base64(self.body[: most * 2])[:most]
        if self.encoding == "quoted-printable":
            return quopri.decodestring(self.body[: most * 4])[:most]
        return self.body[:most]

    def longer_than(self, most: int) -> bool:
        """Whether the decoded body has more bytes than these."""
        return len(self.body) > most and len(self.decoded(most + 1)) > most

    def text(self, most: int = charset.MOST_TEXT) -> str:
        """The first so many bytes of the body as text, with lines ended by a newline."""
        found = charset.decode(self.decoded(most), self.parameters.get("charset", ""))
        return found.replace("\r\n", "\n").replace("\r", "\n")


_FOREIGN = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def _base64(body: bytes) -> bytes:
    """Base64 with foreign characters and a torn end forgiven."""
    kept = body.translate(None, _FOREIGN)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def read(raw: bytes, most: int = MOST_BYTES) -> tuple[Part, tuple[Part, ...]]:
    """The own headers of a message, and its leaves in the order they stand, in its first so many bytes. A nested message is one leaf."""
    whole = _part(raw[:most], ())
    return whole, tuple(_leaves(whole))


def _leaves(whole: Part) -> Iterator[Part]:
    waiting, given = [whole], 0
    while waiting and given < MOST_PARTS:
        part = waiting.pop()
        boundary = part.parameters.get("boundary", "")
        if part.mime.startswith("multipart/") and boundary and len(part.within) < DEEPEST:
            inner = [_part(body, (*part.within, part.mime)) for body in _split(part.body, boundary)]
            waiting.extend(reversed(inner))
        else:
            given += 1
            yield part


def _split(body: bytes, boundary: str) -> list[bytes]:
    """The bodies between boundary lines (RFC 2046 5.1.1). A missing last boundary is forgiven."""
    mark = b"--" + boundary.encode("utf-8", "replace")
    at = 0 if body.startswith(mark) else _after(body, mark, 0)
    found: list[bytes] = []
    while at >= 0 and len(found) < MOST_PARTS:
        rest = body[at + len(mark) : at + len(mark) + 2]
        if rest == b"--":
            break
        start = body.find(b"\n", at) + 1
        if not start:
            break
        at = start - 1 if body.startswith(mark, start) else _after(body, mark, start - 1)
        at = start if body.startswith(mark, start) else at
        found.append(body[start : at if at >= 0 else len(body)].removesuffix(b"\n").removesuffix(b"\r"))
    return found


def _after(body: bytes, mark: bytes, start: int) -> int:
    """Where the next boundary line begins, or -1."""
    found = body.find(b"\n" + mark, start)
    return found + 1 if found >= 0 else -1


def _part(raw: bytes, within: tuple[str, ...]) -> Part:
    headers, body = _head(raw)
    kind = headers.get("content-type", "")
    mime = kind.partition(";")[0].strip().lower()
    if mime.count("/") != 1:
        mime = "text/plain"
    return Part(headers, body, mime, parameters(kind), within)


def _head(raw: bytes) -> tuple[dict[str, str], bytes]:
    if raw.startswith((b"\n", b"\r\n")):
        return {}, raw.removeprefix(b"\r").removeprefix(b"\n")
    ends = [at for at in (raw.find(b"\n\n", 0, LONGEST_HEAD), raw.find(b"\n\r\n", 0, LONGEST_HEAD)) if at >= 0]
    end = min(ends, default=-1)
    head, body = (raw[:end], raw[end + 1 :].removeprefix(b"\r").removeprefix(b"\n")) if end >= 0 else (raw[:LONGEST_HEAD], b"")
    headers: dict[str, str] = {}
    name = ""
    for line in charset.decode(head, "utf-8").split("\n", MOST_HEADERS)[:MOST_HEADERS]:
        if line[:1] in (" ", "\t") and name:
            if len(headers[name]) < LONGEST_HEADER:
                headers[name] += "\n" + line.rstrip("\r")
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()[:100]
        if not colon or not name or " " in name:
            name = ""
        elif name in headers:
            name = ""  # the first of its kind counts; a second From is an attack or a fault
        else:
            headers[name] = value.strip()[:LONGEST_HEADER]
    return headers, body


def parameters(header: str) -> dict[str, str]:
    """What stands after the first semicolon: charset, boundary, name. RFC 2231 forms are joined and decoded."""
    found: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, str]]] = {}
    for key, quoted, bare in _PARAMETER.findall(header[:LONGEST_HEADER].replace("\n", " ")):
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
        name, star, number = key.lower().partition("*")
        if not star:
            found.setdefault(name, value)
        else:
            order = number.rstrip("*")
            pieces.setdefault(name, []).append((int(order) if order.isdecimal() and len(order) < 5 else 0, value))  # noqa: PLR2004
    for name, parts in pieces.items():
        found[name] = _extended("".join(value for _, value in sorted(parts)))
    return found


def _extended(value: str) -> str:
    """utf-8''inn%20kalling → inn kalling."""
    label, first, rest = value.partition("'")
    _, second, text = rest.partition("'")
    if not (first and second):
        label, text = "utf-8", value
    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), text.encode("utf-8", "replace"))
    return charset.decode(raw, label)


def header(part: Part, name: str) -> str:
    """A header as one line of readable text."""
    return clean(part.headers.get(name.lower(), ""))


def clean(value: str) -> str:
    """Encoded words (RFC 2047) decoded, folds and runs of blanks made one."""
    if "=?" in value:
        try:
            found = decode_header(value[:LONGEST_HEADER])
            value = "".join(piece if isinstance(piece, str) else charset.decode(piece, label or "utf-8") for piece, label in found)
        except (HeaderParseError, ValueError, binascii.Error):
            pass
    return " ".join(value.replace("\x00", "").split())


def addresses(value: str) -> list[tuple[str, str]]:
    """Names and lower-case addresses in a header's text, in order."""
    found, last = [], 0
    for hit in _ADDRESS.finditer(value[:LONGEST_HEADER]):
        name = value[last : hit.start()].strip(" \t<>,;\"'([])")
        found.append((name, hit[1].strip(".").lower()))
        last = hit.end()
    return found
