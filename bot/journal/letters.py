"""Letters: each is made once, claimed before it is sent, and closed with its receipt. Law 4 lives here."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, TextClause, case, delete, exists, func, or_, select, update
from sqlalchemy import true as everything

from bot.cycle.memory import PROGRAM, Entry, LetterState, NewLetter, StoredLetter, Told
from bot.errors import Unknown
from bot.journal.store import Store, note, some
from bot.journal.tables import UNFINISHED, letter, step

COLUMNS = tuple(column for column in letter.c if column.name != "id")
UNSENT: tuple[LetterState, ...] = ("ready", "claimed")


class Letters(Store):
    """The part of the journal that lets each letter leave once: ready → claimed → sent, or held for a person."""

    def enqueue(self, letters: Iterable[NewLetter], at: datetime) -> int:
        """Store letters as ready, all or none. A key that is already here stays as it is. Return how many were new.

        What was withdrawn from the same step gives way: it never left, and these are what the step says now.
        """
        with self.writing() as connection:
            return self._enqueue(connection, letters, at)

    def letters(self, step: str) -> tuple[StoredLetter, ...]:
        """Every letter of a step, whatever has become of it, oldest first."""
        return self._letters(letter.c.step == step)

    def unsent(self, step: str) -> tuple[StoredLetter, ...]:
        """The letters of a step that are on their way: ready or claimed."""
        return self._letters(letter.c.step == step, letter.c.state.in_(UNSENT))

    def open_letters(self) -> tuple[StoredLetter, ...]:
        """Every letter that is on its way, oldest first. One that is claimed while nobody holds the lock was left by someone who died."""
        return self._letters(UNFINISHED, letter.c.state.in_(UNSENT))

    def held_letters(self) -> tuple[StoredLetter, ...]:
        """Every letter that waits for a person."""
        return self._letters(UNFINISHED, letter.c.state == "held")

    def left(self, occurrences: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Steps of these occurrences, each with its occurrence: their letters have left or are held, but they are not said to be done."""
        said = exists().where(step.c.key == letter.c.step, step.c.state != "held")
        waits = func.sum(case((letter.c.state.in_(("sent", "held")), 0), else_=1))
        found: list[tuple[str, str]] = []
        with self.reading() as connection:
            for portion in some(occurrences):
                mine = select(letter.c.step, letter.c.occurrence).where(letter.c.occurrence.in_(portion), ~said)
                done = connection.execute(mine.group_by(letter.c.step, letter.c.occurrence).having(waits == 0).order_by(letter.c.step))
                found += [(key, occurrence) for key, occurrence in done]
        return tuple(found)

    def sent_by_message_ids(self, ids: Collection[str]) -> tuple[StoredLetter, ...]:
        """The letters that an answer refers to (In-Reply-To, References), oldest first. That it was answered proves that it was sent.

        A post that gives a letter a Message-ID of its own gives it as the receipt.
        """
        found = [self._letters(or_(letter.c.message_id.in_(portion), letter.c.receipt.in_(portion))) for portion in some(ids)]
        return tuple(one for portion in found for one in portion)

    def claim(self, key: str, sha256: str, at: datetime) -> bool:
        """Take a ready letter for sending as these bytes; committed when this returns. False if it is not ready (any more)."""
        with self.guarded() as connection:
            taken = _turn(connection, key, letter.c.state == "ready", state="claimed", sha256=sha256, claimed_at=at)
            if taken:
                _tell(connection, key, "letter.claimed", at)
        return taken

    def close(self, key: str, receipt: str, at: datetime) -> None:
        """The letter has left, and this proves it. Evidence wins over any other state; a second proof changes nothing."""
        with self.writing() as connection:
            if _turn(connection, key, letter.c.state != "sent", state="sent", receipt=receipt, closed_at=at, reason=""):
                _tell(connection, key, "letter.sent", at, receipt=receipt)

    def release(self, key: str, at: datetime) -> None:
        """A claimed letter is ready again: the post proves that it never left."""
        with self.writing() as connection:
            if _turn(connection, key, letter.c.state == "claimed", state="ready", sha256="", claimed_at=None):
                _tell(connection, key, "letter.released", at)

    def hold_letter(self, key: str, reason: str, at: datetime) -> None:
        """A letter that has not left waits for a person, who is told why."""
        with self.writing() as connection:
            if _turn(connection, key, letter.c.state.in_(UNSENT), state="held", reason=reason):
                _tell(connection, key, "letter.held", at, reason=reason)

    def requeue(self, key: str, who: str, at: datetime) -> None:
        """A person says that a held letter may leave after all."""
        with self.writing() as connection:
            if _turn(connection, key, letter.c.state == "held", state="ready", sha256="", claimed_at=None, reason=""):
                _tell(connection, key, "letter.ready", at, who=who)

    def withdraw(self, keys: Collection[str], reason: str, at: datetime, who: str = PROGRAM) -> int:
        """Letters that are ready or held will not leave; one that is claimed may have, and stays. Return how many were withdrawn."""
        with self.writing() as connection:
            return self._withdraw(connection, keys, reason, at, who)

    def _withdraw(self, connection: Connection, keys: Collection[str], reason: str, at: datetime, who: str) -> int:
        waiting = or_(letter.c.state == "ready", letter.c.state == "held")
        withdrawn = 0
        for key in sorted(set(keys)):
            if _turn(connection, key, waiting, state="withdrawn", reason=reason, closed_at=at):
                _tell(connection, key, "letter.withdrawn", at, who=who, reason=reason)
                withdrawn += 1
        return withdrawn

    def _enqueue(self, connection: Connection, letters: Iterable[NewLetter], at: datetime) -> int:
        state = {"state": "ready", "sha256": "", "receipt": "", "reason": "", "created_at": at}
        rows = [_fields(new) | state for new in letters]
        if not rows:
            return 0
        make = self.upsert(letter).on_conflict_do_nothing(index_elements=["key"]).returning(letter.c.key)
        for portion in some(str(row["step"]) for row in rows):
            connection.execute(delete(letter).where(letter.c.step.in_(portion), letter.c.state == "withdrawn"))
        made = set(connection.scalars(make, rows))
        note(connection, *(_entry(at, "letter.ready", row) for row in rows if row["key"] in made))
        return len(made)

    def _letters(self, *conditions: ColumnElement[bool] | TextClause) -> tuple[StoredLetter, ...]:
        with self.reading() as connection:
            rows = connection.execute(select(*COLUMNS).where(*conditions).order_by(letter.c.id)).mappings().all()
        return tuple(StoredLetter(**{**row, "told": read_told(row["told"])}) for row in rows)


