"""A goal as a chart: what was measured, the way to the goal, others to compare with; and the same numbers as a table."""

from bot.papers.chart.drawing import draw
from bot.papers.chart.model import Chart, Series, Way, of
from bot.papers.chart.table import blocks

__all__ = ["Chart", "Series", "Way", "blocks", "draw", "of"]
