"""Answers to rounds: a mail as what it answers of what was asked, and how each measure stands by what was answered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.cycle import rounds
from bot.cycle.answered import Reported
from bot.cycle.measures.model import Measure
from bot.cycle.memory import Message, MessageState, NewContribution
from bot.cycle.model import Occurrence
from bot.desk import answered, contributions, hearings, measuring, whose
from bot.desk.desk import Desk, View
from bot.desk.matching import Match
from bot.papers import norsk, stored
from bot.papers.followup import updates
from bot.papers.followup.updates import Known, Update
from bot.papers.measuring.model import Stated
from bot.papers.model import Paragraph, Run
from bot.papers.reply import Envelope, Reading
from bot.papers.reply import files as attached
from bot.papers.reply.files import File
from bot.papers.rounds import questions, status
from bot.papers.rounds.model import Round, newest

PERSONS = frozenset({"contribution", "nothing", "forward", "empty"})
"""Verdicts of mails that a person wrote."""
OWN = frozenset({"secretariat", "command"})
"""Those of the secretariat's own, which counts where the secretariat itself was asked."""
SHEETS = (".xlsx", ".ods")


class Heard(NamedTuple):
    """A mail that answers a round as the journal will remember it, and the answer."""

    message: Message
    answer: NewContribution | None = None


class Mail(NamedTuple):
    """What is known of one mail; `sent` (aware) is when it was written."""

    message: Message
    envelope: Envelope
    reading: Reading
    found: Match
    sent: datetime


def heard(desk: Desk, view: View, mail: Mail) -> Heard | None:
    """What a mail answers to a round; None for a mail that answers none, and for what no person wrote or nobody knows whose it is."""
    occurrence = view.plan.by_key.get(mail.found.occurrence)
    round_ = answered.of(desk.office, occurrence, view.facts) if occurrence else None
    if round_ is None:
        return None
    if mail.reading.verdict == "auto-reply" and hearings.by_machine(desk.office, view, round_.occurrence, mail.envelope):
        why = f"{mail.found.why}, men det er sendt av en maskin; se om det er et innspill"
        return Heard(replace(mail.message, state="tray", why=why))
    if not _counts(mail):
        return None
    if why := _refused(round_, mail):
        return Heard(replace(mail.message, state="tray", why=why))
    letter = mail.found.letter
    asked = (letter.recipient.lower(), str(json.loads(letter.content)["text"])) if letter else ("", "")
    read = answer(desk, round_, mail.message, mail.reading, mail.sent, *asked)
    if read.empty:
        return Heard(replace(mail.message, state="tray", why=f"{mail.found.why}; e-posten er tom"))
    new = given(round_, mail.message, author(desk, round_, mail), mail.sent, read)
    told = (mail.found.why, read.trouble, "kom etter fristen" if mail.sent >= round_.occurrence.end else "")
    state: MessageState = "tray" if read.trouble else "matched"
    return Heard(replace(mail.message, state=state, why="; ".join(filter(None, told))), new)


def given(round_: Round, message: Message, author: str, at: datetime, read: "Read") -> NewContribution:
    """An answer as the journal keeps it, with the values it gives; `author` wrote it at `at` (aware UTC)."""
    values = measuring.measured(round_, read.told, at, author or message.organisation)
    return NewContribution(
        message.id, round_.occurrence.key, message.organisation, message.sender, author, at, read.content, round_.rule.kind, values
    )


def _counts(mail: Mail) -> bool:
    """Whether a person wrote it who is known: the secretariat too, where it was asked itself."""
    letter = mail.found.letter
    asked = letter is not None and letter.recipient.lower() == mail.message.sender
    wrote = mail.reading.verdict in PERSONS or (asked and mail.reading.verdict in OWN)
    machine = mail.envelope.automatic or mail.envelope.forged
    return wrote and not machine and bool(mail.found.organisation) and mail.found.sure


def _refused(round_: Round, mail: Mail) -> str:
    """Why an answer is for a person to decide on; empty when it is not."""
    if round_.occurrence.cancelled is not None:
        return "svar på noe som er avlyst"
    if round_.rule.late == "tray" and mail.sent >= round_.occurrence.end:
        return f"kom etter fristen {norsk.long(round_.occurrence.day)}; «aarshjul assign» tar det med likevel"
    return ""


def author(desk: Desk, round_: Round, mail: Mail) -> str:
    """Who wrote a mail: by the register, or by what the sender says."""
    known = whose.members(desk, round_.occurrence.key)
    if any(one.email == mail.message.sender for one in known):
        return whose.name(known, mail.message.sender, mail.found.organisation)
    return hearings.stranger(mail.envelope, mail.reading).person


