from datetime import date

import pytest

from bot.cycle.model import Item
from bot.cycle.written import Agenda
from bot.errors import TemplateFaulty
from bot.papers import agenda
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Case, Heading, Paragraph, Run, plain, walk

PREVIOUS = date(2024, 9, 12)
ADDED = (Item("hoering", "Høring: {{ strategi }} <b>", "Forslaget er lagt ved.\n\nFrist 1. desember."),)


def titles(cases: tuple[Case, ...]) -> list[str]:
    return [f"{case.label} {plain(case.title)}" for case in cases]


def test_the_last_meeting_of_the_year_has_the_five_cases_of_the_seed(autumn: Meeting, standing: Agenda) -> None:
    assert titles(agenda.cases(standing, autumn.occurrence, previous=PREVIOUS, last_of_year=True)) == [
        "1. Godkjenning av innkalling og dagsorden",
        "2. Godkjenning av referat fra møtet 12. september 2024",
        "3. Forslag til møteplan for 2025",
        "4. Runde rundt bordet",
        "5. Eventuelt",
    ]


def test_the_first_meeting_has_no_minutes_to_approve(autumn: Meeting, standing: Agenda) -> None:
    assert titles(agenda.cases(standing, autumn.occurrence, previous=None, last_of_year=False)) == [
        "1. Godkjenning av innkalling og dagsorden",
        "2. Runde rundt bordet",
        "3. Eventuelt",
    ]


def test_an_added_item_stands_in_its_slot_to_the_letter_and_the_task_follows_its_case(autumn: Meeting, standing: Agenda) -> None:
    occurrence = autumn.occurrence._replace(items=ADDED)
    cases = agenda.cases(standing, occurrence, previous=PREVIOUS, last_of_year=False)

    assert titles(cases)[2:4] == ["3. Høring: {{ strategi }} <b>", "4. Runde rundt bordet"]
    assert cases[2].blocks == (Paragraph((Run("Forslaget er lagt ved."),)), Paragraph((Run("Frist 1. desember."),)))
    tasks = [block for block in walk(agenda.preparation(standing, cases, occurrence, PREVIOUS)) if isinstance(block, Paragraph)]
    assert [plain(task.runs) for task in tasks] == ["Sak 4: Forbered et innlegg."]


def test_without_a_slot_an_added_item_comes_before_the_last(autumn: Meeting, standing: Agenda) -> None:
    slotless = Agenda(item=tuple(item for item in standing.item if not item.added))

    assert titles(agenda.cases(slotless, autumn.occurrence._replace(items=ADDED), previous=None, last_of_year=False))[1:] == [
        "2. Runde rundt bordet",
        "3. Høring: {{ strategi }} <b>",
        "4. Eventuelt",
    ]


def test_contributions_stand_under_the_case_that_collects_them_each_under_its_organisation(autumn: Meeting, standing: Agenda) -> None:
    text = (Heading(3, (Run("Mål"),)), Paragraph((Run("Vi vokser."),)), Heading(1, (Run("Effekt"),)), Heading(3, (Run("Dypt"),)))
    given: dict[str, tuple[Block, ...]] = {"Ås kommune": text, "Horten kommune": (Paragraph((Run("Tog."),)),)}
    round_, *_ = [
        case
        for case in agenda.cases(standing, autumn.occurrence, previous=None, last_of_year=False, contributions=given)
        if case.id == "runde"
    ]

    headings = [(block.level, plain(block.runs)) for block in round_.blocks if isinstance(block, Heading)]
    assert headings == [(4, "Horten kommune"), (4, "Ås kommune"), (5, "Mål"), (5, "Effekt"), (6, "Dypt")]


@pytest.mark.parametrize(
    ("numbering", "first", "label", "refers"),
    [
        ("{n}.", 4, "4.", "Sak 4"),
        ("{n}/{yy}", 4, "4/24", "Sak 4/24"),
        ("Sak {n}/{yy}", 38, "Sak 38/24", "Sak 38/24"),
        ("PS {yyyy}/{n:03}", 9, "PS 2024/009", "PS 2024/009"),
        ("{n:03}/{yy}", 120, "120/24", "Sak 120/24"),
    ],
)
def test_each_body_numbers_its_cases_in_its_own_way(
    autumn: Meeting, standing: Agenda, numbering: str, first: int, label: str, refers: str
) -> None:
    body = standing.model_copy(update={"numbering": numbering})
    case, after, *_ = agenda.cases(body, autumn.occurrence, first_number=first, previous=PREVIOUS, last_of_year=False)

    assert (case.label, agenda.reference(case)) == (label, refers)
    assert case.pattern.replace("%1", str(case.number)) == case.label
    assert after.pattern.replace("%1", str(after.number)) == after.label


def test_a_body_may_number_by_meeting_and_item(autumn: Meeting, standing: Agenda) -> None:
    body = standing.model_copy(update={"numbering": "S {m}.{n}/{yy}"})
    cases = agenda.cases(body, autumn.occurrence, meeting_number=7, previous=PREVIOUS, last_of_year=False)

    assert [case.label for case in cases][:2] == ["S 7.1/24", "S 7.2/24"]
    assert cases[0].pattern == "S 7.%1/24"


def test_a_standing_title_that_does_not_render_is_a_fault_with_its_line(autumn: Meeting) -> None:
    broken = Agenda.model_validate({"item": [{"id": "a", "title": "God"}, {"id": "b", "title": "Referat {{ forige_dato }}"}]})
    (fault,) = agenda.faults(broken, "agendas/naering.toml", lambda at: 10 + at)

    assert (fault.file, fault.line, fault.advice) == ("agendas/naering.toml", 11, "mente du «forrige_dato»?")
    with pytest.raises(TemplateFaulty):
        agenda.cases(broken, autumn.occurrence, previous=None, last_of_year=False)
