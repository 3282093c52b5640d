"""When a measure is to be done: what people write under NÅR, as one of a few kinds."""

import re

from bot.cycle.measures.model import When

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_RUNNING = re.compile(
    r"\b(?:kontinuer\w*|(?:fort)?løp[ea]nde|(?:halv)?årl[ei]g\w*|mån[ea]dl[ei]g|[hk]v[ea]rt (?:år|halvår|kvartal)|kvartalsvis)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:til|t\.?o\.?m|ut|innen|innan|før)\b", re.IGNORECASE)
_START = re.compile(r"\b(?:start\w*|oppstart\w*|påbegyn\w*|igangsett\w*|begynner)\b", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "–", "—", "?", "ikke satt", "ikkje sett", "ikke fastsatt", "ikke avklart", "ikkje avklart", "n/a"})


def read(text: str) -> When:
    """What is written under NÅR. Of several years the last counts for a deadline, and the only one for what runs."""
    years = [int(year) for year in _YEAR.findall(text)]
    if text.casefold() in _NOTHING:
        return When("none", None, text)
    if _RUNNING.search(text):
        return _running(text, years)
    if years and _START.search(text):
        return When("start", years[0], text)
    if years:
        return When("year", years[-1], text)
    return When("unclear", None, text)


def _running(text: str, years: list[int]) -> When:
    if not years:
        return When("running", None, text)
    if len(years) == 1 and not _UNTIL.search(text):
        return When("running-from", years[0], text)
    return When("unclear", None, text)  # it runs, and it ends: which of the two to follow is for a person
