"""Charts of goals: everything is drawn and said, words never stand over each other, and the numbers stand in a table beside it."""

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.cycle import goals
from bot.cycle.written import Goal, Value
from bot.papers import chart, document, picture, prose
from bot.papers.chart import labels
from bot.papers.chart.ink import COLOURS
from bot.papers.chart.layout import HIGH, WIDE, Layout
from bot.papers.chart.model import Chart, indexed
from bot.papers.model import Grid, Paper, Picture
from bot.papers.norsk import NO_BREAK

SVG = "{http://www.w3.org/2000/svg}"
REGIONS = ("Hamarregionen", "Gjøvikregionen", "Lillehammerregionen", "Grenland", "Ålesundsregionen", "Kongsbergregionen")
HOSTILE = '</text><script>alert(1)</script> "&<>]]> {{ x }} #let x = 1 \u202e\N{ZERO WIDTH SPACE}'


def goal(**keys: object) -> Goal:
    written = {"id": "mal", "title": "Øke sysselsettingen", "unit": "sysselsatte", **keys}
    return Goal.model_validate(written)


def values(*pairs: tuple[int, float], region: str = "") -> tuple[Value, ...]:
    return tuple(Value(year=year, value=value, region=region, source="SSB") for year, value in pairs)


def drawn(one: Goal, *others: Goal) -> Chart:
    found = chart.of(one, goals.current(one), "nb", goals.disagreements((one, *others)))
    assert found is not None
    return found


NORD = goal(baseline={"year": 2024, "value": "7.811"}, target={"year": 2035, "value": "8.500"}, beside=("vekst",))
VEKST = goal(id="vekst", title="Vekst", per_year=100)
MEASURED = NORD.model_copy(update={"values": values((2025, 7840), (2026, 7905), (2027, 7890))})


def compared(years: range, compare: str = "index") -> Goal:
    """A goal with six regions to compare with."""
    own = values(*((year, 19850 + (year - years[0]) * 40) for year in years))
    for nth, region in enumerate(REGIONS):
        own += values(*((year, (20000 + nth * 6000) * (1 + (nth - 2) * 0.004) ** (year - years[0])) for year in years), region=region)
    return goal(per_year=100, regions=REGIONS, compare=compare).model_copy(update={"values": own})


MIDDLE = compared(range(2024, 2028)).model_copy(update={"per_year": None, "target": NORD.target, "baseline": NORD.baseline})
PASSED = goal(target={"year": 2022, "value": 6000}).model_copy(
    update={"values": values(*((at, 5500 + at % 7) for at in range(2012, 2027)))}
)
CASES = {
    "nothing measured": (NORD, VEKST),
    "measured": (MEASURED, VEKST),
    "six regions at the edge": (compared(range(2016, 2028)),),
    "six regions, as they are": (compared(range(2016, 2028), "values"),),
    "six regions in the middle": (MIDDLE,),
    "one value": (goal(values=[{"year": 2026, "value": 7}]),),
    "a span": (goal(baseline={"year": 2016, "value": 0}, target={"year": 2030, "value": "70–100"}),),
    "each year": (goal(each_year=300).model_copy(update={"values": values((2021, 212), (2023, 305), (2025, 331))}),),
    "a goal that has passed": (PASSED,),
    "millions": (goal().model_copy(update={"values": values((2020, 2.5e9), (2024, 3.1e10))}),),
    "below nought": (goal().model_copy(update={"values": values((2020, -5.25), (2024, 3))}),),
    "no change": (goal().model_copy(update={"values": values((2020, 0), (2024, 0))}),),
    "a long title": (MEASURED.model_copy(update={"title": "Økesysselsettingen " * 30, "unit": "x" * 60}), VEKST),
    "hostile": (MEASURED.model_copy(update={"title": HOSTILE, "unit": HOSTILE[:60]}), VEKST),
    "long names": (compared(range(2016, 2028)).model_copy(update={
        "values": values((2016, 5), (2017, 6)) + values((2016, 5), (2017, 7), region="W" * 500)}),),
}  # fmt: skip


