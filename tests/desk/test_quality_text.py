"""What is odd in a text: dates that cannot be, dates of another meeting, what nobody has filled in, a meeting online without a link."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.model import Occurrence, wall
from bot.desk import quality_text, remarks
from bot.papers import meeting, norsk

THURSDAY = date(2027, 11, 4)
THURSDAY_IT_IS = "men 4. november 2027 er en torsdag. Rett ukedagen eller datoen."


@pytest.fixture(scope="module")
def autumn() -> Occurrence:
    """A meeting on Thursday 4 November 2027."""
    return meeting.example().occurrence._replace(start=wall(THURSDAY, time(12)), end=wall(THURSDAY, time(13)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Vi møtes fredag 4. november.",
            f"Teksten sier «fredag 4. november», {THURSDAY_IT_IS}",
        ),
        (
            "Fredag den 4.november 2027",
            f"Teksten sier «Fredag den 4.november 2027», {THURSDAY_IT_IS}",
        ),
        ("laurdag 4. nov. kl. 10", f"Teksten sier «laurdag 4. nov», {THURSDAY_IT_IS}"),
        ("Frist: onsdag 4.11.2027", f"Teksten sier «onsdag 4.11.2027», {THURSDAY_IT_IS}"),
        ("Frist: onsdag 4/11", f"Teksten sier «onsdag 4/11», {THURSDAY_IT_IS}"),
        ("Svar innen 31. november.", "Teksten sier «31. november», men den dagen finnes ikke. Rett datoen."),
        ("Svar innen 29. februar 2027.", "Teksten sier «29. februar 2027», men den dagen finnes ikke. Rett datoen."),
    ],
)
def test_a_date_that_cannot_be_is_told_with_what_the_calendar_says(text: str, said: str) -> None:
    assert list(quality_text.dates(text, THURSDAY)) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Vi møtes torsdag 4. november 2027 kl. 12.00–13.00.",
        "torsdag\u00a04.\u00a0november",
        "Møtet varer torsdag 4.–fredag 5. november",
        "Møtet begynner torsdag 12.30, og fredag 9.30",
        "Torsdag 13. januar behandles det i kommunestyret",  # January 2028
        "Vedtatt onsdag 4. november 2026",
        "29. februar er skuddårsdagen",
        "offl. § 13 og 4.2.1, 8 500, 22 00 00 00, 12.13",
        "",
    ],
)
def test_a_date_that_may_be_is_left_alone(text: str) -> None:
    assert list(quality_text.dates(text, THURSDAY)) == []


def test_a_weekday_and_a_date_apart_are_no_pair() -> None:
    assert list(quality_text.dates("Hver fredag går bussen. 4. november er fri.", THURSDAY)) == []


@given(st.dates(date(2027, 8, 10), date(2028, 1, 25)), st.integers(0, 6))
@settings(deadline=None, max_examples=50)
def test_the_right_weekday_is_never_a_fault_and_a_wrong_one_always_is(day: date, weekday: int) -> None:
    named = norsk.full(day - timedelta(days=day.weekday() - weekday)).split()[0]
    text = f"Samling {named} {day.day}. {norsk.MONTHS['nb'][day.month - 1]}"

    assert bool(list(quality_text.dates(text, THURSDAY))) == (weekday != day.weekday())


@pytest.mark.parametrize("text", ["Møtet er 28. oktober", "Samling 28.10.2027", "Møte i faggruppen den 28. okt."])
def test_another_date_for_the_meeting_is_told(autumn: Occurrence, text: str) -> None:
    assert list(quality_text.others(text, autumn)) == [
        "Teksten sier 28. oktober, men møtet er 4. november 2027. Rett datoen om den skulle vært møtets."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Møtet er 4. november",
        "Godkjenning av referat fra møtet 9. september 2027",
        "Søknadsfrist 1. desember",
        "Neste møte er 9. desember 2027",
        "Forslag til møteplan: 10. februar, 12. mai",
        "Styret hadde møte. Brevet er datert 12. mars 2026",
        "Handlingsplan 2027–2030 og strategi 2035",
        "Regnskap 2026",
    ],
)
def test_a_date_of_something_else_is_left_alone(autumn: Occurrence, text: str) -> None:
    assert list(quality_text.others(text, autumn)) == []


def test_a_meeting_of_two_days_has_both_dates(autumn: Occurrence) -> None:
    two = autumn._replace(end=wall(date(2027, 11, 5), time(14)))

    assert list(quality_text.others("Samling 4. november og møte 5. november", two)) == []


@pytest.mark.parametrize(
    ("title", "year"), [("Årsmøte 2026", 2026), ("Høstmøte 2. november 2025", 2025), ("Strategisk plan 2016–2028", 0), ("Budsjett 2028", 0)]
)
def test_in_its_own_title_each_year_is_the_meeting_s(autumn: Occurrence, title: str, year: int) -> None:
    found = [one for one in quality_text.others(title, autumn, own=True) if "årstall" in one]

    assert found == ([f"Et årstall i teksten er {year}, men møtet er i 2027. Rett det om det er igjen fra før."] if year else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Saken gjelder [fyll inn].", "[fyll inn]"),
        ("Sted: [sett inn møterom]", "[sett inn møterom]"),
        ("Lorem ipsum dolor sit amet", "Lorem ipsum"),
        ("Møte {{ forrige_dato }}", "{{ forrige_dato }}"),
        ("Hei {{ navn", "{{ navn"),
        ("Hei <navn>", "<navn>"),
        ("Kostnad: xxx kroner", "xxx"),
        ("Innleder: TBA", "TBA"),
        ("Klikk eller trykk her for å skrive inn tekst.", "Klikk eller trykk her for å skrive inn tekst"),
    ],
)
def test_what_nobody_has_filled_in_is_quoted(text: str, found: str) -> None:
    assert list(quality_text.placeholders(text)) == [found]


@pytest.mark.parametrize("text", ["[ ] ja [x] nei", "Se [1] og [Kommuneplan 2030]", "XL-bygg", "a < b > c", "{navn}", "Tid: torsdag"])
def test_what_only_looks_unfilled_is_left_alone(text: str) -> None:
    assert list(quality_text.placeholders(text)) == []


@pytest.mark.parametrize("title", ["", "  ", "Sak", "Sak 4", "SAK 4/27:", "…", "...", "xxx", "TBA", "Ny sak", "(uten tittel)", "–"])
def test_a_title_that_says_nothing_is_none(title: str) -> None:
    assert quality_text.untitled(title)


@pytest.mark.parametrize("title", ["Eventuelt", "Sak om godstog", "E6", "Budsjett 2028", "Tema: beredskap", "Sykehus?", "KS"])
def test_a_short_title_is_a_title(title: str) -> None:
    assert not quality_text.untitled(title)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Møtet blir holdt på Teams.", ["på Teams"]),
        ("Det er nettmøte.", ["nettmøte"]),
        ("Vi møtes digitalt", ["møtes digitalt"]),
        ("Lenke kommer", ["Lenke kommer"]),
        ("Møtet er på Teams: https://example.no/teams", []),
        ("Erfaringer fra nettmøter, nettverk og fibernett", []),
        ("Innføring av Microsoft Teams i kommunene", []),
        ("Digitalisering av byggesaker", []),
    ],
)
def test_a_meeting_online_is_known_by_the_words_people_use(text: str, words: list[str]) -> None:
    assert list(quality_text.online(text)) == words


def test_a_place_may_be_online() -> None:
    places = ("Teams", "Digitalt", "På nett", "Rådhuset", "Nettbuss terminal", "")

    assert [place for place in places if quality_text.online_place(place)] == ["Teams", "Digitalt", "På nett"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vedlegget er unntatt offentlighet.", ("unntatt offentlighet",)),
        ("Vedlegget er unnateke offentlegheit.", ("unnateke offentlegheit",)),
        ("Unntatt fra innsyn", ("unntatt fra innsyn",)),
        ("Notat (u.off.)", ("u.off.",)),
        ("Notat, u. off", ("u. off",)),
        ("Dette er fortrolig", ("fortrolig",)),
        ("Saken behandles i lukket møte", ("lukket møte",)),
        ("Vedlegget er unntatt offentlighet, offl. § 13", ()),
        ("U.off. etter offentleglova\u00a0§\u00a023", ()),
        ("Taushetsbelagt, jf. forvaltningsloven § 13", ()),
        ("Lukket møte (koml. § 11-5)", ()),
        ("Er du fortrolig med årshjulet?", ()),
        ("Offentlige anskaffelser og offentlighet", ()),
    ],
)
def test_exempt_text_must_say_by_which_law(text: str, words: tuple[str, ...]) -> None:
    assert remarks.exempt(text) == words


@given(st.text(alphabet="[{<_x4. –/fredagnovmb\n§ulo", max_size=400))
@settings(deadline=None, max_examples=50)
def test_any_text_is_read_to_its_end(text: str) -> None:
    occurrence = meeting.example().occurrence

    assert all(
        isinstance(found, str)
        for found in (
            *quality_text.dates(text, THURSDAY), *quality_text.others(text, occurrence, own=True), *quality_text.placeholders(text),
            *quality_text.online(text), *remarks.exempt(text),
        )
    )  # fmt: skip


def test_a_huge_text_is_read_in_time_that_follows_its_length() -> None:
    text = "[fyll " * 20_000 + "fredag " * 20_000 + "{{" * 20_000 + "unntatt " * 20_000 + "4." * 20_000

    assert list(quality_text.dates(text, THURSDAY)) == []
    assert remarks.exempt(text) == ()
    assert len(list(quality_text.placeholders(text))) <= 3
