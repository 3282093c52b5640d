"""Real processes that kill themselves at a boundary, and posts that would gladly send twice: what the kill tests share."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.desk.ports import Outgoing
from bot.journal import Journal
from bot.post.folder import Folder


class Repeating:
    """A post that would gladly send twice: each send is one more line in a file. Only the claim stands between."""

    def __init__(self, directory: Path) -> None:
        self.file = directory / "sendt.txt"

    def send(self, key: str, message_id: str, message: bytes) -> str:
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, f"{key}\n".encode())
        os.close(handle)
        return message_id

    def find(self, key: str, message_id: str) -> str | None:
        return message_id if key in self.lines() else None

    def lines(self) -> list[str]:
        return self.file.read_text().splitlines() if self.file.exists() else []


def folder(directory: Path) -> Outgoing:
    return Folder(directory / "out", directory / "in", directory / "public")


@dataclass
class Fuse:
    """Burns down one step at each boundary, and then kills its own process without a word."""

    steps: int
    diary: Path

    def burn(self, where: str) -> None:
        self.steps -= 1
        if self.steps == 0:
            with self.diary.open("a") as diary:
                diary.write(f"{where}\n")
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def around(self, what: str) -> Iterator[None]:
        self.burn(f"before {what}")
        yield
        self.burn(f"after {what}")


@dataclass
class DyingPost:
    """A real post, in a process that dies at a boundary."""

    post: Outgoing
    fuse: Fuse

    def send(self, key: str, message_id: str, message: bytes) -> str:
        with self.fuse.around("send"):
            return self.post.send(key, message_id, message)

    def find(self, key: str, message_id: str) -> str | None:
        with self.fuse.around("find"):
            return self.post.find(key, message_id)


def burn_at_statements(journal: Journal, fuse: Fuse) -> None:
    """The database library itself says when."""
    event.listen(journal.engine, "before_cursor_execute", lambda *_: fuse.burn("before statement"))
    event.listen(journal.engine, "after_cursor_execute", lambda *_: fuse.burn("after statement"))
    event.listen(journal.engine, "commit", lambda *_: fuse.burn("before commit"))


def in_a_child(work: Callable[[], object]) -> int:
    """Start `work` in a process of its own, and return its id. The parent holds no connection that it could share."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the parent reads the exit status
            os._exit(1)
        os._exit(0)
    return child


def fate(child: int) -> int:
    """0 when it ended well, 9 when it was killed."""
    return -code if (code := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])) else 0


def kill_until_done(diary: Path, work: Callable[[Fuse], object]) -> list[str]:
    """Kill at the first boundary, the fourth, the seventh … the seventeenth, and around, until a process lives to the end.

    Returns where each one died.
    """
    diary.touch()
    for turn in count():
        child = in_a_child(partial(work, Fuse(1 + turn * 3 % 17, diary)))
        ended = fate(child)
        assert ended in {0, signal.SIGKILL}
        if ended == 0:
            return diary.read_text().splitlines()
    raise AssertionError


def report(request: pytest.FixtureRequest, deaths: Counter[str], promise: str = "no letter twice, none lost, none in doubt") -> None:
    """Say at the end how many died where, and what held."""
    reporter, capture = (request.config.pluginmanager.get_plugin(name) for name in ("terminalreporter", "capturemanager"))
    if reporter is not None and capture is not None:
        where = ", ".join(f"{times} {where}" for where, times in sorted(deaths.items()))
        with capture.global_and_fixture_disabled():
            reporter.write_line(f"\n{deaths.total()} processes killed ({where}): {promise}")
