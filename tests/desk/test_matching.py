"""Whose a mail is when the address does not tell, what comes too late, and the proposal that one word accepts."""

from datetime import timedelta

import pytest

from bot.cycle.model import Member
from bot.desk import tray, whose
from bot.desk.tray import Entry
from bot.errors import Refused
from bot.papers.reply import Cut, Reading
from bot.rehearsal import Rehearsal
from tests.desk.conftest import Begin
from tests.desk.test_year import MEETING, NOTICE

HORTEN, LORENSKOG = "Horten kommune", "Lørenskog kommune"
COLLEAGUE = "Rådgiver <radgiver@example.com>"
SIGNED = "Hei\r\n\r\nVi åpner ny kai i mai.\r\n\r\nMed vennlig hilsen\r\nRådgiver\r\n{}\r\nTlf. 22 00 00 00\r\n"
NEXT = "naering/faggruppe/2028-1"


def waiting(year: Rehearsal) -> Entry:
    """The one mail in the tray, an hour later."""
    year.until(year.now + timedelta(hours=1))
    [found] = tray.entries(year.desk)
    return found


def proposed(year: Rehearsal) -> tuple[str, str] | None:
    [offer] = tray.proposals(year.desk, year.now).values() or [None]
    return (offer.occurrence.key, offer.organisation) if offer else None


def accept(year: Rehearsal, entry: Entry) -> None:
    tray.assign(year.desk, entry.id, "", "", "Sekretæren", year.now)


# --- by the signature ------------------------------------------------------------------------------------------------------


def test_a_stranger_who_signs_for_an_organisation_is_a_proposal_with_its_reason(told: Rehearsal) -> None:
    """Anyone can write a signature: it is for the secretary to say yes."""
    entry = waiting(told.reply(NOTICE, LORENSKOG, SIGNED.format(HORTEN), sender=COLLEAGUE))

    assert entry.why == f"svarer på brevet vi sendte; avsenderen står ikke i registeret, men signaturen sier {HORTEN}"
    assert proposed(told) == (MEETING, HORTEN)
    assert told.desk.journal.contributions([MEETING]) == ()
    accept(told, entry)
    assert [one.organisation for one in told.desk.journal.contributions([MEETING])] == [HORTEN]
    assert tuple(tray.entries(told.desk)) == ()


@pytest.mark.parametrize(
    ("signature", "organisation"),
    [
        ("HORTEN  KOMMUNE | Næring", HORTEN),
        ("Næringsavdelinga i Horten kommune, 3191 Horten", HORTEN),
        ("KLOSSER", "Klosser Innovasjon"),
        ("Grønland 1, 0037 Oslo", ""),
        ("Oslo", "Oslo kommune"),
        ("Nordhorten kommune", ""),
        ("Horten kommunes venner", ""),
        (f"{HORTEN}\nOslo", ""),
    ],
)
def test_a_signature_names_an_organisation_or_an_alias_of_it_and_no_street_does(signature: str, organisation: str) -> None:
    known = [
        Member("A", "", HORTEN, "a@example.no"),
        Member("B", "", "Klosser Innovasjon", "b@example.no", aliases=("Klosser",)),
        Member("C", "", "Oslo kommune", "c@example.no", aliases=("Oslo",)),
    ]
    found = whose.owner(known, (), "ukjent@example.com", Reading("contribution", cut=(Cut("signature", signature),)))

    assert (found.organisation, found.sure) == (organisation, False)


def test_a_signature_with_two_organisations_says_nothing(told: Rehearsal) -> None:
    entry = waiting(told.reply(NOTICE, LORENSKOG, SIGNED.format(f"{HORTEN}\r\n{LORENSKOG}"), sender=COLLEAGUE))

    assert entry.why.endswith(f"men brevet gikk til {LORENSKOG}")


def test_the_name_in_the_text_is_no_signature(told: Rehearsal) -> None:
    entry = waiting(told.reply(NOTICE, LORENSKOG, f"Hei\r\n\r\nVi samarbeider med {HORTEN} om kaien.\r\n", sender=COLLEAGUE))

    assert proposed(told) == (MEETING, LORENSKOG)
    assert HORTEN not in entry.why


def test_a_known_address_counts_whatever_the_signature_says(told: Rehearsal) -> None:
    told.reply(NOTICE, LORENSKOG, SIGNED.format(HORTEN)).until(told.now + timedelta(hours=1))

    assert [one.organisation for one in told.desk.journal.contributions([MEETING])] == [LORENSKOG]


def test_a_new_mail_from_a_colleague_is_proposed_for_the_only_open_round(told: Rehearsal) -> None:
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(f"From: {COLLEAGUE}\r\nSubject: Innspill\r\n\r\n{SIGNED.format(HORTEN)}".encode())
    entry = waiting(told)

    assert "svarer ikke på noe vi har sendt" in entry.why
    assert proposed(told) == (MEETING, HORTEN)


