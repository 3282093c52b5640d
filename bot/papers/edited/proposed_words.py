"""What is new since a file left, as Norwegian sentences for the secretary."""

import re
from itertools import takewhile

from bot.papers import norsk
from bot.papers.edited import facts
from bot.papers.edited.blocks import alike, one_line, quoted
from bot.papers.edited.model import Attendee, Measure
from bot.papers.edited.pieces import Piece, Tabular
from bot.papers.edited.proposed_lines import Change

FACTS = {
    "body": "organet", "number": "møtenummeret", "when": "tiden", "where": "stedet", "chair": "møtelederen",
    "minute-taker": "referenten", "both": "tid og sted",
}  # fmt: skip
_DIGITS = re.compile(r"\d+")
PARTS = {"what": "teksten", "owner": "ansvarlig", "deadline": "fristen", "status": "statusen"}
BEFORE = 20
"""Letters that are told of what two texts have in common, in front of where they part."""
EMPTY = ":"
"""What a label has after it where a person has left nothing."""
MOST_ROWS = 6
LONG = 300
"""Letters of what is only told, and stands nowhere in the file."""


# --- lines


def line(change: Change, section: str = "") -> str:
    """A line at the top, or in the section that is headed so."""
    if isinstance(change.about.part, Tabular):
        return _table(change, section)
    if change.about.room:
        return f"Det som er skrevet i et rom, {quoted(one_line(change.there), LONG)}, gjelder noe som ikke er med lenger. Se over det."
    name, before, after, there = _named(change)
    there = there or (EMPTY if change.there else "")
    name = name or (section[:1].lower() + section[1:] if section and alike(section) in alike(before + after) else "")
    if change.kind in ("kept", "beside"):
        return _kept(name, after, there)
    if change.kind == "added":
        what = f"{_capital(name or 'ny tekst')} {quoted(after)}" if after else f"Ny tekst {name}"
        return f"{what} er satt inn."
    return _changed(name, before, after)


def _table(change: Change, section: str) -> str:
    where, new = f" under {quoted(section)}" if section else "", _new_rows(change)
    if change.kind in ("added", "removed"):
        return f"En tabell er {'satt inn' if change.kind == 'added' else 'tatt ut'}{where}."
    if change.kind == "changed":
        names = norsk.listed(tuple(quoted(one_line(row.partition(" | ")[0])) for row in new))
        return f"En tabell er endret{where}{f': raden {names}' if len(new) == 1 else f': radene {names}' if new else ''}."
    rows = norsk.listed(tuple(quoted(one_line(row), LONG) for row in new))
    return f"Programmet har nå en annen tabell enn filen{where}{f': {rows}' if new else ''}."


def _new_rows(change: Change) -> list[str]:
    """The rows that the program's table has now and had not, as far as anybody reads."""
    before = change.before.split("\n")
    return [row for row in change.after.split("\n") if row and row not in before][:MOST_ROWS]


def _changed(name: str, before: str, after: str) -> str:
    if not after:
        return f"{_capital(name or 'teksten')} {quoted(before)} er tatt ut."
    if not before:
        return f"{_capital(name or 'teksten')} er nå {quoted(after)}."
    if quoted(before) == quoted(after):
        before, after = _where_they_part(before, after)
    return f"{_capital(name)} er endret fra {quoted(before)} til {quoted(after)}." if name else (
        f"Teksten {quoted(before)} er endret til {quoted(after)}."
    )  # fmt: skip


