"""Member registers: rows of a table, or the bytes of a CSV file, to members and faults."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from bot.cycle.model import Fault, Member, Severity

Row = tuple[int, Sequence[object]]

LARGEST = 20_000_000
MOST_ROWS = 50_000

COLUMNS = {
    "fornavn": "first_name", "etternavn": "last_name", "rolle": "role", "funksjon": "role", "stilling": "role",
    "fornamn": "first_name", "etternamn": "last_name", "frå": "since", "verksemd": "organisation",
    "fra": "since", "til": "until",
    "organisasjon": "organisation", "kommune": "organisation", "virksomhet": "organisation", "alias": "aliases", "aliaser": "aliases",
    "e-post": "email", "epost": "email", "e-postadresse": "email", "epostadresse": "email", "email": "email", "e-mail": "email",
}  # fmt: skip
REQUIRED = {"first_name": "Fornavn", "organisation": "Organisasjon", "email": "E-post"}

_ADDRESS = re.compile(r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$")
_SEPARATOR = re.compile(r"sep=([;,\t])\s*$", re.IGNORECASE)
_NORWEGIAN_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")


def rows(file: str, raw: bytes) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows of a CSV file with their line numbers: `;` or `,`, UTF-8 or Windows-1252, with or without a byte order mark."""
    if len(raw) > LARGEST:
        return (), (Fault(file, 1, "registeret er for stort", "En fil kan ha høyst 20 MB."),)
    text = _decoded(raw)
    if "\0" in text:
        return (), (Fault(file, 1, "dette er ikke en tekstfil", "Lagre registeret som CSV (UTF-8) eller som .xlsx."),)
    lines = text.splitlines(keepends=True)
    named = _SEPARATOR.match(lines[0]) if lines else None  # Excel may say in the first line what separates
    skipped = int(named is not None)
    separator = named[1] if named else max(";,\t", key=text.partition("\n")[0].count)
    reader = csv.reader(lines[skipped:], delimiter=separator, strict=True)
    found: list[Row] = []
    done = skipped
    try:
        for row in reader:
            done = reader.line_num + skipped
            found.append((done, row))
            if len(found) > MOST_ROWS:
                return (), (too_many(file),)
    except csv.Error as fault:
        return (), (Fault(file, done + 1, *_unreadable(str(fault))),)
    return tuple(found), ()


def too_many(file: str) -> Fault:
    """The fault of a register with more rows than anyone has members."""
    return Fault(file, MOST_ROWS, "registeret har for mange rader", f"En fil kan ha høyst {MOST_ROWS} rader.")


def _unreadable(reason: str) -> tuple[str, str]:
    if "field larger" in reason:
        return "en celle er for lang", "Kort den ned, eller lagre registeret på nytt fra Excel."
    return "et anførselstegn er åpnet, men ikke lukket", "Ta det bort, eller lagre registeret på nytt fra Excel."


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def members(file: str, table: Iterable[Row]) -> tuple[tuple[Member, ...], tuple[Fault, ...]]:
    """The members in a table whose first row with words is its headings. A row with a fault is reported and left out, never guessed."""
    table = (row for row in table if any(map(_cell, row[1])))
    number, headings = next(table, (1, ()))
    columns, faults = _columns(file, number, headings)
    if any(fault.severity is Severity.ERROR for fault in faults):
        return (), faults
    found: list[Member] = []
    places: dict[str, int] = {}
    wrong = list(faults)
    for line, row in table:
        cells = {name: _cell(row[place]) for place, name in columns.items() if place < len(row)}
        if not any(cells.values()):
            continue  # a remark beside the table
        if problems := tuple(_problems(file, line, cells, places)):
            wrong += problems
        if any(problem.severity is Severity.ERROR for problem in problems):
            continue
        places[cells["email"].lower()] = line
        found.append(_member(cells))
    return tuple(found), tuple(wrong)


def _columns(file: str, line: int, headings: Sequence[object]) -> tuple[Mapping[int, str], tuple[Fault, ...]]:
    columns: dict[int, str] = {}
    faults: list[Fault] = []
    words = {place: word for place, heading in enumerate(headings) if (word := _cell(heading))}
    if not any(word.lower() in COLUMNS for word in words.values()):
        said = "første rad er ikke overskrifter" if words else "registeret er tomt"
        return {}, (Fault(file, line, said, "Sett inn en første rad: Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til."),)
    for place, word in words.items():
        name = COLUMNS.get(word.lower())
        if name is None:
            faults.append(Fault(file, line, f"ukjent kolonne «{word}»", _meant(word), Severity.WARNING))
        elif name in columns.values():
            faults.append(Fault(file, line, f"kolonnen «{word}» står to ganger", "Ta bort den ene, eller gi den et annet navn."))
        else:
            columns[place] = name
    missing = (title for name, title in REQUIRED.items() if name not in columns.values())
    faults += [Fault(file, line, f"kolonnen «{title}» mangler", f"Legg til «{title}» i første rad.") for title in missing]
    return columns, tuple(faults)


def _meant(word: str) -> str:
    close = get_close_matches(word.lower(), COLUMNS, 1)
    return f"Mente du «{close[0].capitalize()}»?" if close else "Kolonnen blir ikke brukt."


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return " ".join(str(value).split()) if value is not None else ""


def _problems(file: str, line: int, cells: Mapping[str, str], places: Mapping[str, int]) -> Iterator[Fault]:
    email = cells.get("email", "").lower()
    who = f"{cells.get('first_name', '')} {cells.get('last_name', '')}, {cells.get('organisation', '')}".strip(" ,")
    if not cells.get("organisation"):
        yield Fault(file, line, f"{who or 'raden'} har ingen organisasjon", "Fyll inn Organisasjon.")
    if not email:
        yield Fault(file, line, f"{who or 'raden'} har ingen e-postadresse", "Fyll inn E-post, eller ta bort raden.")
    elif not _ADDRESS.match(email):
        yield Fault(file, line, f"«{cells['email']}» er ikke en e-postadresse", "Skriv den slik: navn@example.no.")
    elif email in places:
        yield Fault(file, line, f"«{email}» står også på linje {places[email]}", "Ta bort den ene raden, eller gi dem hver sin adresse.")
    for name, title in (("since", "Fra"), ("until", "Til")):
        if cells.get(name) and _day(cells[name]) is None:
            yield Fault(file, line, f"«{cells[name]}» i kolonnen {title} er ikke en dato", "Skriv 31.12.2027 eller 2027-12-31.")
    since, until = _day(cells.get("since", "")), _day(cells.get("until", ""))
    if since and until and until < since:
        yield Fault(file, line, f"{who} slutter før første dag", "Se på Fra og Til.")


def _day(text: str) -> date | None:
    """A date as people write it, `31.12.2027` or `2027-12-31`; None when it is not one."""
    if match := _NORWEGIAN_DATE.match(text):
        text = f"{match[3]}-{match[2]:>02}-{match[1]:>02}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _member(cells: Mapping[str, str]) -> Member:
    last = _day(cells.get("until", ""))
    return Member(
        first_name=cells.get("first_name", ""),
        last_name=cells.get("last_name", ""),
        organisation=cells["organisation"],
        email=cells["email"].lower(),
        role=cells.get("role", ""),
        since=_day(cells.get("since", "")),
        until=last + timedelta(days=1) if last else None,
        aliases=tuple(alias for part in re.split(r"[|,/]", cells.get("aliases", "")) if (alias := part.strip())),
    )
