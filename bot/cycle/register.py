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
    "fra": "since", "til": "until",
    "organisasjon": "organisation", "kommune": "organisation", "virksomhet": "organisation", "alias": "aliases", "aliaser": "aliases",
    "e-post": "email", "epost": "email", "e-postadresse": "email", "epostadresse": "email", "email": "email", "e-mail": "email",
}  # fmt: skip
REQUIRED = {"first_name": "Fornavn", "organisation": "Organisasjon", "email": "E-post"}

_ADDRESS = re.compile(r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$")
_NORWEGIAN_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")


def rows(file: str, raw: bytes) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows of a CSV file with their line numbers: `;` or `,`, UTF-8 or Windows-1252, with or without a byte order mark."""
    if len(raw) > LARGEST:
        return (), (Fault(file, 1, "registeret er for stort", "En fil kan ha høyst 20 MB."),)
    text = _decoded(raw)
    if "\0" in text:
        return (), (Fault(file, 1, "dette er ikke en tekstfil", "Lagre registeret som CSV (UTF-8) eller som .xlsx."),)
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(";,\t", key=first.count), strict=True)
    found: list[Row] = []
    try:
        for row in reader:
            found.append((reader.line_num, row))
            if len(found) > MOST_ROWS:
                return (), (Fault(file, reader.line_num, "registeret har for mange rader", f"Høyst {MOST_ROWS} rader."),)
    except csv.Error as fault:
        return (), (Fault(file, reader.line_num, f"linjen kan ikke leses: {fault}", "Et anførselstegn er åpnet, men ikke lukket."),)
    return tuple(found), ()


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def members(file: str, table: Iterable[Row]) -> tuple[tuple[Member, ...], tuple[Fault, ...]]:
    """The members in a table whose first row is its headings. A row with a fault is reported and left out, never guessed."""
    table = iter(table)
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
            continue
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
    for place, heading in enumerate(headings):
        word = _cell(heading).lower()
        if name := COLUMNS.get(word):
            columns[place] = name
        elif word:
            close = get_close_matches(word, COLUMNS, 1)
            advice = f"Mente du «{close[0].capitalize()}»?" if close else "Kolonnen blir ikke brukt."
            faults.append(Fault(file, line, f"ukjent kolonne «{_cell(heading)}»", advice, Severity.WARNING))
    missing = (title for name, title in REQUIRED.items() if name not in columns.values())
    faults += [Fault(file, line, f"kolonnen «{title}» mangler", f"Legg til «{title}» i første rad.") for title in missing]
    return columns, tuple(faults)


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
