"""Who gets a step: the members, those who have not answered, the responsible, those who were told, or the secretariat."""

from collections.abc import Iterable
from hashlib import sha256

from bot.cycle import rounds
from bot.cycle.model import Facts, Member, Occurrence, Step
from bot.desk import answered as asking
from bot.papers import norsk
from bot.papers.office import Office


def of(
    office: Office, occurrence: Occurrence, step: Step, facts: Facts, answered: frozenset[str], only: frozenset[str] | None
) -> tuple[Member, ...]:
    """Who gets the step, each once, by first name. `only` narrows it to those addresses."""
    found = _audience(office, occurrence, step, facts, answered)
    unique = {member.email: member for member in found if only is None or member.email in only}
    return tuple(
        sorted(unique.values(), key=lambda member: (norsk.collate(member.first_name), norsk.collate(member.last_name), member.email))
    )


def _audience(  # noqa: PLR0911 - one for each audience
    office: Office, occurrence: Occurrence, step: Step, facts: Facts, answered: frozenset[str]
) -> tuple[Member, ...]:
    members = office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
    match step.rule.to:
        case "secretariat":
            return (secretariat(office, occurrence),)
        case "members":
            return members
        case "everyone":
            return (*members, *office.cycle(occurrence.group.id).informed_on(occurrence.day))
        case "unanswered":
            asked = facts.told.get(occurrence.key, {})  # nobody is reminded of what they were not asked for
            if rounds.asking(occurrence):
                members, answered = asking.silent(office, occurrence, facts), frozenset()
            return tuple(member for member in members if member.organisation not in answered and member.email in asked)
        case "owners":
            return asking.asked(office, occurrence, facts)
        case "responsible":
            register = office.cycle(occurrence.group.id).registers.get(occurrence.group.members, ())
            others = (member for member in register if member.counts_on(occurrence.day))  # a survey's own register has those it asks
            return responsible(occurrence, members) or responsible(occurrence, others) or (secretariat(office, occurrence),)
        case "told":
            return _told(office, occurrence, members, facts)


def secretariat(office: Office, occurrence: Occurrence) -> Member:
    """The secretariat as a recipient of its own drafts."""
    sender = office.sender(occurrence.group.id)
    return Member("", sender.name, sender.name, sender.email)


def approvers(office: Office, occurrence: Occurrence) -> tuple[Member, ...]:
    """Who may approve what leaves: the secretariat, and those in the register whose role the group names."""
    roles = {norsk.collate(role) for role in occurrence.group.approvers}
    members = office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
    return (secretariat(office, occurrence), *(member for member in members if norsk.collate(member.role) in roles))


def responsible(occurrence: Occurrence, members: Iterable[Member]) -> tuple[Member, ...]:
    """Those in the register whose role or organisation the activity names as responsible."""
    named = {norsk.collate(part.strip()) for part in occurrence.activity.responsible.split(",") if part.strip()}
    return tuple(member for member in members if norsk.collate(member.role) in named or norsk.collate(member.organisation) in named)


def _told(office: Office, occurrence: Occurrence, members: Iterable[Member], facts: Facts) -> tuple[Member, ...]:
    """Those who got something, by the register; one who has left it is still told, at the address that was used."""
    known = {member.email: member for member in (*members, secretariat(office, occurrence))}
    return tuple(known.get(who, Member("", "", "", who)) for who in facts.told.get(occurrence.key, {}))


def who(member: Member) -> str:
    """A recipient in a key: stable, and silent about the address."""
    return sha256(member.email.encode()).hexdigest()[:12]
