"""`serve` as the service it is: a real process, that wakes, sends, takes up edits, lives through faults and stops when it is told."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.now import clock
from bot.journal import Journal
from tests.cli.conftest import REPOSITORY, Aarshjul, change, post

DUTY = """
[[activity]]
id = "{id}"
title = "Rapport"
programme = "duty"
when = {{ date = {day} }}
responsible = "Leder"
"""
PATIENCE = 30.0
"""Seconds that something may take on a machine with much else to do; it usually takes one."""


@dataclass
class Service:
    """A running `serve`."""

    process: subprocess.Popen[str]
    root: Path
    log: Path

    def stop(self) -> int:
        """Tell it to stop, as systemd does. Returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def events(self) -> list[dict[str, Any]]:
        """What it has logged; each line is one object."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def said(self, event: str) -> bool:
        return any(one["event"].startswith(event) for one in self.events())

    def beat(self) -> dict[str, Any]:
        path = self.root / "state" / "heartbeat.json"
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return found


@contextmanager
def serving(root: Path, log: Path) -> Iterator[Service]:
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--workspace", str(root), "--every", "1"],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stderr=errors,
            text=True,
        )
        try:
            yield Service(process, root, log)
        finally:
            process.kill()
            process.wait()


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def add_duty(root: Path, name: str) -> None:
    """A duty three weeks from today: what is sent a month before it is due now."""
    path = root / "schedules/gruppe.toml"
    day = clock().date() + timedelta(days=21)
    part = path.with_suffix(".part")
    part.write_text(path.read_text(encoding="utf-8") + DUTY.format(id=name, day=day), encoding="utf-8")
    part.replace(path)


def letters(root: Path, name: str) -> int:
    return len(post(root, f"gruppe/{name}"))


@pytest.fixture
def due(root: Path) -> Path:
    """A workspace in use for two months, where one letter is due now."""
    change(root / "config.toml", "start = 2027-10-01", f"start = {clock().date() - timedelta(days=60)}")
    add_duty(root, "rapport")
    return root


def test_it_sends_takes_up_an_edit_and_stops_cleanly(due: Path, tmp_path: Path, aarshjul: Aarshjul) -> None:
    with serving(due, tmp_path / "logg") as service:
        until(lambda: letters(due, "rapport") == 1)
        until(lambda: service.beat().get("pid") == service.process.pid)
        assert aarshjul("doctor", "--workspace", due).status == 0

        add_duty(due, "melding")
        until(lambda: letters(due, "melding") == 1)

        asked = time.monotonic()
        assert service.stop() == 0
        assert time.monotonic() - asked < 20
        assert letters(due, "rapport") == 1

    events = service.events()
    said = [one["event"] for one in events]
    assert (said[0], said[-1]) == ("serving", "stopped")
    assert "stopping" in said  # and the round that was going on is finished before it stops
    assert all({"at", "level", "from", "event"} <= one.keys() for one in events)
    assert "@" not in service.log.read_text(encoding="utf-8")


def test_it_lives_through_a_broken_workspace_and_goes_on_when_it_is_mended(due: Path, tmp_path: Path, aarshjul: Aarshjul) -> None:
    register = due / "schedules/medlemmer.csv"
    good = register.read_text(encoding="utf-8")
    with serving(due, tmp_path / "logg") as service:
        until(lambda: letters(due, "rapport") == 1)

        register.write_text(good + good.splitlines()[1] + "\n", encoding="utf-8")
        until(lambda: service.said("workspace faulty"))
        until(lambda: service.beat()["fault"])
        assert aarshjul("doctor", "--workspace", due).status == 1

        register.write_text(good, encoding="utf-8")
        add_duty(due, "melding")
        until(lambda: letters(due, "melding") == 1)
        until(lambda: service.said("workspace sound again"))
        until(lambda: not service.beat()["fault"])
        assert service.stop() == 0

    log = service.log.read_text(encoding="utf-8")
    assert "…@… står også på linje 2" in log.replace("«", "").replace("»", "")
    assert "example.no" not in log
    assert sum(one["event"] == "workspace faulty" for one in service.events()) == 1


def test_one_stands_by_while_another_is_at_work(due: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        journal = stack.enter_context(Journal.open(f"sqlite:///{due}/state/journal.db", due / "state"))
        with journal.lock() as mine:
            assert mine
            service = stack.enter_context(serving(due, tmp_path / "logg"))
            until(lambda: service.said("standby"))
            assert letters(due, "rapport") == 0
        until(lambda: letters(due, "rapport") == 1)
        assert service.stop() == 0


def test_two_at_once_send_each_letter_once(due: Path, tmp_path: Path) -> None:
    with serving(due, tmp_path / "den ene") as one, serving(due, tmp_path / "den andre") as other:
        for name in ("a", "b", "c", "d"):
            add_duty(due, name)
        until(lambda: all(letters(due, name) for name in ("rapport", "a", "b", "c", "d")))
        until(lambda: one.said("tick") or one.said("standby"))
        until(lambda: other.said("tick") or other.said("standby"))
        assert (one.stop(), other.stop()) == (0, 0)

    sent = Counter(found["event"] for service in (one, other) for found in service.events() if found["event"].startswith("sent "))
    assert len(sent) >= 5
    assert set(sent.values()) == {1}


def test_a_folder_that_is_not_there_is_refused_at_once(aarshjul: Aarshjul, tmp_path: Path) -> None:
    said = aarshjul("serve", "--workspace", tmp_path / "ingen")

    assert (said.status, said.err) == (2, f"Mappen {tmp_path / 'ingen'} finnes ikke.\n")
    assert not (tmp_path / "ingen").exists()
