"""What the weekly letter to the secretariat says: what comes, what waits for a person, what is held and what was left out, with reasons."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cycle.written import Language, Sender
from bot.papers import meeting, norsk
from bot.papers.characters import one_line
from bot.papers.values import Link


def values(  # noqa: PLR0913 - the parts of the letter, all named
    sender: Sender,
    letter_date: date,
    *,
    kommer: Sequence[str],
    venter: Sequence[str],
    holdt: Sequence[str],
    utelatt: Sequence[str],
    meldt: Sequence[str] = (),
    language: Language = "nb",
) -> Mapping[str, object]:
    """The names of the weekly template, from one sentence a row; an empty list says that it is empty."""
    words = norsk.words(language)
    return {
        **meeting.empty(),
        "avsender": one_line(sender.name),
        "avsender_epost": Link(sender.email, f"mailto:{sender.email}"),
        "avsender_tlf": norsk.phone(sender.phone),
        "saksbehandler": one_line(sender.officer),
        "brevdato": letter_date,
        "uke": letter_date.isocalendar().week,
        "kommer": meeting.rows(kommer, words.nothing_comes),
        "venter": meeting.rows(venter, words.nothing_waits),
        "holdt": meeting.rows(holdt, words.nothing_held),
        "utelatt": meeting.rows(utelatt, words.nothing_left_out),
        "meldt": meeting.rows(meldt),
    }
