"""Letters on their way through the journal: made → stored text → bytes. Attachments are kept once, by their SHA-256."""

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple

from bot.cycle.memory import NewLetter, Told
from bot.desk import writing
from bot.desk.ports import Journal, StoredLetter
from bot.desk.writing import Made
from bot.papers import letter
from bot.papers.model import Attachment, Letter

ASKED = "asked"
"""What a letter asks about, beside what stands in it (`followup`)."""


def stored(journal: Journal, made: Iterable[Made], step: str, occurrence: str) -> tuple[NewLetter, ...]:
    """Letters as the journal keeps them; their files are kept first."""
    kept: dict[bytes, str] = {}
    return tuple(_stored(journal, one, step, occurrence, kept) for one in made)


def _stored(journal: Journal, made: Made, step: str, occurrence: str, kept: dict[bytes, str]) -> NewLetter:
    about = made.letter
    content = json.dumps(_content(journal, about, kept), ensure_ascii=False, sort_keys=True)
    sent_as = writing.message_id(about)
    return NewLetter(
        about.key,
        step,
        occurrence,
        about.recipient,
        about.recipient_name,
        made.organisation,
        told=made.told,
        message_id=sent_as,
        content=content,
    )


def _content(journal: Journal, about: Letter, kept: dict[bytes, str]) -> dict[str, Any]:
    def keep(content: bytes) -> str:
        if content not in kept:
            kept[content] = journal.keep(content)
        return kept[content]

    return {
        "sender_name": about.sender_name,
        "sender": about.sender,
        "subject": about.subject,
        "text": about.text,
        "html": about.html,
        "language": about.language,
        "reply_to": about.reply_to,
        "attachments": [
            {"filename": file.filename, "mime": file.mime, "sha256": keep(file.content)} | ({"made": keep(file.made)} if file.made else {})
            for file in about.attachments
        ],
        "calendar": about.calendar.decode(),
        "calendar_method": about.calendar_method,
    }


class File(NamedTuple):
    """A file of a stored letter. `made` is that of what the program itself would send, where a person has edited it."""

    filename: str
    sha256: str
    made: str


def files(content: str) -> tuple[File, ...]:
    """The files of a stored letter, in their order."""
    return tuple(File(file["filename"], file["sha256"], file.get("made", "")) for file in json.loads(content)["attachments"])


def opened(journal: Journal, key: str, name: str, recipient: str, content: str) -> Letter:
    """A stored letter as a letter again."""
    held: dict[str, Any] = json.loads(content)
    held.pop(ASKED, None)
    files = tuple(Attachment(file["filename"], file["mime"], journal.fetch(file["sha256"])) for file in held.pop("attachments"))
    return Letter(key=key, recipient_name=name, recipient=recipient, attachments=files, **held | {"calendar": held["calendar"].encode()})


def compose(journal: Journal, one: StoredLetter, now: datetime) -> bytes:
    """The bytes of a stored letter as it leaves at `now`."""
    return letter.compose(opened(journal, one.key, one.name, one.recipient, one.content), now)


# --- a draft: what would leave, frozen ------------------------------------------------------------------------------------


_NAMES = tuple(field.name for field in fields(NewLetter))


def frozen(letters: Iterable[NewLetter]) -> str:
    """Letters as the text of a draft, in the same bytes for the same letters."""
    return json.dumps([_fields(one) for one in letters], ensure_ascii=False, sort_keys=True)


def _fields(one: NewLetter) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _NAMES} | {"told": one.told._asdict() if one.told else None}


def thawed(content: str) -> tuple[NewLetter, ...]:
    """The letters of a draft."""
    return tuple(NewLetter(**{**one, "told": Told(**one["told"]) if one["told"] else None}) for one in json.loads(content))
