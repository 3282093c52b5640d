"""What a contribution leaves out of a text: the salutation, and the note that says that here it comes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.papers.reply.line import Line, without

MOST_WORDS = 16  # of a covering sentence
FIRST = 6  # lines among which it stands

_SALUTATION = re.compile(
    r"(?:hei(?:sann|san|a)?|heisan|hallo|halla|god\s?(?:dag|morgen|morgon|formiddag|ettermiddag|kveld)|morn|kjære|til|hello|hi|dear|"
    r"hej|hejsan|hey|kære|goddag|guten\s(?:tag|morgen)|liebe[rs]?|sehr\sgeehrte[rs]?|moin)(?:\s?/\s?\w{2,8})?"
    r"(?:\s(?:igjen|att|alle|alle\ssammen|sammen|dere|dykk|du|der|again|all|everyone|there|igen|allihopa|zusammen|og\sgodt\snytt\sår))?"
    r"(?:,?\s(?!(?:her|vi|jeg|eg|takk|vedlagt|det|ingen|me)\b)[\w.ÆØÅæøå-]{1,30}){0,4}(?=[,.!:]|\s?[–-]\s|\s?$)[,.!:)– -]*",
    re.IGNORECASE,
)
_TEXTS = (
    r"(?:sak\w*|innspill\w*|bidrag\w*|tekst\w*|innlegg\w*|orientering\w*|punkt\w*|svar\w*|melding\w*|rapport\w*|oppdatering\w*|nytt|"
    r"nytt fra|det vi|informasjon|info|ärende\w*|bidrag|sager|input|update|items?|contribution|text|"
    r"beitr\w+|punkte|themen|nyt|rad(?:er)?|linj\w+|noe|noko|litt|runden?)"
)
_COVER = re.compile(
    rf"(?:og\s)?(?:(?:her|vedlagt|nedenfor|nedanfor|under|hermed|below|attached|here|här|hier|anbei|härmed|bifogat|nedan|se\sunder|"
    rf"se\snedenfor|sjå\sunder)\b.{{0,60}}\b{_TEXTS}\b.{{0,60}}"
    rf"|(?:jeg|vi|eg|me|i|we|jag)\s(?:sender|oversender|har\sfølgende|vil\smelde|ønsker\så\smelde|melder|har\sdisse|send|skickar|"
    rf"vedlegger|legger\sved)\b.{{0,50}}\b{_TEXTS}\b.{{0,40}}"
    rf"|(?:og|da|då|nå|no|så)\s(?:her\s)?(?:kommer|kjem|følger|følgjer|er)\s.{{0,20}}\b{_TEXTS}\b.{{0,30}}"
    r"|.{0,80}\bsender\s(?:jeg|eg|vi|me)\s(?:dette|følgende|fylgjande|her|herved|teksten|saken|svaret|innspillet)\b.{0,40}"
    r"|(?:(?:jeg|eg|vi|me)\s(?:har\s)?)?svar\w*\s(?:er\s|står\s)?(?:med|i|inn\si|inne\si)\s.{0,20}(?:tekst\w*|sitat\w*|rødt|raudt|blått|"
    r"grønt|farge\w*)\b.{0,30}"
    r"|(?:tusen\s|mange\s)?(?:takk|tack|tak|thanks|thank\syou|danke|vielen\sdank)\s(?:for|för|für)\s.{0,50}(?:innkalling\w*|svar\w*|"
    r"invitasjon\w*|påminn\w*|purr\w*|e-?post\w*|mail\w*|meld\w*|beskjed\w*|påminning\w*|kallelse\w*|invit\w*|reminder|notice|einladung)"
    rf"|(?:se|sjå|see)\s.{{0,30}}\b{_TEXTS}\s(?:her|here|hier|under|nedenfor|nedanfor|below)"
    r"|(?:beklager|orsaker|unnskyld|orsak)\b.{0,40}(?:sen\w*|seint|forsink\w*|svar\w*)|(?:se|sjå)\s(?:svar\w*|innspill\w*|tekst\w*|"
    r"kommentar\w*|vedlegg\w*)?.{0,30}(?:under|nedenfor|nedanfor|vedlagt|vedlegg|rødt|raudt|blått))"
    r"\s*[.:!–-]*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?:]{1,200}[.!?:]+(?:\s|$)")


def split(lines: Sequence[Line]) -> list[Line]:
    """Own lines of the whole text, with salutation and covering note marked; one that shares its line is a line by itself.

    Something always remains: a note with nothing after it is the contribution.
    """
    found: list[Line] = []
    greeted = done = False
    for number, line in enumerate(lines):
        if done or number >= FIRST or line.marker or line.cells or line.heading or line.answer or len(line.text) > 1_000:  # noqa: PLR2004
            done = True
            found.append(line)
            continue
        rest = line
        if not greeted and (hit := _SALUTATION.match(rest.text)) and _addressed(rest.text, hit):
            greeted = True
            found.append(replace(rest, text=rest.text[: hit.end()].strip(), fate="salutation"))
            rest = without(rest, 0, hit.end())
        while rest.text and (size := _covering(rest.text)):
            found.append(replace(rest, text=rest.text[:size].strip(), fate="cover"))
            rest = without(rest, 0, size)
        if rest.text:
            done = True
            found.append(rest)
    if any(not line.fate for line in found):
        return found
    return [replace(line, fate=line.fate if line.fate == "salutation" else "") for line in found]


def _addressed(text: str, hit: re.Match[str]) -> bool:
    """«Til alle» alone on a line speaks to somebody; «Til: alle kommuner» and «Til orientering» do not."""
    if not text[:3].lower().startswith("til"):
        return hit.end() > 0
    return bool(
        re.match(r"til (?:alle|sekretariat\w*|dere|dykk|deg|rådet)\b[^:]{0,30}[,!]?$", text[:60], re.IGNORECASE)
    ) and hit.end() >= len(text)


def _covering(text: str) -> int:
    """The length of a covering sentence that the text begins with; 0 if it does not."""
    found = _SENTENCE.match(text)
    sentence = found[0] if found else text
    if len(sentence) > 200 or len(sentence.split()) > MOST_WORDS:  # noqa: PLR2004
        return 0
    if sentence.rstrip().endswith(":") and len(sentence) < len(text):
        return 0  # «Vi melder én sak: skogsbilveiene …» is the contribution itself
    return len(sentence) if _COVER.fullmatch(sentence.strip()) else 0
