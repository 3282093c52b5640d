"""The inbox of Microsoft 365: every mail is read, whatever the links do, and a handled one is not read again."""

import json
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.cycle.memory import Incoming
from bot.errors import PostFailed
from bot.post.graph.graph import Graph
from tests.graph.server import ELSEWHERE, SECRETARIAT, Fault, Site

DAY = 24 * 3600.0
REGISTERED = "aarshjul: registrert"


def mail(number: int) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"medlem{number}@example.no"
    message["To"] = SECRETARIAT
    message["Subject"] = f"Innspill {number}"
    message["Message-ID"] = f"<{number}@example.no>"
    message.set_content(f"Vi har sak {number}.\n")
    return message.as_bytes()


class Desk:
    """Stores each mail once, by its bytes, with its mark; and begins where it was."""

    def __init__(self, make: Callable[..., Graph]) -> None:
        self.make = make
        self.mark = ""
        self.stored: list[bytes] = []
        self.fetched: list[Incoming] = []
        self.unread: list[str] = []

    def collect(self, dies_after: int = 1000) -> int:
        """How many mails were fetched."""
        post, before = self.make(), len(self.fetched)
        for found in post.inbox(self.mark):
            if found.raw is not None:
                self.fetched.append(found)
                if found.raw not in self.stored:
                    self.stored.append(found.raw)
            elif found.why:
                self.unread.append(found.why)
            self.mark = found.mark
            if len(self.fetched) - before >= dies_after:
                break
        return len(self.fetched) - before

    def subjects(self) -> list[str]:
        return sorted(raw.decode().partition("Subject: ")[2].partition("\r\n")[0] for raw in self.stored)


@pytest.fixture
def desk(make: Callable[..., Graph]) -> Desk:
    return Desk(make)


def arrive(site: Site, *numbers: int, folder: str = "inbox") -> None:
    for number in numbers:
        site.state.advance(60)
        site.state.receive(SECRETARIAT, mail(number), folder=folder)


def wanted(*numbers: int) -> list[str]:
    return sorted(f"Innspill {number}" for number in numbers)


def test_mail_and_junk_are_read_whole_and_only_what_is_new_the_next_time(desk: Desk, site: Site) -> None:
    arrive(site, 1, 2)
    arrive(site, 3, folder="junkemail")
    assert desk.collect() == 3
    assert desk.stored[0] in (mail(1), mail(2))
    assert desk.collect() == 0
    arrive(site, 4)
    assert desk.collect() == 1
    assert desk.subjects() == wanted(1, 2, 3, 4)


def test_what_came_before_the_start_is_left_alone(make: Callable[..., Graph], site: Site, desk: Desk) -> None:
    early = site.state.receive(SECRETARIAT, mail(1))
    early.props["receivedDateTime"] = "2026-12-31T23:00:00Z"
    arrive(site, 2)

    desk.collect()
    assert desk.subjects() == wanted(2)


@pytest.mark.parametrize("kind", ["gone", "syncStateNotFound", "resyncRequired"])
@pytest.mark.parametrize("operation", ["delta.next", "delta.since"])
def test_an_expired_link_loses_nothing(desk: Desk, site: Site, operation: str, kind: str) -> None:
    arrive(site, *range(60))
    if operation == "delta.since":
        desk.collect()
        arrive(site, *range(60, 70))
    site.state.faults.append(Fault(operation, kind))

    desk.collect()
    assert desk.subjects() == wanted(*range(70 if operation == "delta.since" else 60))


@pytest.mark.parametrize("kind", ["duplicate", "reorder", "empty-page", "500", "429", "truncated", "html"])
def test_pages_that_repeat_turn_around_or_stall_lose_nothing(desk: Desk, site: Site, kind: str) -> None:
    arrive(site, *range(60))
    site.state.faults.append(Fault("delta*", kind, times=2))

    desk.collect()
    assert desk.subjects() == wanted(*range(60))


@pytest.mark.parametrize("after", [1, 20, 55])
def test_a_reader_that_dies_is_followed_by_one_that_finds_the_rest(desk: Desk, site: Site, after: int) -> None:
    arrive(site, *range(60))
    desk.collect(dies_after=after)
    desk.collect()

    assert desk.subjects() == wanted(*range(60))


def test_a_handled_mail_bears_our_category_and_is_not_fetched_again(desk: Desk, site: Site, make: Callable[..., Graph]) -> None:
    arrive(site, 1, 2)
    desk.collect()
    item = next(item for item in site.state.items(SECRETARIAT, "inbox") if item.props["subject"] == "Innspill 1")
    item.props["categories"] = ["Viktig", "aarshjul: i kø hos sekretariatet"]
    make().handled(next(found.id for found in desk.fetched if found.raw == mail(1)), REGISTERED)
    assert item.props["categories"] == ["Viktig", REGISTERED]

    site.state.forget_deltas()
    assert desk.collect() == 1
    assert desk.subjects() == wanted(1, 2)


def test_flags_and_departures_are_no_mail(desk: Desk, site: Site) -> None:
    arrive(site, 1, 2, 3)
    desk.collect()
    first, second, _ = site.state.items(SECRETARIAT, "inbox")
    site.state.read(SECRETARIAT, first.id)
    site.state.move(SECRETARIAT, second.id, "archive")

    desk.collect()
    assert desk.subjects() == wanted(1, 2, 3)


def test_what_delta_forgot_is_found_within_the_day(desk: Desk, site: Site) -> None:
    desk.collect()
    arrive(site, 1)
    site.state.box(SECRETARIAT).changes.clear()
    assert desk.collect() == 0
    site.state.advance(DAY)
    desk.collect()
    assert desk.subjects() == wanted(1)


def test_a_mail_that_vanishes_or_cannot_be_read_stops_no_other(desk: Desk, site: Site) -> None:
    arrive(site, 1, 2, 3)
    site.state.faults += [Fault("message.value", "404"), Fault("message.value", "400", code="ErrorMimeContentConversionFailed")]

    desk.collect()
    assert len(desk.stored) == 1
    assert desk.unread == ["kan ikke leses (400 ErrorMimeContentConversionFailed)"]


def test_a_mail_that_microsoft_never_gives_us_is_said_and_the_others_come(desk: Desk, site: Site) -> None:
    arrive(site, 1, 2)
    site.state.faults.append(Fault("message.value", "500", times=8))

    desk.collect()
    assert (len(desk.stored), desk.unread) == (1, ["kan ikke hentes fra Microsoft"])


def test_a_mailbox_out_of_reach_is_said(make: Callable[..., Graph], site: Site) -> None:
    with pytest.raises(PostFailed, match="Kontroller rollene"):
        list(make(mailboxes=(ELSEWHERE,)).inbox(""))


def test_a_mark_of_another_post_begins_at_the_start(desk: Desk, site: Site) -> None:
    arrive(site, 1)
    desk.mark = "0a1b2c3d 4e5f6a7b"

    desk.collect()
    assert desk.subjects() == wanted(1)


def test_a_link_to_another_place_is_not_followed(make: Callable[..., Graph], site: Site) -> None:
    mark = json.dumps({"places": [[SECRETARIAT, "inbox", "https://example.com/v1.0/delta?$deltatoken=x", ""]], "day": ""})
    with pytest.raises(PostFailed, match="lenke til et annet sted"):
        list(make().inbox(mark))