def texts(svg: str) -> list[str]:
    """All words of a drawing, as they are read."""
    return ["".join(one.itertext()).replace(NO_BREAK, " ") for one in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


# --- what is shown


def test_both_goals_are_drawn_where_they_disagree() -> None:
    said = texts(chart.draw(drawn(MEASURED, VEKST)))

    assert {"Mål 2035: 8 500", "100 i året: 8 911", "Målt 2027: 7 890", "7 811"} <= set(said)
    assert (said.count("2024"), said.count("2035")) == (1, 1)


def test_the_way_to_the_goal_is_broken_and_what_was_measured_is_whole() -> None:
    paths = [
        one
        for one in etree.fromstring(chart.draw(drawn(MEASURED, VEKST)).encode()).iter(f"{SVG}path")
        if one.get("stroke-width") in ("2.2", "3")
    ]

    assert [(one.get("stroke-width"), one.get("stroke-dasharray")) for one in paths] == [("2.2", "9 5"), ("3", None)]


def test_regions_of_different_size_are_compared_as_an_index() -> None:
    found = drawn(compared(range(2016, 2028)))

    assert found.heading == "Sysselsatte. Indeks, 2016 = 100"
    assert {point.value for point in indexed(found).own[:1]} == {100.0}
    assert set(REGIONS) <= set(texts(chart.draw(found)))


def test_a_region_without_a_value_in_the_year_that_is_100_is_said_to_be_missing() -> None:
    one = compared(range(2016, 2028))
    late = one.model_copy(update={"values": tuple(value for value in one.values if (value.region, value.year) != ("Grenland", 2016))})
    found = drawn(late)

    assert "Uten tall for 2016: Grenland." in texts(chart.draw(found))
    assert "Uten tall for 2016: Grenland." in found.description
    assert any("Grenland" in block.header for block in chart.blocks(found) if isinstance(block, Grid))


def test_there_is_no_chart_of_a_goal_without_figures() -> None:
    bare = goal(target={"year": 2030})

    assert chart.of(bare, goals.current(bare), "nb") is None


# --- for those who do not see it


def test_a_screen_reader_hears_the_goal_and_what_is_left() -> None:
    root = etree.fromstring(chart.draw(drawn(MEASURED, VEKST)).encode())

    assert (root.get("role"), root.get("lang"), root.findtext(f"{SVG}title")) == ("img", "nb", "Øke sysselsettingen")
    heard = (root.findtext(f"{SVG}desc") or "").replace(NO_BREAK, " ")
    assert heard.startswith("Linjediagram: Øke sysselsettingen. Målet er 8 500 sysselsatte i 2035.")
    assert "Det gjenstår 610, det er 76 i året." in heard


def test_every_number_of_the_chart_stands_in_a_table() -> None:
    first, table = chart.blocks(drawn(MEASURED, VEKST))

    assert isinstance(first, Picture)
    assert isinstance(table, Grid)
    assert table.header == ("År", "Målt", "Jevn utvikling", "100 i året", "Kilde")
    rows = [tuple(cell.replace(NO_BREAK, " ") for cell in row) for row in table.rows]
    assert rows == [
        ("2024", "7 811", "7 811", "7 811", ""),
        ("2025", "7 840", "7 874", "7 911", "SSB"),
        ("2026", "7 905", "7 936", "8 011", "SSB"),
        ("2027", "7 890", "7 999", "8 111", "SSB"),
        ("2035", "–", "8 500", "8 911", ""),
    ]


def test_the_regions_stand_in_tables_that_a_page_has_room_for() -> None:
    tables = [block for block in chart.blocks(drawn(compared(range(2016, 2028)))) if isinstance(block, Grid)]

    assert [name for table in tables[1:] for name in table.header[1:]] == list(REGIONS)
    assert all(len(table.header) < document.WIDE and len(table.rows) == 12 for table in tables[1:])
    assert tables[1].rows[0][1] == f"20{NO_BREAK}000 (100)"


def test_in_a_mail_the_words_stand_for_the_picture() -> None:
    assert "Det gjenstår 610" in prose.text(chart.blocks(drawn(MEASURED, VEKST))).replace(NO_BREAK, " ")


# --- how it looks


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("titled", [True, False])
def test_words_stand_on_the_sheet_and_never_over_each_other(name: str, *, titled: bool) -> None:
    found = drawn(*CASES[name])
    laid = Layout(indexed(found), COLOURS, found.missing, titled=titled)
    boxes = [label.box for label in laid.labels]

    assert all(box.within(labels.Box(0, 0, WIDE, HIGH)) for box in boxes)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]


