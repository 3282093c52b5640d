"""Laws 4 to 6 against SIGKILL: a workspace lives through the days around a notice while its processes die at every statement and letter."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot import house
from bot.cycle.memory import Incoming
from bot.cycle.model import OSLO
from bot.desk import acts, collect, tick
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused
from bot.papers.office import Office
from bot.post.folder import Folder
from tests.desk.conftest import workspace
from tests.killing import Fuse, Repeating, burn_at_statements, fate, in_a_child, report

MEETING = "naering/faggruppe/2027-3"
NOTICE = f"{MEETING}/notice"
STRIDES = {1: 5, 2: 17}
"""How many boundaries further each process comes than the one before it, alone and when there are two."""
KILLS = {1: 80, 2: 30}
"""On each database, at the least."""
NEVER = 1_000_000


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=OSLO)


@dataclass
class Ledger:
    """A post that lays each letter in the folder, and would gladly do so twice: the ledger has a line for each time."""

    folder: Folder
    ledger: Repeating
    fuse: Fuse

    def send(self, key: str, message_id: str, message: bytes) -> str:
        with self.fuse.around("send"):
            self.ledger.send(key, message_id, message)
            return self.folder.send(key, message_id, message)

    def find(self, key: str, message_id: str) -> str | None:
        with self.fuse.around("find"):
            return self.folder.find(key, message_id) if self.ledger.find(key, message_id) else None

    def inbox(self, mark: str) -> Iterator[Incoming]:
        for mail in self.folder.inbox(mark):
            self.fuse.burn("before mail")
            yield mail
            self.fuse.burn("after mail")

    def publish(self, name: str, content: bytes) -> None:
        with self.fuse.around("publish"):
            self.folder.publish(name, content)


Act = Callable[[Desk, datetime], object]


@dataclass
class Life:
    """One secretariat, and how its days go by. Each day is lived by processes of their own, again and again until each comes through.

    With a crowd of none, nobody dies: the day is lived here. What is heavy to load is then here for all who are born later.
    """

    office: Office
    directory: Path
    crowd: int = 0

    def post(self, fuse: Fuse) -> Ledger:
        folder = Folder(self.directory / "out", self.directory / "in", self.directory / "public")
        return Ledger(folder, Repeating(self.directory), fuse)

    def day(self, moment: str, act: Act | None = None) -> None:
        """What a person does at a moment, and then a round of the inbox and the desk. The others of the crowd make the round only."""
        works = [partial(self.live, at(moment), one) for one in (act, *[None] * self.crowd)[: self.crowd]]
        if not works:
            self.live(at(moment), act, Fuse(NEVER, self.diary))
        fuses = (Fuse(1 + turn * STRIDES[self.crowd], self.diary) for turn in count())
        running = [(work, in_a_child(partial(work, next(fuses)))) for work in works]
        while running:
            work, child = running.pop(0)
            ended = fate(child)
            assert ended in {0, signal.SIGKILL}
            if ended:
                running.append((work, in_a_child(partial(work, next(fuses)))))

    def live(self, now: datetime, act: Act | None, fuse: Fuse) -> None:
        """The work of one process. Another may hold the lock, or just have died with it: then it tries again."""
        with house.opened(self.directory, self.office, self.post(fuse)) as desk:
            burn_at_statements(desk.journal, fuse)  # type: ignore[arg-type]  # a real one
            while act is not None and not _done(act, desk, now):
                time.sleep(0.002)
            collect.collect(desk, now)
            while tick.tick(desk, now).busy:
                time.sleep(0.002)

    @property
    def diary(self) -> Path:
        return self.directory / "diary.txt"

    def reply(self, organisation: str) -> None:
        """A member answers the notice."""
        with house.opened(self.directory, self.office) as desk:
            letter = next(one for one in desk.journal.letters(NOTICE) if one.organisation == organisation)
        mail = f"From: {letter.recipient}\r\nSubject: SV\r\nIn-Reply-To: {letter.message_id}\r\n\r\nVi har tre saker.\r\n"
        (self.directory / "in").mkdir(exist_ok=True)
        (self.directory / "in" / "svar.eml").write_bytes(mail.encode())


def _done(act: Act, desk: Desk, now: datetime) -> bool:
    """Do what a person does, once. One who died after doing it is told so, and that is as good."""
    try:
        act(desk, now)
    except Refused as answer:
        return "alt godkjent" in str(answer) or "alt avlyst" in str(answer) or "alt sendt" in str(answer)
    return True


def approve(desk: Desk, now: datetime) -> None:
    acts.approve(desk, NOTICE, "Sekretæren", now)


def move(desk: Desk, now: datetime) -> None:
    meeting = desks.look(desk, now).occurrence(MEETING)
    if meeting.day != date(2027, 11, 18):
        acts.move(desk, MEETING, at("2027-11-18T12:00"), at("2027-11-18T13:00"), "Sekretæren", now)


def cancel(desk: Desk, now: datetime) -> None:
    acts.cancel(desk, MEETING, "sykdom", "Sekretæren", now)


def live_through_the_autumn(life: Life) -> None:
    life.day("2027-10-21T08:00")
    life.day("2027-10-22T12:00", approve)
    life.day("2027-11-04T09:00")
    life.reply("Horten kommune")
    life.day("2027-11-05T09:00")
    life.day("2027-11-09T08:00")
    life.day("2027-11-09T09:00", move)
    life.day("2027-11-10T09:00", cancel)
    life.day("2027-11-10T09:01")


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many died where, over all tests; said at the end."""
    deaths: Counter[str] = Counter()
    yield deaths
    report(request, deaths)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Read once: a process that is born has it already."""
    return house.office(workspace(tmp_path_factory.mktemp("kontor"), "2027-10-18"))


@pytest.fixture(scope="module")
def undisturbed(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Life:
    """The same autumn when nobody dies."""
    life = Life(office, tmp_path_factory.mktemp("fred"))
    live_through_the_autumn(life)
    return life


@pytest.mark.parametrize("crowd", [1, 2], ids=["alone", "two-at-once"])
def test_killed_at_every_statement_and_letter_the_autumn_is_the_same(
    crowd: int, undisturbed: Life, journal_url: str, tmp_path: Path, tally: Counter[str]
) -> None:
    config = undisturbed.office.config
    own = replace(undisturbed.office, config=config.model_copy(update={"journal": config.journal.model_copy(update={"url": journal_url})}))
    life = Life(own, tmp_path, crowd)
    with house.opened(life.directory, own):
        pass  # the tables are there
    live_through_the_autumn(life)

    deaths = life.diary.read_text().splitlines()
    tally.update(deaths)
    assert len(deaths) >= KILLS[crowd], f"only {len(deaths)} kills"
    assert left(life) == left(undisturbed)
    assert remembered(life) == remembered(undisturbed)
    whole(life)


def left(life: Life) -> list[str]:
    """Every letter that left, as often as it did; the folder and the ledger agree, and no Message-ID is there twice."""
    lines = life.post(Fuse(NEVER, life.diary)).ledger.lines()
    files = sorted((life.directory / "out").glob("*.eml"))
    ids = [next(line for line in path.read_bytes().splitlines() if line.startswith(b"Message-ID: ")) for path in files]
    assert len(set(ids)) == len(ids) == len(lines)
    assert set(Counter(lines).values()) == {1}
    return sorted(lines)


def remembered(life: Life) -> dict[str, object]:
    """What the journal knows when it is over: the letters, the drafts, the answers, and how it went with each step."""
    with house.opened(life.directory, life.office) as desk:
        journal = desk.journal
        facts = journal.facts([MEETING], at("2027-10-18T00:00"))
        steps = {record.step for record in journal.records() if record.step}
        return {
            "letters": sorted((one.key, one.state) for step in steps for one in journal.letters(step)),
            "drafts": [(one.step, one.version, one.state) for one in journal.drafts(["open", "approved", "returned", "replaced"])],
            "answers": [(one.sender, one.organisation, one.state, journal.fetch(one.id)) for one in journal.messages("matched")],
            "done": facts.done,
            "skipped": facts.skipped,
            "told": facts.told,
            "held": [(row.key, row.reason) for row in journal.held()],
            "changes": [(one.occurrence, one.change) for one in journal.amendments([2027])],
        }


def whole(life: Life) -> None:
    """The record says of each letter that it was made, claimed and sent, in that order, and nothing twice that happened once."""
    with house.opened(life.directory, life.office) as desk:
        records = desk.journal.records()
    events: dict[str, list[str]] = {}
    for record in records:
        if record.what.startswith("letter."):
            events.setdefault(record.detail.partition('"key": "')[2].partition('"')[0], []).append(record.what)
    for key, lived in events.items():
        middle = [what for what in lived[1:-1] if what != "letter.released"]
        assert (lived[0], lived[-1], set(middle)) == ("letter.ready", "letter.sent", {"letter.claimed"}), key
    once = Counter((record.what, record.step, record.occurrence, record.detail) for record in records if "letter." not in record.what)
    assert {what for (what, *_), times in once.items() if times > 1} == set()
    assert [record.id for record in records] == sorted(record.id for record in records)
    drafts = [record for record in records if record.what == "draft.made"]
    mails = [key for key in events if "/draft-" in key]
    assert len(drafts) == len(mails)
