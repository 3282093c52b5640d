"""What a letter to the one who is to do something says: what is due, what else is open, and how to answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

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


def values(group: Group, sender: Sender, letter_date: date, to: str, due: Sequence[Asked], rest: Sequence[Asked]) -> Mapping[str, object]:
    """The names of the template. `due` are the measures whose day is near, `rest` the others of the same one.

    `to` is the organisation of a member, empty for the secretariat, which is told why it gets the letter.
    """
    days = sorted(one.due for one in due if one.due)
    everything = (*due, *rest)
    return {
        **meeting.empty(),
        "gruppe": one_line(group.name),
        "organisasjon": one_line(to),
        "avsender": one_line(sender.name),
        "avsender_epost": Link(sender.email, f"mailto:{sender.email}"),
        "avsender_tlf": norsk.phone(sender.phone),
        "saksbehandler": one_line(sender.officer),
        "brevdato": letter_date,
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
