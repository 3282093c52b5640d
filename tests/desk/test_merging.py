"""What minutes make of the register of measures: each edit that a secretary may do to the table, and what the register then says."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.memory import Measure
from bot.desk import merging, minuted
from bot.desk.merging import About, Was
from bot.desk.readings import Kept, KeptCase
from bot.papers.edited import Measure as Read

OLD, HERE = "naering/faggruppe/2027-2", "naering/faggruppe/2027-3"
NOW = datetime(2027, 11, 16, 9, tzinfo=UTC)
ABOUT = About("naering", HERE, date(2027, 11, 11), (date(2028, 2, 10), date(2028, 5, 11)), "nb", "fil", NOW)


def kept(*measures: Read, **follow_ups: str) -> Kept:
    return Kept(measures=measures, cases=tuple(KeptCase(case, case.title(), (), "", text, new=False) for case, text in follow_ups.items()))


def row(number: str, what: str, owner: str = "Horten kommune", deadline: str = "1. mars", status: str = "", **more: object) -> Read:
    return Read(number, what, owner, deadline, status)._replace(**more)  # type: ignore[arg-type]


def known(number: int, what: str, occurrence: str = OLD, **more: object) -> Measure:
    made = Measure(
        "naering", number, occurrence, "", f"/{number}", what, "Horten kommune", "1. mars", "2028-03-01", "", "open", "gammel", NOW
    )
    return made._replace(**more)  # type: ignore[arg-type]


def merged(after: Kept, printed: Kept | None, *register: Measure, entered: Kept | None = None) -> dict[int, Measure]:
    was = Was(None if printed is None else minuted.rows(printed), minuted.rows(entered) if entered else ())
    return {one.number: one for one in merging.merged(minuted.rows(after), was, register, ABOUT)}


PLAN, BREV, RAPPORT = "Lage plan for felles profil", "Sende brev til departementet", "Skrive rapport om ledige tomter"


# --- the first time ---------------------------------------------------------------------------------------------------------


def test_a_new_row_becomes_a_measure_with_its_printed_number_and_a_day_to_be_done_by() -> None:
    found = merged(kept(row("1", PLAN, deadline="innen 1. mars"), row("2", BREV, "Leder", "neste møte")), kept())

    assert [(one.what, one.owner, one.deadline, one.due, one.state) for one in found.values()] == [
        (PLAN, "Horten kommune", "innen 1. mars", "2028-03-01", "open"),
        (BREV, "Leder", "neste møte", "2028-02-10", "open"),
    ]
    assert {one.occurrence for one in found.values()} == {HERE}


@pytest.mark.parametrize(
    ("printed", "number"), [("3", 3), ("nr. 3", 3), ("3.", 3), ("", 3), ("3.6", 3), ("20270001", 3), ("12", 12), ("2", 3)]
)
def test_a_number_that_is_taken_or_no_number_gives_way_to_the_next_free_one(printed: str, number: int) -> None:
    found = merged(kept(row(printed, PLAN)), kept(), known(1, BREV, state="done"), known(2, RAPPORT))

    assert list(found) == [number]


def test_a_number_that_is_printed_on_one_row_is_not_given_to_another_without_one() -> None:
    found = merged(kept(row("", PLAN), row("1", BREV)), kept())

    assert {number: one.what for number, one in found.items()} == {1: BREV, 2: PLAN}


def test_two_meetings_that_printed_the_same_number_have_two_measures() -> None:
    """The table of this meeting was made with number 1 free, and another meeting took it in the meantime."""
    found = merged(kept(row("1", PLAN)), kept(), known(1, BREV))

    assert {number: one.what for number, one in found.items()} == {2: PLAN}


def test_a_row_without_a_deadline_or_one_that_nobody_understands_has_no_day() -> None:
    found = merged(
        kept(row("1", PLAN, deadline=""), row("2", BREV, deadline="løpende"), row("3", RAPPORT, deadline="når vi rekker")), kept()
    )

    assert [(one.deadline, one.due) for one in found.values()] == [("", ""), ("løpende", ""), ("når vi rekker", "")]


def test_a_row_that_is_struck_out_was_never_decided() -> None:
    assert merged(kept(row("1", PLAN, struck=True)), kept()) == {}


# --- measures from before ---------------------------------------------------------------------------------------------------


def test_an_untouched_row_changes_nothing() -> None:
    assert merged(kept(row("4", PLAN)), kept(row("4", PLAN)), known(4, PLAN, status="meldt 3. mai: i rute")) == {}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("ferdig", "done"), ("Utført", "done"), ("avsluttet", "done"), ("lukket", "done"), ("avslutta", "done"), ("pågår", "open"),
        ("ikke ferdig", "open"), ("nesten ferdig", "open"), ("utgår", "dropped"), ("se vedlegg", "open"),
    ],
)  # fmt: skip
def test_the_status_column_is_read_as_an_answer_is(status: str, state: str) -> None:
    found = merged(kept(row("4", PLAN, status=status)), kept(row("4", PLAN)), known(4, PLAN))

    assert (found[4].status, found[4].state) == (status, state)


def test_a_deadline_an_owner_and_a_text_that_somebody_changed_are_changed_and_nothing_else() -> None:
    before = kept(row("4", PLAN))
    found = merged(kept(row("4", f"{PLAN} og skilt", "Leder", "neste møte")), before, known(4, PLAN, status="meldt 3. mai: i rute"))

    assert (found[4].what, found[4].owner, found[4].status) == (f"{PLAN} og skilt", "Leder", "meldt 3. mai: i rute")
    assert (found[4].deadline, found[4].due) == ("10. februar 2028", "2028-02-10")  # «neste møte» is said by these minutes
    assert found[4].occurrence == OLD


def test_postponed_in_the_status_column_moves_the_deadline() -> None:
    found = merged(kept(row("4", PLAN, status="utsatt til 1. juni")), kept(row("4", PLAN)), known(4, PLAN))

    assert (found[4].due, found[4].state) == ("2028-06-01", "open")


def test_what_was_reported_meanwhile_is_not_undone_by_minutes_that_did_not_know() -> None:
    """The table was printed with «pågår»; then a member answered that it is done; then the minutes came back."""
    before = kept(row("4", PLAN, status="pågår"))

    assert merged(kept(row("4", PLAN, status="pågår")), before, known(4, PLAN, status="meldt 12. november: ferdig", state="done")) == {}


def test_a_row_that_is_struck_is_dropped_and_one_that_is_gone_stays_open() -> None:
    before = kept(row("4", PLAN), row("5", BREV))
    found = merged(kept(row("4", PLAN, struck=True)), before, known(4, PLAN), known(5, BREV))

    assert {number: one.state for number, one in found.items()} == {4: "dropped"}


def test_without_the_file_it_was_made_from_a_number_counts_only_with_the_same_words() -> None:
    found = merged(kept(row("4", PLAN, status="ferdig"), row("5", "Noe helt annet")), None, known(4, PLAN), known(5, BREV))

    assert {number: (one.what, one.state) for number, one in found.items()} == {4: (PLAN, "done"), 6: ("Noe helt annet", "open")}


def test_the_same_thing_typed_anew_without_a_number_is_the_measure_that_is_open() -> None:
    found = merged(kept(row("", PLAN, deadline="1. juni")), kept(), known(4, PLAN))

    assert {number: one.due for number, one in found.items()} == {4: "2028-06-01"}


# --- the same minutes again -----------------------------------------------------------------------------------------------


def again(first: Kept, second: Kept) -> tuple[dict[int, Measure], dict[int, Measure]]:
    """The register after the first edition, and what the second changes."""
    entered = merged(first, kept())
    return entered, merged(second, kept(), *entered.values(), entered=first)


def test_a_later_edition_changes_the_same_measure() -> None:
    _, changed = again(kept(row("1", PLAN), row("2", BREV)), kept(row("1", PLAN, "Leder"), row("2", BREV)))

    assert {number: one.owner for number, one in changed.items()} == {1: "Leder"}


def test_a_row_put_in_above_moves_nobody_elses_measure() -> None:
    _, changed = again(kept(row("1", PLAN), row("2", BREV)), kept(row("1", RAPPORT), row("2", PLAN), row("3", BREV)))

    assert {number: (one.what, one.row) for number, one in changed.items()} == {1: (PLAN, "/2"), 2: (BREV, "/3"), 3: (RAPPORT, "/1")}


def test_a_row_taken_out_is_dropped_and_the_one_below_keeps_its_number() -> None:
    _, changed = again(kept(row("1", PLAN), row("2", BREV)), kept(row("1", BREV)))

    assert {number: (one.what, one.state) for number, one in changed.items()} == {1: (PLAN, "dropped"), 2: (BREV, "open")}


def test_other_words_in_the_same_row_are_the_same_measure() -> None:
    _, changed = again(kept(row("1", PLAN)), kept(row("1", "Lage profilplan")))

    assert {number: one.what for number, one in changed.items()} == {1: "Lage profilplan"}


def test_the_same_edition_again_changes_nothing() -> None:
    first = kept(row("1", PLAN), row("", BREV), runde="Rådgiver ringer departementet.")
    entered, changed = again(first, first)

    assert len(entered) == 3
    assert changed == {}


def test_a_number_that_another_meeting_took_is_not_taken_for_its_measure_the_second_time_either() -> None:
    other, first = known(1, BREV), kept(row("1", PLAN))
    entered = merged(first, kept(), other)
    changed = merged(kept(row("1", PLAN, status="ferdig")), kept(), other, *entered.values(), entered=first)

    assert {number: (one.what, one.state) for number, one in (entered | changed).items()} == {2: (PLAN, "done")}


def test_what_was_reported_between_two_editions_stands() -> None:
    """The first edition said «pågår», then a member answered; the second edition is the first with another word somewhere else."""
    printed, first = kept(row("4", PLAN)), kept(row("4", PLAN, status="pågår"))
    reported = known(4, PLAN, status="meldt 12. november: ferdig", state="done")

    assert merged(kept(row("4", PLAN, status="pågår")), printed, reported, entered=first) == {}
    assert merged(kept(row("4", PLAN)), printed, reported, entered=first) == {}


# --- under the cases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what", "owner", "due"),
    [
        ("Rådgiver ringer departementet.", "Rådgiver ringer departementet.", "", ""),
        ("Skrive brev. Ansvarlig: Horten kommune. Frist: 1.3.", "Skrive brev.", "Horten kommune", "2028-03-01"),
        ("Skrive brev\nAnsvarleg: Leiar\nFrist: neste møte", "Skrive brev", "Leiar", "2028-02-10"),
        ("Skrive brev (frist: innen 1. juni 2028, ansvar: Ås)", "Skrive brev", "Ås", "2028-06-01"),
        ("Frist: 1. mars", "Frist: 1. mars", "", "2028-03-01"),
        ("Høringsfrist: 1. mars", "Høringsfrist: 1. mars", "", ""),
    ],
)
def test_a_follow_up_under_a_case_is_one_measure_of_that_case(text: str, what: str, owner: str, due: str) -> None:
    [found] = merged(kept(plan=text), kept()).values()

    assert (found.what, found.owner, found.due, found.item) == (what, owner, due, "plan")


@pytest.mark.parametrize(
    "text", ["", "-", "Ingen", "Ingen oppfølging.", "Ikke aktuelt", "Ikkje aktuelt", "Se tabellen nedenfor", "Se tiltak 4", "Nei"]
)
def test_what_says_that_there_is_nothing_to_do_is_no_measure(text: str) -> None:
    assert merged(kept(plan=text), kept()) == {}


def test_each_entry_of_a_list_is_a_measure_of_its_own() -> None:
    found = merged(kept(plan="- Horten kommune skriver til fylket. Frist: 1. juni\n- Ås kommune ringer NAV"), kept())

    assert [(one.what, one.due, one.item) for one in found.values()] == [
        ("Horten kommune skriver til fylket.", "2028-06-01", "plan"), ("Ås kommune ringer NAV", "", "plan"),
    ]  # fmt: skip


def test_what_the_table_has_too_is_one_measure() -> None:
    found = merged(
        kept(row("1", BREV), plan=f"{BREV}.", runde=f"Leder skal {BREV.lower()} i høst"),
        kept(),
    )

    assert [one.what for one in found.values()] == [BREV]


def test_a_table_under_a_case_belongs_to_it_and_its_numbers_are_its_own() -> None:
    found = merged(kept(row("1", PLAN), row("1", BREV, case="plan")), kept())

    assert [(number, one.what, one.item) for number, one in found.items()] == [(1, PLAN, ""), (2, BREV, "plan")]


def test_the_same_words_for_two_owners_are_two_measures() -> None:
    found = merged(kept(row("1", "Levere årsmelding", "Horten"), row("2", "Levere årsmelding", "Ås")), kept())

    assert [one.owner for one in found.values()] == ["Horten", "Ås"]


# --- whatever a table holds -------------------------------------------------------------------------------------------------


WORD = st.sampled_from(["", "1", "2", "3.6", PLAN, BREV, RAPPORT, "Horten", "Ås", "neste møte", "1. mars", "ferdig", "-", "x" * 3000])
ROWS = st.lists(st.builds(Read, WORD, WORD, WORD, WORD, WORD, st.booleans(), st.sampled_from(["", "plan"])), max_size=5)


@given(ROWS, ROWS, st.lists(st.tuples(st.integers(1, 4), st.sampled_from([PLAN, BREV])), max_size=3, unique_by=lambda one: one[0]))
@settings(deadline=None, max_examples=60)
def test_no_row_is_lost_no_number_given_twice_and_the_same_again_is_nothing_new(
    first: list[Read], second: list[Read], register: list[tuple[int, str]]
) -> None:
    start = {number: known(number, what) for number, what in register}
    printed = kept(*(row(str(number), what) for number, what in register))
    for edition, entered in ((kept(*first), None), (kept(*second), kept(*first)), (kept(*second), kept(*second))):
        start |= merged(edition, printed, *start.values(), entered=entered)
        texts = {minuted.alike(one.what) for one in start.values()}
        assert all(minuted.alike(one.what) in texts for one in minuted.rows(edition) if not one.struck)
    assert merged(kept(*second), printed, *start.values(), entered=kept(*second)) == {}
