"""The names that a round gives its templates, empty and with values that look real."""

from collections.abc import Mapping

from bot.papers.model import Block, Grid, Heading, Listing, Owned, Paragraph, Run
from bot.papers.values import Link

TEXTS = (
    "emnelinje", "skjema", "antall_tiltak", "eksempel", "spurt", "svart", "antall_svar", "antall_sent", "antall_andre", "svar_sent",
    "runde", "budsjettaar", "budsjett_sum", "budsjett_antall", "budsjett_uten", "budsjett_nye",
    "antall_mal", "egen_del",
)  # fmt: skip
BLOCKS = (
    "egne_tiltak", "ukjente_ansvarlige", "fordeling", "brevet", "statustabell", "uten_nummer", "ikke_svart", "innspillstabell",
    "innspillene", "sporsmal", "svar_per_sporsmal", "svar_uten_navn", "offentlig_tekst", "svar_forstatt",
    "egne_mal", "maltall", "malene", "svar_uforstatt", "budsjettabell", "budsjett_merknader",
)  # fmt: skip


def empty() -> Mapping[str, object]:
    """Every name with nothing in it."""
    return {**dict.fromkeys(TEXTS, ""), **dict.fromkeys(BLOCKS, ())}


def _said(text: str) -> tuple[Block, ...]:
    return (Paragraph((Run(text),)),)


def sample() -> Mapping[str, object]:
    """Every name with a value."""
    rows = (Listing((_said("1: Ferdig"),)),)
    inputs = (Heading(3, (Run("1 Bygdelaget"),)), *_said("Vi ønsker flere lærlinger."), Owned("assessment:1", _said("")))
    grid = Grid(("Nr.", "Tiltak"), (("1", "Besøke bedriftene"),), "Tiltak")
    texts = dict.fromkeys(TEXTS, "ja") | {
        "emnelinje": "Høringsinnspill næringsstrategi", "skjema": Link("skjemaet", "https://example.no/skjema"), "antall_tiltak": 3,
        "antall_mal": 2, "eksempel": "3.6", "egen_del": "Horten kommune",
        "spurt": 11, "svart": 9, "antall_svar": 9, "antall_sent": 1, "antall_andre": 2,
        "budsjettaar": 2028, "budsjett_sum": "350\N{NO-BREAK SPACE}000", "budsjett_antall": 4, "budsjett_uten": 1, "budsjett_nye": 1,
    }  # fmt: skip
    tables = dict.fromkeys(("egne_tiltak", "egne_mal", "maltall", "statustabell"), (grid,))
    return texts | dict.fromkeys(BLOCKS, rows) | tables | {"innspillene": inputs}
