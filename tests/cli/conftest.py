"""What the tests of the doors share: a fresh workspace from `init`, and the command run as a person runs it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import main

REPOSITORY = Path(__file__).parents[2]
MEETING = "gruppe/mote/2027-4"
"""The meeting on 11 November 2027: its draft is made on 21 October and its notice leaves on 4 November at nine."""


class Said(NamedTuple):
    """What a command answered."""

    status: int
    out: str
    err: str


Aarshjul = Callable[..., Said]


@pytest.fixture
def aarshjul(capsys: pytest.CaptureFixture[str]) -> Aarshjul:
    """The command line, in this process."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:  # argparse's way out
            status = int(stopped.code or 0)
        return Said(status, *(text.replace("\N{NO-BREAK SPACE}", " ") for text in capsys.readouterr()))

    return run


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init` makes, taken into use on 1 October 2027. Never change it: ask for `root`."""
    folder = tmp_path_factory.mktemp("init") / "arbeid"
    assert main(["init", str(folder)]) == 0
    started = ["start = 2027-10-01" if line.startswith("start = ") else line for line in lines(folder / "config.toml")]
    (folder / "config.toml").write_text("\n".join(started) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def root(fresh: Path, tmp_path: Path) -> Path:
    """A workspace of one's own."""
    return Path(shutil.copytree(fresh, tmp_path / "arbeid"))


@pytest.fixture
def desk(root: Path, aarshjul: Aarshjul) -> Aarshjul:
    """The command in that workspace, at an hour: `desk("2027-10-21T09:00", "tick")`."""

    def run(now: str, *arguments: object) -> Said:
        return aarshjul(*arguments, "--workspace", root, "--now", now)

    return run


@pytest.fixture(scope="session")
def told(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where the notice of MEETING has been approved and has left. Never change it: ask for `sent`."""
    folder = Path(shutil.copytree(fresh, tmp_path_factory.mktemp("told") / "arbeid"))
    for now, *command in (
        ("2027-10-21T09:00", "tick"),
        ("2027-10-21T10:00", "approve", f"{MEETING}/notice", "--who", "Sekretæren"),
        ("2027-11-04T09:00", "tick"),
    ):
        assert main([*command, "--workspace", str(folder), "--now", now]) == 0
    return folder


@pytest.fixture
def sent(told: Path, root: Path, desk: Aarshjul) -> Aarshjul:
    """The command in the workspace of `root`, after the notice of MEETING has left."""
    shutil.rmtree(root)
    shutil.copytree(told, root)
    return desk


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def post(root: Path, step: str = "") -> list[Path]:
    """The letters of a step that lie in the folder post."""
    return sorted((root / "out" / "post").glob(f"{step.replace('/', '-')}*.eml"))


def change(path: Path, old: str, new: str) -> None:
    """Edit a file as a person does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
