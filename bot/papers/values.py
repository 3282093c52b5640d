"""What a template may be given for a name, and how each kind is written: text, numbers, dates and hours, links, whole blocks."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import NamedTuple, TypeGuard

from jinja2 import Undefined
from jinja2.exceptions import FilterArgumentError

from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import clean
from bot.papers.model import Block, Run


class Link(NamedTuple):
    """Words that lead to an https or mailto address. Without an address it is the words alone."""

    text: str
    href: str = ""


def is_blocks(value: object) -> TypeGuard[tuple[Block, ...]]:
    """Whether a value is whole blocks, which must stand alone in a paragraph."""
    return isinstance(value, tuple) and not isinstance(value, Link | Run) and all(isinstance(part, Block) for part in value)


def runs(value: object, language: Language) -> Run | None:  # noqa: C901, PLR0911 - one branch for each kind of value
    """A value as a run of literal text, or None when it is of a kind that cannot be written."""
    match value:
        case Undefined():
            return Run(str(value))  # a strict one raises UndefinedError, with the name
        case Link(text=text, href=href):
            return Run(clean(text), link=clean(href))
        case None:
            return Run("")
        case bool():
            return None
        case str():
            return Run(clean(value))
        case int():
            return Run(str(value))
        case datetime():
            return Run(f"{norsk.long(value, language)} kl.{norsk.NO_BREAK}{norsk.clock(value)}")
        case date():
            return Run(norsk.long(value, language))
        case time():
            return Run(norsk.clock(value))
    return None


def _expects(name: str, kind: type | tuple[type, ...], needed: str, write: Callable[..., str]) -> Callable[..., str]:
    """A filter that says in Norwegian what it can be used on. An empty value stays empty, as a letter's field does."""

    def filtered(value: object, *rest: object) -> str:
        if isinstance(value, Undefined):
            return str(value)
        if value is None or value == "":
            return ""
        if not all(isinstance(given, kind) and not isinstance(given, bool) for given in (value, *rest)):
            raise FilterArgumentError(f"filteret «{name}» kan bare brukes på {needed}")
        return write(value, *rest)

    return filtered


def filters(language: Language) -> Mapping[str, Callable[..., object]]:
    """The filters a template may use, by their Norwegian names; each takes a value and gives a text."""
    day, hour = "en dato", "et klokkeslett"
    return {
        "dato": _expects("dato", date, day, norsk.numeric),
        "dato_lang": _expects("dato_lang", date, day, lambda value: norsk.long(value, language)),
        "dato_full": _expects("dato_full", date, day, lambda value: norsk.full(value, language)),
        "kl": _expects("kl", (datetime, time), hour, norsk.clock),
        "span": _expects("span", (datetime, time), "to klokkeslett: «start | span(slutt)»", norsk.time_span),
        "tlf": _expects("tlf", str, "en tekst", norsk.phone),
        "tall": _expects("tall", int, "et helt tall", norsk.number),
        "eie": _expects("eie", str, "en tekst", norsk.genitive),
        "store": _expects("store", str, "en tekst", str.upper),
        "liten_forbokstav": _expects("liten_forbokstav", str, "en tekst", lambda value: value[:1].lower() + value[1:]),
        "stor_forbokstav": _expects("stor_forbokstav", str, "en tekst", lambda value: value[:1].upper() + value[1:]),
    }
