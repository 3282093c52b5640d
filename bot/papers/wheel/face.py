"""The face of the wheel: the rings, the months, the quarters and the weeks, what is closed, and today's hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.papers import norsk
from bot.papers.wheel.geometry import FULL, Point, at, hatching, line, number, sector
from bot.papers.wheel.ink import WHITE, Palette, path, quoted, tint, words
from bot.papers.wheel.marks import Band
from bot.papers.wheel.model import DAY, WORDS, Closed, Wheel

LOWER = 90.0, 270.0
"""Words between these angles would stand on their heads, and are turned."""
MIDDLE = 0.36
"""So far below the middle of its letters a line of words stands, in sizes."""
SHARES = (0.12, 0.07)
"""How much of its colour a ring has: every other one less."""
YEAR = 12


@dataclass(frozen=True, slots=True)
class Plate:
    """Where the face's own rings end, from the hub out, in parts of the radius; how large its words are, and whether they are short."""

    hub: float
    quarters: float
    months: float
    inner: float
    letters: float
    short: bool


WIDE = Plate(0.27, 0.36, 0.47, 0.535, 13.0, short=False)
NARROW = Plate(0.27, 0.385, 0.5, 0.51, 11.0, short=True)


@dataclass(frozen=True, slots=True)
class Face:
    """A wheel's face at its place on the sheet."""

    wheel: Wheel
    centre: Point
    radius: float
    plate: Plate
    colours: Palette

    @property
    def inner(self) -> float:
        """Where the rings begin."""
        return self.radius * self.plate.inner

    def drawn(self, rings: Sequence[Band]) -> Iterator[str]:
        """All that is there before the entries."""
        for nth, band in enumerate(rings):
            yield self._circle(band.outer, tint(self.colours.signs[nth], SHARES[nth % 2]))
        yield self._circle(self.inner, WHITE)
        yield from map(self._closed, self.wheel.breaks)
        yield from self._lines()
        yield from self._months()
        yield from () if self.plate.short else self._weeks()
        yield from self._hub()

    def hand(self) -> Iterator[str]:
        """Today, when it is in the year: a line across the rings and out of the wheel."""
        today = self.wheel.today
        if today is None or today.year != self.wheel.year:
            return
        angle = (self.wheel.angle(today) + self.wheel.angle(today + DAY)) / 2
        near, far = (self.radius - 7, self.radius - 1) if self.plate.short else (self.radius + 2, self.radius + 10)
        tip, colour = at(self.centre, near, angle), self.colours.today
        yield path(line(at(self.centre, self.inner, angle), tip), stroke=colour, stroke_width="2.5")
        yield path(line(tip, at(self.centre, far, angle - 1.2), at(self.centre, far, angle + 1.2)) + "Z", fill=colour)

    def _circle(self, radius: float, fill: str, stroke: str = "none") -> str:
        centre = f'cx="{number(self.centre.x)}" cy="{number(self.centre.y)}"'
        return f'<circle {centre} r="{number(radius)}" fill="{fill}" stroke="{stroke}" stroke-width="1.4"/>'

    def _closed(self, one: Closed) -> str:
        apart = self.radius / 50
        drawn = hatching(self.centre, self.inner, self.radius, self.wheel.angle(one.start), self.wheel.angle(one.end), apart)
        return f"<g><title>{quoted(one.name)}</title>{path(drawn, stroke=self.colours.hatch, stroke_width='1', fill='none')}</g>"

    def _lines(self) -> Iterator[str]:
        """Between the months a line across the rings, and between the quarters a strong one."""
        for month in range(1, YEAR + 1):
            strong = month % 3 == 1
            angle = self.wheel.angle(date(self.wheel.year, month, 1))
            outer = self.radius + (6 if strong and not self.plate.short else 0)
            drawn = line(at(self.centre, self.inner, angle), at(self.centre, outer, angle))
            yield path(drawn, stroke=self.colours.head if strong else WHITE, stroke_width="1.5")
        yield self._circle(self.radius, "none", self.colours.head)

    def _months(self) -> Iterator[str]:
        """The months and the quarters, each with its name."""
        plate, language = self.plate, self.wheel.language
        for month in range(1, YEAR + 1):
            name = norsk.MONTHS[language][month - 1]
            said = name[:3] if plate.short else name
            yield from self._piece(said, (month, 1), (plate.quarters, plate.months), self.colours.months[month % 2], self.colours.ink)
        for quarter in range(1, 5):
            said = f"{quarter}. {WORDS[language].quarter[: 2 if plate.short else None]}{'.' if plate.short else ''}"
            fill, ink = self.colours.heads[quarter % 2], self.colours.on_head
            yield from self._piece(said, (3 * quarter - 2, 3), (plate.hub, plate.quarters), fill, ink)

    def _piece(self, said: str, months: tuple[int, int], parts: tuple[float, float], fill: str, ink: str) -> Iterator[str]:
        """So many months from one on, between two parts of the radius, with their name."""
        first, many = months
        after = date(self.wheel.year, first + many, 1) if first + many <= YEAR else self.wheel.after
        start, end = self.wheel.angle(date(self.wheel.year, first, 1)), self.wheel.angle(after)
        inner, outer = (self.radius * part for part in parts)
        yield path(sector(self.centre, inner, outer, start, end), fill=fill, stroke=WHITE)
        yield self._around(said, (inner + outer) / 2, (start + end) / 2, self.plate.letters, ink)

    def _around(self, said: str, reach: float, angle: float, size: float, colour: str) -> str:
        """Words along a circle, never on their heads."""
        point = at(self.centre, reach, angle)
        turned = angle + FULL / 2 if LOWER[0] < angle < LOWER[1] else angle
        foot = Point(point.x, point.y + size * MIDDLE)
        turn = f"rotate({number(turned)} {number(point.x)} {number(point.y)})"
        return words(said, foot, size, colour, text_anchor="middle", transform=turn)

    def _weeks(self) -> Iterator[str]:
        """The weeks with their numbers, and a tick at each Monday."""
        wheel, months = self.wheel, self.radius * self.plate.months
        monday = wheel.first - DAY * wheel.first.weekday()
        while monday < wheel.after:
            thursday = monday + 3 * DAY
            if monday >= wheel.first:
                ends = (at(self.centre, reach, wheel.angle(monday)) for reach in (months, self.inner))
                yield path(line(*ends), stroke=self.colours.line, stroke_width="0.8")
            if thursday.year == wheel.year:
                angle = (wheel.angle(thursday) + wheel.angle(thursday + DAY)) / 2
                yield self._around(str(thursday.isocalendar().week), (months + self.inner) / 2, angle, 9.0, self.colours.muted)
            monday += 7 * DAY

    def _hub(self) -> Iterator[str]:
        """The year, and today's date when it is in it."""
        size, wheel, letters = self.radius * self.plate.hub * 0.62, self.wheel, self.plate.letters * (0.9 if self.plate.short else 1)
        here = wheel.today if wheel.today is not None and wheel.today.year == wheel.year else None
        foot = self.centre.y + size * (MIDDLE if here is None or not self.plate.short else 0.05)
        yield words(str(wheel.year), Point(self.centre.x, foot), size, self.colours.head, text_anchor="middle", font_weight="bold")
        if here is not None:
            said = (WORDS[wheel.language].today, norsk.brief(here, wheel.language))
            for nth, one in enumerate(said if self.plate.short else (" ".join(said),)):
                below = Point(self.centre.x, foot + size * 0.25 + (nth + 1) * letters * 1.1)
                yield words(one, below, letters, self.colours.today, text_anchor="middle", font_weight="bold")
