"""The command proof: what a step sent, to whom, when and with which files, as a paper for the archive."""

import argparse
from datetime import datetime
from pathlib import Path

from bot.cli.acting import with_desk
from bot.cli.now import say
from bot.desk import proof as proofs
from bot.desk.desk import Desk

OUT = "out"


def proof(options: argparse.Namespace) -> int:
    """Write the proof of a step as Word, and as PDF where asked for."""
    folder: Path = options.out or options.workspace / OUT

    def act(desk: Desk, _: datetime) -> None:
        for file in proofs.files(desk, options.step, pdf=options.pdf):
            path = folder / file.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
            say(f"Skrev {path}.")
        say("Kvitteringen inneholder e-postadresser: den er til sekretariatet og arkivet, og skal ikke sendes videre.")

    return with_desk(options, act)
