"""Repeating events: the same days as dateutil finds, and an end to the work where it has none."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.papers import repeated

DAYS = [*repeated.WEEKDAYS, "MO,WE", "SA,SU", "MO,TU,WE,TH,FR"]
NUMBERED = ["1MO", "2TU", "-1FR", "3TH,1TU", "-2SU,1MO"]  # dateutil finds nothing for «-2SU,MO», where the RFC has both
SOMETIMES = st.one_of(st.none(), st.sampled_from(["1", "2,9", "3,6,9,12", "1,2,3,4,5,6,7,8,9,10,11,12"]))


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(repeated.FREQUENCIES))
    parts = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 5)))}
    if months := draw(SOMETIMES):
        parts["BYMONTH"] = months
    if draw(st.booleans()):
        parts["BYDAY"] = draw(st.sampled_from(DAYS if frequency in ("DAILY", "WEEKLY") else DAYS + NUMBERED))
    elif frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts["BYMONTHDAY"] = draw(st.sampled_from(["1", "15", "-1", "1,-1", "28,29,30"]))
    if frequency in ("MONTHLY", "WEEKLY") and "BYDAY" in parts and draw(st.booleans()):
        parts["BYSETPOS"] = draw(st.sampled_from(["1", "-1", "2"]))
    if draw(st.booleans()):
        parts["COUNT"] = str(draw(st.integers(1, 40)))
    if draw(st.booleans()):
        parts["WKST"] = draw(st.sampled_from(["MO", "SU"]))
    return ";".join(f"{name}={value}" for name, value in parts.items())


@settings(deadline=None, max_examples=80, phases=(Phase.generate,))  # dateutil is slow where a rule has few days
@given(rules(), st.dates(date(2019, 1, 1), date(2028, 6, 1)))
def test_the_days_of_a_year_are_those_that_dateutil_finds(rule: str, start: date) -> None:
    first, last = date(2028, 1, 1), date(2028, 12, 31)
    parts = dict(part.split("=") for part in rule.split(";"))
    ours = [day for day in repeated.days(repeated.read(parts), start, last) if day >= first]

    sentinel = f"{rule};UNTIL=20281231" if "COUNT" not in parts else rule
    walked = rrulestr(sentinel, dtstart=datetime.combine(start, datetime.min.time()))
    theirs = []
    for at in walked:
        if at.date() > last:
            break
        theirs.append(at.date())
    assert ours == [day for day in theirs if day >= first]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=YEARLY;BYWEEKNO=3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=YEARLY;BYMONTHDAY=0",
        "",
    ],
)
def test_a_rule_that_is_not_understood_whole_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="a "):
        repeated.read(dict(part.partition("=")[::2] for part in rule.split(";")))


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=9;COUNT=3", "FREQ=DAILY;INTERVAL=7;BYDAY=TU"]
)
def test_a_rule_without_dates_comes_to_an_end(rule: str) -> None:
    parts = dict(part.split("=") for part in rule.split(";"))

    assert list(repeated.days(repeated.read(parts), date(1971, 1, 11), date(2028, 12, 31))) == []


def test_the_last_year_there_is() -> None:
    parts = {"FREQ": "YEARLY"}

    assert list(repeated.days(repeated.read(parts), date(9998, 5, 5), date.max)) == [date(9998, 5, 5), date(9999, 5, 5)]
    assert list(repeated.days(repeated.read({"FREQ": "MONTHLY"}), date(9999, 12, 5), date.max - timedelta(days=1))) == [date(9999, 12, 5)]
