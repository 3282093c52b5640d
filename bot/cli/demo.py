"""The command demo: a whole year on a rehearsed clock, with a secretary who approves, members who answer, and something that goes wrong."""

import argparse
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot import house, rehearsal
from bot.cli import tenant, wheel
from bot.cli.account import Account
from bot.cli.now import say
from bot.cli.play import Play
from bot.cli.tenant import Abroad
from bot.cycle import plan as plans
from bot.cycle.memory import Record
from bot.cycle.model import OSLO, Plan
from bot.desk import chronicle
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused
from bot.papers import invite, picture, timeline
from bot.papers import wheel as wheels
from bot.papers.office import Office
from bot.papers.timeline import Event, Group, Timeline
from bot.papers.values import Link
from bot.post.folder import file_name
from bot.rehearsal import Rehearsal

MARKER = ".aarshjul-demo"
PAGE = "nb/pages/timeline"


def demo(options: argparse.Namespace) -> int:
    """Live through the year, and leave papers/, letters/, calendar/ and index.html; over Graph, traffic.txt too.

    Returns 3 when the Graph server has seen what must never be: a letter twice or not at all, or a call that Microsoft would not take.
    """
    began = time.perf_counter()
    office = house.office(options.workspace)
    out = options.out if options.out.is_absolute() else options.workspace / options.out
    for name in (PAGE, wheel.page_name(office)):
        if name not in office.pages:
            raise Refused(f"templates/{name}.html mangler. Hent den fra et nytt arbeidsområde: «aarshjul init».")
    _clear(out)
    year = options.year
    first = datetime(year, 1, 1, tzinfo=OSLO).astimezone(UTC)
    office = replace(office, config=office.config.model_copy(update={"start": date(year, 1, 1)}))
    say(f"Lever gjennom {year} for {len(office.cycles)} årshjul …")
    with _begun(office, out, first, options.post) as lived:
        Play(lived, year).run()
        figures, status = Shelf(lived.desk, out, year).fill(), 0
        if isinstance(lived, Abroad):
            account = Account(lived, out / "letters")
            account.fetch()
            figures, status = (*figures, *account.figures()), 3 if account.wrong() else 0
    for name, number in figures:
        say(f"  {number:>5} {name}")
    say(f"Ferdig på {time.perf_counter() - began:.0f} sekunder. Åpne {out / 'index.html'} i en nettleser.")
    return status


def _begun(office: Office, out: Path, first: datetime, post: str) -> AbstractContextManager[Rehearsal]:
    if post == "folder":
        return rehearsal.begin(office, out, first)
    say(f"Følg trafikken med «tail -f {out / tenant.TRAFFIC}».")
    return tenant.begin(office, out, first)


