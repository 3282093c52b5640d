"""A year on a rehearsed clock: the same desk, journal and post, jumping from one thing that is due to the next."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path

from bot import house
from bot.cycle.memory import StoredLetter
from bot.cycle.model import OSLO, Plan
from bot.cycle.written import Place
from bot.desk import acts, collect, envelope, followup, returning
from bot.desk import desk as desks
from bot.desk import tick as ticks
from bot.desk.desk import Desk
from bot.desk.tick import Round
from bot.desk.writing import DOCX
from bot.errors import Refused, Unknown
from bot.papers.office import Office
from bot.post.folder import Folder

HOUR = timedelta(hours=1)
SEAL = b"rehearsal"
"""The same codes in the drafts of every rehearsal."""


@dataclass
class Rehearsal:
    """One secretariat living through time, whose letters go to a folder and whose members' mail is laid in another.

    `now` is aware; it only goes forward.
    """

    desk: Desk
    inbox: Path
    now: datetime
    rounds: list[tuple[datetime, Round]] = field(default_factory=list)
    changes: int = 0
    laid: tuple[tuple[int, int, int], Plan] | None = None

    def until(self, moment: str | datetime) -> "Rehearsal":
        """Live on to a moment (a Norwegian wall time when it is text), doing what is due on the way. Returns itself."""
        end = _moment(moment)
        self.pass_to(end)
        self.step(end)
        return self

    def pass_to(self, end: datetime) -> None:
        """Live on to just before a moment: only what is due on the way is done."""
        for due in self._due(self.now, end):
            self._remind(due)
            self.step(due)
        self._remind(end)
        self.strike(end)

    def _remind(self, end: datetime) -> None:
        """Live through the reminders of measures before a moment: what is decided on the way is to be done on the way too."""
        for due in followup.moments(self.desk, self.now, end):
            if due > self.now:
                self.step(due)

    def strike(self, moment: datetime) -> None:
        """It is this hour, unless it is later already."""
        self.now = max(self.now, moment)

    def step(self, moment: datetime) -> Round:
        """Be at a moment, and do what is due there: the inbox, then the desk."""
        self.strike(moment)
        collect.collect(self.desk, self.now)
        done = ticks.tick(self.desk, self.now)
        self.rounds.append((self.now, done))
        return done

    def plan(self) -> Plan:
        """The plan around this year as it stands: laid anew when somebody has changed something, or the text files were read again."""
        known = (self.changes, self.now.year, id(self.desk.office))
        if self.laid is None or self.laid[0] != known:
            first = date(self.now.year - 1, 11, 1)
            self.laid = known, desks.lay(self.desk, first, date(self.now.year + 2, 3, 1))
        return self.laid[1]

    def _due(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """Every instant in between at which the plan or the weekly letter has something due."""
        plan = self.plan()
        steps = {step.at for occurrence in plan.occurrences for step in occurrence.steps if first <= step.at < last}
        ends = {occurrence.end.astimezone(UTC) for occurrence in plan.occurrences if first <= occurrence.end < last}
        yield from sorted(steps | ends | set(self._weeks(first, last)))

    def _weeks(self, first: datetime, last: datetime) -> Iterator[datetime]:
        weekly = self.desk.office.config.weekly
        clock = time.fromisoformat(weekly.time)
        for n in range((last - first).days + 2):
            day = first.astimezone(OSLO).date() + timedelta(days=n)
            at = datetime.combine(day, clock, OSLO).astimezone(UTC)
            if f"{day:%A}".lower() == weekly.day and first <= at < last:
                yield at

    # --- the secretary

    def approve(self, key: str, who: str = "Sekretæren") -> "Rehearsal":
        """Approve a draft, now."""
        acts.approve(self.desk, key, who, self.now)
        return self

    def approve_all(self, who: str = "Sekretæren") -> tuple[str, ...]:
        """Approve every draft that waits and still can be. Returns the keys."""
        approved = []
        for draft in self.desk.journal.drafts(["open"]):
            try:
                acts.approve(self.desk, draft.step, who, self.now)
            except (Refused, Unknown):
                continue
            approved.append(draft.step)
        return tuple(approved)

    def answer_draft(self, key: str, said: str, edit: Callable[[bytes], bytes] | None = None) -> "Rehearsal":
        """The secretary answers the newest draft of a step by mail, with its first paper as edited, where somebody edits it."""
        draft = self.desk.journal.draft(key)
        letter = next(iter(self.desk.journal.letters(f"{key}/draft-{draft.version}")), None) if draft else None
        if draft is None or letter is None:
            raise Refused(f"Det er ikke lagt fram noe utkast til {key}.")
        mail = _mail(letter, self.now, letter.recipient)
        del mail["Subject"]
        mail["Subject"] = f"SV: {json.loads(letter.content)['subject']}"
        mail.set_content(f"{said}\n")
        if edit is not None:
            file = envelope.files(letter.content)[0]
            kind, _, subtype = DOCX.partition("/")
            mail.add_attachment(edit(self.desk.journal.fetch(file.sha256)), maintype=kind, subtype=subtype, filename=file.filename)
        return self.arrive(letter, mail)

    def hand_back(self, key: str, comment: str, who: str = "Sekretæren") -> "Rehearsal":
        """Return a draft with a comment."""
        returning.hand_back(self.desk, key, comment, who, self.now)
        return self

    def move(self, key: str, day: date, who: str = "Sekretæren") -> "Rehearsal":
        """Move an occurrence to another day, at the same hour."""
        occurrence = desks.look(self.desk, self.now).occurrence(key)
        start, end = (datetime.combine(day, at.time(), OSLO) for at in (occurrence.start, occurrence.end))
        acts.move(self.desk, key, start, end, who, self.now)
        self.changes += 1
        return self

    def relocate(self, key: str, place: Place, who: str = "Sekretæren") -> "Rehearsal":
        """Hold an occurrence somewhere else."""
        acts.relocate(self.desk, key, place, who, self.now)
        self.changes += 1
        return self

    def cancel(self, key: str, reason: str, who: str = "Sekretæren") -> "Rehearsal":
        """Call an occurrence off."""
        acts.cancel(self.desk, key, reason, who, self.now)
        self.changes += 1
        return self

    def add_item(self, key: str, title: str, text: str = "", who: str = "Sekretæren") -> "Rehearsal":
        """Add an item to an agenda."""
        acts.add_item(self.desk, key, title, text, who, self.now)
        self.changes += 1
        return self

    def correct(self, key: str, what: str, who: str = "Sekretæren") -> "Rehearsal":
        """Say what was put right in a notice."""
        acts.correct(self.desk, key, what, who, self.now)
        self.changes += 1
        return self

    def save_dates(self, group: str, year: int, who: str = "Sekretæren") -> "Rehearsal":
        """Send the save-the-dates of a group's year."""
        acts.save_dates(self.desk, group, year, who, self.now)
        return self

    # --- the members

    def reply(self, step: str, organisation: str, text: str, *, html: str = "", automatic: bool = False, sender: str = "") -> "Rehearsal":
        """A member of an organisation answers the letter of a step by mail, or `sender` does, whom it was sent on to.

        Raises Refused when there is no such letter.
        """
        letter = self.letter(step, organisation, calendar=False)
        mail = _mail(letter, self.now, sender or f"{letter.name} <{letter.recipient}>")
        if automatic:
            mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(text)
        if html:
            mail.add_alternative(html, subtype="html")
        return self.arrive(letter, mail)

    def respond(self, step: str, organisation: str, partstat: str, *, comment: str = "", counter: str = "") -> "Rehearsal":
        """A member answers the invitation of a step in the calendar: ACCEPTED, DECLINED or TENTATIVE.

        `counter` proposes another start (a Norwegian wall time), an hour long. Raises Refused when there is no such invitation.
        """
        letter = self.letter(step, organisation, calendar=True)
        method = "COUNTER" if counter else "REPLY"
        mail = _mail(letter, self.now, f"{letter.name} <{letter.recipient}>")
        mail.set_content(comment)
        answer = _answer(letter, method, partstat, self.now, _moment(counter) if counter else None)
        mail.add_alternative(answer, subtype="calendar", params={"method": method})
        return self.arrive(letter, mail)

    def letter(self, step: str, organisation: str, *, calendar: bool) -> StoredLetter:
        """The first letter of a step to an organisation, or the first invitation. Raises Refused when there is none."""
        for one in self.desk.journal.letters(step):
            if one.organisation == organisation and one.key.endswith("/calendar") == calendar:
                return one
        raise Refused(f"Ingen i {organisation} har fått {step}.")

    def write(self, sender: str, subject: str, text: str, *files: tuple[str, bytes]) -> "Rehearsal":
        """Anyone writes to the secretariat, in answer to nothing, with files by name."""
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, self.desk.office.config.secretariat.email, subject, self.now
        mail["Message-ID"] = f"<{sha256(f'{sender}{subject}{self.now}'.encode()).hexdigest()[:32]}@example.com>"
        mail.set_content(text)
        for name, content in files:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        if files:
            mail.set_boundary(f"={str(mail['Message-ID'])[1:33]}")
        return self.deliver(mail, "post")

    def arrive(self, letter: StoredLetter, mail: EmailMessage) -> "Rehearsal":
        """The answer to a letter reaches the inbox."""
        if mail.is_multipart():
            mail.set_boundary(f"={letter.message_id[1:33]}")
        return self.deliver(mail, letter.key.removesuffix("/calendar").rpartition("/")[2])

    def deliver(self, mail: EmailMessage, name: str) -> "Rehearsal":
        """A mail lies in the inbox, whole from the first moment. A second one of the same minute is laid beside the first."""
        self.inbox.mkdir(parents=True, exist_ok=True)
        raw = mail.as_bytes()
        name = f"{self.now:%Y%m%d%H%M}-{name}-{sha256(raw).hexdigest()[:6]}.eml"
        part = self.inbox / f"{name}.part"
        part.write_bytes(raw)
        part.rename(self.inbox / name)
        return self

    # --- what happened

    def recipients(self, step: str) -> list[str]:
        """The organisations that a step has reached, each once, in the order of the letters."""
        sent = (letter for letter in self.desk.journal.letters(step) if letter.state == "sent")
        return list(dict.fromkeys(letter.organisation for letter in sent))

    def sent(self) -> list[str]:
        """Keys of the steps that have left, in order."""
        return [key for _, done in self.rounds for key in done.sent]


