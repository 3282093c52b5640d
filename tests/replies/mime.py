"""Raw MIME, put together by hand: as a client makes it, and also as no library would agree to make it."""

import base64
import quopri
from dataclasses import dataclass, replace

CRLF = "\r\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One body part. `label` is the charset it says it has, `charset` the one it has; `params` go after the content type."""

    text: str
    mime: str = "text/plain"
    charset: str = "utf-8"
    label: str | None = None
    encoding: str = "quoted-printable"
    params: str = ""
    extra: tuple[str, ...] = ()

    def raw(self) -> bytes:
        shown = self.charset if self.label is None else self.label
        lines = [
            f"Content-Type: {self.mime}" + (f'; charset="{shown}"' if shown else "") + self.params,
            f"Content-Transfer-Encoding: {self.encoding}",
            *self.extra,
        ]
        errors = "xmlcharrefreplace" if self.mime == "text/html" else "replace"  # as mail programs do
        return CRLF.join(lines).encode() + b"\r\n\r\n" + encode(self.text.encode(self.charset, errors), self.encoding)


@dataclass(frozen=True, slots=True)
class File:
    """An attached file."""

    name: str
    mime: str
    content: bytes
    inline: str = ""
    disposition: str = "attachment"

    def raw(self) -> bytes:
        lines = [f'Content-Type: {self.mime}; name="{self.name}"', "Content-Transfer-Encoding: base64"]
        lines.append(f'Content-Disposition: {self.disposition}; filename="{self.name}"')
        if self.inline:
            lines.append(f"Content-ID: <{self.inline}>")
        return CRLF.join(lines).encode() + b"\r\n\r\n" + encode(self.content, "base64")


@dataclass(frozen=True, slots=True)
class Multi:
    """Several parts in one."""

    kind: str
    parts: tuple["Part | File | Multi | Rawpart", ...]
    boundary: str
    params: str = ""

    def raw(self) -> bytes:
        pieces = [f'Content-Type: multipart/{self.kind};{CRLF}\tboundary="{self.boundary}"{self.params}{CRLF}{CRLF}'.encode()]
        for part in self.parts:
            pieces += [f"--{self.boundary}{CRLF}".encode(), part.raw(), CRLF.encode()]
        return b"".join([*pieces, f"--{self.boundary}--{CRLF}".encode()])


@dataclass(frozen=True, slots=True)
class Rawpart:
    """Bytes as they are: headers, an empty line, a body."""

    content: str
    charset: str = "utf-8"

    def raw(self) -> bytes:
        return windows(self.content).encode(self.charset)


Node = Part | File | Multi | Rawpart


def windows(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def encode(content: bytes, encoding: str) -> bytes:
    content = content if encoding == "base64" and b"\0" in content else content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if encoding == "base64":
        return base64.encodebytes(content).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        return b"\r\n".join(_soft(quopri.encodestring(line).replace(b"=\n", b"=\r\n")) for line in content.split(b"\r\n"))
    return content


def _soft(line: bytes) -> bytes:
    """quopri leaves a space or a lone dot at a line's end; a client does not."""
    return line[:-1] + b"=20" if line.endswith(b" ") else line


def word(text: str) -> str:
    """A header value, as an encoded word where it is not ASCII; long ones are folded."""
    if text.isascii():
        return text
    pieces: list[str] = []
    rest = text
    while rest:
        pieces.append(f"=?UTF-8?B?{base64.b64encode(rest[:18].encode()).decode()}?=")
        rest = rest[18:]
    return f"{CRLF} ".join(pieces)


@dataclass(frozen=True, slots=True)
class Head:
    """The headers of a reply from a member; each client adds its own in `more`."""

    name: str = "Næringssjef, Horten kommune"
    address: str = "naering@horten.example.no"
    subject: str = "SV: Innkalling: faggruppe for næringssamarbeid, 4. november 2027"
    to: str = "post@example.no"
    to_name: str = "Sekretariatet"
    date: str = "Mon, 1 Nov 2027 10:12:33 +0100"
    answers: bool = True
    more: tuple[str, ...] = ()

    def but(self, *more: str) -> "Head":
        return replace(self, more=(*self.more, *more))

    def raw(self, number: int) -> bytes:
        quote = '"' if self.name.isascii() and "," in self.name else ""
        lines = [
            f"Received: from mail.example.no (mail.example.no [192.0.2.25]){CRLF}\tby mx.example.no with ESMTPS; {self.date}",
            f"From: {quote}{word(self.name)}{quote} <{self.address}>" if self.name else f"From: {self.address}",
            f"To: {word(self.to_name)} <{self.to}>",
            f"Subject: {word(self.subject)}",
            f"Date: {self.date}",
            f"Message-ID: <{number:04d}.corpus@{self.address.partition('@')[2]}>",
        ]
        if self.answers:
            lines += ["In-Reply-To: <2027-2-notice-4b4a3308@example.no>", "References: <2027-2-notice-4b4a3308@example.no>"]
        return CRLF.join([*lines, *self.more, "MIME-Version: 1.0", ""]).encode()


def message(head: Head, node: Node, number: int) -> bytes:
    return head.raw(number) + node.raw()
