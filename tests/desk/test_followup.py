"""Measures are followed up: each owner is reminded in one letter, answers by mail, and the secretary sees what was said."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from bot.cycle.memory import Mark, Message, StoredLetter
from bot.desk import desk as desks
from bot.desk import followup, status
from bot.desk import register as registers
from bot.desk.register import Change
from bot.rehearsal import Rehearsal
from tests.desk.moody import at, edit, letters, moody, reread, text
from tests.desk.written_up import BREV, PLAN, REVIEW, TOMTER, agreed, edited, measures

WEEK_BEFORE, ON_THE_DAY = "naering/oppfolging/2027-09-24", "naering/oppfolging/2027-10-01"


def asked(year: Rehearsal, step: str) -> list[str]:
    """Whom the reminders of a day have reached, by name."""
    return sorted(one.name for one in year.desk.journal.letters(step) if one.state == "sent")


def said(year: Rehearsal, step: str, name: str) -> str:
    [one] = [one for one in year.desk.journal.letters(step) if one.name == name and one.receipt]
    return text(letters(year)[one.receipt]).replace("\r\n", "\n")


def reminders(year: Rehearsal) -> list[str]:
    return sorted(name for name in letters(year) if "oppfolging" in name)


def change(year: Rehearsal, number: int, **wanted: str) -> None:
    registers.change(year.desk, desks.look(year.desk, year.now), "naering", number, Change(**wanted), "Sekretæren", year.now)  # type: ignore[arg-type]


# --- when and to whom -------------------------------------------------------------------------------------------------------


def test_the_owners_are_reminded_a_week_before_and_on_the_day_at_eight(decided: Rehearsal) -> None:
    """1 October 2027 is a Friday. The one who has it is an organisation: everyone who stands for it is asked."""
    decided.until("2027-09-24T07:00")
    assert reminders(decided) == []

    decided.until("2027-09-24T09:00").until("2027-10-01T09:00")
    expected = ["Medlem Horten", "Sekretariatet for Osloregionen", "Vara Horten"]
    assert (asked(decided, WEEK_BEFORE), asked(decided, ON_THE_DAY)) == (expected, expected)
    left = {one.closed_at for one in decided.desk.journal.letters(ON_THE_DAY)}
    assert {f"{at:%d.%m %H:%M}" for at in left if at} == {"01.10 06:00"}  # eight in Oslo


def test_one_letter_has_all_that_is_theirs(decided: Rehearsal) -> None:
    change(decided, 2, owner="Horten kommune")
    decided.until("2027-09-24T09:00")
    letter = said(decided, WEEK_BEFORE, "Medlem Horten")

    assert len(decided.desk.journal.letters(WEEK_BEFORE)) == 3
    assert f"- Nr. 1: {PLAN}\n  Frist: 1. oktober 2027\n" in letter
    assert f"Dette er også åpent:\n\n- Nr. 2: {BREV}\n  Frist: 11. november 2027\n" in letter
    assert "som du eller Horten kommune har ansvaret for" in letter
    assert "«1: ferdig»" in letter
    assert TOMTER not in letter
    assert "@" not in letter


def test_the_secretariat_is_told_of_what_nobody_in_the_register_has(decided: Rehearsal) -> None:
    letter = said(decided.until("2027-09-24T09:00"), WEEK_BEFORE, "Sekretariatet for Osloregionen")

    assert f"- Nr. 3: {TOMTER}\n  Frist: 1. oktober 2027\n  Status: startet\n" in letter
    assert "så påminnelsen kommer bare til sekretariatet:\n\n- Nr. 3: «Kulturkontoret»\n" in letter
    assert PLAN not in letter


def test_the_secretariats_own_measures_come_to_it_as_to_anybody(decided: Rehearsal) -> None:
    change(decided, 3, state="done")
    letter = said(decided.until("2027-10-08T09:00"), "naering/oppfolging/2027-10-08", "Sekretariatet for Osloregionen")

    assert "Vi minner om dette tiltaket fra møtene i faggruppe for næringssamarbeid.\n" in letter
    assert "medlemsregisteret" not in letter
    assert asked(decided, "naering/oppfolging/2027-10-08") == ["Sekretariatet for Osloregionen"]


def test_a_deadline_on_a_sunday_is_reminded_of_on_the_friday_before(decided: Rehearsal) -> None:
    change(decided, 1, deadline="10. oktober")
    decided.until("2027-10-10T09:00")

    assert asked(decided, "naering/oppfolging/2027-10-08") == ["Medlem Horten", "Sekretariatet for Osloregionen", "Vara Horten"]
    assert asked(decided, "naering/oppfolging/2027-10-10") == []


def test_no_reminder_after_the_day_and_none_of_what_is_closed(decided: Rehearsal) -> None:
    change(decided, 3, state="done")
    decided.until("2027-09-24T09:00")
    change(decided, 1, state="dropped")
    decided.until("2027-10-07T09:00")

    assert asked(decided, WEEK_BEFORE) == ["Medlem Horten", "Vara Horten"]
    assert reminders(decided) == [name for name in reminders(decided) if "2027-09-24" in name or "2027-10-01" in name]
    assert asked(decided, ON_THE_DAY) == ["Sekretariatet for Osloregionen"]  # of its own measure, due a week later


def test_the_group_says_how_many_days_before(decided: Rehearsal, root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'short = "næring"', 'short = "næring"\nremind_measures = [14]')
    reread(decided, root)
    change(decided, 4, state="done")
    decided.until("2027-10-02T09:00")

    assert asked(decided, "naering/oppfolging/2027-09-17") == ["Medlem Horten", "Sekretariatet for Osloregionen", "Vara Horten"]
    assert (asked(decided, WEEK_BEFORE), asked(decided, ON_THE_DAY)) == ([], [])


def test_a_group_that_wants_no_reminders_has_none(decided: Rehearsal, root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'short = "næring"', 'short = "næring"\nremind_measures = []')
    reread(decided, root)

    assert reminders(decided.until("2027-10-12T09:00")) == []


def test_one_who_has_left_the_register_is_not_asked(decided: Rehearsal, root: Path) -> None:
    register = root / "schedules" / "medlemmer.csv"
    edit(register, "vara.horten@example.no;Vara;;", "vara.horten@example.no;Vara;;2027-09-20")
    reread(decided, root)

    assert "Vara Horten" not in asked(decided.until("2027-09-24T09:00"), WEEK_BEFORE)


def test_in_nynorsk(held_meeting: Rehearsal, root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'short = "næring"', 'short = "næring"\nlanguage = "nn"')
    reread(held_meeting, root)
    held_meeting.until("2027-09-13T09:10").answer_draft(REVIEW, "Godkjent", lambda file: edited(file, agreed))
    held_meeting.until("2027-09-13T12:00").until("2027-09-24T09:00")
    letter = said(held_meeting, WEEK_BEFORE, "Medlem Horten")

    assert "Vi minner om dette tiltaket frå møta i faggruppe for næringssamarbeid" in letter
    assert "«1: utsett til 1. juni»" in letter


# --- downtime, crashes, and what changes meanwhile ------------------------------------------------------------------------


def test_after_downtime_each_owner_gets_one_letter_and_what_is_past_is_told_to_the_secretary(decided: Rehearsal) -> None:
    """Shut from 13 September to 4 October: the plan was due on 1 October, the pictures on 8 October."""
    decided.step(at("2027-10-04T08:00"))

    assert reminders(decided) == [name for name in reminders(decided) if "2027-10-01" in name]
    assert asked(decided, ON_THE_DAY) == ["Sekretariatet for Osloregionen"]  # the week before its own deadline
    told = [one.reason for one in decided.desk.journal.skipped_since(at("2027-10-04T00:00"))]
    assert "fristen for tiltak 1, 3 gikk ut før påminnelsen kunne sendes" in told
    decided.until("2027-10-11T09:00")
    [weekly] = [text(mail) for name, mail in letters(decided).items() if "ukebrev-2027-41" in name]
    assert "naering, påminnelse om oppfølging: fristen for tiltak 1, 3 gikk ut" in " ".join(weekly.split())


def test_a_short_stop_sends_the_reminder_when_it_is_over_once(decided: Rehearsal) -> None:
    decided.step(at("2027-09-25T21:00"))
    decided.step(at("2027-09-25T21:05"))

    assert len(reminders(decided)) == 3
    assert asked(decided, WEEK_BEFORE) == ["Medlem Horten", "Sekretariatet for Osloregionen", "Vara Horten"]


def test_a_measure_that_is_entered_late_is_not_reminded_of_for_the_days_that_had_passed(held_meeting: Rehearsal) -> None:
    held_meeting.until("2027-09-28T10:00").answer_draft(REVIEW, "Godkjent", lambda file: edited(file, agreed)).until("2027-09-28T11:00")
    held_meeting.until("2027-09-30T10:00")

    assert measures(held_meeting)[1].due == "2027-10-01"
    assert reminders(held_meeting) == []
    assert len(asked(held_meeting.until("2027-10-01T09:00"), ON_THE_DAY)) == 3


def test_law_4_no_reminder_leaves_twice_and_none_is_lost_when_the_post_is_shut(decided: Rehearsal) -> None:
    decided.until("2027-09-24T07:00")
    moody(decided, left=1)
    decided.until("2027-09-24T08:00")
    assert len(reminders(decided)) == 1

    moody(decided)
    decided.until("2027-09-24T10:00").until("2027-09-24T10:05")
    assert len(reminders(decided)) == 3
    assert asked(decided, WEEK_BEFORE) == ["Medlem Horten", "Sekretariatet for Osloregionen", "Vara Horten"]


def test_what_is_closed_while_a_letter_waits_is_taken_out_of_it(decided: Rehearsal) -> None:
    change(decided, 2, owner="Horten kommune", deadline="1. oktober")
    moody(decided, left=0)
    decided.until("2027-09-24T08:00")
    change(decided, 1, state="done")
    moody(decided)
    decided.until("2027-09-24T10:00").until("2027-09-24T10:05")

    letter = said(decided, WEEK_BEFORE, "Medlem Horten")
    assert BREV in letter
    assert PLAN not in letter
    assert len(reminders(decided)) == 3


def test_a_letter_that_waited_past_the_day_does_not_leave(decided: Rehearsal) -> None:
    moody(decided, left=0)
    decided.until("2027-10-01T08:00")
    moody(decided)
    decided.until("2027-10-04T10:00").until("2027-10-04T10:05")

    assert [one for one in asked(decided, ON_THE_DAY) if one != "Sekretariatet for Osloregionen"] == []
    assert asked(decided, WEEK_BEFORE) == []


# --- answers ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def reminded(decided: Rehearsal) -> Rehearsal:
    """Horten has two measures, and has been reminded of one of them."""
    change(decided, 2, owner="Horten kommune")
    return decided.until("2027-09-24T09:00")


def letter_to(year: Rehearsal, name: str, step: str = WEEK_BEFORE) -> StoredLetter:
    [one] = [one for one in year.desk.journal.letters(step) if one.name == name]
    return one


def answer(
    year: Rehearsal, words: str, *, to: str = "Medlem Horten", sender: str = "", when: str = "2027-09-27T10:00", **headers: str
) -> Message:
    """Somebody answers a reminder. Returns the mail as the journal has it."""
    letter = letter_to(year, to)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Date"] = sender or letter.recipient, "sekretariat@example.no", year.now
    mail["Subject"], mail["In-Reply-To"] = "SV: Påminnelse", letter.message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    known = {one.id for state in ("tray", "matched", "ignored") for one in year.desk.journal.messages(state)}
    year.arrive(letter, mail).until(when)
    [new] = [one for state in ("tray", "matched", "ignored") for one in year.desk.journal.messages(state) if one.id not in known]
    return new


def test_done_closes_the_measure_with_the_words_and_the_day(reminded: Rehearsal) -> None:
    message = answer(reminded, "1: ferdig, planen er vedtatt\n\nMvh\nMedlem Horten")
    found = measures(reminded)[1]

    assert (found.state, found.status, found.due) == ("done", "meldt 24. september: ferdig, planen er vedtatt", "2027-10-01")
    assert measures(reminded)[2].status == ""
    assert (message.state, message.organisation) == ("matched", "Horten kommune")
    assert asked(reminded.until("2027-10-01T09:00"), ON_THE_DAY) == ["Sekretariatet for Osloregionen"]


def test_postponed_moves_the_deadline_and_the_reminders(reminded: Rehearsal) -> None:
    message = answer(reminded, "1 er utsatt til 1. november. 2: ferdig.")
    found = measures(reminded)

    assert (found[1].state, found[1].deadline, found[1].due) == ("open", "1. november 2027", "2027-11-01")
    assert found[2].state == "done"
    assert message.state == "matched"
    reminded.until("2027-11-02T09:00")
    assert asked(reminded, "naering/oppfolging/2027-10-25") == ["Medlem Horten", "Vara Horten"]
    assert asked(reminded, "naering/oppfolging/2027-11-01") == ["Medlem Horten", "Vara Horten"]


def test_the_whole_letter_quoted_below_says_nothing(reminded: Rehearsal) -> None:
    quoted = "\n".join(f"> {line}" for line in said(reminded, WEEK_BEFORE, "Medlem Horten").splitlines())
    answer(reminded, f"2: utgår\n\nfre. 24. sep. 2027 kl. 08:00 skrev Sekretariatet <sekretariat@example.no>:\n\n{quoted}\n")

    assert {number: one.state for number, one in measures(reminded).items() if number < 3} == {1: "open", 2: "dropped"}


def test_an_answer_under_the_quoted_measure(reminded: Rehearsal) -> None:
    quoted = [f"> {line}" for line in said(reminded, WEEK_BEFORE, "Medlem Horten").splitlines()]
    place = next(at for at, line in enumerate(quoted) if "Nr. 1" in line) + 2
    answer(reminded, "\n".join(("fre. 24. sep. 2027 skrev Sekretariatet:", *quoted[:place], "", "Dette er ferdig.", "", *quoted[place:])))

    assert measures(reminded)[1].state == "done"
    assert measures(reminded)[2].state == "open"


@pytest.mark.parametrize("words", ["Vi jobber med saken.", "Hva mente dere med nr. 17?", "Ferdig"])
def test_what_is_not_clear_is_for_the_secretary_and_changes_no_state(reminded: Rehearsal, words: str) -> None:
    message = answer(reminded, words)

    assert message.state == "tray"
    assert "aarshjul action naering" in message.why
    assert {one.state for one in measures(reminded).values()} == {"open"}
    assert {one.status for one in measures(reminded).values()} == {"", "startet"}


@pytest.mark.parametrize("words", ["1: utsatt", "1: utsatt til kua kalver", "1: utsatt til 1. september 2027"])
def test_a_new_deadline_that_cannot_be_read_is_for_the_secretary_and_the_old_one_stands(reminded: Rehearsal, words: str) -> None:
    message = answer(reminded, words)

    assert message.state == "tray"
    assert measures(reminded)[1].due == "2027-10-01"
    assert measures(reminded)[1].status.startswith("meldt 24. september: ")


def test_somebody_else_in_the_same_organisation_may_answer_and_a_stranger_may_not(reminded: Rehearsal) -> None:
    answer(reminded, "1: ferdig", sender="Vara <vara.horten@example.no>")
    assert measures(reminded)[1].state == "done"

    message = answer(reminded, "2: ferdig", sender="lorenskog@example.no", when="2027-09-28T10:00")
    assert (message.state, "ingenting er endret" in message.why) == ("tray", True)
    assert measures(reminded)[2].state == "open"


def test_a_forged_answer_changes_nothing_and_is_told(reminded: Rehearsal) -> None:
    message = answer(reminded, "1: ferdig", Authentication_Results="mx.example.no; dmarc=fail")

    assert (message.state, "DMARC" in message.why) == ("tray", True)
    assert measures(reminded)[1].state == "open"


def test_an_automatic_reply_is_no_answer(reminded: Rehearsal) -> None:
    message = answer(reminded, "Jeg er ferdig på kontoret til mandag.", Auto_Submitted="auto-replied")

    assert message.state == "ignored"
    assert measures(reminded)[1].status == ""


def test_the_secretariat_may_answer_for_another(reminded: Rehearsal) -> None:
    answer(reminded, "3: ferdig", to="Sekretariatet for Osloregionen")
    answer(reminded, "2: ferdig", sender="sekretariat@example.no", when="2027-09-28T10:00")

    assert {number: one.state for number, one in measures(reminded).items()} == {1: "open", 2: "done", 3: "done", 4: "open"}


# --- the receipt --------------------------------------------------------------------------------------------------------------


def receipts(year: Rehearsal) -> list[str]:
    """What the receipts for answers about measures say, oldest first."""
    return [text(mail).replace("\r\n", "\n") for name, mail in letters(year).items() if "oppfolging-svar-" in name]


def test_an_answer_gets_one_receipt_that_says_what_was_understood(reminded: Rehearsal) -> None:
    answer(reminded, "1: ferdig, planen er vedtatt\n2: utsatt til 1. desember")
    [receipt] = receipts(reminded)
    assert f"- Nr. 1: {PLAN}\n  Er satt til ferdig.\n" in receipt
    assert f"- Nr. 2: {BREV}\n  Har fått ny frist: 1. desember 2027.\n" in receipt
    assert "@" not in receipt
    assert len(receipts(reminded.until("2027-09-30T09:00"))) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1: vi er i gang", "Er fortsatt åpent, frist 1. oktober 2027. Det du skrev, er notert."),
        ("1: utsatt til kua kalver", "Den nye fristen er ikke forstått; sekretariatet ser på den."),
        ("1: utgår", "Er avsluttet uten å bli gjort."),
        ("Vi jobber med saken.", "Det går ikke fram hvilket tiltak det gjelder, så sekretariatet ser på det."),
    ],
)
def test_free_words_are_answered_with_what_became_of_them(reminded: Rehearsal, words: str, expected: str) -> None:
    answer(reminded, words)
    [receipt] = receipts(reminded)
    assert expected in receipt


def test_what_was_misunderstood_is_put_right_in_answer_to_the_receipt(reminded: Rehearsal) -> None:
    answer(reminded, "1: ferdig")
    [receipt] = reminded.desk.journal.letters(_receipt_step(reminded))
    for number, (words, hour) in enumerate([("1: utsatt til 1. november", 11), ("1: utsatt til 1. november", 12)], 2):
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Date"] = receipt.recipient, "sekretariat@example.no", reminded.now
        mail["Subject"], mail["In-Reply-To"] = "SV: Notert", receipt.message_id
        mail.set_content(words)
        reminded.arrive(receipt, mail).until(f"2027-09-27T{hour}:00")
        assert len(receipts(reminded)) == 2, number  # the second says nothing new: no loop
    assert (measures(reminded)[1].state, measures(reminded)[1].due) == ("open", "2027-11-01")


def _receipt_step(year: Rehearsal) -> str:
    [answer] = [one for one in year.desk.journal.messages("matched") if "tiltak 1" in one.why]
    return followup.receipt("naering", answer.id)


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Authentication_Results": "mx.example.no; dmarc=fail"}, {"Precedence": "auto_reply"}]
)
def test_no_receipt_to_a_machine_or_a_forger(reminded: Rehearsal, headers: dict[str, str]) -> None:
    answer(reminded, "1: ferdig", **headers)
    assert receipts(reminded) == []


def test_no_receipt_to_the_secretariat_or_a_stranger(reminded: Rehearsal) -> None:
    answer(reminded, "2: ferdig", sender="sekretariat@example.no")
    answer(reminded, "2: ferdig", sender="lorenskog@example.no", when="2027-09-28T10:00")
    assert receipts(reminded) == []


def test_the_receipt_in_nynorsk(reminded: Rehearsal, root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'agenda = "naering"\n', 'agenda = "naering"\nlanguage = "nn"\n')
    reread(reminded, root)
    answer(reminded, "1: ferdig. 2: vi held på")
    [receipt] = receipts(reminded)
    assert "Er sett til ferdig." in receipt
    assert "Er framleis ope, frist 11. november 2027. Det du skreiv, er notert." in receipt


def test_the_secretary_sees_what_was_reported_in_the_weekly_letter_and_in_status(reminded: Rehearsal) -> None:
    answer(reminded, "1: ferdig, planen er vedtatt", when="2027-09-26T10:00")
    [line] = followup.reported(reminded.desk, reminded.now)
    assert line.startswith(
        "Horten kommune (næring, 26. sep.): tiltak 1 (Lage plan for felles profil) er ferdig: «ferdig, planen er vedtatt»"
    )
    assert status.status(reminded.desk, reminded.now).reported == (line,)

    reminded.until("2027-09-27T08:00")
    [weekly] = [text(mail) for name, mail in letters(reminded).items() if "ukebrev-2027-39" in name]
    assert "Oppfølging meldt siden sist" in weekly
    assert line in weekly.replace("\r\n", " ").replace("\n", " ").replace("  ", " ")


def test_without_reports_the_weekly_letter_has_no_heading_for_them(reminded: Rehearsal) -> None:
    reminded.until("2027-09-27T08:00")

    assert all("Oppfølging meldt" not in text(mail) for name, mail in letters(reminded).items() if "ukebrev" in name)


def test_the_same_mail_seen_again_changes_nothing(reminded: Rehearsal) -> None:
    answer(reminded, "1: ferdig")
    change(reminded, 1, state="open", status="ikke helt likevel")
    reminded.desk.journal.move_mark(Mark("inbox", ""))
    reminded.until("2027-09-28T10:00")

    assert (measures(reminded)[1].state, measures(reminded)[1].status) == ("open", "ikke helt likevel")


def test_a_draft_of_the_next_agenda_follows_what_is_reported(decided: Rehearsal) -> None:
    """A measure that is closed after the draft was made is no longer in what leaves: a person sees it again first."""
    notice = "naering/faggruppe/2027-3/notice"
    decided.until("2027-10-21T12:00").approve(notice)
    change(decided, 2, state="done")
    decided.until("2027-10-22T12:00")

    assert notice in {one.step for one in decided.desk.journal.drafts(["open"])}
