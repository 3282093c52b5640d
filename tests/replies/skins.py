"""How the editor of each client marks up the same content: Word's paragraphs, Outlook's and Gmail's divs, Thunderbird's plain tags."""

import re
from collections.abc import Callable, Iterator
from html import escape

from tests.replies.content import BOLD, Content, Heading, Item, Listing, Piece, Table, split

Skin = Callable[[Content], str]
ADDRESS = re.compile(r"https://[\w./?=&;-]+\w")


def rich(text: str, br: str = "<br>") -> str:
    """Escaped, with bold, links and line breaks."""
    marked = BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
    return ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', marked).replace("\n", f"{br}\n")


def tags(listing: Listing, wrap: Callable[[str], str], attributes: str = "") -> str:
    """A list in ul or ol. Bullets only: «1)» cannot be said there, so it becomes «1.»."""
    name = "ol" if listing.mark else "ul"
    return f"<{name}{attributes}>\n" + "\n".join(f"<li>{_entry(item, wrap, attributes)}</li>" for item in listing.items) + f"\n</{name}>"


def _entry(item: Item, wrap: Callable[[str], str], attributes: str) -> str:
    words, below = split(item)
    return wrap(rich(words)) + ("\n" + tags(below, wrap, attributes) if below else "")


def grid(table: Table, cell: Callable[[str], str], attributes: str = ' border="1"') -> str:
    rows = "\n".join("<tr>" + "".join(f"<td>{cell(rich(words))}</td>" for words in row) + "</tr>" for row in table.rows)
    return f"<table{attributes}><tbody>\n{rows}\n</tbody></table>"


# --- Word, in Outlook for Windows ------------------------------------------------------------------------------------------------


def word(content: Content) -> str:
    return "\n".join(line for at, piece in enumerate(content) for line in _word(piece, last=at == len(content) - 1))


def normal(markup: str, style: str = "") -> str:
    return f"<p class=MsoNormal{style}><span style='font-size:11.0pt;mso-fareast-language:EN-US'>{markup}<o:p></o:p></span></p>"


EMPTY = normal("&nbsp;").replace("&nbsp;<o:p></o:p>", "<o:p>&nbsp;</o:p>")


def _word(piece: Piece, *, last: bool) -> Iterator[str]:
    match piece:
        case str():
            yield normal(rich(piece))
            if not last:
                yield EMPTY
        case Heading(text):
            yield f"<h2><span style='mso-fareast-font-family:\"Times New Roman\"'>{rich(text)}<o:p></o:p></span></h2>"
        case Table():
            yield grid(
                piece, normal, " class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none'"
            )
            yield EMPTY
        case Listing():
            yield from _word_list(piece, 1)
            if not last:
                yield EMPTY


def _word_list(listing: Listing, level: int) -> Iterator[str]:
    for mark, item in zip(listing.marks(), listing.items, strict=True):
        words, below = split(item)
        glyph, font = (mark, "Calibri") if mark != "-" else ("·", "Symbol") if level == 1 else ("o", '"Courier New"')
        yield (
            f"<p class=MsoListParagraph style='margin-left:{18 + 18 * level}.0pt;text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
            f"<![if !supportLists]><span style='font-family:{font}'><span style='mso-list:Ignore'>{glyph}"
            "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
            f"{rich(words)}<o:p></o:p></p>"
        )
        if below:
            yield from _word_list(below, level + 1)


# --- divs: Outlook on the web and the new Outlook, Gmail, Apple Mail -----------------------------------------------------------------

FONT = "font-family: Aptos, Aptos_EmbeddedFont, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"
OWA = f'class="elementToProof" style="{FONT}"'


def owa(content: Content) -> str:
    return divs(content, f" {OWA}", lambda inner: f'<div role="presentation" class="elementToProof">{inner}</div>')


def gmail(content: Content) -> str:
    return divs(content, "", str)


def apple(content: Content) -> str:
    return divs(content, "", str)


def ios(content: Content) -> str:
    return divs(content, ' dir="ltr" style="font-family: Aptos, Calibri, Helvetica, sans-serif; font-size: 12pt;"', str)


def divs(content: Content, attributes: str, item: Callable[[str], str]) -> str:
    """One div a line, an empty one between paragraphs."""
    empty = f"<div{attributes}><br></div>"
    pieces = [_div(piece, attributes, item) for piece in content]
    lists = [isinstance(piece, Listing) for piece in content]
    made = ""
    for at, piece in enumerate(pieces):
        gap = f"\n{empty}\n" if at and not (lists[at] or lists[at - 1]) else "\n"
        made += (gap if at else "") + piece
    return made


def _div(piece: Piece, attributes: str, item: Callable[[str], str]) -> str:
    match piece:
        case str():
            return "\n".join(f"<div{attributes}>{rich(line)}</div>" for line in piece.split("\n"))
        case Heading(text):
            return f"<div{attributes}><b>{rich(text)}</b></div>"
        case Table():
            return grid(piece, lambda words: f"<div{attributes}>{words}</div>")
        case Listing():
            return tags(piece, item)


# --- plain tags: Thunderbird, Roundcube, Notes -------------------------------------------------------------------------------------


def simple(content: Content) -> str:
    return "\n".join(_simple(piece) for piece in content)


def _simple(piece: Piece) -> str:
    match piece:
        case str():
            return f"<p>{rich(piece)}</p>"
        case Heading(text):
            return f"<h3>{rich(text)}</h3>"
        case Table():
            return grid(piece, str, ' cellpadding="2" cellspacing="2" border="1"')
        case Listing():
            return tags(piece, str)
