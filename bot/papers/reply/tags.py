"""What an HTML tag says of the text inside it: hidden, bold, a link, a quote, a list's depth, a part that a mail program names."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from bot.papers.reply import numbering, style
from bot.papers.reply.tables import Place

LONGEST_ADDRESS = 4_000

BREAKS = frozenset(
    (  # noqa: SIM905  a list of 44 lines otherwise
        "address article aside body blockquote caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
        "hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
    ).split()
)
SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "hr"))
UNSEEN = frozenset("script style title template svg head object iframe noscript select textarea math audio video map xml".split())  # noqa: SIM905

_UNFIT = re.compile(r"[\s<>\"\x00-\x1f]")


_TAGS: Mapping[str, Mapping[str, Any]] = {
    **{tag: {"bold": True} for tag in ("b", "strong", "th")},
    **{tag: {"italic": True} for tag in ("i", "em")},
    **{f"h{level}": {"heading": level} for level in range(1, 7)},
    "pre": {"pre": True},
}


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
    place: Place = Place()


def part(attributes: Mapping[str, str]) -> str:
    """What a mail program names the element (style.part), if it names it at all."""
    named = attributes and ("id" in attributes or "class" in attributes or "data-smartmail" in attributes)
    return style.part(attributes) if named else ""


def inside(tag: str, attributes: Mapping[str, str], outer: State, name: str) -> State:
    """What holds inside a tag that stands in `outer`. `name` is what a mail program calls it (`part`)."""
    if tag in UNSEEN or "hidden" in attributes:
        return outer._replace(hidden=True)
    state = _meant(tag, attributes, outer)
    if tag == "p" and (state.word_list or "class" in attributes):
        state = state._replace(word_list=attributes.get("class", "").lower().removeprefix("x_").startswith("msolist"))
    if "style" in attributes:
        state = _styled(tag, state, style.look(attributes["style"]))
    return _named(tag, state, name) if name else state


def _meant(tag: str, attributes: Mapping[str, str], outer: State) -> State:
    """By the tag alone."""
    if known := _TAGS.get(tag):
        return outer._replace(**known)
    match tag:
        case "a":
            return outer._replace(link=address(attributes.get("href", "")))
        case "font" if "color" in attributes:
            return outer._replace(colour=style.hexadecimal(attributes["color"]))
        case "ul" | "ol":
            return outer._replace(depth=min(outer.depth + 1, numbering.DEEPEST))
        case "blockquote":
            return _quoted(outer, attributes)
        case _:
            return outer._replace(depth=1) if tag == "li" and not outer.depth else outer


def _quoted(state: State, attributes: Mapping[str, str]) -> State:
    """A blockquote is a quote when a mail program made it; people's own indents are the same tag without a mark."""
    marked = "cite" in (attributes.get("type", "").lower(), *(("cite",) if "cite" in attributes else ()))
    if marked or state.quote or style.look(attributes.get("style", "")).quoted:
        return state._replace(quote=state.quote + 1)
    return state._replace(aside=state.aside + 1)


def _styled(tag: str, state: State, found: style.Look) -> State:
    """By its style attribute."""
    if found == style.NO_LOOK:
        return state
    state = state._replace(
        hidden=state.hidden or found.hidden,
        bold=state.bold if found.bold is None else found.bold,
        italic=state.italic if found.italic is None else found.italic,
        colour=state.colour if found.colour is None else found.colour,
        glyph=state.glyph or found.glyph,
    )
    if found.level and tag in ("p", "li", "div"):
        state = state._replace(word_list=tag == "p", depth=min(max(found.level, 1), numbering.DEEPEST))
    return state


def _named(tag: str, state: State, name: str) -> State:
    """By what the mail program names it."""
    match name:
        case "signature" | "attribution":
            return state._replace(zone=state.zone or name)
        case "container":
            return state._replace(zone="history")
        case "quote" if tag == "blockquote" and not state.quote:
            return state._replace(quote=state.quote + 1)
        case _:
            return state


def address(href: str) -> str:
    """A link that may stand in a paper, without the wrapping that Outlook's filter puts around it; else empty."""
    text = href[:LONGEST_ADDRESS].strip()
    if "safelinks.protection.outlook.com" in text:
        try:
            text = parse_qs(urlsplit(text).query, max_num_fields=20).get("url", [text])[0]
        except ValueError:
            return ""
    return text if text.lower().startswith(("https://", "http://", "mailto:")) and not _UNFIT.search(text) else ""
