"""The laws of the house, one by one: what a secretariat may always trust. (4 and 5: also test_nothing_lost and test_kill_tick.)"""

import ast
import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from bot import house, rehearsal
from bot.cycle import decide
from bot.cycle.model import Plan
from bot.desk import acts, collect, status
from bot.desk import desk as desks
from bot.errors import Refused, Unknown
from bot.rehearsal import Rehearsal
from tests.desk.conftest import CONFIG, MEMBERS, REPOSITORY, Begin, workspace
from tests.desk.moody import MEETING, NOTICE, at, edit, letters, moody, reread, text, to_members


@pytest.fixture
def approved(begin: Begin) -> Rehearsal:
    """The November notice is approved, and leaves on 4 November at nine."""
    return begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE)


# --- law 1: time is an argument ------------------------------------------------------------------------------------------

HOURS = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("time", "time_ns")}


def test_law_1_one_room_alone_asks_the_hour() -> None:
    asks = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and (getattr(node.value, "attr", getattr(node.value, "id", "")), node.attr) in HOURS
    }

    assert asks == {"bot/hours.py"}


def test_law_1_a_whole_year_of_a_group_runs_in_a_test(begin: Begin) -> None:
    year = begin("2027-01-01")
    for month in range(1, 13):
        year.until(f"2027-{month:02}-22T10:00").approve_all()
    year.until("2028-01-01T00:00")

    notices = [f"naering/faggruppe/2027-{number}/notice" for number in (1, 2, 3)]
    assert [key for key in year.sent() if key.endswith("/notice")] == notices
    assert all(year.recipients(key) == ["Horten kommune", "Lørenskog kommune"] for key in notices)


# --- law 2: what shall happen is computed --------------------------------------------------------------------------------


def test_law_2_an_edited_schedule_takes_effect_at_the_next_tick(begin: Begin, root: Path) -> None:
    year = begin("2027-10-01").until("2027-10-19T12:00")
    assert year.desk.journal.draft(NOTICE) is None

    edit(root / "schedules" / "naering.toml", 'nth = 2 }\ntime = "12.00–13.00"', 'nth = 1 }\ntime = "12.00–13.00"')
    reread(year, root)
    year.step(year.now)
    assert year.desk.journal.draft(NOTICE) is not None


def test_law_2_who_was_told_of_what_is_no_longer_in_the_schedule_is_not_forgotten(told: Rehearsal, root: Path) -> None:
    edit(root / "schedules" / "naering.toml", "month = [5, 9, 11]", "month = [5, 9]")
    reread(told, root)
    told.until("2027-11-05T09:00")

    [said] = [line.replace("\xa0", " ") for line in status.status(told.desk, told.now).held if MEETING in line]
    assert "3 har fått brev om torsdag 11. november 2027 kl. 12.00–13.00" in said
    assert "står ikke lenger i årshjulet" in said
    assert not [name for name in to_members(told) if "cancelled" in name]


def test_law_2_put_back_in_the_schedule_it_is_as_if_nothing_had_happened(told: Rehearsal, root: Path) -> None:
    before = set(letters(told))
    edit(root / "schedules" / "naering.toml", "month = [5, 9, 11]", "month = [5, 9]")
    reread(told, root)
    told.until("2027-11-05T09:00")
    edit(root / "schedules" / "naering.toml", "month = [5, 9]", "month = [5, 9, 11]")
    reread(told, root)
    told.until("2027-11-05T10:00")

    assert status.status(told.desk, told.now).held == ()
    assert set(letters(told)) == before


def test_law_2_what_is_gone_from_the_schedule_is_forgotten_when_its_day_is_over(told: Rehearsal, root: Path) -> None:
    edit(root / "schedules" / "naering.toml", "month = [5, 9, 11]", "month = [5, 9]")
    reread(told, root)

    assert status.status(told.desk, told.until("2027-11-12T09:00").now).held == ()


def test_law_2_a_date_that_the_schedule_puts_in_the_past_is_told_to_the_secretary(told: Rehearsal, root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'nth = 2 }\ntime = "12.00–13.00"', 'nth = 1 }\ntime = "12.00–13.00"')
    reread(told, root)
    told.until("2027-11-05T09:00")

    [said] = [line for line in status.status(told.desk, told.now).held if "11. november" in line]
    assert "3 har fått brev om torsdag 11. november 2027" in said


def test_law_2_a_meeting_is_not_moved_out_of_sight(told: Rehearsal) -> None:
    with pytest.raises(Refused, match="for langt fram"):
        told.move(MEETING, date(2029, 3, 1))


# --- law 3: nothing leaves unapproved ------------------------------------------------------------------------------------


