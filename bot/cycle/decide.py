"""What shall happen now, and why: plan and facts in, orders out. Knows no clock, no file, no mail."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.cycle import hours
from bot.cycle.memory import Told
from bot.cycle.model import OSLO, Decision, DraftFact, Facts, Held, Occurrence, Order, Plan, Skipped, Step
from bot.cycle.written import WEEKDAYS, StepRule, WeeklyConfig

WEEKLY = "sekretariat/ukebrev"
"""What the weekly letters to the secretariat are about, where other letters have an occurrence."""
AFTERMATH = timedelta(days=30)
"""How long after an occurrence a step that belongs after it may still leave."""


def orders(plan: Plan, facts: Facts, now: datetime) -> Iterator[Decision]:
    """Yield what is due at `now` (aware, UTC) and not yet done, occurrence by occurrence, oldest first.

    Nothing due is passed over in silence: what must wait comes back as Held, what will never leave as Skipped,
    with a reason a secretary understands.
    """
    for occurrence in plan.occurrences:
        yield from reactions(occurrence, facts, now)
        if occurrence.cancelled is None:
            for step in occurrence.steps:
                yield from scheduled(step, occurrence, facts, now)


# --- what follows from a person's change ------------------------------------------------------------------------------


def reactions(occurrence: Occurrence, facts: Facts, now: datetime) -> Iterator[Decision]:
    """What those who were told must now hear: a new date, a new place, an added item, a cancellation. Never of a thing that is over."""
    if occurrence.end <= now:
        return
    yield from _asked(occurrence, facts, now)
    told = facts.told.get(occurrence.key)
    event, behind = _news(occurrence, told) if told else ("", frozenset[str]())
    for rule in occurrence.reactions:
        if rule.on == event and not _restless(rule, occurrence, now):
            yield from _reaction(rule, occurrence, facts, behind)


def _unconfirmed(rule: StepRule, step: Step, occurrence: Occurrence, facts: Facts) -> bool:
    """Whether a date or a place is another because of an edit in a file, which may be a slip, and no person has said that it is so."""
    draft = facts.drafts.get(step.key)
    return rule.on in ("moved", "relocated") and rule.on not in occurrence.by_hand and not (draft and draft.state == "approved")


def _asked(occurrence: Occurrence, facts: Facts, now: datetime) -> Iterator[Decision]:
    """What leaves only because a person asked for it, by approving it: a date to keep free, long before the notice."""
    for rule in occurrence.reactions:
        step = reaction(rule, occurrence, facts)
        draft = facts.drafts.get(step.key)
        if rule.on == "asked" and occurrence.cancelled is None and now < occurrence.start and draft and draft.state == "approved":
            yield Order(step, occurrence, "en person har bedt om det")


def _restless(rule: StepRule, occurrence: Occurrence, now: datetime) -> bool:
    """Whether more changes may be on their way: then they become one letter."""
    return occurrence.changed_at is not None and timedelta() <= now - occurrence.changed_at < timedelta(minutes=rule.quiet)


def _news(occurrence: Occurrence, told: Mapping[str, Told]) -> tuple[str, frozenset[str]]:
    """The weightiest thing that somebody has not heard, and who has not heard it."""
    current = occurrence.told
    news = {who: _event(last, current) for who, last in told.items()}
    event = min(news.values(), key=_WEIGHT.index)
    return event, frozenset(who for who, their in news.items() if their == event)


_WEIGHT = ("cancelled", "moved", "relocated", "changed", "")


def _event(last: Told, current: Told) -> str:
    if last.cancelled:
        return ""
    if current.cancelled:
        return "cancelled"
    if last.span != current.span:
        return "moved"
    if last.place != current.place:
        return "relocated"
    return "changed" if last.items is not None and last.items != current.items else ""


def reaction(rule: StepRule, occurrence: Occurrence, facts: Facts) -> Step:
    """The next letter of this kind; its key is counted, so that a second move is a second letter."""
    number = next(n for n in range(1, 10_000) if f"{occurrence.key}/{rule.name}-{n}" not in facts.done | facts.skipped)
    return Step(f"{occurrence.key}/{rule.name}-{number}", facts.start, rule, "noe er endret siden sist")


def _reaction(rule: StepRule, occurrence: Occurrence, facts: Facts, behind: frozenset[str]) -> Iterator[Decision]:
    """One letter to those who have not heard."""
    step = reaction(rule, occurrence, facts)
    if _unconfirmed(rule, step, occurrence, facts):
        what = "tiden" if rule.on == "moved" else "stedet"
        yield Held(step, occurrence, f"{what} er endret i filene; godkjenn {step.key}, så får {len(behind)} beskjed")
        return
    for decision in _unless_unapproved(step, occurrence, facts, "noe er endret siden sist"):
        yield decision._replace(recipients=behind) if isinstance(decision, Order) else decision


# --- what the programme says ------------------------------------------------------------------------------------------


def scheduled(step: Step, occurrence: Occurrence, facts: Facts, now: datetime) -> Iterator[Decision]:
    """One dated step: nothing yet, go, wait for a person, or never."""
    if step.at > now or step.key in facts.done or step.key in facts.skipped:
        return
    if step.rule.awaits and occurrence.key in facts.waits and facts.start <= step.at and now < limit(step, occurrence):
        yield Held(step, occurrence, f"venter på {_titled(facts.waits[occurrence.key])}, som ikke er ferdig")
    elif step.rule.drafts:
        yield from _drafting(step, occurrence, facts, now)
    elif now >= limit(step, occurrence):
        yield from _too_late(step, occurrence, facts)
    elif step.rule.wait and f"{occurrence.key}/{step.rule.requires}" in facts.skipped:
        yield Skipped(step, occurrence, "det som skulle gå først, ble aldri sendt")
    elif _idle(step, occurrence, facts, now):
        return
    elif step.at < facts.start and step.key not in facts.drafts:
        yield from _before_start(step, occurrence, facts)
    else:
        yield from _due(step, occurrence, facts, now)


def _idle(step: Step, occurrence: Occurrence, facts: Facts, now: datetime) -> bool:
    """Whether the step has nothing to do yet: no news, what it follows has not left or just has, or everyone believes in another date."""
    heard = [last.span for last in facts.told.get(occurrence.key, {}).values() if not last.cancelled]
    if heard and occurrence.told.span not in heard and step.rule.to != "secretariat":
        return True
    if step.rule.only == "news" and not _news_of_paper(occurrence, facts):
        return True
    return now < follows(step, occurrence, facts)


def follows(step: Step, occurrence: Occurrence, facts: Facts) -> datetime:
    """The instant (aware UTC) from which a step may go, for what must have left before it: the last of all, when that has not left."""
    if not step.rule.requires:
        return datetime.min.replace(tzinfo=UTC)
    before = f"{occurrence.key}/{step.rule.requires}"
    if before not in facts.done:
        return datetime.max.replace(tzinfo=UTC)
    if not step.rule.wait or before not in facts.finished:
        return datetime.min.replace(tzinfo=UTC)
    last = facts.finished[before].astimezone(OSLO).date() + timedelta(days=step.rule.wait)  # the whole of the last day is in time
    return datetime.combine(last + timedelta(days=1), hours.clock(step.rule.time), OSLO).astimezone(UTC)


def _news_of_paper(occurrence: Occurrence, facts: Facts) -> bool:
    """Whether somebody's newest paper lacks an added item, a correction or a contribution."""
    current, contributed = occurrence.told.items, facts.contributions(occurrence.key)
    papers = [last for last in facts.told.get(occurrence.key, {}).values() if last.items is not None]
    return any(last.items != current or last.contributions != contributed for last in papers)


