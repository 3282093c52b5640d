"""The weekly letter to the secretariat: what comes, what waits for you, what is held and why, and what was left out."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from bot.cycle import decide
from bot.cycle.model import OSLO, Member, Occurrence
from bot.desk import answers, bounces, envelope, followup, recipients, spoken, writing
from bot.desk.desk import Desk, View
from bot.desk.ports import Limited
from bot.desk.writing import Made
from bot.papers import norsk, weekly

COMING = timedelta(days=21)


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
        kommer=tuple(_coming(desk, view, now)),
        venter=tuple(waiting(desk, view, now)),
        holdt=tuple(held(desk, view)),
        utelatt=tuple(_skipped(desk, view, now - timedelta(days=7))),
        meldt=tuple(followup.reported(desk, now)),
        language=desk.office.config.language,
    )
    to = Member("", sender.name, sender.name, sender.email)
    letter = writing.written(template, values, f"{week.key}/{recipients.who(to)}", sender, to, ())
    desk.journal.enqueue(envelope.stored(desk.journal, [Made(letter, sender.name, None)], week.key, decide.WEEKLY), now)


def finish(desk: Desk, now: datetime) -> None:
    """The weekly letter is done when it has left."""
    key = decide.week(desk.office.config.weekly, now).key
    if desk.journal.letters(key) and not desk.journal.unsent(key):
        desk.journal.finish(key, decide.WEEKLY, now)


def waiting(desk: Desk, view: View, now: datetime) -> Iterator[str]:
    """What a person must see to: drafts, letters that could not leave or came back, people without the notice, mail without a place."""
    if isinstance(desk.post, Limited):
        yield from desk.post.warnings()
    for draft in desk.journal.drafts(["open"]):
        occurrence = view.plan.by_key.get(draft.occurrence)
        if occurrence is not None and draft.step not in view.facts.done | view.facts.skipped:
            yield f"Godkjenn utkastet: {title(occurrence)} ({draft.step})."
    stuck = desk.journal.held_letters()
    for letter in stuck:
        about = "oppfølging" if followup.about(letter.step) else letter.occurrence
        yield f"Brevet til {letter.organisation or letter.name} om {about} kom ikke av gårde: {letter.reason}."
    yield from bounces.sentences(desk, now)
    for occurrence in view.plan.occurrences:
        known = {letter.recipient for letter in stuck if letter.occurrence == occurrence.key}.union(view.facts.told.get(occurrence.key, ()))
        if names := _uninvited(desk, view, occurrence, known, now):
            yield f"{title(occurrence)}: {', '.join(names)} står i registeret, men har ikke fått innkallingen. Send den videre til dem."
    tray = desk.journal.messages("tray")
    if tray:
        yield f"{len(tray)} {'e-post' if len(tray) == 1 else 'e-poster'} i køen trenger at du ser på {'den' if len(tray) == 1 else 'dem'}."


def _uninvited(desk: Desk, view: View, occurrence: Occurrence, known: Collection[str], now: datetime) -> tuple[str, ...]:
    """The organisations of those who came into the register after the others had their letter, and so have had none."""
    called = any(step.rule.to == "members" and step.key in view.facts.done for step in occurrence.steps)
    if not called or occurrence.cancelled is not None or occurrence.end <= now:
        return ()
    members = desk.office.cycle(occurrence.group.id).members_of(occurrence.activity, occurrence.day)
    return tuple(sorted({member.organisation for member in members if member.email not in known}, key=norsk.collate))


def held(desk: Desk, view: View) -> Iterator[str]:
    """Each step that is held, with the reason and since when."""
    for row in desk.journal.held():
        occurrence = view.plan.by_key.get(row.occurrence)
        what = f"{title(occurrence)}, {spoken.step(row.key).lower()}" if occurrence else row.key
        yield f"{what}: {row.reason} (siden {norsk.numeric(row.at.astimezone(OSLO).date())})."


def _skipped(desk: Desk, view: View, since: datetime) -> Iterator[str]:
    for row in desk.journal.skipped_since(since):
        occurrence = view.plan.by_key.get(row.occurrence)
        what = title(occurrence) if occurrence else row.occurrence.partition("/")[0] if followup.about(row.key) else row.occurrence
        yield f"{what}, {spoken.step(row.key).lower()}: {row.reason}."


def _coming(desk: Desk, view: View, now: datetime) -> Iterator[str]:
    """What takes place in the coming weeks, and how it stands with the answers to it."""
    language = desk.office.config.language
    stand = {one.key: answers.briefly(one, language) for one in answers.answers(desk, view, now)}
    for occurrence in view.plan.occurrences:
        if occurrence.cancelled is None and now <= occurrence.end and occurrence.start < now + COMING:
            warned = f"Merk: {'; '.join(occurrence.warnings)}." if occurrence.warnings else ""
            what = f"{norsk.moment(occurrence.start, occurrence.end, language)}: {occurrence.activity.title}."
            yield " ".join(filter(None, (what, stand.get(occurrence.key, ""), warned)))


def title(occurrence: Occurrence) -> str:
    """An occurrence in a list: what and when."""
    return f"{occurrence.activity.title} {norsk.long(occurrence.day)}"
