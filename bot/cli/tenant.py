"""Microsoft 365 for the demo: the Graph server of the tests as a process beside us, and a secretariat whose post and members live there."""

import json
import logging
import ssl
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.client import HTTPSConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from bot import house, rehearsal
from bot.cycle.memory import StoredLetter
from bot.desk.desk import Desk
from bot.desk.tick import Round
from bot.errors import Refused
from bot.papers.office import Office
from bot.post.graph.graph import Graph
from bot.post.graph.settings import Secret, Settings
from bot.rehearsal import Rehearsal

SOURCE = Path(__file__).parents[2]
TRAFFIC, LOG = "traffic.txt", "log.txt"
WAKE, WAKES = timedelta(minutes=5), 12
"""How soon the program wakes again while a letter is in doubt, and how often before it is left for the next day."""
RESPONSES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentativelyAccepted"}
LOST = {"after_effect": True, "seconds": 0.05}
"""The work is done, and the answer never comes."""
FAULTS: tuple[tuple[str, str, int, Mapping[str, object]], ...] = (
    ("message.create", "429", 170, {"retry_after": "7"}),
    ("message.create", "timeout", 260, LOST),
    ("attachment.create", "timeout", 190, LOST),
    ("message.send", "timeout", 110, LOST),
    ("message.send", "503", 230, {}),
    ("message.send", "429", 270, {"retry_after": "20.5"}),
    ("message.send", "new-id", 310, {}),
    ("event.create", "timeout", 9, LOST),
    ("event.get", "503", 400, {}),
    ("delta.since", "gone", 1900, {}),
    ("delta.since", "syncStateNotFound", 2300, {}),
)
"""What goes wrong in the year: the call, how, every how many of that call, and the rest that the server must know."""
FIRST, TIMES = 4, 12
STOPPING = 10.0
"""Seconds that the server has to end by itself."""


class Tenant:
    """The server, by the door that only rehearsals have. The hour is the server's; whoever has to wait moves it."""

    def __init__(self, where: Mapping[str, str], now: datetime) -> None:
        self.where = where
        self.trust = ssl.create_default_context(cafile=where["ca"])
        self._door = urlsplit(where["rehearsal"])
        self._line = HTTPSConnection(self._door.hostname or "", self._door.port, context=self.trust)
        self._now = now

    def now(self) -> datetime:
        return self._now

    def wait(self, seconds: float) -> None:
        self.pass_to(self.now() + timedelta(seconds=seconds))

    def pass_to(self, moment: datetime) -> None:
        """It is this hour there too, unless it is later already."""
        if moment > self.now():
            self._now = moment
            self.ask("POST", "clock", now=moment.isoformat())

    def ask(self, method: str, door: str, **body: object) -> Any:  # noqa: ANN401 - the server's JSON
        """One call behind the scenes. Raises ValueError when the server will not have it."""
        self._line.request(method, f"{self._door.path}/{door}", json.dumps(body), {"Content-Type": "application/json"})
        answer = self._line.getresponse()
        content = json.loads(answer.read())
        if answer.status != 200:  # noqa: PLR2004 - all is well
            raise ValueError(f"{door}: {content}")
        return content

    def trouble(self) -> None:
        """Let something go wrong now and then, as it does at Microsoft."""
        for operation, kind, every, more in FAULTS:
            for number in range(TIMES):
                self.ask("POST", "fault", operation=operation, kind=kind, skip=FIRST + number * every, **more)

    def close(self) -> None:
        self.ask("POST", "stop")
        self._line.close()


