"""The alarm clock: wakes the desk at an interval. It remembers nothing, so a restart loses nothing (decisions: APScheduler)."""

import json
import logging
import os
import re
import signal
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from bot import house
from bot.cycle.model import OSLO
from bot.desk import collect, status, tick
from bot.errors import BotError, WorkspaceFaulty
from bot.hours import Hours
from bot.house import Paths
from bot.post.folder import Folder

log = logging.getLogger("bot.clock")

ADDRESS = re.compile(r"[^\s\"'<>()«»:,;/]+@[^\s\"'<>()«»:,;/]+")
"""Anything like an e-mail address, wherever it came from: a fault in a register, or a database that quotes what it was given."""
LONGEST_REST = timedelta(minutes=15)
"""A post that is shut for good is asked no more often than this; when a person has mended it, no restart is needed."""
ALARM = """\
aarshjul: posten går ikke

Siden {since} har ingen runde gått helt gjennom: brev blir liggende, og svar kan være ulest. Grunnen er:

  {fault}

{waiting}
Hva du gjør:
  1. Rett det som står over. {advice}
  2. Programmet prøver selv igjen, minst hvert kvarter. Start tjenesten på nytt hvis du ikke vil vente.

Når posten går igjen, blir denne filen borte av seg selv.
"""
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
    failures: int = 0
    """So many rounds in a row the post has been shut; until `rest`, no new one is begun."""
    rest: datetime | None = None
    fault: str = ""

    def wake(self) -> None:
        """One round. Whatever goes wrong is logged whole, here and only here; the next wake comes all the same."""
        if self.rest is not None and Hours().now() < self.rest:
            self._beat(self.fault)
            return
        shut = False
        try:
            fault = self._round()
            shut = bool(fault)
            self._tell("")
        except WorkspaceFaulty as faulty:
            fault = str(faulty)
            self._tell(fault)
        except BotError as known:
            fault, shut = str(known), True
            log.warning("round stopped", extra={"fault": fault})
        except Exception as unforeseen:
            fault = f"{type(unforeseen).__name__}: {unforeseen}"
            log.exception("round failed")
        self._pause(fault, shut=shut)
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

    def _pause(self, fault: str, *, shut: bool) -> None:
        """A post that stays shut is tried less and less often."""
        self.fault, self.failures = fault, self.failures + 1 if shut else 0
        self.rest = Hours().now() + pause(self.failures, self.every) if shut else None

    def _beat(self, fault: str) -> None:
        """Leave a sign of life that `doctor` and `status` read, and while nothing goes, a file that says so to whoever looks."""
        now, paths = Hours().now(), Paths(self.root)
        since = _since(paths.heartbeat, now) if fault else now
        beat = {"at": now.isoformat(), "every": self.every, "pid": os.getpid(), "fault": fault, "since": since.isoformat()}
        paths.state.mkdir(parents=True, exist_ok=True)
        _put(paths.heartbeat, json.dumps(beat, ensure_ascii=False))
        if fault:
            _put(paths.state / "VARSEL.txt", self._alarm(fault, since))
        else:
            (paths.state / "VARSEL.txt").unlink(missing_ok=True)

    def _alarm(self, fault: str, since: datetime) -> str:
        """What is wrong since when, how many letters wait for it, and what to do. No address in it: anyone may come by."""
        advice, waiting = "«aarshjul check» viser alle feil i filene.", ""
        try:
            office = house.office(self.root)
            advice = f"«aarshjul doctor{' --graph' if office.config.post.channel == 'graph' else ''}» viser hva som er galt."
            nowhere = Folder(self.root, self.root, self.root)  # the journal is asked here, and no post
            with house.opened(self.root, office, nowhere) as desk:
                waiting = status.backlog(desk, Hours().now()) + " Ingenting er tapt, og ingenting blir sendt to ganger.\n"
        except BotError as faulty:
            log.info("letters not counted", extra={"fault": str(faulty)})
        at = f"{since.astimezone(OSLO):%d.%m.%Y kl. %H.%M}"
        said = ADDRESS.sub("(adressen)", fault.strip()).replace("\n", "\n  ")
        return ALARM.format(since=at, fault=said, waiting=waiting, advice=advice)


def pause(failures: int, every: int) -> timedelta:
    """How long no round is begun after so many in a row that met a shut post: a wake, two, four … at most a quarter of an hour.

    Half a wake less, so that the alarm clock's own unevenness costs no whole one. `every` is in seconds.
    """
    return min(timedelta(seconds=every * (2 ** min(failures - 1, 20) - 0.5)), LONGEST_REST)


def _since(heartbeat: Path, now: datetime) -> datetime:
    """When the trouble began, by the beat before this one; now, when all was well then."""
    try:
        before = json.loads(heartbeat.read_text(encoding="utf-8"))
        return datetime.fromisoformat(before["since"]) if before["fault"] else now
    except (OSError, ValueError, KeyError, TypeError):
        return now


def _put(path: Path, text: str) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
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
