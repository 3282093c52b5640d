"""A mail's own text as lines, worked on: history, what machines added and the signature are cut, answers in the quote are found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.papers.reply import answers, below, charset, history, markup, mime, notices, plain, signature, words
from bot.papers.reply.history import Found as History
from bot.papers.reply.line import MOST_LINES, Line, own, tidy, written
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Forwarded

LETTER = 20  # words of a letter; a note to something that is sent on is shorter
MOST = 20  # bodies: Apple Mail makes one before and one after each picture

Body = Sequence[Part]  # the plain and the HTML form of the same text, or one of them


@dataclass(slots=True)
class Draft:
    """The lines of a mail, worked on. `whole` is false when the mail is longer than what was read."""

    lines: list[Line]
    plain: bool
    history: History
    forwarded: Forwarded | None = None
    whole: bool = True

    @property
    def text(self) -> str:
        return written(own(self.lines))


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the mail besides its text.

    `request` is the text of the letter it answers. `names` are the words the sender signs with. `ours` are the addresses it was sent to:
    a «forwarded» letter from one of these is their own request coming back.
    """

    request: str | None
    sender: str
    names: frozenset[str]
    subject: str
    ours: frozenset[str]


def bodies(leaves: Sequence[Part]) -> list[list[Part]]:
    """The parts that are the mail's own text: of each place, the plain and the HTML form of it."""
    found: list[list[Part]] = []
    for leaf in leaves:
        if leaf.mime not in ("text/plain", "text/html") or leaf.attached or leaf.name.lower().endswith((".txt", ".htm", ".html")):
            continue
        if found and leaf.mime not in {part.mime for part in found[-1]} and "multipart/alternative" in leaf.within:
            found[-1].append(leaf)
        else:
            found.append([leaf])
    return found[:MOST]


def draft(of: Sequence[Body], about: Context) -> Draft:
    """The text read from HTML, or from plain text when there is none or it holds nothing."""
    kinds = {part.mime for body in of for part in body}
    first = _worked(of, about, html=True, plain_mail="text/html" not in kinds)
    if first.text or first.forwarded or len(kinds) < 2:  # noqa: PLR2004  there is no other form
        return first
    other = _worked(of, about, html=False, plain_mail=True)
    return other if other.text else first


def _worked(of: Sequence[Body], about: Context, *, html: bool, plain_mail: bool) -> Draft:
    """Cut a text's history, what machines added, and its signature."""
    lines, whole = _lines(of, html=html)
    past = history.mark(lines)
    passed = _passed_on(lines, past, about)
    if passed is None:
        below.rescue(lines, past, about.sender, about.names)
        lines = answers.rescue(lines, about.request, past.first_at if past.first else 0)
    lines = _finished(lines, about.names if passed is None else about.names | signature.words_of(passed.name, passed.sender))
    plain.typed(own(lines))
    return Draft(lines, plain_mail, past, passed, whole)


def _lines(of: Sequence[Body], *, html: bool) -> tuple[list[Line], bool]:
    """The lines of all bodies, as far as they are read, and whether that is all."""
    found: list[Line] = []
    left = charset.MOST_TEXT
    for body in of:
        rich = next((part for part in body if part.mime == "text/html"), None)
        bare = next((part for part in body if part.mime == "text/plain"), None)
        part = (rich or bare) if html else (bare or rich)
        if part is None:
            continue
        text = part.text(left)
        left -= len(text)
        lines, whole = _read(part, text)
        found += lines
        if not whole or left <= 0 or len(found) > MOST_LINES or part.longer_than(charset.MOST_TEXT):
            return found[:MOST_LINES], False
    return found, True


def _read(part: Part, text: str) -> tuple[list[Line], bool]:
    if part.mime == "text/html":
        return markup.read(text)
    flowed, delsp = (part.parameters.get(name, "").lower() for name in ("format", "delsp"))
    lines, whole = plain.read(text, flowed=flowed == "flowed", delsp=delsp == "yes")
    return [plain.unlinked(line) for line in lines], whole


def _finished(lines: list[Line], names: frozenset[str]) -> list[Line]:
    lines = notices.cut(lines)
    lines = signature.cut(lines, names)
    for line in lines:
        if line.zone == "append":
            line.fate = line.fate or "tracking"
    _ruled(lines)
    return lines


def _ruled(lines: Sequence[Line]) -> None:
    """A rule that is left at the end, or that stood between the text and the history, belongs to what was cut."""
    for line in reversed(own(lines)):
        if not words.RULE.fullmatch(line.text):
            break
        line.fate = "history"


def _written(above: Sequence[Line], names: frozenset[str]) -> bool:
    """What stands above is a letter of its own, signed, that says nothing of what stands below: that is there to be looked at only."""
    signed = next((at for at, line in enumerate(above) if signature.signs(line, names)), 0)
    text = " ".join(line.text for line in above[:signed])
    return len(text.split()) >= LETTER and not words.POINTER.search(text)


def _passed_on(lines: list[Line], past: History, about: Context) -> Forwarded | None:
    """A forward of somebody else's text: that text is made own again, without its header, and its own history cut in turn."""
    if past.first is None or not history.forwarded(past, about.subject) or _written(lines[: past.first_at], about.names):
        return None
    found = mime.addresses(past.first.value("from"))
    name, address = found[0] if found else (past.first.value("from"), "")
    if address and address in about.ours:
        return None
    start = past.first_at + past.first.size
    inner = lines[start:]
    for line in inner:
        line.fate, line.head = "", False
        line.quote, line.aside = max(line.quote - 1, 0), max(line.aside - 1, 0)
        line.zone = "" if line.zone in ("history", "attribution") else line.zone
    history.mark(inner)
    return Forwarded(address, tidy(re.sub(r"<[^>]{0,200}>", "", name or past.first.value("from"))).strip("\" '"))
