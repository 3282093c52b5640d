"""Approval in Outlook itself: a finished letter waits among the mailbox's drafts until a person sends it, changes it or deletes it."""

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.cycle.memory import Fate
from bot.errors import PostFailed
from bot.papers import letter as papers
from bot.post.graph import shapes
from bot.post.graph.call import Call, path
from bot.post.graph.door import Door
from bot.post.graph.drafts import Drafts, Item
from bot.post.graph.faults import Rejected
from bot.post.graph.memory import Handed, Hours, Memory
from bot.post.graph.settings import Settings

LAYING, LAID, SETTLED = "laying", "laid", "settled"
"""A draft is being made · it waits for a person · we need not ask about it any more."""
FIELDS = "id,changeKey,internetMessageId,toRecipients,ccRecipients,bccRecipients"


class Outlook:
    """The letters that wait in the drafts of our mailboxes. Nothing here ever sends one."""

    def __init__(self, door: Door, settings: Settings, hours: Hours, memory: Memory) -> None:
        self._door = door
        self._settings = settings
        self._hours = hours
        self._memory = memory
        self._drafts = Drafts(door)

    def lay(self, key: str, raw: bytes, recipients: Sequence[str]) -> None:
        """Lay a letter there with its attachments, addressed to the secretariat, and to `recipients` unseen by each other (Bcc).

        Again with the same key: nothing more happens. Raises PostFailed when the post is shut or refuses it.
        """
        row = self._memory.handed(key)
        if row is not None and row.phase != LAYING:
            return
        letter = replace(papers.opened(raw), key=key)
        mailbox = self._settings.mailbox(letter.sender)
        if mailbox is None:
            raise PostFailed("Avsenderen er ikke en av postkassene som er satt opp for Microsoft 365.", permanent=True)
        self._note(LAYING, key, mailbox, {})
        found = self._drafts.with_key(mailbox, key)
        draft = next((item for item in found if self._drafts.waiting(mailbox, item)), None) or self._drafts.make(
            mailbox, letter, recipients
        )
        self._drafts.attach(mailbox, draft.id, letter.attachments)
        seen = self._seen(mailbox, draft.id)
        self._note(LAID, key, mailbox, {"id": draft.id, "changeKey": shapes.text(seen, "changeKey")})

    def laid(self) -> tuple[str, ...]:
        """The keys of the letters that wait, and of those that were being laid there when a process died, oldest first."""
        return tuple(row.key for phase in (LAYING, LAID) for row in self._memory.handed_in(phase))

    def fate(self, key: str) -> Fate:
        """What a person has done with the letter. Raises PostFailed when the post cannot say now."""
        row = self._memory.handed(key)
        if row is None or row.phase not in (LAYING, LAID):
            return Fate("deleted")
        detail = shapes.parsed(row.detail.encode())
        found = self._copies(row.sender, key, shapes.text(detail, "id"))
        sent = next((item for item in found if not item.draft), None)
        if sent is not None:
            return self._sent(row.sender, sent)
        if row.phase == LAYING:  # whole or not, or not made yet: it is ours until it is sent
            return Fate("waiting")
        waiting = next((item for item in found if self._drafts.waiting(row.sender, item)), None)
        if waiting is None:
            return Fate("deleted")
        same = shapes.text(self._seen(row.sender, waiting.id), "changeKey") == shapes.text(detail, "changeKey")
        return Fate("waiting" if same else "edited")

    def put_away(self, key: str) -> Fate:
        """Take back a letter that nobody has touched, and say what became of it: a person may have sent it in that very moment."""
        fate = self.fate(key)
        row = self._memory.handed(key)
        if fate.state != "waiting" or row is None:
            return fate
        for item in self._copies(row.sender, key, ""):
            if self._drafts.waiting(row.sender, item):
                self._drafts.delete(row.sender, item.id)
        after = self.fate(key)
        return after if after.state == "sent" else Fate("deleted")

    def forget(self, key: str) -> None:
        """Ask no more about a letter."""
        row = self._memory.handed(key)
        if row is not None:
            self._memory.hand(row._replace(phase=SETTLED))

    def _copies(self, mailbox: str, key: str, known: str) -> tuple[Item, ...]:
        """Every copy of a letter: by its key, and by the id it had."""
        found = {item.id: item for item in self._drafts.with_key(mailbox, key)}
        if known and known not in found and (item := self._drafts.get(mailbox, known)):
            found[known] = item
        return tuple(found.values())

    def _sent(self, mailbox: str, item: Item) -> Fate:
        row = self._seen(mailbox, item.id)
        to = (address for name in ("toRecipients", "ccRecipients", "bccRecipients") for address in shapes.addresses(row, name))
        return Fate("sent", shapes.text(row, "internetMessageId"), frozenset(to))

    def _seen(self, mailbox: str, item: str) -> shapes.Node:
        try:
            return self._door.json(Call.get("read draft", path(mailbox, "messages", item, select=FIELDS), fresh=True))
        except Rejected as fault:
            raise PostFailed("Utkastet i Outlook ble flyttet mens vi så på det. Det blir undersøkt igjen.") from fault

    def _note(self, phase: str, key: str, mailbox: str, detail: dict[str, str]) -> None:
        self._memory.hand(Handed(key, phase, self._hours.now(), mailbox, 0, json.dumps(detail)))
