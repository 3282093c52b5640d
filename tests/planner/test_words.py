"""What a proposal says: why a date is another than the rule's, what a plan costs, the paper in both written languages, and the file."""

from datetime import date

import pytest

from bot.cycle.written import Language
from bot.papers import document, prose, wording
from bot.papers.model import Grid
from bot.planner import paper, propose, stored, words
from bot.planner.meetings import Year
from bot.planner.model import Kind
from bot.planner.words import WORDS
from tests.planner.conftest import ELSEWHERE, NOW, ROOT, body, groups, laid, people, proposed


def test_a_moved_date_says_who_is_elsewhere_on_the_rules_own_day(two: Year) -> None:
    [said] = proposed(two).plans[0].costs

    assert said in (
        "Møte i naering, torsdag 18. mai i stedet for den 11.: fire medlemmer er også i Møte i kultur, som møtes da",
        "Møte i kultur, torsdag 18. mai i stedet for den 11.: fire medlemmer er også i Møte i naering, som møtes da",
        "Møte i naering, torsdag 4. mai i stedet for den 11.: fire medlemmer er også i Møte i kultur, som møtes da",
        "Møte i kultur, torsdag 4. mai i stedet for den 11.: fire medlemmer er også i Møte i naering, som møtes da",
    )


def test_a_closed_day_and_a_closed_notice_say_so() -> None:
    easter = proposed(laid(body("naering", '{ month = 4, weekday = "tuesday", nth = 2 }'))).plans[0]
    summer = proposed(laid(body("naering", '{ month = 8, weekday = "tuesday", nth = 2 }'))).plans[0]

    assert easter.costs == ("Møte i naering, tirsdag 4. april i stedet for den 11.: da er det uka før påske",)
    assert easter.placed[0].note == "I stedet for den 11."
    assert summer.costs == (
        "Møte i naering, tirsdag 15. august i stedet for den 8.: innkallingen ville gått ut tirsdag 1. august, fellesferie (uke 31)",
    )


def test_a_plan_in_nynorsk_is_nynorsk(two: Year) -> None:
    [said] = propose.proposal(two, groups(two), NOW, language="nn").plans[0].costs

    assert "i staden for den 11.: fire medlemer er òg i" in said


def test_meetings_with_one_title_are_told_apart() -> None:
    months = '{ month = [4, 5], weekday = "tuesday", nth = 2 }'
    one = laid(body("naering", months))

    assert proposed(one).plans[0].costs[0].startswith("Møte i naering nr. 1, tirsdag 4. april")


def test_every_kind_of_cost_has_words_in_both_languages() -> None:
    silent = {Kind.DEVIATION, Kind.WEEK, Kind.TIE}

    for language in WORDS:
        assert set(WORDS[language].costs) == set(Kind) - silent


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["05-11"], "11. mai"),
        (["05-11", "05-12", "05-15", "05-16"], "11.–16. mai"),
        (["05-11", "05-16", "06-01"], "11., 16. mai og 1. juni"),
        (["05-31", "06-01"], "31. mai – 1. juni"),
    ],
)
def test_days_in_a_row_are_one_span(days: list[str], said: str) -> None:
    found = [date.fromisoformat(f"2028-{day}") for day in days]

    assert words.spans(found, "nb") == said


# --- the paper -------------------------------------------------------------------------------------------------------


def written(year: Year, language: Language = "nb") -> str:
    found = propose.proposal(year, groups(year), NOW, language=language)
    template = wording.read((ROOT / f"templates/{language}/papers/meeting-plan.md").read_text("utf-8"), "meeting-plan.md", language)
    made = paper.paper(found, template, "Sekretariatet")
    assert document.write(made, (ROOT / "templates/letter.docx").read_bytes())
    return prose.text(made.blocks).replace("\N{NO-BREAK SPACE}", " ")


def test_the_paper_has_the_chosen_plan_first_with_its_table_and_its_cost(two: Year) -> None:
    text = written(two)

    assert text.index("Plan 1 – anbefalt") < text.index("Hva plan 1 koster") < text.index("Plan 2") < text.index("Slik er planene veid")
    assert "torsdag 11. mai" in text
    assert "kl. 10.00–12.00" in text
    assert "Forslaget gjelder faggruppe naering og faggruppe kultur. Det er laget 20. september 2027" in text


def test_the_paper_in_nynorsk(two: Year) -> None:
    text = written(two, "nn")

    assert "Plan 1 – tilrådd" in text
    assert "Kva plan 1 kostar" in text


def test_the_paper_of_an_impossible_year_says_what_clashes() -> None:
    shared = people("Horten")
    when = '{ rrule = "FREQ=DAILY;COUNT=1", start = 2028-06-06 }'
    week = laid(*(body(f"b{number}", when, members=shared, place=f'{{ name = "Hus {number}" }}') for number in range(5)))

    text = written(week)

    assert "Ingen plan er mulig" in text
    assert "kan ikke være samme dag: ett medlem er i begge" in text
    assert "Plan 1" not in text


def test_the_table_has_a_row_for_each_meeting(two: Year) -> None:
    found = proposed(two)

    grid = paper.values(found)["moteplan_1"]
    assert isinstance(grid, tuple)
    assert isinstance(grid[0], Grid)
    assert [row[3] for row in grid[0].rows] == [placed.title for placed in found.plans[0].placed]


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_file_comes_back_as_it_was_written(two: Year) -> None:
    found = proposed(two)

    text = stored.write(found, "out/moteplan-2028.toml")
    back, faults = stored.read("moteplan-2028.toml", text)

    assert faults == ()
    assert back is not None
    assert (back.year, dict(back.groups)) == (2028, dict(found.groups))
    assert [entry.day for entry in back.plan[0].meeting] == [placed.start.date() for placed in found.plans[0].placed]
    assert back.plan[0].costs == found.plans[0].costs
    assert "# torsdag" in text


def test_a_slip_of_the_hand_in_the_file_is_told_with_its_line(two: Year) -> None:
    text = stored.write(proposed(two), "x.toml").replace('time = "10.00–12.00"', 'time = "kl 10"', 1)

    back, faults = stored.read("x.toml", text)

    assert back is None
    [fault] = faults
    assert text.splitlines()[fault.line - 1].startswith("time")


def test_hostile_titles_stay_text() -> None:
    title = 'Møte"]] \\n # {{ kode }} <b>'
    cycle = body("naering", "{ date = 2028-05-11 }")
    activity = cycle.schedule.activity[0].model_copy(update={"title": title})
    year = laid(type(cycle)(cycle.schedule.model_copy(update={"activity": (activity,)}), cycle.programmes, {}, cycle.registers))

    back, faults = stored.read("x.toml", stored.write(proposed(year), "x.toml"))

    assert faults == ()
    assert back is not None
    assert back.plan[0].meeting[0].title == title
    assert "{{ kode }} <b>" in written(year)


# --- stale or not ----------------------------------------------------------------------------------------------------


def test_the_fingerprint_follows_what_dates_are_made_from_and_nothing_else(two: Year) -> None:
    before = propose.fingerprints(two, ["naering"])

    other_rule = laid(body("naering", '{ month = 5, weekday = "friday", nth = 2 }', members=people("Horten")), two.cycles[1])
    other_note = laid(two.cycles[0], body("kultur", members=people("Tønsberg"), place=ELSEWHERE))

    assert propose.fingerprints(other_rule, ["naering"]) != before
    assert propose.fingerprints(other_note, ["naering"]) == before
    assert propose.fingerprints(two, ["naering"]) == before
