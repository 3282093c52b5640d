"""How a wheel looks: its colours, the signs of its rings, and words and links as SVG. Everything from outside is escaped here."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from bot.papers.characters import one_line
from bot.papers.timeline import address
from bot.papers.wheel.geometry import Point, at, line, number
from bot.papers.wheel.text import FONTS

WHITE = "#ffffff"


class Palette(NamedTuple):
    """Colours as #rrggbb. Words have at least 4.5:1 to what they stand on, signs 3:1 (WCAG 2.2, 1.4.3 and 1.4.11)."""

    ink: str
    muted: str
    head: str
    on_head: str
    heads: tuple[str, str]
    months: tuple[str, str]
    line: str
    leader: str
    hatch: str
    today: str
    signs: tuple[str, ...]


class Drawn(NamedTuple):
    """What stands on a drawing, and how wide and high it is."""

    box: tuple[float, float]
    inside: tuple[str, ...]


COLOURS = Palette(
    ink="#1b1f24", muted="#4a5661", head="#123a4a", on_head=WHITE, heads=("#123a4a", "#21566b"), months=("#dfe9ed", "#edf3f5"),
    line="#c3ced4", leader="#8795a0", hatch="#93a1ab", today="#b3261e",
    signs=("#0b5c86", "#b4470c", "#2b6e3f", "#7b3a92", "#a3174f", "#00706b", "#7a5c00", "#4b5560", "#3d3fa8", "#6b3f2a"),
)  # fmt: skip
GREYS = Palette(
    ink="#000000", muted="#3d3d3d", head="#1f1f1f", on_head=WHITE, heads=("#1f1f1f", "#484848"), months=("#e4e4e4", "#f2f2f2"),
    line="#bdbdbd", leader="#858585", hatch="#8c8c8c", today="#000000", signs=("#1f1f1f",) * 10,
)  # fmt: skip
SIGNS = ((0, 0), (4, 45), (3, 0), (4, 0), (0, 0), (4, 45), (3, 0), (4, 0), (3, 180), (3, 180))
"""The signs of the rings: how many corners they have, 0 for a round one, and how far they are turned."""
FILLED = (True, True, True, True, False, False, False, False, True, False)
"""The others are hollow: with the shapes, that tells rings apart in grey."""
SWOLLEN = {3: 1.25, 4: 1.15}
"""A sign with few corners looks as large as a round one only when it reaches farther out."""


def palette(*, grey: bool) -> Palette:
    return GREYS if grey else COLOURS


def tint(colour: str, share: float) -> str:
    """So much of a colour, and white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def sign(nth: int, centre: Point, radius: float, colours: Palette) -> str:
    """The sign of a ring."""
    colour, (corners, turned), filled = colours.signs[nth], SIGNS[nth], FILLED[nth]
    looks = f'fill="{colour}" stroke="{WHITE}" stroke-width="1"' if filled else f'fill="{WHITE}" stroke="{colour}" stroke-width="2"'
    reach = radius if filled else radius - 1
    if not corners:
        return f'<circle cx="{number(centre.x)}" cy="{number(centre.y)}" r="{number(reach)}" {looks}/>'
    points = (at(centre, reach * SWOLLEN[corners], turned + 360 * corner / corners) for corner in range(corners))
    return f'<path d="{line(*points)}Z" {looks}/>'


def words(said: str, point: Point, size: float, colour: str, **looks: str) -> str:
    """Words as real text, on one line. Looks are attributes of SVG, with _ for -."""
    more = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in looks.items())
    return f'<text x="{number(point.x)}" y="{number(point.y)}" font-size="{number(size)}" fill="{colour}"{more}>{quoted(said)}</text>'


def path(drawn: str, **looks: str) -> str:
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in looks.items())
    return f'<path d="{drawn}"{more}/>'


def quoted(said: str) -> str:
    return escape(one_line(said), quote=True)


def linked(href: str, number: int, title: str, inside: Sequence[str]) -> str:
    """An entry that leads somewhere, with its whole name for the one who points at it; to itself when there is nowhere to go.

    Not reached with Tab: the picture is one image to a screen reader, and the same links stand in the table.
    """
    leads = f'href="{escape(address(href), quote=True)}"' if href else f'id="nr-{number}" href="#nr-{number}"'
    return f'<a {leads} tabindex="-1"><title>{quoted(title)}</title>{"".join(inside)}</a>'


def document(box: tuple[float, float], title: str, description: str, inside: Sequence[str], language: str) -> str:
    """One whole drawing, on white."""
    wide, high = map(number, box)
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" lang="{language}" font-family="{FONTS}">',
        f"<title>{quoted(title)}</title>",
        f"<desc>{quoted(description)}</desc>",
        f'<rect width="{wide}" height="{high}" fill="{WHITE}"/>',
        *inside,
        "</svg>\n",
    ))  # fmt: skip
