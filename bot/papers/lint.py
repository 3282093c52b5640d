"""Faults of Norwegian in a text that has been made: what domain 8.16 forbids, what Språkrådet prescribes (domain 4.2), and mixed forms.

Meant for our own words. What a member has written is theirs and stays as it is: `own` leaves it out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.agenda import ORGANISATION
from bot.papers.model import Block, Case, Grid, Heading, Owned

LONGEST_EXCERPT = 60
# Every repetition below has an upper bound, so that a text of any kind is read in time proportional to its length.
SPACE = "[ \u00a0]"
HYPHEN = "[-\u2010\u2011\u2012\u2014\u2212]"
MONTH = f"(?:{'|'.join(norsk.MONTHS['nb'])})"
WEEKDAY = f"(?:{'|'.join(dict.fromkeys((*norsk.WEEKDAYS['nb'], *norsk.WEEKDAYS['nn'])))})"
CAPITAL_WEEKDAY = f"(?:{'|'.join(dict.fromkeys(day.capitalize() for day in (*norsk.WEEKDAYS['nb'], *norsk.WEEKDAYS['nn'])))})"
NUMBER = r"\d{1,6}(?:[.:]\d{1,4}){0,3}"
# A number of its own; a date as programs write it is another fault.
ALONE = r"(?:(?<=[Kk]l\.)|(?<![\w.:,/-]))(?!\d{4}-\d\d-\d\d)"
TO = f"{SPACE}?{HYPHEN}{SPACE}?"
CLOCK = r"\d{1,2}[.:]\d{2}"

# Addresses, keys of steps and paragraphs of laws follow rules of their own: each becomes one mark that no rule knows.
WORD = re.compile(r"\S+")
FOREIGN = re.compile(r"(?<![\w-])[a-zæøå][\w-]{0,60}(?:/[\w-]{1,60}){2,8}")
PARAGRAPH = re.compile(r"§{1,2}[ \u00a0]?\d{1,3}-\d{1,3}[a-z]?(?:(?:,|[ \u00a0]og|[ \u00a0]til)[ \u00a0]\d{1,3}-\d{1,3}[a-z]?){0,9}")
HIDDEN = "\ufffc"
LETTERS = re.compile(r"[^\W\d_]+")

# Pairs of which neither word is right in the other written form. A word that both forms allow is in none of the lists, nor one that means
# something else there: nynorsk «same», «stad» and «veke» are bokmål words too (Bokmålsordboka and Nynorskordboka).
PAIRS = """
    ikke ikkje, fra frå, jeg eg, hva kva, hvor kvar, hvordan korleis, hvorfor kvifor, noe noko, noen nokon, mer meir, dere dykk, deres
    dykkar, en ein, et eit, ett eitt, hver kvar, selv sjølv, flere fleire, innen innan, være vere, vært vore, ble vart, holdt halde,
    møtes møtest, innkaller kallar, medlemmer medlemer, medlemmene medlemene, varamedlemmer varamedlemer, deltaker deltakar, deltakere
    deltakarar, deltakerne deltakarane, møtedeltakere møtedeltakarar, møtedeltakerne møtedeltakarane, mottaker mottakar, mottakere
    mottakarar, saksbehandler saksbehandlar, ansvarlig ansvarleg, årlig årleg, skriftlig skriftleg, vennlig vennleg, fornavn førenamn,
    etternavn etternamn, navn namn, møtested møtestad, møtestedet møtestaden, leder leiar, møteleder møteleiar, hilsen helsing, senest
    seinast, senere seinare, forbered førebu, forberede førebu, forberedelse førebuing, følgende følgjande, innspill innspel, innspillet
    innspelet, høring høyring, ukebrev vekebrev, måned månad, måneden månaden, måneder månader, dager dagar, virkedager verkedagar,
    mandag måndag, tirsdag tysdag, lørdag laurdag, åpne opne, åpning opning, kommuner kommunar, kommunene kommunane, politikere
    politikarar, virksomhet verksemd, arbeidsplasser arbeidsplassar, enstemmig samrøystes, sier seier
"""
WRONG_IN_NYNORSK = """
    hvem kven, hvilken kva, hvilke kva, hvert kvart, samme same, sted stad, stedet staden, rettet retta, flyttet flytta, endret endra,
    uendret uendra, innkallingen innkallinga, gruppen gruppa, årsaken årsaka, endringen endringa, påminnelse påminning,
    undersøkelse undersøking, minutter minutt, utelatt utelate, partnerne partnarane, samarbeidspartnerne samarbeidspartnarane
