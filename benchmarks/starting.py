"""What a person waits for before the first word of help, beside a program that only loads typer."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import measure

COMMAND = Path(sys.executable).parent / "aarshjul"


def rows() -> Iterator[measure.Row]:
    def ours() -> None:
        _run([str(COMMAND), "--help"])

    def peer() -> None:
        _run([sys.executable, "-c", "import typer"])

    yield measure.row("aarshjul --help : import typer", 1.5, ours=ours, peer=peer, repeats=12)


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
