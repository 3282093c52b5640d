"""A Word file that a person has edited, read back: what it is, and all that it says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from bot.papers import known
from bot.papers.edited import accepted, assessed, blocks, dispatch, divided, facts, looks, matched, opened, pieces, tables
from bot.papers.edited.blocks import quoted
from bot.papers.edited.divided import Divided
from bot.papers.edited.model import Attendee, Comment, Edited, Measure, Unreadable
from bot.papers.edited.names import ID, TEXT, W
from bot.papers.edited.opened import Package, Refused
from bot.papers.edited.pieces import Part, Piece, Seen, Tabular
from bot.papers.known import Known

STARTS, FETCHES = (re.compile(rf"(?:^|\s){word}", re.IGNORECASE) for word in (r"DDE(?:AUTO)?\s", "INCLUDE(?:PICTURE|TEXT)\\s"))
"""What a field does that starts another program, or fetches from somewhere else."""
MOST_REMARKS = 30
MOST_COMMENTS = 500
LONGEST_COMMENT = 4_000
LONGEST_QUOTE = 120
AUTHOR = f"{W}author"


def read(content: bytes, sent: Edited | None = None) -> Edited | Unreadable:
    """What an edited Word file says, or why it cannot be read. Never raises for what stands in a file, and never fetches anything.

    `sent` is the reading of the file as it left: it helps where every mark of the program's is gone, as after Google Docs.
    """
    try:
        return _read(*entered(content), sent)
    except Refused as refused:
        return Unreadable(str(refused), refused.dangerous)


def entered(content: bytes) -> tuple[Package, etree._Element]:
    """A file and its text, as it stands there. Raises Refused for what cannot be read, or would start another program."""
    package = opened.read(content)
    text = package.tree(package.main)
    if text is None:
        raise Refused(opened.NOT_WORD)
    for name in (package.main, *dispatch.texts(package)):  # what cannot be read here could not leave either
        other = text if name == package.main else package.tree(name)
        if other is not None and any(STARTS.search(one) for one in pieces.instructions(other)):
            raise Refused(opened.COMMANDS, dangerous=True)
    return package, text


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is gone once the changes are accepted."""

    comments: tuple[Comment, ...]
    tracked: bool
    revisers: tuple[str, ...]


def _read(package: Package, text: etree._Element, sent: Edited | None) -> Edited:
    marks = _marks(package, text)
    accepted.accept(text)
    accepted.uncomment(text)
    styles, lists = looks.styles(_related(package, "styles")), looks.lists(_related(package, "numbering"))
    parts, seen = pieces.read(text, styles, lists, package.links)
    itself = known.read(package.tree(known.PART))
    step, version = _identity(itself, parts)
    titles = itself.cases or tuple((case.id, case.title) for case in (sent.cases if sent else ()) if case.id)
    made = divided.divide(parts, [title for _, title in titles])
    cases, found = matched.read(made.cases, titles)
    about, named, lines = facts.read(made.head, parts, blocks.text(made.sections.get("next", [])))
    rows, odd = _attendance(parts)
    odder = facts.disagreements(about, made.title, parts)
    remarks = (*_of_identity(step, sent), *found, *odd, *odder, *_of_text(made, parts, seen, package))
    return Edited(
        step=step or (sent.step if sent else ""), version=version or (sent.version if sent else 0), title=made.title, facts=about,
        attendance=(*rows, *named), cases=cases, measures=tuple(_measures(made, parts, [case.id for case in cases])),
        assessments=assessed.read(parts), comments=marks.comments, tracked=marks.tracked, revisers=marks.revisers,
        text=tuple(_others(made, lines.used)),
        remarks=remarks[:MOST_REMARKS],
        content=package.content,
    )  # fmt: skip


def _related(package: Package, kind: str) -> etree._Element | None:
    return package.tree(package.related[kind]) if kind in package.related else None


def _identity(itself: Known, parts: Sequence[Part]) -> tuple[str, int]:
    """By the document's properties; by the control around its heading when the text has been put into another file."""
    tags = (f"paper:{one}" for part in parts if isinstance(part, Piece) for one in part.tags("paper"))
    outer = next((found for one in tags if (found := known.name(one))[0]), ("", 0))
    return outer if outer[0] else (itself.step, itself.version)


# --- comments and changes


def _marks(package: Package, text: etree._Element) -> _Marks:
    changes = accepted.marks(text)
    authors = tuple(dict.fromkeys(one.get(AUTHOR, "").strip() for one in changes if one.get(AUTHOR, "").strip()))
    comments = _related(package, "comments")
    return _Marks(() if comments is None else tuple(_comments(comments, text)), bool(changes), authors)


