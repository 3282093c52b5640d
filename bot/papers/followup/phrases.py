"""The words by which people tell how far something has come, in bokmål and nynorsk."""

import re

from bot.papers.edited.when import MONTHS
from bot.papers.followup.named import WEEKDAYS

# --- what says that it is done, dropped or on its way

DONE = re.compile(
    r"(?<![\w-])(?:(?P<loose>ferdige?)|fullførte?|fullførd|gjennomførte?|gjennomførd|gjort|utførte?|utførd|avsluttet|avslutta|levert|"
    r"sendt|vedtatte?|vedteke|vedteken|lukket|lukka|avholdt|løst|løyst|ferdigstilte?|ferdigbehandle?[ta]t?|"
    r"sluttført|i mål|i boks|på plass|[✓✔☑])(?![\w-])"
)
"""`loose` is what with a time after it speaks of what is to come: «ferdig 1. juni», but «levert 1. juni»."""
DROPPED = re.compile(
    r"\b(?:dropp(?:et|er|a|ar)|skrinl\w+|utgår|utgått|bortfal\w+|bortfell|frafal\w+|avlyst|avlyses|avlysast|strøket|stroke|strykes|strykast|"
    r"kansellert|henlagt|(?:lagt|legges|leggast) (?:bort|vekk)|uaktuel\w*|"
    r"(?:ikke|ikkje)(?: lenger| lengre)? aktuel\w*(?: lenger| lengre)?)\b"
)
IN_PARTS = re.compile(
    r"\b(?:nesten|snart|delvis|delvist|halvt) (?:ferdige?|i mål|klare?|klart|\w+ført\w?|gjort|levert|vedtatt)\b|"
    r"\bhalv(?:ferdig\w*|veis|vegs)\b|"
    r"\b(?!100\b)\d{1,2} ?(?:%|prosent\b)"
)
BEGUN = re.compile(r"\b(?:i gang|startet|starta|begynt|byrja|påbegynt\w*|påbyrja|igangsatt\w*|igangsett\w*)\b")
RUNNING = re.compile(
    r"\b(?:pågår|pågå[ea]nde|i arbeid|under (?:arbeid|arbeiding|behandling|utarbeid\w+)|underve[gi]s|i prosess|i rute|fortsetter|held fram|"
    r"(?:jobb(?:er|ar)|arbeid(?:er|ar)|holder|held) (?:\w+ ){0,3}?(?:med|på)|fortløp[ea]nde|løp[ea]nde|kontinuerl[ie]g)\b"
)

# --- what takes it back

NOT = frozenset(("ikke", "ikkje", "ingen", "aldri", "neppe", "knapt", "verken", "korkje", "nei"))
AHEAD = frozenset((
    "skal", "vil", "bør", "må", "kan", "blir", "vert", "bli", "verte", "håper", "håpar", "kommer", "kjem", "når", "hvis", "dersom", "om",
    "før", "innen", "innan", "planlagt", "planlegger", "planlegg", "regner", "rekner", "forventer", "forventes", "forventar", "ventast",
    "burde", "skulle", "kunne", "foreslår", "foreslås", "ønsker", "ønskjer", "trolig", "truleg", "kanskje", "antakelig", "antagelig",
    "usikkert", "usikker", "først", "fyrst", "tidligst", "tidlegast", "ber",
))  # fmt: skip
NEARLY = frozenset(("nesten", "snart", "delvis", "delvist", "halvt", "halv", "halvveis", "halvvegs"))
PARTLY = NEARLY | {
    "første", "fyrste", "utkast", "utkastet", "del", "delen", "foreløpig", "førebels", "annet", "anna", "andre", "enn", "ennå", "enno",
    "enda", "uten", "utan", "resten",
}  # fmt: skip
AGAINST = NOT | {
    "men", "mangler", "manglar", "gjenstår", "venter", "ventar", "unntatt", "unnateke", "bortsett", "utenom", "utanom", "forutsatt",
    "likevel", "unntak", "utsatt", "utsett", "utsettelse", "utsetting", "nesten", "delvis",
}  # fmt: skip
"""What in one clause takes back what another says."""

# --- what says nothing by itself

FILLERS = frozenset((
    "er", "ble", "blei", "vart", "var", "har", "hatt", "hadde", "blitt", "vorte", "vi", "jeg", "eg", "me", "det", "dette", "den", "denne",
    "disse", "desse", "de", "dei", "tiltak", "tiltaket", "tiltaka", "tiltakene", "saken", "saka", "sakene", "sakane", "oppgaven",
    "oppgåva", "punktet", "punkt", "punkta", "nr", "nå", "no", "alt", "alle", "samtlige", "begge", "deler", "delar", "helt", "heilt",
    "også", "og", "ja", "hei", "takk", "allerede", "allereie", "status", "svar", "sak", "som", "endelig", "endeleg", "for", "vår",
    "avtalt", "avtalte", "%", "prosent", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti",
))  # fmt: skip
TIMES = frozenset((*MONTHS, *WEEKDAYS, "kl", "uke", "veke"))
ONWARD = frozenset(("i", "på", "til", "av", "hos", "ved", "for", "fra", "frå", "med", "sammen", "saman"))
"""After «gjennomført» and the like, what these begin says only where, with whom or when."""

# --- a new deadline; what follows it in the text is tried as a time

UNTIL = r"(?P<until>[^\n;!?()|\t]{1,80})"
POSTPONED = re.compile(
    r"\b(?:utsatte?|utsette?|utsettes|utsetter|utsettast|utset|utsetje|utsetjast|forskjøvet|forskyves|forskuva)\b"
    rf"(?:[ ]+(?!til\b)[\w.]+){{0,4}}(?:[ ]+til[ ]+{UNTIL})?",
    re.IGNORECASE,
)
"""It is postponed, whatever follows: «utsatt til ny leder er på plass»."""
MOVED = tuple(
    re.compile(pattern + UNTIL, re.IGNORECASE)
    for pattern in (
        r"\bny(?:e)? frist(?:en)?(?: for \w+)?(?: er| blir| vert)?[ ]?[:–-]?[ ]*",
        r"\bfrist(?:en)?(?: \w+){0,4} til ",
        r"\b(?:flyttet|flyttes|flytta|flyttast|skyves|skyvast|skubba|skjøvet)(?: \w+){0,3} til ",
        r"\b(?:ferdig\w?|klar\w?) (?:først|fyrst|tidligst|tidlegast) (?:i |på |om )?",
        r"\b(?:først|fyrst|tidligst|tidlegast) (?:ferdig\w?|klar\w?) (?:i |på |om |til )?",
    )
)
"""It is postponed, where a time follows: «flyttet til 1. juni», not «flyttet til Horten»."""
NOT_BEFORE = re.compile(r"\b(?:ikke|ikkje)\b(?P<between>[^.!?;\n]{0,60}?)\bfør " + UNTIL, re.IGNORECASE)
COMPLETING = re.compile(r"\b(?:ferdig\w?|klar\w?|i mål|gjennomfør\w*|fullfør\w*|rekk\w*|lever\w*|gjort|slutt\w*)\b", re.IGNORECASE)
WISHED = NOT | {
    "kan",
    "bør",
    "ber",
    "ønsker",
    "ønskjer",
    "håper",
    "håpar",
    "kanskje",
    "vurderer",
    "vurderar",
    "foreslår",
    "hvis",
    "dersom",
    "når",
}
REASON = re.compile(r"\s+(?:fordi|da|siden|sidan|på grunn|pga|grunnet|grunna|ettersom|men|mens|medan|og)\b", re.IGNORECASE)
