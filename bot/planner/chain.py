"""What follows from what: meetings counted from others, and what must be done first, also through reports in between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.cycle.model import OSLO, Amendment, Moved, Occurrence, Plan
from bot.cycle.written import Planned, Relative
from bot.planner.meetings import Year, nominal
from bot.planner.model import Meeting, Ordered, Point, Tie, Why

LONG_AGO = timedelta(days=366)
"""What was done so long before does not count as done first (the same as in `cycle.plan`)."""
FURTHEST = 50  # rules in a row that count from each other; a circle is a fault that the workspace has already told of


@dataclass(frozen=True)
class Chain:
    """The year, and the days that each free meeting may have: enough to say when everything else would fall."""

    year: Year
    laid: Plan
    free: Mapping[str, Meeting]
    days: Mapping[str, tuple[date, ...]]
    moved: dict[tuple[str, date], Plan] = field(default_factory=dict)

    def ties(self) -> Iterator[Tie]:
        """Each free meeting that is counted from something, with the exact day the rule gives."""
        for meeting in self.free.values():
            if isinstance(meeting.occurrence.activity.when, Relative):
                yield Tie(meeting.key, self._exact(meeting.occurrence))

    def demands(self) -> Iterator[Ordered]:
        """What must come before what: never nearer than the rule says, and what depends after what it depends on."""
        for tie in self.ties():
            meeting = self.free[tie.key]
            mine, rule = self._itself(meeting), meeting.occurrence.activity.when
            distance = isinstance(rule, Relative) and (rule.days or rule.workdays or 0)
            if isinstance(rule, Relative) and (rule.after or not distance):
                yield Ordered(tie.exact, mine, 0, Why.RULE)
            if isinstance(rule, Relative) and (rule.before or not distance):
                yield Ordered(mine, tie.exact, 0, Why.RULE)
        for occurrence in self.laid.occurrences:
            if occurrence.cancelled is None:
                yield from self._depends(occurrence)

    def _depends(self, later: Occurrence) -> Iterator[Ordered]:
        for name in later.activity.depends:
            earlier = self._first(later, name)
            if earlier is not None:
                demand = Ordered(self.point(earlier), self.point(later), 1, Why.DEPENDS)
                if demand.earlier.root or demand.later.root:
                    yield demand

    def _first(self, later: Occurrence, name: str) -> Occurrence | None:
        """What must be done first: the last one before, as the rules have it; else, unless last year's counts, the first one after."""
        year = nominal(later.key)[0]
        prefix = f"{later.group.id}/{name}/"
        same = [one for one in self.laid.occurrences if one.key.startswith(f"{prefix}{year}-") and one.cancelled is None]
        before = [one for one in same if one.day < later.day]
        if before:
            return before[-1]
        done = (one.day for one in self._before.occurrences if one.key.startswith(prefix) and one.cancelled is None)
        return None if any(later.day - LONG_AGO <= day < later.day for day in done) else next(iter(same), None)

    @cached_property
    def _before(self) -> Plan:
        """The year before this one."""
        return Year(self.year.cycles, self.year.days, self.year.year - 1, self.year.amendments).laid()

    # --- days

    def point(self, occurrence: Occurrence) -> Point:
        """When something falls: fixed, its own choice, or following from a free meeting that it is counted from."""
        if occurrence.key in self.free:
            return self._itself(self.free[occurrence.key])
        return self._exact(occurrence)

    def _itself(self, meeting: Meeting) -> Point:
        return Point(meeting.title, meeting.own, meeting.key, {day: day for day in self.days[meeting.key]})

    def _exact(self, occurrence: Occurrence) -> Point:
        """The day that the rule gives, for each day of the nearest free meeting it is counted from."""
        title, root = occurrence.activity.title, self._root(occurrence)
        if root is None:
            return Point(title, occurrence.day)
        days = {day: self._after_move(root, day, occurrence) for day in self.days[root.key]}
        return Point(title, occurrence.day, root.key, days)

    def _root(self, occurrence: Occurrence) -> Meeting | None:
        cycle = self.year.cycle(occurrence.group.id)
        entries: dict[str, Planned] = {entry.id: entry for entry in (*cycle.schedule.deadline, *cycle.schedule.activity)}
        year, ordinal = nominal(occurrence.key)
        rule = occurrence.activity.when
        for _ in range(FURTHEST):
            if not isinstance(rule, Relative) or "moved" in occurrence.by_hand:
                return None
            target = rule.after or rule.before or ""
            key = f"{occurrence.group.id}/{target}/{year}-{ordinal}"
            if key in self.free:
                return self.free[key]
            rule = entries[target].when
        return None

    def _after_move(self, root: Meeting, day: date, occurrence: Occurrence) -> date:
        """When `occurrence` falls if `root` is held on `day`."""
        if (root.key, day) not in self.moved:
            start, end = (datetime.combine(day, at.time(), OSLO) for at in (root.occurrence.start, root.occurrence.end))
            change = Amendment(root.key, Moved(start, end), "", start)
            self.moved[root.key, day] = self.year.laid([change], [self.year.cycle(root.occurrence.group.id)])
        found = self.moved[root.key, day].by_key.get(occurrence.key)
        return found.day if found else occurrence.day