"""
WRONG_IN_BOKMAAL = """
    bare berre, mye mykje, kommer kjem, tar tek, tatt teke, mottatt motteke, vedtatt vedteke, siden sidan, uten utan, forrige førre,
    ennå enno, disse desse, mulig mogleg, venter ventar, de dei, gjør gjer
"""


def _pairs(*lists: str) -> list[tuple[str, str]]:
    """Bokmål and nynorsk, word by word."""
    words = (pair.split() for one in lists for pair in one.split(","))
    return [(nb, nn) for nb, nn in words]


OTHER_FORM: dict[Language, dict[str, str]] = {
    "nn": dict(_pairs(PAIRS, WRONG_IN_NYNORSK)),
    "nb": {nn: nb for nb, nn in reversed(_pairs(PAIRS, WRONG_IN_BOKMAAL))},
}


class Rule(NamedTuple):
    """What must not stand in a text, and what to write instead; in one written language when it names one."""

    found: re.Pattern[str]
    advice: str
    language: Language | None = None


def _rule(pattern: str, advice: str, language: Language | None = None, flags: int = 0) -> Rule:
    return Rule(re.compile(pattern, re.MULTILINE | flags), advice, language)


RULES = (
    _rule(rf"\b[Kk]l(?=\d|{SPACE})(?:{SPACE}?{NUMBER})?", "skriv «kl.» med punktum"),
    _rule(rf"{ALONE}{NUMBER}\.?(?:{SPACE}?%)?{TO}(?:kl\.?{SPACE}?)?{NUMBER}", "skriv tankestrek uten mellomrom: «12.00–13.00»"),
    _rule(rf"\b{WEEKDAY}{TO}{WEEKDAY}\b", "skriv tankestrek uten mellomrom: «mandag–fredag»", flags=re.IGNORECASE),
    _rule(rf"\b{MONTH}{TO}{MONTH}\b", "skriv tankestrek uten mellomrom: «mai–juni»", flags=re.IGNORECASE),
    _rule(
        rf"{ALONE}{NUMBER}\.?(?:{SPACE}–{SPACE}?|–{SPACE})(?!\d{{1,2}}\.{SPACE}{MONTH}){NUMBER}\.?(?!\d)",
        "skriv tankestreken uten mellomrom: «12.00–13.00»",
    ),
    _rule(
        rf"{ALONE}\d{{1,2}}\.(?:{SPACE}{MONTH})?(?:{SPACE}–{SPACE}?|–{SPACE})\d{{1,2}}\.{SPACE}{MONTH}",
        "skriv tankestreken uten mellomrom: «8.–12. februar»",
    ),
    _rule(rf"\b(?:fra|frå|mellom){SPACE}(?:kl\.?{SPACE}?{NUMBER}|{CLOCK})[–-]{NUMBER}", "skriv «kl. 13–15», eller «fra kl. 13 til kl. 15»"),
    _rule(
        r"^(?:(?:med|beste|mange|vennlig|vennleg|venleg|hjertelig|hjarteleg) ){0,3}(?:hilsen|helsing),", "sett ikke komma etter hilsenen",
        flags=re.IGNORECASE,
    ),
    _rule(r"^Hei,(?=[ \t]{0,9}$)", "sett ikke komma etter «Hei» når det står alene"),
    _rule(r"\b[Mm]vh\b\.?", "skriv hilsenen helt ut"),
    _rule(r"(?<![\w.,:/+-])(?:\+47[ \u00a0]?)?\d{8}(?![\w/-])", "skriv telefonnummeret i par: «22 00 00 00»"),
    _rule(
        rf"^\W{{0,4}}(?:Tid|Tid og sted|Tid og stad|Dato|Når|Frist):\W{{0,4}}{CAPITAL_WEEKDAY}\b", "skriv ukedagen med liten bokstav"
    ),
    _rule(rf"(?<=[a-zæøå,]{SPACE}){CAPITAL_WEEKDAY}(?={SPACE}\d{{1,2}}\.)", "skriv ukedagen med liten bokstav"),
    _rule(rf"\b0\d\.{SPACE}{MONTH}\b", "skriv datoen uten null foran: «7. november»"),
    _rule(rf"(?<![\w.:,])\d{{1,2}}{SPACE}{MONTH}\b", "skriv punktum etter dagen: «7. november»"),
    _rule(rf"\b\d{{1,2}}\.{SPACE}{MONTH.title()}\b", "skriv måneden med liten bokstav"),
    _rule(r"(?<![\w./])\d{1,2}/\d{1,2}[-./ ](?:\d{4}|\d{2})(?!\w)", "skriv datoen uten skråstrek: «7. november 2024»"),
    _rule(rf"\b(?:den|innen|innan|{WEEKDAY}){SPACE}\d{{1,2}}/\d{{1,2}}(?![\d/])", "skriv datoen uten skråstrek: «7. november»"),
    _rule(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])", "skriv datoen på norsk: «7. november 2024»"),
    _rule(r"(?<![\w.:,/§])[1-9]\d{0,2}(?:\.\d{3}){1,3}(?![\w:]|[.,]\d)", "skriv mellomrom i store tall: «8 500»"),
    _rule(rf"\b[Ss]ak{SPACE}\d{{1,4}}(?:{SPACE}/{SPACE}?|/{SPACE})\d{{2,4}}\b", "skriv saksnummeret uten mellomrom: «38/25»"),
    _rule(r"\d{1,6}%", "skriv mellomrom før prosenttegnet: «50 %»"),
    _rule(r"\b[A-ZÆØÅ]\.[A-ZÆØÅ][a-zæøå]{1,30}", "skriv mellomrom etter initialen"),
    _rule(rf"\b[^\W\d_]{{1,30}}{SPACE}(?:Kommune|Fylkeskommune|Rådhus)\b", "skriv andre ord i navnet med liten bokstav: «Oslo rådhus»"),
    _rule(rf"\b[Nn]ærings{SPACE}[a-zæøå]{{2,30}}", "skriv ordet sammen: «næringssamarbeid»"),
    _rule(r"^Sakskart\b", "skriv «Saksliste» i nynorsk", "nn"),
    _rule(r"^Saksliste\b", "skriv «Sakskart» i bokmål", "nb"),
    _rule(r"^\W{0,4}(?:Stad|Tid og stad):", "skriv «sted» i bokmål", "nb"),
)  # fmt: skip


def faults(text: str, language: Language) -> tuple[str, ...]:
    """What is wrong with the Norwegian of a text, a sentence each with the place quoted, in the order of the text; each said once."""
    read = _without_addresses(text)
    found = sorted((*_by_rules(read, language), *_mixed(read, language)))
    return tuple(dict.fromkeys(sentence for _, sentence in found))


def own(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a paper without what is not ours: members' contributions, and the names of the invited and their organisations."""
    return tuple(kept for block in blocks for kept in _own(block))


