"""What has happened, as a person tells it: the postjournal and the plan, made into the events of a timeline."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.cycle.memory import Record, StoredLetter
from bot.cycle.model import OSLO, Occurrence, Plan
from bot.papers import invite, norsk
from bot.papers.timeline import Event
from bot.papers.values import Link

Links = Callable[[str], tuple[Link, ...]]
"""The links of a step: its papers, letters and invitations, where they lie."""

STEPS: Mapping[str, str] = {
    "notice": "Innkalling", "remind": "Påminnelse", "heads-up": "Varsel om frist", "moved": "Ny dato", "relocated": "Nytt møtested",
    "cancelled": "Avlysning", "changed": "Rettet innkalling",
}  # fmt: skip


def events(plan: Plan, records: Iterable[Record], links: Links) -> Iterator[Event]:
    """Everything that happened. `plan` holds the occurrences that are told of; a sending about none of them is the weekly letter."""
    letters: dict[str, list[Record]] = {}
    for record in records:
        if record.what == "letter.sent":
            letters.setdefault(record.step, []).append(record)
        elif (event := _event(record, plan, links)) is not None:
            yield event
    for step, sent in letters.items():
        yield _sending(step, sent, plan, links)
    for occurrence in plan.occurrences:
        yield _taking_place(occurrence)


def _event(record: Record, plan: Plan, links: Links) -> Event | None:
    """One line of the record that a person would tell of."""
    occurrence = plan.by_key.get(record.occurrence)
    if occurrence is None:
        return None
    at, group, what = record.at.astimezone(OSLO), occurrence.group.id, _named(record.step, occurrence)
    detail: dict[str, Any] = json.loads(record.detail)
    match record.what:
        case "draft.approved":
            return Event(at, "approved", group, f"{what} godkjent", f"av {record.who}")
        case "draft.returned":
            return Event(at, "returned", group, f"{what} sendt tilbake", str(detail.get("comment", "")))
        case "amended":
            return Event(at, "amended", group, _amended(detail, occurrence), f"av {record.who}")
        case "step.held":
            return Event(at, "held", group, what, str(detail.get("reason", "")))
        case "step.skipped":
            return Event(at, "skipped", group, what, str(detail.get("reason", "")))
        case "message.received":
            verdict = (
                "Svar" if detail.get("state") == "matched" else "Automatisk svar" if detail.get("state") == "ignored" else "E-post i kø"
            )
            return Event(
                at,
                "reply",
                group,
                f"{verdict} fra {detail.get('organisation') or 'ukjent avsender'}",
                f"{occurrence.activity.title} {norsk.long(occurrence.day)}",
                links(record.sha256),
            )
    return None


def _amended(detail: Mapping[str, Any], occurrence: Occurrence) -> str:
    title = occurrence.activity.title
    match detail.get("kind"):
        case "moved":
            return f"{title}: flyttet til {norsk.long(datetime.fromisoformat(detail['data']['start']).date())}"
        case "cancelled":
            return f"{title}: avlyst"
        case "relocated":
            return f"{title}: nytt møtested, {invite.location(occurrence.place)}"
        case _:
            return f"{title}: ny sak på sakskartet"


def _sending(step: str, sent: list[Record], plan: Plan, links: Links) -> Event:
    """All the letters of one step, as one event."""
    at = min(record.at for record in sent).astimezone(OSLO)
    occurrence = plan.by_key.get(sent[0].occurrence)
    mails = [record for record in sent if not _key(record).endswith("/calendar")]
    invitations = len(sent) - len(mails)
    if occurrence is None:
        return Event(at, "weekly", "", f"Ukebrev, uke {at.isocalendar().week}", "til sekretariatet", links(step), len(mails))
    if "/draft-" in step:
        return Event(
            at,
            "draft",
            occurrence.group.id,
            f"Utkast til godkjenning: {_named(step.rpartition('/')[0], occurrence)}",
            "til sekretariatet",
            links(step),
            len(mails),
        )
    detail = f"{len(mails)} brev" + (f" og {invitations} kalenderinvitasjoner" if invitations else "")
    return Event(at, "sent", occurrence.group.id, _named(step, occurrence), detail, links(step), len(sent))


def _key(record: Record) -> str:
    return str(json.loads(record.detail)["key"])


def _taking_place(occurrence: Occurrence) -> Event:
    state = "Avlyst: " if occurrence.cancelled is not None else "" if occurrence.meeting else "Frist: "
    warned = "; ".join(occurrence.warnings)
    return Event(
        occurrence.start,
        "occurrence",
        occurrence.group.id,
        f"{state}{occurrence.activity.title}",
        ". ".join(filter(None, (invite.location(occurrence.place), warned))),
    )


def _named(step: str, occurrence: Occurrence) -> str:
    """A step as people call it: «Innkalling: Møte i … 4. november 2027»."""
    name = step.rpartition("/")[2]
    word = STEPS.get(name) or STEPS.get(name.rpartition("-")[0]) or ("Påminnelse" if name == "remind" else name)
    return f"{word}: {occurrence.activity.title} {norsk.long(occurrence.day)}"


def first_letters(letters: Iterable[StoredLetter]) -> tuple[StoredLetter | None, StoredLetter | None]:
    """One mail and one invitation of a step, to show what it was like."""
    found = tuple(letters)
    mail = next((letter for letter in found if not letter.key.endswith("/calendar")), None)
    return mail, next((letter for letter in found if letter.key.endswith("/calendar")), None)
