"""Approval in Outlook: the letter waits whole among the drafts; what a person does with it there is heard, and never undone by us."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.errors import PostFailed
from bot.papers import letter as papers
from bot.papers.model import Attachment
from bot.post.graph.graph import Graph
from tests.graph.conftest import START, WORD, Notes, letter
from tests.graph.server import SECRETARIAT, Fault, Site

KEY = "naering/faggruppe/2027-1/notice#outlook-1"
MEMBERS = ["medlem1@example.no", "medlem2@example.no", "Medlem3@example.no"]
WHOLE = replace(letter(), recipient=SECRETARIAT, attachments=(Attachment("Innkalling.docx", WORD, b"PK" + bytes(4_000_000)),))


def lay(post: Graph) -> None:
    post.lay(KEY, papers.compose(WHOLE, START), MEMBERS)


def test_the_finished_letter_waits_in_drafts_with_its_files_and_members_unseen_by_each_other(post: Graph, site: Site) -> None:
    lay(post)
    lay(post)

    (draft,) = site.state.items(SECRETARIAT, "drafts")
    assert [one["emailAddress"]["address"] for one in draft.props["bccRecipients"]] == MEMBERS
    assert [one["emailAddress"]["address"] for one in draft.props["toRecipients"]] == [SECRETARIAT]
    assert [(file.name, len(file.content)) for file in draft.attachments] == [("Innkalling.docx", 4_000_002)]
    assert post.laid() == (KEY,)
    assert post.fate(KEY).state == "waiting"
    assert site.state.delivered == []


def test_when_the_secretary_presses_send_the_receipt_is_that_of_the_sent_copy(make: Callable[..., Graph], site: Site) -> None:
    lay(make())
    site.state.send_draft(SECRETARIAT, site.state.items(SECRETARIAT, "drafts")[0].id, classic=True)
    site.state.advance(60)

    fate = make().fate(KEY)
    assert fate.state == "sent"
    assert fate.recipients == {SECRETARIAT, *(one.lower() for one in MEMBERS)}
    assert fate.message_id == site.state.delivered[0].internet_message_id


def test_a_draft_that_the_secretary_has_changed_is_never_taken_back(post: Graph, site: Site) -> None:
    lay(post)
    site.state.edit_draft(SECRETARIAT, site.state.items(SECRETARIAT, "drafts")[0].id, subject="Innkalling, med nytt møterom")

    assert post.fate(KEY).state == "edited"
    assert post.put_away(KEY).state == "edited"
    (draft,) = site.state.items(SECRETARIAT, "drafts")
    assert draft.props["subject"] == "Innkalling, med nytt møterom"


def test_a_draft_that_nobody_has_touched_is_taken_back_and_one_that_is_deleted_is_known_to_be(post: Graph, site: Site) -> None:
    lay(post)
    assert post.put_away(KEY).state == "deleted"
    assert site.state.items(SECRETARIAT, "drafts") == []
    post.forget(KEY)
    assert post.laid() == ()

    post.lay("annet#outlook-1", papers.compose(WHOLE, START), MEMBERS)
    site.state.delete_draft(SECRETARIAT, site.state.items(SECRETARIAT, "drafts")[0].id)
    assert post.fate("annet#outlook-1").state == "deleted"


def test_a_draft_that_is_sent_while_it_is_being_laid_there_is_heard_of_and_not_made_again(
    make: Callable[..., Graph], notes: Notes, site: Site
) -> None:
    """The process died before the files were on it, and the secretary was quick."""
    notes.dies_at = "laying"
    with pytest.raises(KeyboardInterrupt):
        lay(make())
    post = make()
    assert (post.laid(), post.fate(KEY).state) == ((KEY,), "waiting")
    site.state.faults.append(Fault("message.attachments.*", "500", times=50))
    site.state.faults.append(Fault("attachment*", "500", times=50))
    with pytest.raises(PostFailed):
        lay(post)
    site.state.faults.clear()
    site.state.send_draft(SECRETARIAT, site.state.items(SECRETARIAT, "drafts")[0].id)
    site.state.advance(60)
    assert make().fate(KEY).state == "sent"
    assert make().put_away(KEY).state == "sent"


def test_a_lost_answer_while_it_is_laid_there_leaves_one_draft(make: Callable[..., Graph], site: Site) -> None:
    site.state.faults.append(Fault("message.create", "timeout", after_effect=True, seconds=0.6))
    lay(make())
    lay(make())
    assert len(site.state.items(SECRETARIAT, "drafts")) == 1
