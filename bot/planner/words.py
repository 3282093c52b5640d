"""What the planner says, in both written languages: what a day costs, what must hold, and why a date is another than the rule's."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.cycle.written import Language
from bot.papers import norsk
from bot.planner.model import Cost, Fixed, Kind, Why

NUMBERS: Mapping[Language, tuple[str, ...]] = {
    "nb": ("ingen", "ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "nn": ("ingen", "eitt", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
}


class Words(NamedTuple):
    """The sentences of one written language. What stands in braces is filled in."""

    instead: str
    """A date and the rule's own."""
    because: str
    fits: tuple[str, str]
    """When nothing is wrong with the rule's day but how it fits with the others; and when it is only to be another plan than the first."""
    closed: str
    costs: Mapping[Kind, str]
    own_week: str
    """Why the rule's own day is worse: another meeting in that week."""
    week: str
    """Two meetings in one week."""
    taken: Mapping[Why, str]
    """Why the rule's own day is impossible with the other dates."""
    demands: Mapping[Why, str]
    """A demand in itself, where demands clash."""
    differs: str
    """A date beside that of the first plan."""
    stands: str
    within: str
    shut: str
    closed_days: str
    left: str
    away: tuple[str, str]
    fixed: Mapping[Fixed, str]
    moved: str
    other: str
    other_busy: str
    late: str
    notice: str
    reminder: str
    members: tuple[str, str]
    undecided: str
    """When the solver has neither found a plan nor shown that there is none."""
    hidden: tuple[str, str]
    """When calendars were asked for and cannot be seen."""
    free: str
    """When a plan costs nothing."""
    weights: tuple[str, ...]


