"""Mails that were tried on a reader to break it: answers on the line of the question, partial quotes, text after the sign-off, short answers."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from tests.replies import quotes, skins
from tests.replies.case import INVITATION, Case, asked
from tests.replies.cases.kinds import SENT_ON, invite
from tests.replies.clients import WORD_HEAD, Draft, apple, chevrons, gmail, iphone, outlook, outlook_plain, owa, phone, plain_only
from tests.replies.content import said
from tests.replies.mime import Head, Multi, Part
from tests.replies.quotes import Quoted

HEAD = Head(name="Test Testesen", address="test.testesen@modum.example.no")
ASKED = said(asked())
QUOTE = outlook_plain(INVITATION)
ATTRIBUTION = quotes.gmail(INVITATION)
FIRST, SECOND = "siden sist?", "for de andre?"


def cases() -> list[Case]:
    return [*_answers(), *_colours(), *_threads(), *_own_text(), *_nothing(), *_pages(), *_kinds()]


def _case(slug: str, words: str, text: str, note: str, *, known: bool = True, verdict: str = "contribution") -> Case:
    return Case(f"hard-{slug}", Part(words + "\n"), text, note, verdict, head=HEAD, request="innkalling" if known else "")


def _answers() -> list[Case]:
    same_line = ASKED.replace(FIRST, f"{FIRST} Ny skole er åpnet.").replace(SECOND, f"{SECOND} Jernbanen.")
    prefixed = ASKED.replace(FIRST, f"{FIRST}\n  [Modum:] Ny skole.").replace(SECOND, f"{SECOND}\n  [Modum:] Jernbanen.")
    listed = chevrons(ASKED).replace("> - Hvilke", "\n- Ny skole\n- Ny bro\n\n> - Hvilke")
    partial = "> - Hva er nytt hos dere siden sist?\nNy skole.\n> - Hvilke saker vil dere løfte for de andre?\nJernbanen.\nOg veien.\n\nMvh\nTest"
    answered = "Ny skole.\nJernbanen.\nOg veien."
    copied = "Hei\n\nHva er nytt hos dere siden sist?\nNy skole.\n\nHvilke saker vil dere løfte for de andre?\nJernbanen."
    return [
        _case("same-line-chevrons", f"{ATTRIBUTION}\n\n{chevrons(same_line)}", "Ny skole er åpnet.\n\nJernbanen.", "Answers on the quoted line of the question"),
        _case("same-line-unmarked", f"Se svar under.\n\nMvh\nTest\n\n{quotes.plain_header(INVITATION)}\n\n{same_line}", "Se svar under.\n\nNy skole er åpnet.\n\nJernbanen.", "The same in an unmarked quote"),
        _case("prefixed", f"Hei, svar i klammer.\n\n{quotes.plain_header(INVITATION)}\n\n{prefixed}", "Hei, svar i klammer.\n\n[Modum:] Ny skole.\n[Modum:] Jernbanen.", "Answers with a name in brackets"),
        _case("list-as-answer", f"Hei\n\n{ATTRIBUTION}\n{listed}", "Hei\n\n- Ny skole\n- Ny bro", "A list as the answer"),
        _case("list-as-answer-unknown", f"Hei\n\n{ATTRIBUTION}\n{listed}", "Hei\n\n- Ny skole\n- Ny bro", "A list as the answer, the letter not known", known=False),
        _case("partial-quote", f"{ATTRIBUTION}\n{partial}", answered, "Only the questions are quoted"),
        _case("partial-quote-unknown", f"{ATTRIBUTION}\n{partial}", answered, "Only the questions are quoted, the letter not known", known=False),
        _case("partial-quote-no-attribution", f"Hei!\n\n{partial}", f"Hei!\n\n{answered}", "Only the questions are quoted, without an attribution"),
        _case("questions-copied", f"{copied}\n\nMvh\nTest", copied, "The questions are copied as headings, and nothing is quoted"),
    ]


def _colours() -> list[Case]:
    found = []
    for slug, colour in (("dark-red", "color:#C00000"), ("green", "color:#00B050"), ("yellow", "color:windowtext;background:yellow"), ("theme", "color:#FF0000;mso-themecolor:accent1")):
        for known in (True, False):
            answer = f"<p class=MsoNormal><span style='{colour}'>Ny skole er åpnet.</span><o:p></o:p></p>"
            pieces = "\n".join(skins.word((piece,)) + ("" if isinstance(piece, str) else answer) for piece in asked())
            page = (
                WORD_HEAD.format(charset="utf-8") + skins.word(("Hei, se farget tekst.",))
                + f"<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{quotes.html_header(INVITATION)}<o:p></o:p></p></div></div>\n{pieces}</div></body></html>"
            )
            found.append(Case(f"hard-colour-{slug}{'' if known else '-unknown'}", Part(page, "text/html"), "Hei, se farget tekst.\n\nNy skole er åpnet.", f"Answered with {colour}", head=HEAD, request="innkalling" if known else ""))
    return found


def _threads() -> list[Case]:
    """The member's own earlier answer stands further down."""
    own = Quoted(("Hei", "Ny skole i Vikersund.", "Mvh\nTest Testesen"), name=HEAD.name, address=HEAD.address, to="Sekretariatet", earlier=INVITATION)
    draft = Draft(("Hei", "Skolen får plass til 400 elever."), closing="Mvh", signature=("Test",), quoted=Quoted(("Hei", "Kan dere utdype punktet om skolen?", "Mvh\nSaksbehandler"), earlier=own))
    text = said(draft.body)
    found = []
    for name, client in (("outlook", outlook), ("owa", owa), ("gmail", gmail), ("apple", apple), ("iphone", iphone), ("ios", phone)):
        found += [Case(f"hard-thread-{name}", client(draft), text, "A question to an earlier answer is answered", head=HEAD), Case(f"hard-thread-{name}-text", plain_only(client(draft)), text, "The same as plain text, the letter not known", head=HEAD, request="")]
    return found


