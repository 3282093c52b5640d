"""SIGKILL while letters leave by Microsoft 365, in the journal and on both sides of every call: each arrives once, or is held."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from ssl import create_default_context
from typing import Any

import httpx
import pytest

from bot.journal import Journal
from bot.post.graph.graph import Graph
from tests.graph.secretariat import NOW, ROUND, STEP, Desk, fill, judge, settings
from tests.graph.server import Delivery, Notice, foul
from tests.killing import Fuse, burn_at_statements, fate, in_a_child, report

ROOT = Path(__file__).parents[2]
KILLS = 50
MEMBERS = 6


class Elsewhere:
    """A Graph server in a process of its own: what it holds survives us."""

    def __init__(self, where: dict[str, str]) -> None:
        self.where = where
        self._client = httpx.Client(verify=create_default_context(cafile=where["ca"]))

    def ask(self, method: str, door: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        answer = self._client.request(method, f"{self.where['rehearsal']}/{door}", json=body)
        answer.raise_for_status()
        return answer.json()

    def close(self) -> None:
        self.ask("POST", "stop")
        self._client.close()


class Hours:
    """The server's hour, asked for over the wire: what every process of ours agrees on."""

    def __init__(self, where: dict[str, str]) -> None:
        self._server = Elsewhere(where)

    def now(self) -> datetime:
        return datetime.fromisoformat(self._server.ask("POST", "clock")["now"])

    def wait(self, seconds: float) -> None:
        self._server.ask("POST", "clock", advance=seconds)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    command = [sys.executable, "-m", "tests.graph", "--folder", str(tmp_path / "server")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        server = Elsewhere(json.loads(process.stdout.readline()))
        yield server
        server.close()


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    deaths: Counter[str] = Counter()
    yield deaths
    report(request, deaths, "each letter and invitation by Microsoft 365 once, or held with the reason; none twice")


def dying(fuse: Fuse, journal: Journal, post: Graph) -> None:
    """The process dies at a boundary: a statement or a commit in the journal, a call before it leaves, an answer before it is read."""
    burn_at_statements(journal, fuse)
    hooks = {"request": [lambda _: fuse.burn("before call")], "response": [lambda _: fuse.burn("after call")]}
    post._door._wire._client.event_hooks = hooks  # noqa: SLF001 - what httpx offers for this, on the one client there is


@pytest.mark.parametrize("weather", ["fair", "foul"])
def test_killed_at_every_boundary_each_arrives_once_or_is_held(
    weather: str, elsewhere: Elsewhere, tmp_path: Path, tally: Counter[str]
) -> None:
    where, diary = elsewhere.where, tmp_path / "diary.txt"
    diary.touch()
    app = {name: where[name] for name in ("tenant", "client", "secret")}
    url = f"sqlite:///{tmp_path}/journal.db"
    fill(url, tmp_path, MEMBERS)
    random, storms = Random(2027), [asdict(storm) for storm in foul(0.01)]  # noqa: S311 - a plan that can be repeated

    def live(fuse: Fuse) -> None:
        """One process, round after round until all is settled, or it dies."""
        trust, given = create_default_context(cafile=where["ca"]), settings(where["authority"], where["endpoint"], app)
        desk, hours = Desk(url, tmp_path, given, trust, lambda: Hours(where), MEMBERS), Hours(where)
        while not desk.settled():
            desk.round(partial(dying, fuse))
            hours.wait(ROUND)

    for turn in count():
        if weather == "foul":
            elsewhere.ask(
                "POST", "fault", **{name: value for name, value in random.choice(storms).items() if name not in ("struck", "passed")}
            )
        ended = fate(in_a_child(partial(live, Fuse(10 + turn * 7 % (50 + 2 * turn), diary))))
        assert ended in {0, signal.SIGKILL}
        if ended == 0:
            break

    deaths = diary.read_text().splitlines()
    tally.update(deaths)
    elsewhere.ask("POST", "clock", advance=ROUND)
    delivered = [Delivery(**{**row, "at": NOW, "mime": b""}) for row in elsewhere.ask("GET", "delivered")["delivered"]]
    invited = [Notice(**{**row, "at": NOW}) for row in elsewhere.ask("GET", "invited")["invited"]]
    with Journal.open(url, tmp_path) as journal:
        ends = judge({one.key: one for one in journal.letters(STEP)}, delivered, invited)
    assert elsewhere.ask("GET", "figures")["violations"] == []
    assert len(deaths) >= KILLS, f"only {len(deaths)} kills"
    assert {"before statement", "after statement", "before commit", "before call", "after call"} <= set(deaths)
    if weather == "fair":
        assert ends == Counter(sent=2 * MEMBERS)
