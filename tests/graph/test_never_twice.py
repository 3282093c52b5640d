"""A thousand runs in foul weather: each approved letter and invitation arrives exactly once, or is held with the reason. Never twice."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.graph.conftest import Clock, trust
from tests.graph.secretariat import ROUND, Desk, fill, judge, settings
from tests.graph.server import Site, State, Weather, foul, serving

RUNS = 1000
BATCH = 50
ROUNDS = 40
MOST = 3
"""Members in every fifth run; in the others there is one."""


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """What became of the letters of all runs; said at the end."""
    ends: Counter[str] = Counter()
    yield ends
    lines = request.config.pluginmanager.get_plugin("terminalreporter")
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    if lines is not None and capture is not None:
        with capture.global_and_fixture_disabled():
            lines.write_line("\n" + ", ".join(f"{number} {what}" for what, number in sorted(ends.items())) + ": none twice, none lost")


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Journals with approved letters, ready to leave, by the number of members; each run has its own copy."""
    found = {}
    for number in (1, MOST):
        folder = tmp_path_factory.mktemp("approved")
        fill(f"sqlite:///{folder}/journal.db", folder, number)
        found[number] = folder / "journal.db"
    return found


def live(site: Site, folder: Path, approved: dict[int, Path], seed: int) -> Counter[str]:
    """One small secretariat from its first round until all is settled, in weather drawn from the seed."""
    state = site.state
    state.weather = Weather(seed, share=0.1 + seed % 5 * 0.1, most=12, storms=foul(0.01))
    folder.mkdir()
    number = 1 if seed % 5 else MOST
    shutil.copy(approved[number], folder / "journal.db")
    app = {"tenant": site.tenant, "client": site.client, "secret": site.secret}
    desk = Desk(
        f"sqlite:///{folder}/journal.db", folder, settings(site.authority, site.endpoint, app), trust(site), lambda: Clock(state), number
    )
    for _ in range(ROUNDS):
        desk.round()
        if desk.settled():
            break
        state.advance(ROUND)
    state.weather = None
    state.advance(ROUND)
    ends = judge(desk.states(), state.delivered, state.invited)
    ends["faults"] += sum(bool(call.fault) for call in state.calls)
    return ends


@pytest.mark.parametrize("batch", range(RUNS // BATCH))
def test_in_foul_weather_each_arrives_once_or_is_held(
    batch: int, tmp_path: Path, approved: dict[int, Path], tls: Path, tally: Counter[str]
) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        with serving(tls, State()) as site:
            tally += live(site, tmp_path / str(seed), approved, seed)
            tally["runs"] += 1
            assert site.state.violations == []
