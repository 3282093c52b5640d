"""`doctor`: is this installation sound, and what to do when it is not."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.now import clock
from tests.cli.conftest import Aarshjul, change

Findings = Callable[[], tuple[int, list[str]]]


@pytest.fixture
def findings(aarshjul: Aarshjul, root: Path) -> Findings:
    """The command, with what it found as `what: said` in the lines that are not in order."""

    def run() -> tuple[int, list[str]]:
        said = aarshjul("doctor", "--json", "--workspace", root)
        return said.status, [f"{one['what']}: {one['said']}" for one in json.loads(said.out) if not one["good"]]

    return run


def beat(root: Path, at: datetime, fault: str = "", since: str = "") -> None:
    (root / "state").mkdir(exist_ok=True)
    told = {"at": at.isoformat(), "every": 60, "pid": 1, "fault": fault, "since": since or at.isoformat()}
    (root / "state" / "heartbeat.json").write_text(json.dumps(told), encoding="utf-8")


def test_a_sound_installation(aarshjul: Aarshjul, root: Path) -> None:
    said = aarshjul("doctor", "--workspace", root)

    assert said.status == 0
    assert all(line.startswith("i orden  ") for line in said.out.splitlines())
    assert said.out.splitlines()[0] == "i orden  tjenesten: «aarshjul serve» har ikke kjørt her ennå"


def test_a_living_service(findings: Findings, root: Path) -> None:
    beat(root, clock() - timedelta(seconds=70))

    assert findings() == (0, [])


def test_a_service_that_has_gone_silent(findings: Findings, root: Path) -> None:
    beat(root, datetime.fromisoformat("2026-03-01T10:00:00+00:00"))

    assert findings() == (1, ["tjenesten: ikke hørt fra siden 01.03.2026 kl. 11.00; start «aarshjul serve»"])


def test_a_service_whose_last_round_stopped_is_the_first_thing_said_and_since_when(
    aarshjul: Aarshjul, findings: Findings, root: Path
) -> None:
    beat(root, clock(), "Disken er full.\nTraceback", "2027-01-02T06:00:00+00:00")
    said = "tjenesten: siste runde stoppet: Disken er full. (slik har det vært siden 02.01.2027 kl. 07.00)"

    assert findings() == (1, [said])
    assert aarshjul("doctor", "--workspace", root).out.splitlines()[0] == f"FEIL     {said}"


def test_a_service_that_stopped_and_has_gone_silent_since_tells_both(findings: Findings, root: Path) -> None:
    beat(root, datetime.fromisoformat("2026-03-01T10:00:00+00:00"), "Hemmeligheten er utløpt.")

    [said] = findings()[1]
    assert said.startswith(
        "tjenesten: ikke hørt fra siden 01.03.2026 kl. 11.00; start «aarshjul serve»; siste runde stoppet: Hemmeligheten"
    )


def test_status_says_first_that_the_service_stands_still(aarshjul: Aarshjul, root: Path) -> None:
    at = "2027-10-02T09:00"
    before = aarshjul("status", "--workspace", root, "--now", at)
    beat(root, clock(), "Hemmeligheten er utløpt.", "2027-01-02T06:00:00+00:00")
    after = aarshjul("status", "--workspace", root, "--now", at)
    told = json.loads(aarshjul("status", "--json", "--workspace", root, "--now", at).out)

    assert "Tjenesten" not in before.out
    assert after.status == 3
    said = "Tjenesten: siste runde stoppet: Hemmeligheten er utløpt. (slik har det vært siden 02.01.2027 kl. 07.00)."
    assert after.out.splitlines()[:2] == ["Venter på deg:", f"  {said}"]
    assert told["waiting"][0] == said


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"at": 1, "every": "x", "fault": ""}'])
def test_a_heartbeat_that_cannot_be_read(findings: Findings, root: Path, content: str) -> None:
    (root / "state").mkdir()
    (root / "state" / "heartbeat.json").write_text(content, encoding="utf-8")

    status, [said] = findings()

    assert (status, said.partition(": ")[0]) == (1, "tjenesten")


def test_a_faulty_workspace(findings: Findings, root: Path) -> None:
    change(root / "config.toml", 'day = "monday"', 'day = "mandag"')

    assert findings() == (1, ["arbeidsområdet: 1 feil, 0 advarsler; kjør «aarshjul check»"])


@pytest.mark.parametrize(("name", "what"), [("in", "post inn"), ("out", "post ut")])
def test_a_file_where_the_post_needs_a_folder(findings: Findings, root: Path, name: str, what: str) -> None:
    (root / name).touch()

    status, [said] = findings()

    assert status == 1
    assert said.startswith(f"{what}: kan ikke skrive i {root / name}")


def test_a_file_where_the_journal_needs_a_folder(findings: Findings, root: Path) -> None:
    (root / "state").touch()

    status, said = findings()

    assert status == 1
    assert said[-1].startswith("journal: kan ikke åpnes: sqlite:///state/journal.db;")


def test_a_journal_that_is_no_journal(findings: Findings, root: Path) -> None:
    (root / "state").mkdir()
    (root / "state" / "journal.db").write_bytes(b"dette er ikke en database" * 500)

    assert findings()[0] == 1


def test_a_database_that_does_not_answer_is_told_without_its_password(findings: Findings, root: Path) -> None:
    change(root / "config.toml", "sqlite:///state/journal.db", "postgresql://bruker:hemmelig@127.0.0.1:1/aarshjul")

    status, [said] = findings()

    assert status == 1
    assert "127.0.0.1:1/aarshjul" in said
    assert "hemmelig" not in said
