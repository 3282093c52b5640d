"""The colours of a chart."""

from typing import NamedTuple


class Ink(NamedTuple):
    """Colours as #rrggbb. Words have at least 4.5:1 to white, lines that carry a value at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11)."""

    words: str
    muted: str
    across: str
    measured: str
    way: str
    second: str
    other: str


COLOURS = Ink("#1b1f24", "#4a5661", "#d5dce0", "#0b5c86", "#b4470c", "#5b4a86", "#7b858c")
GREYS = Ink("#000000", "#3d3d3d", "#d2d2d2", "#000000", "#3d3d3d", "#5c5c5c", "#858585")
