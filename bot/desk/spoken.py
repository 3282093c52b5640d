"""What the steps of the shipped programmes are called when a person is spoken to; another step goes by its own name."""

from collections.abc import Mapping

STEPS: Mapping[str, str] = {
    "draft": "Utkast", "notice": "Innkalling", "remind": "Påminnelse", "remind-last": "Siste påminnelse", "heads-up": "Varsel om frist",
    "moved": "Ny dato", "relocated": "Nytt møtested", "cancelled": "Avlysning", "changed": "Oppdatert innkalling",
    "save-date": "Sett av datoen", "update": "Sakskart med innspill", "receipt": "Kvittering", "minutes": "Referat",
    "ask": "Spørsmål", "compile": "Sammenstilling", "public": "Tekst til nettsiden", "publish": "Offentliggjøring",
    "review": "Referat på høring", "final": "Endelig referat", "nag": "Purring på referat",
    "nag-draft": "Purring på utkastet", "report": "Årsmelding", "send": "Innspill til budsjettet", "case": "Saksframlegg",
    "draft-send": "Utkast til innspillet", "draft-summary": "Utkast til oppsummeringen", "summary": "Oppsummering av høringen",
}  # fmt: skip


FOLLOW_UP = "oppfolging"
"""What stands for the meeting in the keys of letters about measures, which belong to a group and to no one meeting."""


def step(key: str) -> str:
    """«Innkalling» for `naering/faggruppe/2027-2/notice`, «Ny dato» for `…/moved-1`."""
    if f"/{FOLLOW_UP}/" in key:
        return "Kvittering om oppfølging" if f"/{FOLLOW_UP}/svar-" in key else "Påminnelse om oppfølging"
    name = key.partition("/draft-")[0].rpartition("/")[2]
    return STEPS.get(name) or STEPS.get(name.rpartition("-")[0]) or name
