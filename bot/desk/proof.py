"""The proof of notice: what became of each letter of a step, from the journal alone, as a paper for the secretariat and its archive."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from bot.cycle import plan
from bot.cycle.model import OSLO, Occurrence
from bot.desk import desk as desks
from bot.desk import dispatch, writing
from bot.desk.desk import Desk
from bot.desk.ports import Journal, StoredLetter
from bot.errors import JournalFailed, Refused, Unknown
from bot.papers import proof, reply, wording
from bot.papers.meeting import Meeting
from bot.papers.model import Attachment, Paper
from bot.papers.proof import Delivery, Notice, Proof, Sent, State
from bot.papers.reply import Bounce


def files(desk: Desk, key: str, *, pdf: bool) -> tuple[Attachment, ...]:
    """The proof of a step as Word, and as PDF when asked for. Equal journals give equal bytes: it is dated by the last thing that happened.

    Raises Unknown when there is no such step, and Refused when nothing of it has been made ready to leave.
    """
    found = Evidence(desk, key)
    made = found.proof()
    group = found.occurrence.group
    name = f"{group.language}/papers/proof"
    if name not in desk.office.templates:
        raise Refused(f"Malen templates/{name}.md mangler. Hent den fra et nytt arbeidsområde: «aarshjul init».")
    text = wording.render(desk.office.templates[name], proof.values(made))
    paper = Paper(text.subject, group.language, text.blocks, made.about.sender.name)
    stem = f"utsendelseskvittering-{key.replace('/', '-')}"
    written = writing.files(desk.office, paper, made.about.letter_date, both=pdf)
    return tuple(replace(one, filename=f"{stem}.{one.filename.rpartition('.')[2]}") for one in written)


@dataclass(frozen=True)
class Returned:
    """A mail that says that letters did not arrive. `at` is when it was received, aware."""

    at: datetime
    ids: frozenset[str]
    about: Bounce

    def is_about(self, letter: StoredLetter) -> bool:
        """By the letter's own name; by the address only where the report names no letter."""
        if self.ids:
            return bool(self.ids & {letter.message_id, letter.receipt})
        return letter.recipient.lower() in {one.recipient for one in self.about.recipients}


