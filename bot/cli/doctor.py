"""The command doctor: is this installation sound? Each check says what was seen and what to do."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import house, printing, workspace
from bot.cli import beat
from bot.cli.now import clock, say
from bot.cycle.model import Severity
from bot.errors import BotError
from bot.hours import Hours
from bot.house import Paths
from bot.papers.office import Office

ENOUGH_DISK = 500_000_000


class Finding(NamedTuple):
    """One thing looked at."""

    what: str
    good: bool
    said: str


def doctor(options: argparse.Namespace) -> int:
    """Look at everything: 0 when all is good, 1 otherwise. With `--graph`, at each permission at Microsoft 365 as well."""
    found = tuple(findings(options.workspace, clock()))
    if options.graph:
        found = (*found, *_graph(options.workspace, options.other))
    if options.json:
        say(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            say(f"{'i orden' if one.good else 'FEIL   '}  {one.what}: {one.said}")
    return 0 if all(one.good for one in found) else 1


def findings(root: Path, now: datetime) -> Iterator[Finding]:
    """What is seen at `now` (aware): first whether the service lives and the post goes."""
    yield Finding("tjenesten", *beat.life(Paths(root).heartbeat, now))
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), version)
    yield _zone()
    office, faults = workspace.load(root)
    errors = sum(fault.severity is Severity.ERROR for fault in faults)
    yield Finding(
        "arbeidsområdet",
        office is not None,
        f"{errors} feil, {len(faults) - errors} advarsler" + ("; kjør «aarshjul check»" if errors else ""),
    )
    free = shutil.disk_usage(root if root.exists() else Path()).free
    yield Finding("diskplass", free > ENOUGH_DISK, f"{free // 1_000_000} MB ledig")
    yield from (Finding(one.what, True, one.said) for one in printing.findings())  # never a fault: papers of our own need none of it
    if office is not None:
        yield from _doors(root, office)


def _zone() -> Finding:
    try:
        ZoneInfo("Europe/Oslo")
    except ZoneInfoNotFoundError:
        return Finding("tidssone", False, "Europe/Oslo finnes ikke; installer tzdata")
    return Finding("tidssone", True, "Europe/Oslo")


def _graph(root: Path, other: str) -> Iterator[Finding]:
    """Harmless calls to Microsoft 365, one for each permission."""
    from bot.post.graph import probe  # noqa: PLC0415 - msal and httpx are loaded only where they are used
    from bot.post.graph.door import Door  # noqa: PLC0415

    hours = Hours()
    try:
        office = house.office(root)
        settings = house.graph_settings(root, office, os.environ)
        with closing(Door(settings, hours)) as door:
            yield from (Finding(*one) for one in probe.findings(door, settings, hours, other))
    except BotError as fault:
        yield Finding("Microsoft 365", False, str(fault).splitlines()[0])


def _doors(root: Path, office: Office) -> Iterator[Finding]:
    if office.config.post.channel == "graph":
        yield _set_up(root, office)
    else:
        yield from _folders(root, office)
    yield _journal(root, office)


def _set_up(root: Path, office: Office) -> Finding:
    """Whether everything that Microsoft 365 needs is in place here; `--graph` asks Microsoft."""
    try:
        settings = house.graph_settings(root, office, os.environ)
    except BotError as fault:
        return Finding("Microsoft 365", False, str(fault))
    return Finding("Microsoft 365", True, f"satt opp for {', '.join(settings.mailboxes)}; «aarshjul doctor --graph» prøver det")


def _folders(root: Path, office: Office) -> Iterator[Finding]:
    for name, folder in (("post ut", office.config.post.out), ("post inn", office.config.post.inbox)):
        path = root / folder
        nearest = next(parent for parent in (path, *path.resolve().parents) if parent.exists())
        writable = nearest.is_dir() and os.access(nearest, os.W_OK)
        yield Finding(
            name, writable, f"{path}" if writable else f"kan ikke skrive i {path}; se etter at det er en mappe, og hvem som eier den"
        )


def _journal(root: Path, office: Office) -> Finding:
    try:
        with house.memory(root, office) as journal:
            stuck = [letter.key for letter in journal.open_letters()]
            held = journal.held_letters()
    except BotError as fault:
        return Finding("journal", False, str(fault))
    except Exception:  # noqa: BLE001  whatever a disk or a database says no with, the other findings must be told too
        where = office.config.journal.url.rpartition("@")[2]
        return Finding("journal", False, f"kan ikke åpnes: {where}; se etter at tjeneren kjører, at mappen finnes og at du har lov")
    return Finding("journal", True, f"{len(stuck)} brev på vei, {len(held)} brev holdt tilbake")
