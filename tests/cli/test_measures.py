"""`measures`: the table of measures as a list, as JSON and as a workbook; and what `check` says of it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Aarshjul, change

TABLE = """Nr;Strategi;Tiltak;Indikator;Ansvarlig;Samarbeidspartnere;Når
1. DELMÅL;;;;;;
Vi skal vokse;;;;;;
1.1;Boliger;Se på tomter;Analyse gjennomført;Teknisk etat;;2014
;;Leie ut boliger;;Næringssjef / Teknisk etat;Husbanken;2012-kontinuerlig
1.2;Tilflytting;=HYPERLINK("https://example.com");;Næringsjef;;
;;;Fremdrift;Næringssjef;;
"""


@pytest.fixture
def planned(root: Path) -> Path:
    """A workspace with a table of measures, as it came from the plan."""
    (root / "schedules" / "tiltak.csv").write_text(TABLE, encoding="utf-8")
    change(root / "schedules" / "gruppe.toml", 'members = "medlemmer.csv"', 'members = "medlemmer.csv"\nmeasures = "tiltak.csv"')
    return root


def test_the_measures_are_listed_under_their_goals_and_strategies(aarshjul: Aarshjul, planned: Path) -> None:
    said = aarshjul("measures", "--workspace", planned)

    assert said.status == 0
    assert said.out == (
        "gruppe: 3 tiltak i 2 strategier (1 løpende fra et år, 1 med år, 1 uten tid)\n"
        "\n"
        "Delmål 1: Vi skal vokse\n"
        "  1.1: Boliger\n"
        "    1.1-1    Se på tomter\n"
        "             Teknisk etat · 2014 · Analyse gjennomført\n"
        "    1.1-2    Leie ut boliger\n"
        "             Næringssjef, Teknisk etat · løpende fra 2012\n"
        "  1.2: Tilflytting\n"
        '    1.2-1    =HYPERLINK("https://example.com")\n'
        "             Næringsjef · tid ikke satt\n"
        "\n"
        "  linje 7 kan ikke leses: Fremdrift | Næringssjef\n"
        "\n"
    )


def test_check_tells_what_a_person_must_look_at(aarshjul: Aarshjul, planned: Path) -> None:
    said = aarshjul("check", "--workspace", planned)

    assert said.status == 0
    told = [line for line in said.out.splitlines() if line.startswith("schedules/tiltak.csv")]
    assert told == [
        "schedules/tiltak.csv:6: advarsel: «Næringsjef» ligner på «Næringssjef»",
        "schedules/tiltak.csv:7: advarsel: raden har ikke noe tiltak: «Fremdrift | Næringssjef»",
    ]


def test_a_name_that_a_person_has_decided_on_is_one(aarshjul: Aarshjul, planned: Path) -> None:
    path = planned / "schedules" / "gruppe.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[names]\n"Næringsjef" = "Næringssjef"\n', encoding="utf-8")

    said = json.loads(aarshjul("measures", "--workspace", planned, "--responsible", "næringssjef", "--json").out)

    assert [one["number"] for one in said[0]["measures"]] == ["1.1-2", "1.2-1"]


def test_someone_who_is_responsible_for_nothing_is_told_who_is(aarshjul: Aarshjul, planned: Path) -> None:
    said = aarshjul("measures", "--workspace", planned, "--responsible", "Teknisk")

    assert (said.status, said.err) == (2, "Ingen tiltak har «Teknisk» som ansvarlig. Mente du «Teknisk etat»?\n")


def test_as_json_every_field_is_there(aarshjul: Aarshjul, planned: Path) -> None:
    [register] = json.loads(aarshjul("measures", "--workspace", planned, "--json").out)

    assert list(register) == ["group", "goals", "strategies", "measures", "unread"]
    assert register["goals"] == [{"number": "1", "text": "Vi skal vokse", "indicators": []}]
    assert register["unread"] == [{"line": 7, "text": "Fremdrift | Næringssjef"}]
    assert register["measures"][1] == {
        "number": "1.1-2",
        "goal": "1",
        "strategy": "1.1",
        "text": "Leie ut boliger",
        "indicator": "",
        "responsible": ["Næringssjef", "Teknisk etat"],
        "partners": ["Husbanken"],
        "when": {"kind": "running-from", "year": 2012, "text": "2012-kontinuerlig"},
        "cost": "",
        "status": "",
        "line": 5,
        "budget": None,
    }


def test_a_workbook_that_was_written_is_read_in_again(aarshjul: Aarshjul, planned: Path) -> None:
    path = planned / "schedules" / "skrevet.xlsx"
    before = json.loads(aarshjul("measures", "--workspace", planned, "--json").out)[0]["measures"]

    assert aarshjul("measures", "--workspace", planned, "--xlsx", path).status == 0
    change(planned / "schedules" / "gruppe.toml", "tiltak.csv", "skrevet.xlsx")
    after = json.loads(aarshjul("measures", "--workspace", planned, "--json").out)[0]["measures"]

    assert [one | {"line": 0} for one in after] == [one | {"line": 0} for one in before]


def test_a_table_that_is_not_there_is_a_fault_of_the_schedule(aarshjul: Aarshjul, planned: Path) -> None:
    (planned / "schedules" / "tiltak.csv").unlink()

    said = aarshjul("check", "--workspace", planned)

    assert said.status == 1
    assert "feil: «tiltak.csv» finnes ikke" in said.out


def test_without_a_table_it_is_said_how_to_get_one(aarshjul: Aarshjul, root: Path) -> None:
    assert aarshjul("measures", "--workspace", root).out.startswith("Ingen grupper har tiltak.")
    said = aarshjul("measures", "--workspace", root, "--group", "gruppe")
    assert (said.status, said.err) == (2, "Gruppen «gruppe» har ingen tiltak.\n")
