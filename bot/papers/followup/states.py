"""How far a measure has come by what a person says of it. What is denied, hoped for or half said changes nothing."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from bot.papers.followup import deadline, phrases

State = Literal["done", "postponed", "dropped", "running", "not-started", "said"]
Part = Literal["done", "dropped", "running", "not-started", "hedged", ""]
"""What one clause says; «hedged» when it says so of something else, of part of it, or of another time."""

STATES: Mapping[Part, State] = {"done": "done", "dropped": "dropped", "running": "running", "not-started": "not-started"}
FEWEST_ALIKE = 4
"""Letters that a word must have in common with the measure to be about it."""
MOST = 3_000
"""Characters that are read; of a longer text a person says what it means."""
MOST_WORDS = 10
"""Of a new deadline."""

CLAUSES = re.compile(r"[;:!?()|\t\n–—]|,(?!\d)|(?<!\d)\.(?=\s|$)|\.(?=\s+[A-ZÆØÅ])|\.$|\s-\s")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|%")


class Moved(NamedTuple):
    """A new deadline in a text: from where to where it is told, and what it is."""

    start: int
    end: int
    until: str


def read(text: str, what: str = "") -> tuple[State, str]:
    """How far the measure `what` has come, and the new deadline of one that is postponed, to the letter. In doubt «said»."""
    if len(text) > MOST:
        return "said", ""
    moved = _moved(text)
    clauses = [clause.strip().lower() for clause in CLAUSES.split(_without(text, moved))]
    parts = [_part(clause, what) for clause in clauses]
    found = {part for part in parts if part not in ("", "hedged")}
    if "?" in text or len(found) > 1:
        return "said", ""
    if moved:
        return ("said", "") if found & {"done", "dropped"} else ("postponed", moved[-1].until)
    part = next(iter(found), None)
    if part in ("done", "dropped"):
        doubted = any(one == "hedged" or (not one and phrases.AGAINST & _words(clause)) for one, clause in zip(parts, clauses, strict=True))
        return ("said" if doubted else STATES[part]), ""
    return (STATES[part] if part else "said"), ""


def _without(text: str, moved: Collection[Moved]) -> str:
    rest, at = [], 0
    for one in moved:
        rest.append(text[at : one.start])
        at = one.end
    return "\n".join((*rest, text[at:]))


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text))


# --- a clause


def _part(clause: str, what: str) -> Part:
    words = _words(clause)
    if phrases.IN_PARTS.search(clause):
        return "hedged" if words & (phrases.NOT | phrases.AHEAD) else "running"
    if match := phrases.DROPPED.search(clause):
        return "dropped" if _of_it(clause[: match.start()], clause[match.end() :], what) else "hedged"
    if match := phrases.DONE.search(clause):
        loose = match["loose"] is not None
        return "done" if _of_it(clause[: match.start()], _more(clause[match.end() :]), what, loose=loose) else "hedged"
    if phrases.BEGUN.search(clause) or phrases.RUNNING.search(clause):
        if words & (phrases.AHEAD | phrases.NEARLY) or (words & phrases.NOT and not phrases.BEGUN.search(clause)):
            return "hedged"
        return "not-started" if words & phrases.NOT else "running"
    return ""


def _more(after: str) -> str:
    """What follows «ferdig og levert» together."""
    while match := re.match(r"\s+(?:og|,)?\s*", after):
        done = phrases.DONE.match(after, match.end())
        if done is None:
            break
        after = after[done.end() :]
    return after


def _of_it(before: str, after: str, what: str, *, loose: bool = False) -> bool:
    """Whether what stands around a word that it is done says that of the measure itself, and not of a part or of a time to come."""
    first, *rest = WORD.findall(after) or [""]
    if (phrases.NOT | phrases.AHEAD | phrases.PARTLY) & (_words(before) | _words(after)) or not _about(before, what):
        return False
    if loose:
        timed = bool(re.search(r"\d", after)) or bool(phrases.TIMES & _words(after))
        return not timed and _about(" ".join(rest) if first == "med" else after, what)
    return first in phrases.ONWARD or _about(after, what)


def _about(text: str, what: str) -> bool:
    """Whether the words are about no other matter than the measure: small words, times, and its own."""
    own = [word for word in WORD.findall(what.lower()) if len(word) >= FEWEST_ALIKE]
    return all(
        word in phrases.FILLERS or word in phrases.TIMES or word.isdecimal() or any(_alike(word, one) for one in own)
        for word in WORD.findall(text)
    )


def _alike(word: str, own: str) -> bool:
    """«planen» and «plan», «kartleggingen» and «kartlegge», «besøk» and «bedriftsbesøk»."""
    if len(word) < FEWEST_ALIKE:
        return False
    return word in own or own in word or word[: FEWEST_ALIKE + 1] == own[: FEWEST_ALIKE + 1]


# --- a new deadline


def _moved(text: str) -> tuple[Moved, ...]:
    """The new deadlines that are told of, in order, none inside another."""
    found = sorted({*_postponed(text), *_timed(text)})
    return tuple(one for before, one in zip((Moved(0, 0, ""), *found), found, strict=False) if one.start >= before.end)


def _postponed(text: str) -> Iterator[Moved]:
    for match in phrases.POSTPONED.finditer(text):
        until = match["until"] or ""
        if not phrases.WISHED & _words(_before(text, match.start()) + match[0].lower().removesuffix(until.lower())):
            clause = phrases.REASON.split(_clause(until), 1)[0].strip(" .,")
            chosen = _time(until) or clause
            yield Moved(match.start(), match.start("until") + until.find(chosen) + len(chosen) if until else match.end(), chosen)


def _timed(text: str) -> Iterator[Moved]:
    for pattern in phrases.MOVED:
        for match in pattern.finditer(text):
            if (until := _time(match["until"])) and not phrases.WISHED & _words(_before(text, match.start())):
                yield Moved(match.start(), match.start("until") + match["until"].find(until) + len(until), until)
    for match in phrases.NOT_BEFORE.finditer(text):
        told = _before(text, match.start()) + match["between"].lower()
        if phrases.COMPLETING.search(told) and not phrases.BEGUN.search(told) and (until := _time(match["until"])):
            start = match.start() - len(_before(text, match.start()))
            yield Moved(start, match.start("until") + match["until"].find(until) + len(until), until)


def _before(text: str, at: int) -> str:
    """The clause so far, in small letters."""
    return CLAUSES.split(text[max(at - 200, 0) : at])[-1].lower()


def _clause(text: str) -> str:
    return CLAUSES.split(text, 1)[0]


def _time(text: str) -> str:
    """The time that a text begins with, as long as it goes: «1. juni 2027» in «1. juni 2027 i stedet»; empty when there is none."""
    words = list(re.finditer(r"\S+", _clause(text)))[:MOST_WORDS]
    for last in reversed(words):
        told = text[words[0].start() : last.end()].strip(" .,")
        if deadline.names_time(told):
            return told
    return ""
