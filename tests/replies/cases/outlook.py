"""Outlook in its many shapes: for Windows, on the web, the new one, on telephones, on the Mac."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from functools import partial

from tests.replies.case import INVITATION, Case, quote, reply
from tests.replies.cases.long import ELVERUM
from tests.replies.clients import Draft, mac, outlook, owa, phone, windows_mail
from tests.replies.content import Heading, Table, bullets, numbers
from tests.replies.mime import Head
from tests.replies.quotes import Quoted

LORENSKOG = Head(name="Næringsrådgiver, Lørenskog kommune", address="naring@lorenskog.example.no")
ASKER = Head(name="Fagsjef, Asker kommune", address="fagsjef@asker.example.no")
GRAN = Head(name="Rådgiver, Gran kommune", address="radgiver@gran.example.no")
VEKST = Head(name="Daglig leder, Elverum Vekst", address="leder@vekst.example.no")
older = partial(outlook, border="#B5C4DF")
android = partial(phone, android=True)
through = partial(owa, prefix="x_")


def cases() -> list[Case]:
    return [*_windows(), *_surroundings(), *_web(), *_telephones()]


def _windows() -> list[Case]:
    return [
        reply("outlook-word-list", outlook, Draft((
            "Hei,", "her kommer våre saker:",
            bullets("Nytt næringsareal på Langgrunn er regulert.", "Landstrøm i havna fra mai.", "Etablererkurs i uke 46, åpent for nabokommunene."),
        ), quoted=INVITATION), "Outlook for Windows; MsoListParagraph with mso-list:Ignore glyphs", cover=2),
        reply("outlook-paragraphs", outlook, Draft((
            "Hei!",
            "Vi har vedtatt ny næringsstrategi i kommunestyret. Den legger vekt på sirkulær økonomi og på eksisterende bedrifter.",
            "I tillegg jobber vi med et felles kontor for gründere, sammen med videregående skole.",
        ), quoted=INVITATION, signature=("Næringsrådgiver", "Lørenskog kommune", "Tlf. 22 00 00 00 / 90 00 00 00", "post@example.no")),
            "Outlook for Windows, paragraphs", cover=1, head=LORENSKOG),
        reply("outlook-parenthesis-numbers", outlook, Draft((
            "Tre saker fra Asker:",
            numbers("Arealplanen er på høring.", "Ny busslinje til næringsparken.", "Vi søker partnere til et prosjekt om grønn logistikk.", mark="1)"),
        ), quoted=INVITATION, closing="Mvh", signature=("Fagsjef", "Asker kommune")), "Word list numbered 1) 2) 3)", cover=None, head=ASKER),
        reply("outlook-numbers", outlook, Draft((
            "Hei",
            numbers("Første spadetak for datasenteret er tatt.", "Bedriftsundersøkelsen viser flere ansatte i industrien.", "Vi ønsker å drøfte strømpriser."),
            "Vi kan si litt om punkt 3 i møtet.",
        ), quoted=INVITATION), "Word list numbered 1. 2. 3., text after it", cover=1),
        reply("outlook-nested-list", outlook, Draft((
            "Hei, dette er status hos oss.",
            bullets(("Næringsareal", bullets("Gran sentrum: 40 dekar", "Jaren: 15 dekar")), ("Reiseliv", bullets("Ny sykkelrute åpner i juni")), "Landbruk: ny felles kornmottaker"),
        ), quoted=INVITATION), "Nested Word list: glyphs «·» in Symbol and «o» in Courier New", cover=None, head=GRAN),
        reply("outlook-table", outlook, Draft((
            "Hei",
            "Oversikt over arrangementene våre:",
            Table((("Arrangement", "Dato", "Sted"), ("Frokostmøte", "12. november", "Rådhuset"), ("Gründerkveld", "25. november", "Biblioteket"))),
            "Alle er velkomne.",
        ), quoted=INVITATION), "MsoTableGrid in the middle of the text", cover=None),
        reply("outlook-long-capital-headings", outlook, Draft(ELVERUM, quoted=INVITATION, signature=("Daglig leder", "Elverum Vekst", "Telefon 62 00 00 00")),
            "Over 600 words with capital sub-headings, 1) and 1. lists and bold", head=VEKST),
        reply("outlook-three-levels", outlook, Draft((
            "Takk for påminnelsen. Vi har én sak: Kommunen vil invitere faggruppen på befaring til den nye fabrikken i januar.",
        ), quoted=Quoted(
            ("Hei", "Da venter vi på teksten deres.", "Med vennlig hilsen\nSaksbehandler"),
            subject="SV: Innkalling", earlier=Quoted(("Hei, vi kommer tilbake med saker i morgen.", "Mvh\nNæringssjef"), name="Næringssjef, Horten kommune",
            address="naering@horten.example.no", to="Sekretariatet", subject="SV: Innkalling", earlier=INVITATION),
        )), "A thread of three letters under the answer", cover=None),
        reply("outlook-2010-border", older, Draft((
            "Hei.", "Ullensaker har ingen store nyheter, men vi vil gjerne nevne at det nye hotellet åpner 1. mars.",
        ), quoted=INVITATION, closing="Vennlig hilsen", signature=("Rådgiver næring", "Ullensaker kommune", "Mobil: 90 00 00 00")),
            "Border B5C4DF, as in older Outlook", cover=1, head=Head(name="Rådgiver, Ullensaker kommune", address="r@ullensaker.example.no")),
        reply("outlook-with-copy", outlook, Draft((
            "Hei", "Vi melder inn sak om felles messestand på Arendalsuka.",
        ), quoted=quote(copy="Leder av faggruppen <leder@example.no>")), "The header block has a «Kopi» line", cover=1),
        reply("outlook-word-headings", outlook, Draft((
            Heading("Nytt fra kommunen"), "Budsjettet er lagt frem. Næringsfondet økes med to millioner kroner.",
            Heading("Ønsker til de andre"), bullets("Erfaringer med utbyggingsavtaler", "Gode eksempler på klyngesamarbeid"),
        ), quoted=INVITATION), "Real h2 headings in Word's HTML, a list after the last"),
        reply("outlook-windows-1252", outlook, Draft((
            "Hei – her er «vårt» innspill:", "Ærfuglprosjektet på Åsgårdstrand fortsetter … og vi søker støtte på 200 000 kr.",
        ), quoted=INVITATION, charset="windows-1252"), "windows-1252 in both parts, with en dash and ellipsis", cover=1),
        reply("outlook-no-quote", outlook, Draft((
            "Hei", "Vi sender teksten i en ny e-post, siden den forrige ikke kom frem.", "Nesodden har fått støtte til en ny ferjekai.",
        )), "A new mail, nothing quoted", cover=None, head=Head(subject="Innspill til møtet", answers=False)),
        reply("outlook-closing-with-name-inline", outlook, Draft((
            "Hei!", "Fra oss: Bykommunen har ansatt ny næringssjef fra nyttår.",
        ), quoted=INVITATION, closing="Mvh næringssjefen", signature=()), "«Mvh» and the writer on one line", cover=None),
    ]


def _surroundings() -> list[Case]:
    return [
        reply("outlook-external-banner", outlook, Draft((
            "Hei", "Jevnaker vil orientere om den nye gang- og sykkelveien til industriområdet.",
        ), quoted=INVITATION, banner="[EKSTERN E-POST] Denne e-posten kommer fra en avsender utenfor organisasjonen. Ikke klikk på lenker eller åpne vedlegg hvis du ikke kjenner avsenderen."),
            "A server's Norwegian banner above the text", cover=1, head=Head(name="Leder, Jevnaker kommune", address="leder@jevnaker.example.no")),
        reply("outlook-external-banner-english", outlook, Draft((
            "Takk for innkallingen.", "Vi vil gjerne ta opp mangelen på lærlinger i bygg og anlegg.",
        ), quoted=INVITATION, banner="[EXTERNAL] This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender."),
            "An English banner above the text", cover=None),
        reply("outlook-disclaimer-norwegian", outlook, Draft((
            "Hei", bullets("Ski næringsforening har 40 nye medlemmer.", "Julemarked 4. desember."),
        ), quoted=INVITATION, disclaimer="Denne e-posten kan inneholde konfidensiell informasjon og er kun ment for adressaten. Hvis du har mottatt e-posten ved en feil, ber vi deg varsle avsenderen og slette den."),
            "A Norwegian disclaimer after the quote", cover=1),
        reply("outlook-disclaimer-before-quote", outlook, Draft((
            "Hei", "Hole kommune har vedtatt kommuneplanens arealdel.",
        ), quoted=INVITATION, signature=("Rådgiver", "Hole kommune", "",
            "Vær oppmerksom på at e-post til og fra Hole kommune kan være offentlig etter offentleglova og bli journalført.",
            "Tenk på miljøet før du skriver ut denne e-posten.")),
            "A disclaimer and the environment line inside the signature", cover=1, head=Head(name="Rådgiver, Hole kommune", address="r@hole.example.no")),
        reply("outlook-confidential-english", outlook, Draft((
            "Hei", "Oslo Business Region inviterer til investordag 2. desember.",
        ), quoted=INVITATION, closing="Best regards", signature=("Adviser", "Oslo Business Region"),
            disclaimer="CONFIDENTIAL: This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please notify the sender and delete this message."),
            "English sign-off and CONFIDENTIAL notice under a Norwegian text", cover=1, head=Head(name="Adviser, Oslo Business Region", address="adviser@obr.example.no")),
        reply("outlook-postscript", outlook, Draft((
            "Hei", "Vi har ingen store saker, men Frogn åpner ny brannstasjon i februar.",
        ), quoted=INVITATION, after=("PS: Kan dere sende oss listen over deltakere?",)), "A P.S. after the signature is written by the person too", cover=None),
        reply("outlook-tracking-and-preheader", outlook, Draft((
            "Hei", "Eidsvoll Verk får ny avkjøring fra E6.",
        ), quoted=INVITATION, pixel=True, hidden="Nyheter fra kommunen rett i innboksen din"), "A hidden preheader and a tracking pixel", cover=1),
        reply("outlook-signature-without-farewell", outlook, Draft((
            "Hei, vi stiller i møtet og vil si litt om den nye kraftlinjen.",
        ), quoted=INVITATION, closing="", signature=("Næringssjef, Horten kommune", "Telefon 22 00 00 00", "naering@horten.example.no")),
            "No sign-off; the signature starts with the sender's display name", cover=None),
        reply("outlook-municipal-signature", outlook, Draft((
            "Hei igjen", "Innspill fra Nordre Follo: Vi ønsker en felles kartlegging av ledige lokaler.",
        ), quoted=INVITATION, signature=("", "Næringssjef", "Seksjon for samfunn og næring", "Nordre Follo kommune", "Rådhusgata 1, 0000 Stedet",
            "Sentralbord: 22 00 00 00 | Direkte: 22 00 00 00", "www.example.no", "Følg oss på Facebook og LinkedIn")),
            "A long municipal signature with postal address", cover=None, head=Head(name="Næringssjef, Nordre Follo kommune", address="n@nordrefollo.example.no")),
    ]


def _web() -> list[Case]:
    return [
        reply("owa-list", owa, Draft((
            "Hei,", bullets("Utvidelse av datasenteret er godkjent.", "Ny rektor ved fagskolen.", "Vertskap for regional næringsdag i mars."),
        ), quoted=INVITATION), "Outlook on the web: appendonsend, divRplyFwdMsg", cover=1),
        reply("owa-two-paragraphs", owa, Draft((
            "Takk for invitasjonen.", "Kommunen har i høst besøkt 32 bedrifter. Det viktigste de melder om, er mangel på fagarbeidere og lang saksbehandlingstid.",
            "Vi foreslår at faggruppen lager et felles notat.",
        ), quoted=INVITATION, closing="Vennlig hilsen", signature=("Rådgiver",)), "Outlook on the web, two paragraphs", cover=None),
        reply("owa-through-another-outlook", through, Draft((
            "Hei", "Vi har fått 12 søknader til næringsfondet.", "Fristen for neste runde er 15. januar.",
        ), quoted=quote(earlier=INVITATION)), "x_ before every id, two letters quoted", cover=1),
        reply("owa-no-signature", owa, Draft(("Ingen nyheter siden sist, men vi vil høre mer om Klosser-prosjektet.",), quoted=INVITATION, closing="", signature=()),
            "No sign-off, no signature", cover=None),
        reply("owa-ordered-list", owa, Draft((
            "God morgen", numbers("Arbeidet med omstilling av havna.", "Byvekstavtalen.", "Felles jobbmesse for ungdom."),
        ), quoted=INVITATION), "ol in Outlook on the web", cover=1),
        reply("owa-table", owa, Draft((
            "Hei. Tallene våre:", Table((("År", "Nye bedrifter"), ("2026", "118"), ("2027", "131"))), "Veksten er størst i bygg.",
        ), quoted=INVITATION), "A table in the new Outlook", cover=None),
        reply("owa-nested", owa, Draft((
            "Hei,", bullets(("Kultur", bullets("Festival i august", "Nytt museum")), ("Transport", bullets("Elferje fra 2028"))),
        ), quoted=INVITATION, closing="Beste hilsen"), "ul in li in Outlook on the web", cover=1),
        reply("owa-links", owa, Draft((
            "Hei", "Planen ligger på https://www.example.no/plan/2027 og kan kommenteres til 1. desember.",
        ), quoted=INVITATION), "A link whose words are its address", cover=1),
        reply("owa-nothing", owa, Draft(("Hei", "Ingen saker fra oss denne gangen."), quoted=INVITATION), "«Ingen saker» with greeting and signature",
            cover=None, verdict="nothing"),
        reply("owa-bold-labels", owa, Draft((
            "Hei alle", "**Status:** Kommuneplanen er vedtatt.\n**Neste steg:** Områderegulering av stasjonsbyen.\n**Ønske:** Erfaringer fra andre med rekkefølgekrav.",
        ), quoted=INVITATION), "Lines that start with a bold label and a colon", cover=1),
    ]


def _telephones() -> list[Case]:
    return [
        reply("ios-short", phone, Draft(("Hei! Vi har bare én sak: Ny bro over elva er ferdig prosjektert.",), quoted=INVITATION, closing="", signature=()),
            "Outlook for iOS: ms-outlook-mobile-signature", cover=None),
        reply("ios-signed", phone, Draft(("Hei", "Kongsberg melder om rekordhøy sysselsetting.", "Vi tar gjerne en runde om boliger til nyansatte."), quoted=INVITATION,
            closing="Hilsen", signature=("Næringssjefen",)), "Outlook for iOS, signed", cover=1),
        reply("ios-english", phone, Draft(("Hei, se punktene her:", bullets("Ladestasjoner for tungtransport", "Felles innkjøp")), quoted=quote("en"), sent_from="Get Outlook for iOS",
            closing="", signature=()), "English Outlook for iOS under a Norwegian text", cover=1),
        reply("ios-no", phone, Draft(("Nei",), quoted=INVITATION, closing="", signature=()), "One word from a telephone", cover=None, verdict="nothing"),
        reply("android-short", android, Draft(("Vi har ingen saker å melde.",), quoted=INVITATION, closing="", signature=()),
            "Outlook for Android: «Få Outlook for Android»", cover=None, verdict="nothing"),
        reply("android-list", android, Draft(("Hei.", bullets("Flom i oktober: tre bedrifter fikk skader.", "Kommunen har satt i gang et krisefond."), "Ta gjerne kontakt."), quoted=INVITATION,
            closing="Mvh", signature=("Beredskapssjef",)), "Outlook for Android with a list", cover=None),
        reply("android-english", android, Draft(("Hei, vi vil snakke om kompetanse i helsesektoren.",), quoted=quote("en"), sent_from="Get Outlook for Android", closing="Hilsen", signature=("Kommunalsjef",)),
            "English Outlook for Android", cover=None),
        reply("mac-outlook", mac, Draft(("Hei,", "vi har to ting:", bullets("Ny klyngeleder er på plass.", "Besøk fra ambassaden i november.")), quoted=INVITATION),
            "Outlook for Mac: «Dato» for «Sendt», border B5C4DF", cover=None),
        reply("mac-outlook-english", mac, Draft(("Hei!", "Bærum ber om at saken om næringstomter blir utsatt til neste møte."), quoted=quote("en"), closing="Med hilsen", signature=("Fagleder", "Bærum kommune")),
            "English Outlook for Mac", cover=1, head=Head(name="Fagleder, Bærum kommune", address="fagleder@baerum.example.no")),
        reply("windows-mail", windows_mail, Draft(("Hei", "Aurskog-Høland får nytt renseanlegg i 2028. Det åpner for flere boliger og bedrifter."), quoted=INVITATION),
            "Mail for Windows 10: «Sendt fra E-post for Windows»", cover=1),
        reply("windows-mail-unsigned", windows_mail, Draft(("Ingenting å melde.",), quoted=INVITATION, closing="", signature=()), "Mail for Windows 10, one line",
            cover=None, verdict="nothing"),
    ]
