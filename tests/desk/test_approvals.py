"""Approval by answering the draft: one word is enough, nothing doubtful is done, and nobody else's word counts."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import acts, approvals, codes, collect, returning
from bot.desk.collect import Collected
from bot.errors import Refused
from bot.rehearsal import Rehearsal
from tests.desk.moody import at as moment
from tests.desk.moody import edit, letters, moody, reread, text, to_members

NOTICE = "naering/faggruppe/2027-3/notice"
SECRETARIAT = "sekretariat@example.no"


@pytest.fixture
def laid(begin: Callable[[str], Rehearsal]) -> Rehearsal:
    """The draft of the November notice lies with the secretariat."""
    return begin("2027-10-01").until("2027-10-21T12:00")


def code(year: Rehearsal) -> str:
    """The code in the newest draft, as a person's answer repeats it."""
    subjects = [str(mail["Subject"]) for mail in letters(year).values() if "[utkast" in str(mail["Subject"])]
    found = re.search(r"\[utkast [^]]+\]", subjects[-1])
    assert found is not None
    return found[0]


def answer(
    year: Rehearsal, said: str, *, sender: str = SECRETARIAT, mark: str = "", when: str = "2027-10-22T09:00", **headers: str
) -> Rehearsal:
    """Somebody answers the draft, and the bot reads it."""
    arrive(year, said, sender, mark, **headers)
    return year.until(when)


