"""Any meeting, whatever a person has done to its minutes, and whatever is new since: all of both, and nothing else."""

from copy import deepcopy
from dataclasses import replace
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.model import Item, Member
from bot.cycle.written import Place
from bot.papers import prose
from bot.papers.edited import Edited, ReadCase
from bot.papers.meeting import Meeting
from bot.papers.minutes import Action, Answer
from bot.papers.model import Block
from tests.papers.edited.conftest import about, understood
from tests.papers.edited.proposing import Texts, a_list, a_paper, a_paragraph, proposed, rejected, with_texts, words
from tests.papers.edited.word import PRODUCERS, P, Word, new

MAINS = {"Word on the web": "word/document2.xml"}
PLACES = ("Asker kommune", "Horten kommune", "Ås kommune", "Østre Toten kommune")
NAMES = ("Dahl", "Hansen", "Nordmann", "Vik", "Lie", "Åsen")
TICKS = {True: "present", False: "excused"}
WORDS = ("bane", "vei", "skole", "vann", "vi", "bygger", "ny", "kommunen", "planen", "i år")
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(lambda found: " ".join(found).capitalize() + ".")
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    SENTENCE.map(a_paragraph), st.lists(SENTENCE, min_size=1, max_size=3).map(lambda one: a_list(*one))
)
TEXTS: st.SearchStrategy[Texts] = st.dictionaries(st.sampled_from(PLACES), st.lists(BLOCKS, min_size=1, max_size=4).map(tuple), max_size=3)
ITEMS = st.lists(st.sampled_from(("Bane", "Vei", "Vann og avløp")), max_size=2, unique=True)
ANSWERS = st.dictionaries(st.sampled_from(NAMES), st.builds(Answer, st.booleans(), st.sampled_from(("", "Vara Berg"))), max_size=4)


class State(NamedTuple):
    """What the program knows at one time."""

    texts: Texts
    items: list[str]
    members: int
    answers: dict[str, Answer]
    measures: int
    place: str


STATES = st.builds(
    State, TEXTS, ITEMS, st.integers(2, len(NAMES)), ANSWERS, st.integers(0, 4), st.sampled_from(("Rådhuset", "Biblioteket", "Tinghuset"))
)


def _meeting(state: State) -> Meeting:
    found = about()
    items = [Item(title.split()[0].lower(), title, f"Sekretariatet orienterer om {title.lower()}.") for title in state.items]
    members = tuple(Member("Medlem", name, PLACES[at % 3], f"{name.lower()}@example.no") for at, name in enumerate(NAMES[: state.members]))
    occurrence = found.occurrence._replace(place=Place(name=state.place))
    return replace(
        with_texts(replace(found, occurrence=occurrence), state.texts, items), members=members,
        answers={f"{name.lower()}@example.no": answer for name, answer in state.answers.items()},
        actions=tuple(Action(str(at), f"Tiltak {at * 11}", "Sekretariatet", f"uke {at}") for at in range(1, state.measures + 1)),
    )  # fmt: skip


class Work(NamedTuple):
    """What a person has done: decisions by the number of their case, a note under a case, ticks by name, who led the meeting."""

    decisions: dict[int, str]
    notes: dict[int, str]
    ticks: dict[str, bool]
    chair: str


WORK = st.builds(
    Work,
    st.dictionaries(st.integers(0, 4), SENTENCE, max_size=3),
    st.dictionaries(st.integers(0, 4), SENTENCE.map(lambda one: f"Merk: {one}"), max_size=2),
    st.dictionaries(st.sampled_from(NAMES), st.booleans(), max_size=3),
    st.sampled_from(("", "Leder, Horten kommune")),
)


def _worked(base: bytes, work: Work, sent: Edited) -> tuple[bytes, set[str], dict[str, str]]:
    """The file; the cases that have been written in; and the ticks that the person has set."""
    word, ids = Word(base), [case.id for case in sent.cases]
    for at, text in work.decisions.items():
        if at < len(ids):
            word.say(f"decision:{ids[at]}", text)
    for at, text in work.notes.items():
        if at < len(ids):
            next(word.control(f"case:{ids[at]}").iter(P)).addnext(new(text))
    free = {one.name.removeprefix("Medlem ") for one in sent.attendance if one.presence not in ("present", "excused")}
    ticks = {name: tick for name, tick in work.ticks.items() if name in free}
    for name, tick in ticks.items():
        word.cell("attendance", f"Medlem {name}", 2 if tick else 3, "X")
    word.fact("chair", work.chair)
    touched = {ids[at] for at in (*work.decisions, *work.notes) if at < len(ids)}
    return word.saved(), touched, {f"Medlem {name}": TICKS[tick] for name, tick in ticks.items()}


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    return [line for line in prose.text(blocks).splitlines() if line]


