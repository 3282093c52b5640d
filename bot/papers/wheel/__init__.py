"""The annual wheel: a year on one sheet, as a drawing, as a table, as a paper and as a page."""

from bot.papers.wheel.drawing import draw
from bot.papers.wheel.model import Closed, Entry, Rings, Wheel
from bot.papers.wheel.page import page
from bot.papers.wheel.table import blocks, paper

__all__ = ["Closed", "Entry", "Rings", "Wheel", "blocks", "draw", "page", "paper"]
