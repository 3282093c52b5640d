"""A letter exactly once: a draft with our key, read back, one `/send`, and whatever is unclear is looked up. Never sendMail."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.errors import PostFailed, Unclear
from bot.papers import letter as papers
from bot.papers.model import Letter
from bot.post.graph import shapes
from bot.post.graph.call import Call, Kind, path
from bot.post.graph.door import Door
from bot.post.graph.drafts import Drafts, Item, mark
from bot.post.graph.faults import Unanswered
from bot.post.graph.memory import Handed, Hours, Memory
from bot.post.graph.rate import Rate
from bot.post.graph.settings import Settings

DRAFTING, DRAFTED, SENDING, ACCEPTED, LOST, REMOVED = "drafting", "drafted", "sending", "accepted", "lost", "removed"
"""A draft lies there, not whole · whole · it may have left · Microsoft has taken it · nobody knows · a person has deleted the draft."""
GRACE = timedelta(minutes=10)
"""A letter that has been sent lies in Drafts until the transport has fetched it. Before this, a draft that is still there says nothing."""
PICKUP = 2.0
"""Seconds that a transport most often needs. Thirty letters a minute leave room for it."""
UNCLEAR = "Microsoft har ikke vist at brevet er sendt. Det blir undersøkt igjen."
LINGERS = "Microsoft har tatt imot brevet, men det ligger ennå blant utkastene i Outlook. Send det derfra, eller på nytt herfra"
UNKNOWN = "brevet finnes verken blant utkast eller sendte i postkassen. Se etter det hos mottakeren før du sender det på nytt"
DELETED = "utkastet er slettet i Outlook, og brevet er ikke sendt. Send det på nytt herfra om det likevel skal gå"
CHANGED = "utkastet er endret i Outlook ({}). Send det derfra, eller slett det der og send brevet på nytt herfra"


class Seen(NamedTuple):
    """What a mailbox knows of a letter: the copy that has left, and the drafts that wait, oldest first."""

    sent: Item | None
    drafts: tuple[Item, ...]


class Mail:
    """Sends letters from our mailboxes."""

    def __init__(self, door: Door, settings: Settings, hours: Hours, memory: Memory) -> None:
        self._door = door
        self._settings = settings
        self._hours = hours
        self._memory = memory
        self._drafts = Drafts(door)
        self.rate = Rate(hours, memory)

    def send(self, key: str, raw: bytes) -> str:
        """Send the letter, and return the Message-ID that Exchange gave it.

        Raises PostFailed when it surely did not leave, Unclear when it may have.
        """
        letter = replace(papers.opened(raw), key=key)
        mailbox = self.mailbox(letter)
        row = self._memory.handed(key)
        if row is not None and row.phase in (SENDING, ACCEPTED):
            receipt = self.find(key)
            if receipt is not None:
                return receipt
            row = self._memory.handed(key)
        self.rate.hold(mailbox)
        seen = self._look(mailbox, key, row)
        if seen.sent is not None:
            return self._seen(key, mailbox, seen.sent)
        draft = self._drafted(mailbox, letter, row, seen)
        self.rate.admit(mailbox)
        return self._checked(mailbox, letter, draft) or self._leave(mailbox, key, draft)

    def find(self, key: str) -> str | None:
        """The receipt; None when it surely has not left. Raises Unclear, or PostFailed(permanent) when a person must look."""
        row = self._memory.handed(key)
        if row is None or row.phase in (DRAFTING, DRAFTED):
            return None
        detail = _detail(row)
        if row.phase == ACCEPTED and detail.get("seen") is True:
            return shapes.text(detail, "internetMessageId", needed=True)
        seen = self._look(row.sender, key, row)
        if seen.sent is not None:
            return self._seen(key, row.sender, seen.sent)
        if row.phase == REMOVED:
            raise PostFailed(DELETED, permanent=True)
        if row.phase in (SENDING, ACCEPTED) and self._hours.now() - row.at < GRACE:
            raise Unclear(UNCLEAR)
        return self._settled(row, seen)

    def _settled(self, row: Handed, seen: Seen) -> str | None:
        """No copy has left within the time a transport needs. What Microsoft has promised to send is never sent again by us alone."""
        if row.phase == ACCEPTED and not seen.drafts:  # taken, and no draft any more: the copy was deleted after it left
            return shapes.text(_detail(row), "internetMessageId", needed=True)
        if row.phase == SENDING and seen.drafts:
            self._memory.hand(row._replace(phase=DRAFTED))
            return None
        self._memory.hand(row._replace(phase=LOST))
        raise PostFailed(LINGERS if seen.drafts else UNKNOWN, permanent=True)

    def mailbox(self, letter: Letter) -> str:
        """The mailbox a letter leaves from. Raises PostFailed(permanent) when it is none of ours."""
        mailbox = self._settings.mailbox(letter.sender)
        if mailbox is None:
            raise PostFailed("Avsenderen er ikke en av postkassene som er satt opp for Microsoft 365.", permanent=True)
        return mailbox

    def _look(self, mailbox: str, key: str, row: Handed | None) -> Seen:
        """By key, by id and by Message-ID: each of them may fail alone."""
        found = {item.id: item for item in self._drafts.with_key(mailbox, key)}
        detail = _detail(row) if row is not None else {}
        known, message_id = shapes.text(detail, "id"), shapes.text(detail, "internetMessageId")
        if known and known not in found and (item := self._drafts.get(mailbox, known)):
            found[known] = item
        if message_id and row is not None and row.phase not in (DRAFTING, DRAFTED) and all(item.draft for item in found.values()):
            found |= {item.id: item for item in self._drafts.with_message_id(mailbox, message_id)}
        waiting = [item for item in found.values() if self._drafts.waiting(mailbox, item)]
        waiting.sort(key=lambda item: (item.id != known, item.made, item.id))
        return Seen(next((item for item in found.values() if not item.draft), None), tuple(waiting))

    def _drafted(self, mailbox: str, letter: Letter, row: Handed | None, seen: Seen) -> Item:
        """The one draft of this letter, with its attachments; a second one is a child of a lost answer, and goes."""
        phase = row.phase if row is not None else ""
        for other in seen.drafts[1:]:
            self._drafts.delete(mailbox, other.id)
        if seen.drafts:
            draft = seen.drafts[0]
        elif row is not None and phase in (DRAFTING, DRAFTED):
            self._memory.hand(row._replace(phase=REMOVED))
            raise PostFailed(DELETED, permanent=True)
        else:
            draft, phase = self._drafts.make(mailbox, letter), ""
        if phase != DRAFTED:
            self._note(DRAFTING, letter.key, mailbox, draft)
            self._drafts.attach(mailbox, draft.id, letter.attachments)
            self._note(DRAFTED, letter.key, mailbox, draft)
        return draft

    def _checked(self, mailbox: str, letter: Letter, draft: Item) -> str | None:
        """Read the draft back: None when it is as we made it, the receipt when a person has sent it. Raises PostFailed."""
        differences = self._drafts.differences(mailbox, draft.id, letter)
        now = self._drafts.get(mailbox, draft.id)
        if now is not None and not now.draft:
            return self._seen(letter.key, mailbox, now)
        if now is None or not self._drafts.waiting(mailbox, now):
            self._note(REMOVED, letter.key, mailbox, draft)
            raise PostFailed(DELETED, permanent=True)
        if differences:
            raise PostFailed(CHANGED.format(", ".join(differences)), permanent=True)
        return None

    def _leave(self, mailbox: str, key: str, draft: Item) -> str:
        """The doubtful stretch: nothing is done again here, whatever happens."""
        self._note(SENDING, key, mailbox, draft)
        try:
            self._door.run(Call("send", "POST", path(mailbox, "messages", draft.id, "send"), Kind.ONCE))
        except Unanswered:
            pass  # looked up below
        except PostFailed:
            self._note(DRAFTED, key, mailbox, draft)
            raise
        else:
            self._note(ACCEPTED, key, mailbox, draft)
        finally:
            self.rate.count(mailbox)
        return self._asked(mailbox, key)

    def _asked(self, mailbox: str, key: str) -> str:
        """One look when the transport has had time to fetch it: most often it has, also when the answer was lost."""
        self._hours.wait(PICKUP)
        try:
            seen = self._look(mailbox, key, self._memory.handed(key))
        except PostFailed as shut:
            raise Unclear(UNCLEAR) from shut
        if seen.sent is None:
            raise Unclear(UNCLEAR)
        return self._seen(key, mailbox, seen.sent)

    def _seen(self, key: str, mailbox: str, item: Item) -> str:
        """The copy that has left is the receipt. It left when we sent it, not when we saw it."""
        row = self._memory.handed(key)
        sent_at = row.at if row is not None and row.phase in (SENDING, ACCEPTED) else None
        self._note(ACCEPTED, key, mailbox, item, seen=True, at=sent_at)
        return _receipt(key, item)

    def _note(
        self, phase: str, key: str, mailbox: str, item: Item, *, seen: bool = False, at: datetime | None = None
    ) -> None:  # fmt: skip
        detail = {
            "id": item.id, "internetMessageId": _receipt(key, item), "conversationId": item.conversation, "seen": seen,
        }  # fmt: skip
        self._memory.hand(Handed(key, phase, at or self._hours.now(), mailbox, 1, json.dumps(detail)))


def _receipt(key: str, item: Item) -> str:
    return item.message_id or mark(key)


def _detail(row: Handed) -> shapes.Node:
    return shapes.parsed(row.detail.encode())
