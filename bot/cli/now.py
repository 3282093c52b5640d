"""The hour, for the command line: the real one, or a rehearsed one where letters go to a folder only. And who is at the keyboard."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from bot.cycle.written import Config
from bot.errors import Refused
from bot.hours import Hours


def clock() -> datetime:
    """The real hour, aware, UTC. The command line asks for it here and nowhere else."""
    return Hours().now()


def now(options: argparse.Namespace, config: Config) -> datetime:
    """The instant a command works at (aware, UTC). Raises Refused when a rehearsed one could reach real people."""
    if options.now is None:
        return clock()
    if config.post.channel != "folder":
        raise Refused("--now er bare til øving, og kan bare brukes når posten går til en mappe.")
    rehearsed: datetime = options.now
    return rehearsed.astimezone(UTC)


def who(options: argparse.Namespace) -> str:
    """Who does this, for the record: the name given, or the user's."""
    if options.who:
        return str(options.who)
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "ukjent"


def say(text: str = "") -> None:
    """A line to the person at the keyboard."""
    sys.stdout.write(f"{text}\n")
