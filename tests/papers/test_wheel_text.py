import json
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers.wheel import text

SAMPLES = (
    "Møte i faggruppe for næringssamarbeid", "Måling: høyhastighetsbredbånd til 90 prosent", "AVATAR Tr. Wa. «fjord» – 10.–12. juni",
    "Åsgårdstrand Østre Ærø", "WWW MMM @@@", "fi fl ffi 1111", "(kl. 12.00–13.00) § 5 & 100 %", "Þórður Šárká Żółć",
)  # fmt: skip
MEASURE = """#let words = json("words.json")
#let wide(weight) = words.map(one => measure(text(font: "Liberation Sans", size: 100pt, weight: weight, fallback: false, one)).width.pt())
#context [#metadata((wide("regular"), wide("bold"))) <wide>]"""


@pytest.mark.skipif("Liberation Sans" not in typst.Fonts().families(), reason="skriften Liberation Sans er ikke her")
def test_words_are_never_wider_than_we_reckon_and_hardly_narrower() -> None:
    compiler = typst.Compiler({"main.typ": MEASURE.encode(), "words.json": json.dumps(SAMPLES).encode()})  # type: ignore[type-var]
    found: list[Any] = json.loads(compiler.query("<wide>", field="value", one=True))

    for bold, widths in enumerate(found):
        for words, real in zip(SAMPLES, widths, strict=True):
            reckoned = text.width(words, 100, bold=bool(bold))
            assert real <= reckoned * 1.001, words
            assert reckoned < real * 1.25, words  # capitals stand closer beside some letters


@pytest.mark.parametrize("words", ["日本語", "\U0001f600", "ﷺ", "שלום"])
def test_letters_from_another_font_are_reckoned_wide(words: str) -> None:
    assert text.width(words, 10) >= 14 * len(words)
    assert text.width(f"abc {words}", 10) > text.width("abc ", 10) + 14 * len(words)


def test_words_are_shortened_only_when_they_must_and_never_end_in_a_comma() -> None:
    words = "Høring, med frist"

    assert text.shortened(words, 10, text.width(words, 10)) == words
    assert text.shortened(words, 10, text.width("Høring, …", 10)) == "Høring…"
    assert text.shortened("W" * 5000, 10, 40) == "WWW…"
    assert text.shortened(words, 10, 0) == "…"


lines = st.text(st.characters(exclude_categories=["Cs"]) | st.just(" "), max_size=200).map(text.shown)


@given(lines, st.floats(4, 20), st.floats(0, 300), st.floats(60, 300), st.integers(1, 4))
@settings(deadline=None, max_examples=150)
def test_words_in_lines_fit_and_none_is_lost_without_a_sign(words: str, size: float, first: float, room: float, most: int) -> None:
    found = text.parted(words, size, first, room, most)

    assert len(found) <= most
    for nth, line in enumerate(found):
        assert len(line) == 1 or line == text.MORE or text.width(line, size) <= (room if nth else first) + 1e-6
    together = "".join(found).replace(" ", "")
    if found and found[-1].endswith(text.MORE):
        assert words.replace(" ", "").startswith(together.removesuffix(text.MORE)[: len(together)])
    else:
        assert together == words.replace(" ", "")


def test_a_word_is_broken_only_when_it_has_no_room_on_any_line() -> None:
    room = text.width("Fylkeskommunen", 10)

    assert text.parted("en Fylkeskommunen to", 10, room, room, 3) == ("en", "Fylkeskommunen", "to")
    assert text.parted("Fylkeskommunen", 10, 10, room, 2) == ("", "Fylkeskommunen")
    assert text.parted("Fylkeskommunene", 10, room, room, 3) == ("", "Fylkeskommunen", "e")


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert text.shown("a\u202eb\u200b  c\n\td\x00") == "ab c d"
