"""Microsoft 365 as a post: what the desk asks of a way out and in, and which of our rooms answers."""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.cycle.memory import Fate, Incoming, Parcel, Response
from bot.post.folder import Folder
from bot.post.graph import answers
from bot.post.graph.calendar import SUFFIX, Calendar
from bot.post.graph.door import Door
from bot.post.graph.inbox import Inbox
from bot.post.graph.mail import Mail
from bot.post.graph.memory import Hours, Memory
from bot.post.graph.outlook import Outlook
from bot.post.graph.settings import Settings


class Graph:
    """The secretariat's own mailboxes at Microsoft 365. One process at a time, as the journal's lock has it."""

    def __init__(
        self, settings: Settings, hours: Hours, memory: Memory, *, public: Path, start: datetime, context: ssl.SSLContext | None = None
    ) -> None:
        self._settings = settings
        self._door = Door(settings, hours, context)
        self._mail = Mail(self._door, settings, hours, memory)
        self._calendar = Calendar(self._door, settings, hours, memory, self._mail.rate)
        self._outlook = Outlook(self._door, settings, hours, memory)
        self._inbox = Inbox(self._door, settings, hours, memory, start)
        self._public = Folder(public, public, public)

    def send(self, key: str, message_id: str, message: bytes) -> str:
        return self.convene([Parcel(key, message_id, message)]) if key.endswith(SUFFIX) else self._mail.send(key, message)

    def find(self, key: str, message_id: str) -> str | None:  # noqa: ARG002 - part of every post; Exchange makes its own
        return self._calendar.find(key) if key.endswith(SUFFIX) else self._mail.find(key)

    def convene(self, invitations: Sequence[Parcel]) -> str:
        return self._calendar.convene(invitations)

    def responses(self, uids: Sequence[str]) -> Iterator[Response]:
        return answers.responses(self._calendar, uids)

    def busy(self, addresses: Sequence[str], spans: Sequence[tuple[datetime, datetime]]) -> Sequence[Mapping[str, bool | None]]:
        return answers.busy(self._door, self._settings.mailboxes[0], addresses, spans)

    def lay(self, key: str, message: bytes, recipients: Sequence[str]) -> None:
        self._outlook.lay(key, message, recipients)

    def laid(self) -> Sequence[str]:
        return self._outlook.laid()

    def fate(self, key: str) -> Fate:
        return self._outlook.fate(key)

    def put_away(self, key: str) -> Fate:
        return self._outlook.put_away(key)

    def forget(self, key: str) -> None:
        self._outlook.forget(key)

    def inbox(self, mark: str) -> Iterator[Incoming]:
        return self._inbox.read(mark)

    def handled(self, post_id: str, category: str) -> None:
        self._inbox.handled(post_id, category)

    def publish(self, name: str, content: bytes) -> None:
        self._public.publish(name, content)

    def warnings(self) -> tuple[str, ...]:
        return self._mail.rate.warnings(self._settings.mailboxes)

    def close(self) -> None:
        self._door.close()
