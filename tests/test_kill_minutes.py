"""The minutes against SIGKILL: the process that takes in the edited file and sends it dies anywhere, and it ends as if it never had."""

import shutil
from collections import Counter
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event

from bot import house
from bot.cycle.model import OSLO
from bot.desk import collect
from bot.desk import tick as ticks
from bot.journal import Journal
from bot.post.folder import Folder
from bot.rehearsal import SEAL, Rehearsal, rehearsed
from tests.desk.conftest import workspace
from tests.desk.test_handing import drafts, edited, fill, paper
from tests.killing import Fuse, burn_at_statements, fate, in_a_child, report
from tests.papers.edited.word import Word

MEETING = "naering/faggruppe/2027-3"
NOTICE, REVIEW = f"{MEETING}/notice", f"{MEETING}/review"
NOW = datetime(2027, 11, 15, 9, tzinfo=OSLO)
DEATHS = 24
"""How many processes die, spread over all that one has to do."""


def written(word: Word) -> None:
    """Two decisions, and two measures with an owner and a day."""
    fill(word)
    word.cell("follow-up", "1", 1, "Sende brev til fylkeskommunen")
    word.cell("follow-up", "1", 2, "Horten kommune")
    word.cell("follow-up", "1", 3, "innen 1. desember")
    word.cell("follow-up", "2", 1, "Kalle inn til arbeidsmøte")


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A secretariat whose minutes have come back, approved, and lie unread in the inbox."""
    root, life = workspace(tmp_path / "arbeid"), tmp_path / "liv"
    with house.opened(life, rehearsed(house.office(root)), _post(life), seal=SEAL) as desk:
        year = Rehearsal(desk, life / "in", datetime(2027, 10, 1, tzinfo=OSLO))
        year.until("2027-10-21T12:00").approve(NOTICE).until("2027-11-15T08:30")
        [draft] = drafts(year, REVIEW)
        year.now = NOW
        file = edited(paper(draft)[1], written)
        year.answer_draft(REVIEW, "Godkjent", lambda _: file)
    return life


def _post(life: Path) -> Folder:
    return Folder(life / "letters", life / "in", life / "calendar")


def live(life: Path, root: Path, fuse: Fuse | None = None) -> None:
    """One round: the inbox, then what is due."""
    with house.opened(life, rehearsed(house.office(root)), _post(life), seal=SEAL) as desk:
        if fuse is not None:
            burn_at_statements(desk.journal, fuse)  # type: ignore[arg-type]  # a real one
        collect.collect(desk, NOW)
        ticks.tick(desk, NOW)


def statements(life: Path, root: Path) -> int:
    """At how many boundaries one round may die."""
    counted: Counter[str] = Counter()
    with house.opened(life, rehearsed(house.office(root)), _post(life), seal=SEAL) as desk:
        assert isinstance(desk.journal, Journal)
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(desk.journal.engine, name, lambda *_: counted.update(["x"]))
        collect.collect(desk, NOW)
        ticks.tick(desk, NOW)
    return counted["x"]


def remembered(life: Path, root: Path) -> dict[str, object]:
    """What there is when it is over."""
    with house.opened(life, rehearsed(house.office(root)), _post(life), seal=SEAL) as desk:
        journal = desk.journal
        draft = journal.draft(REVIEW)
        return {
            "editions": [(one.paper, one.sha256, one.who) for one in journal.editions([MEETING])],
            "draft": draft and (draft.state, draft.decided_by),
            "letters": sorted((one.key, one.state, one.content) for one in journal.letters(REVIEW)),
            "left": sorted(path.name.partition("--")[0] for path in (life / "letters").iterdir()),
            "decisions": [one._replace(at=NOW) for one in journal.decisions()],
            "measures": [one._replace(at=NOW) for one in journal.measures()],
            "records": Counter(
                (one.what, one.sha256) for one in journal.records() if one.what.startswith(("paper.", "decision.", "measure."))
            ),
        }


def test_a_process_may_die_anywhere_while_the_minutes_are_taken_in_and_sent(
    before: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    root = tmp_path / "arbeid"
    whole = tmp_path / "hel"
    shutil.copytree(before, whole)
    boundaries = statements(whole, root)
    expected = remembered(whole, root)
    assert len(expected["decisions"]) == 2  # type: ignore[arg-type]
    assert len(expected["measures"]) == 2  # type: ignore[arg-type]
    died: Counter[str] = Counter()
    for number in range(DEATHS):
        life, diary = tmp_path / f"liv-{number}", tmp_path / f"dagbok-{number}"
        shutil.copytree(before, life)
        fuse = Fuse(1 + number * boundaries // DEATHS, diary)
        died["killed"] += fate(in_a_child(partial(live, life, root, fuse))) == 9
        live(life, root)
        live(life, root)  # what a death left unsaid is said at the next round
        assert remembered(life, root) == expected, f"died at boundary {number * boundaries // DEATHS} of {boundaries}"
    report(request, died, "the minutes are taken in once, sent once and entered once")
    assert died["killed"] == DEATHS
