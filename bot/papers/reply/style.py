"""What a tag's attributes say: hidden, bold, coloured, a list level, a rule above; and what mail programs name their parts."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

LONGEST = 2_000

_COLOUR = re.compile(r"(?:^|;)\s*+color\s*+:\s*+([^;!]{1,60})")
_GROUND = re.compile(r"(?:^|;)\s*+background(?:-color)?\s*+:\s*+([^;!]{1,60})")
_RGB = re.compile(r"rgba?\(\s*+(\d{1,3})\s*+,\s*+(\d{1,3})\s*+,\s*+(\d{1,3})")
_BORDER_TOP = re.compile(r"border-top\s*+:\s*+[^;]{0,40}?solid")
_BORDER_LEFT = re.compile(r"border-left(?:-width|-style)?\s*+:\s*+(?!none|0)[^;]{0,60}?(?:solid|\dp[xt])")
_HIDDEN = re.compile(
    r"display\s*+:\s*+none|visibility\s*+:\s*+hidden|mso-hide\s*+:\s*+all|font-size\s*+:\s*+0(?:px|pt|em)?\s*+(?:;|$)|"
    r"opacity\s*+:\s*+0\s*+(?:;|$)"
)
_BOLD = re.compile(r"font-weight\s*+:\s*+(bold|[6-9]00|normal|400)")
_ITALIC = re.compile(r"font-style\s*+:\s*+(italic|normal)")
_MSO_LEVEL = re.compile(r"mso-list\s*+:\s*+\w{1,10}\s++level(\d)")
_NAMED = {
    "yellow": "ffff00",
    "aqua": "00ffff",
    "cyan": "00ffff",
    "red": "ff0000",
    "blue": "0000ff",
    "green": "008000",
    "black": "",
    "windowtext": "",
    "inherit": "",
    "initial": "",
    "purple": "800080",
    "darkred": "8b0000",
    "darkblue": "00008b",
    "navy": "000080",
    "maroon": "800000",
    "orange": "ffa500",
    "magenta": "ff00ff",
    "teal": "008080",
    "crimson": "dc143c",
    "darkgreen": "006400",
    "royalblue": "4169e1",
    "lime": "00ff00",
    "fuchsia": "ff00ff",
    "brown": "a52a2a",
}

_SIGNATURES = {"signature", "ms-outlook-mobile-signature", "mail-editor-signature", "appleMailSignature".lower()}
_SIGNATURE_CLASSES = {"gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "apple-mail-signature"}
_HISTORY_IDS = {"divrplyfwdmsg", "mail-editor-reference-message-container", "yahoo_quoted", "oriMsgHtmlSeperator".lower()}
_QUOTE_CLASSES = {"gmail_quote", "protonmail_quote", "yahoo_quoted", "moz-cite", "tutanota_quote", "zmail_extra"}
_ATTRIBUTIONS = {"gmail_attr", "moz-cite-prefix", "moz-email-headers-table", "outlookmessageheader"}


class Look(NamedTuple):
    """What a style attribute says. None where it says nothing."""

    hidden: bool = False
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None
    level: int = 0
    glyph: bool = False
    bar: bool = False
    quoted: bool = False


NO_LOOK = Look()


@lru_cache(maxsize=2_000)
def look(style: str) -> Look:
    """The looks in a style attribute that matter to us."""
    text = style[:LONGEST].lower()
    bold = _BOLD.search(text) if "font-weight" in text else None
    italic = _ITALIC.search(text) if "font-style" in text else None
    colour = _COLOUR.search(text) if "color" in text else None
    ground = _GROUND.search(text) if "background" in text else None
    marked = hexadecimal(ground[1]) if ground else ""
    level = _MSO_LEVEL.search(text) if "mso-list" in text else None
    return Look(
        hidden=bool(_HIDDEN.search(text)),
        bold=bold[1] in ("bold", "600", "700", "800", "900") if bold else None,
        italic=italic[1] == "italic" if italic else None,
        colour=marked if strong(marked) else (hexadecimal(colour[1]) if colour else None),
        level=int(level[1]) if level else 0,
        glyph="mso-list:ignore" in text.replace(" ", ""),
        bar=bool(_BORDER_TOP.search(text)),
        quoted=bool(_BORDER_LEFT.search(text)),
    )


def hexadecimal(colour: str) -> str:
    """A CSS colour as six hexadecimal digits; empty for black and for the default."""
    text = colour.strip().lower()
    if text in _NAMED:
        return _NAMED[text]
    if rgb := _RGB.match(text):
        text = "".join(f"{min(int(one), 255):02x}" for one in rgb.groups())
    text = text.lstrip("#")
    if re.fullmatch(r"[0-9a-f]{3}", text):
        text = "".join(digit * 2 for digit in text)
    return text if re.fullmatch(r"[0-9a-f]{6}", text) and text != "000000" else ""


def strong(colour: str) -> bool:
    """A colour somebody chose in order to be seen: neither grey, nor near black or white."""
    if not colour:
        return False
    channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return max(channels) - min(channels) >= 80  # noqa: PLR2004  of 255


def part(attributes: Mapping[str, str]) -> str:
    """What a mail program says of an element: container of history, where history starts, attribution, signature, quote; or nothing."""
    name = _plainly(attributes.get("id", ""))
    classes = {_plainly(one) for one in attributes.get("class", "")[:LONGEST].split()}
    if name in _SIGNATURES or classes & _SIGNATURE_CLASSES or attributes.get("data-smartmail") == "gmail_signature":
        return "signature"
    if name in _HISTORY_IDS:
        return "container" if name != "divrplyfwdmsg" else "header"
    if name == "appendonsend":
        return "append"
    if classes & _ATTRIBUTIONS:
        return "attribution"
    return "quote" if classes & _QUOTE_CLASSES else ""


def _plainly(name: str) -> str:
    """An id or a class without the x_ that Outlook on the web puts before what it shows again."""
    text = name[:200].strip().lower()
    while text.startswith("x_"):
        text = text[2:]
    return text
