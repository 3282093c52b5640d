"""The year of the demo: a secretary who approves and sorts, members who answer, and four things that happen to a meeting."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.cli import pen
from bot.cli.ahead import NextYear
from bot.cli.members import Members
from bot.cli.respondents import Respondents
from bot.cycle.model import OSLO, Occurrence
from bot.cycle.written import Place
from bot.desk import tray
from bot.errors import Refused, Unknown
from bot.rehearsal import Rehearsal

MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")
SECRETARY = "Sekretæren"
MEASURES = (
    ("Sende høringsuttalelse om regional plan", "Sekretariatet", "innen 1. desember", ""),
    ("Melde inn aktuelle næringsarealer", "alle", "neste møte", ""),
    ("Lage oversikt over ledige utleieboliger", "Næringssjef", "uke 40", ""),
    ("Invitere fylkeskommunen til neste møte", "Leder", "innen 14 dager", ""),
    ("Følge opp bredbånd i distriktene", "Sekretariatet", "løpende", ""),
)
"""What, who and by when: as people write it in the table."""
ASSESSMENT = "Arbeidet går i hovedsak som planlagt. Tiltak uten melding blir tatt opp med de ansvarlige."
BACKGROUND = "Strategisk næringsplan sier at det skal fremmes næringssak til kommunestyret hvert kvartal."


@dataclass
class Play:
    """A plausible year: drafts are approved the working day after, members answer as members do, and plans change now and then."""

    rehearsal: Rehearsal
    year: int
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.next_year = NextYear(self.rehearsal, self.year, SECRETARY)

    @property
    def members(self) -> Members:
        return Members(self.rehearsal, self.done)

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
        if self.rehearsal.desk.office.days.working(day) and self._people():
            self.rehearsal.step(noon + timedelta(minutes=1))
        self.rehearsal.pass_to(noon + timedelta(hours=5))
        if self._afternoon():
            self.rehearsal.step(noon + timedelta(hours=5, minutes=1))
        self.rehearsal.pass_to(noon + timedelta(hours=14))

    def _people(self) -> bool:
        """What people do before noon; whether anyone did anything."""
        ahead = tuple(self._ahead(timedelta(days=30)))
        answered = Respondents(self.rehearsal, self.done).answer()
        acted = [self._secretary(), self._tray(), self.members.answer(ahead), self.members.come_late(), answered, self._surprises()]
        return any([*acted, self.next_year.act()])

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
            if draft.step.endswith("/review"):
                self._minutes(draft.step)
                continue
            if draft.step.endswith(("/report", "/case", "/summary")):
                self._report(draft.step)
                continue
            if "returned" not in self.done and draft.step.endswith("/notice"):
                self.done.add("returned")
                self.rehearsal.hand_back(draft.step, "Ta med en sak om reiseregninger.").add_item(
                    draft.occurrence, "Nye satser for reiseregninger"
                )
                continue
            try:
                self.rehearsal.approve(draft.step)
            except (Refused, Unknown):
                continue  # something has changed since, and a new draft is on its way; or it is too long ago
        return acted

    def _minutes(self, step: str) -> None:
        """Fill in the minutes in Word and send them back: now and then approved at once, else after a look at how they were read."""
        if step in self.done:
            self.rehearsal.answer_draft(step, "Godkjent")
            return
        self.done.add(step)
        count = sum(one.endswith("/review") for one in self.done)
        self.rehearsal.answer_draft(step, "Godkjent" if count % 2 else "Her er referatet.", lambda file: _filled(file, count))

    def _report(self, step: str) -> None:
        """Write in the rooms of a report or a case in Word, and send it back as approved; then, when something is new, approve it again."""
        edit = None if step in self.done else _assessed
        self.done.add(step)
        self.rehearsal.answer_draft(step, "Godkjent", edit)

    def _tray(self) -> bool:
        """Say yes to what is proposed for the mails of yesterday, and lay the rest aside once they are read."""
        desk, now = self.rehearsal.desk, self.rehearsal.now
        waiting = [mail for mail in desk.journal.messages("tray") if now - mail.received_at >= timedelta(hours=12)]
        proposed = tray.proposals(desk, now) if waiting else {}
        for mail in waiting:
            short = mail.id[: tray.SHORT]
            if short in proposed:
                tray.assign(desk, short, "", "", SECRETARY, now)
            else:
                tray.ignore(desk, short, SECRETARY, now)
        return bool(waiting)

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


def _filled(file: bytes, count: int) -> bytes:
    """The minutes as a secretary leaves them."""
    cases = [tag.removeprefix("decision:") for tag in pen.tags(file) if tag.startswith("decision:")]
    decided = {f"decision:{case}": "Tatt til orientering." for case in cases}
    decided |= {f"decision:{case}": "Godkjent, enstemmig." for case in ("innkalling", "referat") if case in cases}
    rows = (MEASURES[count % len(MEASURES)], MEASURES[(count + 3) % len(MEASURES)]) if count % 3 else (MEASURES[count % len(MEASURES)],)
    return pen.fill(file, {"fact:chair": "Leder", "fact:minute-taker": "Rådgiver i sekretariatet", **decided}, {"follow-up": rows})


def _assessed(file: bytes) -> bytes:
    """A report as a secretary leaves it: a sentence in each room."""
    said = {"assessment:proposal": "Kommunestyret tar saken til orientering.", "assessment:background": BACKGROUND}
    rooms = (tag for tag in pen.tags(file) if tag.startswith("assessment:"))
    return pen.fill(file, {tag: said.get(tag, ASSESSMENT) for tag in rooms}, {})


def _days(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(days=1)


def _progress(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
