"""What a person changed comes back as it was said, and cannot be altered."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.cycle.model import OSLO, Amendment, Cancelled, Change, Item, ItemAdded, Moved, Relocated
from bot.cycle.written import Place
from bot.errors import Unknown
from bot.journal import Journal, changes

NOW = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)


def amendment(occurrence: str, change: Change, hours: int = 0) -> Amendment:
    return Amendment(occurrence, change, "Rådgiver", NOW + timedelta(hours=hours))


SAID = (
    amendment("naering/faggruppe/2027-2", Moved(datetime(2027, 11, 11, 12, tzinfo=OSLO), datetime(2027, 11, 11, 13, 30, tzinfo=OSLO))),
    amendment("naering/faggruppe/2027-2", Relocated(Place(name="Rådhuset", room="Møterom 2", online="https://example.no/m")), 1),
    amendment("naering/faggruppe/2028-1", Cancelled("for få påmeldte"), 2),
    amendment("roros/rullering/2027", ItemAdded(Item("ny-sak", "Ny sak", "«Se» vedlegg <1> & 'mer'")), 3),
)


def test_every_change_comes_back_as_it_was_said_oldest_first(journal: Journal) -> None:
    for said in SAID:
        journal.amend(said)

    assert journal.amendments([2027, 2028]) == SAID
    assert journal.amendments([2027]) == (SAID[0], SAID[1], SAID[3])
    assert journal.amendments([]) == ()
    assert journal.amendments_of("naering/faggruppe/2027-2") == SAID[:2]
    assert [(line.what, line.who, line.occurrence) for line in journal.records()][-1] == ("amended", "Rådgiver", "roros/rullering/2027")


def test_a_moved_meeting_keeps_its_wall_time_and_its_zone(journal: Journal) -> None:
    journal.amend(SAID[0])

    change = journal.amendments([2027])[0].change
    assert isinstance(change, Moved)
    assert change.start.tzinfo is OSLO
    assert (change.start.isoformat(), change.end.isoformat()) == ("2027-11-11T12:00:00+01:00", "2027-11-11T13:30:00+01:00")


walls = st.datetimes(datetime(2020, 1, 1), datetime(2045, 12, 31), timezones=st.just(OSLO))  # noqa: DTZ001 - bounds of a strategy
said = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
changed: st.SearchStrategy[Change] = st.one_of(
    st.builds(Moved, walls, walls),
    st.builds(Relocated, st.builds(Place, name=said.map(str.strip), room=said.map(str.strip))),
    st.builds(Cancelled, said),
    st.builds(ItemAdded, st.builds(Item, said, said, said)),
)


@given(changed)
def test_any_change_survives_being_text(change: Change) -> None:
    assert changes.read(*changes.write(change)) == change


def test_an_amendment_of_something_that_is_no_occurrence_is_refused(journal: Journal) -> None:
    with pytest.raises(Unknown, match="«naering/faggruppe» er ikke nøkkelen"):
        journal.amend(amendment("naering/faggruppe", Cancelled("")))
    assert journal.records() == ()


@pytest.mark.parametrize("table", ["record", "amendment"])
@pytest.mark.parametrize("attempt", ["UPDATE {} SET who = 'en annen'", "DELETE FROM {}"])
def test_neither_the_record_nor_an_amendment_can_be_altered(journal: Journal, table: str, attempt: str) -> None:
    journal.amend(SAID[0])

    with pytest.raises(DBAPIError, match=f"{table} is append-only"), journal.writing() as connection:
        connection.execute(text(attempt.format(table)))
    assert journal.amendments([2027]) == SAID[:1]
    assert [line.who for line in journal.records()] == ["Rådgiver"]


@pytest.mark.parametrize("table", ["record", "amendment"])
def test_nor_by_the_back_door(journal: Journal, table: str) -> None:
    journal.amend(SAID[0])
    ways = {"sqlite": "REPLACE INTO {0} SELECT * FROM {0}", "postgresql": "TRUNCATE {0}"}

    with pytest.raises(DBAPIError, match=f"{table} is append-only"), journal.writing() as connection:
        connection.execute(text(ways[journal.engine.dialect.name].format(table)))