def arrive(year: Rehearsal, said: str, sender: str, mark: str = "", **headers: str) -> None:
    """Somebody's answer to the draft lies in the inbox."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, SECRETARIAT
    mail["Subject"] = f"SV: Til godkjenning: innkalling {mark or code(year)}"
    mail["Date"] = year.now
    mail["In-Reply-To"] = next(str(one["Message-ID"]) for one in reversed(letters(year).values()) if "[utkast" in str(one["Subject"]))
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(f"{said}\n\nMed vennlig hilsen\nRådgiver\n\nFra: sekretariat@example.no\nEmne: Til godkjenning\n\nHer er utkastet.\n")
    year.inbox.mkdir(parents=True, exist_ok=True)
    (year.inbox / f"{len(list(year.inbox.iterdir()))}.eml").write_bytes(mail.as_bytes())


def state(year: Rehearsal) -> str:
    draft = year.desk.journal.draft(NOTICE)
    return draft.state if draft else ""


def told(year: Rehearsal) -> list[str]:
    """Subjects of the answers to approvals, oldest first."""
    return [
        str(mail["Subject"])
        for name, mail in letters(year).items()
        if re.search(r"draft-\d+-(approved|first|returned|asked|refused)", name)
    ]


def tray(year: Rehearsal) -> list[str]:
    return [message.why for message in year.desk.journal.messages("tray")]


@pytest.mark.parametrize(
    "said", ["Godkjent", "OK", "ok!", "Hei!\n\nGodkjent. Takk!", "Ja, send", "Den kan sendes.", "Fint, takk.\nGodkjend", "Send"]
)
def test_one_word_in_answer_to_the_draft_lets_the_notice_go_at_its_hour(laid: Rehearsal, said: str) -> None:
    answer(laid, said)
    assert state(laid) == "approved"
    assert [subject.partition(":")[0] for subject in told(laid)] == ["Godkjent"]
    assert not to_members(laid)
    laid.until("2027-11-04T09:01")
    assert len([name for name in to_members(laid) if "/notice/".replace("/", "-") in name]) > 0


@pytest.mark.parametrize("said", ["Nei", "Vent", "Stopp, møtet kan bli flyttet", "Ikke godkjent ennå", "Rommet er feil, det skal være B2"])
def test_a_no_or_a_comment_sends_it_back(laid: Rehearsal, said: str) -> None:
    answer(laid, said)
    draft = laid.desk.journal.draft(NOTICE)
    assert draft is not None
    assert (draft.state, draft.comment) == ("returned", said)
    laid.until("2027-11-04T09:01")
    assert not to_members(laid)


def test_what_is_doubtful_is_asked_back_once_and_the_answer_to_that_counts(laid: Rehearsal) -> None:
    answer(laid, "OK, men rett opp stedet først")
    answer(laid, "Ser fint ut", when="2027-10-22T10:00")
    assert state(laid) == "open"
    assert [subject.partition("?")[0] for subject in told(laid)] == ["Er dette godkjent"]
    (asked,) = (mail for mail in letters(laid).values() if str(mail["Subject"]).startswith("Er dette godkjent?"))
    assert "«Godkjent» eller «Vent»" in text(asked)
    answer(laid, "Godkjent", when="2027-10-22T11:00")
    assert state(laid) == "approved"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sender": "horten@example.no"}, "en som ikke kan godkjenne"),
        ({"sender": "fremmed@svindel.example.no"}, "en som ikke kan godkjenne"),
        ({"mark": "[utkast AAAA-BBBB-CCCC]"}, "gjelder ikke noe utkast"),
        ({"Authentication_Results": "mx.example.no; dmarc=fail header.from=example.no"}, "ikke er bekreftet"),
    ],
)
def test_a_forged_approval_changes_nothing_and_is_told(laid: Rehearsal, changes: dict[str, str], why: str) -> None:
    answer(laid, "Godkjent", **changes)
    assert state(laid) == "open"
    assert any(why in one for one in tray(laid))
    assert told(laid) == []


@pytest.mark.parametrize(
    ("sender", "counted"), [(SECRETARIAT, Collected(drafts=1)), ("fremmed@svindel.example.no", Collected(tray=1))], ids=["ours", "strange"]
)
def test_a_round_of_the_inbox_says_what_it_did_with_answers_to_drafts(laid: Rehearsal, sender: str, counted: Collected) -> None:
    arrive(laid, "Godkjent", sender)

    assert collect.collect(laid.desk, laid.now) == counted
    assert collect.collect(laid.desk, laid.now) == Collected()


def test_an_old_answer_sent_again_approves_no_later_draft(laid: Rehearsal) -> None:
    old = code(laid)
    laid.add_item("naering/faggruppe/2027-3", "Ny sak").until("2027-10-22T08:00")
    assert code(laid) != old
    answer(laid, "Godkjent", mark=old)
    assert state(laid) == "open"
    assert any("erstattet av et nyere" in one for one in tray(laid))


def test_the_same_mail_read_once_more_is_no_second_approval(laid: Rehearsal) -> None:
    answer(laid, "Godkjent")
    answer(laid, "Godkjent", when="2027-10-22T10:00")
    assert state(laid) == "approved"
    assert len(told(laid)) == 1


def test_an_automatic_answer_is_no_word_on_the_draft(laid: Rehearsal) -> None:
    answer(laid, "OK, jeg er på ferie", Auto_Submitted="auto-replied")
    assert state(laid) == "open"
    assert told(laid) == []


def test_where_two_must_approve_the_first_is_noted_and_the_second_lets_it_go(begin: Callable[[str], Rehearsal], root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'agenda = "naering"\n', 'agenda = "naering"\napprovers = ["Næringssjef"]\napprovals = 2\n')
    year = begin("2027-10-01")
    reread(year, root)
    year.until("2027-10-21T12:00")
    asked = [str(mail["To"]) for mail in letters(year).values() if "[utkast" in str(mail["Subject"])]
    assert sorted(to.partition("<")[2].rstrip(">") or to for to in asked) == ["lorenskog@example.no", SECRETARIAT]

    answer(year, "Godkjent")
    answer(year, "Godkjent", when="2027-10-22T09:30")
    assert state(year) == "open"
    assert [subject.partition(":")[0] for subject in told(year)] == ["Notert"]
    answer(year, "OK", sender="lorenskog@example.no", when="2027-10-22T10:00")
    assert state(year) == "approved"


def test_a_code_cannot_be_made_without_the_seal(laid: Rehearsal) -> None:
    assert codes.code(b"rehearsal", NOTICE, 1) != codes.code(b"another", NOTICE, 1)
    assert codes.code(b"", NOTICE, 1) == ""
    assert codes.code(laid.desk.seal, NOTICE, 1) in code(laid)


@pytest.mark.parametrize(
    "said",
    [
        "Godkjent. Fint, men flytt sak 3",
        "OK. Takk, men vent til mandag",
        "Ja. Greit, bare rett datoen først",
        "Send meg heller en ny versjon",
        "Fint",
    ],
)
def test_a_yes_with_a_condition_is_no_yes(said: str) -> None:
    assert approvals.kind(said) in ("doubt", "thanks")


@pytest.mark.parametrize("said", ["send det kan sendes " * 5_000 + "x", "takk , " * 20_000 + "x", "ja" * 50_000 + "!x", "hei " * 50_000])
def test_a_text_made_to_be_slow_is_soon_no_yes(said: str) -> None:
    assert approvals.kind(said) != "yes"


@given(st.text(max_size=60))
def test_only_words_of_consent_are_a_yes(said: str) -> None:
    if approvals.kind(said) == "yes":
        assert re.search(r"ja|ok|godkje|send|approved", said, re.IGNORECASE)


# --- an approval taken back ------------------------------------------------------------------------------------------------


def mails(year: Rehearsal, outcome: str) -> list[EmailMessage]:
    """The answers with this outcome, oldest first."""
    return [mail for name, mail in letters(year).items() if re.search(rf"draft-\d+-{outcome}", name)]


def written(year: Rehearsal, said: str, at: str, **known: str) -> None:
    """An answer to the draft lies in the inbox, written at a wall time of 22 October, and is not read yet."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Date"] = known.get("sender", SECRETARIAT), SECRETARIAT, moment(f"2027-10-22T{at}")
    mail["Subject"] = f"SV: Til godkjenning: innkalling {known.get('mark') or code(year)}"
    mail["In-Reply-To"] = next(str(one["Message-ID"]) for one in letters(year).values() if "[utkast" in str(one["Subject"]))
    mail.set_content(said)
    year.inbox.mkdir(parents=True, exist_ok=True)
    (year.inbox / f"{len(list(year.inbox.iterdir()))}.eml").write_bytes(mail.as_bytes())