def limit(step: Step, occurrence: Occurrence) -> datetime:
    """From this instant the step makes no sense any more: the meeting has begun, or the aftermath is over."""
    begun = occurrence.start if occurrence.meeting else occurrence.end
    return begun if step.at < begun and not step.rule.awaits else begun + max(AFTERMATH, timedelta(days=step.rule.grace))


def _too_late(step: Step, occurrence: Occurrence, facts: Facts) -> Iterator[Decision]:
    what = "møtet" if occurrence.meeting else "fristen"
    if step.at >= facts.start and step.rule.only == "news" and not _news_of_paper(occurrence, facts):
        yield Skipped(step, occurrence, "det kom ingen nye innspill eller saker")
    elif step.at >= facts.start and step.at < occurrence.start:
        yield Skipped(step, occurrence, f"ble ikke sendt før {what} {_day(occurrence.start)}")
    elif step.at >= facts.start:
        yield Skipped(step, occurrence, f"ble ikke sendt i tide etter {what} {_day(occurrence.start)}")


def _before_start(step: Step, occurrence: Occurrence, facts: Facts) -> Iterator[Decision]:
    """Due before the program was taken into use: it never leaves by itself, and a person hears of it when it still matters."""
    if step.rule.late == "hold":
        yield Held(step, occurrence, f"skulle vært sendt {_day(step.at)}, før programmet ble tatt i bruk {_day(facts.start)}")


