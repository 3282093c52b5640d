"""Approval in Outlook itself: the finished letter waits among the mailbox's drafts, and the secretary presses Send there.

A letter that was sent so is approved and has left, to those it was sent to. One that was deleted is returned. One that the secretary has
changed is the secretary's: it is never overwritten.
"""

import logging
from dataclasses import replace
from datetime import datetime

from bot.cycle.memory import Draft, Fate
from bot.desk import acts, dispatch, editions, envelope, making, recipients
from bot.desk.desk import Desk, View
from bot.desk.ports import Drawer
from bot.papers import letter as papers

log = logging.getLogger(__name__)

WHO = "Outlook"
"""Who approved it, for the record: whoever has the mailbox open."""
MARK = "#outlook-"
LEFT_OUT = "var ikke med da brevet ble sendt fra Outlook"


def drawer(desk: Desk) -> Drawer | None:
    """Where finished letters wait, when the config says that they are approved in Outlook and the post can."""
    return desk.post if desk.office.config.post.in_outlook and isinstance(desk.post, Drawer) else None


def hear(desk: Desk, now: datetime) -> None:
    """What has become of the letters that wait in Outlook. Safe to repeat after a crash. Raises PostFailed when the post is shut."""
    post = drawer(desk)
    if post is None:
        return
    for key in post.laid():
        step, _, version = key.rpartition(MARK)
        draft = desk.journal.draft(step)
        open_still = draft is not None and (draft.state, str(draft.version)) == ("open", version)
        fate = post.fate(key) if open_still else post.put_away(key)
        if fate.state == "sent" and draft is not None:
            _sent(desk, draft, fate, now)
        elif fate.state == "deleted" and open_still and draft is not None:
            desk.journal.hand_back(step, draft.version, "utkastet ble slettet i Outlook", WHO, now)
        if fate.state in ("sent", "deleted"):
            post.forget(key)


def _sent(desk: Desk, draft: Draft, fate: Fate, now: datetime) -> None:
    """A person has sent it: approved by that, and left. Whoever the person took off the list waits for a word."""
    letters = envelope.thawed(draft.content)
    if draft.state in ("open", "returned"):
        desk.journal.approve(draft.step, draft.version, draft.content, WHO, now)
    desk.journal.enqueue(letters, now)  # the invitations leave by themselves, when the step is due
    for one in (one for one in letters if not dispatch.invitation(one.key)):
        if one.recipient.casefold() in fate.recipients:
            desk.journal.close(one.key, fate.message_id, now)
        else:
            desk.journal.hold_letter(one.key, LEFT_OUT, now)
    log.info("sent from Outlook: %s", draft.step)


def lay(desk: Desk, view: View, now: datetime) -> None:
    """Lay each open draft in Outlook as one letter to all its recipients. Raises PostFailed when the post is shut."""
    post = drawer(desk)
    if post is None:
        return
    for draft in desk.journal.drafts(["open"]):
        letters = [one for one in envelope.thawed(draft.content) if not dispatch.invitation(one.key)]
        if draft.occurrence in view.plan.by_key and view.occurrence(draft.occurrence).group.approvals > 1:
            continue  # one hand on Send is not two who approve
        if draft.occurrence in view.plan.by_key and acts.find(view, draft.step)[1].rule.to == "owners":
            continue  # each has a letter of their own, and Outlook would send one to all
        if letters and view.facts.basis.get(draft.step) == draft.basis and not _unfilled(view, draft, now):
            post.lay(f"{draft.step}{MARK}{draft.version}", _common(desk, view, draft, now), [one.recipient for one in letters])


def _unfilled(view: View, draft: Draft, now: datetime) -> bool:
    """Whether the papers cannot be approved as they are: then no hand may send them by a slip."""
    occurrence, step = acts.find(view, draft.step)
    return bool(editions.stops(view.facts, occurrence, step, now))


def _common(desk: Desk, view: View, draft: Draft, now: datetime) -> bytes:
    """The letter as everyone gets it: addressed to the secretariat, with nothing in it that is for one recipient alone."""
    occurrence, step = acts.find(view, draft.step)
    maker = making.maker(desk, view, occurrence, step, now, draft.version)
    sender = desk.office.sender(occurrence.group.id)
    to = replace(recipients.secretariat(desk.office, occurrence), email=sender.email)
    made = next(made.letter for made in maker.letters([to], now) if not made.letter.calendar)
    return papers.compose(replace(made, reply_to=""), now)
