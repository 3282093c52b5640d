"""What some minutes want done: the rows of their table, and what stands under the cases and not in it, each thing once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.desk.readings import Kept, KeptCase
from bot.papers import norsk

TELLING = 12
"""A text of no more letters may stand inside another by chance."""
LONGEST_KEY = 120
LONGEST = 2_000
"""Characters of one cell: what is longer is cut, and stands whole in the minutes."""
_NUMBER = re.compile(r"(?:tiltak|nr|#)?[ .]*(\d{1,6})[.:)]?", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:(ansvar(?:lig|leg)?)|(tids)?frist)[ ]*:[ ]*", re.IGNORECASE)
# What people write to say that there is nothing to follow up, or that it stands elsewhere.
_NOTHING = re.compile(
    r"(?:ingen(?: (?:særskilt |særskild )?oppfølging(?:spunkt(?:er)?)?| tiltak)?|inkje|intet|ikk?j?e aktuelt|nei|uaktuelt|ok|"
    r"se (?:også )?(?:tabell(?:en)?|tiltak|oppfølging|under|nedenfor|lista|listen|punkt|eget)\b[^.]{0,60}|"
    r"sjå (?:òg |også )?(?:tabell(?:en)?|tiltak|oppfølging|under|nedanfor|lista)\b[^.]{0,60})[.!]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to follow up, as the minutes have it. `key` is how it is known again in a later edition of the same minutes."""

    key: str
    number: str
    item: str
    what: str
    owner: str
    deadline: str
    status: str
    struck: bool = False


def rows(kept: Kept) -> tuple[Row, ...]:
    """Everything to follow up in some minutes, each thing once: the table's rows, and what is written under the cases and not in it."""
    found: list[Row] = []
    for row in (*_table(kept), *(one for case in kept.cases for one in _under(case))):
        if not _said(row, found):
            keys = {other.key for other in found}
            found.append(row if row.key not in keys else replace(row, key=_free(cut(f"{row.item}: {row.what}"), keys)))
    return tuple(found)


def _table(kept: Kept) -> Iterator[Row]:
    for one in (one for one in kept.measures if one.what.strip()):
        number = found[1] if (found := _NUMBER.fullmatch(one.number)) else one.number
        key = cut(f"{one.case}/{number}" if number else f"{one.case}: {one.what}")
        what, owner, deadline, status = (part[:LONGEST] for part in (one.what, one.owner, one.deadline, one.status))
        yield Row(key, number, one.case, what, owner, deadline, status, one.struck)


def _under(case: KeptCase) -> Iterator[Row]:
    """The follow-up under a case: each entry of a list that is nothing but a list, else all of it as one."""
    lines = [line.strip() for line in case.follow_up.splitlines() if line.strip()]
    listed = len(lines) > 1 and all(line.startswith("- ") for line in lines)
    for text in (line[2:] for line in lines) if listed else (" ".join(lines),):
        if re.search(r"\w", text) and not _NOTHING.fullmatch(text):
            what, owner, due = _labelled(text)
            yield Row(cut(f"{case.id}: {what}" if listed else case.id), "", case.id, what[:LONGEST], owner[:LONGEST], due[:LONGEST], "")


def _labelled(text: str) -> tuple[str, str, str]:
    """The text without «Ansvarlig: …» and «Frist: …», and what stands after them."""
    found = list(_LABEL.finditer(text))
    said = {"owner": "", "deadline": ""}
    what = text[: found[0].start()] if found else text
    ends = [*(one.start() for one in found[1:]), len(text)]
    for one, end in zip(found, ends, strict=bool(found)):
        value = text[one.end() : end].strip(" ;,")
        value = value if "(" in value else value.rstrip(")")
        name = "owner" if one[1] else "deadline"
        said[name] = said[name] or (value.rstrip(".") if name == "owner" else value)
    what = what.strip(" ;,–-(")
    return (what or text), said["owner"], said["deadline"]


def _said(row: Row, found: Sequence[Row]) -> bool:
    """Whether a row says what another says: the same thing for the same one, or, under a case, what the table has in other words."""
    mine = alike(row.what)
    for other in found:
        theirs = alike(other.what)
        same = mine == theirs and (not row.owner or not other.owner or alike(row.owner) == alike(other.owner))
        inside = not row.number and row.item and within(mine, theirs)
        if mine and (same or inside):
            return True
    return False


def within(one: str, other: str) -> bool:
    """Whether the shorter of two texts stands in the longer."""
    short, long = sorted((one, other), key=len)
    return len(short) > TELLING and short in long


@lru_cache(maxsize=4096)
def alike(text: str) -> str:
    return norsk.collate(text)[0].strip(" .,;:!")


def cut(key: str) -> str:
    return " ".join(key.split())[:LONGEST_KEY]


def _free(key: str, taken: set[str]) -> str:
    return next(one for one in (key, *(f"{key} ({number})" for number in range(2, len(taken) + 3))) if one not in taken)
