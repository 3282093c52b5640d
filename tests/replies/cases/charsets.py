"""Charsets labelled right and wrong, transfer encodings, one part only, and HTML that no editor would write."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from dataclasses import replace
from functools import partial

from tests.replies.case import INVITATION, Case, quote, reply
from tests.replies.cases.kinds import PIXEL
from tests.replies.clients import Draft, apple, gmail, html_only, outlook, owa, plain_only, text
from tests.replies.content import Content, bullets, said
from tests.replies.mime import File, Head, Multi, Node, Part

HEAD = Head(name="Avdelingsleder, Sørum kommune", address="leder@sorum.example.no")
BODY: Content = ("Hei,", "Vi ønsker å ta opp støy fra øvingsområdet på Ørje.", bullets("Måling på åtte gårder", "Ærlig dialog med Forsvaret"))
DRAFT = Draft(BODY, quoted=INVITATION, closing="Vennlig hilsen", signature=("Avdelingsleder",))
DASHED: Content = ("Hei – kort om «byløftet»:", "Prisen er 200 € per måned … og “alle” er fornøyd.")


def cases() -> list[Case]:
    return [*_labels(), *_one_part(), *_odd()]


def _case(slug: str, node: Node, note: str, body: Content = BODY, cover: int | None = 1) -> Case:
    return Case(slug, node, said(body), note, contribution=None if cover is None else said(body[cover:]), head=HEAD)


def _labels() -> list[Case]:
    dashed = replace(DRAFT, body=DASHED)
    return [
        _case("charset-cp1252-as-utf8", plain_only(outlook(DRAFT), charset="cp1252", label="utf-8"), "cp1252 bytes labelled utf-8"),
        _case("charset-utf8-as-latin1", plain_only(outlook(DRAFT), label="iso-8859-1"), "utf-8 bytes labelled iso-8859-1"),
        _case("charset-utf8-as-latin1-html", html_only(gmail(DRAFT), label="iso-8859-1"), "The same in HTML without a meta tag"),
        _case("charset-cp1252-as-latin1", plain_only(outlook(dashed), charset="cp1252", label="iso-8859-1"), "Dash, quotes and euro sign of cp1252 labelled iso-8859-1", DASHED, cover=None),
        _case("charset-unknown", plain_only(outlook(DRAFT), label="x-unknown"), "An unknown charset"),
        _case("charset-none-8bit", plain_only(outlook(DRAFT), label="", encoding="8bit"), "No charset, 8bit utf-8"),
        _case("charset-ascii-8bit", plain_only(outlook(DRAFT), label="us-ascii", encoding="8bit"), "us-ascii, but 8bit utf-8"),
        _case("charset-latin1", plain_only(outlook(DRAFT), charset="iso-8859-1"), "iso-8859-1, rightly labelled, quoted-printable"),
        _case("charset-latin15-base64", plain_only(outlook(DRAFT), charset="iso-8859-15", encoding="base64"), "iso-8859-15, base64"),
        _case("charset-cp1252-html-as-utf8", html_only(owa(DRAFT), charset="cp1252", label="utf-8"), "cp1252 HTML labelled utf-8 in header and meta"),
        _case("charset-entities", html_only(owa(DRAFT), charset="us-ascii", label="us-ascii"), "Every letter beyond ASCII as a numeric entity"),
        reply("charset-utf8-bom", lambda draft: Part("\ufeff" + said(draft.body) + "\n"), DRAFT, "A byte order mark first", cover=1, head=HEAD),
        reply("charset-decomposed", gmail, Draft(("Hei", "A\u030apning av broen pa\u030a lørdag."), quoted=INVITATION, closing="Mvh", signature=("Leder",)), "å as a and a ring, from an older Mac", cover=1, head=HEAD),
    ]


def _one_part() -> list[Case]:
    return [
        _case("html-only-outlook", html_only(outlook(DRAFT)), "Outlook, HTML only"),
        _case("html-only-base64", html_only(owa(DRAFT), encoding="base64"), "Outlook on the web, HTML only, base64"),
        _case("html-only-gmail", html_only(gmail(DRAFT), encoding="base64"), "Gmail, HTML only"),
        _case("html-only-apple", html_only(apple(DRAFT), encoding="8bit"), "Apple Mail, HTML only, 8bit"),
        _case("empty-plain-part", _with_plain(outlook(DRAFT), " \n"), "The plain part is empty, the HTML is not"),
        _case("useless-plain-part", _with_plain(owa(DRAFT), "Denne meldingen er i HTML-format. Bruk et program som kan vise HTML.\n"), "The plain part only says that there is HTML"),
        _case("mixed-disclaimer-part", Multi("mixed", (plain_only(outlook(DRAFT)), Part("Denne e-posten er skannet for virus.\n")), "==mixed=="), "A virus scanner's notice as a part of its own"),
        reply("text-mac-lines", partial(text, quote="", label="utf-8"), Draft(BODY, closing="", signature=()), "Text alone, nothing quoted", cover=1, head=HEAD),
        _case("no-content-type", _bare(), "No content type at all: ASCII text", ("Hei", "Vi har en sak om vann.")),
    ]


class _Bare:
    @staticmethod
    def raw() -> bytes:
        return b"\r\nHei\r\n\r\nVi har en sak om vann.\r\n\r\nMvh\r\nAvdelingsleder\r\n"


def _bare() -> Node:
    return _Bare()  # type: ignore[return-value]  # it has the one method that is asked for


def _with_plain(node: Node, words: str) -> Node:
    match node:
        case Multi(parts=(Part() as plain, page)):
            return replace(node, parts=(replace(plain, text=words), page))
    raise ValueError(node)


def _page(inner: str, plain: str = "") -> Node:
    page = Part(f"<html><body>{inner}</body></html>", "text/html", encoding="base64")
    return Multi("alternative", (Part(plain), page), "==odd==") if plain else page


def _rest(node: Node) -> str:
    """What stands inside the body of a message's page."""
    page = html_only(node)
    assert isinstance(page, Part)
    return page.text.partition('<body dir="ltr">')[2].partition("</body>")[0]


