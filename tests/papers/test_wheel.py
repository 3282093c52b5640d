"""The wheel as a drawing: what it says, to eyes, to a screen reader and in grey."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.papers import norsk, picture
from bot.papers.wheel import Closed, Entry, Wheel, draw
from bot.papers.wheel.ink import COLOURS, GREYS, tint
from tests.papers import drawn, years
from tests.papers.drawn import SVG

MONDAY = date(2027, 3, 15)


def said(root: etree._Element) -> list[str]:
    return ["".join(map(str, text.itertext())) for text in root.iter(f"{SVG}text")]


def titles(root: etree._Element) -> list[str]:
    return ["".join(map(str, link[0].itertext())) for link in root.iter(f"{SVG}a")]


def only(*entries: Entry, **more: object) -> etree._Element:
    return drawn.parsed(draw(replace(Wheel("Årshjul 2027", 2027, entries), **more)))  # type: ignore[arg-type]  # fields of a wheel


# --- what it shows


def test_it_has_the_year_its_months_quarters_and_weeks() -> None:
    words = said(only())

    assert "2027" in words
    assert [word for word in words if word in norsk.MONTHS["nb"]] == list(norsk.MONTHS["nb"])
    assert [word for word in words if word.endswith("kvartal")] == ["1. kvartal", "2. kvartal", "3. kvartal", "4. kvartal"]
    assert [word for word in words if word.isdigit() and word != "2027"] == [str(week) for week in range(1, 53)]


def test_january_is_at_the_top_and_the_year_goes_clockwise() -> None:
    root = only(*(years.entry(month, f"Nr. {month}", date(2027, month, 15)) for month in range(1, 13)))
    x, y, _ = drawn.circle(root)
    marks = [(float(link[1].get("cx", "0")) - x, float(link[1].get("cy", "0")) - y) for link in root.iter(f"{SVG}a")]

    assert marks[0][0] > 0 > marks[0][1]  # January: to the right of the top
    assert marks[11][0] < 0
    assert marks[11][1] < 0
    assert all(one[0] * other[1] - one[1] * other[0] > 0 for one, other in pairwise(marks))  # each a little further round than the last


def test_every_entry_is_a_link_with_its_whole_title_and_its_words_stand_beside_it() -> None:
    long = "En ganske lang tittel som aldri får plass i sin helhet, uansett hvor stort arket er, for den bare fortsetter " * 3
    root = only(years.entry(1, long, MONDAY, link="side.html#rad-1"), years.entry(2, "Møte", MONDAY, link="https://example.no/?a=1&b=2"))

    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["side.html#rad-1", "https://example.no/?a=1&b=2"]
    assert titles(root)[0] == f"mandag 15. mars 2027: {long.strip()} (Møte, Rådet)"
    assert any(words.startswith("15. mars") and words.endswith("…") for words in said(root))
    assert "15. mars\xa0 Møte" in said(root)


def test_an_entry_that_leads_nowhere_leads_to_itself() -> None:
    root = only(years.entry(1, "Møte", MONDAY))

    assert [(link.get("id"), link.get("href")) for link in root.iter(f"{SVG}a")] == [("nr-1", "#nr-1")]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//ond.example.com", "file:///etc/passwd", "JaVaScRiPt:x"])
def test_a_link_that_is_no_address_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="link"):
        draw(Wheel("x", 2027, (years.entry(1, "Møte", MONDAY, link=link),)))


def test_the_legend_tells_of_each_ring_those_with_most_first_and_of_closed_weeks() -> None:
    entries = [years.entry(nth, "x", MONDAY, kind=kind, group=f"gruppe {nth}") for nth, kind in enumerate(("Møte", "Frist", "Frist"))]
    words = said(
        only(*entries, closed=(Closed("påske", date(2027, 3, 22), date(2027, 3, 30)), Closed("jul", date(2027, 12, 23), date(2028, 1, 1))))
    )

    assert words[-3:] == ["Frist", "Møte", "Ferie og stengte dager: påske og jul"]
    assert said(only(*entries, rings="group"))[-3:] == ["Gruppe 0", "Gruppe 1", "Gruppe 2"]


def test_too_many_rings_go_together_in_the_last() -> None:
    entries = [years.entry(nth, f"Nr. {nth}", MONDAY + timedelta(days=nth), kind=f"Type {nth:02}") for nth in range(14)]
    words = said(only(*entries))

    assert words[-10:] == [*(f"Type {nth:02}" for nth in range(9)), "Andre"]
    assert sum("Nr." in word for word in words) == 14


def test_closed_weeks_are_hatched_with_their_name() -> None:
    root = only(closed=years.CLOSED)
    named = [group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g")]

    assert named == [one.name for one in years.CLOSED]
    assert all((group[1].get("d") or "").count("M") > 5 for group in root.iter(f"{SVG}g"))


def test_today_has_a_hand_only_in_its_own_year() -> None:
    assert "I dag 15. mars" in said(only(today=MONDAY))
    assert not any("I dag" in word for word in said(only(today=date(2026, 3, 15))))
    assert COLOURS.today in draw(Wheel("x", 2027, (), today=MONDAY))
    assert COLOURS.today not in draw(Wheel("x", 2027, (), today=date(2028, 1, 1)))


def test_a_series_has_one_label_and_all_its_marks() -> None:
    monthly = [
        Entry(f"raad/mote/2027-{month}", "Møte i rådet", date(2027, month, 9), date(2027, month, 10), "Møte", "Rådet")
        for month in range(1, 13)
    ]
    quarterly = [
        Entry(f"raad/sak/2027-{nth}", "Sak", date(2027, 3 * nth, 1), date(2027, 3 * nth, 2), "Sak", "Rådet") for nth in range(1, 5)
    ]
    words = said(only(*monthly, *quarterly))

    assert [word for word in words if "rådet" in word] == ["Hver måned\xa0 Møte i rådet"]
    assert sum(word.endswith("\xa0 Sak") for word in words) == 4
    assert len(titles(only(*monthly, *quarterly))) == 16
    assert "8 ganger\xa0 Møte i rådet" in said(only(*monthly[:8]))


def test_what_lasts_for_days_says_from_when_to_when_and_is_a_bar() -> None:
    root = only(years.entry(1, "Høring", date(2027, 5, 3), days=43), years.entry(2, "Samling", date(2027, 6, 10), days=3))

    assert {"3. mai–14. juni\xa0 Høring", "10.–12. juni\xa0 Samling"} <= set(said(root))
    assert titles(root)[0] == "3. mai 2027 til 14. juni 2027: Høring (Møte, Rådet)"


def test_what_reaches_out_of_the_year_is_drawn_as_far_as_it_goes_and_what_is_outside_is_not() -> None:
    root = only(
        years.entry(1, "Fra i fjor", date(2026, 12, 20), days=30), years.entry(2, "Til neste år", date(2027, 12, 20), days=30),
        years.entry(3, "I fjor", date(2026, 5, 1)), years.entry(4, "Neste år", date(2028, 1, 1)),
    )  # fmt: skip

    assert len(titles(root)) == 2
    assert titles(root)[0].startswith("20. desember 2026 til 18. januar 2027: Fra i fjor")


@pytest.mark.parametrize("year", [2024, 2026, 2032])
def test_any_year_can_be_drawn(year: int) -> None:
    """2024 and 2032 are leap years, and 2026 and 2032 have a week 53."""
    words = said(drawn.parsed(draw(Wheel("x", year, (Entry("a/b/1", "Siste", date(year, 12, 31), date(year + 1, 1, 1), "Møte", "x"),)))))

    weeks = [word for word in words if word.isdigit() and word != str(year)]
    assert weeks[-1] == ("53" if year != 2024 else "52")
    assert "31. des.\xa0 Siste" in words


def test_it_speaks_nynorsk() -> None:
    wheel = Wheel("Årshjul 2027", 2027, years.full(13).entries, "nn", today=MONDAY, closed=years.CLOSED)
    root = drawn.parsed(draw(wheel))

    assert root.get("lang") == "nn"
    assert "følgjer klokka" in (root.findtext(f"{SVG}desc") or "")
    assert any("stengde dagar" in word for word in said(root))
    assert titles(root)[0].split()[0] in norsk.WEEKDAYS["nn"] or "til" in titles(root)[0]


# --- for everyone


def test_a_screen_reader_meets_one_image_with_a_name_and_a_description() -> None:
    root = drawn.parsed(draw(years.full(13)))

    assert root.get("role") == "img"
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "Årshjul 2027 – Sekretariatet"
    assert "tabellen" in (root[1].text or "")
    assert {link.get("tabindex") for link in root.iter(f"{SVG}a")} == {"-1"}  # an image holds nothing to stop at
    assert not {element.tag for element in root.iter()} & {
        f"{SVG}script",
        f"{SVG}image",
        f"{SVG}style",
        f"{SVG}foreignObject",
        f"{SVG}pattern",
    }


def test_without_a_title_it_still_has_a_name() -> None:
    root = drawn.parsed(draw(years.full(13), titled=False))

    assert root.findtext(f"{SVG}title") == "Årshjul 2027 – Sekretariatet"
    assert "Årshjul 2027 – Sekretariatet" not in said(root)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [COLOURS, GREYS])
def test_words_and_signs_stand_out_from_what_they_stand_on(colours: type(COLOURS)) -> None:  # type: ignore[valid-type]
    words = [(ink, "#ffffff") for ink in (colours.ink, colours.muted, colours.head, colours.today)]
    words += [(colours.ink, month) for month in colours.months] + [(colours.on_head, head) for head in colours.heads]
    signs = [(sign, tint(ring, 0.12)) for sign in colours.signs for ring in colours.signs]

    assert min(contrast(*pair) for pair in words) >= 4.5
    assert min(contrast(*pair) for pair in signs) >= 3


def test_in_grey_no_colour_is_left_and_rings_differ_in_the_shape_of_their_signs() -> None:
    entries = tuple(years.entry(nth, f"Nr. {nth}", MONDAY + timedelta(days=30 * nth), kind=f"Type {nth}") for nth in range(9))
    svg = draw(Wheel("x", 2027, entries, today=MONDAY, closed=years.CLOSED), grey=True)
    colours = set(re.findall("#([0-9a-f]{6})", svg))

    assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours)
    signs = [link[1] for link in drawn.parsed(svg).iter(f"{SVG}a")]
    assert len({(sign.tag, (sign.get("d") or "").count("L"), sign.get("fill")) for sign in signs}) >= 6


def test_it_can_be_made_into_a_picture_for_a_wall() -> None:
    assert picture.size(draw(years.full(60))) == (1400, 990)  # as an A3 sheet
    assert len(picture.png(draw(years.full(13)), 700)) > 20_000


# --- whatever people write


HOSTILE = (
    "<script>alert(1)</script>", "]]>", "&lt;b&gt;", '"><svg onload=x>', "'", "日本語" * 40, "\U0001f600" * 30, "\u202eabc", "W" * 400,
    "", " ",    "a\nb\tc\x00d",
    "שלום " * 30, "{{ x }}", "%s {0}", "--><!--", "Å" * 3000, "\ud800",
)  # fmt: skip


@pytest.mark.parametrize("narrow", [False, True])
def test_what_people_write_is_shown_and_never_obeyed(narrow: bool) -> None:  # noqa: FBT001
    entries = [years.entry(nth, words, MONDAY + timedelta(days=11 * nth), kind=words, group=words) for nth, words in enumerate(HOSTILE)]
    wheel = Wheel(HOSTILE[0] * 9, 2027, tuple(entries), closed=(Closed(HOSTILE[3] * 20, MONDAY, MONDAY + timedelta(days=9)),))
    svg = draw(wheel, narrow=narrow)
    root = drawn.parsed(svg)

    plain = draw(Wheel("x", 2027, tuple(entry._replace(title="x", kind="y") for entry in entries), closed=years.CLOSED), narrow=narrow)
    assert {element.tag for element in root.iter()} <= {element.tag for element in drawn.parsed(plain).iter()}
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
    assert "<script>alert(1)</script>" in titles(root)[0]


@given(st.text(), st.text(max_size=300), st.text(max_size=50))
@settings(deadline=None, max_examples=30)
def test_any_words_give_a_whole_drawing(title: str, name: str, kind: str) -> None:
    root = drawn.parsed(draw(Wheel(title, 2027, (years.entry(1, name, MONDAY, kind=kind, group=name),))))

    assert len(titles(root)) == 1


def test_the_same_year_gives_the_same_bytes_whatever_order_it_comes_in() -> None:
    wheel = years.full(60)

    assert draw(wheel) == draw(replace(wheel, entries=wheel.entries[::-1], closed=wheel.closed[::-1]))
    assert draw(wheel, narrow=True) == draw(wheel, narrow=True) != draw(wheel)


def test_a_year_with_nothing_in_it_is_a_wheel_too() -> None:
    assert titles(only()) == []
    assert picture.size(draw(Wheel("", 2027, ()), narrow=True)).width == 400
