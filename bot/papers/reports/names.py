"""The names that a report gives its templates, empty and with values that look real."""

from collections.abc import Mapping
from datetime import date

from bot.papers.model import Block, Grid, Heading, Owned, Paragraph, Run

TEXTS = (
    "rapportaar", "fra_dato", "til_dato", "antall_moter", "antall_vedtak", "tiltak_i_alt", "tiltak_meldt", "tiltak_ferdige", "tiltak_pagar",
    "statusaar", "kvartal", "moter_kjent",
)  # fmt: skip
BLOCKS = ("statusoversikt", "maal_og_tiltak", "vedtaksliste", "andre_innspill", "samlet_vurdering", "budsjettstatus",
          "endret_status", "apne_oppfolginger", "nokkeltall", "bakgrunn_rom", "vurdering_rom", "forslag_rom")  # fmt: skip


def empty() -> Mapping[str, object]:
    """Every name with nothing in it."""
    return {**dict.fromkeys(TEXTS, ""), **dict.fromkeys(BLOCKS, ())}


def sample() -> Mapping[str, object]:
    """Every name with a value."""
    room: tuple[Block, ...] = (Owned("assessment:whole", (Paragraph((Run(""),)),)),)
    grid: tuple[Block, ...] = (Grid(("Nr.", "Tiltak"), (("3.6", "Besøke bedriftene"),), "Tiltak"),)
    goal: tuple[Block, ...] = (Heading(3, (Run("Delmål 3: Flere arbeidsplasser"),)), *grid)
    texts = dict.fromkeys(TEXTS, 3) | {"rapportaar": 2027, "fra_dato": date(2027, 1, 1), "til_dato": date(2027, 12, 31)}
    return texts | dict.fromkeys(BLOCKS, grid) | {"maal_og_tiltak": goal, "samlet_vurdering": room}