@pytest.mark.parametrize("said", ["Vent!", "Stopp, rommet er opptatt", "Nei", "OK, men rett opp stedet først"])
def test_a_later_no_takes_the_approval_back_and_nothing_leaves(laid: Rehearsal, said: str) -> None:
    answer(laid, "Godkjent")
    answer(laid, said, when="2027-10-22T10:00")
    assert state(laid) == "returned"
    [told_so] = mails(laid, "returned")
    assert "ingenting går ut" in text(told_so)
    laid.until("2027-11-04T09:01")
    assert not to_members(laid)


def test_after_a_no_a_new_yes_lets_it_go_and_a_new_no_stops_it_again(laid: Rehearsal) -> None:
    for hour, said in enumerate(("Godkjent", "Vent", "Godkjent", "Stopp"), 9):
        answer(laid, said, when=f"2027-10-22T{hour:02}:00")
    assert state(laid) == "returned"
    assert (len(mails(laid, "approved")), len(mails(laid, "returned"))) == (2, 2)
    answer(laid, "Godkjent", when="2027-10-22T14:00").until("2027-11-04T09:01")
    assert to_members(laid)


def test_the_confirmation_itself_can_be_answered_with_stop(laid: Rehearsal) -> None:
    answer(laid, "Godkjent")
    [confirmed] = mails(laid, "approved")
    assert "svar «Stopp» på denne e-posten" in text(confirmed)
    answer(laid, "Stopp", mark=str(re.search(r"\[utkast [^]]+\]", str(confirmed["Subject"]))[0]), when="2027-10-22T10:00")  # type: ignore[index]
    assert state(laid) == "returned"


def test_thanks_for_the_confirmation_takes_nothing_back(laid: Rehearsal) -> None:
    answer(laid, "Godkjent")
    answer(laid, "Tusen takk!", when="2027-10-22T10:00")
    assert state(laid) == "approved"
    assert not mails(laid, "asked")


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": "horten@example.no"},
        {"mark": "[utkast AAAA-BBBB-CCCC]"},
        {"Authentication_Results": "mx.example.no; dmarc=fail header.from=example.no"},
        {"Auto_Submitted": "auto-replied"},
    ],
)
def test_a_forged_no_stops_nothing(laid: Rehearsal, changes: dict[str, str]) -> None:
    answer(laid, "Godkjent")
    answer(laid, "Stopp", when="2027-10-22T10:00", **changes)
    assert state(laid) == "approved"
    assert not mails(laid, "returned")


