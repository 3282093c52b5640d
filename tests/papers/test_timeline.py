"""The year as a page: everything is there once, reads in order, is reached without a mouse, and fetches nothing."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from bot.errors import TemplateFaulty, Unknown
from bot.papers import timeline
from bot.papers.characters import one_line
from bot.papers.timeline import Event, Group, Kind, Timeline
from bot.papers.values import Link

OSLO = ZoneInfo("Europe/Oslo")
TEMPLATE = (Path(__file__).parents[2] / "templates" / "nb" / "pages" / "timeline.html").read_text("utf-8")
KINDS: tuple[Kind, ...] = get_args(Kind)
GROUPS = (
    Group("naering", "faggruppe for næringssamarbeid"),
    Group("roros", "Røros"),
    Group("kongsvinger", "Kongsvingerregionen"),
    Group("nord-osterdal", "Nord-Østerdal"),
)
TITLES = {
    "naering": "Møte i faggruppe for næringssamarbeid",
    "roros": "Sak til kommunestyret om næringsutviklingen",
    "kongsvinger": "Måling: 40 vekstideer i eksisterende og nytt næringsliv",
    "nord-osterdal": "Møte i regionalt utviklingsforum",
}
PLACES = ("Horten kommune", "Lillestrøm kommune", "Røros kommune", "Kongsvinger kommune", "Tynset kommune", "Østre Toten kommune")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), OSLO)


def letters(slug: str, count: int) -> tuple[Link, ...]:
    return tuple(Link(f"{PLACES[n % 6]}, medlem {n + 1}", f"letters/{slug}-{n + 1:02}.eml") for n in range(count))


def story(group: str, day: date, size: int) -> Iterator[Event]:
    """All that happens around one meeting, or one duty when it is Røros or Kongsvingerregionen."""
    slug, title, meeting = f"{group}-{day.isoformat()}", TITLES[group], group in {"naering", "nord-osterdal"}
    paper = Link("Innkalling med sakskart", f"papers/{slug}.docx")
    invite = Link("Invitasjon til møtet", f"calendar/{slug}.ics")
    yield Event(at(day, 12 if meeting else 0), "occurrence", group, title, links=(invite,) if meeting else ())
    if not meeting:
        why = "Påminnelse 14 dager før fristen."
        yield Event(at(day - timedelta(days=14), 8), "sent", group, f"Påminnelse: {title}", why, letters(slug, 2), 2)
        return
    yield Event(at(day - timedelta(days=21), 8), "draft", group, f"Utkast til innkalling: {title}", "21 dager før møtet.", (paper,))
    yield Event(at(day - timedelta(days=19), 10, 20), "approved", group, f"Innkalling: {title}", "Godkjent av rådgiver i sekretariatet.")
    why = "Sju dager før møtet, etter regelen for innkalling."
    yield Event(at(day - timedelta(days=7), 8), "sent", group, f"Innkalling: {title}", why, (paper, invite, *letters(slug, size)), size)
    for n in range(4):
        yield Event(
            at(day - timedelta(days=5 - n), 9 + n, 14), "reply", group, f"Innspill fra {PLACES[n]}", links=letters(f"inn-{slug}", 1)
        )
    yield Event(at(day - timedelta(days=2), 8), "sent", group, f"Påminnelse: {title}", "Til dem som ikke har svart.", letters(slug, 9), 9)


def year(size: int = 45) -> Timeline:
    """A year as the demo leaves it: four groups, every kind, weekly letters."""
    events = [e for month, day in ((2, 4), (5, 13), (9, 9), (11, 4)) for e in story("naering", date(2027, month, day), size)]
    events += [e for month in (3, 6, 9, 12) for e in story("nord-osterdal", date(2027, month, 11), 14)]
    events += [e for month in range(1, 13) for e in story("roros", date(2027, month, 28), 2)]
    events += [e for month in range(1, 13, 3) for e in story("kongsvinger", date(2027, month, 30), 2)]
    moved = "Flyttet fra torsdag 16. september til torsdag 9. september, fordi møterommet var opptatt."
    held = "Innkallingen er ikke godkjent. Den går ut når sekretariatet har godkjent den."
    late = "Fristen for påminnelsen var gått ut da programmet ble startet."
    events += [
        Event(at(date(2027, 8, 23), 13, 5), "amended", "naering", TITLES["naering"], moved, letters("flyttet", 45), 45),
        Event(at(date(2027, 8, 20), 9), "returned", "naering", "Innkalling: møte i september", "Kommentar: «Sak 3 mangler vedlegg.»"),
        Event(at(date(2027, 8, 26), 8), "held", "nord-osterdal", "Innkalling: møte i utviklingsforum", held),
        Event(at(date(2027, 1, 4), 8), "skipped", "roros", "Påminnelse: årsmelding", late),
    ]
    weekly = "3 møter kommer, 1 utkast venter på deg."
    events += [
        Event(
            at(date(2027, 1, 4) + timedelta(weeks=n), 7, 30),
            "weekly",
            "",
            f"Ukebrev, uke {n + 1}",
            weekly,
            (Link("Les ukebrevet", f"letters/uke-{n + 1:02}.eml"),),
            1,
        )
        for n in range(52)
    ]
    figures = (("brev sendt", 612), ("møter og frister", 24), ("dokumenter", 48), ("svar mottatt", 32), ("dager spart", 1_204))
    return Timeline("Årshjulet 2027", 2027, GROUPS, tuple(events), figures)


def shown(what: Timeline) -> html.HtmlElement:
    """The page as a browser's parser sees it."""
    return html.document_fromstring(timeline.page(what, TEMPLATE).encode())


