"""A meeting in Outlook: made once, changed only where it differs, and each attendee told only of what concerns them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.cycle.memory import Parcel
from bot.cycle.model import OSLO
from bot.cycle.written import Place
from bot.errors import PostFailed, Unclear
from bot.papers import invite, meeting
from bot.papers import letter as papers
from bot.post.graph.graph import Graph
from tests.graph.conftest import START, Notes, letter
from tests.graph.server import SECRETARIAT, Fault, Notice, Site

UID = "0a1b2c@example.no"
NOON = datetime(2027, 11, 4, 12, tzinfo=OSLO)
BODY = "<html><head><title>x</title></head><body><p>Hei</p><p>Svar på invitasjonen.</p></body></html>"


def parcels(
    *members: int, step: str = "notice", sequence: int = 0, start: datetime = NOON, place: str = "Rådhuset",
    method: invite.Method = "REQUEST", html: str = BODY, hours: float = 1,
) -> list[Parcel]:  # fmt: skip
    about = meeting.example().occurrence._replace(
        start=start, end=start + timedelta(hours=hours), place=Place(name=place), cancelled="streik" if method == "CANCEL" else None
    )
    made = []
    for member in members:
        one = letter(member, key=f"naering/faggruppe/2027-1/{step}/medlem{member}@example.no/calendar", attachments=(), html=html)
        raw = invite.write(
            uid=UID, sequence=sequence, occurrence=about, summary="Faggruppe",
            description="Møtet er avlyst." if method == "CANCEL" else "Hei", organizer=("Sekretariatet", SECRETARIAT),
            attendee=(one.recipient_name, one.recipient), stamp=START, method=method,
        )  # fmt: skip
        one = replace(one, calendar=raw, calendar_method=method)
        made.append(Parcel(one.key, papers.message_id(one.key, one.sender), papers.compose(one, START)))
    return made


def told(site: Site) -> list[tuple[str, str]]:
    return sorted((notice.kind, notice.attendee.partition("@")[0]) for notice in site.state.invited)


def since(site: Site, before: list[Notice]) -> list[tuple[str, str]]:
    return sorted((notice.kind, notice.attendee.partition("@")[0]) for notice in site.state.invited[len(before) :])


def test_one_meeting_for_all_and_nobody_sees_the_others(post: Graph, site: Site) -> None:
    receipt = post.convene(parcels(1, 2, 3))

    event = site.state.meeting(SECRETARIAT, UID)
    assert told(site) == [("invitation", "medlem1"), ("invitation", "medlem2"), ("invitation", "medlem3")]
    assert (event.start, event.end - event.start) == (NOON.astimezone(UTC), timedelta(hours=1))
    assert (event.props["subject"], event.props["location"]["displayName"], event.props["hideAttendees"]) == ("Faggruppe", "Rådhuset", True)
    assert [post.find(one.key, one.message_id) for one in parcels(1, 2, 3)] == [receipt] * 3


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("kind", ["timeout", "reset", "500", "503", "429", "truncated"])
@pytest.mark.parametrize("operation", ["event.create", "event.list", "event.get", "event.update"])
def test_one_lost_answer_invites_nobody_twice(post: Graph, site: Site, operation: str, kind: str, after: bool) -> None:  # noqa: FBT001
    late = after and kind not in ("429", "truncated")
    post_first = operation == "event.update"
    if post_first:
        post.convene(parcels(1, 2, step="save-date"))
    site.state.faults.append(Fault(operation, kind, after_effect=late, seconds=0.7))
    post.convene(parcels(1, 2, place="Kulturhuset" if post_first else "Rådhuset"))

    assert len(site.state.box(SECRETARIAT).meetings) == 1
    invited = [("invitation", "medlem1"), ("invitation", "medlem2")]
    assert told(site) == ([*invited, ("update", "medlem1"), ("update", "medlem2")] if post_first else invited)


def test_the_same_bytes_go_again_under_the_same_transaction(make: Callable[..., Graph], site: Site, notes: Notes) -> None:
    notes.dies_at = "event sending"
    with pytest.raises(KeyboardInterrupt):
        make().convene(parcels(1, 2))
    assert make().find(parcels(1)[0].key, "") is None
    site.state.faults += [Fault("event.create", "reset", after_effect=True), Fault("event.list", "stale", skip=1)]
    make().convene(parcels(1, 2))

    assert len(site.state.box(SECRETARIAT).meetings) == 1
    assert told(site) == [("invitation", "medlem1"), ("invitation", "medlem2")]


def test_the_notice_updates_the_save_the_date_only_where_it_differs(post: Graph, site: Site) -> None:
    post.convene(parcels(1, 2, step="save-date"))
    site.state.answer(SECRETARIAT, UID, "medlem1@example.no", "accepted", mail=False)
    before = list(site.state.invited)

    post.convene(parcels(1, 2, 3, step="notice"))
    assert since(site, before) == [("invitation", "medlem3")]
    before = list(site.state.invited)
    post.convene(parcels(1, 2, 3, step="relocated", sequence=1, place="Kulturhuset"))
    assert since(site, before) == [("update", "medlem1"), ("update", "medlem2"), ("update", "medlem3")]
    statuses = [each["status"]["response"] for each in site.state.meeting(SECRETARIAT, UID).attendees]
    assert statuses == ["accepted", "none", "none"]
    assert sum(call.operation == "event.update" for call in site.state.calls) == 2


def test_an_invitation_that_comes_late_moves_nothing_back(post: Graph, site: Site) -> None:
    post.convene(parcels(1, step="moved", sequence=2, start=NOON + timedelta(days=1)))
    post.convene(parcels(2, step="notice", sequence=0))

    event = site.state.meeting(SECRETARIAT, UID)
    assert event.start == (NOON + timedelta(days=1)).astimezone(UTC)
    assert len(event.attendees) == 2


def test_what_a_person_wrote_in_outlook_stays_when_the_meeting_moves(post: Graph, site: Site) -> None:
    post.convene(parcels(1))
    site.state.meeting(SECRETARIAT, UID).props["location"] = {"displayName": "Kantina", "locationType": "default"}
    post.convene(parcels(1, step="moved", sequence=1, start=NOON + timedelta(days=1)))

    event = site.state.meeting(SECRETARIAT, UID)
    assert event.props["location"]["displayName"] == "Kantina"
    assert event.start == (NOON + timedelta(days=1)).astimezone(UTC)


def test_a_meeting_is_cancelled_once_with_words(post: Graph, site: Site) -> None:
    post.convene(parcels(1, 2))
    before = list(site.state.invited)
    cancelled = parcels(1, 2, step="cancelled", sequence=1, method="CANCEL")
    receipt = post.convene(cancelled)

    assert since(site, before) == [("cancellation", "medlem1"), ("cancellation", "medlem2")]
    assert site.state.invited[-1].body == "Møtet er avlyst."
    assert site.state.box(SECRETARIAT).meetings == {}
    assert post.convene(cancelled) == receipt
    assert post.find(cancelled[0].key, "") == receipt
    assert len(since(site, before)) == 2


@pytest.mark.parametrize("after", [True, False])
def test_a_lost_cancellation_is_looked_up(post: Graph, site: Site, after: bool) -> None:  # noqa: FBT001
    post.convene(parcels(1))
    site.state.faults.append(Fault("event.cancel", "reset", after_effect=after))
    cancelled = parcels(1, step="cancelled", sequence=1, method="CANCEL")
    if after:
        post.convene(cancelled)
    else:
        with pytest.raises(Unclear):
            post.convene(cancelled)
        with pytest.raises(Unclear):
            post.find(cancelled[0].key, "")
        site.state.advance(600)
        assert post.find(cancelled[0].key, "") is None
        post.convene(cancelled)
    assert told(site) == [("cancellation", "medlem1"), ("invitation", "medlem1")]


def test_a_meeting_that_a_person_deleted_is_made_again_only_when_asked(post: Graph, site: Site) -> None:
    post.convene(parcels(1))
    site.state.box(SECRETARIAT).meetings.clear()
    with pytest.raises(PostFailed, match="slettet fra kalenderen") as held:
        post.convene(parcels(1, step="moved", sequence=1))
    assert held.value.permanent
    post.convene(parcels(1, step="moved", sequence=1))
    assert len(site.state.box(SECRETARIAT).meetings) == 1


def test_nothing_to_cancel_is_said(post: Graph) -> None:
    with pytest.raises(PostFailed, match="ingenting å avlyse"):
        post.convene(parcels(1, method="CANCEL"))


def test_the_teams_link_survives_a_new_text(make: Callable[..., Graph], site: Site) -> None:
    post = make(teams=True)
    post.convene(parcels(1))
    link = site.state.meeting(SECRETARIAT, UID).props["onlineMeeting"]["joinUrl"]
    post.convene(parcels(1, step="moved", sequence=1, html="<html><body><p>Ny tekst</p></body></html>"))

    event = site.state.meeting(SECRETARIAT, UID)
    assert event.props["isOnlineMeeting"] is True
    assert link in event.props["body"]["content"]
    assert "Ny tekst" in event.props["body"]["content"]
    assert "Svar på invitasjonen" not in event.props["body"]["content"]


def test_whole_days_are_whole_days_and_do_not_change_by_themselves(post: Graph, site: Site) -> None:
    day = datetime.combine(date(2027, 11, 4), time.min, OSLO)
    post.convene(parcels(1, start=day, hours=24))
    post.convene(parcels(1, step="again", start=day, hours=24))

    event = site.state.meeting(SECRETARIAT, UID)
    assert event.props["isAllDay"] is True
    assert (event.start.astimezone(OSLO), event.end.astimezone(OSLO)) == (day, day + timedelta(days=1))
    assert told(site) == [("invitation", "medlem1")]


def test_a_text_that_is_for_one_is_not_shown_to_all(post: Graph, site: Site) -> None:
    first, second = parcels(1), parcels(2)
    personal = [papers.opened(one.message) for one in (*first, *second)]
    made = [
        Parcel(one.key, one.message_id, papers.compose(replace(mine, text=f"Hei {name}\n\nVelkommen.\n", html=f"<p>Hei {name}</p>"), START))
        for one, mine, name in zip((*first, *second), personal, ("Kari", "Ola"), strict=True)
    ]
    post.convene(made)

    body = site.state.meeting(SECRETARIAT, UID).props["body"]["content"]
    assert "Velkommen." in body
    assert "Kari" not in body


def test_answers_are_read_from_the_meeting(post: Graph, site: Site) -> None:
    post.convene(parcels(1, 2, 3, 4))
    for member, answer in ((1, "accepted"), (2, "tentative"), (3, "declined")):
        site.state.answer(SECRETARIAT, UID, f"medlem{member}@example.no", answer, mail=False)

    found = list(post.responses([UID, "ukjent@example.no"]))
    assert [(one.attendee, one.answer) for one in found] == [
        ("medlem1@example.no", "accepted"),
        ("medlem2@example.no", "tentative"),
        ("medlem3@example.no", "declined"),
    ]
    assert found[0].at == site.state.now


def test_who_is_taken_and_never_what_they_do(post: Graph, site: Site) -> None:
    names = [f"medlem{number}@example.no" for number in range(45)]
    site.state.known(*names)
    site.state.occupy(names[3], NOON, NOON + timedelta(hours=1), "Tannlege")

    [found] = post.busy([*names, "gjest@example.com"], [(NOON, NOON + timedelta(hours=2))])
    assert found[names[3]] is True
    assert found["gjest@example.com"] is None
    assert sum(value is False for value in found.values()) == 44


def test_invitations_to_two_meetings_or_too_many_are_refused(post: Graph) -> None:
    with pytest.raises(PostFailed, match="ett og samme møte"):
        post.convene([*parcels(1), *parcels(2, method="CANCEL")])
