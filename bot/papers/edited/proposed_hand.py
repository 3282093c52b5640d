"""Puts what is new into a file: takes it over, marks it, and finds where it may stand."""

from lxml import etree

from bot.papers.edited.names import CONTROL, PPR, TABLE, P, W
from bot.papers.edited.pieces import Piece
from bot.papers.edited.proposed_controls import free, outside
from bot.papers.edited.proposed_grafts import Graft
from bot.papers.edited.proposed_marks import Pen
from bot.papers.edited.proposed_places import Unit
from bot.papers.edited.proposed_runs import marked, said


class Hand:
    """Works in the goal of a graft, with its pen. `new` is all that it has put in."""

    def __init__(self, graft: Graft, pen: Pen) -> None:
        self.graft, self.pen = graft, pen
        self.new: list[etree._Element] = []

    def insert(self, after: etree._Element | None, one: etree._Element, like: etree._Element | None = None) -> etree._Element:
        """Put a part of the source after one in the goal, or first of all. Returns it as it stands there."""
        copy = self.graft.take(one, like)
        self._place(after, copy)
        self.pen.come(copy)
        self.new.append(copy)
        if copy.tag == CONTROL:
            self.pen.around(copy)
        return copy

    def past(self, one: etree._Element) -> etree._Element:
        """After an element and what has been put in after it."""
        while (following := one.getnext()) is not None and (following in self.new or str(following.tag).endswith("RangeEnd")):
            one = following
        return one

    def _place(self, after: etree._Element | None, one: etree._Element) -> None:
        if after is None:
            body = self.graft.goal.root.find(f"{W}body")
            if body is not None:
                body.insert(0, one)
        else:
            _past_marks(outside(after)).addnext(one)
        for beside, put in ((one.getprevious(), one.addprevious), (one.getnext(), one.addnext)):
            if one.tag == TABLE and beside is not None and beside.tag == TABLE:  # Word makes one table of two
                put(spacer := _spacer())
                self.pen.come(spacer)
                self.new.append(spacer)

    def change(self, there: Unit, fresh: Unit) -> etree._Element:
        """Make a paragraph say what the program's says now; a table goes, and the new one comes after it. Returns what stands last."""
        if there.element.tag == TABLE:
            self.pen.go(there.element)
            return self.insert(there.element, fresh.element)
        old, new = said(there.element), said(fresh.element)
        if linked(fresh) or linked(there) or marked(there.element):
            copy = self.graft.take(fresh.element)
            self.pen.replace(there.element, [child for child in copy if child.tag != PPR])
        else:
            self.pen.rewrite(there.element, old, new)
        free(there.element)
        return there.element

    def go(self, there: Unit) -> None:
        """Mark a paragraph or a table as gone."""
        self.pen.go(there.element)
        if there.element.tag == P:
            free(there.element)


def linked(one: Unit) -> bool:
    """Whether a paragraph has links."""
    return isinstance(one.part, Piece) and any(run.link for run in one.part.runs)


def _past_marks(one: etree._Element) -> etree._Element:
    """After a control, what marks it as new or gone belongs to it."""
    following = one.getnext()
    while following is not None and str(following.tag).endswith("RangeEnd"):
        one, following = following, following.getnext()
    return one


def _spacer() -> etree._Element:
    paragraph = etree.Element(P)
    looks = etree.SubElement(paragraph, PPR)
    etree.SubElement(looks, f"{W}spacing", {f"{W}before": "0", f"{W}after": "0", f"{W}line": "20", f"{W}lineRule": "exact"})
    return paragraph
