"""What an invitation says is what a post with a calendar of its own reads in it."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.cycle.model import OSLO
from bot.cycle.written import Place
from bot.papers import invite, invited, meeting

NOON = datetime(2027, 11, 4, 12, tzinfo=OSLO)
DAY = datetime.combine(date(2027, 11, 4), time.min, OSLO)


@pytest.mark.parametrize(
    ("start", "hours", "method", "read"),
    [
        (NOON, 1, "REQUEST", (NOON, NOON + timedelta(hours=1), False)),
        (NOON.replace(month=7), 2, "CANCEL", (NOON.replace(month=7), NOON.replace(month=7, hour=14), True)),
        (DAY, 48, "REQUEST", (date(2027, 11, 4), date(2027, 11, 6), False)),
    ],
)
def test_an_invitation_is_read_back_as_it_was_written(
    start: datetime, hours: int, method: invite.Method, read: tuple[date, date, bool]
) -> None:
    about = meeting.example().occurrence._replace(
        start=start, end=start + timedelta(hours=hours), place=Place(name="Rådhuset, 2. etasje; rom 1"), cancelled=None
    )
    raw = invite.write(
        uid="0a@example.no", sequence=3, occurrence=about, summary="Møte, nr. 1", description="Hei\n\nVelkommen; æøå.",
        organizer=("Sekretariatet", "post@example.no"), attendee=("Medlem, Horten", "medlem@example.no"), stamp=NOON, method=method,
    )  # fmt: skip
    found = invited.opened(raw)

    assert (found.start, found.end, found.cancelled) == read
    assert (found.uid, found.sequence, found.summary) == ("0a@example.no", 3, "Møte, nr. 1")
    assert (found.description, found.place) == ("Hei\n\nVelkommen; æøå.", "Rådhuset, 2. etasje; rom 1")
    assert found.attendee == ("Medlem, Horten", "medlem@example.no")
