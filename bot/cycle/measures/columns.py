"""Which column of a table holds what, by its heading: in any order, and in the spellings people use."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Literal, NamedTuple

Name = Literal["number", "goal", "strategy", "text", "indicator", "responsible", "partners", "when", "cost", "status"]

HEADINGS: Mapping[str, Name] = {
    "nr": "number", "nummer": "number", "tiltaksnr": "number", "tiltaksnummer": "number", "tiltaknr": "number",
    "mål": "goal", "delmål": "goal", "hovedmål": "goal", "hovudmål": "goal", "måldelmål": "goal", "målområde": "goal",
    "strategi": "strategy", "strategier": "strategy", "satsingsområde": "strategy", "satsningsområde": "strategy",
    "tiltak": "text", "tiltaket": "text", "tiltakene": "text", "tiltaka": "text", "hva": "text", "kva": "text",
    "indikator": "indicator", "indikatorer": "indicator", "indikatorar": "indicator", "måleindikator": "indicator",
    "ansvarlig": "responsible", "ansvarlege": "responsible", "ansvarleg": "responsible", "ansvarlige": "responsible",
    "ansvar": "responsible", "hvem": "responsible", "kven": "responsible", "hovedansvar": "responsible", "hovudansvar": "responsible",
    "samarbeidspartnere": "partners", "samarbeidspartnarar": "partners", "samarbeidspartner": "partners", "samarbeidspartnar": "partners",
    "samarbeid": "partners", "partnere": "partners", "partnarar": "partners", "samarbeidmed": "partners",
    "når": "when", "frist": "when", "tidsfrist": "when", "tid": "when", "tidspunkt": "when", "gjennomføres": "when", "tidsrom": "when",
    "kostnad": "cost", "kostnader": "cost", "kostnadsramme": "cost", "budsjett": "cost", "økonomi": "cost", "kostnadkr": "cost",
    "status": "status", "statusfor": "status", "framdrift": "status", "fremdrift": "status",
}  # fmt: skip
_NO_LETTERS = re.compile(r"[\W\d_]+")
FEWEST = 2
"""Known headings a row must have to be the headings of the table."""
LONGEST = 40
CLOSE = 0.8


class Columns(NamedTuple):
    """Which place holds what, and the headings nobody knows or that stand twice."""

    places: Mapping[int, Name]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def find(cells: Sequence[str]) -> Columns | None:
    """The columns that a row of headings names; None when the row is none. Where a heading stands twice, the last one counts."""
    words = {place: _bare(cell) for place, cell in enumerate(cells) if cell and len(cell) <= LONGEST}
    if len([word for word in words.values() if word in HEADINGS]) < FEWEST:
        return None
    places: dict[int, Name] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for place, word in words.items():
        name = HEADINGS.get(word) or _meant(word)
        if name is None:
            unknown.append(cells[place])
            continue
        for other in [at for at, one in places.items() if one == name]:
            twice.append(cells[place])
            del places[other]
        places[place] = name
    return Columns(places, tuple(unknown), tuple(twice)) if "text" in places.values() else None


def _meant(word: str) -> Name | None:
    close = get_close_matches(word, HEADINGS, 1, CLOSE)
    return HEADINGS[close[0]] if close else None


def _bare(heading: str) -> str:
    """A heading without all that is not a letter: «SAM ARBEIDSPARTNERE», «Nr.» and «Status 2026» are what they mean."""
    return _NO_LETTERS.sub("", heading).casefold()