def read_told(text: str) -> Told | None:
    """What a recipient was told, from the text it is kept as."""
    return Told(**json.loads(text)) if text else None


def _turn(connection: Connection, key: str, expected: ColumnElement[bool], **values: object) -> bool:
    """Change the letter if it stands as expected. One statement, so that two cannot both succeed."""
    if connection.execute(update(letter).where(letter.c.key == key, expected).values(**values)).rowcount:
        return True
    if connection.scalar(select(everything()).where(letter.c.key == key)) is None:
        raise Unknown(f"Det finnes ikke noe brev «{key}».")
    return False


def _tell(connection: Connection, key: str, what: str, at: datetime, who: str = PROGRAM, **detail: object) -> None:
    row = connection.execute(select(*COLUMNS).where(letter.c.key == key)).mappings().one()
    note(connection, _entry(at, what, row, who, **detail))


def _fields(new: NewLetter) -> dict[str, object]:
    told = json.dumps(new.told._asdict(), ensure_ascii=False, sort_keys=True) if new.told is not None else ""
    return {field.name: getattr(new, field.name) for field in fields(NewLetter)} | {"told": told}


def _entry(at: datetime, what: str, row: Mapping[Any, Any], who: str = PROGRAM, **detail: object) -> Entry:
    about = {name: row[name] for name in ("occurrence", "step", "recipient", "sha256")}
    return Entry(at, what, who, **about, detail={"key": row["key"]} | detail)