def _own_text() -> list[Case]:
    made = (
        ("repeats-time-and-place", "Hei\n\nVi kommer.\n\nTid: torsdag 4. november 2027 kl. 12.00–13.00\nSted: Fylkeshuset, møterom 3\n\npasser bra. Vi vil snakke om vann.", f"Mvh\nTest\n\n{QUOTE}", "Lines of the request stand in own text"),
        ("short-lines", "Vei\nVann\nAvløp", "", "Three words, no more"),
        ("telephone-in-sentence", "Ring meg på 90 00 00 00, så tar vi saken muntlig.", "", "A telephone number in the only sentence"),
        ("address-in-text", "Hei\n\nMøtet blir her:\nRådhuset\nStorgata 1\n0000 Stedet", "Mvh\nTest", "A postal address last in own text"),
        ("contact-in-text", "Hei\n\nKontaktperson for saken:\nFagsjef vann\nTelefon 22 00 00 00\nvann@modum.example.no", "Mvh\nTest", "A contact last in own text, then the sign-off"),
        ("contact-in-text-unsigned", "Hei\n\nVi vil ha befaring. Kontaktperson for saken er:\nFagsjef vann\nTelefon 22 00 00 00\nvann@modum.example.no", "", "A contact last in own text, no sign-off"),
        ("poster-with-greeting", "Hei\n\nTeksten på plakaten blir:\n\nVelkommen til Modum!\nHilsen kommunen\n\nSi fra hvis den må endres.", "Mvh\nTest", "A sign-off inside a quoted poster, with own text below"),
        ("good-weekend", "Vi melder skolesaken.\n\nGod helg!", "Hilsen Test", "A wish before the sign-off"),
    )
    pasted = "Fra: Fylket <fylket@fylke.example.no>\nSendt: mandag 1. november 2027 08:00\nTil: Modum\nEmne: Vei\n\nVeien stenges.\n\nMvh\nFylket"
    after = (
        ("mail-pasted-in-text", f"Hei\n\nVi fikk denne fra fylket, og svarer på den i møtet:\n\n{pasted}\n\nDet er vi uenige i.\n\nMvh\nTest", "Hei\n\nVi fikk denne fra fylket, og svarer på den i møtet:\n\nDet er vi uenige i.", "A whole mail pasted into own text, and own words below it"),
        ("two-postscripts", f"Hei\n\nSkolen.\n\nMvh\nTest\n\nPS. Møt gjerne tidligere.\n\nPPS. Ta med kart.\n\n{QUOTE}", "Hei\n\nSkolen.\n\nPS. Møt gjerne tidligere.\n\nPPS. Ta med kart.", "PS and PPS"),
        ("forgot-one-thing", f"Hei\n\nSkolen.\n\nMvh\nTest Testesen\nModum kommune\n\nGlemte én ting: broen stenges i mai.\n\n{QUOTE}", "Hei\n\nSkolen.\n\nGlemte én ting: broen stenges i mai.", "An addition under the signature"),
    )
    return [*(_case(slug, f"{text}\n\n{rest}".rstrip(), text, note) for slug, text, rest, note in made), *(_case(slug, words, text, note) for slug, words, text, note in after)]