def found(page: html.HtmlElement, path: str) -> html.HtmlElement:
    """The first one there, which there must be."""
    return next(page.iterfind(path))


def attributes(page: html.HtmlElement, name: str) -> list[str]:
    return [element.get(name, "") for element in page.iterfind(f".//*[@{name}]")]


def one(event: Event) -> html.HtmlElement:
    return shown(Timeline("Årshjulet", 2027, GROUPS, (event,), ()))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.iterfind(path)]


@pytest.fixture(scope="module")
def sample() -> html.HtmlElement:
    return shown(year())


MOMENTS = st.datetimes(datetime(2026, 6, 1), datetime(2028, 6, 1), timezones=st.just(OSLO))  # noqa: DTZ001 - the zone is given
GROUP_IDS = st.sampled_from(["", *(group.id for group in GROUPS)])
EVENTS = st.tuples(MOMENTS, st.sampled_from(KINDS), GROUP_IDS).map(lambda drawn: Event(*drawn, title=""))
HOSTILE = st.text() | st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=1>', "{{ 7*7 }}", "&lt;b&gt;", "]]>", "<!--", "\u202e"]
)


@settings(max_examples=40, deadline=None)
@given(HOSTILE, HOSTILE)
def test_any_title_and_name_comes_out_as_that_text(title: str, name: str) -> None:
    group = Group("gruppe", name)
    event = Event(at(date(2027, 3, 1), 9), "sent", "gruppe", title, detail=name, links=(Link(title, "papers/a.docx"),))

    page = shown(Timeline(title, 2027, (group,), (event,), ((name, 1),)))

    assert found(page, ".//p[@class='title']").text_content() == one_line(title)
    assert found(page, ".//title").text_content() == found(page, ".//h1").text_content() == one_line(title)
    assert found(page, ".//ul[@class='figures']/li").text_content() == f"1 {one_line(name)}"
    assert len(page.findall(".//script")) == 1
    assert not page.findall(".//img")


@settings(max_examples=40, deadline=None)
@given(st.lists(EVENTS, max_size=12))
def test_every_event_is_there_once_in_order_of_time(events: list[Event]) -> None:
    named = tuple(event._replace(title=f"hendelse {n}") for n, event in enumerate(events))

    page = shown(Timeline("Årshjulet", 2027, GROUPS, named, ()))

    assert texts(page, ".//p[@class='title']") == [event.title for event in sorted(named, key=lambda event: event.at)]
    assert not page.findall(".//li[@hidden]")