@dataclass(frozen=True)
class Evidence:
    """What the journal knows of one step."""

    desk: Desk
    key: str

    @cached_property
    def letters(self) -> tuple[StoredLetter, ...]:
        found = self.desk.journal.letters(self.key)
        if not found:
            raise Refused(f"Ingenting er sendt for «{self.key}» ennå, så det er ingenting å kvittere for.")
        return found

    @cached_property
    def occurrence(self) -> Occurrence:
        """What it was about, at the time and place that the letters told of: it may have been moved since."""
        key = self.key.rpartition("/")[0]
        year = key.rpartition("/")[2].partition("-")[0]
        laid = desks.lay(self.desk, date(int(year), 1, 1), date(int(year) + 1, 1, 1)).by_key if year.isdecimal() else {}
        if key not in laid:
            raise Unknown(f"Det finnes ikke noe «{key}» i årshjulet. «aarshjul plan» viser nøklene.")
        told = next((letter.told for letter in self.letters if letter.told), None)
        if told is None:
            return laid[key]
        start, _, end = told.span.partition("/")
        return laid[key]._replace(start=datetime.fromisoformat(start).astimezone(OSLO), end=datetime.fromisoformat(end).astimezone(OSLO))

    @cached_property
    def returned(self) -> tuple[Returned, ...]:
        """The reports of letters that did not arrive, as far as they are about this meeting."""
        return tuple(_returned(self.desk.journal, self.key.rpartition("/")[0]))

    def proof(self) -> Proof:
        occurrence, sender = self.occurrence, self.desk.office.sender(self.key.partition("/")[0])
        draft = self.desk.journal.draft(self.key)
        approved = (draft.decided_by, draft.decided_at) if draft and draft.state == "approved" and draft.decided_at else None
        subject = next((one for one in self.letters if not dispatch.invitation(one.key)), self.letters[0])
        return Proof(
            key=self.key,
            subject=str(json.loads(subject.content)["subject"]),
            about=Meeting(occurrence=occurrence, sender=sender, letter_date=self._last().astimezone(OSLO).date()),
            letters=tuple(self._delivery(one) for one in self.letters if not dispatch.invitation(one.key)),
            invitations=tuple(self._delivery(one) for one in self.letters if dispatch.invitation(one.key)),
            files=tuple(self._files()),
            notice=self._notice(),
            approved=approved,
        )

    def _left(self) -> Iterator[tuple[StoredLetter, datetime]]:
        yield from ((one, one.closed_at) for one in self.letters if one.state == "sent" and one.closed_at is not None)

    def _last(self) -> datetime:
        """The last thing that happened to these letters."""
        hours = [at for one in self.letters for at in (one.created_at, one.claimed_at, one.closed_at) if at is not None]
        back = [one.at for one in self.returned if any(map(one.is_about, self.letters))]
        return max(hours + back)

    def _delivery(self, one: StoredLetter) -> Delivery:
        """What became of a letter; a report that it did not arrive counts more than that it left."""
        at = one.closed_at if one.state == "sent" else None
        found = Delivery(one.name, one.organisation, one.recipient, one.state, at, one.receipt, one.reason)
        report = next((report for report in reversed(self.returned) if report.is_about(one)), None)
        if report is None:
            return found
        state, said = _why(report, one)
        return found._replace(state=state, said=said, since=report.at)

    def _files(self) -> Iterator[Sent]:
        """Each file once, with how many it went to. Its SHA-256 is reckoned again from the bytes that the journal keeps."""
        to: dict[tuple[str, str], int] = {}
        for one, _ in self._left():
            for file in json.loads(one.content)["attachments"]:
                named = (str(file["filename"]), str(file["sha256"]))
                to[named] = to.get(named, 0) + 1
        for (filename, digest), recipients in to.items():
            if sha256(self.desk.journal.fetch(digest)).hexdigest() != digest:
                raise JournalFailed(f"«{filename}» er endret i journalen etter at den ble sendt. Hent journalen fra sikkerhetskopien.")
            yield Sent(filename, digest, recipients)

    def _notice(self) -> Notice | None:
        """How long before the meeting the last letter left; None when that is not what the step is about."""
        group, meeting = self.occurrence.group, self.occurrence.day
        left = max((at.astimezone(OSLO) for _, at in self._left()), default=None)
        rule = next((step.rule for step in self.occurrence.steps if step.key == self.key), None)
        if left is None or not self.occurrence.meeting or left >= self.occurrence.start:
            return None
        days = (meeting - left.date()).days
        working = sum(self.desk.office.days.working(left.date() + timedelta(days=n)) for n in range(days))
        return Notice(days, working, group.notice_days if rule and plan.calls(rule) else 0)


def _returned(journal: Journal, occurrence: str) -> Iterator[Returned]:
    """The reports among the mails that were matched to an occurrence, by the program or by a person, each once."""
    arrived: dict[str, datetime] = {}
    for record in journal.records(occurrence=occurrence):
        if record.what in ("message.received", "message.sorted") and record.sha256:
            arrived.setdefault(record.sha256, record.at)
    for digest, at in arrived.items():
        raw = journal.fetch(digest)
        envelope = reply.read(raw)
        if envelope.bounced and isinstance(about := reply.understand(raw).details, Bounce):
            ids = frozenset((*envelope.answers, *about.message_ids))
            yield Returned(at, ids if journal.sent_by_message_ids(ids) else frozenset(), about)


def _why(report: Returned, letter: StoredLetter) -> tuple[State, str]:
    """What a report says of one letter: returned or only delayed, and the other server's own words."""
    mine: Sequence[reply.Undelivered] = [one for one in report.about.recipients if one.recipient == letter.recipient.lower()]
    one = next(iter(mine or report.about.recipients), None)
    if one is None:
        return "returned", ""
    return "delayed" if one.action == "delayed" else "returned", " ".join(filter(None, (one.status, one.diagnostic)))
