"""Gmail on the web, and Gmail on a telephone."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from functools import partial

from tests.replies.case import INVITATION, Case, quote, reply
from tests.replies.clients import Draft, gmail
from tests.replies.content import Table, bullets, numbers
from tests.replies.mime import Head

wrapped = partial(gmail, flow=72)
MEMBER = Head(name="Medlem, Sande næringsforum", address="medlem@sande.example.no", subject="Re: Innkalling: faggruppe for næringssamarbeid, 4. november 2027")


def cases() -> list[Case]:
    return [
        reply("gmail-short", gmail, Draft(("Hei, vi vil gjerne fortelle om den nye gågata.",), quoted=INVITATION, closing="", signature=()),
            "Gmail; the attribution is date-first and wraps before «>:»", cover=None, head=MEMBER),
        reply("gmail-list", gmail, Draft(("Hei", bullets("Ny kafé i havna", "Bydel Nord får fiber", "Dugnad 20. november"), "Det var alt."), quoted=INVITATION,
            closing="Hilsen", signature=("Medlem",)), "Gmail with ul; plain part with «*»", cover=None, head=MEMBER),
        reply("gmail-signature-prefix", gmail, Draft(("Hei!", "Foreningen har valgt nytt styre og ønsker et møte med kommunene i januar."), quoted=INVITATION, closing="",
            signature=("Styreleder", "Sande næringsforum", "Tlf. 90 00 00 00")), "gmail_signature_prefix and gmail_signature, «-- » in the plain part", cover=1, head=MEMBER),
        reply("gmail-wrapped", wrapped, Draft((
            "Hei,", "I år har vi hatt 14 arrangementer med til sammen 900 deltakere, og vi ser at interessen for faglig påfyll er stor også blant de små bedriftene i distriktet.",
            "Neste år vil vi samarbeide med biblioteket.",
        ), quoted=INVITATION, signature=("Medlem",)), "Gmail's plain part is broken at 72", cover=1, head=MEMBER),
        reply("gmail-long-address", wrapped, Draft(("Vi har ikke noe nytt, men ønsker referatet tilsendt på papir.",), closing="Mvh", signature=("Sekretær",),
            quoted=quote(name="Sekretariatet for næringssamarbeid i Innlandet", address="post+naering-faggruppe-2027-2@example.no")),
            "A long plus-address, so that Gmail wraps inside the brackets", cover=None, head=MEMBER),
        reply("gmail-two-levels", gmail, Draft(("Beklager sent svar! Vår sak: felles søknad til Interreg, frist 1. mars.",), closing="Hilsen", signature=("Prosjektleder",),
            quoted=quote(name="Saksbehandler", earlier=INVITATION)), "gmail_quote in gmail_quote", cover=None, head=MEMBER),
        reply("gmail-english", gmail, Draft(("Hei,", "vi ønsker å legge frem tall for reiselivet i sommer."), quoted=quote("en"), signature=("Reiselivssjef",)),
            "English Gmail: «On … AM … wrote:» with a narrow no-break space", cover=1, head=MEMBER),
        reply("gmail-swedish", gmail, Draft(("Hej!", "Vi i Arvika kommun vill gärna berätta om det nya gränssamarbetet."), quoted=quote("sv"), closing="Med vänliga hälsningar", signature=("Näringslivschef",)),
            "Swedish Gmail, Swedish text", cover=1, head=Head(name="Näringslivschef, Arvika kommun", address="chef@arvika.example.se")),
        reply("gmail-danish", gmail, Draft(("Hej alle", "Frederikshavn inviterer til færgekonference den 9. december."), quoted=quote("da"), closing="Venlig hilsen", signature=("Erhvervschef",)),
            "Danish Gmail: «Den tors. 28. okt. 2027 kl. 09.00 skrev»", cover=1, head=Head(name="Erhvervschef", address="chef@frederikshavn.example.dk")),
        reply("gmail-german", gmail, Draft(("Hei, her er et lite innspill fra vår partner i Kiel:", "Fergeforbindelsen får landstrøm i begge havner fra 2028."), quoted=quote("de"), closing="Viele Grüße", signature=("Projektleiter",)),
            "German Gmail and German sign-off around a Norwegian text", cover=1, head=Head(name="Projektleiter", address="p@kiel.example.de")),
        reply("gmail-nynorsk", gmail, Draft(("Hei", "Vi har ei sak: Kommunen vil ha eit felles opplegg for lærlingar frå hausten."), quoted=quote("nn", "innkalling-nn"), closing="Venleg helsing", signature=("Næringssjef",)),
            "Nynorsk Gmail: «skreiv»", cover=1, request="innkalling-nn", head=MEMBER),
        reply("gmail-one-word", gmail, Draft(("Nei.",), quoted=INVITATION, closing="", signature=()), "One word", cover=None, verdict="nothing", head=MEMBER),
        reply("gmail-emoji", gmail, Draft(("Hei 👋", "Vi har fått ny ordfører 🎉 og hun vil gjerne hilse på alle i møtet.", "👍🏽"), quoted=INVITATION, closing="Mvh", signature=("Medlem",)),
            "Emoji, one alone on its line", cover=None, head=MEMBER),
        reply("gmail-table", gmail, Draft(("Hei", Table((("Tiltak", "Kostnad"), ("Skilting", "40 000"), ("Nettside", "25 000")))), quoted=INVITATION, signature=("Medlem",)),
            "A table pasted into Gmail, last before the sign-off", cover=1, head=MEMBER),
        reply("gmail-ordered", gmail, Draft(("Hei, tre saker:", numbers("Bompenger", "Bolyst", "Bredbånd")), quoted=INVITATION, closing="Hilsen", signature=("Medlem",)), "ol in Gmail", cover=1, head=MEMBER),
        reply("gmail-postscript", gmail, Draft(("Hei", "Vi vil drøfte åpningstidene i turistkontorene."), quoted=INVITATION, after=("P.S. Jeg kommer ti minutter for sent.",), closing="Hilsen", signature=("Medlem",)),
            "P.S. under the name", cover=None, head=MEMBER),
        reply("gmail-phone-reminder", gmail, Draft(("Hei! Beklager at vi er sene. Landstrømmen er i drift, og næringstomta er solgt.",), quoted=quote(letter="paaminnelse"), closing="", signature=()),
            "Answers the reminder; repeats words of the request", cover=None, request="paaminnelse", head=MEMBER)
    ]