def _due(step: Step, occurrence: Occurrence, facts: Facts, now: datetime) -> Iterator[Decision]:
    """A step whose time has come. A person who approves it late wants it sent, so its lateness counts from then."""
    if step.rule.only == "unfilled" and filled(occurrence, facts):
        yield Skipped(step, occurrence, "det er alt kommet tilbake")
        return
    draft = facts.drafts.get(step.key)
    decided = draft.decided_at if draft and draft.state == "approved" and draft.decided_at else step.at
    late = now - max(step.at, decided) > timedelta(days=step.rule.grace)
    if late and step.rule.late == "skip":
        yield Skipped(step, occurrence, f"skulle vært sendt {_day(step.at)}, og er for gammel nå")
    elif late and step.rule.late == "hold" and _ready(step, facts):
        yield Held(step, occurrence, f"skulle vært sendt {_day(step.at)}")
    else:
        yield from _unless_unapproved(step, occurrence, facts, step.why)


def filled(occurrence: Occurrence, facts: Facts) -> bool:
    """Whether each paper that a person must fill in has come back."""
    papers = (name for step in occurrence.steps if step.rule.needs == "edited" for name in step.rule.papers)
    return all((occurrence.key, name) in facts.editions for name in papers)


def _ready(step: Step, facts: Facts) -> bool:
    """Whether nothing but the hour stands between the step and the post."""
    draft = facts.drafts.get(step.key)
    return not step.rule.needs or (draft is not None and draft.state == "approved" and draft.basis == facts.basis.get(step.key))


def _unless_unapproved(step: Step, occurrence: Occurrence, facts: Facts, why: str) -> Iterator[Decision]:
    """Go, unless the step needs a person's word and does not have it for what would leave now."""
    if _ready(step, facts):
        yield Order(step, occurrence, f"{why}; godkjent" if step.rule.needs else why)
        return
    draft, basis = facts.drafts.get(step.key), facts.basis.get(step.key, "")
    back = step.rule.needs != "edited" or filled(occurrence, facts)
    what = "referatet" if occurrence.meeting else "dokumentet"
    yield Held(step, occurrence, _waiting(draft, basis) if back else f"venter på at {what} kommer tilbake, ferdig utfylt")
    if draft is None or draft.basis != basis:
        yield Order(step, occurrence, "utkastet mangler eller er endret", draft=True)


def _waiting(draft: DraftFact | None, basis: str) -> str:
    if draft is not None and draft.basis != basis:
        return "noe er endret etter utkastet; et nytt utkast må godkjennes"
    return f"utkastet er returnert: {draft.comment}" if draft is not None and draft.state == "returned" else "venter på godkjenning"


def _drafting(step: Step, occurrence: Occurrence, facts: Facts, now: datetime) -> Iterator[Decision]:
    """The draft of another step, for the secretariat: made at its time, and again whenever what it is made from has changed."""
    target = next((other for other in occurrence.steps if other.rule.name == step.rule.drafts), None)
    if target is None or target.key in facts.done | facts.skipped or now >= limit(target, occurrence):
        return
    if target.at <= now or (target.at < facts.start and step.rule.late != "run"):
        return  # from its own time on, the step asks for its draft itself
    draft = facts.drafts.get(target.key)
    if draft is None or draft.basis != facts.basis.get(target.key):
        yield Order(target, occurrence, step.why if draft is None else "noe er endret siden forrige utkast", draft=True)


def _titled(titles: Sequence[str]) -> str:
    return " og ".join(f"«{title}»" for title in titles)


def _day(at: datetime) -> str:
    local = at.astimezone(OSLO)
    return f"{local.day}.{local.month}.{local.year}"


# --- the weekly letter ------------------------------------------------------------------------------------------------


class Week(NamedTuple):
    """One weekly letter: its key, and the instant (aware UTC) from which it is due."""

    key: str
    at: datetime


def week(config: WeeklyConfig, now: datetime) -> Week:
    """The newest weekly letter that is due at `now`. After downtime only this one is left: never a flood."""
    local = now.astimezone(OSLO)
    due = datetime.combine(local.date() + timedelta(days=WEEKDAYS.index(config.day) - local.weekday()), hours.clock(config.time), OSLO)
    if due > local:
        due = datetime.combine(due.date() - timedelta(days=7), due.time(), OSLO)
    year, number, _ = due.isocalendar()
    return Week(f"{WEEKLY}/{year}-{number:02}", due.astimezone(UTC))
