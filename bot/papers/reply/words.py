"""The words that mail programs and people use around a text, in bokmål, nynorsk, Swedish, Danish, English and German."""

import re

MONTHS = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|januari|februari|maj|augusti|december|marts|januar|"
    "january|february|march|may|june|july|october|märz|dezember|jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|oct|nov|des|dec|dez|mär"
)
WEEKDAYS = (
    "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tysdag|laurdag|sundag|tisdag|torsdag|lördag|söndag|monday|tuesday|wednesday|"
    "thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|man|tir|tirs|ons|tor|tors|fre|lør|søn|mån|tis|"
    "tys|lau|laur|sun|sund|lör|sön|mon|tue|wed|thu|fri|sat|mo|di|mi|do|fr|sa|so"
)

DATE = re.compile(
    rf"\b\d{{1,2}}\.?\s?(?:{MONTHS})\b|\b(?:{MONTHS})\.?\s\d{{1,2}}\b|\b\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?\d{{2,4}}\b|"
    rf"\b\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d[./-]\d{1,2}[./-]\d\d\b")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++")

# the labels of a header block, by what they label
LABELS = {
    **dict.fromkeys(("fra", "frå", "från", "from", "von", "avsender", "avsändare"), "from"),
    **dict.fromkeys(("sendt", "send", "sent", "skickat", "gesendet", "dato", "date", "datum", "sendt den", "mottatt"), "date"),
    **dict.fromkeys(("til", "till", "to", "an", "mottaker"), "to"),
    **dict.fromkeys(("kopi", "kopia", "cc", "kopie", "kopi til", "cc:"), "cc"),
    **dict.fromkeys(("blindkopi", "bcc", "hemlig kopia"), "bcc"),
    **dict.fromkeys(("emne", "ämne", "subject", "betreff", "tittel"), "subject"),
    **dict.fromkeys(("svar til", "svar til:", "reply-to", "antwort an", "svara till"), "reply"),
    **dict.fromkeys(
        ("vedlegg", "attachments", "bilagor", "vedhæftede filer", "vedhæftet", "anlagen", "viktighet", "prioritet", "importance"), "more"
    ),
    **dict.fromkeys(
        (
            "priority",
            "vigtighed",
            "kategorier",
            "følsomhet",
            "sensitivity",
            "oppfølgingsflagg",
            "flaggstatus",
            "når",
            "when",
            "hvor",
            "kvar",
            "where",
            "var",
            "nødvendige deltakere",
            "required attendees",
            "sted",
        ),
        "more",
    ),
}

WROTE = re.compile(r"\b(?:skrev|skreiv|skreva|wrote|writes|schrieb|sendte|sende|svarte|hat\s.{0,80}geschrieben)\b", re.IGNORECASE)
# how a line that introduces a quote begins
OPENING = re.compile(
    rf"(?:den|på|on|am|le)\s|(?:{WEEKDAYS})\b\.?[\s,]|\d{{1,2}}\.?\s?(?:{MONTHS})\b|\d{{1,4}}[./-]\d{{1,2}}[./-]\d|"
    rf"(?:{MONTHS})\.?\s\d{{1,2}}\b|kl\.?\s\d",
    re.IGNORECASE,
)

SEPARATOR = re.compile(
    r"[-_—–*\s]{2,60}(?:opprinnelig melding|opprinneleg melding|opphavleg melding|opprinnelig e-post|original\s?message|"
    r"oprindelig meddelelse|"
    r"ursprungligt meddelande|originalmeddelande|original-?nachricht|ursprüngliche nachricht|opprinnelig avtale|"
    r"original appointment)[-_—–*\s:]{0,60}",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"[-_—\s]{0,60}(?:videresendt melding|vidaresend melding|videresendt e-post|(?:start|begynnelse|byrjing|"
    r"starten) på (?:videresendt|vidaresend) (?:melding|besked|meddelelse)|start på videresendt e-post|begin forwarded message|"
    r"forwarded message|"
    r"videresendt meddelelse|vidarebefordrat meddelande|vidarebefordrat brev|weitergeleitete nachricht|påbegynt videresendt melding|"
    r"vidarebefordrat mejl|start på vidaresend melding|anfang der weitergeleiteten nachricht|"
    r"forwarded by .{0,80})\s?(?:fra .{0,60})?[-_—:\s]{0,60}",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"(?:vs|fwd?|vb|wg|videresendt|vidaresendt|vidaresend|i)\s?:", re.IGNORECASE)
