"""Why a reading is what it is, and what a person should look at: Norwegian sentences for the secretary."""

import re
from collections.abc import Sequence

from bot.papers.reply import answers, inline
from bot.papers.reply.body import Draft
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Bounce, CalendarAnswer, CutKind, Forwarded, Reading, Verdict

DISAGREE = 0.6  # of the words of the one part must stand in the other
LITTLE = 3  # words kept, when much was cut
EACH = 30  # words cut for each word kept, when much was cut

_IS: dict[Verdict, str] = {
    "auto-reply": "automatisk svar; teller ikke som svar",
    "bounce": "melding om at et brev ikke kom fram",
    "calendar": "svar på en kalenderinvitasjon",
    "spam": "ser ut som reklame eller søppelpost",
    "secretariat": "fra sekretariatet selv",
    "command": "beskjed fra sekretariatet til programmet",
    "nothing": "svaret er at det ikke er noe å melde",
    "empty": "ingen egen tekst",
}
_CUT: dict[CutKind, str] = {
    "history": "den siterte teksten fra tidligere er tatt bort",
    "signature": "hilsen og signatur er tatt bort",
    "disclaimer": "en standardtekst om e-post er tatt bort",
    "banner": "et varsel fra e-postsystemet er tatt bort",
    "mobile": "«sendt fra …» er tatt bort",
    "tracking": "bildeplassholdere er tatt bort",
    "salutation": "innledende hilsen står ikke i bidraget",
    "cover": "følgeteksten står ikke i bidraget",
}


def told(reading: Reading) -> list[str]:
    """Why it is what it is, for a person."""
    found = [_IS[reading.verdict]] if reading.verdict in _IS else []
    if isinstance(reading.details, Forwarded):
        found.append(f"videresendt tekst fra {reading.details.sender or reading.details.name or 'ukjent avsender'}")
    if isinstance(reading.details, Bounce):
        found.extend(f"{one.recipient}: {one.status or one.action}".rstrip(": ") for one in reading.details.recipients[:5])
    if isinstance(reading.details, CalendarAnswer) and reading.details.method == "COUNTER":
        found.append("foreslår et annet tidspunkt")
    return [*found, *dict.fromkeys(_CUT[cut.kind] for cut in reading.cut)]


def doubts(draft: Draft, leaves: Sequence[Part]) -> list[str]:
    """What a person should look at."""
    found = []
    if not draft.whole:
        found.append("meldingen er svært lang; bare den første delen er lest")
    if draft.plain and any(_body(leaf, "text/html") for leaf in leaves):
        found.append("HTML-delen ga ingen tekst; lest fra den rene teksten")
    if inline.found(draft.lines):
        found.append("svarene står inne i den siterte teksten; se at hvert svar står under riktig punkt")
    elif draft.forwarded is None and draft.history.open_at < len(draft.lines) and answers.announced(draft.lines):
        found.append("det står at svar er skrevet inn under, men ingen er funnet der; se i den siterte teksten")
    count = len(draft.text.split())
    much = sum(len(line.text.split()) for line in draft.lines if line.fate == "history")
    if 0 < count <= LITTLE and much > EACH * LITTLE:
        found.append("lite er skrevet og mye er tatt bort; se etter at ingenting mangler")
    if any(_refused(leaf) for leaf in leaves):
        found.append("vedlegget winmail.dat kan ikke leses; be avsenderen sende som HTML eller ren tekst")
    if _disagree(draft, leaves):
        found.append("den rene teksten og HTML-delen er ulike; se etter at ingenting mangler")
    return found


def _refused(leaf: Part) -> bool:
    return leaf.mime == "application/ms-tnef" or leaf.name.lower() == "winmail.dat"


def _disagree(draft: Draft, leaves: Sequence[Part]) -> bool:
    """Words of the plain part that the HTML part does not have at all, own or cut."""
    bare = [leaf for leaf in leaves if _body(leaf, "text/plain")]
    rich = [leaf for leaf in leaves if _body(leaf, "text/html")]
    if not bare or not rich:
        return False
    mine = set(re.findall(r"\w{4,}", bare[0].text(20_000).lower()))
    theirs = set(re.findall(r"\w{4,}", " ".join(line.text for line in draft.lines)[:200_000].lower()))
    return len(mine) >= 5 and len(mine & theirs) < DISAGREE * len(mine)  # noqa: PLR2004


def _body(leaf: Part, mime: str) -> bool:
    return leaf.mime == mime and not leaf.attached and not leaf.name