def _where_they_part(one: str, other: str) -> tuple[str, str]:
    """Two texts from the words before their first difference, so that it is seen also where both are cut."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    start = one.rfind(" ", 0, max(same - BEFORE, 0)) + 1
    return f"… {one[start:]}", f"… {other[start:]}"


def _named(change: Change) -> tuple[str, str, str, str]:
    """What a line is about, when it says so, and what it says of it: before, after, and in the file."""
    texts = tuple(map(one_line, (change.before, change.after, change.there)))
    before, after, there = texts
    if isinstance(change.about.part, Piece) and change.about.part.level:
        return ("overskriften", before, after, there)
    labels = [text.partition(":")[0] for text in (after, before) if ":" in text]
    label = next((one for one in labels if len(one) <= facts.LONGEST_LABEL), "")
    if not label:
        return ("", before, after, there)
    own, _, rest = before.partition(":")
    if own != label and _DIGITS.sub("", own) == _DIGITS.sub("", label):  # the same case, by another number
        if rest == after.partition(":")[2]:
            return ("", own, label, there)
        before, texts = f"{label}:{rest}", (f"{label}:{rest}", after, there)
    name = FACTS.get(facts.label(label), quoted(label))
    before, after, there = (text.partition(":")[2].strip() if text.partition(":")[0] == label else text for text in texts)
    return (name, before, after, there)


def _kept(name: str, after: str, there: str) -> str:
    """The person's words stand, and the program's are told."""
    now = f"Programmet har nå {name} {quoted(after, LONG)}" if name else f"Programmet har nå {quoted(after, LONG)}"
    if not after:
        now = f"Programmet har ikke lenger {name or 'denne teksten'}"
    if there == EMPTY:
        return f"{now}; i filen er det tomt."
    return f"{now}; i filen står {quoted(there)}." if there else f"{now}; det er tatt ut av filen."


def lost(title: str, text: str) -> str:
    """What is new in a section that is not in the file."""
    return f"Programmet har nå {quoted(text, LONG)}, men {quoted(title)} er tatt ut av filen."


def section(title: str) -> str:
    return f"Avsnittet {quoted(title)} er satt inn."


def gone_section(title: str) -> str:
    return f"Avsnittet {quoted(title)} er tatt ut."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- cases


def new_case(title: str, after: str) -> str:
    return f"Ny sak {quoted(title)} er satt inn" + (f" etter {quoted(after)}." if after else ".")


UNNUMBERED = "Sakene i filen er nummerert for hånd. Se over numrene."


def gone_case(title: str, *, kept: bool) -> str:
    if kept:
        return f"Saken {quoted(title)} er tatt ut av sakslisten, men er endret i filen og står der."
    return f"Saken {quoted(title)} er tatt ut av sakslisten."


def renamed(before: str, after: str, there: str | None) -> str:
    """A case's new title; `there` is what a person has called it."""
    if there is None:
        return f"Saken {quoted(before)} heter nå {quoted(after)}."
    return f"Programmet kaller nå saken {quoted(before)} for {quoted(after)}; i filen heter den {quoted(there)}."


def moved(title: str, after: str) -> str:
    where = f"etter {quoted(after)}" if after else "først"
    return f"Programmet har nå saken {quoted(title)} {where}. Rekkefølgen i filen er ikke endret."


def case_text(title: str) -> str:
    return f"Teksten i saken {quoted(title)} er endret."


def case_kept(title: str, change: Change) -> str:
    return f"Saken {quoted(title)}: {_kept('', one_line(change.after), one_line(change.there))}"


def case_lost(title: str, after: str) -> str:
    return f"Programmet har nå {quoted(after, LONG)} i saken {quoted(title)}, men saken er tatt ut av filen."


# --- contributions


def contribution(organisation: str, case: str) -> str:
    return f"Nytt innspill fra {organisation} er satt inn under saken {quoted(case)}."


def more(organisation: str, case: str) -> str:
    return f"Mer fra {organisation} er satt inn under saken {quoted(case)}."


def rewritten(organisation: str, case: str) -> str:
    return f"Innspillet fra {organisation} under saken {quoted(case)} er endret."


def withdrawn(organisation: str, case: str) -> str:
    return f"Innspillet fra {organisation} under saken {quoted(case)} er trukket."


def beside(organisation: str) -> str:
    return f"Innspillet fra {organisation} er også endret i filen. Det nye er satt inn ved siden av; se over det."


def again(organisation: str, case: str) -> str:
    return f"Innspillet fra {organisation} er tatt ut av filen, men er nå endret. Det er satt inn igjen under saken {quoted(case)}."


def withdrawn_kept(organisation: str, case: str) -> str:
    return f"Innspillet fra {organisation} under saken {quoted(case)} er trukket, men er endret i filen og står der."


