"""What each mail program does to a reply, and the text that a person wrote in it."""

import pytest

from tests.papers.reply.conftest import Post

WORD = "<p class=MsoNormal>{}<o:p></o:p></p>"
OUTLOOK_HEAD = (
    "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Fra:</b> "
    "Sekretariatet &lt;sekretariat@example.no&gt; "
    "<br><b>Sendt:</b> torsdag 28. oktober 2027 09:00<br><b>Til:</b> Kari Nordmann &lt;kari@example.no&gt;<br><b>Emne:</b> "
    "Innkalling<o:p></o:p></p></div></div>"
)
REQUEST = (
    "<p class=MsoNormal>Hei!</p><p class=MsoNormal>Har dere saker til møtet?</p><p class=MsoNormal>Med vennlig hilsen</p>"
    "<p class=MsoNormal>Sekretariatet</p>"
)


def word(*lines: str) -> str:
    return "".join(WORD.format(line) for line in lines)


OUTLOOK = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal{margin:0}</style></head><body lang=NO-BOK><div "
    "class=WordSection1>"
    + word("Hei,", "&nbsp;", "Vi har to saker:")
    + "<p class=MsoListParagraph style='margin-left:36pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
    "<span style='font-family:Symbol'>"
    "<span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; "
    "</span></span></span><![endif]>Ny ferge<o:p></o:p></p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
    "style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>Ny bro<o:p></o:p></p>"
    + word(
        "&nbsp;",
        "Med vennlig hilsen",
        "&nbsp;",
        "<b>Kari Nordmann</b>",
        "Næringssjef",
        "Horten kommune",
        "Tlf. 99 99 99 99 | <a href='https://horten.example.no'>horten.example.no</a>",
        "<i>Sammen skaper vi framtiden</i>",
    )
    + OUTLOOK_HEAD
    + REQUEST
    + "</div></body></html>"
)
OWA = (
    "<div style='font-family:Calibri' class='elementToProof'>Hei</div><div class='elementToProof'><br></div><div "
    "class='elementToProof'>Ingen saker fra oss.</div>"
    "<div id='Signature'><div>Med vennlig hilsen</div><div>Kari Nordmann</div></div><div id='appendonsend'></div><hr "
    "style='display:inline-block;width:98%' tabindex='-1'>"
    "<div id='divRplyFwdMsg' dir='ltr'><font face='Calibri'><b>Fra:</b> Sekretariatet "
    "&lt;sekretariat@example.no&gt;<br><b>Sendt:</b> 28. oktober 2027 09:00<br><b>Til:</b> Kari<br>"
    "<b>Emne:</b> Innkalling</font><div>&nbsp;</div></div><div>Hei! Har dere saker?</div><div>Sekretariatet</div>"
)
IOS = (
    "<div dir='auto'>Vi har ingen saker.</div><div id='ms-outlook-mobile-signature'>Hent <a href='https://aka.ms/o0ukef'>Outlook for "
    "iOS</a></div>"
    "<div id='mail-editor-reference-message-container' dir='auto'><div class='ms-outlook-mobile-reference-message'><hr><b>Fra:</b> "
    "Sekretariatet &lt;s@example.no&gt;<br>"
    "<b>Sendt:</b> torsdag, oktober 28, 2027 9:00 AM<br><b>Til:</b> Kari<br><b>Emne:</b> Innkalling</div><div>Har dere saker?</div></div>"
)
GMAIL = (
    "<div dir='ltr'>Hei<div><br></div><div>Vi har <b>én</b> sak: bro.</div><div><br clear='all'><div><span "
    "class='gmail_signature_prefix'>-- </span><br>"
    "<div dir='ltr' class='gmail_signature' data-smartmail='gmail_signature'>Kari Nordmann</div></div></div></div><br><div "
    "class='gmail_quote'>"
    "<div dir='ltr' class='gmail_attr'>tor. 28. okt. 2027 kl. 09:00 skrev Sekretariatet &lt;<a "
    "href='mailto:s@example.no'>s@example.no</a>&gt;:<br></div>"
    "<blockquote class='gmail_quote' style='margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex'><div>Har dere "
    "saker?</div></blockquote></div>"
)
GMAIL_INLINE = (
    "<div dir='ltr'><div dir='ltr'>Svar under.</div><br><div class='gmail_quote'><div dir='ltr' class='gmail_attr'>tor. 28. okt. "
    "2027 kl. 09:00 skrev S &lt;s@example.no&gt;:<br></div>"
    "<blockquote class='gmail_quote' style='border-left:1px solid'>Har dere saker?</blockquote><div>Ja, to.</div><blockquote "
    "class='gmail_quote' style='border-left:1px solid'>Hvem kommer?</blockquote>"
    "<div>Jeg kommer.</div></div></div>"
)
APPLE = (
    "<html><body style='overflow-wrap: break-word'>Vi har en sak.<br id='lineBreakAtBeginningOfSignature'><div dir='ltr'>Sendt fra "
    "min iPhone</div><div dir='ltr'><br><blockquote type='cite'>"
    "28. okt. 2027 kl. 09:00 skrev Sekretariatet &lt;s@example.no&gt;:<br><br></blockquote></div><blockquote type='cite'><div "
    "dir='ltr'>Har dere saker?</div></blockquote></body></html>"
)
THUNDERBIRD = (
    "<p>Vi har en sak.</p><div class='moz-signature'>-- <br>Kari</div><div class='moz-cite-prefix'>Den 28.10.2027 09:00, skrev "
    "Sekretariatet:<br></div>"
    "<blockquote type='cite' cite='mid:x'><p>Har dere saker?</p></blockquote>"
)
RED = (
    word("Hei, se svar med rødt under.", "Mvh Kari")
    + OUTLOOK_HEAD
    + "<p class=MsoNormal>1. Har dere saker?</p><p class=MsoNormal><span style='color:red'>Ja, to saker.</span></p>"
    "<p class=MsoNormal>2. Hvem kommer? <span style='color:#C00000'>Jeg.</span></p>"
)
INDENT = (
    "<div>Dette sa statsråden:</div><blockquote style='margin:0 0 0 40px;border:none;padding:0px'><div>Alle skal med."
    "</div></blockquote><div>Vi er enige.</div>"
)
TABLE = "<p>Tiltak:</p><table><tr><th>Tiltak</th><th>Frist</th></tr><tr><td>Bro</td><td>2028</td></tr></table>"
NESTED = "<p>Saker:</p><ol><li>Vei<ul><li>E18</li></ul></li><li>Skole</li></ol>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (OUTLOOK, "Hei,\n\nVi har to saker:\n- Ny ferge\n- Ny bro"),
        (OWA, "Hei\n\nIngen saker fra oss."),
        (IOS, "Vi har ingen saker."),
        (GMAIL, "Hei\n\nVi har én sak: bro."),
        (GMAIL_INLINE, "Svar under.\n\nJa, to.\n\nJeg kommer."),
        (APPLE, "Vi har en sak."),
        (THUNDERBIRD, "Vi har en sak."),
        (RED, "Hei, se svar med rødt under.\nJa, to saker.\nJeg."),
        (INDENT, "Dette sa statsråden:\n\nAlle skal med.\n\nVi er enige."),
        (TABLE, "Tiltak:\n\nTiltak\tFrist\nBro\t2028"),
        (NESTED, "Saker:\n\n1. Vei\n    - E18\n2. Skole"),
    ],
    ids=["outlook", "owa", "ios", "gmail", "gmail-inline", "apple", "thunderbird", "red", "indent", "table", "nested"],
)
def test_html(post: Post, html: str, text: str) -> None:
    found = post(html=html)

    assert found.text.split() == text.split()
    assert found.text == text


