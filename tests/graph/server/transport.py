"""How mail leaves: accepted at once, picked up from Drafts when transport has time, delivered or returned (graph.md 1, 2, 4)."""

from datetime import timedelta
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial

from tests.graph.server import mime, store
from tests.graph.server.fault import Fault
from tests.graph.server.messages import find
from tests.graph.server.model import Delivery, Item, Mailbox
from tests.graph.server.problem import Problem, Reply, gone
from tests.graph.server.request import Request
from tests.graph.server.world import World

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def send(world: World, request: Request) -> Reply:
    """202 and no more: that it was accepted, not that it left. A sent message is no draft and cannot be sent."""
    box, item = find(world, request)
    if request.headers.get("Content-Length") != "0" or request.body:
        world.violations.append("message.send: Content-Length is not 0")
        raise Problem(411, "LengthRequired", "Content-Length: 0 is required.")
    if not item.draft:
        raise gone()
    _may_leave(world, box, item)
    if item.queued:  # one item leaves once, however often it is asked to [inf]
        return Reply(202, None)
    fault = request.fault
    if fault is None or fault.kind != "dropped":
        _queue(world, box, item, fault)
    late = {"Retry-After": fault.retry_after or "5"} if fault and fault.kind == "accepted-retry-after" else {}
    return Reply(202, None, late)


def addresses(item: Item) -> list[str]:
    people = [each for field in ("toRecipients", "ccRecipients", "bccRecipients") for each in item.props[field]]
    return [str(each["emailAddress"]["address"]) for each in people]


def _may_leave(world: World, box: Mailbox, item: Item) -> None:
    to = addresses(item)
    if not to or any("@" not in each for each in to):
        raise Problem(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
    sender = (item.props["from"] or {}).get("emailAddress", {}).get("address", "")
    if sender.lower() != box.address.lower():
        raise Problem(
            403, "ErrorSendAsDenied", "The user account which was used to submit this request does not have the right to send mail."
        )
    if item.queued:
        return
    _within_the_day(world, box, len(to))
    recent = [at for at in box.accepted if at > world.now - MINUTE]
    if world.excess == "refuse" and len(recent) >= world.rate:
        wait = (recent[-world.rate] + MINUTE - world.now).total_seconds()
        raise Problem(429, "ApplicationThrottled", "Too many messages a minute.", {"Retry-After": f"{wait:.3f}"})


def _within_the_day(world: World, box: Mailbox, more: int) -> None:
    while box.recipients and box.recipients[0][0] <= world.now - DAY:
        box.recipients.popleft()
    if sum(number for _, number in box.recipients) + more > world.daily:
        raise Problem(403, "ErrorExceededMessageLimit", "Cannot send mail. Message limit exceeded.")  # code and status [inf]


def _queue(world: World, box: Mailbox, item: Item, fault: Fault | None) -> None:
    """Into the queue: no earlier than the mailbox's rate allows."""
    kind = fault.kind if fault else ""
    due = world.now + world.delay + (timedelta(seconds=fault.seconds) if fault and kind == "stuck" else timedelta())
    if len(box.pickups) >= world.rate:
        due = max(due, box.pickups[-world.rate] + MINUTE)
    item.queued = True
    box.pickups.append(due)
    box.accepted.append(world.now)
    box.recipients.append((world.now, len(addresses(item))))
    world.at(due, partial(pick_up, world, box, item, new_id=kind == "new-id", bounce=kind == "bounce"))


def pick_up(world: World, box: Mailbox, item: Item, *, new_id: bool = False, bounce: bool = False) -> None:
    """From Drafts to Sent Items, and to each recipient."""
    if item.id not in box.items:  # a person deleted it for good meanwhile
        return
    raw = mime.compose(item, world.now)
    item.props |= {"isDraft": False, "isRead": True, "sentDateTime": world.stamp(), "receivedDateTime": world.stamp()}
    item.queued, item.headers = False, []
    store.move(world, box, item, "sentitems")
    if new_id:
        del box.items[item.id]
        item.id = world.name("AAkALgAAAAAAHYQDEapmEc2byACqAC-E", 40) + "="
        box.items[item.id] = item
    for address in addresses(item):
        if bounce or address.lower() in world.bouncing:
            receive(world, box, failure_report(world, box.address, address, item, raw), "inbox")
        else:
            _deliver(world, box, item, address, raw)


def _deliver(world: World, box: Mailbox, item: Item, address: str, raw: bytes) -> None:
    key = next((value for name, value in item.extended.items() if name.lower().startswith("string {")), "")
    subject = str(item.props["subject"])
    world.delivered.append(Delivery(box.address, address, subject, item.props["internetMessageId"], key, world.now, raw))
    other = world.boxes.get(address.lower())
    if other is not None:
        receive(world, other, raw, "inbox")


def receive(world: World, box: Mailbox, raw: bytes, folder: str = "inbox") -> Item:
    """A message from outside lies in the folder."""
    message = mime.parsed(raw)
    props = store.blank(world, box, draft=False)
    own = props["internetMessageId"]
    props |= mime.properties(message)
    props["internetMessageId"] = props["internetMessageId"] or own
    props["conversationId"] = _conversation(box, message) or props["conversationId"]
    item = store.add(world, box, folder, props)
    item.raw, item.kind = raw, mime.kind(message)
    item.extended = mime.extended(message)
    item.headers = [{"name": name, "value": str(value)} for name, value in message.items()]
    for name, kind, content in mime.attachments(message):
        item.attachments.append(store.attached(world, {"name": name, "contentType": kind}, content))
    return item


def _conversation(box: Mailbox, message: EmailMessage) -> str:
    threads = f"{message.get('In-Reply-To', '')} {message.get('References', '')}".split()
    return next(
        (str(item.props["conversationId"]) for item in box.items.values() if threads and item.props["internetMessageId"] in threads), ""
    )


REPORT = """\
Date: {date}
From: Microsoft Outlook <postmaster@example.no>
To: {sender}
Subject: {subject}
Message-ID: <ndr-{number}@NORPRD01.prod.outlook.com>
In-Reply-To: {original}
References: {original}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=ndr="

--=ndr=
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Meldingen til {recipient} kunne ikke leveres.
E-postadressen ble ikke funnet.

--=ndr=
Content-Type: message/delivery-status

Reporting-MTA: dns; norprd01.prod.outlook.com

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

--=ndr=
Content-Type: text/rfc822-headers

{headers}

--=ndr=--
"""


def failure_report(world: World, sender: str, recipient: str, item: Item, raw: bytes) -> bytes:
    """A delivery status notification as Exchange writes them (RFC 3464)."""
    text = REPORT.format(
        date=format_datetime(world.now),
        sender=sender,
        recipient=recipient,
        subject=Header(f"Kan ikke leveres: {item.props['subject']}", "utf-8", maxlinelen=500).encode(),
        number=world.name("", 16),
        original=item.props["internetMessageId"],
        headers=raw.partition(b"\r\n\r\n")[0].decode().replace("\r\n", "\n"),
    )
    return text.replace("\n", "\r\n").encode()
