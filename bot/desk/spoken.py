"""What the steps of the shipped programmes are called when a person is spoken to; another step goes by its own name."""

from collections.abc import Mapping

STEPS: Mapping[str, str] = {
    "draft": "Utkast", "notice": "Innkalling", "remind": "Påminnelse", "remind-last": "Siste påminnelse", "heads-up": "Varsel om frist",
    "moved": "Ny dato", "relocated": "Nytt møtested", "cancelled": "Avlysning", "changed": "Oppdatert innkalling",
    "save-date": "Sett av datoen", "update": "Sakskart med innspill", "receipt": "Kvittering", "minutes": "Referat",
}  # fmt: skip


def step(key: str) -> str:
    """«Innkalling» for `naering/faggruppe/2027-2/notice`, «Ny dato» for `…/moved-1`."""
    name = key.partition("/draft-")[0].rpartition("/")[2]
    return STEPS.get(name) or STEPS.get(name.rpartition("-")[0]) or name
