"""A Microsoft Graph of our own: real HTTPS on loopback, state in memory, and the ways the real one is known to misbehave.

    with serving(tmp_path) as site:
        site.state.faults.append(Fault("message.send", "timeout", after_effect=True))

Operations that a Fault may name stand in `routes`, kinds in `fault`, knobs on `World`, what people do on `State`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from tests.graph.server.ca import papers
from tests.graph.server.fault import Fault, Weather, foul
from tests.graph.server.model import Call, Delivery, Notice
from tests.graph.server.state import State
from tests.graph.server.wire import Server
from tests.graph.server.world import CLIENT, ELSEWHERE, SECRET, SECRETARIAT, START, TENANT

__all__ = [
    "CLIENT",
    "ELSEWHERE",
    "SECRET",
    "SECRETARIAT",
    "START",
    "TENANT",
    "Call",
    "Delivery",
    "Fault",
    "Notice",
    "Site",
    "State",
    "Weather",
    "foul",
    "serving",
]


@dataclass(frozen=True)
class Site:
    """Where the server is, whom to trust, and what it keeps. `stopped` is set by the admin call of that name."""

    base: str
    ca: Path
    state: State
    tenant: str = TENANT
    client: str = CLIENT
    secret: str = SECRET
    stopped: Event = field(default_factory=Event)

    @property
    def authority(self) -> str:
        return f"{self.base}/{self.tenant}"

    @property
    def endpoint(self) -> str:
        return f"{self.base}/v1.0"


@contextmanager
def serving(folder: Path, state: State | None = None, *, port: int = 0) -> Iterator[Site]:
    """A server on 127.0.0.1 (`port` 0: a free one) while the block runs. `folder` gets its certificates."""
    world = state or State()
    files = papers(folder / "tls")
    server = Server(world, files, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="graph")
    thread.start()
    try:
        yield Site(server.base, files.ca, world, stopped=server.stopped)
    finally:
        server.close()
        thread.join()
