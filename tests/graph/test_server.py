"""The door of the server: tokens, scope, permissions, strictness, habits; and the server as a process."""

import json
import ssl
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import httpx
import msal
import pytest
import requests

from tests.graph.caller import PREFER, Caller, calling, code, event, message, received
from tests.graph.server import CLIENT, ELSEWHERE, SECRETARIAT, Fault
from tests.graph.server.ca import app as app_certificate
from tests.graph.server.schema import Schema

strict = pytest.mark.skipif(Schema.found() is None, reason="Microsoft's schema, ../shared/graph, is not beside the project")


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with calling(tmp_path) as one:
        yield one


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ({"client_secret": "feil"}, 7000215),
        ({"client_secret": "utløpt"}, 7000222),
        ({"client_id": "ukjent"}, 700016),
        ({"scope": "alt"}, 70011),
    ],
)
def test_a_wrong_credential_is_named_by_its_number(caller: Caller, form: dict[str, str], number: int) -> None:
    caller.state.clients[CLIENT]["utløpt"] = "expired"

    answer = caller.token(**form)

    assert answer.status_code in {400, 401}
    assert answer.json()["error_codes"] == [number]
    assert f"AADSTS{number}" in answer.json()["error_description"]


def test_an_unknown_tenant_is_told_at_discovery(caller: Caller) -> None:
    answer = caller.client.get(f"{caller.site.base}/ukjent/v2.0/.well-known/openid-configuration")

    assert answer.json()["error_codes"] == [90002]


@pytest.mark.parametrize("form", ["pfx", "pem"])
def test_msal_gets_a_token_with_a_certificate_that_the_tenant_knows_and_none_with_another(
    tmp_path: Path, caller: Caller, form: str
) -> None:
    own = app_certificate(tmp_path / "app", "åpne")
    pem: dict[str, str] = {"private_key": own.pem.read_text(), "public_certificate": own.public.decode()}
    credential = {"private_key_pfx_path": str(own.pfx), "passphrase": own.passphrase} if form == "pfx" else pem
    before = _msal(caller, credential)
    caller.state.trust(CLIENT, own.public)
    after = _msal(caller, credential)

    assert before["error_codes"] == [700027]
    assert after["token_type"] == "Bearer"
    assert after["access_token"] in caller.state.tokens


def _msal(caller: Caller, credential: dict[str, str]) -> dict[str, object]:
    with requests.Session() as session:
        session.verify, session.trust_env = str(caller.site.ca), False
        app = msal.ConfidentialClientApplication(
            CLIENT, authority=caller.site.authority, client_credential=credential, http_client=session, instance_discovery=False
        )
        answer: dict[str, object] = app.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    return answer


def test_without_a_token_or_with_an_old_one_the_answer_is_401(caller: Caller) -> None:
    caller.state.expire_tokens()

    assert code(caller.get("/messages")) == "401 InvalidAuthenticationToken"
    caller.log_in()
    assert caller.get("/messages").status_code == 200


def test_a_mailbox_outside_the_scope_is_403_and_one_that_is_nowhere_404(caller: Caller) -> None:
    caller.mailbox = ELSEWHERE
    outside = caller.get("/messages")
    caller.mailbox = "ingen@example.no"

    assert code(outside) == "403 ErrorAccessDenied"
    assert code(caller.get("/messages")) == "404 ErrorInvalidUser"


def test_a_permission_that_is_not_granted_is_403(caller: Caller) -> None:
    caller.state.granted -= {"Mail.Send"}
    draft = caller.draft()

    assert code(caller.post(f"/messages/{draft}/send")) == "403 ErrorAccessDenied"
    assert caller.state.delivered == []


def test_every_answer_bears_the_request_ids_and_the_servers_hour(caller: Caller) -> None:
    answer = caller.get("/mailboxSettings")

    assert answer.headers["client-request-id"] == caller.headers["client-request-id"]
    assert answer.headers["request-id"]
    assert answer.headers["Date"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert answer.json()["timeZone"] == "W. Europe Standard Time"


@strict
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/messages", message(subjcet="Møte")),
        ("/messages", message(body={"contentType": "HTML", "content": ""})),
        ("/messages", message(isDraft=True)),
        ("/messages", message(importance="hihg")),
        ("/events", event(showAs="bussy")),
        ("/events", event(attendees=[{"type": "requird", "emailAddress": {"address": "medlem@example.no"}}])),
        ("/events", event(attendees=[{"type": "required", "emailAdress": {"address": "medlem@example.no"}}])),
        ("/calendar/getSchedule", {"schedule": ["medlem@example.no"]}),
    ],
)
def test_what_microsofts_schema_does_not_know_is_refused_and_on_record(caller: Caller, path: str, body: dict[str, object]) -> None:
    assert code(caller.post(path, body)) == "400 RequestBodyRead"
    assert caller.state.violations


