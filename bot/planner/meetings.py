"""The meetings of a year as the schedules have them: the rule's own day, the period it names, who comes, and what is not ours to move."""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.cycle import plan
from bot.cycle.days import Days
from bot.cycle.model import Amendment, Cycle, Occurrence, Plan
from bot.cycle.written import WEEKDAYS, Activity, FixedDate, IsoWeek, NthWeekday, Quarter, Recurrence, Relative, Weekday
from bot.planner.model import Fixed, Meeting

REACH = timedelta(days=21)
"""How far from the rule's own day a meeting may be moved, within the period that the rule names."""
WEEKS = timedelta(days=14)
"""The same, for a rule that names a week."""
TIED = timedelta(days=92)
"""The same, for a rule that counts from something else, which may itself be moved through a whole quarter."""

Span = tuple[date, date]


@dataclass(frozen=True)
class Year:
    """One calendar year as it is laid out: the cycles, the calendar of open days, and what people have changed."""

    cycles: Sequence[Cycle]
    days: Days
    year: int
    amendments: tuple[Amendment, ...] = ()
    routes: dict[str, plan.Route] = field(default_factory=dict)

    def laid(self, changed: Iterable[Amendment] = (), cycles: Sequence[Cycle] | None = None) -> Plan:
        """Every occurrence of the year, with more amendments than those that are made."""
        first, last = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        return plan.lay(self.cycles if cycles is None else cycles, self.days, first, last, (*self.amendments, *changed))

    def layers(self) -> tuple[plan.Layer, ...]:
        """Each cycle ready to say when its rules fall, in this year or another."""
        return plan.layers(self.cycles, self.days, self.amendments)

    def cycle(self, group: str) -> Cycle:
        return next(cycle for cycle in self.cycles if cycle.schedule.group.id == group)

    def route(self, occurrence: Occurrence) -> plan.Route:
        """The programme of an occurrence, read once."""
        name = occurrence.activity.programme
        if name not in self.routes:
            self.routes[name] = plan.route(self.cycle(occurrence.group.id).programmes[name])
        return self.routes[name]


def nominal(key: str) -> tuple[int, int]:
    """The year and the place in it that a key names: `naering/faggruppe/2028-2` is 2028 and 2."""
    year, _, ordinal = key.rpartition("/")[2].partition("-")
    return int(year), int(ordinal)


def of(year: Year, groups: Collection[str], told: Collection[str] = (), today: date | None = None) -> tuple[Meeting, ...]:
    """Every meeting of the year, oldest first. Those of other groups than `groups`, and those members were `told` of, are fixed."""
    found = tuple(occurrence for occurrence in year.laid().occurrences if occurrence.meeting and occurrence.cancelled is None)
    joint = Counter(occurrence.activity.joint.title for occurrence in found if occurrence.activity.joint)
    layers = {layer.cycle.schedule.group.id: layer for layer in year.layers()}
    return tuple(
        _meeting(year, layers[occurrence.group.id], occurrence, _fixed(occurrence, groups, told, joint, today)) for occurrence in found
    )


def _meeting(year: Year, layer: plan.Layer, occurrence: Occurrence, fixed: Fixed | None) -> Meeting:
    rule, group, activity = occurrence.activity.when, occurrence.group, occurrence.activity
    nominal_year, ordinal = nominal(occurrence.key)
    own = next((one.day for one in layer.dates(activity.id, nominal_year) if one.ordinal == ordinal), occurrence.day)
    first, last = (occurrence.day, occurrence.day) if fixed else _window(activity, own, occurrence.day, year.year)
    members = frozenset(member.email for member in year.cycle(group.id).members_of(activity, occurrence.day))
    body = f"{group.id}/{activity.members or group.members}"
    return Meeting(occurrence, own, first, last, body, members, _usual(activity, own), isinstance(rule, Quarter), fixed)


def _fixed(
    occurrence: Occurrence, groups: Collection[str], told: Collection[str], joint: Mapping[str, int], today: date | None
) -> Fixed | None:
    """Why the date is not the planner's to choose; None when it is."""
    activity = occurrence.activity
    if today is not None and occurrence.day <= today:
        return Fixed.PAST
    if "moved" in occurrence.by_hand:
        return Fixed.BY_HAND
    if occurrence.key in told:
        return Fixed.TOLD
    if occurrence.group.id not in groups:
        return Fixed.OTHERS
    if activity.joint and joint[activity.joint.title] == 1:
        return Fixed.JOINT
    return Fixed.DATED if _dated(activity, occurrence) else None


def _dated(activity: Activity, occurrence: Occurrence) -> bool:
    """Whether the file names this very date, with its year."""
    rule = activity.when
    written = (rule.date if isinstance(rule.date, tuple) else (rule.date,)) if isinstance(rule, FixedDate) else ()
    return any(str(entry) == occurrence.day.isoformat() for entry in written)


def _usual(activity: Activity, own: date) -> int | None:
    """The weekday that the rule names, from 0."""
    rule = activity.when
    named: Weekday | None = rule.weekday if isinstance(rule, NthWeekday | IsoWeek | Quarter) else None
    if isinstance(rule, Recurrence) and ("BYDAY" in rule.rrule.upper() or "WEEKLY" in rule.rrule.upper()):
        return own.weekday()
    return WEEKDAYS.index(named) if named else None


def _window(activity: Activity, own: date, laid: date, year: int) -> Span:
    """The days from and to (inclusive) in which the meeting may lie. Where closed days have moved it from its period, also around there."""
    first, last = _period(activity, min(own, laid), max(own, laid))
    return max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def _period(activity: Activity, early: date, late: date) -> Span:
    match activity.when:
        case Recurrence(rrule=rule) if "WEEKLY" in rule.upper() or "DAILY" in rule.upper():
            return early - timedelta(days=early.weekday()), late + timedelta(days=6 - late.weekday())
        case IsoWeek():
            return early - WEEKS, late + WEEKS
        case Quarter():
            return _quarter(early)[0], _quarter(late)[1]
        case Relative():
            return early - TIED, late + TIED
        case _:
            return max(_month(early)[0], early - REACH), min(_month(late)[1], late + REACH)


def _month(day: date) -> Span:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _quarter(day: date) -> Span:
    month = day.month - (day.month - 1) % 3
    return date(day.year, month, 1), date(day.year, month + 2, monthrange(day.year, month + 2)[1])