QUOTE = "> Hei!\n> Har dere saker til møtet?\n>\n> Sekretariatet\n"
HEADER = (
    "Fra: Sekretariatet <sekretariat@example.no>\nSendt: torsdag 28. oktober 2027 09:00\nTil: Kari Nordmann "
    "<kari@example.no>\nEmne: Innkalling\n\nHei!\nHar dere saker?\n"
)


@pytest.mark.parametrize(
    ("mail", "text"),
    [
        (f"Vi har en sak.\n\ntor. 28. okt. 2027 kl. 09:00 skrev Sekretariatet <sekretariat@example.no>:\n\n{QUOTE}", "Vi har en sak."),
        (f"Vi har en sak.\n\ntor. 28. okt. 2027 kl. 09:00 skrev Sekretariatet <\nsekretariat@example.no>:\n\n{QUOTE}", "Vi har en sak."),
        (f"Vi har en sak.\n\ntor. 28. okt. 2027 kl. 09:00 skrev Sekretariatet <sekretariat@example.no\n>:\n\n{QUOTE}", "Vi har en sak."),
        (f"Vi har ei sak.\n\nDen tor. 28. okt. 2027 kl. 09:00 skreiv Sekretariatet <s@example.no>:\n{QUOTE}", "Vi har ei sak."),
        (f"Vi har en sak.\n\nDen 28.10.2027 09:00, skrev Sekretariatet:\n{QUOTE}", "Vi har en sak."),
        (f"En sak.\n\nOn Thu, 28 Oct 2027 at 09:00, The Secretariat <s@example.no> wrote:\n{QUOTE}", "En sak."),
        (f"Eine.\n\nAm Do., 28. Okt. 2027 um 09:00 Uhr schrieb Sekretariat <s@example.no>:\n{QUOTE}", "Eine."),
        (f"Vi har en sak.\n\n{HEADER}", "Vi har en sak."),
        (f"Vi har ei sak.\n\nVenleg helsing\nKari Nordmann\nRådgjevar\n\n{HEADER.replace('Fra:', 'Frå:')}", "Vi har ei sak."),
        (f"Vi har en sak.\n\n-----Opprinnelig melding-----\n{HEADER}", "Vi har en sak."),
        (f"Vi har en sak.\n\nHent Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n{HEADER}", "Vi har en sak."),
        (f"Hei\n\n> Har dere saker?\n\nJa, to.\n\n> Hvem kommer?\n\nJeg.\n\nMvh\nKari\n\n{QUOTE}", "Hei\n\nJa, to.\n\nJeg."),
        (
            "Den nye fergelinjen starter 1. april, og\nden er fin.\n\ntor. 28. okt. 2027 kl. 09:00 skrev S <s@example.no>:\n> Hei",
            "Den nye fergelinjen starter 1. april, og\nden er fin.",
        ),
        ("Vi har en sak.\n\n--\u0020\nKari Nordmann\nHorten kommune", "Vi har en sak."),
        ("Vi har en sak. Mvh Kari", "Vi har en sak."),
        (
            (
                "Vi har en sak.\n\nHilsen Kari\n\nPS: Vi blir to på møtet.\n\nDenne e-posten er konfidensiell. Hvis du har mottatt den "
                "ved en feil, slett den."
            ),
            "Vi har en sak.\n\nPS: Vi blir to på møtet.",
        ),
        ("EKSTERN E-POST: Ikke klikk på lenker eller vedlegg.\n\nVi har en sak.", "Vi har en sak."),
        ("[EXTERNAL] Vi har en sak.", "Vi har en sak."),
    ],
)
def test_plain(post: Post, mail: str, text: str) -> None:
    assert post(mail).text == text