@pytest.mark.parametrize("name", CASES)
def test_numbers_and_names_beside_a_line_do_not_stand_over_one(name: str) -> None:
    found = drawn(*CASES[name])
    laid = Layout(indexed(found), COLOURS, found.missing)

    assert not [label for label in laid.values for segment in laid.segments if labels.crosses(label.box, segment)]


@pytest.mark.parametrize("name", CASES)
def test_every_chart_can_be_made_into_a_picture_and_is_the_same_each_time(name: str) -> None:
    found = drawn(*CASES[name])
    svg = chart.draw(found)

    assert svg == chart.draw(found)
    assert "<script" not in svg
    assert picture.png(svg, 300).startswith(b"\x89PNG")


def test_the_numbers_along_the_sides_stand_apart() -> None:
    laid = Layout(indexed(drawn(MEASURED, VEKST)), COLOURS)

    assert all(later - earlier > 30 for earlier, later in pairwise(map(laid.years.at, laid.years.ticks)))
    assert laid.heights.low <= 7811
    assert laid.heights.high >= 8911


@pytest.mark.parametrize("grey", [True, False])
def test_words_and_lines_have_contrast_and_a_grey_chart_has_no_colour(*, grey: bool) -> None:
    root = etree.fromstring(chart.draw(drawn(compared(range(2016, 2028))), grey=grey).encode())
    for one in root.iter(f"{SVG}text"):
        assert contrast(one.get("fill") or "") >= 4.5
    for one in root.iter(f"{SVG}path"):
        if (one.get("stroke-width") or "") in ("1.4", "2.2", "3"):
            assert contrast(one.get("stroke") or "") >= 3
    colours = {value for one in root.iter() for value in (one.get("fill"), one.get("stroke")) if value and value.startswith("#")}
    assert not grey or all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


def contrast(colour: str) -> float:
    """Of a colour to white (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05)


def test_it_stands_in_a_paper_beside_its_table(letterhead: bytes) -> None:
    paper = Paper("Målene", "nb", chart.blocks(drawn(MEASURED, VEKST), grey=True))

    assert document.write(paper, letterhead) == document.write(paper, letterhead)
    assert not document.lies(paper.blocks, 165 * picture.MM)


NUMBERS = st.floats(-1e15, 1e15, allow_nan=False, allow_subnormal=False).map(lambda value: round(value, 2))
POINTS = st.dictionaries(st.integers(1900, 2200), NUMBERS, min_size=1, max_size=8)


@settings(deadline=None, max_examples=40)
@given(POINTS, st.one_of(st.none(), st.tuples(st.integers(1900, 2200), NUMBERS)), st.lists(POINTS, max_size=3))
def test_any_numbers_can_be_drawn(own: dict[int, float], target: tuple[int, float] | None, others: list[dict[int, float]]) -> None:
    keys = {"target": {"year": target[0], "value": target[1]}} if target else {}
    one = goal(**keys).model_copy(update={"values": values(*own.items())})
    for nth, series in enumerate(others):
        one = one.model_copy(update={"values": one.values + values(*series.items(), region=f"Region {nth}")})
    found = drawn(one)
    boxes = [label.box for label in Layout(indexed(found), COLOURS, found.missing).labels]

    assert all(math.isfinite(side) for box in boxes for side in box)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    assert "nan" not in chart.draw(found)
