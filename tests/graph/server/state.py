"""What people do: write, press Send in Outlook, answer invitations, take days; and what a test asks of the server."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial

from tests.graph.server import messages, store, transport
from tests.graph.server.model import Item, Mailbox, Meeting
from tests.graph.server.problem import Json
from tests.graph.server.world import World

PARTSTAT = {"accepted": "ACCEPTED", "declined": "DECLINED", "tentativelyAccepted": "TENTATIVE"}
SPOKEN = {"accepted": "Godtatt", "declined": "Avslått", "tentativelyAccepted": "Foreløpig godtatt"}


class State(World):
    """The world with its people. Mailboxes by address; messages by either id or by the value of an extended property."""

    def box(self, mailbox: str) -> Mailbox:
        return self.boxes[mailbox.lower()]

    def item(self, mailbox: str, name: str) -> Item:
        """The message with this id or this key. Raises KeyError."""
        box = self.box(mailbox)
        found = box.item(name) or next((item for item in box.items.values() if name in item.extended.values()), None)
        if found is None:
            raise KeyError(name)
        return found

    def items(self, mailbox: str, folder: str) -> list[Item]:
        return [item for item in self.box(mailbox).items.values() if item.folder == folder]

    def meeting(self, mailbox: str, name: str) -> Meeting:
        """The event with this id, UID or key. Raises KeyError."""
        box = self.box(mailbox)
        found = box.meeting(name) or next((each for each in box.meetings.values() if name in {each.uid, *each.extended.values()}), None)
        if found is None:
            raise KeyError(name)
        return found

    def receive(self, mailbox: str, raw: bytes, *, folder: str = "inbox") -> Item:
        """A mail from outside arrives now."""
        with self.lock:
            return transport.receive(self, self.box(mailbox), raw, folder)

    def bounce(self, recipient: str) -> None:
        """From now on letters to this address come back as failure reports, after their 202."""
        self.bouncing.add(recipient.lower())

    def edit_draft(self, mailbox: str, name: str, **fields: object) -> None:
        """A person changes a draft in Outlook. Fields as in JSON: `subject="…"`, `body={…}`, `toRecipients=[…]`."""
        with self.lock:
            item = self.item(mailbox, name)
            messages.fill(item, dict(fields))
            store.touched(self, self.box(mailbox), item)

    def send_draft(self, mailbox: str, name: str, *, classic: bool = False) -> None:
        """A person presses Send. From classic Outlook the Message-ID becomes another; the extended properties stay."""
        with self.lock:
            box, item = self.box(mailbox), self.item(mailbox, name)
            if classic:
                item.props["internetMessageId"] = f"<{self.name('', 32)}@AM0PR01.eurprd01.prod.outlook.com>"
            item.queued = True
            self.at(self.now + self.delay, partial(transport.pick_up, self, box, item, new_id=classic))

    def delete_draft(self, mailbox: str, name: str, *, hard: bool = False) -> None:
        """A person deletes it: to Deleted Items, or with `hard` for good."""
        with self.lock:
            box, item = self.box(mailbox), self.item(mailbox, name)
            if hard:
                store.remove(box, item)
            else:
                store.move(self, box, item, "deleteditems")

    def read(self, mailbox: str, name: str, **fields: object) -> None:
        """A person reads or flags a message: a change that delta tells of in part."""
        with self.lock:
            item = self.item(mailbox, name)
            item.props |= {"isRead": True, **fields}
            store.touched(self, self.box(mailbox), item)

    def move(self, mailbox: str, name: str, folder: str) -> None:
        with self.lock:
            store.move(self, self.box(mailbox), self.item(mailbox, name), folder)

    def answer(
        self, mailbox: str, name: str, attendee: str, response: str, at: datetime | None = None, *, comment: str = "", mail: bool = True
    ) -> None:
        """An attendee answers: on the organiser's event, and by `mail` in the inbox (which the calendar attendant often removes).

        `response` is accepted, tentativelyAccepted (or tentative) or declined. Raises KeyError for one who is not invited.
        """
        response = "tentativelyAccepted" if response == "tentative" else response
        with self.lock:
            meeting, when = self.meeting(mailbox, name), at or self.now
            attending = {str(each["emailAddress"]["address"]).lower(): each for each in meeting.attendees}[attendee.lower()]
            attending["status"] = {"response": response, "time": f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
            if mail:
                transport.receive(self, self.box(mailbox), answer_mail(mailbox, meeting, attending, response, when, comment), "inbox")

    def occupy(self, address: str, start: datetime, end: datetime, subject: str = "Opptatt", status: str = "busy") -> None:
        """Somebody in the tenant is taken in this span (aware, half-open)."""
        self.busy.setdefault(address.lower(), []).append((start, end, status, subject))

    def known(self, *addresses: str) -> None:
        """People of the tenant, free until told otherwise."""
        for address in addresses:
            self.busy.setdefault(address.lower(), [])

    def expire_tokens(self) -> None:
        """Every access token is too old from now on."""
        self.tokens.clear()

    def forget_deltas(self) -> None:
        """Every delta link is too old from now on: 410."""
        self.rounds.clear()

    def trust(self, client: str, public: bytes) -> None:
        """The tenant knows this certificate (PEM) of the app."""
        self.clients.setdefault(client, {})
        self.certificates.setdefault(client, []).append(public)

    def figures(self) -> Json:
        """What came to pass, in numbers."""
        operations: dict[str, dict[str, int]] = {}
        for call in self.calls:
            row = operations.setdefault(call.operation, {})
            row[str(call.status)] = row.get(str(call.status), 0) + 1
        told: dict[str, int] = {}
        for notice in self.invited:
            told[notice.kind] = told.get(notice.kind, 0) + 1
        numbers = {"calls": len(self.calls), "delivered": len(self.delivered), "faults": sum(bool(call.fault) for call in self.calls)}
        return {"now": self.stamp(), **numbers, "operations": operations, "invited": told, "violations": self.violations}


def answer_mail(mailbox: str, meeting: Meeting, attending: Json, response: str, at: datetime, comment: str) -> bytes:
    """An answer to an invitation as a mail with iTIP's REPLY (RFC 5546)."""
    address, name = attending["emailAddress"]["address"], attending["emailAddress"]["name"]
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(at)
    message["From"] = address if name == address else f'"{name}" <{address}>'
    message["To"] = mailbox
    message["Subject"] = f"{SPOKEN[response]}: {meeting.props['subject']}"
    message["Message-ID"] = f"<svar-{meeting.uid[-12:]}-{at:%Y%m%d%H%M%S}-{address}>"
    message.set_content(comment or "\n")
    lines = [
        *("BEGIN:VCALENDAR", "METHOD:REPLY", "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0", "BEGIN:VEVENT"),
        f"ATTENDEE;PARTSTAT={PARTSTAT[response]}:mailto:{address}",
        f"UID:{meeting.uid}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{meeting.start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{meeting.end:%Y%m%dT%H%M%SZ}",
        *("SEQUENCE:0", "END:VEVENT", "END:VCALENDAR", ""),
    ]
    message.add_alternative("\r\n".join(lines), subtype="calendar", cte="base64", params={"method": "REPLY"})
    return message.as_bytes()
