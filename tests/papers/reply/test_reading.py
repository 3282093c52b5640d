"""Verdicts, charsets, contributions and blocks."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.papers.model import Grid, Heading, Listing, Paragraph, Run
from bot.papers.reply import Forwarded, understand
from tests.papers.reply.conftest import Post, message


@pytest.mark.parametrize(
    "text",
    [
        "Ingen saker",
        "Nei",
        "Ikke noe å melde.",
        "Vi har ingenting denne gangen",
        "Hei,\n\nIngen saker fra oss.\n\nMvh\nKari",
        "Ikkje noko nytt frå oss",
        "Inget att rapportera",
    ],
)
def test_nothing_to_report_is_an_answer(post: Post, text: str) -> None:
    assert post(text).verdict == "nothing"


@pytest.mark.parametrize(
    "text", ["Ingen saker er viktigere enn ferge.", "Nei til veien, sier kommunestyret.", "Ikke noe nytt, men skolen åpner i mai."]
)
def test_a_sentence_with_no_in_it_is_a_contribution(post: Post, text: str) -> None:
    assert post(text).verdict == "contribution"


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto-reply"),
        ({"subject": "Automatisk svar: Innkalling"}, "auto-reply"),
        ({"X-Autoreply": "yes"}, "auto-reply"),
        ({"Auto-Submitted": "no"}, "contribution"),
        ({"X-Failed-Recipients": "borte@example.no"}, "bounce"),
        ({"X-Spam-Flag": "YES"}, "spam"),
        ({"subject": "SV: Automatisk svar på timelister"}, "contribution"),
    ],
)
def test_headers_decide_first(post: Post, headers: dict[str, str], verdict: str) -> None:
    assert post("Vi har en sak.", **headers).verdict == verdict


def test_the_secretariat_approves() -> None:
    raw = message("Godkjent\n\nMvh\nKari").as_bytes()

    assert understand(raw, secretariat=("Kari.Nordmann@horten.example.no",)).verdict == "command"
    assert (
        understand(message("Vi må snakke om dette.").as_bytes(), secretariat=("kari.nordmann@horten.example.no",)).verdict == "secretariat"
    )


def test_a_forward_gives_the_text_of_whoever_wrote_it(post: Post) -> None:
    found = post(
        "Se under.\n\n---------- Forwarded message ---------\nFra: Ola <ola@example.no>\nDate: tor. 28. okt. 2027 kl. 09:00\n"
        "Subject: Sak\nTo: Kari <kari@example.no>\n\nVi vil ha ferge.\n\nMvh\nOla\n",
        subject="Fwd: Sak",
    )

    assert found.verdict == "forward"
    assert found.details == Forwarded("ola@example.no", "Ola")
    assert found.text.split() == ["Se", "under.", "Vi", "vil", "ha", "ferge."]


def test_a_contribution_leaves_out_salutation_and_covering_note(post: Post) -> None:
    found = post("Hei Kari,\n\nher kommer våre saker:\n\n- Vei\n- Skole\n\nMvh\nKari")

    assert found.contribution == "- Vei\n- Skole"
    assert [cut.kind for cut in found.cut] == ["signature", "salutation", "cover"]


def test_an_answer_typed_into_the_request_stands_under_its_question(post: Post) -> None:
    request = "Hei\n\nHva er nytt hos dere siden sist?\n\nHvem kommer på møtet fra dere?\n\nMed vennlig hilsen\nSekretariatet"
    header = "Fra: S <s@example.no>\nSendt: 28. oktober 2027 09:00\nTil: K\nEmne: I\n\n"
    answered = request.replace("sist?", "sist? Ny skole.").replace("fra dere?", "fra dere?\nJeg.")
    found = post(f"Svar under.\n\nMvh Kari\n\n{header}{answered}", request=request)

    assert found.text.split("\n") == ["Svar under.", "", "Ny skole.", "Jeg."]
    assert "Hva er nytt hos dere siden sist?\nNy skole." in found.contribution.replace("\n\n", "\n")


def test_structure_becomes_blocks(post: Post) -> None:
    found = post(
        html=(
            "<h2>Vei</h2><p>Vi vil ha <b>bro</b>.</p><ol start=3><li>En<ul><li>To</li></ul></li></ol><table><tr><th>A</th><th>B"
            "</th></tr><tr><td>1</td><td>2</td></tr></table>"
        )
    )

    assert found.blocks == (
        Heading(2, (Run("Vei"),)),
        Paragraph((Run("Vi vil ha "), Run("bro", bold=True), Run("."))),
        Listing(((Paragraph((Run("En"),)), Listing(((Paragraph((Run("To"),)),),))),), numbered=True, start=3),
        Grid(("A", "B"), (("1", "2"),)),
    )


@pytest.mark.parametrize(
    ("label", "codec"), [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("windows-1252", "utf-8"), ("utf-8", "cp1252"), ("tull", "utf-8")]
)
def test_a_wrong_label_does_not_spoil_the_letters(label: str, codec: str) -> None:
    raw = (
        f"From: k@example.no\nContent-Type: text/plain; charset={label}\nContent-Transfer-Encoding: 8bit\n\nBlåbær og «øl» – på Ås.".encode(
            codec
        )
    )

    assert understand(raw).text == "Blåbær og «øl» – på Ås."


def test_flowed_lines_are_one_paragraph() -> None:
    raw = b"From: k@example.no\nContent-Type: text/plain; format=flowed; delsp=yes\n\nDette er en lang linje som er fl \nytende.\n\nNy."

    assert understand(raw).text == "Dette er en lang linje som er flytende.\n\nNy."


def test_hidden_text_is_not_written_by_anyone(post: Post) -> None:
    assert post(html="<div style='display:none'>skjult</div><p>Synlig.<img src='https://example.no/p.gif' width=1></p>").text == "Synlig."


def test_the_command_line_shows_it_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "svar.eml").write_bytes(message("Hei,\n\nvi har en sak.\n\nMvh\nKari").as_bytes())

    assert main(["read", str(tmp_path / "svar.eml"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["text"], found["sender"]) == (
        "contribution",
        "Hei,\n\nvi har en sak.",
        "kari.nordmann@horten.example.no",
    )
