"""What is new since a file left, put into the file as a person has edited it: as tracked changes that the secretary accepts or rejects."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from bot.papers import known
from bot.papers.edited import dispatch, proposed_lines, proposed_places, proposed_rows, reading
from bot.papers.edited import proposed_words as words
from bot.papers.edited.names import CONTROL, CONTROL_LOOKS, VAL, W
from bot.papers.edited.proposed_cases import Cases
from bot.papers.edited.proposed_controls import outside, top
from bot.papers.edited.proposed_grafts import Graft
from bot.papers.edited.proposed_hand import Hand
from bot.papers.edited.proposed_lines import Change
from bot.papers.edited.proposed_marks import Pen
from bot.papers.edited.proposed_places import Key, Laid, Place
from bot.papers.package import serialized

LONGEST = 9  # digits of a property's number


class Proposal(NamedTuple):
    """A file with what is new as tracked changes, and `news`: a Norwegian sentence for each thing that is new."""

    content: bytes
    news: tuple[str, ...]


def propose(base: bytes, edited: bytes, fresh: bytes, author: str, at: datetime) -> Proposal:
    """What is new in `fresh` against `base`, put into `edited`, which a person has made of `base`.

    What the person has changed stays as it is; where the program has changed the same place, the news tell it. Without news the file comes
    back byte for byte. `author` stands beside each change in Word, with `at` (aware). With news the file says that it is `fresh`'s version:
    what is new next time, is new against that. Raises opened.Refused when `edited` cannot be read.
    """
    package, root = reading.entered(edited)
    was, now = _laid(base), _laid(fresh)
    titles = [(identity, case.title) for identity, case in was.cases.items()]
    names = [place.title for laid in (was, now) for key, place in laid.places.items() if key.kind == "case" and key.under]
    there = proposed_places.lay(package, root, titles, names)
    proposer = _Proposer(was, there, now, Pen(root, author, at))
    news = tuple(proposer.news())
    return Proposal(proposer.packed() if news else edited, news)


def _laid(content: bytes) -> Laid:
    """A file that the program has made."""
    package, root = reading.entered(content)
    return proposed_places.lay(package, root, known.read(package.tree(known.PART)).cases)


class _Proposer:
    def __init__(self, base: Laid, there: Laid, fresh: Laid, pen: Pen) -> None:
        self.base, self.there, self.fresh, self.pen = base, there, fresh, pen
        self.graft = Graft(fresh, there)
        self.hand = Hand(self.graft, pen)

    def news(self) -> Iterator[str]:
        """Everything that is new, in the order of the paper: the tables stand where they stand, and are told of last."""
        for key, place in self.fresh.places.items():
            if key.kind == "head":
                yield from self._section(key, place)
        yield from Cases(self.base, self.there, self.fresh, self.hand).news()
        for key, place in self.fresh.places.items():
            if key.kind == "section":
                yield from self._section(key, place)
        for key, place in self.base.places.items():
            if key.kind == "section" and key not in self.fresh.places and key in self.there.places:
                changed = proposed_lines.merge(place.all, self.there.places[key].all, (), None, self.hand)
                kept = [words.line(change, place.title) for change in changed if change.kind == "kept"]
                yield from kept or [words.gone_section(place.title)]
        yield from proposed_rows.merge(self.base, self.there, self.fresh, self.pen)

    def _section(self, key: Key, place: Place) -> Iterator[str]:
        """The top of the paper, or a section with its heading; not its table."""
        was, mine = self.base.places.get(key), self.there.places.get(key)
        if was is not None and mine is not None:
            changed = proposed_lines.merge(was.all, mine.all, place.all, None, self.hand)
            yield from (words.line(change, place.title) for change in changed if change.kind != "added" or not change.about.room)
        elif was is not None:
            yield from (words.lost(was.title, one.text) for one in proposed_lines.differing(was.all, place.all) if not one.room)
        elif mine is None:
            yield self._new_section(key, place)
        elif not {one.same for one in place.units} <= {one.same for one in mine.units}:
            yield words.line(Change("kept", place.units[0], "", _text(place), _text(mine)), place.title)

    def _new_section(self, key: Key, place: Place) -> str:
        """A section with all that is in it, after the one that it comes after."""
        before = list(self.fresh.places)
        ends = (self._end(one) for one in reversed(before[: before.index(key)]))
        after = next((end for end in ends if end is not None), None)
        for one in dict.fromkeys(map(top, place.elements)):
            after = self.hand.insert(after, one)
        return words.section(place.title)

    def _end(self, key: Key) -> etree._Element | None:
        place = self.there.places.get(key)
        return self.hand.past(outside(place.elements[-1], most="")) if place else None

    # --- what the file says that it is

    def packed(self) -> bytes:
        """The goal with all that was put into it, as the fresh paper's version."""
        properties = self._properties()
        named = self._named()
        text = {self.there.package.main: serialized(self.there.root)} if self.pen.written or named else {}
        changed = {**self.graft.changed(), **properties, **text}
        return dispatch.packed(self.there.package, changed) if changed else self.there.package.content

    def _properties(self) -> Mapping[str, bytes]:
        """The document's own properties, where it has kept them."""
        ours, theirs = (laid.package.tree(known.PART) for laid in (self.fresh, self.there))
        if ours is None or theirs is None or known.read(ours) == known.read(theirs):
            return {}
        for one in [one for one in theirs if (one.get("name") or "").startswith(known.NAME)]:
            theirs.remove(one)
        numbers = [int(pid) for one in theirs if (pid := one.get("pid") or "").isdecimal() and len(pid) < LONGEST]
        first = max(numbers, default=1) + 1
        for number, one in enumerate((one for one in ours if (one.get("name") or "").startswith(known.NAME)), first):
            theirs.append(made := deepcopy(one))
            made.set("pid", str(number))
        return {known.PART: serialized(theirs)}

    def _named(self) -> bool:
        """The control around the main heading. Returns whether it said something else."""
        name = next((one.get(VAL, "") for one in _outer(self.fresh.root)), "")
        others = [one for one in _outer(self.there.root) if name and one.get(VAL) != name]
        for one in others:
            one.set(VAL, name)
        return bool(others)


def _outer(root: etree._Element) -> Iterator[etree._Element]:
    """What says the paper's name on a control: its tag and its title."""
    for control in root.iter(CONTROL):
        for one in control.iterfind(f"{CONTROL_LOOKS}/*"):
            if one.tag in (f"{W}tag", f"{W}alias") and one.get(VAL, "").startswith(known.OUTER):
                yield one


def _text(place: Place) -> str:
    return " ".join(one.text for one in place.units)