def _comments(comments: etree._Element, text: etree._Element) -> Iterator[Comment]:
    about = _about(text)
    for one in list(comments.iter(f"{W}comment"))[:MOST_COMMENTS]:
        lines = ("".join(part.text or "" for part in line.iter(TEXT)) for line in one.iter(f"{W}p"))
        words = "\n".join(filter(None, map(str.strip, lines)))[:LONGEST_COMMENT]
        yield Comment(one.get(AUTHOR, "").strip(), words, " ".join("".join(about.get(one.get(ID, ""), [])).split()))


def _about(text: etree._Element) -> dict[str, list[str]]:
    """The words that each comment is fastened to, in one walk; the first hundred or so letters are enough."""
    open_: dict[str, int] = {}
    found: dict[str, list[str]] = {}
    for one in text.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", TEXT):
        identity = one.get(ID, "")
        if one.tag == TEXT and not one.text:
            continue
        if one.tag == TEXT:
            for name in [name for name, left in open_.items() if left <= 0]:
                del open_[name]
            for name in open_:
                found[name].append((one.text or "")[: open_[name]])
                open_[name] -= len(one.text or "")
        elif one.tag == f"{W}commentRangeEnd":
            open_.pop(identity, None)
        elif len(found) < MOST_COMMENTS:
            open_[identity] = LONGEST_QUOTE
            found[identity] = []
    return found


# --- tables, and what is left


def _attendance(parts: Sequence[Part]) -> tuple[tuple[Attendee, ...], list[str]]:
    rows: list[Attendee] = []
    odd: list[str] = []
    for part in parts:
        if not isinstance(part, Tabular):
            continue
        if tables.is_attendance(part):
            more, remarks = tables.attendance(part)
            rows += more
            odd += remarks
        elif any(one.tag == "attendance" for one in part.held):
            odd.append("Oppmøtetabellen har fått andre overskrifter og kan ikke leses. Bruk «Navn», «Til stede» og «Forfall».")
    return tuple(rows), odd


def _measures(made: Divided, parts: Sequence[Part], ids: Sequence[str]) -> Iterator[Measure]:
    inside = {id(table) for case in made.cases for table in case.tables}
    for part in parts:
        if isinstance(part, Tabular) and id(part) not in inside and tables.is_measures(part):
            yield from tables.measures(part)
    kept = [case for case in made.cases if case.title or case.parts]
    for case, identity in zip(kept, ids, strict=True):
        for table in case.tables:
            yield from tables.measures(table, identity)


def _others(made: Divided, used: set[int]) -> Iterator[str]:
    """Every line that nothing above has read, so that a change of it is not lost."""
    for part in (*made.head, *(part for name, section in made.sections.items() if name != "next" for part in section)):
        if isinstance(part, Tabular):
            if tables.is_measures(part):
                yield from tables.beside(part)
            elif not (tables.is_attendance(part) or assessed.of(part)):
                yield from (" | ".join(blocks.one_line(cell.text) for cell in row) for row in part.rows)
        elif id(part) not in used and part.text and not assessed.of(part) and blocks.one_line(part.text) != made.title:
            yield blocks.one_line(part.text)


# --- remarks


def _of_identity(step: str, sent: Edited | None) -> Iterator[str]:
    if not step and sent is None:
        yield "Filen sier ikke selv hvilket møte den hører til."
    if step and sent is not None and sent.step and step != sent.step:
        yield f"Filen hører til {quoted(step)}, ikke til {quoted(sent.step)}."


def _of_text(made: Divided, parts: Sequence[Part], seen: Seen, package: Package) -> Iterator[str]:
    said = [part for part in parts if isinstance(part, Piece) and part.text]
    pasted = [part for part in said if part.pasted]
    if pasted and 2 * len(pasted) < len(said):
        yield f"Noe ser ut til å være limt inn fra et annet sted: {quoted(pasted[0].text)}. Se over skrift og stil."
    for heading in made.pasted[:3]:
        yield f"Overskriften {quoted(heading)} står inne i en sak og er lest som en del av den."
    struck = sum(1 for case in made.cases for part in (*case.decision, *case.follow_up) if isinstance(part, Piece) and part.struck)
    for count, words in (
        (struck, "Tekst som er strøket over i et vedtak eller en oppfølging, er ikke lest."),
        (seen.boxes, "Filen har tekstbokser. Det som står i dem, er ikke lest, og skjermlesere finner det ikke."),
        (seen.hidden, "Filen har skjult tekst. Den følger med når filen blir sendt."),
        (seen.foreign, "En del av teksten ligger som en innebygd fil og er ikke lest."),
        (sum("/embeddings/" in name for name in package.names), "Filen har innebygde filer. De følger med når den blir sendt."),
    ):
        if count:
            yield words
    if any(FETCHES.search(one) for one in seen.instructions):
        yield "Filen har et felt som henter innhold fra et annet sted. Det er ikke hentet."
