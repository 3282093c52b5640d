"""The folder post: a letter is there whole, once, or not at all; what lies in the inbox is read, and nothing else."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PostFailed
from bot.post.folder import Folder, file_name

KEY = "naering/faggruppe/2027-2/notice/medlem@example.no"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "out", tmp_path / "in", tmp_path / "public", limit=2 * 1024 * 1024)


def lying(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "out").iterdir())


# --- out ---


def test_a_letter_is_a_file_with_a_name_one_can_read(folder: Folder, tmp_path: Path) -> None:
    receipt = folder.send(KEY, "<1@example.no>", b"Subject: Innkalling\r\n\r\n")

    assert receipt == "naering-faggruppe-2027-2-notice-medlem@example-no--" + receipt[-16:-4] + ".eml"
    assert (tmp_path / "out" / receipt).read_bytes() == b"Subject: Innkalling\r\n\r\n"
    assert lying(tmp_path) == [receipt]
    assert folder.find(KEY, "<1@example.no>") == receipt


def test_the_same_letter_again_is_the_same_receipt_and_no_second_file(folder: Folder, tmp_path: Path) -> None:
    first = folder.send(KEY, "<1@example.no>", b"brev")
    again = Folder(tmp_path / "out", tmp_path / "in", tmp_path / "public").send(KEY, "<1@example.no>", b"brev")

    assert (first, len(lying(tmp_path))) == (again, 1)


def test_another_letter_under_the_same_key_is_refused_and_the_first_one_stands(folder: Folder, tmp_path: Path) -> None:
    receipt = folder.send(KEY, "<1@example.no>", b"brev")

    with pytest.raises(PostFailed, match="alt et annet brev") as refused:
        folder.send(KEY, "<1@example.no>", b"et annet brev")
    assert refused.value.permanent
    assert (tmp_path / "out" / receipt).read_bytes() == b"brev"
    assert lying(tmp_path) == [receipt]


def test_what_has_not_left_is_not_found(folder: Folder) -> None:
    assert folder.find(KEY, "<1@example.no>") is None
    folder.send(KEY, "<1@example.no>", b"brev")
    assert folder.find(KEY + "x", "<1@example.no>") is None


@given(st.text(), st.text())
def test_any_key_is_one_plain_file_name_of_its_own(key: str, other: str) -> None:
    name = file_name(key)
    assert name == os.path.basename(name)  # noqa: PTH119 - any separator would show here
    assert name.isascii()
    assert name.isprintable()
    assert not name.startswith(".")
    assert len(name) < 120
    assert (name == file_name(other)) == (key == other)


def test_a_disk_that_fails_is_a_post_that_failed_for_now(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("en fil der mappen skulle ligge")
    broken = Folder(tmp_path / "out", tmp_path / "in", tmp_path / "public")

    attempts: list[Callable[[], object]] = [lambda: broken.send(KEY, "", b"brev"), lambda: broken.find(KEY, "")]
    for attempt in attempts:
        with pytest.raises(PostFailed, match=r"out.*: ") as failed:
            attempt()
        assert not failed.value.permanent
        assert isinstance(failed.value.__cause__, OSError)


def test_something_else_under_the_name_of_the_letter_is_never_overwritten(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "utenfor").write_bytes(b"noe annet")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / file_name(KEY)).symlink_to(tmp_path / "utenfor")

    with pytest.raises(PostFailed):
        folder.send(KEY, "", b"brev")
    assert (tmp_path / "utenfor").read_bytes() == b"noe annet"


@pytest.mark.parametrize("fatal", range(1, 9))
def test_killed_at_any_step_the_letter_is_whole_or_absent_and_can_be_sent_after(folder: Folder, tmp_path: Path, fatal: int) -> None:
    """The child dies at its n-th touch of the disk (Python says so itself: an audit hook)."""
    child = os.fork()
    if child == 0:
        touches = iter(range(1, 100))

        def die(event: str, _: object) -> None:
            if event in {"open", "os.link", "os.remove", "os.mkdir", "os.scandir"} and next(touches) == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(die)
        folder.send(KEY, "", b"brev" * 10_000)
        os._exit(0)
    os.waitpid(child, 0)
    survivor = Folder(tmp_path / "out", tmp_path / "in", tmp_path / "public")

    if (found := survivor.find(KEY, "")) is not None:
        assert (tmp_path / "out" / found).read_bytes() == b"brev" * 10_000
    assert survivor.send(KEY, "", b"brev" * 10_000) == file_name(KEY)
    assert lying(tmp_path) == [file_name(KEY)]


# --- in ---


def names(folder: Folder, mark: str = "") -> list[str]:
    return [found.name for found in folder.inbox(mark)]


def test_mail_is_read_in_order_of_name_and_stays_where_it_is(folder: Folder, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in ("b.eml", "a.EML", "ø.eml", "notat.txt"):
        (inbox / name).write_bytes(name.encode())

    found = list(folder.inbox(""))
    assert [(mail.name, mail.raw) for mail in found] == [
        ("a.EML", b"a.EML"),
        ("b.eml", b"b.eml"),
        ("ø.eml", "ø.eml".encode()),
    ]
    assert len(list(inbox.iterdir())) == 4


def test_no_inbox_yet_is_no_mail(folder: Folder) -> None:
    assert names(folder) == []


def test_what_the_mark_has_seen_is_not_read_again(folder: Folder, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in ("b.eml", "d.eml", "f.eml"):
        (inbox / name).write_bytes(b"x")
    first, second, third = folder.inbox("")
    assert names(folder, first.mark) == ["d.eml", "f.eml"]
    assert names(folder, second.mark) == ["f.eml"]
    assert names(folder, third.mark) == []

    (inbox / "a.eml").write_bytes(b"kom senere, og heter noe tidlig")
    os.utime(inbox / "a.eml", (0, 0))
    (inbox / "d.eml").write_bytes(b"skrevet om")
    assert names(folder, third.mark) == ["a.eml", "d.eml"]


def test_the_mark_forgets_mail_that_is_gone(folder: Folder, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for number in range(40):
        (inbox / f"{number}.eml").write_bytes(b"x")
    mark = list(folder.inbox(""))[-1].mark
    for number in range(40):
        (inbox / f"{number}.eml").unlink()
    (inbox / "ny.eml").write_bytes(b"x")

    (last,) = folder.inbox(mark)
    assert len(last.mark) < 20


def test_what_cannot_be_read_is_told_and_does_not_stop_the_rest(folder: Folder, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (tmp_path / "hemmelig").write_bytes(b"hemmelig")
    (inbox / "1.eml").symlink_to(tmp_path / "hemmelig")
    (inbox / "2.eml").write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    os.mkfifo(inbox / "3.eml")
    (inbox / "4.eml").mkdir()
    (inbox / "5.eml").write_bytes(b"x" * 2 * 1024 * 1024)

    found = list(folder.inbox(""))
    assert [(mail.name, mail.why) for mail in found if mail.raw is None] == [
        ("1.eml", "er en lenke, og lenker følges ikke"),
        ("2.eml", "er større enn 2 MB"),
        ("3.eml", "er ikke en vanlig fil"),
        ("4.eml", "er ikke en vanlig fil"),
    ]
    assert found[-1].raw == b"x" * 2 * 1024 * 1024
    assert names(folder, found[-1].mark) == []


def test_a_hostile_name_is_only_a_name(folder: Folder, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in (b"--help.eml", b"a b\n.eml", b"\xe6\xf8\xe5.eml", b"..eml"):
        Path(os.fsdecode(os.fsencode(inbox) + b"/" + name)).write_bytes(b"x")

    found = list(folder.inbox(""))
    assert [mail.name for mail in found] == ["--help.eml", "..eml", "a b\n.eml", "\N{REPLACEMENT CHARACTER}" * 3 + ".eml"]
    assert all("\n" not in mail.mark for mail in found)


def test_what_is_published_is_whole_and_takes_the_place_of_the_old(tmp_path: Path) -> None:
    post = Folder(tmp_path / "out", tmp_path / "in", tmp_path / "public")
    post.publish("naering.ics", b"en")
    post.publish("naering.ics", b"to")

    assert {path.name: path.read_bytes() for path in (tmp_path / "public").iterdir()} == {"naering.ics": b"to"}


def test_a_place_that_cannot_be_published_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("en fil")

    with pytest.raises(PostFailed, match="kan ikke legges"):
        Folder(tmp_path / "out", tmp_path / "in", tmp_path / "public").publish("naering.ics", b"en")
