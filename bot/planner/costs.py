"""Which days a meeting may have, why not the others, and what each day costs whatever the other meetings do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cycle import plan
from bot.cycle.days import SATURDAY, Closed
from bot.cycle.days import Kind as Closing
from bot.cycle.model import OSLO
from bot.cycle.written import Language, StepRule
from bot.planner import words
from bot.planner.meetings import Year
from bot.planner.model import Busy, Candidate, Cost, Kind, Meeting, Shut

DAY = timedelta(days=1)
EDGES = (0, 4)
"""Mondays and Fridays."""

WEIGHTS: Mapping[Kind, int] = {
    Kind.DEVIATION: 1,  # a day from the rule's own; a week where the rule names none
    Kind.WEEKDAY: 10,
    Kind.EDGE: 4,
    Kind.NEAR: 3,
    Kind.DEADLINE: 2,
    Kind.CALENDAR: 6,
    Kind.BUSY: 20,  # when all are; in proportion when some are
    Kind.WEEK: 3,  # and one more for each member in common
    Kind.TIE: 1,  # a day
}
MOST_SHARED = 9
"""More members in common than this do not make one week worse."""

Counted = Mapping[tuple[str, date], tuple[int, int]]
"""For a meeting's key and a day: how many organisations are taken, of how many whose calendars can be seen."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Says of any day what is against it. `busy` is other calendars, `counted` the members' own; `today` is what has been."""

    year: Year
    busy: Sequence[Busy] = ()
    counted: Counted | None = None
    today: date | None = None
    language: Language = "nb"

    def days(self, meeting: Meeting) -> tuple[tuple[Candidate, ...], tuple[Shut, ...]]:
        """The days that a meeting may have, with their costs, and those that are shut, both in order. Weekends are not spoken of."""
        if meeting.fixed:
            return (Candidate(meeting.occurrence.day, ()),), ()
        open_days, shut = [], []
        for day in weekdays(meeting):
            against = self.against(meeting, day)
            if against.closed or against.reasons:
                shut.append(against)
            else:
                open_days.append(Candidate(day, tuple(self.costs(meeting, day))))
        return tuple(open_days), tuple(shut)

    # --- what shuts a day

    def against(self, meeting: Meeting, day: date) -> Shut:
        """Every reason why the meeting cannot be held on `day`, in words; without any, it can."""
        closed = tuple(reason.why for reason in self._closed(meeting, day))
        return Shut(day, closed, (*self._notice(meeting, day), *self._others(meeting, day)))

    def _others(self, meeting: Meeting, day: date) -> Iterator[str]:
        """Other calendars that are taken in its hours."""
        said = words.WORDS[self.language]
        start, end = span(meeting, day)
        for busy in self.busy:
            if busy.start < end and start < busy.end:
                yield (said.other if busy.what else said.other_busy).format(whose=busy.whose, what=busy.what)

    def _closed(self, meeting: Meeting, day: date) -> tuple[Closed, ...]:
        reasons = self.year.days.closed(day, meeting.occurrence.group.counties)
        return tuple(one for one in reasons if one.kind is not Closing.WEEKEND or meeting.usual != day.weekday())

    def _notice(self, meeting: Meeting, day: date) -> Iterator[str]:
        """The notice must leave on an open day, not in a holiday week, after today and before the reminder."""
        said, route, counties = words.WORDS[self.language], self.year.route(meeting.occurrence), meeting.occurrence.group.counties
        notices = [offset for offset in route.dated if plan.calls(offset.rule)]
        for sent in (plan.falls(offset, day, self.year.days) for offset in notices):
            if self.today is not None and sent <= self.today:
                yield said.late.format(day=words.day(sent, self.language))
            elif closed := self.year.days.closed(sent, counties):
                yield said.notice.format(day=words.day(sent, self.language), why=closed[0].why)
            elif any(plan.falls(offset, day, self.year.days) <= sent for offset in route.dated if reminds(offset.rule)):
                yield said.reminder.format(day=words.day(sent, self.language))

    # --- what a day costs

    def costs(self, meeting: Meeting, day: date) -> Iterator[Cost]:
        """What is not as one would wish about holding the meeting on `day`."""
        away = 0 if meeting.tied else abs((day - meeting.own).days)
        if away and (points := away // 7 if meeting.loose else away * WEIGHTS[Kind.DEVIATION]):
            yield Cost(Kind.DEVIATION, points, (away,))
        if meeting.usual is not None and day.weekday() != meeting.usual:
            yield Cost(Kind.WEEKDAY, WEIGHTS[Kind.WEEKDAY], (day.weekday(), meeting.usual))
        if day.weekday() in EDGES and day.weekday() != meeting.usual:
            yield Cost(Kind.EDGE, WEIGHTS[Kind.EDGE], (day.weekday(),))
        yield from self._near(meeting, day)
        yield from self._calendars(day)
        taken, known = (self.counted or {}).get((meeting.key, day), (0, 0))
        if taken:
            yield Cost(Kind.BUSY, max(1, round(WEIGHTS[Kind.BUSY] * taken / known)), (taken, known))

    def _near(self, meeting: Meeting, day: date) -> Iterator[Cost]:
        """A day just before or after closed days, and contributions that are due on one."""
        counties, days = meeting.occurrence.group.counties, self.year.days
        around = (_beside(day, -1), _beside(day, 1))
        closed = next((reason for beside in around for reason in days.closed(beside, counties)), None)
        if closed is not None:
            yield Cost(Kind.NEAR, WEIGHTS[Kind.NEAR], (closed.why,))
        expects = any(offset.rule.expects == "contribution" for offset in self.year.route(meeting.occurrence).dated)
        if expects and (due := days.closed(day + DAY, counties)):
            yield Cost(Kind.DEADLINE, WEIGHTS[Kind.DEADLINE], (due[0].why,))

    def _calendars(self, day: date) -> Iterator[Cost]:
        midnight = datetime(day.year, day.month, day.day, tzinfo=OSLO)
        seen = {(busy.whose, busy.what): None for busy in self.busy if busy.start < midnight + DAY and midnight < busy.end}
        for whose, what in seen:
            yield Cost(Kind.CALENDAR, WEIGHTS[Kind.CALENDAR], (whose, what))


def weekdays(meeting: Meeting) -> Iterator[date]:
    """The days of a meeting's period that people work on, and the weekday of the rule itself, whatever it is."""
    for number in range((meeting.last - meeting.first).days + 1):
        day = meeting.first + number * DAY
        if day.weekday() < SATURDAY or day.weekday() == meeting.usual:
            yield day


def span(meeting: Meeting, day: date) -> tuple[datetime, datetime]:
    """The hours of a meeting on another day (Europe/Oslo)."""
    start, end = meeting.occurrence.start.time(), meeting.occurrence.end.time()
    return datetime.combine(day, start, OSLO), datetime.combine(day, end, OSLO)


def reminds(rule: StepRule) -> bool:
    """Whether a step asks those who have not answered, before the meeting."""
    return rule.to == "unanswered" and (rule.at or "").startswith("-")


def _beside(day: date, step: int) -> date:
    """The weekday before or after: Friday's next is Monday."""
    day += step * DAY
    while day.weekday() >= SATURDAY:
        day += step * DAY
    return day