@contextmanager
def begin(office: Office, folder: Path, start: datetime) -> Iterator[Rehearsal]:
    """A rehearsal in `folder`: its own journal, its own out and in. Nothing outside it is touched."""
    inbox = folder / "in"
    with house.opened(folder, rehearsed(office), Folder(folder / "letters", inbox, folder / "calendar"), seal=SEAL) as desk:
        yield Rehearsal(desk, inbox, start)


def rehearsed(office: Office) -> Office:
    """The same office with a journal of its own in the folder of the rehearsal."""
    own = office.config.model_copy(update={"journal": office.config.journal.model_copy(update={"url": "sqlite:///journal.db"})})
    return dataclasses.replace(office, config=own)


def _moment(moment: str | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.fromisoformat(moment).replace(tzinfo=OSLO).astimezone(UTC)


def _mail(letter: StoredLetter, now: datetime, sender: str) -> EmailMessage:
    """An answer to a letter, before anything is written in it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = "sekretariat@example.no"
    mail["Subject"] = "SV: innkalling"
    mail["Date"] = now
    mail["In-Reply-To"] = letter.message_id
    return mail


def _answer(letter: StoredLetter, method: str, partstat: str, now: datetime, start: datetime | None) -> str:
    """The answer to the invitation in a letter, as a calendar writes it (RFC 5546, 3.2.3 and 3.2.7)."""
    invitation: str = json.loads(letter.content)["calendar"].replace("\r\n ", "")
    kept = [line for line in invitation.splitlines() if line.startswith(("UID:", "SEQUENCE:", "ORGANIZER"))]
    times = [f"{name}:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for name, at in (("DTSTART", start), ("DTEND", start and start + HOUR)) if at]
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.no//NO", f"METHOD:{method}", "BEGIN:VEVENT")
    who = f"ATTENDEE;PARTSTAT={partstat}:mailto:{letter.recipient}"
    tail = (f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", "END:VEVENT", "END:VCALENDAR", "")
    return "\r\n".join((*head, *kept, who, *times, *tail))
