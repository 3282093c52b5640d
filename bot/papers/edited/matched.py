"""Which case is which: by its control, by the controls inside it, by its title, and last by its place."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.papers.edited import blocks
from bot.papers.edited.blocks import alike, one_line, quoted
from bot.papers.edited.divided import Found
from bot.papers.edited.model import FoundBy, ReadCase
from bot.papers.known import LONGEST_TAG

LIKE = 0.75
"""How like each other two titles are, for one to be the other with some words changed: 1 is the same."""
MOST = 60  # cases that are compared with each other
LONGEST = 200
CUT = 200
"""A title that is known in no more than so many characters may go on."""
Titles = Sequence[tuple[str, str]]


def read(found: Sequence[Found], known: Titles) -> tuple[tuple[ReadCase, ...], tuple[str, ...]]:
    """The cases with their ids, and what a secretary should know of how they were found. `known` are ids with titles as they were made."""
    kept = [case for case in found if case.title or case.parts]
    matcher = _Matcher(kept, known)
    matcher.by_control()
    matcher.by_heading()
    if not any(case.id for case in kept):
        matcher.by_order()
    return tuple(matcher.case(at) for at in range(len(kept))), tuple(matcher.remarks())


class _Matcher:
    def __init__(self, found: Sequence[Found], known: Titles) -> None:
        self.found, self.known = found, [(case, one_line(title)) for case, title in known]
        self.titles = dict(self.known)
        self.ids: dict[int, tuple[str, FoundBy]] = {}
        self.copies: dict[int, str] = {}

    def by_control(self) -> None:
        """One control, one case: of two with the same, that with the known title is the one, and the other is a copy that is new."""
        claims: dict[str, list[int]] = {}
        for at, case in enumerate(self.found):
            identity = case.id or next(iter(case.inner), "")
            if identity:
                claims.setdefault(self._whole(identity), []).append(at)
        for identity, places in claims.items():
            outer = [at for at in places if self.found[at].id] or places
            best = next((at for at in outer if self._titled(at, identity)), outer[0])
            self.ids[best] = (identity, "control" if self.found[best].id else "heading")
            self.copies |= {at: identity for at in places if at != best and self.found[at].id}

    def _titled(self, at: int, identity: str) -> bool:
        return alike(self.found[at].title) == alike(self.titles.get(identity, ""))

    def by_heading(self) -> None:
        """The same title, and then one that is like it: the likest first."""
        same = {alike(title): identity for identity, title in reversed(self._left())}
        for at in self._open():
            if identity := same.pop(alike(self.found[at].title), ""):
                self.ids[at] = (identity, "heading")
        left = self._left()[:MOST]
        pairs = ((_likeness(self.found[at].title, title), at, identity) for at in self._open()[:MOST] for identity, title in left)
        taken: set[str] = set()
        for _, at, identity in sorted((pair for pair in pairs if pair[0] >= LIKE), key=lambda pair: (-pair[0], pair[1])):
            if at not in self.ids and identity not in taken:
                taken.add(identity)
                self.ids[at] = (identity, "heading")

    def by_order(self) -> None:
        """Between two that are known, as many unknown as are missing there: then those are they, in the same order."""
        order = {identity: place for place, (identity, _) in enumerate(self.known)}
        missing = [(order[identity], identity) for identity, _ in self._left()]
        before, since = -1, 0
        for at in (*sorted(self.ids), len(self.found)):
            after = order.get(self.ids[at][0], -1) if at in self.ids else len(self.known)
            between = [identity for place, identity in missing if before < place < after]
            if len(between) == at - since:
                self.ids |= {place: (identity, "order") for place, identity in zip(range(since, at), between, strict=True)}
            before, since = after, at + 1

    def _open(self) -> list[int]:
        return [at for at, case in enumerate(self.found) if at not in self.ids and case.title and at not in self.copies]

    def _left(self) -> list[tuple[str, str]]:
        taken = {identity for identity, _ in self.ids.values()}
        return [(identity, title) for identity, title in self.known if identity not in taken]

    def _whole(self, identity: str) -> str:
        """An id that was cut because a tag has room for no more."""
        cut = len(identity) + len("case:") >= LONGEST_TAG
        return next((known for known in self.titles if known.startswith(identity)), identity) if cut else identity

    def case(self, at: int) -> ReadCase:
        one = self.found[at]
        identity, how = self.ids.get(at, ("", ""))
        known = self.titles.get(identity, "")
        if len(known) >= CUT and one.title.startswith(known):
            known = one.title
        return ReadCase(
            identity, one.title, known, how or "", blocks.read(one.body), blocks.text(one.decision), blocks.text(one.follow_up)
        )  # fmt: skip

    def remarks(self) -> list[str]:
        """Said once when every control is gone, and for each case when only some are."""
        said = [f"Saken {quoted(self.found[at].title)} er en kopi av en annen sak og regnes som ny." for at in self.copies]
        again = [(at, how) for at, (_, how) in sorted(self.ids.items()) if how != "control"]
        if again and len(again) == len(self.ids):
            said.append("Filen har mistet merkene som viser hvilken sak som er hvilken. Sakene er funnet igjen på tittel og rekkefølge.")
            return said + [self._placed(at) for at, how in again if how == "order"]
        return said + [
            f"Saken {quoted(self.found[at].title)} har mistet merket sitt, men er funnet igjen på overskriften." for at, _ in again
        ]

    def _placed(self, at: int) -> str:
        was = self.titles.get(self.ids[at][0], "")
        return f"Saken {quoted(self.found[at].title)} står der {quoted(was)} sto, og regnes som den samme."


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, alike(one)[:LONGEST], alike(other)[:LONGEST], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0.0