@pytest.mark.parametrize("turned", [False, True])
def test_in_one_round_the_last_word_counts_in_whatever_order_it_is_read(laid: Rehearsal, turned: bool) -> None:  # noqa: FBT001
    mark = code(laid)
    for said, at in reversed([("Godkjent", "08:00"), ("Vent", "08:10")]) if turned else [("Godkjent", "08:00"), ("Vent", "08:10")]:
        written(laid, said, at, mark=mark)
    laid.until("2027-10-22T09:00")
    assert state(laid) == "returned"


@pytest.mark.parametrize("turned", [False, True])
def test_who_thinks_better_of_a_no_has_said_yes(laid: Rehearsal, turned: bool) -> None:  # noqa: FBT001
    words = [("Vent", "08:00"), ("Godkjent", "08:10")]
    for said, at in reversed(words) if turned else words:
        written(laid, said, at)
    laid.until("2027-10-22T09:00")
    assert state(laid) == "approved"


def test_two_words_of_the_same_second_are_a_no(laid: Rehearsal) -> None:
    written(laid, "Vent", "08:00")
    written(laid, "Godkjent", "08:00")
    laid.until("2027-10-22T09:00")
    assert state(laid) == "returned"
    assert "omtrent samtidig" in text(mails(laid, "crossed")[0])


def test_an_old_yes_that_is_sent_again_after_the_no_approves_nothing(laid: Rehearsal) -> None:
    answer(laid, "Godkjent")
    first = (laid.inbox / "0.eml").read_bytes()
    answer(laid, "Vent", when="2027-10-22T10:00")
    (laid.inbox / "9.eml").write_bytes(first)
    laid.until("2027-10-22T11:00")
    assert state(laid) == "returned"


def test_an_old_no_that_is_sent_again_stops_nothing_that_was_approved_since(laid: Rehearsal) -> None:
    answer(laid, "Vent")
    old = (laid.inbox / "0.eml").read_bytes()
    answer(laid, "Godkjent", when="2027-10-22T10:00")
    (laid.inbox / "9.eml").write_bytes(old)
    laid.until("2027-10-22T11:00")
    assert state(laid) == "approved"


def test_a_no_after_it_has_left_is_told_what_left_and_what_can_be_done(told_: Rehearsal) -> None:
    answer(told_, "Stopp!", when="2027-11-04T10:00")
    assert state(told_) == "approved"
    [late] = mails(told_, "left")
    assert str(late["Subject"]).startswith("Alt sendt: innkalling")
    assert "for sent å stoppe: innkalling er alt sendt til 3 mottakere" in text(late)
    assert "Da kommer en rettet innkalling til godkjenning" in text(late)
    assert any("alt sendt til 3" in why for why in tray(told_))


@pytest.fixture
def told_(laid: Rehearsal) -> Rehearsal:
    """The notice has been approved, and has left."""
    answer(laid, "Godkjent").until("2027-11-04T09:01")
    return laid


def test_where_the_post_shut_halfway_the_rest_is_kept_back_and_said(laid: Rehearsal) -> None:
    answer(laid, "Godkjent")
    laid.until("2027-11-04T08:59")
    moody(laid, left=1)
    laid.until("2027-11-04T09:00")
    moody(laid)
    answer(laid, "Stopp", when="2027-11-04T09:05")
    assert len([name for name in to_members(laid) if "notice" in name]) == 1
    [late] = mails(laid, "left")
    assert "alt sendt til én mottaker" in text(late)
    assert f"aarshjul release {NOTICE}" in text(late)
    acts.release(laid.desk, NOTICE, "Sekretæren", laid.now)
    laid.until("2027-11-04T10:00")
    assert {str(mail["To"]).partition("<")[2] for mail in to_members(laid).values()} == {
        "horten@example.no>", "vara.horten@example.no>", "lorenskog@example.no>"
    }  # fmt: skip


