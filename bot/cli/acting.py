"""How a command that changes something gets at the desk."""

import argparse
from collections.abc import Callable
from datetime import datetime

from bot import house
from bot.cli.now import now
from bot.desk.desk import Desk
from bot.hours import Hours


def with_desk(options: argparse.Namespace, act: Callable[[Desk, datetime], None]) -> int:
    """Open the desk of the workspace, and act at the hour that was asked for. Returns 0: what goes wrong is raised."""
    office = house.office(options.workspace)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        act(desk, now(options, office.config))
    return 0
