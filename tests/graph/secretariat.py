"""A small secretariat at Microsoft 365: a few letters and one meeting, a journal, and rounds until all is settled."""

import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.cycle.memory import NewLetter, StoredLetter
from bot.desk import dispatch
from bot.journal import Journal
from bot.papers import invite
from bot.papers import letter as papers
from bot.papers.model import Letter
from bot.post.graph.graph import Graph
from bot.post.graph.settings import Secret, Settings
from tests.graph.conftest import letter
from tests.graph.server import SECRETARIAT, Delivery, Notice

NOW = datetime(2027, 1, 1, tzinfo=UTC)
STEP = "naering/faggruppe/2027-1/notice"
UID = invite.uid("naering/faggruppe/2027-1", "example.no")
ROUND = 200.0
"""Seconds between two rounds: a letter in doubt is asked about several times before ten minutes have passed."""


def members(number: int) -> list[str]:
    return [f"medlem{n}@example.no" for n in range(1, number + 1)]


def calendar(to: str) -> bytes:
    """The invitation to one, as the desk makes it."""
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//aarshjul//NO", "METHOD:REQUEST", "BEGIN:VEVENT", f"UID:{UID}",
        "DTSTAMP:20270101T000000Z", "DTSTART:20270204T110000Z", "DTEND:20270204T130000Z", "SEQUENCE:0", "SUMMARY:Møte i faggruppen",
        "DESCRIPTION:Innkallingen kommer i et eget brev.", f"ORGANIZER:mailto:{SECRETARIAT}", f"ATTENDEE;CN=Medlem:mailto:{to}",
        "LOCATION:Horten rådhus", "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode()


def letters(number: int) -> dict[str, Letter]:
    """A notice and an invitation to each."""
    made = {}
    for n, to in enumerate(members(number), 1):
        notice = letter(n, key=f"{STEP}/{to}")
        made[notice.key] = notice
        invited = letter(
            n, key=f"{STEP}/{to}/calendar", attachments=(), calendar=calendar(to), calendar_method="REQUEST", subject="Møte i faggruppen"
        )
        made[invited.key] = invited
    return made


def fill(url: str, folder: Path, number: int) -> None:
    """A journal with approved letters and invitations, ready to leave."""
    rows = [
        NewLetter(
            key, STEP, "naering/faggruppe/2027-1", one.recipient, "Medlem", "Horten kommune", None, papers.message_id(key, one.sender), "{}"
        )
        for key, one in letters(number).items()
    ]
    with Journal.open(url, folder) as journal:
        journal.enqueue(rows, NOW)


@dataclass
class Desk:
    """What a process of ours needs to do a round: where the journal and the server are, and what hour it is."""

    url: str
    folder: Path
    settings: Settings
    trust: ssl.SSLContext
    hours: Callable[[], object]
    number: int

    def round(self, wrap: Callable[[Journal, Graph], None] = lambda *_: None) -> None:
        """One process, one round."""
        made = letters(self.number)

        def compose(one: StoredLetter, at: datetime) -> bytes:
            return papers.compose(made[one.key], NOW)

        hours = self.hours()
        with Journal.open(self.url, self.folder) as journal:
            post = Graph(self.settings, hours, journal, public=self.folder, start=NOW, context=self.trust)  # type: ignore[arg-type]
            wrap(journal, post)
            try:
                dispatch.run(journal, post, hours.now(), compose)  # type: ignore[attr-defined]
            finally:
                post.close()

    def states(self) -> dict[str, StoredLetter]:
        with Journal.open(self.url, self.folder) as journal:
            return {one.key: one for one in journal.letters(STEP)}

    def settled(self) -> bool:
        return all(one.state in ("sent", "held") for one in self.states().values())


def settings(authority: str, endpoint: str, app: dict[str, str], timeout: float = 0.5) -> Settings:
    return Settings(app["tenant"], app["client"], Secret(app["secret"]), (SECRETARIAT,), authority, endpoint, timeout=timeout)


def judge(states: dict[str, StoredLetter], delivered: list[Delivery], invited: list[Notice]) -> Counter[str]:
    """Never twice, never lost: each is delivered once and said to be, or held with a reason. Returns how many of each."""
    tally: Counter[str] = Counter()
    arrived = Counter(one.recipient for one in delivered)
    asked = Counter(one.attendee for one in invited)
    for key, one in states.items():
        came = (asked if dispatch.invitation(key) else arrived)[one.recipient]
        assert came <= 1, f"{key} arrived {came} times"
        if one.state == "sent":
            assert came == 1, f"{key} is said to be sent, and never came"
            tally["sent"] += 1
        else:
            assert one.state == "held", f"{key} is {one.state}"
            assert one.reason, key
            tally["held, and had arrived" if came else "held"] += 1
    return tally
