"""Commands for what has come in: inbox, contributions, assign, ignore, restore, set-aside, let-in."""

import argparse
import json
from datetime import datetime
from typing import Any

from bot import house
from bot.cli.acting import with_desk
from bot.cli.now import now, say, who
from bot.desk import offers, tray
from bot.desk import status as statuses
from bot.desk.desk import Desk
from bot.desk.offers import Offer
from bot.desk.tray import Entry
from bot.hours import Hours


def inbox(options: argparse.Namespace) -> int:
    """What lies in the tray, with a proposal for each where there is one: 3 when there is anything."""
    office = house.office(options.workspace)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        found = tuple(tray.entries(desk))
        proposals = tray.proposals(desk, now(options, office.config)) if found else {}
    if options.json:
        say(json.dumps([_described(one, proposals.get(one.id)) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            _shown(one, proposals.get(one.id))
        accepted = " Med bare ID blir det som foreslått." if proposals else ""
        say(f"Legg en e-post på plass med «aarshjul assign ID MØTE ORGANISASJON».{accepted}" if found else "Ingenting ligger i køen.")
    return 3 if found else 0


def _described(one: Entry, offer: Offer | None) -> dict[str, Any]:
    proposal = {"occurrence": offer.occurrence.key, "organisation": offer.organisation} if offer else None
    return {**one._asdict(), "received_at": one.received_at.isoformat(), "proposal": proposal}


def _shown(one: Entry, offer: Offer | None) -> None:
    say(f"{one.id}  {statuses.local(one.received_at)}  {one.sender or 'ukjent avsender'}: {one.subject}")
    say(f"    {one.why}" + (f" ({one.occurrence})" if one.occurrence else ""))
    if offer:
        say(f"    forslag: fra {offer.organisation} til {offers.named(offer.occurrence)}: «aarshjul assign {one.id}»")
    say(f"    «{one.begins}»")


def contributions(options: argparse.Namespace) -> int:
    """Every contribution to one meeting."""
    with house.opened(options.workspace, hours=Hours()) as desk:
        found = tuple(tray.given(desk, options.occurrence))
    if options.json:
        say(json.dumps([{**one._asdict(), "received_at": one.received_at.isoformat()} for one in found], ensure_ascii=False, indent=2))
        return 0
    for one in found:
        state = {"active": "", "replaced": " (erstattet)", "set-aside": " (lagt til side)"}[one.state]
        by = f", {one.name}" if one.name not in ("", one.organisation) else ""
        say(f"{one.id:>4}  {one.organisation}{by}, {statuses.local(one.received_at)}{state}: «{one.begins}»")
        for part, cut in enumerate(one.cut, 1):
            say(f"      tatt bort {part}: «{cut}»")
        for mark in one.marks:
            say(f"      se på: {mark}")
    if not found:
        say("Ingen innspill ennå.")
    return 0


def assign(options: argparse.Namespace) -> int:
    """Say what a mail is about, or say yes to what is proposed."""

    def act(desk: Desk, at: datetime) -> None:
        placed = tray.assign(desk, options.message, options.occurrence, options.organisation, who(options), at)
        what = "Registrert at det er ingenting å melde" if placed.verdict == "nothing" else "Lagt til som innspill"
        say(f"{what} fra {placed.organisation} til {placed.occurrence}.")
        if step := tray.written_up(desk, placed.occurrence, at):
            say(f"Referatet er alt sendt på høring. Innspillet kommer som et forslag i det endelige ({step}).")

    return with_desk(options, act)


def ignore(options: argparse.Namespace) -> int:
    """Say that a mail is about nothing here."""

    def act(desk: Desk, at: datetime) -> None:
        tray.ignore(desk, options.message, who(options), at)
        say("Lagt til side. E-posten er tatt vare på i journalen.")

    return with_desk(options, act)


def restore(options: argparse.Namespace) -> int:
    """Put back what was cut."""

    def act(desk: Desk, at: datetime) -> None:
        tray.restore(desk, options.occurrence, options.number, who(options), at, options.parts)
        say("Det som var tatt bort, er satt inn igjen.")

    return with_desk(options, act)


def set_aside(options: argparse.Namespace) -> int:
    """Take a contribution out of the papers."""

    def act(desk: Desk, at: datetime) -> None:
        tray.set_aside(desk, options.number, who(options), at)
        say(f"Lagt til side. «aarshjul let-in {options.number}» tar det inn igjen.")

    return with_desk(options, act)


def let_in(options: argparse.Namespace) -> int:
    """Let a contribution count again."""

    def act(desk: Desk, at: datetime) -> None:
        tray.let_in(desk, options.number, who(options), at)
        say("Innspillet er med igjen.")

    return with_desk(options, act)
