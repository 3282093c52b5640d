"""What approved minutes leave in the registers: each decision and measure once, with its number, its meeting, its case and its paper."""

import json
from datetime import date
from hashlib import sha256

import pytest

from bot.cycle.memory import Mark
from bot.desk import desk as desks
from bot.desk import register, sources
from bot.desk.register import Change
from bot.errors import Refused, Unknown
from bot.rehearsal import Rehearsal
from tests.desk.moody import letters
from tests.desk.written_up import BREV, NOVEMBER, PLAN, REVIEW, SEPTEMBER, TOMTER, agreed, edited, measures
from tests.papers.edited.word import P, Word, said, write

FINAL = f"{SEPTEMBER}/final"


def records(year: Rehearsal, what: str) -> list[dict[str, str]]:
    return [json.loads(one.detail) | {"occurrence": one.occurrence} for one in year.desk.journal.records() if one.what == what]


# --- decisions --------------------------------------------------------------------------------------------------------------


def test_each_decision_has_a_number_a_case_a_meeting_and_the_paper_that_left(decided: Rehearsal) -> None:
    found = decided.desk.journal.decisions(["naering"])

    assert [(one.number, one.year, one.item, one.text) for one in found] == [
        (1, 2027, "innkalling", "Godkjent, enstemmig."),
        (2, 2027, "referat", "Referatet er godkjent."),
    ]
    assert {one.occurrence for one in found} == {SEPTEMBER}
    sent = {
        sha256(part.get_content()).hexdigest(): str(part.get_filename())
        for name, mail in letters(decided).items()
        if "2027-2-review" in name and "draft" not in name
        for part in mail.iter_attachments()
    }
    assert {one.sha256 for one in found} == set(sent)
    names = sources.filenames(decided.desk, [SEPTEMBER])
    assert {names[SEPTEMBER, one.sha256] for one in found} == set(sent.values()) == {
        "Referat – faggruppe for næringssamarbeid – 9. september 2027.docx"
    }  # fmt: skip
    assert sources.days(decided.desk, [SEPTEMBER]) == {SEPTEMBER: date(2027, 9, 9)}


def test_nothing_is_in_the_registers_before_a_person_has_approved_the_minutes(held_meeting: Rehearsal) -> None:
    year = held_meeting.answer_draft(REVIEW, "Her er referatet.", lambda file: edited(file, agreed)).until("2027-09-13T10:00")
    assert (year.desk.journal.decisions(), measures(year)) == ((), {})

    year.answer_draft(REVIEW, "Godkjent").until("2027-09-13T11:00")
    assert (len(year.desk.journal.decisions()), len(measures(year))) == (2, 4)


def test_what_is_entered_once_is_not_entered_again(decided: Rehearsal) -> None:
    before = decided.desk.journal.records()
    decided.until("2027-09-13T12:05").until("2027-09-13T12:10")

    later = [one.what for one in decided.desk.journal.records()[len(before) :]]
    assert [what for what in later if what.startswith(("decision", "measure", "minutes"))] == []


def test_law_4_a_crash_between_the_registers_and_the_mark_gives_no_second_measure(decided: Rehearsal) -> None:
    decisions, before = decided.desk.journal.decisions(), measures(decided)
    decided.desk.journal.move_mark(Mark(f"{SEPTEMBER} minutes", ""))
    decided.until("2027-09-13T12:05")

    assert decided.desk.journal.decisions() == decisions
    assert measures(decided) == before


def test_the_minutes_of_the_meeting_before_are_known_as_approved(decided: Rehearsal) -> None:
    [found] = records(decided, "minutes.approved")

    assert (found["occurrence"], found["by"], found["text"]) == ("naering/faggruppe/2027-1", SEPTEMBER, "Referatet er godkjent.")


