"""Sending on the server: Drafts to Sent Items, what people do in Outlook, failures, limits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.graph.caller import Caller, calling, code, person
from tests.graph.server import SECRETARIAT, Fault


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with calling(tmp_path) as one:
        yield one
        assert one.state.violations == []


def test_a_sent_letter_lies_in_drafts_until_transport_takes_it_and_then_in_sent_items(caller: Caller) -> None:
    draft = caller.draft("brev")
    answer = caller.post(f"/messages/{draft}/send")
    before = caller.get(f"/messages/{draft}").json()
    caller.state.advance(2)
    after = caller.get(f"/messages/{draft}").json()
    letter = caller.state.delivered[0]

    assert (answer.status_code, answer.content) == (202, b"")
    assert (before["isDraft"], after["isDraft"]) == (True, False)
    assert after["internetMessageId"] == before["internetMessageId"] == letter.internet_message_id
    assert [each["id"] for each in caller.find("brev", "/mailFolders/sentitems/messages")] == [draft]
    assert (letter.sender, letter.recipient, letter.key) == (SECRETARIAT, "medlem@example.no", "brev")
    assert "Velkommen" in str(message_from_bytes(letter.mime, policy=policy.default).get_body(("plain",)))


def test_a_second_send_of_a_sent_letter_is_404_and_nothing_leaves_twice(caller: Caller) -> None:
    draft = caller.draft()
    caller.post(f"/messages/{draft}/send")
    waiting = caller.post(f"/messages/{draft}/send")
    caller.state.advance(2)

    assert waiting.status_code == 202
    assert code(caller.post(f"/messages/{draft}/send")) == "404 ErrorItemNotFound"
    assert len(caller.state.delivered) == 1


def test_own_headers_leave_with_the_letter_and_the_sent_copy_does_not_return_them(caller: Caller) -> None:
    draft = caller.draft(internetMessageHeaders=[{"name": "x-aarshjul-key", "value": "en"}])
    caller.post(f"/messages/{draft}/send")
    caller.state.advance(2)

    assert b"x-aarshjul-key: en" in caller.state.delivered[0].mime
    assert "internetMessageHeaders" not in caller.get(f"/messages/{draft}", **{"$select": "internetMessageHeaders"}).json()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"toRecipients": []}, "400 ErrorInvalidRecipients"),
        ({"toRecipients": [person("ikke en adresse")]}, "400 ErrorInvalidRecipients"),
        ({"from": person("leder@example.no")}, "403 ErrorSendAsDenied"),
    ],
)
def test_letters_that_may_not_leave(caller: Caller, more: dict[str, Any], refusal: str) -> None:
    assert code(caller.post(f"/messages/{caller.draft(**more)}/send")) == refusal


def test_send_wants_an_empty_body_and_says_so(tmp_path: Path) -> None:
    with calling(tmp_path) as caller:
        assert caller.post(f"/messages/{caller.draft()}/send", {}).status_code == 411
        assert caller.state.violations


def test_a_draft_can_be_changed_and_a_sent_letter_only_labelled(caller: Caller) -> None:
    draft = caller.draft()
    old = caller.get(f"/messages/{draft}").json()["@odata.etag"]
    changed = caller.patch(f"/messages/{draft}", subject="Nytt emne")
    late = caller.call("PATCH", f"/messages/{draft}", json={"subject": "Enda et"}, headers={"If-Match": old})
    caller.post(f"/messages/{draft}/send")
    caller.state.advance(2)

    assert changed.json()["subject"] == caller.state.delivered[0].subject == "Nytt emne"
    assert code(late) == "412 ErrorIrresolvableConflict"
    assert code(caller.patch(f"/messages/{draft}", subject="For sent")) == "400 ErrorInvalidPropertySet"
    assert caller.patch(f"/messages/{draft}", categories=["aarshjul: registrert"]).json()["categories"] == ["aarshjul: registrert"]


def test_an_address_that_fails_comes_back_as_a_report_after_its_202(caller: Caller) -> None:
    caller.state.bounce("medlem@example.no")
    draft = caller.draft()
    sent = caller.get(f"/messages/{draft}").json()["internetMessageId"]
    answer = caller.post(f"/messages/{draft}/send")
    caller.state.advance(2)
    report = message_from_bytes(caller.state.items(SECRETARIAT, "inbox")[0].raw or b"", policy=policy.default)

    assert (answer.status_code, caller.state.delivered) == (202, [])
    assert report.get_content_type() == "multipart/report"
    assert report["In-Reply-To"] == sent
    assert b"Final-Recipient: rfc822; medlem@example.no" in report.as_bytes()


def test_a_person_sends_changes_and_deletes_drafts_in_outlook(caller: Caller) -> None:
    sent, edited, gone, lost = (caller.draft(key) for key in ("sendt", "endret", "slettet", "borte"))
    before = caller.get(f"/messages/{sent}").json()["internetMessageId"]
    caller.state.send_draft(SECRETARIAT, "sendt", classic=True)
    caller.state.edit_draft(SECRETARIAT, edited, subject="Rettet", toRecipients=[person("leder@example.no")])
    caller.state.delete_draft(SECRETARIAT, gone)
    caller.state.delete_draft(SECRETARIAT, lost, hard=True)
    caller.state.advance(2)

    assert caller.get(f"/messages/{sent}").status_code == 404
    assert caller.find("sendt")[0]["internetMessageId"] != before
    assert caller.get(f"/messages/{edited}").json()["toRecipients"][0]["emailAddress"]["address"] == "leder@example.no"
    assert caller.get(f"/messages/{gone}").json()["isDraft"]
    assert caller.find("borte") == []
    assert [letter.key for letter in caller.state.delivered] == ["sendt"]


def test_letters_above_thirty_a_minute_wait_for_their_turn(caller: Caller) -> None:
    for number in range(65):
        caller.post(f"/messages/{caller.draft(str(number))}/send")
    waves = []
    for _ in range(3):
        caller.state.advance(59)
        waves.append(len(caller.state.delivered))
        caller.state.advance(1)

    assert waves == [30, 60, 65]


def test_or_they_are_refused_with_the_time_to_wait(caller: Caller) -> None:
    caller.state.excess = "refuse"
    answers = []
    for number in range(31):
        answers.append(caller.post(f"/messages/{caller.draft(str(number))}/send"))
        caller.state.advance(0.5)
    caller.state.advance(float(answers[-1].headers["Retry-After"]) - 0.5)

    assert [answer.status_code for answer in answers] == [202] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "45.000"
    assert caller.post(f"/messages/{caller.find('30')[0]['id']}/send").status_code == 202


def test_ten_thousand_recipients_a_day_are_enough(caller: Caller) -> None:
    caller.state.daily = 3
    for number in range(3):
        caller.post(f"/messages/{caller.draft(str(number))}/send")
    last = caller.draft("for mye")

    assert code(caller.post(f"/messages/{last}/send")).startswith("403")
    caller.state.advance(24 * 3600)
    assert caller.post(f"/messages/{last}/send").status_code == 202


def test_more_than_four_calls_at_once_to_a_mailbox_are_refused(caller: Caller) -> None:
    with ThreadPoolExecutor(6) as pool, caller.state.lock:
        answers = [pool.submit(caller.get, "/messages") for _ in range(6)]
        while caller.state.box(SECRETARIAT).in_flight < 6:
            caller.state.closing.wait(0.01)
        caller.state.lock.release()
        statuses = sorted(answer.result().status_code for answer in answers)
        caller.state.lock.acquire()

    assert statuses == [200] * 4 + [429] * 2


def test_a_draft_sent_while_a_listing_lags_is_found_a_little_later(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.list", "stale"))
    caller.draft("treg")

    assert (len(caller.find("treg")), len(caller.find("treg"))) == (0, 1)
