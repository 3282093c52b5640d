"""The weekly letter to the secretariat: what comes, what waits for you, what is held and why, and what was left out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.cycle import decide
from bot.cycle.model import OSLO, Member, Occurrence
from bot.desk import envelope, material
from bot.desk.desk import Desk, View
from bot.desk.material import Made
from bot.papers import norsk, weekly

COMING = timedelta(days=21)
OCCURRENCE = "sekretariat/ukebrev"


def enqueue(desk: Desk, view: View, now: datetime) -> None:
    """Store this week's letter as ready, unless it is not due, has left, or was due before the program was taken into use."""
    week = decide.week(desk.office.config.weekly, now)
    if week.at < view.facts.start or desk.journal.letters(week.key):
        return
    sender = desk.office.config.secretariat
    template = desk.office.letter(desk.office.config.language, "weekly")
    values = weekly.values(
        sender,
        now.astimezone(OSLO).date(),
        kommer=tuple(_coming(view, now)),
        venter=tuple(waiting(desk, view)),
        holdt=tuple(held(desk, view)),
        utelatt=tuple(_skipped(desk, view, now - timedelta(days=7))),
    )
    to = Member("", sender.name, sender.name, sender.email)
    letter = material.written(template, values, f"{week.key}/{material.who(to)}", sender, to, ())
    desk.journal.enqueue(envelope.stored(desk.journal, [Made(letter, sender.name, None)], week.key, OCCURRENCE), now)


def finish(desk: Desk, now: datetime) -> None:
    """The weekly letter is done when it has left."""
    key = decide.week(desk.office.config.weekly, now).key
    if desk.journal.letters(key) and not desk.journal.unsent(key):
        desk.journal.finish(key, OCCURRENCE, now)


def waiting(desk: Desk, view: View) -> Iterator[str]:
    """What a person must decide: drafts, letters that could not leave, mail that could not be matched."""
    for draft in desk.journal.drafts(["open"]):
        occurrence = view.plan.by_key.get(draft.occurrence)
        if occurrence is not None and draft.step not in view.facts.done | view.facts.skipped:
            yield f"Godkjenn utkastet: {title(occurrence)} ({draft.step})."
    for letter in desk.journal.held_letters():
        yield f"Brevet til {letter.organisation or letter.name} om {letter.occurrence} kom ikke av gårde: {letter.reason}."
    tray = desk.journal.messages("tray")
    if tray:
        yield f"{len(tray)} {'e-post' if len(tray) == 1 else 'e-poster'} kunne ikke kobles til et møte."


def held(desk: Desk, view: View) -> Iterator[str]:
    """Each step that is held, with the reason and since when."""
    for row in desk.journal.held():
        occurrence = view.plan.by_key.get(row.occurrence)
        what = f"{title(occurrence)}, {row.key.rpartition('/')[2]}" if occurrence else row.key
        yield f"{what}: {row.reason} (siden {norsk.numeric(row.at.astimezone(OSLO).date())})."


def _skipped(desk: Desk, view: View, since: datetime) -> Iterator[str]:
    for row in desk.journal.skipped_since(since):
        occurrence = view.plan.by_key.get(row.occurrence)
        yield f"{title(occurrence) if occurrence else row.occurrence}, {row.key.rpartition('/')[2]}: {row.reason}."


def _coming(view: View, now: datetime) -> Iterator[str]:
    """What takes place in the coming weeks, and what leaves before it."""
    for occurrence in view.plan.occurrences:
        if occurrence.cancelled is None and now <= occurrence.end and occurrence.start < now + COMING:
            warned = f" Merk: {'; '.join(occurrence.warnings)}." if occurrence.warnings else ""
            yield f"{norsk.moment(occurrence.start, occurrence.end)}: {occurrence.activity.title}.{warned}"


def title(occurrence: Occurrence) -> str:
    """An occurrence in a list: what and when."""
    return f"{occurrence.activity.title} {norsk.long(occurrence.day)}"
