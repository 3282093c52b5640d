"""The few words that the program itself puts into the tables of values, and what it says of odd ones, in both written languages."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.cycle.goals import Odd
from bot.cycle.written import Language


class Words(NamedTuple):
    """In one written language. In braces stands what is put in."""

    mine: tuple[str, str, str, str, str, str]
    mine_caption: str
    sheet: tuple[str, str, str, str, str, str, str, str]
    asked: tuple[str, str, str]
    asked_caption: str
    table: tuple[str, str, str, str, str]
    table_caption: str
    compare: str
    measured_in: str
    no_answer: str
    each_year: str
    together: str
    average: str
    of: str
    odd: Mapping[Odd, str]


WORDS: Mapping[Language, Words] = {
    "nb": Words(
        mine=("Nr.", "Mål", "Enhet", "Skal nå", "Sist målt", "Gjelder år"), mine_caption="Målene vi ber om tall for",
        sheet=("Nr.", "Mål", "Region", "Enhet", "Sist målt", "År", "Tall", "Kilde"),
        asked=("Måler", "Organisasjon", "Mål"), asked_caption="Hvem som blir spurt, og om hvilke mål",
        table=("Mål", "År", "Tall", "Sist målt", "Av"), table_caption="Tallene for målene: hva som er målt, og av hvem",
        compare="Vi sammenligner med {regions}. Send gjerne tall for dem også.", measured_in="Tallet finnes her: {where}.",
        no_answer="ikke svart", each_year="hvert år", together="til sammen {value}", average="uvektet gjennomsnitt {value}",
        of="{told} av {asked} har svart",
        odd={
            "tenfold": "Det er ti ganger så mye som før, eller mer", "tenth": "Det er en tidel av det det var, eller mindre",
            "negative": "Tallet er under null", "over-hundred": "Det er over 100 prosent",
            "fraction": "Det er under én prosent; 0,75 er ikke 75 prosent", "not-yet": "Året er ikke kommet ennå",
        },
    ),
    "nn": Words(
        mine=("Nr.", "Mål", "Eining", "Skal nå", "Sist målt", "Gjeld år"), mine_caption="Måla vi ber om tal for",
        sheet=("Nr.", "Mål", "Region", "Eining", "Sist målt", "År", "Tal", "Kjelde"),
        asked=("Måler", "Organisasjon", "Mål"), asked_caption="Kven som blir spurd, og om kva mål",
        table=("Mål", "År", "Tal", "Sist målt", "Av"), table_caption="Tala for måla: kva som er målt, og av kven",
        compare="Vi samanliknar med {regions}. Send gjerne tal for dei òg.", measured_in="Talet finst her: {where}.",
        no_answer="ikkje svart", each_year="kvart år", together="til saman {value}", average="uvekta gjennomsnitt {value}",
        of="{told} av {asked} har svart",
        odd={
            "tenfold": "Det er ti gonger så mykje som før, eller meir", "tenth": "Det er ein tidel av det det var, eller mindre",
            "negative": "Talet er under null", "over-hundred": "Det er over 100 prosent",
            "fraction": "Det er under éin prosent; 0,75 er ikkje 75 prosent", "not-yet": "Året er ikkje kome enno",
        },
    ),
}  # fmt: skip


def words(language: Language) -> Words:
    """The words of a written language."""
    return WORDS[language]


def odd(found: tuple[Odd, ...], language: Language) -> str:
    """What is odd in a value, as one text of sentences; empty when nothing is."""
    return " ".join(f"{words(language).odd[one]}." for one in found)
