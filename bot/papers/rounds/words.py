"""The few words that the program itself puts into the tables of a round, in both written languages."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.cycle.written import Language


class Words(NamedTuple):
    """In one written language. In braces stands what is put in."""

    states: Mapping[str, str]
    status: tuple[str, str, str, str, str, str]
    status_caption: str
    goal: str
    without_goal: str
    mine: tuple[str, str, str, str]
    mine_caption: str
    comment: str
    asked: tuple[str, str, str]
    asked_caption: str
    inputs: tuple[str, str, str, str, str]
    inputs_caption: str
    in_time: str
    late: str
    unlisted: str
    received: str
    files: str
    no_text: str
    assessment: str
    question: tuple[str, str]
    question_caption: str
    short: str
    nobody: str
    reported: str
    cut: str


WORDS: Mapping[Language, Words] = {
    "nb": Words(
        states={
            "done": "Ferdig", "running": "Pågår", "not-started": "Ikke startet", "postponed": "Utsatt til {until}", "dropped": "Utgår",
            "said": "Se svaret", "": "Ikke svart",
        },
        status=("Nr.", "Tiltak", "Ansvarlig", "Status", "Meldt", "Av"),
        status_caption="Status for tiltakene: hva som er meldt, av hvem og når",
        goal="Delmål {number}", without_goal="Uten delmål",
        mine=("Nr.", "Tiltak", "Frist", "Status"), mine_caption="Tiltakene vi spør om, med frist og siste kjente status",
        comment="Kommentar",
        asked=("Ansvarlig", "Organisasjon", "Tiltak"), asked_caption="Hvem som blir spurt, og hvor mange tiltak hver har",
        inputs=("Nr.", "Avsender", "Mottatt", "Frist", "Merknad"), inputs_caption="Innspillene: avsender, når de kom, og om de kom i tide",
        in_time="I tide", late="For sent", unlisted="Ikke i registeret", received="Mottatt {when}", files="Vedlegg",
        no_text="Innspillet står i vedlegget.", assessment="Sekretariatets vurdering",
        question=("Organisasjon", "Svar"), question_caption="Svar på spørsmål {number}", short="Korte svar",
        nobody="Ingen har svart på dette.", reported="meldt {when}", cut="resten står i e-posten",
    ),
    "nn": Words(
        states={
            "done": "Ferdig", "running": "I gang", "not-started": "Ikkje starta", "postponed": "Utsett til {until}", "dropped": "Går ut",
            "said": "Sjå svaret", "": "Ikkje svart",
        },
        status=("Nr.", "Tiltak", "Ansvarleg", "Status", "Meldt", "Av"),
        status_caption="Status for tiltaka: kva som er meldt, av kven og når",
        goal="Delmål {number}", without_goal="Utan delmål",
        mine=("Nr.", "Tiltak", "Frist", "Status"), mine_caption="Tiltaka vi spør om, med frist og siste kjende status",
        comment="Kommentar",
        asked=("Ansvarleg", "Organisasjon", "Tiltak"), asked_caption="Kven som blir spurd, og kor mange tiltak kvar har",
        inputs=("Nr.", "Avsendar", "Motteke", "Frist", "Merknad"), inputs_caption="Innspela: avsendar, når dei kom, og om dei kom i tide",
        in_time="I tide", late="For seint", unlisted="Ikkje i registeret", received="Motteke {when}", files="Vedlegg",
        no_text="Innspelet står i vedlegget.", assessment="Vurderinga til sekretariatet",
        question=("Organisasjon", "Svar"), question_caption="Svar på spørsmål {number}", short="Korte svar",
        nobody="Ingen har svart på dette.", reported="meldt {when}", cut="resten står i e-posten",
    ),
}  # fmt: skip


def words(language: Language) -> Words:
    """The words of a written language."""
    return WORDS[language]
