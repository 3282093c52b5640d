"""Text to values and faults: what a person wrote in TOML, and every place where it is wrong, in Norwegian."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.cycle import lines
from bot.cycle.model import RULES, Fault, Written

LARGEST = 2_000_000
_TOO_DEEP = re.compile(r"(?:[\w-]{1,100}\s*\.\s*){100}")  # tomllib takes time in the square of a dotted key's length
_RULES_BY_NAME = {rule.__name__: rule for rule in RULES.values()}
_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")

M = TypeVar("M", bound=Written)


def toml(kind: type[M], file: str, text: str) -> tuple[M | None, tuple[Fault, ...]]:
    """Read `text` as `kind`. Returns the value, or None and every fault at once, each with its line in `file`."""
    if len(text) > LARGEST:
        return None, (Fault(file, 1, "filen er for stor", f"Del den opp: en fil kan ha {LARGEST:,} tegn.".replace(",", " ")),)
    if deep := _TOO_DEEP.search(text):
        return None, (
            Fault(file, text.count("\n", 0, deep.start()) + 1, "et navn har for mange ledd", "Skriv navnene i egne [overskrifter]."),
        )
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        return None, (_syntax(file, text, fault),)
    try:
        return kind.model_validate(raw), ()
    except ValidationError as fault:
        places = lines.index(text)
        details = (detail for detail in fault.errors(include_url=False) if not _other_branch(detail))
        return None, tuple(sorted({_fault(kind, file, places, detail) for detail in details}))


def _other_branch(detail: ErrorDetails) -> bool:
    """Whether a fault is of the kind of value that nobody tried to write: where one number or a list may stand, both are tried."""
    return isinstance(detail["loc"][-1], str) and detail["loc"][-1].startswith("tuple[") and not isinstance(detail["input"], list)


def _syntax(file: str, text: str, fault: Exception) -> Fault:
    reason = str(fault)
    place = _PLACE.search(reason)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    words = next(
        (words for start, words in _SYNTAX.items() if reason.startswith(start)),
        ("linjen kan ikke leses", "Se etter et anførselstegn, en klamme eller et likhetstegn som mangler."),
    )
    return Fault(file, line, *words)


_SYNTAX: Mapping[str, tuple[str, str]] = {
    "Expected '=' after a key": ("det mangler et likhetstegn etter navnet", "Skriv navn = verdi."),
    "Expected ']'": ("en overskrift er ikke lukket", "Sett ] etter [navnet, eller ]] etter [[navnet."),
    "Invalid value": ("verdien kan ikke leses", 'Sett anførselstegn rundt tekst: navn = "tekst".'),
    "Unterminated string": ("et anførselstegn er åpnet, men ikke lukket", "Sett et anførselstegn på slutten."),
    "Illegal character": ("et anførselstegn er åpnet, men ikke lukket", "Sett et anførselstegn på slutten av linjen."),
    "Expected newline or end of document": ("det står noe mer etter verdien", "Skriv én verdi på hver linje, og # foran en merknad."),
    "Cannot overwrite a value": ("den samme linjen står to ganger", "Ta bort den ene."),
    "Duplicate inline table key": ("det samme navnet står to ganger i tabellen", "Ta bort det ene."),
    "Cannot declare": ("den samme overskriften står to ganger", "Bruk [[to klammer]] når det kan være flere."),
    "Cannot redefine": ("den samme overskriften står to ganger", "Bruk [[to klammer]] når det kan være flere."),
    "Unclosed array": ("en liste er ikke lukket", "Sett ] på slutten."),
    "Unclosed inline table": ("en tabell er ikke lukket", "Sett } på slutten."),
    "Unescaped '\\'": ("en omvendt skråstrek i tekst", "Skriv \\\\ i stedet for \\."),
    "Invalid statement": ("linjen kan ikke leses", "Skriv navn = verdi, [overskrift] eller # foran en merknad."),
    "Invalid initial character for a key part": ("navnet til venstre mangler eller er ugyldig", "Skriv navn = verdi."),
    "Invalid date or datetime": ("datoen finnes ikke", "Skriv en dato som 2027-03-31."),
}


def _fault(kind: type[BaseModel], file: str, places: Mapping[lines.Path, int], detail: ErrorDetails) -> Fault:
    path = tuple(part for part in detail["loc"] if part not in _RULES_BY_NAME)
    message, advice = _words(kind, detail)
    return Fault(file, lines.line(places, path), message, advice)


def _words(kind: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong and what to write, for one fault that pydantic found."""
    name = _readable(detail["loc"])
    context: Mapping[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f"ukjent nøkkel «{detail['loc'][-1]}»", _nearest(str(detail["loc"][-1]), _names_at(kind, detail["loc"][:-1]))
        case "missing":
            return f"«{detail['loc'][-1]}» mangler", f"Legg til linjen {detail['loc'][-1]} = …"
        case "union_tag_not_found" | "union_tag_invalid":
            return (
                f"«{name}» er ikke en regel for når",
                _EXAMPLES,
            )
        case "literal_error":
            expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
            return f"«{name}» kan ikke være {_shown(detail['input'])}", _nearest(str(detail["input"]), expected.split(", "))
        case "string_pattern_mismatch":
            return f"«{name}» kan ikke være {_shown(detail['input'])}", _pattern_advice(name, str(context.get("pattern", "")))
        case "greater_than_equal" | "less_than_equal":
            bound = f"minst {context['ge']}" if "ge" in context else f"høyst {context['le']}"
            return f"«{name}» er {_shown(detail['input'])}", f"Tallet skal være {bound}."
        case "string_too_short" | "too_short":
            return f"«{name}» er tom", "Skriv noe her, eller ta bort linjen."
        case "string_too_long":
            return f"«{name}» er for lang", f"Bruk høyst {context.get('max_length')} tegn."
        case _:
            return f"«{name}» kan ikke være {_shown(detail['input'])}", _type_advice(detail["type"])


_EXAMPLES = (
    'Skriv for eksempel { month = 11, weekday = "thursday", nth = 1 }, { week = 45, weekday = "tuesday" }, '
    '{ quarter = 1 } eller { date = "03-31" }.'
)


def _readable(path: Sequence[str | int]) -> str:
    """The last key of a path, the way a person would name it."""
    return next(
        (str(part) for part in reversed(path) if isinstance(part, str) and part not in _RULES_BY_NAME and not _is_branch(part)), "filen"
    )


def _is_branch(part: str) -> bool:
    """Whether a path part is pydantic's name for one of several allowed types, not a key."""
    return part in {"int", "str", "date", "float", "bool", "constrained-int"} or "[" in part


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else f"«{value}»"
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004  a line on a screen


def _nearest(wrong: str, right: Sequence[str]) -> str:
    close = get_close_matches(wrong.lower(), right, 1, 0.7)
    return f"Mente du «{close[0]}»?" if close else f"Bruk en av disse: {', '.join(sorted(right))}."


_ADVICE = {
    "id": "Bruk små bokstaver a–z, tall og bindestrek: «naering».",
    "at": "Skriv dager eller arbeidsdager fra møtet: «-7d», «-2wd», «+1d».",
    "time": "Skriv klokkeslettet slik: «08:00».",
    "email": "Skriv en e-postadresse: «post@example.no».",
    "online": "Skriv en adresse som begynner med https://",
    "link": "Skriv en adresse som begynner med https://",
    "numbering": "Skriv {n} der nummeret skal stå: «{n}.», «Sak {n}/{yy}».",
}


def _pattern_advice(name: str, pattern: str) -> str:
    return _ADVICE.get(name, _ADVICE["id"] if pattern.startswith("^[a-z0-9]") else "Se på et annet eksempel i mappen.")


def _type_advice(kind: str) -> str:
    """What to write where the type of a value is wrong."""
    table = {
        "string": "Sett anførselstegn rundt teksten.",
        "int": "Skriv et helt tall uten anførselstegn.",
        "bool": "Skriv true eller false.",
        "date": "Skriv en dato slik: 2027-03-31.",
        "tuple": 'Skriv en liste: ["…", "…"].',
        "model": "Her skal det stå en tabell: { … } eller en egen [overskrift].",
        "recursion": "Gjør det enklere.",
    }
    return next((advice for prefix, advice in table.items() if kind.startswith(prefix)), "Se på et annet eksempel i mappen.")


def _names_at(kind: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that are allowed in the table that `path` leads to."""
    model: type[BaseModel] = kind
    for part in path:
        if isinstance(part, str):
            model = _RULES_BY_NAME.get(part) or (
                next(_models(model.model_fields[part].annotation), model) if part in model.model_fields else model
            )
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
