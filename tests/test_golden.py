"""Golden papers: the notice of each example cycle, and some minutes, in both written languages, as text that a secretary can judge.

A change of wording shows as a change in tests/golden/. When it is meant: `AARSHJUL_GOLDEN=write pytest tests/test_golden.py`.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date
from pathlib import Path

import pytest

from bot import house
from bot.cycle import plan as plans
from bot.cycle.model import OSLO, Contributed, Facts, Occurrence, Plan, Step
from bot.cycle.written import Language
from bot.desk import recipients
from bot.desk.material import Maker
from bot.papers import lint, meeting, norsk, prose, stored, wording
from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, PageBreak, Paragraph, Run, Text, plain
from bot.papers.office import Office

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
HEADS = {"notice": "INNKALLING", "minutes": "REFERAT"}
LANGUAGES: tuple[Language, ...] = ("nb", "nn")
OCCURRENCES = (
    "naering/faggruppe/2027-1", "naering/faggruppe/2027-3", "naering/fellesmote/2027-1", "roros/trippel-helix/2027-1",
    "roros/trippel-helix/2027-2", "kongsvinger/motepunkt/2027-1", "kongsvinger/moteplass/2027-1", "nord-osterdal/forum/2027-2",
    "nord-osterdal/strategisamling/2027-1",
)  # fmt: skip
MINUTES = ("naering/faggruppe/2027-3", "roros/trippel-helix/2027-2")
KEPT = [f"{key.replace('/', '-')}.{language}.txt" for key in OCCURRENCES for language in LANGUAGES]
KEPT += [f"{key.replace('/', '-')}.minutes.{language}.txt" for key in MINUTES for language in LANGUAGES]


# --- the year, in each language -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Language, Office]:
    return {language: office(tmp_path_factory.mktemp(language), language) for language in LANGUAGES}


def office(folder: Path, language: Language) -> Office:
    """The example workspace, with every group in the language, and what it says of itself with it."""
    for name in ("templates", "programmes", "schedules", "agendas"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("config.toml", "school.toml"):
        shutil.copyfile(ROOT / name, folder / name)
    if language == "nn":
        for path in (*folder.glob("schedules/*.toml"), *folder.glob("agendas/*.toml")):
            path.write_text(in_nynorsk(path.read_text("utf-8")), encoding="utf-8")
    return house.office(folder)


def in_nynorsk(text: str) -> str:
    """The group's language switched, and its titles and standing items as a secretariat that writes nynorsk would have them."""
    for line in (GOLDEN / "nynorsk.tsv").read_text("utf-8").splitlines():
        nb, nn = line.split("\t")
        text = text.replace(nb, nn)
    return text.replace('language = "nb"', 'language = "nn"')


def maker(office: Office, key: str, name: str = "notice") -> Maker:
    """What makes the notice of an occurrence, or its minutes, on the day it leaves; with a text before the meeting and one after it."""
    whole = plans.lay(office.cycles, office.days, date(2026, 1, 1), date(2028, 1, 1))
    occurrence, step = named(whole, key, name)
    given = {key: (contributed(1, "Ås kommune"), contributed(2, "Horten kommune", after=True))} if name == "minutes" else {}
    facts = Facts(start=step.at.astimezone(UTC), contributed=given)
    return Maker(office, whole, occurrence, step, step.at.astimezone(OSLO).date(), facts)


def contributed(number: int, organisation: str, *, after: bool = False) -> Contributed:
    blocks = (Paragraph((Run("Ny plan."),)), Listing(((Paragraph((Run("Ny bane."),)),),)))
    return Contributed(number, organisation, stored.write(blocks), "Ny plan.\n- Ny bane.", after=after)


def named(whole: Plan, key: str, name: str) -> tuple[Occurrence, Step]:
    occurrence = whole.by_key[key]
    return occurrence, next(step for step in occurrence.steps if step.rule.name == name)


def paper(made: Maker) -> Text:
    """The paper of the step before it becomes Word."""
    [name] = made.step.rule.papers
    return wording.render(made.office.paper(made.occurrence.group.language, name), meeting.values(made.about()))


# --- as text ---------------------------------------------------------------------------------------------------------------


