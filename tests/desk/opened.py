"""What a rehearsal has sent and what lies before the secretariat, as whoever gets it opens it; and a workspace with a plan of measures."""

import io
from collections.abc import Callable, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from bot.cli import pen
from bot.desk import envelope
from bot.rehearsal import Rehearsal
from tests.desk.conftest import workspace
from tests.papers.edited.word import W

NO_BREAK = "\N{NO-BREAK SPACE}"


def planned(folder: Path, schedule: str, **registers: str) -> Path:
    """A workspace with one schedule, and the registers that it names: `medlemmer` is the text of «medlemmer.csv»."""
    root = workspace(folder)
    for name, text in {"naering.toml": schedule, **{f"{name}.csv": text for name, text in registers.items()}}.items():
        (root / "schedules" / name).write_text(text, encoding="utf-8")
    return root


# --- mails ------------------------------------------------------------------------------------------------------------------


def mails(year: Rehearsal, step: str) -> list[EmailMessage]:
    """The mails of a step that have left."""
    letters = (letter for letter in year.desk.journal.letters(step) if letter.state == "sent")
    return [message_from_bytes(envelope.compose(year.desk.journal, letter, year.now), policy=policy.default) for letter in letters]


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace(NO_BREAK, " ")


def file(mail: EmailMessage, suffix: str) -> bytes:
    """The one file of a mail whose name ends so."""
    [found] = [part for part in mail.iter_attachments() if str(part.get_filename()).endswith(suffix)]
    content: bytes = found.get_content()
    return content


def laid(year: Rehearsal, step: str) -> str:
    """The words of the newest mail that lays a step's draft before the secretariat."""
    draft = year.desk.journal.draft(step)
    assert draft is not None
    return text(mails(year, f"{step}/draft-{draft.version}")[0])


# --- files ------------------------------------------------------------------------------------------------------------------


def drafted(year: Rehearsal, step: str) -> bytes:
    """The paper of a step as it would leave now."""
    draft = year.desk.journal.draft(step)
    assert draft is not None
    return year.desk.journal.fetch(envelope.files(envelope.thawed(draft.content)[0].content)[0].sha256)


def words(content: bytes) -> str:
    """The running text of a Word file, with that of its tables and controls."""
    lines = ("".join(part.text or "" for part in one.iter(f"{W}t")) for one in Document(io.BytesIO(content)).element.body.iter(f"{W}p"))
    return "\n".join(lines).replace(NO_BREAK, " ")


def rows(content: bytes) -> list[list[str]]:
    """Every row of the tables of a Word file."""
    tables = Document(io.BytesIO(content)).tables
    return [[cell.text.replace(NO_BREAK, " ") for cell in row.cells] for table in tables for row in table.rows]


def sheet(content: bytes) -> list[list[object]]:
    """Every row of a workbook."""
    found = load_workbook(io.BytesIO(content)).active
    assert found is not None
    return [list(row) for row in found.iter_rows(values_only=True)]


def written(said: Mapping[str, str]) -> Callable[[bytes], bytes]:
    """What somebody does who writes something in the rooms of a paper, by their names."""
    return lambda content: pen.fill(content, {f"assessment:{room}": text for room, text in said.items()}, {})