@pytest.mark.parametrize(
    ("decision", "approved"),
    [
        ("Godkjent.", True), ("Referatet ble godkjent uten merknader.", True), ("Godkjent med den rettelse at sak 3 utgår.", True),
        ("Enstemmig vedtatt.", True), ("Tatt til etterretning", True), ("Ingen merknader.", True), ("Referatet vart godkjent.", True),
        ("Ikke godkjent.", False), ("Referatet ble ikke godkjent", False), ("Referatet er ikkje godkjent", False),
        ("Godkjenning utsatt", False), ("Utsatt til neste møte", False),
        ("Godkjenning av referatet utsettes til neste møte", False), ("", False), ("–", False),
    ],
)  # fmt: skip
def test_whether_a_decision_approves_the_minutes_of_the_meeting_before(decision: str, approved: bool) -> None:  # noqa: FBT001
    assert register.approves(decision) is approved


def test_the_final_minutes_change_the_words_and_keep_the_numbers(decided: Rehearsal) -> None:
    def after_the_hearing(word: Word) -> None:
        word.say("decision:innkalling", "Godkjent mot én stemme.")
        word.say("decision:runde", "Tatt til orientering.")
        word.cell("follow-up", PLAN, 2, "Lørenskog kommune")

    def whole(file: bytes) -> bytes:
        return edited(file, lambda word: _emptied(word, "decision:innkalling"), after_the_hearing)

    before = {one.item: one.sha256 for one in decided.desk.journal.decisions()}
    decided.until("2027-09-22T12:00").answer_draft(FINAL, "Godkjent", whole).until("2027-09-22T13:00")

    found = decided.desk.journal.decisions()
    assert [(one.number, one.item, one.text) for one in found] == [
        (1, "innkalling", "Godkjent mot én stemme."),
        (2, "referat", "Referatet er godkjent."),
        (3, "runde", "Tatt til orientering."),
    ]
    assert {one.sha256 for one in found}.isdisjoint(before.values())
    assert measures(decided)[1].owner == "Lørenskog kommune"
    assert len(measures(decided)) == 4


def _emptied(word: Word, tag: str) -> None:
    for paragraph in word.control(tag).iter(P):
        write(paragraph, "")


def test_a_decision_that_is_taken_out_keeps_its_number_and_says_so(decided: Rehearsal) -> None:
    decided.until("2027-09-22T12:00")
    decided.answer_draft(FINAL, "Godkjent", lambda file: edited(file, lambda word: _emptied(word, "decision:innkalling")))
    decided.until("2027-09-22T13:00")

    assert [(one.number, one.text) for one in decided.desk.journal.decisions()] == [
        (1, "Vedtaket er tatt ut av referatet."), (2, "Referatet er godkjent."),
    ]  # fmt: skip


# --- measures -------------------------------------------------------------------------------------------------------------


def test_each_measure_has_its_number_owner_day_and_status(decided: Rehearsal) -> None:
    found = measures(decided).values()

    assert [(one.number, one.what, one.owner, one.deadline, one.due, one.status, one.item) for one in found] == [
        (1, PLAN, "Horten kommune", "innen 1. oktober", "2027-10-01", "", ""),
        (2, BREV, "Næringssjef", "neste møte", "2027-11-11", "", ""),
        (3, TOMTER, "Kulturkontoret", "1. oktober", "2027-10-01", "startet", ""),
        (4, "Rådgiver ordner bilder til nettsiden.", "Sekretariatet", "uke 40", "2027-10-08", "", "eventuelt"),
    ]
    assert {(one.occurrence, one.state) for one in found} == {(SEPTEMBER, "open")}


def test_a_deadline_that_names_the_next_meeting_follows_it(decided: Rehearsal) -> None:
    decided.move(NOVEMBER, date(2027, 11, 24)).until("2027-09-14T09:00")
    assert measures(decided)[2].due == "2027-11-24"
    assert measures(decided)[1].due == "2027-10-01"

    decided.cancel(NOVEMBER, "for få påmeldte").until("2027-09-15T09:00")
    assert measures(decided)[2].due == "2028-05-11"


