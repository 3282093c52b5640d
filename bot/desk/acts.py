"""What the secretariat may do: approve, return, move, relocate, cancel, add an item, let a held letter go. Each act says who and when."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from bot.cycle import decide
from bot.cycle.model import (
    OSLO,
    Amendment,
    Cancelled,
    Change,
    Corrected,
    Held,
    Item,
    ItemAdded,
    Member,
    Moved,
    Occurrence,
    Order,
    Relocated,
    Step,
)
from bot.cycle.written import Place
from bot.desk import desk as desks
from bot.desk import editions, envelope, fingerprint, making, promises, recipients
from bot.desk.desk import Desk, View
from bot.desk.writing import Made
from bot.errors import Refused, Unknown
from bot.papers import norsk

DAY = timedelta(days=1)
BUSY = "Programmet arbeider akkurat nå. Prøv igjen om et øyeblikk."


def approve(  # noqa: PLR0913 - who approves what, and when
    desk: Desk, key: str, who: str, now: datetime, *, seen: bool = False, ahead: timedelta = desks.AHEAD, said: datetime | None = None
) -> tuple[Made, ...]:
    """Approve what a step would send, and freeze it: exactly those letters and papers leave. Returns them.

    Where the group asks for two, the first yes is remembered, and returns nothing.

    The newest draft is approved when it is still what would be made; a step that is held for being late is let go.
    `seen` says that whoever approves has seen what would leave now, as one has who sends the edited file along. With a longer look
    `ahead`, a date to save may be approved before it is in sight of the ticks: it then leaves when it comes into sight. `said` is when
    the yes was written, where it is read later.
    Raises Refused when something has changed since the draft, or the step has left; Unknown when there is no such step.
    """
    with desk.journal.lock() as mine:
        if not mine:
            raise Refused(BUSY)
        view = desks.look(desk, now, ahead=ahead)
        occurrence, step = find(view, key)
        _still_possible(view, occurrence, step, now)
        if why := editions.stops(view.facts, occurrence, step, now):
            raise Refused(why)
        draft = desk.journal.draft(key)
        basis = view.facts.basis.get(key) or fingerprint.of(desk.office, view.whole, occurrence, step, view.facts)
        if draft is not None and draft.basis != basis and step.rule.on != "asked" and not seen:
            raise Refused("Noe er endret siden utkastet ble laget. Et nytt utkast kommer ved neste runde; godkjenn det.")
        same = draft is not None and draft.basis == basis
        waiting = same and draft is not None and draft.state != "approved"
        if draft is not None and same and draft.state == "approved" and not _held(view, occurrence, step, now):
            raise Refused(f"Det er alt godkjent av {draft.decided_by}, og blir sendt når tiden er inne.")
        version = draft.version if draft and waiting else draft.version + 1 if draft else 1
        made = make(desk, view, occurrence, step, now, version)
        if not made:
            raise Refused("Det er ingen å sende til.")
        letters = envelope.stored(desk.journal, made, key, occurrence.key)
        if not waiting:
            desk.journal.propose(key, occurrence.key, basis, envelope.frozen(letters), now)
        if occurrence.group.approvals > desk.journal.consent(key, version, who, now, said):
            return ()
        desk.journal.approve(key, version, envelope.frozen(letters), who, now, said)
        return made


def save_dates(desk: Desk, group: str, year: int, who: str, now: datetime, *, far: bool = False) -> tuple[Occurrence, ...]:
    """Ask for a calendar invitation to every coming meeting of a group in a year, long before its notice. Returns those meetings.

    One that has its notice, or its save-the-date, is left alone. What lies farther ahead than the program sees is refused; with `far`,
    it is asked for now, and leaves when it comes into sight. Raises Unknown when there is no such group.
    """
    if group not in {cycle.schedule.group.id for cycle in desk.office.cycles}:
        raise Unknown(f"Det finnes ingen gruppe «{group}».")
    laid = desks.lay(desk, date(year, 1, 1), date(year + 1, 1, 1))
    coming = [one for one in laid.occurrences if one.group.id == group and one.cancelled is None and one.start > now]
    asked = {
        one.key: (one, f"{one.key}/{rule.name}-1")
        for one in coming
        for rule in one.reactions
        if rule.on == "asked"
        and not desk.journal.facts([one.key], now).told
        and not _on_its_way(desk, one, f"{one.key}/{rule.name}-1", now)
    }
    last = max((one.start for one, _ in asked.values()), default=now)
    if not far and not in_sight(last, now):
        raise Refused(f"{norsk.long(last.date())} er for langt fram: programmet ser litt over et år framover. Prøv igjen senere.")
    for _, step in asked.values():
        approve(desk, step, who, now, ahead=max(desks.AHEAD, last - now + 2 * DAY))
    return tuple(one for one, _ in asked.values())


def _on_its_way(desk: Desk, occurrence: Occurrence, step: str, now: datetime) -> bool:
    """Whether somebody has asked for these invitations already, and they are still right: they leave by themselves."""
    draft = desk.journal.draft(step)
    if draft is None or draft.state != "approved":
        return False
    return not any(promises.outdated(letter, occurrence, now) for letter in envelope.thawed(draft.content))


def in_sight(start: datetime, now: datetime) -> bool:
    """Whether what begins then (aware) is near enough for the ticks to see it."""
    return start <= now + desks.AHEAD - DAY


def move(desk: Desk, key: str, start: datetime, end: datetime, who: str, now: datetime) -> Occurrence:
    """Give an occurrence a new time (aware). Those who were told are told at the next round. Returns it as it was."""
    if end <= start:
        raise Refused("Slutten er før starten.")
    if start <= now:
        raise Refused("Den nye tiden er passert.")
    if not in_sight(start, now):
        raise Refused("Den nye tiden er for langt fram: programmet ser litt over et år framover.")
    return _amend(desk, key, lambda _: Moved(start.astimezone(OSLO), end.astimezone(OSLO)), who, now)


def relocate(desk: Desk, key: str, place: Place, who: str, now: datetime) -> Occurrence:
    """Give an occurrence a new place. Returns it as it was."""
    return _amend(desk, key, lambda _: Relocated(place), who, now)


def cancel(desk: Desk, key: str, reason: str, who: str, now: datetime) -> Occurrence:
    """Call an occurrence off. Exactly those who were told are told. Returns it as it was."""
    return _amend(desk, key, lambda _: Cancelled(reason), who, now)


def add_item(desk: Desk, key: str, title: str, text: str, who: str, now: datetime) -> Occurrence:
    """Add an item to the agenda of one meeting. Returns the occurrence as it was."""
    if not title.strip():
        raise Refused("Saken har ingen tittel.")

    def change(occurrence: Occurrence) -> ItemAdded:
        if not occurrence.meeting:
            raise Refused(f"«{occurrence.activity.title}» er ikke et møte og har ikke sakskart.")
        return ItemAdded(Item(_item_id(title, occurrence), title.strip(), text))

    return _amend(desk, key, change, who, now)


def correct(desk: Desk, key: str, what: str, who: str, now: datetime) -> Occurrence:
    """Say that something in a notice was wrong and is now right, and what. A corrected notice comes for approval."""
    what = " ".join(what.split()).rstrip(".")
    if not what:
        raise Refused("Skriv hva som er rettet.")
    return _amend(desk, key, lambda _: Corrected(what), who, now)


def release(desk: Desk, key: str, who: str, now: datetime) -> int:
    """Let the held letters of a step go after all. Returns how many. Raises Refused when what they say is not so any more."""
    letters = [letter for letter in desk.journal.held_letters() if key in (letter.step, letter.key)]
    view = desks.look(desk, now)
    for letter in letters:
        outdated = "" if promises.to_secretariat(letter) else promises.outdated(letter, view.plan.by_key.get(letter.occurrence), now)
        if outdated:
            raise Refused(f"Brevet til {letter.organisation or letter.name} er ikke lenger riktig: {outdated}.")
    for letter in letters:
        desk.journal.requeue(letter.key, who, now)
    return len(letters)


def _amend(desk: Desk, key: str, change: "Callable[[Occurrence], Change]", who: str, now: datetime) -> Occurrence:
    occurrence = desks.look(desk, now).occurrence(key)
    if occurrence.cancelled is not None:
        raise Refused("Det er alt avlyst.")
    if occurrence.end <= now:
        raise Refused("Det er over.")
    desk.journal.amend(Amendment(key, change(occurrence), who, now.astimezone(UTC)))
    return occurrence


def _item_id(title: str, occurrence: Occurrence) -> str:
    """A readable id for an added item, unlike the others on the agenda of this meeting."""
    flat = unicodedata.normalize("NFKD", title.lower().replace("ø", "o").replace("æ", "ae")).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:30] or "sak"
    return f"{name}-{occurrence.revision + 1}"


# --- what would leave -----------------------------------------------------------------------------------------------------


def find(view: View, key: str) -> tuple[Occurrence, Step]:
    """The occurrence and step of a key such as `naering/faggruppe/2027-2/notice`. Raises Unknown."""
    occurrence = view.occurrence(key.rpartition("/")[0])
    reactions = (decide.reaction(rule, occurrence, view.facts) for rule in occurrence.reactions)
    for step in (*occurrence.steps, *reactions):
        if step.key == key:
            return occurrence, step
    names = ", ".join(step.rule.name for step in occurrence.steps) or "ingen"
    raise Unknown(f"«{occurrence.key}» har ikke steget «{key.rpartition('/')[2]}». Det har: {names}.")


def make(desk: Desk, view: View, occurrence: Occurrence, step: Step, now: datetime, version: int = 0) -> tuple[Made, ...]:
    """Every letter of a step as it would leave, to whom it would leave. `version` is that of the draft, where there is one."""
    return tuple(making.maker(desk, view, occurrence, step, now, version).letters(audience(desk, view, occurrence, step), now))


def audience(desk: Desk, view: View, occurrence: Occurrence, step: Step) -> tuple[Member, ...]:
    """Who would get the step. A reaction goes to those who have not heard."""
    answered = view.answered.get(occurrence.key, frozenset())
    only = next(
        (
            order.recipients
            for order in decide.reactions(occurrence, view.facts, view.facts.start)
            if isinstance(order, Order) and order.step.key == step.key
        ),
        None,
    )
    return recipients.of(desk.office, occurrence, step, view.facts, answered, only)


def _still_possible(view: View, occurrence: Occurrence, step: Step, now: datetime) -> None:
    if step.rule.drafts:
        raise Refused(f"Dette er utkastet. Godkjenn steget det er utkast til: {occurrence.key}/{step.rule.drafts}.")
    if step.key in view.facts.done:
        raise Refused("Det er alt sendt.")
    if step.key in view.facts.skipped:
        raise Refused("Det er utelatt, og blir ikke sendt.")
    if now >= max(occurrence.end, decide.limit(step, occurrence)):
        raise Refused("Det er over.")


def _held(view: View, occurrence: Occurrence, step: Step, now: datetime) -> bool:
    """Whether an approved step is held all the same, because its time has passed: then it may be approved once more."""
    return any(isinstance(decision, Held) for decision in decide.scheduled(step, occurrence, view.facts, now))
