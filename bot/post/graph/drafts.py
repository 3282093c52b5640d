"""Drafts in a mailbox: found by our key, made, given their attachments, and read back."""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bot.errors import PostFailed
from bot.papers.model import Attachment, Letter
from bot.post.graph import gist, shapes
from bot.post.graph.call import MIME_LIMIT, Call, Kind, path, quoted
from bot.post.graph.door import Door
from bot.post.graph.faults import Garbled, Rejected, Unanswered

PROPERTY = "String {7c2f6d1e-3b1a-4a53-9d0e-5f2f8c1b6a47} Name AarshjulKey"
"""Ours alone. The format of the id must never change: Exchange finds nothing by another spelling."""
HEADER = "x-aarshjul-key"
SELECT = "id,isDraft,parentFolderId,internetMessageId,conversationId,createdDateTime"
MOST_FOUND, MOST_PAGES = 50, 20
INLINE = 3_000_000 - 10_000
"""Bytes. From here an upload session: the limit is 3 MB for the file and 4 MB for the call, and no one says which kind of MB."""
TOO_SMALL = "errorattachmentsizeshouldnotbelessthanminimumsize"
CHUNK = 12 * 320 * 1024
SESSIONS = 3
NOT_FOUND = 404


class Item(NamedTuple):
    """A message of ours as it lies in a mailbox."""

    id: str
    draft: bool
    folder: str
    message_id: str
    conversation: str
    made: str


class File(NamedTuple):
    """An attachment as it lies on a draft."""

    id: str
    name: str


