"""Member registers as secretariats keep them: exported from Excel, in whatever encoding and separator came out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cycle import register
from bot.cycle.model import Fault, Member, Severity

ROWS = (
    "Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til;Alias\n"
    "Medlem;Ås;Ås kommune;medlem.as@example.no;Medlem;01.02.2027;31.12.2027;Åsregionen|Ås\n"
)


def members(raw: bytes) -> tuple[tuple[Member, ...], tuple[Fault, ...]]:
    rows, faults = register.rows("medlemmer.csv", raw)
    return register.members("medlemmer.csv", rows) if not faults else ((), faults)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_same_member_is_read_from_every_export(separator: str, encoding: str, ending: str) -> None:
    found, faults = members(ROWS.replace(";", separator).replace("\n", ending).encode(encoding))

    assert faults == ()
    assert [(member.name, member.organisation, member.email) for member in found] == [("Medlem Ås", "Ås kommune", "medlem.as@example.no")]
    assert found[0].aliases == ("Åsregionen", "Ås")


def test_a_member_counts_from_the_first_day_to_the_last_day() -> None:
    [member], _ = members(ROWS.encode())

    days = [date(2027, 1, 31), date(2027, 2, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [member.counts_on(day) for day in days] == [False, True, True, False]


def test_a_row_without_an_address_is_told_and_the_others_are_kept() -> None:
    found, faults = members((ROWS + "Medlem;To;Horten kommune;;;;;\n").encode())

    assert len(found) == 1
    assert [(fault.line, fault.message) for fault in faults] == [(3, "Medlem To, Horten kommune har ingen e-postadresse")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Medlem;To;Horten kommune;ikke en adresse;;;;", "«ikke en adresse» er ikke en e-postadresse"),
        ("Medlem;To;Horten kommune;a@example.no\t, b@example.no;;;;", "«a@example.no , b@example.no» er ikke en e-postadresse"),
        ("Medlem;To;;to@example.no;;;;", "Medlem To har ingen organisasjon"),
        ("Medlem;To;Horten kommune;MEDLEM.AS@example.no;;;;", "«medlem.as@example.no» står også på linje 2"),
        ("Medlem;To;Horten kommune;to@example.no;;31.02.2027;;", "«31.02.2027» i kolonnen Fra er ikke en dato"),
        ("Medlem;To;Horten kommune;to@example.no;;2027-03-01;2027-02-01;", "Medlem To, Horten kommune slutter før første dag"),
    ],
)
def test_each_fault_in_a_row_is_named(row: str, message: str) -> None:
    _, faults = members((ROWS + row + "\n").encode())

    assert [(fault.line, fault.message) for fault in faults] == [(3, message)]


def test_a_missing_column_is_an_error_and_an_unknown_one_a_warning() -> None:
    _, faults = members(b"Fornavn;Organisasjon;Epsot\nA;B;c@example.no\n")

    assert [(fault.severity, fault.message) for fault in faults] == [
        (Severity.WARNING, "ukjent kolonne «Epsot»"),
        (Severity.ERROR, "kolonnen «E-post» mangler"),
    ]


@pytest.mark.parametrize("raw", [b"\x00\x01\x02", b'Fornavn;"Etternavn\n', b"", b"PK\x03\x04" + b"\0" * 100, b"\xff" * 1000])
def test_what_is_not_a_register_is_a_fault_and_never_a_crash(raw: bytes) -> None:
    found, faults = members(raw)

    assert found == ()
    assert faults


def test_a_huge_register_is_refused() -> None:
    _, faults = register.rows("x.csv", b"x" * (register.LARGEST + 1))

    assert faults[0].message == "registeret er for stort"


@given(st.binary(max_size=500))
def test_any_bytes_give_members_or_faults(raw: bytes) -> None:
    found, faults = members(raw)

    assert found or faults or not raw.strip()
