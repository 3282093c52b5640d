"""What the weekly letter to the secretariat says: what comes, what waits for a person, what is held and what was left out, with reasons."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cycle.model import Sender
from bot.papers import meeting, norsk
from bot.papers.characters import one_line
from bot.papers.values import Link


def values(
    sender: Sender,
    letter_date: date,
    *,
    kommer: Sequence[str],
    venter: Sequence[str],
    holdt: Sequence[str],
    utelatt: Sequence[str],
) -> Mapping[str, object]:
    """The names of the weekly template, from one sentence a row; an empty list says that it is empty."""
    return {
        **meeting.empty(),
        "avsender": one_line(sender.name),
        "avsender_epost": Link(sender.email, f"mailto:{sender.email}"),
        "avsender_tlf": norsk.phone(sender.phone),
        "saksbehandler": one_line(sender.officer),
        "brevdato": letter_date,
        "uke": letter_date.isocalendar().week,
        "kommer": meeting.rows(kommer, "Ingenting de nærmeste ukene."),
        "venter": meeting.rows(venter, "Ingenting venter på deg."),
        "holdt": meeting.rows(holdt, "Ingenting er holdt tilbake."),
        "utelatt": meeting.rows(utelatt, "Ingenting er utelatt."),
    }