WORDS: Mapping[Language, Words] = {
    "nb": Words(
        instead="{title}, {day} i stedet for {own}",
        because=": {reasons}",
        fits=("da går resten av planen bedre opp", "et annet valg enn i plan 1"),
        closed="da er det {why}",
        costs={
            Kind.WEEKDAY: "ikke den vanlige ukedagen, som er {1}",
            Kind.EDGE: "{0} passer dårligere enn midt i uka",
            Kind.NEAR: "dagen ligger tett på {0}",
            Kind.DEADLINE: "fristen for innspill, dagen etter, faller på {0}",
            Kind.CALENDAR: "{0} har «{1}» samme dag",
            Kind.BUSY: "{0} av {1} organisasjoner er opptatt",
        },
        own_week="samme uke som {other}, og {members} er i begge",
        week="{one} ({day}) og {other} ({then}) er i samme uke, og {members} er i begge",
        taken={
            Why.MEMBERS: "{members} er også i {other}, som møtes da",
            Why.ROOM: "{other} har rommet da",
            Why.ORDER: "da kommer det i feil rekkefølge med {other}",
            Why.APART: "det blir for tett på {other}",
            Why.DEPENDS: "{later} må komme etter {earlier}",
            Why.RULE: "{later} må komme minst så lenge etter {earlier} som regelen sier",
            Why.JOINT: "det holdes samme dag som {other}",
        },
        demands={
            Why.MEMBERS: "{one} og {other} kan ikke være samme dag: {members} er i begge, på hvert sitt sted eller til samme tid",
            Why.ROOM: "{one} og {other} bruker det samme rommet til samme tid på dagen",
            Why.ORDER: "{earlier} må komme før {later}",
            Why.APART: "det må være minst {gap} dager mellom {earlier} og {later}",
            Why.DEPENDS: "{later} bygger på {earlier}, og må komme etter",
            Why.RULE: "{later} regnes fra {earlier}, og kan ikke komme nærmere enn regelen sier",
            Why.JOINT: "{one} og {other} er deler av en felles dag",
        },
        differs="{title}: {day} (i plan 1: {first})",
        stands="{title} ligger fast {day} ({why}), men: {reasons}",
        within="{title} må ligge mellom {first} og {last}, og kan da bare være {days}",
        shut="{days}: {reason}", closed_days="Stengt",
        left="Alle dager fra {first} til {last} er stengt",
        away=("{title}: én dag lenger fra {other} enn regelen sier", "{title}: {number} dager lenger fra {other} enn regelen sier"),
        fixed={
            Fixed.PAST: "har vært", Fixed.BY_HAND: "datoen er satt av en person", Fixed.TOLD: "medlemmene har fått datoen",
            Fixed.OTHERS: "er ikke med i dette forslaget", Fixed.JOINT: "felles dag, som andre også følger",
            Fixed.DATED: "datoen står i årshjulet",
        },
        moved="i stedet for {own}",
        other="{whose} har «{what}» på samme tid", other_busy="{whose} er opptatt på samme tid",
        late="innkallingen skulle vært sendt {day}", notice="innkallingen ville gått ut {day}, {why}",
        reminder="det er for få arbeidsdager mellom innkallingen {day} og påminnelsen",
        members=("ett medlem", "{number} medlemmer"),
        undecided="Løseren fant ingen plan, og kunne heller ikke vise at det ikke finnes noen. Del forslaget opp med --group",
        hidden=(
            "Kalenderen til én organisasjon kan ikke ses, og er ikke regnet med.",
            "Kalenderne til {number} organisasjoner kan ikke ses, og er ikke regnet med.",
        ),
        free="Alle møtene har datoen fra årshjulet, og ingenting er å merke.",
        weights=(
            "Én dag fra datoen i regelen teller 1. Sier regelen bare kvartalet, teller en uke 1.",
            "En annen ukedag enn den vanlige teller 10, og en mandag eller fredag 4.",
            "En dag tett på helligdager eller ferie teller 3, og en innspillsfrist på en fridag 2.",
            "To møter i samme uke med felles medlemmer teller 3, og 1 til for hvert felles medlem (høyst 9).",
            "Noe annet samme dag i en annen kalender teller 6. Er alle organisasjonene opptatt, teller det 20; er færre det, mindre.",
        ),
    ),
    "nn": Words(
        instead="{title}, {day} i staden for {own}",
        because=": {reasons}",
        fits=("då går resten av planen betre opp", "eit anna val enn i plan 1"),
        closed="då er det {why}",
        costs={
            Kind.WEEKDAY: "ikkje den vanlege vekedagen, som er {1}",
            Kind.EDGE: "{0} passar dårlegare enn midt i veka",
            Kind.NEAR: "dagen ligg tett på {0}",
            Kind.DEADLINE: "fristen for innspel, dagen etter, fell på {0}",
            Kind.CALENDAR: "{0} har «{1}» same dag",
            Kind.BUSY: "{0} av {1} organisasjonar er opptekne",
        },
        own_week="same veke som {other}, og {members} er i begge",
        week="{one} ({day}) og {other} ({then}) er i same veke, og {members} er i begge",
        taken={
            Why.MEMBERS: "{members} er òg i {other}, som møtest då",
            Why.ROOM: "{other} har rommet då",
            Why.ORDER: "då kjem det i feil rekkjefølgje med {other}",
            Why.APART: "det blir for tett på {other}",
            Why.DEPENDS: "{later} må kome etter {earlier}",
            Why.RULE: "{later} må kome minst så lenge etter {earlier} som regelen seier",
            Why.JOINT: "det blir halde same dag som {other}",
        },
        demands={
            Why.MEMBERS: "{one} og {other} kan ikkje vere same dag: {members} er i begge, på kvar sin stad eller til same tid",
            Why.ROOM: "{one} og {other} bruker det same rommet til same tid på dagen",
            Why.ORDER: "{earlier} må kome før {later}",
            Why.APART: "det må vere minst {gap} dagar mellom {earlier} og {later}",
            Why.DEPENDS: "{later} byggjer på {earlier}, og må kome etter",
            Why.RULE: "{later} blir rekna frå {earlier}, og kan ikkje kome nærare enn regelen seier",
            Why.JOINT: "{one} og {other} er delar av ein felles dag",
        },
        differs="{title}: {day} (i plan 1: {first})",
        stands="{title} ligg fast {day} ({why}), men: {reasons}",
        within="{title} må liggje mellom {first} og {last}, og kan då berre vere {days}",
        shut="{days}: {reason}", closed_days="Stengt",
        left="Alle dagar frå {first} til {last} er stengde",
        away=("{title}: éin dag lenger frå {other} enn regelen seier", "{title}: {number} dagar lenger frå {other} enn regelen seier"),
        fixed={
            Fixed.PAST: "har vore", Fixed.BY_HAND: "datoen er sett av ein person", Fixed.TOLD: "medlemene har fått datoen",
            Fixed.OTHERS: "er ikkje med i dette framlegget", Fixed.JOINT: "felles dag, som andre òg følgjer",
            Fixed.DATED: "datoen står i årshjulet",
        },
        moved="i staden for {own}",
        other="{whose} har «{what}» på same tid", other_busy="{whose} er oppteken på same tid",
        late="innkallinga skulle vore send {day}", notice="innkallinga ville gått ut {day}, {why}",
        reminder="det er for få arbeidsdagar mellom innkallinga {day} og påminninga",
        members=("éin medlem", "{number} medlemer"),
        undecided="Løysaren fann ingen plan, og kunne heller ikkje vise at det ikkje finst nokon. Del framlegget opp med --group",
        hidden=(
            "Kalenderen til éin organisasjon kan ikkje sjåast, og er ikkje rekna med.",
            "Kalendrane til {number} organisasjonar kan ikkje sjåast, og er ikkje rekna med.",
        ),
        free="Alle møta har datoen frå årshjulet, og ingenting er å merke.",
        weights=(
            "Éin dag frå datoen i regelen tel 1. Seier regelen berre kvartalet, tel ei veke 1.",
            "Ein annan vekedag enn den vanlege tel 10, og ein måndag eller fredag 4.",
            "Ein dag tett på heilagdagar eller ferie tel 3, og ein innspelsfrist på ein fridag 2.",
            "To møte i same veke med felles medlemer tel 3, og 1 til for kvar felles medlem (høgst 9).",
            "Noko anna same dag i ein annan kalender tel 6. Er alle organisasjonane opptekne, tel det 20; er færre det, mindre.",
        ),
    ),
}  # fmt: skip


