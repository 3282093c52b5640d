"""How it went with each step, and what deciding gets to know of it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from bot.cycle.memory import NewLetter, Told
from bot.cycle.model import Facts
from bot.journal import Journal
from bot.journal.tables import letter, step

NOW = datetime(2027, 10, 29, 7, 0, tzinfo=UTC)
START = datetime(2027, 1, 1, tzinfo=UTC)
OCCURRENCE = "naering/faggruppe/2027-2"


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def test_a_step_is_held_since_its_reason_last_changed(journal: Journal) -> None:
    journal.hold("a/notice", "a", "venter på godkjenning", at(0))
    journal.hold("a/notice", "a", "venter på godkjenning", at(1))
    assert [(held.reason, held.at) for held in journal.held()] == [("venter på godkjenning", at(0))]

    journal.hold("a/notice", "a", "utkastet er returnert", at(2))
    assert [(held.reason, held.at) for held in journal.held()] == [("utkastet er returnert", at(2))]
    assert [line.what for line in journal.records()] == ["step.held", "step.held"]


def test_a_step_that_is_done_is_never_held_again(journal: Journal) -> None:
    journal.hold("a/notice", "a", "venter", at(0))
    journal.finish("a/notice", "a", at(1))
    journal.finish("a/notice", "a", at(2))
    journal.hold("a/notice", "a", "venter", at(3))
    journal.skip("a/notice", "a", "for gammel", at(4))

    assert journal.held() == ()
    assert journal.skipped_since(at(0)) == ()
    assert journal.facts(["a"], START).done == {"a/notice"}
    assert [line.what for line in journal.records()] == ["step.held", "step.done"]


def test_what_is_no_longer_held_disappears_from_the_list_and_stays_in_the_record(journal: Journal) -> None:
    journal.hold("a/notice", "a", "venter", at(0))
    journal.hold("b/notice", "b", "venter", at(1))
    journal.finish("c/notice", "c", at(1))
    journal.unhold(["a/notice", "c/notice", "ukjent"], at(2))

    assert [held.key for held in journal.held()] == ["b/notice"]
    assert journal.facts(["c"], START).done == {"c/notice"}
    assert [line.occurrence for line in journal.records() if line.what == "step.unheld"] == ["a"]


def test_the_weekly_letter_hears_of_what_was_left_out_since_the_last_one(journal: Journal) -> None:
    for hour, key in enumerate(("a/remind", "b/remind", "c/remind")):
        journal.skip(key, key[0], "for gammel", at(hour))

    assert [skipped.key for skipped in journal.skipped_since(at(1))] == ["b/remind", "c/remind"]
    assert journal.facts(["a", "b"], START).skipped == {"a/remind", "b/remind"}


def test_facts_tell_what_each_recipient_last_heard(journal: Journal) -> None:
    first = Told(cancelled=False, span="4. november", place="Rådhuset", items="")
    moved = first._replace(span="11. november")
    letters = [new("notice", 1, first), new("notice", 2, first), new("moved-1", 1, moved), new("moved-1", 2, moved), new("remind", 1, None)]
    journal.enqueue(letters, at(0))
    # the second recipient's news has not left yet, and the reminder says nothing of time and place
    for hour, sent in enumerate((letters[0], letters[1], letters[2], letters[4])):
        journal.claim(sent.key, "", at(hour))
        journal.close(sent.key, "kvittering", at(hour))

    assert journal.facts([OCCURRENCE], START) == Facts(START, told={OCCURRENCE: {"medlem1@example.no": moved, "medlem2@example.no": first}})
    assert journal.facts(["naering/faggruppe/2027-1"], START) == Facts(START)


def test_facts_are_asked_for_as_many_occurrences_as_one_likes(journal: Journal) -> None:
    keys = [f"gruppe/sak/{number}" for number in range(1_200)]
    for key in keys[::400]:
        journal.finish(f"{key}/notice", key, NOW)

    assert journal.facts(keys, START).done == {f"{key}/notice" for key in keys[::400]}
    assert journal.facts([], START) == Facts(START)


def test_a_tick_reads_the_same_however_much_has_happened_to_others(journal: Journal) -> None:
    mine = [f"naering/faggruppe/2027-{number}" for number in range(1, 9)]
    others = history(40_000)
    with journal.writing() as connection:
        connection.execute(insert(letter), list(history(100, mine)))
    before = cost(journal, mine)
    with journal.writing() as connection:
        connection.execute(insert(letter), list(others))
        connection.execute(
            insert(step),
            [{"key": f"x/{n}/notice", "occurrence": f"x/{n}", "state": "done", "reason": "", "at": NOW} for n in range(20_000)],
        )

    # `make bench` measures this; here only an order of magnitude, so that a busy machine does not fail it
    assert cost(journal, mine) < 10 * before  # reading everything would cost hundreds of times as much


def new(name: str, number: int, told: Told | None) -> NewLetter:
    recipient = f"medlem{number}@example.no"
    key = f"{OCCURRENCE}/{name}/{recipient}"
    return NewLetter(key, f"{OCCURRENCE}/{name}", OCCURRENCE, recipient, "Medlem", "Horten kommune", told, f"<{key}>", "{}")


def history(count: int, occurrences: list[str] | None = None) -> Iterator[dict[str, object]]:
    told = '{"cancelled": false, "span": "s", "place": "p", "items": ""}'
    for number in range(count):
        occurrence = occurrences[number % len(occurrences)] if occurrences else f"andre/mote/{number // 45}"
        words = dict.fromkeys(("name", "organisation", "content", "sha256", "receipt", "reason"), "")
        key = f"{occurrence}/notice/{number}"
        about = {
            "key": key,
            "step": f"{occurrence}/notice",
            "occurrence": occurrence,
            "recipient": f"{number}@example.no",
            "message_id": key,
        }
        yield words | about | {"told": told, "state": "sent", "created_at": NOW, "closed_at": NOW}


def cost(journal: Journal, occurrences: list[str]) -> float:
    """The quickest of several, in seconds."""

    def once() -> float:
        start = time.perf_counter()
        journal.facts(occurrences, START)
        journal.open_letters()
        journal.held_letters()
        return time.perf_counter() - start

    return min(once() for _ in range(15))