def told(made: Maker) -> str:
    """The mail to the first who gets it, and the paper that goes with it."""
    first = recipients.of(made.office, made.occurrence, made.step, made.facts, frozenset(), None)[0]
    mail = next(one.letter for one in made.letters((first,), made.step.at) if not one.letter.calendar)
    text = paper(made)
    parts = (
        "E-POST", f"Emne: {mail.subject}", mail.text.strip(), "-" * 72, HEADS[made.step.rule.name], f"Tittel: {text.subject}",
        *map(outline, text.blocks),
    )  # fmt: skip
    return "\n\n".join(part for part in parts if part).replace(norsk.NO_BREAK, " ") + "\n"


def outline(block: Block) -> str:  # noqa: PLR0911 - one return for each kind of block
    """A block as a reader sees its structure: headings with their level, cases with their number, tables with their header."""
    match block:
        case Heading(level=level, runs=runs):
            return f"{'#' * level} {plain(runs)}"
        case Case(label=label, title=title, blocks=inner):
            return "\n\n".join(filter(None, (f"### {label} {plain(title)}", *map(outline, inner))))
        case Owned(blocks=inner):
            return "\n\n".join(map(outline, inner))
        case Fields(pairs=pairs):
            return "\n".join(f"{label}: {' / '.join(value.splitlines())}".rstrip() for label, value in pairs)
        case Grid(header=header, rows=rows, caption=caption):
            return "\n".join((f"Tabell: {caption}", *(" | ".join(row).rstrip() for row in (header, *rows))))
        case PageBreak():
            return "(ny side)"
    return prose.text((block,)).strip()


# --- the tests ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", OCCURRENCES)
def test_the_notice_reads_as_it_is_kept(offices: Mapping[Language, Office], key: str, language: Language) -> None:
    kept = GOLDEN / f"{key.replace('/', '-')}.{language}.txt"
    written = told(maker(offices[language], key))
    if os.environ.get("AARSHJUL_GOLDEN") == "write":
        kept.write_text(written, encoding="utf-8", newline="\n")

    assert written == kept.read_text("utf-8"), f"{kept.name} er endret. Er det meningen: AARSHJUL_GOLDEN=write pytest tests/test_golden.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", MINUTES)
def test_the_minutes_read_as_they_are_kept(offices: Mapping[Language, Office], key: str, language: Language) -> None:
    kept = GOLDEN / f"{key.replace('/', '-')}.minutes.{language}.txt"
    made = maker(offices[language], key, "minutes")
    written = told(made)
    if os.environ.get("AARSHJUL_GOLDEN") == "write":
        kept.write_text(written, encoding="utf-8", newline="\n")

    assert written == kept.read_text("utf-8"), f"{kept.name} er endret. Er det meningen: AARSHJUL_GOLDEN=write pytest tests/test_golden.py"
    [mail] = [
        one.letter
        for one in made.letters(recipients.of(made.office, made.occurrence, made.step, made.facts, frozenset(), None), made.step.at)
    ]
    ours = prose.text(lint.own(paper(made).blocks))
    assert lint.faults(f"{mail.subject}\n{mail.text}\n{ours}", language) == ()


def test_no_kept_text_is_left_over() -> None:
    assert sorted(path.name for path in GOLDEN.glob("*.txt")) == sorted(KEPT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", OCCURRENCES)
def test_the_notice_has_no_fault_of_language(offices: Mapping[Language, Office], key: str, language: Language) -> None:
    made = maker(offices[language], key)
    [mail, *_] = [one.letter for one in made.letters(made.about().members[:1], made.step.at)]
    text = paper(made)

    assert lint.faults(f"{mail.subject}\n{mail.text}", language) == ()
    assert lint.faults(f"{text.subject}\n{prose.text(lint.own(text.blocks))}", language) == ()


@pytest.mark.parametrize("key", OCCURRENCES)
def test_both_languages_have_the_same_parts_in_the_same_order(offices: Mapping[Language, Office], key: str) -> None:
    """Only words differ: the same blocks, the same numbers, the same people."""
    nb, nn = (list(shape(paper(maker(offices[language], key)).blocks)) for language in LANGUAGES)

    assert nb == nn


def shape(blocks: tuple[Block, ...]) -> Iterator[object]:
    for block in blocks:
        match block:
            case Owned(tag=tag, blocks=inner):
                yield tag, *shape(inner)
            case Case(label=label, blocks=inner):
                yield label, *shape(inner)
            case Grid(rows=rows):
                yield rows
            case Listing(entries=entries):
                yield len(entries)
            case _:
                yield type(block).__name__