def test_months_and_days_are_headings_in_order_also_those_outside_the_year() -> None:
    days = (date(2027, 11, 4), date(2026, 12, 28), date(2027, 1, 1), date(2027, 11, 2))
    page = shown(year()._replace(events=tuple(Event(at(day, 9), "sent", "roros", "Brev") for day in days)))

    months = texts(page, ".//main//h2")
    assert (months[0], months[1], months[-1], len(months)) == ("Desember 2026", "Januar 2027", "Desember 2027", 13)
    assert texts(page, ".//main//h3") == ["Mandag 28. desember", "Fredag 1. januar", "Tirsdag 2. november", "Torsdag 4. november"]
    assert "Ingen hendelser denne måneden." in texts(page, ".//p[@class='none']")


def test_headings_never_skip_a_level(sample: html.HtmlElement) -> None:
    levels = [n for heading in sample.iter() for n in range(1, 7) if heading.tag == f"h{n}"]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_overview_leads_to_each_month_with_its_number_of_events(sample: html.HtmlElement) -> None:
    links = sample.findall(".//nav//a")

    assert "September 20 hendelser 3 møter og frister" in texts(sample, ".//nav//a")
    assert [found(sample, f".//*[@id='{link.get('href', '')[1:]}']").tag for link in links] == ["section"] * 12


@pytest.mark.parametrize(
    ("kind", "hour", "count", "said"),
    [
        ("occurrence", 12, 0, "Møte"),
        ("occurrence", 0, 0, "Frist"),
        ("draft", 8, 0, "Utkast"),
        ("approved", 8, 0, "Godkjent"),
        ("returned", 8, 0, "Sendt tilbake"),
        ("sent", 8, 45, "45 sendt"),
        ("sent", 0, 0, "Brev sendt"),
        ("reply", 8, 0, "Svar mottatt"),
        ("amended", 8, 2, "Endret · 2 brev"),
        ("held", 8, 0, "Holdt tilbake"),
        ("skipped", 8, 0, "Utelatt"),
        ("weekly", 8, 1, "Ukebrev"),
    ],
)
def test_every_kind_is_said_in_words_and_not_by_its_colour_alone(kind: Kind, hour: int, count: int, said: str) -> None:
    page = one(Event(at(date(2027, 3, 1), hour), kind, "roros", "Tittel", "Fordi.", letters=count))

    assert texts(page, ".//p[@class='meta']/span") == [said, "Røros"]
    assert texts(page, ".//span[@class='hour']") == ["hele dagen" if said == "Frist" else f"kl. {hour:02}.00"]
    assert texts(page, ".//p[@class='why']") == ["Fordi."]


def test_a_secretary_finds_the_papers_at_once_and_the_45_letters_folded() -> None:
    paper, invite = Link("Innkalling", "papers/møte 1.docx"), Link("Invitasjon", "calendar/1.ics")
    page = one(Event(at(date(2027, 3, 1), 8), "sent", "roros", "Innkalling", links=(paper, *letters("inn", 45), invite), letters=45))

    assert texts(page, ".//ul[@class='links']/li") == ["Innkalling (Word)", "Invitasjon (kalender)"]
    assert texts(page, ".//details[@class='letters']/summary") == ["Se de 45 brevene"]
    assert len(page.findall(".//details[@class='letters']//a")) == 45
    assert found(page, ".//ul[@class='links']//a").get("href") == "papers/m%C3%B8te%201.docx"


def test_what_belongs_to_no_group_is_the_secretariats_own(sample: html.HtmlElement) -> None:
    assert texts(sample, ".//fieldset[1]//label/span") == [
        "Faggruppe for næringssamarbeid", "Røros", "Kongsvingerregionen", "Nord-Østerdal", "Sekretariatet",
    ]  # fmt: skip


def test_the_page_fetches_nothing_and_leads_only_to_files_beside_it(sample: html.HtmlElement) -> None:
    source = timeline.page(year(), TEMPLATE)
    addresses = attributes(sample, "href") + attributes(sample, "src")

    assert addresses
    assert all(re.match(r"#|(papers|letters|calendar)/", address) for address in addresses)
    assert not re.search(r"url\(|@import|https?://|<link|<iframe|<img", source)
    assert "default-src 'none'" in source


