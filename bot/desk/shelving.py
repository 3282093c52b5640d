"""The papers of open drafts in a folder, for people to edit where they lie; what somebody has saved there is taken in."""

import logging
from datetime import datetime, timedelta
from hashlib import sha256

from bot.cycle.memory import Mark
from bot.desk import desk as desks
from bot.desk import envelope, handing
from bot.desk.desk import Desk, View
from bot.desk.taking import Giver
from bot.errors import BotError, Refused
from bot.papers import edited
from bot.papers.edited import Unreadable

log = logging.getLogger(__name__)

MARK = "shelf/"
"""Before the name of a file: the mark says which bytes of it are known."""
QUIET = timedelta(minutes=10)
"""So long since it was saved, somebody has finished with a file, at least for now."""
WHO = "mappen"


def lay(desk: Desk, view: View) -> None:
    """Lay the papers of each open draft in the folder, once: those that people may edit."""
    if desk.shelf is None:
        return
    for draft in desk.journal.drafts(["open"]):
        letters = desk.journal.letters(f"{draft.step}/draft-{draft.version}")
        if draft.occurrence not in view.plan.by_key or not letters or desk.journal.mark(_mark(f"{draft.step}@{draft.version}")):
            continue
        for file in (one for one in envelope.files(letters[0].content) if one.filename.lower().endswith(".docx")):
            if not desk.journal.edition_of(file.sha256):  # what somebody has edited lies there already
                name = desk.shelf.lay(file.filename, desk.journal.fetch(file.sha256))
                desk.journal.move_mark(Mark(_mark(name), file.sha256))
        desk.journal.move_mark(Mark(_mark(f"{draft.step}@{draft.version}"), "laid"))


def collect(desk: Desk, now: datetime) -> tuple[str, ...]:
    """Take in what somebody has saved in the folder, when it has lain still for a while. Returns what is wrong with a file, in words.

    The newest draft then shows how it was read, and asks for approval: a file alone approves nothing.
    """
    if desk.shelf is None:
        return ()
    wrong = []
    for lying in desk.shelf.lying():
        if lying.in_use or timedelta() <= now - lying.changed < QUIET:
            continue
        try:
            content = desk.shelf.read(lying.name)
            known = sha256(content).hexdigest()
            if desk.journal.mark(_mark(lying.name)) == known:
                continue
            hand_in(desk, lying.name, content, Giver(WHO, lying.name, now), approve=False)
        except BotError as fault:
            wrong.append(f"«{lying.name}» i mappen: {fault}")
            log.warning("file not taken in", extra={"why": str(fault)})
            continue  # it is looked at again until somebody has put it right
        desk.journal.move_mark(Mark(_mark(lying.name), known))
    return tuple(wrong)


def hand_in(desk: Desk, name: str, content: bytes, giver: Giver, *, approve: bool) -> handing.Handed:
    """Take in a file that says itself which draft it is of. Raises Refused when it does not, or cannot be read."""
    found = edited.read(content)
    if isinstance(found, Unreadable):
        raise Refused(found.reason)
    if not found.step:
        raise Refused("Filen sier ikke selv hvilket møte den hører til. Send den som svar på e-posten med utkastet i stedet.")
    draft = desk.journal.draft_of(found.step, found.version) or desk.journal.draft(found.step)
    occurrence = desks.look(desk, giver.at).plan.by_key.get(found.step.rpartition("/")[0])
    if draft is None or occurrence is None:
        raise Refused(f"Det finnes ikke noe utkast til «{found.step}».")
    return handing.hand_in(desk, occurrence, draft, [(name, content)], giver, approve=approve)


def _mark(name: str) -> str:
    return f"{MARK}{name}"