@dataclass
class Abroad(Rehearsal):
    """A secretariat whose post is Microsoft 365: its letters leave from mailboxes there, and its members write to them."""

    tenant: Tenant = field(kw_only=True)

    def strike(self, moment: datetime) -> None:
        self.tenant.pass_to(moment)
        super().strike(self.tenant.now())

    def step(self, moment: datetime) -> Round:
        """A letter in doubt is asked about when the program wakes again, some minutes later; so is a post that was shut."""
        done = super().step(moment)
        self.strike(self.now)
        for _ in range(WAKES):
            if not done.stopped and not any(letter.state == "claimed" for letter in self.desk.journal.open_letters()):
                break
            done = super().step(self.now + WAKE)
            self.strike(self.now)
        return done

    def respond(self, step: str, organisation: str, partstat: str, *, comment: str = "", counter: str = "") -> Rehearsal:
        """A member answers in the calendar: the organizer's own event knows it, and a mail tells it too."""
        letter = self.letter(step, organisation, calendar=True)
        held = json.loads(letter.content)
        self.tenant.ask(
            "POST", "answer", mailbox=held["sender"], event=uid(letter), attendee=letter.recipient, response=RESPONSES[partstat],
            comment=f"{comment} {counter}".strip(),
        )  # fmt: skip
        return self

    def arrive(self, letter: StoredLetter, mail: EmailMessage) -> Rehearsal:
        """A mail reaches the mailbox that the letter came from. It answers the Message-ID that Exchange gave the letter."""
        mailbox = str(json.loads(letter.content)["sender"])
        for name, value in (("To", mailbox), ("In-Reply-To", letter.receipt)):
            mail.replace_header(name, value)
        return self.deliver(mail, "")

    def deliver(self, mail: EmailMessage, name: str) -> Rehearsal:  # noqa: ARG002 - a mailbox needs no file name
        """A mail reaches the mailbox that it is to."""
        self.tenant.ask("POST", "mail", mailbox=str(mail["To"]), mime=b64encode(mail.as_bytes()).decode())
        return self


@contextmanager
def noted(file: Path) -> Iterator[None]:
    """What the program itself notes, warnings and errors, stands in the file while the block runs."""
    handler, log = logging.FileHandler(file, encoding="utf-8"), logging.getLogger("bot")
    handler.setLevel(logging.WARNING)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        handler.close()


@contextmanager
def begin(office: Office, folder: Path, start: datetime) -> Iterator[Abroad]:
    """A rehearsal against a Graph server of its own. `folder` gets the journal, the calendars, traffic.txt and log.txt. Raises Refused."""
    senders = (office.config.secretariat.email, *(office.sender(cycle.schedule.group.id).email for cycle in office.cycles))
    mailboxes = tuple(dict.fromkeys(senders))
    own = rehearsal.rehearsed(office)
    with serving(mailboxes, start, "--traffic", str((folder / TRAFFIC).resolve())) as tenant, house.memory(folder, own) as journal:
        tenant.trouble()
        where = tenant.where
        settings = Settings(
            where["tenant"], where["client"], Secret(where["secret"]), mailboxes, where["authority"], where["endpoint"]
        )  # fmt: skip
        post = Graph(settings, tenant, journal, public=folder / "calendar", start=start, context=tenant.trust)
        with closing(post), noted(folder / LOG):
            yield Abroad(Desk(own, journal, post, rehearsal.SEAL), folder / "in", start, tenant=tenant)


@contextmanager
def serving(mailboxes: Sequence[str], start: datetime, *more: str, source: Path = SOURCE) -> Iterator[Tenant]:
    """The server as a process, while the block runs; `more` is for its command line. Raises Refused where there is no source code."""
    if not (source / "tests" / "graph" / "__main__.py").is_file():
        raise Refused(
            "Denne øvingen trenger kildekoden: tjeneren som spiller Microsoft 365, ligger i tests/graph. Hent den, og kjør «make install»."
        )
    asked = [part for mailbox in mailboxes for part in ("--mailbox", mailbox)]
    with TemporaryDirectory() as papers, (Path(papers) / "said").open("w+", encoding="utf-8") as said:
        command = [sys.executable, "-m", "tests.graph", "--folder", papers, "--now", start.isoformat(), *more]
        with subprocess.Popen([*command, *asked], cwd=source, stdout=subprocess.PIPE, stderr=said, text=True) as process:  # noqa: S603 - our own
            first = process.stdout.readline() if process.stdout else ""
            if not first:
                process.wait()
                said.seek(0)
                reason = (said.read().strip().splitlines() or ["uten å si hvorfor"])[-1]
                raise Refused(f"Tjeneren i tests/graph kom ikke i gang: {reason}. Kjør «make install».")
            try:
                with closing(Tenant(json.loads(first), start)) as tenant:
                    yield tenant
            finally:
                _ended(process)


def _ended(process: subprocess.Popen[str]) -> None:
    """It was told to stop; if it could not hear, it is stopped."""
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()


def uid(letter: StoredLetter) -> str:
    """The identity of the meeting that an invitation is to."""
    calendar = str(json.loads(letter.content)["calendar"]).replace("\r\n ", "")
    return next(line.removeprefix("UID:") for line in calendar.splitlines() if line.startswith("UID:"))
