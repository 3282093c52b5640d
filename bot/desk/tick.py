"""One round of the desk: what is due becomes drafts and letters, and the letters leave. Safe to run at any time, any number of times."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ParamSpec

from bot.cycle import decide
from bot.cycle.memory import Mark, NewLetter
from bot.cycle.model import Decision, Held, Member, Order, Skipped
from bot.desk import (
    approvals,
    bounces,
    dispatch,
    editions,
    envelope,
    followup,
    making,
    outlook,
    promises,
    publish,
    quality,
    recipients,
    register,
    shelving,
    taking,
    weekly,
)
from bot.desk import desk as desks
from bot.desk.desk import Desk, View
from bot.desk.promises import Broken
from bot.errors import PostFailed

log = logging.getLogger(__name__)

P = ParamSpec("P")
MARK = "tick"
"""The journal's mark for when the desk last looked."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one tick did: keys of steps, and how many letters left. `busy` when another process was at it."""

    sent: tuple[str, ...] = ()
    drafted: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    letters: int = 0
    waiting: tuple[str, ...] = ()
    stopped: str = ""
    busy: bool = False


def tick(desk: Desk, now: datetime) -> Round:
    """Do what is due at `now` (aware). The lock is held throughout, so that two ticks never make the same letter at once."""
    with desk.journal.lock() as mine:
        return _round(desk, now.astimezone(UTC)) if mine else Round(busy=True)


def _round(desk: Desk, now: datetime) -> Round:
    try:
        outlook.hear(desk, now)
    except PostFailed as fault:  # a letter that may have been sent by hand must not be sent by us
        return Round(stopped=str(fault))
    view = _look(desk, now)
    promises.drop_outdated(desk, view, now)
    decisions = tuple(decide.orders(view.plan, view.facts, now))
    ordered = [decision for decision in decisions if isinstance(decision, Order)]
    unmade = {order.step.key: why for order in ordered if (why := _make(desk, view, order, now))}
    held = (*(one for one in decisions if isinstance(one, Held) and one.step.key not in unmade), *unmade.values())
    skipped = tuple(decision for decision in decisions if isinstance(decision, Skipped))
    made = [order for order in ordered if order.step.key not in unmade]
    orders = [order for order in made if not order.draft]
    register.enter(desk, view, now)
    followup.enqueue(desk, view, now)
    weekly.enqueue(desk, view, now)
    judge = promises.judge(desk, view, (*orders, *held, *skipped), now)
    sent = dispatch.run(desk.journal, desk.post, now, lambda letter, at: envelope.compose(desk.journal, letter, at), judge.stale)
    finished = tuple(order.step.key for order in orders if _finish(desk, order, now))
    weekly.finish(desk, now)
    followup.finish(desk, now)
    _note(desk, held, skipped, tuple(promises.broken(desk, view, now)), now)
    laid = _outward(outlook.lay, desk, view, now) or _outward(shelving.lay, desk, view)
    stopped = sent.stopped or laid or _outward(publish.calendars, desk, view)
    desk.journal.move_mark(Mark(MARK, now.isoformat()))
    drafted = tuple(order.step.key for order in made if order.draft)
    done = Round(finished, drafted, held, skipped, sent.count, sent.held, stopped)
    _log(done, decisions)
    return done


def _look(desk: Desk, now: datetime) -> View:
    """What is so now. A round that died may have sent the last letter of a step without saying so: that is said first."""
    mark = desk.journal.mark(MARK)
    since = datetime.fromisoformat(mark) if mark else desks.start(desk)
    view = desks.look(desk, now, since)
    left = [(step, occurrence) for step, occurrence in desk.journal.left(view.plan.by_key) if "/draft-" not in step]
    for step, occurrence in left:
        desk.journal.finish(step, occurrence, now)
    return desks.look(desk, now, since) if left else view


def _make(desk: Desk, view: View, order: Order, now: datetime) -> Held | None:
    """Make the draft or the letters of one step. What cannot be made is held with the reason, and never stops the others."""
    try:
        if not order.draft:
            return _enqueue(desk, view, order, now)
        _draft(desk, view, order, now)
    except Exception as fault:  # noqa: BLE001 - one broken step never stops the others; a journal that fails does, at the next question to it
        reason = f"kunne ikke settes opp: {dispatch.said(fault)}"
        log.warning("held %s: %s", order.step.key, reason)
        return Held(order.step, order.occurrence, reason)
    return None


