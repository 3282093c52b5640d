"""The command demo: a whole year on a rehearsed clock, with a secretary who approves, members who answer, and something that goes wrong."""

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zlib import crc32

from bot import house, rehearsal
from bot.cli import members
from bot.cli.now import say
from bot.cycle import plan as plans
from bot.cycle.model import OSLO, Occurrence, Plan
from bot.cycle.written import Place
from bot.desk import chronicle
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.errors import Refused
from bot.papers import invite, timeline
from bot.papers.timeline import Event, Group, Timeline
from bot.papers.values import Link
from bot.rehearsal import Rehearsal

MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")
MARKER = ".aarshjul-demo"
PAGE = "nb/pages/timeline"


def demo(options: argparse.Namespace) -> int:
    """Live through the year, and leave papers/, letters/, calendar/ and index.html."""
    began = time.perf_counter()
    office = house.office(options.workspace)
    out = options.out if options.out.is_absolute() else options.workspace / options.out
    if PAGE not in office.pages:
        raise Refused(f"templates/{PAGE}.html mangler. Hent den fra et nytt arbeidsområde: «aarshjul init».")
    _clear(out)
    year = options.year
    first = datetime(year, 1, 1, tzinfo=OSLO).astimezone(UTC)
    office = replace(office, config=office.config.model_copy(update={"start": date(year, 1, 1)}))
    say(f"Lever gjennom {year} for {len(office.cycles)} årshjul …")
    with rehearsal.begin(office, out, first) as year_rehearsal:
        Play(year_rehearsal, year).run()
        figures = Shelf(year_rehearsal.desk, out, year).fill()
    for name, number in figures:
        say(f"  {number:>5} {name}")
    say(f"Ferdig på {time.perf_counter() - began:.0f} sekunder. Åpne {out / 'index.html'} i en nettleser.")
    return 0


