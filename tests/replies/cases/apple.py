"""Mail on a Mac, an iPhone and an iPad."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from tests.replies.case import INVITATION, Case, quote, reply
from tests.replies.clients import Draft, apple, iphone
from tests.replies.content import bullets, numbers
from tests.replies.mime import Head

LEADER = Head(name="Daglig leder, Gjøvik næringshage", address="leder@hage.example.no", subject="Re: Innkalling: faggruppe for næringssamarbeid, 4. november 2027")


def cases() -> list[Case]:
    return [
        reply("apple-list", apple, Draft(("Hei,", bullets("Nytt produksjonsbygg på 3 000 kvadratmeter", "To nye leietakere", "Fagdag om kunstig intelligens")), quoted=INVITATION), "Apple Mail: blockquote type=cite", cover=1, head=LEADER),
        reply("apple-paragraphs", apple, Draft(("Kjære sekretariat", "Næringshagen har fått nytt navn og ny eier. Kommunen eier nå 51 prosent.", "Vi kommer tilbake med en lengre orientering i januar."), quoted=INVITATION, closing="Beste hilsen", signature=("Daglig leder",)), "Apple Mail, paragraphs", cover=1, head=LEADER),
        reply("apple-earlier", apple, Draft(("Hei igjen! Legg til at vi har åpen dag 11. november.",), quoted=quote(earlier=INVITATION), signature=("Daglig leder",)), "Two letters quoted", cover=None, head=LEADER),
        reply("apple-english", apple, Draft(("Hei", "Et kort innspill: Vi savner en felles side for ledige stillinger."), quoted=quote("en"), closing="Vennlig hilsen", signature=("Daglig leder",)), "English Apple Mail", cover=1, head=LEADER),
        reply("apple-danish", apple, Draft(("Hej", "Vi har ikke noget nyt, men vil gerne høre om jeres erfaringer med iværksættere."), quoted=quote("da"), closing="Mange hilsner", signature=("Konsulent",)), "Danish Apple Mail", cover=1, head=Head(name="Konsulent", address="k@aalborg.example.dk")),
        reply("apple-ordered", apple, Draft(("Hei.", numbers("Gjennomført: bedriftsbesøk.", "Pågår: tomteutvikling.", "Planlagt: messe i mai.")), quoted=INVITATION, signature=("Leder",)), "ol in Apple Mail", cover=1, head=LEADER),
        reply("iphone-short", iphone, Draft(("Ja, vi har en sak om parkering ved stasjonen.",), quoted=INVITATION, closing="", signature=()), "«Sendt fra min iPhone»", cover=None, head=LEADER),
        reply("iphone-nothing", iphone, Draft(("Ingen saker",), quoted=INVITATION, closing="", signature=()), "Two words from a telephone", cover=None, verdict="nothing", head=LEADER),
        reply("iphone-signed", iphone, Draft(("Hei", "Toget er forsinket, så jeg skriver kort: Vi vil ha rutetilbudet på dagsorden."), quoted=INVITATION, closing="Hilsen", signature=("Ordføreren",)), "Signed, then «Sendt fra min iPhone»", cover=None, head=LEADER),
        reply("iphone-english", iphone, Draft(("Hei, vi stiller med to personer og en sak om havbruk.",), quoted=quote("en"), sent_from="Sent from my iPhone", closing="", signature=()), "«Sent from my iPhone»", cover=None, head=LEADER),
        reply("iphone-nynorsk", iphone, Draft(("Hei, vi har ingenting nytt å melde.",), quoted=quote("nn", "innkalling-nn"), sent_from="Sendt frå iPhonen min", closing="", signature=()), "«Sendt frå iPhonen min»", cover=None, verdict="nothing", request="innkalling-nn", head=LEADER),
        reply("ipad-swedish", iphone, Draft(("Hej, vi tar gärna upp frågan om gränshandel.",), quoted=quote("sv"), sent_from="Skickat från min iPad", closing="Hälsningar", signature=("Utvecklingschef",)), "«Skickat från min iPad»", cover=None, head=Head(name="Utvecklingschef", address="chef@eda.example.se")),
    ]
