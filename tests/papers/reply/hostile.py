"""Mails that somebody may send to make a reader slow: each kind in any size, so that time can be set beside length."""

import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from zipfile import ZIP_DEFLATED, ZipFile

MILLION = 1_000_000
HEAD = b"From: Kari Nordmann <kari.nordmann@example.no>\nTo: post@example.no\nSubject: SV: Innkalling\nMIME-Version: 1.0\n"
REQUEST = "Hei!\n\nHar dere saker til møtet?\n\nHvem kommer fra dere?\n\nMed vennlig hilsen\nSekretariatet\n" * 20
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

UNITS = (
    "a", " ", ">", "> ", "-", "_", "\xa0", "(", "[", '"', "'", "@", "a@", "a.", "=", "&", "&nbsp;", "&#x41;", "<", "<<>", "</", "<!--",
    "<div>",
    "<b>", "<a href=x>", "</div>", "Fra: ", "Fra: a@b.no ", "skrev ", "skrev:", "1.", "1. ", "28. oktober ", "hilsen ", "mvh. ",
    "Mvh Kari ",
    "denne e-posten ", "[cid:", "[EKSTERN] ", "http://a", "på vegne av ", "Hei ", "takk for ", "kl. ", "2027", "A A ", "æ", "\ufeff",
    "\u200b", "Ã¥",
    "sak. ", "nei ", "ingen ", "0", "+47 ", "x:", "www.", "<image1.png>", "\t", "; ", "*", "Har dere saker til møtet? ", "om du ikke er ",
)  # fmt: skip
LINES = (
    "\n", "a\n", "> a\n", "> > > > > > > > > > a\n", "Fra: a@b.no\n", "Fra:\n", "Fra: a@b.no\nSendt: 1. mai 2027 09:00\n\n", "skrev:\n",
    "tor. 28. okt. 2027 kl. 09:00 skrev A <a@b.no>:\n", "Den 1. mai 2027 skrev\n", "- a\n", "  - a\n\n", "1. a\n", "mvh\n",
    "Mvh Kari\n", "Kari\n",
    "Kari Nordmann\n", "denne e-posten er konfidensiell\n", "Denne e-posten\n\n", "Sendt fra min iPhone\n", "________________\n",
    "PS: a\n",
    "[EKSTERN]\n", "--\n", "-- \nKari\n\n", "| a\n", "a \n", ">>> a@b.no 28. okt. 2027 >>>\n", "Har dere saker til møtet?\n",
    "> Har dere saker?\nJa.\n",
    "99 99 99 99\n", "Vi har ingen saker. Mvh Kari\n", "Hei,\n", "her kommer våre saker:\n", "-----Opprinnelig melding-----\n",
    "Svar med rødt under.\n",
)  # fmt: skip
TAGS = (
    "<div>", "<b>", "<blockquote>", "<blockquote type=cite>", "<ul><li>", "<ol><li>a", "<table><tr><td>", "<font color=red>",
    "<span style='color:red'>a",
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>1. a", "<br>", "<hr>a", "<p>a</p>", "<li>a", "<td>a", "<tr><td>a<td>b",
    "<table><tr><td>a<tr><td>b",
    "<div id=appendonsend></div>", "<div id=divRplyFwdMsg>a</div>", "<div class=gmail_quote>a", "<div class=gmail_attr>a</div>",
    "<div id=Signature>Kari</div>", "<!-- a -->", "<![if a]>", "<?xml a?>", "<a href='https://a.no'>a</a>", "<h1>a</h1>", "<pre>\n",
    "<style>", "<script>a</script>",
    "<title>", "<svg>", "<textarea>", "</p>", "</b></i>", "<b><i></b></i>a", "<p><b>a<p><i>", "<a><table><a>", "<form><div></form>",
    "<select><option>",
    "<x:y>", "<o:p></o:p>", "<div style=border-top:solid>a</div>", "<img src=cid:a>", "<p>Fra: a@b.no</p>", "<p>mvh</p>",
    "<p>1. Har dere saker? Ja.</p>",
    "<p style='color:red'>Ja</p><p>Har dere saker?</p>",
)  # fmt: skip
STYLES = (
    "color:red;",
    " ",
    ":",
    ";",
    "border-top:",
    "border-top :solid ",
    "font-size:0 ",
    "mso-list:l0 ",
    "rgb(",
    "color: ",
    "display:",
    "a",
    "border-left:1 ",
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A kind of mail; `make` takes about how many bytes it shall have."""

    name: str
    make: Callable[[int], bytes]


def kinds() -> Iterator[Hostile]:
    """Every kind."""
    for made in FAMILIES.values():
        yield from made()


def lines() -> Iterator[Hostile]:
    yield from (Hostile(f"line of {unit!r} as {kind}", _text(unit, kind)) for unit, kind in product(UNITS, ("plain", "html", FLOWED)))


def rows() -> Iterator[Hostile]:
    yield from (Hostile(f"lines {unit!r} as {kind}", _text(unit, kind)) for unit, kind in product(LINES, ("plain", FLOWED)))
    yield from (Hostile(f"rows {unit!r} as html", _text(f"<br>{unit}", "html")) for unit in LINES)


def markup() -> Iterator[Hostile]:
    yield from (Hostile(f"tags {unit!r}", _text(unit, "html")) for unit in TAGS)
    yield from (Hostile(f"one style of {unit!r}", _style(unit)) for unit in STYLES)


def headers() -> Iterator[Hostile]:
    yield from (Hostile(f"header {name} of {unit!r}", _header(name, unit)) for name, unit in product(NAMES, HEADERS))


def built() -> Iterator[Hostile]:
    """Every function below that makes a mail from a size."""
    for name, made in list(globals().items()):
        takes = getattr(made, "__annotations__", {})
        if name.startswith("_") and takes.get("return") is bytes and next(iter(takes)) in ("size", "_"):
            yield Hostile(name.strip("_").replace("_", " "), made)


FAMILIES: dict[str, Callable[[], Iterator[Hostile]]] = {"lines": lines, "rows": rows, "markup": markup, "headers": headers, "built": built}
WORST = frozenset(
    (
        "all at once", "coloured words", "coloured lines", "different styles", "many html parts", "pdf words", "pdf forms of forms",
        "pdf tables far apart", "long table", "deep tables", "word paragraphs side by side", "many word files", "large text file",
        "large word file", "multiparts in each other", "long words quoted", "quoted printable junk", "line of 'a@' as plain",
        "line of '<' as html", "tags '<ol><li>a'", "rows 'tor. 28. okt. 2027 kl. 09:00 skrev A <a@b.no>:\\n' as html",
    )
)  # fmt: skip
"""Those that take longest at a million characters, one or two of each sort."""
FLOWED = "plain; format=flowed"


def body(kind: str, content: bytes) -> bytes:
    return HEAD + f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n".encode() + content


def _text(unit: str, kind: str) -> Callable[[int], bytes]:
    encoded = unit.encode()
    return lambda size: body(kind, encoded * (size // len(encoded)))


def _style(unit: str) -> Callable[[int], bytes]:
    return lambda size: body("html", b"<p style='%b'>a</p>" % (unit.encode() * (size // len(unit))))


NAMES = ("From", "To", "Subject", "Content-Type", "References", "Content-Disposition", "X-Spam", "Authentication-Results", "Precedence")
HEADERS = (
    "a",
    "<a@b.no> ",
    "=?utf-8?q?a?= ",
    "=?utf-8?b?",
    "(",
    '"',
    "\\",
    ";a=b",
    ";a*0=b",
    '; name="',
    "<",
    ",",
    "a\n ",
    "\n ",
    "@",
    "; charset=",
    " ",
    "dmarc=",
)


def _header(name: str, unit: str) -> Callable[[int], bytes]:
    kept = HEAD.replace(b"From:", b"X-From:") if name == "From" else HEAD
    return lambda size: kept + f"{name}: ".encode() + unit.encode() * (size // len(unit)) + b"\n\nVi har en sak.\n"


# --- what has a form of its own ---------------------------------------------------------------------------------------------------


def _many_headers(size: int) -> bytes:
    return HEAD + b"".join(b"X-%d: a\n" % number for number in range(size // 12)) + b"\na"


def _headers_without_end(size: int) -> bytes:
    return HEAD + b"a\n" * (size // 2)


def _multiparts_in_each_other(size: int) -> bytes:
    return HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (number, number) for number in range(size // 60))


def _multiparts_of_one_boundary(size: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * (size // 50)


def _boundaries_that_begin_alike(size: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a" * (size // 3)


def _many_parts(size: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\na\n" * (size // 7)


def _many_html_parts(size: int) -> bytes:
    part = b"--a\nContent-Type: text/html\n\n" + b"<p>Har dere saker?</p>" * (size // 220) + b"\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + part * 10


def _parts_all_alike(size: int) -> bytes:
    part = b"--a\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\n" + b"a\n" * (size // 80) + b"\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + part * 40


def _mails_in_mails(size: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\n" * (size // 30) + b"a"


def _long_boundary(size: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=" + b"a" * 3_000 + b"\n\n" + (b"\n--" + b"a" * 2_999) * (size // 3_003)


def _base64_junk(size: int) -> bytes:
    return HEAD + b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + b"PGRpdj4=!-" * (size // 10)


def _quoted_printable_junk(size: int) -> bytes:
    return HEAD + b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n" + b"=\n=3=3C=" * (size // 8)


def _utf_7(size: int) -> bytes:
    return HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + b"+AGE-+" * (size // 6)


def _both_forms(size: int) -> bytes:
    rows = b"Ja. " * (size // 20)
    return (
        HEAD
        + b"Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\n"
        + b"> a\nJa.\n" * (size // 20)
        + b"\n--a\nContent-Type: text/html\n\n<blockquote type=cite>"
        + rows
        + b"</blockquote>\n--a--\n"
    )


def _wide_table(size: int) -> bytes:
    return body("html", b"<table><tr>" + b"<td>a" * (size // 10) + b"<tr>" + b"<td>b" * (size // 10))


def _long_table(size: int) -> bytes:
    return body("html", b"<table>" + b"<tr><td>a<td>b" * (size // 14))


def _staircase_table(size: int) -> bytes:
    return body("html", b"<table>" + b"".join(b"<tr>" + b"<td>" * (number % 400) + b"a<td>b" for number in range(size // 800)))


def _deep_tables(size: int) -> bytes:
    return body("html", b"<table><tr><td>a<td>b<tr><td>c<td>" * (size // 34))


def _many_attributes(size: int) -> bytes:
    return body("html", b"<p " + b"".join(b"a%d=b " % number for number in range(size // 9)) + b">a")


def _many_classes(size: int) -> bytes:
    return body("html", b"<p class='" + b"x_" * (size // 2) + b"'>a" + b"<p class='a b c d e f'>a" * 1_000)


def _different_styles(size: int) -> bytes:
    return body("html", b"".join(b"<i style='color:#%06x;margin:0 0 0 0pt'>a</i>" % number for number in range(size // 48)))


def _long_different_styles(size: int) -> bytes:
    return body("html", b"".join(b"<i style='" + b"border-top: " * 160 + b"%d'>a</i>" % number for number in range(size // 1_950)))


def _long_addresses(size: int) -> bytes:
    return body(
        "html",
        b"".join(
            b"<a href='https://safelinks.protection.outlook.com/?url=%d" % n + b"&a=b" * 900 + b"'>a</a>" for n in range(size // 3_700)
        ),
    )


def _coloured_words(size: int) -> bytes:
    row = b"<span style='color:red'>Ja </span>Har dere saker? "
    return body("html", b"Svar med rodt under.<blockquote type=cite>" + row * (size // len(row)) + b"</blockquote>")


def _coloured_lines(size: int) -> bytes:
    row = b"<div><span style='color:red'>Ja</span> Har dere saker?</div>"
    return body("html", b"Svar med rodt under.<blockquote type=cite>" + row * (size // len(row)) + b"</blockquote>")


def _the_request_again(size: int) -> bytes:
    asked = REQUEST.encode()
    return body("plain", (asked + b"Ja.\n") * (size // len(asked)))


def _nearly_the_request(size: int) -> bytes:
    row = "> Har dere saker til møtet og hvem kommer fra dere til det neste møtet i Horten eller et annet sted?\n".encode()
    return body("plain", b"Ja.\n" + row * (size // len(row)))


def _long_words_quoted(size: int) -> bytes:
    row = b"> " + b"Hvem kommer fra " * 1_200 + b"\n"
    return body("plain", b"Ja.\n" + row * (size // len(row)))


def _bounce(size: int) -> bytes:
    return (
        HEAD
        + b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\nContent-Type: message/delivery-status\n\n"
        + b"Final-Recipient: rfc822; a@b.no\n\n" * (size // 34)
    )


def _returned_ids(size: int) -> bytes:
    head = HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\nContent-Type: message/rfc822\n\n"
    return head + b"Message-ID:\n <" * (size // 14)


def _calendar(size: int) -> bytes:
    head = HEAD + b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n"
    return head + b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.no\n" * (size // 42)


def _calendar_folds(size: int) -> bytes:
    return HEAD + b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nCOMMENT:" + b"\n \\n" * (size // 4)


def _calendar_depth(size: int) -> bytes:
    return HEAD + b"Content-Type: text/calendar; method=REPLY\n\n" + b"BEGIN:VEVENT\n" * (size // 13)


def _calendar_types(size: int) -> bytes:
    return HEAD + b"Content-Type: text/plain\n\n" + b"content-type: text/calendar\n\t\n\t" * (size // 31)


# --- files ----------------------------------------------------------------------------------------------------------------------


def filed(name: str, content: bytes) -> bytes:
    """An empty mail with a file."""
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\n\n--a\nContent-Type: application/octet-stream\n"
        + f"Content-Disposition: attachment; filename={name}\nContent-Transfer-Encoding: base64\n\n".encode()
        + b64encode(content)
        + b"\n--a--\n"
    )


def packed(name: str, xml: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr(name, xml)
    return out.getvalue()


def _word(inside: str) -> bytes:
    return packed("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'.encode())


def _word_bomb(size: int) -> bytes:
    return filed("a.docx", packed("word/document.xml", b"<a>" + b" " * (size * 19)))


def _word_paragraphs(size: int) -> bytes:
    return filed("a.docx", _word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * (size // 4)))


def _word_paragraphs_in_each_other(size: int) -> bytes:
    return filed("a.docx", _word("<w:p>" * min(size // 40, 250) + "<w:t>a</w:t>" * (size // 4)))


def _word_paragraphs_side_by_side(size: int) -> bytes:
    deep = "<w:p>" * 100 + "<w:t>a</w:t>" * 100 + "</w:p>" * 100
    return filed("a.docx", _word(deep * (size // 300)))


def _word_tags(size: int) -> bytes:
    return filed("a.docx", _word("<w:p>" + "<w:t/>" * (size * 2) + "</w:p>"))


def _word_attributes(size: int) -> bytes:
    return filed("a.docx", _word("<w:p " + " ".join(f"a{number}='b'" for number in range(size // 10)) + "/>"))


def _word_entities(size: int) -> bytes:
    rows = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 20))
    return filed("a.docx", packed("word/document.xml", f'<!DOCTYPE a [<!ENTITY a0 "a">{rows}]><a>{"&a19;" * (size // 6)}</a>'.encode()))


def _odt_paragraphs(size: int) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    deep = "<t:list-item>" * 100 + "<t:p>a</t:p>" * 500 + "</t:list-item>" * 100
    return filed("a.odt", packed("content.xml", f'<a xmlns:t="{space}">{deep * (size // 3_000)}</a>'.encode()))


def _zip_of_many_names(size: int) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for number in range(size // 150):
            package.writestr(f"a{number}", b"")
    return filed("a.docx", out.getvalue())


def _many_word_files(size: int) -> bytes:
    content = b64encode(packed("word/document.xml", b"<a>" + b"<b/>" * (size // 2)))
    part = b"--a\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=a.docx\n"
    part += b"Content-Transfer-Encoding: base64\n\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + (part + content + b"\n") * 40


def _large_file(size: int) -> bytes:
    return filed("a.bin", b"\x00\xff" * (size * 10))


def _large_text_file(size: int) -> bytes:
    return filed("a.txt", b"a\n" * (size * 10))


def _large_word_file(size: int) -> bytes:
    return filed("a.docx", b"PK\x03\x04" + b"PK\x05\x06" * (size * 3))


def _winmail(size: int) -> bytes:
    return filed("winmail.dat", b"\x78\x9f\x3e\x22" * size)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def stream(content: bytes, *, packing: bool = False) -> bytes:
    """A page's description, as an object."""
    data = zlib.compress(content) if packing else content
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), b" /Filter /FlateDecode" if packing else b"", data)


