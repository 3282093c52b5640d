"""Rounds about the values of goals: who measures what, and what an answer gives. Reads values, makes values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.cycle import goals
from bot.cycle.goals import Current
from bot.cycle.memory import Measured
from bot.cycle.model import OSLO, Cycle, Facts, Member, Occurrence
from bot.cycle.written import Goal
from bot.papers import norsk
from bot.papers.followup import owner
from bot.papers.measuring import answer, sheet, table
from bot.papers.measuring.model import Read, Stated, Wanted
from bot.papers.measuring.words import odd
from bot.papers.reply.files import File
from bot.papers.rounds.model import Asked, Round

SHEETS = (".xlsx", ".ods")


def values(cycle: Cycle, facts: Facts) -> Mapping[str, tuple[Current, ...]]:
    """What is known of each goal of a group, by its id: what stands in the schedule and what the journal has."""
    stored = facts.measured.get(cycle.schedule.group.id, ())
    return {goal.id: goals.current(goal, stored) for goal in cycle.schedule.goal}


def chosen(cycle: Cycle, occurrence: Occurrence) -> tuple[Goal, ...]:
    """The goals whose values an occurrence asks for: those its activity names, or all that are measured each year."""
    named = occurrence.activity.goals
    return tuple(one for one in cycle.schedule.goal if (one.id in named if named else bool(one.frequency)))


def asked(cycle: Cycle, occurrence: Occurrence, register: Sequence[Member], secretariat: Member, facts: Facts) -> tuple[Asked, ...]:
    """Each measurer with all the goals that are theirs.

    Where the register does not have them, whoever is responsible for the activity is asked, or else the secretariat, and told why.
    """
    known, mine = values(cycle, facts), _Mine({}, {})
    for goal in chosen(cycle, occurrence):
        to, why = _measurers(goal, occurrence, register)
        parts = len({one.organisation for one in to}) > 1
        for member in to or (secretariat,):
            wanted = Wanted(0, goal, goals.asked_year(goal, occurrence.day.year), member.organisation if parts else "", known[goal.id])
            mine.add(member, wanted, why)
    return mine.asked()


class _Mine(NamedTuple):
    """What each is asked for, by address."""

    wanted: dict[str, tuple[Member, list[Wanted]]]
    unknown: dict[str, list[str]]

    def add(self, member: Member, wanted: Wanted, why: str) -> None:
        self.wanted.setdefault(member.email, (member, []))[1].append(wanted)
        if why:
            self.unknown.setdefault(member.email, []).append(why)

    def asked(self) -> tuple[Asked, ...]:
        return tuple(
            Asked(member, (), tuple(self.unknown.get(email, ())), tuple(one._replace(number=at) for at, one in enumerate(wanted, 1)))
            for email, (member, wanted) in self.wanted.items()
        )


def _measurers(goal: Goal, occurrence: Occurrence, register: Sequence[Member]) -> tuple[tuple[Member, ...], str]:
    """Who measures a goal; and, where the register does not have the one it names, why somebody else is asked."""
    responsible = occurrence.activity.responsible
    if not goal.measurer and not responsible:
        return (), f"Ingen er satt til å måle «{goal.title}»."
    named = goal.measurer or responsible
    if held := _named(named, register):
        return held, ""
    found = owner.find(named, register)
    if found.sure and found.members:
        return found.members, ""
    why = f"{found.why[:1].upper()}{found.why[1:]}" if found.why else f"«{named}» står ikke i registeret"
    return _named(responsible, register), f"{why}: «{goal.title}»."


def _named(text: str, register: Sequence[Member]) -> tuple[Member, ...]:
    """Those whose role or organisation the text names: everyone with a role, since each may measure a part."""
    names = {norsk.collate(part.strip()) for part in text.split(",") if part.strip()}
    return tuple(one for one in register if norsk.collate(one.role) in names or norsk.collate(one.organisation) in names)


# --- an answer ------------------------------------------------------------------------------------------------------------


class Given(NamedTuple):
    """What an answer gives: the values, what is kept of them with the answer, and why a person should look at it."""

    told: tuple[Stated, ...]
    updates: tuple[Mapping[str, str], ...]
    trouble: str


def wanted(round_: Round, sender: str, organisation: str, letter_to: str) -> tuple[Wanted, ...]:
    """What the sender of an answer was asked for; or the one whom the letter went to, or those of the same organisation."""
    one = round_.of(sender) or round_.of(letter_to)
    if one is not None:
        return one.goals
    theirs = [asked.goals for asked in round_.asked if asked.to.organisation == organisation]
    return theirs[0] if theirs and all(one == theirs[0] for one in theirs) else ()


def given(round_: Round, asked_for: Sequence[Wanted], text: str, request: str, files: Sequence[File], year: int) -> Given:
    """What an answer gives of what its sender was asked for, in words and in sheets. `year` is when it was written."""
    reads, trouble = _sheets(files, asked_for)
    found = answer.together((_read(text, asked_for, request), *reads))
    by_id = {one.goal.id: one for one in asked_for}
    odds = [goals.odd(by_id[one.goal].goal, by_id[one.goal].values, Measured(*one), year) for one in found.told]
    notes = [
        {"number": one.goal, "state": "said", "until": "", "note": table.said(one, by_id[one.goal].goal, odd(strange, round_.language))}
        for one, strange in zip(found.told, odds, strict=True)
    ]
    notes += [{"number": "", "state": table.UNREAD, "until": "", "note": line} for line in found.unread]
    notes += [{"number": "", "state": "said", "until": "", "note": line} for line in found.remarks]
    whys = [trouble, *(["tall som ikke er forstått: " + _short(found.unread)] if found.unread else [])]
    whys += [
        f"{one.value:.15g} for {one.year}: {odd(strange, 'nb').lower().rstrip('.')}"
        for one, strange in zip(found.told, odds, strict=True)
        if strange
    ]
    whys += [] if found.told or found.unread or trouble else ["ingen tall i svaret"]
    return Given(found.told, tuple(notes), "; ".join(filter(None, whys)) + (_advice(round_) if any(whys) else ""))


def _read(text: str, asked_for: Sequence[Wanted], request: str) -> Read:
    """What the words say; a figure alone is for the only goal that the letter asked for, as a reminder does of what is left."""
    found = answer.read(text, asked_for, request)
    letter = " ".join(request.split())
    listed = [one for one in asked_for if " ".join(one.goal.title.split()) in letter]
    return answer.read(text, listed, request) if not found.told and len(listed) == 1 else found


def _advice(round_: Round) -> str:
    return f". Rett eller sett inn tallet med «aarshjul measured MÅL ÅR TALL --group {round_.occurrence.group.id}»"


def _short(lines: Sequence[str]) -> str:
    text = norsk.listed(tuple(f"«{line}»" for line in lines))
    return text if len(text) <= 160 else f"{text[:159]}…"  # noqa: PLR2004  a line in the tray


def _sheets(files: Sequence[File], asked_for: Sequence[Wanted]) -> tuple[list[Read], str]:
    """What stands in the sheets that came back, and why one cannot be read."""
    from bot.papers.followup import sheet as opened  # noqa: PLC0415 - openpyxl is loaded only where a workbook is read

    found, trouble = [], ""
    for file in files if asked_for else ():
        if file.name.lower().endswith(SHEETS):
            cells = opened.cells(file.content, comma=True)
            read = cells if isinstance(cells, str) else sheet.read(cells, asked_for)
            if isinstance(read, str):
                trouble = f"«{file.name}»: {read}"
            else:
                found.append(read)
    return found, trouble


def measured(round_: Round, told: Sequence[Stated], at: datetime, who: str) -> tuple[Measured, ...]:
    """Values as the journal keeps them: told at `at` (aware UTC) by `who`. Where no source was written, it is the goal's own."""
    sources = {one.id: one.measured_in for one in round_.goals}
    return tuple(Measured(*one[:4], one.source or sources.get(one.goal, ""), at, who) for one in told)


def year_of(at: datetime) -> int:
    """The Norwegian year of an instant (aware)."""
    return at.astimezone(OSLO).year
