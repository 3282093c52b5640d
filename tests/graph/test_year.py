"""The desk over Microsoft 365: a notice sent by the secretary from Outlook itself, invitations as one event, answers read back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event

from bot import house
from bot.cycle.model import OSLO
from bot.desk import acts, answers, collect, tick
from bot.desk import desk as desks
from bot.desk.desk import Desk, beginning
from bot.post.graph.graph import Graph
from tests.desk.conftest import CONFIG, workspace
from tests.graph.conftest import Clock, settings, trust
from tests.graph.server import SECRETARIAT, Fault, Site

MEETING = "naering/faggruppe/2027-3"
NOTICE = f"{MEETING}/notice"
MEMBERS = {"horten@example.no", "vara.horten@example.no", "lorenskog@example.no"}


@dataclass
class Secretariat:
    """A desk over the server, on the server's clock."""

    desk: Desk
    site: Site

    def at(self, moment: str) -> None:
        """Be at a wall time in Norway, and do one round there."""
        self.site.state.now = max(self.site.state.now, datetime.fromisoformat(moment).replace(tzinfo=OSLO))
        self.round()

    def round(self) -> None:
        collect.collect(self.desk, self.site.state.now)
        done = tick.tick(self.desk, self.site.state.now)
        assert not done.stopped, done.stopped

    def drafts(self) -> list[str]:
        """Subjects of what waits among the mailbox's drafts."""
        return [str(item.props["subject"]) for item in self.site.state.items(SECRETARIAT, "drafts")]

    def notices(self) -> list[str]:
        """Whom a notice has reached, in the order it did."""
        return [one.recipient for one in self.site.state.delivered if one.subject.startswith("Innkalling") and one.recipient in MEMBERS]

    def states(self) -> dict[str, str]:
        return {letter.key.removeprefix(f"{NOTICE}/"): letter.state for letter in self.desk.journal.letters(NOTICE)}

    def draft(self) -> str:
        """The id of the one notice that waits in Outlook."""
        (item,) = (one for one in self.site.state.items(SECRETARIAT, "drafts") if str(one.props["subject"]).startswith("Innkalling"))
        return item.id


Begin = Callable[[str], Secretariat]


@pytest.fixture
def begin(site: Site, tmp_path: Path) -> Iterator[Begin]:
    with ExitStack() as stack:

        def opened(approval: str) -> Secretariat:
            root = workspace(tmp_path / "arbeid", "2027-10-01")
            config = CONFIG.format(start="2027-10-01") + f'[post]\nchannel = "graph"\napproval = "{approval}"\n'
            (root / "config.toml").write_text(config, encoding="utf-8")
            office = house.office(root)
            journal = stack.enter_context(house.memory(root, office))
            post = Graph(
                settings(site), Clock(site.state), journal, public=tmp_path / "calendar", start=beginning(office), context=trust(site)
            )
            stack.callback(post.close)
            return Secretariat(Desk(office, journal, post, b"seal"), site)

        yield opened


@pytest.fixture
def outlook(begin: Begin) -> Secretariat:
    """The notice of the November meeting waits in Outlook."""
    made = begin("outlook")
    made.at("2027-10-01T08:00")
    made.at("2027-10-21T12:00")
    return made


def test_the_secretary_presses_send_in_outlook_and_the_bot_goes_on(outlook: Secretariat) -> None:
    state = outlook.site.state
    assert [subject.startswith("Innkalling") for subject in outlook.drafts()] == [True]
    (asked,) = (one for one in state.delivered if one.subject.startswith("Til godkjenning"))
    assert asked.recipient == SECRETARIAT
    assert "trykk send der" in asked.mime.decode("utf-8", "replace").replace("=\r\n", "").lower()

    state.send_draft(SECRETARIAT, outlook.draft(), classic=True)
    outlook.at("2027-10-22T09:00")
    assert sorted(outlook.notices()) == sorted(MEMBERS)
    assert {state for key, state in outlook.states().items() if not key.endswith("/calendar")} == {"sent"}

    outlook.at("2027-11-04T09:05")
    outlook.at("2027-11-04T09:10")
    assert sorted(outlook.notices()) == sorted(MEMBERS)  # not once more at the planned hour
    assert sorted(one.attendee for one in state.invited) == sorted(MEMBERS)  # one event for all
    assert len({one.event for one in state.invited}) == 1
    assert set(outlook.states().values()) == {"sent"}
    (draft,) = outlook.desk.journal.drafts(["approved"])
    assert (draft.step, draft.decided_by) == (NOTICE, "Outlook")


