"""What a letter to the one who is to do something says: what is due, what else is open, how to answer; and what the answer came to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from bot.cycle.written import Group, Language, Sender
from bot.papers import meeting, norsk
from bot.papers.characters import one_line
from bot.papers.model import Block, Listing, Paragraph, Run
from bot.papers.values import Link


class Asked(NamedTuple):
    """A measure as it is asked about. `due` is the last day; `found` is whether the owner is in the register."""

    number: int
    what: str
    deadline: str
    due: date | None
    status: str
    owner: str
    found: bool


Said = Literal["done", "dropped", "postponed", "noted", "unread"]
"""What an answer about a measure was understood as; «unread» is a new deadline that cannot be used."""


class Answered(NamedTuple):
    """A measure after an answer: as what it was understood, and the deadline that it now has."""

    number: int
    what: str
    said: Said
    deadline: str
    due: date | None


UNDERSTOOD: Mapping[Language, Mapping[Said, str]] = {
    "nb": {
        "done": "Er satt til ferdig.", "dropped": "Er avsluttet uten å bli gjort.", "postponed": "Har fått ny frist: {when}.",
        "noted": "Er fortsatt åpent{til}. Det du skrev, er notert.",
        "unread": "Er fortsatt åpent{til}. Den nye fristen er ikke forstått; sekretariatet ser på den.",
    },
    "nn": {
        "done": "Er sett til ferdig.", "dropped": "Er avslutta utan å bli gjort.", "postponed": "Har fått ny frist: {when}.",
        "noted": "Er framleis ope{til}. Det du skreiv, er notert.",
        "unread": "Er framleis ope{til}. Den nye fristen er ikkje forstått; sekretariatet ser på han.",
    },
}  # fmt: skip


def thanks(group: Group, sender: Sender, letter_date: date, answered: Sequence[Answered], unclear: str) -> Mapping[str, object]:
    """The names of the receipt: what was understood, and the words that were not."""
    lines = tuple((Paragraph(_understood(one, group.language)),) for one in answered)
    return {
        **meeting.empty(), **_from(group, sender, letter_date),
        "antall": len(answered), "tiltak_svar": (Listing(lines),) if lines else (), "uklart": one_line(unclear),
    }  # fmt: skip


def _understood(one: Answered, language: Language) -> tuple[Run, ...]:
    when = norsk.long(one.due, language) if one.due else one_line(one.deadline)
    until = f", {norsk.words(language).actions[3].lower()} {when}" if when else ""
    said = UNDERSTOOD[language][one.said].format(when=when, til=until)
    return (Run(f"{norsk.words(language).actions[0]} {one.number}: ", bold=True), Run(f"{one_line(one.what)}\n{said}"))


def _from(group: Group, sender: Sender, letter_date: date) -> Mapping[str, object]:
    return {
        "gruppe": one_line(group.name),
        "avsender": one_line(sender.name),
        "avsender_epost": Link(sender.email, f"mailto:{sender.email}"),
        "avsender_tlf": norsk.phone(sender.phone),
        "saksbehandler": one_line(sender.officer),
        "brevdato": letter_date,
    }


def values(group: Group, sender: Sender, letter_date: date, to: str, due: Sequence[Asked], rest: Sequence[Asked]) -> Mapping[str, object]:
    """The names of the template. `due` are the measures whose day is near, `rest` the others of the same one.

    `to` is the organisation of a member, empty for the secretariat, which is told why it gets the letter.
    """
    days = sorted(one.due for one in due if one.due)
    everything = (*due, *rest)
    return {
        **meeting.empty(),
        **_from(group, sender, letter_date),
        "organisasjon": one_line(to),
        "fristdato": days[0] if days else "",
        "antall": len(due),
        "tiltak_frist": _listed(due, group.language),
        "tiltak_ellers": _listed(rest, group.language),
        "tiltak_ukjent": meeting.rows(tuple(_unknown(one, group.language) for one in everything if not one.found)),
        "tiltak_nummer": everything[0].number if everything else "",
    }


def _unknown(one: Asked, language: Language) -> str:
    said = f"«{one_line(one.owner)}»" if one.owner.strip() else norsk.words(language).no_owner.lower()
    return f"{norsk.words(language).actions[0]} {one.number}: {said}"


def _listed(found: Sequence[Asked], language: Language) -> tuple[Block, ...]:
    """An entry for each: a table of four columns is not read on a telephone."""
    return (Listing(tuple((Paragraph(_entry(one, language)),) for one in found)),) if found else ()


def _entry(one: Asked, language: Language) -> tuple[Run, ...]:
    number, _, _, deadline, status = norsk.words(language).actions
    # the day, where it is known: «uke 12» says another day to each who reads it
    when = norsk.long(one.due, language) if one.due else one_line(one.deadline)
    below = [f"{name}: {said}" for name, said in ((deadline, when), (status, one_line(one.status))) if said]
    return (Run(f"{number} {one.number}: ", bold=True), Run("\n".join((one_line(one.what), *below))))
