"""Papers as PDF, from the same blocks as in Word and in the letterhead's looks: PDF/UA-1 for readers, PDF/A-2a for the archive."""

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from tempfile import TemporaryDirectory
from threading import Lock
from typing import NamedTuple

import typst

from bot.cycle.model import Fault
from bot.errors import BotError, TemplateFaulty
from bot.papers import edges, look, shapes, typeset
from bot.papers.model import Paper

STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
TRIES = 4
"""How often letters without a shape are taken out: each time Typst names all that it sees, so the second is already rare."""
SHAPELESS = re.compile(r'the (?:text|PDF) (?:contains the (?:disallowed )?codepoint )?`"((?:\\.|[^"\\`])+)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
PLACEHOLDER = "□"
LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")  # Unicode's own blocks


class NotPrintable(BotError):
    """The paper cannot be made into a PDF."""


class Printed(NamedTuple):
    """A PDF, and the letters that could not be shown in it: each stands as □."""

    content: bytes
    lost: str


def write(paper: Paper, letterhead: bytes, day: date) -> Printed:
    """The paper as PDF in the looks of `letterhead` (a .docx file), dated `day`. Nothing in the paper is ever read as markup.

    Equal input gives equal bytes on machines with the same fonts. Raises TemplateFaulty when the letterhead lacks something that a paper
    needs, and NotPrintable when Typst refuses what it is given.
    """
    words = json.dumps(typeset.data(paper, letterhead, day), ensure_ascii=False)
    drawn = json.dumps({name: list(content) for name, content in edges.read(letterhead).pictures.items()})
    lost = ""
    for _ in range(TRIES):
        try:
            return Printed(_press().compiled(words, drawn, day), lost)
        except _Shapeless as refused:
            lost += refused.letters
            words = words.translate(dict.fromkeys(map(ord, refused.letters), PLACEHOLDER))
    raise NotPrintable(f"PDF-en kan ikke lages: skriftene mangler tegnene {lost}")


def faults(letterhead: bytes, name: str) -> tuple[Fault, ...]:
    """What a PDF cannot take over from a letterhead that Word is content with, for `check` and `doctor`."""
    try:
        lost, missing = edges.read(letterhead).lost, _press().missing(shapes.fonts(look.read(letterhead)))
    except TemplateFaulty:
        return ()  # told of already, for the Word file's own sake
    pictures = tuple(Fault(name, 1, f"PDF-en får ikke med {one}", "legg inn logoen som PNG-bilde på linje med teksten") for one in lost)
    fonts = tuple(
        Fault(name, 1, f"skriften «{font}» finnes ikke her, og heller ikke «{other}», som er like bred", f"installer skriften «{other}»")
        for font, other in missing
    )
    return pictures + fonts


class _Shapeless(Exception):
    """Typst has no shape for some letters, or PDF/A forbids them."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


@lru_cache(maxsize=1)
def _press() -> "_Press":
    return _Press()


class _Press:
    """Typst, kept warm, with the fonts of this machine. It sees the files it is handed, an empty folder, and nothing else."""

    def __init__(self) -> None:
        self.source = files("bot.papers").joinpath("paper.typ").read_bytes()
        self.fonts = typst.Fonts()
        self.compiler = typst.Compiler(font_paths=self.fonts)
        self.lock = Lock()

    def compiled(self, words: str, pictures: str, day: date) -> bytes:
        given = {"main.typ": self.source, "paper.json": words.encode(), "pictures.json": pictures.encode()}
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        try:
            with self.lock, TemporaryDirectory(prefix="aarshjul-") as empty:
                made = self.compiler.compile(given, root=empty, pdf_standards=STANDARDS, timestamp=midnight)  # type: ignore[type-var]
        except typst.TypstError as error:
            raise _why(error.diagnostic, error.message) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # Rust's own: no Exception, and in no module that can be imported
                raise
            _press.cache_clear()
            # Typst 0.15 panics where it breaks a line of letters that go leftward, such as Arabic, and no font has them
            letters = "".join(LEFTWARD.findall(words))
            raise _why(f'the text `"{letters}"`', "Typst stoppet") from error
        if not isinstance(made, bytes):
            raise NotPrintable(str(type(made)))
        return made

    def missing(self, wanted: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Those fonts of which neither the one nor its stand-in is here."""
        here = {family.lower() for family in self.fonts.families()}
        return tuple((font, other) for font, other in wanted if not {font.lower(), other.lower()} & here)


def _why(diagnostic: str, message: str) -> Exception:
    """The letters outside ASCII that a diagnostic says stand in the way; without any, that there is no help."""
    named = "".join(ESCAPED.sub(lambda found: chr(int(found[1], 16)), words) for words in SHAPELESS.findall(diagnostic))
    letters = "".join(dict.fromkeys(letter for letter in named if not letter.isascii()))
    return _Shapeless(letters) if letters else NotPrintable(f"PDF-en kan ikke lages: {message}")
