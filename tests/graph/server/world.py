"""The server's world: its clock, what is to happen when, its mailboxes, and the record of what came to pass. All in memory."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from threading import Event, Lock, RLock

from tests.graph.server.fault import Fault, Weather
from tests.graph.server.model import Call, Delivery, Mailbox, Notice, Round, Upload
from tests.graph.server.schema import Schema

START = datetime(2027, 1, 1, tzinfo=UTC)
SECRETARIAT = "sekretariat@example.no"
ELSEWHERE = "postmottak@example.no"
TENANT = "7a0c1d7e-3b5f-4a53-9d1e-0f6a4d0e2027"
CLIENT = "3f2b9a64-51c7-4e0b-8a3d-5d6c7b8a2027"
SECRET = "riktig-hemmelighet"


class World:
    """The knobs and the records. `mailboxes` are within the app's scope, `outside` exist in the tenant and are not.

    Knobs: `latency` of each call, and `delay` before transport takes a sent letter from Drafts, both on its own clock; `rate` letters a
    minute a mailbox and what becomes of the `excess` («delay» or «refuse»); `daily` recipients; `concurrent` calls a mailbox; `granted`
    permissions; `page` the size of a delta page.
    """

    def __init__(self, mailboxes: tuple[str, ...] = (SECRETARIAT,), outside: tuple[str, ...] = (ELSEWHERE,), now: datetime = START) -> None:
        self.lock = RLock()  # the store; and the door, where calls are counted while others work
        self.door = Lock()
        self.closing = Event()
        self.boxes = {address.lower(): Mailbox(address) for address in mailboxes}
        self.outside = {address.lower() for address in outside}
        self.faults: list[Fault] = []
        self.weather: Weather | None = None
        self.calls: list[Call] = []
        self.watch: Callable[[Call], object] = lambda _: None
        self.delivered: list[Delivery] = []
        self.invited: list[Notice] = []
        self.violations: list[str] = []
        self.schema = Schema.found()
        self.delay, self.latency = timedelta(seconds=2), timedelta()
        self.rate, self.excess, self.daily, self.concurrent = 30, "delay", 10_000, 4
        self.page, self.message_limit = 10, 150 * 1024 * 1024
        self.granted = {"Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "MailboxSettings.Read"}
        self.language, self.time_zone = "nb-NO", "W. Europe Standard Time"
        self.bouncing: set[str] = set()
        self.clients: dict[str, dict[str, str]] = {CLIENT: {SECRET: ""}}
        self.certificates: dict[str, list[bytes]] = {CLIENT: []}
        self.tokens: set[str] = set()
        self.uploads: dict[str, Upload] = {}
        self.rounds: dict[str, Round] = {}
        self.busy: dict[str, list[tuple[datetime, datetime, str, str]]] = {}
        self._now = now
        self._numbers = count(1)
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []

    @property
    def now(self) -> datetime:
        """The service's hour, aware, UTC. Setting it lets what is due come to pass, in order."""
        return self._now

    @now.setter
    def now(self, value: datetime) -> None:
        value = value.astimezone(UTC)
        with self.lock:
            while self._agenda and self._agenda[0][0] <= value:
                when, _, action = heapq.heappop(self._agenda)
                self._now = max(self._now, when)
                action()
            self._now = value

    def heard(self, call: Call) -> None:
        """Every call is on record, and whoever watches is told."""
        self.calls.append(call)
        self.watch(call)
        if self.latency:
            self.now += self.latency

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def at(self, when: datetime, action: Callable[[], None]) -> None:
        """Do it at `when`, or at once if that hour has come."""
        if when <= self._now:
            action()
        else:
            heapq.heappush(self._agenda, (when, next(self._numbers), action))

    def stamp(self) -> str:
        return f"{self._now:%Y-%m-%dT%H:%M:%SZ}"

    def name(self, prefix: str, length: int = 48) -> str:
        """A new opaque name, the same in every run."""
        return prefix + sha256(f"{prefix} {next(self._numbers)}".encode()).hexdigest()[:length]