def test_the_next_agenda_shows_what_is_open_and_the_next_minutes_begin_with_it(decided: Rehearsal) -> None:
    decided.desk.journal.enter([measures(decided)[3]._replace(state="done")], "Sekretæren", decided.now)
    decided.until("2027-10-21T12:00")
    [notice, *_] = [mail for name, mail in letters(decided).items() if "2027-3-notice-draft" in name]
    file, *_ = notice.iter_attachments()
    shown = _lines(file.get_content())
    place = shown.index("Oppfølging fra tidligere møter")

    end = shown.index("Inviterte")
    assert [line for line in shown[place + 1 : end] if line not in ("Nr.", "Tiltak", "Frist", "Status", "")] == [
        "Horten kommune", "1", f"{PLAN} (fra 9. september 2027)", "1. oktober 2027", "forfalt",
        "Næringssjef", "2", f"{BREV} (fra 9. september 2027)", "11. november 2027",
        "Sekretariatet", "4", "Rådgiver ordner bilder til nettsiden. (fra 9. september 2027)", "8. oktober 2027", "forfalt",
    ]  # fmt: skip
    assert not any(TOMTER in line for line in shown)

    decided.approve(f"{NOVEMBER}/notice").until("2027-11-15T09:00")
    [minutes, *_] = [mail for name, mail in letters(decided).items() if "2027-3-review-draft" in name]
    file, *_ = minutes.iter_attachments()
    cells = _lines(file.get_content())
    start = cells.index("Nr.", cells.index("Neste møte") - 60)
    assert [cell for cell in cells[start:] if cell.isdecimal()] == ["1", "2", "4", "5", "6", "7"]  # 3 is closed, and never given again


def _lines(content: bytes) -> list[str]:
    word = Word(content)
    return [said(one) for one in word.root.iter(P)]


def test_a_paper_of_a_meeting_without_measures_says_nothing_of_them(held_meeting: Rehearsal) -> None:
    [notice] = [mail for name, mail in letters(held_meeting).items() if "2027-2-notice-draft" in name]
    file, *_ = notice.iter_attachments()

    assert not any("tidligere møter" in line for line in _lines(file.get_content()))


# --- by hand ----------------------------------------------------------------------------------------------------------------


def changed(year: Rehearsal, number: int, **wanted: str) -> None:
    view = desks.look(year.desk, year.now)
    register.change(year.desk, view, "naering", number, Change(**wanted), "Sekretæren", year.now)  # type: ignore[arg-type]


def test_a_person_changes_a_measure_and_it_is_remembered_who_did(decided: Rehearsal) -> None:
    changed(decided, 1, status="venter på Vegvesenet", deadline="neste møte", owner="Leder")
    changed(decided, 1, state="done")
    found = measures(decided)[1]

    assert (found.status, found.deadline, found.due, found.owner, found.state) == (
        "venter på Vegvesenet", "11. november 2027", "2027-11-11", "Leder", "done",
    )  # fmt: skip
    assert [line.split("; ") for line in sources.history(decided.desk, found)][1:] == [
        ["13.09.2027 endret av Sekretæren: ansvarlig: Leder", "frist: 11. november 2027", "siste dag: 11. november 2027",
         "status: venter på Vegvesenet"],
        ["13.09.2027 endret av Sekretæren: tilstand: ferdig"],
    ]  # fmt: skip


def test_a_deadline_that_nobody_understands_or_that_has_passed_is_refused(decided: Rehearsal) -> None:
    with pytest.raises(Refused, match="når vi rekker"):
        changed(decided, 1, deadline="når vi rekker det")
    with pytest.raises(Refused, match="passert"):
        changed(decided, 1, deadline="1. juni 2027")
    with pytest.raises(Unknown, match="99"):
        changed(decided, 99, status="ferdig")
    assert measures(decided)[1].due == "2027-10-01"


def test_without_a_deadline_nobody_is_reminded(decided: Rehearsal) -> None:
    changed(decided, 1, deadline="")
    changed(decided, 2, deadline="løpende")

    assert [(measures(decided)[number].deadline, measures(decided)[number].due) for number in (1, 2)] == [("", ""), ("løpende", "")]
