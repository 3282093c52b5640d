"""Steps: done, left out, or held for a person. And the facts that deciding needs, in one read."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.cycle.memory import Entry, StepRow, StepState, Told
from bot.cycle.model import DraftFact, EditionFact, Facts
from bot.journal.letters import read_told
from bot.journal.store import Store, note, some
from bot.journal.tables import draft, edition, letter, step


class Steps(Store):
    """The part of the journal that remembers how it went with each step."""

    def finish(self, key: str, occurrence: str, at: datetime) -> None:
        """The step is done: its letters have left."""
        self._settle(StepRow(key, occurrence, "done", "", at))

    def skip(self, key: str, occurrence: str, reason: str, at: datetime) -> None:
        """The step will never leave, with the reason."""
        self._settle(StepRow(key, occurrence, "skipped", reason, at))

    def hold(self, key: str, occurrence: str, reason: str, at: datetime) -> None:
        """The step waits for a person. With the same reason as before nothing changes, so that `at` says since when."""
        self._settle(StepRow(key, occurrence, "held", reason, at))

    def unhold(self, keys: Collection[str], at: datetime) -> None:
        """These steps are not held any more."""
        with self.writing() as connection:
            for portion in some(keys):
                gone = delete(step).where(step.c.key.in_(portion), step.c.state == "held").returning(step.c.key, step.c.occurrence)
                rows = connection.execute(gone).all()
                note(connection, *(Entry(at, "step.unheld", occurrence=occurrence, step=key) for key, occurrence in rows))

    def held(self) -> tuple[StepRow, ...]:
        """Every step that waits for a person, the longest first."""
        return self._steps("held")

    def skipped_since(self, at: datetime) -> tuple[StepRow, ...]:
        """Every step that was left out at `at` or later, oldest first."""
        return self._steps("skipped", at)

    def occurrences_since(self, at: datetime) -> frozenset[str]:
        """Every occurrence that a step was done for at `at` or later."""
        with self.reading() as connection:
            return frozenset(connection.scalars(select(step.c.occurrence).where(step.c.state == "done", step.c.at >= at).distinct()))

    def facts(self, occurrences: Collection[str], start: datetime) -> Facts:
        """What has happened to these occurrences. `basis` is left empty: what a draft would be made from is not the journal's to know.

        Costs the same however much has happened to others.
        """
        settled: dict[str, StepRow] = {}
        editions: dict[tuple[str, str], EditionFact] = {}
        told: dict[str, dict[str, Told]] = {}
        drafts: dict[str, DraftFact] = {}
        with self.reading() as connection:
            for portion in some(occurrences):
                settled |= _settled(connection, portion)
                told |= _told(connection, portion, {key for key, found in settled.items() if found.state == "done"})
                drafts |= _drafts(connection, portion)
                editions |= _editions(connection, portion)
        finished = {key: row.at for key, row in settled.items() if row.state == "done"}
        skipped = frozenset(settled) - finished.keys()
        return Facts(start=start, done=frozenset(finished), skipped=skipped, told=told, drafts=drafts, editions=editions, finished=finished)

    def _settle(self, new: StepRow) -> None:
        """Done and left out are final; held gives way to them, and to another reason."""
        changed = (step.c.state == "held") & ((step.c.state != new.state) | (step.c.reason != new.reason))
        values = {"state": new.state, "reason": new.reason, "at": new.at}
        put = self.upsert(step).values(new._asdict()).on_conflict_do_update(index_elements=["key"], set_=values, where=changed)
        with self.writing() as connection:
            if connection.scalar(put.returning(step.c.key)) is not None:
                told = {"reason": new.reason} if new.reason else {}
                note(connection, Entry(new.at, f"step.{new.state}", occurrence=new.occurrence, step=new.key, detail=told))

    def _steps(self, state: StepState, since: datetime | None = None) -> tuple[StepRow, ...]:
        query = select(step.c.key, step.c.occurrence, step.c.state, step.c.reason, step.c.at).where(step.c.state == state)
        if since is not None:
            query = query.where(step.c.at >= since)
        with self.reading() as connection:
            return tuple(StepRow(*row) for row in connection.execute(query.order_by(step.c.at, step.c.key)))


def _settled(connection: Connection, occurrences: Collection[str]) -> dict[str, StepRow]:
    query = select(step.c.key, step.c.occurrence, step.c.state, step.c.reason, step.c.at)
    return {row.key: StepRow(*row) for row in connection.execute(query.where(step.c.occurrence.in_(occurrences), step.c.state != "held"))}


def _editions(connection: Connection, occurrences: Collection[str]) -> dict[tuple[str, str], EditionFact]:
    """The newest edition of each paper."""
    columns = (edition.c.occurrence, edition.c.paper, edition.c.sha256, edition.c.base, edition.c.content)
    query = select(*columns).where(edition.c.occurrence.in_(occurrences)).order_by(edition.c.id)
    return {(key, paper): EditionFact(sha256, base, content) for key, paper, sha256, base, content in connection.execute(query)}


def _told(connection: Connection, occurrences: Collection[str], done: Collection[str]) -> dict[str, dict[str, Told]]:
    """What the newest letter said, for each occurrence and each recipient whom something has reached.

    Newest is the one that was made last: a clock may be set back. One that is held counts, and so does one that a person has let go
    after that, or the same news would be written anew at every round.
    """
    query = select(letter.c.occurrence, letter.c.recipient, letter.c.told, letter.c.state, letter.c.step)
    query = query.where(letter.c.occurrence.in_(occurrences), letter.c.state != "withdrawn", letter.c.told != "").order_by(letter.c.id)
    found = [row for row in connection.execute(query) if row.state in ("sent", "held") or row.step in done]
    reached = {(row.occurrence, row.recipient) for row in found if row.state == "sent"}
    newest = {(row.occurrence, row.recipient): row.told for row in found if (row.occurrence, row.recipient) in reached}
    read = {text: read_told(text) for text in set(newest.values())}
    told: dict[str, dict[str, Told]] = {}
    for (occurrence, recipient), text in newest.items():
        if (last := read[text]) is not None:
            told.setdefault(occurrence, {})[recipient] = last
    return told


def _drafts(connection: Connection, occurrences: Collection[str]) -> dict[str, DraftFact]:
    columns = (draft.c.step, draft.c.basis, draft.c.state, draft.c.decided_at, draft.c.comment)
    query = select(*columns).where(draft.c.occurrence.in_(occurrences), draft.c.state != "replaced").order_by(draft.c.version)
    return {key: DraftFact(basis, state, at, comment) for key, basis, state, at, comment in connection.execute(query)}
