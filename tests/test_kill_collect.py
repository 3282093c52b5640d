"""Law 6 against SIGKILL: the inbox is collected by processes that die at every boundary, and no mail is lost and none counted twice."""

import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot import house
from bot.cycle.memory import Incoming, Message, MessageState
from bot.cycle.model import OSLO
from bot.desk import collect
from bot.papers.office import Office
from bot.post.folder import Folder
from bot.rehearsal import Rehearsal
from tests.desk.conftest import workspace
from tests.killing import Fuse, burn_at_statements, fate, in_a_child, report

MEETING = "naering/faggruppe/2027-3"
NOTICE = f"{MEETING}/notice"
HORTEN, LORENSKOG = "Horten kommune", "Lørenskog kommune"
LEFT = datetime(2027, 11, 4, 9, tzinfo=OSLO)
NOW = LEFT + timedelta(days=2)
ROUNDS = 22
"""How often each of the eight kinds of mail comes."""
REACH = 110
"""The farthest that a process comes: through the start of a round, and two or three mails."""
STRIDE = 7
"""How much farther each comes than the one before it, around: no two in a row die at the same place."""
KILLS = 200
"""On the two databases together, at the least."""
NEVER = 1_000_000
BOUNCE = (
    "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.no\r\nSubject: Undelivered {number}\r\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
    "--x\r\nContent-Type: text/plain\r\n\r\nAdressen finnes ikke.\r\n"
    "--x\r\nContent-Type: message/delivery-status\r\n\r\n"
    "Reporting-MTA: dns; mx.example.no\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n--x--\r\n"
)


@dataclass
class Watched:
    """The folder post, in a process that may die before and after each mail."""

    folder: Folder
    fuse: Fuse

    def inbox(self, mark: str) -> Iterator[Incoming]:
        for mail in self.folder.inbox(mark):
            with self.fuse.around("mail"):
                yield mail

    def send(self, key: str, message_id: str, message: bytes) -> str:
        return self.folder.send(key, message_id, message)

    def find(self, key: str, message_id: str) -> str | None:
        return self.folder.find(key, message_id)

    def publish(self, name: str, content: bytes) -> None:
        self.folder.publish(name, content)


@dataclass(frozen=True)
class Life:
    """One secretariat whose notice has left, and whose members answer."""

    office: Office
    directory: Path

    @property
    def diary(self) -> Path:
        return self.directory / "diary.txt"

    @property
    def inbox(self) -> Path:
        return self.directory / "in"

    def begin(self) -> None:
        """The notice leaves; everyone answers, in every shape, before anybody looks in the inbox."""
        post = Folder(self.directory / "out", self.inbox, self.directory / "public")
        with house.opened(self.directory, self.office, post, seal=b"begge") as desk:
            year = Rehearsal(desk, self.inbox, LEFT - timedelta(days=20))
            year.until("2027-10-21T12:00").approve(NOTICE).until(LEFT)
            for number in range(ROUNDS):
                self._answers(year, number)

    def _answers(self, year: Rehearsal, number: int) -> None:
        """One mail of each kind, in the order of their minutes; the last is one that came before, under another name."""
        before = set(self.inbox.iterdir()) if self.inbox.exists() else set()
        year.now += timedelta(minutes=10)
        year.reply(NOTICE, HORTEN, f"Sak {number} fra oss.\r\n\r\nVi åpner kai {number} i mai.\r\n")
        year.reply(NOTICE, LORENSKOG, f"Ingen saker{'.' * number}")
        year.reply(NOTICE, LORENSKOG, f"Jeg er på reise til uke {number}.", automatic=True)
        year.reply(NOTICE, HORTEN, f"Vi selger stol {number}.", sender="noen@example.com")
        year.respond(NOTICE, LORENSKOG, ("ACCEPTED", "DECLINED", "TENTATIVE")[number % 3])
        year.now += timedelta(minutes=1)
        year.reply(NOTICE, HORTEN, f"Ny versjon:\r\n\r\nSak {number} fra oss.\r\n\r\nVi åpner kai {number} i juni.\r\n")
        first = min(set(self.inbox.iterdir()) - before)
        (self.inbox / f"{year.now:%Y%m%d%H%M}-igjen.eml").write_bytes(first.read_bytes())
        (self.inbox / f"{year.now:%Y%m%d%H%M}-retur.eml").write_bytes(BOUNCE.format(number=number).encode())

    def collect(self, fuse: Fuse) -> None:
        """A process takes a round of the inbox."""
        post = Watched(Folder(self.directory / "out", self.inbox, self.directory / "public"), fuse)
        with house.opened(self.directory, self.office, post) as desk:
            burn_at_statements(desk.journal, fuse)  # type: ignore[arg-type]  # a real one
            collect.collect(desk, NOW)

    def collect_until_done(self) -> list[str]:
        """Processes one after another, each farther than the last, until one comes through. Where each one died."""
        self.diary.touch()
        for turn in count():
            ended = fate(in_a_child(partial(self.collect, Fuse(1 + turn * STRIDE % REACH, self.diary))))
            assert ended in {0, signal.SIGKILL}
            if ended == 0:
                return self.diary.read_text().splitlines()
        raise AssertionError

    def remembered(self) -> dict[str, object]:
        """What the journal knows when it is over."""
        with house.opened(self.directory, self.office) as desk:
            journal = desk.journal
            steps = {record.step for record in journal.records() if record.step}
            return {
                "messages": sorted((one.id, one.state, one.organisation, one.why) for one in self._messages()),
                "contributions": [(one.message, one.organisation, one.content, one.state) for one in journal.contributions([MEETING])],
                "rsvps": journal.rsvps([MEETING]),
                "letters": sorted((one.key, one.state) for step in steps for one in journal.letters(step)),
                "records": Counter((one.what, one.sha256, one.who) for one in journal.records()),
            }

    def _messages(self) -> list[Message]:
        with house.opened(self.directory, self.office) as desk:
            states: tuple[MessageState, ...] = ("matched", "tray", "ignored", "new")
            return [one for state in states for one in desk.journal.messages(state)]

    def kept(self) -> list[bytes]:
        """The mails that the journal has, byte for byte."""
        with house.opened(self.directory, self.office) as desk:
            return sorted(desk.journal.fetch(one.id) for one in self._messages())


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many died where, over all tests; said at the end."""
    deaths: Counter[str] = Counter()
    yield deaths
    report(request, deaths, "no mail lost, none counted twice")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """The same mails when nobody dies."""
    life = Life(house.office(workspace(tmp_path_factory.mktemp("kontor"), "2027-10-15")), tmp_path_factory.mktemp("fred"))
    life.begin()
    life.collect(Fuse(NEVER, life.diary))
    return life


def test_killed_at_every_boundary_of_collection_no_mail_is_lost_and_none_counted_twice(
    undisturbed: Life, journal_url: str, tmp_path: Path, tally: Counter[str]
) -> None:
    config = undisturbed.office.config
    own = config.model_copy(update={"journal": config.journal.model_copy(update={"url": journal_url})})
    life = Life(replace(undisturbed.office, config=own), tmp_path)
    life.begin()
    deaths = life.collect_until_done()
    tally.update(deaths)

    assert len(deaths) >= KILLS // 2, f"only {len(deaths)} kills"
    assert {"before mail", "after mail", "before statement", "after statement", "before commit"} <= set(deaths)
    assert life.kept() == sorted({path.read_bytes() for path in life.inbox.iterdir()})
    assert life.remembered() == undisturbed.remembered()
