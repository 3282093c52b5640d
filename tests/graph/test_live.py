"""Against a real tenant, only when asked to: what Microsoft does not say about Graph, tried, with what was seen printed (`pytest -s`).

AARSHJUL_LIVE=1 and AARSHJUL_LIVE_TENANT, _CLIENT, _SECRET or _CERTIFICATE (and _PASSPHRASE), _MAILBOX, and _RECIPIENT: an address in
the same tenant that may get a few letters; _AUTHORITY and _ENDPOINT for a national cloud. Use a test tenant: the letters stay where they
are, and the events are deleted.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.errors import BotError, PostFailed
from bot.hours import Hours
from bot.post.graph import probe, shapes
from bot.post.graph.call import Call, Kind, packed, path
from bot.post.graph.door import Door
from bot.post.graph.drafts import PROPERTY
from bot.post.graph.faults import Rejected
from bot.post.graph.settings import AUTHORITY, ENDPOINT, Certificate, Credential, Secret, Settings

PREFIX = "AARSHJUL_LIVE"
PATIENCE = 120
"""Seconds that a transport may need."""


def lacking() -> str:
    """Why these tests are skipped; empty when they are not."""
    if os.environ.get(PREFIX) != "1":
        return f"{PREFIX} is not 1: no real tenant is asked"
    missing = [name for name in ("TENANT", "CLIENT", "MAILBOX", "RECIPIENT") if not os.environ.get(f"{PREFIX}_{name}")]
    if not any(os.environ.get(f"{PREFIX}_{name}") for name in ("SECRET", "CERTIFICATE")):
        missing.append("SECRET or CERTIFICATE")
    return f"{PREFIX}_ is missing {', '.join(missing)}" if missing else ""


pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())


@dataclass(frozen=True)
class Tenant:
    """A real mailbox, and the way there."""

    door: Door
    given: Settings
    hours: Hours
    mailbox: str
    recipient: str

    def draft(self, key: str) -> shapes.Node:
        body = {
            "subject": f"aarshjul live-prøve {key[:8]}",
            "body": {"contentType": "text", "content": "Dette er en prøve. Du kan slette den."},
            "toRecipients": [{"emailAddress": {"address": self.recipient}}],
            "singleValueExtendedProperties": [{"id": PROPERTY, "value": key}],
        }
        return self.door.json(Call.send("live draft", "POST", path(self.mailbox, "messages"), body, Kind.KEYED))

    def send(self, item: str) -> str:
        """What the service said to /send."""
        try:
            answer = self.door.run(Call("live send", "POST", path(self.mailbox, "messages", item, "send"), Kind.ONCE))
        except Rejected as no:
            return f"{no.status} {no.code}"
        except BotError as fault:
            return str(fault)
        return str(answer.status)

    def keyed(self, kind: str, key: str) -> list[shapes.Node]:
        found = f"singleValueExtendedProperties/Any(ep: ep/id eq '{PROPERTY}' and ep/value eq '{key}')"
        select = "id,isDraft,internetMessageId" if kind == "messages" else "id,transactionId"
        return list(shapes.rows(self.door.json(Call.get("live search", path(self.mailbox, kind, filter=found, select=select, top="20")))))

    def sent(self, key: str) -> list[shapes.Node]:
        """The copies that have left, when there is one, or when patience is out."""
        for _ in range(PATIENCE // 5):
            if left := [row for row in self.keyed("messages", key) if row.get("isDraft") is False]:
                return left
            self.hours.wait(5)
        return []


def told(words: str) -> None:
    """What was seen, for the one who decides."""
    sys.stdout.write(f"\n  SEEN: {words}\n")


@pytest.fixture(scope="module")
def tenant() -> Iterator[Tenant]:
    def value(name: str) -> str:
        return os.environ.get(f"{PREFIX}_{name}", "")

    certificate = value("CERTIFICATE")
    credential: Credential = Certificate(Path(certificate), value("PASSPHRASE")) if certificate else Secret(value("SECRET"))
    authority, endpoint = value("AUTHORITY") or AUTHORITY, value("ENDPOINT") or ENDPOINT  # a national cloud has its own
    given = Settings(value("TENANT"), value("CLIENT"), credential, (value("MAILBOX"),), authority, endpoint)
    hours = Hours()
    door = Door(given, hours)
    yield Tenant(door, given, hours, value("MAILBOX"), value("RECIPIENT"))
    door.close()


def test_doctor_finds_the_tenant_sound(tenant: Tenant) -> None:
    """Also whether a role that is missing is 403 before «not found»: run it once with a role taken away."""
    found = list(probe.findings(tenant.door, tenant.given, tenant.hours))
    for one in found:
        told(f"{'good' if one.good else 'BAD '} {one.what}: {one.said}")
    assert all(one.good for one in found)


def test_a_second_send_of_what_is_sent_has_no_effect(tenant: Tenant) -> None:
    """graph.md 2: is `/send` idempotent? Undocumented. Count the letters at the recipient too: this sees only our own Sent Items."""
    key = uuid4().hex
    item = shapes.text(tenant.draft(key), "id", needed=True)
    first, at_once = tenant.send(item), tenant.send(item)
    copies = tenant.sent(key)
    later = tenant.send(item)
    tenant.hours.wait(30)
    after = tenant.sent(key)
    told(f"/send: {first}; again at once: {at_once}; again when it had left: {later}; copies: {len(copies)}, then {len(after)}")
    assert len(after) == 1
    assert first == "202"
    assert later != "202"


def test_an_immutable_id_survives_sending(tenant: Tenant) -> None:
    """graph.md 2: Microsoft says that it does; two reports say that it did not."""
    key = uuid4().hex
    draft = tenant.draft(key)
    tenant.send(shapes.text(draft, "id", needed=True))
    [copy] = tenant.sent(key)
    same = {name: shapes.text(copy, name) == shapes.text(draft, name) for name in ("id", "internetMessageId")}
    told(f"the sent copy: the same id: {same['id']}; the same Message-ID: {same['internetMessageId']}; found by our key: True")
    assert all(same.values())


def test_a_transaction_id_makes_one_event_however_often_it_is_posted(tenant: Tenant) -> None:
    """graph.md 2: the same body again; another body; and after it is deleted. How long it is remembered: post the printed id a month on."""
    key, start = uuid4().hex, tenant.hours.now() + timedelta(days=30)
    body = packed(event(key, start))
    other = packed(event(key, start) | {"subject": "aarshjul live-prøve, en annen"})
    url = path(tenant.mailbox, "events")

    def post(content: bytes) -> str:
        try:
            return shapes.text(tenant.door.json(Call.send("live event", "POST", url, content, Kind.KEYED)), "id", needed=True)
        except Rejected as no:
            return f"{no.status} {no.code}"

    first, same, different = post(body), post(body), post(other)
    number = len(tenant.keyed("events", key))
    tenant.door.run(Call("live delete", "DELETE", path(tenant.mailbox, "events", first)))
    again = post(body)
    told(f"the same body: {'the same event' if same == first else same}; another body: {different}; events: {number}")
    told(f"after it was deleted: {again if again[0].isdigit() else 'a new event'}; transactionId {key}")
    for row in tenant.keyed("events", key):
        tenant.door.run(Call("live delete", "DELETE", path(tenant.mailbox, "events", shapes.text(row, "id", needed=True))))
    assert number == 1


def event(key: str, start: datetime) -> dict[str, object]:
    """A short event with nobody invited."""
    return {
        "subject": "aarshjul live-prøve",
        "showAs": "free",
        "transactionId": key,
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": key}],
        "start": moment(start),
        "end": moment(start + timedelta(minutes=30)),
    }


def moment(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


@pytest.mark.parametrize("folder", ["inbox", "junkemail"])
def test_delta_is_allowed_within_the_scope(tenant: Tenant, folder: str) -> None:
    """graph.md 5: not confirmed anywhere under RBAC for Applications."""
    since = f"{tenant.hours.now() - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    query = {"filter": f"receivedDateTime ge {since}", "select": "id,receivedDateTime"}
    page = tenant.door.json(Call.get("live delta", path(tenant.mailbox, "mailFolders", folder, "messages", "delta", **query)))
    links = [name for name in ("@odata.nextLink", "@odata.deltaLink") if shapes.text(page, name)]
    told(f"delta on {folder}: {len(list(shapes.rows(page)))} rows and {', '.join(links)}")
    assert len(links) == 1


def test_get_schedule_is_allowed_within_the_scope_and_tells_of_others(tenant: Tenant) -> None:
    """graph.md 5: not confirmed either; and whether 42 days of quarters come whole."""
    start = tenant.hours.now().replace(minute=0, second=0, microsecond=0)
    span = {"startTime": moment(start), "endTime": moment(start + timedelta(days=42))}
    body = {"schedules": [tenant.mailbox, tenant.recipient], "availabilityViewInterval": 15} | span
    page = tenant.door.json(Call.send("live schedule", "POST", path(tenant.mailbox, "calendar", "getSchedule"), body, Kind.READ))
    seen = [(shapes.text(row, "availabilityView"), shapes.text(shapes.inner(row, "error"), "responseCode")) for row in shapes.rows(page)]
    told(f"getSchedule: {[(len(view), error) for view, error in seen]} (quarters, error) for the mailbox and the recipient")
    assert [len(view) for view, error in seen if not error] == [42 * 96] * sum(not error for _, error in seen)
    assert not seen[0][1]


def test_a_letter_to_nobody_comes_back_as_a_report(tenant: Tenant) -> None:
    """graph.md 6: 202 and then a report; how long it takes, and what it is called."""
    key, began = uuid4().hex, tenant.hours.now()
    nobody = f"finnes-ikke-{key[:8]}@{tenant.mailbox.partition('@')[2]}"
    about = Tenant(tenant.door, tenant.given, tenant.hours, tenant.mailbox, nobody)
    said = about.send(shapes.text(about.draft(key), "id", needed=True))
    query = {"filter": f"receivedDateTime ge {began:%Y-%m-%dT%H:%M:%SZ}", "select": "id,subject,receivedDateTime", "top": "20"}
    for _ in range(PATIENCE // 5):
        page = tenant.door.json(Call.get("live reports", path(tenant.mailbox, "mailFolders", "inbox", "messages", **query)))
        if found := [row for row in shapes.rows(page) if key[:8] in shapes.text(row, "subject")]:
            value = path(tenant.mailbox, "messages", shapes.text(found[0], "id"), "$value")
            report = b"multipart/report" in tenant.door.run(Call("live mail", "GET", value, raw=True)).content
            seconds = (tenant.hours.now() - began).total_seconds()
            told(f"/send: {said}; a report after {seconds:.0f} s; «multipart/report»: {report}")
            assert report, "a bounce is known by this"
            return
        tenant.hours.wait(5)
    raise PostFailed(f"/send: {said}; no report within {PATIENCE} s")
