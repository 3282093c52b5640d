"""`year --copy`: what stays, what gets another date, and what somebody must decide, with the file and the line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Aarshjul, change, lines

MORE = """
[[activity]]
id = "budsjett"
title = "Innspill til budsjettet for 2027"
programme = "duty"
when = { date = "09-15" }
responsible = "Leder"

[[activity]]
id = "valg"
title = "Valg av leder"
programme = "duty"
when = { date = "03-15", every = 2, anchor = 2027 }
responsible = "Leder"

[[activity]]
id = "prosjekt"
title = "Prosjektet avsluttes"
programme = "duty"
when = { date = 2027-10-20 }
responsible = "Leder"

[[activity]]
id = "proveordning"
title = "Prøveordningen vurderes"
programme = "duty"
when = { week = 20, weekday = "wednesday" }
responsible = "Leder"
last = 2027

[[activity]]
id = "ny"
title = "Ny samling"
programme = "duty"
when = { month = 4, weekday = "tuesday", nth = 1 }
responsible = "Leder"
first = 2028
"""


@pytest.fixture
def more(root: Path) -> Path:
    path = root / "schedules/gruppe.toml"
    path.write_text(path.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    return path


def notes(aarshjul: Aarshjul, root: Path, sort: str, years: tuple[int, int] = (2027, 2028)) -> list[tuple[str, str, int]]:
    found = json.loads(aarshjul("year", "--copy", *years, "--json", "--workspace", root).out)
    return [(note["said"], note["file"], note["line"]) for note in found if note["sort"] == sort]


def line(path: Path, text: str) -> int:
    return next(number for number, found in enumerate(lines(path), 1) if text in found)


def test_a_rule_gives_another_date_and_a_date_stays(aarshjul: Aarshjul, root: Path, more: Path) -> None:
    moves = [said for said, _, _ in notes(aarshjul, root, "moves")]
    stays = [said for said, _, _ in notes(aarshjul, root, "stays")]

    expected = "Møte i faggruppe for samarbeid: fra torsdag 11. november 2027 til torsdag 9. november 2028 (andre torsdag i november)"
    assert expected in moves
    assert "Innspill til budsjettet for 2027: 15. september i begge årene (fast dato 15. september)" in stays


def test_what_ends_what_comes_and_what_rests(aarshjul: Aarshjul, root: Path, more: Path) -> None:
    decide, new, stays = (notes(aarshjul, root, sort) for sort in ("decide", "new", "stays"))

    dated = "Prosjektet avsluttes, 20. oktober 2027, kommer ikke i 2028: datoen står med årstall"
    assert (dated, "schedules/gruppe.toml", line(more, "date = 2027-10-20")) in decide
    assert "Prøveordningen vurderes, 19. mai 2027, kommer ikke i 2028: siste år er 2027" in [said for said, _, _ in decide]
    assert [said for said, _, _ in new] == ["Ny samling: kommer tirsdag 4. april 2028 (første tirsdag i april)"]
    assert "Valg av leder, 15. mars 2027, kommer ikke i 2028: den kommer hvert 2. år" in [said for said, _, _ in stays]


def test_a_year_in_a_text_is_found_with_its_line(aarshjul: Aarshjul, root: Path, more: Path) -> None:
    said = '2027 står i teksten: «title = "Innspill til budsjettet for 2027"»'

    assert (said, "schedules/gruppe.toml", line(more, "for 2027")) in notes(aarshjul, root, "decide")


def test_a_member_whose_time_ends_is_found_in_the_register(aarshjul: Aarshjul, root: Path) -> None:
    register = root / "schedules/medlemmer.csv"
    text = "Fornavn;Etternavn;Organisasjon;E-post;Fra;Til\nMedlem;Horten;Horten kommune;horten@example.no;;30.06.2028\n"
    register.write_text(text, encoding="utf-8")

    [found] = [note for note in notes(aarshjul, root, "decide") if note[1].endswith(".csv")]

    assert found == (
        "Medlem Horten, Horten kommune: siste dag i registeret er 30. juni 2028. Hvem kommer etter?",
        "schedules/medlemmer.csv",
        2,
    )


def test_a_move_by_hand_is_one_years_move(desk: Aarshjul, aarshjul: Aarshjul, root: Path) -> None:
    assert desk("2027-10-05T09:00", "move", "gruppe/mote/2027-4", "2027-11-18", "--who", "Sekretæren").status == 0

    [found] = [note for note in notes(aarshjul, root, "decide") if "flyttet" in note[0]]

    assert found[0] == (
        "Møte i faggruppe for samarbeid i 2027 ble flyttet til torsdag 18. november 2027 av Sekretæren 5. oktober 2027. "
        "I 2028 gjelder regelen: torsdag 9. november 2028. Skal det bli fast, så endre regelen"
    )


def test_school_weeks_that_are_not_known_yet(aarshjul: Aarshjul, root: Path) -> None:
    said = [note for note in notes(aarshjul, root, "decide", (2028, 2029)) if note[1] == "school.toml"]

    assert ("vinterferie i Innlandet mangler for 2029: se fylkets skolerute, og legg den inn", "school.toml", 0) in said


def test_a_closed_day_in_the_new_year_is_for_a_person(aarshjul: Aarshjul, root: Path) -> None:
    change(root / "schedules/gruppe.toml", 'closed = "move"', 'closed = "warn"')
    change(
        root / "schedules/gruppe.toml", 'month = [3, 6, 9, 11], weekday = "thursday", nth = 2', 'month = 4, weekday = "tuesday", nth = 2'
    )

    [found] = [said for said, _, _ in notes(aarshjul, root, "decide") if "Møte" in said]

    assert found == "Møte i faggruppe for samarbeid, tirsdag 11. april 2028: uka før påske"


def test_it_reads_as_a_list_and_changes_nothing(aarshjul: Aarshjul, root: Path, more: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.toml")}

    said = aarshjul("year", "--copy", 2027, 2028, "--workspace", root)

    assert said.status == 0
    titles = ["Dette må noen bestemme (4):", "Får en annen dato, av seg selv (5):", "Kommer til (1):", "Blir som før (2):"]
    assert [row for row in said.out.splitlines() if row.endswith(":") and not row.startswith(" ")] == titles
    assert f"[schedules/gruppe.toml:{line(more, 'date = 2027-10-20')}]" in said.out
    assert before == {path: path.read_bytes() for path in root.rglob("*.toml")}


def test_years_the_wrong_way_round(aarshjul: Aarshjul, root: Path) -> None:
    said = aarshjul("year", "--copy", 2028, 2027, "--workspace", root)

    assert (said.status, said.err) == (2, "Skriv det tidligste året først: «aarshjul year --copy 2027 2028».\n")


def test_one_who_leaves_with_another_to_follow_is_no_question(aarshjul: Aarshjul, root: Path) -> None:
    head, old = "Fornavn;Etternavn;Organisasjon;E-post;Fra;Til", "Medlem;Horten;Horten kommune;horten@example.no;;30.06.2028"
    new = "Ny;Horten;Horten kommune;ny.horten@example.no;01.07.2028;"
    (root / "schedules/medlemmer.csv").write_text("\n".join((head, old, new, "")), encoding="utf-8")

    assert not [said for said, _, _ in notes(aarshjul, root, "decide") if "Horten" in said]
    assert [said for said, _, _ in notes(aarshjul, root, "new") if "Horten" in said] == [
        "Medlem Horten, Horten kommune: siste dag i registeret er 30. juni 2028, og Ny Horten kommer etter",
        "Ny Horten, Horten kommune: er med fra 1. juli 2028",
    ]


def test_what_has_its_date_with_the_year_is_told_of_once(aarshjul: Aarshjul, root: Path, more: Path) -> None:
    change(more, 'title = "Prosjektet avsluttes"', 'title = "Prosjektet avsluttes i 2027"')

    assert len([said for said, _, _ in notes(aarshjul, root, "decide") if "Prosjektet avsluttes" in said]) == 1


def test_no_rule_for_machines_is_read_by_the_secretary(aarshjul: Aarshjul, root: Path, more: Path) -> None:
    change(more, 'when = { date = "09-15" }', 'when = { rrule = "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", start = 2027-02-09 }')

    said = aarshjul("year", "--copy", 2027, 2028, "--workspace", root).out

    assert "(gjentakelse)" in said
    assert "FREQ" not in said
    assert said.endswith("se etter med «aarshjul check», og foreslå datoer med «aarshjul propose 2028».\n")