def test_what_lies_ready_when_the_post_is_shut_never_leaves(laid: Rehearsal) -> None:
    answer(laid, "Godkjent")
    moody(laid, left=0)
    laid.until("2027-11-04T09:00")
    returning.hand_back(laid.desk, NOTICE, "rommet er opptatt", "Sekretæren", laid.now)
    moody(laid)
    laid.until("2027-11-05T09:00")
    assert not to_members(laid)
    assert "Svaret var: «rommet er opptatt»" in text(mails(laid, "stopped")[0])


def test_at_the_command_line_an_approved_step_is_returned_and_the_one_who_approved_is_told(laid: Rehearsal) -> None:
    answer(laid, "Godkjent")
    returning.hand_back(laid.desk, NOTICE, "rommet er opptatt", "Sekretæren", laid.now)
    laid.until("2027-11-05T09:00")
    assert not to_members(laid)
    [told_so] = mails(laid, "stopped")
    assert "Sekretæren har sendt tilbake utkastet til innkalling, som var godkjent. Ingenting går ut." in text(told_so)
    with pytest.raises(Refused, match="alt returnert av Sekretæren"):
        returning.hand_back(laid.desk, NOTICE, "igjen", "Sekretæren", laid.now)


def test_one_of_two_who_approved_may_stop_it_and_both_must_then_say_yes_again(begin: Callable[[str], Rehearsal], root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'agenda = "naering"\n', 'agenda = "naering"\napprovers = ["Næringssjef"]\napprovals = 2\n')
    year = begin("2027-10-01")
    reread(year, root)
    year.until("2027-10-21T12:00")
    answer(year, "Godkjent")
    answer(year, "Godkjent", sender="lorenskog@example.no", when="2027-10-22T10:00")
    assert state(year) == "approved"

    answer(year, "Stopp, jeg så ikke sak 3", sender="lorenskog@example.no", when="2027-10-22T11:00")
    assert state(year) == "returned"
    [other] = mails(year, "stopped")
    assert SECRETARIAT in str(other["To"])
    assert "Svaret var: «Stopp, jeg så ikke sak 3»" in text(other)

    answer(year, "Godkjent", sender="lorenskog@example.no", when="2027-10-22T12:00")
    assert state(year) == "returned"
    answer(year, "Godkjent", when="2027-10-22T13:00")
    assert state(year) == "approved"


def test_a_yes_of_one_who_could_not_know_of_the_others_no_is_asked_again(begin: Callable[[str], Rehearsal], root: Path) -> None:
    edit(root / "schedules" / "naering.toml", 'agenda = "naering"\n', 'agenda = "naering"\napprovers = ["Næringssjef"]\n')
    year = begin("2027-10-01")
    reread(year, root)
    year.until("2027-10-21T12:00")
    written(year, "Vent", "08:00", sender="lorenskog@example.no")
    written(year, "Godkjent", "08:10")
    year.until("2027-10-22T09:00")
    assert state(year) == "returned"
    answer(year.until("2027-10-22T09:30"), "Godkjent", when="2027-10-22T10:00")
    assert state(year) == "approved"


def test_a_no_to_an_older_draft_stops_what_was_approved_in_its_place(laid: Rehearsal) -> None:
    old = code(laid)
    laid.add_item("naering/faggruppe/2027-3", "Ny sak").until("2027-10-22T08:00")
    answer(laid, "Godkjent")
    answer(laid, "Stopp", mark=old, when="2027-10-22T10:00")
    assert state(laid) == "returned"


def test_the_command_and_the_mail_agree(laid: Rehearsal) -> None:
    acts.approve(laid.desk, NOTICE, "Sekretæren", laid.now)
    answer(laid, "Godkjent", when="2027-10-22T09:00")
    (told_so,) = mails(laid, "refused")
    assert str(told_so["Subject"]).startswith("Ingenting er endret")  # never «ikke godkjent» of what will leave
    answer(laid, "Vent!", when="2027-10-22T10:00")
    assert state(laid) == "returned"
