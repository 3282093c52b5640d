"""One calendar a group to subscribe to, laid where the post publishes; written again only when something in it has changed."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from bot.cycle.memory import Mark
from bot.cycle.model import Occurrence
from bot.cycle.written import Group
from bot.desk.desk import Desk, View
from bot.papers import invite


def calendars(desk: Desk, view: View) -> tuple[str, ...]:
    """Publish what has changed since last time. Returns the names of the files."""
    return tuple(name for cycle in desk.office.cycles if (name := _calendar(desk, view, cycle.schedule.group)))


def _calendar(desk: Desk, view: View, group: Group) -> str:
    mine = tuple(occurrence for occurrence in view.whole.occurrences if occurrence.group.id == group.id)
    name, print_ = f"{group.id}.ics", _fingerprint(group, mine)
    if not mine or desk.journal.mark(f"calendar/{name}") == print_:
        return ""
    domain = desk.office.sender(group.id).email.partition("@")[2]
    stamp: datetime = max((occurrence.changed_at for occurrence in mine if occurrence.changed_at), default=view.facts.start)
    desk.post.publish(name, invite.calendar(mine, f"{group.owner} {group.name}".strip(), stamp, domain=domain))
    desk.journal.move_mark(Mark(f"calendar/{name}", print_))
    return name


def _fingerprint(group: Group, occurrences: Iterable[Occurrence]) -> str:
    seen = "\n".join(f"{one.key} {one.told} {one.activity.title} {one.activity.note} {one.revision}" for one in occurrences)
    return sha256(f"{group.model_dump_json()}\n{seen}".encode()).hexdigest()