def test_law_3_what_was_approved_is_what_leaves_byte_for_byte(approved: Rehearsal) -> None:
    frozen = approved.desk.journal.draft(NOTICE)
    assert frozen is not None
    approved.until("2027-11-04T09:00")

    content = {letter["key"]: letter["content"] for letter in json.loads(frozen.content)}
    assert {letter.key: letter.content for letter in approved.desk.journal.letters(NOTICE)} == content
    assert len(content) == 6


EDITS = {
    "the wording of the letter": ("templates/nb/letters/notice.md", "Vel møtt", "Velkommen"),
    "the wording of the paper": ("templates/nb/papers/notice.md", "Vel møtt", "Velkommen"),
    "the wording of the invitation": ("templates/nb/letters/calendar.md", "Vel møtt", "Velkommen"),
    "an address": ("schedules/medlemmer.csv", "lorenskog@example.no", "ny.lorenskog@example.no"),
    "the place": ("schedules/naering.toml", "møteromssenteret", "Bystyresalen"),
    "the name of the group": ("schedules/naering.toml", "faggruppe for næringssamarbeid", "faggruppe for næring"),
    "a standing item": ("agendas/naering.toml", "Eventuelt", "Eventuelle saker"),
    "what to prepare": ("agendas/naering.toml", "prepare = ", "prepare = 'Ta med tall. ' # "),
    "who signs": ("config.toml", "Rådgiver", "Seniorrådgiver"),
}


@pytest.mark.parametrize("what", EDITS)
def test_law_3_an_edit_after_the_approval_voids_it_and_the_reason_is_told(approved: Rehearsal, root: Path, what: str) -> None:
    name, old, new = EDITS[what]
    path = root / name
    source = path.read_text(encoding="utf-8")
    if old not in source and path.suffix == ".md":
        source, old = f"{source}\nVel møtt!\n", "Vel møtt"
    path.write_text(source.replace(old, new, 1) if what != "the name of the group" else source.replace(old, new), encoding="utf-8")
    approved.desk = replace(approved.desk, office=house.office(root))
    approved.until("2027-11-04T09:30")

    assert approved.recipients(NOTICE) == []
    assert any("må godkjennes" in line or "venter på godkjenning" in line for line in status.status(approved.desk, approved.now).held)
    assert approved.approve(NOTICE).until("2027-11-04T10:00").recipients(NOTICE) == ["Horten kommune", "Lørenskog kommune"]


def test_law_3_a_new_letterhead_voids_the_approval(approved: Rehearsal, root: Path) -> None:
    from docx import Document  # noqa: PLC0415  the office's own tool, for one edit

    head = Document(str(root / "templates" / "letter.docx"))
    head.sections[0].footer.paragraphs[0].text = "Ny bunntekst"
    head.save(str(root / "templates" / "letter.docx"))
    reread(approved, root)

    assert approved.until("2027-11-04T09:30").recipients(NOTICE) == []


def test_law_3_there_is_nothing_to_approve_when_nobody_would_get_it(begin: Begin, root: Path) -> None:
    (root / "schedules" / "medlemmer.csv").write_text(MEMBERS.partition("\n")[0] + "\n", encoding="utf-8")
    year = begin("2027-10-01").until("2027-10-21T12:00")

    with pytest.raises(Refused, match="ingen å sende til"):
        year.approve(NOTICE)
    assert NOTICE not in year.until("2027-11-04T09:30").sent()


def test_law_3_an_item_that_comes_while_the_letters_leave_stops_the_rest_until_a_person_has_approved(approved: Rehearsal) -> None:
    def add(count: int) -> None:
        if count == 2:
            acts.add_item(approved.desk, MEETING, "Godstog på Kongsvingerbanen", "", "Sekretæren", approved.now)

    approved.until("2027-11-03T12:00")
    moody(approved, after=add)
    approved.until("2027-11-04T09:30")
    assert len(to_members(approved)) == 2

    # the rest get the notice with the item in it; the first gets the item as news
    approved.approve(NOTICE).until("2027-11-04T09:31")
    assert len(to_members(approved)) == 6
    approved.until("2027-11-04T11:00").approve_all()
    approved.until("2027-11-04T11:01")
    assert sorted(len(re.findall("changed", name)) for name in to_members(approved)) == [0] * 6 + [1]


# --- law 5: nothing is silent --------------------------------------------------------------------------------------------


class Happening(NamedTuple):
    """So many hours go by before the next round, and then a person does something: which, and by how many days."""

    hours: int
    act: str
    days: int


