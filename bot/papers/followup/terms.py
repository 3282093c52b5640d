"""The words around a deadline: those that people write beside a time or in its place, and those that tell how it was read."""

import re
from typing import NamedTuple

from bot.cycle.written import Language
from bot.papers.edited.when import MONTHS

# what may stand beside a time and say no more than that it is one
FILLERS = frozenset((
    "innen", "innan", "i", "løpet", "laupet", "ila", "l.a", "av", "til", "på", "den", "ved", "om", "senest", "seinast", "seineste",
    "frist", "fristen", "dato", "ca", "cirka", "omkring", "rundt", "kring", "mot", "og", "eller", "samt", "for", "kl", "klokka", "måned",
    "måneden", "månad", "månaden", "dagen", "uke", "veke", "helst", "gjerne", "ferdig", "ferdige", "leveres", "levering", "sendes",
    "klart", "klar", "utsatt", "utsett", "t.o.m", "tom", "med", "nå", "no", "snart", "år", "året", "årets", "siste", "dag", "arbeidsdag",
    "først", "fyrst", "antatt", "trolig", "truleg", "planlagt", "ny", "nytt", "god", "tid",
))  # fmt: skip
START = frozenset(("primo", "begynnelsen", "byrjinga", "starten", "tidlig", "tidleg"))
MIDDLE = frozenset(("medio", "midten", "midt"))
END = frozenset(("ultimo", "utgangen", "slutten", "slutt", "utløpet", "utløp", "sent", "seint"))
WITHIN = END | {"løpet", "laupet", "ila", "l.a"}
BEFORE = frozenset(("før",))
AFTER = frozenset((
    "etter", "fra", "frå", "siden", "sidan", "tidligst", "tidlegast", "ikke", "ikkje", "når", "dersom", "hvis", "start", "starter",
    "startar", "oppstart",
))  # fmt: skip

MEETING = re.compile(
    r"\b(?P<which>neste|førstkommende|kommende|komande|første|fyrste|siste|)\s?"
    r"\b(?:(?:fag)?gruppe|forum|råds|utvalgs|medlems)?(?:møtet?|samling(?:en|a)?)\b|\bneste (?:gang|gong)\b"
)
_JOINS = (*sorted(MONTHS, key=len, reverse=True), "vår", "sommar", "sommer", "høst", "haust", "vinter", "påske", "jule?")
JOINED = re.compile(rf"\b({'|'.join(_JOINS)})-?(?=møte)")
FROM = re.compile(r"\b(?:fra|frå)\s+(?:den\s+)?\Z")
REMARK = re.compile(r"\([^()\d]*\)")
THIS_YEAR = re.compile(r"\b(?:i år|(?:dette |inneværende |inneverande )?året?s?(?! ?\d))(?!\w)")
NEXT_YEAR = re.compile(r"\b(?:til )?neste år(?:et)?\b")
SOON = re.compile(
    r"snarest(?: mulig)?|snarast(?: råd| mogleg)?|så (?:snart|fort|raskt) som (?:mulig|mogleg|råd)|asap|omgående|omgåande|straks|"
    r"umiddelbart|med (?:det )?(?:en gang|ein gong|første)|nå|no|haster|hastar|strakstiltak"
)
RUNNING = re.compile(
    r"(?:(?:19|20)\d\d ?[-–]? ?|(?:fra|frå) (?:19|20)\d\d )?"
    r"(?:fortløp[ea]nde|løp[ea]nde|kontinuerl[ie]g|jevnlig|jamleg|ved behov|(?:hele|heile) året|årl[ie]g|månedlig|månadleg|ukentlig|"
    r"kvartalsvis|halvårl[ie]g|pågå[ea]nde|stadig|(?:hver|hvert|kvar|kvart) (?:år|måned|månad|uke|veke|kvartal|tertial|halvår|møte))"
    r"(?: frist| oppgave| oppgåve| oppfølging| arbeid)?"
)
NONE = re.compile(r"[-–—. ]*|ingen(?: frist)?|(?:uten|utan) frist|ikke satt|ikkje sett|n/?a|i\.?a\.?")


class Words(NamedTuple):
    """How it is told what a deadline was taken for."""

    read: str
    past: str
    other_weekday: str
    several: str
    not_planned: str
    running: str
    soon: str
    none: str
    no_such: str
    no_end: str
    unclear: str


WORDS: dict[Language, Words] = {
    "nb": Words(
        "«{text}» er lest som {day}", ", som er forbi", ", men det er ikke en {weekday}", ", den siste av flere datoer",
        "«{text}» står ikke i møteplanen ennå", "«{text}» har ingen frist", "«{text}» er ingen dato", "ingen frist er satt",
        "«{text}» finnes ikke", "«{text}» sier ikke når det skal være ferdig", "«{text}» er ikke forstått som en frist",
    ),
    "nn": Words(
        "«{text}» er lese som {day}", ", som er forbi", ", men det er ikkje ein {weekday}", ", den siste av fleire datoar",
        "«{text}» står ikkje i møteplanen enno", "«{text}» har ingen frist", "«{text}» er ingen dato", "ingen frist er sett",
        "«{text}» finst ikkje", "«{text}» seier ikkje når det skal vere ferdig", "«{text}» er ikkje forstått som ein frist",
    ),
}  # fmt: skip
