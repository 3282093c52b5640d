"""A whole year of two bodies: twelve meetings from draft to final minutes by mail, and at the end every number, date and link is right."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from itertools import pairwise

import pytest
from lxml import etree

from bot import house, rehearsal
from bot.cycle.model import OSLO, Occurrence
from bot.cycle.written import Language
from bot.desk import desk as desks
from bot.desk import envelope, readings
from bot.papers import norsk
from bot.rehearsal import Rehearsal
from tests.desk.conftest import CONFIG, SCHEDULE, workspace
from tests.desk.test_minutes import paragraphs
from tests.papers.edited.word import W, Word, said

NAERING, KULTUR = "naering/faggruppe", "kultur/mote"
MOVED, CANCELLED = f"{NAERING}/2027-4", f"{KULTUR}/2027-4"
NEW_DAY = date(2027, 6, 17)
SECOND = """
[group]
id = "kultur"
name = "kulturforum for regionen"
short = "kultur"
language = "nn"
members = "kultur.csv"
agenda = "naering"
silence = true

[[activity]]
id = "mote"
title = "Møte i kulturforum for regionen"
when = { month = [1, 3, 5, 8, 10, 12], weekday = "tuesday", nth = 2 }
time = "09.00–11.00"
place = { name = "Biblioteket", room = "salen" }
"""
PEOPLE = """Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til
Medlem;Tynset;Tynset kommune;tynset@example.no;Leiar;;
Medlem;Os;Os kommune;os@example.no;Medlem;;
Medlem;Tolga;Tolga kommune;tolga@example.no;Medlem;;
"""
LATE = {f"{NAERING}/2027-2": "Horten kommune", f"{NAERING}/2027-5": "Lørenskog kommune", f"{KULTUR}/2027-2": "Os kommune"}
"""Who writes in time, in a mail that comes when the minutes have been written."""
ROWS = (
    ("Sende brev", "Horten kommune", "innen 1. desember"),
    ("Lage oversikt", "Sekretariatet", "uke 50"),
    ("Legge fram sak", "Horten kommune", "neste møte"),
    ("Invitere fylket", "Næringssjef", "1.12.2027"),
)
CASES = ("innkalling", "referat", "runde", "moteplan")


# --- what people do -------------------------------------------------------------------------------------------------------


def minutes(file: bytes, key: str) -> bytes:
    """What a secretary writes: who led, a substitute, a decision in each case but the last, and four measures."""
    word = Word(file)
    word.fact("chair", "Leder")
    word.fact("minute-taker", "Rådgiver")
    word.cell("attendance", "Medlem Lørenskog" if key.startswith(NAERING) else "Medlem Tolga", 4, "Vara Nordmann")
    tags = {name.get(f"{W}val") for name in word.root.iter(f"{W}tag")}
    for case in CASES:
        if f"decision:{case}" in tags:
            word.say(f"decision:{case}", f"Godkjent, enstemmig. Vedtatt i {key} under {case}.")
    for row, texts in zip(_empty(word), ROWS, strict=True):
        for cell, text in zip(list(row.iter(f"{W}tc"))[1:], texts, strict=False):
            next(cell.iter(f"{W}p")).append(_run(f"{text} {key}" if text == texts[0] else text))
    return word.saved()


def _run(text: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    return run


def _empty(word: Word) -> list[etree._Element]:
    """The rows that have a number alone, and one more that the secretary adds below them."""
    rows = [row for row in word.control("follow-up").iter(f"{W}tr") if not any(map(said, list(row.iter(f"{W}tc"))[1:]))]
    more = deepcopy(rows[-1])
    next(more.iter(f"{W}t")).text = str(int(said(next(rows[-1].iter(f"{W}tc")))) + 1)
    rows[-1].addnext(more)
    return [*rows, more]


class Life:
    """The year, lived two working days at a time."""

    def __init__(self, year: Rehearsal) -> None:
        self.year = year
        self.written: set[str] = set()
        self.done: set[str] = set()

    def run(self) -> None:
        day = date(2027, 1, 4)
        while day < date(2028, 1, 8):
            if day.weekday() < 5:
                self.year.until(f"{day}T09:30")
                self._changes()
                self._answer()
                self.year.until(f"{day}T09:45")
            day += timedelta(days=2)

    def _changes(self) -> None:
        for key, act in ((MOVED, self._move), (CANCELLED, self._cancel)):
            if key not in self.done and self.year.recipients(f"{key}/notice"):
                self.done.add(key)
                act()

    def _move(self) -> None:
        self.year.move(MOVED, NEW_DAY)

    def _cancel(self) -> None:
        self.year.cancel(CANCELLED, "for få påmeldte")

    def _answer(self) -> None:
        for draft in self.year.desk.journal.drafts(["open"]):
            if not draft.step.endswith("/review") or draft.occurrence in self.written:
                self.year.answer_draft(draft.step, "Godkjent")
                continue
            self.written.add(draft.occurrence)
            late = LATE.get(draft.occurrence)
            self.year.answer_draft(draft.step, "Her er referatet" if late else "Godkjent", partial(minutes, key=draft.occurrence))
            if late:
                self.year.step(self.year.now + timedelta(minutes=5))
                self._late(draft.occurrence, late)

    def _late(self, key: str, organisation: str) -> None:
        """A text that was written the evening of the meeting, in a mail that was held up."""
        letter = self.year.letter(f"{key}/notice", organisation, calendar=False)
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = letter.recipient, "sekretariat@example.no", "SV: innkalling"
        mail["Date"] = datetime.combine(desks.look(self.year.desk, self.year.now).occurrence(key).day, time(20), OSLO)
        mail["In-Reply-To"] = letter.message_id
        mail.set_content(f"Sent innspill fra {organisation} om kaianlegget.")
        self.year.arrive(letter, mail)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    home = tmp_path_factory.mktemp("aret")
    root = workspace(home / "arbeid")
    (root / "config.toml").write_text(CONFIG.format(start="2027-01-01"), "utf-8")
    (root / "schedules" / "naering.toml").write_text(SCHEDULE.replace("[5, 9, 11]", "[1, 2, 4, 6, 9, 11]"), "utf-8")
    (root / "schedules" / "kultur.toml").write_text(SECOND, "utf-8")
    (root / "schedules" / "kultur.csv").write_text(PEOPLE, "utf-8")
    (home / "post").mkdir()
    with rehearsal.begin(house.office(root), home / "post", datetime(2026, 12, 31, 23, tzinfo=UTC)) as begun:
        Life(begun).run()
        yield begun


# --- what is so at the end ------------------------------------------------------------------------------------------------


def held(year: Rehearsal, body: str) -> list[Occurrence]:
    """The meetings of a body that took place in 2027, as they stood."""
    plan = desks.lay(year.desk, date(2027, 1, 1), date(2028, 1, 1))
    return [one for one in plan.occurrences if one.key.startswith(f"{body}/2027") and one.meeting and one.cancelled is None]


def papers(year: Rehearsal, step: str) -> list[bytes]:
    """The Word files that left with a step, each once."""
    files = {file.sha256 for one in year.desk.journal.letters(step) if one.state == "sent" for file in envelope.files(one.content)}
    return [year.desk.journal.fetch(one) for one in sorted(files)]


def text(paper: bytes) -> str:
    return "\n".join(paragraphs(paper)).replace("\xa0", " ")


def test_eleven_meetings_were_held_and_each_has_sent_minutes_for_comment_and_finally(year: Rehearsal) -> None:
    meetings = [*held(year, NAERING), *held(year, KULTUR)]
    assert len(meetings) == 11
    for one in meetings:
        assert papers(year, f"{one.key}/review"), one.key
        assert len(papers(year, f"{one.key}/final")) == 1, one.key
    assert papers(year, f"{CANCELLED}/review") == []


def test_decisions_are_numbered_within_body_and_year_and_know_their_case_and_paper(year: Rehearsal) -> None:
    found = year.desk.journal.decisions()
    for body, meetings in (("naering", held(year, NAERING)), ("kultur", held(year, KULTUR))):
        mine = [one for one in found if one.body == body]
        assert [(one.year, one.number) for one in mine] == [(2027, number) for number in range(1, len(mine) + 1)]
        assert Counter(one.occurrence for one in mine).keys() == {one.key for one in meetings}
    assert all(f"Vedtatt i {one.occurrence} under {one.item}." in one.text for one in found)
    for one in found:
        files = papers(year, f"{one.occurrence}/final") + papers(year, f"{one.occurrence}/review")
        assert year.desk.journal.fetch(one.sha256) in files


def test_forty_measures_have_their_numbers_and_their_days(year: Rehearsal) -> None:
    found = year.desk.journal.measures()
    assert len(found) == 44
    for body in ("naering", "kultur"):
        mine = [one for one in found if one.body == body]
        assert [one.number for one in mine] == list(range(1, len(mine) + 1))
    for body, meetings in (("naering", held(year, NAERING)), ("kultur", held(year, KULTUR))):
        for at, meeting in enumerate(meetings):
            due = {one.deadline: one.due for one in found if one.body == body and one.occurrence == meeting.key}
            assert due["innen 1. desember"] == "2027-12-01"
            assert due["1.12.2027"] == "2027-12-01"
            if at + 1 < len(meetings):  # also when the next one was moved, or the one that should have been was cancelled
                assert due["neste møte"] == meetings[at + 1].day.isoformat(), meeting.key


def test_each_notice_approves_the_minutes_of_the_meeting_that_was_held_before(year: Rehearsal) -> None:
    languages: tuple[tuple[str, Language], ...] = ((NAERING, "nb"), (KULTUR, "nn"))
    for body, language in languages:
        meetings = held(year, body)
        for before, one in pairwise(meetings):
            files = [text(file) for file in papers(year, f"{one.key}/notice")]
            enclosed = [file for file in files if re.search(r"(?m)^Referat fr[aå] ", file)]
            [notice] = [file for file in files if file not in enclosed]
            said_ = re.findall(r"Godkjenning av referat fr[aå] møtet (\d+\. \w+ \d{4})", notice)
            assert said_ == [norsk.long(before.day, language)], one.key
            earlier = {text(file) for step in ("review", "final") for file in papers(year, f"{before.key}/{step}")}
            assert len(enclosed) == 1, one.key
            assert set(enclosed) <= earlier, one.key
    settled = {record.occurrence for record in year.desk.journal.records() if record.what == "minutes.approved"}
    assert {one.key for body in (NAERING, KULTUR) for one in held(year, body)[:-1]} <= settled


def test_open_measures_stand_in_the_next_agenda(year: Rehearsal) -> None:
    for body in (NAERING, KULTUR):
        meetings = held(year, body)
        for before, one in pairwise(meetings):
            assert f"Sende brev {before.key}" in text(papers(year, f"{one.key}/notice")[-1]), one.key


def test_late_contributions_came_in_as_proposals_beside_what_the_secretary_had_written(year: Rehearsal) -> None:
    for key, organisation in LATE.items():
        [final] = papers(year, f"{key}/final")
        assert f"Sent innspill fra {organisation} om kaianlegget." in text(final)
        assert f"Vedtatt i {key} under runde." in text(final)


def test_substitutes_are_read_and_only_silence_takes_away_the_mark_of_a_draft(year: Rehearsal) -> None:
    for body, mark in ((NAERING, True), (KULTUR, False)):
        for one in held(year, body):
            [final] = papers(year, f"{one.key}/final")
            assert bool(re.search(r"Utkast – ikk?j?e godkjent", text(final))) is mark
            kept = [readings.read(edition.content) for edition in year.desk.journal.editions([one.key]) if edition.paper == "minutes"][-1]
            assert [person.substitute for person in kept.attendance if person.substitute] == ["Vara Nordmann"]


def test_each_owner_has_one_letter_a_day_with_all_that_is_theirs(year: Rehearsal) -> None:
    names = [path.name.partition("--")[0] for path in (year.inbox.parent / "letters").iterdir() if "oppfolging" in path.name]
    assert names
    assert max(Counter(names).values()) == 1


def test_nothing_waits_for_anyone_when_the_year_is_over(year: Rehearsal) -> None:
    assert [one.step for one in year.desk.journal.drafts(["open"]) if "/2027-" in one.step] == []
    assert [letter.key for letter in year.desk.journal.held_letters()] == []
    assert [message.why for message in year.desk.journal.messages("tray")] == []
