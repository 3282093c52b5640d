"""Delta on the server: rounds, pages, partial and removed entities, and links that repeat, reorder, stall and expire."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.graph.caller import Caller, Json, calling, code, received
from tests.graph.server import SECRETARIAT, Fault

INBOX = "/mailFolders/inbox/messages/delta"


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with calling(tmp_path) as one:
        one.state.page = 2
        yield one
        assert one.state.violations == []


def _receive(caller: Caller, *numbers: int, folder: str = "inbox") -> None:
    for number in numbers:
        caller.state.receive(SECRETARIAT, received(f"Svar {number}", number=number), folder=folder)
        caller.state.advance(60)


def _round(caller: Caller, link: str = INBOX, **query: str) -> tuple[list[list[Json]], str]:
    """The pages of a round, and the link of the next."""
    pages = []
    answer = caller.get(link, **query).json()
    while True:
        pages.append(answer["value"])
        if "@odata.deltaLink" in answer:
            return pages, answer["@odata.deltaLink"]
        answer = caller.get(answer["@odata.nextLink"]).json()


def _subjects(pages: list[list[Json]]) -> list[str]:
    return [str(entity.get("subject")) for page in pages for entity in page]


def test_the_first_round_is_everything_newest_first_and_the_next_what_came_since(caller: Caller) -> None:
    _receive(caller, 1, 2, 3)
    first, link = _round(caller)
    _receive(caller, 4)
    second, link = _round(caller, link)
    third, _ = _round(caller, link)

    assert _subjects(first) == ["Svar 3", "Svar 2", "Svar 1"]
    assert [len(page) for page in first] == [2, 1]
    assert (_subjects(second), third) == (["Svar 4"], [[]])
    assert first[0][0]["@odata.type"] == "#microsoft.graph.message"


def test_options_are_baked_into_the_link(caller: Caller) -> None:
    _receive(caller, 1, 2)
    query = {"$filter": "receivedDateTime ge 2027-01-01T00:01:00Z", "$select": "id,internetMessageId"}
    first, link = _round(caller, **query)
    _receive(caller, 3)
    second, _ = _round(caller, link)

    assert set(first[0][0]) == set(second[0][0]) == {"@odata.type", "@odata.etag", "id", "internetMessageId"}
    assert len(first[0]) == 1


def test_a_link_with_options_of_ones_own_is_on_record(tmp_path: Path) -> None:
    with calling(tmp_path) as caller:
        _, link = _round(caller)
        caller.get(f"{link}&$select=subject")

        assert caller.state.violations


def test_each_folder_has_its_own_rounds(caller: Caller) -> None:
    _receive(caller, 1, folder="junkemail")

    assert _subjects(_round(caller)[0]) == []
    assert _subjects(_round(caller, "/mailFolders/junkemail/messages/delta")[0]) == ["Svar 1"]


def test_a_flag_comes_in_part_and_what_is_moved_or_deleted_as_removed(caller: Caller) -> None:
    _receive(caller, 1, 2, 3)
    _, link = _round(caller)
    read, moved, deleted = caller.state.items(SECRETARIAT, "inbox")
    caller.patch(f"/messages/{read.id}", categories=["aarshjul: registrert"])
    caller.state.read(SECRETARIAT, read.id)
    caller.state.move(SECRETARIAT, moved.id, "archive")
    caller.state.delete_draft(SECRETARIAT, deleted.id, hard=True)
    entities = {entity["id"]: entity for page in _round(caller, link)[0] for entity in page}

    assert entities[read.id]["isRead"]
    assert "subject" not in entities[read.id]
    assert entities[moved.id]["@removed"] == {"reason": "changed"}
    assert entities[deleted.id]["@removed"] == {"reason": "deleted"}


def test_pages_may_repeat_reorder_and_be_empty(caller: Caller) -> None:
    _receive(caller, 1, 2, 3)
    caller.state.faults = [Fault("delta", "duplicate")]
    repeated, _ = _round(caller)
    caller.state.faults = [Fault("delta", "reorder")]
    reordered, _ = _round(caller)
    caller.state.faults = [Fault("delta", "empty-page")]
    stalled, _ = _round(caller)

    assert _subjects(repeated) == ["Svar 3", "Svar 2", "Svar 3", "Svar 2", "Svar 1"]
    assert _subjects(reordered) == ["Svar 2", "Svar 3", "Svar 1"]
    assert [len(page) for page in stalled] == [0, 2, 1]


def test_a_link_may_be_followed_twice(caller: Caller) -> None:
    _receive(caller, 1, 2, 3)
    link = caller.get(INBOX).json()["@odata.nextLink"]

    assert caller.get(link).json()["value"] == caller.get(link).json()["value"]


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [("gone", "410 syncStateNotFound"), ("syncStateNotFound", "404 SyncStateNotFound"), ("resyncRequired", "410 resyncRequired")],
)
@pytest.mark.parametrize("operation", ["delta.next", "delta.since"])
def test_links_expire_between_rounds_and_within_them(caller: Caller, operation: str, kind: str, refusal: str) -> None:
    _receive(caller, 1, 2, 3)
    link = caller.get(INBOX).json()["@odata.nextLink"] if operation == "delta.next" else _round(caller)[1]
    caller.state.faults = [Fault(operation, kind)]
    answer = caller.get(link)

    assert code(answer) == refusal
    assert ("Location" in answer.headers) == (kind == "gone")


def test_a_forgotten_link_says_where_to_begin_again(caller: Caller) -> None:
    _receive(caller, 1)
    _, link = _round(caller)
    caller.state.forget_deltas()
    answer: httpx.Response = caller.get(link)

    assert answer.status_code == 410
    assert _subjects(_round(caller, answer.headers["Location"])[0]) == ["Svar 1"]


@pytest.mark.parametrize(
    "query",
    [
        {"$deltatoken": "latest"},
        {"$filter": "isRead eq false"},
        {"$filter": "receivedDateTime le 2027-01-01T00:00:00Z"},
        {"$search": "svar"},
    ],
)
def test_what_delta_does_not_do(caller: Caller, query: dict[str, str]) -> None:
    assert caller.get(INBOX, **query).status_code == 400


def test_without_is_read_among_the_fields_a_flag_is_not_told(caller: Caller) -> None:
    _receive(caller, 1)
    _, link = _round(caller, **{"$select": "id,subject"})
    caller.state.read(SECRETARIAT, caller.state.items(SECRETARIAT, "inbox")[0].id)

    assert _round(caller, link)[0] == [[]]