def _clear(out: Path) -> None:
    """Empty the folder of an earlier demo. One that is not ours is never touched."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        if not (out / MARKER).exists():
            raise Refused(f"{out} finnes, og er ikke laget av demoen. Velg en annen mappe med --out.")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARKER).touch()


# --- the play -------------------------------------------------------------------------------------------------------------


@dataclass
class Play:
    """A plausible year: drafts are approved the working day after, a third of the organisations answer, and plans change now and then."""

    rehearsal: Rehearsal
    year: int
    done: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Day by day from January to December; the clock jumps over days when nothing happens."""
        for month in range(1, 13):
            _progress(f"  {MONTHS[month - 1]:<10}")
            before = len(self.rehearsal.rounds)
            for day in _days(self.year, month):
                self._day(day)
            letters = sum(done.letters for _, done in self.rehearsal.rounds[before:])
            _progress(f"{letters:>5} brev\n")

    def _day(self, day: date) -> None:
        """Until ten o'clock what is due; then people act; then the rest of the day."""
        noon = datetime(day.year, day.month, day.day, 10, tzinfo=OSLO).astimezone(UTC)
        self.rehearsal.pass_to(noon)
        if self.rehearsal.desk.office.days.working(day) and any([self._secretary(), self._members(), self._surprises()]):
            self.rehearsal.step(noon + timedelta(minutes=1))
        self.rehearsal.pass_to(noon + timedelta(hours=5))
        if self._afternoon():
            self.rehearsal.step(noon + timedelta(hours=5, minutes=1))
        self.rehearsal.pass_to(noon + timedelta(hours=14))

    def _afternoon(self) -> bool:
        """Approve the agenda with the contributions the day before the meeting."""
        waiting = [draft for draft in self.rehearsal.desk.journal.drafts(["open"]) if draft.step.endswith("/update")]
        for draft in waiting:
            if self.rehearsal.now - draft.made_at < timedelta(hours=12):
                self.rehearsal.approve(draft.step)
        return bool(waiting)

    def _secretary(self) -> bool:
        """Approve what has lain since yesterday; the first draft of the year is sent back once, and one group's dates are saved at once."""
        acted = "dates" not in self.done
        if acted:
            self.done.add("dates")
            self.rehearsal.save_dates(self.rehearsal.desk.office.cycles[0].schedule.group.id, self.year)
        for draft in self.rehearsal.desk.journal.drafts(["open"]):
            if self.rehearsal.now - draft.made_at < timedelta(hours=12):
                continue
            acted = True
            if "returned" not in self.done:
                self.done.add("returned")
                self.rehearsal.hand_back(draft.step, "Ta med en sak om reiseregninger.").add_item(
                    draft.occurrence, "Nye satser for reiseregninger"
                )
                continue
            try:
                self.rehearsal.approve(draft.step)
            except Refused:
                continue  # something has changed since; a new draft is on its way
        return acted

    def _members(self) -> bool:
        """Some organisations answer in the days after the notice; one is away."""
        acted = False
        for occurrence in self._ahead(timedelta(days=30)):
            step = f"{occurrence.key}/notice"
            if step in self.done:
                continue
            reached = self.rehearsal.recipients(step)
            if not reached:
                continue
            self.done.add(step)
            for organisation in reached:
                chance = crc32(f"{step}{organisation}".encode())
                if chance % 3 == 0:
                    text = members.HOSTILE if chance % 41 == 0 else members.TEXTS[chance // 3 % len(members.TEXTS)]
                    shape = members.SHAPES[chance // 12 % len(members.SHAPES)]
                    written, html = shape(text, f"Medlem, {organisation}")
                    self.rehearsal.reply(step, organisation, written, html=html)
                    acted = True
            self.rehearsal.reply(step, reached[-1], "Jeg er på reise og svarer når jeg er tilbake.\r\n", automatic=True)
        return acted

    def _surprises(self) -> bool:
        """Four things that happen once a year to a meeting that people have been told of."""
        told = [occurrence for occurrence in self._ahead(timedelta(days=5)) if self.rehearsal.recipients(f"{occurrence.key}/notice")]
        for occurrence in told:
            if occurrence.key in self.done or occurrence.start - self.rehearsal.now < timedelta(days=2):
                continue
            self.done.add(occurrence.key)
            for name, act in (
                ("moved", self._move),
                ("relocated", self._relocate),
                ("late item", self._late_item),
                ("cancelled", self._cancel),
            ):
                if name not in self.done:
                    self.done.add(name)
                    act(occurrence)
                    return True
        return False

    def _move(self, occurrence: Occurrence) -> None:
        days, day = self.rehearsal.desk.office.days, occurrence.day + timedelta(days=7)
        while days.closed(day, occurrence.group.counties):
            day += timedelta(days=1)
        self.rehearsal.move(occurrence.key, day)

    def _relocate(self, occurrence: Occurrence) -> None:
        self.rehearsal.relocate(occurrence.key, Place(name=occurrence.place.name or "Rådhuset", room="formannskapssalen"))

    def _late_item(self, occurrence: Occurrence) -> None:
        self.rehearsal.add_item(
            occurrence.key, "Høring om regional plan for næringsutvikling", "Fylkeskommunen har sendt planen på høring."
        )

    def _cancel(self, occurrence: Occurrence) -> None:
        self.rehearsal.cancel(occurrence.key, "for få påmeldte")

    def _ahead(self, reach: timedelta) -> Iterator[Occurrence]:
        """Meetings in the near future, as they stand."""
        now = self.rehearsal.now
        today = now.astimezone(OSLO).date()
        for occurrence in self.rehearsal.plan().occurrences:
            if occurrence.meeting and occurrence.cancelled is None and now < occurrence.start and occurrence.day <= today + reach:
                yield occurrence


def _days(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(days=1)


def _progress(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


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
        told = chronicle.events(plan, original, self.desk.journal.records(), self._links)
        events = sorted(told, key=lambda event: event.at)
        shown = tuple(event for event in events if event.at.year == self.year)
        figures = self._figures(shown, plan)
        groups = tuple(
            Group(cycle.schedule.group.id, f"{cycle.schedule.group.owner}: {cycle.schedule.group.name}".removeprefix(": "))
            for cycle in self.desk.office.cycles
        )
        page = Timeline(f"Årshjulet {self.year}", self.year, groups, shown, figures)
        (self.out / "index.html").write_text(timeline.page(page, self.desk.office.pages[PAGE]), encoding="utf-8")
        return figures

    def _links(self, step: str) -> tuple[Link, ...]:
        """The files of a step: its papers, one of its letters, one of its invitations; or, for an answer, the mail itself."""
        letters = self.desk.journal.letters(step)
        mail, invitation = chronicle.first_letters(letters)
        links = list(self._papers(step, mail.content)) if mail else []
        if mail and mail.receipt:
            links.append(Link("E-posten" if len(letters) == 1 else "E-posten til den første mottakeren", f"letters/{mail.receipt}"))
        if invitation:
            name = f"{_slug(step)}.ics"
            (self.out / "calendar" / name).write_text(json.loads(invitation.content)["calendar"], encoding="utf-8", newline="")
            links.append(Link("Kalenderinvitasjonen", f"calendar/{name}"))
        return tuple(links)

    def _papers(self, step: str, content: str) -> Iterator[Link]:
        for file in json.loads(content)["attachments"]:
            name = f"{_slug(step)}.docx"
            (self.out / "papers").mkdir(exist_ok=True)
            (self.out / "papers" / name).write_bytes(self.desk.journal.fetch(file["sha256"]))
            yield Link(f"{file['filename'].removesuffix('.docx')}", f"papers/{name}")

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
            ("endringer underveis", kinds["amended"]),
            ("steg holdt tilbake", kinds["held"]),
            ("steg utelatt", kinds["skipped"]),
        )


def _slug(step: str) -> str:
    return step.replace("/", "-")
