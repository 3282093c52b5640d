"""HTML to lines: one pass over the tags as the parser meets them, no tree and no recursion, so that depth costs nothing."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from bot.papers.reply import style
from bot.papers.reply.line import Line, Piece, tidy, trimmed

MOST_TAGS = 30_000
MOST_LINES = 10_000
MOST_BITS = 100_000  # of text, as the parser hands it over
MOST_CHARACTERS = 1_000_000

BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "hr"))
UNSEEN = frozenset("script style title template svg head object iframe noscript select textarea math audio video map xml".split())  # noqa: SIM905
_GLYPH = re.compile(r"\s*+([·•▪◦‣●○■§ØoO\uf0b7\uf0a7\uf0d8-]|\d{1,3}[.)]|[a-zA-Z][.)])[ \xa0\t]{1,20}(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,4}|[a-zA-Z]|[ivxIVX]{1,6})[.)]?")
_SPACE = re.compile(r"[ \t\r\n\f]+")


class State(NamedTuple):
    """What holds for the text inside a tag."""

    hidden: bool = False
    bold: bool = False
    italic: bool = False
    link: str = ""
    colour: str = ""
    quote: int = 0
    aside: int = 0
    zone: str = ""
    heading: int = 0
    depth: int = 0
    listing: int = 0  # which open list; an index into Reader.lists
    glyph: bool = False
    pre: bool = False
    word_list: bool = False
    cell: tuple[int, int, int] = (0, 0, 0)  # table, row, column


class Open(NamedTuple):
    """A list that is being read: its kind and the number of its next entry."""

    kind: str
    next: int


class Reader:
    """The parser's target: takes tags and text, leaves lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.places: list[tuple[int, int, int]] = []  # of each line: table, row, column
        self.stack: list[tuple[str, State, bool]] = [
            ("", State(), False)
        ]  # of each open tag: what holds in it, and whether it has space around it
        self.pieces: list[Piece] = []
        self.glyphs: list[str] = []
        self.lists: list[Open] = [Open("", 0)]
        self.tables: list[list[int]] = []  # of each open table: its number, row and column
        self.count = self.tags = self.size = self.bits = 0
        self.marker = ""
        self.gap = self.bar = False
        self.first = State()
        self.after = ""  # the zone of all that follows, once the mail program has said that history starts
        self.trees = 0  # tables met, also closed ones

    # --- what the parser calls ------------------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tags += 1
        if self.tags > MOST_TAGS:
            if tag in BREAKS or tag == "br":
                self.flush()
            return
        within, outer, _ = self.stack[-1]
        state = self._state(tag, attributes, outer)
        spaced = tag in SPACED and within != "li" and not attributes.get("class", "").replace("x_", "").startswith("Mso")
        if tag in BREAKS:
            self.flush()
            self.gap = self.gap or spaced
            if "border-top" in attributes.get("style", "")[: style.LONGEST] and style.look(attributes["style"]).bar:
                self.bar = True
        self._opened(tag, attributes, state, spaced=spaced)

    def _opened(self, tag: str, attributes: Mapping[str, str], state: State, *, spaced: bool) -> None:
        match tag:
            case "br":
                self._newline()
            case "hr":
                self.bar = True
            case "ul" | "ol":
                self.lists.append(Open(_kind(tag, attributes), _whole(attributes.get("start", ""), 1)))
                state = state._replace(listing=len(self.lists) - 1)
            case "li":
                self._entry(state, attributes)
            case "table":
                self.trees += 1
                self.tables.append([self.trees, 0, 0])
            case "tr" if self.tables:
                self.tables[-1][1:] = [self.tables[-1][1] + 1, 0]
            case "td" | "th" if self.tables:
                self.tables[-1][2] += 1
                state = state._replace(cell=(self.tables[-1][0], self.tables[-1][1], self.tables[-1][2]))
            case _:
                pass
        self.stack.append((tag, state, spaced))

    def end(self, tag: str) -> None:
        if self.tags > MOST_TAGS:
            return
        if tag in BREAKS:
            self.flush()
            _, state, spaced = self.stack[-1]
            self.gap = self.gap or spaced or (tag in ("ul", "ol") and state.depth <= 1)
        if tag == "table" and self.tables:
            self.tables.pop()
        if len(self.stack) > 1 and self.stack[-1][0] == tag:
            self.stack.pop()

    def data(self, text: str) -> None:
        state = self.stack[-1][1]
        self.bits += 1
        if state.hidden or self.bits > MOST_BITS or len(self.lines) >= MOST_LINES or self.size > MOST_CHARACTERS:
            return
        self.size += len(text)
        if state.glyph:
            self.glyphs.append(text)
            return
        if state.pre and "\n" in text:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._newline()
                self._add(line, state)
            return
        self._add(_SPACE.sub(" ", text), state)

    def comment(self, text: str) -> None:
        """Word hides its own matters in comments."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Word's <?xml:namespace …?>."""

    def close(self) -> list[Line]:
        self.flush()
        return _tabled(self.lines, self.places)

    # --- lines ----------------------------------------------------------------------------------------------------------------

    def _add(self, text: str, state: State) -> None:
        if text:
            self.pieces.append(Piece(text, state.bold, state.italic, state.link, state.colour))
            self.count += not text.isspace()
            if self.count == 1 and not text.isspace():
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
        state = self.first
        raw = "".join(piece.text for piece in self.pieces)
        pieces = trimmed(self.pieces)
        self.pieces.clear()
        self.count = 0
        text = "".join(piece.text for piece in pieces)
        if not tidy(text):
            return
        line = Line(
            tidy(text),
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
            line = self._word(line, raw)
        self.glyphs.clear()
        self.marker = ""
        self.gap = self.bar = False
        self.lines.append(line)
        self.places.append(state.cell)

    def _word(self, line: Line, raw: str) -> Line:
        """A list item as Word writes it: a paragraph with its bullet as text."""
        glyph = tidy("".join(self.glyphs))
        if not glyph and (found := _GLYPH.match(raw)):
            glyph = found[1]
            offset = line.text.find(glyph) + len(glyph)
            line.pieces = _cut_front(line.pieces, offset)
            line.text = tidy("".join(piece.text for piece in line.pieces))
        if glyph:
            line.marker = f"{glyph if glyph[-1] in '.)' else glyph + '.'} " if _NUMBER.fullmatch(glyph) and glyph not in "oO" else "- "
            line.depth = max(line.depth, 1)
        else:
            line.depth = 0
        return line

    # --- tags -----------------------------------------------------------------------------------------------------------------

    def _entry(self, state: State, attributes: Mapping[str, str]) -> None:
        which = state.listing if 0 <= state.listing < len(self.lists) else 0
        kind, number = self.lists[which]
        number = _whole(attributes.get("value", ""), number)
        self.lists[which] = Open(kind, number + 1)
        self.marker = f"{_counted(number, kind)}. " if kind not in ("", "ul") else "- "

    def _state(self, tag: str, attributes: Mapping[str, str], outer: State) -> State:  # noqa: C901  one branch for each tag
        state = outer
        if tag in UNSEEN or "hidden" in attributes:
            return state._replace(hidden=True)
        match tag:
            case "b" | "strong" | "th":
                state = outer._replace(bold=True)
            case "i" | "em":
                state = state._replace(italic=True)
            case "a":
                state = state._replace(link=_address(attributes.get("href", "")))
            case "font" if "color" in attributes:
                state = state._replace(colour=style.hexadecimal(attributes["color"]))
            case "ul" | "ol":
                state = state._replace(depth=min(outer.depth + 1, 9))
            case "pre":
                state = state._replace(pre=True)
            case "blockquote":
                state = _quoted(state, attributes)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                state = state._replace(heading=int(tag[1]))
            case "li" if not outer.depth:
                state = state._replace(depth=1)
            case _:
                pass
        if tag == "p" and (state.word_list or "class" in attributes):
            state = state._replace(word_list=attributes.get("class", "").lower().removeprefix("x_").startswith("msolist"))
        return self._styled(tag, state, attributes) if attributes else state

    def _styled(self, tag: str, state: State, attributes: Mapping[str, str]) -> State:
        found = style.look(attributes["style"]) if "style" in attributes else style.NO_LOOK
        if found != style.NO_LOOK:
            state = state._replace(
                hidden=state.hidden or found.hidden,
                bold=state.bold if found.bold is None else found.bold,
                italic=state.italic if found.italic is None else found.italic,
                colour=state.colour if found.colour is None else found.colour,
                glyph=state.glyph or found.glyph,
            )
            if found.level and tag in ("p", "li", "div"):
                state = state._replace(word_list=tag == "p", depth=min(max(found.level, 1), 9))
        if "id" in attributes or "class" in attributes or "data-smartmail" in attributes:
            state = self._named(tag, state, attributes)
        return state

    def _named(self, tag: str, state: State, attributes: Mapping[str, str]) -> State:
        match style.part(attributes):
            case "signature":
                return state._replace(zone=state.zone or "signature")
            case "attribution":
                return state._replace(zone=state.zone or "attribution")
            case "container":
                return state._replace(zone="history")
            case "header":
                self.flush()
                self.after = "history"
            case "quote" if tag == "blockquote" and not state.quote:
                return state._replace(quote=state.quote + 1)
            case "append":
                self.flush()
                self.lines.append(Line("", zone="append"))
                self.places.append((0, 0, 0))
            case _:
                pass
        return state


def read(html: str) -> list[Line]:
    """The lines of an HTML mail, in reading order, with what the mail program says of each."""
    parser = etree.HTMLParser(target=Reader(), no_network=True, huge_tree=False)  # type: ignore[call-overload]  # the stubs know trees
    text = html[:MOST_CHARACTERS]
    try:
        parser.feed(text or " ")
        found: list[Line] = parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    return found


def _quoted(state: State, attributes: Mapping[str, str]) -> State:
    """A blockquote is a quote when a mail program made it; people's own indents are the same tag without a mark."""
    marked = "cite" in (attributes.get("type", "").lower(), *(("cite",) if "cite" in attributes else ()))
    if marked or state.quote or style.look(attributes.get("style", "")).quoted:
        return state._replace(quote=state.quote + 1)
    return state._replace(aside=state.aside + 1)


def _address(href: str) -> str:
    """A link that may stand in a paper, without the wrapping that Outlook's filter puts around it; else empty."""
    text = href[:4_000].strip()
    if "safelinks.protection.outlook.com" in text:
        try:
            text = parse_qs(urlsplit(text).query, max_num_fields=20).get("url", [text])[0]
        except ValueError:
            return ""
    return text if text.lower().startswith(("https://", "http://", "mailto:")) and not re.search(r"[\s<>\"\x00-\x1f]", text) else ""


def _kind(tag: str, attributes: Mapping[str, str]) -> str:
    return "ul" if tag == "ul" else {"a": "a", "A": "A", "i": "i", "I": "I"}.get(attributes.get("type", ""), "1")


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else otherwise  # noqa: PLR2004


def _counted(number: int, kind: str) -> str:
    if kind in "aA" and 1 <= number <= 26:  # noqa: PLR2004
        return chr(ord(kind) + number - 1)
    if kind in "iI" and 1 <= number <= 20:  # noqa: PLR2004
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return roman if kind == "i" else roman.upper()
    return str(number)


def _cut_front(pieces: tuple[Piece, ...], count: int) -> tuple[Piece, ...]:
    kept = []
    for piece in pieces:
        kept.append(piece._replace(text=piece.text[count:]))
        count = max(count - len(piece.text), 0)
    return trimmed(kept)


def _tabled(lines: list[Line], places: list[tuple[int, int, int]]) -> list[Line]:
    """Rows of real tables as one line each. A table that only lays out a page stays as the lines in it."""
    inside: dict[int, list[int]] = {}
    for at, (table, _, _) in enumerate(places):
        if table:
            inside.setdefault(table, []).append(at)
    merged: dict[int, Line] = {}
    gone: set[int] = set()
    for table, indexes in inside.items():
        cells: dict[tuple[int, int], list[int]] = {}
        for at in indexes:
            cells.setdefault(places[at][1:], []).append(at)
        rows = {row for row, _ in cells}
        columns = {column for _, column in cells}
        wide = sum(count > 1 for count in Counter(row for row, _ in cells).values())
        if len(rows) < 2 or len(columns) < 2 or wide < 2 or any(len(found) > 3 for found in cells.values()):  # noqa: PLR2004
            continue
        for row in sorted(rows):
            within = sorted(column for one, column in cells if one == row)
            texts = {column: " ".join(lines[at].shown for at in cells[row, column]) for column in within}
            first = min(at for column in within for at in cells[row, column])
            line = lines[first]
            line.cells = tuple(texts.get(column, "") for column in range(1, max(columns) + 1))
            line.text = "\t".join(texts[column] for column in within)
            line.pieces, line.marker, line.depth, line.table = (Piece(line.text),), "", 0, table
            merged[first] = line
            gone.update(at for column in within for at in cells[row, column] if at != first)
    return [line for at, line in enumerate(lines) if at not in gone]
