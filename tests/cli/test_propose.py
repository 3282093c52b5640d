"""`propose` and `adopt`: next year's dates as a file, a paper and JSON; and one command that makes them the plan."""

import json
import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import MEETING, REPOSITORY, Aarshjul, Said, change, post

WORD_CHECK = REPOSITORY.parent / "shared" / "ooxml" / "check.py"
NOW = "2027-10-05T09:00"
COUNCIL = """BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Kommunestyret
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Oslo:20280608T090000
DTEND;TZID=Europe/Oslo:20280608T150000
SUMMARY:Møte i kommunestyret
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def propose(desk: Aarshjul) -> Aarshjul:
    """The command propose for 2028, in October 2027."""

    def run(*arguments: object) -> Said:
        return desk(NOW, "propose", 2028, *arguments)

    return run


def file(root: Path) -> Path:
    return root / "out" / "moteplan-2028.toml"


def test_the_plans_are_said_and_written_down(propose: Aarshjul, root: Path) -> None:
    said = propose()

    assert said.status == 0
    assert said.out.startswith("Plan 1 (anbefalt), vekt ")
    assert "  08.06. tor  12.00–13.00  Møte i faggruppe for samarbeid\n" in said.out
    assert "i stedet for den 9.: innkallingen ville gått ut torsdag 2. mars, vinterferie i Innlandet (uke 9)" in said.out
    assert f"Skrev {file(root)}. «aarshjul adopt {file(root)}» gjør plan 1 til planen." in said.out
    assert "day = 2028-06-08  # torsdag" in file(root).read_text(encoding="utf-8")


def test_another_calendar_is_kept_clear_of_and_named(propose: Aarshjul, tmp_path: Path) -> None:
    (tmp_path / "kommunestyret.ics").write_text(COUNCIL, encoding="utf-8")

    said = propose("--ics", tmp_path / "kommunestyret.ics")

    assert "08.06. tor" not in said.out.partition("Plan 2")[0]
    assert "i stedet for den 8.: Kommunestyret har «Møte i kommunestyret» på samme tid" in said.out


def test_our_own_calendar_is_no_hindrance_to_our_own_dates(propose: Aarshjul, desk: Aarshjul, root: Path, tmp_path: Path) -> None:
    """The calendar that members subscribe to; and the same meetings as Outlook exports them, with other identities and an hour by UTC."""
    desk("2027-10-05T08:00", "tick")
    [ours] = (root / "out" / "calendar").glob("*.ics")
    propose()
    without = propose().out
    text = ours.read_text(encoding="utf-8")
    assert "20280608T120000" in text
    (tmp_path / "outlook.ics").write_text(re.sub("\nUID:", "\nUID:040000008200E00074C5B7101A82E008", text), encoding="utf-8")

    assert propose("--ics", ours).out == without
    assert propose("--ics", tmp_path / "outlook.ics").out == without


def test_a_meeting_of_others_at_the_hour_of_ours_is_still_in_the_way(propose: Aarshjul, desk: Aarshjul, root: Path, tmp_path: Path) -> None:
    desk("2027-10-05T08:00", "tick")
    [ours] = (root / "out" / "calendar").glob("*.ics")
    text = re.sub("\nUID:", "\nUID:annen-", ours.read_text(encoding="utf-8")).replace("SUMMARY:", "SUMMARY:Formannskapet og ")
    (tmp_path / "annen.ics").write_text(text, encoding="utf-8")

    assert "08.06. tor" not in propose("--ics", tmp_path / "annen.ics").out.partition("Plan 2")[0]


def test_a_file_that_is_no_calendar_is_refused_with_its_name(propose: Aarshjul, tmp_path: Path) -> None:
    (tmp_path / "bilde.ics").write_bytes(b"\x89PNG")

    said = propose("--ics", tmp_path / "bilde.ics")

    assert (said.status, said.err) == (2, "bilde.ics: dette er ikke en kalender (.ics).\n")


def test_the_keys_that_other_programs_read(propose: Aarshjul, root: Path) -> None:
    found: dict[str, Any] = json.loads(propose("--json").out)

    assert list(found) == ["year", "groups", "made", "file", "plans", "unplaced", "remarks", "clash", "enclosed"]
    assert (found["year"], found["groups"], found["file"]) == (2028, ["gruppe"], str(file(root)))
    assert list(found["plans"][0]) == ["points", "proven", "costs", "differs", "meetings"]
    assert found["plans"][0]["meetings"][1] == {
        "key": "gruppe/mote/2028-2",
        "group": "samarbeid",
        "title": "Møte i faggruppe for samarbeid",
        "start": "2028-06-08T12:00:00+02:00",
        "end": "2028-06-08T13:00:00+02:00",
        "place": "Rådhuset, møterom 1",
        "own": "2028-06-08",
        "note": "",
        "points": 0,
    }
    assert found["enclosed"] == [{"occurrence": MEETING, "fate": "enclosed"}]


def test_the_same_proposal_each_time(propose: Aarshjul, root: Path) -> None:
    propose()
    first = file(root).read_bytes()
    propose()

    assert file(root).read_bytes() == first


def test_the_paper_is_a_sound_word_file(propose: Aarshjul, tmp_path: Path) -> None:
    said = propose("--docx", tmp_path / "ny" / "forslag.docx")

    assert f"Skrev {tmp_path / 'ny' / 'forslag.docx'}.\n" in said.out
    if not WORD_CHECK.exists():
        pytest.skip("the checker of Word files lies beside the checkout, and is not here")
    checked = subprocess.run([sys.executable, WORD_CHECK, tmp_path / "ny" / "forslag.docx"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_meeting_without_a_possible_day_waits_for_a_person(propose: Aarshjul, root: Path) -> None:
    change(root / "schedules/gruppe.toml", "month = [3, 6, 9, 11]", "month = [3, 7]")
    change(root / "schedules/gruppe.toml", 'closed = "move"', 'closed = "warn"')

    said = propose()

    assert said.status == 3
    assert "Ingen dato er mulig: Møte i faggruppe for samarbeid nr. 2 (gruppe/mote/2028-2)" in said.out
    assert "fellesferie (uke 28)" in said.out
    assert "gruppe/mote/2028-1" in file(root).read_text(encoding="utf-8")


def test_a_group_that_is_not_there(propose: Aarshjul) -> None:
    said = propose("--group", "annen")

    assert (said.status, said.err) == (2, "Det finnes ingen gruppe «annen». Disse finnes: gruppe.\n")


# --- the paper of its case --------------------------------------------------------------------------------------------


def attached(root: Path, step: str) -> list[str]:
    """The names of the files that go with the letters of a step, each once."""
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in post(root, step)]
    return list(dict.fromkeys(str(part.get_filename()) for mail in mails for part in mail.iter_attachments()))


def test_the_proposal_goes_with_the_notice_of_the_meeting_that_has_it_on_its_agenda(propose: Aarshjul, desk: Aarshjul, root: Path) -> None:
    said = propose("--who", "Sekretæren")
    desk("2027-10-21T09:00", "tick")
    desk("2027-10-21T10:00", "approve", f"{MEETING}/notice", "--who", "Sekretæren")
    desk("2027-11-04T09:00", "tick")

    assert said.out.endswith(f"Forslaget følger som vedlegg med innkallingen til møtet 11. november 2027 ({MEETING}).\n")
    assert "Forslag til møteplan 2028.docx" in attached(root, f"{MEETING}/notice")


def test_a_new_proposal_says_what_the_secretary_must_do(propose: Aarshjul, desk: Aarshjul, root: Path) -> None:
    propose()
    desk("2027-10-21T09:00", "tick")
    desk("2027-10-21T10:00", "approve", f"{MEETING}/notice", "--who", "Sekretæren")

    assert f"Det samme forslaget ligger alt ved innkallingen til møtet 11. november 2027 ({MEETING}).\n" in propose().out
    change(root / "schedules/gruppe.toml", "nth = 2", "nth = 3")
    assert desk("2027-10-22T09:00", "propose", 2028).out.endswith("Den var godkjent uten det, og må godkjennes på nytt.\n")
    desk("2027-11-04T09:00", "tick")
    assert not [path for path in post(root, f"{MEETING}/notice") if "-draft-" not in path.name], "nobody has seen it with the new one"


# --- adopt -----------------------------------------------------------------------------------------------------------


def test_one_command_makes_it_the_plan_and_sends_the_dates(propose: Aarshjul, desk: Aarshjul, root: Path) -> None:
    """The secretary changes one date in the file first."""
    propose()
    change(file(root), "day = 2028-06-08  # torsdag", "day = 2028-06-15")

    said = desk("2027-10-05T10:00", "adopt", file(root), "--who", "Sekretæren")
    desk("2027-10-05T11:00", "tick")

    assert said.status == 0
    assert said.out.splitlines()[:3] == [
        "  Møte i faggruppe for samarbeid: torsdag 16. mars 2028 kl. 12.00–13.00, i stedet for 9. mars 2028",
        "  Møte i faggruppe for samarbeid: torsdag 15. juni 2028 kl. 12.00–13.00, i stedet for 8. juni 2028",
        "2 møter har fått en annen dato enn før, 2 står som før.",
    ]
    assert post(root, "gruppe/mote/2028-2/save-date-1")


def test_another_plan_afterwards_replaces_the_first_and_those_who_had_its_dates_are_told(
    propose: Aarshjul, desk: Aarshjul, root: Path
) -> None:
    propose()
    desk("2027-10-05T10:00", "adopt", file(root), "--who", "Sekretæren")
    desk("2027-10-05T11:00", "tick")

    said = desk("2027-10-05T12:00", "adopt", file(root), "--plan", 2, "--who", "Sekretæren")
    desk("2027-10-05T13:00", "tick")

    assert said.status == 0
    assert "Medlemmene har alt fått datoen for 1 av dem. De får beskjed om den nye ved neste runde." in said.out
    assert len({path.name.partition("moved-1")[0] for path in post(root) if "-moved-1-" in path.name}) == 1


def test_what_is_too_far_ahead_to_be_sent_now_is_said(propose: Aarshjul, desk: Aarshjul, root: Path) -> None:
    propose()

    said = desk("2027-10-05T10:00", "adopt", file(root), "--plan", 1, "--who", "Sekretæren")

    assert "er mer enn et år fram: 9. november 2028." in said.out
    assert "går ut av seg selv når det er litt over et år igjen" in said.out


def test_a_plan_that_is_not_in_the_file(propose: Aarshjul, desk: Aarshjul, root: Path) -> None:
    propose()
    text = file(root).read_text(encoding="utf-8")
    file(root).write_text(text.partition("# --- plan 2")[0], encoding="utf-8")

    said = desk("2027-10-05T10:00", "adopt", file(root), "--plan", 2)

    assert (said.status, said.err) == (2, "moteplan-2028.toml har bare 1 plan.\n")


def test_a_stale_proposal_is_refused_with_the_reason(propose: Aarshjul, desk: Aarshjul, root: Path) -> None:
    propose()
    change(root / "schedules/gruppe.toml", "nth = 2", "nth = 3")

    said = desk("2027-10-06T10:00", "adopt", file(root))

    assert said.status == 2
    assert said.err == (
        "Forslaget er fra 5. oktober 2027, og siden er dette endret: årshjulet, registeret eller feriene for faggruppe for samarbeid. "
        "Lag et nytt med «aarshjul propose».\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("day = 2028-03-16", "day = 16. mars", "det står noe mer etter verdien"),
        ('time = "12.00–13.00"', 'time = "13.00–12.00"', "er ikke et tidsrom"),
        ("made = ", 'made = "i går" # ', "«made» er ikke et tidspunkt"),
        ("year = 2028", "år = 2028", ""),
    ],
)
def test_a_file_that_somebody_has_spoilt_is_told_and_nothing_is_done(
    propose: Aarshjul, desk: Aarshjul, root: Path, old: str, new: str, said: str
) -> None:
    propose()
    change(file(root), old, new)

    answer = desk("2027-10-05T10:00", "adopt", file(root))

    assert answer.status == 2
    assert answer.err.startswith(("moteplan-2028.toml:", "gruppe/mote/2028-1:"))
    assert said in answer.err


def test_help_is_quick_because_the_solver_is_loaded_only_when_it_is_used() -> None:
    code = "import sys; from bot.cli import parser; parser.build(); import bot.cli.propose; print('ortools' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY)

    assert said.stdout == "False\n"
