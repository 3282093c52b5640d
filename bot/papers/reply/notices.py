"""What machines and house rules add to a mail: banners, disclaimers, «Sendt fra min …», tracking. By whole sentences, never by a word."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.papers.reply import words
from bot.papers.reply.line import Line, Piece, segments, take, tidy, without

LONGEST = 1_500
MOST = 30  # lines of a disclaimer
TOP = 5  # banners stand among the first lines


def mobile(text: str) -> bool:
    """«Sendt fra min iPhone», «Hent Outlook for iOS»."""
    return len(text) <= 200 and bool(words.MOBILE.fullmatch(text.strip(' *_-–<>"')))  # noqa: PLR2004


def disclaimer(text: str) -> bool:
    """A sentence of the kind that a municipality's server puts under every mail."""
    return bool(words.DISCLAIMER.search(text[:LONGEST]))


def banner(text: str) -> bool:
    """«[EKSTERN]», «Denne e-posten kommer fra en ekstern avsender. Ikke klikk på lenker …»."""
    return len(text) <= LONGEST and bool(words.BANNER.match(text))


def machine(text: str) -> bool:
    """Any of these."""
    return mobile(text) or disclaimer(text) or banner(text)


def signs_off(text: str) -> bool:
    """A line that is a sign-off and no more."""
    found = words.SIGN_OFF.match(text[:80])
    return bool(found and words.AFTER_SIGN_OFF.fullmatch(text, found.end()))


def cut(lines: Sequence[Line]) -> list[Line]:
    """Cut what machines added, where it stands: banners at the top, disclaimers at the edges, mobile lines anywhere."""
    found = [_untracked(line) for line in lines]
    for line in found:
        if not line.fate and (line.zone == "mobile" or mobile(line.text)):
            line.fate = "mobile"
    parts = segments(found)
    if parts:
        _banners(parts[0])
    for part in parts:
        _disclaimers(part)
    return found


def _untracked(line: Line) -> Line:
    """A line without the stand-ins for pictures; a line of nothing else is cut."""
    if line.fate or ("[" not in line.text and "<" not in line.text) or len(line.text) > 20_000:  # noqa: PLR2004
        return line
    text = tidy(words.TRACKING.sub("", line.text))
    if text == line.text:
        return line
    if not text:
        return replace(line, fate="tracking")
    return replace(line, text=text, pieces=(Piece(text),))


def _banners(lines: Sequence[Line]) -> None:
    met = False
    for number, line in enumerate(lines[:TOP]):
        if line.fate:
            continue
        tag = words.BANNER_TAG.match(line.text)
        if tag and tag.end() < len(line.text) and not _warns(line.text[tag.end() :]):
            rest = without(line, 0, tag.end())
            line.text, line.pieces = rest.text, rest.pieces
            return
        if banner(line.text) or ((met or tag) and _warns(line.text[tag.end() if tag else 0 :])):
            line.fate, met = "banner", True
        elif words.RULE.fullmatch(line.text) and (met or (number == 0 and len(lines) > 1 and banner(lines[1].text))):
            line.fate = "banner"
        else:
            return


def _warns(text: str) -> bool:
    """The rest of a banner that stands on more lines than one."""
    return bool(
        re.match(
            r"(?:ikke|ikkje|do not|don't|vær forsiktig|ver forsiktig|vær varsom|kontroller|finn ut|lær hvorfor|learn why|klikk|"
            r"klikka|öppna|åpne|verify|kontakt it)\b",
            re.sub(r"^\W+", "", text[:200]),
            re.IGNORECASE,
        )
    ) or banner(text)


def _disclaimers(lines: Sequence[Line]) -> None:
    """Cut from a disclaimer's paragraph on, when all that follows is such text too; at the top, paragraphs of it."""
    last = len(lines)
    while last:
        start = _start(lines, last)
        paragraph = [line for line in lines[start:last] if not line.fate]
        text = " ".join(line.text for line in paragraph)
        if not paragraph or words.RULE.fullmatch(text):
            last = start
            continue
        if not (disclaimer(text[:LONGEST]) or (last < len(lines) and _more(text))):
            break
        take(paragraph, "disclaimer")
        last = start
    for at, line in enumerate(lines):
        if line.fate == "disclaimer" and at and words.RULE.fullmatch(lines[at - 1].text) and not lines[at - 1].fate:
            lines[at - 1].fate = "disclaimer"


def _start(lines: Sequence[Line], last: int) -> int:
    """Where the last paragraph before `last` begins, or the disclaimer that hangs at the end of it."""
    start, joined = last - 1, ""
    while True:
        joined = f"{lines[start].text} {joined}"[:LONGEST]
        if (
            not start
            or last - start > MOST
            or lines[start].gap
            or lines[start - 1].fate
            or (lines[start].text[:1].isupper() and disclaimer(joined))
        ):
            return start
        start -= 1


def _more(text: str) -> bool:
    """A further sentence of a disclaimer, above one that is certain."""
    return len(text) <= LONGEST and bool(
        re.match(r"(?:this message|denne|dette|dersom du|hvis du|om du|if you|please|vennligst|ver venleg)\b", text, re.IGNORECASE)
        and words.DISCLAIMER_ALSO.search(text)
    )
