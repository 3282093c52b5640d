"""Made, edited, saved by some program, read: what was edited, and only that."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers.edited import Edited
from tests.papers.edited.conftest import STEP, Make, told, understood
from tests.papers.edited.edits import EDITS, Edit
from tests.papers.edited.word import PRODUCERS, Word

SOFFICE = shutil.which("soffice")
CHECK = Path(__file__).parents[4] / "shared" / "ooxml" / "check.py"
KEEPS = ("as it is", "Word", "Word on the web", "Word for Mac", "LibreOffice")
"""The programs that leave the document's properties as they were."""
Save = Callable[[bytes], bytes]


def edited_by(content: bytes, *edits: Edit) -> bytes:
    word = Word(content)
    for edit in edits:
        edit.do(word)
    return word.saved()


@pytest.mark.parametrize("producer", PRODUCERS)
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_what_was_edited_is_told_and_only_that(minutes: bytes, sent: Edited, edit: Edit, producer: str) -> None:
    found = understood(PRODUCERS[producer](edited_by(minutes, edit)), sent)

    assert told(sent, found) == list(edit.told)
    assert (found.step, found.version) == (STEP, 2)


@pytest.mark.parametrize("producer", KEEPS)
def test_a_file_without_its_mail_knows_what_it_is(minutes: bytes, sent: Edited, producer: str) -> None:
    found = understood(PRODUCERS[producer](minutes))

    assert (found.step, found.version) == (STEP, 2)
    assert [case.id for case in found.cases] == [case.id for case in sent.cases] == ["innkalling", "referat", "runde", "plan", "eventuelt"]
    assert found.remarks == ()


@pytest.mark.parametrize("producer", ["Google Docs", "Pages"])
def test_a_file_that_has_lost_every_mark_is_understood_with_the_one_that_left_and_the_secretary_is_told(
    minutes: bytes, sent: Edited, producer: str
) -> None:
    saved = PRODUCERS[producer](minutes)
    alone, found = understood(saved), understood(saved, sent)

    assert (alone.step, {case.id for case in alone.cases}) == ("", {""})
    assert "Filen sier ikke selv hvilket møte den hører til." in alone.remarks
    assert [case.id for case in found.cases] == [case.id for case in sent.cases]
    assert found.remarks == (
        "Filen har mistet merkene som viser hvilken sak som er hvilken. Sakene er funnet igjen på tittel og rekkefølge.",
    )


TOUCHING = {
    "one more who was there", "one taken out of the attendance", "other hours, written otherwise", "the same moment, written otherwise",
    "a new deadline", "a measure taken out", "a measure struck out", "another title", "a wholly other title", "a case taken out",
    "another order", "a substitute on a row of their own", "a decision with a list", "a new case",
}  # fmt: skip
APART = tuple(edit for edit in EDITS if edit.name not in TOUCHING)
"""Edits that do not touch each other's words."""


@settings(max_examples=25)
@given(st.lists(st.sampled_from(APART), unique_by=lambda edit: edit.name), st.sampled_from(sorted(PRODUCERS)))
def test_many_edits_at_once_are_each_told_once(minutes: bytes, sent: Edited, edits: list[Edit], producer: str) -> None:
    found = understood(PRODUCERS[producer](edited_by(minutes, *edits)), sent)

    assert sorted(told(sent, found)) == sorted(sentence for edit in edits for sentence in edit.told)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)


@settings(max_examples=25)
@given(WORDS, WORDS, WORDS)
def test_any_words_come_back_as_those_words(minutes: bytes, sent: Edited, title: str, decision: str, who: str) -> None:
    word = Word(minutes)
    word.say("decision:plan", decision)
    word.cell("follow-up", "2", 1, who)
    word.fact("chair", who)
    found = understood(word.saved())

    (plan,) = (case for case in found.cases if case.id == "plan")
    assert " ".join(plan.decision.split()) in (decision, f"- {decision}")
    assert [(row.number, row.what) for row in found.measures] == [("1", "Sende brev til departementet"), ("2", who)]
    assert found.facts.chair == who
    assert [case.title for case in found.cases] == [case.title for case in sent.cases]


def test_both_languages_are_read_alike(made: Make, sent: Edited) -> None:
    found = understood(made(language="nn"))

    assert (found.facts.when, found.facts.where, found.facts.draft) == (sent.facts.when, sent.facts.where, True)
    assert (found.attendance, found.measures) == (sent.attendance, sent.measures)
    assert [case.id for case in found.cases] == [case.id for case in sent.cases]


def test_an_agenda_comes_back_with_its_cases_and_their_texts(made: Make) -> None:
    before = made("notice", step="naering/mote/2027-1/notice")
    word = Word(before)
    EDITS[[edit.name for edit in EDITS].index("another title")].do(word)
    found = understood(word.saved())

    assert found.step == "naering/mote/2027-1/notice"
    assert told(understood(before), found) == ["Saken «Høring om transportplan» heter nå «Høring om ny transportplan»."]
    assert found.facts.where == "Rådhuset, møterom 1 (inngang fra sjøsiden)"
    (renamed,) = (case for case in found.cases if case.renamed)
    assert (renamed.id, renamed.known_as) == ("plan", "Høring om transportplan")


# --- the real LibreOffice, and Word's own rules


@pytest.fixture(scope="session")
def from_libreoffice(minutes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Each edited file opened and saved by LibreOffice, all in one run."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for number, edit in enumerate(EDITS):
        (folder / f"{number}.docx").write_bytes(edited_by(minutes, edit))
    files = sorted(map(str, folder.glob("*.docx")))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    ran = [SOFFICE or "", profile, "--headless", "--convert-to", "docx", "--outdir", f"{folder}/saved", *files]
    subprocess.run(ran, capture_output=True, check=True, timeout=300)
    return {edit.name: (folder / "saved" / f"{number}.docx").read_bytes() for number, edit in enumerate(EDITS)}


# LibreOffice 7.4 itself loses a line break inside a control, so that two lines become one before we see them.
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice er ikke installert her")
@pytest.mark.parametrize("edit", [edit for edit in EDITS if "a line each" not in edit.name], ids=lambda edit: edit.name)
def test_what_was_edited_is_told_when_libreoffice_has_saved_it(from_libreoffice: Mapping[str, bytes], sent: Edited, edit: Edit) -> None:
    found = understood(from_libreoffice[edit.name])
    assert told(sent, found) == list(edit.told)
    assert (found.step, found.version) == (STEP, 2)


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/ooxml/check.py er ikke her")
def test_every_file_that_is_made_is_valid_and_usable_with_a_screen_reader(made: Make, minutes: bytes, tmp_path: Path) -> None:
    files = [*(made(name, language) for name in ("minutes", "notice") for language in ("nb", "nn"))]
    files += [edited_by(minutes, edit) for edit in EDITS]
    files += [understood(PRODUCERS["Word"](edited_by(minutes, edit))).clean(approved=True) for edit in EDITS[:3]]
    for number, content in enumerate(files):
        (tmp_path / f"{number}.docx").write_bytes(content)
    checked = subprocess.run([sys.executable, CHECK, *sorted(tmp_path.glob("*.docx"))], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, "\n".join(line for line in checked.stdout.splitlines() if not line.endswith(": ok"))
