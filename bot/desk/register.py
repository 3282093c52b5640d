"""The registers: what approved minutes decided and want done, entered once; and a measure as a person changes it by hand."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.cycle.memory import Decided, Edition, Entry, Mark, Measure, MeasureState
from bot.cycle.model import OSLO, Occurrence, Step
from bot.desk import envelope, meetings, merging, minuted, readings
from bot.desk.desk import Desk, View
from bot.desk.merging import About, Was
from bot.desk.readings import Kept, KeptCase
from bot.errors import Refused
from bot.papers import edited, norsk
from bot.papers.edited import Edited
from bot.papers.followup import deadline

PAPER = "minutes"
ENTERED, SETTLED = "minutes.entered", "minutes.approved"
"""What the postjournal calls it that minutes are in the registers, and that a later meeting has approved them."""
GONE = "Vedtaket er tatt ut av referatet."
_TEXT = re.compile(r"\w")
_YES = re.compile(r"\bgodkjen", re.IGNORECASE)
_NO = re.compile(
    r"\b(?:ikk?j?e (?:\w+ ){0,2}godkjen|godkjen\w* (?:\w+ ){0,2}ikk?j?e\b|utsatt|utsett|utset|utsettes|utsettast|avvist|trukket|trekt)",
    re.IGNORECASE,
)


# --- from the minutes ----------------------------------------------------------------------------------------------------


class Sent(NamedTuple):
    """The step by which minutes were approved, and when they were (aware UTC)."""

    step: Step
    at: datetime


def enter(desk: Desk, view: View, now: datetime) -> None:
    """Enter what newly approved minutes decided and want done, once for each edition. For the holder of the lock; safe to repeat.

    A deadline that names a meeting follows it when it moves.
    """
    sent = {one.key: (one, sent) for one in view.plan.occurrences if (sent := _sent(view, one, now))}
    editions: dict[str, list[Edition]] = {}
    for edition in desk.journal.editions(sent):
        if edition.paper == PAPER and edition.at <= sent[edition.occurrence][1].at:
            editions.setdefault(edition.occurrence, []).append(edition)
    for key, found in sorted(editions.items(), key=lambda one: sent[one[0]][0].start):
        occurrence, by = sent[key]
        mark, here = desk.journal.mark(_mark(key)), f"{found[-1].sha256} {by.step.rule.name}"
        if mark != here:
            _enter(Minutes(desk, view, occurrence, by.step, found, mark.partition(" ")[0], now))
            desk.journal.move_mark(Mark(_mark(key), here))
    _follow(desk, view, now)


def _mark(occurrence: str) -> str:
    return f"{occurrence} {PAPER}"


def _sent(view: View, occurrence: Occurrence, now: datetime) -> Sent | None:
    """The newest approval of the minutes of an occurrence: what was handed in after it waits for the next."""
    found = []
    for step in occurrence.steps:
        if step.at < occurrence.end or step.rule.to == "secretariat" or PAPER not in step.rule.papers:
            continue
        draft = view.facts.drafts.get(step.key)
        if draft and draft.state == "approved" and draft.decided_at:
            found.append(Sent(step, draft.decided_at))
        elif step.key in view.facts.done:
            found.append(Sent(step, view.facts.finished.get(step.key, now)))
    return max(found, key=lambda one: one.at, default=None)


class Minutes(NamedTuple):
    """Approved minutes on their way into the registers. `editions` are oldest first; `mark` is the file that was entered last, or empty."""

    desk: Desk
    view: View
    occurrence: Occurrence
    step: Step
    editions: Sequence[Edition]
    mark: str
    now: datetime

    @property
    def edition(self) -> Edition:
        return self.editions[-1]


def _enter(minutes: Minutes) -> None:
    """What one edition says, into the registers; what could not be read has nothing to enter."""
    desk, occurrence, edition, now = minutes.desk, minutes.occurrence, minutes.edition, minutes.now
    kept = readings.read(edition.content)
    if kept.reason:
        return
    filename, sha256 = _file(minutes)
    body = occurrence.group.id
    known = desk.journal.decisions([body])
    desk.journal.decide(_decided(minutes, kept, [one for one in known if one.occurrence == occurrence.key], sha256))
    language = occurrence.group.language
    about = About(body, occurrence.key, occurrence.day, _coming(desk, minutes.view, occurrence), language, sha256, now)
    found = merging.merged(minuted.rows(kept), _was(minutes), desk.journal.measures([body]), about)
    desk.journal.enter(found, edition.who, now)
    told = {"filename": filename, "edition": edition.sha256}
    desk.journal.record(Entry(now, ENTERED, edition.who, occurrence=occurrence.key, step=minutes.step.key, sha256=sha256, detail=told))
    _settle(minutes, kept)


def _file(minutes: Minutes) -> tuple[str, str]:
    """The minutes as they leave: the name of the file, and its SHA-256."""
    draft = minutes.desk.journal.draft(minutes.step.key)
    letters = envelope.thawed(draft.content) if draft else ()
    files = envelope.files(letters[0].content) if letters else ()
    sent = next((file for file in files if file.filename.lower().endswith(".docx")), None)
    return (sent.filename, sent.sha256) if sent else ("", minutes.edition.sha256)


def _coming(desk: Desk, view: View, occurrence: Occurrence) -> tuple[date, ...]:
    """The days of the meetings that follow, as they are planned now."""
    return tuple(one.day for one in meetings.of(desk.office, view.whole, occurrence) if one.start > occurrence.start)


def _was(minutes: Minutes) -> Was:
    """The rows as they were when the newest edition was begun, and in the edition that was entered last."""
    last = next((one for one in reversed(minutes.editions) if one.sha256 == minutes.mark), None)
    entered = minuted.rows(readings.read(last.content)) if last else ()
    found = edited.read(minutes.desk.journal.fetch(minutes.edition.base)) if minutes.edition.base else None
    return Was(minuted.rows(Kept(cases=readings.cases(found), measures=found.measures)) if isinstance(found, Edited) else None, entered)


def _decided(minutes: Minutes, kept: Kept, known: Sequence[Decided], sha256: str) -> Iterator[Decided]:
    """Each case with a decision; and what an earlier edition had and this one has not, which keeps its number and says so."""
    occurrence, now = minutes.occurrence, minutes.now
    here = {case.id for case in kept.cases}
    gone = [one for one in known if one.item not in here]
    met = set()
    for case in kept.cases:
        if _TEXT.search(case.decision):
            item = _renamed(case, known, gone)
            met.add(item)
            yield Decided(occurrence.group.id, occurrence.day.year, 0, occurrence.key, item, case.title, case.decision, sha256, now)
    yield from (one._replace(text=GONE, sha256=sha256, at=now) for one in known if one.item not in met and one.text != GONE)


def _renamed(case: KeptCase, known: Sequence[Decided], gone: Sequence[Decided]) -> str:
    """The id of a case; for one that a person added and has given another title since, the id it had."""
    if not case.new or any(one.item == case.id for one in known):
        return case.id
    return next((one.item for one in gone if one.text == case.decision), case.id)


def _settle(minutes: Minutes, kept: Kept) -> None:
    """Remember that the minutes of the meeting before were approved here, where they were."""
    case, occurrence, journal = kept.case(meetings.APPROVES), minutes.occurrence, minutes.desk.journal
    before = meetings.before(meetings.of(minutes.desk.office, minutes.view.whole, occurrence), occurrence)
    if case is None or before is None or not approves(case.decision):
        return
    records = journal.records(occurrence=before.key)
    if any(one.what == SETTLED and json.loads(one.detail)["by"] == occurrence.key for one in records):
        return
    sha256 = next((one.sha256 for one in reversed(records) if one.what == ENTERED), "")
    told = {"by": occurrence.key, "text": case.decision}
    journal.record(Entry(minutes.now, SETTLED, minutes.edition.who, occurrence=before.key, sha256=sha256, detail=told))


def approves(decision: str) -> bool:
    """Whether a decision on the minutes of the meeting before approves them: with remarks too, but not when it is put off."""
    return bool(_TEXT.search(decision)) and (not _NO.search(decision) if _YES.search(decision) else not _doubtful(decision))


def _doubtful(decision: str) -> bool:
    return bool(_NO.search(decision) or re.search(r"\bikk?j?e\b", decision, re.IGNORECASE))


def _follow(desk: Desk, view: View, now: datetime) -> None:
    """A deadline such as «neste møte» is the day of that meeting, also when it has been moved or called off since."""
    moved = []
    for one in (one for found in view.facts.measures.values() for one in found if one.state == "open" and "møt" in one.deadline.lower()):
        occurrence = view.whole.by_key.get(one.occurrence)
        if occurrence is None:
            continue
        found = deadline.read(one.deadline, occurrence.day, _coming(desk, view, occurrence), occurrence.group.language)
        if found.kind == "meeting" and found.day and found.day.isoformat() != one.due:
            moved.append(one._replace(due=found.day.isoformat()))
    if moved:
        known: Mapping[tuple[str, int], Measure] = {(one.body, one.number): one for one in desk.journal.measures()}
        current = [known[one.body, one.number] for one in moved]
        kept = [one._replace(due=new.due) for one, new in zip(current, moved, strict=True) if one.deadline == new.deadline]
        desk.journal.enter(kept, "aarshjul", now)


# --- by hand --------------------------------------------------------------------------------------------------------------


class Change(NamedTuple):
    """What a person wants a measure to be; None leaves it as it is."""

    status: str | None = None
    deadline: str | None = None
    owner: str | None = None
    state: MeasureState | None = None


def change(desk: Desk, view: View, body: str, number: int, wanted: Change, who: str, now: datetime) -> Measure:  # noqa: PLR0913, PLR0917
    """Change a measure, and say who did. Returns it as it now is.

    Raises Unknown when there is no such measure; Refused for a deadline that cannot be understood.
    """
    new = desk.journal.measure(body, number)
    if wanted.status is not None:
        new = new._replace(status=wanted.status)
    if wanted.owner is not None:
        new = new._replace(owner=wanted.owner)
    if wanted.deadline is not None and not wanted.deadline.strip(" –-"):
        new = new._replace(deadline="", due="")
    elif wanted.deadline is not None:
        new = postponed(desk, view, new, wanted.deadline, now)
    if wanted.state is not None:
        new = new._replace(state=wanted.state)
    desk.journal.enter([new], who, now)
    return new


def postponed(desk: Desk, view: View, one: Measure, text: str, at: datetime) -> Measure:
    """A measure with a deadline that somebody has written at `at` (aware): as a date, since «neste uke» says nothing later.

    Raises Refused when it cannot be understood, or has passed.
    """
    today = at.astimezone(OSLO).date()
    occurrence = view.whole.by_key.get(one.occurrence)
    series = meetings.of(desk.office, view.whole, occurrence) if occurrence else ()
    language = desk.office.cycle(one.body).schedule.group.language
    found = deadline.read(text, today, [other.day for other in series if other.day > today], language)
    if found.kind == "running":
        return one._replace(deadline=text.strip(), due="")
    if found.day is None:
        raise Refused(f"Den nye fristen «{text}» er ikke forstått: {found.why}." if text.strip() else "Det er ikke skrevet noen ny frist.")
    if found.day < today:
        raise Refused(f"Den nye fristen «{text}» er lest som {norsk.long(found.day)}, og den dagen er passert.")
    return one._replace(deadline=norsk.long(found.day, language), due=found.day.isoformat())
