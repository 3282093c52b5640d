"""The secretary's tray: what could not be matched, and what a person makes of it. Nothing here is ever deleted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.cycle.memory import Contribution, Message, NewContribution
from bot.desk import contributions
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused, Unknown
from bot.papers import norsk, reply

SHORT = 12
"""So many characters of a mail's SHA-256 are enough to name it."""


class Entry(NamedTuple):
    """A mail in the tray: a short id, who and when, why it is here, and how it begins."""

    id: str
    sender: str
    subject: str
    received_at: datetime
    occurrence: str
    why: str
    begins: str


class Given(NamedTuple):
    """A contribution, as a person goes through them."""

    id: int
    occurrence: str
    organisation: str
    state: str
    received_at: datetime
    begins: str
    cut: tuple[str, ...]
    marks: tuple[str, ...]


def entries(desk: Desk) -> Iterator[Entry]:
    """What lies in the tray, oldest first."""
    for message in desk.journal.messages("tray"):
        text = " ".join(reply.understand(desk.journal.fetch(message.id)).text.split())
        yield Entry(
            message.id[:SHORT], message.sender, message.subject, message.received_at, message.occurrence, message.why, _begins(text)
        )


def given(desk: Desk, occurrence: str) -> Iterator[Given]:
    """Every contribution to an occurrence, with what was cut from it."""
    for one in desk.journal.contributions([occurrence]):
        kept = json.loads(one.content)
        cut = tuple(_begins(part["text"]) for part in kept["cut"])
        yield Given(one.id, one.occurrence, one.organisation, one.state, one.received_at, _begins(kept["text"]), cut, tuple(kept["marks"]))


def _begins(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"  # noqa: PLR2004  a line on a screen


def assign(desk: Desk, message: str, occurrence: str, organisation: str, who: str, now: datetime) -> NewContribution:
    """Say what a mail is about, and for whom. Its text goes into the agenda, or into the minutes when the meeting has begun.

    Raises Unknown for a mail, occurrence or organisation that is not there; Refused when the mail has no text.
    """
    found = _message(desk, message)
    place = desks.look(desk, now).occurrence(occurrence)
    members = desk.office.cycle(place.group.id).members_of(place.activity, place.day)
    wanted = norsk.collate(organisation)[0]
    name = next(
        (one.organisation for one in members if wanted in {norsk.collate(said)[0] for said in (one.organisation, *one.aliases)}), ""
    )
    if not name:
        raise Unknown(f"«{organisation}» er ikke blant de inviterte til {occurrence}.")
    reading = reply.understand(desk.journal.fetch(found.id))
    if not contributions.has_text(reading):
        raise Refused("E-posten har ingen tekst. Be om at den sendes på nytt.")
    new = NewContribution(found.id, occurrence, name, found.sender, name, now, contributions.content(reading))
    desk.journal.sort(replace(found, state="matched", occurrence=occurrence, organisation=name, why="lagt hit av en person"), who, now)
    desk.journal.contribute(new, contributions.replaced(new, "", desk.journal.contributions([occurrence])), who, now)
    return new


def ignore(desk: Desk, message: str, who: str, now: datetime) -> Message:
    """Say that a mail is about nothing here. It stays in the journal."""
    found = _message(desk, message)
    desk.journal.sort(replace(found, state="ignored", why="lagt til side av en person"), who, now)
    return found


def restore(desk: Desk, occurrence: str, number: int, who: str, now: datetime) -> Contribution:
    """Put back everything that was cut from a contribution, and let it count again."""
    found = next((one for one in desk.journal.contributions([occurrence]) if one.id == number), None)
    if found is None:
        raise Unknown(f"{occurrence} har ikke noe innspill nr. {number}.")
    kept = json.loads(found.content)
    new = NewContribution(
        found.message, found.occurrence, found.organisation, found.sender, found.name, found.received_at, contributions.whole(kept)
    )
    desk.journal.contribute(new, (found.id,), who, now)
    return found


def set_aside(desk: Desk, number: int, who: str, now: datetime) -> None:
    """Take a contribution out of the papers. It can be let in again with `let_in`."""
    desk.journal.settle([number], "set-aside", who, now)


def let_in(desk: Desk, number: int, who: str, now: datetime) -> None:
    """Let a contribution that was set aside, or replaced, count again."""
    desk.journal.settle([number], "active", who, now)


def _message(desk: Desk, short: str) -> Message:
    """The mail whose id begins so. Raises Unknown when there is none, or more than one."""
    found = [one for state in ("tray", "ignored", "matched") for one in desk.journal.messages(state) if short and one.id.startswith(short)]
    if len(found) != 1:
        raise Unknown(f"Det finnes {'ingen' if not found else 'flere'} e-post{'er' if found else ''} med id «{short}».")
    return found[0]
