"""What to call a sender who stands in no register: by whom they write for, what they sign with, their name, or their domain."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.papers.characters import one_line

LONGEST = 80
MOST = 200
"""Characters of a line that are looked at."""
MOST_WORDS = 7
"""Of a line that is the name of an organisation."""
FREE = frozenset((
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.no", "outlook.com", "outlook.no", "live.com", "live.no", "msn.com", "yahoo.com",
    "yahoo.no", "icloud.com", "me.com", "mac.com", "online.no", "getmail.no", "broadpark.no", "lyse.net", "proton.me", "protonmail.com",
    "altibox.no", "frisurf.no", "c2i.net", "start.no", "epost.no",
))  # fmt: skip
"""Where people have an address of their own: such a domain names nobody."""
ORGANISATION = re.compile(
    r"\b(?:AS|ASA|SA|ANS|DA|BA|KF|IKS|HF|NHO|LO|KS|NAV|IL|FAU)\b|"
    r"\b\w*(?:kommune|fylkeskommune|foreininga?|forening(?:en)?|forbund(?:et)?|(?<!fors)(?<!vedt)(?<!inn)lag(?:et)?|parti(?:et)?|sent(?:er|eret|ret)|"
    r"stiftelse[nr]?|næringshage|næringsforum|høgskolen?|høgskulen?|høyskolen?|universitetet?|skolen?|skulen?|museum|museet|bank(?:en)?|samvirke|"
    r"råd(?:et)?|utvalg(?:et)?|nettverk(?:et)?|klyngen?|klynga|direktoratet?|etaten?|forvalteren|menighet(?:en)?|venstre|høyre|sparebank)\b",
    re.IGNORECASE,
)
GREETING = re.compile(r"(?:med )?(?:vennlig|venleg|vennleg|beste?|venlig) (?:hilsen|helsing)\w*|mvh|vh|hilsen|helsing|hels", re.IGNORECASE)
CONTACT = re.compile(r"[@\d]|https?:|www\.|:", re.IGNORECASE)
PERSON = re.compile(r"[A-ZÆØÅ][\w'’.-]{0,30}(?: [A-ZÆØÅ][\w'’.-]{0,30}){1,4}")
UNKNOWN = "Ukjent avsender"


class Stranger(NamedTuple):
    """What to call a sender, and the person where that is another name."""

    name: str
    person: str


def named(shown: str, address: str, signature: str, behalf: str = "") -> Stranger:
    """The name of a sender: `shown` is that in From, `signature` the lines below the text, `behalf` whom they say that they write for.

    An address is never a name.
    """
    lines = [line for raw in signature.splitlines() if (line := _bare(raw))]
    from_name = "" if "@" in shown else _bare(shown)
    person = from_name if from_name and not ORGANISATION.search(from_name) else next(filter(PERSON.fullmatch, lines), "")
    candidates = (behalf, *_organisations(lines), from_name, person, _domain(address))
    name = next((found for one in candidates if (found := _bare(one))), UNKNOWN)[:LONGEST]
    return Stranger(name, person[:LONGEST] if person != name else "")


def _organisations(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if len(line.split()) <= MOST_WORDS and line[:1].isupper() and ORGANISATION.search(line))


def _bare(text: str) -> str:
    """A line as a name: nothing when it is a greeting, or has a telephone number, an address or a link in it."""
    line = one_line(text[:MOST]).strip(" .,;|–-\"'")
    return "" if GREETING.fullmatch(line) or CONTACT.search(line) else " ".join(line.split())


def _domain(address: str) -> str:
    """The domain of an address, where it is somebody's own: «bygdelaget.example.no»."""
    domain = address.rpartition("@")[2].lower()
    return "" if domain in FREE else domain
