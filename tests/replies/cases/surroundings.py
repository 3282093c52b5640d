"""More of what hangs around a text: sign-offs, signatures in tables, banners, «sent from», odd header blocks; and letters not known."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from dataclasses import replace

from tests.replies import quotes, skins
from tests.replies.case import INVITATION, Case, Client, quote, reply, unknown
from tests.replies.cases import apple, google, inline, outlook, text
from tests.replies.cases.text import plain
from tests.replies.clients import RULE, WORD_HEAD, Draft, chevrons, gmail, iphone, outlook_plain, owa, phone
from tests.replies.clients import outlook as windows
from tests.replies.content import Content, bullets, said
from tests.replies.mime import Head, Multi, Node, Part

HEAD = Head(name="Rådgiver, Våler kommune", address="radgiver@valer.example.no")
BODY: Content = ("Hei", "Våler har solgt den siste tomta i industriparken.", bullets("Ny regulering starter i januar", "Vi søker erfaringer med tomtepris"))
ROLE = ("Rådgiver", "Våler kommune")
DON_T = "You don't often get email from radgiver@valer.example.no. Learn why this is important"

SIGNED: tuple[tuple[str, Client, str, tuple[str, ...], str], ...] = (
    ("bilingual", windows, "Med vennlig hilsen / Kind regards", ROLE, "A sign-off in two languages"),
    ("upper", owa, "MVH", ROLE, "Capital letters"),
    ("vh", gmail, "Vh", ROLE, "«Vh»"),
    ("with-role", windows, "Hilsen rådgiveren", (), "The writer on the line of the sign-off"),
    ("mvh-comma-role", gmail, "Mvh, Rådgiver", ("Våler kommune",), "A comma and the writer after «Mvh»"),
    ("med-hilsen", windows, "Med hilsen", ROLE, "«Med hilsen»"),
    ("beste", iphone, "Beste hilsen", ROLE, "«Beste hilsen»"),
    ("hjertelig", owa, "Hjertelig hilsen", ROLE, "«Hjertelig hilsen»"),
    ("nynorsk-beste", windows, "Beste helsing", ("Rådgjevar", "Våler kommune"), "«Beste helsing»"),
    ("nynorsk-vennleg", gmail, "Med vennleg helsing", ("Rådgjevar",), "«Med vennleg helsing»"),
    ("swedish", windows, "Vänlig hälsning", ("Handläggare", "Värmlands kommun"), "«Vänlig hälsning»"),
    ("danish", windows, "De bedste hilsner", ("Konsulent",), "«De bedste hilsner»"),
    ("german", windows, "Beste Grüße", ("Referent",), "«Beste Grüße»"),
    ("english", owa, "Yours sincerely,", ("Adviser",), "«Yours sincerely,»"),
    ("comma", windows, "Med vennlig hilsen,", ROLE, "A comma after the sign-off"),
    ("misspelled", windows, "Med vennelig hilsen", ROLE, "A common misspelling"),
)

BANNERS: tuple[tuple[str, Client, str], ...] = (
    ("dont-often-english", windows, DON_T),
    ("dont-often-norwegian", windows, "Du får ikke ofte e-post fra radgiver@valer.example.no. Finn ut hvorfor dette er viktig"),
    ("some-people", owa, "Some people who received this message don't often get email from radgiver@valer.example.no. Learn why this is important"),
    ("caution", owa, "CAUTION: This is an external email. Do not click links or open attachments unless you trust the sender."),
    ("obs-ekstern", windows, "OBS! Denne e-posten er sendt fra en ekstern avsender. Vær forsiktig med lenker og vedlegg."),
    ("ekstern-e-post", gmail, "Ekstern e-post"),
    ("external-alone", windows, "[EXTERNAL]"),
)

SENT_FROM = ("Sendt fra Yahoo Mail på Android", "Sendt fra min Samsung Galaxy-smarttelefon.", "Skickat från Outlook för Android", "Sent from my Galaxy", "Sendt fra Outlook for Android", "Gesendet von meinem iPhone", "Sendt fra min iPad")

DISCLAIMERS = (
    "This email has been scanned for viruses.",
    "Informasjonen i denne e-posten er fortrolig og bare beregnet på mottakeren. Er du ikke rett mottaker, må du slette e-posten.",
    "E-post til kommunen er offentlig informasjon med mindre innholdet er unntatt offentlighet etter offentleglova.",
    "Please consider the environment before printing this e-mail.",
    "Denne meldinga er berre meint for mottakaren. Har du fått henne ved ein feil, ver venleg og slett henne.",
)


def cases() -> list[Case]:
    return [*_signed(), *_banners(), *_sent_from(), *_disclaimers(), *_headers(), *_tables(), *_unknown()]


def _signed() -> list[Case]:
    return [reply(f"closing-{slug}", client, Draft(BODY, quoted=INVITATION, closing=closing, signature=signature), note, cover=1, head=HEAD) for slug, client, closing, signature, note in SIGNED]


def _banners() -> list[Case]:
    return [reply(f"banner-{slug}", client, Draft(BODY, quoted=INVITATION, closing="Mvh", signature=ROLE, banner=words), f"A server's banner: {words[:40]}", cover=1, head=HEAD) for slug, client, words in BANNERS]


def _sent_from() -> list[Case]:
    shown = plain(outlook_plain(INVITATION))
    return [reply(f"sent-from-{number}", shown, Draft(BODY, closing=words, signature=()), f"«{words}»", cover=1, head=HEAD) for number, words in enumerate(SENT_FROM, start=1)]


def _disclaimers() -> list[Case]:
    return [reply(f"disclaimer-{number}", windows if number % 2 else owa, Draft(BODY, quoted=INVITATION, closing="Mvh", signature=(*ROLE, "", words)), words[:60], cover=1, head=HEAD) for number, words in enumerate(DISCLAIMERS, start=1)]


def _headers() -> list[Case]:
    shown = said(INVITATION.content)
    meeting = "-----Opprinnelig avtale-----\nFra: Sekretariatet <post@example.no>\nSendt: torsdag 28. oktober 2027 09:00\nTil: Medlemmer i faggruppen\nEmne: Faggruppe for næringssamarbeid\nNår: torsdag 4. november 2027 12:00-13:00 (UTC+01:00) Amsterdam, Berlin, Bern, Roma, Stockholm, Wien.\nHvor: Fylkeshuset, møterom 3\n\n"
    behalf = quotes.plain_header(INVITATION).replace("<post@example.no>", "<post@example.no> På vegne av Leder for faggruppen")
    html_mail = f"Den torsdag 28. oktober 2027 kl. 09:00:00 CEST skrev Sekretariatet <post@example.no>: \n\n{shown}"
    iso = f"On 2027-10-28 09:00, Sekretariatet wrote:\n{chevrons(shown)}"
    made = (
        ("original-appointment", meeting + shown, "A reply to the invite in Outlook: «Opprinnelig avtale», «Når:», «Hvor:»"),
        ("on-behalf-in-header", f"{behalf}\n\n{shown}", "«På vegne av» in the quoted header block"),
        ("yahoo", html_mail, "Yahoo Mail: an attribution over an unmarked quote"),
        ("iso-date", iso, "An attribution with an ISO date"),
        ("ruled-long", f"{RULE}{RULE}\n{quotes.plain_header(quote('sv'))}\n\n{shown}", "Swedish Outlook under a long rule"),
        ("von", f"________________________________________\n{quotes.plain_header(quote('de'))}\n\n{shown}", "German Outlook on the web"),
    )
    return [reply(f"header-{slug}", plain(quoted), Draft(BODY, closing="Mvh", signature=ROLE), note, cover=1, head=HEAD) for slug, quoted, note in made]


def _tables() -> list[Case]:
    """Signatures laid out in tables, and a whole mail in one."""
    lines = "".join(f"<p class=MsoNormal>{line}<o:p></o:p></p>" for line in (*ROLE, "Telefon 22 00 00 00", "www.example.no"))
    signature = f'<p class=MsoNormal>Med vennlig hilsen<o:p></o:p></p><table border=0 cellspacing=0 cellpadding=0><tr><td width=120><img width=110 height=40 src="cid:logo@01DA" alt="Kommunevåpen"></td><td style="border-left:solid #00A0DF 1.0pt">{lines}</td></tr></table>'
    page = WORD_HEAD.format(charset="utf-8") + skins.word(BODY) + skins.EMPTY + signature + "</div></body></html>"
    layout = f'<html><body><table width="600" align="center"><tr><td><table><tr><td>{skins.simple(BODY)}</td></tr></table></td></tr></table></body></html>'
    end = "\n\nMed vennlig hilsen\n[Kommunevåpen]\nRådgiver\nVåler kommune\nTelefon 22 00 00 00\nwww.example.no\n"
    return [
        Case("signature-in-table", _both(said(BODY) + end, page), said(BODY), "Logo to the left, lines to the right", contribution=said(BODY[1:]), head=HEAD),
        Case("layout-tables", _both(said(BODY) + "\n", layout), said(BODY), "A mail laid out in tables, as newsletters are", contribution=said(BODY[1:]), head=HEAD),
        reply("signature-twice", phone, Draft(BODY, quoted=replace(INVITATION, earlier=INVITATION), closing="Mvh", signature=(*ROLE, "", "Mvh", *ROLE)), "A client and a server sign one each", cover=1, head=HEAD),
    ]


def _both(words: str, page: str) -> Node:
    return Multi("alternative", (Part(words), Part(page, "text/html")), "==surroundings==")


def _unknown() -> list[Case]:
    """A mail from each client where the letter that it answers is not known."""
    wanted = {
        "outlook-word-list", "outlook-three-levels", "owa-list", "ios-short", "gmail-list", "gmail-two-levels", "apple-list", "iphone-signed", "thunderbird-html", "text-opprinnelig",
        "text-nynorsk-header", "below-flowed", "inline-gmail", "inline-plain", "inline-outlook-red", "mac-outlook",
    }
    return [unknown(case) for module in (outlook, google, apple, text, inline) for case in module.cases() if case.slug in wanted]
