"""Sends what is ready: claim, send, receipt, under the lock. What someone who died left behind is looked up, never repeated blindly."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.cycle.memory import Parcel
from bot.desk.ports import Convener, Outbox, Outgoing, StoredLetter
from bot.errors import PostFailed, Unclear

log = logging.getLogger(__name__)

ADDRESS = re.compile(r"<?[^\s<>«»()]{1,100}@[^\s<>«»()]{1,200}>?")

Outcome = Literal["sent", "held", "waits"]

Stale = Callable[[StoredLetter], str]
"""Why a letter must not leave any more; empty when it may. Asked just before each one leaves."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A round: how many letters have left, the keys of those that must wait for a person, and why the round stopped, if it did."""

    count: int
    held: tuple[str, ...]
    stopped: str = ""


def run(
    journal: Outbox, post: Outgoing, now: datetime, compose: Callable[[StoredLetter, datetime], bytes], stale: Stale = lambda _: ""
) -> Sent:
    """Send every letter that is ready, oldest first. `compose` makes the bytes of one, at `now` (aware UTC).

    One that `stale` has a word against is withdrawn instead.

    Safe to call at any time, from any process: if another holds the lock, nothing happens.
    """
    with journal.lock() as mine:
        if not mine:
            return Sent(0, (), "en annen prosess sender nå")
        return Round(journal, post, now, compose, stale).run()


@dataclass(frozen=True, slots=True)
class Round:
    """One round of sending, by the holder of the lock."""

    journal: Outbox
    post: Outgoing
    now: datetime
    compose: Callable[[StoredLetter, datetime], bytes]
    stale: Stale

    def run(self) -> Sent:
        done: dict[str, Outcome] = {}
        stopped = ""
        for group in _together(self.journal.open_letters(), self.post):
            try:
                self._leave(group, done)
            except PostFailed as fault:  # the post is shut for now: the rest waits for the next round
                stopped = _discreet(str(fault))
                log.warning("round stopped at %s: %s", group[0].key, stopped)
                break
        return Sent(sum(outcome == "sent" for outcome in done.values()), tuple(key for key in done if done[key] == "held"), stopped)

    def _leave(self, group: Sequence[StoredLetter], done: dict[str, Outcome]) -> None:
        """Letters that leave in one call, most often one alone. What became of each is added to `done` as soon as it is known."""
        parcels: dict[str, Parcel] = {}
        for letter in group:
            outcome = self._recover(letter) if letter.state == "claimed" else None
            prepared = outcome or self._prepare(letter)
            if isinstance(prepared, Parcel):
                parcels[letter.key] = prepared
            else:
                done[letter.key] = prepared
        going = [letter for letter in group if letter.key in parcels]
        if going:
            done |= self._send(going, list(parcels.values()))

    def _recover(self, letter: StoredLetter) -> Outcome | None:
        """Claimed, and the lock was free: whoever claimed it is dead, and only the post knows how far it came. None: not sent, so ready."""
        try:
            receipt = self.post.find(letter.key, letter.message_id)
        except Unclear as fault:
            log.info("%s stays claimed: %s", letter.key, said(fault))
            return "waits"
        except PostFailed as fault:
            if not fault.permanent:
                raise
            return self._hold(letter, f"det er uklart om brevet er sendt: {fault}")
        except Exception as fault:  # noqa: BLE001 - one broken letter never stops the others
            return self._hold(letter, f"det er uklart om brevet er sendt: {said(fault)}")
        if receipt is not None:
            return self._close(letter, receipt)
        self.journal.release(letter.key, self.now)
        return None

    def _prepare(self, letter: StoredLetter) -> Parcel | Outcome:
        """Everything that can fail by itself is done before the claim, so that the doubtful stretch is the sending alone."""
        if reason := self.stale(letter):
            self.journal.withdraw([letter.key], reason, self.now)
            log.info("withdrawn %s: %s", letter.key, reason)
            return "waits"
        try:
            message = self.compose(letter, self.now)
        except Exception as fault:  # noqa: BLE001 - one broken letter never stops the others
            return self._hold(letter, f"brevet kunne ikke settes opp: {said(fault)}")
        if not self.journal.claim(letter.key, hashlib.sha256(message).hexdigest(), self.now):
            return "waits"  # withdrawn while we were composing
        return Parcel(letter.key, letter.message_id, message)

    def _send(self, letters: Sequence[StoredLetter], parcels: Sequence[Parcel]) -> dict[str, Outcome]:
        """Hand claimed letters to the post, and say what became of each. Raises PostFailed when the post is shut for now."""
        try:
            receipt = _out(self.post, parcels)
        except Unclear as fault:
            log.warning("%s stays claimed: %s", letters[0].key, said(fault))
            return dict.fromkeys((letter.key for letter in letters), "waits")
        except PostFailed as fault:
            if fault.permanent:
                return {letter.key: self._hold(letter, str(fault)) for letter in letters}
            for letter in letters:
                self.journal.release(letter.key, self.now)
            raise
        except Exception as fault:  # noqa: BLE001 - it may have left: the post is asked, and nothing is sent again blindly
            return {letter.key: self._ask(letter, fault) for letter in letters}
        return {letter.key: self._close(letter, receipt) for letter in letters}

    def _ask(self, letter: StoredLetter, fault: Exception) -> Outcome:
        log.error("%s may have left: %s", letter.key, said(fault))
        try:
            receipt = self.post.find(letter.key, letter.message_id)
        except Exception as unclear:  # noqa: BLE001 - whatever it was, the post is asked again in the next round
            log.warning("%s stays claimed until the post can be asked: %s", letter.key, said(unclear))
            return "waits"
        return self._close(letter, receipt) if receipt is not None else self._hold(letter, f"brevet gikk ikke ut: {said(fault)}")

    def _close(self, letter: StoredLetter, receipt: str) -> Outcome:
        self.journal.close(letter.key, receipt, self.now)
        log.info("sent %s", letter.key)
        return "sent"

    def _hold(self, letter: StoredLetter, reason: str) -> Outcome:
        reason = _discreet(reason)
        self.journal.hold_letter(letter.key, reason, self.now)
        log.warning("held %s: %s", letter.key, reason)
        return "held"


def _together(letters: Sequence[StoredLetter], post: Outgoing) -> Iterator[Sequence[StoredLetter]]:
    """Letters in the order they leave; the invitations of one step as one group where the post has a calendar of its own."""
    if not isinstance(post, Convener):
        yield from ([letter] for letter in letters)
        return
    groups: dict[str, list[StoredLetter]] = {}
    for letter in letters:
        groups.setdefault(letter.step if invitation(letter.key) else letter.key, []).append(letter)
    yield from groups.values()


def _out(post: Outgoing, parcels: Sequence[Parcel]) -> str:
    if isinstance(post, Convener) and invitation(parcels[0].key):
        return post.convene(parcels)
    return post.send(*parcels[0])


def invitation(key: str) -> bool:
    """Whether the letter with this key is the calendar's own mail."""
    return key.endswith("/calendar")


def said(fault: Exception) -> str:
    """A fault in words that may stand in a log."""
    return _discreet(f"{fault} ({type(fault).__name__})")


def _discreet(said: str) -> str:
    """What a post or a library said, without the addresses in it: it goes to the log, and to a record that others may read."""
    return ADDRESS.sub("(adressen)", said)
