"""What earlier meetings left open: the measures that stand in a meeting's notice, and in the table that its minutes begin with."""

from collections.abc import Sequence
from datetime import date

from bot.cycle.memory import Measure
from bot.cycle.model import Cycle, Facts, Occurrence, Plan
from bot.cycle.written import Activity, Language
from bot.papers import norsk
from bot.papers.followup.tables import Open
from bot.papers.minutes import Action
from bot.papers.office import Office


def of(office: Office, occurrence: Occurrence, facts: Facts) -> tuple[Measure, ...]:
    """The open measures of the other meetings with the same agenda; what a meeting has itself decided stands in its minutes already."""
    cycle = office.cycle(occurrence.group.id)
    mine = _agenda(cycle, occurrence.activity)
    return tuple(
        one for one in _others(occurrence, facts) if one.state == "open" and _agenda(cycle, activity(cycle, one.occurrence)) == mine
    )


def first(occurrence: Occurrence, facts: Facts) -> int:
    """The number of the first measure that a meeting may add: the one after all that the others of its group have had."""
    return max((one.number for one in _others(occurrence, facts)), default=0) + 1


def seen(office: Office, occurrence: Occurrence, facts: Facts, wordings: Sequence[str]) -> tuple[object, ...]:
    """What texts in these wordings show of the measures; nothing where that is nothing."""
    after = any("oppfolging" in one for one in wordings)
    shows = after or any("tiltak" in one for one in wordings)
    found = [(one.number, one.what, one.owner, one.deadline, one.due, one.status) for one in of(office, occurrence, facts)] if shows else []
    following = first(occurrence, facts) if after else 1
    return ((found, following),) if found or following > 1 else ()


def _others(occurrence: Occurrence, facts: Facts) -> Sequence[Measure]:
    return [one for one in facts.measures.get(occurrence.group.id, ()) if one.occurrence != occurrence.key]


def activity(cycle: Cycle, occurrence: str) -> Activity | None:
    """The activity that an occurrence is of, while the schedule has it."""
    name = occurrence.split("/")[1]
    return next((one for one in cycle.schedule.activity if one.id == name), None)


def _agenda(cycle: Cycle, about: Activity | None) -> str | None:
    return (about.agenda if about else None) or cycle.schedule.group.agenda


def actions(measures: Sequence[Measure], language: Language) -> tuple[Action, ...]:
    """Measures as the table in the minutes has them."""
    return tuple(Action(str(one.number), one.what, one.owner, when(one, language), one.status) for one in measures)


def shown(measures: Sequence[Measure], whole: Plan, day: date, language: Language) -> tuple[Open, ...]:
    """Measures as the notice has them, on the day that it is dated."""
    return tuple(
        Open(str(one.number), one.what, one.owner, when(one, language), one.status, overdue(one, day), _since(one, whole, language))
        for one in measures
    )


def when(one: Measure, language: Language) -> str:
    """The last day, where it is known: «neste møte» and «uke 12» say another day to each who reads them later."""
    return norsk.long(date.fromisoformat(one.due), language) if one.due else one.deadline


def overdue(one: Measure, day: date) -> bool:
    """Whether a measure should have been done before a day."""
    return one.state == "open" and bool(one.due) and one.due < day.isoformat()


def _since(one: Measure, whole: Plan, language: Language) -> str:
    """The day of the meeting that decided on it, as far back as the plan goes."""
    meeting = whole.by_key.get(one.occurrence)
    return norsk.long(meeting.day, language) if meeting else ""
