"""Law 4 against SIGKILL: real processes die at every boundary, two dispatch at once, and each letter still leaves once."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from bot.cycle.memory import NewLetter
from bot.desk import dispatch
from bot.desk.ports import Outbox, Outgoing, StoredLetter
from bot.journal import Journal
from tests.killing import DyingPost, Fuse, Repeating, burn_at_statements, fate, folder, in_a_child, kill_until_done, report

NOW = datetime(2027, 10, 29, 7, 0, tzinfo=UTC)
LETTERS = 30
KILLS = 45
"""For each pair of database and post, at the least."""

Make = Callable[[Path], Outgoing]


def left_by(post: Outgoing, directory: Path) -> Counter[str]:
    """How many times each letter has left the house."""
    if isinstance(post, Repeating):
        return Counter(post.lines())
    return Counter(path.read_text() for path in (directory / "out").iterdir())


@dataclass
class DyingJournal:
    """The real journal, in a process that dies at a boundary."""

    journal: Journal
    fuse: Fuse

    @contextmanager
    def lock(self) -> Iterator[bool]:
        with self.fuse.around("lock"), self.journal.lock() as mine:
            yield mine

    def open_letters(self) -> tuple[StoredLetter, ...]:
        with self.fuse.around("open_letters"):
            return self.journal.open_letters()

    def claim(self, key: str, sha256: str, at: datetime) -> bool:
        with self.fuse.around("claim"):
            return self.journal.claim(key, sha256, at)

    def close(self, key: str, receipt: str, at: datetime) -> None:
        with self.fuse.around("close"):
            self.journal.close(key, receipt, at)

    def release(self, key: str, at: datetime) -> None:
        with self.fuse.around("release"):
            self.journal.release(key, at)

    def hold_letter(self, key: str, reason: str, at: datetime) -> None:
        raise AssertionError(f"{key} held: {reason}")

    def withdraw(self, keys: Collection[str], reason: str, at: datetime) -> int:
        raise AssertionError(f"{keys} withdrawn: {reason}")


def compose(letter: StoredLetter, _: datetime) -> bytes:
    return letter.key.encode()


def letters(number: int) -> list[NewLetter]:
    step = "naering/faggruppe/2027-2/notice"
    keys = [f"{step}/medlem{n}@example.no" for n in range(number)]
    return [
        NewLetter(
            key, step, "naering/faggruppe/2027-2", key.rpartition("/")[2], "Medlem", "Horten kommune", None, f"<{n}@example.no>", "{}"
        )
        for n, key in enumerate(keys)
    ]


@dataclass
class House:
    """A journal and a post, and what the tests do with them from outside."""

    url: str
    directory: Path
    make: Make

    def fill(self, number: int) -> None:
        with Journal.open(self.url, self.directory) as journal:
            journal.enqueue(letters(number), NOW)

    def dispatch(self, wrap: Callable[[Journal, Outgoing], tuple[Outbox, Outgoing]] = lambda journal, post: (journal, post)) -> None:
        """One process, until nothing is open. Another may hold the lock, or just have died with it."""
        with Journal.open(self.url, self.directory) as opened:
            journal, post = wrap(opened, self.make(self.directory))
            while dispatch.run(journal, post, NOW, compose).stopped or opened.open_letters():
                time.sleep(0.002)

    def check(self, number: int) -> None:
        """Every letter once, none lost, none in doubt, and the journal says so."""
        expected = [letter.key for letter in letters(number)]
        assert left_by(self.make(self.directory), self.directory) == Counter(expected)
        with Journal.open(self.url, self.directory) as journal:
            assert [(found.key, found.state) for found in journal.letters("naering/faggruppe/2027-2/notice")] == [
                (key, "sent") for key in expected
            ]
            assert Counter(line.what for line in journal.records())["letter.sent"] == number


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many died where, over all tests; said at the end."""
    deaths: Counter[str] = Counter()
    yield deaths
    report(request, deaths)


@pytest.fixture(params=[Repeating, folder], ids=["repeating", "folder"])
def house(request: pytest.FixtureRequest, journal_url: str, tmp_path: Path) -> House:
    return House(journal_url, tmp_path, request.param)


def test_killed_at_every_boundary_each_letter_leaves_once(house: House, tally: Counter[str]) -> None:
    house.fill(LETTERS)
    deaths = kill_until_done(
        house.directory / "diary.txt",
        lambda fuse: house.dispatch(lambda journal, post: (DyingJournal(journal, fuse), DyingPost(post, fuse))),
    )

    house.check(LETTERS)
    tally.update(deaths)
    assert len(deaths) >= KILLS, f"only {len(deaths)} kills"
    boundaries = {
        f"{when} {what}" for when in ("before", "after") for what in ("open_letters", "find", "claim", "send", "close", "release")
    }
    assert boundaries | {"before lock"} <= set(deaths)


def test_killed_inside_the_journals_own_transactions_each_letter_leaves_once(journal_url: str, tmp_path: Path, tally: Counter[str]) -> None:
    """Death between two statements of a transaction, and on both sides of its commit."""
    house = House(journal_url, tmp_path, Repeating)
    house.fill(LETTERS // 3)

    def work(fuse: Fuse) -> None:
        def wrap(journal: Journal, post: Outgoing) -> tuple[Outbox, Outgoing]:
            burn_at_statements(journal, fuse)
            return journal, post

        house.dispatch(wrap)

    deaths = kill_until_done(house.directory / "diary.txt", work)
    house.check(LETTERS // 3)
    tally.update(deaths)
    assert {"before statement", "after statement", "before commit"} <= set(deaths)


def test_two_at_once_while_both_are_killed_each_letter_leaves_once(house: House, tally: Counter[str]) -> None:
    house.fill(LETTERS)
    diary = house.directory / "diary.txt"
    diary.touch()
    fuses = count(5, 7)

    def start() -> int:
        fuse = Fuse(next(fuses) % 60 + 3, diary)
        return in_a_child(lambda: house.dispatch(lambda journal, post: (DyingJournal(journal, fuse), DyingPost(post, fuse))))

    running = [start(), start()]
    while running:
        ended = fate(running.pop(0))
        assert ended in {0, signal.SIGKILL}
        if ended:
            running.append(start())

    house.check(LETTERS)
    tally.update(diary.read_text().splitlines())


def test_two_at_once_that_live_share_the_work_without_a_clash(house: House) -> None:
    house.fill(LETTERS)
    assert [fate(child) for child in [in_a_child(house.dispatch) for _ in range(2)]] == [0, 0]
    house.check(LETTERS)


def test_killed_while_letters_are_made_all_are_there_or_none(journal_url: str, tmp_path: Path, tally: Counter[str]) -> None:
    house = House(journal_url, tmp_path, Repeating)
    house.fill(0)

    def work(fuse: Fuse) -> None:
        with Journal.open(house.url, house.directory) as journal:
            burn_at_statements(journal, fuse)
            assert len(journal.open_letters()) in {0, LETTERS}
            journal.enqueue(letters(LETTERS), NOW)

    tally.update(kill_until_done(house.directory / "diary.txt", work))
    house.dispatch()
    house.check(LETTERS)
