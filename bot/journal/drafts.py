"""Drafts: proposed by the program, approved or returned by a person. Every version is kept."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.cycle.memory import Draft, DraftState, Entry, NewLetter
from bot.errors import Refused, Unknown
from bot.journal.letters import Letters
from bot.journal.store import note
from bot.journal.tables import consent as table
from bot.journal.tables import draft, letter


class Drafts(Letters):
    """The part of the journal that remembers what was laid before a person, and what that person said."""

    def propose(self, step: str, occurrence: str, basis: str, content: str, at: datetime, letters: Iterable[NewLetter] = ()) -> int:
        """Store a new version of the draft of a step, and return its number. An older one that was open or approved is replaced.

        `letters` tell the secretariat of it: they are made ready in the same transaction, so that no draft waits unseen.
        """
        with self.writing() as connection:
            newest = _newest(connection, step)
            version = newest.version + 1 if newest else 1
            older = update(draft).where(draft.c.step == step, draft.c.state.in_(("open", "approved")))
            connection.execute(older.values(state="replaced"))
            row = {"step": step, "version": version, "occurrence": occurrence, "basis": basis, "state": "open", "content": content}
            connection.execute(insert(draft), row | {"made_at": at, "decided_by": "", "comment": ""})
            told = {"version": version, "basis": basis}
            note(connection, Entry(at, "draft.made", occurrence=occurrence, step=step, detail=told))
            self._enqueue(connection, letters, at)
        return version

    def draft(self, step: str) -> Draft | None:
        """The newest draft of a step, whatever was said about it."""
        with self.reading() as connection:
            return _newest(connection, step)

    def draft_of(self, step: str, version: int) -> Draft | None:
        """One version of the draft of a step, also one that has been replaced."""
        with self.reading() as connection:
            row = connection.execute(select(draft).where(draft.c.step == step, draft.c.version == version)).mappings().one_or_none()
        return Draft(**row) if row else None

    def versions(self, since: datetime) -> tuple[tuple[str, int], ...]:
        """Step and version of every draft that was made at `since` or later, newest first."""
        query = (
            select(draft.c.step, draft.c.version).where(draft.c.made_at >= since).order_by(draft.c.made_at.desc(), draft.c.version.desc())
        )
        with self.reading() as connection:
            return tuple((row.step, row.version) for row in connection.execute(query))

    def drafts(self, states: Collection[DraftState]) -> tuple[Draft, ...]:
        """All drafts in these states, oldest first."""
        query = select(draft).where(draft.c.state.in_(sorted(set(states)))).order_by(draft.c.made_at, draft.c.step, draft.c.version)
        with self.reading() as connection:
            return tuple(Draft(**row) for row in connection.execute(query).mappings())

    def approve(self, step: str, version: int, content: str, who: str, at: datetime, said: datetime | None = None) -> None:
        """Freeze `content` as what the step sends. Only the newest draft can be approved; one that was returned still can.

        `said` is when the person said so, in a mail that was read at `at`.
        """
        with self.writing() as connection:
            found = _decidable(connection, step, version)
            if found.state not in {"open", "returned"}:
                raise Refused(f"Utkastet er alt godkjent av {found.decided_by}.")
            _decide(connection, found, state="approved", content=content, decided_by=who, decided_at=at)
            told = _said(version, said)
            note(connection, Entry(at, "draft.approved", who=who, occurrence=found.occurrence, step=step, detail=told))

    def consent(self, step: str, version: int, who: str, at: datetime, said: datetime | None = None) -> int:
        """One person says yes to the newest draft of a step. Return how many have, each counted once.

        Raises Refused when the draft has been replaced.
        """
        with self.writing() as connection:
            found = _decidable(connection, step, version)
            row = {"step": step, "version": version, "who": who, "at": at}
            write = self.upsert(table).values(row).on_conflict_do_nothing().returning(table.c.who)
            if connection.scalar(write) is not None:
                told = _said(version, said)
                note(connection, Entry(at, "draft.consented", who=who, occurrence=found.occurrence, step=step, detail=told))
            mine = select(func.count()).where(table.c.step == step, table.c.version == version)
            return int(connection.scalar(mine) or 0)

    def hand_back(self, step: str, version: int, comment: str, who: str, at: datetime, said: datetime | None = None) -> None:
        """Return a draft with a comment: one that is open, or approved with nothing on its way yet. Nothing leaves from it.

        Whoever has said yes to it must say so anew. Raises Refused when it is returned already, or a letter has been claimed for sending.
        """
        with self.writing() as connection:
            found = _decidable(connection, step, version)
            if found.state not in {"open", "approved"}:
                raise Refused(f"Utkastet er alt returnert av {found.decided_by}.")
            if found.state == "approved":
                self._stop(connection, step, f"utkastet er sendt tilbake av {who}", at, who)
            connection.execute(delete(table).where(table.c.step == step, table.c.version == version))
            _decide(connection, found, state="returned", comment=comment, decided_by=who, decided_at=at)
            told = {**_said(version, said), "comment": comment}
            note(connection, Entry(at, "draft.returned", who=who, occurrence=found.occurrence, step=step, detail=told))

    def _stop(self, connection: Connection, step: str, reason: str, at: datetime, who: str) -> None:
        """What is ready will not leave. Raises Refused when something may have."""
        found = connection.execute(select(letter.c.key, letter.c.state).where(letter.c.step == step)).all()
        if any(state in {"claimed", "sent"} for _, state in found):
            raise Refused("Det er alt på vei ut.")
        self._withdraw(connection, [key for key, _ in found], reason, at, who)


def _said(version: int, said: datetime | None) -> dict[str, object]:
    return {"version": version} | ({"said": said.isoformat()} if said else {})


def _newest(connection: Connection, step: str, *, change: bool = False) -> Draft | None:
    query = select(draft).where(draft.c.step == step).order_by(draft.c.version.desc()).limit(1)
    row = connection.execute(query.with_for_update() if change else query).mappings().one_or_none()
    return Draft(**row) if row else None


def _decidable(connection: Connection, step: str, version: int) -> Draft:
    newest = _newest(connection, step, change=True)
    if newest is None:
        raise Unknown(f"Det finnes ikke noe utkast til «{step}».")
    if newest.version != version:
        raise Refused(f"Utkast {version} til «{step}» er erstattet av utkast {newest.version}. Les det nye først.")
    return newest


def _decide(connection: Connection, found: Draft, **decision: object) -> None:
    connection.execute(update(draft).where(draft.c.step == found.step, draft.c.version == found.version).values(**decision))