KEPT = [
    "Den 7. november skrev vi under avtalen:\n\nBroen skal stå klar i 2030.",
    "Den 3. oktober skrev departementet til oss:\n\nDere får 10 millioner.",
    "Fra: Bygdelista\nTil: orientering for alle\nEmne: ferge\n\nVi vil ha ferge.",
    "Til: alle kommuner\n\nVi inviterer til seminar.",
    (
        "Takk for sist! Det var et fint møte.\n\nTaket på rådhuset er ferdig.\nKhrono skrev om oss.\nHilsen fra ordføreren ble lest "
        "opp.\nVi fikk svar."
    ),
    "Del 1\n____________\nDel 2\n\n---\n\nDel 3",
    "Saker:\n- Vei\n- Skole\n- Helse",
    "Hilsen fra ordføreren ble lest opp på torget.\n\nDet var mange der, og vi var glade.",
    "Vi svarte slik:\n\nMed vennlig hilsen er en fin avslutning, sa rådmannen, og vi var enige i det.",
    "Veksten er\n> 5 prosent i år.",
    "28. oktober møtes vi på rådhuset.\n29. oktober er det fest.",
    "Vi sendte e-post fra kommunen til alle.\nSendt fra kommunen i går: høringssvar.",
]


@pytest.mark.parametrize("mail", KEPT)
def test_nothing_is_cut_that_is_not_history(post: Post, mail: str) -> None:
    assert post(mail).text.split() == mail.split()
    assert post(html="".join(f"<p>{line}</p>" for line in mail.replace(">", "&gt;").split("\n"))).text.split() == mail.split()
