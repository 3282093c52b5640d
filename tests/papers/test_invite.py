import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.cycle.model import OSLO, Occurrence
from bot.cycle.written import Place
from bot.papers import invite, meeting

STAMP = datetime(2027, 1, 4, 8, tzinfo=UTC)


def events(raw: bytes) -> list[Any]:
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def occurrence(start: datetime, hours: int = 1, **changes: object) -> Occurrence:
    return meeting.example().occurrence._replace(start=start, end=start + timedelta(hours=hours), cancelled=None)._replace(**changes)  # type: ignore[arg-type]


def invitation(
    about: Occurrence, method: invite.Method = "REQUEST", sequence: int = 0, summary: str = "Møte", name: str = "Medlem", text: str = ""
) -> bytes:
    return invite.write(
        uid=invite.uid(about.key, "example.no"), sequence=sequence, occurrence=about, summary=summary, description=text,
        organizer=("Sekretariatet", "post@example.no"), attendee=(name, "medlem@example.no"), stamp=STAMP, method=method,
    )  # fmt: skip


@pytest.mark.parametrize(
    "day",
    [date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29), date(2027, 10, 30), date(2027, 10, 31), date(2027, 11, 1), date(2027, 7, 1)],
)
def test_two_other_readers_find_the_same_wall_time_across_both_changes_of_the_clock(day: date) -> None:
    start = datetime(day.year, day.month, day.day, 12, tzinfo=OSLO)
    raw = invitation(occurrence(start))

    seen = vobject.readOne(raw.decode()).vevent.dtstart.value
    assert seen.replace(tzinfo=None) == start.replace(tzinfo=None)
    assert seen.astimezone(UTC) == start.astimezone(UTC)
    assert events(raw)[0]["DTSTART"].dt.astimezone(UTC) == start.astimezone(UTC)


def test_an_invitation_asks_one_person_for_an_answer() -> None:
    event = events(invitation(occurrence(datetime(2027, 11, 4, 12, tzinfo=OSLO))))[0]
    guest = event["ATTENDEE"]

    assert str(guest) == "mailto:medlem@example.no"
    assert (guest.params["RSVP"], guest.params["PARTSTAT"], guest.params["CUTYPE"]) == ("TRUE", "NEEDS-ACTION", "INDIVIDUAL")
    assert str(event["ORGANIZER"]) == "mailto:post@example.no"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert str(event["LOCATION"]) == "Rådhuset, møterom 1, inngang fra sjøsiden"


def test_a_moved_meeting_keeps_its_identity_and_a_cancelled_one_is_taken_out_again() -> None:
    told = occurrence(datetime(2027, 11, 4, 12, tzinfo=OSLO))
    moved = told._replace(start=told.start + timedelta(days=7), end=told.end + timedelta(days=7))
    first, second, last = invitation(told), invitation(moved, sequence=1), invitation(moved, "CANCEL", 2)
    found = [events(raw)[0] for raw in (first, second, last)]

    assert len({str(event["UID"]) for event in found}) == 1
    assert [event["SEQUENCE"] for event in found] == [0, 1, 2]
    assert [event["STATUS"] for event in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert (b"METHOD:REQUEST\r\n" in second, b"METHOD:CANCEL\r\n" in last) == (True, True)


def test_a_calendar_to_subscribe_to_has_meetings_with_hours_and_duties_with_days() -> None:
    duty = occurrence(datetime(2027, 3, 31, tzinfo=OSLO), key="a/b/2027", place=Place())
    duty = duty._replace(end=datetime(2027, 4, 1, tzinfo=OSLO))
    raw = invite.calendar(
        [duty, occurrence(datetime(2027, 11, 4, 12, tzinfo=OSLO), cancelled="syk")], "Årshjul, næring", STAMP, domain="example.no"
    )
    first, second = events(raw)

    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2027, 3, 31), date(2027, 4, 1))
    assert second["STATUS"] == "CANCELLED"
    assert b"METHOD:PUBLISH" in raw
    assert b"ATTENDEE" not in raw


any_text = st.one_of(
    st.text(), st.sampled_from(["a;b,c\\n\nBEGIN:VEVENT", "x" * 10_000, "😀" * 200, '"^n:;', "\u202eabc", "=cmd", "{{ x }} %}"])
)


@given(any_text, any_text, any_text)
def test_any_words_come_out_as_those_words_folded_as_the_standard_says(title: str, name: str, text: str) -> None:
    raw = invitation(occurrence(datetime(2027, 11, 4, 12, tzinfo=OSLO)), summary=title, name=name, text=text)
    (event,) = events(raw)

    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert (
        str(event["SUMMARY"])
        == re.sub("[\x00-\x08\x0e-\x1b\x1f\x7f\ufffe\uffff]", "", re.sub("[\t\n\x0b-\x0d\x1c-\x1e\x85\u2028\u2029]+", " ", title)).strip()
    )
    assert raw.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert len(vobject.readOne(raw.decode()).vevent.contents["attendee"]) == 1
