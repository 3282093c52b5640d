"""What minutes must say and do not: the five elements of kommuneloven § 11-4, and what every reader asks for."""

import re
from collections.abc import Iterator

from bot.papers.edited.blocks import quoted
from bot.papers.edited.model import Edited

VOTE = re.compile(
    r"enstemmig|einstemmig|samrøystes|(?:mot|for|imot)\W{1,3}(?:\w+\W{1,3})?(?:stemme|røyst)|\d+\W{1,3}(?:stemmer|røyster)|votering"
    r"|avstem|røysting|stemte|røysta|dissens|akklamasjon|ved loddtrekning",
    re.IGNORECASE,
)
WITHOUT = re.compile(
    r"(?:ingen|ikke noe|ikkje noko) (?:vedtak|merknader|merknadar)\b.*|(?:til )?orientering\b.*|tatt til etterretning\b.*", re.IGNORECASE
)


def missing(minutes: Edited, *, votes: bool = True) -> tuple[str, ...]:
    """A Norwegian sentence for each thing that the minutes lack. `votes`: whether the body must record them, as by § 11-4."""
    return (*_of_meeting(minutes), *_of_people(minutes), *_of_cases(minutes, votes=votes))


def _of_meeting(minutes: Edited) -> Iterator[str]:
    facts = minutes.facts
    if facts.when.day is None or facts.when.start is None:
        yield "Dato eller klokkeslett for møtet mangler eller kan ikke leses."
    elif facts.when.end is None:
        yield "Når møtet sluttet, er ikke ført."
    if not facts.where:
        yield "Møtestedet mangler."
    if not facts.chair:
        yield "Møteleder er ikke ført."
    if not facts.minute_taker:
        yield "Referent er ikke ført."


def _of_people(minutes: Edited) -> Iterator[str]:
    if not any(one.presence == "present" for one in minutes.attendance):
        yield "Ingen er ført som til stede."


def _of_cases(minutes: Edited, *, votes: bool) -> Iterator[str]:
    if not minutes.cases:
        yield "Ingen saker er ført."
    for case in minutes.cases:
        if not case.decision:
            yield f"Saken {quoted(case.title)} har verken vedtak eller konklusjon."
        elif votes and not VOTE.search(case.decision) and not WITHOUT.match(case.decision):
            yield f"Saken {quoted(case.title)} har vedtak, men ikke avstemningsresultat."
