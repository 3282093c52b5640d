"""A post on a bad day, and how the tests look at what has left and edit what people have written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from bot import house
from bot.cycle.memory import Incoming
from bot.cycle.model import OSLO
from bot.desk.ports import Post
from bot.errors import PostFailed
from bot.rehearsal import Rehearsal

MEETING = "naering/faggruppe/2027-3"
NOTICE = f"{MEETING}/notice"
REMIND = f"{MEETING}/remind"


@dataclass
class Moody:
    """The folder post on a bad day: it takes `left` letters more, and none to the `dead`; `after` each one something may happen."""

    folder: Post
    left: int = 10_000
    dead: tuple[str, ...] = ()
    after: Callable[[int], object] = lambda _: None
    sent: list[str] = field(default_factory=list)

    def send(self, key: str, message_id: str, message: bytes) -> str:
        if self.left == 0:
            raise PostFailed("posten er stengt")
        if any(address in message.decode().partition("\r\nSubject")[0] for address in self.dead):
            raise PostFailed(f"550 <{self.dead[0]}> finnes ikke", permanent=True)
        self.left -= 1
        self.sent.append(key)
        receipt = self.folder.send(key, message_id, message)
        self.after(len(self.sent))
        return receipt

    def find(self, key: str, message_id: str) -> str | None:
        return self.folder.find(key, message_id)

    def inbox(self, mark: str) -> Iterator[Incoming]:
        return self.folder.inbox(mark)

    def publish(self, name: str, content: bytes) -> None:
        self.folder.publish(name, content)


def letters(year: Rehearsal) -> dict[str, EmailMessage]:
    """Everything that has left, by file name."""
    return {
        path.name: message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((year.inbox.parent / "letters").glob("*.eml"))
    }


def to_members(year: Rehearsal) -> dict[str, EmailMessage]:
    return {name: mail for name, mail in letters(year).items() if "sekretariat@" not in str(mail["To"])}


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\xa0", " ")


def moody(year: Rehearsal, *, left: int = 10_000, dead: tuple[str, ...] = (), after: Callable[[int], object] = lambda _: None) -> None:
    """Put another post in the place of the one there is; the folders are the same."""
    year.desk = replace(year.desk, post=Moody(_folder(year), left, dead, after))


def _folder(year: Rehearsal) -> Post:
    return year.desk.post.folder if isinstance(year.desk.post, Moody) else year.desk.post


def reread(year: Rehearsal, root: Path) -> None:
    """What an edit of the text files means: the next round reads them anew."""
    year.desk = replace(year.desk, office=replace(house.office(root), config=year.desk.office.config))


def edit(path: Path, old: str, new: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=OSLO).astimezone(UTC)
