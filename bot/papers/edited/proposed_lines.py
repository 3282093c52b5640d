"""Paragraphs compared three ways: what the program has changed since a file left is put into it, and what a person has written stays."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

from lxml import etree

from bot.papers.edited import when
from bot.papers.edited.pieces import Piece, Tabular
from bot.papers.edited.proposed_controls import free
from bot.papers.edited.proposed_hand import Hand, linked
from bot.papers.edited.proposed_places import Unit
from bot.papers.edited.proposed_runs import marked, said

LIKE = 0.5
"""How like each other two lines are, for one to be the other with some words changed: 1 is the same."""
LONGEST = 400  # letters that are compared
COMPARED = 60  # lines that are compared with each other


class Change(NamedTuple):
    """One thing that the program has changed. `there` is what a person has in its place, where that stands.

    `about` is the line itself, as the program has it now or had it.
    """

    kind: Literal["added", "removed", "changed", "kept", "beside"]
    about: Unit
    before: str = ""
    after: str = ""
    there: str = ""


def merge(
    base: Sequence[Unit], there: Sequence[Unit], fresh: Sequence[Unit], start: etree._Element | None, hand: Hand, *, insist: bool = False
) -> list[Change]:
    """Put into the goal (`there`) what differs between `base` and `fresh`; what has no line before it stands after `start`.

    With `insist` nothing new is only told of: what a person has written over or taken out is put in beside it.
    """
    return list(_Merger(base, there, hand, insist=insist).merge(fresh, start))


def differing(base: Sequence[Unit], fresh: Sequence[Unit]) -> list[Unit]:
    """What the program has that it did not have."""
    return [now for before, now in _steps(base, fresh) if now is not None and (before is None or before.look != now.look)]


class _Merger:
    def __init__(self, base: Sequence[Unit], there: Sequence[Unit], hand: Hand, *, insist: bool) -> None:
        self.base, self.hand, self.insist = base, hand, insist
        self.same, self.left = _matched(base, there)
        self.instead = _instead(base, there, self.same)
        self.after: etree._Element | None = None

    def merge(self, fresh: Sequence[Unit], start: etree._Element | None) -> Iterator[Change]:
        self.after = start
        for before, now in _steps(self.base, fresh):
            if before is not None and now is not None:
                yield from self._change(before, now)
            elif now is not None:
                yield from self._add(now)
            elif before is not None:
                yield from self._remove(before)

    def _pass(self, there: Unit | None) -> None:
        if there is not None:
            self.after = there.element

    def _insert(self, now: Unit) -> None:
        self.after = self.hand.insert(self.after, now.element)

    def _add(self, now: Unit) -> Iterator[Change]:
        if (there := self._taken(lambda one: one.same == now.same)) is not None:
            self._pass(there)
        elif now.fact and (there := self._taken(lambda one: one.fact == now.fact)) is not None:
            self._pass(there)
            yield from _kept(now, Change("kept", now, "", now.text, there.text))
        else:
            self._insert(now)
            yield Change("added", now, "", now.text)

    def _remove(self, before: Unit) -> Iterator[Change]:
        there = self.same.get(id(before))
        if before.room:
            self._pass(there)
            if there is not None and there.text:
                yield Change("kept", before, "", "", there.text)
        elif there is not None:
            self.hand.go(there)
            self._pass(there)
            yield Change("removed", before, before.text)
        elif (there := self._counterpart(before)) is not None:
            self._pass(there)
            yield Change("kept", before, before.text, "", there.text)

    def _change(self, before: Unit, now: Unit) -> Iterator[Change]:
        there = self.same.get(id(before))
        if before.look == now.look:
            self._pass(there)
        elif there is not None:
            self.after = self.hand.change(there, now)
            yield from _by_line(before, now)
        elif (there := self._taken(lambda one: one.same == now.same)) is not None:
            self._pass(there)
        elif (there := self._counterpart(before)) is not None:
            self._pass(there)
            yield from self._both(before, there, now)
        elif self.insist:
            self._insert(now)
            yield Change("beside", now, before.text, now.text)
        else:
            yield Change("kept", now, before.text, now.text)

    def _both(self, before: Unit, there: Unit, now: Unit) -> Iterator[Change]:
        """Both have changed a paragraph: line by line, where it has as many as it had."""
        rows = [said(one.element).split("\n") for one in (before, there, now)]
        whole = len({len(row) for row in rows}) == 1 and len(rows[0]) > 1 and not (marked(there.element) or linked(now) or linked(there))
        if not whole and self.insist:
            self._insert(now)
            yield Change("beside", now, before.text, now.text, there.text)
        elif not whole:
            yield from _kept(now, Change("kept", now, before.text, now.text, there.text))
        else:
            yield from self._lines(there, now, list(zip(*rows, strict=True)))

    def _lines(self, there: Unit, now: Unit, rows: Sequence[tuple[str, str, str]]) -> Iterator[Change]:
        start = sum(len(mine) + 1 for _, mine, _ in rows)
        found = []
        for old, mine, new in reversed(rows):  # from the end, so that what is in front of it stands where it stood
            start -= len(mine) + 1
            if _bare(old) == _bare(new) or _bare(mine) == _bare(new):
                continue
            if _bare(old) == _bare(mine):
                self.hand.pen.rewrite(there.element, mine, new, start)
                free(there.element)
                found.append(Change("changed", now, old, new))
            else:
                found += list(_kept(now, Change("kept", now, old, new, mine)))
        yield from reversed(found)

    # --- what a person has made of a line

    def _taken(self, fits: Callable[[Unit], bool]) -> Unit | None:
        found = next((one for one in self.left if fits(one)), None)
        if found is not None:
            self.left.remove(found)
        return found

    def _counterpart(self, before: Unit) -> Unit | None:
        if isinstance(before.part, Tabular):
            return self._taken(lambda one: isinstance(one.part, Tabular) and _kin(before, one))
        if before.fact and (found := self._taken(lambda one: one.fact == before.fact)):
            return found
        near = [(likeness, at) for at, one in enumerate(self.left[:COMPARED]) if (likeness := _likeness(before, one)) >= LIKE]
        if near:
            return self.left.pop(min(near, key=lambda pair: (-pair[0], pair[1]))[1])
        return self._taken(lambda one: one is self.instead.get(id(before)))


def _matched(base: Sequence[Unit], there: Sequence[Unit]) -> tuple[dict[int, Unit], list[Unit]]:
    """Which line is still the same: in its order, and then wherever somebody has put it. And those that are a person's."""
    known = {one.same for one in base}
    kept = [one for one in there if one.same in known and _whole(one)]
    matcher = SequenceMatcher(None, [one.same for one in base], [one.same for one in kept], autojunk=False)
    found = {id(base[block.a + at]): kept[block.b + at] for block in matcher.get_matching_blocks() for at in range(block.size)}
    taken = {id(one) for one in found.values()}
    moved: dict[str, list[Unit]] = {}
    for one in kept:
        if id(one) not in taken:
            moved.setdefault(one.same, []).append(one)
    for one in base:
        if id(one) not in found and moved.get(one.same):
            found[id(one)] = moved[one.same].pop(0)
    taken = {id(one) for one in found.values()}
    return found, [one for one in there if id(one) not in taken]


