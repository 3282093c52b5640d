"""`budget`: what was proposed for next year's budget, and what a person says became of it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Aarshjul
from tests.desk.conftest import rehearsed
from tests.desk.test_budget import ASK, ASKED, TAKEN_INTO_USE, arranged

NOW = ("--now", "2027-11-01T09:00")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose people have told what their measures cost. Lived once."""
    root = arranged(tmp_path_factory.mktemp("budsjett") / "arbeid")
    with rehearsed(root, root / "post", TAKEN_INTO_USE) as year:
        year.until("2027-09-14T12:00").approve(ASK).until(ASKED)
        year.reply(ASK, "Bergstaden Ressurs", "Vi trenger 75.000 kroner til messene.").until("2027-09-21T10:00")
    (root / "state").mkdir(exist_ok=True)
    for name in ("journal.db",):
        [found] = root.rglob(name)
        if found.parent != root / "state":
            shutil.copyfile(found, root / "state" / name)
    return root


@pytest.fixture
def root(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "arbeid"))


def test_what_became_of_a_measure_is_remembered_and_listed(aarshjul: Aarshjul, root: Path) -> None:
    before = aarshjul("budget", "plan", "2028", "--workspace", root, *NOW)
    aarshjul("budget", "plan", "2028", "--set", "1.2-1", "partly", "--workspace", root, *NOW)
    [after] = json.loads(aarshjul("budget", "plan", "2028", "--json", "--workspace", root, *NOW).out)

    assert before.out == "Budsjett 2028: 1 tiltak, til sammen 75 000 kr\n  1.2-1        75 000 kr  Ikke avklart      Delta på messer\n"
    assert (after["number"], after["cost"], after["year"], after["state"]) == ("1.2-1", 75000, 2028, "partly")


def test_the_list_of_measures_says_what_became_of_them_in_the_budget(aarshjul: Aarshjul, root: Path) -> None:
    for state in ("out", "partly"):
        aarshjul("budget", "plan", "2028", "--set", "1.2-1", state, "--workspace", root, *NOW)

    assert "Ressurs · løpende · budsjett 2028: kom delvis inn" in aarshjul("measures", "--workspace", root).out
    [register] = json.loads(aarshjul("measures", "--json", "--workspace", root).out)
    assert {one["number"]: one["budget"] for one in register["measures"]}["1.2-1"] == {"year": 2028, "state": "partly"}


def test_a_number_that_nobody_proposed_is_refused(aarshjul: Aarshjul, root: Path) -> None:
    said = aarshjul("budget", "plan", "2028", "--set", "9.9-9", "in", "--workspace", root, *NOW)

    assert said.status == 2
    assert "Det er ikke meldt noe tiltak «9.9-9». Numrene er: 1.2-1." in said.err


def test_a_year_that_nobody_was_asked_about_is_told(aarshjul: Aarshjul, root: Path) -> None:
    said = aarshjul("budget", "plan", "2035", "--workspace", root, *NOW)

    assert "«plan» har ikke spurt om tiltak til budsjettet for 2035." in said.err
