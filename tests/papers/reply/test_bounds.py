"""Whatever the bytes are: a reading, soon, with nothing raised, run or fetched."""

from io import BytesIO
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.model import Grid, Heading, Listing, Paragraph
from bot.papers.reply import understand
from tests.papers.reply.conftest import Post, message

HEAD = b"From: Kari <kari@example.no>\nSubject: SV: x\nContent-Type: %s; charset=utf-8\n\n"
MILLION = 1_000_000
SECONDS = 12  # a quadratic rule would take minutes; how fast it is, `make bench` says

SNIPPETS = [
    "Fra: a@example.no\n",
    "Sendt: 1. mai 2027 09:00\n",
    "Til: b\n",
    "> ",
    "tor. 28. okt. 2027 kl. 09:00 skrev A <a@example.no>:\n",
    "Mvh\n",
    "Kari\n",
    "\n",
    "- a\n",
    "1. b\n",
    "<div>",
    "</div>",
    "<blockquote type=cite>",
    "</blockquote>",
    "<p class=MsoListParagraph>",
    "<div id=divRplyFwdMsg>",
    "<div id=appendonsend>",
    "<li>",
    "<ol>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<span style='color:red'>",
    "hei på deg. ",
    "Denne e-posten er konfidensiell.\n",
    "[EXTERNAL] ",
    "PS: hei\n",
    "________\n",
    "\xa0",
]


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert understand(raw).verdict


@given(st.lists(st.sampled_from(SNIPPETS), max_size=40), st.booleans(), st.booleans())
def test_any_mix_of_what_mails_are_made_of_is_read(parts: list[str], html: bool, asked: bool) -> None:  # noqa: FBT001  drawn
    body = "".join(parts)
    found = understand(HEAD % (b"text/html" if html else b"text/plain") + body.encode(), "hei på deg. Har dere saker?" if asked else None)

    assert found.text == found.text.strip("\n")
    assert all(isinstance(block, Heading | Paragraph | Listing | Grid) for block in found.blocks)


@given(st.lists(st.text(st.characters(categories=("L", "Nd"), exclude_characters="ªº"), min_size=4, max_size=12), min_size=6, max_size=40))
def test_no_word_of_a_plain_mail_disappears(words: list[str]) -> None:
    """Every word is in the text, or in what was cut."""
    found = understand(message(f"Vi melder: {' '.join(words)} slik det er.\n").as_bytes())

    kept = " ".join((found.text, *(cut.text for cut in found.cut)))
    assert all(word in kept for word in words)


@pytest.mark.parametrize("kind", [b"text/plain", b"text/html", b"text/plain; format=flowed"])
@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a@",
        "<",
        "[cid:",
        "> a\n",
        "fra: a\n",
        "Fra: a@b.no ",
        "den 1. mai 2027 skrev ",
        "skrev:\n",
        "hilsen ",
        "mvh a\n",
        "denne e-posten ",
        "1.",
        "- a\n",
        "A A A\n",
        "<a@b.no>:\n",
    ],
)
def test_a_million_characters_take_no_time(kind: bytes, unit: str) -> None:
    raw = HEAD % kind + (unit * (MILLION // len(unit))).encode()

    began = perf_counter()
    understand(raw, "Hei. Har dere saker?\n" * 50)
    assert perf_counter() - began < SECONDS


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "font color=red"])
def test_ten_thousand_levels_are_fine(post: Post, tag: str) -> None:
    assert post(html=f"<{tag}>" * 10_000 + "Vi har en sak.").text.strip(" -") in ("Vi har en sak.", "")
    assert post(html="<p>Vi har en sak.</p>" + f"<{tag}>" * 10_000).text == "Vi har en sak."


def test_multiparts_inside_each_other_end() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (number, number) for number in range(10_000))

    began = perf_counter()
    assert understand(raw).verdict
    assert perf_counter() - began < SECONDS


def packed(name: str, xml: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr(name, xml)
    return out.getvalue()


W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_a_word_file_is_offered_when_the_mail_is_empty() -> None:
    mail = message("Mvh\nKari\n")
    xml = b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>Vi har to saker.</w:t></w:r></w:p></w:body></w:document>' % W
    mail.add_attachment(packed("word/document.xml", xml), maintype="application", subtype="octet-stream", filename="sak.docx")
    found = understand(mail.as_bytes())

    assert [file.text for file in found.attachments] == ["Vi har to saker."]
    assert any("sak.docx" in reason for reason in found.why)


@pytest.mark.parametrize(
    "content",
    [
        packed("word/document.xml", b"<a>" + b" " * 60_000_000),
        packed("word/document.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        packed("other.xml", b"<a/>"),
        b"PK\x03\x04 broken",
    ],
    ids=["bomb", "entity", "no text", "broken"],
)
def test_a_hostile_word_file_gives_no_text(content: bytes) -> None:
    mail = message("\n")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="sak.docx")
    found = understand(mail.as_bytes())

    assert [file.text for file in found.attachments] == [""]


def test_winmail_is_refused_politely() -> None:
    mail = message("Se vedlegg.\n")
    mail.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    found = understand(mail.as_bytes())

    assert found.attachments[0].kind == "refused"
    assert any("winmail.dat" in reason for reason in found.why)
