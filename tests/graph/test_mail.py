"""A letter through Microsoft 365 arrives once, whatever the server does, or is held with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import PostFailed, Unclear
from bot.papers import letter as papers
from bot.papers.model import Attachment, Letter
from bot.post.graph.graph import Graph
from tests.graph.conftest import START, WORD, Clock, Notes, letter, parcel
from tests.graph.server import SECRETARIAT, Fault, Site

TEN = 600.0


def delivered(site: Site) -> list[str]:
    return [one.recipient for one in site.state.delivered]


def sends(site: Site) -> int:
    return sum(call.operation == "message.send" for call in site.state.calls)


def outcome(post: Graph, site: Site, one: Letter, rounds: int = 6) -> str | PostFailed:
    """What the desk comes to in the end: a receipt, or the refusal a person is told of."""
    claimed = False
    for _ in range(rounds):
        try:
            receipt = post.find(*parcel(one)[:2]) if claimed else None
            return receipt or post.send(*parcel(one))
        except Unclear:
            claimed = True
        except PostFailed as fault:
            if fault.permanent:
                return fault
            claimed = False
        site.state.advance(TEN / 2)
    raise AssertionError("never settled")


def test_a_letter_arrives_whole_and_its_receipt_is_the_message_id_of_the_sent_copy(post: Graph, site: Site) -> None:
    one = letter(
        attachments=(Attachment("Innkalling.docx", WORD, b"PK" + bytes(5000)), Attachment("Kart – æ.pdf", "application/pdf", b"%PDF"))
    )

    receipt = post.send(*parcel(one))

    (mail,) = site.state.delivered
    assert (mail.recipient, mail.subject, mail.internet_message_id) == (one.recipient, one.subject, receipt)
    (sent,) = site.state.items(SECRETARIAT, "sentitems")
    assert [(file.name, file.content) for file in sent.attachments] == [(file.filename, file.content) for file in one.attachments]
    assert sent.props["replyTo"][0]["emailAddress"]["address"] == "svar@example.no"
    assert post.find(*parcel(one)[:2]) == receipt
    assert sends(site) == 1


def test_the_same_letter_never_leaves_twice_even_when_the_memory_is_lost(post: Graph, site: Site, notes: Notes) -> None:
    first = post.send(*parcel(letter()))
    notes.rows.clear()

    assert post.send(*parcel(letter())) == first
    assert len(delivered(site)) == 1


def test_a_large_paper_goes_by_an_upload_session(post: Graph, site: Site) -> None:
    content = bytes(range(256)) * 4 * 4096 + b"slutt"
    post.send(*parcel(letter(attachments=(Attachment("Stor.docx", WORD, content),))))

    assert site.state.items(SECRETARIAT, "sentitems")[0].attachments[0].content == content
    assert any(call.operation == "upload.put" for call in site.state.calls)


@pytest.mark.parametrize("size", [2_989_999, 2_995_000, 3_000_000, 3_145_400, 3_145_728])
def test_no_size_falls_between_the_two_ways_to_attach(post: Graph, site: Site, size: int) -> None:
    post.send(*parcel(letter(attachments=(Attachment("Sak.docx", WORD, bytes(size)),))))

    assert len(site.state.items(SECRETARIAT, "sentitems")[0].attachments[0].content) == size


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("kind", ["timeout", "reset", "close", "500", "503", "504", "429"])
@pytest.mark.parametrize(
    "operation", ["message.send", "message.create", "attachment.create", "message.list", "attachment.value", "upload.put"]
)
def test_one_lost_answer_makes_no_second_letter(post: Graph, site: Site, operation: str, kind: str, after: bool) -> None:  # noqa: FBT001
    content = bytes(3_500_000) if operation == "upload.put" else b"PK"
    one = letter(attachments=(Attachment("Innkalling.docx", WORD, content),))
    site.state.faults.append(Fault(operation, kind, after_effect=after and kind != "429", seconds=0.7))

    assert isinstance(outcome(post, site, one), str)
    assert delivered(site) == [one.recipient]
    assert len(site.state.items(SECRETARIAT, "sentitems")[0].attachments) == 1
    assert site.state.items(SECRETARIAT, "drafts") == []


@pytest.mark.parametrize("kind", ["html", "empty", "truncated", "slow", "401"])
@pytest.mark.parametrize("operation", ["message.create", "message.list", "message.get", "attachment.list", "message.send"])
def test_half_answers_and_old_tokens_change_nothing(post: Graph, site: Site, operation: str, kind: str) -> None:
    site.state.faults.append(Fault(operation, kind, seconds=0.1))

    assert isinstance(outcome(post, site, letter()), str)
    assert len(delivered(site)) == 1


@pytest.mark.parametrize("phase", ["drafting", "drafted", "sending", "accepted"])
def test_a_process_that_dies_leaves_a_letter_that_the_next_one_finishes(
    make: Callable[..., Graph], site: Site, notes: Notes, phase: str
) -> None:
    notes.dies_at = phase
    with pytest.raises(KeyboardInterrupt):
        make().send(*parcel(letter()))

    after = make()
    site.state.advance(TEN)
    if after.find(*parcel(letter())[:2]) is None:
        after.send(*parcel(letter()))
    assert len(delivered(site)) == 1


def test_it_is_not_sent_again_before_the_transport_has_had_its_time(post: Graph, site: Site) -> None:
    site.state.faults.append(Fault("message.send", "reset"))
    with pytest.raises(Unclear):
        post.send(*parcel(letter()))

    site.state.advance(TEN / 2)
    with pytest.raises(Unclear):
        post.find(*parcel(letter())[:2])
    site.state.advance(TEN / 2)
    assert post.find(*parcel(letter())[:2]) is None
    (draft,) = site.state.items(SECRETARIAT, "drafts")
    post.send(*parcel(letter()))
    assert site.state.items(SECRETARIAT, "sentitems")[0].id == draft.id
    assert len(delivered(site)) == 1


def test_a_letter_whose_id_changes_on_the_way_is_found_by_its_key(post: Graph, site: Site) -> None:
    site.state.faults.append(Fault("message.send", "new-id"))

    assert post.send(*parcel(letter())) == site.state.delivered[0].internet_message_id


def test_a_slow_transport_is_waited_for(post: Graph, site: Site) -> None:
    site.state.faults.append(Fault("message.send", "stuck", seconds=90))

    assert isinstance(outcome(post, site, letter()), str)
    assert (len(delivered(site)), sends(site)) == (1, 1)


def test_what_microsoft_took_and_never_sent_waits_for_a_person_and_then_goes(post: Graph, site: Site) -> None:
    site.state.faults.append(Fault("message.send", "dropped"))

    held = outcome(post, site, letter())
    assert isinstance(held, PostFailed)
    assert "ligger ennå blant utkastene" in str(held)
    assert isinstance(outcome(post, site, letter()), str), "when the person has asked for it again"
    assert len(delivered(site)) == 1


def test_what_is_nowhere_is_for_a_person(post: Graph, site: Site) -> None:
    site.state.faults.append(Fault("message.send", "reset"))
    with pytest.raises(Unclear):
        post.send(*parcel(letter()))
    site.state.delete_draft(SECRETARIAT, site.state.items(SECRETARIAT, "drafts")[0].id, hard=True)

    held = outcome_of_claimed(post, site)
    assert held.permanent
    assert "verken blant utkast eller sendte" in str(held)


def outcome_of_claimed(post: Graph, site: Site) -> PostFailed:
    site.state.advance(TEN)
    with pytest.raises(PostFailed) as held:
        post.find(*parcel(letter())[:2])
    return held.value


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"subject": "Nytt emne"}, "emnet"),
        ({"body": {"contentType": "html", "content": "<p>Hei, kjære venn</p>"}}, "teksten"),
        ({"toRecipients": [{"emailAddress": {"address": "annen@example.no"}}]}, "mottakerne"),
        ({"bccRecipients": [{"emailAddress": {"address": "annen@example.no"}}]}, "mottakerne"),
    ],
)
def test_an_edit_in_outlook_is_respected(make: Callable[..., Graph], site: Site, notes: Notes, edit: dict[str, object], words: str) -> None:
    notes.dies_at = "drafted"
    with pytest.raises(KeyboardInterrupt):
        make().send(*parcel(letter()))
    (draft,) = site.state.items(SECRETARIAT, "drafts")
    site.state.edit_draft(SECRETARIAT, draft.id, **edit)

    with pytest.raises(PostFailed, match=f"endret i Outlook .*{words}") as held:
        make().send(*parcel(letter()))
    assert held.value.permanent
    assert (delivered(site), sends(site)) == ([], 0)
    for name, value in edit.items():
        assert str(value)[:20] in str(draft.props[name]) or name in ("toRecipients", "bccRecipients", "body")


def test_a_draft_that_a_person_sends_from_outlook_is_the_letter(make: Callable[..., Graph], site: Site, notes: Notes) -> None:
    notes.dies_at = "drafted"
    with pytest.raises(KeyboardInterrupt):
        make().send(*parcel(letter()))
    site.state.send_draft(SECRETARIAT, site.state.items(SECRETARIAT, "drafts")[0].id, classic=True)
    site.state.advance(5)

    assert make().send(*parcel(letter())) == site.state.delivered[0].internet_message_id
    assert (len(delivered(site)), sends(site)) == (1, 0)


@pytest.mark.parametrize("hard", [True, False])
def test_a_draft_that_a_person_deletes_is_not_made_again_before_someone_asks(
    make: Callable[..., Graph],
    site: Site,
    notes: Notes,
    hard: bool,  # noqa: FBT001
) -> None:
    notes.dies_at = "drafted"
    with pytest.raises(KeyboardInterrupt):
        make().send(*parcel(letter()))
    site.state.delete_draft(SECRETARIAT, site.state.items(SECRETARIAT, "drafts")[0].id, hard=hard)

    with pytest.raises(PostFailed, match="slettet i Outlook") as held:
        make().send(*parcel(letter()))
    assert held.value.permanent
    assert delivered(site) == []
    make().send(*parcel(letter()))
    assert len(delivered(site)) == 1


def test_of_two_drafts_one_leaves_and_the_other_goes(make: Callable[..., Graph], site: Site, notes: Notes) -> None:
    for _ in range(2):
        notes.dies_at = "drafted"
        with pytest.raises(KeyboardInterrupt):
            make().send(*parcel(letter()))
        notes.rows.clear()
        for item in site.state.items(SECRETARIAT, "drafts"):
            if item.extended:
                item.extended, item.props["categories"] = {}, list(item.extended.items())  # hidden from the next
    for item in site.state.items(SECRETARIAT, "drafts"):
        item.extended, item.props["categories"] = dict(item.props["categories"]), []
    make().send(*parcel(letter()))

    assert len(delivered(site)) == 1
    assert site.state.items(SECRETARIAT, "drafts") == []


def test_thirty_letters_a_minute_from_all_processes_and_no_refusal(make: Callable[..., Graph], site: Site, clock: Clock) -> None:
    site.state.excess = "refuse"
    posts = [make(), make()]
    for number in range(35):
        posts[number // 20].send(*parcel(letter(number, attachments=())))
    assert len(delivered(site)) == 35
    assert {call.status for call in site.state.calls if call.operation == "message.send"} == {202}
    assert clock.now() - START <= timedelta(minutes=3)


def test_the_limit_of_the_day_is_never_passed_and_is_said_in_time(post: Graph, site: Site, notes: Notes) -> None:
    post.send(*parcel(letter()))
    (row,) = notes.rows.values()
    assert post.warnings() == ()
    notes.rows["before"] = row._replace(key="before", recipients=7_999)
    assert ["grensen er 10000" in words.lower() for words in post.warnings()] == [True]
    notes.rows["before"] = row._replace(key="before", recipients=9_999)

    with pytest.raises(PostFailed, match="grensen på 10000") as held:
        post.send(*parcel(letter(2)))
    assert not held.value.permanent
    site.state.advance(24 * 3600 + 1)
    post.send(*parcel(letter(2)))
    assert len(delivered(site)) == 2


def test_a_letter_from_a_stranger_is_not_sent(post: Graph, site: Site) -> None:
    with pytest.raises(PostFailed, match="ikke en av postkassene") as held:
        post.send(*parcel(letter(sender="annen@example.no")))
    assert held.value.permanent
    assert site.state.calls == []


def test_a_missing_permission_is_said_and_not_asked_about_again_at_once(post: Graph, site: Site) -> None:
    site.state.granted = site.state.granted - {"Mail.Send"}
    for _ in range(3):
        with pytest.raises(PostFailed, match="Kontroller rollene") as shut:
            post.send(*parcel(letter()))
        assert not shut.value.permanent
    assert sends(site) == 1

    site.state.granted = site.state.granted | {"Mail.Send"}
    site.state.advance(16 * 60)
    post.send(*parcel(letter()))
    assert len(delivered(site)) == 1


def test_a_fault_in_the_recipient_is_about_that_letter(post: Graph, site: Site) -> None:
    site.state.faults.append(Fault("message.send", "400", code="ErrorInvalidRecipients"))

    with pytest.raises(PostFailed, match="godtar ikke mottakerens adresse") as held:
        post.send(*parcel(letter()))
    assert held.value.permanent


def test_a_letter_without_extras_has_none(post: Graph, site: Site) -> None:
    one = replace(letter(), reply_to="", attachments=(), recipient_name="")
    post.send(*parcel(one))

    (sent,) = site.state.items(SECRETARIAT, "sentitems")
    assert sent.props["replyTo"] == []
    assert papers.opened(papers.compose(one, START)).attachments == ()