def _outward(act: Callable[P, object], *arguments: P.args, **named: P.kwargs) -> str:
    """Do what needs the post but is no letter; when that fails, it stops nothing else, and is said."""
    try:
        act(*arguments, **named)
    except PostFailed as fault:
        return str(fault)
    return ""


def _draft(desk: Desk, view: View, order: Order, now: datetime) -> None:
    """Make the draft of a step, and lay it before the secretariat: both or neither."""
    older = desk.journal.draft(order.step.key)
    version = older.version + 1 if older else 1
    maker = making.maker(desk, view, order.occurrence, order.step, now, version)
    to = _to(desk, view, order)
    letters = envelope.stored(desk.journal, maker.letters(to, now), order.step.key, order.occurrence.key)
    odd = editions.odd(desk.journal, view.facts, order.occurrence, order.step, now)
    remarks = (*odd, *bounces.remarks(desk, to, now), *quality.remarks(desk.office, view, order.occurrence, order.step, to))
    template = desk.office.letter(order.occurrence.group.language, order.step.rule.draft)
    asked = recipients.approvers(desk.office, order.occurrence)
    mails = [approvals.marked(desk, maker.draft(template, remarks, to, version, one), order.step.key, version) for one in asked]
    notice = envelope.stored(desk.journal, mails, f"{order.step.key}/draft-{version}", order.occurrence.key)
    desk.journal.propose(order.step.key, order.occurrence.key, view.facts.basis[order.step.key], envelope.frozen(letters), now, notice)


def _enqueue(desk: Desk, view: View, order: Order, now: datetime) -> Held | None:
    """Store the letters of a step as ready. Those of a step that needed approval are the ones that were approved, byte for byte."""
    if order.step.rule.needs:
        draft = desk.journal.draft(order.step.key)
        letters: tuple[NewLetter, ...] = envelope.thawed(draft.content) if draft else ()
        if order.recipients is not None:
            letters = tuple(letter for letter in letters if letter.recipient in order.recipients)
        if any(promises.outdated(letter, order.occurrence, now) for letter in letters):
            return Held(order.step, order.occurrence, "noe er endret etter godkjenningen; det må godkjennes på nytt")
    else:
        to = _to(desk, view, order)
        if not to and order.step.rule.to == "members":
            return Held(order.step, order.occurrence, "registeret har ingen å sende til")
        maker = making.maker(desk, view, order.occurrence, order.step, now)
        letters = envelope.stored(desk.journal, maker.letters(to, now), order.step.key, order.occurrence.key)
    desk.journal.enqueue(letters, now)
    return None


def _to(desk: Desk, view: View, order: Order) -> tuple[Member, ...]:
    answered = view.answered.get(order.occurrence.key, frozenset())
    return recipients.of(desk.office, order.occurrence, order.step, view.facts, answered, order.recipients)


def _finish(desk: Desk, order: Order, now: datetime) -> bool:
    """A step is done when each of its letters has left or is held. One that was withdrawn on the way comes again, made anew."""
    if any(letter.state not in ("sent", "held") for letter in desk.journal.letters(order.step.key)):
        return False
    taking.adopt(desk.journal, order.step, order.occurrence.key, now)
    desk.journal.finish(order.step.key, order.occurrence.key, now)
    return True


def _note(desk: Desk, held: Sequence[Held], skipped: Iterable[Skipped], broken: Sequence[Broken], now: datetime) -> None:
    """Remember what waits and what was left out, and forget what waits no longer."""
    for skip in skipped:
        desk.journal.skip(skip.step.key, skip.occurrence.key, skip.reason, now)
    waiting = (*((hold.step.key, hold.occurrence.key, hold.reason) for hold in held), *broken)
    for key, occurrence, reason in waiting:
        desk.journal.hold(key, occurrence, reason, now)
    still = {key for key, _, _ in waiting}
    desk.journal.unhold([row.key for row in desk.journal.held() if row.key not in still], now)


def _log(done: Round, decisions: Sequence[Decision]) -> None:
    counts = Counter(type(decision).__name__.lower() for decision in decisions)
    log.info(
        "tick",
        extra={
            "letters": done.letters,
            "drafted": len(done.drafted),
            "held": counts["held"],
            "skipped": counts["skipped"],
            "stopped": done.stopped,
        },
    )
