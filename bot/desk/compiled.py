"""What a round puts into its letters and papers: values for the templates, sheets, and every answer as it came."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.cycle.answered import Answered
from bot.cycle.model import Facts, Member, Occurrence, Plan, Step
from bot.desk import answered
from bot.papers import document, norsk, package
from bot.papers.cells import Cell
from bot.papers.measuring import sheet as measuring
from bot.papers.model import Attachment, Heading, Paper, Paragraph, Run
from bot.papers.office import Office
from bot.papers.reply import files as attached
from bot.papers.rounds import budget, inputs, questions, status, values
from bot.papers.rounds.model import Round
from bot.papers.rounds.words import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
MOST = 15_000_000
"""Bytes of answers that go with a letter; more than that are written out with «aarshjul answers --out»."""
Fetch = Callable[[str], bytes]


def of_letter(office: Office, whole: Plan, occurrence: Occurrence, step: Step, facts: Facts, to: Member | None) -> Mapping[str, object]:
    """What the templates of a step may say of the round that it belongs to, for one recipient or none; nothing where it belongs to none."""
    round_ = answered.shown(office, whole, occurrence, facts)
    return values.values(round_, to, left=step.rule.to == "unanswered") if round_ else {}


def of_receipt(office: Office, occurrence: Occurrence, facts: Facts, one: Answered) -> Mapping[str, object]:
    """What the receipt for an answer says of it."""
    round_ = answered.of(office, occurrence, facts)
    return values.receipt(round_, one) if round_ else {}


def seen(office: Office, whole: Plan, occurrence: Occurrence, step: Step, facts: Facts) -> tuple[object, ...]:
    """What a recipient would see of the round, so that a draft of a step is made anew when it changes; nothing where there is none."""
    round_ = answered.shown(office, whole, occurrence, facts)
    if round_ is None:
        return ()
    activity = round_.occurrence.activity
    asks = [
        (one.to.email, one.unknown, [(*measure[:4], status.known_status(measure, round_), measure.when.text) for measure in one.measures])
        for one in round_.asked
    ]
    given = [one.id for one in round_.answers] if step.rule.papers or step.rule.bundle else []
    seen_of = (activity.subject, activity.questions, activity.link, activity.public, asks, given)
    return (seen_of, [(one.to.email, str(one.goals)) for one in round_.asked]) if round_.goals else (seen_of,)


# --- files ----------------------------------------------------------------------------------------------------------------


def beside(office: Office, occurrence: Occurrence, step: Step, facts: Facts, to: Member | None, fetch: Fetch) -> Iterator[Attachment]:
    """The sheet and the answers that go with a letter of a step, where its rule says so."""
    round_ = answered.of(office, occurrence, facts)
    if round_ is None:
        return
    if step.rule.sheet and (made := _sheet(round_, step, to)):
        yield made
    if step.rule.bundle and round_.answers:
        parts = {"/".join(path): content for path, content in every(office, round_, fetch)}
        if sum(map(len, parts.values())) <= MOST:
            yield Attachment(f"{_title(round_)} – alle svar.zip", ZIP, package.packed(parts))


def _sheet(round_: Round, step: Step, to: Member | None) -> Attachment | None:
    if step.at >= round_.occurrence.end:
        return Attachment(f"{_title(round_)}.xlsx", XLSX, table(round_))
    mine = round_.of(to.email) if to else None
    if mine is None:
        return None
    if mine.goals:
        wanted = round_.wanting(mine) if step.rule.to == "unanswered" else mine.goals
        return Attachment(f"{_title(round_)}.xlsx", XLSX, _workbook(round_, *measuring.own(wanted, round_)))
    if not mine.measures:
        return None
    measures = round_.left(mine) if step.rule.to == "unanswered" else mine.measures
    header, rows = (budget if round_.rule.cost else status).own_sheet(measures, round_)
    return Attachment(f"{_title(round_)}.xlsx", XLSX, _workbook(round_, header, rows))


def table(round_: Round) -> bytes:
    """All that was answered, as a workbook (.xlsx)."""
    measures = budget.sheet if round_.rule.cost else status.whole_sheet
    write = {"measures": measures, "questions": questions.sheet, "text": inputs.sheet, "goals": measuring.whole}[round_.rule.about]
    return _workbook(round_, *write(round_))


def _workbook(round_: Round, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    from bot.papers.followup import sheet  # noqa: PLC0415 - openpyxl is loaded only where a workbook is written

    return sheet.write(_title(round_), header, rows, round_.language)


def _title(round_: Round) -> str:
    """A name for files: the title and the day, short enough for every system."""
    title = " ".join("".join(char if char.isalnum() or char in " -–," else " " for char in round_.occurrence.activity.title).split())
    return f"{title[:60].strip(' ,–-')} {norsk.numeric(round_.occurrence.day)}"


def every(office: Office, round_: Round, fetch: Fetch) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Every answer as it came: a folder for each, with the mail, its text as Word, and each file that was attached."""
    width = len(str(len(round_.answers)))
    for number, one in enumerate(round_.answers, 1):
        late = f" ({words(round_.language).late.lower()})" if round_.late(one) else ""
        folder = f"{number:0{max(width, 2)}} {attached.safe(one.organisation)[:60] or 'uten navn'}{late}"
        raw = fetch(one.message)
        yield (folder, "e-post.eml"), raw
        if one.text.strip():
            yield (folder, "tekst.docx"), _text(office, round_, one)
        taken = {"e-post.eml", "tekst.docx"}
        for file in attached.files(raw):
            name = _free(file.name, taken)
            taken.add(name.lower())
            yield (folder, name), file.content


def _free(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    others = (f"{stem} {n}.{suffix}" if dot else f"{name} {n}" for n in range(2, 1_000))
    return next(one for one in (name, *others) if one.lower() not in taken)


def _text(office: Office, round_: Round, one: Answered) -> bytes:
    head = (Heading(1, (Run(one.organisation),)), Paragraph((Run(inputs.facts(one, round_), italic=True),)))
    return document.write(Paper(one.organisation, round_.language, (*head, *inputs.own(one, 1)), one.organisation), office.letterhead)
