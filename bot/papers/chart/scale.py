"""Where values and years stand on a chart, and which of them are written along its sides."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from bot.papers import norsk

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
LINES = 5
"""About so many lines across."""
NEAR_NOUGHT = 0.4
"""A chart whose lowest value is less than this part of its highest begins at nought."""


class Axis(NamedTuple):
    """From the lowest to the highest value, along a line from `start` to `end` on the drawing, with the values that are written."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def values(found: Sequence[float], start: float, end: float) -> Axis:
    """An axis that holds all values, and begins and ends on round numbers."""
    low, high = min(found), max(found)
    if low >= 0 and low <= NEAR_NOUGHT * high:
        low = 0.0
    room = (high - low) or abs(high) / 10 or 1.0
    step = _round(room / LINES)
    if all(value.is_integer() for value in found):
        step = max(step, 1.0)
    if low == high:
        low, high = (low - room / 2 if low else 0.0), high + room / 2
    first = floor(low / step + 1e-9)
    last = max(ceil(high / step - 1e-9), first + 1)
    ticks = tuple(step * nth for nth in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], start, end, ticks)


def _round(step: float) -> float:
    """The least round number that is no less: 1, 2, 2.5 or 5, with noughts."""
    power: float = 10.0 ** floor(log10(step))
    return next(nice * power for nice in STEPS if nice * power >= step * (1 - 1e-9))


def years(first: int, last: int, start: float, end: float, room: float) -> Axis:
    """An axis of years; the last is written, and as many before it as have `room` each."""
    if first == last:
        first, last = first - 1, last + 1
    most = max(int((end - start) / room), 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / step <= most)
    ticks = list(range(last, first - 1, -step))[::-1]
    if (ticks[0] - first) / (last - first) * (end - start) >= room:
        ticks.insert(0, first)
    return Axis(first, last, start, end, tuple(float(year) for year in ticks))


def written(axis: Axis) -> tuple[str, ...]:
    """The numbers beside the lines, with as many decimals as tell them apart."""
    step = axis.ticks[1] - axis.ticks[0]
    decimals = min(max(0, -floor(log10(step) + 1e-9)), 9)
    if abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:  # noqa: PLR2004  a step of 2.5
        decimals += 1
    return tuple(_number(tick, decimals) for tick in axis.ticks)


def _number(value: float, decimals: int) -> str:
    text = f"{abs(value):.{decimals}f}"
    whole, _, rest = text.partition(".")
    sign = "\N{MINUS SIGN}" if value < 0 and float(text) else ""
    return f"{sign}{norsk.number(int(whole))}{',' if rest else ''}{rest}"
