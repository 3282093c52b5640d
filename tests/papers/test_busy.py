"""Another body's calendar: what is taken in a year, as Outlook, Google and others write it; and what a hostile file cannot do."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.model import OSLO
from bot.papers import busy
from bot.papers.busy import Calendar, Unreadable

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Kommunestyret\r\n"


def ics(*events: str) -> bytes:
    body = "".join(
        "BEGIN:VEVENT\r\n" + "\r\n".join(line.strip() for line in event.strip().splitlines()) + "\r\nEND:VEVENT\r\n" for event in events
    )
    return f"{HEAD}{body}END:VCALENDAR\r\n".encode()


def taken(raw: bytes, year: int = 2028) -> list[str]:
    found = busy.read(raw, "fil.ics", year)
    assert isinstance(found, Calendar)
    return [f"{one.start:%d.%m %H:%M}–{one.end:%d.%m %H:%M} {one.what}" for one in found.taken]


def odd(raw: bytes) -> tuple[str, ...]:
    found = busy.read(raw, "fil.ics", 2028)
    assert isinstance(found, Calendar)
    return found.remarks


def test_a_meeting_with_its_zone_and_one_without() -> None:
    raw = ics(
        "UID:1\nDTSTART;TZID=Europe/Oslo:20280110T100000\nDTEND;TZID=Europe/Oslo:20280110T120000\nSUMMARY:Formannskap\\, møte",
        "UID:2\nDTSTART:20280711T080000Z\nDURATION:PT90M\nSUMMARY:Utvalg",
        "UID:3\nDTSTART:20280301T090000\nDTEND:20280301T100000",
    )

    assert taken(raw) == ["10.01 10:00–10.01 12:00 Formannskap, møte", "01.03 09:00–01.03 10:00 ", "11.07 10:00–11.07 11:30 Utvalg"]


def test_outlooks_own_names_of_zones() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nEND:VTIMEZONE\r\n"
    event = 'UID:1\nDTSTART;TZID="W. Europe Standard Time":20280710T100000\nDTEND;TZID="W. Europe Standard Time":20280710T110000'

    assert taken(ics(event).replace(b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT")) == ["10.07 10:00–10.07 11:00 "]


def test_whole_days_last_to_midnight() -> None:
    raw = ics("UID:1\nDTSTART;VALUE=DATE:20280605\nDTEND;VALUE=DATE:20280607\nSUMMARY:Landsting", "UID:2\nDTSTART;VALUE=DATE:20280901")

    assert taken(raw) == ["05.06 00:00–07.06 00:00 Landsting", "01.09 00:00–02.09 00:00 "]


def test_what_takes_no_time_does_not_count() -> None:
    at = "DTSTART:20280110T100000Z\nDTEND:20280110T120000Z"
    raw = ics(
        f"UID:1\n{at}\nSTATUS:CANCELLED",
        f"UID:2\n{at}\nTRANSP:TRANSPARENT",
        f"UID:3\n{at}\nX-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "UID:4\nDTSTART:20270110T100000Z\nDTEND:20270110T120000Z",
        "UID:5\nDTSTART:20280110T100000Z",
    )

    assert taken(raw) == []
    assert odd(raw) == ()


def test_a_series_with_one_left_out_and_one_moved() -> None:
    series = (
        "UID:1\nDTSTART;TZID=Europe/Oslo:20270112T100000\nDTEND;TZID=Europe/Oslo:20270112T110000\nRRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=16"
    )
    raw = ics(
        f"{series}\nEXDATE;TZID=Europe/Oslo:20280208T100000",
        "UID:1\nRECURRENCE-ID;TZID=Europe/Oslo:20280314T100000\nDTSTART;TZID=Europe/Oslo:20280315T140000\nDTEND;TZID=Europe/Oslo:20280315T150000",
    )

    assert taken(raw) == ["11.01 10:00–11.01 11:00 ", "15.03 14:00–15.03 15:00 ", "11.04 10:00–11.04 11:00 "]


def test_a_series_keeps_its_hour_through_summer_time_and_ends_when_it_says() -> None:
    raw = ics(
        "UID:1\nDTSTART;TZID=Europe/Oslo:20200106T090000\nDTEND;TZID=Europe/Oslo:20200106T100000\nRRULE:FREQ=WEEKLY;INTERVAL=13;UNTIL=20280801T120000Z"
    )

    assert taken(raw) == ["27.03 09:00–27.03 10:00 ", "26.06 09:00–26.06 10:00 "]  # 91 days a step, and 25 September is too late


def test_free_and_busy_times_without_a_word_of_what_they_are() -> None:
    lines = "FREEBUSY;FBTYPE=BUSY:20280301T080000Z/PT3H,20280302T080000Z/20280302T090000Z\r\nFREEBUSY;FBTYPE=FREE:20280303T080000Z/PT3H\r\n"
    raw = f"{HEAD}BEGIN:VFREEBUSY\r\nUID:1\r\n{lines}END:VFREEBUSY\r\nEND:VCALENDAR\r\n".encode()

    assert taken(raw) == ["01.03 09:00–01.03 12:00 ", "02.03 09:00–02.03 10:00 "]


def test_what_is_not_understood_is_counted_and_the_rest_is_read() -> None:
    raw = ics(
        "UID:1\nDTSTART:i morgen\nSUMMARY:x",
        "UID:2\nDTSTART:20280110T100000Z\nRRULE:FREQ=SECONDLY",
        "UID:3\nDTSTART:20280110T120000Z\nDTEND:20280110T100000Z",
        "UID:4\nDTSTART:20280110T100000Z\nDTEND:20280110T120000Z\nSUMMARY:Hel",
    )

    assert taken(raw) == ["10.01 11:00–10.01 13:00 Hel"]
    assert odd(raw) == ("3 hendelser i «Kommunestyret» kunne ikke leses, og er ikke tatt hensyn til",)


def test_our_own_calendar_comes_back(tmp_path: Path) -> None:
    """A duty of a whole day takes nobody's time; a meeting does."""
    raw = ics(
        "UID:1\nDTSTART;VALUE=DATE:20280110\nDTEND;VALUE=DATE:20280111\nTRANSP:TRANSPARENT",
        "UID:2\nDTSTART;TZID=Europe/Oslo:20280111T120000\nDTEND;TZID=Europe/Oslo:20280111T130000\nTRANSP:OPAQUE\nSUMMARY:Møte",
    )

    assert taken(raw) == ["11.01 12:00–11.01 13:00 Møte"]


