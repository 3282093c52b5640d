"""Faults on the server: each by plan, before the work or after it; and weather from a seed."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from tests.graph.caller import Caller, calling, code, received
from tests.graph.server import SECRETARIAT, Fault, Weather, foul


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with calling(tmp_path, wait=2) as one:
        yield one
        assert one.state.violations == []


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("kind", ["timeout", "reset", "close"])
def test_a_call_may_hear_nothing_before_or_after_its_effect(caller: Caller, kind: str, late: bool) -> None:  # noqa: FBT001 - pytest's parameter
    draft = caller.draft()
    caller.state.faults.append(Fault("message.send", kind, after_effect=late, seconds=0.05))

    with pytest.raises(httpx.TransportError):
        caller.post(f"/messages/{draft}/send")
    caller.state.advance(2)

    assert len(caller.state.delivered) == int(late)
    assert (caller.state.calls[-1].operation, caller.state.calls[-1].status, caller.state.calls[-1].fault) == ("message.send", 0, kind)


def test_a_timeout_lasts_longer_than_the_caller_waits(caller: Caller) -> None:
    caller.client.timeout = httpx.Timeout(0.1)
    caller.state.faults.append(Fault("message.list", "timeout", seconds=30))

    with pytest.raises(httpx.ReadTimeout):
        caller.get("/messages")


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("kind", ["500", "502", "503", "504"])
def test_a_5xx_may_come_with_and_without_effect(caller: Caller, kind: str, late: bool) -> None:  # noqa: FBT001 - pytest's parameter
    caller.state.faults.append(Fault("message.create", kind, after_effect=late))
    answer = caller.post("/messages", {"subject": "Møte"})

    assert answer.status_code == int(kind)
    assert len(caller.state.items(SECRETARIAT, "drafts")) == int(late)


@pytest.mark.parametrize("after", [None, "2.128", "7", "Fri, 01 Jan 2027 00:00:30 GMT"])
def test_a_429_may_say_when_to_come_back(caller: Caller, after: str | None) -> None:
    caller.state.faults.append(Fault("message.list", "429", retry_after=after))
    answer = caller.get("/messages")

    assert code(answer) == "429 ApplicationThrottled"
    assert answer.headers.get("Retry-After") == after
    assert parsedate_to_datetime(answer.headers["Date"]) == caller.state.now


def test_a_202_may_ask_for_patience_though_the_letter_leaves(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.send", "accepted-retry-after"))
    answer = caller.post(f"/messages/{caller.draft()}/send")
    caller.state.advance(2)

    assert (answer.status_code, answer.headers["Retry-After"], len(caller.state.delivered)) == (202, "5", 1)


def test_a_202_may_be_followed_by_a_failure_report(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.send", "bounce"))
    answer = caller.post(f"/messages/{caller.draft()}/send")
    caller.state.advance(2)

    assert (answer.status_code, caller.state.delivered) == (202, [])
    assert caller.get("/mailFolders/inbox").json()["totalItemCount"] == 1


def test_a_202_may_do_nothing_and_a_second_send_then_works(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.send", "dropped"))
    draft = caller.draft()
    answers = [caller.post(f"/messages/{draft}/send")]
    caller.state.advance(3600)
    still = caller.get(f"/messages/{draft}").json()["isDraft"]
    answers.append(caller.post(f"/messages/{draft}/send"))
    caller.state.advance(2)

    assert ([answer.status_code for answer in answers], still, len(caller.state.delivered)) == ([202, 202], True, 1)


def test_a_letter_may_be_stuck_in_drafts(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.send", "stuck", seconds=600))
    draft = caller.draft()
    caller.post(f"/messages/{draft}/send")
    seen = []
    for _ in range(2):
        caller.state.advance(302)
        seen.append(caller.get(f"/messages/{draft}").json()["isDraft"])

    assert seen == [True, False]


def test_the_sent_copy_may_get_another_id(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.send", "new-id"))
    draft = caller.draft("ny")
    caller.post(f"/messages/{draft}/send")
    caller.state.advance(2)

    assert caller.get(f"/messages/{draft}").status_code == 404
    assert caller.find("ny")[0]["id"] != draft


def test_a_token_may_expire_in_the_middle(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.list", "401"))

    assert [caller.get("/messages").status_code for _ in range(2)] == [401, 200]


def test_a_body_may_be_cut_off(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.list", "truncated"))

    with pytest.raises(httpx.RemoteProtocolError):
        caller.get("/messages")


def test_a_body_may_be_html_or_nothing(caller: Caller) -> None:
    caller.state.faults += [Fault("message.list", "html", status=200), Fault("message.list", "empty", status=503)]
    page, nothing = caller.get("/messages"), caller.get("/messages")

    assert (page.status_code, page.headers["Content-Type"], page.text[:6]) == (200, "text/html", "<html>")
    assert (nothing.status_code, nothing.content) == (503, b"")


def test_bytes_may_come_slowly(caller: Caller) -> None:
    caller.draft()
    caller.state.faults.append(Fault("message.list", "slow", seconds=0.2))
    answer = caller.get("/messages")

    assert len(answer.json()["value"]) == 1
    assert answer.elapsed.total_seconds() > 0.1


def test_a_plan_says_which_call_and_how_often(caller: Caller) -> None:
    caller.state.faults.append(Fault("message.*", "503", skip=1, times=2, mailbox=SECRETARIAT))

    assert [caller.get("/messages").status_code for _ in range(4)] == [200, 503, 503, 200]
    assert caller.get("/mailFolders/inbox").status_code == 200


def test_the_same_seed_is_the_same_weather_and_it_ends(tmp_path: Path) -> None:
    runs = []
    for number in range(2):
        with calling(tmp_path / str(number)) as caller:
            caller.state.weather = Weather(
                seed=7, share=0.5, most=6, storms=[Fault("*", "503"), Fault("message.*", "429", retry_after="1")]
            )
            runs.append([caller.get("/messages").status_code for _ in range(40)])

    assert runs[0] == runs[1]
    assert sum(status != 200 for status in runs[0]) == 6
    assert runs[0][-1] == 200


def test_in_foul_weather_the_server_itself_stays_whole(tmp_path: Path) -> None:
    with calling(tmp_path, wait=2) as caller:
        caller.state.receive(SECRETARIAT, received())
        caller.state.weather = Weather(seed=3, share=0.7, most=60, storms=foul(0.01))
        for number in range(90):
            if not (number % 3 and _whole(caller, "POST", "/messages")) and _whole(caller, "GET", "/mailFolders/inbox/messages/delta"):
                caller.log_in()
        caller.state.weather = None

        assert caller.get("/messages").status_code == 200
        assert caller.state.violations == []


def _whole(caller: Caller, method: str, path: str) -> bool:
    try:
        return caller.call(method, path, json={"subject": "Møte"} if method == "POST" else None).status_code < 400
    except httpx.TransportError:
        return False
