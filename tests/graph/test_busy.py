"""Free or busy on the dates of the plan: few calls, how many organisations, and never what anyone does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import house
from bot.cycle.model import Occurrence
from bot.desk import availability, proposing
from bot.desk import desk as desks
from bot.errors import PostFailed, Refused
from bot.planner.model import Proposal
from bot.post.folder import Folder
from bot.post.graph.graph import Graph
from tests.desk.conftest import workspace
from tests.graph.server import Fault, Site

NOW = datetime(2027, 1, 1, tzinfo=UTC)
HORTEN, VARA, LORENSKOG = "horten@example.no", "vara.horten@example.no", "lorenskog@example.no"
HOUR = timedelta(hours=1)


def asked(site: Site) -> int:
    return sum(call.operation == "calendar.schedule" for call in site.state.calls)


def test_a_year_is_asked_about_in_few_calls_and_only_the_hours_of_each_meeting_count(post: Graph, site: Site) -> None:
    names = [f"medlem{number}@example.no" for number in range(45)]
    site.state.known(*names)
    starts = [datetime(2027, month, 11, 11, 10, tzinfo=UTC) for month in range(12, 0, -1)]
    spans = [(start, start + HOUR) for start in starts]
    site.state.occupy(names[7], starts[3], starts[3] + HOUR, "Tannlege")
    site.state.occupy(names[8], starts[3] + 3 * HOUR, starts[3] + 4 * HOUR)
    site.state.occupy(names[9], starts[3], starts[3] + HOUR, status="tentative")

    found = post.busy([*names, "gjest@example.com"], spans)

    assert [[name for name in names if each[name]] for each in found] == [[names[7]] if at == 3 else [] for at in range(12)]
    assert {each["gjest@example.com"] for each in found} == {None}
    assert asked(site) == 6 * 3, "two months at a time, twenty addresses at a time"


def test_spans_that_overlap_or_begin_together_are_each_answered(post: Graph, site: Site) -> None:
    site.state.known(HORTEN)
    site.state.occupy(HORTEN, NOW + 2 * HOUR, NOW + 3 * HOUR)
    spans = [(NOW, NOW + 30 * HOUR), (NOW, NOW + HOUR), (NOW + HOUR, NOW + 2 * HOUR), (NOW + 2 * HOUR, NOW + 4 * HOUR)]

    assert [each[HORTEN] for each in post.busy([HORTEN], spans)] == [True, False, False, True]
    assert asked(site) == 1
    assert post.busy([HORTEN], []) == ()


@pytest.mark.parametrize("length", [timedelta(), timedelta(days=43), -HOUR])
def test_a_span_of_nothing_or_of_too_much_is_refused(post: Graph, length: timedelta) -> None:
    with pytest.raises(ValueError, match="42 days"):
        post.busy([HORTEN], [(NOW, NOW + length)])


Planned = Callable[[], list[Occurrence]]


@pytest.fixture
def planned(post: Graph, tmp_path: Path) -> Planned:
    """The meetings of 2027 with what is seen beside their dates."""
    root = workspace(tmp_path / "arbeid")

    def found() -> list[Occurrence]:
        with house.opened(root, post=post) as desk:
            laid = desks.lay(desk, NOW.date(), datetime(2028, 1, 1, tzinfo=UTC).date())
            return [one for one in availability.warned(desk, laid.occurrences, NOW) if one.meeting]

    return found


def said(planned: Planned) -> list[tuple[str, ...]]:
    return [tuple(warning for warning in one.warnings if "opptatt" in warning) for one in planned()]


def test_the_number_of_organisations_with_nobody_free_stands_beside_the_date(planned: Planned, site: Site) -> None:
    site.state.known(HORTEN, VARA, LORENSKOG)
    assert said(planned) == [(), (), ()]

    second = planned()[1]
    for who in (HORTEN, LORENSKOG):
        site.state.occupy(who, second.start.astimezone(UTC), second.end.astimezone(UTC), "Legetime")
    assert said(planned) == [(), ("1 av 2 organisasjoner er opptatt",), ()], "Horten can send another"

    site.state.occupy(VARA, second.start.astimezone(UTC), second.end.astimezone(UTC))
    assert said(planned) == [(), ("2 av 2 organisasjoner er opptatt",), ()]


def test_who_cannot_be_seen_is_counted_as_such(planned: Planned, site: Site) -> None:
    site.state.known(LORENSKOG)
    first = planned()[0]
    site.state.occupy(LORENSKOG, first.start.astimezone(UTC), first.end.astimezone(UTC), "Legetime")

    assert said(planned) == [("1 av 1 organisasjon er opptatt (1 kan ikke ses)",), (), ()]


def test_a_meeting_that_is_past_is_not_asked_about(post: Graph, site: Site, tmp_path: Path) -> None:
    with house.opened(workspace(tmp_path / "arbeid"), post=post) as desk:
        laid = desks.lay(desk, NOW.date(), datetime(2028, 1, 1, tzinfo=UTC).date())
        availability.warned(desk, laid.occurrences, datetime(2028, 1, 1, tzinfo=UTC))

    assert asked(site) == 0


def test_a_post_without_calendars_cannot_say(tmp_path: Path) -> None:
    with (
        house.opened(workspace(tmp_path / "arbeid"), post=Folder(tmp_path, tmp_path, tmp_path)) as desk,
        pytest.raises(Refused, match="channel"),
    ):
        availability.warned(desk, (), NOW)


# --- beside next year's dates ------------------------------------------------------------------------------------------------

Proposed = Callable[[], Proposal]


@pytest.fixture
def proposed(post: Graph, tmp_path: Path) -> Proposed:
    """Next year's meetings by `propose --busy`."""
    root = workspace(tmp_path / "arbeid")

    def found() -> Proposal:
        with house.opened(root, post=post) as desk:
            return proposing.proposal(desk, 2028, [], [], NOW, busy=True)

    return found


