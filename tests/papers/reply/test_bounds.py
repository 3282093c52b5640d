"""Whatever the bytes are: a reading, soon, with nothing raised, run or fetched."""

from time import perf_counter, process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.model import Grid, Heading, Listing, Paragraph
from bot.papers.reply import envelope, understand
from tests.papers.reply import hostile
from tests.papers.reply.conftest import Post, message

HEAD = b"From: Kari <kari@example.no>\nSubject: SV: x\nContent-Type: %s; charset=utf-8\n\n"
HEADERS = [
    "From: ",
    "To: ",
    "Subject: ",
    "References: ",
    "Content-Type: ",
    "=?utf-8?b?",
    "=?utf-8?q?",
    "a",
    "?=",
    "(",
    ";",
    "<",
    ">",
    "@",
    "\n ",
    "\n",
]
MILLION = 1_000_000
SECONDS = 12  # a quadratic rule would take minutes; how fast it is, `make bench` says
LENGTH = 6_000  # below what is read at most, so that longer is more
SLACK = 0.5  # seconds; a quadratic rule takes more at this length

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


@given(st.lists(st.sampled_from(HEADERS), max_size=40))
def test_any_headers_are_read(parts: list[str]) -> None:
    raw = "".join(parts).encode()

    assert isinstance(envelope.read(raw).sender, str)
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


@pytest.mark.parametrize("kind", [kind for kind in hostile.kinds() if kind.name in hostile.WORST], ids=lambda kind: kind.name)
def test_a_million_characters_end(kind: hostile.Hostile) -> None:
    raw = kind.make(MILLION)

    began = perf_counter()
    envelope.read(raw)
    assert understand(raw, hostile.REQUEST).verdict
    assert perf_counter() - began < SECONDS


@pytest.mark.parametrize("family", hostile.FAMILIES)
def test_time_goes_with_length(family: str) -> None:
    """Twice the length takes at most about three times as long: in each family of mails together, and for no single kind far more."""
    found = [(kind.name, taken(kind.make(LENGTH)), taken(kind.make(2 * LENGTH))) for kind in hostile.FAMILIES[family]()]

    assert sum(twice for _, _, twice in found) < 3 * sum(once for _, once, _ in found) + SLACK
    assert [name for name, once, twice in found if twice > 3 * once + SLACK] == []


def taken(raw: bytes) -> float:
    """Processor seconds to read a mail: what else the machine does is not counted."""
    began = process_time()
    envelope.read(raw)
    understand(raw, hostile.REQUEST)
    return process_time() - began


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "font color=red"])
def test_ten_thousand_levels_are_fine(post: Post, tag: str) -> None:
    assert post(html=f"<{tag}>" * 10_000 + "Vi har en sak.").text.strip(" -") in ("Vi har en sak.", "")
    assert post(html="<p>Vi har en sak.</p>" + f"<{tag}>" * 10_000).text == "Vi har en sak."


def test_multiparts_inside_each_other_end() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (number, number) for number in range(10_000))

    began = perf_counter()
    assert understand(raw).verdict
    assert perf_counter() - began < SECONDS


W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_a_word_file_is_offered_when_the_mail_is_empty() -> None:
    mail = message("Mvh\nKari\n")
    xml = b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>Vi har to saker.</w:t></w:r></w:p></w:body></w:document>' % W
    mail.add_attachment(hostile.packed("word/document.xml", xml), maintype="application", subtype="octet-stream", filename="sak.docx")
    found = understand(mail.as_bytes())

    assert [file.text for file in found.attachments] == ["Vi har to saker."]
    assert any("sak.docx" in reason for reason in found.why)


@pytest.mark.parametrize(
    "content",
    [
        hostile.packed("word/document.xml", b"<a>" + b" " * 60_000_000),
        hostile.packed("word/document.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        hostile.packed("other.xml", b"<a/>"),
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


def test_text_boxes_comments_and_second_copies_in_a_word_file() -> None:
    """A text box stands once; what Word keeps for older programs, and what was deleted, not at all."""
    mail = message("\n")
    box = "<w:p><w:r><w:t>I boksen</w:t></w:r></w:p>"
    xml = (
        f'<w:document xmlns:w="{W.decode()}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
        f"<w:p><w:r><w:t>Vi melder</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:del><w:r><w:delText>gammelt</w:delText></w:r></w:del></w:p>"
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>én sak</w:t></w:r></w:p></w:body></w:document>"
    )
    mail.add_attachment(
        hostile.packed("word/document.xml", xml.encode()), maintype="application", subtype="octet-stream", filename="sak.docx"
    )
    found = understand(mail.as_bytes())

    assert found.attachments[0].text == "I boksen\nVi melder\n- én sak"


def test_a_long_file_is_read_in_part_and_said_to_be() -> None:
    mail = message("\n")
    xml = (
        f'<w:document xmlns:w="{W.decode()}"><w:body>{"<w:p><w:r><w:t>Vi melder en sak.</w:t></w:r></w:p>" * 60_000}</w:body></w:document>'
    )
    mail.add_attachment(
        hostile.packed("word/document.xml", xml.encode()), maintype="application", subtype="octet-stream", filename="sak.docx"
    )
    found = understand(mail.as_bytes())

    assert found.attachments[0].text.startswith("Vi melder en sak.\nVi melder en sak.")
    assert any("bare den første delen av «sak.docx»" in reason for reason in found.why)


def test_the_text_of_a_pdf_is_offered() -> None:
    page = hostile.pdf(
        hostile.CATALOGUE, hostile.PAGES, hostile.PAGE, hostile.stream(b"BT /F 11 Tf 50 800 Td (Vi har to saker.) Tj ET"), hostile.FONT
    )
    found = understand(hostile.filed("sak.pdf", page))

    assert [file.text for file in found.attachments] == ["Vi har to saker."]


def test_only_some_files_are_read() -> None:
    mail = message("\n")
    for number in range(6):
        mail.add_attachment(f"Sak {number}", filename=f"{number}.txt")
    found = understand(mail.as_bytes())

    assert [file.text for file in found.attachments] == ["Sak 0", "Sak 1", "Sak 2", "Sak 3", "", ""]
    assert any("4 første vedleggene" in reason for reason in found.why)


def test_a_very_long_mail_is_read_in_part_and_said_to_be(post: Post) -> None:
    found = post("Vi har en sak.\n\n" * 10_000)

    assert found.text.startswith("Vi har en sak.\n\nVi har en sak.")
    assert any("bare den første delen er lest" in reason for reason in found.why)
