"""Nothing on the wheel lies over anything else: measured, not looked at."""

from dataclasses import replace
from datetime import date, timedelta
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.papers.wheel import Entry, Wheel, draw
from tests.papers import drawn, years
from tests.papers.drawn import Box

HUB = 90
"""Within this of the centre stand the year and today's date."""
OFF = 40
"""So far from the wheel stands every label, at least."""
SIXTY = years.full(60)
LONG = replace(
    SIXTY, rings="group", closed=tuple(one._replace(name=f"{one.name} {'i alle fylker ' * 30}") for one in SIXTY.closed),
    entries=tuple(one._replace(group=f"Et råd {'for alt mulig ' * 12}{nth % 12}") for nth, one in enumerate(SIXTY.entries)),
)  # fmt: skip
BUSY = (
    years.full(13), SIXTY, years.full(100), years.full(160), LONG,
    years.crowded(60, date(2027, 1, 1), 31), years.crowded(60, date(2027, 12, 1), 31), years.crowded(100, date(2027, 6, 25), 10),
    years.crowded(40, date(2027, 4, 1), 1), years.crowded(40, date(2027, 10, 1), 1),
)  # fmt: skip
names = [f"{len(wheel.entries)} fra {min(one.start for one in wheel.entries)}" for wheel in BUSY]


def around(root: etree._Element) -> list[Box]:
    """All words but those in the hub."""
    x, y, _ = drawn.circle(root)
    return [box for box in drawn.lines(root) if box.from_middle(x, y) > HUB]


def check(wheel: Wheel) -> None:
    root = drawn.parsed(draw(wheel))
    x, y, radius = drawn.circle(root)
    boxes, labels, leaders = around(root), drawn.labels(root), drawn.leaders(root)
    width, height = (float(one) for one in root.get("viewBox", "").split()[2:])

    assert drawn.overlapping(boxes) == []
    assert [box.said for box in labels if box.from_middle(x, y) < radius + OFF] == []
    assert [box.said for box in boxes if box.left < 0 or box.right > width or box.top < 0 or box.bottom > height] == []
    assert [box.said for leader in leaders for point in leader for box in labels if box.holds(*point)] == []
    for leader in leaders:
        out = next(nth for nth, (to, down) in enumerate(leader) if hypot(to - x, down - y) > radius + 1)
        assert min(hypot(to - x, down - y) for to, down in leader[out:]) > radius


@pytest.mark.parametrize("wheel", BUSY, ids=names)
def test_no_label_lies_over_another_or_over_the_wheel_and_no_line_crosses_either(wheel: Wheel) -> None:
    check(wheel)


@pytest.mark.parametrize("title", ["00000000жжжж жж", "0000000漢漢漢漢 漢漢", "Næringslivsdag 😀😀😀 og 😀"])
def test_a_long_date_with_a_title_in_foreign_letters_stays_on_the_sheet(title: str) -> None:
    day = date(2027, 1, 10)
    beside = [Entry(f"a/{nth}/2027-1", "", date(2027, 1, 1), date(2027, 1, 2), "Møte", "Gruppe") for nth in range(2)]
    check(Wheel("Årshjul", 2027, (*beside, Entry("b/1/2027-1", title, day, day + timedelta(60), "Møte", "Gruppe"))))


days = st.dates(date(2027, 1, 1), date(2027, 12, 31))
entries = st.builds(
    lambda nth, title, day, lasts, kind: Entry(f"a/{nth}/2027-1", title, day, day + timedelta(days=lasts), kind, "Gruppe"),
    st.integers(), st.text(max_size=120), days, st.integers(1, 90), st.sampled_from(("Møte", "Frist", "Høring")),
)  # fmt: skip


@given(st.lists(entries, max_size=40))
@settings(deadline=None, max_examples=25)
def test_that_holds_for_any_year(found: list[Entry]) -> None:
    check(Wheel("Årshjul", 2027, tuple(found), today=date(2027, 5, 1)))


@pytest.mark.parametrize("count", [13, 60, 100])
def test_letters_are_as_large_as_there_is_room_for(count: int) -> None:
    root = drawn.parsed(draw(years.full(count)))
    sizes = {float(text.get("font-size", "0")) for link in root.iter(f"{drawn.SVG}a") for text in link.iter(f"{drawn.SVG}text")}

    (size,) = sizes
    millimetres = size * 420 / 1400
    assert millimetres > {13: 4.5, 60: 3.3, 100: 2.6}[count]  # on an A3 sheet: 13, 9 and 7 points


@pytest.mark.parametrize("wheel", BUSY, ids=names)
def test_no_mark_lies_over_another(wheel: Wheel) -> None:
    links = drawn.parsed(draw(wheel)).iter(f"{drawn.SVG}a")
    points = [_middle(link[1]) for link in links]

    apart = [hypot(one[0] - other[0], one[1] - other[1]) for nth, one in enumerate(points) for other in points[:nth]]
    assert len(points) == len(wheel.entries)
    assert min(apart) > 4


def _middle(sign: etree._Element) -> tuple[float, float]:
    if sign.tag == f"{drawn.SVG}circle":
        return float(sign.get("cx", "0")), float(sign.get("cy", "0"))
    corners = [tuple(map(float, corner.split())) for corner in sign.get("d", "").strip("MZ").split("L")]
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


@pytest.mark.parametrize("wheel", BUSY, ids=names)
def test_on_a_telephone_no_number_lies_over_another_or_over_the_wheel(wheel: Wheel) -> None:
    root = drawn.parsed(draw(wheel, narrow=True))
    x, y, radius = drawn.circle(root)
    numbers = drawn.labels(root)
    width, height = (float(one) for one in root.get("viewBox", "").split()[2:])

    assert [box.said for box in numbers] == [str(nth + 1) for nth in range(len(wheel.entries))]
    outside = [box for box in drawn.lines(root) if box.from_middle(x, y) > radius / 2]
    assert drawn.overlapping(outside) == []
    assert [box.said for box in numbers if box.from_middle(x, y) < radius] == []
    assert [box.said for box in outside if box.left < 0 or box.right > width or box.top < 0 or box.bottom > height] == []


def test_the_foot_of_the_year_is_shared_by_both_sides() -> None:
    root = drawn.parsed(draw(years.crowded(20, date(2027, 6, 25), 14)))
    x, _, _ = drawn.circle(root)

    right = sum(box.left > x for box in drawn.labels(root))
    assert 0 < right < len(drawn.labels(root))
