"""Deadlines as people write them in minutes, each with the reading that was written down before the reader was made."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers import norsk
from bot.papers.followup import deadline
from bot.papers.followup.deadline import Due

WRITTEN = date(2027, 1, 14)  # a Thursday, the day of the meeting
MEETINGS = (date(2027, 1, 14), date(2027, 4, 8), date(2027, 9, 9), date(2027, 11, 4))


def read(text: str) -> Due:
    return deadline.read(text, WRITTEN, MEETINGS)


DAYS = {
    # a day and a month
    "innen 1. mars": "2027-03-01",
    "Innen 1. mars.": "2027-03-01",
    "innan 1. mars": "2027-03-01",
    "senest 1.mars": "2027-03-01",
    "seinast den 1. mars": "2027-03-01",
    "Frist: 1. mars": "2027-03-01",
    "1 mars": "2027-03-01",
    "1. mars 2028": "2028-03-01",
    "1. mars -28": "2028-03-01",
    "fredag 5. mars": "2027-03-05",
    "1. mars kl. 12.00": "2027-03-01",
    "24. des.": "2027-12-24",
    "1. sept": "2027-09-01",
    "før 1. mars": "2027-02-28",
    "1. mars neste år": "2028-03-01",
    "29. februar": "2028-02-29",
    # in numbers
    "1.3.": "2027-03-01",
    "1.3": "2027-03-01",
    "01.03.2027": "2027-03-01",
    "01.03.27": "2027-03-01",
    "1/3": "2027-03-01",
    "1/3-27": "2027-03-01",
    "1/3 2027": "2027-03-01",
    "31.12": "2027-12-31",
    "31.12.": "2027-12-31",
    "2027-03-01": "2027-03-01",
    "innen 1.3 (utkast)": "2027-03-01",
    "kl. 12, 1.3.": "2027-03-01",
    # a year that is not written
    "10. januar": "2027-01-10",
    "31.12.2026": "2026-12-31",
    "20. desember": "2027-12-20",
    "14. januar": "2027-01-14",
    # several
    "1.–15. mars": "2027-03-15",
    "1. mars og 1. juni": "2027-06-01",
    "fra 1. mars til 1. juni": "2027-06-01",
    "1. mars, utsatt til 1. juni": "2027-06-01",
    # weeks
    "uke 12": "2027-03-26",
    "veke 12": "2027-03-26",
    "innen uke 12": "2027-03-26",
    "Uke 12, 2028": "2028-03-24",
    "uke 12–14": "2027-04-09",
    "før uke 12": "2027-03-21",
    "uke 1": "2027-01-08",
    "mandag i uke 12": "2027-03-22",
    "uke 53": "2027-01-01",
    "denne uka": "2027-01-15",
    "neste uke": "2027-01-22",
    # months
    "innen utgangen av mars": "2027-03-31",
    "i løpet av april": "2027-04-30",
    "april": "2027-04-30",
    "mars/april": "2027-04-30",
    "mars 2028": "2028-03-31",
    "før mars": "2027-02-28",
    "ultimo mai": "2027-05-31",
    "primo juni": "2027-06-10",
    "medio juni": "2027-06-15",
    "midten av februar": "2027-02-14",
    "i byrjinga av juni": "2027-06-10",
    "denne måneden": "2027-01-31",
    "neste månad": "2027-02-28",
    # parts of a year
    "1. kvartal": "2027-03-31",
    "Q2": "2027-06-30",
    "fjerde kvartal 2027": "2027-12-31",
    "i løpet av 1. halvår": "2027-06-30",
    "2. tertial": "2027-08-31",
    "høsten 2027": "2027-11-30",
    "til hausten": "2027-11-30",
    "i løpet av våren": "2027-05-31",
    "før sommeren": "2027-06-30",
    "før sommerferien": "2027-06-30",
    "sommeren 2027": "2027-08-31",
    "vinteren 2027/28": "2028-02-29",
    "før påske": "2027-03-19",
    "innen påske 2028": "2028-04-07",
    "før jul": "2027-12-22",
    "innen nyttår": "2027-12-31",
    "i løpet av året": "2027-12-31",
    "utgangen av 2028": "2028-12-31",
    "innen 2028": "2028-12-31",
    "2026–2028": "2028-12-31",
    "i løpet av neste år": "2028-12-31",
    # counted from the day it was written
    "innen 14 dager": "2027-01-28",
    "om to uker": "2027-01-28",
    "om ein månad": "2027-02-14",
    "om et halvt år": "2027-07-14",
    "5 virkedager": "2027-01-21",
    "mandag": "2027-01-18",
    "måndag": "2027-01-18",
    "innen torsdag": "2027-01-21",
    "neste fredag": "2027-01-22",
    "i dag": "2027-01-14",
    "i morgen": "2027-01-15",
    "i morgon": "2027-01-15",
}  # fmt: skip
MET = {
    "neste møte": "2027-04-08",
    "Til neste møte": "2027-04-08",
    "neste gong": "2027-04-08",
    "før neste møte": "2027-04-07",
    "til møtet i november": "2027-11-04",
    "novembermøtet": "2027-11-04",
    "møtet 4. november": "2027-11-04",
    "første møte etter sommeren": "2027-09-09",
    "siste møte i 2027": "2027-11-04",
}
OTHER = {
    "snarest": "soon",
    "ASAP": "soon",
    "så snart som mulig": "soon",
    "snarast råd": "soon",
    "omgående": "soon",
    "fortløpende": "running",
    "Løpende": "running",
    "løpande": "running",
    "kontinuerlig": "running",
    "2014 - kontinuerlig": "running",
    "ved behov": "running",
    "-": "none",
    "–": "none",
    "": "none",
    "  \n": "none",
    "ikke satt": "none",
    "ingen frist": "none",
    "?": "unclear",
    "avklares senere": "unclear",
    "når budsjettet er vedtatt": "unclear",
    "etter ferien": "unclear",
    "etter 1. mars": "unclear",
    "tidligst 1. mars": "unclear",
    "Start 2028": "unclear",
    "31. februar": "unclear",
    "1.13.": "unclear",
    "uke 54": "unclear",
    "kommunestyremøtet": "unclear",
    "to møter per år": "unclear",
    "sak 4.2": "unclear",
    "2.5 mill.": "unclear",
    "mars-rapporten": "unclear",
    "Horten kommune": "unclear",
    "i vår kommune": "unclear",
    "x" * 5000: "unclear",
}


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_deadline_is_the_last_day_that_is_in_time(text: str, day: str) -> None:
    due = read(text)

    assert (due.kind, str(due.day)) == ("day", day)
    assert norsk.long(date.fromisoformat(day)) in due.why
    assert due.text == text


@pytest.mark.parametrize(("text", "day"), MET.items())
def test_a_meeting_is_the_deadline_when_it_is_named(text: str, day: str) -> None:
    due = read(text)

    assert (due.kind, str(due.day)) == ("meeting", day)


@pytest.mark.parametrize(("text", "kind"), OTHER.items())
def test_what_is_no_day_has_none(text: str, kind: str) -> None:
    due = read(text)

    assert (due.kind, due.day) == (kind, None)
    assert due.why


def test_it_is_said_how_a_deadline_was_read() -> None:
    assert read("uke 12").why == "«uke 12» er lest som fredag 26. mars 2027"
    assert read("10. januar").why == "«10. januar» er lest som søndag 10. januar 2027, som er forbi"
    assert read("mandag 5. mars").why == "«mandag 5. mars» er lest som fredag 5. mars 2027, men det er ikke en mandag"
    assert read("31. februar").why == "«31. februar» finnes ikke"
    assert read("1. mars og 1. juni").why == "«1. mars og 1. juni» er lest som tirsdag 1. juni 2027, den siste av flere datoer"
    assert read("etter ferien").why == "«etter ferien» sier ikke når det skal være ferdig"
    assert read("-").why == "ingen frist er satt"


def test_nynorsk_is_answered_in_nynorsk() -> None:
    assert deadline.read("veke 12", WRITTEN, language="nn").why == "«veke 12» er lese som fredag 26. mars 2027"
    assert deadline.read("måndag", WRITTEN, language="nn").why == "«måndag» er lese som måndag 18. januar 2027"


def test_a_meeting_that_is_not_planned_is_waited_for() -> None:
    due = deadline.read("neste møte", date(2027, 11, 4), MEETINGS)

    assert (due.kind, due.day) == ("meeting", None)
    assert due.why == "«neste møte» står ikke i møteplanen ennå"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@settings(max_examples=60)
def test_a_written_day_is_read_as_that_day_in_every_shape(written: date, day: date) -> None:
    for text in (norsk.numeric(day), norsk.long(day), norsk.full(day), norsk.long(day, "nn"), f"innen {norsk.long(day)}", str(day)):
        assert deadline.read(text, written).day == day


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(1, 12), st.integers(1, 28))
@settings(max_examples=60)
def test_a_day_without_a_year_is_the_next_or_one_just_past(written: date, month: int, day: int) -> None:
    for text in (f"{day}.{month}.", f"{day}/{month}", f"{day}. {norsk.MONTHS['nb'][month - 1]}"):
        found = deadline.read(text, written).day

        assert found is not None
        assert (found.month, found.day) == (month, day)
        assert found >= written - timedelta(days=14)
        assert found <= written + timedelta(days=366)


PIECES = st.sampled_from(
    ["1.", "mars", "uke", "12", "Q", "2", "neste", "møte", "før", "påske", "-", "/", "2027", ".", "om", "dager", "æ", "\n"]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join)), st.dates(date(1999, 1, 1), date(2100, 1, 1)))
@settings(max_examples=150)
def test_any_text_is_answered_and_a_day_only_where_there_is_one(text: str, written: date) -> None:
    due = deadline.read(text, written, [written + timedelta(days=30)])

    assert due.text == text
    assert due.why
    assert due.kind in {"day", "meeting"} or due.day is None
    assert due.kind != "day" or due.day is not None


def test_a_very_long_text_is_answered_at_once() -> None:
    for piece in ("1.3.", "uke 12-", "møte ", "1. mars 1. ", "«" * 10, "1" * 10):
        assert read(piece * 100_000).kind == "unclear"