# --- what it says -----------------------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """A mail as an answer: the text that is kept of it, whether there was nothing in it, and what a person must look at, and why.

    `told` are the values of goals that it gives.
    """

    content: str
    empty: bool
    trouble: str
    told: tuple[Stated, ...] = ()


def answer(  # noqa: PLR0913, PLR0917 - what is known of one mail
    desk: Desk, round_: Round, message: Message, reading: Reading, at: datetime, letter_to: str = "", request: str = ""
) -> Read:
    """What a mail says to what its round asks, under the numbers and in sheets that came back.

    `letter_to` is the address of the letter that it answers, and `request` that letter's text, where it answers one: what repeats it is
    no answer. `at` (aware) is when it was written.
    """
    kept = json.loads(contributions.content(reading))
    own = reading.contribution.strip() or _ungreeted(reading)
    files = tuple(attached.files(desk.journal.fetch(message.id)))
    text = own or str(kept["text"]).strip()
    if round_.rule.about == "goals":
        asked = measuring.wanted(round_, message.sender, message.organisation, letter_to)
        found = measuring.given(round_, asked, own, request, files, measuring.year_of(at))
        said: Sequence[Mapping[str, str]] = found.updates
        told, trouble = found.told, found.trouble
    else:
        said, trouble = _said(_known(round_, message, letter_to), own, request, files)
        told = ()
    kept |= {
        "text": text,
        "blocks": kept["blocks"] if kept["text"] else stored.write(_paragraphs(text)),
        "updates": said,
        "attachments": [{"name": file.name, "mime": file.mime, "size": len(file.content)} for file in files],
        "listed": _listed(desk, round_, message.organisation),
    }
    return Read(json.dumps(kept, ensure_ascii=False, sort_keys=True), not (text or files), trouble, told)


def _said(known: Sequence[Known], own: str, request: str, files: Sequence[File]) -> tuple[Sequence[Mapping[str, str]], str]:
    """What is said under the numbers, in words and in sheets; and why a sheet could not be read, where nothing else was."""
    in_words = updates.read(own, known, request) if known and own else ()
    in_sheets, trouble = _sheets(files, known)
    filled = {one.number for one in in_sheets}
    said = [one for one in in_words if one.state != "said" or one.number not in filled]  # «Se arket» says nothing beside the sheet
    numbered = any(one.number for one in (*said, *in_sheets))  # a table of another kind may go with an answer
    return [one._asdict() for one in (*said, *in_sheets)], "" if numbered else trouble


def _ungreeted(reading: Reading) -> str:
    """All that a person wrote, but for the greeting."""
    text = reading.text.strip()
    for cut in reading.cut:
        if cut.kind == "salutation":
            text = text.removeprefix(cut.text.strip()).strip()
    return text


def _known(round_: Round, message: Message, letter_to: str) -> tuple[Known, ...]:
    """What the answer may give numbers of: the questions, or the measures of whoever was asked."""
    match round_.rule.about:
        case "questions":
            return questions.known(round_)
        case "measures":
            return status.known(_measures(round_, message, letter_to), round_)
        case "text" | "goals":
            return ()


def _measures(round_: Round, message: Message, letter_to: str) -> tuple[Measure, ...]:
    """Those of the sender; of the one whom the letter went to; or of all in the organisation who were asked.

    Who was asked and stands in the register no more, may say something of any of them.
    """
    one = round_.of(message.sender) or round_.of(letter_to)
    if one is not None:
        return one.measures
    theirs = [one for one in round_.asked if one.to.organisation == message.organisation] or (round_.asked if letter_to else ())
    return tuple(dict.fromkeys(measure for one in theirs for measure in one.measures))


def _sheets(files: Sequence[File], known: Sequence[Known]) -> tuple[list[Update], str]:
    """What stands in the sheets that came back, and why one cannot be read."""
    from bot.papers.followup import sheet  # noqa: PLC0415 - openpyxl is loaded only where a workbook is read

    found: list[Update] = []
    trouble = ""
    for file in files if known else ():
        if file.name.lower().endswith(SHEETS):
            read = sheet.answers(file.content, known)
            if isinstance(read, str):
                trouble = f"«{file.name}»: {read}"
            else:
                found += read
    return found, trouble


def _listed(desk: Desk, round_: Round, name: str) -> bool:
    """Whether an organisation stands in the register of the group, or was asked all the same."""
    names = {one.organisation for one in whose.members(desk, round_.occurrence.key)} | {one.to.organisation for one in round_.asked}
    return name in names


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Run(part.strip()),)) for part in text.split("\n\n") if part.strip())


# --- how it stands ----------------------------------------------------------------------------------------------------------


def statuses(desk: Desk, group: str, year: int) -> Mapping[str, Reported]:
    """How each measure of a group stands by the newest answer to the rounds about measures that were held in a year, by its number.

    What nobody has answered about is not there. `Reported` has the state, what was written, whose it is, and when it came (aware UTC).
    """
    cycle = next((one for one in desk.office.cycles if one.schedule.group.id == group), None)
    rules = {one.id: rule for one in (cycle.schedule.activity if cycle else ()) if cycle and (rule := rounds.rule(cycle, one))}
    about = [name for name, rule in rules.items() if rule.about == "measures" and not rule.cost]
    keys = [f"{group}/{name}/{year}-{n}" for name in about for n in range(1, answered.MOST_A_YEAR + 1)]
    given = answered.answers(desk.office, desk.journal.contributions(keys))
    return newest(sorted((one for found in given.values() for one in found), key=lambda one: (one.at, one.id)))


def round_of(desk: Desk, view: View, key: str) -> Round | None:
    """The round with this key as it stands; None when the occurrence is none. Raises Unknown when there is no such occurrence."""
    occurrence: Occurrence = view.whole.by_key.get(key) or view.occurrence(key)
    return answered.of(desk.office, occurrence, view.facts)
