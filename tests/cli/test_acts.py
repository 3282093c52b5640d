"""What the secretary may do, done with the command: each act says what follows, and leaves with the right status."""

import json
import shutil
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.conftest import MEETING, Aarshjul, post

NOTICE = f"{MEETING}/notice"


def test_the_draft_is_made_and_waits_for_a_person(desk: Aarshjul) -> None:
    ticked = desk("2027-10-21T09:00", "tick")
    status = desk("2027-10-21T09:05", "status")

    assert f"utkast til godkjenning: {NOTICE}" in ticked.out
    assert status.status == 3
    assert f"Godkjenn utkastet: Møte i faggruppe for samarbeid 11. november 2027 ({NOTICE})." in status.out


def test_preview_shows_who_by_name_and_the_very_text(fresh: Path, sent: Aarshjul, root: Path, aarshjul: Aarshjul) -> None:
    before = shutil.copytree(fresh, root.parent / "før")
    shown = aarshjul("preview", NOTICE, "--workspace", before, "--now", "2027-10-21T09:05")

    assert shown.status == 0
    assert shown.out.splitlines()[:4] == [
        f"{NOTICE} – sendes torsdag 4. november 2027 kl. 09.00",
        "2 brev, og 2 kalenderinvitasjoner, til:",
        "  Medlem Horten, Horten kommune <medlem.horten@example.no>",
        "  Medlem Lørenskog, Lørenskog kommune <medlem.lorenskog@example.no>",
    ]
    texts = [text(path) for path in post(root, NOTICE) if "calendar" not in path.name and "draft" not in path.name]
    assert len(texts) == 2
    assert all(found in shown.out for found in texts)


def text(path: Path) -> str:
    """The plain text of a letter as it left."""
    body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content.replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ").strip()


def test_preview_for_other_programs_and_laid_out_in_a_folder(desk: Aarshjul, tmp_path: Path) -> None:
    shown = json.loads(desk("2027-10-21T09:05", "preview", NOTICE, "--json").out)
    desk("2027-10-21T09:05", "preview", NOTICE, "--out", tmp_path / "se")

    assert [one["name"] for one in shown["recipients"]] == ["Medlem Horten", "Medlem Lørenskog"]
    assert shown["at"] == "2027-11-04T09:00:00+01:00"
    assert sorted(path.name for path in (tmp_path / "se").iterdir()) == sorted(["brev.eml", "invitasjon.ics", *shown["papers"]])


def test_nothing_leaves_before_it_is_approved(desk: Aarshjul, root: Path) -> None:
    desk("2027-10-21T09:00", "tick")

    held = desk("2027-11-04T09:00", "tick")

    assert held.status == 3
    assert f"holdt: {NOTICE}: " in held.out
    assert [path.name for path in post(root, NOTICE) if "draft" not in path.name] == []


def test_approve_once_and_not_twice(desk: Aarshjul) -> None:
    desk("2027-10-21T09:00", "tick")

    first = desk("2027-10-21T10:00", "approve", NOTICE, "--who", "Sekretæren")
    second = desk("2027-10-21T10:01", "approve", NOTICE)

    assert (first.status, first.out.splitlines()[0][:27]) == (0, "Godkjent. 2 brev går ut når")
    assert (second.status, second.err) == (2, "Det er alt godkjent av Sekretæren, og blir sendt når tiden er inne.\n")
    assert desk("2027-10-21T10:05", "status").status == 0


def test_return_keeps_the_letters_at_home(desk: Aarshjul, root: Path) -> None:
    desk("2027-10-21T09:00", "tick")

    back = desk("2027-10-21T10:00", "return", NOTICE, "Ta med en sak om reiseregninger.")

    assert (back.status, back.out[:14]) == (0, "Sendt tilbake.")
    assert desk("2027-11-04T09:00", "tick").status == 3
    assert [path.name for path in post(root, NOTICE) if "draft" not in path.name] == []


def test_move_tells_those_who_were_told(sent: Aarshjul, root: Path) -> None:
    moved = sent("2027-11-04T12:00", "move", MEETING, "18.11.2027", "13.00–14.30")

    assert moved == (
        0,
        "Flyttet til torsdag 18. november 2027 kl. 13.00–14.30.\n2 som alt har fått brev om dette, får beskjed ved neste runde.\n",
        "",
    )
    sent("2027-11-04T13:00", "tick")
    assert len(post(root, f"{MEETING}/moved")) == 4


