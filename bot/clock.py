"""The alarm clock: wakes the desk at an interval. It remembers nothing, so a restart loses nothing (decisions: APScheduler)."""

import json
import logging
import os
import re
import signal
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from bot import house
from bot.desk import collect, tick
from bot.errors import WorkspaceFaulty
from bot.hours import Hours
from bot.house import Paths

log = logging.getLogger("bot.clock")

ADDRESS = re.compile(r"[^\s\"'<>()«»:,;/]+@[^\s\"'<>()«»:,;/]+")
"""Anything like an e-mail address, wherever it came from: a fault in a register, or a database that quotes what it was given."""
LOGGED = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Structured(logging.Formatter):
    """One JSON object a line: when, how bad, who says so, what, and the event's own fields. Never an address, a body or a secret."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in LOGGED}
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        safe = {key: ADDRESS.sub("…@…", value) if isinstance(value, str) else value for key, value in line.items()}
        return json.dumps(safe, ensure_ascii=False, default=str)


@dataclass
class Clock:
    """Wakes the desk of one workspace. Each wake reads the text files anew, so an edit takes effect at the next."""

    root: Path
    every: int
    told: str = ""
    """The faults of the workspace that were last logged: the same ones are not logged at every wake."""

    def wake(self) -> None:
        """One round. Whatever goes wrong is logged whole, here and only here; the next wake comes all the same."""
        try:
            fault = self._round()
            self._tell("")
        except WorkspaceFaulty as faulty:
            fault = str(faulty)
            self._tell(fault)
        except Exception as unforeseen:
            fault = f"{type(unforeseen).__name__}: {unforeseen}"
            log.exception("round failed")
        self._beat(fault)

    def _round(self) -> str:
        with house.opened(self.root, hours=Hours()) as desk:
            now = Hours().now()
            collected = collect.collect(desk, now)
            done = tick.tick(desk, now)
        if collected.matched or collected.tray or collected.unread:
            log.info("collected", extra={"matched": collected.matched, "tray": collected.tray, "unread": len(collected.unread)})
        if done.busy:
            log.info("standby: another process holds the lock")
        return done.stopped

    def _tell(self, faults: str) -> None:
        if faults and faults != self.told:
            log.warning("workspace faulty", extra={"faults": faults})
        elif self.told and not faults:
            log.info("workspace sound again")
        self.told = faults

    def _beat(self, fault: str) -> None:
        """Leave a sign of life that `doctor` reads: whole or not at all."""
        path = Paths(self.root).heartbeat
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(
            json.dumps({"at": Hours().now().isoformat(), "every": self.every, "pid": os.getpid(), "fault": fault}, ensure_ascii=False),
            encoding="utf-8",
        )
        part.replace(path)


def serve(root: Path, every: int) -> None:
    """Wake every so many seconds until SIGTERM or SIGINT; a round that is going on is finished first."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    stop = threading.Event()

    def asked(number: int, _: FrameType | None) -> None:
        log.info("stopping", extra={"signal": signal.Signals(number).name})
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        Clock(root, every).wake,
        "interval",
        seconds=every,
        id="wake",
        next_run_time=Hours().now(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    log.info("serving", extra={"every": every, "pid": os.getpid()})
    stop.wait()
    scheduler.shutdown(wait=True)
    log.info("stopped")
