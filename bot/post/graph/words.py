"""Microsoft's codes in words an administrator can act on."""

import re
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

AADSTS = {
    "7000215": "Hemmeligheten er feil. Kopier verdien («Value»), ikke ID-en, fra «Certificates & secrets» i Entra.",
    "7000222": "Hemmeligheten er utløpt. Lag en ny under «Certificates & secrets» i Entra, og legg den inn.",
    "7000216": "Appen har verken hemmelighet eller sertifikat. Legg inn ett av dem i oppsettet.",
    "7000218": "Appen har verken hemmelighet eller sertifikat. Legg inn ett av dem i oppsettet.",
    "7000112": "Appen er slått av i Entra. Slå den på under «Enterprise applications».",
    "700016": "Appen finnes ikke hos denne leietakeren. Kontroller «client» og «tenant».",
    "700027": "Sertifikatet hører ikke til appen, eller det er utløpt. Last opp det offentlige sertifikatet i Entra.",
    "700024": "Klokken på maskinen går feil. Still den, og prøv igjen.",
    "90002": "Leietakeren finnes ikke. Kontroller «tenant».",
    "900023": "Leietakeren er ikke skrevet som en ID eller et domene. Kontroller «tenant».",
    "90013": "Forespørselen ble ikke forstått. Kontroller «tenant» og «client».",
    "53003": "En regel for betinget tilgang stenger appen ute. Be den som styrer Entra, om et unntak.",
    "500011": "Microsoft Graph er ikke tilgjengelig for leietakeren. Kontroller «endpoint».",
}
"""Permanent: the same call will meet the same answer until a person has done something."""

UNKNOWN_MAILBOX = {"errorinvaliduser", "mailboxnotenabledforrestapi", "resourcenotfound", "request_resourcenotfound"}
QUOTA = {"errorquotaexceeded", "quotaexceeded", "errormessagesubmissionblocked", "errorexceededmessagelimit"}
RECIPIENT = {"errorinvalidrecipients", "errorinvalidsmtpaddress"}
SIZE = {"errormessagesizeexceeded", "errorattachmentsizelimitexceeded"}
OPAQUE = re.compile(r"[^A-Za-z0-9._-]")


class Said(NamedTuple):
    """What a refusal means. `letter`: it is about this letter alone; otherwise the door is shut, for all or for now."""

    words: str
    letter: bool
    lasting: bool = False


SEND_AS = Said("Appen får ikke sende fra denne postkassen ({}). Gi den rollen «Application Mail.Send».", letter=False, lasting=True)
FULL = Said("Postkassen er full eller har sendt for mye ({}). Rydd i den, eller vent.", letter=False)
ADDRESS = Said("Microsoft godtar ikke mottakerens adresse ({}). Rett den i registeret.", letter=True)
LARGE = Said("Brevet med vedlegg er for stort for postkassen ({}).", letter=True)
ROLES = Said(
    "Appen har ikke tilgang ({}). Kontroller rollene for appen i Exchange og at postkassen er med i dem.", letter=False, lasting=True
)
MAILBOX = Said("Postkassen finnes ikke ({}). Kontroller adressen i oppsettet.", letter=False, lasting=True)
NO = Said("Microsoft sa nei ({}).", letter=True)


def login(codes: str) -> str | None:
    """Words for what the login service said, if it is something only a person can mend. `codes` is its text, or its list of codes."""
    for code in re.findall(r"\b\d{5,7}\b", codes):
        if code in AADSTS:
            return f"{AADSTS[code]} (AADSTS{code})"
    return None


def refusal(status: int, code: str) -> Said:
    """Words for a refusal from Graph."""
    low, shown = code.casefold(), f"{status} {code}".strip()
    known = (
        (low == "errorsendasdenied", SEND_AS),
        (low in QUOTA or status == HTTPStatus.INSUFFICIENT_STORAGE, FULL),
        (low in RECIPIENT, ADDRESS),
        (low in SIZE or status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE, LARGE),
        (status == HTTPStatus.FORBIDDEN, ROLES),
        (status == HTTPStatus.NOT_FOUND and low in UNKNOWN_MAILBOX, MAILBOX),
    )
    said = next((said for fits, said in known if fits), NO)
    return said._replace(words=said.words.format(shown))


def unopened(path: Path) -> str:
    """Words for a file with a certificate that cannot be used."""
    return (
        f"{path} kan ikke åpnes: den må ha både den private nøkkelen og sertifikatet, og passordet må være rett "
        "(miljøvariabelen AARSHJUL_GRAPH_PASSPHRASE)."
    )


def unreached(fault: BaseException | None) -> str:
    """Words for a server whose certificate this machine does not trust, wherever that was met; empty for any other fault."""
    while fault is not None:
        if "CERTIFICATE_VERIFY_FAILED" in str(fault):
            return "Sertifikatet til Microsoft er ikke godkjent på denne maskinen. Sett SSL_CERT_FILE, eller se på proxyen."
        fault = fault.__cause__ or fault.__context__
    return ""


def plain(text: object) -> str:
    """A code or an id from a server as it may stand in a log: no address, no sentence."""
    return OPAQUE.sub("", text)[:64] if isinstance(text, str) else ""