class Drafts:
    """The drafts of our mailboxes."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._folders: dict[str, str] = {}

    def with_key(self, mailbox: str, key: str) -> tuple[Item, ...]:
        """Every message that bears the key, sent or not, oldest first."""
        found = f"singleValueExtendedProperties/Any(ep: ep/id eq {quoted(PROPERTY)} and ep/value eq {quoted(mark(key))})"
        return self._search(mailbox, found)

    def with_message_id(self, mailbox: str, message_id: str) -> tuple[Item, ...]:
        return self._search(mailbox, f"internetMessageId eq {quoted(message_id)}")

    def get(self, mailbox: str, item: str) -> Item | None:
        """One message by its id; None when it is not there."""
        try:
            return _item(self._door.json(Call.get("look", path(mailbox, "messages", item, select=SELECT))))
        except Rejected as fault:
            if fault.status == NOT_FOUND:
                return None
            raise

    def waiting(self, mailbox: str, item: Item) -> bool:
        """Whether it lies in Drafts: one that a person has deleted is a draft too, in another folder."""
        if mailbox not in self._folders:
            found = self._door.json(Call.get("folder", path(mailbox, "mailFolders", "drafts", select="id")))
            self._folders[mailbox] = shapes.text(found, "id", needed=True)
        return item.draft and item.folder == self._folders[mailbox]

    def make(self, mailbox: str, letter: Letter, hidden: Sequence[str] = ()) -> Item:
        """A new draft without its attachments, with `hidden` recipients (Bcc); or the one that a lost answer was about."""
        body = _body(letter) | ({"bccRecipients": [_person("", address) for address in hidden]} if hidden else {})
        call = Call.send("draft", "POST", path(mailbox, "messages"), body, Kind.KEYED)
        return self._door.keyed(call, lambda: self._made(mailbox, letter.key), lambda answer: _item(answer.json))

    def delete(self, mailbox: str, item: str) -> None:
        try:
            self._door.run(Call("delete", "DELETE", path(mailbox, "messages", item)))
        except Rejected as fault:
            if fault.status != NOT_FOUND:
                raise

    def attach(self, mailbox: str, item: str, wanted: Sequence[Attachment]) -> None:
        """Give a draft the attachments that it lacks, by name."""
        there, needed = Counter(file.name for file in self.files(mailbox, item)), Counter[str]()
        for file in wanted:
            needed[file.filename] += 1
            if there[file.filename] < needed[file.filename]:
                self._attach(mailbox, item, file, needed[file.filename])

    def files(self, mailbox: str, item: str) -> tuple[File, ...]:
        url = path(mailbox, "messages", item, "attachments", select="id,name,contentType,size,isInline", top=str(MOST_FOUND))
        return tuple(
            File(shapes.text(row, "id", needed=True), shapes.text(row, "name")) for row in self._all("attachments", url, fresh=True)
        )

    def differences(self, mailbox: str, item: str, letter: Letter) -> tuple[str, ...]:
        """What is not as we made it, in Norwegian. A copy of an attachment that a lost answer left behind is taken away."""
        fields = "subject,body,toRecipients,ccRecipients,bccRecipients,replyTo"
        row = self._door.json(Call.get("read back", path(mailbox, "messages", item, select=fields), fresh=True))
        body = shapes.inner(row, "body")
        to = shapes.addresses(row, "toRecipients") == (letter.recipient.casefold(),)
        others = shapes.addresses(row, "ccRecipients") + shapes.addresses(row, "bccRecipients")
        reply = (letter.reply_to.casefold(),) if letter.reply_to else ()
        checks = (
            ("mottakerne", to and not others),
            ("svaradressen", shapes.addresses(row, "replyTo") == reply),
            ("emnet", " ".join(shapes.text(row, "subject").split()) == " ".join(letter.subject.split())),
            ("teksten", gist.read(shapes.text(body, "content")) == gist.read(letter.html)),
            ("vedleggene", self._same_files(mailbox, item, letter.attachments)),
        )
        return tuple(name for name, same in checks if not same)

    def _same_files(self, mailbox: str, item: str, wanted: Sequence[Attachment]) -> bool:
        lacking = Counter((file.filename, hashlib.sha256(file.content).hexdigest()) for file in wanted)
        ours = set(lacking)
        for file in self.files(mailbox, item):
            url = path(mailbox, "messages", item, "attachments", file.id, "$value")
            content = self._door.run(Call("read attachment", "GET", url, raw=True, fresh=True, limit=MIME_LIMIT)).content
            found = (file.name, hashlib.sha256(content).hexdigest())
            if lacking[found] > 0:
                lacking[found] -= 1
            elif found in ours:
                self._door.run(Call("delete attachment", "DELETE", path(mailbox, "messages", item, "attachments", file.id)))
            else:
                return False
        return not lacking.total()

    def _made(self, mailbox: str, key: str) -> Item | None:
        return next((item for item in self.with_key(mailbox, key) if self.waiting(mailbox, item)), None)

    def _attach(self, mailbox: str, item: str, file: Attachment, count: int) -> None:
        def look() -> bool | None:
            return sum(one.name == file.filename for one in self.files(mailbox, item)) >= count or None

        if len(file.content) >= INLINE and self._uploaded(mailbox, item, file, look):
            return
        body = {
            "@odata.type": "#microsoft.graph.fileAttachment", "name": file.filename, "contentType": file.mime,
            "contentBytes": b64encode(file.content).decode(),
        }  # fmt: skip
        call = Call.send("attach", "POST", path(mailbox, "messages", item, "attachments"), body, Kind.KEYED)
        self._door.keyed(call, look, lambda _: True)

    def _uploaded(self, mailbox: str, item: str, file: Attachment, look: Callable[[], bool | None]) -> bool:
        """By an upload session, or a new one when the first is broken off. False when the service finds the file too small for one."""
        about = {"AttachmentItem": {"attachmentType": "file", "name": file.filename, "size": len(file.content), "contentType": file.mime}}
        url = path(mailbox, "messages", item, "attachments", "createUploadSession")
        for _ in range(SESSIONS):
            try:
                session = self._door.json(Call.send("upload session", "POST", url, about, Kind.READ))  # an unused one does nothing
            except Rejected as fault:
                if fault.code.casefold() == TOO_SMALL:
                    return False
                raise
            if self._filled(shapes.text(session, "uploadUrl", needed=True), file.content) or look():
                return True
        raise PostFailed("Vedlegget kom ikke fram til Microsoft. Det blir prøvd igjen.")

    def _filled(self, url: str, content: bytes) -> bool:
        """Every piece in its order. False when one was lost: a session can't tell which pieces it has got."""
        for at in range(0, len(content), CHUNK):
            part = content[at : at + CHUNK]
            span = f"bytes {at}-{at + len(part) - 1}/{len(content)}"
            headers = {"Content-Range": span, "Content-Type": "application/octet-stream"}
            try:
                self._door.run(Call("upload", "PUT", url, Kind.KEYED, part, headers, raw=True, anonymous=True))
            except (Unanswered, Rejected):
                return False
        return True

    def _search(self, mailbox: str, found: str) -> tuple[Item, ...]:
        url = path(mailbox, "messages", filter=found, select=SELECT, top=str(MOST_FOUND))
        return tuple(sorted(map(_item, self._all("search", url)), key=lambda item: (item.made, item.id)))

    def _all(self, what: str, url: str, *, fresh: bool = False) -> Iterator[shapes.Node]:
        """Every row of a list, however many pages it comes in."""
        for _ in range(MOST_PAGES):
            page = self._door.json(Call.get(what, url, fresh=fresh))
            yield from shapes.rows(page)
            url = shapes.text(page, "@odata.nextLink")
            if not url:
                return
        raise Garbled("Microsoft svarte med flere sider enn det kan være.")


def mark(key: str) -> str:
    """Our key as Exchange keeps it: it compares without regard to case, and the key holds an address."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _item(row: shapes.Node) -> Item:
    return Item(
        shapes.text(row, "id", needed=True), shapes.flag(row, "isDraft"), shapes.text(row, "parentFolderId"),
        shapes.text(row, "internetMessageId"), shapes.text(row, "conversationId"), shapes.text(row, "createdDateTime"),
    )  # fmt: skip


def _body(letter: Letter) -> dict[str, object]:
    """The draft. PidTagAutoResponseSuppress is not set: out-of-office replies are wanted (see bot/papers/letter.py)."""
    body: dict[str, object] = {
        "subject": letter.subject,
        "body": {"contentType": "html", "content": letter.html},
        "toRecipients": [_person(letter.recipient_name, letter.recipient)],
        "internetMessageHeaders": [{"name": HEADER, "value": mark(letter.key)}],
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": mark(letter.key)}],
    }
    return body | ({"replyTo": [_person("", letter.reply_to)]} if letter.reply_to else {})


def _person(name: str, address: str) -> dict[str, object]:
    return {"emailAddress": {"address": address} | ({"name": name} if name else {})}
