"""A long contribution: capital sub-headings, two kinds of numbers, bold; over 600 words, all invented."""

# ruff: noqa: E501, ISC004  prose

from tests.replies.content import Content, numbers

ELVERUM: Content = (
    "INNSPILL FRA ELVERUM VEKST TIL MØTET I FAGGRUPPEN",
    "Elverum Vekst er kommunens selskap for næringsutvikling. Vi arbeider med å hjelpe nye bedrifter i gang, med å skaffe areal til dem som vil vokse, "
    "og med å fortelle at det er mulig å leve og arbeide hos oss. Nedenfor står det vi mener er viktigst for faggruppen denne høsten. "
    "Teksten er lengre enn dere ba om, men vi håper at den kan være til nytte også for de andre regionene.",
    "STATUS FOR NÆRINGSLIVET",
    "Høsten har vært bedre enn ventet. Antallet ledige er lavt, og flere av bedriftene våre har hatt vanskelig for å finne folk. "
    "Det gjelder særlig industri, transport og helse. Samtidig ser vi at byggebransjen har færre oppdrag enn i fjor, og at to mindre firma har permittert. "
    "Varehandelen i sentrum holder seg stabil, men nettbutikkene tar en stadig større del av omsetningen. "
    "Skogbruket har hatt et godt år, med høye tømmerpriser og god tilgang på arbeidskraft.",
    "**De tre viktigste utfordringene** slik bedriftene selv beskriver dem:",
    numbers(
        "Det er for få boliger som passer for unge voksne og for dem som kommer hit for å arbeide i noen år.",
        "Strømnettet er fullt flere steder, og nye bedrifter må vente i årevis på å bli koblet til.",
        "Saksbehandlingen av reguleringsplaner tar for lang tid, særlig når flere statlige etater skal uttale seg.",
        mark="1)",
    ),
    "AREAL OG INFRASTRUKTUR",
    "Kommunen eier tre større næringsområder. Det første er ferdig bygget ut. Det andre ligger ved riksveien og er regulert, men mangler vann og avløp. "
    "Det tredje ligger ved jernbanen og er det mest interessante på lang sikt, fordi det gjør det mulig å flytte gods fra vei til bane. "
    "Vi har bedt om et møte med Bane NOR i løpet av vinteren, og inviterer gjerne nabokommunene med.",
    "For strømnettet foreslår vi at faggruppen lager en samlet oversikt over behovet i hele regionen. I dag melder hver kommune inn sitt, "
    "og ingen ser helheten. En slik oversikt kan brukes både overfor nettselskapet og overfor departementet. "
    "Den 3. oktober skrev departementet til oss at slike oversikter er etterspurt.",
    "KOMPETANSE OG REKRUTTERING",
    "Vi har i to år drevet et prosjekt der nyutdannede får et års stilling delt mellom to bedrifter. Åtte av ti har fått fast jobb etterpå. "
    "Prosjektet har kostet mindre enn ventet, og bedriftene betaler nå en større del selv. **Vi vil gjerne dele erfaringene**, og vi tror at modellen "
    "passer godt også i mindre kommuner, der én bedrift alene ikke kan ta imot en nyutdannet.",
    "Høgskolen har startet et nytt studium i bærekraftig skogbruk. Det første kullet på tjuefire studenter begynte i august. "
    "Vi ønsker at flere av dem får praksisplass i de andre regionene, og ber dere om å melde inn bedrifter som kan ta imot.",
    "PLANER FOR 2028",
    "Styret har vedtatt en handlingsplan med fire satsinger:",
    numbers(
        "Et felles kontor for gründere i det gamle banklokalet, med plass til førti personer.",
        "En årlig næringskonferanse, første gang i mars, der regionene kan ha egne stander.",
        "Et nettverk for kvinner som leder eller eier bedrift, sammen med bygdekvinnelaget.",
        "En kartlegging av ledige lokaler i sentrum, som blir åpent tilgjengelig på kommunens nettsider.",
    ),
    "Planen er finansiert med midler fra kommunen, fylkeskommunen og sparebanken. Vi rapporterer til kommunestyret hvert halvår, "
    "og deler gjerne rapportene med dem som vil lese dem.",
    "VI SPØR DE ANDRE",
    "Hvordan har dere organisert samarbeidet mellom kommunen og næringsforeningen? Hos oss er det tre aktører som gjør nesten det samme, "
    "og bedriftene vet ikke alltid hvem de skal ringe til. Vi vurderer å samle alt ett sted, og vil gjerne høre fra noen som har gjort det, "
    "både om hva som gikk bra, og om hva dere ville ha gjort annerledes.",
    "Til slutt vil vi minne om at det er vår tur til å være vertskap i vår. Vi foreslår uke 17, og kan by på omvisning i skogmuseet, "
    "besøk på et sagbruk og en enkel middag på kvelden. Gi beskjed dersom uken ikke passer for dere, så finner vi en annen.",
    "Vi ser frem til et godt møte og til å høre hva de andre er opptatt av. Spørsmål til teksten kan dere gjerne ta med oss på forhånd, "
    "enten på e-post eller på telefon, så stiller vi forberedt. Tallene i innspillet er hentet fra vår egen bedriftsundersøkelse, som ble gjort i september, "
    "med svar fra 212 bedrifter. Undersøkelsen kan sendes til dem som ønsker det.",
)
