"""Content controls around what is changed: where to stand outside them, and how to keep a change out of one."""

from lxml import etree

from bot.papers.edited import accepted
from bot.papers.edited.names import CONTENT, PPR, TABLE, TEXT, P, W, tag
from bot.papers.edited.pieces import TAGGED

CASE = "case:"
BODY = f"{W}body"


def outside(one: etree._Element, *, most: str = CASE) -> etree._Element:
    """What to stand after, to stand after a paragraph or a table but in no small control of ours. Without `most`, in no case either."""
    while (content := one.getparent()) is not None and content.tag == CONTENT and (control := content.getparent()) is not None:
        name = tag(control)
        if TAGGED.fullmatch(name) is None or (most and name.startswith(most)):
            break
        one = control
    return one


def top(one: etree._Element) -> etree._Element:
    """What stands in the text itself, of what an element stands in."""
    while (parent := one.getparent()) is not None and parent.tag != BODY:
        one = parent
    return one


def free(paragraph: etree._Element) -> None:
    """Take the changes of a paragraph out of the control that begins in it, which then stands around what is not changed.

    LibreOffice 7 takes such a change for text. A control with nothing left in it goes: what it says is found by its label too, but for
    a case, which keeps it.
    """
    mark = next((one for one in paragraph.iter(*accepted.ADDED, *accepted.TAKEN) if _of_words(one)), None)
    if mark is None:
        return
    content = next((one for one in mark.iterancestors() if one.tag == CONTENT), None)
    control = None if content is None else content.getparent()
    if content is None or control is None or TAGGED.fullmatch(tag(control)) is None or len(control.findall(CONTENT)) > 1:
        return
    if next(content.iterancestors(P), None) is paragraph:
        _split(control, content, mark)
    elif next(content.iterchildren(P, TABLE), None) is paragraph:
        _narrow(paragraph, control, content, mark)


def unwrap(paragraph: etree._Element) -> None:
    """Take away our controls around a paragraph, and those in it; what they hold stays."""
    around = list(paragraph.iterancestors(CONTENT))
    for content in [*around, *paragraph.iter(CONTENT)]:
        control = content.getparent()
        if control is not None and TAGGED.fullmatch(tag(control)):
            _gone(control, content)


def _of_words(mark: etree._Element) -> bool:
    holder = mark.getparent()
    return holder is not None and str(holder.tag) not in accepted.LOOKS


def _split(control: etree._Element, content: etree._Element, mark: etree._Element) -> None:
    """A control in a paragraph: what is changed, and what stands after that, stands after it."""
    top = _below(mark, content)
    after = [top, *top.itersiblings()]
    before = list(top.itersiblings(preceding=True))
    if not _says(before) and tag(control).startswith(CASE):
        return
    for one in reversed(after):
        control.addnext(one)
    if not _says(before):
        _gone(control, content)


def _narrow(paragraph: etree._Element, control: etree._Element, content: etree._Element, mark: etree._Element) -> None:
    """A control around paragraphs: it stands in the first of them, around the words before the change."""
    top = _below(mark, paragraph)
    before = [one for one in reversed(list(top.itersiblings(preceding=True))) if one.tag != PPR]
    if not _says(before):
        if not tag(control).startswith(CASE):
            _gone(control, content)
        return
    for one in list(content):
        control.addprevious(one)
    before[0].addprevious(control)
    content.extend(before)


def _below(one: etree._Element, holder: etree._Element) -> etree._Element:
    """The child of `holder` that an element stands in."""
    return next(child for child in (one, *one.iterancestors()) if child.getparent() is holder)


def _says(parts: list[etree._Element]) -> bool:
    return any(text.text for one in parts for text in one.iter(TEXT))


def _gone(control: etree._Element, content: etree._Element) -> None:
    for one in list(content):
        control.addprevious(one)
    parent = control.getparent()
    if parent is not None:
        parent.remove(control)
