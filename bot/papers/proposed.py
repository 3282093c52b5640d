"""The names that the paper «Forslag til møteplan» may use beside those of every paper, and values to try it out on."""

from collections.abc import Mapping

from bot.papers.model import Block, Grid, Listing, Paragraph, Run

PLANS = 3
"""How many plans the paper has room for."""
TEXTS = ("moteplan_aar", "moteplan_grupper", "moteplan_laget")
BLOCKS = ("moteplan_uten", "moteplan_umulig", "moteplan_merk", "moteplan_vekter")
PLAN_TEXTS = ("moteplan_vekt", "moteplan_usikker")
PLAN_BLOCKS = ("moteplan", "moteplan_kostnad", "moteplan_ulik")


def empty() -> dict[str, object]:
    """Every name with nothing in it; those of a plan end with its number."""
    numbers = range(1, PLANS + 1)
    return {
        **dict.fromkeys(TEXTS, ""),
        **dict.fromkeys(BLOCKS, ()),
        **{f"{name}_{number}": "" for name in PLAN_TEXTS for number in numbers},
        **{f"{name}_{number}": () for name in PLAN_BLOCKS for number in numbers},
    }


def sample() -> Mapping[str, object]:
    """Every name with a value that looks real."""
    listed: tuple[Block, ...] = (Listing(((Paragraph((Run("Torsdag 4. november i stedet for den 11.: rommet er opptatt da"),)),),)),)
    head = ("Dato", "Tid", "Gruppe", "Hva", "Sted", "Merknad")
    row = ("torsdag 4. november 2027", "kl. 12.00–13.00", "næring", "Møte i faggruppe", "Rådhuset", "I stedet for den 11.")
    tables = {f"moteplan_{number}": (Grid(head, (row,), "Plan"),) for number in range(1, PLANS + 1)}
    lists = {name: listed for name, value in empty().items() if value == ()}
    texts = {name: "7" for name, value in empty().items() if value == ""}
    return {
        **texts,
        **lists,
        **tables,
        "moteplan_aar": 2027,
        "moteplan_grupper": "faggruppe for næringssamarbeid",
        "moteplan_laget": "1. mai 2027",
    }
