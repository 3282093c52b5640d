"""The calendar on the server: events made once, who is told of what, answers, online meetings, free and busy."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.graph.caller import KEY, PREFER, Caller, at, calling, code, event, person
from tests.graph.server import SECRETARIAT, Fault, Notice


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with calling(tmp_path) as one:
        yield one
        assert one.state.violations == []


def _told(caller: Caller) -> list[tuple[str, str]]:
    told = [(notice.kind, notice.attendee) for notice in caller.state.invited]
    caller.state.invited.clear()
    return told


def test_the_same_transaction_is_the_same_event_and_invites_once(caller: Caller) -> None:
    first, again = caller.post("/events", event()), caller.post("/events", event())

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert code(caller.post("/events", event(subject="Et annet møte"))) == "409 ErrorDuplicateTransactionId"
    assert _told(caller) == [("invitation", "medlem@example.no"), ("invitation", "leder@example.no")]


def test_an_event_is_found_by_its_key_and_shows_it_only_when_asked(caller: Caller) -> None:
    made = caller.post("/events", event()).json()
    expand = f"singleValueExtendedProperties($filter=id eq '{KEY}')"

    assert [each["id"] for each in caller.find("møtet", "/events")] == [made["id"]]
    assert "singleValueExtendedProperties" not in made
    assert caller.get(f"/events/{made['id']}", **{"$expand": expand}).json()["singleValueExtendedProperties"][0]["value"] == "møtet"
    assert code(caller.get("/events", **{"$filter": "transactionId eq 't1'"})) == "400 ErrorInvalidUrlQueryFilter"


def test_hours_are_shown_in_utc_or_as_preferred_and_a_zone_unknown_breaks_the_service(caller: Caller) -> None:
    one = f"/events/{caller.post('/events', event()).json()['id']}"
    local = caller.call("GET", one, headers={"Prefer": f'{PREFER}, outlook.timezone="W. Europe Standard Time"'}).json()
    broken = caller.call("GET", one, headers={"Prefer": f'{PREFER}, outlook.timezone="Europe/Oslo"'})

    assert caller.get(one).json()["start"] == {"dateTime": "2027-02-04T08:00:00.0000000", "timeZone": "UTC"}
    assert local["start"]["dateTime"] == "2027-02-04T09:00:00.0000000"
    assert (broken.status_code, broken.headers["Content-Type"]) == (500, "text/html")


def test_an_event_of_whole_days_is_midnight_whatever_is_asked(caller: Caller) -> None:
    made = caller.post("/events", event(isAllDay=True, start=at(0), end=at(0, day=5))).json()

    assert (made["start"]["dateTime"], made["end"]["dateTime"]) == ("2027-02-04T00:00:00.0000000", "2027-02-05T00:00:00.0000000")


def test_a_change_of_attendees_alone_is_told_to_those_it_is_about(caller: Caller) -> None:
    one = f"/events/{caller.post('/events', event()).json()['id']}"
    _told(caller)
    caller.patch(one, attendees=[{"type": "required", **person("medlem@example.no")}, {"type": "required", **person("ny@example.no")}])

    assert _told(caller) == [("cancellation", "leder@example.no"), ("invitation", "ny@example.no")]


def test_any_other_change_is_told_to_everybody_and_a_new_hour_voids_the_answers(caller: Caller) -> None:
    one = f"/events/{caller.post('/events', event()).json()['id']}"
    caller.state.answer(SECRETARIAT, "møtet", "medlem@example.no", "accepted")
    _told(caller)
    caller.patch(one, location={"displayName": "Rådhuset"})
    kept = caller.get(one).json()["attendees"][0]["status"]["response"]
    caller.patch(one, start=at(12), end=at(14))
    void = caller.get(one).json()["attendees"][0]["status"]["response"]

    assert _told(caller) == [("update", "medlem@example.no"), ("update", "leder@example.no")] * 2
    assert (kept, void) == ("accepted", "none")


def test_a_cancelled_meeting_tells_everybody_why_and_is_gone(caller: Caller) -> None:
    made = caller.post("/events", event()).json()
    caller.state.invited.clear()
    answer = caller.post(f"/events/{made['id']}/cancel", {"comment": "Møtet er avlyst."})

    assert (answer.status_code, answer.content) == (202, b"")
    assert [(each.kind, each.body, each.key) for each in caller.state.invited] == [("cancellation", "Møtet er avlyst.", "møtet")] * 2
    assert caller.get(f"/events/{made['id']}").status_code == 404
    assert code(caller.post("/events", event())) == "409 ErrorDuplicateTransactionId"


def test_a_deleted_meeting_tells_everybody_too(caller: Caller) -> None:
    made = caller.post("/events", event()).json()
    caller.state.invited.clear()

    assert caller.call("DELETE", f"/events/{made['id']}").status_code == 204
    assert [each.kind for each in caller.state.invited] == ["cancellation"] * 2


def test_only_the_organiser_cancels(caller: Caller) -> None:
    made = caller.post("/events", event()).json()
    caller.state.meeting(SECRETARIAT, made["id"]).props["isOrganizer"] = False

    assert caller.post(f"/events/{made['id']}/cancel", {"comment": ""}).status_code == 400


def test_answers_stand_on_the_event_and_come_by_mail_or_not(caller: Caller) -> None:
    made = caller.post("/events", event()).json()
    when = datetime(2027, 1, 5, 9, tzinfo=UTC)
    caller.state.answer(SECRETARIAT, made["id"], "medlem@example.no", "tentative", when, comment="Kanskje litt sent")
    caller.state.answer(SECRETARIAT, made["iCalUId"], "leder@example.no", "declined", mail=False)
    statuses = [each["status"] for each in caller.get(f"/events/{made['id']}", **{"$select": "attendees"}).json()["attendees"]]
    mails = caller.get("/mailFolders/inbox/messages").json()["value"]

    assert statuses[0] == {"response": "tentativelyAccepted", "time": "2027-01-05T09:00:00Z"}
    assert statuses[1]["response"] == "declined"
    assert [(mail["@odata.type"], mail["subject"]) for mail in mails] == [
        ("#microsoft.graph.eventMessageResponse", "Foreløpig godtatt: Møte i faggruppen")
    ]
    raw = message_from_bytes(caller.get(f"/messages/{mails[0]['id']}/$value").content, policy=policy.default)
    assert "PARTSTAT=TENTATIVE" in next(part.get_content() for part in raw.walk() if part.get_content_type() == "text/calendar")


def test_a_teams_meeting_lives_by_a_part_of_the_body(caller: Caller) -> None:
    one = f"/events/{caller.post('/events', event(isOnlineMeeting=True)).json()['id']}"
    body = caller.get(one).json()["body"]["content"]
    caller.patch(one, body={"contentType": "html", "content": body.replace("Saker", "Flere saker")})
    kept = caller.get(one).json()
    caller.patch(one, body={"contentType": "html", "content": "<p>Bare dette</p>"})
    lost = caller.get(one).json()

    assert kept["onlineMeeting"]["joinUrl"] in body
    assert (kept["isOnlineMeeting"], lost["isOnlineMeeting"], lost["onlineMeeting"]) == (True, False, None)


def test_a_view_of_days_shows_what_overlaps_them(caller: Caller) -> None:
    caller.post("/events", event())
    february = {"startDateTime": "2027-02-04T09:59:00Z", "endDateTime": "2027-03-01T00:00:00Z"}
    march = {"startDateTime": "2027-03-01T00:00:00Z", "endDateTime": "2027-04-01T00:00:00Z"}
    long = {"startDateTime": "2027-01-01T00:00:00Z", "endDateTime": "2033-01-01T00:00:00Z"}

    assert [len(caller.get("/calendarView", **span).json()["value"]) for span in (february, march)] == [1, 0]
    assert caller.get("/calendarView", **long).status_code == 400


def _ask(*names: str, days: int = 1, minutes: int | None = 60) -> dict[str, object]:
    end = {"dateTime": f"2027-{2 + days // 28:02d}-{4 + days % 28:02d}T16:00:00", "timeZone": "W. Europe Standard Time"}
    return {"schedules": list(names), "startTime": at(8), "endTime": end, "availabilityViewInterval": minutes}


def test_free_and_busy_by_address_with_errors_in_their_own_rows(caller: Caller) -> None:
    caller.state.occupy("medlem@example.no", datetime(2027, 2, 4, 8, tzinfo=UTC), datetime(2027, 2, 4, 9, tzinfo=UTC), "Legetime")
    caller.state.known("leder@example.no")
    rows = caller.post("/calendar/getSchedule", _ask("medlem@example.no", "leder@example.no", "ukjent@example.org", days=0)).json()["value"]

    assert [row["availabilityView"] for row in rows] == ["02000000", "00000000", ""]
    assert rows[0]["scheduleItems"][0]["status"] == "busy"
    assert rows[2]["error"]["responseCode"] == "ErrorMailRecipientNotFound"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (_ask(*(f"medlem{number}@example.no" for number in range(21))), "400 ErrorMailboxDataArrayTooBig"),
        (_ask("medlem@example.no", days=70), "400 ErrorTimeIntervalTooBig"),
        (_ask("medlem@example.no", minutes=None), "500 ErrorInternalServerError"),
    ],
)
def test_questions_of_free_and_busy_that_are_too_much(caller: Caller, body: dict[str, object], refusal: str) -> None:
    assert code(caller.post("/calendar/getSchedule", body)) == refusal


def test_a_transaction_id_is_set_once(tmp_path: Path) -> None:
    with calling(tmp_path) as caller:
        one = f"/events/{caller.post('/events', event()).json()['id']}"

        assert caller.patch(one, transactionId="t2").status_code == 400
        assert caller.state.violations


def test_an_event_may_be_made_and_nobody_told(caller: Caller) -> None:
    caller.state.faults.append(Fault("event.create", "uninvited"))

    assert caller.post("/events", event()).status_code == 201
    assert caller.state.invited == list[Notice]()


def test_an_event_takes_attachments(caller: Caller) -> None:
    one = f"/events/{caller.post('/events', event()).json()['id']}"
    file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "saker.txt", "contentType": "text/plain", "contentBytes": "c2FrZXI="}

    assert caller.post(f"{one}/attachments", file).status_code == 201
    assert caller.get(one).json()["hasAttachments"]
