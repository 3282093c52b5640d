"""What kind of mail it is. First from headers and MIME, before a word is read; then from the text."""

import re
from collections.abc import Collection, Sequence

from bot.papers.reply import invitation, machines, mime
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Verdict

MOST_WORDS = 14  # of an answer that says that there is nothing
LONGEST_NOTHING = 200
LONGEST_AWAY = 600  # characters of an auto-reply that is known by its words alone
MOST_COMMAND = 60  # characters of an approval's first line

_AUTOMATIC = re.compile(
    r"(?:automatisk (?:svar|besvarelse)|autosvar|autoreply|auto-?svar|automatic reply|auto:|automatiskt svar|automatische antwort|"
    r"fraværsmelding|fråværsmelding|fraværsassistent|"
    r"out of (?:the )?office|ikke på kontoret|ikkje på kontoret|frånvaromeddelande|abwesenheitsnotiz|abwesend|på ferie:)",
    re.IGNORECASE,
)
_UNDELIVERED = re.compile(
    r"(?:undeliver(?:ed|able)|kan ikke leveres|kunne ikke leveres|ikke levert|ikkje levert|kan ikkje leverast|"
    r"delivery (?:status notification|failure|has failed)|mail delivery (?:failed|failure|subsystem)|"
    r"returned mail|failure notice|olevererbart|unzustellbar|kunde inte levereras|kunne ikke leveres|uleverbar|message not delivered)",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:(?:nei|nope|no|nej|nein|pass|niks|ingen|ingenting|intet|inget|inga|none|keine|nichts|null|nei takk|"
    r"nei takk ikke denne gangen|blankt|nada|nil|vi passer|jeg passer|ingenting nytt)"
    r"|(?:nei |no |nej |nein )?(?:takk )?(?:beklager )?"
    r"(?:(?:vi|jeg|eg|me|horten|kommunen|det|her|i|we|jag|wir)\s)?(?:\w+\s)?(?:(?:har|er|hadde|kommer|melder|have|has|har vi|har eg|"
    r"har jeg|finnes|finst|vart|blir|haben|gibt)\s)?(?:det\s|dessverre\s|diverre\s|heller\s|vi\s|jeg\s|es\s|leider\s|nok\s|desverre\s)?"
    r"(?:ingen|ingenting|ikke noe|ikke noen|ikkje noko|ikkje nokon|ikkje nokre|intet|inga|inget|inte något|ikke noget|ikke nogen|"
    r"nothing|null|no|not anything|nichts|keine|ikke)"
    r"(?:\s(?>(?:(?:fra|frå|från) [\w-]+(?: (?:kommune|fylkeskommune|fylke))?|[a-zæøå]+ kommune|spesiell?e?|særskilt\w*|saker|sak|"
    r"innspill|bidrag|nytt|nye|å|att|at|til|to|melde|meldes|rapportere|rapportera|"
    r"indberette|report|runden|runda|møtet|møte|denne|dette|gangen|gongen|månaden|måneden|runde|rundt|bordet|fra|frå|från|from|"
    r"oss|vår|våre|side|meg|herfra|us|items?|for|neste|orientere|tilføye|legge|bidra|bidra med|med|om|nå|no|i|på|av|zu|berichten|"
    r"punkte|themen|beiträge|denna|gång|ärenden|sager|denne|gang|this|time|updates?|news|input|kommune|kommunen|som|kommentarer|"
    r"merknader|"
    r"orienteringer|melding|meldinger|meldingar|eget|eige|noe|noko|av|betydning|interesse|ta|opp|dele|særlig|her|saman|sammen|takk|"
    r"også|heller|den|rådet|faggruppa|faggruppen|forumet|dagsorden|dagsordenen|sakskartet|sakslisten|sakslista)(?!\w)))*)",
    re.IGNORECASE,
)
# what may stand beside it, and is no contribution either
_POLITE = re.compile(
    r"(?:(?:men )?(?:vi|jeg|eg|me) (?:kommer|kjem|deltar|deltek|møter|stiller|sees|ses|høres|gleder oss|ser fram)\b|(?:tusen |"
    r"mange )?takk\b|"
    r"(?:god|ha en|ha ei|ha det|hei|sees|ses|snakkes|vi ses|vi sees|vi snakkes)\b)"
    r"(?!.*\b(?:\w*sak\w*|innspill|tema|spørsmål|tekst|tiltak|prosjekt\w*|ønsk\w+|vil)\b).{0,40}",
    re.IGNORECASE,
)
# all that somebody says who has read the letter and has nothing for the papers: «OK», «Takk, kommer!»
_READ = re.compile(
    r"(?:(?:hei|hallo|helt|den er|ok|okei|okay|greit|mottatt|motteke|notert|fint|topp|supert|kommer|kjem|deltar|deltek|sees|ses|"
    r"(?:tusen |mange )?takk(?: for (?:det|beskjed\w*|innkalling\w*|invitasjon\w*|påminn\w*|info\w*|meldinga|meldingen))?|"
    r"(?:vi|jeg|eg|me) (?:kommer|kjem|deltar|deltek|møter|stiller|sees|ses)(?: gjerne| selvsagt)?(?: på møtet| da| då)?|"
    r"(?:ha en |ha ei )?(?:god|fin) (?:helg|dag|uke|veke))(?:\s|$)){1,6}",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:jeg|eg|jag|i)\s(?:er|am|är)\s(?:for tiden |nå |no |currently )?(?:bortreist|bortreisd|fraværende|fråverande|på ferie|"
    r"på reise|ute av kontoret|"
    r"borte fra kontoret|borte frå kontoret|ikke på kontoret|ikkje på kontoret|ikke til stede|ikkje til stades|sykmeldt|i permisjon|"
    r"på semester|out of (?:the )?office|on leave|away)\b",
    re.IGNORECASE,
)
# what a person says who is away, and yet answers
_TELLS = re.compile(
    r"\b(?:\w*sak(?:en|er|ene|a|ane)?|vi|me|kommunen|innspill\w*|melde\w*|her (?:er|kommer|kjem))\b|^[-•*]", re.IGNORECASE | re.MULTILINE
)
_UNREAD = re.compile(
    r"\b(?:ikke|ikkje|inte|begrenset|avgrensa|no|limited|not)\b.{0,25}\b(?:tilgang til|lese|leser|les|sjekke|sjekker|läser|access to|"
    r"read|reading)\b"
    r".{0,12}\b(?:e-?post|mail|e-?mail)\w*|\b(?:e-?post|mail|melding)\w*(?: din)?\s(?:blir|vert|vil bli)\s(?:ikke |"
    r"ikkje )?(?:videresendt|vidaresend|lest)",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:ok(?:ay)?|godkjent?|godkjend|godkjenner|godkjennes|send(?:es)?|kan sendes|kan sendast|ja|fint|greit|approved?|returner\w*|"
    r"send tilbake|ikke godkjent|avvist|rett(?:es)?|stopp|vent|avlys)\b",
    re.IGNORECASE,
)
_DAEMON = ("mailer-daemon", "postmaster", "mail-daemon", "microsoftexchange")
_LOOSE = re.compile(r"[^\w\s]+")


def by_headers(whole: Part, leaves: Sequence[Part], sender: str) -> Verdict | None:
    """A mail no person wrote, or an answer to an invite; None when a person may have written."""
    subject = mime.header(whole, "subject")
    local = sender.partition("@")[0]
    kinds = {leaf.mime for leaf in leaves}
    daemon = local.startswith(_DAEMON)
    if (
        "message/delivery-status" in kinds
        or whole.headers.get("x-failed-recipients")
        or (whole.mime == "multipart/report" and "disposition-notification" not in str(whole.parameters))
        or (daemon and (_UNDELIVERED.search(subject) or whole.headers.get("return-path", "").strip() == "<>"))
    ):
        return "bounce"
    if any(invitation.answers(leaf) for leaf in leaves):
        return "calendar"
    return "auto-reply" if automatic(whole, subject) or daemon else ("spam" if spam(whole) else None)


def automatic(whole: Part, subject: str) -> bool:
    """By its headers; by its subject, for programs that follow nothing."""
    return machines.wrote(lambda name: mime.header(whole, name)) or bool(_AUTOMATIC.match(subject))


def spam(whole: Part) -> bool:
    """The receiving server says so, or it is a newsletter that answers nothing."""
    flag = mime.header(whole, "x-spam-flag").lower() == "yes" or mime.header(whole, "x-spam-status").lower().startswith("yes")
    level = re.search(r"\bscl:\s?([5-9])\b", mime.header(whole, "x-forefront-antispam-report"), re.IGNORECASE)
    exchange = mime.header(whole, "x-ms-exchange-organization-scl")
    answers = any(whole.headers.get(name) for name in ("in-reply-to", "references", "list-post"))  # to a discussion list, people write
    listed = bool(whole.headers.get("list-unsubscribe")) and not answers
    return flag or bool(level) or (exchange.isdecimal() and int(exchange) >= 5) or listed  # noqa: PLR2004


def nothing(contribution: str) -> bool:
    """«Ingen saker», «Nei», «Vi har ikke noe å melde denne gangen»: an answer, and it says that there is nothing."""
    if len(contribution) >= LONGEST_NOTHING:
        return False
    parts = [" ".join(_LOOSE.sub(" ", part).split()) for part in re.split(r"[.!?\n]+(?:\s|$)", contribution)]
    said = [part for part in parts if part and (_NOTHING.fullmatch(part) or not _POLITE.fullmatch(part))]
    if any(parts) and all(_READ.fullmatch(part) for part in parts if part):
        return True
    return len(said) in (1, 2) and all(len(part.split()) <= MOST_WORDS and _NOTHING.fullmatch(part) for part in said)


def away(contribution: str) -> bool:
    """An auto-reply from a program that follows no rule: somebody is away, and says that mail is not read or passed on."""
    text = contribution.strip()
    return len(text) <= LONGEST_AWAY and bool(_AWAY.search(text) and _UNREAD.search(text)) and not _TELLS.search(text)


def by_text(contribution: str, sender: str, secretariat: Collection[str]) -> Verdict:
    """What a person's text is."""
    if sender and sender in {one.lower() for one in secretariat}:
        first = contribution.partition("\n")[0]
        return "command" if len(first) <= MOST_COMMAND and _COMMAND.match(first) else "secretariat"
    if not contribution.strip():
        return "empty"
    if away(contribution):
        return "auto-reply"
    return "nothing" if nothing(contribution) else "contribution"
