from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.papers import prose
from bot.papers.characters import clean
from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, Paragraph, Run


class Reader(HTMLParser):
    """What a screen reader meets: the words, the tags, and the attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "br":
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


BLOCKS: tuple[Block, ...] = (
    Heading(1, (Run("Innkalling"),)),
    Fields((("Dato", "01.11.2024"), ("Deres ref.", ""))),
    Paragraph((Run("Tid:", bold=True), Run(" torsdag\nSted: Oslo"))),
    Listing(((Paragraph((Run("a"),)), Listing(((Paragraph((Run("b"),)),),))), (Paragraph((Run("c"),)),)), numbered=True, start=3),
    Owned("case:x", (Case("x", "4/24", 4, "%1/24", (Run("Runde"),), (Paragraph((Run("Merknad"),)),)),)),
    Paragraph((Run("Se "), Run("siden", link="https://a.no/?b=1&c"), Run(" og "), Run("a@b.no", link="mailto:a@b.no"))),
    Grid(("Fornavn", "Organisasjon"), (("Anne", "Horten kommune"),), "Inviterte"),
)


def test_plain_text_reads_as_a_letter() -> None:
    assert prose.text(BLOCKS) == (
        "Innkalling\n\nDato: 01.11.2024\nDeres ref.:\n\nTid: torsdag\nSted: Oslo\n\n3. a\n   - b\n4. c\n\n4/24 Runde\n\nMerknad\n\n"
        "Se siden (https://a.no/?b=1&c) og a@b.no\n\nInviterte\nFornavn – Organisasjon\nAnne – Horten kommune\n"
    )


def test_html_has_what_a_screen_reader_needs() -> None:
    html = prose.html(BLOCKS, "Innkalling <x>", "nn")
    page = Reader(html)

    assert ("lang", "nn") in page.attributes
    assert ("href", "https://a.no/?b=1&c") in page.attributes
    assert ("scope", "col") in page.attributes
    assert ("start", "3") in page.attributes
    assert [tag for tag in page.tags if tag in {"h1", "h3", "ol", "ul", "table", "caption", "thead"}] == [
        "h1",
        "ol",
        "ul",
        "h3",
        "table",
        "caption",
        "thead",
    ]
    assert "<title>Innkalling &lt;x&gt;</title>" in html


@given(
    st.one_of(
        st.text(), st.sampled_from(["<script>alert(1)</script>", "</p><img src=x onerror=y>", "&amp;", '" onclick="x', "]]>", "<!--"])
    )
)
def test_any_words_are_words_and_never_tags(words: str) -> None:
    page = Reader(prose.html((Paragraph((Run(words, link="https://a.no/" + words),)),), "x", "nb"))

    assert "".join(page.words[page.words.index("x") + 1 :]).strip() == clean(words).strip()
    assert set(page.tags) <= {"html", "head", "meta", "title", "body", "div", "p", "a", "br"}
    assert not any(name.startswith("on") for name, _ in page.attributes)