# --- hostile files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "ikke en kalender"),
        (b"PK\x03\x04", "ikke en kalender"),
        (ics(*["UID:1\nDTSTART:20280110T100000Z"] * 5_001), "for mange hendelser"),
        (ics(*["UID:1\nDTSTART:20280110T100000Z\nRRULE:FREQ=DAILY"] * 501), "for mange gjentakelser"),
        (b"BEGIN:VCALENDAR" + b" " * 20_000_000, "for stor"),
    ],
)
def test_a_file_that_is_refused_says_why(raw: bytes, why: str) -> None:
    found = busy.read(raw, "fil.ics", 2028)

    assert isinstance(found, Unreadable)
    assert why in found.reason


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=WEEKLY;BYMONTH=2;BYSETPOS=9;COUNT=3",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;INTERVAL=99999999999999",
        "FREQ=DAILY;COUNT=99999999999999",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;UNTIL=garbage",
        "=;;;",
    ],
)
def test_a_rule_without_dates_or_without_end_is_walked_no_farther_than_the_year(rule: str) -> None:
    assert taken(ics(f"UID:1\nDTSTART:19710111T100000Z\nDTEND:19710111T110000Z\nRRULE:{rule}")) == []


def test_thousands_of_events_of_other_years_are_passed_over() -> None:
    raw = ics(
        *[f"UID:{n}\nDTSTART:20{n % 20:02}0110T100000Z\nDTEND:20{n % 20:02}0110T120000Z" for n in range(20_000)],
        "UID:x\nDTSTART:20280110T100000Z\nDTEND:20280110T120000Z",
    )

    assert taken(raw) == ["10.01 11:00–10.01 13:00 "]


def test_events_inside_events_and_lines_without_end() -> None:
    nested = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5_000 + b"END:VEVENT\r\n" * 5_000
    folded = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2028" + b"0\r\n " * 200_000 + b"\r\nEND:VEVENT\r\n"

    assert busy.read(nested, "fil.ics", 2028).__class__ in (Calendar, Unreadable)
    assert odd(folded) == ("1 hendelse i «fil.ics» kunne ikke leses, og er ikke tatt hensyn til",)


WORDS = [
    b"BEGIN:VEVENT", b"END:VEVENT", b"DTSTART:20280110T100000Z", b"DTEND;TZID=x:20280110T100000", b"DURATION:P1D", b"DURATION:-P1D",
    b"RRULE:FREQ=DAILY;COUNT=3", b"RRULE:FREQ=YEARLY", b"RDATE:20280110,20280111", b"RDATE;VALUE=PERIOD:20280110T100000Z/PT1H",
    b"EXDATE:x", b"RECURRENCE-ID:20280110", b"FREEBUSY:20280110T100000Z/PT1H", b"FREEBUSY:1/2/3", b"UID", b"SUMMARY;:", b"\xff\xfe",
    b"DTSTART;VALUE=DATE:20280230", b"DTSTART;TZID=../../etc:20280110T100000", b"BEGIN:VALARM", b"END:VALARM", b"DTSTART:99990101T000000Z",
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_whatever_stands_in_it_something_is_said_and_every_span_is_in_the_year(lines: list[bytes]) -> None:
    found = busy.read(b"BEGIN:VCALENDAR\r\n" + b"\r\n".join(lines), "fil.ics", 2028)

    assert isinstance(found, Calendar)
    for one in found.taken:
        assert datetime(2028, 1, 1, tzinfo=OSLO) <= one.start < one.end <= datetime(2029, 1, 1, tzinfo=OSLO)


def test_of_any_bytes_at_all_nothing_is_taken_and_the_name_is_that_of_the_file() -> None:
    noise = random.Random(1)  # noqa: S311  noise, no secret
    for _ in range(50):
        assert busy.read(b"BEGIN:VCALENDAR\r\n" + noise.randbytes(2_000), "fil.ics", 2028) == Calendar("fil.ics", (), ())
