"""Papers in a folder: laid there once, never written over, and taken in when somebody has saved them and left them alone."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk import shelving
from bot.rehearsal import Rehearsal
from bot.shelf import Shelf
from tests.desk.moody import NOTICE
from tests.desk.test_handing import drafts, edited, members_got, paper, send_back
from tests.papers.edited.word import Word


@pytest.fixture
def laid(begin: Callable[[str], Rehearsal], tmp_path: Path) -> Rehearsal:
    """A secretariat that has its papers in a folder, and the draft of the November notice."""
    year = begin("2027-10-01")
    year.desk = replace(year.desk, shelf=Shelf(tmp_path / "papirer"))
    return year.until("2027-10-21T12:00")


def lying(year: Rehearsal) -> dict[str, Path]:
    assert isinstance(year.desk.shelf, Shelf)
    return {path.name: path for path in sorted(year.desk.shelf.root.iterdir())}


def save(path: Path, content: bytes, at: str) -> None:
    path.write_bytes(content)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))


def titled(content: bytes) -> bytes:
    def edit(word: Word) -> None:
        word.say("case:eventuelt", "Eventuelt og vel hjem")

    return edited(content, edit)


def test_the_draft_lies_in_the_folder_once_and_what_is_saved_there_is_what_leaves(laid: Rehearsal) -> None:
    [(name, path)] = lying(laid).items()
    assert name == "Innkalling – faggruppe for næringssamarbeid – 11. november 2027.docx"
    [draft] = drafts(laid, NOTICE)
    assert path.read_bytes() == paper(draft)[1]
    file = titled(path.read_bytes())
    save(path, file, "2027-10-21T10:30:00")
    laid.until("2027-10-22T09:00")
    [_, second] = drafts(laid, NOTICE)
    assert paper(second)[1] == file
    assert path.read_bytes() == file
    assert list(lying(laid)) == [name]
    send_back(laid, second, "Godkjent", None, "2027-11-04T09:30")
    assert set(members_got(laid, NOTICE).values()) == {file}


def test_a_file_that_somebody_has_open_or_has_just_saved_is_left_alone(laid: Rehearsal) -> None:
    [path] = lying(laid).values()
    save(path, titled(path.read_bytes()), "2027-10-22T08:55:00")
    lock = path.with_name(f"~${path.name[2:]}")
    lock.write_bytes(b"")
    shelving.collect(laid.desk, datetime(2027, 10, 22, 9, 0, tzinfo=UTC))
    shelving.collect(laid.desk, datetime(2027, 10, 22, 10, 0, tzinfo=UTC))
    assert laid.desk.journal.editions(["naering/faggruppe/2027-3"]) == ()
    lock.unlink()
    assert shelving.collect(laid.desk, datetime(2027, 10, 22, 9, 0, tzinfo=UTC)) == ()
    assert laid.desk.journal.editions(["naering/faggruppe/2027-3"]) == ()
    shelving.collect(laid.desk, datetime(2027, 10, 22, 10, 0, tzinfo=UTC))
    [edition] = laid.desk.journal.editions(["naering/faggruppe/2027-3"])
    assert edition.source == path.name


def test_a_new_draft_is_laid_beside_a_file_that_is_there(laid: Rehearsal) -> None:
    [path] = lying(laid).values()
    before = path.read_bytes()
    laid.add_item("naering/faggruppe/2027-3", "Ny sak").until("2027-10-22T09:00")
    assert len(lying(laid)) == 2
    assert path.read_bytes() == before


def test_half_a_file_and_a_file_of_somebody_else_are_told_of_and_taken_in_when_whole(laid: Rehearsal) -> None:
    [path] = lying(laid).values()
    whole = titled(path.read_bytes())
    save(path, whole[: len(whole) // 2], "2027-10-21T10:30:00")
    [wrong] = shelving.collect(laid.desk, datetime(2027, 10, 22, 9, 0, tzinfo=UTC))
    assert path.name in wrong
    assert "skadet" in wrong
    save(path, whole, "2027-10-21T10:31:00")
    assert shelving.collect(laid.desk, datetime(2027, 10, 22, 9, 0, tzinfo=UTC)) == ()
    assert len(laid.desk.journal.editions(["naering/faggruppe/2027-3"])) == 1


def test_a_folder_that_is_away_stops_nothing_else(laid: Rehearsal) -> None:
    assert isinstance(laid.desk.shelf, Shelf)
    root = laid.desk.shelf.root
    shutil.rmtree(root)
    root.write_text("ikke en mappe", "utf-8")
    laid.add_item("naering/faggruppe/2027-3", "Ny sak").until("2027-10-22T09:00")
    assert "kan ikke brukes" in laid.rounds[-1][1].stopped
    assert len(drafts(laid, NOTICE)) == 2
