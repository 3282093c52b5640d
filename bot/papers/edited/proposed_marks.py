"""Tracked changes put into a text: words, paragraphs, rows and controls that come or go, as Word writes them (ECMA-376, 17.13.5)."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from itertools import count

from lxml import etree
from lxml.etree import SubElement

from bot.cycle.model import OSLO
from bot.papers.characters import one_line
from bot.papers.edited import accepted, pieces
from bot.papers.edited.names import CELL, CONTENT, ID, PPR, ROW, RPR, RUN, TABLE, TEXT, P, W
from bot.papers.edited.proposed_runs import a_run, letters, runs, shared, split

DELETED = {TEXT: f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
NOTES = (*accepted.COMMENTS, f"{W}footnoteReference", f"{W}endnoteReference")
AFTER_MARKS = (f"{W}sectPr", f"{W}pPrChange")
"""What stands after a paragraph's own looks."""
NOT_NEW = tuple(f"{W}{name}" for name in ("tblHeader", "ins", "del", "trPrChange"))
"""What a new row does not take over from the one that it looks like."""
NUMBERS = 10  # digits of an id


class Pen:
    """Writes changes by `author` at `at` (aware) into one text; each has a number that nothing else there has."""

    def __init__(self, root: etree._Element, author: str, at: datetime) -> None:
        used = {int(value) for one in root.iter() if (value := one.get(ID) or "").isdecimal() and len(value) < NUMBERS}
        self.free = (number for number in count(1) if number not in used)
        # Word shows the hour as it stands here, whatever zone it is said to be in
        self.by = {f"{W}author": one_line(author), f"{W}date": f"{at.astimezone(OSLO):%Y-%m-%dT%H:%M:%SZ}"}
        self.written = False

    def mark(self, name: str) -> etree._Element:
        self.written = True
        one = etree.Element(f"{W}{name}", {ID: str(next(self.free))})
        one.attrib.update(self.by)
        return one

    # --- what comes

    def come(self, one: etree._Element) -> None:
        """Mark a paragraph, a table or a control that is new, with all that is in it."""
        if one.tag == P:
            self._end(one, "ins")
            for run in list(runs(one)):
                _wrap(run, self.mark("ins"))
        elif one.tag == TABLE:
            for row in list(pieces.below(one, ROW)):
                self.come_row(row)
        else:
            for child in [child for content in one.iter(CONTENT) for child in content if child.tag in (P, TABLE)]:
                self.come(child)

    def come_row(self, row: etree._Element) -> None:
        self._row(row, "ins")
        for cell in pieces.below(row, CELL):
            for run in [run for paragraph in cell.iter(P) for run in runs(paragraph)]:
                _wrap(run, self.mark("ins"))

    def around(self, control: etree._Element) -> None:
        """Mark a control itself as new."""
        start = self.mark("customXmlInsRangeStart")
        control.addprevious(start)
        control.addnext(etree.Element(f"{W}customXmlInsRangeEnd", {ID: start.get(ID, "")}))

    # --- what goes

    def go(self, one: etree._Element) -> None:
        """Mark a paragraph, a table or a control as gone."""
        if one.tag == P:
            self._end(one, "del")
            self.strike(runs(one))
        elif one.tag == TABLE:
            for row in list(pieces.below(one, ROW)):
                self.go_row(row)

    def go_row(self, row: etree._Element) -> None:
        self._row(row, "del")
        for cell in pieces.below(row, CELL):
            for paragraph in cell.iter(P):
                self.strike(runs(paragraph))

    def strike(self, runs: Iterator[etree._Element]) -> etree._Element | None:
        """Mark runs as gone; a comment's own mark stays. Returns the last mark."""
        last = None
        for run in [run for run in runs if next(run.iter(*NOTES), None) is None]:
            before = run.getprevious()
            if last is not None and before is last:
                last.append(run)
            else:
                _wrap(run, last := self.mark("del"))
            for one in list(run.iter(*DELETED)):
                one.tag = DELETED[str(one.tag)]
        return last

    # --- what is changed

    def rewrite(self, paragraph: etree._Element, old: str, new: str, start: int = 0) -> None:
        """Change `old`, which stands in a paragraph after `start` letters, to `new`: only the words that differ."""
        head = shared(old, new)
        tail = shared(old[head:][::-1], new[head:][::-1])
        first, last = start + head, start + len(old) - tail
        words = new[head : len(new) - tail]
        split(paragraph, first)
        split(paragraph, last)
        at = 0
        struck, before = [], None
        for run in list(runs(paragraph)):
            long = len(letters(run))
            if long and first <= at and at + long <= last:
                struck.append(run)
            elif at + long <= first:
                before = run
            at += long
        model = struck[0] if struck else before
        place = self.strike(iter(struck)) if struck else before
        if words:
            self._put(paragraph, words, model, place)

    def replace(self, paragraph: etree._Element, comes: list[etree._Element]) -> None:
        """Change all of a paragraph: its runs go, and `comes` (runs and links) stand at its end."""
        self.strike(runs(paragraph))
        for one in comes:
            paragraph.append(one)
        for run in [run for one in comes for run in ([one] if one.tag == RUN else one.iter(RUN))]:
            _wrap(run, self.mark("ins"))

    def refill(self, cell: etree._Element, words: str) -> None:
        """Change all that a cell says."""
        model = next(cell.iter(RUN), None)
        paragraphs = [one for one in cell.iter(P) if next(one.iterancestors(CELL)) is cell] or [SubElement(cell, P)]
        places = [self.strike(runs(paragraph)) for paragraph in paragraphs]
        if words:
            self._put(paragraphs[0], words, model, places[0])

    def a_row(self, model: etree._Element, cells: Sequence[etree._Element], texts: Sequence[str]) -> etree._Element:
        """A new row that looks like another, with `texts` in its cells."""
        row = etree.Element(ROW)
        looks = model.find(f"{W}trPr")
        if looks is not None:
            row.append(kept := deepcopy(looks))
            for one in [one for one in kept if one.tag in NOT_NEW]:
                kept.remove(one)
        for cell, words in zip(cells, texts, strict=True):
            made, first, run = SubElement(row, CELL), next(cell.iter(P), None), next(cell.iter(RUN), None)
            made.extend(deepcopy(one) for one in cell.findall(f"{W}tcPr"))
            for one in list(made.iter(f"{W}vMerge", f"{W}tcPrChange", f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")):
                one.getparent().remove(one)  # type: ignore[union-attr]  # it was found below the row
            paragraph = SubElement(made, P)
            paragraph.extend(deepcopy(one) for one in (() if first is None else first.findall(PPR)))
            for one in list(paragraph.iter(RPR, f"{W}pPrChange")):
                one.getparent().remove(one)  # type: ignore[union-attr]
            if words:
                paragraph.append(a_run(words, None if run is None else run.find(RPR)))
        self.come_row(row)
        return row

    def _put(self, paragraph: etree._Element, words: str, model: etree._Element | None, place: etree._Element | None) -> None:
        looks = None if model is None else model.find(RPR)
        run = a_run(words, looks)
        mark = self.mark("ins")
        mark.append(run)
        if place is not None:
            place.addnext(mark)
        elif (first := paragraph.find(PPR)) is not None:
            first.addnext(mark)
        else:
            paragraph.insert(0, mark)

    # --- what a mark is about

    def _end(self, paragraph: etree._Element, name: str) -> None:
        """Mark the end of a paragraph: it comes or goes with what was before it."""
        looks = paragraph.find(PPR)
        if looks is None:
            looks = etree.Element(PPR)
            paragraph.insert(0, looks)
        own = looks.find(RPR)
        if own is None:
            own = etree.Element(RPR)
            later = next((one for one in looks if one.tag in AFTER_MARKS), None)
            if later is None:
                looks.append(own)
            else:
                later.addprevious(own)
        _first(own, self.mark(name))

    def _row(self, row: etree._Element, name: str) -> None:
        looks = row.find(f"{W}trPr")
        if looks is None:
            looks = etree.Element(f"{W}trPr")
            after = row.find(f"{W}tblPrEx")
            row.insert(0 if after is None else row.index(after) + 1, looks)
        later = next((one for one in looks if one.tag in (f"{W}del", f"{W}trPrChange")), None)
        if later is None:
            looks.append(self.mark(name))
        elif not (name == "del" and later.tag == f"{W}del"):
            later.addprevious(self.mark(name))


def _wrap(run: etree._Element, mark: etree._Element) -> None:
    run.addprevious(mark)
    mark.append(run)


def _first(own: etree._Element, mark: etree._Element) -> None:
    """«ins» stands before «del», and both before all else."""
    if mark.tag == f"{W}del" and len(own) and own[0].tag == f"{W}ins":
        own[0].addnext(mark)
    elif not (len(own) and own[0].tag == mark.tag):
        own.insert(0, mark)
