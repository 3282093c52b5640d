"""Text to values and faults: what a person wrote in TOML, and every place where it is wrong, in Norwegian."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.cycle import lines, when
from bot.cycle.model import Fault
from bot.cycle.written import RULES, Written

LARGEST = 2_000_000
_TOO_DEEP = re.compile(r"(?:[\w-]{1,100}\s*\.\s*){100}")  # tomllib takes time in the square of a dotted key's length
_RULES_BY_NAME = {rule.__name__: rule for rule in RULES.values()}
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_CURLED = frozenset("“”„«»‘’")
_LONG_STRING = re.compile(r'"""|\'\'\'')

M = TypeVar("M", bound=Written)


def toml(kind: type[M], file: str, text: str) -> tuple[M | None, tuple[Fault, ...]]:
    """Read `text` as `kind`. Returns the value, or None and every fault at once, each with its line in `file`."""
    if len(text) > LARGEST:
        return None, (Fault(file, 1, "filen er for stor", f"Del den opp: en fil kan ha høyst {LARGEST:,} tegn.".replace(",", " ")),)
    if deep := _TOO_DEEP.search(text):
        return None, (
            Fault(file, text.count("\n", 0, deep.start()) + 1, "et navn har for mange ledd", "Skriv navnene i egne [overskrifter]."),
        )
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        return None, (_syntax(file, text, fault),)
    try:
        # as JSON, and strictly: a value is read as the published schema says, and never guessed («2» is no number, 20270101 no date)
        return kind.model_validate_json(json.dumps(raw, default=str), strict=True), ()
    except ValidationError as fault:
        return None, tuple(sorted(_faults(kind, file, lines.index(text), raw, fault.errors(include_url=False))))


def _syntax(file: str, text: str, fault: Exception) -> Fault:
    reason = str(fault)
    place = _PLACE.search(reason)
    line, column = (int(place[1]), int(place[2])) if place else (text.rstrip().count("\n") + 1, 0)
    written = text.splitlines()[line - 1 : line]
    if reason.startswith("Invalid value") and written and written[0][column - 1 : column] in _CURLED:
        return Fault(file, line, "anførselstegnene er krøllete", 'Bruk rette anførselstegn: navn = "tekst".')
    if reason.startswith(_ONCE) and written and written[0].lstrip().startswith("["):
        return Fault(file, line, "den samme overskriften står to ganger", "Bruk [[to klammer]] på alle når det kan være flere.")
    if reason.startswith("Unterminated string") and (opened := [found.start() for found in _LONG_STRING.finditer(text)]):
        line = text.count("\n", 0, opened[-1]) + 1
    words = next(
        (words for start, words in _SYNTAX.items() if reason.startswith(start)),
        ("linjen kan ikke leses", "Se etter et anførselstegn, en klamme eller et likhetstegn som mangler."),
    )
    return Fault(file, line, *words)


_ONCE = ("Cannot overwrite a value", "Cannot declare", "Cannot redefine")
_SYNTAX: Mapping[str, tuple[str, str]] = {
    "Expected '=' after a key": ("det mangler et likhetstegn etter navnet", "Skriv navn = verdi."),
    "Expected ']'": ("en overskrift er ikke lukket", "Sett ] etter [navnet, eller ]] etter [[navnet."),
    "Invalid value": ("verdien kan ikke leses", 'Sett anførselstegn rundt tekst: navn = "tekst". Ja og nei skrives true og false.'),
    "Unterminated string": ("et anførselstegn er åpnet, men ikke lukket", "Sett et anførselstegn på slutten."),
    "Illegal character": ("et anførselstegn er åpnet, men ikke lukket", "Sett et anførselstegn på slutten av linjen."),
    "Expected newline or end of document": ("det står noe mer etter verdien", "Skriv én verdi på hver linje, og # foran en merknad."),
    "Cannot overwrite a value": ("den samme linjen står to ganger", "Ta bort den ene."),
    "Duplicate inline table key": ("det samme navnet står to ganger i tabellen", "Ta bort det ene."),
    "Unclosed array": ("en liste er ikke lukket", "Sett komma mellom verdiene, og ] på slutten."),
    "Unclosed inline table": ("en tabell er ikke lukket", "Sett komma mellom verdiene, og } på slutten."),
    "Unescaped '\\'": ("en omvendt skråstrek i tekst", "Skriv \\\\ i stedet for \\."),
    "Invalid statement": ("linjen kan ikke leses", "Skriv navn = verdi, [overskrift] eller # foran en merknad."),
    "Invalid initial character for a key part": ("navnet til venstre mangler eller er ugyldig", "Skriv navn = verdi."),
    "Invalid date or datetime": ("datoen finnes ikke", "Skriv en dato som 2027-03-31."),
}


def _faults(
    kind: type[BaseModel], file: str, places: Mapping[lines.Path, int], raw: object, details: Iterable[ErrorDetails]
) -> Iterator[Fault]:
    """One fault for each place: where one of several kinds of value may stand, pydantic complains once for each kind."""
    first: dict[lines.Path, ErrorDetails] = {}
    for detail in details:
        first.setdefault(_path(raw, detail), detail)
    around = {path[:length] for path in first for length in range(len(path))}
    for path, detail in first.items():
        if path not in around:  # the fault is deeper: in one entry of a list, not in the list
            yield Fault(file, lines.line(places, (*path, 0)), *_words(kind, path, detail))


