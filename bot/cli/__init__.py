"""The operator's door: the command `aarshjul`. What is heavy is loaded when a command needs it, so that --help answers at once."""

import sys
from collections.abc import Sequence
from importlib import import_module

from bot.cli import parser
from bot.errors import BotError, WorkspaceFaulty

GOOD, FAULT, USAGE, HELD = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when all is good, 1 for a fault in the workspace, 2 for wrong use, 3 when something awaits a person."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Norwegian text, also where the environment says ASCII
    options = parser.build().parse_args(arguments)
    module, _, function = options.run.partition(":")
    try:
        found: int = getattr(import_module(f"bot.cli.{module}"), function)(options)
    except WorkspaceFaulty as fault:
        sys.stderr.write(f"{fault}\n")
        return FAULT
    except BotError as fault:
        sys.stderr.write(f"{fault}\n")
        return USAGE
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has had enough
        return GOOD
    except OSError as fault:
        if fault.filename is None:
            raise
        sys.stderr.write(f"«{fault.filename}» kan ikke leses eller skrives. Se etter at det er riktig mappe, og at du har lov.\n")
        return USAGE
    return found
