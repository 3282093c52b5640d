"""What is no ordinary answer: machines, calendars, forwards, empty mails, the secretariat itself."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

import base64
import zlib
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.replies import skins
from tests.replies.case import INVITATION, Case, quote, reply
from tests.replies.clients import STAR, WORD_HEAD, Draft, outlook, outlook_plain, owa, phone, text
from tests.replies.content import Content, bullets, said
from tests.replies.mime import File, Head, Multi, Node, Part, Rawpart
from tests.replies.quotes import Quoted

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
PIXEL = File("image001.png", "image/png", PNG, inline="image001.png@01DA0000.00000000", disposition="inline")
MEMBER = Head(name="Rådgiver, Enebakk kommune", address="radgiver@enebakk.example.no")
DAEMON = Head(name="Mail Delivery System", address="MAILER-DAEMON@mx.example.no", subject="Undelivered Mail Returned to Sender", answers=False)
WORD_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def cases() -> list[Case]:
    return [*_automatic(), *_bounces(), *_calendar(), *_forwards(), *_empty(), *_others(), *_answered()]


# --- machines ----------------------------------------------------------------------------------------------------------------------


def _automatic() -> list[Case]:
    away = "Hei\n\nJeg er ute av kontoret til og med 8. november og leser ikke e-post.\nHaster det, ring sentralbordet på 22 00 00 00.\n\nMed vennlig hilsen\nRådgiver\nEnebakk kommune\n"
    english = "Thank you for your e-mail. I am out of office until 8 November with limited access to e-mail.\n"
    exchange = ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "X-MS-Exchange-Inbox-Rules-Loop: radgiver@enebakk.example.no")
    gmail = ("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes")
    page = Multi("alternative", (Part(away), Part(WORD_HEAD.format(charset="utf-8") + skins.word((away,)) + "</div></body></html>", "text/html")), "_000_auto_")
    made: list[tuple[str, Node, str, tuple[str, ...], str]] = [
        ("auto-exchange", page, "Automatisk svar: Innkalling", exchange, "Exchange, Norwegian, with HTML"),
        ("auto-outlook-english", Part(english), "Automatic reply: Innkalling", exchange, "Exchange, English"),
        ("auto-gmail", Part(away), "Ikke til stede Re: Innkalling", gmail, "Gmail's vacation responder"),
        ("auto-nynorsk", Part("Hei\n\nEg er borte frå kontoret til måndag 8. november. Ta kontakt med servicetorget.\n"), "Automatisk svar: Innkalling", ("Auto-Submitted: auto-replied",), "Nynorsk"),
        ("auto-swedish", Part("Hej!\n\nJag är på semester till den 8 november.\n"), "Autosvar: Innkalling", ("Auto-Submitted: auto-replied (vacation)",), "Swedish, a comment in the header"),
        ("auto-german", Part("Guten Tag,\n\nich bin bis zum 8. November nicht im Büro.\n"), "Automatische Antwort: Innkalling", ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "Auto-Submitted: auto-generated"), "German"),
        ("auto-archive-receipt", Part("Takk for henvendelsen. Den er registrert i vårt arkivsystem og vil bli behandlet fortløpende.\n\nDette er en automatisk generert e-post og kan ikke besvares.\n"), "Kvittering: vi har mottatt din henvendelse", ("Auto-Submitted: auto-generated", "Precedence: bulk"), "The receipt of a municipal archive"),
        ("auto-subject-only", Part(away), "Automatisk svar: Innkalling: faggruppe for næringssamarbeid, 4. november 2027", (), "A gateway has removed the headers; the subject and the text tell"),
        ("auto-left-the-job", Part("Hei\n\nJeg har sluttet i kommunen. Send heretter e-post til post@enebakk.example.no.\n"), "Automatisk svar: Innkalling", exchange, "The person has left"),
    ]
    receipt = Multi("report", (Part("Meldingen\n\n   Til: Rådgiver\n   Emne: Innkalling\n\nble lest 28. oktober 2027 10:14.\n"), Rawpart("Content-Type: message/disposition-notification\n\nReporting-UA: enebakk.example.no; Microsoft Outlook\nFinal-Recipient: rfc822;radgiver@enebakk.example.no\nDisposition: automatic-action/MDN-sent-automatically; displayed\n")), "_mdn_", "; report-type=disposition-notification")
    made.append(("auto-read-receipt", receipt, "Lest: Innkalling", (), "A receipt that the letter was read"))
    return [
        Case(slug, node, None, note, "auto-reply", "", Head(name=MEMBER.name, address=MEMBER.address, subject=subject, more=more))
        for slug, node, subject, more, note in made
    ]


def _returned(boundary: str) -> Rawpart:
    return Rawpart(
        "Content-Type: message/rfc822\n\nFrom: Sekretariatet <post@example.no>\nTo: borte@enebakk.example.no\nSubject: Innkalling\n"
        f"Message-ID: <2027-2-notice-4b4a3308@example.no>\nX-Part: {boundary}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nVi innkaller til møte.\n"
    )


def _status(status: str, code: str, reporter: str) -> Rawpart:
    return Rawpart(
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns;{reporter}\nArrival-Date: Thu, 28 Oct 2027 09:00:02 +0200\n\n"
        f"Original-Recipient: rfc822;borte@enebakk.example.no\nFinal-Recipient: rfc822;borte@enebakk.example.no\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp;{code}\n"
    )


def _report(words: Node, status: Rawpart, boundary: str) -> Node:
    return Multi("report", (words, status, _returned(boundary)), boundary, "; report-type=delivery-status")


def _bounces() -> list[Case]:
    postfix = Part("This is the mail system at host mx.example.no.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<borte@enebakk.example.no>: host mx.enebakk.example.no said: 550 5.1.1 User unknown\n", charset="us-ascii", encoding="7bit")
    exchange = Multi("alternative", (
        Part("Levering mislyktes til disse mottakerne eller gruppene:\n\nborte@enebakk.example.no\nE-postadressen du skrev inn, ble ikke funnet.\n"),
        Part("<html><body><p><b>Levering mislyktes til disse mottakerne eller gruppene:</b></p><p>borte@enebakk.example.no</p></body></html>", "text/html")), "inner")
    full = Part("Your message couldn't be delivered because the recipient's mailbox is full.\n")
    null = "Return-Path: <>"
    microsoft = Head(name="Microsoft Outlook", address="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.no", subject="Kan ikke leveres: Innkalling")
    google = Head(name="Mail Delivery Subsystem", address="mailer-daemon@googlemail.example", subject="Delivery Status Notification (Failure)")
    made = [
        Case("bounce-postfix", _report(postfix, _status("5.1.1", "550 5.1.1 User unknown", "mx.example.no"), "A1B2.1/mx.example.no"), None, "Postfix, RFC 3464", "bounce", "", DAEMON.but(null, "Auto-Submitted: auto-replied")),
        Case("bounce-exchange", _report(exchange, _status("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "DB9P189.example"), "_ndr_"), None, "Exchange, Norwegian", "bounce", "", microsoft.but(null, "X-MS-Exchange-Message-Is-Ndr:", "Auto-Submitted: auto-replied")),
        Case("bounce-mailbox-full", _report(full, _status("5.2.2", "552 5.2.2 Mailbox full", "mx.example.no"), "_full_"), None, "A full mailbox", "bounce", "", microsoft.but(null)),
        Case("bounce-gmail", Part("** Address not found **\n\nYour message wasn't delivered to borte@enebakk.example.no because the address couldn't be found.\n"), None, "No report part, only X-Failed-Recipients", "bounce", "", google.but(null, "X-Failed-Recipients: borte@enebakk.example.no", "Auto-Submitted: auto-replied")),
        Case("bounce-no-return-path", _report(postfix, _status("5.4.4", "Host or domain name not found", "mx.example.no"), "_dns_"), None, "A report without an empty Return-Path or Auto-Submitted", "bounce", "", DAEMON),
    ]
    return [replace(case, about="borte@enebakk.example.no") for case in made]


# --- calendars -----------------------------------------------------------------------------------------------------------------------


def _ics(answer: str, *, method: str = "REPLY", comment: str = "", start: str = "20271104T120000", end: str = "20271104T130000") -> str:
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT",
        f'ATTENDEE;PARTSTAT={answer};CN="Rådgiver, Enebakk kommune":mailto:radgiver@enebakk.example.no', "ORGANIZER:mailto:post@example.no",
        "UID:naering-faggruppe-2027-2@example.no", "DTSTAMP:20271101T091233Z", f"DTSTART;TZID=Europe/Oslo:{start}", f"DTEND;TZID=Europe/Oslo:{end}",
        "SEQUENCE:0", "SUMMARY:Faggruppe for næringssamarbeid", *([f"COMMENT;LANGUAGE=nb-NO:{comment}"] if comment else []), "END:VEVENT", "END:VCALENDAR", "",
    ]
    return "\n".join(lines)


def invite(answer: str) -> Part:
    """An answer to the invite, as a part."""
    return Part(_ics(answer), "text/calendar", params="; method=REPLY", encoding="base64")


def _invite_answer(ics: str, words: str, method: str = "REPLY") -> Node:
    calendar = Part(ics, "text/calendar", params=f"; method={method}", encoding="base64")
    if not words:
        return calendar
    html = f'<html><head></head><body dir="ltr">{skins.owa((words,))}</body></html>'
    return Multi("alternative", (Part(words + "\n"), Part(html, "text/html"), calendar), "_000_meeting_")


def _calendar() -> list[Case]:
    late = "Jeg kommer en halvtime sent, og vil gjerne ha saken vår sist."
    made = [
        ("calendar-accepted", "accepted", _invite_answer(_ics("ACCEPTED"), ""), "Godtatt: Faggruppe for næringssamarbeid", "", "Accepted, the calendar part alone"),
        ("calendar-declined", "declined", _invite_answer(_ics("DECLINED"), ""), "Avslått: Faggruppe for næringssamarbeid", "", "Declined"),
        ("calendar-tentative", "tentative", _invite_answer(_ics("TENTATIVE"), ""), "Foreløpig: Faggruppe for næringssamarbeid", "", "Tentative"),
        ("calendar-comment", "accepted", _invite_answer(_ics("ACCEPTED", comment=late.replace(",", "\\,")), late), "Godtatt: Faggruppe for næringssamarbeid", late, "Accepted, with a comment in the body and in COMMENT"),
        ("calendar-declined-comment", "declined", _invite_answer(_ics("DECLINED"), "Vi er dessverre opptatt den dagen."), "Avslått: Faggruppe for næringssamarbeid", "Vi er dessverre opptatt den dagen.", "Declined, the comment in the body only"),
        ("calendar-counter", "tentative", _invite_answer(_ics("TENTATIVE", method="COUNTER", start="20271105T120000", end="20271105T130000"), "Kan vi ta møtet dagen etter?", "COUNTER"), "Nytt tidspunkt foreslått: Faggruppe for næringssamarbeid", "Kan vi ta møtet dagen etter?", "Another time is proposed"),
    ]
    return [
        Case(slug, node, words, note, "calendar", "" if not words else None, Head(name=MEMBER.name, address=MEMBER.address, subject=subject), about=partstat)
        for slug, partstat, node, subject, words, note in made
    ]


# --- forwards ----------------------------------------------------------------------------------------------------------------------

EXPERT: Content = ("Hei,", "her er teksten vår til faggruppen:", bullets("Overvannsplanen er ferdig", "Elva senkes to meter ved brua"))
SENT_ON = Quoted((*EXPERT, "Mvh\nFagsjef vann"), name="Fagsjef vann", address="vann@enebakk.example.no", to="Rådgiver, Enebakk kommune", subject="SV: Innkalling", earlier=INVITATION)
NOTE = "Hei, her er svaret fra fagsjefen vår."


def _forwards() -> list[Case]:
    head = Head(name=MEMBER.name, address=MEMBER.address, subject="VS: SV: Innkalling: faggruppe for næringssamarbeid, 4. november 2027", answers=False)
    english = Head(name=MEMBER.name, address=MEMBER.address, subject="Fwd: Innkalling", answers=False)
    inner, noted = said(EXPERT), f"{NOTE}\n\n{said(EXPERT)}"
    bare, signed = Draft((), closing="", signature=(), quoted=SENT_ON), Draft((NOTE,), closing="Mvh", signature=("Rådgiver",), quoted=SENT_ON)
    marked = f"{said(SENT_ON.content, STAR)}\n\n{outlook_plain(INVITATION)}"
    made = [
        Case("forward-outlook-bare", outlook(bare), inner, "A colleague's text sent on without a word", "forward", None, head),
        Case("forward-outlook-note", outlook(signed), noted, "The same with a note above it", "forward", None, head),
        Case("forward-owa-note", owa(signed), noted, "From Outlook on the web", "forward", None, head),
        Case("forward-ios", phone(bare), inner, "From Outlook for iOS", "forward", None, head),
        Case("forward-gmail", Part(f"{NOTE}\n\n---------- Videresendt melding ---------\nFra: Fagsjef vann <vann@enebakk.example.no>\nDate: fre. 29. okt. 2027 kl. 11:02\nSubject: SV: Innkalling\nTo: Rådgiver <radgiver@enebakk.example.no>\n\n\n{marked}\n"), noted, "Gmail: «Videresendt melding»", "forward", None, english),
        Case("forward-thunderbird", _moz_forward(), inner, "Thunderbird: moz-forward-container with a table of headers", "forward", None, english),
        Case("forward-apple", Part(f"{NOTE}\n\n> Begynnelse på videresendt melding:\n> \n> Fra: Fagsjef vann <vann@enebakk.example.no>\n> Emne: SV: Innkalling\n> Dato: 29. oktober 2027 kl. 11:02:00 CEST\n> Til: Rådgiver <radgiver@enebakk.example.no>\n> \n" + "\n".join(f"> {line}".rstrip() for line in said(SENT_ON.content).split("\n")) + "\n"), noted, "Apple Mail: the forwarded text behind «>»", "forward", None, english),
    ]
    return [replace(case, about="vann@enebakk.example.no") for case in made]


def _moz_forward() -> Node:
    rows = "".join(
        f'<tr><th valign="BASELINE" align="RIGHT" nowrap="nowrap">{label}: </th><td>{skins.rich(value)}</td></tr>'
        for label, value in (("Emne", "SV: Innkalling"), ("Dato", "Fri, 29 Oct 2027 11:02:00 +0200"), ("Fra", "Fagsjef vann <vann@enebakk.example.no>"), ("Til", "Rådgiver <radgiver@enebakk.example.no>"))
    )
    html = (
        '<html><head></head><body><p><br></p>\n<div class="moz-forward-container"><br><br>-------- Videresendt melding --------\n'
        f'<table class="moz-email-headers-table" cellspacing="0" cellpadding="0" border="0"><tbody>{rows}</tbody></table><br><br>{skins.simple(SENT_ON.content)}</div></body></html>'
    )
    text_part = f"\n\n-------- Videresendt melding --------\nEmne: \tSV: Innkalling\nDato: \tFri, 29 Oct 2027 11:02:00 +0200\nFra: \tFagsjef vann <vann@enebakk.example.no>\nTil: \tRådgiver <radgiver@enebakk.example.no>\n\n\n\n{said(SENT_ON.content, STAR)}\n"
    return Multi("alternative", (Part(text_part), Part(html, "text/html")), "------------moz-forward")


# --- empty, and others ---------------------------------------------------------------------------------------------------------------


def docx(*lines: str) -> bytes:
    """The smallest Word file that holds some paragraphs; the same bytes each time."""
    space = "http://schemas.openxmlformats.org"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD_MIME}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" Type="{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return target.getvalue()


def _empty() -> list[Case]:
    word = File("Innspill fra Enebakk.docx", WORD_MIME, docx("Innspill fra Enebakk", "Vi bygger ny vei til skolen."))
    bare, signed = Draft((), closing="", signature=(), quoted=INVITATION), Draft((), closing="Mvh", signature=("Rådgiver",), quoted=INVITATION)
    tnef = File("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22" + zlib.compress(b"x" * 64, 0))
    return [
        Case("empty-nothing", outlook(bare), "", "Sent by a slip: only the quote", "empty", "", MEMBER),
        Case("empty-signature-only", owa(signed), "", "Only signature and quote", "empty", "", MEMBER),
        Case("empty-with-word-file", Multi("mixed", (outlook(signed), word), "_005_file_"), "", "The text is in the attached Word file", "empty", None, MEMBER),
        Case("empty-body", Part(""), "", "No character at all", "empty", "", MEMBER),
        reply("cover-note-with-word-file", lambda draft: Multi("mixed", (outlook(draft), word), "_006_file_"), Draft(("Hei", "Innspillet vårt er lagt ved."), closing="Mvh", signature=("Rådgiver",), quoted=INVITATION), "A covering note, the text is attached", cover=None, head=MEMBER),
        Case("winmail-dat", Multi("mixed", (Part("Hei\n\nInnspillet vårt følger vedlagt.\n\nMvh\nRådgiver\n"), tnef), "_tnef_"), "Hei\n\nInnspillet vårt følger vedlagt.", "Outlook's own format in winmail.dat", head=MEMBER),
    ]


def _others() -> list[Case]:
    own = Head(name="Sekretariatet", address="post@example.no", subject="Innkalling: faggruppe for næringssamarbeid, 4. november 2027", answers=False)
    spam = Head(name="Prize Office", address="win@prize.example.com", subject="CONGRATULATIONS!!! You won 1 000 000 USD", answers=False)
    behalf = Draft(("På vegne av Holmestrand kommune melder jeg inn én sak:", "Ny kai på Hagemannsparken tas i bruk i april."), closing="Mvh", signature=("Rådgiver", "Sandefjord kommune"), quoted=INVITATION)
    nynorsk = Draft(("Hei", "På vegner av Aurland kommune vil eg seia at tunnelen opnar i mai."), closing="Venleg helsing", signature=("Rådgjevar",), quoted=quote("nn", "innkalling-nn"))
    return [
        Case("secretariat-itself", Part(said(INVITATION.content)), None, "The secretariat's own letter comes back in copy", "secretariat", None, own),
        Case("command-approved", text(Draft(("Godkjent",), closing="Mvh", signature=("Saksbehandler",)), quote=outlook_plain(quote(subject="Til godkjenning: Innkalling"))), "Godkjent", "The secretariat approves a draft", "command", None, Head(name="Saksbehandler", address="post@example.no", subject="SV: Til godkjenning: Innkalling")),
        Case("spam", Part("Dear winner,\n\nYou have been selected! Send your bank details to claim your prize.\n"), None, "Marked by the server", "spam", None, spam.but("X-Spam-Flag: YES", "X-Spam-Status: Yes, score=18.2 required=5.0"), request=""),
        reply("on-behalf-of", outlook, behalf, "«På vegne av Holmestrand kommune» from another municipality", cover=None, on_behalf_of="Holmestrand kommune", head=Head(name="Rådgiver, Sandefjord kommune", address="r@sandefjord.example.no")),
        reply("on-behalf-of-nynorsk", owa, nynorsk, "«På vegner av Aurland kommune»", cover=None, request="innkalling-nn", on_behalf_of="Aurland kommune", head=Head(name="Rådgjevar, Lærdal kommune", address="r@laerdal.example.no")),
    ]


def _answered() -> list[Case]:
    """Short answers, and answers that only look like something else."""
    nothing = (("nothing-one-word", "Nei"), ("nothing-nynorsk", "Ingen saker frå oss."), ("nothing-english", "Nothing to report."), ("nothing-swedish", "Inga ärenden."), ("nothing-thanks", "Takk, vi har ingenting denne gangen."))
    short = [
        reply(slug, lambda draft: text(draft, quote=outlook_plain(INVITATION)), Draft((words,), closing="Mvh", signature=("Rådgiver",)), "A short answer", cover=None, verdict="nothing", head=MEMBER)
        for slug, words in nothing
    ]
    return [
        *short,
        reply("not-nothing", outlook, Draft(("Hei", "Nei, ingen nye saker, men vi vil gjerne følge opp saken om jernbanen fra forrige møte."), quoted=INVITATION, closing="Mvh", signature=("Rådgiver",)), "Starts with «Nei», yet holds a wish", cover=1, head=MEMBER),
        reply("not-automatic", outlook, Draft(("Hei", "Jeg er på ferie i uke 44, men her er sakene våre:", bullets("Ny idrettshall", "Salg av tomt")), quoted=INVITATION, closing="Mvh", signature=("Rådgiver",)), "Speaks of a holiday, yet is no auto-reply", cover=None, head=MEMBER),
        reply("not-forward", outlook, Draft(("Hei", "Kan dere videresende dette til de andre? Vi vil samle støtte til sykehuset på Mjøsa."), quoted=INVITATION, closing="Mvh", signature=("Rådgiver",)), "Speaks of forwarding", cover=1, head=MEMBER),
        reply("not-calendar", outlook, Draft(("Vi godtar invitasjonen og tar med en sak om kollektivtrafikk.",), quoted=INVITATION, closing="Mvh", signature=("Rådgiver",)), "Accepts in words", cover=None, head=MEMBER),
    ]
