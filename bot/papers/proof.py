"""The proof of notice: what a step sent, to whom and when, as the values of its template. The only paper that holds addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from bot.cycle.model import OSLO
from bot.cycle.written import Language
from bot.papers import meeting, norsk
from bot.papers.characters import clean, one_line
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Grid

LONGEST_REASON = 200
"""What a strange server says is shown so far, in characters."""


State = Literal["sent", "returned", "delayed", "held", "withdrawn", "ready", "claimed"]
"""What became of a letter: as the journal says (`LetterState`), or what came back after it had left."""


class Delivery(NamedTuple):
    """One letter to one recipient. `at` is when it left (aware), `receipt` the post's own word for it.

    `said` is why it has not arrived, in the words of the journal or of the server that returned it, and `since` when that was known.
    """

    name: str
    organisation: str
    address: str
    state: State
    at: datetime | None
    receipt: str
    said: str = ""
    since: datetime | None = None


class Sent(NamedTuple):
    """A file that went with the letters: its name, the SHA-256 of its bytes in hex, and to how many it went."""

    filename: str
    sha256: str
    recipients: int


class Notice(NamedTuple):
    """How long before the meeting the last letter left: in days and in working days. `least` is the body's own rule, 0 without one."""

    days: int
    working: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """All that the paper says. `about` is the meeting as the letters told of it; `approved` is who approved it and when (aware)."""

    key: str
    subject: str
    about: Meeting
    letters: tuple[Delivery, ...]
    invitations: tuple[Delivery, ...]
    files: tuple[Sent, ...]
    notice: Notice | None
    approved: tuple[str, datetime] | None


class Words(NamedTuple):
    """What the program itself puts into the paper, in one written language."""

    recipients: tuple[str, ...]
    recipients_caption: str
    files: tuple[str, ...]
    files_caption: str
    letter: str
    invitation: str
    states: Mapping[State, str]


WORDS: Mapping[Language, Words] = {
    "nb": Words(
        ("Navn", "Organisasjon", "E-postadresse", "Sendt", "Status", "Kvittering"),
        "Mottakerne, med e-postadresse, når brevet ble sendt, hva som ble av det, og kvitteringen fra posten",
        ("Fil", "Mottakere", "SHA-256"), "Filene som fulgte brevene, til hvor mange, og SHA-256 av innholdet",
        "brevet", "kalenderinvitasjonen",
        {"sent": "sendt", "returned": "kom i retur", "delayed": "forsinket", "held": "holdt tilbake", "withdrawn": "trukket tilbake",
         "ready": "ikke sendt ennå", "claimed": "ikke sendt ennå"},
    ),
    "nn": Words(
        ("Namn", "Organisasjon", "E-postadresse", "Sendt", "Status", "Kvittering"),
        "Mottakarane, med e-postadresse, når brevet vart sendt, kva som vart av det, og kvitteringa frå posten",
        ("Fil", "Mottakarar", "SHA-256"), "Filene som følgde breva, til kor mange, og SHA-256 av innhaldet",
        "brevet", "kalenderinvitasjonen",
        {"sent": "sendt", "returned": "kom i retur", "delayed": "forseinka", "held": "halde tilbake", "withdrawn": "trekt tilbake",
         "ready": "ikkje sendt enno", "claimed": "ikkje sendt enno"},
    ),
}  # fmt: skip


def values(proof: Proof) -> Mapping[str, object]:
    """The names of the template: all that any paper about the meeting may use, and those that begin with `kvittering_`."""
    language = proof.about.occurrence.group.language
    words, shown = WORDS[language], proof.letters or proof.invitations
    whole: dict[str, object] = {
        **meeting.values(proof.about),
        "kvittering_steg": proof.key,
        "kvittering_emne": one_line(proof.subject),
        "kvittering_sendt": _span(shown, language),
        "kvittering_antall": sum(one.at is not None for one in proof.letters),
        "kvittering_invitert": sum(one.at is not None for one in proof.invitations),
        "kvittering_mottakere": recipients(shown, language),
        "kvittering_filer": files(proof.files, language) if proof.files else (),
        "kvittering_avvik": meeting.rows(
            (*_missing(proof.letters, words.letter, words), *_missing(proof.invitations, words.invitation, words))
        ),
    }
    if proof.approved is not None:
        whole |= {"kvittering_godkjent": one_line(proof.approved[0]), "kvittering_godkjent_naar": proof.approved[1].astimezone(OSLO)}
    return whole | (_notice(proof.notice) if proof.notice else {})


def _notice(notice: Notice) -> dict[str, object]:
    return {
        "kvittering_varsel": "ja",
        "kvittering_dager": notice.days,
        "kvittering_arbeidsdager": notice.working,
        "kvittering_regel": notice.least or "",
        "kvittering_holdt": "ja" if notice.days >= notice.least else "",
    }


def recipients(shown: Sequence[Delivery], language: Language) -> tuple[Block, ...]:
    """A row for each, by organisation and name as Norwegian sorts. The hours are Norwegian time."""
    ordered = sorted(shown, key=lambda one: (norsk.collate(one.organisation), norsk.collate(one.name), one.address))
    return (Grid(WORDS[language].recipients, tuple(_row(one, WORDS[language]) for one in ordered), WORDS[language].recipients_caption),)


def _row(one: Delivery, words: Words) -> tuple[str, ...]:
    left = _moment(one.at) if one.at else ""
    return (one_line(one.name), one_line(one.organisation), clean(one.address), left, words.states[one.state], clean(one.receipt))


def files(sent: Sequence[Sent], language: Language) -> tuple[Block, ...]:
    rows = tuple((one_line(one.filename), norsk.number(one.recipients), one.sha256) for one in sent)
    return (Grid(WORDS[language].files, rows, WORDS[language].files_caption),)


def _missing(letters: Sequence[Delivery], what: str, words: Words) -> Iterator[str]:
    """As in «Medlem Horten, Horten kommune: brevet kom i retur 04.11.2027 kl. 09.12 (5.1.1)»."""
    for one in letters:
        if one.state != "sent":
            who = ", ".join(filter(None, map(one_line, (one.name, one.organisation))))
            since = f" {_moment(one.since)}" if one.since else ""
            said = f" ({one_line(one.said)[:LONGEST_REASON]})" if one.said else ""
            yield f"{who}: {what} {words.states[one.state]}{since}{said}"


def _span(letters: Sequence[Delivery], language: Language) -> str:
    """When the letters left: one hour, or the first and the last."""
    hours = [one.at for one in letters if one.at is not None]
    return f" {norsk.UNTIL[language]} ".join(dict.fromkeys(_written(at, language) for at in (min(hours), max(hours)))) if hours else ""


def _written(at: datetime, language: Language) -> str:
    here = at.astimezone(OSLO)
    return f"{norsk.full(here.date(), language)} kl.{norsk.NO_BREAK}{norsk.clock(here)}"


def _moment(at: datetime) -> str:
    here = at.astimezone(OSLO)
    return f"{norsk.numeric(here.date())} kl.{norsk.NO_BREAK}{norsk.clock(here)}"