@strict
def test_the_answers_are_such_as_microsofts_schema_describes(caller: Caller) -> None:
    caller.state.receive(SECRETARIAT, received())
    draft = caller.draft()
    made = caller.post("/events", event(isOnlineMeeting=True)).json()
    schema = Schema.found()
    answers = [
        ("messageCollectionResponse", caller.get("/messages")),
        ("message", caller.get(f"/messages/{draft}")),
        ("messageDeltaResponse", caller.get("/mailFolders/inbox/messages/delta")),
        ("mailFolderCollectionResponse", caller.get("/mailFolders")),
        ("event", caller.get(f"/events/{made['id']}")),
        ("eventCollectionResponse", caller.get("/events")),
        ("mailboxSettings", caller.get("/mailboxSettings")),
        ("outlookCategoryCollectionResponse", caller.get("/outlook/masterCategories")),
        ("ODataErrors.ODataError", caller.get("/messages/ukjent")),
    ]

    assert schema is not None
    assert [strange for name, answer in answers for strange in schema.strange(f"microsoft.graph.{name}", answer.json())] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/messages", message(internetMessageHeaders=[{"name": "Auto-Submitted", "value": "auto-generated"}])),
        ("/messages", message(toRecipients=[{"emailAddress": {"address": f"medlem{number}@example.no"}} for number in range(501)])),
        ("/messages", message(singleValueExtendedProperties=[{"id": "AarshjulKey", "value": "x"}])),
        ("/events", event(start={"dateTime": "2027-02-04T09:00:00Z", "timeZone": "UTC"})),
        ("/events", event(start={"dateTime": "2027-02-04T09:00:00", "timeZone": "Europe/Oslo"})),
        ("/events", event(isAllDay=True)),
        ("/events", event(attendees=[{"type": "required", "emailAddress": {"address": SECRETARIAT}}])),
    ],
)
def test_what_the_schema_cannot_say_is_refused_and_on_record_too(caller: Caller, path: str, body: dict[str, object]) -> None:
    assert caller.post(path, body).status_code == 400
    assert len(caller.state.violations) == 1


def test_a_call_that_is_not_made_here_is_on_record(caller: Caller) -> None:
    assert caller.post("/sendMail", {"message": message()}).status_code == 404
    assert caller.state.violations


def test_without_prefer_the_ids_are_others_and_it_is_on_record(caller: Caller) -> None:
    draft = caller.draft()
    listed = caller.call("GET", "/messages", headers={"Prefer": ""}).json()["value"]

    assert listed[0]["id"] != draft
    assert caller.state.violations == [f"message.list: Prefer: {PREFER} is missing"]


def test_a_request_above_four_megabytes_is_413(caller: Caller) -> None:
    assert caller.post("/messages", message(subject="x" * (4 * 1024 * 1024))).status_code == 413


def test_the_server_runs_as_a_process_and_is_driven_from_outside(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.graph", "--port", "0", "--folder", str(tmp_path), "--delay", "5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True) as process, ExitStack() as end:
        end.callback(process.kill)  # nothing waits for a server that nobody stops
        assert process.stdout is not None
        where = json.loads(process.stdout.readline())
        with httpx.Client(verify=ssl.create_default_context(cafile=where["ca"]), base_url=where["rehearsal"]) as admin:
            admin.post("/mail", json={"mailbox": SECRETARIAT, "mime": b64encode(received()).decode()})
            clock = admin.post("/clock", json={"now": "2027-03-01T08:00:00+01:00", "advance": 60}).json()
            admin.post("/fault", json={"operation": "message.send", "kind": "503"})
            nonsense = admin.post("/answer", json={"mailbox": SECRETARIAT, "event": "ukjent", "attendee": "x", "response": "accepted"})
            figures = admin.get("/figures").json()
            delivered, invited = admin.get("/delivered").json(), admin.get("/invited").json()
            admin.post("/stop")
        process.wait(timeout=30)

    assert clock == {"now": "2027-03-01T07:01:00Z"}
    assert nonsense.status_code == 400
    assert (figures["delivered"], figures["violations"], delivered, invited) == (0, [], {"delivered": []}, {"invited": []})


def test_the_clock_lets_what_is_due_come_to_pass_in_order(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.send", "stuck", seconds=3600))
    for key in ("sent", "straks"):
        caller.post(f"/messages/{caller.draft(key)}/send")

    caller.state.now += timedelta(days=1)

    assert [(letter.key, f"{letter.at:%H:%M:%S}") for letter in caller.state.delivered] == [("straks", "00:00:02"), ("sent", "01:00:02")]
