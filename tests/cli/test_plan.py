"""`plan`: the dated year for people, for other programs, for a calendar and for Word."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.cli.conftest import REPOSITORY, Aarshjul, change

CONTRACT = ["key", "group", "activity", "kind", "title", "start", "end", "place", "responsible", "why", "warnings", "steps"]
STEP = ["key", "name", "at", "to", "letter", "needs"]
WORD_CHECK = REPOSITORY.parent / "shared" / "ooxml" / "check.py"


@pytest.fixture
def listed(aarshjul: Aarshjul, root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(aarshjul("plan", "--year", 2027, "--json", "--workspace", root).out)
    return found


def test_the_year_as_a_table(aarshjul: Aarshjul, root: Path) -> None:
    """One line for the date and one for the key, so that the key can be copied into the next command."""
    said = aarshjul("plan", "--year", 2027, "--workspace", root)

    assert said.status == 0
    assert said.out.splitlines() == [
        "02.02.2027 tir                     Årsmelding med evaluering",
        "                gruppe/arsmelding/2027-1",
        "11.03.2027 tor  kl. 12.00–13.00    Møte i faggruppe for samarbeid",
        "                gruppe/mote/2027-1  ·  Rådhuset, møterom 1",
        "10.06.2027 tor  kl. 12.00–13.00    Møte i faggruppe for samarbeid",
        "                gruppe/mote/2027-2  ·  Rådhuset, møterom 1",
        "09.09.2027 tor  kl. 12.00–13.00    Møte i faggruppe for samarbeid",
        "                gruppe/mote/2027-3  ·  Rådhuset, møterom 1",
        "11.11.2027 tor  kl. 12.00–13.00    Møte i faggruppe for samarbeid",
        "                gruppe/mote/2027-4  ·  Rådhuset, møterom 1",
    ]


def test_a_warning_stands_beside_its_date_and_why_when_asked(aarshjul: Aarshjul, root: Path) -> None:
    change(root / "schedules/gruppe.toml", "when = { quarter = 1 }", 'when = { date = "05-17" }')

    said = aarshjul("plan", "--year", 2027, "--why", "--workspace", root).out

    day = said[said.index("17.05.2027") : said.index("10.06.2027")]
    assert "fordi: fast dato 17. mai" in day
    assert "merk: " in day
    assert "grunnlovsdag" in day.lower()


def test_the_keys_that_other_programs_read(listed: list[dict[str, Any]]) -> None:
    """The contract is these keys, always there. More may come (`cancelled`, a step's `why`): a reader must let an unknown key be."""
    assert len(listed) == 5
    for occurrence in listed:
        assert [key for key in occurrence if key in CONTRACT] == CONTRACT
        for step in occurrence["steps"]:
            assert [key for key in step if key in STEP] == STEP
    assert set(listed[0]) - set(CONTRACT) == {"cancelled"}
    assert set(listed[0]["steps"][0]) - set(STEP) == {"why"}


def test_one_occurrence_in_full(listed: list[dict[str, Any]]) -> None:
    meeting = listed[-1]

    assert {key: meeting[key] for key in CONTRACT if key not in ("why", "steps")} == {
        "key": "gruppe/mote/2027-4",
        "group": "gruppe",
        "activity": "mote",
        "kind": "meeting",
        "title": "Møte i faggruppe for samarbeid",
        "start": "2027-11-11T12:00:00+01:00",
        "end": "2027-11-11T13:00:00+01:00",
        "place": "Rådhuset, møterom 1",
        "responsible": "Sekretariatet",
        "warnings": [],
    }
    assert meeting["why"] == ["andre torsdag i november"]
    assert {key: meeting["steps"][1][key] for key in STEP} == {
        "key": "gruppe/mote/2027-4/notice",
        "name": "notice",
        "at": "2027-11-04T09:00:00+01:00",
        "to": "members",
        "letter": "notice",
        "needs": "approval",
    }


def test_summer_time_is_in_the_offsets(listed: list[dict[str, Any]]) -> None:
    june = next(one for one in listed if one["key"] == "gruppe/mote/2027-2")

    assert june["start"] == "2027-06-10T12:00:00+02:00"
    assert all(datetime.fromisoformat(step["at"]).utcoffset() is not None for one in listed for step in one["steps"])


def test_the_calendar_opens_in_another_program(aarshjul: Aarshjul, root: Path, tmp_path: Path) -> None:
    said = aarshjul("plan", "--year", 2027, "--ics", tmp_path / "ny" / "plan.ics", "--workspace", root)

    assert said.out == f"Skrev {tmp_path / 'ny' / 'plan.ics'}.\n"
    calendar = vobject.readOne((tmp_path / "ny" / "plan.ics").read_text(encoding="utf-8"))
    events = {event.dtstart.value.isoformat(): event.summary.value for event in calendar.vevent_list}
    assert events["2027-11-11T12:00:00+01:00"] == "Møte i faggruppe for samarbeid"
    assert events["2027-02-02"] == "Årsmelding med evaluering"


def test_the_meeting_plan_is_a_sound_word_file(aarshjul: Aarshjul, root: Path, tmp_path: Path) -> None:
    assert aarshjul("plan", "--year", 2027, "--docx", tmp_path / "plan.docx", "--workspace", root).status == 0

    if not WORD_CHECK.exists():
        pytest.skip("the checker of Word files lies beside the checkout, and is not here")
    checked = subprocess.run([sys.executable, WORD_CHECK, tmp_path / "plan.docx"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_only_one_group_and_one_that_is_not_there(aarshjul: Aarshjul, root: Path) -> None:
    assert "gruppe/mote/2027-1" in aarshjul("plan", "--year", 2027, "--group", "gruppe", "--workspace", root).out
    assert aarshjul("plan", "--group", "grupe", "--workspace", root) == (2, "", "Det finnes ingen gruppe «grupe». Disse finnes: gruppe.\n")


def test_a_place_that_cannot_be_written_is_told_in_words(aarshjul: Aarshjul, root: Path, tmp_path: Path) -> None:
    said = aarshjul("plan", "--docx", tmp_path, "--workspace", root)

    assert (said.status, said.err) == (
        2,
        f"«{tmp_path}» kan ikke leses eller skrives. Se etter at det er riktig mappe, og at du har lov.\n",
    )
