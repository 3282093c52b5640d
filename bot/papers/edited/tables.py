"""The two tables that are read row by row: who was there, and what to follow up. Known by their headers, in any order of columns."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.papers.edited.blocks import one_line
from bot.papers.edited.model import Attendee, Measure, Presence
from bot.papers.edited.pieces import Cell, Tabular

Columns = Mapping[str, int]

ATTENDANCE = {
    "organisation": r"organisasjon(?:er)?|kommune|virksomhet|verksemd|representerer|representerar",
    "name": r"navn|namn|inviterte?|innkalte?|medlem(?:mer|er)?|delta(?:k|g)er(?:e|ar)?|hvem|kven",
    "present": r"til sted(?:e|es)|til stades|møtte?|møtt|deltok|oppmøte|frammøte|status",
    "excused": r"(?:meldt(?:e)? )?forfall|fravær|frafall",
    "absent": r"ikk?j?e møtt(?:e)?|ikk?j?e til sted(?:e|es)|ikkje til stades|fraværende|fråverande",
    "substitute": r"vara(?:medlem|person|representant)?|vara for|vara som møtte|møtte som vara|stedfortreder",
    "note": r"merknad(?:er)?|kommentar(?:er)?",
}
MEASURES = {
    "number": r"nr|nummer|#|n°|tiltak nr",
    "what": r"tiltak|hva|kva|oppgave|oppgåve|aksjon|oppfølging(?:ssak)?|punkt",
    "owner": r"ansvarl(?:ig|eg)|ansvar|hvem|kven",
    "deadline": r"frist|når|innen|innan",
    "status": r"status|tilstand",
}
YES = {"x", "✓", "✔", "☑", "☒", "🗹", "🗸", "✗", "✘", "×", "v", "ja", "j", "1", "*", "•", "ok", "[x]", "(x)"}
NO = {"", "☐", "□", "-", "–", "—", "0", "nei", "n", "[ ]", "[]", "( )"}
HERE = re.compile(r"(?:var |er )?(?:til sted(?:e|es)|til stades|møtte?|møtt|deltok|kom|present)", re.IGNORECASE)
EXCUSED = re.compile(r"(?:meldt(?:e)? )?(?:forfall|frafall|avbud)", re.IGNORECASE)
MISSING = re.compile(r"(?:ikk?j?e (?:møtt|møtte|til stede|til stades)|fraværende|fråverande|borte)", re.IGNORECASE)
FOR = re.compile(r"\(?\bvara(?:medlem)? for\b:?\s*([^()]{1,120})\)?", re.IGNORECASE)


def columns(table: Tabular, words: Mapping[str, str]) -> Columns:
    """Which column is which, by the header's words; the first that fits."""
    found: dict[str, int] = {}
    for at, heading in enumerate(table.header):
        text = one_line(heading).casefold().rstrip(".:")
        name = next((name for name, pattern in words.items() if name not in found and re.fullmatch(pattern, text)), "")
        if name:
            found[name] = at
    return found


def is_attendance(table: Tabular) -> bool:
    found = columns(table, ATTENDANCE)
    return ("name" in found or "organisation" in found) and bool({"present", "excused", "absent"} & found.keys())


def is_measures(table: Tabular) -> bool:
    found = columns(table, MEASURES)
    return "what" in found and bool({"owner", "deadline"} & found.keys())


def attendance(table: Tabular) -> tuple[tuple[Attendee, ...], tuple[str, ...]]:
    """Who was there, and what is odd about it. One who is not ticked is absent, when somebody in the table is."""
    found, remarks = columns(table, ATTENDANCE), []
    rows = []
    for cells in table.rows[1:]:
        said = [cell for cell in cells if cell.text]
        if not said:
            continue
        if all(cell.struck for cell in said):
            remarks.append(f"{_who(cells, found)} er strøket ut av oppmøtet og er ikke tatt med.")
            continue
        rows.append(attendee(cells, found))
    unclear = [one for one in rows if one.presence == "unclear"]
    remarks += [f"{one.name or one.organisation} står både som til stede og med forfall." for one in unclear]
    if any(one.presence for one in rows):
        rows = [one if one.presence else one._replace(presence="absent") for one in rows]
    return tuple(rows), tuple(remarks)


def _who(cells: Sequence[Cell], found: Columns) -> str:
    return _at(cells, found, "name") or _at(cells, found, "organisation") or "En rad"


def _at(cells: Sequence[Cell], found: Columns, name: str) -> str:
    at = found.get(name, -1)
    return one_line(cells[at].text) if 0 <= at < len(cells) else ""


def attendee(cells: Sequence[Cell], found: Columns) -> Attendee:
    """One row of who was there, as it stands: nobody is absent for want of a tick."""
    name, here, off = (_at(cells, found, part) for part in ("name", "present", "excused"))
    gone, substitute = _at(cells, found, "absent"), _at(cells, found, "substitute")
    presence, note = _presence(here, off, gone)
    stands_for = ""
    for text in (name, here, substitute):
        if vara := FOR.search(text):
            stands_for = one_line(vara[1])
    name, substitute = one_line(FOR.sub("", name)), "" if stands_for or substitute.casefold() in YES | NO else substitute
    note = one_line(FOR.sub("", note)) or _at(cells, found, "note")
    if stands_for and not presence:
        presence = "present"
    return Attendee(_at(cells, found, "organisation"), name, presence, substitute, stands_for, note)


def _presence(here: str, off: str, gone: str) -> tuple[Presence, str]:
    """What the cells say, and what else stands in them: a tick, a word, or a name."""
    if MISSING.match(here):
        return "absent", ""
    if EXCUSED.match(here):
        return "excused", one_line(EXCUSED.sub("", here)).strip(" ,.:–-()")
    marked = {kind: text for kind, text in (("present", here), ("excused", off), ("absent", gone)) if text.casefold() not in NO}
    if len(marked) > 1:
        return "unclear", ", ".join(marked.values())
    for kind, text in marked.items():
        note = "" if text.casefold() in YES or HERE.fullmatch(text) or EXCUSED.fullmatch(text) or MISSING.fullmatch(text) else text
        return ("present" if kind == "present" else "excused" if kind == "excused" else "absent"), note
    return "", ""


def beside(table: Tabular) -> Iterator[str]:
    """What the rows of a table of measures have in columns of other kinds, a line for each cell that says something."""
    found = columns(table, MEASURES)
    for cells in table.rows[1:]:
        name = _at(cells, found, "number") or _at(cells, found, "what")
        more = ((heading, cell) for at, (heading, cell) in enumerate(zip(table.header, cells, strict=False)) if at not in found.values())
        yield from (f"{name}, {one_line(heading)}: {one_line(cell.text)}" for heading, cell in more if cell.text)


def measures(table: Tabular, case: str = "") -> tuple[Measure, ...]:
    """The rows that say something; a row that is wholly struck out is told of as struck."""
    found = columns(table, MEASURES)
    rows = []
    for cells in table.rows[1:]:
        number, *rest = (_at(cells, found, part) for part in MEASURES)
        said = [cell for at, cell in enumerate(cells) if cell.text and at != found.get("number")]
        if any(rest):
            what, owner, deadline, status = rest
            struck = bool(said) and all(cell.struck for cell in said)
            rows.append(Measure(number.rstrip("."), what, owner, deadline, status, struck, case))
    return tuple(rows)