def _clear(out: Path) -> None:
    """Empty the folder of an earlier demo. One that is not ours is never touched."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        if not (out / MARKER).exists():
            raise Refused(f"{out} finnes, og er ikke laget av demoen. Velg en annen mappe med --out.")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARKER).touch()


# --- what is left on the shelf ---------------------------------------------------------------------------------------------


@dataclass
class Shelf:
    """The papers, invitations, calendars and the page, taken out of the journal for people to open."""

    desk: Desk
    out: Path
    year: int

    def fill(self) -> tuple[tuple[str, int], ...]:
        """Write everything; return the year in figures."""
        plan = desks.lay(self.desk, date(self.year, 1, 1), date(self.year + 1, 1, 1))
        self._calendars(plan)
        original = plans.lay(self.desk.office.cycles, self.desk.office.days, date(self.year, 1, 1), date(self.year + 1, 1, 1))
        told = chronicle.events(plan, original, self._records(), self._links)
        events = sorted(told, key=lambda event: event.at)
        shown = tuple(event for event in events if event.at.year == self.year)
        figures = self._figures(shown, plan)
        groups = tuple(
            Group(cycle.schedule.group.id, f"{cycle.schedule.group.owner}: {cycle.schedule.group.name}".removeprefix(": "))
            for cycle in self.desk.office.cycles
        )
        page = Timeline(f"Årshjulet {self.year}", self.year, groups, shown, figures, self._wheel(plan))
        (self.out / "index.html").write_text(timeline.page(page, self.desk.office.pages[PAGE]), encoding="utf-8")
        return figures

    def _wheel(self, plan: Plan) -> tuple[Link, ...]:
        """The year as a wheel: a picture of either kind, and the page that it leads to, whose rows lead to the months of index.html."""
        drawn = wheel.of_plan(self.desk.office, plan, self.year, "group")
        drawn = replace(drawn, entries=tuple(entry._replace(link=f"index.html#m-{entry.start:%Y-%m}") for entry in drawn.entries))
        beside = wheel.linked(drawn, "wheel.html")
        (self.out / "wheel.svg").write_text(wheels.draw(beside), encoding="utf-8", newline="")
        (self.out / "wheel.png").write_bytes(picture.png(wheels.draw(beside), wheel.PIXELS))
        (self.out / "wheel.html").write_text(
            wheels.page(drawn, self.desk.office.pages[wheel.page_name(self.desk.office)]), encoding="utf-8"
        )
        return (Link("Årshjulet som side", "wheel.html"), Link("som bilde til veggen", "wheel.svg"), Link("som PNG", "wheel.png"))

    def _records(self) -> Iterator[Record]:
        """All that has happened, but not that the secretariat's own mailbox got the secretariat's own letters."""
        office = self.desk.office
        own = {office.config.secretariat.email, *(office.sender(cycle.schedule.group.id).email for cycle in office.cycles)}
        return (record for record in self.desk.journal.records() if record.what != "message.received" or record.who not in own)

    def _links(self, step: str) -> tuple[Link, ...]:
        """The files of a step: its papers, one of its letters, one of its invitations; or, for an answer, the mail itself."""
        letters = self.desk.journal.letters(step)
        mail, invitation = chronicle.first_letters(letters)
        links = list(self._papers(step, mail.content)) if mail else []
        if mail and mail.receipt:
            links.append(Link("E-posten" if len(letters) == 1 else "E-posten til den første mottakeren", f"letters/{file_name(mail.key)}"))
        if invitation:
            name = f"{_slug(step)}.ics"
            (self.out / "calendar" / name).write_text(json.loads(invitation.content)["calendar"], encoding="utf-8", newline="")
            links.append(Link("Kalenderinvitasjonen", f"calendar/{name}"))
        return tuple(links)

    def _papers(self, step: str, content: str) -> Iterator[Link]:
        """The files of a letter, under the name of the step; two of one kind never under the same."""
        used: set[str] = set()
        for file in json.loads(content)["attachments"]:
            stem, _, suffix = file["filename"].rpartition(".")
            name = f"{_slug(step)}.{suffix}" if suffix not in used else f"{_slug(step)} – {file['filename']}"
            used.add(suffix)
            (self.out / "papers").mkdir(exist_ok=True)
            (self.out / "papers" / name).write_bytes(self.desk.journal.fetch(file["sha256"]))
            yield Link(stem if suffix == "docx" else file["filename"], f"papers/{name}")

    def _calendars(self, plan: Plan) -> None:
        """One calendar a group, to subscribe to."""
        folder = self.out / "calendar"
        folder.mkdir(exist_ok=True)
        for cycle in self.desk.office.cycles:
            group = cycle.schedule.group
            domain = self.desk.office.sender(group.id).email.partition("@")[2]
            mine = tuple(occurrence for occurrence in plan.occurrences if occurrence.group.id == group.id)
            stamp = datetime(self.year, 1, 1, tzinfo=UTC)
            (folder / f"{group.id}.ics").write_bytes(invite.calendar(mine, f"{group.owner} {group.name}".strip(), stamp, domain=domain))

    def _figures(self, events: tuple[Event, ...], plan: Plan) -> tuple[tuple[str, int], ...]:
        kinds = Counter(event.kind for event in events)
        return (
            ("brev og invitasjoner sendt", sum(event.letters for event in events)),
            ("møter", sum(occurrence.meeting for occurrence in plan.occurrences)),
            ("frister", sum(not occurrence.meeting for occurrence in plan.occurrences)),
            ("utkast godkjent", kinds["approved"]),
            ("svar mottatt", kinds["reply"]),
            ("svar på invitasjoner", sum(record.what == "invitation.answered" for record in self.desk.journal.records())),
            ("endringer underveis", kinds["amended"]),
            ("steg holdt tilbake", kinds["held"]),
            ("steg utelatt", kinds["skipped"]),
        )


def _slug(step: str) -> str:
    return step.replace("/", "-")
