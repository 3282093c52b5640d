"""What differs between two readings of a paper, each thing as a Norwegian sentence: the answer to «hva har du endret?»."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bot.papers import norsk, prose
from bot.papers.edited import assessed
from bot.papers.edited.blocks import alike, one_line, quoted
from bot.papers.edited.model import Attendee, Change, Edited, Facts, Measure, ReadCase, When

FACTS = (
    ("body", "Organ"), ("number", "Møtenummer"), ("where", "Sted"), ("chair", "Møteleder"), ("minute_taker", "Referent"),
)  # fmt: skip
PRESENCE = {
    "present": "er ført som til stede", "excused": "er ført med forfall", "absent": "er ført som ikke møtt",
    "unclear": "er ført både som til stede og med forfall", "": "er ikke ført noe sted lenger",
}  # fmt: skip
ROW = (("what", "tiltak"), ("owner", "ansvarlig"), ("deadline", "frist"), ("status", "status"))
LIKE = 0.6
"""How like each other two lines are, for one to be the other with some words changed: 1 is the same."""
COMPARED = 60  # lines that are compared with each other
MOST = 200
"""Sentences: a secretary reads no more, and a file that is wholly another gives no more."""


def changes(before: Edited, after: Edited) -> tuple[Change, ...]:
    """What a person has changed, in the order of the paper. Two equal readings give nothing."""
    found = (
        *_title(before, after),
        *_facts(before.facts, after.facts),
        *_people(before, after),
        *_cases(before.cases, after.cases),
        *_measures(before.measures, after.measures),
        *_next(before.facts.next, after.facts.next),
        *assessed.changes(before, after),
        *_rest(before.text, after.text),
    )
    return found[:MOST]


def _title(before: Edited, after: Edited) -> Iterator[Change]:
    if before.title != after.title:
        yield Change("title", f"Overskriften er endret fra {quoted(before.title)} til {quoted(after.title)}.")


def _facts(before: Facts, after: Facts) -> Iterator[Change]:
    yield from _when(before.when, after.when)
    for name, label in FACTS:
        yield from _value(name.replace("_", "-"), label, getattr(before, name), getattr(after, name))
    for one in after.also:
        if one not in before.also:
            yield Change("also", f"Dessuten møtte: {quoted(one)} er ført opp.")
    for one in before.also:
        if one not in after.also:
            yield Change("also", f"Dessuten møtte: {quoted(one)} er tatt ut.")
    if before.draft and not after.draft:
        yield Change("draft", "Merket om at dette er et utkast, er tatt bort.")
    if after.draft and not before.draft:
        yield Change("draft", "Dette er merket som utkast.")


def _value(kind: str, label: str, before: str, after: str, case: str = "") -> Iterator[Change]:
    if alike(before) == alike(after) and before.casefold() == after.casefold():
        return
    if not before:
        yield Change(kind, f"{label}: {quoted(after)} er fylt inn.", case)
    elif not after:
        yield Change(kind, f"{label}: {quoted(before)} er tatt ut.", case)
    else:
        yield Change(kind, f"{label} er endret fra {quoted(before)} til {quoted(after)}.", case)


def _when(before: When, after: When) -> Iterator[Change]:
    """A new day and new hours are told apart; the same moment written otherwise is no change."""
    if before[1:] == after[1:] and (after.day or one_line(before.text) == one_line(after.text)):
        return
    if after.day is None or before.day is None:
        yield from _value("when", "Tid", before.text, after.text)
        return
    if before.day != after.day:
        yield Change("date", f"Datoen er endret fra {norsk.full(before.day)} til {norsk.full(after.day)}.")
    if before[2:] != after[2:]:
        yield Change("time", f"Klokkeslettet er endret fra {_hours(before)} til {_hours(after)}.")


def _hours(when: When) -> str:
    if when.start is None:
        return "ikke oppgitt"
    return norsk.time_span(when.start, when.end or when.start).replace(norsk.NO_BREAK, " ")


def _next(before: When, after: When) -> Iterator[Change]:
    if one_line(before.text) != one_line(after.text):
        yield from _value("next", "Neste møte", before.text, after.text)


# --- who was there


def _people(before: Edited, after: Edited) -> Iterator[Change]:
    """Where nobody was ticked, «absent» is only what is left over, and is not told of for each."""
    known, first = _by_name(before.attendance), not any(one.presence for one in before.attendance)
    for key, one in (now := _by_name(after.attendance)).items():
        was = known.get(key)
        if was is None:
            yield Change("attendance", f"{_who(one)} er ny i oppmøtet og {PRESENCE[one.presence]}.".replace("og er ", "og "))
        elif was.presence != one.presence and not (was.presence == "" and one.presence == "absent" and first):
            yield Change("attendance", f"{_who(one)} {PRESENCE[one.presence]}.")
        if one.substitute != (was.substitute if was else ""):
            yield Change("attendance", _substitute(one))
        if one.stands_for and one.stands_for != (was.stands_for if was else ""):
            yield Change("attendance", f"{_who(one)} møtte som vara for {one.stands_for}.")
        if was is not None and one.note != was.note:
            yield Change("attendance", f"{_who(one)}: merknaden {quoted(one.note or was.note)} er {'ført' if one.note else 'tatt ut'}.")
    for key, one in known.items():
        if key not in now:
            yield Change("attendance", f"{_who(one)} er tatt ut av oppmøtet.")


def _substitute(one: Attendee) -> str:
    return f"{one.substitute} er ført som vara for {_who(one)}." if one.substitute else f"{_who(one)} har ikke lenger noen vara."


def _by_name(rows: Sequence[Attendee]) -> dict[tuple[str, str, int], Attendee]:
    counted: Counter[tuple[str, str]] = Counter()
    found = {}
    for one in rows:
        key = (alike(one.organisation), alike(one.name))
        found[(*key, counted[key])] = one
        counted[key] += 1
    return found


def _who(one: Attendee) -> str:
    return f"{one.name} ({one.organisation})" if one.name and one.organisation else one.name or one.organisation or "En uten navn"


# --- cases


def _cases(before: Sequence[ReadCase], after: Sequence[ReadCase]) -> Iterator[Change]:
    was = {case.id: case for case in before if case.id}
    now = {case.id for case in after if case.id}
    earlier_new = Counter(case.title for case in before if case.new)
    for number, case in enumerate(after, 1):
        if case.id in was:
            yield from _case(was[case.id], case)
        elif earlier_new[case.title]:
            earlier_new[case.title] -= 1
        else:
            yield Change("case-added", f"Ny sak som nr. {number}: {quoted(case.title)}.", case.id)
            yield from _rooms(None, case)
    for case in before:
        if case.id and case.id not in now:
            yield Change("case-removed", f"Saken {quoted(case.title)} er tatt ut.", case.id)
    yield from _moved([case for case in before if case.id in now], [case for case in after if case.id in was])


def _case(before: ReadCase, after: ReadCase) -> Iterator[Change]:
    if before.title != after.title:
        yield Change("case-title", f"Saken {quoted(before.title)} heter nå {quoted(after.title)}.", after.id)
    if prose.text(before.blocks) != prose.text(after.blocks):
        yield Change("case-text", f"Teksten i saken {quoted(after.title)} er endret.", after.id)
    yield from _rooms(before, after)


def _rooms(before: ReadCase | None, after: ReadCase) -> Iterator[Change]:
    for kind, label in (("decision", "Vedtak"), ("follow_up", "Oppfølging")):
        was, text = getattr(before, kind) if before else "", getattr(after, kind)
        if one_line(was) != one_line(text):
            yield from _value(kind.replace("_", "-"), f"{label} i saken {quoted(after.title)}", was, text, after.id)


def _moved(before: Sequence[ReadCase], after: Sequence[ReadCase]) -> Iterator[Change]:
    """The cases that no longer stand in their old order: the fewest that explain it."""
    old, new = [case.id for case in before], [case.id for case in after]
    kept = {
        old[at]
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for at in range(block.a, block.a + block.size)
    }
    for place, case in enumerate(after):
        if case.id not in kept:
            where = f"etter {quoted(after[place - 1].title)}" if place else "først"
            yield Change("case-moved", f"Saken {quoted(case.title)} er flyttet og står nå {where}.", case.id)


# --- follow-up


def _measures(before: Sequence[Measure], after: Sequence[Measure]) -> Iterator[Change]:
    left = list(before)
    for row in after:
        was = next((one for one in left if row.number and one.number == row.number and one.case == row.case), None) or next(
            (one for one in left if alike(one.what) == alike(row.what)), None
        )
        if was is None:
            yield Change("measure-added", f"Nytt tiltak{_numbered(row)}: {quoted(row.what)}{_details(row)}.", row.case)
            continue
        left.remove(was)
        if row.struck and not was.struck:
            yield Change("measure-struck", f"Tiltaket{_numbered(row)} {quoted(was.what)} er strøket.", row.case)
        for name, label in ROW:
            yield from _value(
                "measure", f"{label.capitalize()} for tiltaket {quoted(was.what or row.what)}", getattr(was, name), getattr(row, name)
            )
    for one in left:
        if not one.struck:
            yield Change("measure-struck", f"Tiltaket{_numbered(one)} {quoted(one.what)} er tatt ut.", one.case)


def _numbered(row: Measure) -> str:
    return f" nr. {row.number}" if row.number else ""


def _details(row: Measure) -> str:
    said = [f"{label} {quoted(value)}" for value, label in ((row.owner, "ansvarlig"), (row.deadline, "frist")) if value]
    return f", {' og '.join(said)}" if said else ""


# --- what is left


def _rest(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    was, now = Counter(before), Counter(after)
    added, gone = list((now - was).elements()), list((was - now).elements())
    for line in added[:MOST]:
        near = next((old for old in gone[:COMPARED] if _likeness(old, line) > LIKE), None)
        if near is not None:
            gone.remove(near)
            yield Change("text", f"{quoted(near)} er endret til {quoted(line)}.")
        else:
            yield Change("text", f"Ny tekst: {quoted(line)}.")
    for line in gone[:MOST]:
        yield Change("text", f"{quoted(line)} er tatt ut.")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:MOST], other[:MOST], autojunk=False).quick_ratio()
