"""HTML to lines: one pass over the tags as the parser meets them, no tree and no recursion, so that depth costs nothing."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from bot.papers.reply import numbering, style, tables, tags
from bot.papers.reply.line import MOST_LINES, Line, Piece, tidy, trimmed
from bot.papers.reply.numbering import Open
from bot.papers.reply.tables import Place
from bot.papers.reply.tags import BREAKS, SPACED, State

MOST_CHARACTERS = 1_000_000
MOST_TAGS = 30_000
MOST_BITS = 40_000  # of text, as the parser hands it over
AT_ONCE = 200_000  # characters given to the parser before we look whether it has read enough

_SPACE = re.compile(r"[ \t\r\n\f]+")


class Tag(NamedTuple):
    """A tag that is open: what holds in it, and whether it has space around it."""

    name: str
    state: State
    spaced: bool


class Reader:
    """The parser's target: takes tags and text, leaves lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.places: list[Place] = []  # of each line
        self.stack: list[Tag] = [Tag("", State(), spaced=False)]
        self.lists: list[Open] = [Open()]
        self.tables: list[list[int]] = []  # of each open table: its number, row and column
        self.met = 0  # tables, also closed ones
        self.after = ""  # the zone of all that follows, once the mail program has said that history starts
        self.tags = self.bits = 0
        self.full = False  # more than any letter holds has been read; what comes now is left out
        # the line that is being read
        self.pieces: list[Piece] = []
        self.glyphs: list[str] = []
        self.count = 0  # of its pieces that are more than blanks
        self.first = State()  # what holds for the first of them
        self.marker = ""
        self.gap = self.bar = False

    # --- what the parser calls ------------------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tags += 1
        self.full = self.full or self.tags > MOST_TAGS
        if self.full:
            return
        within, outer, _ = self.stack[-1]
        name = tags.part(attributes)
        state = tags.inside(tag, attributes, outer, name)
        spaced = tag in SPACED and within != "li" and not attributes.get("class", "").replace("x_", "").startswith("Mso")
        if tag in BREAKS:
            self.flush()
            self.gap = self.gap or spaced
            if "border-top" in attributes.get("style", "")[: style.LONGEST] and style.look(attributes["style"]).bar:
                self.bar = True
        if name and tag not in tags.UNSEEN and "hidden" not in attributes:
            self._divided(name)
        self.stack.append(Tag(tag, self._opened(tag, attributes, state), spaced))

    def _divided(self, name: str) -> None:
        """Take note of where the mail program says that history starts."""
        if name == "header":
            self.flush()
            self.after = "history"
        elif name == "append":
            self.flush()
            self.lines.append(Line("", zone="append"))
            self.places.append(Place())

    def _opened(self, tag: str, attributes: Mapping[str, str], state: State) -> State:
        """Count lists, entries and cells; what holds in the tag, with the place that it was given."""
        match tag:
            case "br":
                self._newline()
            case "hr":
                self.bar = True
            case "ul" | "ol":
                self.lists.append(numbering.opened(tag, attributes))
                return state._replace(listing=len(self.lists) - 1)
            case "li":
                self.marker, self.lists[state.listing] = numbering.entry(self.lists[state.listing], attributes)
            case "table":
                self.met += 1
                self.tables.append([self.met, 0, 0])
            case "tr" if self.tables:
                self.tables[-1][1:] = [self.tables[-1][1] + 1, 0]
            case "td" | "th" if self.tables:
                self.tables[-1][2] += 1
                return state._replace(place=Place(*self.tables[-1]))
            case _:
                pass
        return state

    def end(self, tag: str) -> None:
        if self.full:
            return
        if tag in BREAKS:
            self.flush()
            _, state, spaced = self.stack[-1]
            self.gap = self.gap or spaced or (tag in ("ul", "ol") and state.depth <= 1)
        if tag == "table" and self.tables:
            self.tables.pop()
        if len(self.stack) > 1 and self.stack[-1].name == tag:
            self.stack.pop()

    def data(self, text: str) -> None:
        state = self.stack[-1].state
        self.bits += 1
        self.full = self.full or self.bits > MOST_BITS
        if state.hidden or self.full:
            return
        if state.glyph:
            self.glyphs.append(text)
        elif state.pre and "\n" in text:
            for number, line in enumerate(text.split("\n", MOST_LINES)[:MOST_LINES]):
                if number:
                    self._newline()
                self._add(line, state)
        else:
            self._add(_SPACE.sub(" ", text), state)

    def comment(self, text: str) -> None:
        """Word hides its own matters in comments."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Word's <?xml:namespace …?>."""

    def close(self) -> list[Line]:
        self.flush()
        return tables.merge(self.lines, self.places)

    # --- lines ----------------------------------------------------------------------------------------------------------------

    def _add(self, text: str, state: State) -> None:
        if text:
            self.pieces.append(Piece(text, state.bold, state.italic, state.link, state.colour))
            if not text.isspace():
                self.count += 1
                if self.count == 1:
                    self.first = state

    def _newline(self) -> None:
        if not self.count:
            self.gap = True
        self.flush()

    def flush(self) -> None:
        """End the line that is being read."""
        if not self.pieces:
            return
        if not self.count:
            self.gap = self.gap or any("\xa0" in piece.text for piece in self.pieces)
            self.pieces.clear()
            return
        pieces = trimmed(self.pieces)
        text = tidy("".join(piece.text for piece in pieces))
        if text:
            self._line(text, pieces)
        self.pieces.clear()
        self.count = 0

    def _line(self, text: str, pieces: tuple[Piece, ...]) -> None:
        state = self.first
        line = Line(
            text,
            pieces,
            self.marker,
            state.depth,
            state.heading,
            quote=state.quote,
            aside=state.aside,
            zone=state.zone or self.after,
            gap=self.gap,
            bar=self.bar,
        )
        if state.word_list:
            numbering.word(line, "".join(piece.text for piece in self.pieces), "".join(self.glyphs))
        self.glyphs.clear()
        self.marker = ""
        self.gap = self.bar = False
        self.lines.append(line)
        self.places.append(state.place)
        self.full = self.full or len(self.lines) >= MOST_LINES


def read(html: str) -> tuple[list[Line], bool]:
    """The lines of an HTML mail, in reading order, with what the mail program says of each; and whether they are all of it."""
    reader = Reader()
    parser = etree.HTMLParser(target=reader, no_network=True, huge_tree=False)  # type: ignore[call-overload]  # the stubs know trees
    try:
        for at in range(0, min(len(html), MOST_CHARACTERS), AT_ONCE):
            parser.feed(html[at : min(at + AT_ONCE, MOST_CHARACTERS)])
            if reader.full:
                return reader.close(), False
        return (list(parser.close()) if html else []), len(html) <= MOST_CHARACTERS
    except (etree.LxmlError, ValueError, AssertionError):
        return [], False
