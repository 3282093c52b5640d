"""The way to Microsoft Graph: what is repeated by its kind, what never is, and how long a closed door is left alone."""

import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.errors import PostFailed
from bot.post.graph import shapes, words
from bot.post.graph.call import Call, Kind
from bot.post.graph.faults import Garbled, Rejected, Unanswered
from bot.post.graph.memory import Hours
from bot.post.graph.patience import Patience, retry_after
from bot.post.graph.settings import Settings
from bot.post.graph.wire import Answer, Wire

T = TypeVar("T")
SHUT = timedelta(minutes=15)
"""A refusal that only a person can lift is not asked about again before this."""
MAKING = 3
"""So many times something just made may be missing: seven seconds."""
LONGEST_REST = 86_400.0
REDIRECTS, ERRORS = range(300, 400), range(500, 600)
THROTTLED, TIMED_OUT, NO_TOKEN, NOT_FOUND, NO_ROOM = 429, 408, 401, 404, 507
SURE = {400, 403, 413, NO_TOKEN, NO_ROOM}
"""After these a call that may be made only once has certainly had no effect."""


class Door:
    """One caller at a time. `context`: which certificates are trusted; without it, the machine's own and those of SSL_CERT_FILE."""

    def __init__(self, settings: Settings, hours: Hours, context: ssl.SSLContext | None = None) -> None:
        self._hours = hours
        self._endpoint = settings.endpoint.rstrip("/")
        self._wire = Wire(settings, hours, context)
        self._rest: datetime | None = None
        self._shut: dict[str, tuple[datetime, Rejected]] = {}

    def close(self) -> None:
        self._wire.close()

    def run(self, call: Call) -> Answer:
        """Make the call, and repeat it as its kind allows.

        Raises Rejected for a certain no; PostFailed when it surely had no effect, or changes nothing; Unanswered when it may have had one.
        """
        return self._run(call, Patience(self._hours))

    def json(self, call: Call) -> shapes.Node:
        return self.run(call).json

    def keyed(self, call: Call, look: Callable[[], T | None], made: Callable[[Answer], T]) -> T:
        """Make something that has a key. When an answer is lost, `look` says whether it was made after all; if not, it is made again."""
        patience = Patience(self._hours)
        while True:
            try:
                return made(self._run(call, patience))
            except Unanswered as fault:
                if not patience.wait(fault.after):
                    raise PostFailed(f"Microsoft svarer ikke nå: {fault}") from fault
            found = look()
            if found is not None:
                return found

    def _run(self, call: Call, patience: Patience) -> Answer:
        self._admitted(call)
        renewed = False
        while True:
            try:
                answer = self._wire.attempt(call)
            except Unanswered as lost:
                if call.kind is not Kind.READ:
                    raise
                self._pause(call, patience, lost)
                continue
            if answer.status == NO_TOKEN and not renewed and not call.anonymous:
                self._wire.tokens.forget()
                renewed = True
                continue
            after = retry_after(answer.headers.get("Retry-After"), self._hours.now())
            fault = self._judged(call, answer, after)
            if fault is None:
                return answer
            self._pause(call, patience, fault)

    def _judged(self, call: Call, answer: Answer, after: float | None) -> Unanswered | None:
        """None when all is well; a fault that the call may be repeated after; raises what it may not."""
        status, code = answer.status, answer.code
        busy = Unanswered(f"{status} {code}".strip(), after, missing=status == NOT_FOUND)
        if status < REDIRECTS.start:
            return self._whole(call, answer)
        if status == THROTTLED and call.kind is not Kind.ONCE:
            return busy
        if status == TIMED_OUT or (status in ERRORS and status != NO_ROOM):
            if call.kind is Kind.READ:
                return busy
            self._rested(after if call.kind is Kind.ONCE else None)
            raise busy
        if status == NOT_FOUND and call.fresh and code.casefold() not in words.UNKNOWN_MAILBOX:
            return busy
        if call.kind is Kind.ONCE and status not in SURE:
            self._rested(after)
            raise busy
        raise self._refused(call, status, code)

    def _whole(self, call: Call, answer: Answer) -> Unanswered | None:
        """A page of HTML, or half an object, is no answer: asked again where that is safe."""
        if call.raw or call.kind is Kind.ONCE:
            return None
        try:
            shapes.parsed(answer.content)
        except Garbled as fault:
            if call.kind is Kind.READ:
                return Unanswered(str(fault))
            raise Unanswered(str(fault)) from fault
        return None

    def _pause(self, call: Call, patience: Patience, fault: Unanswered) -> None:
        if (not fault.missing or patience.tries < MAKING) and patience.wait(fault.after):
            return
        if fault.missing:
            raise Rejected("Microsoft finner det ikke igjen (404).", NOT_FOUND, "", permanent=False) from fault
        self._rested(fault.after)
        raise PostFailed(f"Microsoft svarer ikke nå ({call.what}: {fault}). Det blir prøvd igjen.") from fault

    def _rested(self, after: float | None) -> None:
        """What the server asks for outlives the call that could not wait for it."""
        if after is not None:
            self._rest = self._hours.now() + timedelta(seconds=min(after, LONGEST_REST))

    def _admitted(self, call: Call) -> None:
        now = self._hours.now()
        if self._rest is not None and now < self._rest:
            raise PostFailed("Microsoft har bedt oss vente. Det blir prøvd igjen.")
        shut = self._shut.get(self._room(call))
        if shut is not None and now < shut[0]:
            raise Rejected(str(shut[1]), shut[1].status, shut[1].code, permanent=False)

    def _refused(self, call: Call, status: int, code: str) -> PostFailed:
        if status in REDIRECTS:
            return PostFailed("Microsoft sender oss til en annen adresse, og den følges ikke. Kontroller «endpoint».")
        if status == NO_TOKEN:
            return PostFailed(f"Microsoft godtar ikke innloggingen ({status} {code}). Kontroller «endpoint» og «authority».")
        said = words.refusal(status, code)
        fault = Rejected(said.words, status, code, permanent=said.letter)
        if said.lasting:
            self._shut[self._room(call)] = (self._hours.now() + SHUT, fault)
        return fault

    def _room(self, call: Call) -> str:
        """What a permission opens: one kind of thing in one mailbox."""
        parts = call.url.removeprefix(self._endpoint).partition("?")[0].strip("/").split("/")
        return "/".join([*parts[:3], *(parts[-1:] if parts[-1] in ("send", "cancel", "getSchedule") else [])])
