"""Who comes to a meeting: the answers to its invitation that still hold."""

from collections.abc import Collection, Iterator, Mapping

from bot.cycle.memory import Answer, Rsvp
from bot.cycle.model import Moved, Occurrence
from bot.desk.ports import Journal


def comes(journal: Journal, occurrence: Occurrence) -> Mapping[str, bool]:
    """Whether each invited, by address, has said that they come; who says perhaps has not said."""
    standing = _standing(journal, occurrence, journal.rsvps([occurrence.key]))
    return {one.recipient: one.answer == "accepted" for one in standing if one.answer != "tentative"}


def of_organisations(journal: Journal, occurrence: Occurrence, rsvps: Collection[Rsvp]) -> Mapping[str, Collection[Answer]]:
    """What those of each organisation have answered."""
    found: dict[str, list[Answer]] = {}
    for rsvp in _standing(journal, occurrence, rsvps):
        found.setdefault(rsvp.organisation, []).append(rsvp.answer)
    return found


def _standing(journal: Journal, occurrence: Occurrence, rsvps: Collection[Rsvp]) -> Iterator[Rsvp]:
    """The answers that still hold. A yes to a date that was moved afterwards is no yes to the new one."""
    moved = [one.at for one in journal.amendments_of(occurrence.key) if isinstance(one.change, Moved)] if rsvps else []
    yield from (rsvp for rsvp in rsvps if not moved or rsvp.at > max(moved))
