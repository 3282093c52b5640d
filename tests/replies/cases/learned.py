"""What a blind test and the calendars of others taught: wishes for a sign-off, letters above a forward, short thanks, invites answered elsewhere."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from tests.replies import quotes
from tests.replies.case import INVITATION, Case, asked
from tests.replies.cases.kinds import MEMBER, SENT_ON
from tests.replies.clients import chevrons, outlook_plain
from tests.replies.content import Listing, said
from tests.replies.mime import File, Head, Multi, Node, Part
from tests.replies.quotes import Quoted

HEAD = Head(name="Test Testesen", address="test.testesen@modum.example.no")
QUOTE = outlook_plain(INVITATION)
ATTRIBUTION = quotes.gmail(INVITATION)
QUOTED = f"{ATTRIBUTION}\n\n{chevrons(said(asked()))}"


def cases() -> list[Case]:
    return [*_endings(), *_cited(), *_below(), *_sent_on(), *_short(), *_away(), *_numbered(), *_lists(), *_calendars()]


def _case(slug: str, words: str, text: str | None, note: str, *, verdict: str = "contribution", contribution: str | None = None, head: Head = HEAD, behalf: str | None = None) -> Case:
    return Case(f"learned-{slug}", Part(words + "\n"), text, note, verdict, contribution, head, behalf)


def _endings() -> list[Case]:
    own = "Vi melder at skolen er ferdig."
    wishes = ("Ha en riktig god helg!", "God påske!", "Takk for nå", "Ha det godt!", "Alt godt,")
    return [
        *(_case(f"wish-{number}", f"{own}\n\n{wish}\n\nRådgiver\nModum kommune\n\n{QUOTE}", own, "A wish is the only sign-off") for number, wish in enumerate(wishes, start=1)),
        _case("wish-alone", "God helg!", "God helg!", "Nothing but a wish", verdict="nothing"),
        _case("wish-as-news", f"{own}\n\nTakk for nå, sier rektor, som slutter til jul.\n\n{QUOTE}", f"{own}\n\nTakk for nå, sier rektor, som slutter til jul.", "Words of a wish in a sentence"),
        _case("k-9", f"{own}\n-- \nSendt fra min Android-telefon med K-9 Mail. Beklager at jeg er kortfattet.\n\n{QUOTED}", own, "K-9's own signature"),
        _case("galaxy", f"{own}\n\nSendt fra Galaxy-telefonen min\n\n{QUOTED}", own, "Samsung's own signature"),
        _case("privacy", f"{own}\n\nMvh\nTest\n\nModum kommunes behandling av personopplysninger er beskrevet i personvernerklæringen.\n\n{QUOTE}", own, "A line on privacy below the signature"),
    ]


def _cited() -> list[Case]:
    return [_case("cited", f"Rektor sa det slik:\n\n> Nå er vi hjemme.\n\nDet er vi enige i.\n\nMvh\nTest\n\n{QUOTED}", "Rektor sa det slik:\n\n> Nå er vi hjemme.\n\nDet er vi enige i.", "One line that the person cites with a quote mark")]


def _below() -> list[Case]:
    pasted = "Fra: Fylket <fylket@fylke.example.no>\nSendt: mandag 1. november 2027 08:00\nTil: Modum\nEmne: Vei"
    signed, unsigned = "Kort om veien:", "Det er vi uenige i."
    return [
        _case("below-titles", f"{signed}\n\n{pasted}\n\nVeien stenges.\n\nMed vennlig hilsen\n\nFylket\nVeiavdelingen\n\nVeien må holdes åpen.\n\nHilsen\nTest Testesen", f"{signed}\n\nVeien må holdes åpen.", "Own words below a pasted mail that ends in titles"),
        _case("below-signed-above", f"{unsigned}\n\nMvh\nTest\n\n{pasted}\n\nHei Test\n\nVeien stenges.\n\nMvh\nFylket\n\nVi spurte i går.\n\nMvh\nTest", unsigned, "The sender has signed above: what stands below is the thread"),
    ]


def _sent_on() -> list[Case]:
    letter = "Hei,\n\nModum har vedtatt ny arealplan for Vikersund. Planen gir plass til 300 boliger og en ny skole, og bygging starter i mars."
    head = Head(name=HEAD.name, address=HEAD.address, subject="VS: Areal", answers=False)
    inner = Quoted(("Hei", "her er tallene jeg fant."), name="Planlegger", address="plan@modum.example.no", to="Test Testesen", subject="Areal")
    return [
        _case("letter-above-forward", f"{letter}\n\nMvh\nTest\n\n{outlook_plain(inner)}", letter, "A whole letter above an internal mail: only the letter is meant", head=head),
        _case("note-above-forward", f"Hei, her er teksten fra planleggeren vår, som dessverre er syk i dag og derfor ikke kan sende den selv til sekretariatet.\n\nMvh\nTest\n\n{outlook_plain(SENT_ON)}",
              f"Hei, her er teksten fra planleggeren vår, som dessverre er syk i dag og derfor ikke kan sende den selv til sekretariatet.\n\n{said(SENT_ON.content[:-1])}", "A long note that speaks of what is sent on", verdict="forward", head=head),
    ]


def _short() -> list[Case]:
    return [
        *(_case(f"read-{number}", words, words, "Read, and nothing for the papers", verdict="nothing", contribution="") for number, words in enumerate(("Ok", "Mottatt, takk!", "Takk for innkallingen. Vi kommer.", "Ingen saker fra Modum."), start=1)),
        *(_case(f"told-{number}", words, words, "Polite words around something that is told") for number, words in enumerate(("Vi stiller med en sak om fiske.", "Ingen saker. Vi ønsker ferge.", "Takk, vi vil orientere om skolen."), start=1)),
        _case("behalf-of-mayor", "Hei,\n\npå vegne av ordføreren i Modum kommune sender jeg følgende:\n\nSkolen er ferdig.", "Hei,\n\npå vegne av ordføreren i Modum kommune sender jeg følgende:\n\nSkolen er ferdig.", "A title before the name", contribution="Skolen er ferdig.", behalf="Modum kommune"),
    ]


def _away() -> list[Case]:
    return [
        _case("away-by-words", "Jeg er bortreist til 12. november og har ikke tilgang til e-post. Haster det, ring servicetorget.", None, "An auto-reply that only its words give away", verdict="auto-reply", contribution=""),
        _case("away-but-answers", "Jeg er på ferie og leser ikke e-post i neste uke, men saken vår er ny skole.", "Jeg er på ferie og leser ikke e-post i neste uke, men saken vår er ny skole.", "A person who is away, and answers"),
        Case("learned-own-letter", Part("Vi innkaller til møte.\n"), None, "Our own letter in our own inbox", "secretariat", "", Head(name="Sekretariatet", address="post@example.no", subject="Innkalling", answers=False, more=("Auto-Submitted: auto-generated",))),
    ]


def _numbered() -> list[Case]:
    """The request is text, where a list's hyphen stands on the line; the quote is HTML, where it is a tag."""
    pieces = []
    for piece in asked():
        if isinstance(piece, Listing):
            items = "".join(f"<li>{item}{' Ny skole.' if not number else ''}</li>" for number, item in enumerate(piece.items))
            pieces.append(f"<ol>{items}</ol>")
        else:
            pieces.append(f"<p>{piece}</p>")
    page = f"<html><body><p>Svar under.</p><div class='gmail_quote'><div class='gmail_attr'>{ATTRIBUTION.replace('<', '&lt;').replace('>', '&gt;')}</div><blockquote type='cite'>{''.join(pieces)}</blockquote></div></body></html>"
    return [Case("learned-answer-in-entry", Part(page, "text/html"), "Svar under.\n\nNy skole.", "An answer on the line of a numbered question", head=HEAD)]


