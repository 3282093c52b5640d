"""What heads a paper, line by line: by its content control where there is one, and by the label where there is none."""

import re
from collections.abc import Iterator, Sequence

from bot.papers.edited import when
from bot.papers.edited.blocks import one_line, quoted
from bot.papers.edited.model import Attendee, Facts, Presence
from bot.papers.edited.pieces import Part, Piece

LABELS = {
    "body": r"organ|utvalg|gruppe",
    "number": r"møtenummer|møtenr\.?|møte nr\.?",
    "when": r"tid|tidspunkt|møtetid|dato og tid|møtedato|når",
    "where": r"sted|stad|møtested|møtestad",
    "chair": r"møteleder|møteleiar|ordstyrer|ordstyrar|leder|leiar|møtet ble ledet av",
    "minute-taker": r"referent(?:er|ar)?|sekretær|ført av|referat ved",
    "also": r"dessuten møtte|i tillegg møtte|også til stede|andre til stede|observatører|andre",
    "present": r"til stede|tilstede|til stades|møtte|deltok",
    "excused": r"forfall|meldt forfall|fravær",
    "both": r"tid og sted|tid og stad",
    "other": r"nettmøte|dato|deres ref\.?|dykkar ref\.?|vår ref\.?|saksbehandler|saksbehandlar|arkivkode|kopi til|vedlegg",
}
LABEL = re.compile("|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in LABELS.items()), re.IGNORECASE)
LONGEST_LABEL = 30
LONGEST_NAMES = 20_000  # letters in a line of names
NAMES = ("also", "present", "excused")
DRAFT = re.compile(r"utkast\b.{0,40}\bikk?j?e godkjent\.?", re.IGNORECASE)
FOR = re.compile(r"\(\s*vara(?:medlem)? for ([^()]{1,120})\)", re.IGNORECASE)
IN = re.compile(r"\(([^()]{1,120})\)")


class Lines:
    """The labelled lines that have been found, each with the piece that says it."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.used: set[int] = set()

    def say(self, key: str, value: str) -> None:
        self.found.setdefault(key, []).append(value.strip())

    def text(self, key: str) -> str:
        return one_line(" ".join(filter(None, self.found.get(key, []))))


def read(head: Sequence[Part], everywhere: Sequence[Part], following: str) -> tuple[Facts, tuple[Attendee, ...], Lines]:
    """The facts, and those whom «Til stede:» and «Forfall:» name; `head` stands above the cases, `following` is of the next meeting."""
    lines = Lines()
    tagged = {id(part): name for part in everywhere if isinstance(part, Piece) and (name := next(part.tags("fact"), ""))}
    for part in everywhere:
        if isinstance(part, Piece) and id(part) in tagged:
            lines.used.add(id(part))
            lines.say(tagged[id(part)], _value(part.text))
    known = frozenset(lines.found)
    last = ""
    for part in head:
        if isinstance(part, Piece) and id(part) not in tagged and not part.level:
            last = _labelled(part, lines, known, last)
    draft = next((part for part in everywhere if isinstance(part, Piece) and DRAFT.fullmatch(part.text)), None)
    if draft is not None:
        lines.used.add(id(draft))
    return _facts(lines, following, draft=draft is not None), tuple(_named(lines)), lines


def _facts(lines: Lines, following: str, *, draft: bool) -> Facts:
    also = tuple(one_line(part) for value in lines.found.get("also", []) for part in re.split(r"[\n;]", value) if part.strip())
    return Facts(
        body=lines.text("body"), number=lines.text("number"), when=when.read(lines.text("when")), where=lines.text("where"),
        chair=lines.text("chair"), minute_taker=lines.text("minute-taker"), also=also, next=when.read(one_line(following)), draft=draft,
    )  # fmt: skip


def _value(text: str) -> str:
    """What stands after the label; all of it, when there is no label any more."""
    before, colon, after = text.partition(":")
    return after.strip() if colon and label(before) else text


def label(words: str) -> str:
    """What a label is of, as «when»; nothing for words that are none."""
    found = LABEL.fullmatch(one_line(words)) if len(words) <= LONGEST_LABEL else None
    return (found.lastgroup or "").replace("_", "-") if found else ""


def _labelled(piece: Piece, lines: Lines, known: frozenset[str], last: str) -> str:
    """Take the labelled lines of a paragraph; a line without a label goes on from the one above it.

    In a paragraph of their own only names do so, below a «Dessuten møtte:» that has none beside it.
    """
    here = False
    for line in piece.text.split("\n"):
        before, colon, after = line.partition(":")
        key = label(before) if colon else ""
        if key:
            here, last = True, key
        if not line.strip() or last in ("", "both", "other") or last in known:
            continue
        if key:
            lines.say(key, after)
        elif here or (last in NAMES and not lines.text(last)):
            here = True
            lines.say(last, line)
    if here and last not in ("both", "other"):
        lines.used.add(id(piece))
    return last if here else ""


def _named(lines: Lines) -> Iterator[Attendee]:
    """Those on a line of names: «Navn (Horten kommune), Navn (vara for Navn); …»."""
    kinds: tuple[Presence, ...] = ("present", "excused")
    for kind in kinds:
        for value in lines.found.get(kind, []):
            for part in re.split(r"[\n;]|,(?![^()]{0,120}\))", value[:LONGEST_NAMES]):
                vara = FOR.search(part)
                rest = FOR.sub("", part)
                organisation = IN.search(rest)
                name = one_line(IN.sub("", rest)).rstrip(".")
                if name:
                    yield Attendee(one_line(organisation[1]) if organisation else "", name, kind, "", one_line(vara[1]) if vara else "")


def disagreements(facts: Facts, title: str, everywhere: Sequence[Part]) -> Iterator[str]:
    """Where the same file says two days: in its title, or under «Tid og sted»."""
    day = facts.when.day
    named = when.read(title).day
    if day and named and day != named:
        yield f"Datoen i overskriften ({quoted(title)}) er en annen enn under «Tid» ({quoted(facts.when.text)})."
    for part in everywhere:
        if isinstance(part, Piece) and label(part.text.partition(":")[0]) == "both":
            both = when.read(part.text.partition(":")[2])
            if facts.when.day and both.day and (both.day, both.start) != (facts.when.day, facts.when.start):
                yield f"«Tid og sted» ({quoted(both.text)}) sier noe annet enn «Tid» ({quoted(facts.when.text)})."