# a note that speaks of what is sent on below it
POINTER = re.compile(
    r"\b(?:under|nedenfor|nedanfor|nedenunder|nedan|below|unten|videresend\w*|vidaresend\w*|forward\w*|vedlagt|vedlagd|her(?: er|"
    r"kommer)?|dette|det|denne|den|"
    r"følgende|fylgjande|svar\w*|innspill\w* fra|tekst\w*|mottok|fikk|fekk|skrev|skreiv|sendte?)\b",
    re.IGNORECASE,
)
REPLY_SUBJECT = re.compile(r"(?:sv|re|aw|antw|svar)\s?:", re.IGNORECASE)
RULE = re.compile(r"[-_=*~—–]{3,200}")

# --- the end of a letter -----------------------------------------------------------------------------------------------------

_GREETINGS = (
    r"(?:med\s)?(?:de\s)?(?:beste|best|ven+e?lig(?:e|st)?|ven+e?leg(?:e)?|ven+li|ven+ligst|hjertelig(?:e)?|hjarteleg(?:e)?|"
    r"varm(?:e)?|kollegial|gode|mange|hyggelig|sommerlig|"
    r"vårlig|julelig|høstlig|solrik|snille|kjær(?:lig)?|faglig|vinterlig|haustleg|høflig)\s(?:og\s\w{3,15}\s)?(?:hils(?:en|ener|ning|"
    r"ninger)|helsing(?:ar|er)?|hälsning(?:ar)?)"
)
SIGN_OFF = re.compile(
    r"(?:"
    + _GREETINGS
    + r"|m\.?\s?v\.?\s?h\.?|v\.?h\.?|b\.?h\.?|med\shilsen|hilsen|hilsner|hilsning|mvh\.?|med\shelsing|helsing|venn?lig\shilsen|"
    r"(?:med\s)?(?:vänliga?|bästa|varma|hjärtliga)\shälsning(?:ar)?|hälsningar|vänligen|m\.?v\.?h\.?|"
    r"(?:med\s)?(?:venlig|venlige|bedste|kærlig|mange|de\sbedste)\shils(?:en|ner)|v\.\s?h\.|kh|dbh|"
    r"(?:with\s)?(?:my\s)?(?:best|kind|kindest|warm|warmest|many|yours)?\s?regards|best\swishes|sincerely(?:\syours)?|"
    r"yours\s(?:sincerely|faithfully|truly)|all\sthe\sbest|cheers|best|"
    r"mit\s(?:freundlichen|besten|herzlichen|lieben|vielen)\sgr(?:ü|ue)(?:ß|ss)en|(?:freundliche|beste|viele|liebe|herzliche|"
    r"schöne)\sgr(?:ü|ue)(?:ß|ss)e|mfg|lg|vg|hochachtungsvoll)(?!\w)",
    re.IGNORECASE,
)
# those of them that are also ordinary words: they need an end of line, or a name that the sender bears
WEAK = re.compile(r"(?:best|cheers|kh|bh|vh|v\.h\.?|lg|vg|dbh|vänligen|sincerely)", re.IGNORECASE)
AFTER_SIGN_OFF = re.compile(r"[\s,.!:;–-]*")
# a wish that ends a letter by itself, where no other sign-off does
WISH = re.compile(
    r"(?:ha\s(?:en|ei|et)\s(?:riktig\s|fortsatt\s|framleis\s)?(?:fin|god|flott|strålende|hyggelig|triveleg|nydelig)\w*\s(?:helg|dag|uke|"
    r"uka|veke|"
    r"kveld|sommer|sommar|ferie|jul|påske|høst|haust|vår|vinter)\w*|(?:riktig\s|ei\s|en\s)?god\s(?:helg|sommer|sommar|jul|påske|ferie|"
    r"kveld|"
    r"haust|høst)|takk\sfor\s(?:nå|no|meg)|ha\sdet(?:\s(?:bra|godt|fint|så\slenge))?|alt\sgodt|(?:trevlig|god)\shelg|"
    r"all\sthe\sbest)[\s!.,:;)(-]*",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"(?:(?:p\.?\s?){1,3}s\.?|n\.?b\.?|ettertanke|etterskrift)\s?[:.!-]?\s", re.IGNORECASE)

# --- what machines add -------------------------------------------------------------------------------------------------------

