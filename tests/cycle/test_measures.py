"""Registers of measures as secretariats keep them: columns in any order, filled down, headings repeated, names in many spellings."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle import register
from bot.cycle.measures import read
from bot.cycle.measures.model import Measure, Register
from bot.cycle.model import Fault, Severity

HEADINGS = "Nr;Strategi;Tiltak;Indikator;Ansvarlig;Samarbeidspartnere;Når\n"


def table(text: str, decided: dict[str, str | tuple[str, ...]] | None = None) -> tuple[Register, tuple[Fault, ...]]:
    rows, faults = register.rows("tiltak.csv", text.encode())
    assert faults == ()
    return read.read("tiltak.csv", rows, decided)


def measures(text: str, decided: dict[str, str | tuple[str, ...]] | None = None) -> tuple[Measure, ...]:
    return table(text, decided)[0].measures


def told(text: str, decided: dict[str, str | tuple[str, ...]] | None = None) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in table(text, decided)[1]]


def responsible(cell: str, *others: str, decided: dict[str, str | tuple[str, ...]] | None = None) -> tuple[str, ...]:
    """How a cell is read in a table where the others stand too."""
    rows = "".join(f'Gjøre noe;"{one}"\n' for one in (cell, *others))
    return measures("Tiltak;Ansvarlig\n" + rows, decided)[0].responsible


# --- the shape of the table


def test_a_strategy_is_filled_down_and_its_measures_are_counted() -> None:
    """
    1.1;Boliger;Se på tomter;;Teknisk etat;;2027
    ;;Bygge utleieboliger;;Næringssjef;;2028
    1.2;Tilflytting;Delta på messer;;Næringssjef;;
    """
    found = measures(
        HEADINGS + "1.1;Boliger;Se på tomter;;Teknisk etat;;2027\n;;Bygge utleieboliger;;Næringssjef;;2028\n"
        "1.2;Tilflytting;Delta på messer;;Næringssjef;;\n"
    )

    assert [(one.number, one.goal, one.strategy, one.text, one.line) for one in found] == [
        ("1.1-1", "1", "1.1", "Se på tomter", 2),
        ("1.1-2", "1", "1.1", "Bygge utleieboliger", 3),
        ("1.2-1", "1", "1.2", "Delta på messer", 4),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        "NÅR;Ansvarleg;TILTAK;Nr.",
        "Frist;ANSVARLIGE;tiltak;nummer",
        "NÅR;ANS VARLIG;TIL TAK;Nr",
        "Tidsfrist;Ansvarilg;Tiltak;Tiltaksnr.",
        "Na\N{COMBINING RING ABOVE}r;Hvem;Hva;Nr",
    ],
)
def test_columns_are_known_by_their_headings_in_any_order_and_spelling(headings: str) -> None:
    [one] = measures(f"{headings}\n2027;Næringssjef;Lage plan;7\n")

    assert (one.number, one.text, one.responsible, one.when.year) == ("7", "Lage plan", ("Næringssjef",), 2027)


def test_headings_may_be_repeated_and_change_their_order() -> None:
    found = measures("Tiltak;Ansvarlig\nLage plan;Rådmann\n;\nAnsvarlig;Tiltak\nNæringssjef;Følge opp planen\n")

    assert [(one.number, one.text, one.responsible) for one in found] == [
        ("1", "Lage plan", ("Rådmann",)),
        ("2", "Følge opp planen", ("Næringssjef",)),
    ]


def test_goals_between_the_parts_have_a_title_and_indicators() -> None:
    text = (
        "Tiltaksplan 2027;;;;;;\n1. DELMÅL;;;;;;\nVi skal vokse;;;;;;\nIndikator: Netto tilflytting;;;;;;\n"
        + HEADINGS
        + "1.1;Boliger;Bygge;;A;;\nDelmål 2: Vi skal samarbeide;;;;;;\nMange ord om samarbeid.;;;;;;\n2.1;Møter;Møtes;;A;;\n"
        + "2. DELMÅL;;;;;;\n;;;;;;\n;;Ta referat;;A;;\n"
    )
    found, _ = table(text)

    assert [(goal.number, goal.text, goal.indicators) for goal in found.goals] == [
        ("1", "Vi skal vokse", ("Netto tilflytting",)),
        ("2", "Vi skal samarbeide", ()),
    ]
    assert [(one.number, one.goal) for one in found.measures] == [("1.1-1", "1"), ("2.1-1", "2"), ("2.1-2", "2")]
    assert found.unread == ()


def test_goals_in_a_column_of_their_own_are_known_by_number_or_by_their_words() -> None:
    found, _ = table("Delmål;Tiltak;Ansvarlig\nMål 2: Vekst;Bygge;A\n;Selge;A\nSamarbeid;Møtes;A\nMål 2;Leie;A\nSamarbeid;Reise;A\n")

    assert [(goal.number, goal.text) for goal in found.goals] == [("2", "Vekst"), ("3", "Samarbeid")]
    assert [(one.number, one.goal) for one in found.measures] == [("2-1", "2"), ("2-2", "2"), ("3-1", "3"), ("2-3", "2"), ("3-2", "3")]


def test_a_strategy_is_not_filled_down_into_another_goal() -> None:
    found = measures("Delmål;Strategi;Tiltak;Ansvarlig\n1. Vekst;Boliger;Bygge;A\n;;Selge;A\n2. Samarbeid;;Møtes;A\n")

    assert [(one.number, one.goal, one.strategy) for one in found] == [("1.1-1", "1", "1.1"), ("1.1-2", "1", "1.1"), ("2-1", "2", "")]


def test_measures_with_numbers_of_their_own_keep_them() -> None:
    found = measures("Nr;Strategi;Tiltak;Ansvarlig\n1;Boliger;Bygge;A\n2;;Selge;A\nT-3b;;Leie ut;A\n")

    assert [one.number for one in found] == ["1", "2", "T-3b"]


def test_a_table_that_this_program_wrote_is_read_as_the_same() -> None:
    found = measures("Nr.;Delmål;Strategi;Tiltak;Ansvarlig\n1.1-1;1 Vekst;Boliger;Bygge;A / B\n1.1-3;1 Vekst;Boliger;Selge;B\n")

    assert [(one.number, one.goal, one.strategy, one.responsible) for one in found] == [
        ("1.1-1", "1", "1.1", ("A", "B")),
        ("1.1-3", "1", "1.1", ("B",)),
    ]


# --- what a spreadsheet does to numbers


def test_a_number_that_excel_made_a_date_of_is_read_back_and_told() -> None:
    rows: list[tuple[int, list[object]]] = [(1, ["Nr", "Strategi", "Tiltak"]), (2, [datetime(2027, 10, 3), "Fiber", "Lage plan"])]  # noqa: DTZ001  as openpyxl gives it
    found, faults = read.read("tiltak.xlsx", rows)

    assert found.measures[0].number == "3.10-1"
    assert [(fault.line, fault.message) for fault in faults][:1] == [(2, "nummeret er lest som 3.10")]


def test_a_nought_that_excel_took_away_is_put_back_and_told() -> None:
    rows: list[tuple[int, list[object]]] = [
        (1, ["Nr", "Strategi", "Tiltak", "Ansvarlig", "Når"]),
        (2, [3.1, "Veier", "Bygge vei", "A", 2027]),
        (3, [3.9, "Gruver", "Ta hensyn", "A", 2027.0]),
        (4, [3.1, "Fiber", "Lage plan", "A", None]),
    ]
    found, faults = read.read("tiltak.xlsx", rows)

    assert [(one.number, one.when.year) for one in found.measures] == [("3.1-1", 2027), ("3.9-1", 2027), ("3.10-1", None)]
    assert [(fault.line, fault.message, fault.severity) for fault in faults] == [(4, "nummeret 3.1 er lest som 3.10", Severity.WARNING)]


# --- when


@pytest.mark.parametrize(
    ("written", "kind", "year"),
    [
        ("kontinuerlig", "running", None),
        ("Kontinuerlig", "running", None),
        ("Løpende", "running", None),
        ("fortløpande", "running", None),
        ("Årlig", "running", None),
        ("hvert kvartal", "running", None),
        ("2012-kontinuerlig", "running-from", 2012),
        ("2012- kontinuerlig", "running-from", 2012),
        ("2014 – kontinuerlig", "running-from", 2014),
        ("løpende fra 2027", "running-from", 2027),
        ("Start 2013", "start", 2013),
        ("oppstart høsten 2027", "start", 2027),
        ("2014", "year", 2014),
        ("innen 31.12.2027", "year", 2027),
        ("2015–2016", "year", 2016),
        ("1. kvartal 2027", "year", 2027),
        ("", "none", None),
        ("-", "none", None),
        ("ikke satt", "none", None),
        ("løpende til 2020", "unclear", None),
        ("når det passer", "unclear", None),
        ("20145", "unclear", None),
    ],
)
def test_when_is_one_of_a_few_kinds_and_keeps_its_words(written: str, kind: str, year: int | None) -> None:
    [one] = measures(f"Tiltak;Ansvarlig;Når\nLage plan;A;{written}\n")

    assert (one.when.kind, one.when.year, one.when.text) == (kind, year, written)


def test_a_time_that_is_not_understood_is_told() -> None:
    assert told("Tiltak;Ansvarlig;Når\nLage plan;A;når det passer\n") == [(2, "«når det passer» i kolonnen Når er ikke forstått")]


# --- who


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Rådmann / Næringssjef", ("Rådmann", "Næringssjef")),
        ("Rådmann/ Næringssjef", ("Rådmann", "Næringssjef")),
        ("Rådmann Næringssjef", ("Rådmann", "Næringssjef")),
        ("Næringssjef og Rådmann", ("Næringssjef", "Rådmann")),
        ("Rådmann, Teknisk etat; Næringssjef", ("Rådmann", "Teknisk etat", "Næringssjef")),
        ("Rådmann\nNæringssjef", ("Rådmann", "Næringssjef")),
        ("rådmann", ("Rådmann",)),
        ("Tur- og løypeforening", ("Tur- og løypeforening",)),
        ("Teknisk etat", ("Teknisk etat",)),
        ("Rådmann Rådmann", ("Rådmann",)),
    ],
)
def test_several_in_one_cell_are_told_apart_by_the_names_that_stand_alone(cell: str, expected: tuple[str, ...]) -> None:
    assert responsible(cell, "Rådmann", "Rådmann", "Næringssjef", "Teknisk etat", "Teknisk") == expected


def test_names_that_are_partly_known_are_one_until_a_person_has_decided() -> None:
    text = "Tiltak;Ansvarlig\nLage plan;RNH NAV\nFølge opp;RNH\n"

    assert measures(text)[0].responsible == ("RNH NAV",)
    [fault] = table(text)[1]
    assert (fault.line, fault.severity, fault.message) == (2, Severity.WARNING, "«RNH NAV» er lest som én ansvarlig")
    assert '"RNH NAV" = ["RNH", "NAV"]' in fault.advice

    assert measures(text, {"RNH NAV": ("RNH", "NAV")})[0].responsible == ("RNH", "NAV")
    assert measures(text, {"RNH NAV": "RNH NAV"})[0].responsible == ("RNH NAV",)
    assert told(text, {"RNH NAV": ("RNH", "NAV")}) == told(text, {"RNH NAV": "RNH NAV"}) == []


def test_the_word_that_joins_two_names_is_part_of_neither() -> None:
    text = "Tiltak;Ansvarlig\nLage plan;Næringsjef og Næringshagen\nFølge opp;Næringshagen\n"

    [fault] = table(text)[1]
    assert '"Næringsjef og Næringshagen" = ["Næringsjef", "Næringshagen"]' in fault.advice


def test_one_role_spelt_three_ways_is_proposed_as_one_and_decided_by_a_person() -> None:
    text = "Tiltak;Ansvarlig\n" + "Lage plan;Næringssjef\n" * 3 + "Bygge;Næringsssjef\nSelge;Næringsjef\n"

    assert {one.responsible for one in measures(text)} == {("Næringssjef",), ("Næringsssjef",), ("Næringsjef",)}
    assert told(text) == [(5, "«Næringsssjef» ligner på «Næringssjef»"), (6, "«Næringsjef» ligner på «Næringssjef»")]
    assert '"Næringsjef" = "Næringssjef"' in table(text)[1][1].advice

    decided: dict[str, str | tuple[str, ...]] = {"Næringsssjef": "Næringssjef", "Næringsjef": "Næringssjef"}
    assert {one.responsible for one in measures(text, decided)} == {("Næringssjef",)}
    assert told(text, decided) == []


@pytest.mark.parametrize(
    ("one", "other"), [("Region 1", "Region 2"), ("Kommune A", "Kommune B"), ("Leder", "Leser i styret"), ("IPR", "IKR")]
)
def test_names_that_mean_different_things_are_not_proposed_as_one(one: str, other: str) -> None:
    assert told(f"Tiltak;Ansvarlig\nLage plan;{one}\nBygge;{other}\n") == []


def test_a_decision_about_a_name_that_stands_nowhere_is_told() -> None:
    assert told("Tiltak;Ansvarlig\nLage plan;A\n", {"Ordfører": "A"}) == [(1, "«Ordfører» står under [names], men ikke her")]


# --- nothing is dropped


def test_a_row_without_a_measure_is_shown_and_told() -> None:
    found, faults = table(HEADINGS + "1.1;Boliger;Bygge;;A;;\n;;;Fremdrift;Næringssjef;;2027\n")

    assert [(row.line, row.text) for row in found.unread] == [(3, "Fremdrift | Næringssjef | 2027")]
    assert [(fault.line, fault.message) for fault in faults] == [(3, "raden har ikke noe tiltak: «Fremdrift | Næringssjef | 2027»")]


def test_two_measures_with_one_number_are_a_fault_with_both_lines() -> None:
    _, faults = table("Nr;Strategi;Tiltak;Ansvarlig\n1.1-1;B;Bygge;A\n1.1-1;;Selge;A\n")

    assert [(fault.line, fault.message, fault.severity) for fault in faults] == [
        (3, "to tiltak har nummer 1.1-1; det første står på linje 2", Severity.ERROR)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "fant ingen rad med overskrifter")]),
        ("Lage plan;Næringssjef;2027\n", [(1, "fant ingen rad med overskrifter")]),
        ("Nr;Ansvarlig;Når\n1;A;2027\n", [(1, "fant ingen rad med overskrifter")]),
        ("Tiltak;Ansvarlig;Prioritet\nLage plan;A;Høy\n", [(1, "ukjent kolonne «Prioritet»")]),
        ("Tiltak;Ansvarlig;Status;Status 2027\nLage plan;A;ja;nei\n", [(1, "kolonnen «Status 2027» står to ganger")]),
        ("Tiltak;Ansvarlig\nLage plan;\n", [(2, "tiltak 1 har ingen ansvarlig")]),
        ("Nr;Strategi;Tiltak;Ansvarlig\n1;A;Bygge;X\n1;B;Selge;X\n", [(3, "to strategier har nummer 1, og «B» er den andre")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(text) == expected


def test_a_table_with_more_measures_than_any_plan_is_refused() -> None:
    [fault] = table("Tiltak;Ansvarlig\n" + "Lage plan;A\n" * (read.MOST + 1))[1]

    assert (fault.line, fault.message, fault.severity) == (read.MOST + 2, "registeret har for mange tiltak", Severity.ERROR)


CELLS = st.text(alphabet='aA1. -–/;"\nÅsjef', max_size=12)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8))
def test_every_row_below_the_headings_is_a_measure_or_shown(rows: list[list[str]]) -> None:
    headings = (1, ["Nr", "Strategi", "Tiltak", "Ansvarlig", "Når"])
    found, _ = read.read("tiltak.csv", [headings, *enumerate(rows, 2)])

    there = {number for number, row in enumerate(rows, 2) if any(cell.split() for cell in row)}
    assert {one.line for one in found.measures} | {row.line for row in found.unread} == there