HAPPENINGS = st.lists(
    st.builds(
        Happening,
        st.sampled_from([3, 24, 24 * 4, 24 * 11, 24 * 25]),
        st.sampled_from(["approve", "approve", "nothing", "move", "cancel"]),
        st.integers(1, 30),
    ),
    max_size=40,
)


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.integers(2, 11), min_size=2, max_size=2, unique=True), HAPPENINGS)
def test_law_5_in_any_year_every_step_that_is_past_was_done_or_left_out_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, months: list[int], happenings: list[Happening]
) -> None:
    """Sleep of hours or weeks, approvals that come or not, moves and cancellations."""
    root = workspace(tmp_path_factory.mktemp("arbeid"), "2027-02-01")
    edit(root / "schedules" / "naering.toml", "[5, 9, 11]", str(sorted(months)))
    with rehearsal.begin(house.office(root), tmp_path_factory.mktemp("post"), at("2027-02-01T00:00")) as year:
        for happening in happenings:
            year.step(year.now + timedelta(hours=happening.hours))
            _meddle(year, happening)
        year.step(max(year.now, at("2028-04-05T00:00")))  # a final paper of a December meeting may wait ninety days
        year.step(year.now + timedelta(hours=1))  # and what would have followed a step that was left out, at the round after
        assert _forgotten(year) == set()


def _meddle(year: Rehearsal, happening: Happening) -> None:
    """What a person does."""
    view = desks.look(year.desk, year.now)
    coming = next((one for one in view.plan.occurrences if one.meeting and one.start > year.now and one.cancelled is None), None)
    if happening.act == "approve":
        for draft in year.desk.journal.drafts(["open"]):
            with suppress(Refused, Unknown):
                year.approve(draft.step)
    elif happening.act == "move" and coming is not None:
        year.move(coming.key, coming.day + timedelta(days=happening.days))
    elif happening.act == "cancel" and coming is not None and happening.days < 5:
        year.cancel(coming.key, "sykdom")


def _forgotten(year: Rehearsal) -> set[str]:
    """Steps that may not be taken any more, and of which the journal has nothing to say."""
    laid: Plan = desks.lay(year.desk, date(2027, 1, 1), date(2028, 1, 1))
    facts = year.desk.journal.facts([one.key for one in laid.occurrences], at("2027-02-01T00:00"))
    past = [one for one in laid.occurrences if one.end < year.now and one.cancelled is None]
    steps = ((step, one) for one in past for step in one.steps if facts.start <= step.at and not step.rule.drafts)
    due = {step.key for step, one in steps if max(step.at, decide.limit(step, one)) < year.now - timedelta(hours=1)}
    return due - facts.done - facts.skipped


# --- law 6: incoming mail is evidence -------------------------------------------------------------------------------------


def _deep(levels: int) -> bytes:
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(levels))
    return b"From: noen@example.com\r\n" + head + b"\r\nHei\r\n"


