"""The command pdf: a Word file that somebody has edited, as PDF beside it."""

import argparse
from pathlib import Path

from bot import printing
from bot.cli.now import say
from bot.errors import Refused


def pdf(options: argparse.Namespace) -> int:
    """Write the PDF; a file that is there already is only replaced when it is said so."""
    source: Path = options.file
    target: Path = options.out or source.with_suffix(".pdf")
    if target.exists() and not options.force:
        raise Refused(f"{target} finnes alt. Bruk --force, eller et annet navn med --out.")
    printer = printing.find()
    if printer is None:
        raise Refused("LibreOffice er ikke installert her. Lagre filen som PDF i Word.")
    target.write_bytes(printer.pdf(source.read_bytes()))
    say(f"Skrev {target}.")
    return 0