def test_a_stranger_with_nothing_to_go_by_has_no_proposal(told: Rehearsal) -> None:
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(b"From: noen@example.com\r\nSubject: Hei\r\n\r\nVi selger kontorstoler.\r\n")
    entry = waiting(told)

    with pytest.raises(Refused, match="ikke noe forslag"):
        accept(told, entry)


def test_who_answers_that_there_is_nothing_from_another_address_has_answered_when_the_secretary_says_so(told: Rehearsal) -> None:
    accept(told, waiting(told.reply(NOTICE, LORENSKOG, "Ingen saker", sender=COLLEAGUE)))

    assert told.desk.journal.answered([MEETING]) == {MEETING: frozenset({LORENSKOG})}
    assert told.desk.journal.contributions([MEETING]) == ()


def test_what_the_secretariat_sends_on_is_proposed_for_the_one_who_wrote_it(told: Rehearsal) -> None:
    told.inbox.mkdir(exist_ok=True)
    (told.inbox / "a.eml").write_bytes(
        "From: sekretariat@example.no\r\nSubject: VS: Innspill\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "-----Opprinnelig melding-----\r\nFra: Vara Horten <vara.horten@example.no>\r\nSendt: fredag 5. november 2027 09:00\r\n"
        "Til: Rådgiver <radgiver@example.no>\r\nEmne: Innspill\r\n\r\nVi åpner ny kai i mai.\r\n".encode()
    )
    entry = waiting(told)

    assert entry.why.startswith("videresendt av sekretariatet")
    assert proposed(told) == (MEETING, HORTEN)


# --- too late --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def late(told: Rehearsal) -> Rehearsal:
    """Two days after the meeting, when the next one is in the plan."""
    return told.until("2027-11-13T09:00")


def test_what_comes_too_late_is_offered_for_the_next_meeting_that_collects(late: Rehearsal) -> None:
    entry = waiting(late.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai."))

    assert entry.why == ("kom for sent til møtet 11. november 2027; kan tas med til møte i faggruppe for næringssamarbeid 11. mai 2028")
    assert proposed(late) == (NEXT, HORTEN)
    accept(late, entry)
    assert [(one.occurrence, one.organisation, one.name) for one in late.desk.journal.contributions([MEETING, NEXT])] == [
        (NEXT, HORTEN, "Medlem Horten")
    ]


def test_the_proposal_follows_the_plan(late: Rehearsal) -> None:
    waiting(late.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai."))
    late.cancel(NEXT, "valg")

    assert proposed(late) == ("naering/faggruppe/2028-2", HORTEN)


def test_what_is_sent_to_a_meeting_that_is_called_off_is_offered_for_the_next(told: Rehearsal) -> None:
    entry = waiting(told.cancel(MEETING, "sykdom").until("2027-11-05T09:00").reply(NOTICE, HORTEN, "Vi åpner ny kai i mai."))

    assert entry.why.startswith("møtet er avlyst; kan tas med til ")
    assert proposed(told) == (NEXT, HORTEN)


def test_what_came_too_late_cannot_be_laid_where_no_paper_would_show_it(late: Rehearsal) -> None:
    entry = waiting(late.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai."))

    with pytest.raises(Refused, match="kom for sent"):
        tray.assign(late.desk, entry.id, MEETING, HORTEN, "Sekretæren", late.now)


def test_what_came_in_time_and_waited_for_a_person_goes_into_the_minutes(told: Rehearsal) -> None:
    entry = waiting(told.reply(NOTICE, LORENSKOG, SIGNED.format(HORTEN), sender=COLLEAGUE))
    told.until("2027-11-15T09:00")
    tray.assign(told.desk, entry.id, MEETING, "horten kommune", "Sekretæren", told.now)

    [one] = told.desk.journal.contributions([MEETING])
    assert one.received_at == told.plan().by_key[MEETING].start


def test_a_mail_that_is_laid_elsewhere_stands_in_one_place_only(told: Rehearsal) -> None:
    told.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai.").until(told.now + timedelta(hours=1))
    [message] = told.desk.journal.messages("matched")
    for _ in range(2):  # also when it is done again
        tray.assign(told.desk, message.id[:12], MEETING, LORENSKOG, "Sekretæren", told.now)

    active = [one.organisation for one in told.desk.journal.contributions([MEETING]) if one.state == "active"]
    assert active == [LORENSKOG]


def test_at_the_end_of_what_is_planned_nothing_is_offered(begin: Begin) -> None:
    """A cycle that stops: no later meeting is in sight."""
    year = begin("2027-10-01").until("2027-10-21T12:00").approve(NOTICE).until("2027-11-13T09:00")
    for number in (1, 2, 3):
        year.cancel(f"naering/faggruppe/2028-{number}", "slutt")
    entry = waiting(year.reply(NOTICE, HORTEN, "Vi åpner ny kai i mai."))

    assert entry.why.endswith("det er ikke lagt noe senere møte å ta det med til")
    assert tray.proposals(year.desk, year.now) == {}
