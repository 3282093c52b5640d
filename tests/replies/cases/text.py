"""Plain text: Thunderbird, flowed, web mail of the old kind, telephones; answers above and below the quote."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from functools import partial

from tests.replies import quotes
from tests.replies.case import INVITATION, Case, quote, reply
from tests.replies.clients import RULE, Draft, chevrons, flowed, outlook_plain, text, thunderbird
from tests.replies.content import Content, bullets, numbers, said
from tests.replies.mime import Head, Node, Part

HEAD = Head(name="Utvalgsleder, Rendalen", address="utvalg@rendalen.example.no", subject="Re: Innkalling: faggruppe for næringssamarbeid, 4. november 2027")
STARS: Content = ("Hei,", "Punkter fra oss:\n* Nytt fjernvarmeanlegg\n* Ny grunneieravtale", "Og fra naboen:\n• Hyttebygging\n• Skiløyper")
LATE = "Takk, vi stiller. Vår sak: digital infrastruktur i fjellet."
QUOTE = quotes.gmail(INVITATION) + "\n\n" + chevrons(said(INVITATION.content))
below = partial(flowed, below=True)


def plain(quoted: str, *, width: int = 0, encoding: str = "quoted-printable") -> partial[Node]:
    return partial(text, quote=quoted, width=width, encoding=encoding)


def cases() -> list[Case]:
    return [*_thunderbird(), *_others(), *_below()]


def _thunderbird() -> list[Case]:
    return [
        reply("thunderbird-html", thunderbird, Draft(("Hei,", "vi melder én sak: skogsbilveiene våre tåler ikke de nye tømmerbilene.", bullets("Bruene må forsterkes", "Fylket må delta")), quoted=INVITATION), "Thunderbird with HTML, moz-cite-prefix, moz-signature", cover=None, head=HEAD),
        reply("thunderbird-swedish", thunderbird, Draft(("Hej!", "Torsby vill diskutera flygplatsen."), quoted=quote("sv"), closing="Vänliga hälsningar", signature=("Kommunstrateg",)), "Swedish Thunderbird", cover=1, head=HEAD),
        reply("thunderbird-german", thunderbird, Draft(("Hei", "Kort innspill: Det tyske markedet vokser igjen."), quoted=quote("de"), closing="Mit freundlichen Grüßen", signature=("Berater",)), "German Thunderbird under a Norwegian text", cover=1, head=HEAD),
        reply("flowed-above", flowed, Draft((
            "Hei", "Dette er et avsnitt som er så langt at Thunderbird bryter det mykt, med et mellomrom sist på linjen, slik at mottakerens program kan sette det sammen igjen til ett avsnitt.",
            "Og et til, kortere.",
        ), quoted=INVITATION), "format=flowed, top posting, «-- » and signature below the quote", cover=1, head=HEAD),
        reply("flowed-list", flowed, Draft(("Hei,", bullets("Første sak er ny brannstasjon, som etter planen skal stå ferdig i andre kvartal 2029 hvis budsjettet vedtas.", "Andre sak er kulturskolen.")), quoted=INVITATION, closing="Mvh", signature=("Utvalgsleder",)), "format=flowed with a bullet over two lines", cover=1, head=HEAD),
        reply("flowed-nynorsk", flowed, Draft(("Hei", "Me har fått tilskot til ny kai, og ynskjer å takke alle som stod på."), quoted=quote("nn", "innkalling-nn"), closing="Helsing", signature=("Varaordførar",)), "Nynorsk Thunderbird: «skreiv»", cover=1, request="innkalling-nn", head=HEAD),
    ]


def _others() -> list[Case]:
    shown = said(INVITATION.content)
    header = quotes.plain_header(INVITATION)
    return [
        reply("text-samsung", plain(f"-------- Opprinnelig melding --------\n{quotes.plain_header(INVITATION, dated='Dato')}\n\n{shown}"), Draft(("Ja, vi kommer og tar opp bredbånd.",), closing="Sendt fra min Galaxy", signature=()), "Samsung Mail: «Opprinnelig melding»", cover=None, head=HEAD),
        reply("text-original-message", plain(f"-----Original Message-----\n{quotes.plain_header(quote('en'))}\n\n{chevrons(shown)}"), Draft(("Hei,", "vi ønsker å få inn en sak om skredsikring."), closing="Mvh", signature=("Utvalgsleder",)), "Outlook with «-----Original Message-----» in English", cover=1, head=HEAD),
        reply("text-opprinnelig", plain(f"-----Opprinnelig melding-----\n{header}\n\n{shown}"), Draft(("Hei,", bullets("Samlokalisering", "Felles innkjøp av strøm")), closing="Med hilsen", signature=("Innkjøpssjef",)), "«-----Opprinnelig melding-----»", cover=1, head=HEAD),
        reply("text-proton", plain("------- Original Message -------\nthursday, 28. october 2027 kl. 09:00, Sekretariatet <post@example.no> wrote:\n\n\n" + chevrons(shown)), Draft(("Hei! Ny sak: gratis buss på lørdager i desember.",), closing="Mvh", signature=("Medlem", "", "Sent with Proton Mail secure email.")), "Proton Mail", cover=None, head=HEAD),
        reply("text-roundcube", plain("Sekretariatet skrev den 2027-10-28 09:00:\n" + chevrons(shown), width=72), Draft(("Hei,", "Innlandet trafikkselskap har bestilt 40 elektriske busser, og de første settes i trafikk på rutene mellom tettstedene allerede til sommeren."), closing="Hilsen", signature=("Rådgiver",)), "Roundcube, hard breaks at 72", cover=1, head=HEAD),
        reply("text-outlook-rule", plain(f"{RULE}\n{header}\n\n{shown}"), Draft(("Hei", "Vi har vedtatt arkitekturstrategi."), closing="Mvh", signature=("Byarkitekt",)), "Outlook's plain part with its underscore rule", cover=1, head=HEAD),
        reply("text-outlook-star-header", plain("\n".join(f"*{label}:* {value}" for label, value in quotes.header(INVITATION)) + f"\n\n{shown}"), Draft(("Hei", "Vi vil vise frem den nye gründerhuben."), closing="Mvh", signature=("Hubleder",)), "A header block with its labels in asterisks", cover=1, head=HEAD),
        reply("text-base64", plain(quotes.gmail(INVITATION) + "\n\n" + chevrons(shown), encoding="base64"), Draft(("Hei,", "vårt innspill gjelder vannkvaliteten i Øyeren."), closing="Mvh", signature=("Miljørådgiver",)), "Base64 text", cover=1, head=HEAD),
        reply("text-nynorsk-header", plain(outlook_plain(quote("nn", "innkalling-nn"))), Draft(("Hei", "Vi har to saker:", numbers("Ferjefri fjordkryssing", "Kulturhuset")), closing="Vennleg helsing", signature=("Kommunedirektøren", "Kommunen ved fjorden")), "Nynorsk Outlook: «Frå:»", cover=None, request="innkalling-nn", head=HEAD),
        reply("text-nothing-quoted", plain(""), Draft(("Vi har ikke noe å melde.",), closing="", signature=()), "One line, no quote, no signature", cover=None, verdict="nothing", head=HEAD),
        Case(
            "text-stars-and-dots", plain(outlook_plain(INVITATION))(Draft(STARS, closing="Mvh", signature=("Medlem",))), said(STARS).replace("* ", "- ").replace("• ", "- "),
            "Bullets typed as «*» and as «•»", head=HEAD,
        ),
        reply("text-hyphen-bullets", plain(outlook_plain(INVITATION)), Draft(("Hei,", bullets("Havnepromenaden er åpnet", "Torghandelen flyttes", "Ny bysykkelordning"), "Det er det vi har."), closing="Hilsen", signature=("Bylivskoordinator",)), "Bullets with hyphens, no signature mark", cover=None, head=HEAD),
        reply("text-dashes-before-signature-mark", plain(quotes.apple(INVITATION) + "\n\n" + chevrons(shown)), Draft(("Hei,", "Vi foreslår befaring i Rendalen.", "-- ønsket tidspunkt er mai --"), closing="", signature=("-- ", "Utvalgsleder", "Rendalen")), "A line with dashes in the text, and a real signature mark after it", cover=1, head=HEAD),
        reply("text-date-first-wrapped", plain("28. okt. 2027 kl. 09:00 skrev Sekretariatet for næringssamarbeid <\npost@example.no>:\n\n" + chevrons(shown)), Draft(("Hei, fra oss: 12 000 besøkende på høstmarkedet.",), closing="mvh", signature=("medlem",)), "A date-first attribution wrapped after «<»; small-letter sign-off", cover=None, head=HEAD),
        reply("text-danish-outlook", plain(outlook_plain(quote("da"))), Draft(("Hej", "Vi deltager gerne og tager et punkt om fælles markedsføring med."), closing="Med venlig hilsen", signature=("Chefkonsulent", "Kommunen")), "Danish Outlook", cover=1, head=HEAD),
        reply("text-german-outlook", plain(outlook_plain(quote("de"))), Draft(("Hello all,", "We would like to present the ferry project in five minutes."), closing="Kind regards", signature=("Project manager",)), "German Outlook under an English text", cover=1, head=HEAD),
    ]


def _below() -> list[Case]:
    body: Content = ("Hei,", "vi har to saker til møtet.", bullets("Skolebruksplanen", "Nye takster på ferja"))
    return [
        reply("below-flowed", below, Draft(body, quoted=INVITATION, closing="Mvh", signature=("Utvalgsleder",)), "Bottom posting in Thunderbird", cover=None, head=HEAD),
        Case("below-gmail-style", Part(f"{QUOTE}\n\n{LATE}\n\nHilsen\nUtvalgsleder\n"), LATE, "Bottom posting under an attribution of Gmail", head=HEAD),
        Case("below-two-paragraphs", Part(f"{QUOTE}\n\nHei\n\n{LATE}\n\n- Fiber\n- Mobildekning\n"), f"Hei\n\n{LATE}\n\n- Fiber\n- Mobildekning", "Bottom posting, unsigned, with a list", head=HEAD),
    ]