def _lists() -> list[Case]:
    more = ("Precedence: bulk", "List-Id: <naering.lists.example.no>", "List-Post: <mailto:naering@lists.example.no>", "List-Unsubscribe: <mailto:leave@lists.example.no>")
    head = Head(name=HEAD.name, address=HEAD.address, subject="Til runden", answers=False, more=more)
    return [_case("discussion-list", "Vi melder skolen.", "Vi melder skolen.", "A member writes through a discussion list", head=head)]


# --- calendars ------------------------------------------------------------------------------------------------------------------


def _ics(program: str, method: str, attendee: str, *rows: str) -> str:
    lines = ["BEGIN:VCALENDAR", f"PRODID:{program}", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", "UID:naering-faggruppe-2027-2@example.no", "DTSTAMP:20271101T091233Z", "ORGANIZER:mailto:post@example.no", attendee, *rows, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


GOOGLE = "-//Google Inc//Google Calendar 70.9054//EN"
APPLE = "-//Apple Inc.//macOS 15.1//EN"
EXCHANGE = "Microsoft Exchange Server 2010"
MINE = "mailto:radgiver@enebakk.example.no"
TIMES = ("DTSTART:20271104T110000Z", "DTEND:20271104T120000Z")
LATER = ("DTSTART:20271105T110000Z", "DTEND:20271105T120000Z")


def _calendar(slug: str, note: str, subject: str, words: str, ics: str, *, partstat: str, text: str, method: str = "REPLY") -> Case:
    part = Part(ics, "text/calendar", params=f"; method={method}", encoding="7bit" if ics.isascii() else "base64")
    node: Node = Multi("alternative", (Part(words), part), "_cal_") if words else part
    return Case(f"learned-calendar-{slug}", node, text, note, "calendar", "", Head(name=MEMBER.name, address=MEMBER.address, subject=subject), about=partstat)


def _calendars() -> list[Case]:
    event = "\n\nFaggruppe for næringssamarbeid\ntorsdag 4. nov. 2027, 12:00–13:00\nFylkeshuset\n\nInvitasjon fra Google Kalender: https://calendar.google.example/\n"
    yes = f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Rådgiver:{MINE}"
    no = f'ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=DECLINED;CN=Rådgiver;X-RESPONSE-COMMENT="Vi er på studietur":{MINE}'
    apple = Multi("mixed", (Part("Rådgiver har godtatt invitasjonen din til hendelsen Faggruppe.\n"), _filed(_ics(APPLE, "REPLY", f"ATTENDEE;CN=Rådgiver;PARTSTAT=ACCEPTED:{MINE}", *TIMES))), "_apple_")
    said_so = "Vi kan ikke denne dagen, men sender tekst."
    exchange = f"ATTENDEE;PARTSTAT=DECLINED;CN=Rådgiver:{MINE}"
    return [
        _calendar("google-yes", "Google: the calendar speaks", "Godtatt: Faggruppe for næringssamarbeid @ tor. 4. nov. 2027", f"Rådgiver har godtatt denne invitasjonen.{event}", _ics(GOOGLE, "REPLY", yes, *TIMES), partstat="accepted", text=""),
        _calendar("google-no", "Google: a note in a parameter and in the text", "Avslått: Faggruppe for næringssamarbeid", f"Rådgiver har avslått denne invitasjonen med denne merknaden:\n\nVi er på studietur{event}", _ics(GOOGLE, "REPLY", no, *TIMES), partstat="declined", text="Vi er på studietur"),
        _calendar("google-english", "Google, English", "Declined: Faggruppe", "Advisor has declined this invitation.\n\nFaggruppe\nThursday Nov 4, 2027\n", _ics(GOOGLE, "REPLY", no, *TIMES), partstat="declined", text=""),
        _calendar("google-other-time", "Google: another time", "Nytt tidspunkt foreslått: Faggruppe", f"Rådgiver har foreslått et nytt tidspunkt for denne hendelsen.{event}", _ics(GOOGLE, "COUNTER", yes.replace("ACCEPTED", "TENTATIVE"), *LATER, "COMMENT:Passer fredag?"), method="COUNTER", partstat="tentative", text=""),
        _calendar("exchange-no", "Exchange: the comment stands in the text only", "Avslått: Faggruppe for næringssamarbeid", f"{said_so}\n", _ics(EXCHANGE, "REPLY", exchange, *TIMES, "SUMMARY;LANGUAGE=nb-NO:Avslått: Faggruppe"), partstat="declined", text=said_so),
        Case("learned-calendar-apple", apple, "", "Apple: the answer is a file", "calendar", "", Head(name=MEMBER.name, address=MEMBER.address, subject="Godtatt: Faggruppe"), about="accepted"),
    ]


def _filed(ics: str) -> File:
    return File("iCal-20271101-091233.ics", "text/calendar; charset=utf-8; method=REPLY", ics.encode())
