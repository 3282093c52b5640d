"""How far a letter has come at a post of many calls is remembered, and so is how many have been written to."""

from datetime import UTC, datetime, timedelta

from bot.cycle.memory import Handed
from bot.journal import Journal

NOW = datetime(2027, 10, 28, 9, 0, tzinfo=UTC)
SENDER = "sekretariat@example.no"


def test_each_phase_takes_the_place_of_the_one_before(journal: Journal) -> None:
    drafted = Handed("naering/faggruppe/2027-2/notice/a", "drafted", NOW, SENDER, 1, '{"id": "AAMk/="}')
    assert journal.handed(drafted.key) is None
    journal.hand(drafted)
    sending = drafted._replace(phase="sending", at=NOW + timedelta(seconds=2))
    journal.hand(sending)
    assert journal.handed(drafted.key) == sending


def test_only_what_may_have_left_counts_against_the_limit_of_the_sender(journal: Journal) -> None:
    other = "annen@example.no"
    rows = [("drafted", SENDER, 0), ("sending", SENDER, 0), ("accepted", SENDER, 1), ("accepted", SENDER, -90), ("accepted", other, 0)]
    for number, (phase, sender, minutes) in enumerate(rows):
        journal.hand(Handed(f"brev-{number}", phase, NOW + timedelta(minutes=minutes), sender, 2, "{}"))
    assert journal.recipients_since(SENDER, NOW - timedelta(hours=1)) == 4
    assert journal.recipients_since(SENDER, NOW - timedelta(hours=2)) == 6
    assert journal.recipients_since("ingen@example.no", NOW - timedelta(hours=2)) == 0