PAGE = b"<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F 5 0 R>> /XObject <</X 4 0 R>>>>>>"
FONT = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
CATALOGUE = b"<</Type /Catalog /Pages 2 0 R>>"
PAGES = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"


def _pdf_words(size: int) -> bytes:
    words = b"BT /F 9 Tf " + b"1 0 0 1 9 9 Tm (a b) Tj " * (size // 24) + b" ET"
    return filed("a.pdf", pdf(CATALOGUE, PAGES, PAGE, stream(words), FONT))


def _pdf_bomb(size: int) -> bytes:
    return filed("a.pdf", pdf(CATALOGUE, PAGES, PAGE, stream(b" " * (size * 50), packing=True), FONT))


def _pdf_of_itself(_: int) -> bytes:
    form = b"<</Type /XObject /Subtype /Form /Length 5 /Resources <</XObject <</X 4 0 R>>>>>>\nstream\n/X Do\nendstream"
    return filed("a.pdf", pdf(CATALOGUE, PAGES, PAGE, form, FONT))


def _pdf_pages_in_a_circle(_: int) -> bytes:
    return filed("a.pdf", pdf(CATALOGUE, b"<</Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 3>>"))


def _pdf_forms_of_forms(size: int) -> bytes:
    """Each form shows the next one ten times."""
    count = 6 + size // MILLION
    forms = [
        b"<</Type /XObject /Subtype /Form /Length 60 /Resources <</XObject <</X %d 0 R>>>>>>\nstream\n%b\nendstream"
        % (number + 1, b"/X Do " * 10)
        for number in range(6, 6 + count)
    ]
    page = b"<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</XObject <</X 6 0 R>>>>>>"
    return filed("a.pdf", pdf(CATALOGUE, PAGES, page, stream(b"/X Do"), FONT, *forms, stream(b"")))


def _pdf_without_table(size: int) -> bytes:
    return filed("a.pdf", b"%PDF-1.7\n" + b"1 0 obj\n" * (size // 8) + b"startxref\n0\n%%EOF")


def _pdf_tables_in_a_circle(_: int) -> bytes:
    made = pdf(CATALOGUE, PAGES, PAGE, stream(b""), FONT)
    at = made.rfind(b"xref\n0 ")
    return filed("a.pdf", made.replace(b"/Root", b"/Prev %d /Root" % at))


def _pdf_brackets(size: int) -> bytes:
    return filed("a.pdf", pdf(b"[" * (size // 4), PAGES))


def _pdf_tables_far_apart(size: int) -> bytes:
    return filed("a.pdf", b"%PDF-1.7\n" + b"1 0 obj\n" * 19_000 + b" " * size + b"startxref\n0\n%%EOF")


def _all_at_once(size: int) -> bytes:
    """Two forms of a text that is all cut, a PDF and Word files."""
    words = pdf(CATALOGUE, PAGES, PAGE, stream(b"BT /F 9 Tf " + b"(a b) Tj " * (size // 36) + b" ET"), FONT)
    mail = b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n"
    mail += b"--b\nContent-Type: text/plain\n\n" + b"Sendt fra min iPhone\n" * 5_990
    mail += b"--b\nContent-Type: text/html\n\n" + b"<p>Sendt fra min iPhone</p>" * 5_990 + b"\n--b--\n"
    files = [("a.pdf", words), *[("a.docx", _word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * (size // 40)))] * 4]
    for name, content in files:
        mail += b"--a\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
        mail += f"Content-Disposition: attachment; filename={name}\n\n".encode() + b64encode(content) + b"\n"
    return HEAD + mail
