"""The few words that the program itself puts into reports, in both written languages."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.cycle.written import Language


class Words(NamedTuple):
    """In one written language. In braces stands what is put in."""

    states: Mapping[str, str]
    summary: str
    summary_caption: str
    goal: str
    without_goal: str
    total: str
    whole: str
    measures: tuple[str, str, str, str, str]
    measures_caption: str
    no_measures: str
    indicators: str
    assessment: str
    decisions: tuple[str, str, str, str]
    decisions_caption: str
    figures: tuple[str, str, str, str]
    figures_caption: str
    changed_caption: str
    actions: tuple[str, str, str, str, str]
    actions_caption: str
    inputs: str
    by_table: str
    told: str


WORDS: Mapping[Language, Words] = {
    "nb": Words(
        states={
            "done": "Ferdig", "running": "Pågår", "not-started": "Ikke startet", "postponed": "Utsatt", "dropped": "Utgår",
            "said": "Se kommentar", "": "Ikke meldt",
        },
        summary="Mål", summary_caption="Antall tiltak etter status, for hvert delmål", goal="Delmål {number}",
        without_goal="Uten delmål", total="I alt", whole="Tiltak",
        measures=("Nr.", "Tiltak", "Ansvarlig", "Status", "Kommentar"), measures_caption="Tiltak og status, {goal}",
        no_measures="Målet har ingen tiltak i planen.", indicators="Indikatorer i planen", assessment="Vurdering",
        decisions=("Nr.", "Møte", "Sak", "Vedtak"), decisions_caption="Vedtak, i den rekkefølgen de ble fattet",
        figures=("Mål", "Siste tall", "Målet er", "Hvordan det står"), figures_caption="Tallene for målene",
        changed_caption="Tiltak med ny status", actions=("Nr.", "Hva", "Ansvarlig", "Frist", "Status"),
        actions_caption="Det møtene vil ha gjort, og som ikke er ferdig", inputs="Innspill fra møtene",
        by_table="etter planen", told="meldt {when}",
    ),
    "nn": Words(
        states={
            "done": "Ferdig", "running": "I gang", "not-started": "Ikkje starta", "postponed": "Utsett", "dropped": "Går ut",
            "said": "Sjå kommentar", "": "Ikkje meldt",
        },
        summary="Mål", summary_caption="Talet på tiltak etter status, for kvart delmål", goal="Delmål {number}",
        without_goal="Utan delmål", total="I alt", whole="Tiltak",
        measures=("Nr.", "Tiltak", "Ansvarleg", "Status", "Kommentar"), measures_caption="Tiltak og status, {goal}",
        no_measures="Målet har ingen tiltak i planen.", indicators="Indikatorar i planen", assessment="Vurdering",
        decisions=("Nr.", "Møte", "Sak", "Vedtak"), decisions_caption="Vedtak, i den rekkjefølgja dei vart gjorde",
        figures=("Mål", "Siste tal", "Målet er", "Korleis det står"), figures_caption="Tala for måla",
        changed_caption="Tiltak med ny status", actions=("Nr.", "Kva", "Ansvarleg", "Frist", "Status"),
        actions_caption="Det møta vil ha gjort, og som ikkje er ferdig", inputs="Innspel frå møta",
        by_table="etter planen", told="meldt {when}",
    ),
}  # fmt: skip


def words(language: Language) -> Words:
    """The words of a written language."""
    return WORDS[language]
