"""What has happened, as a person tells it: the postjournal and the plan, made into the events of a timeline."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.cycle.memory import Record, StoredLetter
from bot.cycle.model import OSLO, Occurrence, Plan
from bot.desk import attendance, spoken
from bot.papers import invite, norsk
from bot.papers.timeline import Event
from bot.papers.values import Link

Links = Callable[[str], tuple[Link, ...]]
"""The links of a step: its papers, letters and invitations, where they lie."""

ANSWERS: Mapping[str, str] = {"matched": "Svar", "ignored": "Automatisk svar"}


def events(plan: Plan, original: Plan, records: Iterable[Record], links: Links) -> Iterator[Event]:
    """Everything that happened. `plan` holds the occurrences that are told of, `original` the same year before anyone changed it.

    A sending about none of them is the weekly letter.
    """
    yield from Teller(plan, original, links).tell(records)


class Teller:
    """Tells the record line by line. It remembers each occurrence's day as people knew it at the time."""

    def __init__(self, plan: Plan, original: Plan, links: Links) -> None:
        self.plan, self.links = plan, links
        self.days = {key: original.by_key.get(key, occurrence).day for key, occurrence in plan.by_key.items()}
        self.sendings: dict[str, tuple[str, list[Record]]] = {}
        self.answers: dict[str, dict[str, tuple[str, str]]] = {}

    def tell(self, records: Iterable[Record]) -> Iterator[Event]:
        for record in records:
            if record.what == "letter.sent":
                self.sendings.setdefault(record.step, (self._named(record.step, record.occurrence), []))[1].append(record)
            elif record.what == "invitation.answered":
                detail: dict[str, str] = json.loads(record.detail)
                self.answers.setdefault(record.occurrence, {})[record.who] = (detail["organisation"], detail["answer"])
            elif record.occurrence in self.plan.by_key and (event := self._event(record, self.plan.by_key[record.occurrence])) is not None:
                yield event
        for step, (name, sent) in self.sendings.items():
            yield self._sending(step, name, sent)
        for occurrence in self.plan.occurrences:
            yield self._taking_place(occurrence)

    def _event(self, record: Record, occurrence: Occurrence) -> Event | None:
        """One line of the record that a person would tell of."""
        at, group, what = record.at.astimezone(OSLO), occurrence.group.id, self._named(record.step, occurrence.key)
        detail: dict[str, Any] = json.loads(record.detail)
        match record.what:
            case "draft.approved":
                return Event(at, "approved", group, f"{what} godkjent", f"av {record.who}")
            case "draft.returned":
                return Event(at, "returned", group, f"{what} sendt tilbake", str(detail.get("comment", "")))
            case "amended":
                return Event(at, "amended", group, self._amended(detail, occurrence), f"av {record.who}")
            case "step.held":
                return Event(at, "held", group, what, str(detail.get("reason", "")))
            case "step.skipped":
                return Event(at, "skipped", group, what, str(detail.get("reason", "")))
            case "message.received" if str(detail.get("why", "")).endswith(attendance.NO_TEXT):
                return None  # a click in the calendar: told at the meeting itself, all together
            case "message.received":
                answer = ANSWERS.get(str(detail.get("state")), "E-post i kø")
                sender = str(detail.get("organisation") or "ukjent avsender")
                return Event(at, "reply", group, f"{answer} fra {sender}", self._titled(occurrence), self.links(record.sha256))
        return None

    def _amended(self, detail: Mapping[str, Any], occurrence: Occurrence) -> str:
        title = occurrence.activity.title
        match detail.get("kind"):
            case "moved":
                self.days[occurrence.key] = datetime.fromisoformat(detail["data"]["start"]).date()
                return f"{title}: flyttet til {norsk.long(self.days[occurrence.key])}"
            case "cancelled":
                return f"{title}: avlyst"
            case "relocated":
                return f"{title}: nytt møtested, {invite.location(occurrence.place)}"
            case "corrected":
                return f"{title}: rettet {detail['data']['what']}"
            case _:
                return f"{title}: ny sak på sakskartet"

    def _sending(self, step: str, name: str, sent: list[Record]) -> Event:
        """All the letters of one step, as one event."""
        at = min(record.at for record in sent).astimezone(OSLO)
        occurrence = self.plan.by_key.get(sent[0].occurrence)
        mails = sum(not _key(record).endswith("/calendar") for record in sent)
        invitations = len(sent) - mails
        if f"/{spoken.FOLLOW_UP}/" in step:
            return Event(at, "sent", step.partition("/")[0], spoken.step(step), f"{mails} brev", self.links(step), mails)
        if occurrence is None:
            return Event(at, "weekly", "", f"Ukebrev, uke {at.isocalendar().week}", "til sekretariatet", self.links(step), mails)
        if "/draft-" in step:
            return Event(at, "draft", occurrence.group.id, f"Utkast til godkjenning: {name}", "til sekretariatet", self.links(step), mails)
        detail = " og ".join(f"{count} {what}" for count, what in ((mails, "brev"), (invitations, "kalenderinvitasjoner")) if count)
        return Event(at, "sent", occurrence.group.id, name, detail, self.links(step), len(sent))

    def _named(self, step: str, key: str) -> str:
        """A step as people call it: «Innkalling: Møte i … 4. november 2027»."""
        occurrence = self.plan.by_key.get(key)
        if occurrence is None:
            return step
        return f"{spoken.step(step)}: {self._titled(occurrence)}"

    def _titled(self, occurrence: Occurrence) -> str:
        return f"{occurrence.activity.title} {norsk.long(self.days[occurrence.key])}"

    def _taking_place(self, occurrence: Occurrence) -> Event:
        state = "Avlyst: " if occurrence.cancelled is not None else "" if occurrence.meeting else "Frist: "
        coming = {organisation for organisation, answer in self.answers.get(occurrence.key, {}).values() if answer == "accepted"}
        words = f"{len(coming)} {'organisasjon' if len(coming) == 1 else 'organisasjoner'} har takket ja" if coming else ""
        told = (invite.location(occurrence.place), "; ".join(occurrence.warnings), words)
        return Event(
            occurrence.start, "occurrence", occurrence.group.id, f"{state}{occurrence.activity.title}", ". ".join(filter(None, told))
        )


def _key(record: Record) -> str:
    return str(json.loads(record.detail)["key"])


def first_letters(letters: Iterable[StoredLetter]) -> tuple[StoredLetter | None, StoredLetter | None]:
    """One mail and one invitation of a step, to show what it was like."""
    found = tuple(letters)
    mail = next((letter for letter in found if not letter.key.endswith("/calendar")), None)
    return mail, next((letter for letter in found if letter.key.endswith("/calendar")), None)
