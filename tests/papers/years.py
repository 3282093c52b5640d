"""Years to draw: as many entries as asked, of several kinds, with long titles, like those of a small secretariat."""

from datetime import date, timedelta
from random import Random

from bot.papers.wheel import Closed, Entry, Wheel

TITLES = (
    "Møte i faggruppe for næringssamarbeid", "Bedriftsbesøk for kommunestyrets medlemmer", "Måling: 40 vekstideer i næringslivet",
    "Måling: høyhastighetsbredbånd til næringslivet og til minst 90 prosent av husstandene", "Næringssak til kommunestyret",
    "Dele arrangementene til medlemmene i kanaler og nyhetsbrev", "Årsmelding med evaluering av næringsarbeidet", "Høring",
)  # fmt: skip
KINDS = ("Møte", "Frist", "Frist", "Høring", "Rapport", "Undersøkelse", "Budsjett")
GROUPS = ("Faggruppe for næring", "Samarbeidsforum", "Kommunestyret", "Ungdomsrådet", "Formannskapet")
CLOSED = (
    Closed("vinterferie (uke 8)", date(2027, 2, 22), date(2027, 2, 27)),
    Closed("påske", date(2027, 3, 22), date(2027, 3, 30)),
    Closed("fellesferie (uke 27–31)", date(2027, 7, 5), date(2027, 8, 7)),
    Closed("jul", date(2027, 12, 23), date(2028, 1, 3)),
)


def entry(nth: int, title: str, day: date, *, days: int = 1, kind: str = "Møte", group: str = "Rådet", link: str = "") -> Entry:
    return Entry(f"gruppe/nr{nth}/2027-1", title, day, day + timedelta(days=days), kind, group, link)


def full(count: int, seed: int = 1) -> Wheel:
    """So many entries all over 2027, each with a link."""
    random, first = Random(seed), date(2027, 1, 1)  # noqa: S311 - no secret
    entries = tuple(
        entry(
            nth, random.choice(TITLES), first + timedelta(days=random.randrange(365)), days=random.choice((1, 1, 1, 1, 30)),
            kind=random.choice(KINDS), group=random.choice(GROUPS), link=f"arshjul.html#rad-{nth}",
        )
        for nth in range(count)
    )  # fmt: skip
    return Wheel("Årshjul 2027 – Sekretariatet", 2027, entries, "nb", "kind", date(2027, 3, 14), CLOSED)


def crowded(count: int, first: date, days: int) -> Wheel:
    """So many entries in a few days."""
    random = Random(count)  # noqa: S311 - no secret
    entries = (
        entry(nth, random.choice(TITLES), first + timedelta(days=random.randrange(days)), kind=KINDS[nth % 3]) for nth in range(count)
    )
    return Wheel("Årshjul 2027", 2027, tuple(entries))
