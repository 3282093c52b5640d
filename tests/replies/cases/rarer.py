"""Rarer programs, rarer marks in Word, and the ways people sign with a name."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from html import escape

from tests.replies import quotes, skins
from tests.replies.case import INVITATION, Case, asked, quote, reply
from tests.replies.cases.text import plain
from tests.replies.clients import WORD_HEAD, Draft, chevrons, gmail, gmail_plain, outlook, outlook_plain, owa, phone
from tests.replies.content import Content, bullets, said
from tests.replies.mime import Head, Multi, Node, Part

HEAD = Head(name="Test Testesen", address="test.testesen@modum.example.no")
BODY: Content = ("Hei", "Modum har fått ny rv. 350, og det åpner for mer industri.", bullets("Tomter på Slettemoen", "Gassfylling"))
ASKED = said(asked())
ROWS = "<br>".join(f"<b>{label}:</b> {escape(value)}" for label, value in quotes.header(INVITATION))


def cases() -> list[Case]:
    return [*_names(), *_mid_text(), *_word_lists(), *_flow(), *_clients(), *_plain_clients()]


def _both(words: str, page: str) -> Node:
    return Multi("alternative", (Part(words), Part(page, "text/html")), "==rarer==")


def _names() -> list[Case]:
    made = (
        ("mvh-first-name", outlook, "Mvh", ("Test",), "The first name alone"),
        ("mvh-name-on-line", gmail, "Mvh Test", (), "«Mvh» and the first name on one line"),
        ("hilsen-name", phone, "Hilsen Test", (), "«Hilsen» and the first name on one line"),
        ("full-name", owa, "Vennlig hilsen Test Testesen", ("næringssjef", "Tlf. 90 00 00 00"), "«Vennlig hilsen» and the whole name on one line"),
        ("name-alone", plain(outlook_plain(INVITATION)), "Test", (), "Only the first name, no sign-off"),
        ("slash-name", plain(gmail_plain(INVITATION)), "/Test", (), "«/Test»"),
        ("hyphen-name", plain(gmail_plain(INVITATION)), "- Test", (), "«- Test» below a list"),
        ("name-and-title", outlook, "", ("Test Testesen", "Næringssjef", "Modum kommune", "M: +47 90 00 00 00", "test.testesen@modum.example.no"), "No sign-off: name, title, telephone"),
        ("name-in-bold-title", outlook, "Med vennlig hilsen", ("", "Test Testesen", "Næringssjef – Modum kommune", "Telefon: 32 00 00 00 – Mobil: 90 00 00 00", "", "MODUM – ET STED Å VOKSE", "www.example.no"), "A slogan inside the signature"),
        ("secretary-signs", outlook, "Vennlig hilsen", ("Test Testesen", "for ordføreren"), "Signs for another"),
    )
    return [reply(f"name-{slug}", client, Draft(BODY, quoted=INVITATION, closing=closing, signature=signature), note, cover=1, head=HEAD) for slug, client, closing, signature, note in made]


def _mid_text() -> list[Case]:
    """A covering note with its own sign-off, and the text below it."""
    note, below = "Hei, her er innspillet vårt.", ("INNSPILL FRA MODUM", "Vi ønsker en felles strategi for mineraler.", bullets("Kobolt", "Sølv"))
    text = f"{note}\n\n{said(below)}"
    made = f"{note}\n\nMvh\nTest Testesen\n\n{said(below)}\n\n{outlook_plain(INVITATION)}"
    page = WORD_HEAD.format(charset="utf-8") + skins.word((note, "Mvh\nTest Testesen", *below)) + f"<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{ROWS}<o:p></o:p></p></div></div>{skins.word(asked())}</div></body></html>"
    return [
        Case("note-signed-text-below-plain", Part(made), text, "The note is signed, and the text stands below the sign-off", head=HEAD),
        Case("note-signed-text-below-word", _both(made, page), text, "The same in Outlook", head=HEAD),
    ]


def _word_lists() -> list[Case]:
    def item(glyph: str, font: str, words: str, kind: str) -> str:
        return (
            f"<p class={kind} style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span style='font-family:{font};mso-fareast-font-family:{font}'><span style='mso-list:Ignore'>{glyph}"
            f"<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>{words}<o:p></o:p></p>"
        )

    made = (
        ("wingdings-square", "§", "Wingdings", "-", "«§» in Wingdings is a square"),
        ("wingdings-arrow", "Ø", "Wingdings", "-", "«Ø» in Wingdings is an arrow"),
        ("wingdings-tick", "ü", "Wingdings", "-", "«ü» in Wingdings is a tick"),
        ("hyphen-calibri", "-", "Calibri", "-", "A hyphen as the glyph"),
        ("dash", "–", '"Times New Roman"', "-", "An en dash as the glyph"),
    )
    found = []
    for slug, glyph, font, mark, note in made:
        kinds = ("MsoListParagraphCxSpFirst", "MsoListParagraphCxSpMiddle", "MsoListParagraphCxSpLast")
        words = ("Kornsilo", "Felles slakteri", "Bygdemølle")
        page = WORD_HEAD.format(charset="utf-8") + skins.normal("Hei") + skins.EMPTY + "".join(item(glyph, font, word, kind) for word, kind in zip(words, kinds, strict=True)) + "</div></body></html>"
        text = "Hei\n\n" + "\n".join(f"{mark} {word}" for word in words)
        found.append(Case(f"word-{slug}", _both("Hei\n\n" + "\n".join(f"  *   {word}" for word in words) + "\n", page), text, note, contribution=text.partition("\n\n")[2], head=HEAD))
    numbered = WORD_HEAD.format(charset="utf-8") + skins.normal("Hei") + "".join(item(f"{number}.", "Calibri", word, "MsoListParagraph") + (skins.normal("Mer om dette i møtet.") if number == 2 else "") for number, word in ((1, "Vei"), (2, "Vann"), (3, "Avløp"))) + "</div></body></html>"
    text = "Hei\n\n1. Vei\n2. Vann\n\nMer om dette i møtet.\n\n3. Avløp"
    return [*found, Case("word-numbers-go-on", _both(text + "\n", numbered), text, "A paragraph inside a numbered list; the numbers go on after it", contribution=text.partition("\n\n")[2], head=HEAD)]


def _flow() -> list[Case]:
    def page(inner: str) -> Node:
        return Part(f"<html><body>\n{inner}\n</body></html>", "text/html")

    plain_text = "Hei\n\nModum kommune har vedtatt en ny plan for næringsareal."
    split = "<p>Hei</p>\n<p>Modum\n   kommune har\nvedtatt en ny plan\n  for næringsareal.</p>"
    inline = "<p>Hei</p><p>Modum <b>kom</b><i>mune</i> har <span>ved</span><span>tatt</span> en ny&#8203; plan for nærings<wbr>areal.</p>"
    started = '<p>Hei</p><ol><li>Skole</li><li>Vei</li></ol><p>Og så:</p><ol start="3"><li>Helse</li></ol>'
    mixed = "<p>Hei</p><ol><li>Skole<ul><li>Ny fløy</li><li>Uteområde</li></ul></li><li>Vei</li></ol>"
    pre = "<pre>Hei\n\nModum kommune har vedtatt en ny plan for næringsareal.\n</pre>"
    return [
        Case("flow-source-lines", page(split), plain_text, "Line ends in the source are white space", head=HEAD),
        Case("flow-inline-tags", page(inline), plain_text, "Tags inside words, a zero-width space, wbr", head=HEAD),
        Case("flow-list-start", page(started), "Hei\n\n1. Skole\n2. Vei\n\nOg så:\n\n3. Helse", "ol with start=3", head=HEAD),
        Case("flow-bullets-in-numbers", page(mixed), "Hei\n\n1. Skole\n  - Ny fløy\n  - Uteområde\n2. Vei", "ul in ol", head=HEAD),
        Case("flow-pre", page(pre), plain_text, "Text in pre", head=HEAD),
    ]


def _clients() -> list[Case]:
    """HTML of programs that are seldom seen here."""
    own, shown = skins.gmail(BODY), skins.gmail(asked())
    line = escape(quotes.gmail(INVITATION))
    who = "Sekretariatet &lt;post@example.no&gt;"
    made = (
        ("gmail-extra", f'<div dir="ltr">{own}</div><div class="gmail_extra"><br><div class="gmail_quote">{line}<br><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{shown}</blockquote></div><br></div>', "Gmail of some years ago"),
        ("yahoo", f'<div class="ydp1">{own}</div><div><br></div><div id="ydp2yahoo_quoted_77" class="yahoo_quoted"><div>Den torsdag 28. oktober 2027 kl. 09:00:00 CEST skrev {who}:</div><div><br></div><div>{shown}</div></div>', "Yahoo Mail"),
        ("proton", f'<div>{own}</div><div class="protonmail_signature_block"><div>Sendt med Proton Mail sikker e-post.</div></div><div class="protonmail_quote">Den torsdag, 28. oktober 2027 kl. 09:00 skrev {who}:<br><blockquote class="protonmail_quote" type="cite">{shown}</blockquote></div>', "Proton Mail"),
        ("zimbra", f'<div style="font-family: arial">{own}<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF"><b>Fra: </b>"Sekretariatet" &lt;post@example.no&gt;<br><b>Til: </b>"Medlemmer"<br><b>Sendt: </b>Torsdag 28. oktober 2027 09:00:00<br><b>Emne: </b>Innkalling<br></blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid #1010FF">{shown}</blockquote></div></div>', "Zimbra"),
        ("owa-2010", f'<div style="direction: ltr;font-family: Tahoma;font-size: 10pt;">{own}<div style="font-size: 16px"><hr tabindex="-1"><div style="direction: ltr;" id="divRpF123456"><font face="Tahoma" size="2" color="#000000">{ROWS}<br></font><br></div><div></div><div>{shown}</div></div></div>', "Outlook Web App 2010: divRpF and a number"),
        ("roundcube", f'{skins.simple(BODY)}<div id="signature"></div><p id="reply-intro">Sekretariatet skrev den 2027-10-28 09:00:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid">{skins.simple(asked())}</blockquote>', "Roundcube"),
        ("samsung", f'<div dir="auto">{own}</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">Sendt fra min Galaxy</div></div><div dir="auto"><br></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Opprinnelig melding --------</div><div>Fra: {who} </div><div>Dato: 28.10.2027  09:00  (GMT+01:00) </div><div>Til: medlem@modum.example.no </div><div>Emne: Innkalling </div><div><br></div></div>{shown}', "Samsung Mail"),
        ("spark", f'<div name="messageBodySection"><div dir="auto">{own}</div></div><div name="messageSignatureSection"><br><div class="matchFont">Mvh<br>Test Testesen</div></div><div name="messageReplySection">28. okt. 2027 kl. 09:00 +0200 skrev {who}:<br><blockquote type="cite" style="border-left-color: grey" class="spark_quote">{shown}</blockquote></div>', "Spark"),
        ("em-client", f'<div>{own}</div><div><br></div><div id="x9f"><div>------ Opprinnelig melding ------</div><div>Fra "Sekretariatet" &lt;<a href="mailto:post@example.no">post@example.no</a>&gt;</div><div>Til "Medlem" &lt;medlem@modum.example.no&gt;</div><div>Dato 28.10.2027 09:00:00</div><div>Emne Innkalling</div></div><div><br></div><div id="x9g"><blockquote cite="post@example.no" type="cite" class="cite2">{shown}</blockquote></div>', "eM Client: labels without colons"),
        ("border-pt-cm", f'<div class="WordSection1">{skins.word(BODY)}<div style="border-right:none;border-bottom:none;border-left:none;border-image:initial;border-top:1pt solid rgb(225, 225, 225);padding:3pt 0cm 0cm"><p class="MsoNormal">{ROWS}</p></div>{skins.word(asked())}</div>', "Outlook's border in another notation"),
        ("signature-class", f'<div>{own}</div><div class="Signature"><p>Med vennlig hilsen</p><p>Test Testesen</p></div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{ROWS}</div>{shown}', "A signature marked by its class"),
        ("no-mark-at-all", f"<div>{own}</div><div><br></div><div>{shown}</div>", "The request repeated without any mark"),
    )
    return [Case(f"client-{slug}", Part(f"<html><head></head><body>{page}</body></html>", "text/html"), said(BODY), note, contribution=said(BODY[1:]), head=HEAD) for slug, page, note in made]


def _plain_clients() -> list[Case]:
    made = (
        ("groupwise", f'>>> "Sekretariatet" <post@example.no> 28.10.2027 09:00 >>>\n\n{ASKED}', "GroupWise"),
        ("notes", f"Fra:\tSekretariatet/Fylke\nTil:\tMedlemmer\nDato:\t28.10.2027 09:00\nEmne:\tInnkalling\n\n{ASKED}", "Notes: labels and tabs, no address"),
        ("apple-new", f"> Den 28. okt. 2027 kl. 09:00 skrev Sekretariatet <post@example.no>:\n> \n{chevrons(ASKED)}", "Apple Mail's attribution is itself quoted"),
        ("bar-quotes", "Sekretariatet skrev 28.10.2027 09:00:\n" + "\n".join(f"| {row}".rstrip() for row in ASKED.split("\n")), "Bars instead of chevrons"),
        ("no-mark-at-all", ASKED, "The request repeated without any mark"),
        ("swedish-original", f"-----Ursprungligt meddelande-----\n{quotes.plain_header(quote('sv'))}\n\n{ASKED}", "«Ursprungligt meddelande»"),
        ("danish-original", f"-----Oprindelig meddelelse-----\n{quotes.plain_header(quote('da'))}\n\n{ASKED}", "«Oprindelig meddelelse»"),
        ("german-original", f"-----Ursprüngliche Nachricht-----\n{quotes.plain_header(quote('de'))}\n\n{chevrons(ASKED)}", "«Ursprüngliche Nachricht»"),
        ("nynorsk-original", f"-----Opphavleg melding-----\n{quotes.plain_header(quote('nn'))}\n\n{ASKED}", "«Opphavleg melding»"),
    )
    return [reply(f"plain-{slug}", plain(quoted), Draft(BODY, closing="Mvh", signature=("Test Testesen",)), note, cover=1, head=HEAD) for slug, quoted, note in made]
