"""What in a member's text a person should look at before it is issued: private things, words meant for us, and what is not as it looks."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.papers import agenda, norsk, privacy
from bot.papers.model import Block, Run, walk

BOOK = 2000
"""A text of more words than this is no short contribution to a round table."""
NOTE = 60
"""A message to the secretariat has fewer words than this; in a longer text the same words are news."""
_NOTE = re.compile(
    r"\b(?:(?:etter)?sender\b[^.!?\n]{0,40}\b(?:i dag|i morg[eo]n|senere|seinare|snart|(?:man|tirs|ons|tors|fre)dag)"
    r"|meld(?:er|e) forfall"
    r"|(?:mulighet|høve|anledning) til å (?:delta|møte)"
    r"|kan (?:dessverre |diverre )?ikk(?:j)?e (?:delta|møte|komme?))\b",
    re.IGNORECASE,
)
_EXEMPT = re.compile(
    r"\b(?:unntatte?|unnateken?|unnatekne) (?:(?:fra|frå) )?(?:offentlig|offentleg|innsyn)\w{0,12}|\bu\. ?off\b\.?|\buoff\b\.?"
    r"|\bkonfidensiel\w{1,3}\b|\b(?:fortrolig|fortruleg)e?\b(?! med)|\b(?:taushetsbelagt|teiepliktig)e?\b"
    r"|\b(?:lukket|lukka) møte\b|\b(?:lukkede|lukka) dører\b",
    re.IGNORECASE,
)
_BASIS = re.compile(r"(?:\b(?:offl|fvl|koml)\b\.?|\b\w{3,40}lov(?:en|a)s?\b) ?§§? ?\d", re.IGNORECASE)
"""A law and its paragraph: «offl. § 13 jf. fvl. § 13», «kommuneloven § 11-5»."""
_SHOWN = re.compile(
    r"(?:https?://(?:www\.)?|www\.)((?:[\w-]{1,63}\.){1,8}\w{2,24})|((?:[\w-]{1,63}\.){1,8}(?:no|com|org|net|eu|se|dk))(?![\w.@-])",
    re.IGNORECASE,
)


def of(blocks: tuple[Block, ...], text: str) -> tuple[str, ...]:
    """Each thing as a person would name it: «telefonnummer 22 00 00 00», «2 400 ord», «en lenke som viser a.no, men går til b.no»."""
    count = agenda.words(text)
    note = _NOTE.search(text) if count < NOTE else None
    found = (
        *privacy.marks(text),
        *((f"en beskjed som kanskje bare er til sekretariatet: «{' '.join(note[0].split())}»",) if note else ()),
        *(f"ordene «{words}» uten hjemmel" for words in exempt(text)),
        *((f"{norsk.number(count)} ord",) if count > BOOK else ()),
        *(f"en lenke som viser {shown}, men går til {target}" for run in _runs(blocks) for shown, target in _disguised(run)),
    )
    return tuple(dict.fromkeys(found))


def exempt(text: str) -> tuple[str, ...]:
    """The words by which a text keeps itself from the public, where it does not say by which law (offentleglova; domain 4.4)."""
    if _BASIS.search(" ".join(text.split())):
        return ()
    return tuple(dict.fromkeys(" ".join(found[0].split()).casefold() for found in _EXEMPT.finditer(text)))


def _runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    for block in walk(blocks):
        yield from getattr(block, "runs", ())


def _disguised(run: Run) -> Iterator[tuple[str, str]]:
    """The host that a link shows and the one that it leads to, when these are two: a reader of our paper trusts what is shown."""
    shown = _SHOWN.match(run.text.strip()) if run.link else None
    if shown is None:
        return
    says, leads = (shown[1] or shown[2]).casefold(), _host(run.link)
    if leads and says != leads:
        yield says, leads


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").casefold().removeprefix("www.")
    except ValueError:  # not an address at all
        return ""
