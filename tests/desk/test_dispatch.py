"""What becomes of a round when the post says no, when a letter is broken, when nobody knows, and when letters leave together."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cycle.memory import NewLetter, Parcel, Response
from bot.desk import dispatch
from bot.desk.ports import StoredLetter
from bot.errors import PostFailed, Unclear
from bot.journal import Journal

NOW = datetime(2027, 10, 29, 7, 0, tzinfo=UTC)
STEP = "naering/faggruppe/2027-2/notice"


class Office:
    """A post that does what the address says.

    «nei» refuses for good, «stengt» for now; «kanskje» leaves with a bang; «taus» forgets; «uklart» must be asked twice.
    """

    def __init__(self) -> None:
        self.left: list[str] = []
        self.questions: list[str] = []

    def send(self, key: str, message_id: str, message: bytes) -> str:
        if "nei" in key:
            raise PostFailed("adressen finnes ikke", permanent=True)
        if "stengt" in key:
            raise PostFailed("posten er stengt")
        if "uklart" in key:
            raise Unclear("ingen svar")
        if "aldri" not in key:
            self.left.append(key)
        if "kanskje" in key or "aldri" in key:
            raise TimeoutError("linjen ble brutt")
        return message_id + str(len(message))

    def find(self, key: str, message_id: str) -> str | None:
        if "taus" in key:
            raise PostFailed("posten husker ikke", permanent=True)
        if "uklart" in key and self.asked(key) == 1:
            raise Unclear("vent litt")
        return message_id if key in self.left else None

    def asked(self, key: str) -> int:
        self.questions.append(key)
        return self.questions.count(key)


class Calendar(Office):
    """A post with a calendar: one event for all who are invited together."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[list[str]] = []

    def convene(self, invitations: Sequence[Parcel]) -> str:
        if any("stengt" in parcel.key for parcel in invitations):
            raise PostFailed("kalenderen er stengt")
        self.events.append([parcel.key for parcel in invitations])
        self.left += self.events[-1]
        return "hendelsen"

    def responses(self, uids: Sequence[str]) -> Iterable[Response]:
        return ()

    def busy(self, addresses: Sequence[str], start: datetime, end: datetime) -> Mapping[str, bool | None]:
        return {}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(f"sqlite:///{tmp_path}/journal.db", tmp_path) as opened:
        yield opened


def enqueue(journal: Journal, *names: str) -> None:
    letters = [(f"{STEP}/{name}@example.no", f"{name}@example.no") for name in names]
    journal.enqueue([NewLetter(key, STEP, "naering/faggruppe/2027-2", to, "Medlem", "", None, f"<{to}>", "{}") for key, to in letters], NOW)


def compose(letter: StoredLetter, _: datetime) -> bytes:
    if "brutt" in letter.key:
        raise KeyError("sted")
    return letter.key.encode()


def states(journal: Journal) -> dict[str, str]:
    return {letter.recipient.partition("@")[0]: letter.state for letter in journal.letters(STEP)}


def reasons(journal: Journal) -> dict[str, str]:
    return {letter.recipient.partition("@")[0]: letter.reason for letter in journal.held_letters()}


def test_one_letter_that_cannot_leave_does_not_stop_the_others(journal: Journal) -> None:
    enqueue(journal, "a", "nei", "b", "brutt", "c")

    done = dispatch.run(journal, Office(), NOW, compose)
    assert (done.count, len(done.held), done.stopped) == (3, 2, "")
    assert states(journal) == {"a": "sent", "nei": "held", "b": "sent", "brutt": "held", "c": "sent"}
    assert reasons(journal) == {"nei": "adressen finnes ikke", "brutt": "brevet kunne ikke settes opp: 'sted' (KeyError)"}


def test_a_post_that_is_shut_for_now_is_tried_again_from_where_it_stopped(journal: Journal) -> None:
    enqueue(journal, "a", "stengt", "b")
    office = Office()

    done = dispatch.run(journal, office, NOW, compose)
    assert (done.count, done.held, done.stopped) == (1, (), "posten er stengt")
    assert states(journal) == {"a": "sent", "stengt": "ready", "b": "ready"}

    dispatch.run(journal, office, NOW, compose)
    assert office.left == [f"{STEP}/a@example.no"]