def spring(found: Proposal) -> date:
    """The first meeting of the recommended plan."""
    return found.plans[0].placed[0].start.date()


def test_a_proposal_keeps_clear_of_the_days_when_the_members_are_taken(proposed: Proposed, site: Site) -> None:
    site.state.known(HORTEN, VARA, LORENSKOG)
    own = spring(proposed())
    assert asked(site) == 3, "all the days of three meetings, in few calls"
    start = datetime(own.year, own.month, own.day, tzinfo=UTC)
    for who in (HORTEN, VARA, LORENSKOG):
        site.state.occupy(who, start, start + 24 * HOUR, "Legetime")

    found = proposed()

    assert spring(found) != own
    assert any("2 av 2 organisasjoner er opptatt" in cost for cost in found.plans[0].costs)
    assert "Legetime" not in repr(found), "never what anyone does"
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ((HORTEN,), "Kalenderen til én organisasjon kan ikke ses, og er ikke regnet med."),
        ((), "Kalenderne til to organisasjoner kan ikke ses, og er ikke regnet med."),
    ],
)
def test_calendars_that_cannot_be_seen_are_counted_in_the_proposal(
    proposed: Proposed, site: Site, known: tuple[str, ...], said: str
) -> None:
    site.state.known(*known)

    assert proposed().remarks == (said,)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("403", "Appen har ikke tilgang (403 ErrorAccessDenied). Kontroller rollene for appen i Exchange og at postkassen er med i dem."),
        ("429", "Microsoft svarer ikke nå (free or busy: 429 ApplicationThrottled)."),
        ("503", "Microsoft svarer ikke nå (free or busy: 503 ErrorServerBusy)."),
    ],
)
def test_a_server_that_does_not_say_is_told_with_what_to_do(proposed: Proposed, site: Site, fault: str, why: str) -> None:
    site.state.faults.append(Fault("calendar.schedule", fault, times=50))

    with pytest.raises(PostFailed) as failed:
        proposed()
    assert str(failed.value) == f"Fikk ikke vite hvem som er opptatt. {why} Prøv igjen senere, eller ta bort --busy."


def test_a_server_that_asks_for_patience_is_asked_again(proposed: Proposed, site: Site) -> None:
    site.state.known(HORTEN, VARA, LORENSKOG)
    site.state.faults.append(Fault("calendar.schedule", "429", times=2))

    assert proposed().plans