@settings(max_examples=40, deadline=None)
@given(
    st.text()
    | st.sampled_from(["javascript:alert(1)", " javascript:1", "java\tscript:1", "//e.example.no", "\\\\e", "/etc/passwd", "data:,x"])
)
def test_no_address_runs_a_script_or_leaves_the_folder_unseen(href: str) -> None:
    try:
        page = one(Event(at(date(2027, 3, 1), 8), "sent", "roros", "Brev", links=(Link("Brevet", href),)))
    except (ValueError, UnicodeEncodeError):
        return
    addresses = [link.get("href", "") for link in page.iterfind(".//ul[@class='links']//a")]
    assert len(addresses) == (href != "")
    for address in addresses:
        assert re.fullmatch(r"(https://[^/]|mailto:|[^:/])[\x21-\x7e]*", address)
        assert not re.match(r"[^/]*:", re.sub("^(https|mailto):", "", address))


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//example.no/a", "/a.docx", "http://example.no", "data:text/html,x", "C:/a.docx"])
def test_a_link_out_of_the_folder_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="relative, https or mailto"):
        one(Event(at(date(2027, 3, 1), 8), "sent", "roros", "Brev", links=(Link("Brevet", href),)))


def test_a_group_that_is_not_there_and_a_broken_template_are_refused() -> None:
    event = Event(at(date(2027, 3, 1), 8), "sent", "ukjent", "Brev")

    with pytest.raises(Unknown, match="ukjent"):
        one(event)
    for broken in ("{{ mangler }}", "{% for %}", "{{ title.__class__.__mro__ }}"):
        with pytest.raises(TemplateFaulty):
            timeline.page(year(), broken)


def test_a_screen_reader_and_a_keyboard_find_their_way(sample: html.HtmlElement) -> None:
    ids = attributes(sample, "id")

    assert sample.get("lang") == "nb"
    assert len(ids) == len(set(ids))
    assert found(sample, "body/*").get("href") == "#innhold"
    assert found(sample, ".//*[@id='innhold']").tag == "main"
    assert set(attributes(sample, "aria-labelledby")) <= set(ids)
    assert len(sample.findall(".//label/input")) == len(sample.findall(".//input")) > 0
    assert texts(sample, ".//fieldset/legend") == ["Hvem det gjelder", "Hva som skjedde"]
    assert all(texts(sample, ".//a"))


def test_without_javascript_everything_is_shown_and_no_dead_control(sample: html.HtmlElement) -> None:
    assert [hidden.get("id") for hidden in sample.iterfind(".//*[@hidden]")] == ["filter"]
    assert sample.findall(".//input") == sample.findall(".//input[@checked]")


def test_a_year_without_events_says_so() -> None:
    page = shown(Timeline("Årshjulet 2027", 2027, GROUPS, (), ()))

    assert texts(page, ".//main/*") == ["Det er ingen hendelser i 2027."]
    assert not page.findall(".//form")


def test_two_thousand_events_are_a_page_that_opens_at_once() -> None:
    many = tuple(event._replace(links=event.links[:3]) for event in year().events * 13)[:2000]

    page = timeline.page(year()._replace(events=many), TEMPLATE)

    assert len(page.encode()) < 1_500_000
    assert page == timeline.page(year()._replace(events=many), TEMPLATE)


def palettes() -> tuple[Mapping[str, str], ...]:
    """The colours of the light look and of the dark one."""
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{([^}]*)\}", TEMPLATE)[:2])
    assert set(light) == set(dark)
    return (light, dark)


def luminance(colour: str) -> float:
    """WCAG 2.2, «relative luminance»."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one_: str, other: str) -> float:
    light, dark = sorted((luminance(one_), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_colours_are_told_apart_by_weak_eyes(palette: Mapping[str, str]) -> None:
    """WCAG 2.2 AA: 4.5 for text (1.4.3), 3 for controls, bars and focus (1.4.11)."""
    grounds = ("page", "paper", "occurrence-tint")
    text = [(front, back) for front in ("ink", "muted", "link") for back in grounds]
    text += [(kind, back) for kind in KINDS for back in ("paper", f"{kind}-tint")]
    text += [("on-head", "head"), ("on-head-soft", "head")]
    shapes = [("focus", ground) for ground in grounds] + [("control", "paper"), ("bar", "paper")]

    weak = [
        (pair, least)
        for pairs, least in ((text, 4.5), (shapes, 3.0))
        for pair in pairs
        if contrast(palette[pair[0]], palette[pair[1]]) < least
    ]

    assert weak == []