def _odd() -> list[Case]:
    words: Content = ("Hei", "Vi melder om ny gang- og sykkelvei.")
    markup = "".join(f"<p>{line}</p>" for line in map(str, words))
    deep = "<div>" * 3000 + markup + "</div>" * 3000
    return [
        _case("deep-3000", _page(deep), "3 000 nested divs", words),
        _case("deep-quote", _page(markup + "<blockquote type=cite>" * 400 + "<p>Gammel tekst.</p>" + "</blockquote>" * 400), "400 nested quotes under the text", words),
        _case("unclosed-tags", _page("<p>Hei<p>Vi melder om ny gang- og <b>sykkelvei.<p></i></table>"), "Tags that never close, and ends without a start", words),
        _case("script-and-style", _page(f"<style>p{{color:red}}</style><script>alert('nei')</script>{markup}<template><p>Mal</p></template><svg><text>Kart</text></svg>"), "Script, style, template and svg are no text", words),
        _case("hidden-text", _page(f'<div style="display:none">Skjult ingress</div><span style="font-size:0px">usynlig</span><p hidden>Borte</p>{markup}'), "Three ways to hide text", words),
        _case("comment-conditional", _page(f"<!--[if mso]><p>Bare for Word</p><![endif]--><!--[if !mso]><!-->{markup}<!--<![endif]-->"), "Conditional comments: Word's side hidden, the other shown", words),
        _case("nbsp-and-soft-hyphen", _page("<p>Hei</p><p>Vi&nbsp;melder om ny gang- og sykkel&shy;vei.</p>"), "No-break space and a soft hyphen", words),
        _case("br-paragraphs", _page("Hei<br><br>Vi melder om ny gang- og sykkelvei.<br><br>Mvh<br>Avdelingsleder"), "Only line breaks, no paragraphs", words),
        _case("notes-client", _page('<font size=2 face="sans-serif">Hei</font><br><br><font size=2 face="sans-serif">Vi melder om ny gang- og sykkelvei.</font><br><br><font size=2>Med vennlig hilsen<br>Avdelingsleder</font><br><br><br><table width=100%><tr><td><font size=1>Fra: </font><td><font size=1>&quot;Sekretariatet&quot; &lt;post@example.no&gt;</font><tr><td><font size=1>Til: </font><td><font size=1>Medlemmer</font><tr><td><font size=1>Dato: </font><td><font size=1>28.10.2027 09:00</font><tr><td><font size=1>Emne: </font><td><font size=1>Innkalling</font></table><hr noshade><br><font size=2>Vi innkaller til møte i faggruppe for næringssamarbeid torsdag 4. november 2027.</font>'), "Notes: the header block is a table", words),
        _case("one-div-for-all", _page(f"<div><div>{markup}</div>{_rest(owa(Draft((), closing='', signature=(), quoted=INVITATION)))}</div>"), "One div around the reply and the quote", words),
        _case("all-in-gmail-quote", _page(f'<div class="gmail_quote"><div dir="ltr">{markup}</div></div>'), "A new mail wholly inside gmail_quote, nothing quoted", words),
        _case("apple-two-texts", Multi("mixed", (Part("Hei\n\n"), PIXEL, Part("\n\nVi melder om ny gang- og sykkelvei.\n\nSendt fra min iPad\n")), "Apple-Mail=_two"), "A picture between two text parts", words),
        _case("signed-smime", Multi("signed", (outlook(Draft(words, quoted=INVITATION, closing="Mvh", signature=("Avdelingsleder",))), File("smime.p7s", "application/pkcs7-signature", b"0\x80\x06")), "--smime", '; protocol="application/pkcs7-signature"; micalg=sha-256'), "S/MIME: multipart/signed around the message", words),
        _case("mailing-list-footer", Part("Hei\n\nVi melder om ny gang- og sykkelvei.\n\nMvh\nAvdelingsleder\n\n_______________________________________________\nFaggruppen mailing list\nfaggruppen@lists.example.no\nhttps://lists.example.no/faggruppen\n"), "A mailing list's footer under the sign-off", words),
        reply("signature-picture", outlook_with_picture, Draft(("Hei", "Vi vil vise film fra havna."), quoted=quote(), closing="Mvh", signature=("Havnesjef",)), "An inline logo in multipart/related", cover=1, head=HEAD),
    ]


def outlook_with_picture(draft: Draft) -> Node:
    return Multi("related", (outlook(draft), PIXEL), "_004_related_")
