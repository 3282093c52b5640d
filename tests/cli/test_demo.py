"""`demo`: a year in seconds, everything of it there to open, and the same every time."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest

from bot import house, rehearsal
from bot.cli import main
from bot.cli.members import Members
from bot.cli.tenant import serving
from bot.cycle.memory import MessageState
from bot.desk import tray
from bot.errors import Refused
from bot.rehearsal import Rehearsal
from tests.cli.conftest import Aarshjul, change

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


class Demo(NamedTuple):
    """One workspace where the demo has run twice in the same folder, and what lay there after the first."""

    root: Path
    out: Path
    first: dict[str, bytes]


@pytest.fixture(scope="module")
def demo(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    root = Path(shutil.copytree(fresh, tmp_path_factory.mktemp("demo") / "arbeid"))
    change(root / "schedules/gruppe.toml", "month = [3, 6, 9, 11]", "month = [3, 11]")
    out = root.parent / "ut"
    assert main(["demo", "--workspace", str(root), "--out", str(out)]) == 0
    first = contents(out)
    (out / "papers" / "fra i går.docx").touch()
    assert main(["demo", "--workspace", str(root), "--out", str(out)]) == 0
    return Demo(root, out, first)


def contents(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for name in ("papers", "letters", "calendar")
        for path in (out / name).rglob("*")
        if path.is_file()
    }


def test_everything_of_the_year_is_there_to_open(demo: Demo) -> None:
    kinds = {(path.partition("/")[0], path.rpartition(".")[2]) for path in demo.first}

    assert kinds == {("papers", "docx"), ("letters", "eml"), ("calendar", "ics")}
    assert (demo.out / "index.html").is_file()


def test_every_link_of_the_page_leads_somewhere(demo: Demo) -> None:
    page = (demo.out / "index.html").read_text(encoding="utf-8")
    targets = {
        unquote(link) for link in re.findall(r'(?:href|src)="([^"#][^"]*)"', page) if not link.startswith(("https:", "mailto:", "data:"))
    }

    assert len(targets) > 20
    assert [target for target in targets if not (demo.out / target).is_file()] == []


def test_the_year_is_there_as_a_wheel_whose_entries_lead_on(demo: Demo) -> None:
    picture, page = ((demo.out / f"wheel.{kind}").read_text(encoding="utf-8") for kind in ("svg", "html"))
    index = (demo.out / "index.html").read_text(encoding="utf-8")
    rows, months = re.findall('href="wheel.html#([^"]+)"', picture), re.findall('href="index.html#([^"]+)"', page)

    assert len(rows) == len(months) > 2
    assert all(f'id="{row}"' in page for row in rows)
    assert all(f'id="{month}"' in index for month in months)
    assert 'href="wheel.html"' in index
    assert (demo.out / "wheel.png").read_bytes().startswith(b"\x89PNG")


def test_the_page_is_whole_in_itself(demo: Demo) -> None:
    page = (demo.out / "index.html").read_text(encoding="utf-8")

    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"https?:", page)
    assert '<html lang="nb"' in page


def test_the_same_year_gives_the_same_bytes_and_nothing_is_left_from_before(demo: Demo) -> None:
    assert contents(demo.out) == demo.first


def test_the_demo_leaves_the_workspace_itself_alone(demo: Demo) -> None:
    assert not (demo.root / "state").exists()
    assert not (demo.root / "out").exists()
    assert not (demo.root / "in").exists()


def test_a_folder_that_is_not_a_demos_is_refused(aarshjul: Aarshjul, root: Path) -> None:
    (root / "papirer").mkdir()
    (root / "papirer" / "viktig.txt").touch()

    said = aarshjul("demo", "--workspace", root, "--out", "papirer")

    assert (said.status, said.out) == (2, "")
    assert said.err == f"{root / 'papirer'} finnes, og er ikke laget av demoen. Velg en annen mappe med --out.\n"
    assert (root / "papirer" / "viktig.txt").exists()


def test_a_file_is_refused_too(aarshjul: Aarshjul, root: Path) -> None:
    assert aarshjul("demo", "--workspace", root, "--out", "config.toml").status == 2
    assert (root / "config.toml").is_file()


def test_without_its_page_it_says_so_before_it_begins(aarshjul: Aarshjul, root: Path) -> None:
    (root / "templates/nb/pages/timeline.html").unlink()

    said = aarshjul("demo", "--workspace", root)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("templates/nb/pages/timeline.html mangler.")


# --- over Graph -----------------------------------------------------------------------------------------------------------


class Abroad(NamedTuple):
    """The same workspace, lived through over the Graph server: what lay there afterwards, and what was said."""

    out: Path
    said: str
    status: int


@pytest.fixture(scope="module")
def abroad(demo: Demo) -> Abroad:
    out, said = demo.root.parent / "graph", StringIO()
    with redirect_stdout(said):
        status = main(["demo", "--workspace", str(demo.root), "--out", str(out), "--post", "graph"])
    return Abroad(out, said.getvalue(), status)


def figure(said: str, name: str) -> int:
    found = re.search(rf"^ *(\d+) {re.escape(name)}$", said, re.MULTILINE)
    assert found, said
    return int(found[1])


def test_over_graph_every_letter_arrives_once_though_things_go_wrong(demo: Demo, abroad: Abroad) -> None:
    assert abroad.status == 0
    assert figure(abroad.said, "brev levert av Graph") == sum(name.startswith("letters/") and "calendar" not in name for name in demo.first)
    assert figure(abroad.said, "invitasjoner fra Graph") > 0
    assert figure(abroad.said, "kall som ble avvist") > 0
    assert figure(abroad.said, "svar som ikke kom fram") > 0
    assert figure(abroad.said, "brev eller invitasjoner som kom to ganger, eller ikke kom") == 0
    assert figure(abroad.said, "brudd på Microsofts regler for kallene") == 0


def test_over_graph_the_members_write_to_the_mailbox_and_answer_in_its_calendar(abroad: Abroad) -> None:
    page = (abroad.out / "index.html").read_text(encoding="utf-8")

    assert figure(abroad.said, "svar på invitasjoner") > 0
    assert "Svar fra" in page
    assert "fra Sekretariatet" not in page  # its own letters, in its own mailbox


def test_over_graph_there_is_as_much_to_open(demo: Demo, abroad: Abroad) -> None:
    letters = {name for name in demo.first if name.startswith("letters/") and "-calendar--" not in name}
    page = (abroad.out / "index.html").read_text(encoding="utf-8")
    targets = {unquote(link) for link in re.findall(r'href="((?:letters|papers|calendar)/[^"]*)"', page)}

    assert {name for name in contents(abroad.out) if name.startswith("letters/")} == letters
    assert len(targets) > 10
    assert [target for target in targets if not (abroad.out / target).is_file()] == []


def test_the_traffic_tells_of_each_call_and_keeps_what_is_secret(abroad: Abroad) -> None:
    traffic = (abroad.out / "traffic.txt").read_text(encoding="utf-8")
    shape = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (?:GET|POST|PATCH|DELETE|PUT) /\S+ (?:\d{3}|no answer)(?: \[[\w-]+\])?")

    assert len(traffic.splitlines()) == figure(abroad.said, "kall til Graph")
    assert [line for line in traffic.splitlines() if not shape.fullmatch(line)] == []
    assert re.search(r"POST /users/\S+/messages/\S+…\S+/send 202\n", traffic)
    assert not re.search(r"[\w+-]{30}|token=|riktig-hemmelighet|medlem", traffic)


def test_without_the_source_code_there_is_no_server_to_rehearse_against(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Denne øvingen trenger kildekoden"), serving(["post@example.no"], NEW_YEAR, source=tmp_path):
        pass


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "tests" / "graph").mkdir(parents=True)
    for name, text in (("__init__.py", ""), ("graph/__init__.py", ""), ("graph/__main__.py", "import noe_som_mangler\n")):
        (tmp_path / "tests" / name).write_text(text)

    with (
        pytest.raises(Refused, match=r"kom ikke i gang: .*noe_som_mangler"),
        serving(["post@example.no"], NEW_YEAR, source=tmp_path),
    ):
        pass


# --- the members ----------------------------------------------------------------------------------------------------------

REPOSITORY = Path(__file__).parents[2]
NOTICE = "naering/faggruppe/2027-1/notice"
STATES: tuple[MessageState, ...] = ("matched", "ignored", "tray")


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The first meeting of the great group of the example, from its notice until a week after; its members are those of the demo."""
    office = house.office(REPOSITORY)
    office = replace(office, config=office.config.model_copy(update={"start": date(2027, 1, 1)}))
    with rehearsal.begin(office, tmp_path_factory.mktemp("medlemmer"), NEW_YEAR) as year:
        meeting = year.plan().by_key[NOTICE.removesuffix("/notice")]
        notice = next(step for step in meeting.steps if step.key == NOTICE)
        year.until(notice.at - timedelta(days=3)).approve(NOTICE).until(notice.at)
        members, done = Members(year, set()), year.now
        assert members.answer([meeting])
        for _ in range(16):
            year.until(done := done + timedelta(days=1))
            members.come_late()
        yield year


def test_members_answer_in_every_shape(answered: Rehearsal) -> None:
    found = Counter((one.verdict, one.state) for state in STATES for one in answered.desk.journal.messages(state))

    assert {("contribution", "matched"), ("nothing", "matched"), ("auto-reply", "ignored"), ("calendar", "ignored")} <= found.keys()
    assert {one.answer for one in answered.desk.journal.rsvps([NOTICE.removesuffix("/notice")])} == {"accepted", "declined", "tentative"}


def test_nothing_that_they_write_lies_in_the_tray_without_a_proposal_unless_it_is_said_with_a_click(answered: Rehearsal) -> None:
    proposed = tray.proposals(answered.desk, answered.now)

    assert {one.verdict for one in answered.desk.journal.messages("tray") if one.id[: tray.SHORT] not in proposed} <= {"calendar"}


def test_the_demo_tells_of_it(demo: Demo) -> None:
    page = (demo.out / "index.html").read_text(encoding="utf-8")

    assert "Svar fra" in page
    assert "svar på invitasjoner" in page