_DEVICE = (
    r"(?:iphone|ipad|ipod|iphonen|ipaden|android\S{0,10}|samsung\b.{0,40}|galaxy\w{0,4}\b.{0,30}|huawei\b.{0,30}|oneplus\b.{0,20}|"
    r"xiaomi\b.{0,20}|sony\b.{0,30}|blackberry\S{0,3}|"
    r"mobil(?:en|telefon(?:en)?|enhet)?|smart(?:tele)?(?:phone|telefon|fon)\S{0,3}|mobile(?:\sphone|\sdevice)?|handy|telefon(?:en)?|"
    r"nettbrett(?:et)?|"
    r"windows\b.{0,30}|outlook\b.{0,50}|yahoo\b.{0,40}|gmail\b.{0,30}|proton\b.{0,30}|mail\b.{0,40}|e-post\b.{0,40}|"
    r"mac(?:book)?\b.{0,15})"
)
MOBILE = re.compile(
    rf"(?:(?:sendt|skrevet|sent|send|skickat|skickad|gesendet)\s(?:fra|frå|från|from|via|med|with|von|på)\s(?:min\s|mitt\s|mi\s|my\s|"
    rf"meiner?m?\s|en\s|et\s|din\s)?{_DEVICE}(?:\smin|\smi|\smitt)?"
    rf"|von\smeine[mr]\s{_DEVICE}\sgesendet|(?:hent|få|last\sned|get|hämta|hämta|ladda\sned|holen\ssie\ssich|"
    rf"skaff)\s(?:deg\s)?outlook\s(?:for|för|til|für|til)\s.{{2,30}}"
    rf"|{_DEVICE}\sfra\smin|outlook\s(?:for|til)\s(?:ios|android)|(?:sent|sendt)\s(?:with|via|med)\s.{{0,30}}(?:secure\semail|app|"
    rf"mail)\.?)(?:\s(?:med|via|with|mit)\s[^.!?]{{2,40}})?[.!]?(?:\s?<https?://\S{{1,500}}>)?"
    rf"(?:\s(?:unnskyld|beklager|orsak|ursäkta|undskyld|(?:please\s)?excuse|(?:bitte\s)?entschuldig\w*)\b.{{0,60}})?",
    re.IGNORECASE,
)

