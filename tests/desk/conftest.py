"""A small secretariat to rehearse with: the shipped wording and programmes, one group, three members in two organisations."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import house, rehearsal
from bot.cycle.model import OSLO
from bot.rehearsal import Rehearsal
from tests.desk import written_up

REPOSITORY = Path(__file__).parents[2]

CONFIG = """
start = {start}
[secretariat]
name = "Sekretariatet for Osloregionen"
email = "sekretariat@example.no"
phone = "22000000"
officer = "Rådgiver"
"""
SCHEDULE = """
[group]
id = "naering"
name = "faggruppe for næringssamarbeid"
owner = "Osloregionen"
short = "næring"
members = "medlemmer.csv"
agenda = "naering"

[[activity]]
id = "faggruppe"
title = "Møte i faggruppe for næringssamarbeid"
when = { month = [5, 9, 11], weekday = "thursday", nth = 2 }
time = "12.00–13.00"
place = { name = "Oslo rådhus", room = "møteromssenteret" }
responsible = "Sekretariatet"

[[activity]]
id = "arsmelding"
title = "Årsmelding"
programme = "duty"
when = { date = "03-15" }
responsible = "Næringssjef"

[[activity]]
id = "rullering"
title = "Rullering av planen"
programme = "duty"
when = { date = "09-15" }
"""
MEMBERS = """Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til
Medlem;Horten;Horten kommune;horten@example.no;Medlem;;
Vara;Horten;Horten kommune;vara.horten@example.no;Vara;;
Medlem;Lørenskog;Lørenskog kommune;lorenskog@example.no;Næringssjef;;
"""


def workspace(folder: Path, start: str = "2027-01-01") -> Path:
    """A workspace in a folder, whole and without fault."""
    for name in ("templates", "programmes"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name in ("schedules", "agendas"):
        (folder / name).mkdir()
    shutil.copyfile(REPOSITORY / "agendas" / "naering.toml", folder / "agendas" / "naering.toml")
    (folder / "config.toml").write_text(CONFIG.format(start=start), encoding="utf-8")
    (folder / "schedules" / "naering.toml").write_text(SCHEDULE, encoding="utf-8")
    (folder / "schedules" / "medlemmer.csv").write_text(MEMBERS, encoding="utf-8")
    return folder


Begin = Callable[[str], Rehearsal]
HELD, AGREED = "2027-09-13T09:00", "2027-09-13T12:00"
TAKEN_INTO_USE, SENT = "2027-10-01", "2027-11-04T09:00"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path / "arbeid")


@contextmanager
def rehearsed(root: Path, post: Path, day: str) -> Iterator[Rehearsal]:
    """A rehearsal of a workspace that is taken into use on a day; its journal and letters are in `post`."""
    (root / "config.toml").write_text(CONFIG.format(start=day), encoding="utf-8")
    post.mkdir(exist_ok=True)
    with rehearsal.begin(house.office(root), post, datetime.fromisoformat(day).replace(tzinfo=OSLO).astimezone(UTC)) as begun:
        yield begun


@pytest.fixture
def begin(root: Path, tmp_path: Path) -> Iterator[Begin]:
    """Begin a rehearsal on a day: the program is taken into use then."""
    with ExitStack() as stack:
        yield lambda day: stack.enter_context(rehearsed(root, tmp_path / "post", day))


@pytest.fixture(scope="session")
def november(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a rehearsal leaves on the disk when the notice of the November meeting has been sent. Lived through once, for `told` to copy."""
    home = tmp_path_factory.mktemp("november")
    with rehearsed(workspace(home / "arbeid"), home / "post", TAKEN_INTO_USE) as begun:
        begun.until("2027-10-21T12:00").approve("naering/faggruppe/2027-3/notice").until(SENT)
    return home / "post"


@pytest.fixture
def told(november: Path, root: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The November meeting after its notice has been approved and sent."""
    shutil.copytree(november, tmp_path / "post")
    with rehearsed(root, tmp_path / "post", TAKEN_INTO_USE) as begun:
        begun.strike(datetime.fromisoformat(SENT).replace(tzinfo=OSLO).astimezone(UTC))
        yield begun


# --- after the September meeting -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def autumn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a rehearsal leaves when the September meeting has been held, and its minutes lie half written with the secretary."""
    home = tmp_path_factory.mktemp("autumn")
    with rehearsed(workspace(home / "arbeid"), home / "post", "2027-08-01") as begun:
        begun.until("2027-08-20T12:00").approve("naering/faggruppe/2027-2/notice").until(HELD)
    return home / "post"


@pytest.fixture
def held_meeting(autumn: Path, root: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The September meeting has been held; nobody has filled in its minutes yet."""
    with _copied(autumn, root, tmp_path, HELD) as begun:
        yield begun


@pytest.fixture(scope="session")
def agreed(autumn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a rehearsal leaves when those minutes have been filled in and approved."""
    home = tmp_path_factory.mktemp("agreed")
    with _copied(autumn, workspace(home / "arbeid"), home, HELD) as begun:
        begun.answer_draft(written_up.REVIEW, "Godkjent", lambda file: written_up.edited(file, written_up.agreed)).until(AGREED)
    return home / "post"


@pytest.fixture
def decided(agreed: Path, root: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The minutes of the September meeting have been approved and sent: what it decided and wants done is in the registers."""
    with _copied(agreed, root, tmp_path, AGREED) as begun:
        yield begun


@contextmanager
def _copied(post: Path, root: Path, home: Path, moment: str) -> Iterator[Rehearsal]:
    shutil.copytree(post, home / "post")
    with rehearsed(root, home / "post", "2027-08-01") as begun:
        begun.strike(datetime.fromisoformat(moment).replace(tzinfo=OSLO).astimezone(UTC))
        yield begun
