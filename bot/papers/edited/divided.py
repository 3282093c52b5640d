"""A paper divided: what stands above the cases, each case with its rooms, the sections below. By headings, with controls as proof."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.papers.document import CASE_LEVEL
from bot.papers.edited import tables
from bot.papers.edited.blocks import alike, one_line
from bot.papers.edited.pieces import Part, Piece, Tabular
from bot.papers.model import Run

SECTIONS = {
    "cases": r"(?:sakskart|saksliste|sakliste|saker|dagsorden)\b.*",
    "attendance": r"oppmøte|frammøte|deltakere|deltakarar|til stede|til stades",
    "measures": r"oppfølging(?:ssaker|stabell|sliste)?|tiltak",
    "next": r"neste møte\b.*",
    "invited": r"(?:de |dei )?(?:inviterte|innkalte|innkalla)",
}
ROOMS = {"decision": r"vedtak(?:/konklusjon)?|konklusjon|vedtak og konklusjon|beslutning|avgjerd", "follow-up": r"oppfølging(?:spunkt)?"}
INLINE = re.compile(
    rf"(?:(?P<decision>{ROOMS['decision']})|(?P<followup>{ROOMS['follow-up']}))\s*:\s*(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
TYPED = re.compile(r"(?:(?:sak|ps|fs|rs|os)\s*\d{1,4}(?:[/.-]\d{1,4})?|\d{1,4}/\d{2,4}|\d{1,3}[.:)])[.:)]?\s+(?=\S)", re.IGNORECASE)
LONGEST_HEADING = 120


@dataclass(slots=True)
class Found:
    """A case as it was met: whose control it opened, whose controls stand inside it, and what is in its rooms."""

    title: str
    id: str
    inner: list[str] = field(default_factory=list)
    body: list[Part] = field(default_factory=list)
    decision: list[Part] = field(default_factory=list)
    follow_up: list[Part] = field(default_factory=list)
    tables: list[Tabular] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        return [*self.body, *self.decision, *self.follow_up, *self.tables]


class Spot(NamedTuple):
    """Where a part was met: in which case, or else in which section, None above the first."""

    part: Part
    case: Found | None
    section: str | None


@dataclass(slots=True)
class Divided:
    title: str = ""
    head: list[Part] = field(default_factory=list)
    cases: list[Found] = field(default_factory=list)
    sections: dict[str, list[Part]] = field(default_factory=dict)
    """What stands below a heading that is known, and under "" all else."""
    pasted: list[str] = field(default_factory=list)
    """Headings above a case's own that stand inside one."""
    trail: list[Spot] = field(default_factory=list)
    """Every part, in reading order."""


def divide(parts: Sequence[Part], titles: Sequence[str]) -> Divided:
    """Divide a text; `titles` are those that the cases had, for a text that has lost its headings."""
    flat = not any(isinstance(part, Piece) and part.level == CASE_LEVEL for part in parts)
    divider = _Divider(frozenset(map(alike, titles)), flat=flat)
    for part in parts:
        divider.take(part)
    return divider.made


