"""How near a reading is to what was written: exact, line F1, lost, leaked. White space, table bars and rules do not count."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

RULE = re.compile(r"[-_*=|]{3,}")
LISTED = re.compile(r"\A(-|\d{1,3}[.)]) ")


@dataclass(frozen=True, slots=True)
class Score:
    exact: bool
    f1: float
    lost: tuple[str, ...]
    leaked: tuple[str, ...]


def score(expected: str, got: str) -> Score:
    """`lost` are written lines that are nowhere in the reading, `leaked` read lines that nobody wrote."""
    wanted, found = lines(expected), lines(got)
    whole_wanted, whole_found = f" {' '.join(wanted)} ", f" {' '.join(found)} "
    lost = tuple(line for line in wanted if f" {bare(line)} " not in whole_found)
    leaked = tuple(line for line in found if f" {bare(line)} " not in whole_wanted)
    exact = whole_wanted == whole_found and listed(wanted) == listed(found)
    return Score(exact, _f1(len(wanted), len(lost), len(found), len(leaked)), lost, leaked)


def best(expected: Sequence[str], got: str) -> Score:
    """The best score among texts that are as good as each other."""
    return max((score(one, got) for one in expected), key=lambda one: (one.exact, not one.lost, one.f1))


def _f1(wanted: int, lost: int, found: int, leaked: int) -> float:
    if not wanted and not found:
        return 1.0
    recall = (wanted - lost) / wanted if wanted else 0.0
    precision = (found - leaked) / found if found else 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def lines(text: str) -> list[str]:
    """Lines with their white space made single, without empty ones and without rules of hyphens and the like."""
    whole = unicodedata.normalize("NFC", text).replace("|", " ").replace("\u00ad", "")
    made = (" ".join(word for word in line.split() if not RULE.fullmatch(word)) for line in whole.splitlines())
    return [line for line in made if line]


def listed(of: list[str]) -> list[str]:
    """How each list item starts: an item must stand on a line of its own."""
    return [found[0] + line[found.end() :][:12] for line in of if (found := LISTED.match(line))]


def bare(line: str) -> str:
    """A line without its bullet or number: a peer that keeps another glyph has not lost it."""
    return LISTED.sub("", line) or line
