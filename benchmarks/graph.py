"""A thousand letters through Microsoft 365, as the tests' server plays it: how near the ceiling of 30 a minute, and how much work.

The hour is rehearsed, so nobody waits. In the first run a call takes no time there; in the second a tenth of a second, as over a line.
"""

import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from bot.cli.tenant import Tenant, serving
from bot.cycle.memory import NewLetter, StoredLetter
from bot.desk import dispatch
from bot.journal.journal import Journal
from bot.papers import letter as papers
from bot.papers.model import Attachment, Letter
from bot.post.graph.graph import Graph
from bot.post.graph.settings import Secret, Settings

START = datetime(2027, 1, 4, 7, tzinfo=UTC)
SENDER, STEP, OCCURRENCE = "sekretariat@example.no", "naering/faggruppe/2027-1/notice", "naering/faggruppe/2027-1"
CEILING = 30 / 60
"""Letters a second."""
LETTERS, OVER_A_LINE, LATENCY = 1000, 100, 0.1
AIM = 0.95
FILE = Attachment("Innkalling.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04" + bytes(2000))


class Result(NamedTuple):
    """One run: letters, the part of the ceiling that was reached, sends beyond one a letter, sends refused, calls and seconds of work."""

    letters: int
    share: float
    repeated: int
    refused: int
    calls: int
    seconds: float


class Asked(Tenant):
    """The hour is asked for each time: the server moves it too."""

    def now(self) -> datetime:
        return datetime.fromisoformat(self.ask("POST", "clock")["now"])


def run(number: int, latency: float = 0) -> Result:
    """So many letters, approved and ready, in one round of the desk."""
    with TemporaryDirectory() as name, serving([SENDER], START, "--excess", "refuse", "--latency", str(latency)) as tenant:
        folder = Path(name)
        hours = Asked(tenant.where, START) if latency else tenant
        with Journal.open(f"sqlite:///{folder}/journal.db", folder) as journal, closing(_post(hours, journal, folder)) as post:
            journal.enqueue((_row(one) for one in range(number)), START)
            began = process_time()
            sent = dispatch.run(journal, post, START, _composed)
            seconds = process_time() - began
        if sent.count != number:
            raise ValueError(sent)
        return _result(number, tenant, (hours.now() - START).total_seconds(), seconds)


def _post(hours: Tenant, journal: Journal, folder: Path) -> Graph:
    where = hours.where
    settings = Settings(where["tenant"], where["client"], Secret(where["secret"]), (SENDER,), where["authority"], where["endpoint"])
    return Graph(settings, hours, journal, public=folder, start=START, context=ssl.create_default_context(cafile=where["ca"]))


def _result(number: int, tenant: Tenant, elapsed: float, seconds: float) -> Result:
    figures = tenant.ask("GET", "figures")
    if figures["violations"] or figures["delivered"] != number:
        raise ValueError(figures)
    sends: dict[str, int] = figures["operations"]["message.send"]
    refused = sum(count for status, count in sends.items() if status != "202")
    return Result(number, number / CEILING / elapsed, sum(sends.values()) - number, refused, figures["calls"], seconds)


def _row(number: int) -> NewLetter:
    to = f"medlem{number}@example.no"
    key = f"{STEP}/{to}"
    return NewLetter(key, STEP, OCCURRENCE, to, "Medlem", "Horten kommune", None, papers.message_id(key, SENDER), "{}")


def _composed(one: StoredLetter, at: datetime) -> bytes:
    made = Letter(
        key=one.key, sender_name="Sekretariatet", sender=SENDER, recipient_name=one.name, recipient=one.recipient,
        subject="Innkalling til møte", text="Hei\n\nVi innkaller.\n", html="<html><body><p>Hei</p><p>Vi innkaller.</p></body></html>",
        language="nb", attachments=(FILE,), reply_to=SENDER,
    )  # fmt: skip
    return papers.compose(made, at)


def lines() -> Iterator[str]:
    """What was found, a line each."""
    found = run(LETTERS)
    yield f"{f'{LETTERS} letters by Graph, which lets out 30 a minute':52}"
    yield f"{'share of the ceiling':52} {found.share:10.3f} {'':10} {'':7} ≥ {AIM}  {'ok' if found.share >= AIM else 'under'}"
    verdict = "over" if found.refused + found.repeated else "ok"
    yield f"{'sends refused, and sends repeated':52} {found.refused:10} {found.repeated:10} {'':7} {'0':>6}  {verdict}"
    yield f"{'calls a letter, and our processor time (ms)':52} {found.calls / LETTERS:10.1f} {found.seconds / LETTERS * 1000:10.1f}"
    slow = run(OVER_A_LINE, LATENCY)
    yield f"{f'share of the ceiling when a call takes {LATENCY * 1000:.0f} ms':52} {slow.share:10.3f}"


def main() -> None:
    for row in lines():
        print(row, flush=True)


if __name__ == "__main__":
    main()
