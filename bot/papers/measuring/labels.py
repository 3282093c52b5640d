"""What stands before a figure: which goal, region and year it is for, by number, title, unit or a word that only one of them has."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.cycle.written import Goal
from bot.papers.measuring.model import Wanted

YEAR = re.compile(r"(?<![\d.,])(?:19|20|21)\d\d(?![\d.,]*\d)")
NUMBER = re.compile(r"(?:(?:mål|nr\.?|nummer)\s?)?\(?(\d{1,2})[.)]?(?!\d)")
NUMBERED = re.compile(r"^\d{1,2}\s?[.)–:-]?\s+(?=\D|\d)")
WORD = re.compile(r"[^\W_]+")
FILLERS = frozenset((
    "i", "for", "pr", "per", "år", "året", "var", "er", "ble", "blei", "blir", "vart", "vi", "har", "hadde", "det", "den", "de",
    "dei", "antall", "antal", "tal", "tall", "tallet", "talet", "tala", "tallene", "verdi", "verdien", "målt", "registrert",
    "registrerte", "registrerer", "på", "til", "av", "og", "om", "lag", "ca", "cirka", "omtrent", "rundt", "sum", "totalt",
    "samlet", "samla", "andel", "andelen", "gjennomsnitt", "gjennomsnittet", "snitt", "snittet", "mål", "målet", "nr", "nummer",
    "svar", "svaret", "nytt", "ny", "vår", "vårt", "våre", "her", "hos", "oss", "endelig", "foreløpig", "førebels", "hei",
))  # fmt: skip
"""Words that say nothing of which goal it is."""
SHORTEST = 3
"""Letters of a word that may stand for a goal or the beginning of a region."""


class Label(NamedTuple):
    """What a label says. What it does not say is None; `region` is a name from the goal."""

    goal: str | None = None
    region: str | None = None
    year: int | None = None


def read(text: str, wanted: Sequence[Wanted]) -> Label | None:
    """A label; None when it has words that are not understood, or may mean two things."""
    plain = _plain(text)
    titled = [one for one in wanted if _titled(plain, one)]
    if len(titled) == 1:
        return Label(titled[0].goal.id)
    years = {int(found) for found in YEAR.findall(plain)}
    if len(years) > 1:
        return None
    rest, region = _region(YEAR.sub(" ", plain), wanted)
    found = NUMBER.match(rest.strip())
    number = int(found[1]) if found else None
    words: list[str] = WORD.findall(NUMBER.sub(" ", rest.strip(), count=1) if found else rest)
    if any(char.isdigit() for word in words for char in word):
        return None
    goal = _goal(words, number, wanted)
    return None if goal == "" else Label(goal, region, years.pop() if years else None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("*", " ").split()).strip(" :–-•")


def _titled(plain: str, one: Wanted) -> bool:
    """Whether the whole title stands there, with the number before it or not."""
    title = _plain(one.goal.title)
    return NUMBERED.sub("", plain) == title and plain.removesuffix(title).strip(" .)–-:") in ("", str(one.number))


def _region(plain: str, wanted: Sequence[Wanted]) -> tuple[str, str | None]:
    """The rest of a label, and the region that it names: whole, or by the beginning that only one of them has."""
    regions = dict.fromkeys(region for one in wanted for region in one.goal.regions)
    for region in sorted(regions, key=len, reverse=True):
        if region.casefold() in plain:
            return plain.replace(region.casefold(), " ", 1), region
    for word in WORD.findall(plain):
        begun = [region for region in regions if len(word) > SHORTEST and region.casefold().startswith(word)]
        if len(begun) == 1 and word not in FILLERS:
            return plain.replace(word, " ", 1), begun[0]
    return plain, None


def _goal(words: Sequence[str], number: int | None, wanted: Sequence[Wanted]) -> str | None:
    """The goal that the words and the number mean; None for none in particular, "" for what is not understood."""
    by_number = [one for one in wanted if one.number == number]
    if number is not None and not by_number:
        return ""
    telling = [word for word in words if word not in FILLERS]
    if not telling:
        # a word as «gjennomsnitt» says nothing by itself, but tells two goals apart
        named = [one for one in wanted if words and any(word in _words(one.goal) and len(word) > SHORTEST for word in words)]
        return by_number[0].goal.id if by_number else named[0].goal.id if len(named) == 1 and len(wanted) > 1 else None
    fits = [one for one in (by_number or wanted) if all(_has(one.goal, word) for word in telling)]
    exact = [one for one in fits if " ".join(telling) in (one.goal.unit.casefold(), one.goal.id.replace("-", " "))]
    fits = exact if len(exact) == 1 else fits
    return fits[0].goal.id if len(fits) == 1 else ""


def _has(goal: Goal, word: str) -> bool:
    """Whether a goal has the word, or one that it begins: «arbeidsplass» for «arbeidsplasser»."""
    return any(one == word or (len(word) > SHORTEST and one.startswith(word)) for one in _words(goal))


def _words(goal: Goal) -> frozenset[str]:
    return frozenset(_all(goal))


def _all(goal: Goal) -> Iterator[str]:
    for text in (goal.title, goal.unit, goal.id.replace("-", " ")):
        yield from WORD.findall(text.casefold())