class _Divider:
    def __init__(self, titles: frozenset[str], *, flat: bool) -> None:
        self.titles, self.flat = titles, flat
        """`flat`: the text has lost the looks of its headings, so that a line with a case's title may be one."""
        self.made = Divided()
        self.case: Found | None = None
        self.room = "body"
        self.below = False
        """Whether a heading of somebody's own stands above in this case."""
        self.section: str | None = None
        """None above the first section."""
        self.opened: set[int] = set()
        self.met: set[str] = set()
        """The titles of the cases so far."""

    def take(self, part: Part) -> None:
        if isinstance(part, Piece):
            self._piece(part)
        elif (
            self.case is not None
            and not any(one.tag in ("attendance", "follow-up") for one in part.held)
            and not tables.is_attendance(part)
        ):
            if tables.is_measures(part):
                self.case.tables.append(part)
            else:
                self._room(part, "").append(part)
        else:
            self._elsewhere(part)
        self.made.trail.append(Spot(part, self.case, self.section))

    def _piece(self, piece: Piece) -> None:
        identity = self._opens(piece)
        if identity is not None:
            self._case(piece, identity)
        elif (section := self._begins(piece)) is not None:
            self.case, self.section = None, section
            if section == "":
                self._elsewhere(piece)
            elif section != "cases":
                self.made.sections.setdefault(section, [])
        elif self._is_case(piece):
            self._case(piece, "")
        elif self.case is not None:
            self._inside(piece, self.case)
        else:
            self._elsewhere(piece)

    def _opens(self, piece: Piece) -> str | None:
        """The id of the case whose control begins here with words; None for all else."""
        for one in piece.held:
            if one.tag.startswith("case:") and one.number not in self.opened and piece.text and not label(piece):
                self.opened.add(one.number)
                return one.tag.partition(":")[2]
        return None

    def _begins(self, piece: Piece) -> str | None:
        """The section that begins here: its name, "" for one that is not known, None where none begins."""
        text = alike(piece.text)
        inside = any(one.tag.startswith("case:") for one in piece.held)
        if not text or len(text) > LONGEST_HEADING or inside:
            if inside and 0 < piece.level < CASE_LEVEL and text:
                self.made.pasted.append(piece.text)
            return None
        known = next((name for name, pattern in SECTIONS.items() if re.fullmatch(pattern, text)), "")
        if piece.level == 1 and not self.made.title:
            self.made.title = one_line(piece.text)
            return None
        if 0 < piece.level < CASE_LEVEL:
            return known if self.section is not None or known or self.case else None
        plain = piece.level == 0 and piece.depth < 0 and known and self._stands_alone(piece, text, known)
        return known if plain else None

    def _stands_alone(self, piece: Piece, text: str, known: str) -> bool:
        """Whether a line without a heading's look is one all the same, in a file that has lost its styles."""
        bold = all(run.bold for run in piece.runs if run.text.strip())
        return bold and text in ("saker", "sakskart", "saksliste", "oppmøte", "neste møte") and not (self.case and known == "measures")

    def _is_case(self, piece: Piece) -> bool:
        if not piece.text or label(piece):
            return False
        if piece.level == CASE_LEVEL and (self.section == "cases" or self.case is not None):
            return True
        heading = (self.flat or piece.level > 0) and piece.level <= CASE_LEVEL and piece.depth <= 0
        return heading and alike(_title(piece)) in self.titles and self._awaits(piece)

    def _awaits(self, piece: Piece) -> bool:
        """Whether a known title may be one here: as a heading, and not the second time."""
        return alike(_title(piece)) not in self.met

    def _case(self, piece: Piece, identity: str) -> None:
        self.case = Found(_title(piece), identity)
        self.case.inner += [found for kind in ("decision", "follow-up") for found in piece.tags(kind)]
        self.room, self.below, self.section = "body", False, "cases"
        self.made.cases.append(self.case)
        self.met.add(alike(self.case.title))

    def _inside(self, piece: Piece, case: Found) -> None:
        tagged = next((kind for kind in ("decision", "follow-up") if any(True for _ in piece.tags(kind))), "")
        case.inner += [found for kind in ("decision", "follow-up") for found in piece.tags(kind)]
        if room := label(piece):
            self.room = room
            return
        if piece.level > 0 and not tagged:
            self.room, self.below = "body", True
        if not piece.text:
            return
        inline = INLINE.fullmatch(piece.text) if not piece.level and not tagged and not self.below else None
        if inline:
            self.room = "decision" if inline["decision"] else "follow-up"
            piece.runs = (Run(inline["rest"]),)
        self._room(piece, tagged).append(piece)

    def _room(self, part: Part, tagged: str) -> list[Part]:
        case = self.case or Found("", "")
        held = tagged or next((one.tag.partition(":")[0] for one in part.held if re.match(r"(decision|follow-up):", one.tag)), "")
        return {"decision": case.decision, "follow-up": case.follow_up}.get(held or self.room, case.body)

    def _elsewhere(self, part: Part) -> None:
        if self.section is None:
            self.made.head.append(part)
        else:
            self.made.sections.setdefault(self.section, []).append(part)


def label(piece: Piece) -> str:
    """The room that a heading names: «Vedtak/konklusjon», «Oppfølging:»."""
    if piece.level and piece.level < CASE_LEVEL:
        return ""
    text = alike(piece.text)
    return next((room for room, pattern in ROOMS.items() if re.fullmatch(pattern, text)), "") if len(text) < LONGEST_HEADING else ""


def _title(piece: Piece) -> str:
    """A title without a number that somebody has typed; one that Word counts is not in it."""
    text = one_line(piece.text)
    return text if piece.automatic else TYPED.sub("", text, count=1) if TYPED.match(text) else text