def _nothing() -> list[Case]:
    nothing = (
        "Ingenting nytt herfra.", "Intet å melde", "Vi har ingen innspill.", "Ingen innspill fra Modum kommune denne gang.", "Nei takk", "Ikkje noko nytt frå oss.",
        "Vi har dessverre ingenting å bidra med denne gangen.", "Hei, ingen saker fra oss. Vi kommer på møtet.", "Ingen.", "Null å melde :)",
    )
    something = (
        "Ingen saker er for små: vi melder om hull i veien.", "Ingen nye saker, men skolen åpner i mai.", "Nei til nedleggelse av sykehuset er vår sak.",
        "Nei, det går ikke bra: broen er stengt, og vi trenger hjelp.",
    )
    return [
        *(_case(f"nothing-{number}", words, words, "Nothing to report, in other words", verdict="nothing") for number, words in enumerate(nothing, start=1)),
        *(_case(f"something-{number}", words, words, "Starts as if there were nothing to report") for number, words in enumerate(something, start=1)),
    ]


def _pages() -> list[Case]:
    """Marks in own HTML that look like those of a quote or of a list."""
    made = (
        ("own-blockquote", "<p>Rådmannen skriver i saken:</p><blockquote>Skolen er for liten.</blockquote><p>Det er vi enige i.</p>", "Rådmannen skriver i saken:\n\nSkolen er for liten.\n\nDet er vi enige i.", "A quotation of one's own"),
        ("indented", '<div dir="ltr"><div>Tre punkter:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>Vann</div><div>Vei</div></blockquote><div>Slutt.</div></div>', "Tre punkter:\n\nVann\nVei\n\nSlutt.", "Gmail's indentation is a blockquote"),
        ("own-rules", "<p>Del 1</p><hr><p>Del 2: skolen</p><hr><p>Del 3</p>", "Del 1\n\nDel 2: skolen\n\nDel 3", "hr in own text"),
        ("own-border", "<p>Hei</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>Skolen er ferdig.</p></div><p>Slutt.</p>", "Hei\n\nSkolen er ferdig.\n\nSlutt.", "Outlook's border without a header block"),
        ("own-table-of-labels", "<p>Hei</p><table border=1><tr><td>Fra:</td><td>Oslo</td></tr><tr><td>Til:</td><td>Modum</td></tr><tr><td>Sendt:</td><td>mandag</td></tr></table><p>Slutt.</p>", "Hei\n\nFra: | Oslo\nTil: | Modum\nSendt: | mandag\n\nSlutt.", "A timetable with «Fra:» and «Til:»"),
        ("typed-hyphens", "<div>- Skole<br>- Vei<br>- Vann</div>", "- Skole\n- Vei\n- Vann", "Hyphens typed in one div"),
        ("typed-dots", "<div>• Skole</div><div>• Vei</div>", "- Skole\n- Vei", "Dots typed, a div each"),
        ("list-value", "<ol><li value=3>Skole</li><li>Vei</li></ol>", "3. Skole\n4. Vei", "li with a value"),
        ("list-paragraphs", "<ul><li><p>Skole</p></li><li><p>Vei</p><p>Mer om veien.</p></li></ul>", "- Skole\n- Vei\nMer om veien.", "Two paragraphs in an item"),
    )
    return [Case(f"hard-{slug}", Part(f"<html><body>{page}</body></html>", "text/html"), text, note, head=HEAD) for slug, page, text, note in made]


def _kinds() -> list[Case]:
    signed = Multi("alternative", (Part("Godtar.\n\nVi melder skolen.\n\nMvh\nTest\n"), invite("ACCEPTED")), "_cal_")
    forward = Draft(("Se under.",), closing="Mvh", signature=("Test",), quoted=SENT_ON)
    accepted = Head(name=HEAD.name, address=HEAD.address, subject="Godtatt: Faggruppe for næringssamarbeid")
    sent_on = Head(name=HEAD.name, address=HEAD.address, subject="VS: Innkalling: faggruppe for næringssamarbeid, 4. november 2027")
    text = f"Se under.\n\n{said(SENT_ON.content[:-1])}"
    return [
        Case("hard-calendar-signed", signed, "Godtar.\n\nVi melder skolen.", "A calendar answer with a signed text", "calendar", head=accepted, about="accepted"),
        Case("hard-list-precedence", Part("Vi melder skolen.\n"), "Vi melder skolen.", "Through a mailing list: «Precedence: list» is no auto-reply", head=HEAD.but("Precedence: list", "List-Id: <medlemmer.lists.example.no>")),
        Case("hard-auto-submitted-no", Part("Vi melder skolen.\n"), "Vi melder skolen.", "«Auto-Submitted: no» says that a person wrote it", head=HEAD.but("Auto-Submitted: no")),
        Case("hard-reply-to-auto-reply", Part("Vi melder skolen.\n"), "Vi melder skolen.", "A person answers an automatic answer", head=Head(name=HEAD.name, address=HEAD.address, subject="SV: Automatisk svar: Innkalling")),
        *(Case(f"hard-forward-{name}", client(forward), text, "Sent on, with In-Reply-To of the notice", "forward", head=sent_on, about="vann@enebakk.example.no") for name, client in (("outlook", outlook), ("owa", owa), ("ios", phone))),
    ]
