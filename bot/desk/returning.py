"""Sending a draft back: also one that is approved, until the first of its letters is claimed for sending. Those concerned are told."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bot.cycle.memory import Draft
from bot.cycle.model import Member, Occurrence
from bot.desk import acts, recipients
from bot.desk import desk as desks
from bot.desk.confirmations import Answer
from bot.desk.desk import Desk
from bot.desk.dispatch import invitation
from bot.errors import Refused, Unknown

YES = frozenset({"draft.approved", "draft.consented"})
NO = "draft.returned"
LEAVING = frozenset({"claimed", "sent"})


# --- what has been said ---------------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """A yes or a no to one version of a draft: when the person said it, and when the program read it (aware)."""

    yes: bool
    who: str
    said: datetime
    at: datetime


def said(desk: Desk, draft: Draft) -> tuple[Said, ...]:
    """Everything that has been said of one version of a draft, oldest reading first."""
    return tuple(_said(desk, draft))


def _said(desk: Desk, draft: Draft) -> Iterator[Said]:
    for record in desk.journal.records(occurrence=draft.occurrence):
        if record.step == draft.step and (record.what in YES or record.what == NO):
            detail = json.loads(record.detail)
            if detail["version"] == draft.version:
                when = datetime.fromisoformat(detail["said"]) if "said" in detail else record.at
                yield Said(record.what in YES, record.who, when, record.at)


# --- sending back ---------------------------------------------------------------------------------------------------------


class Gone(NamedTuple):
    """What has left of a step, counted in recipients: it cannot be stopped. `held` were to come after, and are kept back."""

    sent: int
    held: int


def gone(desk: Desk, draft: Draft) -> Gone | None:
    """What has left of an approved draft, or is on its way; None when nothing has, so that it can still be sent back."""
    letters = [one for one in desk.journal.letters(draft.step) if not invitation(one.key)] or desk.journal.letters(draft.step)
    leaving = {one.recipient for one in letters if one.state in LEAVING}
    if draft.state != "approved" or not leaving:
        return None
    return Gone(len(leaving), len({one.recipient for one in letters if one.state in ("ready", "held")} - leaving))


def hand_back(desk: Desk, key: str, comment: str, who: str, now: datetime, *, said: datetime | None = None) -> Draft:
    """Return the newest draft of a step with a comment, and tell those who had approved it. Returns the draft as it was.

    `said` is when a mail that is read now was written. Where some letters have left, the others are kept back, and Refused says so;
    it also says when the draft was returned before, or the program is at work. Raises Unknown when there is no draft.
    """
    with desk.journal.lock() as mine:
        if not mine:
            raise Refused(acts.BUSY)
        draft = desk.journal.draft(key)
        if draft is None:
            raise Unknown(f"Det finnes ikke noe utkast til «{key}».")
        if gone(desk, draft) is not None:
            raise Refused(_too_late(desk, hold(desk, draft, who, now), draft, now))
        desk.journal.hand_back(key, draft.version, comment, who, now, said)
        tell(desk, draft, comment, who, now)
        return draft


def hold(desk: Desk, draft: Draft, who: str, now: datetime) -> Gone:
    """Some have left: keep back those that have not. A person may let them go after all."""
    for one in desk.journal.letters(draft.step):
        if one.state == "ready":
            desk.journal.hold_letter(one.key, f"{who} ba om å stoppe det", now)
    return gone(desk, draft) or Gone(0, 0)


def _too_late(desk: Desk, gone: Gone, draft: Draft, now: datetime) -> str:
    """In words, what has left, and what can be done about it."""
    words = [f"Det er for sent å stoppe: det er alt sendt til {gone.sent} mottaker{'e' if gone.sent > 1 else ''}."]
    if gone.held:
        words.append(f"{gone.held} til er holdt tilbake; «aarshjul release {draft.step}» sender dem.")
    occurrence = desks.look(desk, now).plan.by_key.get(draft.occurrence)
    if occurrence is not None and occurrence.meeting and now < occurrence.start:
        words += [f"Er noe feil: «aarshjul correct {draft.occurrence}» lager en rettet utgave til godkjenning.",
                  f"«aarshjul cancel {draft.occurrence}» avlyser."]  # fmt: skip
    return " ".join(words)


def tell(desk: Desk, draft: Draft, comment: str, who: str, now: datetime) -> None:
    """Tell the secretariat and everyone who had said yes to a draft that another has sent it back. `draft` is as it was before that."""
    view = desks.look(desk, now)
    occurrence = view.plan.by_key.get(draft.occurrence)
    if occurrence is None:
        return
    words = said(desk, draft)
    turn = sum(not one.yes for one in words) - 1
    for one in _concerned(desk, occurrence, draft, who, {word.who for word in words if word.yes}):
        answer = Answer(desk, view, occurrence, draft, one, now, turn)
        told = {"hvem": who, "var_godkjent": "ja" if draft.state == "approved" else ""}
        desk.journal.enqueue(answer.letter("stopped", comment, told), now)


def _concerned(desk: Desk, occurrence: Occurrence, draft: Draft, who: str, consenting: set[str]) -> Iterator[Member]:
    """Those to tell: nobody but the sender knows of a draft that waits, and everyone who said yes believes that it will leave."""
    secretariat, *others = recipients.approvers(desk.office, occurrence)
    by_mail = who in {one.name for one in (secretariat, *others)}
    if secretariat.name != who and (by_mail or draft.state == "approved"):
        yield secretariat
    yield from (one for one in others if one.name != who and one.name in consenting)
