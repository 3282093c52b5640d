"""Commands that change something: approve, return, move, place, cancel, add-item, release. Each says what follows from it."""

import argparse
from datetime import datetime

from pydantic import ValidationError

from bot.cli.acting import with_desk
from bot.cli.now import say, who
from bot.cycle import hours
from bot.cycle.model import OSLO, Occurrence
from bot.cycle.written import Place
from bot.desk import acts, returning, shelving
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.desk.taking import Giver
from bot.errors import Refused
from bot.papers import norsk


def approve(options: argparse.Namespace) -> int:
    """Approve a draft."""

    def act(desk: Desk, at: datetime) -> None:
        made = acts.approve(desk, options.step, who(options), at)
        if not made:
            say("Notert. Gruppen krever at én til godkjenner før noe går ut.")
            return
        letters = sum(not one.letter.calendar for one in made)
        say(f"Godkjent. {letters} brev går ut når tiden er inne, nøyaktig slik «aarshjul preview {options.step}» viser dem.")

    return with_desk(options, act)


def hand_in(options: argparse.Namespace) -> int:
    """Take in a paper that was edited in Word."""

    def act(desk: Desk, at: datetime) -> None:
        giver = Giver(who(options), options.file.name, at)
        found = shelving.hand_in(desk, options.file.name, options.file.read_bytes(), giver, approve=options.approve)
        if found.outcome == "approved":
            say("Tatt imot og godkjent. Det er denne filen som går ut.")
        elif found.outcome:
            say(f"Tatt imot. {found.reason or 'Et nytt utkast viser hva programmet har lest; godkjenn det.'}")
        else:
            say("Filen er den samme som ble lagt fram. Ingenting er endret.")

    return with_desk(options, act)


def hand_back(options: argparse.Namespace) -> int:
    """Return a draft."""

    def act(desk: Desk, at: datetime) -> None:
        draft = returning.hand_back(desk, options.step, options.comment, who(options), at)
        back = "Godkjenningen er trukket tilbake." if draft.state == "approved" else "Sendt tilbake."
        say(f"{back} Ingenting går ut. Når du har endret det som skal endres, kommer et nytt utkast.")

    return with_desk(options, act)


def move(options: argparse.Namespace) -> int:
    """Move an occurrence to another day, and another hour when one is given."""

    def act(desk: Desk, at: datetime) -> None:
        before = desks.look(desk, at).occurrence(options.occurrence)
        start, end = _span(options, before)
        acts.move(desk, options.occurrence, start, end, who(options), at)
        say(f"Flyttet til {norsk.moment(start, end)}.")
        _told(desk, options.occurrence, at)

    return with_desk(options, act)


def relocate(options: argparse.Namespace) -> int:
    """Hold an occurrence somewhere else."""

    def act(desk: Desk, at: datetime) -> None:
        try:
            place = Place(name=options.name, room=options.room, entrance=options.entrance, online=options.online)
        except ValidationError:
            raise Refused("Lenken må begynne med https://") from None
        acts.relocate(desk, options.occurrence, place, who(options), at)
        say("Nytt sted er satt.")
        _told(desk, options.occurrence, at)

    return with_desk(options, act)


def cancel(options: argparse.Namespace) -> int:
    """Call an occurrence off."""

    def act(desk: Desk, at: datetime) -> None:
        acts.cancel(desk, options.occurrence, options.reason, who(options), at)
        say("Avlyst.")
        _told(desk, options.occurrence, at)

    return with_desk(options, act)


def add_item(options: argparse.Namespace) -> int:
    """Add an item to an agenda."""

    def act(desk: Desk, at: datetime) -> None:
        acts.add_item(desk, options.occurrence, options.title, options.text, who(options), at)
        say("Saken er lagt til. Et nytt utkast kommer til godkjenning.")

    return with_desk(options, act)


def correct(options: argparse.Namespace) -> int:
    """Correct a notice that has left."""

    def act(desk: Desk, at: datetime) -> None:
        acts.correct(desk, options.occurrence, options.what, who(options), at)
        say("Notert. En rettet innkalling kommer til godkjenning.")

    return with_desk(options, act)


def save_dates(options: argparse.Namespace) -> int:
    """Ask for the save-the-dates of a group's year."""

    def act(desk: Desk, at: datetime) -> None:
        asked = acts.save_dates(desk, options.group, options.year, who(options), at)
        for occurrence in asked:
            say(f"  {norsk.moment(occurrence.start, occurrence.end)}: {occurrence.activity.title}")
        say(f"{len(asked)} møter: kalenderinvitasjonene går ut ved neste runde." if asked else "Ingen møter å invitere til.")

    return with_desk(options, act)


def release(options: argparse.Namespace) -> int:
    """Let held letters go."""

    def act(desk: Desk, at: datetime) -> None:
        count = acts.release(desk, options.step, who(options), at)
        if not count:
            raise Refused(f"Ingen brev for «{options.step}» er holdt tilbake. «aarshjul status» viser hva som er det.")
        say(f"{count} brev prøver på nytt ved neste runde.")

    return with_desk(options, act)


def _span(options: argparse.Namespace, before: Occurrence) -> tuple[datetime, datetime]:
    """The new start and end: the hours that were given, or those it had."""
    day: datetime = options.day
    if not options.hours:
        length = before.end.replace(tzinfo=None) - before.start.replace(tzinfo=None)
        start = datetime.combine(day.date(), before.start.time())
        return start.replace(tzinfo=OSLO), (start + length).replace(tzinfo=OSLO)
    span = hours.span(options.hours)
    if span is None:
        raise Refused(f"«{options.hours}» er ikke et tidsrom; skriv «12.00–13.00».")
    return datetime.combine(day.date(), span[0], OSLO), datetime.combine(day.date(), span[1], OSLO)


def _told(desk: Desk, key: str, at: datetime) -> None:
    """Say how many will hear of it, so that nobody is surprised."""
    count = len(desks.look(desk, at).facts.told.get(key, {}))
    say(
        f"{count} som alt har fått brev om dette, får beskjed ved neste runde."
        if count
        else "Ingen har fått brev om dette ennå, så ingen får beskjed."
    )
