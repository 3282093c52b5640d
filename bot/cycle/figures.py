"""Numbers as people write them: «8.500», «8 500», «63,5», «over 85 %», «70–100 prosent», «7 811 (2024)»."""

import re
import unicodedata
from typing import Literal, NamedTuple

Bound = Literal["", "more", "at-least", "at-most", "less", "about"]

LONGEST = 200
"""Characters that are looked at: what is longer is a text."""
_NUMBER = r"[0-9]{1,15}(?:[. ][0-9]{3})*(?:[.,][0-9]{1,9})?"
_FIGURE = re.compile(rf"(?P<sign>[+-])?(?P<low>{_NUMBER})(?:\s?-\s?(?P<high>{_NUMBER}))?(?![0-9.,]*[0-9])\s?(?P<rest>.*)", re.DOTALL)
_DASHES = str.maketrans("–—−‑‒", "-----")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+")
_YEAR = re.compile(r"(?:\(|\b(?:i|per|for)\s(?:år\s)?)((?:19|20|21)[0-9]{2})\)?$")
_SCALES = {"tusen": 1e3, "mill": 1e6, "mill.": 1e6, "million": 1e6, "millioner": 1e6, "millionar": 1e6,
           "mrd": 1e9, "mrd.": 1e9, "milliard": 1e9, "milliarder": 1e9, "milliardar": 1e9}  # fmt: skip
_WORDS = {"én": "1", "ett": "1", "ei": "1", "to": "2", "tre": "3", "fire": "4", "fem": "5", "seks": "6", "sju": "7", "syv": "7",
          "åtte": "8", "ni": "9", "ti": "10", "elleve": "11", "tolv": "12"}  # fmt: skip
_BEFORE: tuple[tuple[str, Bound], ...] = (
    (">=", "at-least"), ("≥", "at-least"), ("<=", "at-most"), ("≤", "at-most"), (">", "more"), ("<", "less"),
    ("minst", "at-least"), ("minimum", "at-least"), ("høyst", "at-most"), ("maks", "at-most"), ("maksimalt", "at-most"),
    ("inntil", "at-most"), ("mer enn", "more"), ("meir enn", "more"), ("flere enn", "more"), ("fleire enn", "more"), ("over", "more"),
    ("mindre enn", "less"), ("færre enn", "less"), ("under", "less"),
    ("circa", "about"), ("ca.", "about"), ("ca", "about"), ("om lag", "about"), ("omtrent", "about"), ("rundt", "about"), ("~", "about"),
)  # fmt: skip


class Figure(NamedTuple):
    """A number as it is read. `high` is the other end of a span, `bound` says on which side of `value` is good enough.

    `unit` is what stands after it, `year` a year that stands last. Where `value` is None, `why` says in Norwegian what is not understood.
    """

    value: float | None
    high: float | None = None
    bound: Bound = ""
    unit: str = ""
    year: int | None = None
    why: str = ""


def read(written: float | str) -> Figure:
    """A number, or text with one number in it and what belongs to it. Never guesses between two readings."""
    if not isinstance(written, str):
        return Figure(float(written))
    text = _bare(written)
    if not text or len(text) > LONGEST:
        return _not(written)
    bound, text = _bound(text)
    word, space, rest = text.partition(" ")
    text = f"{_WORDS.get(word.casefold(), word)}{space}{rest}"
    found = _FIGURE.fullmatch(text)
    if found is None:
        return _not(written)
    low, high = _value(found["low"]), _value(found["high"] or "")
    if low is None or (found["high"] and high is None):
        return Figure(None, why=f"«{written.strip()}» kan leses på to måter; skriv {_ways(found['low'] if low is None else found['high'])}")
    if high is not None and (high < low or found["sign"]):
        return _not(written)
    return _with_rest(written, bound, -low if found["sign"] == "-" else low, high, found["rest"])


def _with_rest(written: str, bound: Bound, low: float, high: float | None, rest: str) -> Figure:
    """What stands after the number: thousands or millions, a unit, a year. Another number there is not understood."""
    year = _YEAR.search(rest)
    words = (rest[: year.start()] if year else rest).strip(" .,-").split()
    scale = 1.0
    if words and (found := _SCALES.get(words[0].casefold())):
        scale, words = found, words[1:]
    unit = " ".join(words)
    if any(mark.isdigit() for mark in unit):
        return _not(written)
    return Figure(low * scale, None if high is None else high * scale, bound, unit, int(year[1]) if year else None)


def _bare(text: str) -> str:
    """With plain spaces and hyphens, whichever of the many a word processor put in."""
    plain = unicodedata.normalize("NFC", text[: LONGEST + 1]).translate(_DASHES)
    return " ".join(plain.split())


def _bound(text: str) -> tuple[Bound, str]:
    for word, bound in _BEFORE:
        rest = text[len(word) :]
        if text[: len(word)].casefold() == word and (not word[-1].isalpha() or rest[:1] == " "):
            return bound, rest.strip()
    return "", text


def _value(number: str) -> float | None:
    """What digits with marks between them are worth; None when there are two ways to read it, and for no digits."""
    if not number:
        return None
    whole, comma, decimals = number.rpartition(",")
    if comma:
        if len(decimals) == 3 and not _GROUPED.fullmatch(whole) and whole.strip("0"):  # noqa: PLR2004  «8,500»: Norwegian 8,5, English 8500
            return None
        return _value_of(whole, decimals)
    if _GROUPED.fullmatch(number) and not number.startswith("0"):
        return float(number.replace(".", "").replace(" ", ""))
    whole, point, decimals = number.rpartition(".")
    return _value_of(whole, decimals) if point else _value_of(number, "")


def _value_of(whole: str, decimals: str) -> float | None:
    if not (_GROUPED.fullmatch(whole) or whole.isdecimal()):
        return None
    return float(f"{whole.replace('.', '').replace(' ', '')}.{decimals or 0}")


def _ways(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    whole, _, decimals = number.rpartition(",")
    return f"«{digits}» eller «{whole},{decimals.rstrip('0') or 0}»"


def _not(written: str) -> Figure:
    return Figure(None, why=f"«{written.strip()[:60]}» er ikke et tall som kan leses")
