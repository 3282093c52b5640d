"""Commands that do what is due: tick, collect, serve."""

import argparse
import json

from bot import house
from bot.cli.now import now, say
from bot.desk import collect as collecting
from bot.desk import tick as ticks
from bot.errors import Refused
from bot.hours import Hours


def tick(options: argparse.Namespace) -> int:
    """One round of the desk: 3 when something waits for a person."""
    office = house.office(options.workspace)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        done = ticks.tick(desk, now(options, office.config))
    if done.busy:
        raise Refused("En annen runde er i gang. Ingenting er gjort.")
    if options.json:
        held = [{"step": one.step.key, "reason": one.reason} for one in done.held]
        skipped = [{"step": one.step.key, "reason": one.reason} for one in done.skipped]
        say(
            json.dumps(
                {
                    "letters": done.letters,
                    "sent": done.sent,
                    "drafted": done.drafted,
                    "held": held,
                    "skipped": skipped,
                    "waiting": done.waiting,
                    "stopped": done.stopped,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        say(f"{done.letters} brev sendt.")
        for key in done.sent:
            say(f"  sendt: {key}")
        for key in done.drafted:
            say(f"  utkast til godkjenning: {key}")
        for one in done.held:
            say(f"  holdt: {one.step.key}: {one.reason}")
        for other in done.skipped:
            say(f"  utelatt: {other.step.key}: {other.reason}")
        if done.stopped:
            say(f"  stoppet: {done.stopped}")
    return 3 if done.held or done.waiting or done.stopped else 0


def collect(options: argparse.Namespace) -> int:
    """One round of the inbox: 3 when something went to the tray."""
    office = house.office(options.workspace)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        found = collecting.collect(desk, now(options, office.config))
    if options.json:
        say(
            json.dumps(
                {
                    "matched": found.matched,
                    "rsvps": found.rsvps,
                    "drafts": found.drafts,
                    "automatic": found.automatic,
                    "tray": found.tray,
                    "unread": found.unread,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        say(
            f"{found.matched} svar, {found.rsvps} svar på kalenderinvitasjoner, {found.drafts} svar på utkast, "
            f"{found.automatic} automatiske svar, {found.tray} som du må se på selv."
        )
        for name in found.unread:
            say(f"  ikke lest: {name}")
    return 3 if found.tray or found.unread else 0


def serve(options: argparse.Namespace) -> int:
    """Run until told to stop."""
    if not options.workspace.is_dir():
        raise Refused(f"Mappen {options.workspace} finnes ikke.")
    from bot import clock  # noqa: PLC0415  only serve needs the alarm clock

    clock.serve(options.workspace, options.every)
    return 0