def _path(raw: object, detail: ErrorDetails) -> lines.Path:
    """The place of a fault in what was written, without pydantic's own names for the kinds of value it tried."""
    path: list[str | int] = []
    here = raw
    for part in detail["loc"]:
        if (isinstance(here, dict) and part in here) or (isinstance(here, list) and isinstance(part, int)):
            path.append(part)
            here = here[part]  # type: ignore[index]  # one of the two it was seen to be
    return (*path, detail["loc"][-1]) if detail["type"] == "missing" else tuple(path)


def _words(kind: type[BaseModel], path: lines.Path, detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong and what to write, for one fault that pydantic found."""
    name = next((part for part in reversed(path) if isinstance(part, str)), "filen")
    written, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f"ukjent nøkkel «{name}»", _nearest(name, _keys(kind, detail["loc"][:-1]))
        case "missing":
            return f"«{name}» mangler", _missing(kind, name, detail["loc"])
        case "union_tag_not_found" | "union_tag_invalid":
            return f"«{name}» er ikke en regel for når", _EXAMPLES
        case "literal_error":
            return f"«{name}» kan ikke være {_shown(written)}", _choose(written, str(context["expected"]))
        case "string_pattern_mismatch":
            return f"«{name}» kan ikke være {_shown(written)}", _pattern_advice(name, str(context.get("pattern", "")))
        case "greater_than_equal" | "less_than_equal":
            bound = f"minst {context['ge']}" if "ge" in context else f"høyst {context['le']}"
            return f"«{name}» er {_shown(written)}", f"Tallet skal være {bound}."
        case "string_too_short":
            return f"«{name}» er tom", "Skriv noe her."
        case "too_short":
            return f"«{name}» er tom", f"Legg til minst én [[{name}]]."
        case "string_too_long":
            return f"«{name}» er for lang", f"Bruk høyst {context['max_length']} tegn."
        case "json_invalid":
            return "filen kan ikke leses", "Gjør den enklere: færre nivåer inni hverandre, og bare vanlige tall."
        case _:
            return f"«{name}» kan ikke være {_shown(written)}", _type_advice(detail["type"], name, written)


_EXAMPLES = (
    'Skriv for eksempel { month = 11, weekday = "thursday", nth = 1 }, { week = 45, weekday = "tuesday" }, '
    '{ quarter = 1 } eller { date = "03-31" }.'
)


def _missing(kind: type[BaseModel], name: str, path: Sequence[str | int]) -> str:
    """What to add: a heading for what is a table, a line for what is a value."""
    if any(part in _RULES_BY_NAME for part in path):
        return f"Legg til {name} = … mellom klammene."
    field = _model_at(kind, path[:-1]).model_fields.get(name)
    if field is None or next(_models(field.annotation), None) is None:
        return f"Legg til linjen {name} = …"
    return f"Legg til [[{name}]]." if get_args(field.annotation) else f"Legg til overskriften [{name}] med linjene som hører til."


def _shown(value: object) -> str:
    """A value the way the person wrote it."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return "en liste"
        case dict():
            return "en tabell"
        case str():
            return f"«{value}»" if len(value) <= _WIDE else f"«{value[:_WIDE]}…»"
    return str(value)


_WIDE = 60
"""Characters of a value that are shown in a message."""


_WEEKDAYS = {norwegian: english for english, norwegian in when.NAMES.items()}


def _choose(written: object, expected: str) -> str:
    """What to write where only some words or numbers may stand; `expected` lists them in English, as pydantic does."""
    choices = expected.replace(" or ", ", ").replace("'", "").split(", ")
    if isinstance(written, str) and written in choices:
        return f"Skriv {written} uten anførselstegn."
    if (day := _WEEKDAYS.get(str(written).strip().lower())) in choices:
        return f"Skriv «{day}»."
    return _nearest(str(written), choices)


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
    "date": "Skriv «03-31» når det er hvert år, og 2026-12-31 når det er én gang.",
    "numbering": "Skriv {n} der nummeret skal stå: «{n}.», «Sak {n}/{yy}».",
}


def _pattern_advice(name: str, pattern: str) -> str:
    return _ADVICE.get(name, _ADVICE["id"] if pattern.startswith("^[a-z0-9]") else "Se på et annet eksempel i mappen.")


def _type_advice(kind: str, name: str, written: object) -> str:
    """What to write where the type of a value is wrong."""
    if name == "date":
        return _ADVICE[name]
    table = {
        "string": "Skriv det som tekst, i anførselstegn." if isinstance(written, list | dict) else "Sett anførselstegn rundt teksten.",
        "int": "Skriv et helt tall uten anførselstegn.",
        "bool": "Skriv true (ja) eller false (nei).",
        "date": "Skriv en dato slik: 2027-03-31.",
        "tuple": f"Skriv [[{name}]] med to klammer." if isinstance(written, dict) else 'Skriv en liste: ["…", "…"].',
        "model": f"Skriv [{name}] med én klamme." if isinstance(written, list) else "Skriv en tabell: { … } eller en egen [overskrift].",
    }
    return next((advice for prefix, advice in table.items() if kind.startswith(prefix)), "Se på et annet eksempel i mappen.")


def _keys(kind: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that are allowed in the table that `path` leads to."""
    return tuple(field.alias or name for name, field in _model_at(kind, path).model_fields.items())


def _model_at(kind: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    model: type[BaseModel] = kind
    for part in path:
        if isinstance(part, str):
            model = _RULES_BY_NAME.get(part) or (
                next(_models(model.model_fields[part].annotation), model) if part in model.model_fields else model
            )
    return model


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