def cost(found: Cost, language: Language) -> str:
    """What is not as one would wish, as a clause; nothing for what the date itself says."""
    template = WORDS[language].costs.get(found.kind, "")
    said = [
        norsk.WEEKDAYS[language][one] if found.kind in (Kind.WEEKDAY, Kind.EDGE) and isinstance(one, int) else one for one in found.said
    ]
    return template.format(*said) if template else ""


def members(number: int, language: Language) -> str:
    """As in «fire medlemmer»."""
    one, many = WORDS[language].members
    return one if number == 1 else many.format(number=_counted(number, language))


def hidden(number: int, language: Language) -> tuple[str, ...]:
    """What is said when the calendars of so many organisations cannot be seen; nothing when all can."""
    one, many = WORDS[language].hidden
    return (one if number == 1 else many.format(number=_counted(number, language)),) if number else ()


def _counted(number: int, language: Language) -> str:
    """A number in words, as far as those go."""
    return NUMBERS[language][number] if number < len(NUMBERS[language]) else str(number)


def day(found: date, language: Language) -> str:
    """As in «torsdag 2. november»."""
    return f"{norsk.WEEKDAYS[language][found.weekday()]} {found.day}. {norsk.MONTHS[language][found.month - 1]}"


def beside(found: date, own: date, language: Language) -> str:
    """The rule's own day beside another date: «den 9.» in the same month, «9. oktober» else; with its weekday when that is another."""
    weekday = f"{norsk.WEEKDAYS[language][own.weekday()]} " if own.weekday() != found.weekday() else ""
    if own.month == found.month:
        return f"{weekday}{'' if weekday else 'den '}{own.day}."
    return f"{weekday}{own.day}. {norsk.MONTHS[language][own.month - 1]}"


def spans(days: Sequence[date], language: Language) -> str:
    """Days in a row of weekdays as one span: «1.–4. og 9. februar»."""
    runs: list[list[date]] = []
    for found in days:
        near = runs and (found - runs[-1][-1]).days <= (3 if found.weekday() == 0 else 1)
        if near:
            runs[-1].append(found)
        else:
            runs.append([found])
    following = [*(run[0].month for run in runs[1:]), 0]
    return norsk.listed(
        tuple(_run(run[0], run[-1], language, month=run[-1].month != after) for run, after in zip(runs, following, strict=True))
    )


def _run(first: date, last: date, language: Language, *, month: bool) -> str:
    """A span of days; with the month, unless it stands with the next span."""
    names = norsk.MONTHS[language]
    end = f"{last.day}. {names[last.month - 1]}" if month else f"{last.day}."
    if first == last:
        return end
    return f"{first.day}.–{end}" if first.month == last.month else f"{first.day}. {names[first.month - 1]} – {end}"
