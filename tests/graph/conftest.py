"""A Graph server on loopback, a clock that is the server's own, and a memory in memory."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cycle.memory import Handed
from bot.papers import letter as papers
from bot.papers.model import Attachment, Letter
from bot.post.graph.door import Door
from bot.post.graph.graph import Graph
from bot.post.graph.settings import Secret, Settings
from tests.graph.server import SECRETARIAT, Site, State, serving

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
START = datetime(2027, 1, 1, tzinfo=UTC)


class Clock:
    """The server's hour: waiting moves it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.waited: list[float] = []

    def now(self) -> datetime:
        return self._state.now

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._state.advance(seconds)


class Notes:
    """What the journal would remember. `dies_at` is the phase at which the process dies, just after it is stored."""

    def __init__(self) -> None:
        self.rows: dict[str, Handed] = {}
        self.dies_at = ""

    def handed(self, key: str) -> Handed | None:
        return self.rows.get(key)

    def handed_in(self, phase: str) -> tuple[Handed, ...]:
        return tuple(sorted((row for row in self.rows.values() if row.phase == phase), key=lambda row: (row.at, row.key)))

    def hand(self, row: Handed) -> None:
        self.rows[row.key] = row
        if row.phase == self.dies_at:
            self.dies_at = ""
            raise KeyboardInterrupt

    def recipients_since(self, sender: str, at: datetime) -> int:
        left = (row for row in self.rows.values() if row.sender == sender and row.at >= at and row.phase in ("sending", "accepted"))
        return sum(row.recipients for row in left)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graph")


@pytest.fixture
def site(tls: Path) -> Iterator[Site]:
    """A server of one's own. Whatever a test asked of it, Microsoft's schema must have allowed."""
    with serving(tls) as site:
        yield site
        assert site.state.violations == []


@pytest.fixture
def clock(site: Site) -> Clock:
    return Clock(site.state)


@pytest.fixture
def notes() -> Notes:
    return Notes()


def settings(site: Site, **changes: object) -> Settings:
    given: dict[str, object] = {
        "tenant": site.tenant, "client": site.client, "credential": Secret(site.secret), "mailboxes": (SECRETARIAT,),
        "authority": site.authority, "endpoint": site.endpoint, "timeout": 0.5,
    }  # fmt: skip
    return Settings(**given | changes)  # type: ignore[arg-type]


def trust(site: Site) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(site.ca))


@pytest.fixture
def make(site: Site, clock: Clock, notes: Notes, tmp_path: Path) -> Iterator[Callable[..., Graph]]:
    """A post as a new process would have it, with what the old one remembered."""
    made: list[Graph] = []

    def opened(**changes: object) -> Graph:
        post = Graph(settings(site, **changes), clock, notes, public=tmp_path, start=START, context=trust(site))
        made.append(post)
        return post

    yield opened
    for post in made:
        post.close()


@pytest.fixture
def post(make: Callable[..., Graph]) -> Graph:
    return make()


@pytest.fixture
def door(site: Site, clock: Clock) -> Iterator[Door]:
    door = Door(settings(site), clock, trust(site))
    yield door
    door.close()


def letter(number: int = 1, **changes: object) -> Letter:
    values: dict[str, object] = {
        "key": f"naering/faggruppe/2027-1/notice/medlem{number}@example.no", "sender_name": "Sekretariatet", "sender": SECRETARIAT,
        "recipient_name": f"Medlem {number}, Horten kommune", "recipient": f"medlem{number}@example.no",
        "subject": "Innkalling til møte – «æøå»", "text": "Hei\n\nVi innkaller.\n",
        "html": '<html><head><title>Innkalling</title></head><body><p>Hei</p><p>Vi innkaller: <a href="https://example.no/a">her</a>.</p></body></html>',
        "language": "nb", "attachments": (Attachment("Innkalling.docx", WORD, b"PK\x03\x04" + bytes(2000)),), "reply_to": "svar@example.no",
    }  # fmt: skip
    return Letter(**values | changes)  # type: ignore[arg-type]


def parcel(one: Letter) -> tuple[str, str, bytes]:
    """Key, Message-ID and bytes, as the desk hands them over."""
    return one.key, papers.message_id(one.key, one.sender), papers.compose(one, START)
