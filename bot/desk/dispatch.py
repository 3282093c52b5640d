"""Sends what is ready: claim, send, receipt, under the lock. What someone who died left behind is looked up, never repeated blindly."""

import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.desk.ports import Outbox, Outgoing, StoredLetter
from bot.errors import PostFailed

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
        count, held = 0, list[str]()
        for letter in self.journal.open_letters():
            try:
                outcome = self._recover(letter) if letter.state == "claimed" else self._send(letter)
            except PostFailed as fault:  # the post is shut for now: the rest waits for the next round
                log.warning("round stopped at %s: %s", letter.key, _discreet(str(fault)))
                return Sent(count, tuple(held), _discreet(str(fault)))
            count += outcome == "sent"
            if outcome == "held":
                held.append(letter.key)
        return Sent(count, tuple(held))

    def _recover(self, letter: StoredLetter) -> Outcome:
        """Claimed, and the lock was free: whoever claimed it is dead, and only the post knows how far it came."""
        try:
            receipt = self.post.find(letter.key, letter.message_id)
        except PostFailed as fault:
            if not fault.permanent:
                raise
            return self._hold(letter, f"det er uklart om brevet er sendt: {fault}")
        except Exception as fault:  # noqa: BLE001 - one broken letter never stops the others
            return self._hold(letter, f"det er uklart om brevet er sendt: {said(fault)}")
        if receipt is not None:
            return self._close(letter, receipt)
        self.journal.release(letter.key, self.now)
        return self._send(letter)

    def _send(self, letter: StoredLetter) -> Outcome:
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
        try:
            receipt = self.post.send(letter.key, letter.message_id, message)
        except PostFailed as fault:
            if fault.permanent:
                return self._hold(letter, str(fault))
            self.journal.release(letter.key, self.now)
            raise
        except Exception as fault:  # noqa: BLE001 - it may have left: the post is asked, and nothing is sent again blindly
            return self._ask(letter, fault)
        return self._close(letter, receipt)

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


def said(fault: Exception) -> str:
    """A fault in words that may stand in a log."""
    return _discreet(f"{fault} ({type(fault).__name__})")


def _discreet(said: str) -> str:
    """What a post or a library said, without the addresses in it: it goes to the log, and to a record that others may read."""
    return ADDRESS.sub("(adressen)", said)
