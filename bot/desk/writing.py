"""What the desk writes, finished: a paper as files, a letter as text and HTML. Reads values, makes values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.cycle.memory import Told
from bot.cycle.model import Member, Occurrence
from bot.cycle.written import Sender
from bot.papers import document, letter, norsk, pdf, prose, wording
from bot.papers.model import Attachment, Letter, Paper
from bot.papers.office import Office
from bot.papers.wording import Template

DOCX, PDF = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """A letter to one recipient, ready but for the hour. `organisation` and `told` are what the journal remembers of it."""

    letter: Letter
    organisation: str
    told: Told | None


def files(office: Office, paper: Paper, day: date, *, both: bool = False) -> Iterator[Attachment]:
    """A paper as a Word file in the letterhead's looks, and as PDF dated `day` when asked for `both` or the secretariat always wants it."""
    name = _file_name(paper.title)
    yield Attachment(f"{name}.docx", DOCX, document.write(paper, office.letterhead))
    if both or office.config.papers.pdf:
        yield Attachment(f"{name}.pdf", PDF, pdf.write(paper, office.letterhead, day).content)


def written(
    template: Template, values: Mapping[str, object], key: str, sender: Sender, to: Member, papers: tuple[Attachment, ...]
) -> Letter:
    """One letter: its text and HTML from the same blocks."""
    text = wording.render(template, values)
    return Letter(
        key=key, sender_name=sender.name, sender=sender.email, recipient_name=to.name, recipient=to.email, subject=text.subject,
        text=prose.text(text.blocks), html=prose.html(text.blocks, text.subject, template.language), language=template.language,
        attachments=papers, reply_to=reply_address(sender, key),
    )  # fmt: skip


def reply_address(sender: Sender, key: str) -> str:
    """Where an answer goes: the secretariat's address, with the mark of the letter where its server accepts that (RFC 5233)."""
    if not sender.plus:
        return sender.email
    local, _, domain = sender.email.partition("@")
    return f"{local}+{letter.message_id(key, sender.email)[1:33]}@{domain}"


def marked(made: Letter, occurrence: Occurrence) -> Letter:
    """The letter with a mark in its subject that people can read, and by which an answer is known: «[næring 4. nov.]»."""
    group = occurrence.group
    return replace(made, subject=f"{made.subject} [{group.short or group.id} {norsk.brief(occurrence.day, group.language)}]")


def message_id(made: Letter) -> str:
    return letter.message_id(made.key, made.sender)


def _file_name(subject: str) -> str:
    """A subject as a file name that every system accepts, cut where a person still reads it."""
    kept = "".join(char if char.isalnum() or char in " -–.,()" else " " for char in subject)
    return " ".join(kept.split())[:100].strip(" .") or "dokument"
