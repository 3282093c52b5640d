"""Reads the values of goals in a mail: «8 012», «Arbeidsplasser: 8.012», «2027: 8 012 (SSB, tabell 07984)», «Gjøvik: 75,2 %».

It never guesses. A line with a figure that is for no goal in particular, or may be read in two ways, is handed on as it was written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.cycle import figures
from bot.papers.characters import clean
from bot.papers.measuring import labels
from bot.papers.measuring.labels import FILLERS, WORD, YEAR, Label
from bot.papers.measuring.model import Read, Stated, Wanted

MOST = 20_000
"""Characters of an answer that is read; a longer one is for a person."""
LONGEST = 300
"""Characters of a line that a figure is read in, and of a source."""
MOST_LINES = 400
BULLET = re.compile(r"^(?:[•*·]\s*|[–-]+\s+)")
NUMBERED = re.compile(r"(?P<label>(?:nr\.?\s?)?\d{1,2}[.)])\s+(?P<rest>\S.*)")
SOURCE = re.compile(
    r"\s*(?:\((?P<inside>[^()]*)\)|[,;.–-]?\s*(?:kilde|kjelde|ifølge|iflg\.?|etter|jf\.?)\s*:?\s+(?P<named>.+))\s*\.?$", re.IGNORECASE
)
REMARK = re.compile(r"(?P<figure>[^,;]*\d[^,;]*(?:,\d[^,;]*)?)[,;]\s+(?P<remark>[^\W\d].*)")
ORIGIN = re.compile(r"\b(?:ssb|nav|brreg|tabell|kilde|kjelde|register|statistikk)\b", re.IGNORECASE)
DIGITS = re.compile(r"(?<![\w])[+-]?\d")
NOTHING = Label()
PERCENT = frozenset({"%", "prosent", "pst"})
COUNTED = frozenset({"stk", "stykk", "stykker"})


def read(text: str, wanted: Sequence[Wanted], sent: str = "") -> Read:
    """What an answer says of the goals that were asked about. `sent` is the letter it answers: to repeat a line of it is no answer."""
    if len(text) > MOST:
        return Read(unread=(text[:LONGEST],))
    ours = {_flat(line) for line in sent.splitlines()} - {""}
    lines = [line for raw in clean(text).splitlines() if (line := _flat(raw)) and line not in ours]
    reader = Reader(wanted)
    for line in lines[:MOST_LINES]:
        reader.take(line)
    reader.unread += [line for line in lines[MOST_LINES:] if any(map(str.isdigit, line))][:1]
    return Read(tuple(reader.told), tuple(reader.unread), tuple(reader.remarks))


def together(reads: Iterable[Read]) -> Read:
    """Several answers as one; of two that say different things about the same, none."""
    whole = Reader(())
    for one in reads:
        for told in one.told:
            whole.add(told, f"{told.value:.15g}")
        whole.unread += one.unread
        whole.remarks += one.remarks
    return Read(tuple(whole.told), tuple(whole.unread), tuple(whole.remarks))


def figure(text: str, one: Wanted) -> Stated | None:
    """One figure for one goal, with or without its year and source; None when it is not understood."""
    found = read(text, (one,))
    return found.told[0] if len(found.told) == 1 and not found.unread else None


def _flat(line: str) -> str:
    return " ".join(line.split())


@dataclass(slots=True)
class Reader:
    """Reads line by line, and remembers the goal and the year that a heading names."""

    wanted: Sequence[Wanted]
    told: list[Stated] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    heading: Label = NOTHING

    def take(self, line: str) -> None:
        """One line."""
        if len(line) > LONGEST or not DIGITS.search(line):
            if not self._heading(line):
                self.remarks.append(line)
            return
        found = [told for label, figure in _ways(BULLET.sub("", line, count=1)) if (told := self._told(label, figure))]
        first = found[0] if found else None
        if first and not YEAR.fullmatch(line) and all(one[:4] == first[:4] for one in found):
            self.add(first, line)
        elif not self._heading(line):
            self.unread.append(line)

    def add(self, new: Stated, line: str) -> None:
        """A value, once; of two that say different things about the same, none."""
        same = next((one for one in self.told if one[:3] == new[:3]), None)
        if same is None:
            self.told.append(new)
        elif same.value != new.value:
            self.told.remove(same)
            self.unread.append(f"{line} / {same.value:.15g}")

    def _heading(self, line: str) -> bool:
        """Whether a line only names what stands below it: «Tall for 2026», «Arbeidsplasser:»."""
        label = labels.read(line, self.wanted) if len(line) <= LONGEST else None
        if label is None or label.region is not None or label == Label() or YEAR.fullmatch(line):
            return False
        if DIGITS.search(YEAR.sub("", line)) and label.goal is None:
            return False
        self.heading = Label(label.goal or self.heading.goal, None, label.year or self.heading.year)
        return True

    def _told(self, before: str, figure: str) -> Stated | None:
        """A value, when both what stands before it and the figure itself are understood, and it is for one goal."""
        label = labels.read(before, self.wanted) if before else Label()
        value, source = _sourced(figure)
        found = figures.read(value)
        if label is None or found.value is None or found.high is not None or found.bound not in ("", "about"):
            return None
        if len({year for year in (label.year, found.year) if year}) > 1:
            return None
        one = self._wanted(label) or self._by_unit(found.unit)
        if one is None or not _in_unit(found.unit, one):
            return None
        year = label.year or found.year or self.heading.year or one.year
        return Stated(one.goal.id, year, label.region or one.region, found.value, source)

    def _wanted(self, label: Label) -> Wanted | None:
        """The goal: as the label says, the only one with such a region, as the heading says, or the only one that was asked about."""
        if label.goal is not None:
            fits = [one for one in self.wanted if one.goal.id == label.goal]
        elif label.region is not None:
            fits = [one for one in self.wanted if label.region in one.goal.regions]
            fits = [one for one in fits if one.goal.id == self.heading.goal] or fits
        else:
            fits = [one for one in self.wanted if self.heading.goal in (None, one.goal.id)]
        return fits[0] if len(fits) == 1 and (label.region is None or label.region in fits[0].goal.regions) else None

    def _by_unit(self, unit: str) -> Wanted | None:
        """The goal that counts this: «287 innovasjonsideer»."""
        label = labels.read(unit, self.wanted) if unit else None
        return self._wanted(label) if label and label.goal is not None and label.region is None else None


def _ways(line: str) -> Iterator[tuple[str, str]]:
    """The ways to part a line in a label and a figure."""
    before, colon, after = line.partition(":")
    if colon and DIGITS.search(after):
        yield before, after.strip()
        return
    if numbered := NUMBERED.fullmatch(line):
        yield numbered["label"], numbered["rest"]
        return
    if not colon:
        yield "", line
        yield from (
            (line[: found.start()].strip(), line[found.start() :]) for found in [DIGITS.search(_unyeared(line))] if found and found.start()
        )


def _unyeared(line: str) -> str:
    """With the years that «i», «for» or «per» stands before made into letters, so that the figure is found after them."""
    return re.sub(r"\b(i|for|per|pr\.?)\s((?:19|20|21)\d\d)\b(?=.*\d)", lambda found: "x" * len(found[0]), line, flags=re.IGNORECASE)


def _sourced(figure: str) -> tuple[str, str]:
    """The figure, and the source or the remark that stands after it."""
    if (found := SOURCE.search(figure)) and DIGITS.search(figure[: found.start()]):
        inside = (found["inside"] or found["named"] or "").strip(" .")
        if inside and not YEAR.fullmatch(inside):
            return figure[: found.start()].strip(), inside
    if (found := REMARK.fullmatch(figure)) and (not any(map(str.isdigit, found["remark"])) or ORIGIN.search(found["remark"])):
        return found["figure"].strip(), found["remark"].strip(" .")
    return figure.rstrip(" ."), ""


def _in_unit(unit: str, one: Wanted) -> bool:
    """Whether what stands after a figure is what the goal counts, or nothing."""
    words = set(WORD.findall(unit.casefold())) | ({"%"} if "%" in unit else set())
    if words & PERCENT and not ("prosent" in one.goal.unit.casefold() or "%" in one.goal.unit):
        return False
    counts = {word for text in (one.goal.unit, one.goal.title) for word in WORD.findall(text.casefold())}
    return all(word in PERCENT | COUNTED | FILLERS | counts for word in words)