def _own(block: Block) -> Iterator[Block]:
    match block:
        case Owned(tag=tag, blocks=inner):
            yield Owned(tag, own(inner))
        case Case(blocks=inner):
            first = next((at for at, one in enumerate(inner) if isinstance(one, Heading) and one.level >= ORGANISATION), len(inner))
            yield Case(block.id, block.label, block.number, block.pattern, block.title, inner[:first])
        case Grid(header=header, caption=caption):
            yield Grid(header, (), caption)
        case _:
            yield block


def _by_rules(text: str, language: Language) -> Iterator[tuple[int, str]]:
    for rule in RULES:
        if rule.language in (None, language):
            for found in rule.found.finditer(text):
                yield found.start(), _said(found[0], rule.advice)


def _mixed(text: str, language: Language) -> Iterator[tuple[int, str]]:
    """Words of the other written form. A word in capitals only may be a name: «EG», «SSB»."""
    name = {"nb": "bokmål", "nn": "nynorsk"}[language]
    for found in LETTERS.finditer(text):
        ours = OTHER_FORM[language].get(found[0].lower())
        if ours and not (len(found[0]) > 1 and found[0].isupper()):
            yield found.start(), _said(found[0], f"skriv «{ours}» i {name}")


def _said(excerpt: str, advice: str) -> str:
    return f"«{' '.join(excerpt.split())[:LONGEST_EXCERPT]}»: {advice}."


def _without_addresses(text: str) -> str:
    return PARAGRAPH.sub(lambda found: HIDDEN * len(found[0]), WORD.sub(_hidden, text))


def _hidden(word: re.Match[str]) -> str:
    foreign = "@" in word[0] or "://" in word[0] or word[0].startswith("www.") or FOREIGN.search(word[0])
    return HIDDEN * len(word[0]) if foreign else word[0]