def contribution_kept(organisation: str, change: Change) -> str:
    return f"Innspillet fra {organisation}: {_kept('', one_line(change.after), one_line(change.there))}"


def contribution_last(organisation: str, case: str) -> str:
    return f"Innspill fra {organisation} er satt inn etter sakene: saken {quoted(case)} er tatt ut av filen."


# --- who comes


def _who(one: Attendee) -> str:
    return f"{one.name}, {one.organisation}," if one.name and one.organisation else one.name or one.organisation or "En uten navn"


def answer(was: Attendee, now: Attendee, mine: Attendee | None) -> str:
    """What one has answered. `mine` is how the file has it after all: None where it has no such row."""
    said = {
        "present": f"{_who(now)} har sagt ja til å komme", "excused": f"{_who(now)} har meldt forfall",
        "": f"{_who(now)} har trukket svaret sitt",
    }.get(now.presence, f"{_who(now)} har svart noe annet")  # fmt: skip
    if now.presence == was.presence:
        said = f"{_who(now)} møter ikke lenger med vara" if not now.substitute else f"{_who(now)} har ny vara: {now.substitute}"
    elif now.substitute:
        said += f"; {now.substitute} møter som vara"
    if mine is None:
        return f"{said}; raden er tatt ut av oppmøtet i filen."
    if mine is now:
        return f"{said}."
    return f"{said}; i filen står {_ticked(mine)}."


def _ticked(one: Attendee) -> str:
    ticks = {"present": "til stede", "excused": "forfall", "absent": "ikke møtt", "unclear": "både til stede og forfall"}
    said = ticks.get(one.presence, "ikke noe")
    return f"{said}, {one.substitute} som vara" if one.substitute else f"{said} ({one.note})" if one.note else said


def new_member(one: Attendee, *, placed: bool) -> str:
    came = {"present": " og har sagt ja til å komme", "excused": " og har meldt forfall"}.get(one.presence, "")
    return f"{_who(one)} er ny i oppmøtet{came}." if placed else f"{_who(one)} er ny{came}, men oppmøtet er tatt ut av filen."


def gone_member(one: Attendee, *, kept: bool) -> str:
    return f"{_who(one)} er ikke lenger innkalt{', men raden er endret i filen og står der' if kept else ''}."


def invited(who: str, *, placed: bool) -> str:
    return f"{who} er ny blant de inviterte." if placed else f"{who} er ny blant de inviterte, men listen er tatt ut av filen."


def not_invited(who: str, *, kept: bool) -> str:
    return f"{who} er ikke lenger invitert{', men raden er endret i filen og står der' if kept else ''}."


# --- follow-up


def new_measure(one: Measure, *, placed: bool) -> str:
    said = f"Nytt tiltak{_numbered(one)}: {quoted(one.what)}"
    return f"{said} er satt inn i oppfølgingen." if placed else f"{said}; oppfølgingen er tatt ut av filen."


def gone_measure(one: Measure, *, kept: bool) -> str:
    return (
        f"Tiltaket{_numbered(one)} {quoted(one.what)} følges ikke opp lenger{', men raden er endret i filen og står der' if kept else ''}."
    )


def measure(one: Measure, part: str, before: str, after: str) -> str:
    said = f"{_capital(PARTS.get(part, part))} for tiltaket{_numbered(one)} {quoted(one.what)}"
    if not after:
        return f"{said} er ikke lenger {quoted(before)}."
    return f"{said} er endret fra {quoted(before)} til {quoted(after)}." if before else f"{said} er nå {quoted(after)}."


def measure_kept(one: Measure, part: str, after: str, there: str | None) -> str:
    """`there` is None where the row is taken out."""
    said = f"Programmet har nå {PARTS.get(part, part)} {quoted(after)} for tiltaket{_numbered(one)} {quoted(one.what)}"
    return f"{said}; raden er tatt ut av filen." if there is None else f"{said}; i filen står {quoted(there)}."


def _numbered(one: Measure) -> str:
    return f" nr. {one.number.rstrip('.')}" if one.number else ""
