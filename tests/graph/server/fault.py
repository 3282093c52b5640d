"""What goes wrong, by plan: which call, which way, how many times; and weather, a plan drawn from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from random import Random

SILENT = frozenset({"timeout", "reset", "close"})
"""The caller hears nothing."""
SHAPED = frozenset({"truncated", "slow"})
"""The work is done, and the bytes of its answer are harmed."""
SEMANTIC = frozenset(
    {
        "bounce",  # 202, and a failure report arrives later
        "new-id",  # the sent copy has another id than its draft
        "dropped",  # 202, and nothing happens: it stays a draft
        "stuck",  # 202, and it stays in Drafts for `seconds` more on the server's clock
        "accepted-retry-after",  # 202 with Retry-After, and the mail leaves all the same
        "stale",  # a listing that does not know yet: 200, and empty
        "uninvited",  # the event is made, and nobody is told
        "duplicate",  # delta: entities of this page come once more on the next
        "reorder",  # delta: entities in another order
        "empty-page",  # delta: a page with nothing on it, and a nextLink
        "gone",  # delta: 410 with Location
        "syncStateNotFound",  # delta: 404, no Location
        "resyncRequired",  # delta: 410, no Location
    }
)
"""The service's own oddities, done where the work is done."""


@dataclass
class Fault:
    """One fault of a plan. `operation` is a name or a pattern («message.send», «delta*», «*»).

    `kind` is one of SILENT, SHAPED or SEMANTIC, or a status («429», «503»), or «html» or «empty» with `status`. The first `skip` calls that
    match pass; then `times` are struck. With `after_effect` the work is done before the fault shows. `seconds` is how long a «timeout»
    hangs or a «slow» answer takes (real time), or how long a «stuck» letter lies (the server's clock).
    """

    operation: str
    kind: str
    times: int = 1
    skip: int = 0
    after_effect: bool = False
    retry_after: str | None = None
    seconds: float = 1.0
    status: int = 502
    code: str = ""
    mailbox: str = ""
    struck: int = field(default=0, init=False)
    passed: int = field(default=0, init=False)

    def matches(self, operation: str, mailbox: str) -> bool:
        return fnmatchcase(operation, self.operation) and self.mailbox in {"", mailbox}

    def strikes(self, operation: str, mailbox: str) -> bool:
        """Whether this call is struck. Counts it."""
        if self.struck >= self.times or not self.matches(operation, mailbox):
            return False
        if self.passed < self.skip:
            self.passed += 1
            return False
        self.struck += 1
        return True


@dataclass
class Weather:
    """Faults drawn from a seed: about `share` of the calls, at most `most` in all, each a copy of one of `storms` that fits the call."""

    seed: int
    share: float = 0.2
    most: int = 25
    storms: Sequence[Fault] = ()
    struck: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - a plan that can be repeated

    def strikes(self, operation: str, mailbox: str) -> Fault | None:
        fitting = [storm for storm in self.storms if storm.matches(operation, mailbox)]
        if not fitting or self.struck >= self.most or self._random.random() >= self.share:
            return None
        self.struck += 1
        return self._random.choice(fitting)


def foul(seconds: float = 0.05) -> tuple[Fault, ...]:
    """All that may befall a call that sends or writes, for Weather. Network trouble lasts `seconds` of real time."""
    anywhere = [
        Fault("[!t]*", kind, after_effect=late, seconds=seconds) for kind in ("timeout", "reset", "close") for late in (False, True)
    ]
    statuses = [Fault("[!t]*", kind, after_effect=late) for kind in ("500", "502", "503", "504") for late in (False, True)]
    refused = [Fault("[!t]*", "429", retry_after=after) for after in (None, "2.128", "7")]
    harmed = [Fault("[!t]*", "truncated"), Fault("[!t]*", "html", status=502), Fault("[!t]*", "empty", status=503), Fault("[!tu]*", "401")]
    sending = [Fault("message.send", kind, seconds=90) for kind in ("new-id", "dropped", "stuck", "accepted-retry-after")]
    delta = [Fault("delta*", kind) for kind in ("duplicate", "reorder", "empty-page")]
    lost = [Fault("delta.*", kind) for kind in ("gone", "syncStateNotFound", "resyncRequired")]
    return (*anywhere, *statuses, *refused, *harmed, *sending, *delta, *lost)


def strike(faults: Sequence[Fault], weather: Weather | None, operation: str, mailbox: str) -> Fault | None:
    """The fault that befalls this call: the plan's first that fits, else the weather's."""
    for fault in faults:
        if fault.strikes(operation, mailbox):
            return fault
    return weather.strikes(operation, mailbox) if weather else None
