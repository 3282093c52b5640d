"""How it stands: who has answered and who has not, who comes, and the same in the weekly letter, without looking for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.cli import see
from bot.cycle.memory import Incoming
from bot.desk import answers, status, tray, weekly
from bot.desk import desk as desks
from bot.desk.answers import Answers, Standing
from bot.desk.ports import Post
from bot.rehearsal import Rehearsal
from tests.desk.conftest import Begin
from tests.desk.moody import at, moody
from tests.desk.test_year import MEETING, NOTICE

HORTEN, LORENSKOG = "Horten kommune", "Lørenskog kommune"


def standing(year: Rehearsal) -> Answers:
    year.until(year.now + timedelta(hours=1))
    [found] = status.status(year.desk, year.now).answers
    return found


def test_before_anyone_has_answered_everyone_is_listed_as_not_yet(told: Rehearsal) -> None:
    assert standing(told).organisations == (Standing(HORTEN, "none", 0, "none"), Standing(LORENSKOG, "none", 0, "none"))


def test_a_text_nothing_to_report_and_not_yet_are_three_things(told: Rehearsal) -> None:
    assert standing(told.reply(NOTICE, LORENSKOG, "Ingen saker")).having("nothing") == (LORENSKOG,)
    found = standing(told.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai."))

    assert (found.having("contribution"), found.having("nothing"), found.silent) == ((HORTEN,), (LORENSKOG,), ())


def test_two_texts_of_one_organisation_are_one_answer(told: Rehearsal) -> None:
    told.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai.")
    found = standing(told.reply(NOTICE, HORTEN, "Og vi har ansatt ny havnesjef.", sender="vara.horten@example.no"))

    assert found.organisations[0] == Standing(HORTEN, "contribution", 2, "none")
    assert found.answered == (HORTEN,)


def test_what_the_secretary_moves_to_another_organisation_is_that_ones_answer(told: Rehearsal) -> None:
    standing(told.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai."))
    [message] = told.desk.journal.messages("matched")
    tray.assign(told.desk, message.id[:12], MEETING, LORENSKOG, "Sekretæren", told.now)

    assert (standing(told).answered, standing(told).silent) == ((LORENSKOG,), (HORTEN,))


def test_a_person_reads_it_in_a_few_lines(told: Rehearsal) -> None:
    told.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai.").respond(NOTICE, HORTEN, "ACCEPTED").respond(NOTICE, LORENSKOG, "DECLINED")

    assert list(see.answered(standing(told))) == [
        "1 av 2 organisasjoner har svart",
        "har sendt innspill (1): Horten kommune",
        "har ikke svart ennå (1): Lørenskog kommune",
        "kommer på møtet (1): Horten kommune",
        "kommer ikke på møtet (1): Lørenskog kommune",
    ]


def test_the_weekly_letter_says_it_in_one_sentence(told: Rehearsal) -> None:
    told.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai.").respond(NOTICE, LORENSKOG, "ACCEPTED").until("2027-11-08T07:30")
    [letter] = told.desk.journal.letters("sekretariat/ukebrev/2027-45")

    assert "Møte i faggruppe for næringssamarbeid. 1 av 2 organisasjoner har svart, 1 kommer." in json.loads(letter.content)["text"]


def test_in_nynorsk_it_is_nynorsk() -> None:
    found = Answers(
        MEETING, "Møte", meeting=True, organisations=(Standing(HORTEN, "nothing", 0, "accepted"), Standing("B", "none", 0, "none"))
    )

    assert answers.briefly(found, "nn") == "1 av 2 organisasjonar har svart, 1 kjem."


def test_mail_that_waits_is_said_and_what_to_do(told: Rehearsal) -> None:
    told.respond(NOTICE, LORENSKOG, "DECLINED", comment="Kan vi ta det på skjerm?").until(told.now + timedelta(hours=1))
    said = list(weekly.waiting(told.desk, desks.look(told.desk, told.now), told.now))

    assert "1 e-post i køen trenger at du ser på den." in said


@dataclass
class Nearly:
    """The folder post, in a mailbox that has nearly used its day."""

    folder: Post

    def send(self, key: str, message_id: str, message: bytes) -> str:
        return self.folder.send(key, message_id, message)

    def find(self, key: str, message_id: str) -> str | None:
        return self.folder.find(key, message_id)

    def inbox(self, mark: str) -> Iterator[Incoming]:
        return self.folder.inbox(mark)

    def publish(self, name: str, content: bytes) -> None:
        self.folder.publish(name, content)

    def warnings(self) -> tuple[str, ...]:
        return ("sekretariat@example.no har skrevet til 8000 mottakere det siste døgnet. Grensen er 10000.",)


def test_a_post_that_is_nearly_full_is_said_first_and_in_the_weekly_letter(told: Rehearsal) -> None:
    told.desk = replace(told.desk, post=Nearly(told.desk.post))
    told.until("2027-11-08T07:30")
    [letter] = told.desk.journal.letters("sekretariat/ukebrev/2027-45")

    assert status.status(told.desk, told.now).waiting[0].startswith("sekretariat@example.no har skrevet til 8000 mottakere")
    assert "Grensen er 10000." in json.loads(letter.content)["text"]


def test_what_would_leave_if_the_post_went_is_counted(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00").approve("naering/faggruppe/2027-3/notice")

    assert status.backlog(year.desk, year.now) == "Ingen brev venter på å bli sendt."
    assert status.backlog(year.desk, at("2027-11-04T09:05")) == "Ingen brev venter på å bli sendt, og 1 utsending til er forfalt."
    moody(year, left=1)
    year.until("2027-11-04T09:05")
    assert status.backlog(year.desk, year.now) == "7 brev venter på å bli sendt."