def test_when_the_outcome_is_unclear_the_post_is_asked_and_nothing_is_repeated(journal: Journal) -> None:
    enqueue(journal, "kanskje", "aldri", "b")
    office = Office()

    done = dispatch.run(journal, office, NOW, compose)
    assert done.count == 2
    assert states(journal) == {"kanskje": "sent", "aldri": "held", "b": "sent"}
    assert reasons(journal) == {"aldri": "brevet gikk ikke ut: linjen ble brutt (TimeoutError)"}
    assert dispatch.run(journal, office, NOW, compose) == dispatch.Sent(0, ())
    assert office.left == [f"{STEP}/kanskje@example.no", f"{STEP}/b@example.no"]


def test_what_even_the_post_does_not_know_waits_for_a_person(journal: Journal) -> None:
    enqueue(journal, "taus", "b")
    journal.claim(f"{STEP}/taus@example.no", "", NOW)  # and then the process died

    done = dispatch.run(journal, Office(), NOW, compose)
    assert done == dispatch.Sent(1, (f"{STEP}/taus@example.no",))
    assert reasons(journal) == {"taus": "det er uklart om brevet er sendt: posten husker ikke"}


def test_a_letter_that_is_unclear_waits_alone_and_is_asked_for_until_the_post_knows(journal: Journal) -> None:
    enqueue(journal, "a", "uklart", "b")
    office = Office()

    assert dispatch.run(journal, office, NOW, compose).count == 2
    assert states(journal) == {"a": "sent", "uklart": "claimed", "b": "sent"}
    office.left.append(f"{STEP}/uklart@example.no")  # it had left after all

    assert dispatch.run(journal, office, NOW, compose).count == 0  # the post does not know yet
    assert states(journal)["uklart"] == "claimed"
    assert dispatch.run(journal, office, NOW, compose).count == 1
    assert states(journal)["uklart"] == "sent"


def test_the_invitations_of_one_step_leave_as_one_event_and_letters_one_by_one(journal: Journal) -> None:
    enqueue(journal, "a", "b")
    calendar = Calendar()
    journal.enqueue(
        [
            NewLetter(f"{STEP}/{name}/calendar", STEP, "naering/faggruppe/2027-2", name, "Medlem", "", None, f"<{name}>", "{}")
            for name in ("c", "d", "e")
        ],
        NOW,
    )
    journal.claim(f"{STEP}/c/calendar", "", NOW)  # and then the process died, after the event was made for c
    calendar.left.append(f"{STEP}/c/calendar")

    done = dispatch.run(journal, calendar, NOW, compose)
    assert done.count == 5
    assert calendar.events == [[f"{STEP}/d/calendar", f"{STEP}/e/calendar"]]


def test_a_calendar_that_is_shut_gives_every_invitation_back(journal: Journal) -> None:
    names = ("a", "stengt")
    journal.enqueue(
        [NewLetter(f"{STEP}/{name}/calendar", STEP, "naering/faggruppe/2027-2", name, "", "", None, f"<{name}>", "{}") for name in names],
        NOW,
    )
    done = dispatch.run(journal, Calendar(), NOW, compose)
    assert (done.count, done.stopped) == (0, "kalenderen er stengt")
    assert states(journal) == {"a": "ready", "stengt": "ready"}


def test_while_another_sends_nothing_happens(journal: Journal, tmp_path: Path) -> None:
    enqueue(journal, "a")
    with Journal.open(f"sqlite:///{tmp_path}/journal.db", tmp_path) as other, other.lock():
        done = dispatch.run(journal, Office(), NOW, compose)
    assert (done.count, done.stopped) == (0, "en annen prosess sender nå")
    assert states(journal) == {"a": "ready"}


def test_what_is_in_the_file_is_what_was_sent(journal: Journal, tmp_path: Path) -> None:
    """An outsider reads the journal with nothing but SQLite."""
    enqueue(journal, "a")
    dispatch.run(journal, Office(), NOW, compose)

    rows = sqlite3.connect(tmp_path / "journal.db").execute("SELECT what, recipient FROM record ORDER BY id").fetchall()
    assert rows == [("letter.ready", "a@example.no"), ("letter.claimed", "a@example.no"), ("letter.sent", "a@example.no")]