def test_before_anyone_is_told_a_move_tells_nobody(desk: Aarshjul) -> None:
    assert desk("2027-10-02T12:00", "move", MEETING, "2027-11-18").out.endswith("så ingen får beskjed.\n")


def test_place_tells_those_who_were_told(sent: Aarshjul, root: Path) -> None:
    placed = sent("2027-11-04T12:00", "place", MEETING, "Kulturhuset", "--room", "sal 2")

    assert (placed.status, placed.out.splitlines()[0]) == (0, "Nytt sted er satt.")
    sent("2027-11-04T13:00", "tick")
    assert any("Kulturhuset, sal 2" in text(path) for path in post(root, f"{MEETING}/relocated") if "calendar" not in path.name)


def test_cancel_tells_those_who_were_told_and_cannot_be_done_twice(sent: Aarshjul, aarshjul: Aarshjul, root: Path) -> None:
    cancelled = sent("2027-11-04T12:00", "cancel", MEETING, "for få påmeldte")
    again = sent("2027-11-04T12:01", "cancel", MEETING)

    assert (cancelled.status, cancelled.out.splitlines()[0]) == (0, "Avlyst.")
    assert (again.status, again.err) == (2, "Det er alt avlyst.\n")
    sent("2027-11-04T13:00", "tick")
    assert len(post(root, f"{MEETING}/cancelled")) == 4
    assert "Møte i faggruppe for samarbeid  AVLYST" in aarshjul("plan", "--year", 2027, "--workspace", root).out


def test_an_added_item_comes_in_a_new_version_to_approve(sent: Aarshjul) -> None:
    added = sent("2027-11-04T12:00", "add-item", MEETING, "Nye satser for reiseregninger", "Satsene gjelder fra nyttår.")

    assert (added.status, added.out) == (0, "Saken er lagt til. Et nytt utkast kommer til godkjenning.\n")
    assert f"utkast til godkjenning: {MEETING}/changed-1" in sent("2027-11-05T08:00", "tick").out


def test_an_answer_is_collected_and_stops_the_reminder(sent: Aarshjul, root: Path) -> None:
    answer(root, "medlem.horten@example.no")

    collected = sent("2027-11-05T10:00", "collect")

    assert collected == (0, "1 svar, 0 svar på kalenderinvitasjoner, 0 svar på utkast, 0 automatiske svar, 0 som du må se på selv.\n", "")
    status = json.loads(sent("2027-11-05T10:05", "status", "--json").out)
    assert (status["answers"][0]["answered"], status["answers"][0]["silent"]) == (["Horten kommune"], ["Lørenskog kommune"])
    sent("2027-11-09T08:00", "tick")
    reminders = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in post(root, f"{MEETING}/remind")]
    assert ["lorenskog" in reminder["To"] for reminder in reminders] == [True]


def test_a_mail_that_answers_nothing_waits_for_a_person(sent: Aarshjul, root: Path) -> None:
    answer(root, "ukjent@example.no", answers="<ukjent@example.no>")

    collected = sent("2027-11-05T10:00", "collect", "--json")

    assert collected.status == 3
    assert json.loads(collected.out)["tray"] == 1
    assert sent("2027-11-05T10:05", "status").status == 3


def answer(root: Path, sender: str, answers: str = "") -> None:
    """Lay a member's answer to the notice in the inbox."""
    if not answers:
        letter = next(
            one for path in post(root, NOTICE) if sender in (one := message_from_bytes(path.read_bytes(), policy=policy.default))["To"]
        )
        answers = letter["Message-ID"]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["In-Reply-To"] = (
        f"Medlem <{sender}>",
        "sekretariat@example.no",
        "SV: Innkalling",
        answers,
    )
    mail.set_content("Vi har tre saker til runden.\n")
    (root / "in").mkdir(exist_ok=True)
    (root / "in" / "svar.eml").write_bytes(mail.as_bytes())


def test_release_of_what_is_not_held_is_refused(desk: Aarshjul) -> None:
    refused = desk("2027-10-21T09:00", "release", NOTICE)

    assert (refused.status, refused.err) == (2, f"Ingen brev for «{NOTICE}» er holdt tilbake. «aarshjul status» viser hva som er det.\n")


def test_a_post_that_is_shut_stops_the_round_and_loses_nothing(desk: Aarshjul, root: Path) -> None:
    (root / "out").mkdir()
    (root / "out" / "post").touch()

    shut = desk("2027-10-21T09:00", "tick")
    (root / "out" / "post").unlink()
    opened = desk("2027-10-21T09:05", "tick")

    assert shut.status == 3
    assert "stoppet: Brevet kunne ikke legges i " in shut.out
    assert (opened.status, len(post(root, f"{NOTICE}-draft"))) == (0, 1)


