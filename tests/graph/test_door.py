"""The one way to Microsoft Graph: what is repeated, what never is, where links may lead, and what the log may say."""

import json
import logging
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from bot.errors import PostFailed
from bot.post.graph import shapes
from bot.post.graph.call import Call, Kind, path
from bot.post.graph.door import Door
from bot.post.graph.events import Event
from bot.post.graph.faults import Garbled, Rejected, TooLarge, Unanswered
from bot.post.graph.graph import Graph
from bot.post.graph.patience import Patience, retry_after
from tests.graph.conftest import Clock, letter, parcel, settings, trust
from tests.graph.server import SECRETARIAT, Fault, Site

LIST = Call.get("list", path(SECRETARIAT, "messages", top="5"))
DRAFT = Call.send("draft", "POST", path(SECRETARIAT, "messages"), {"subject": "x"}, Kind.KEYED)
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def statuses(site: Site, operation: str) -> list[int]:
    return [call.status for call in site.state.calls if call.operation == operation]


@pytest.mark.parametrize("kind", ["429", "500", "502", "503", "504", "timeout", "reset", "close", "truncated", "html", "empty"])
def test_a_reading_is_repeated(door: Door, site: Site, kind: str) -> None:
    site.state.faults.append(Fault("message.list", kind, times=2, seconds=0.7))

    assert door.json(LIST)["value"] == []
    assert len(statuses(site, "message.list")) == 3


@pytest.mark.parametrize(
    ("said", "seconds"), [("2.128", 2.128), ("7", 7.0), (format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9.0)]
)
def test_it_waits_as_long_as_it_is_asked_to(door: Door, site: Site, clock: Clock, said: str, seconds: float) -> None:
    site.state.faults.append(Fault("message.list", "429", retry_after=said))
    door.json(LIST)

    assert clock.waited == [seconds]


@pytest.mark.parametrize("said", ["snart", "-3", "1e9", "", "nan", "99999999999999999999"])
def test_an_impossible_wait_is_no_wait(said: str) -> None:
    assert retry_after(said, NOW) is None
    assert retry_after(None, NOW) is None


def test_a_time_that_has_passed_is_now() -> None:
    assert retry_after(format_datetime(NOW - timedelta(days=1), usegmt=True), NOW) == 0.0


def test_a_server_that_asks_for_no_time_for_ever_is_left(clock: Clock) -> None:
    patience = Patience(clock)
    tries = 0
    while patience.wait(0.0):
        tries += 1
    assert tries < 200


def test_a_long_wait_is_left_to_the_next_round_and_kept(door: Door, site: Site, clock: Clock) -> None:
    site.state.faults.append(Fault("message.list", "429", retry_after="600"))
    for _ in range(3):
        with pytest.raises(PostFailed) as shut:
            door.json(LIST)
        assert not shut.value.permanent
    assert len(statuses(site, "message.list")) == 1

    clock.wait(601)
    assert door.json(LIST)["value"] == []


def test_a_server_that_is_down_is_not_waited_for_in_vain(door: Door, site: Site, clock: Clock) -> None:
    site.state.faults.append(Fault("message.list", "503", times=100))
    with pytest.raises(PostFailed, match="svarer ikke nå"):
        door.json(LIST)
    assert sum(clock.waited) <= 120


@pytest.mark.parametrize("kind", ["429", "500", "503", "timeout", "reset", "close", "404", "409", "412"])
def test_what_may_be_done_once_is_done_once(door: Door, site: Site, kind: str) -> None:
    item = door.json(DRAFT)
    site.state.faults.append(Fault("message.send", kind, times=5, seconds=0.7, retry_after="3" if kind == "429" else None))
    with pytest.raises(Unanswered):
        door.run(Call("send", "POST", path(SECRETARIAT, "messages", str(item["id"]), "send"), Kind.ONCE))

    assert len(statuses(site, "message.send")) == 1


@pytest.mark.parametrize("kind", ["400", "403", "413"])
def test_a_certain_no_is_a_no(door: Door, site: Site, kind: str) -> None:
    item = door.json(DRAFT)
    site.state.faults.append(Fault("message.send", kind))
    with pytest.raises(Rejected) as no:
        door.run(Call("send", "POST", path(SECRETARIAT, "messages", str(item["id"]), "send"), Kind.ONCE))
    assert str(no.value.status) == kind


def test_a_draft_is_not_made_again_before_someone_has_looked(door: Door, site: Site) -> None:
    site.state.faults.append(Fault("message.create", "503", times=2))
    looks: list[int] = []

    made = door.keyed(DRAFT, lambda: looks.append(1), lambda answer: answer.json["id"])
    assert isinstance(made, str)
    assert (len(looks), statuses(site, "message.create")) == (2, [503, 503, 201])


