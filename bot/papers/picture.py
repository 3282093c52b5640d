"""Pictures: drawn as SVG, measured, and made into PNG for those that cannot show an SVG. Equal input gives equal bytes."""

import json
import re
from functools import lru_cache
from tempfile import TemporaryDirectory
from threading import Lock
from typing import NamedTuple

import typst
from lxml import etree

from bot.errors import BotError
from bot.papers.letterhead import PARSER

MM = 72 / 25.4
"""Points in a millimetre."""
WIDEST = 8000
"""Pixels: a larger picture than an A3 sheet in 480 dots an inch is a mistake."""
ALONE, TALLEST = 0.96, 0.8
"""Of the text's height: on a page of its own; else the rest is for a heading above it, and for a logo that pushes the first page down."""
SVG = "{http://www.w3.org/2000/svg}svg"
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
PAGE = b"""#let drawn = json("drawn.json")
#set page(width: drawn.width * 1pt, height: drawn.height * 1pt, margin: 0pt)
#image(bytes(drawn.svg), format: "svg", width: 100%, height: 100%)
"""


class NotDrawable(BotError):
    """The picture is no SVG that can be shown."""


class Size(NamedTuple):
    """How large, in one unit for both."""

    width: float
    height: float


def size(svg: str) -> Size:
    """A picture's own size, in its own units, from its viewBox. Raises NotDrawable when it is no SVG or has none."""
    try:
        root = etree.fromstring(svg.encode(), PARSER)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as fault:
        raise NotDrawable("Bildet er ikke en hel SVG.") from fault
    box = (root.get("viewBox") or "").replace(",", " ").split()
    if root.tag != SVG or len(box) != 4 or not all(NUMBER.fullmatch(one) for one in box[2:]):  # noqa: PLR2004  x, y, width, height
        raise NotDrawable("Bildet er ikke en SVG med viewBox.")
    found = Size(float(box[2]), float(box[3]))
    if not min(found):
        raise NotDrawable("Bildet har ingen størrelse.")
    return found


def fitted(svg: str, wanted: float, room: Size, *, alone: bool = False) -> Size:
    """How large it stands on a page, perhaps alone: as wide as wanted, never larger than its room, never out of shape. All in one unit."""
    own = size(svg)
    scale = min(wanted / own.width, room.width / own.width, (ALONE if alone else TALLEST) * room.height / own.height)
    return Size(own.width * scale, own.height * scale)


def png(svg: str, width_px: int) -> bytes:
    """The picture as PNG, so many pixels wide, on white. Raises NotDrawable."""
    own = size(svg)
    height = own.height * width_px / own.width
    if not 0 < width_px <= WIDEST or not 1 <= height <= WIDEST:
        raise NotDrawable(f"Bildet kan ikke bli {width_px} punkter bredt.")
    drawn = json.dumps({"svg": svg, "width": width_px, "height": round(height)}, ensure_ascii=False)
    return _easel().drawn(drawn.encode())


@lru_cache(maxsize=1)
def _easel() -> "_Easel":
    return _Easel()


class _Easel:
    """Typst, kept warm, with the fonts of this machine. It sees what it is handed, an empty folder, and nothing else."""

    def __init__(self) -> None:
        self.compiler = typst.Compiler(font_paths=typst.Fonts())
        self.lock = Lock()

    def drawn(self, data: bytes) -> bytes:
        try:
            with self.lock, TemporaryDirectory(prefix="aarshjul-") as empty:
                made = self.compiler.compile({"main.typ": PAGE, "drawn.json": data}, root=empty, format="png", ppi=72)  # type: ignore[type-var]
        except typst.TypstError as error:
            raise NotDrawable(f"Bildet kan ikke tegnes: {error.message}") from error
        if not isinstance(made, bytes):
            raise NotDrawable("Bildet ble til flere sider.")
        return made