def _whole(one: Unit) -> bool:
    """Whether all that a paragraph says stands in it: not when somebody has let another run into it, and that is not accepted yet."""
    return isinstance(one.part, Tabular) or bool(one.picture) or one.room or _bare(said(one.element)) == one.same


def _instead(base: Sequence[Unit], there: Sequence[Unit], same: Mapping[int, Unit]) -> dict[int, Unit]:
    """What stands where a line stood: between two lines that still stand, as many of a person's as are gone."""
    at = {id(one): place for place, one in enumerate(there)}
    found: dict[int, Unit] = {}
    gone: list[Unit] = []
    since = 0
    for one in (*base, None):
        if one is not None and id(one) not in same:
            gone.append(one)
            continue
        here = len(there) if one is None else at[id(same[id(one)])]
        between = there[since:here]
        if len(between) == len(gone):
            found |= {id(was): now for was, now in zip(gone, between, strict=True)}
        gone, since = [], max(since, here + 1)
    return found


def _steps(base: Sequence[Unit], fresh: Sequence[Unit]) -> Iterator[tuple[Unit | None, Unit | None]]:
    """From what the program had to what it has: line with line, a line that came, or one that went."""
    matcher = SequenceMatcher(None, [one.look for one in base], [one.look for one in fresh], autojunk=False)
    for kind, first, last, begins, ends in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(base[first:last], fresh[begins:ends], strict=True)
            continue
        left = list(base[first:last])
        for now in fresh[begins:ends]:
            at = next((at for at, before in enumerate(left[:COMPARED]) if _kin(before, now)), None)
            if at is None:
                yield None, now
                continue
            for gone in left[:at]:
                yield gone, None
            yield left[at], now
            left = left[at + 1 :]
        for gone in left:
            yield gone, None


def _kin(before: Unit, now: Unit) -> bool:
    if before.named or now.named:
        return before.named == now.named
    if isinstance(before.part, Tabular) and isinstance(now.part, Tabular):
        return before.part.header == now.part.header
    if isinstance(before.part, Piece) and isinstance(now.part, Piece):
        form = (before.part.level, before.part.depth >= 0) == (now.part.level, now.part.depth >= 0)
        return form and ((bool(before.fact) and before.fact == now.fact) or _likeness(before, now) >= LIKE)
    return False


def _likeness(one: Unit, other: Unit) -> float:
    if not (isinstance(one.part, Piece) and isinstance(other.part, Piece)):
        return 0.0
    matcher = SequenceMatcher(None, one.text[:LONGEST], other.text[:LONGEST], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0.0


def _by_line(before: Unit, now: Unit) -> Iterator[Change]:
    """What is changed in a paragraph, a line at a time where it has as many as it had."""
    old, new = before.text.split("\n"), now.text.split("\n")
    pairs = zip_longest(old, new) if len(old) == len(new) else [(before.text, now.text)]
    changed = [(one, other) for one, other in pairs if one != other] or [(before.text, now.text)]
    for one, other in changed:
        yield Change("changed", now, one, other)


def _kept(now: Unit, change: Change) -> Iterator[Change]:
    """Nothing, where a person has written the same moment in another way."""
    mine, ours = when.read(change.there), when.read(change.after)
    if not (now.fact == "when" and ours.day and mine[1:] == ours[1:]):
        yield change


def _bare(text: str) -> str:
    return "".join(text.split())