def test_an_old_token_is_renewed_once(door: Door, site: Site) -> None:
    door.json(LIST)
    site.state.expire_tokens()
    door.json(LIST)
    assert statuses(site, "message.list") == [200, 401, 200]

    site.state.faults.append(Fault("message.list", "401", times=9))
    with pytest.raises(PostFailed, match="godtar ikke innloggingen"):
        door.json(LIST)
    assert statuses(site, "message.list")[3:] == [401, 401]


@pytest.mark.parametrize(
    "link", ["https://example.com/v1.0/x", "http://localhost/v1.0/x", "https://bruker@localhost/x", "https:///x", "ftp://localhost/x"]
)
def test_a_link_leads_only_to_our_own_server_and_the_token_never_elsewhere(door: Door, link: str) -> None:
    with pytest.raises(Garbled, match="følges ikke"):
        door.json(Call.get("next", link))


def test_an_upload_goes_without_the_token_and_only_over_https(door: Door, site: Site) -> None:
    with pytest.raises(Garbled, match="følges ikke"):
        door.run(Call("upload", "PUT", "http://localhost/upload/x", Kind.KEYED, b"x", anonymous=True))
    with pytest.raises(Rejected) as no:
        door.run(Call("upload", "PUT", f"{site.base}/upload/x", Kind.KEYED, b"x", anonymous=True, raw=True))
    assert no.value.status == 404, "and not 401, which it is with a token"
    assert site.state.tokens == set()


def test_an_answer_has_a_largest_size(door: Door, site: Site) -> None:
    item = site.state.receive(SECRETARIAT, b"From: a@example.no\r\nSubject: x\r\n\r\n" + b"x" * 5000)
    with pytest.raises(TooLarge):
        door.run(Call("mail", "GET", path(SECRETARIAT, "messages", item.id, "$value"), raw=True, limit=1000))


def test_a_server_without_a_trusted_certificate_is_not_spoken_to(site: Site, clock: Clock) -> None:
    door = Door(settings(site), clock, ssl.create_default_context())
    with pytest.raises(PostFailed):
        door.json(LIST)
    door.close()
    assert site.state.calls == []


def test_nobody_at_home_is_surely_not_sent(site: Site, clock: Clock) -> None:
    door = Door(settings(site), clock, trust(site))
    door.json(LIST)
    elsewhere = Door(settings(site, endpoint="https://localhost:9/v1.0"), clock, trust(site))
    with pytest.raises(PostFailed, match="kan ikke nås"):
        elsewhere.run(Call("send", "POST", path(SECRETARIAT, "messages", "x", "send"), Kind.ONCE))
    door.close()
    elsewhere.close()


def test_an_id_is_one_segment_whatever_it_holds() -> None:
    assert (
        path("a@example.no", "messages", "AA/b+c==?#", select="id") == "/users/a%40example.no/messages/AA%2Fb%2Bc%3D%3D%3F%23?%24select=id"
    )


def test_the_log_names_no_one_and_gives_nothing_away(post: Graph, site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    site.state.faults += [Fault("message.create", "503"), Fault("message.send", "reset", after_effect=True)]
    post.send(*parcel(letter()))
    site.state.granted = set()
    with pytest.raises(PostFailed):
        post.send(*parcel(letter(2)))

    said = "\n".join(f"{record.name} {record.getMessage()} {record.__dict__}" for record in caplog.records)
    ours = "\n".join(record.getMessage() for record in caplog.records)
    assert "client-request-id" in ours
    assert "403 ErrorAccessDenied" in ours
    for secret in ("@example.no", site.secret, *site.state.tokens, "innkaller", "Bearer", "Horten"):
        assert secret not in said


garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["UTC", "2027-01-01T00:00:00", "x@example.no"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "isDraft",
                    "isAllDay",
                    "body",
                    "content",
                    "start",
                    "end",
                    "dateTime",
                    "timeZone",
                    "attendees",
                    "emailAddress",
                    "value",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(garbage)
@settings_of_hypothesis(max_examples=150, deadline=None)
def test_whatever_a_server_says_is_read_or_refused_and_nothing_else(value: object) -> None:
    raw = json.dumps(value).encode()
    for read in (Event.of, lambda row: shapes.addresses(row, "attendees"), lambda row: shapes.instant(row, "id"), shapes.rows):
        try:
            read(shapes.parsed(raw))
        except Garbled as fault:
            assert "forstår" in str(fault)  # noqa: PT017 - any other error is the failure


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"[" * 100_000, b"<html>", b'{"a": NaN, "b": }'])
def test_what_is_not_json_is_refused(raw: bytes) -> None:
    with pytest.raises(Garbled):
        shapes.parsed(raw)
