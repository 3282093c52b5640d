"""The wheel as SVG, for a sheet or for a telephone."""

from bot.papers.wheel import narrow as narrowly
from bot.papers.wheel import wide
from bot.papers.wheel.ink import document, palette
from bot.papers.wheel.model import Wheel, described


def draw(wheel: Wheel, *, grey: bool = False, narrow: bool = False, titled: bool = True) -> str:
    """The wheel on a sheet that lies down, every entry with its name beside it. The same wheel gives the same bytes.

    A narrow one is for a page that has the table below it: a number at each mark, counted as `Wheel.shown` is, stands for the name.
    Without `titled`, the title is only there for a screen reader: where the wheel stands, it stands above it already.
    Raises ValueError for an entry with a link that is neither relative, https nor mailto.
    """
    drawn = (narrowly if narrow else wide).drawn(wheel, wheel.title if titled else "", palette(grey=grey))
    return document(drawn.box, wheel.title, described(wheel), drawn.inside, wheel.language)
