"""A member's own words that look like what a program cuts: each was cut by at least one public parser, or could be."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from functools import partial

from tests.replies import quotes
from tests.replies.case import INVITATION, Case, Client, asked, quote, reply
from tests.replies.cases.text import plain
from tests.replies.clients import Draft, apple, chevrons, gmail, outlook, outlook_plain, owa, phone, thunderbird
from tests.replies.content import Content, bullets, said
from tests.replies.mime import Head

HEAD = Head(name="Rådgiver, Lier kommune", address="radgiver@lier.example.no")
chevron = plain(quotes.gmail(INVITATION) + "\n\n" + chevrons(said(asked())))
header = plain(outlook_plain(INVITATION))
ruled = plain(outlook_plain(INVITATION, rule=True))
six = partial(gmail, flow=76)

TRAPS: tuple[tuple[str, Client, Content, str], ...] = (
    ("departementet", header, ("Hei", "Den 3. oktober skrev departementet til oss:", "Tilskuddet faller bort fra nyttår. Kommunen må selv dekke merkostnaden.", "Vi ber faggruppen ta dette opp."), "«Den 3. oktober skrev …:» is a sentence"),
    ("departementet-gmail", gmail, ("Hei", "Den 3. oktober skrev departementet til oss:", "Tilskuddet faller bort fra nyttår.", "Det gjelder alle."), "The same in Gmail, with a real attribution below"),
    ("departementet-outlook", outlook, ("Hei", "Den 7. november skrev vi under avtalen:", bullets("Leie i ti år", "Opsjon på fem"), "Avtalen er offentlig."), "«Den 7. november skrev vi under avtalen:» and a list"),
    ("fra-til-own-words", outlook, ("Hei. Vi sender dette ut lokalt, og dere kan gjerne bruke det:", "Fra: Bygdelista i Lier\nTil: alle velforeninger\nEmne: orientering om ny gangvei", "Gangveien åpner i mai."), "«Fra:», «Til:», «Emne:» as own words"),
    ("fra-til-own-words-plain", header, ("Hei. Dette er oppslaget vårt:", "Fra: Bygdelista i Lier\nTil: alle velforeninger\nEmne: orientering om ny gangvei", "Gangveien åpner i mai."), "The same in plain text"),
    ("til-alle-kommuner", owa, ("Hei", "Til: alle kommuner", "Vi oppfordrer alle til å svare på undersøkelsen innen 20. november."), "A line «Til: alle kommuner»"),
    ("fra-rule-of-dates", phone, ("Hei", "Fra: 1. januar\nTil: 30. juni\nSted: Rådhuset", "I denne perioden er servicetorget stengt."), "«Fra:» and «Til:» are dates"),
    ("takk-for-sist", chevron, ("Takk for sist!", "Vi har fulgt opp det vi ble enige om, og sender med dette tre punkter:", bullets("Avtalen er signert", "Veien er åpnet", "Skiltet er satt opp")), "«Takk for sist» is no Danish sign-off"),
    ("taket-paa-raadhuset", header, ("Hei", "Taket på rådhuset er lekk, og møtet må flyttes til biblioteket.", "Vi har fortsatt plass til alle."), "«Tak» starts a word"),
    ("khrono", chevron, ("Hei", "Khrono skrev i går at studieplassene forsvinner.", "Det vil vi gjerne diskutere."), "«Kh» starts a word; «skrev» in a sentence"),
    ("hilsen-fra-ordforeren", chevron, ("Hei", "Hilsen fra ordføreren til alle i faggruppen.", "Hun ønsker at vi tar opp skolebygget, som skal stå ferdig til høsten."), "A line that starts with «Hilsen», and more after it"),
    ("hilsen-fra-ordforeren-outlook", outlook, ("Hilsen fra ordføreren til alle!", bullets("Skolebygget er ferdig til høsten", "Åpning 18. august")), "The same as the first line, in Outlook"),
    ("vennlig-hilsen-in-text", gmail, ("Hei", "Det gamle brevet sluttet med «Med vennlig hilsen», og det gjør ikke det nye.", "Vi har forenklet alle malene våre."), "«Med vennlig hilsen» inside a sentence"),
    ("rule-in-text", header, ("Hei", "Del 1: Status\n____________________\nAlt går etter planen.", "Del 2: Behov\n____________________\nVi trenger flere lærlinger."), "Rules of underscores in own text"),
    ("rule-in-text-ruled", ruled, ("Hei", "STATUS\n________________________________\nByggingen er i gang.", "BEHOV\n________________________________\nPenger til siste byggetrinn."), "Rules as long as Outlook's own, above a real one"),
    ("dashes-in-text", chevron, ("Hei", "Første del av saken.", "-----", "Andre del av saken.", "---", "Tredje del."), "Rules of hyphens in own text"),
    ("asterisk-rule", header, ("Hei", "Program\n***\nÅpning kl. 12.00", "***", "Slutt kl. 15.00"), "Rules of asterisks"),
    ("den-nye-ferjelinjen", six, ("Hei", "Den nye fergelinjen starter 1. april, og de to kommunene har sammen skrevet under en avtale om rutetidene. Det er vi glade for."), "«Den …, …» before a Gmail attribution"),
    ("kolon-sent", thunderbird, ("Hei", "Sendt: 14 søknader\nInnvilget: 9\nAvslått: 5", "Tallene gjelder til og med oktober."), "«Sendt:» as a label of own numbers"),
    ("emne-list", gmail, ("Emner vi vil ta opp:", "Emne: Skole\nEmne: Vei\nEmne: Helse", "Bruk gjerne fem minutter på hvert."), "«Emne:» three times"),
    ("quote-of-a-decision", outlook, ("Hei", "Kommunestyret vedtok i går:", "«Kommunestyret ber regjeringen om å utsette nedleggelsen av tollstasjonen.»", "Vi håper på støtte fra dere."), "A quotation in own text"),
    ("phone-numbers-in-text", header, ("Hei", "Ny vakttelefon fra 1. desember: 22 00 00 00.", "Skadedyrkontroll bestilles på www.example.no eller på telefon 90 00 00 00.", "Begge er åpne hele døgnet."), "Telephone numbers and addresses in own text"),
    ("disclaimer-like-text", chevron, ("Hei", "Vi har fått spørsmål om konfidensiell informasjon i e-post. Rådmannen har laget en rutine.", "Rutinen sier at e-post som er sendt til feil mottaker, skal slettes."), "Own text about confidentiality"),
    ("sent-from-in-text", gmail, ("Hei", "Sendt fra min side: ønske om å flytte møtet til fredag.", "Ellers ingen merknader til sakskartet, men vi vil orientere om ny idrettshall."), "«Sendt fra min side» is a sentence"),
    ("wrote-in-text", gmail, ("Hi all,", "On 3 October the ministry wrote to us:", "The grant ends this year.", "We would like the group to discuss it."), "The same trap in English"),
    ("skrev-list", apple, ("Hei", "Avisa skrev:\n- Butikken legges ned\n- Posten flytter", "Begge deler er feil."), "«Avisa skrev:» and hyphens"),
    ("greater-than", header, ("Hei", "Grenseverdier: støy > 55 dB\n> 60 dB krever tiltak", "Målingene viser 58 dB ved skolen."), "«>» in own text"),
    ("original-words", owa, ("Hei", "Opprinnelig melding fra fylket var at veien skulle åpne i mai. Nå er det utsatt til august."), "«Opprinnelig melding» in a sentence"),
    ("mvh-in-list", header, ("Hei", bullets("MVH-prosjektet (miljø, vann og helse) starter nå", "Hilsener til jubilanten samles inn", "Vh-området er regulert")), "Abbreviations of sign-offs as words"),
    ("repeats-the-request", outlook, ("Hei", "Dere spør «Har dere arrangementer vi kan dele?»", "Ja, næringsfrokosten 18. november."), "A question of the request is quoted in own text"),
    ("tusen-takk", gmail, ("Tusen takk til sekretariatet for god tilrettelegging!", "Lier har ett punkt: grønnsaksdyrkerne ønsker et møte om vanning."), "Personal thanks first"),
    ("numbers-at-line-start", header, ("Hei", "2027 ble et rekordår.\n14 bedrifter fikk støtte.\n3. kvartal var best."), "Lines that start with numbers"),
    ("colon-names", outlook, ("Deltakere fra oss:\nOrdfører\nNæringssjef\nProsjektleder", "Vi tar med saken om ny ungdomsskole."), "A list of roles that looks like a signature"),
)


def cases() -> list[Case]:
    made = [reply(f"trap-{slug}", client, Draft(body, quoted=INVITATION, closing="Mvh", signature=("Rådgiver", "Lier kommune")), note, cover=1 if body[0] == "Hei" else None, head=HEAD) for slug, client, body, note in TRAPS]
    return [*made, *_right_to_left()]


def _right_to_left() -> list[Case]:
    return [
        reply("trap-right-to-left", gmail, Draft(("Hei", "Innvandrerrådet har sendt en hilsen på arabisk:", "مرحبا بكم في الاجتماع", "Det betyr «velkommen til møtet»."), quoted=quote(), closing="Hilsen", signature=("Rådgiver",)), "A line from right to left", cover=1, head=HEAD),
        reply("trap-sami", owa, Draft(("Bures!", "Gielda lea ráhkadan ođđa ealáhusplána. Vi oversetter planen til norsk før jul.", "Čállingoddi čoahkkana disdaga."), quoted=quote(), closing="Dearvvuođaiguin", signature=("Rådgiver", "Kommunen i nord")), "Northern Sami and Norwegian, a Sami sign-off", cover=None, head=HEAD),
    ]
