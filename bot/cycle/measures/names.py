"""Who a cell names: several in one cell, and one spelt in several ways. What is not certain is proposed, and decided by a person."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

Decided = Mapping[str, str | tuple[str, ...]]
"""What a person has decided: a name as it is written in the table, and what it stands for."""

_SEPARATOR = re.compile(r"[/;,\n]+")
_DOUBLED = re.compile(r"(.)\1+")
LONGEST = 60
"""Letters of a name, and no more: what is longer is a sentence, and is not compared."""
WORDS = 12
"""Words in a cell that is searched for several names."""
SHORTEST = 5
"""Letters of a word that may be a misspelling of another; shorter words differ by a letter and mean different things."""


class Proposal(NamedTuple):
    """`written` may mean `meant`: one other spelling, or several names. For a person to decide."""

    written: str
    meant: tuple[str, ...]


class Names:
    """The names of one table: what is known from all of its cells decides how each is read."""

    def __init__(self, cells: Iterable[str], decided: Decided) -> None:
        """`cells` are all that hold names, also of partners: a name that stands alone in one is known in the others."""
        self._decided = {folded(written): (meant,) if isinstance(meant, str) else meant for written, meant in decided.items()}
        self._settled = {folded(name): name for meant in self._decided.values() for name in meant}
        self._cut: dict[str, tuple[str, ...] | None] = {}
        counted = Counter(part for cell in cells for part in _parts(cell))
        self._known = {folded(name) for name in counted} | self._decided.keys() | self._settled.keys()
        counted.update(name for part, number in [*counted.items()] for name in (self._split(part) or ()) * number)
        self._count: Counter[str] = Counter()
        self._spelling: dict[str, str] = {}
        for name, number in counted.most_common():
            self._count[folded(name)] += number
            self._spelling.setdefault(folded(name), name)
        self._spelling |= self._settled

    def read(self, cell: str) -> tuple[str, ...]:
        """The names in a cell, each once, in the spelling that was decided or else is used most."""
        if (whole := self._decided.get(folded(cell))) is not None:
            return whole
        names = (name for part in _parts(cell) for name in self._names(part))
        return tuple(dict.fromkeys(names))

    def _names(self, part: str) -> Iterator[str]:
        for name in self._split(part) or (part,):
            yield from self._decided.get(folded(name)) or (self._spelling.get(folded(name), name),)

    # --- several names with nothing but a space between them

    def _split(self, part: str) -> tuple[str, ...] | None:
        """The known names that a part is made of, when it is made of nothing else, and no name of itself that a person decided on."""
        if part not in self._cut:
            words = part.split()
            alone = not 1 < len(words) <= WORDS or folded(part) in self._decided
            self._cut[part] = None if alone else self._from(words)
        return self._cut[part]

    def _from(self, words: Sequence[str]) -> tuple[str, ...] | None:
        """The longest known name first. A name begins with a capital letter: «Teknisk etat» is not a «Teknisk» and an «etat»."""
        rests: dict[int, tuple[str, ...] | None] = {len(words): ()}
        for start in range(len(words) - 1, -1, -1):
            rests[start] = None
            for end in range(len(words) - (start == 0), start, -1):
                rest = rests[end + 1 if words[end : end + 1] == ["og"] and end + 1 < len(words) else end]
                if rest is not None and self._known_as(words[start:end]):
                    rests[start] = (" ".join(words[start:end]), *rest)
                    break
        return rests[0]

    def _known_as(self, words: Sequence[str]) -> bool:
        return not words[0][0].islower() and folded(" ".join(words)) in self._known

    # --- what a person must decide, or has decided in vain

    def proposals(self, cell: str) -> Iterator[Proposal]:
        """The parts of a cell that seem to be several names, of which only some are known."""
        if folded(cell) in self._decided:
            return
        for part in _parts(cell):
            words = part.split()
            if folded(part) in self._decided or self._split(part) or not 1 < len(words) <= WORDS:
                continue
            pieces = tuple(self._pieces(words))
            if len(pieces) > 1 and not any(piece[0].islower() for piece in pieces):
                yield Proposal(part, pieces)

    def _pieces(self, words: Sequence[str]) -> Iterator[str]:
        """A part cut at the known names in it: «RNH NAV» at RNH."""
        unknown: list[str] = []
        at = 0
        while at < len(words):
            length = next((end for end in range(len(words), at, -1) if self._stands(words, at, end)), at)
            if length == at:
                unknown.append(words[at])
                at += 1
                continue
            yield from _named(unknown)
            unknown = []
            yield " ".join(words[at:length])
            at = length
        yield from _named(unknown)

    def _stands(self, words: Sequence[str], start: int, end: int) -> bool:
        return end - start < len(words) and folded(" ".join(words[start:end])) in self._known

    def alike(self, names: Iterable[str]) -> tuple[Proposal, ...]:
        """Names that differ by a letter from one that is used more, and that nobody has decided on."""
        known = dict.fromkeys(folded(name) for name in names if len(name) <= LONGEST)
        order = sorted(known, key=lambda name: -self._weight(name))  # of two that are used as much, the one that is met first
        buckets: defaultdict[str, list[str]] = defaultdict(list)
        for name in order:
            for key in _keys(name):
                buckets[key].append(name)
        found: dict[str, str] = {}
        for leader, *others in buckets.values():
            for other in others:
                if other not in self._decided and other not in self._settled and _same(leader, other):
                    found.setdefault(other, leader)
        return tuple(Proposal(self._spelling.get(one, one), (self._spelling.get(meant, meant),)) for one, meant in sorted(found.items()))

    def _weight(self, name: str) -> float:
        return float("inf") if name in self._settled else self._count[name]

    def standing(self, cells: Iterable[str]) -> frozenset[str]:
        """Everything in some cells that can be decided on, folded: whole cells, their parts, and the names in these."""
        parts = {part for cell in cells for part in (cell, *_parts(cell))}
        return frozenset(folded(name) for part in parts for name in (part, *(self._split(part) or ())))


def _named(words: Sequence[str]) -> Iterator[str]:
    """Words between known names, without the «og» that joins them to these."""
    kept = [word for at, word in enumerate(words) if word != "og" or 0 < at < len(words) - 1]
    if kept:
        yield " ".join(kept)


def folded(name: str) -> str:
    """A name as it is compared: without differences of case, spaces and composed letters."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _parts(cell: str) -> tuple[str, ...]:
    """A cell cut where people mean «and»: at slashes, commas, semicolons and new lines."""
    return tuple(name for part in _SEPARATOR.split(cell) if (name := " ".join(part.split())))


def _keys(name: str) -> set[str]:
    """The name, and the name without one of its letters: two that share a key differ by a letter (Garbe's symmetric deletion)."""
    bare = _DOUBLED.sub(r"\1", name)
    return {bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))}


def _same(one: str, other: str) -> bool:
    """Whether two names that share a key may be one: word by word, and never where a number or a short word is what differs."""
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return False
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return all(min(map(len, pair)) >= SHORTEST and not any(mark.isdigit() for mark in "".join(pair)) for pair in differing)
