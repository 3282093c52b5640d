"""Which measures a line of a reply is about: numbers as people write them, «nr. 4», «3.6-2:», «4 og 7», or the measure's own words."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from bot.papers.edited.when import MONTHS


class Known(NamedTuple):
    """A measure that was asked about. What else stood beside it, where it is given, is not taken for an answer when it comes back."""

    number: str
    what: str
    owner: str | None = None
    deadline: str | None = None
    status: str | None = None


class Label(NamedTuple):
    """Numbers where they stand in a line, from `start`; the answer begins at `end`. None when others are named than were asked for.

    `cut` says that the label is no part of what is said: «4:».
    """

    start: int
    end: int
    numbers: tuple[str, ...]
    cut: bool = False


WORD = re.compile(r"\w+")
MOST_WORDS = 200
"""Of a measure, as they are looked for."""
DASH = re.compile(r"\s*[\u2010-\u2015-]\s*")
PART = r"\d{1,40}(?:[./\u2010-\u2015-]\d{1,4}){0,3}"
WORDS = r"(?:tiltak(?:et)?|sak(?:en)?|punkt(?:et)?|pkt\.?|oppg[aå]ven?|nr\.?|nummer|#)"
NOUNS = frozenset((
    *MONTHS, "kvartal", "tertial", "halvår", "gang", "gong", "plass", "møte", "utkast", "versjon", "klasse", "trinn", "etasje", "år", "dag",
    "og", "juledag", "påskedag",
))  # fmt: skip
"""After a number with a full stop these make it an ordinal: «4. juni», «4. kvartal»."""
INTRO = r"(?:vedr(?:ørende)?|ang(?:ående|åande)?|gjelder|gjeld|status|svar)\b\.?(?: på| for)?:?"
PREFIX = re.compile(rf"^\s*{WORDS}\s*", re.IGNORECASE)
VERBS = (
    r"(?:er|ble|blei|blir|vart|vert|var|har|kan|må|skal|bør|vil|ikke|ikkje|nesten|snart|delvis|fortsatt|framleis|nå|no|ferdig\w?|"
    r"fullført\w?|fullførd|gjennomført?d?\w?|gjort|utført\w?|utførd|avslutt\w+|levert|sendt|vedt\w+|lukk\w+|løst|løyst|utsatt\w*|utsett\w*|dropp\w*|utgår|"
    r"skrinl\w+|strykes|pågår|startet|starta|starter|startar|påbegynt|påbyrja|i gang|under arbeid|i arbeid|uaktuel\w*|venter|ventar|ok|"
    r"flytt\w+)"
)
TOLD = re.compile(rf"\s*{VERBS}\b", re.IGNORECASE)
SHORTER = re.compile(r"(?:19|20)\d\d[/-](?P<last>\d+)|(?P<first>\d+(?:\.\d+)+)-\d+")
BEFORE = r"(?:^|(?<=[.;!?,])\s+(?:(?:og|men|mens|medan)\s+)?|\s(?:og|men|mens|medan)\s+)"
GOES_ON = r"er|men|mens|medan|som|blir|vert|ble|vart|har|må|skal|kan|nå|no|og|så"
ALL = re.compile(r"\s*(?:(?:hei|ja|nå|no)[,!. ]+)?(?:alt|alle|samtlige|samtlege|begge)\b(?! annet| anna| andre)", re.IGNORECASE)
WITH_ALL = re.compile(r"\bferdige? med (?:alt|alle|samtlige|samtlege|begge)\b(?! annet| anna| andre)", re.IGNORECASE)
REST = re.compile(
    r"\s*(?:(?:og|men|mens|medan)\s+)?"
    r"(?:(?:alt|det) (?:annet|anna|andre)|resten|(?:alle )?(?:de|dei) (?:andre|øvrige|resterende|resterande)|øvrige tiltak)\b",
    re.IGNORECASE,
)


class Labels:
    """The measures that were asked about, ready to be looked for."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known: Mapping[str, Known] = {one.number: one for one in known}
        self.numbers = tuple(self.known)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """What a measure may be called: its whole number, and «4» for 2027/4 or «3.6» for 3.6-1 where only one is called so."""
        short: dict[str, list[str]] = {}
        for number in self.numbers:
            for name in _called(_plain(number)):
                short.setdefault(name, []).append(number)
        whole = {_plain(one): one for one in self.numbers if _plain(one)}
        return {name: numbers[0] for name, numbers in short.items() if len(numbers) == 1} | whole

    @cached_property
    def _number(self) -> str:
        """A number that may be a measure's; one with letters only when it is one."""
        lettered = sorted((one for one in self._names if not re.fullmatch(PART, one)), key=len, reverse=True)
        return "(?:" + "|".join((*map(re.escape, lettered), PART)) + r")(?![\w%/\u2010-\u2015-]|[.,]\d)"

    @cached_property
    def _group(self) -> str:
        return rf"(?<![\w.,/\u2010-\u2015-]){self._number}(?:(?:\s*[,&+]\s*|\s+(?:og|samt)\s+|\s*,\s*og\s+)(?:nr\.?\s*)?{self._number})*"

    @cached_property
    def _heads(self) -> re.Pattern[str]:
        return re.compile(
            rf"{BEFORE}(?P<label>[\[(*_]{{0,3}}(?P<intro>{INTRO}\s*)?(?P<word>{WORDS}\s*(?:nr\.?|nummer|#)?\s*)?(?P<group>{self._group})"
            rf"[\]*_]{{0,3}}(?P<sep>\s*:|\s*\)|\.(?=\s|$)|\s+[-\u2010-\u2015](?=\s)|(?=\s|$|[.,;!?])))",
            re.IGNORECASE,
        )

    @cached_property
    def _mentions(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:\b(?:med|for|på)\s+(?:både\s+)?(?P<word>{WORDS}\s*)?"
            rf"|\b(?P<other>(?:(?:når det )?gjeld(?:er)?|angående|ang\.?)\s+|{WORDS}\s*(?:nr\.?\s*)?))"
            rf"(?P<group>{self._group})(?P<after>(?=\s*(?:$|[.,;:!?)]|(?:{GOES_ON})\b)))?",
            re.IGNORECASE,
        )

    def heads(self, line: str) -> tuple[Label, ...]:
        """The labels that open an answer, at the line's start or after a stop inside it."""
        return tuple(label for match in self._heads.finditer(line) if (label := self._head(line, match)))

    def _head(self, line: str, match: re.Match[str]) -> Label | None:
        numbers, sep, after = self._of(match["group"]), match["sep"].strip(), line[match.end() :]
        if _ordinal(line[match.end("group") :]):
            return None
        known, first = all(numbers), match.start("label") == 0
        told = TOLD.match(after) is not None
        opens = sep in (".", ")", ":") or told or (first and (bool(sep) or not after.strip())) if known else first and sep == ":"
        if not (opens or match["word"] or (known and match["intro"])):
            return None
        return Label(match.start("label"), match.end(), tuple(numbers) if known else (), cut=known and bool(sep) and len(numbers) == 1)

    def mentions(self, text: str) -> tuple[Label, ...]:
        """The measures that a sentence is about without beginning with them."""
        return tuple(label for match in self._mentions.finditer(text) if (label := self._mention(text, match)))

    def _mention(self, text: str, match: re.Match[str]) -> Label | None:
        numbers, named = self._of(match["group"]), bool(match["word"] or match["other"])
        if _ordinal(text[match.end("group") :]) or not (named or (match["after"] is not None and all(numbers))):
            return None
        start = match.start("other" if match["other"] else "word" if match["word"] else "group")
        return Label(start, match.end("group"), tuple(numbers) if all(numbers) else ())

    def titled(self, line: str) -> tuple[str, int] | None:
        """The measure whose own words a line begins with, and where they end."""
        found = [(match[0].lower(), match.end()) for match in islice(WORD.finditer(line), MOST_WORDS)]
        for number, title in self._titles.get(found[0][0], ()) if found else ():
            if tuple(word for word, _ in found[: len(title)]) == title:
                return number, found[len(title) - 1][1]
        return None

    @cached_property
    def _titles(self) -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
        """The measures' own words, by the first of them; the longest before those that it begins with."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for one in sorted(self.known.values(), key=lambda one: len(one.what), reverse=True):
            if words := tuple(WORD.findall(one.what.lower())):
                found.setdefault(words[0], []).append((one.number, words))
        return found

    def row(self, cells: Sequence[str]) -> str:
        """The measure of a table's row, by the number that it begins with or by its words in a cell of their own. Empty when it is none."""
        first = next((cell for cell in cells if cell.strip()), "")
        name = _plain(PREFIX.sub("", first).strip(" .:)#*"))
        if name in self._names:
            return self._names[name]
        said = {same(cell) for cell in cells}
        return next((number for number, one in self.known.items() if one.what and same(one.what) in said), "")

    def _of(self, group: str) -> list[str]:
        return [self._names.get(_plain(one[0]), "") for one in re.finditer(self._number, group, re.IGNORECASE)]


def _ordinal(after: str) -> bool:
    """Whether a number counts what follows: «4. juni», «4. kvartal»."""
    match = re.match(r"\.\s*([a-zæøå]+)", after)
    return match is not None and match[1] in NOUNS


def _plain(number: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", DASH.sub("-", number.strip().lower().rstrip(".")))


def _called(number: str) -> tuple[str, ...]:
    match = SHORTER.fullmatch(number)
    return () if match is None else (match["last"] or match["first"],)


def same(text: str) -> str:
    """The words of a text, as texts are compared."""
    return " ".join(WORD.findall(text.lower()))
