"""The secretary's tray: what could not be matched, and what a person makes of it. Nothing here is ever deleted."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.cycle.memory import Contribution, Message, NewContribution
from bot.cycle.model import Occurrence
from bot.desk import answered, attendance, contributions, offers, rounds, whose
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.desk.offers import Offer
from bot.errors import Refused, Unknown
from bot.papers import reply
from bot.papers.rounds.model import Round

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
    """A contribution, as a person goes through them. What was `cut` has numbers from 1, by which `restore` puts it back."""

    id: int
    occurrence: str
    organisation: str
    state: str
    received_at: datetime
    name: str
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


def proposals(desk: Desk, now: datetime) -> Mapping[str, Offer]:
    """What `assign` would do by itself with each mail in the tray, as it is at `now` (aware), by the mail's short id."""
    view = desks.look(desk, now)
    found = {message.id[:SHORT]: offers.of(desk, view, message, now) for message in desk.journal.messages("tray")}
    return {short: offer for short, offer in found.items() if offer}


def given(desk: Desk, occurrence: str) -> Iterator[Given]:
    """Every contribution to an occurrence, with what was cut from it."""
    for one in desk.journal.contributions([occurrence]):
        kept = json.loads(one.content)
        cut = tuple(_begins(part["text"]) for part in kept["cut"])
        yield Given(
            one.id, one.occurrence, one.organisation, one.state, one.received_at, one.name, _begins(kept["text"]), cut, tuple(kept["marks"])
        )  # fmt: skip


def _begins(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"  # noqa: PLR2004  a line on a screen


def assign(desk: Desk, message: str, occurrence: str, organisation: str, who: str, now: datetime) -> Message:
    """Say what a mail is about, and for whom; what is left empty is as proposed. Return it as it is now sorted.

    Its text goes into the agenda, or into the minutes when the meeting has begun; one who has nothing to report has answered.
    Raises Unknown for a mail, occurrence or organisation that is not there; Refused when the mail has no text, or nothing is proposed.
    """
    found = _message(desk, message)
    view = desks.look(desk, now)
    offer = offers.of(desk, view, found, now)
    if offer is None and not (occurrence and organisation):
        raise Refused("Det er ikke noe forslag for denne e-posten. Skriv møtet og organisasjonen etter id-en.")
    place = view.occurrence(occurrence or (offer.occurrence.key if offer else ""))
    if round_ := answered.of(desk.office, place, view.facts):
        return _to_round(desk, round_, found, organisation or (offer.organisation if offer else ""), who, now)
    name = _invited(desk, place, organisation or (offer.organisation if offer else ""))
    sorted_now = replace(found, state="matched", occurrence=place.key, organisation=name, why="lagt hit av en person")
    reading = reply.understand(desk.journal.fetch(found.id))
    if reading.verdict != "nothing":
        if not contributions.has_text(reading):
            raise Refused("E-posten har ingen tekst. Be om at den sendes på nytt.")
        at = _window(place, found, now)
        author = whose.name(whose.members(desk, place.key), found.sender, name)
        new = NewContribution(found.id, place.key, name, found.sender, author, at, contributions.content(reading))
        before = desk.journal.contributions({place.key, found.occurrence})
        earlier = [one.id for one in before if one.message == found.id and one.state == "active"]
        here = [one for one in before if one.occurrence == place.key]
        # the text before the state: who dies in between does it again, and nothing is counted twice
        desk.journal.contribute(new, (*contributions.replaced(new, "", here), *earlier), who, now)
    desk.journal.sort(sorted_now, who, now)
    return sorted_now


def _to_round(desk: Desk, round_: Round, found: Message, organisation: str, who: str, now: datetime) -> Message:
    """Let a mail be an answer to a round, by the hour it came. Whoever is named has answered; in an open round that may be anyone."""
    place = round_.occurrence
    name = whose.named(whose.members(desk, place.key), organisation) or (organisation if round_.rule.open else "")
    if not name and organisation not in {one.to.organisation for one in round_.asked}:
        raise Unknown(f"«{organisation}» er ikke blant de spurte i {place.key}.")
    sorted_now = replace(found, state="matched", occurrence=place.key, organisation=name or organisation, why="lagt hit av en person")
    raw = desk.journal.fetch(found.id)
    at = min(found.received_at, attendance.sent_at(raw, found.received_at))
    read = rounds.answer(desk, round_, sorted_now, reply.understand(raw), at)
    if read.empty:
        raise Refused("E-posten har ingen tekst. Be om at den sendes på nytt.")
    author = whose.name(whose.members(desk, place.key), found.sender, "")
    new = rounds.given(round_, sorted_now, author, at, read)
    earlier = [one.id for one in desk.journal.contributions({place.key}) if one.message == found.id and one.state == "active"]
    desk.journal.contribute(new, earlier, who, now)
    desk.journal.sort(sorted_now, who, now)
    return sorted_now


def _invited(desk: Desk, place: Occurrence, organisation: str) -> str:
    """The organisation with this name or alias, among those invited. Raises Unknown."""
    members = desk.office.cycle(place.group.id).members_of(place.activity, place.day)
    name = whose.named(members, organisation)
    if not name:
        raise Unknown(f"«{organisation}» er ikke blant de inviterte til {place.key}.")
    return name


def _window(place: Occurrence, found: Message, now: datetime) -> datetime:
    """When a text counts as received: now, or within the minutes when it came in time and has waited for a person since.

    Raises Refused when it came too late for the meeting: then it would stand in no paper.
    """
    if contributions.window(place, now) != "late":
        return now
    if contributions.window(place, found.received_at) == "late":
        raise Refused(f"E-posten kom for sent til {offers.named(place)}. Legg den til et senere møte.")
    return max(found.received_at, place.start)


def written_up(desk: Desk, occurrence: str, now: datetime) -> str:
    """The step by which the minutes of an occurrence were drafted before `now`; empty when they are still to be made."""
    view = desks.look(desk, now)
    place = view.occurrence(occurrence)
    return offers.written_up(view, place) if place.meeting else ""


def ignore(desk: Desk, message: str, who: str, now: datetime) -> Message:
    """Say that a mail is about nothing here. It stays in the journal."""
    found = _message(desk, message)
    desk.journal.sort(replace(found, state="ignored", why="lagt til side av en person"), who, now)
    return found


def restore(desk: Desk, occurrence: str, number: int, who: str, now: datetime, parts: Collection[int] = ()) -> Contribution:
    """Put back what was cut from a contribution, and let it count again: these parts of it, or else the greeting and the covering note.

    Raises Unknown for a contribution, or a part of it, that is not there.
    """
    found = next((one for one in desk.journal.contributions([occurrence]) if one.id == number), None)
    if found is None:
        raise Unknown(f"{occurrence} har ikke noe innspill nr. {number}.")
    try:
        content = contributions.whole(json.loads(found.content), parts)
    except IndexError as missing:
        raise Unknown(f"Innspill nr. {number} har ingen del nr. {missing}. «aarshjul contributions {occurrence}» viser delene.") from None
    new = NewContribution(
        found.message, found.occurrence, found.organisation, found.sender, found.name, found.received_at, content, found.kind
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
