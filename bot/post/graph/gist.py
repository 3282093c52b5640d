"""What a person would read in an HTML body. Exchange rewrites the marks, never the words: two bodies are the same when these are."""

import hashlib
from html.parser import HTMLParser

SILENT = {"head", "script", "style", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        if tag == "a":
            self.parts += [f"[{value.strip()}]" for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def read(html: str) -> str:
    """The words and the links of a body, in order, without a single space."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join("".join(reader.parts).split()).replace("\u200b", "").replace("\ufeff", "")


def fingerprint(html: str) -> str:
    return hashlib.sha256(read(html).encode("utf-8", "surrogatepass")).hexdigest()
