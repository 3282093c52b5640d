"""The wheel with 100 entries, beside the same year as a table in Word from python-docx: what a secretariat would else hang on the wall.

Each year differs from the last, so that only the widths of letters are remembered.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from random import Random

import docx

from benchmarks import measure
from bot.papers import norsk
from bot.papers.wheel import Closed, Entry, Wheel, draw

ENTRIES, YEAR = 100, 2027
TITLES = (
    "Møte i faggruppe for næringssamarbeid",
    "Næringssak til kommunestyret",
    "Måling: 40 vekstideer i eksisterende og nytt næringsliv",
)
KINDS, GROUPS = ("Møte", "Frist", "Høring", "Rapport", "Budsjett"), ("Faggruppe", "Forum", "Råd")
CLOSED = (Closed("påske", date(YEAR, 3, 22), date(YEAR, 3, 30)), Closed("fellesferie", date(YEAR, 7, 5), date(YEAR, 8, 7)))


def rows() -> Iterator[measure.Row]:
    number = count(1)

    def ours() -> str:
        return draw(_year(next(number)))

    def peer() -> bytes:
        return _table(_year(next(number)))

    if ours().count("<a ") != ENTRIES:
        raise ValueError("the wheel does not have all of the year")
    yield measure.row(f"wheel as SVG, {ENTRIES} entries : python-docx, a table", 0.5, ours=ours, peer=peer, repeats=9)


def _year(seed: int) -> Wheel:
    random, first = Random(seed), date(YEAR, 1, 1)
    entries = tuple(
        _entry(nth, f"{random.choice(TITLES)} {seed}", first + timedelta(days=random.randrange(365)), random) for nth in range(ENTRIES)
    )
    return Wheel(f"Årshjul {YEAR}", YEAR, entries, "nb", "kind", date(YEAR, 3, 14), CLOSED)


def _entry(nth: int, title: str, day: date, random: Random) -> Entry:
    end = day + timedelta(days=random.choice((1, 1, 1, 30)))
    return Entry(f"gruppe/nr{nth}/{YEAR}-1", title, day, end, random.choice(KINDS), random.choice(GROUPS), f"#rad-{nth}")


def _table(wheel: Wheel) -> bytes:
    document, target = docx.Document(), BytesIO()
    document.add_heading(wheel.title)
    table = document.add_table(rows=1, cols=4)
    for cell, words in zip(table.rows[0].cells, ("Dato", "Hva", "Hvem", "Type"), strict=True):
        cell.text = words
    for entry in wheel.shown:
        row = table.add_row().cells
        for cell, words in zip(row, (norsk.full(entry.start), entry.title, entry.group, entry.kind), strict=True):
            cell.text = words
    document.save(target)
    return target.getvalue()
