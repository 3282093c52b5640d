"""Rounds as the journal has them: what was answered and counts, who is asked, and who is left to remind. Reads values, makes values."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.cycle import rounds
from bot.cycle.answered import Answered, Reported, Said
from bot.cycle.measures.model import Measure
from bot.cycle.memory import Contribution, NewContribution
from bot.cycle.model import Facts, Member, Occurrence, Plan
from bot.cycle.written import AnswerRule
from bot.desk import measuring
from bot.papers import norsk
from bot.papers.followup import owner, states
from bot.papers.office import Office
from bot.papers.rounds.model import Asked, Round, newest

ENDED = ("done", "dropped")
"""States of a measure that nobody is asked about any more."""
MOST_A_YEAR = 53
"""Rounds of one activity in a year: no more are looked for in the years before those in sight."""


# --- what the journal has -------------------------------------------------------------------------------------------------


def keys(office: Office, whole: Plan) -> frozenset[str]:
    """The rounds in sight, and those that something in sight builds on."""
    asking = {(group, activity) for group, activity, _ in _rounds(office)}
    return frozenset(one.key for one in whole.occurrences if (one.group.id, one.activity.id) in asking)


def earlier(office: Office, whole: Plan) -> frozenset[str]:
    """Keys of rounds about measures in the years between when the program was taken into use and what is in sight, as they may be called.

    What was reported done then is done.
    """
    first = min((one.day.year for one in whole.occurrences), default=office.config.start.year)
    about = [(group, activity) for group, activity, rule in _rounds(office) if rule.about == "measures"]
    years = range(office.config.start.year - 1, first)
    return frozenset(f"{group}/{name}/{year}-{n}" for group, name in about for year in years for n in range(1, MOST_A_YEAR + 1))


def _rounds(office: Office) -> Iterator[tuple[str, str, AnswerRule]]:
    for cycle in office.cycles:
        for activity in cycle.schedule.activity:
            if rule := rounds.rule(cycle, activity):
                yield cycle.schedule.group.id, activity.id, rule


def answers(office: Office, found: Iterable[Contribution]) -> Mapping[str, tuple[Answered, ...]]:
    """What was answered to each round and counts; `found` is oldest first."""
    kinds = {(group, activity): rule.kind for group, activity, rule in _rounds(office)}
    given: dict[str, tuple[Answered, ...]] = {}
    for one in found:
        group, activity, *_ = one.occurrence.split("/")
        if one.state == "active" and one.kind == kinds.get((group, activity)):
            given[one.occurrence] = (*given.get(one.occurrence, ()), read(one))
    return given


def read(one: NewContribution) -> Answered:
    """An answer as it is stored; one that is not stored yet has no number."""
    kept = json.loads(one.content)
    said = tuple(Said(part["number"], part["state"], part["until"], part["note"]) for part in kept.get("updates", ()))
    files = tuple(str(file["name"]) for file in kept["attachments"])
    number = one.id if isinstance(one, Contribution) else 0
    return Answered(
        number, one.organisation, one.sender, one.name, one.received_at, kept["blocks"], kept["text"], said, files,
        bool(kept.get("listed", True)), one.message,
    )  # fmt: skip


def by_organisation(office: Office, near: Plan, facts: Facts, found: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """Who has answered each occurrence: of a round, those in the register whose answers count and who have said it all."""
    asked = [one for one in near.occurrences if (step := rounds.asking(one)) and step.key in facts.done]
    return {**found, **{one.key: _answered(round_) for one in asked if (round_ := of(office, one, facts))}}


def _answered(round_: Round) -> frozenset[str]:
    silent = {one.to.organisation for one in round_.silent()}
    return frozenset(one.organisation for one in round_.answers if one.listed and one.organisation not in silent)


# --- a round as it stands -------------------------------------------------------------------------------------------------


def of(office: Office, occurrence: Occurrence, facts: Facts) -> Round | None:
    """The round that an occurrence is; None when it asks for no answers."""
    cycle = office.cycle(occurrence.group.id)
    rule = rounds.rule(cycle, occurrence.activity)
    if rule is None:
        return None
    before = newest(_before(office, occurrence, facts)) if rule.about == "measures" else {}
    members = cycle.members_of(occurrence.activity, occurrence.day)
    if rule.about == "goals":
        secretariat = _secretariat(office, occurrence)
        asked = measuring.asked(cycle, occurrence, _register(members, secretariat), secretariat, facts)
    elif rule.about == "measures":
        measures = [one for one in cycle.measures.measures if not _ended(one, before)]
        asked = _owners(measures, members, _secretariat(office, occurrence))
    else:
        asked = tuple(Asked(member) for member in members)
    goals = measuring.chosen(cycle, occurrence) if rule.about == "goals" else ()
    return Round(
        occurrence=occurrence, rule=rule, asked=asked, answers=facts.answers.get(occurrence.key, ()), before=before,
        register=cycle.measures, goals=goals, values=measuring.values(cycle, facts) if goals else {},
    )  # fmt: skip


def asked(office: Office, occurrence: Occurrence, facts: Facts) -> tuple[Member, ...]:
    """Everyone whom a round asks; nobody where the occurrence is none."""
    round_ = of(office, occurrence, facts)
    return tuple(one.to for one in round_.asked) if round_ else ()


def silent(office: Office, occurrence: Occurrence, facts: Facts) -> tuple[Member, ...]:
    """Those of them who have not answered, or not about all that they were asked."""
    round_ = of(office, occurrence, facts)
    return tuple(one.to for one in round_.silent()) if round_ else ()


def shown(office: Office, whole: Plan, occurrence: Occurrence, facts: Facts) -> Round | None:
    """The round whose answers stand in the papers of an occurrence: its own, or that of the one it builds on."""
    cycle = office.cycle(occurrence.group.id)
    before = next(rounds.built_on(cycle, whole, occurrence), None)
    return of(office, occurrence, facts) or (of(office, before, facts) if before else None)


def _before(office: Office, occurrence: Occurrence, facts: Facts) -> Sequence[Answered]:
    """What was answered to the rounds about status of the group that were before this one, oldest first."""
    status = {(group, name) for group, name, rule in _rounds(office) if rule.about == "measures" and not rule.cost}
    mine = ((key, found) for key, found in facts.answers.items() if key != occurrence.key and tuple(key.split("/")[:2]) in status)
    others = (found for key, found in mine if key.startswith(f"{occurrence.group.id}/"))
    given = sorted((one for found in others for one in found), key=lambda one: (one.at, one.id))
    return [one for one in given if one.at < occurrence.start]


def _ended(one: Measure, before: Mapping[str, Reported]) -> bool:
    """Whether a measure is done or dropped, by what was reported last, else by the table."""
    reported = before.get(one.number)
    return (reported.state if reported else states.read(one.status, one.text)[0]) in ENDED


def _secretariat(office: Office, occurrence: Occurrence) -> Member:
    sender = office.sender(occurrence.group.id)
    return Member("", sender.name, sender.name, sender.email)


def _owners(measures: Sequence[Measure], members: Sequence[Member], secretariat: Member) -> tuple[Asked, ...]:
    """Each responsible with their measures; the secretariat with those whose responsible the register does not have."""
    register = _register(members, secretariat)
    names = dict.fromkeys(name for one in measures for name in one.responsible or ("",))
    found = {name: owner.find(name, register) for name in names}
    mine: dict[str, tuple[Member, list[Measure]]] = {}
    unknown: dict[str, list[str]] = {}
    for one in measures:
        for name in one.responsible or ("",):
            to = found[name].members if found[name].sure else ()
            if not to:
                unknown.setdefault(name, []).append(one.number)
            for member in to or (secretariat,):
                theirs = mine.setdefault(member.email, (member, []))[1]
                theirs += [] if one in theirs else [one]
    why = tuple(_why(name, found[name].why, numbers) for name, numbers in unknown.items())
    return tuple(Asked(to, tuple(theirs), why if to.email == secretariat.email else ()) for to, theirs in mine.values())


def _register(members: Sequence[Member], secretariat: Member) -> tuple[Member, ...]:
    """The members, and the secretariat where it is not among them."""
    return (*members, *([] if any(_is_secretariat(one) for one in members) else [replace(secretariat, role="Sekretariat")]))


def _is_secretariat(one: Member) -> bool:
    return "sekretariat" in f"{one.role} {one.organisation}".lower()


def _why(name: str, why: str, numbers: Collection[str]) -> str:
    said = f"{why[:1].upper()}{why[1:]}" if why else f"«{name}»"
    return f"{said}: {norsk.listed(tuple(numbers))}."