@settings(max_examples=40)
@given(STATES, STATES, WORK, st.sampled_from(sorted(PRODUCERS)))
def test_all_that_is_new_and_all_that_a_person_has_written(letterhead: bytes, first: State, last: State, work: Work, producer: str) -> None:
    base, fresh = a_paper(_meeting(first), letterhead, version=2), a_paper(_meeting(last), letterhead)
    sent, now = understood(base), understood(fresh)
    edited, touched, ticks = _worked(base, work, sent)
    file, main = PRODUCERS[producer](edited), MAINS.get(producer, "word/document.xml")
    mine = {case.id: case for case in understood(file, sent).cases}
    found = proposed(base, file, fresh)
    after = understood(understood(found.content).clean(), now)

    assert words(rejected(found.content, main), main) == words(file, main)
    kept = {identity for identity in touched if identity not in {case.id for case in now.cases}}
    assert sorted(map(_id, after.cases)) == sorted({case.id for case in now.cases} | kept)
    for case in now.cases:
        (one,) = (one for one in after.cases if one.id == case.id)
        theirs = mine.get(case.id)
        notes = [line for line in _lines(theirs.blocks) if line.startswith("Merk:")] if theirs else []
        assert one.title == case.title
        assert [line for line in _lines(one.blocks) if line not in notes] == _lines(case.blocks)
        assert [line for line in _lines(one.blocks) if line in notes] == notes
        assert one.decision == (theirs.decision if theirs else "")
    _people(after, now, ticks)
    assert [row[:4] for row in after.measures] == [row[:4] for row in now.measures]
    assert (after.facts.chair, after.facts.where) == (work.chair, last.place)
    assert after.text == now.text


def _id(case: ReadCase) -> str:
    """A case that the program has no longer is known by its title where a file has lost its marks."""
    return case.id or case.title.split()[0].lower()


def _people(after: Edited, now: Edited, ticks: dict[str, str]) -> None:
    """Each is there as the person has ticked, or else as they have answered; one who is a member no longer stays when ticked."""
    found = {one.name: one for one in after.attendance}
    assert found.keys() == {one.name for one in now.attendance} | ticks.keys()
    for one in now.attendance:
        if one.name in ticks:
            assert found[one.name].presence == ticks[one.name]
        elif one.presence != "absent" or any(row.presence not in ("absent", "") for row in after.attendance):
            expected = one.presence or "absent" if any(row.presence for row in after.attendance) else ""
            assert (found[one.name].presence, found[one.name].substitute) == (expected, one.substitute)


def _every(found: Meeting) -> Meeting:
    """Something new of every kind."""
    items = (Item("plan", "Høring om klimaplan", "Se vedlegg 3."), Item("bane", "Ny bane", ""))
    changed = with_texts(found, {"Horten kommune": (a_paragraph("Vi bygger ny skole i år."),), "Ås kommune": (a_list("Vann"),)}, items)
    occurrence = changed.occurrence._replace(place=Place(name="Biblioteket"))
    return replace(
        changed, occurrence=occurrence, members=(*changed.members[1:], Member("Medlem", "Lie", "Ås kommune", "lie@example.no")),
        answers={"vik@example.no": Answer(comes=True), "hansen@example.no": Answer(comes=False, substitute="Vara Berg")}, next=None,
        actions=(Action("1", "Sende brev til departementet", "Leder"), Action("2", "Kalle inn"), Action("9", "Rydde")),
    )  # fmt: skip


def _said(content: bytes, main: str) -> list[str]:
    """What is said: a cell that somebody has left without any paragraph, as no program does, gets one."""
    return [line for line in words(content, main) if line]


@settings(max_examples=60)
@given(st.data(), st.sampled_from(sorted(PRODUCERS)))
def test_a_file_with_parts_taken_out_or_put_twice_is_never_upset(
    minutes: bytes, letterhead: bytes, data: st.DataObject, producer: str
) -> None:
    main = MAINS.get(producer, "word/document.xml")
    word = Word(PRODUCERS[producer](minutes), main)
    elements = list(word.body.iter())[1:]
    for at in data.draw(st.lists(st.integers(0, len(elements) - 1), min_size=1, max_size=8, unique=True)):
        parent = elements[at].getparent()
        if parent is not None and data.draw(st.booleans()):
            parent.remove(elements[at])
        elif parent is not None:
            elements[at].addnext(deepcopy(elements[at]))
    file = word.saved()
    found = proposed(minutes, file, a_paper(_every(about()), letterhead))

    assert found.news
    assert _said(rejected(found.content, main), main) == _said(file, main)
    assert isinstance(understood(found.content).clean(), bytes)