WRONG = [
    (["move", MEETING, "2027-11-18", "14.00–13.00"], "«14.00–13.00» er ikke et tidsrom; skriv «12.00–13.00»."),
    (["move", MEETING, "2027-01-18"], "Den nye tiden er passert."),
    (["move", "gruppe/mote/2027-9", "2027-11-18"], "Det finnes ikke noe «gruppe/mote/2027-9» i årshjulet. «aarshjul plan» viser nøklene."),
    (["place", MEETING, "X", "--online", "http://x"], "Lenken må begynne med https://"),
    (["add-item", MEETING, " "], "Saken har ingen tittel."),
    (["return", NOTICE], f"Det finnes ikke noe utkast til «{NOTICE}»."),
    (
        ["preview", f"{MEETING}/notis"],
        f"«{MEETING}» har ikke steget «notis». Det har: draft, notice, remind, update, remind-last, minutes, review, final, nag.",
    ),
    (["approve", f"{MEETING}/draft"], f"Dette er utkastet. Godkjenn steget det er utkast til: {NOTICE}."),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_what_cannot_be_done_is_refused_with_the_reason(desk: Aarshjul, arguments: list[str], message: str) -> None:
    assert desk("2027-10-21T09:00", *arguments) == (2, "", f"{message}\n")


USAGE = [
    ([], "dette mangler: kommando"),
    (["frob"], "kommando: finnes ikke: 'frob' (velg en av"),
    (["plan", "--year", "neste"], "--year: «neste» er ikke et år; skriv for eksempel 2027"),
    (["plan", "--year", "0"], "--year: «0» er ikke et år; skriv for eksempel 2027"),
    (["plan", "--json", "--ics", "x"], "--ics: kan ikke brukes sammen med --json"),
    (["plan", "--jso"], "ukjent: --jso"),
    (["plan", "--json=ja"], "--json: tar ingen verdi: 'ja'"),
    (["plan", "--group"], "--group: trenger en verdi"),
    (["move", MEETING], "dette mangler: DATO"),
    (["move", MEETING, "2027-02-30"], "DATO: «2027-02-30» er ikke en dato; skriv 2027-11-11 eller 11.11.2027"),
    (["approve", MEETING], f"STEG: «{MEETING}» er ikke nøkkelen til et steg; skriv for eksempel naering/faggruppe/2027-2/notice"),
    (["cancel", "mote"], "MØTE: «mote» er ikke en nøkkel; skriv for eksempel naering/faggruppe/2027-2"),
    (["tick", "--now", "snart"], "--now: «snart» er ikke et tidspunkt; skriv 2027-11-04T09:00"),
    (["serve", "--every", "0"], "--every: skriv et tall fra 1 til 3600"),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE)
def test_wrong_usage_is_told_in_norwegian(aarshjul: Aarshjul, arguments: list[str], message: str) -> None:
    said = aarshjul(*arguments)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("bruk: aarshjul")
    assert message in said.err.splitlines()[-1]


@pytest.mark.parametrize("command", ["", "check", "plan", "preview", "move", "serve", "demo", "init"])
def test_help_has_no_english_in_it(aarshjul: Aarshjul, command: str) -> None:
    said = aarshjul(*filter(None, [command]), "--help")

    assert said.status == 0
    assert not {"usage", "options", "show", "exit", "the", "positional", "arguments"} & set(said.out.replace(":", " ").split())


def test_the_workspace_may_be_named_before_the_command_too(aarshjul: Aarshjul, root: Path) -> None:
    assert aarshjul("--workspace", root, "check").status == 0
    assert aarshjul("check", "--workspace", root).status == 0


@pytest.mark.parametrize(
    "command",
    [["plan"], ["status"], ["tick"], ["collect"], ["preview", NOTICE], ["approve", NOTICE], ["demo"]],
    ids=lambda command: command[0],
)
def test_a_faulty_workspace_stops_everything_and_says_why(aarshjul: Aarshjul, root: Path, command: list[str]) -> None:
    (root / "config.toml").write_text("start = 2027-01-01\n", encoding="utf-8")

    said = aarshjul(*command, "--workspace", root)

    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("Arbeidsområdet har 1 feil. Ingenting er gjort.\nconfig.toml:1: «secretariat» mangler.")
    assert not (root / "state").exists()
