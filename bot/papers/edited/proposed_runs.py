"""The runs of a paragraph: what they say, where they may be cut, and new ones."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.etree import SubElement

from bot.papers.characters import clean
from bot.papers.document import SPACE
from bot.papers.edited import accepted, pieces
from bot.papers.edited.names import RPR, RUN, TEXT, P, W


def a_run(words: str, looks: etree._Element | None = None) -> etree._Element:
    """Words as a run; a newline is a line break, and a tab is a tab."""
    run = etree.Element(RUN)
    if looks is not None:
        run.append(own := deepcopy(looks))
        for one in own.findall(f"{W}rPrChange"):
            own.remove(one)
    for at, line in enumerate(clean(words).split("\n")):
        if at:
            SubElement(run, f"{W}br")
        for nth, part in enumerate(line.split("\t")):
            if nth:
                SubElement(run, f"{W}tab")
            if part:
                SubElement(run, TEXT, {SPACE: "preserve"}).text = part
    return run


def said(paragraph: etree._Element) -> str:
    """What a paragraph says with every change accepted, to the letter."""
    return "".join(map(letters, runs(paragraph)))


def marked(paragraph: etree._Element) -> bool:
    """Whether some of its words are tracked changes already."""
    holders = (one.getparent() for one in paragraph.iter(*accepted.ADDED, *accepted.TAKEN))
    return any(holder is not None and str(holder.tag) not in accepted.LOOKS for holder in holders)


def runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph that are not gone; not those in a text box."""
    for run in paragraph.iter(RUN):
        around = [one.tag for one in run.iterancestors()]
        within = around[: around.index(P)]
        if next(run.iterancestors(P)) is paragraph and not any(tag in within for tag in accepted.TAKEN):
            yield run


def letters(run: etree._Element) -> str:
    return "".join(map(_letter, run))


def _letter(one: etree._Element) -> str:
    if one.tag == TEXT:
        return one.text or ""
    if one.tag == f"{W}br":
        return "" if one.get(f"{W}type") in ("page", "column") else "\n"
    return pieces.TEXTS.get(str(one.tag), "")


def split(paragraph: etree._Element, offset: int) -> None:
    """Let a run end where so many letters have been said."""
    at = 0
    for run in list(runs(paragraph)):
        long = len(letters(run))
        if at < offset < at + long:
            _cut(run, offset - at)
            return
        at += long


def _cut(run: etree._Element, offset: int) -> None:
    """One run as two, the second from so many letters on."""
    rest = deepcopy(run)
    rest.tail = None
    run.addnext(rest)
    at = 0
    for one, other in zip(list(run), list(rest), strict=True):
        long = len(_letter(one))
        if one.tag == RPR:
            continue
        if at >= offset:
            run.remove(one)
        elif at + long <= offset:
            rest.remove(other)
        else:
            one.text, other.text = (one.text or "")[: offset - at], (one.text or "")[offset - at :]
            for half in (one, other):
                half.set(SPACE, "preserve")
        at += long


def shared(one: str, other: str) -> int:
    """How many letters two texts begin with in common, in whole words."""
    most = min(len(one), len(other))
    long = next((at for at in range(most) if one[at] != other[at]), most)
    if long == len(one) == len(other):
        return long
    while long and not (one[long - 1].isspace() or (_ends(one, long) and _ends(other, long))):
        long -= 1
    return long


def _ends(text: str, at: int) -> bool:
    return at == len(text) or text[at].isspace()
