"""Whose a mail is, and what it is about: the occurrence by what it answers, the organisation by who wrote it. Each match says why."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.cycle.memory import StoredLetter
from bot.cycle.model import Member, Occurrence
from bot.desk import promises
from bot.desk.desk import Desk, View
from bot.papers import norsk
from bot.papers.reply import Envelope

_TOKEN = re.compile(r"\[([^\[\]]{1,30}) (\d{1,2}\. [a-zæøå]{3,5}\.?)\]", re.IGNORECASE)


class Match(NamedTuple):
    """An occurrence (empty when unknown), an organisation (empty when unknown), and why."""

    occurrence: str
    organisation: str
    why: str
    letter: StoredLetter | None = None


def match(desk: Desk, view: View, envelope: Envelope, on_behalf_of: str, now: datetime) -> Match:
    """What a mail answers, and for which organisation: by the letter it refers to, the mark in its subject, or the only open round."""
    answered = _answered(desk, envelope)
    if answered and promises.to_secretariat(answered[0]):
        return Match("", "", "svar på et brev til sekretariatet, ikke på et til medlemmene", answered[0])
    letter = answered[0] if answered else None
    occurrence, how = (letter.occurrence, "svarer på brevet vi sendte") if letter else _by_subject(view, envelope.subject)
    if not occurrence:
        occurrence, how = _only_round(view, envelope.sender, now)
    if not occurrence:
        return Match("", "", "svarer ikke på noe vi har sendt")
    organisation, whose = _organisation(desk, occurrence, answered, envelope.sender, on_behalf_of)
    return Match(occurrence, organisation, f"{how}; {whose}", letter)


def _answered(desk: Desk, envelope: Envelope) -> tuple[StoredLetter, ...]:
    """Our letters that a mail answers: the one it says first (In-Reply-To), then back through the conversation."""
    place = {answer: number for number, answer in enumerate(envelope.answers)}
    return tuple(sorted(desk.journal.sent_by_message_ids(envelope.answers), key=lambda letter: place[letter.message_id]))


def _by_subject(view: View, subject: str) -> tuple[str, str]:
    """The occurrence whose mark stands in the subject: «[næring 4. nov.]»."""
    for name, day in _TOKEN.findall(subject):
        for occurrence in view.plan.occurrences:
            group = occurrence.group
            if (
                norsk.collate(group.short or group.id)[0] == norsk.collate(name)[0]
                and norsk.brief(occurrence.day, group.language) == day.lower()
            ):
                return occurrence.key, f"merket [{name} {day}] står i emnet"
    return "", ""


def _only_round(view: View, sender: str, now: datetime) -> tuple[str, str]:
    """The one occurrence that has asked this sender for something and is still open."""
    found = [
        occurrence
        for occurrence in view.plan.occurrences
        if occurrence.cancelled is None
        and now < occurrence.end
        and sender in view.facts.told.get(occurrence.key, {})
        and _asks(occurrence, view)
    ]
    return (found[0].key, "avsenderen har bare denne runden åpen") if len(found) == 1 else ("", "")


def _asks(occurrence: Occurrence, view: View) -> bool:
    return any(step.rule.expects and step.key in view.facts.done for step in occurrence.steps)


def _organisation(desk: Desk, occurrence: str, answered: Sequence[StoredLetter], sender: str, on_behalf_of: str) -> tuple[str, str]:
    """Whose answer it is. A name given as «på vegne av» counts only from somebody who is known."""
    members = tuple(_members(desk, occurrence))
    known = next((one.organisation for one in answered if one.recipient.lower() == sender), "")
    whose = "avsenderen er mottakeren"
    if not known:
        known = next((member.organisation for member in members if member.email == sender), "")
        whose = "avsenderen står i registeret"
    if not known:
        known, whose = _by_domain(members, sender), "avsenderens e-postdomene hører til én organisasjon i registeret"
    if known and on_behalf_of and (other := _named(members, on_behalf_of)) and other != known:
        return other, f"skrevet på vegne av {other}"
    return (known, whose) if known else ("", "avsenderen står ikke i registeret")


def _members(desk: Desk, occurrence: str) -> Iterator[Member]:
    group = occurrence.partition("/")[0]
    cycle = next((cycle for cycle in desk.office.cycles if cycle.schedule.group.id == group), None)
    yield from (member for register in (cycle.registers.values() if cycle else ()) for member in register)


def _by_domain(members: Sequence[Member], sender: str) -> str:
    """The organisation of everyone in the register with this domain, when they all have the same."""
    domain = sender.rpartition("@")[2]
    owners = {member.organisation for member in members if domain and member.email.endswith(f"@{domain}")}
    return owners.pop() if len(owners) == 1 else ""


def _named(members: Sequence[Member], name: str) -> str:
    """The organisation with this name or alias."""
    wanted = norsk.collate(name)[0]
    return next(
        (one.organisation for one in members if wanted in {norsk.collate(said)[0] for said in (one.organisation, *one.aliases)}), ""
    )