def test_a_process_that_dies_while_it_hears_of_it_loses_nothing_and_sends_nothing(outlook: Secretariat) -> None:
    """It dies at the fifth statement to the journal, then at the twelfth, and so on, until a round lives to its end."""
    state, engine = outlook.site.state, outlook.desk.journal.engine  # type: ignore[attr-defined]
    state.send_draft(SECRETARIAT, outlook.draft())
    state.now = datetime.fromisoformat("2027-11-04T09:05").replace(tzinfo=OSLO)
    left = 0

    def burn(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", burn)
    for deaths in count():
        left = 5 + 7 * deaths
        try:
            outlook.round()
            break
        except KeyboardInterrupt:
            continue
    event.remove(engine, "before_cursor_execute", burn)
    outlook.at("2027-11-04T10:00")
    assert deaths > 10
    assert sorted(outlook.notices()) == sorted(MEMBERS)
    assert set(outlook.states().values()) == {"sent"}
    assert sorted(one.attendee for one in state.invited) == sorted(MEMBERS)


def test_an_answer_to_what_was_sent_from_outlook_is_known_by_the_message_id_it_got_there(outlook: Secretariat) -> None:
    state = outlook.site.state
    state.send_draft(SECRETARIAT, outlook.draft(), classic=True)
    outlook.at("2027-10-22T09:00")
    (letter,) = (one for one in state.delivered if one.recipient == "horten@example.no" and one.subject.startswith("Innkalling"))

    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "horten@example.no", SECRETARIAT, "SV: helt uten merke"
    mail["In-Reply-To"] = letter.internet_message_id
    mail["Date"] = state.now
    mail.set_content("Hei\n\nVi åpner nytt næringsbygg i mai.\n\nHilsen Horten\n")
    received = state.receive(SECRETARIAT, mail.as_bytes())
    outlook.at("2027-10-22T10:00")

    (text,) = outlook.desk.journal.contributions([MEETING])
    assert (text.organisation, "nytt næringsbygg" in text.content) == ("Horten kommune", True)
    assert state.item(SECRETARIAT, received.id).props["categories"] == ["aarshjul: registrert"]
    assert received.folder == "inbox"


def test_the_drafts_own_mail_in_our_inbox_says_nothing_and_the_secretarys_answer_to_it_approves(begin: Begin) -> None:
    year = begin("aarshjul")
    state = year.site.state
    year.at("2027-10-21T12:00")
    state.advance(60)
    year.round()
    (asked,) = (one for one in state.items(SECRETARIAT, "inbox") if "[utkast" in str(one.props["subject"]))
    draft = year.desk.journal.draft(NOTICE)
    assert draft is not None
    assert draft.state == "open"

    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = SECRETARIAT, SECRETARIAT, f"SV: {asked.props['subject']}"
    mail["In-Reply-To"], mail["Date"] = str(asked.props["internetMessageId"]), state.now
    mail.set_content("Godkjent\n")
    state.receive(SECRETARIAT, mail.as_bytes())
    year.round()
    draft = year.desk.journal.draft(NOTICE)
    assert draft is not None
    assert draft.state == "approved"


def test_a_draft_that_is_deleted_in_outlook_is_returned_and_nothing_leaves(outlook: Secretariat) -> None:
    outlook.site.state.delete_draft(SECRETARIAT, outlook.draft())
    outlook.at("2027-10-22T09:00")
    (draft,) = outlook.desk.journal.drafts(["returned"])
    assert (draft.step, draft.comment) == (NOTICE, "utkastet ble slettet i Outlook")
    outlook.at("2027-11-04T09:05")
    assert outlook.notices() == []


def test_when_the_agenda_changes_the_untouched_draft_is_made_anew_and_an_edited_one_is_left(outlook: Secretariat) -> None:
    before = outlook.draft()
    acts.add_item(outlook.desk, MEETING, "Ny sak", "", "Sekretæren", outlook.site.state.now)
    outlook.at("2027-10-22T09:00")
    outlook.at("2027-10-22T09:01")
    after = outlook.draft()
    assert after != before

    outlook.site.state.edit_draft(SECRETARIAT, after, subject="Innkalling, med sekretærens egne ord")
    acts.add_item(outlook.desk, MEETING, "Enda en sak", "", "Sekretæren", outlook.site.state.now)
    outlook.at("2027-10-23T09:00")
    outlook.at("2027-10-23T09:01")
    assert "Innkalling, med sekretærens egne ord" in outlook.drafts()


def test_who_was_taken_off_the_list_in_outlook_waits_for_a_word(outlook: Secretariat) -> None:
    kept = [{"emailAddress": {"address": address}} for address in sorted(MEMBERS - {"vara.horten@example.no"})]
    outlook.site.state.edit_draft(SECRETARIAT, outlook.draft(), bccRecipients=kept)
    outlook.site.state.send_draft(SECRETARIAT, outlook.draft())
    outlook.at("2027-10-22T09:00")
    outlook.at("2027-11-04T09:05")
    assert "vara.horten@example.no" not in outlook.notices()
    (held,) = outlook.desk.journal.held_letters()
    assert (held.recipient, held.reason) == ("vara.horten@example.no", "var ikke med da brevet ble sendt fra Outlook")


def test_approved_here_the_draft_in_outlook_goes_and_each_letter_leaves_once(outlook: Secretariat) -> None:
    acts.approve(outlook.desk, NOTICE, "Sekretæren", outlook.site.state.now)
    outlook.at("2027-10-22T09:00")
    assert outlook.drafts() == []
    outlook.at("2027-11-04T09:05")
    assert sorted(outlook.notices()) == sorted(MEMBERS)


def test_the_calendar_says_who_comes_and_a_moved_meeting_is_one_update(begin: Begin) -> None:
    year = begin("aarshjul")
    state = year.site.state
    year.at("2027-10-21T12:00")
    acts.approve(year.desk, NOTICE, "Sekretæren", state.now)
    year.at("2027-11-04T09:05")
    meeting = state.invited[0].event
    state.answer(SECRETARIAT, meeting, "horten@example.no", "accepted", mail=False)
    state.answer(SECRETARIAT, meeting, "lorenskog@example.no", "declined", mail=False)
    year.at("2027-11-04T11:00")

    (found,) = answers.answers(year.desk, desks.look(year.desk, state.now), state.now)
    assert {one.organisation: one.answer for one in year.desk.journal.rsvps([MEETING])} == {
        "Horten kommune": "accepted",
        "Lørenskog kommune": "declined",
    }
    assert found.key == MEETING

    occurrence = desks.look(year.desk, state.now).occurrence(MEETING)
    start, end = (at.replace(day=18) for at in (occurrence.start, occurrence.end))
    state.faults.append(Fault("event.update", "timeout", after_effect=True, seconds=0.6))
    acts.move(year.desk, MEETING, start, end, "Sekretæren", state.now)
    year.at("2027-11-04T12:00")
    year.at("2027-11-04T12:30")
    updates = [one for one in state.invited if one.kind == "update"]
    assert sorted(one.attendee for one in updates) == sorted(MEMBERS)
    assert {one.event for one in state.invited} == {meeting}


def test_the_mail_that_carries_an_answer_is_known_by_the_hour_of_the_meeting_and_its_comment_is_shown(begin: Begin) -> None:
    year = begin("aarshjul")
    state = year.site.state
    year.at("2027-10-21T12:00")
    acts.approve(year.desk, NOTICE, "Sekretæren", state.now)
    year.at("2027-11-04T09:05")
    state.answer(SECRETARIAT, state.invited[0].event, "horten@example.no", "declined", comment="Vi er på messe den dagen.")
    year.at("2027-11-04T09:10")
    (mail,) = (one for one in year.desk.journal.messages("tray") if one.sender == "horten@example.no")
    assert (mail.occurrence, mail.organisation) == (MEETING, "Horten kommune")
    assert "Vi er på messe den dagen." in mail.why
