"""Cases compared three ways: new ones, those that are gone, their titles and texts, and each organisation's contribution."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from difflib import SequenceMatcher

from lxml import etree

from bot.papers.edited import proposed_lines as lines
from bot.papers.edited import proposed_words as words
from bot.papers.edited.blocks import alike
from bot.papers.edited.names import CONTROL, PPR, P, W
from bot.papers.edited.pieces import Piece
from bot.papers.edited.proposed_controls import free, outside, top, unwrap
from bot.papers.edited.proposed_hand import Hand
from bot.papers.edited.proposed_places import Key, Laid, Place
from bot.papers.edited.proposed_runs import a_run, marked, said


class Cases:
    """The cases of one file. What must be remembered on the way is where the last one that was put in stands."""

    def __init__(self, base: Laid, there: Laid, fresh: Laid, hand: Hand) -> None:
        self.base, self.there, self.fresh, self.hand = base, there, fresh, hand
        self.named = {name: name for name in there.cases}
        """The case of the file for each of the program's: a new one may be there under the same title."""
        typed = {alike(case.title): name for name, case in there.cases.items() if name.startswith("?")}
        for name, case in fresh.cases.items():
            if name not in base.cases and name not in self.named and alike(case.title) in typed:
                self.named[name] = typed[alike(case.title)]
        self.put: dict[str, etree._Element] = {}
        self.last: etree._Element | None = None
        self.unnumbered = False

    def news(self) -> Iterator[str]:
        for name in self.fresh.cases:
            if name in self.named:
                yield from self._text(name, self.named[name])
                yield from self._contributions(name, self.named[name])
            elif name in self.base.cases:
                yield from self._lost(name)
            else:
                yield self._new(name)
        if self.unnumbered:
            yield words.UNNUMBERED
        for name in self.base.cases:
            if name not in self.fresh.cases and name in self.there.cases:
                yield self._gone(name)
        yield from self._order()

    # --- one that is there

    def _text(self, name: str, mine: str) -> Iterator[str]:
        """Its title, and what stands below it before any contribution."""
        place, there = self.fresh.places[Key("case", name)], self.there.places[Key("case", mine)]
        was = self.base.places.get(Key("case", name))
        if was is not None:
            yield from self._title(name, there)
        title = self._called(name)
        changed = lines.merge(was.units if was else (), there.units, place.units, there.elements[0], self.hand)
        if any(change.kind != "kept" for change in changed):
            yield words.case_text(title)
        yield from (words.case_kept(title, change) for change in changed if change.kind == "kept")

    def _title(self, name: str, there: Place) -> Iterator[str]:
        old, new, mine = (laid.cases[name].title for laid in (self.base, self.fresh, self.there))
        if alike(new) in (alike(old), alike(mine)):
            return
        if mine != old:
            yield words.renamed(old, new, mine)
            return
        element = there.elements[0]
        text = said(element)
        if "".join(old.split()) not in "".join(text.split()):  # somebody has let two paragraphs run together
            yield words.renamed(old, new, mine)
            return
        if old in text and not marked(element):  # a number that somebody has typed in front of it stays
            self.hand.pen.rewrite(element, old, new, text.index(old))
        else:
            self.hand.pen.replace(element, [a_run(new)])
        free(element)
        yield words.renamed(old, new, None)

    def _contributions(self, name: str, mine: str) -> Iterator[str]:
        title = self._called(name)
        after = self.hand.past(self.there.places[Key("case", mine)].elements[-1])
        for key in self.fresh.under(name):
            place, was, there = self.fresh.places[key], self.base.places.get(key), self.there.places.get(key._replace(name=mine))
            if there is not None:
                yield from self._contribution(was, there, place, title)
                after = self.hand.past(there.elements[-1])
            elif was is None or _differ(was, place):
                for unit in place.all:
                    after = self.hand.insert(after, unit.element)
                yield words.contribution(place.title, title) if was is None else words.again(place.title, title)
        for key in self.base.under(name):
            there = self.there.places.get(key._replace(name=mine))
            if key not in self.fresh.places and there is not None:
                yield self._withdrawn(self.base.places[key], there, title)

    def _contribution(self, was: Place | None, there: Place, place: Place, title: str) -> Iterator[str]:
        """A text that is in the file: nothing of what is new in it may be lost, whatever a person has made of it."""
        changed = lines.merge(was.units if was else (), there.units, place.units, there.elements[0], self.hand, insist=True)
        kinds = {change.kind for change in changed}
        if kinds == {"added"}:
            yield words.more(place.title, title)
        elif kinds - {"kept"}:
            yield words.rewritten(place.title, title)
        if "beside" in kinds:
            yield words.beside(place.title)
        yield from (words.contribution_kept(place.title, change) for change in changed if change.kind == "kept")

    def _withdrawn(self, was: Place, there: Place, title: str) -> str:
        if _differ(was, there):
            return words.withdrawn_kept(was.title, title)
        for unit in there.all:
            self.hand.pen.go(unit.element)
        return words.withdrawn(was.title, title)

    # --- one that comes

    def _new(self, name: str) -> str:
        before = list(self.fresh.cases)
        before = before[: before.index(name)]
        previous = next((one for one in reversed(before) if one in self.put or one in self.named), "")
        after = self.put[previous] if previous in self.put else self._end(self.named[previous]) if previous else self._first()
        like = next(iter([*([self.named[previous]] if previous in self.named else []), *self.there.cases]), None)
        model = self.there.places[Key("case", like)] if like else None
        opening = model.opening.part if model and model.opening else None
        self.unnumbered |= isinstance(opening, Piece) and not opening.automatic
        for one in self._parts(name):
            after = self.hand.insert(after, one, model.elements[0] if model else None)
        if after is not None:
            self.put[name] = after
        return words.new_case(self.fresh.cases[name].title, self._called(previous))

    def _parts(self, name: str) -> Sequence[etree._Element]:
        """A case with its control, where the others have theirs around them; else what stands in it."""
        whole = self.fresh.whole(name)
        bare = self.there.cases and all(
            outside(self.there.places[Key("case", one)].elements[0], most="").tag != CONTROL for one in self.there.cases
        )
        return whole if bare else tuple(dict.fromkeys(map(top, whole)))

    def _called(self, name: str) -> str:
        """A case as a person has called it; else as the program does now."""
        if name not in self.fresh.cases:
            return ""
        mine = self.there.cases.get(self.named.get(name, ""))
        own = mine is not None and (name not in self.base.cases or mine.title != self.base.cases[name].title)
        return mine.title if mine is not None and own else self.fresh.cases[name].title

    def _end(self, name: str) -> etree._Element:
        return self.hand.past(outside(self.there.whole(name)[-1], most=""))

    def _first(self) -> etree._Element | None:
        """What the first case stands after: what introduces them, or what stands before the one that is first now."""
        introduced = self.there.places.get(Key("section", "cases"))
        if introduced is not None:
            return self.hand.past(outside(introduced.elements[-1], most=""))
        first = next(iter(self.there.cases), None)
        if first is not None:
            return outside(self.there.whole(first)[0], most="").getprevious()
        head = self.there.places.get(Key("head"))
        return self.hand.past(outside(head.elements[-1], most="")) if head else None

    # --- one that a person has taken out, or that the program has no longer

    def _lost(self, name: str) -> Iterator[str]:
        """No contribution goes with the case: what is new of them is put in after the cases."""
        title = self.base.cases[name].title
        was, place = self.base.places[Key("case", name)], self.fresh.places[Key("case", name)]
        for unit in lines.differing(was.units, place.units):
            yield words.case_lost(title, unit.text)
        for key in self.fresh.under(name):
            one = self.fresh.places[key]
            if key not in self.base.places or _differ(self.base.places[key], one):
                self.last = self.hand.insert(self.last if self.last is not None else self._after_all(), _heading(place, one.title))
                for unit in one.units:
                    self.last = self.hand.insert(self.last, unit.element)
                yield words.contribution_last(one.title, title)

    def _after_all(self) -> etree._Element | None:
        last = next(reversed(self.there.cases), None)
        return self._end(last) if last is not None else self._first()

    def _gone(self, name: str) -> str:
        """A case that nobody has written in is marked as gone; its own control is no longer about anything."""
        title, mine = self.base.cases[name].title, self.there.cases[name]
        before, now = ({key for key in laid.places if key.kind == "case" and key.name == name} for laid in (self.base, self.there))
        touched = mine.title != title or mine.decision or mine.follow_up or before != now
        if touched or any(_differ(self.base.places[key], self.there.places[key]) for key in now):
            return words.gone_case(title, kept=True)
        whole = self.there.whole(name)
        for one in whole:
            self.hand.pen.go(one)
        unwrap(whole[0])
        return words.gone_case(title, kept=False)

    def _order(self) -> Iterator[str]:
        """Another order is only told: a case that is moved as a tracked change stands twice until somebody accepts it."""
        kept = [name for name in self.fresh.cases if name in self.base.cases and name in self.there.cases]
        before, mine = ([name for name in laid.cases if name in kept] for laid in (self.base, self.there))
        if kept in (before, mine):
            return
        matcher = SequenceMatcher(None, before, kept, autojunk=False)
        still = {kept[block.b + at] for block in matcher.get_matching_blocks() for at in range(block.size)}
        for at, name in enumerate(kept):
            if name not in still:
                yield words.moved(self.there.cases[name].title, self.there.cases[kept[at - 1]].title if at else "")


def _differ(one: Place, other: Place) -> bool:
    """Whether two places say different things; an organisation's name is the same in both."""
    return [unit.same for unit in one.units] != [unit.same for unit in other.units]


def _heading(case: Place, organisation: str) -> etree._Element:
    """A heading like a case's, without a number."""
    heading = etree.Element(P)
    heading.extend(deepcopy(one) for one in case.elements[0].findall(PPR))
    for one in list(heading.iter(f"{W}numPr")):
        one.getparent().remove(one)  # type: ignore[union-attr]  # it was found below the heading
    heading.append(a_run(organisation))
    return heading
