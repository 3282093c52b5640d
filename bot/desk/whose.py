"""Whose a mail is: the organisation by the address it came from, or, for a person to say yes to, by what it is signed with."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.cycle.memory import StoredLetter
from bot.cycle.model import Member
from bot.desk.desk import Desk
from bot.papers import norsk
from bot.papers.reply import Reading

STRANGER = "avsenderen står ikke i registeret"


class Owner(NamedTuple):
    """An organisation (empty when unknown), how it was found, and whether that is enough. If not, it is a proposal to a person."""

    organisation: str
    why: str
    sure: bool = True


def members(desk: Desk, occurrence: str) -> tuple[Member, ...]:
    """Everyone in the registers of the group that an occurrence belongs to."""
    group = occurrence.partition("/")[0]
    cycle = next((cycle for cycle in desk.office.cycles if cycle.schedule.group.id == group), None)
    return tuple(member for register in (cycle.registers.values() if cycle else ()) for member in register)


def name(known: Sequence[Member], sender: str, organisation: str) -> str:
    """The sender's name by the register, or the organisation's: an address is never shown."""
    return next((member.name for member in known if member.email == sender), organisation)


def owner(known: Sequence[Member], answered: Sequence[StoredLetter], sender: str, reading: Reading | None) -> Owner:
    """Whose a mail from `sender` is. A name given as «på vegne av» counts only from somebody who is known."""
    found = _by_address(known, answered, sender)
    if not found.organisation:
        return _signed(known, answered, reading)
    behalf = named(known, reading.on_behalf_of) if reading and reading.on_behalf_of else ""
    return Owner(behalf, f"skrevet på vegne av {behalf}") if behalf not in ("", found.organisation) else found


def _by_address(known: Sequence[Member], answered: Sequence[StoredLetter], sender: str) -> Owner:
    """By who had the letter, by the register, or by a domain that only one organisation in the register has."""
    if told := next((one.organisation for one in answered if one.recipient.lower() == sender), ""):
        return Owner(told, "avsenderen er mottakeren")
    if listed := next((member.organisation for member in known if member.email == sender), ""):
        return Owner(listed, "avsenderen står i registeret")
    domain = sender.rpartition("@")[2]
    owners = {member.organisation for member in known if domain and member.email.endswith(f"@{domain}")}
    return Owner(owners.pop() if len(owners) == 1 else "", "avsenderens e-postdomene hører til én organisasjon i registeret")


def _signed(known: Sequence[Member], answered: Sequence[StoredLetter], reading: Reading | None) -> Owner:
    """A stranger's organisation as far as it can be guessed.

    Anyone can write a signature, and who is clever can work out the Message-ID of a letter: neither lets a text into the papers by itself.
    """
    signature = "\n".join(cut.text for cut in reading.cut if cut.kind == "signature") if reading else ""
    signs = {member.organisation for member in known if any(_stands(said, signature) for said in (member.organisation, *member.aliases))}
    if len(signs) == 1:
        organisation = signs.pop()
        return Owner(organisation, f"{STRANGER}, men signaturen sier {organisation}", sure=False)
    if answered and answered[0].organisation:
        return Owner(answered[0].organisation, f"{STRANGER}, men brevet gikk til {answered[0].organisation}", sure=False)
    return Owner("", STRANGER, sure=False)


def _stands(said: str, signature: str) -> bool:
    """Whether a signature has this name: anywhere if it is of several words, else alone on a line, since «Oslo» is in many addresses."""
    wanted = norsk.collate(said)[0]
    lines = [norsk.collate(line)[0].strip(" .,|") for line in signature.splitlines()]
    if " " not in wanted:
        return bool(wanted) and wanted in lines
    return any(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", line) for line in lines)


def named(known: Sequence[Member], said: str) -> str:
    """The organisation with this name or alias, or of the member with this address; empty when there is none."""
    wanted = norsk.collate(said)[0]
    return next(
        (one.organisation for one in known if said == one.email or wanted in set(_names(one))),
        "",
    )


def _names(member: Member) -> Iterator[str]:
    yield from (norsk.collate(said)[0] for said in (member.organisation, *member.aliases))
