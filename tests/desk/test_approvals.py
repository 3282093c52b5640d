"""Approval by answering the draft: one word is enough, nothing doubtful is done, and nobody else's word counts."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import acts, approvals
from bot.rehearsal import Rehearsal
from tests.desk.moody import edit, letters, reread, text, to_members

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
    return year.until(when)


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
    assert approvals.code(b"rehearsal", NOTICE, 1) != approvals.code(b"another", NOTICE, 1)
    assert approvals.code(b"", NOTICE, 1) == ""
    assert approvals.code(laid.desk.seal, NOTICE, 1) in code(laid)


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
    assert approvals.kind(said) == "doubt"


@pytest.mark.parametrize("said", ["send det kan sendes " * 5_000 + "x", "takk , " * 20_000 + "x", "ja" * 50_000 + "!x", "hei " * 50_000])
def test_a_text_made_to_be_slow_is_soon_no_yes(said: str) -> None:
    assert approvals.kind(said) != "yes"


@given(st.text(max_size=60))
def test_only_words_of_consent_are_a_yes(said: str) -> None:
    if approvals.kind(said) == "yes":
        assert re.search(r"ja|ok|godkje|send|approved", said, re.IGNORECASE)


def test_the_command_and_the_mail_agree(laid: Rehearsal) -> None:
    acts.approve(laid.desk, NOTICE, "Sekretæren", laid.now)
    answer(laid, "Vent!")
    assert state(laid) == "approved"
    assert any("alt godkjent av Sekretæren" in one for one in tray(laid))
    (told_so,) = (mail for name, mail in letters(laid).items() if "refused" in name)
    assert str(told_so["Subject"]).startswith("Ingenting er endret")  # never «ikke godkjent» of what will leave