_MAIL = (
    r"(?:e-?post(?:en|meldinga|meldingen)?|e-?mail(?:en)?|mail(?:en)?|melding(?:en|a)?|message|meddelelse|meddelande(?:t)?|nachricht|"
    r"epost(?:en)?|"
    r"e-?postmeddelande)"
)
DISCLAIMER = re.compile(
    rf"(?:denne|dette|this|det här|detta|diese|innholdet i denne|informasjonen i denne|informationen i|opplysningene i denne|"
    rf"the information (?:contained )?in this|the contents? of this)\s{_MAIL}\b.{{0,200}}?"
    r"(?:konfidensiel|fortrolig|fortruleg|taushets|teieplikt|kun (?:er )?(?:ment|beregnet|tiltenkt)|(?:er|og) (?:kun|bare|"
    r"utelukkende|berre) |ment for|meint for|ved (?:en )?feil|feilaktig|av misstag|ved en fejl|"
    r"confidential|privileged|intended|vertraulich|konfidenti|avsedd|virus|skannet|scanned|kontrollert|offentl|journalfør|arkiv)"
    rf"|(?:mottatt|fått|motteke|mottek|received|mottagit|modtaget|erhalten)\s(?:denne|dette|this|den|detta|diese|"
    rf"det)\s?{_MAIL}?\b.{{0,60}}(?:feil|error|misstag|fejl|mistake|irrtüm|mistak)"
    rf"|(?:hvis|dersom|om|if)\s(?:du|you|de|dere)\s(?:ikke|ikkje|are not|er ikke|ikke er|inte)\s.{{0,40}}(?:rette mottaker|tiltenkte|"
    rf"mottakeren|intended recipient|addressee)"
    rf"|(?:tenk|tenk gjerne|vis omtanke|tänk|please consider|consider|think)\s.{{0,25}}(?:miljø|environment).{{0,60}}(?:skriv|print|"
    rf"utskrift)"
    rf"|(?:vi gjør oppmerksom på|vi gjer merksam på|ver merksam på|vær oppmerksom på|"
    rf"merk)[,:]?\s(?:at\s)?(?:all\s)?{_MAIL}\b.{{0,160}}(?:offentl|journal|arkiv|innsyn|sensitiv|virus)"
    rf"|(?:all\s)?{_MAIL}\s(?:til og fra|til|fra|sendt til)\s.{{0,60}}kommune.{{0,100}}(?:journalfør|offentl|arkiv|innsyn)"
    r"|(?:ikke send|send ikke|ikkje send|send ikkje|unngå å sende)\s.{0,60}(?:sensitiv|fødselsnummer|personopplysninger|fortrolig|"
    r"taushets|teieplikt).{0,60}(?:e-?post|mail)?"
    r"|\bbehandling(?:en|a)? av personopplysning\w*\b.{0,60}personvern(?:erklæring|fråsegn)"
    r"|(?:les|lesa|se|her finner du|slik behandler)\s.{0,60}(?:personvernerklæring|personvernfråsegn|behandler personopplysninger)"
    r"|(?:confidentiality (?:notice|note)|ansvarsfraskrivelse|konfidensialitet|disclaimer)\b",
    re.IGNORECASE,
)
DISCLAIMER_ALSO = re.compile(
    r"(?:slett|slette|delete|destroy|radera|löschen|notify|gi beskjed|kontakt avsender|varsle avsender|unauthori|uautorisert|"
    r"ikke tillatt|prohibited|videreformidl|kopier|mottaker|taushetsplikt|"
    r"avsender|sender immediately|virus|vedlegg|attachments?)",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"\W{0,4}(?:\[?\(?(?:ekstern(?:\se-?post|\savsender|t|e)?|external(?:\se-?mail|\ssender|\smail)?|extern(?:\se-?post|t|es mail)?|"
    r"eksternt)\]?\)?\W{0,4}$"
    r"|\[(?:ekstern|external|extern|eks|ext)[^\]]{0,40}\]\W{0,4}$"
    rf"|(?:ekstern|external|extern)\s{_MAIL}\s?[:!.–-].{{0,400}}$"
    rf"|(?:obs!?|advarsel!?|varsel|caution!?|warning!?|viktig!?|nb!?|varning!?|achtung!?|forsiktig!?|merk!?|"
    rf"ekstern)\s?[:!.–-]?\s.{{0,60}}{_MAIL}.{{0,80}}(?:ekstern|utenfor|utanfor|outside|external|utanför|ukjent|außerhalb|extern|"
    rf"udefra).{{0,300}}$"
    rf"|(?:(?:obs|advarsel|caution|warning|nb|merk|varning|achtung)!?\s?[:!.–-]?\s)?(?:this\sis\san?|dette\ser\sen|dette\ser\sei|"
    rf"detta\sär\sett)\s(?:external|ekstern|externt|extern)\s{_MAIL}.{{0,300}}$"
    rf"|(?:denne|this|detta|dette|diese|the)\s{_MAIL}\b.{{0,60}}(?:ekstern|utenfor|utanfor|outside|external|utanför|udefra|"
    rf"außerhalb).{{0,300}}$"
    r"|.{0,60}(?:får|mottar|get|receive|mottek)\s(?:ikke|ikkje|inte|don't)?\s?(?:ofte|often|ofta)\s.{0,10}(?:e-?post|email|meldingar|"
    r"meldinger|mail|mejl).{0,200}$"
    r"|(?:you don't|du får (?:ikke|ikkje|inte)|some people who received this message don't|noen som (?:har )?mott).{0,40}(?:often|"
    r"ofte|ofta).{0,250}$"
    r"|(?:ikke|ikkje|do not|don't|vær forsiktig med å)\s.{0,12}(?:klikk|klikke|click|åpne|opne|open|trykk)\s.{0,40}(?:lenke|lenkje|"
    r"link|vedlegg|attach).{0,200}$)",
    re.IGNORECASE,
)
BANNER_TAG = re.compile(r"\[(?:ekstern|external|extern|ekstern e-?post|external e-?mail|ekst|ext|ekstern avsender)\]\s*+", re.IGNORECASE)
TRACKING = re.compile(
    r"\[(?:cid:|https?://)[^\]\s]{1,1000}\](?:<[^>\s]{0,1000}>)?|\[(?:image|bilde|bilete|bild|inline image)(?::[^\]]{0,200})?\]|"
    r"<image\d{0,5}\.\w{3,4}>",
    re.IGNORECASE,
)