MAILS = {
    "empty": b"",
    "one line": b"\r\n",
    "no head": b"Hei, her er sakene.",
    "ten megabytes": b"From: noen@example.com\r\n\r\n" + b"x" * 10_000_000,
    "a thousand parts deep": _deep(1_000),
    "a megabyte of head": b"From: noen@example.com\r\nX-Long: " + b"x" * 1_000_000 + b"\r\n\r\nHei",
    "a megabyte of sender": b'From: "' + b'"' * 1_000_000 + b" <noen@example.com>\r\n\r\nHei",
    "nul": b"From: no\0en@example.com\r\nSubject: a\0b\r\n\r\n\0\0",
    "broken text": b"From: noen@example.com\r\nSubject: \xff\xfe\xed\xa0\x80\r\n\r\n\xff",
    "unknown charset": b"From: noen@example.com\r\nSubject: =?klingon?q?hei?= =?utf-8?b?////?=\r\n"
    b"Content-Type: text/plain; charset=klingon\r\n\r\nHei",
    "lone surrogate": b"From: noen@example.com\r\nSubject: =?utf-16?b?2AA=?=\r\n\r\nHei",
    "broken base64": b"From: noen@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\n====",
    "a date that is none": b"From: noen@example.com\r\nDate: 99 Okt 20271 25:99 +9999\r\n\r\nHei",
    "headers only": b"From: noen@example.com\r\nSubject: Hei",
    "not a mail": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("what", MAILS)
def test_law_6_a_mail_that_cannot_be_read_is_kept_whole_and_laid_before_a_person(begin: Begin, what: str) -> None:
    year = begin("2027-01-01")
    year.inbox.mkdir(exist_ok=True)
    (year.inbox / "a.eml").write_bytes(MAILS[what])

    assert collect.collect(year.desk, year.now).tray == 1
    [mail] = year.desk.journal.messages("tray")
    assert year.desk.journal.fetch(mail.id) == MAILS[what]
    assert collect.collect(year.desk, year.now).tray == 0


# --- law 7: same in, same out ---------------------------------------------------------------------------------------------


def test_law_7_the_same_year_twice_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    def autumn(folder: Path) -> dict[str, bytes]:
        with rehearsal.begin(house.office(root), folder, at("2027-10-01T00:00")) as year:
            year.until("2027-10-21T12:00").approve(NOTICE).until("2027-11-04T09:00")
            year.reply(NOTICE, "Horten kommune", "Vi har tre saker.").until("2027-11-09T09:00")
            year.move(MEETING, date(2027, 11, 18)).until("2027-11-10T09:00").cancel(MEETING, "sykdom").until("2027-11-11T09:00")
        return {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in (".eml", ".ics")
        }

    first = autumn(tmp_path / "a")
    assert autumn(tmp_path / "b") == first
    assert len(first) > 25


# --- law 9: personal data stays in ----------------------------------------------------------------------------------------

ADDRESSES = ("horten@example.no", "vara.horten@example.no", "lorenskog@example.no")


def test_law_9_no_address_of_a_member_stands_in_a_paper_in_anothers_letter_in_a_log_or_in_the_detail_of_the_record(
    begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0, "bot")
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE).until("2027-11-04T09:00")
    year.reply(NOTICE, "Horten kommune", "Vi har tre saker.").until("2027-11-09T09:00")
    moody(year, dead=("lorenskog@example.no",))
    year.move(MEETING, date(2027, 11, 18)).until("2027-11-10T09:00").cancel(MEETING, "sykdom").until("2027-11-15T09:00")

    assert [name for name in letters(year) if "cancelled" in name]
    assert caplog.records
    for mail in letters(year).values():
        whom = mail["To"].addresses[0].addr_spec
        seen = "".join(_read(part) for part in mail.walk() if not part.is_multipart())
        assert [address for address in ADDRESSES if address != whom and re.search(rf"(?<![\w.]){address}", seen)] == []
        papers = "".join(_read(part) for part in mail.walk() if part.get_filename())
        assert [address for address in ADDRESSES if address in papers] == []
    logged = "".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    told = "".join(record.detail for record in year.desk.journal.records())
    said = str(status.status(year.desk, year.now))
    assert [address for address in ADDRESSES if address in logged + told + said] == []


def _read(part: EmailMessage) -> str:
    """Everything that is written in a part; a Word file is opened."""
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


# --- law 12: untrusted input stays data ------------------------------------------------------------------------------------

HOSTILE = (
    "{{ 7*7 }} {% if 1 %} <script>alert(1)</script> & </w:t> ]]> *fet* _k_ # [a](https://x.example.com) =cmd|' /C calc'!A0 \N{PILE OF POO}"
)


def test_law_12_what_people_write_comes_out_as_that_text_and_as_nothing_else(root: Path, begin: Begin) -> None:
    toml = json.dumps(HOSTILE, ensure_ascii=False)
    schedule = root / "schedules" / "naering.toml"
    edit(schedule, '"Oslo rådhus"', toml)
    edit(schedule, 'title = "Møte i faggruppe for næringssamarbeid"', f"title = {toml}")
    quoted = HOSTILE.replace('"', '""')
    (root / "schedules" / "medlemmer.csv").write_text(
        f'{MEMBERS.splitlines()[0]}\n"{quoted}";Horten;"{quoted}";horten@example.no;Medlem;;\n', encoding="utf-8"
    )
    (root / "config.toml").write_text(CONFIG.format(start="2027-10-01"), encoding="utf-8")
    year = begin("2027-10-01").until("2027-10-21T12:00")
    year.add_item(MEETING, HOSTILE, f"{HOSTILE}\n\n# Ikke vår overskrift").until("2027-10-22T09:00").approve(NOTICE).until(
        "2027-11-04T09:00"
    )

    notice = next(mail for name, mail in to_members(year).items() if "calendar" not in name)
    invitation = next(mail for name, mail in to_members(year).items() if "calendar" in name)
    for mail in (notice, invitation):
        assert HOSTILE in text(mail)
        html = mail.get_body(("html",))
        assert html is not None
        assert "<script" not in html.get_content()
        assert "&lt;script&gt;" in html.get_content()
        assert {"To", "From", "Subject", "Bcc"} & set(mail.keys()) == {"To", "From", "Subject"}
    paper = _words(notice)
    assert paper.count(HOSTILE) >= 2
    assert "49" not in paper


def _words(mail: EmailMessage) -> str:
    """The text of the Word file, which is read as XML and so must be."""
    [file] = mail.iter_attachments()
    with ZipFile(BytesIO(file.get_content())) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(one.itertext("{*}t")) for one in tree.iter("{*}p"))
