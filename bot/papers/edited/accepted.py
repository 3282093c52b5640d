"""Tracked changes accepted, and comments taken out of the text: as Word's own «Godta alle endringer» does (ECMA-376, 17.13)."""

from itertools import islice

from lxml import etree

from bot.papers.edited.names import CELL, CONTENT, PPR, ROW, RPR, RUN, TABLE, P, W

ADDED = tuple(f"{W}{name}" for name in ("ins", "moveTo"))
TAKEN = tuple(f"{W}{name}" for name in ("del", "moveFrom"))
FORMER = tuple(
    f"{W}{name}"
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "tblPrExChange",
        "numberingChange", "cellIns", "cellMerge",
    )
)  # fmt: skip
RANGES = tuple(
    f"{W}{name}{end}"
    for name in ("moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange", "customXmlMoveFromRange", "customXmlMoveToRange")
    for end in ("Start", "End")
)
CELL_TAKEN = f"{W}cellDel"
COMMENTS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"))
MARKS = (*ADDED, *TAKEN, *FORMER, *RANGES, CELL_TAKEN)
LOOKS = (RPR, f"{W}trPr")
"""Where a mark is about what holds it: a paragraph's end, or a row."""


def marks(root: etree._Element) -> tuple[etree._Element, ...]:
    """Every tracked change of a text."""
    return tuple(root.iter(*MARKS))


def accept(root: etree._Element) -> None:
    """Accept every tracked change in a text, where it stands."""
    rows, ends = _about_holders(root)
    for one in list(root.iter(*FORMER, *RANGES)):
        _remove(one)
    for cell in [cell for one in root.iter(CELL_TAKEN) for cell in islice(one.iterancestors(CELL), 1)]:
        _remove(cell)
    for one in list(root.iter(*TAKEN)):
        _remove(one)
    for one in list(root.iter(*ADDED)):
        _unwrap(one)
    for row in rows:
        _remove(row)
    for paragraph in reversed(ends):  # each is moved once, however many run together
        _joined(paragraph)
    for table in [one for one in root.iter(TABLE) if next(one.iter(ROW), None) is None]:
        _remove(table)


def uncomment(root: etree._Element) -> None:
    """Take every trace of comments out of a text; a run that held nothing else goes too."""
    for one in list(root.iter(*COMMENTS)):
        run = one.getparent()
        _remove(one)
        if run is not None and run.tag == RUN and all(child.tag == RPR for child in run):
            _remove(run)


def _about_holders(root: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """Rows that are deleted, and paragraphs whose end is: the mark stands in the looks of what it is about."""
    rows, ends = [], []
    for one in list(root.iter(*ADDED, *TAKEN)):
        looks = one.getparent()
        if looks is None or looks.tag not in LOOKS:
            continue
        holder = looks.getparent()
        _remove(one)
        if one.tag not in TAKEN or holder is None:
            continue
        if holder.tag == ROW:
            rows.append(holder)
        elif holder.tag == PPR and (paragraph := holder.getparent()) is not None:
            ends.append(paragraph)
    return rows, ends


def _joined(paragraph: etree._Element) -> None:
    """A paragraph whose end is deleted runs into the next, and takes its looks; without a next, it goes when it is empty."""
    own = [child for child in paragraph if child.tag != PPR]
    following = paragraph.getnext()
    while following is not None and following.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}proofErr"}:
        following = following.getnext()
    if following is not None and following.tag == P:
        first = following.find(PPR)
        for child in own:
            if first is None:
                following.insert(0, child)
            else:
                first.addnext(child)
            first = child
        _remove(paragraph)
    elif next(paragraph.iter(f"{W}t", f"{W}drawing", f"{W}br"), None) is None and _spare(paragraph):
        _remove(paragraph)


def _spare(paragraph: etree._Element) -> bool:
    """Whether what holds a paragraph can do without it: a cell and a control need one."""
    holder = paragraph.getparent()
    return holder is not None and (holder.tag not in (CELL, CONTENT) or len(list(islice(holder.iterchildren(P), 2))) > 1)


def _unwrap(one: etree._Element) -> None:
    for child in list(one):
        one.addprevious(child)
    _remove(one)


def _remove(one: etree._Element) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)
