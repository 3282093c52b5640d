"""A small secretariat to rehearse with: the shipped wording and programmes, one group, three members in two organisations."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import house, rehearsal
from bot.cycle.model import OSLO
from bot.rehearsal import Rehearsal

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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path / "arbeid")


@pytest.fixture
def begin(root: Path, tmp_path: Path) -> Iterator[Begin]:
    """Begin a rehearsal on a day: the program is taken into use then."""
    with ExitStack() as stack:

        def started(day: str) -> Rehearsal:
            config = root / "config.toml"
            config.write_text(CONFIG.format(start=day), encoding="utf-8")
            at = datetime.fromisoformat(day).replace(tzinfo=OSLO).astimezone(UTC)
            (tmp_path / "post").mkdir(exist_ok=True)
            return stack.enter_context(rehearsal.begin(house.office(root), tmp_path / "post", at))

        yield started


@pytest.fixture
def told(begin: Begin) -> Rehearsal:
    """The November meeting after its notice has been approved and sent."""
    return begin("2027-10-01").until("2027-10-21T12:00").approve("naering/faggruppe/2027-3/notice").until("2027-11-04T09:00")
