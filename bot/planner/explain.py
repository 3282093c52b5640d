"""A solution in words: each meeting on its date, why it is another than the rule's, and what the plan costs; or what cannot be, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.meeting import where
from bot.planner import weigh, words
from bot.planner.costs import Judge, span
from bot.planner.model import (
    Alternative,
    Cost,
    Demand,
    Fixed,
    Meeting,
    Never,
    Ordered,
    Placed,
    Problem,
    Shut,
    Solution,
    Tie,
    Together,
    Unplaced,
    Week,
)

Said = tuple[int, str]
"""A sentence with what it weighs."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of one problem, in one language."""

    problem: Problem
    judge: Judge
    language: Language

    def alternative(self, solution: Solution, first: Solution) -> Alternative:
        """A solution as a plan that people can read."""
        ours = [key for key in solution.days if self.problem.meetings[key].fixed is not Fixed.OTHERS]
        placed = sorted((self._placed(key, solution.days) for key in ours), key=lambda one: (one.start, one.key))
        said = sorted(self._said(solution.days, first.days), key=lambda one: -one[0])
        differs = tuple(self._differs(one, first.days[one.key]) for one in placed if one.start.date() != first.days[one.key])
        return Alternative(tuple(placed), tuple(text for _, text in said), solution.points, solution.proven, differs)

    def _differs(self, one: Placed, first: date) -> str:
        """As in «Møte i forumet: onsdag 14. juni (i plan 1: den 7.)»."""
        day = one.start.date()
        return words.WORDS[self.language].differs.format(
            title=self._called(one.key), day=words.day(day, self.language), first=words.beside(day, first, self.language)
        )

    def _placed(self, key: str, days: Mapping[str, date]) -> Placed:
        meeting, day = self.problem.meetings[key], days[key]
        start, end = span(meeting, day)
        points = sum(cost.points for cost in self._costs(meeting, day))
        title, group = one_line(meeting.title), meeting.occurrence.group
        return Placed(
            key, one_line(group.short or group.name), title, start, end, where(meeting.occurrence.place), meeting.own,
            self._note(meeting, day), points,
        )  # fmt: skip

    def _note(self, meeting: Meeting, day: date) -> str:
        said = words.WORDS[self.language]
        if meeting.fixed:
            return said.fixed[meeting.fixed].capitalize()
        if day == meeting.own or meeting.tied:
            return ""
        return said.moved.format(own=words.beside(day, meeting.own, self.language)).capitalize()

    # --- what it costs

    def _said(self, days: Mapping[str, date], first: Mapping[str, date]) -> Iterator[Said]:
        """Every sentence about what is not as one would wish, with its weight."""
        for key, day in days.items():
            meeting = self.problem.meetings[key]
            costs = [] if meeting.fixed else self._costs(meeting, day)
            moved = day != meeting.own and not (meeting.tied or meeting.fixed)
            clauses = [clause for cost in costs if (clause := words.cost(cost, self.language))]
            weight = sum(cost.points for cost in costs)
            if moved:
                fits = words.WORDS[self.language].fits[day != first[key]]
                yield weight, self._moved(meeting, days, clauses, fits)
            elif clauses:
                yield weight, f"{self._name(meeting)}, {words.day(day, self.language)}: {norsk.listed(tuple(clauses))}"
        yield from (self._week(wish, days) for wish in self.problem.weeks if weigh.crowded(wish, days))
        yield from (self._away(tie, days) for tie in self.problem.ties if weigh.away(tie, days))

    def _moved(self, meeting: Meeting, days: Mapping[str, date], clauses: Sequence[str], fits: str) -> str:
        """As in «Torsdag 2. november i stedet for den 9.: fire medlemmer er også i …»; and what is wrong with the new day too."""
        said, day = words.WORDS[self.language], days[meeting.key]
        reasons = tuple(dict.fromkeys(self._against(meeting, day, days))) or (fits,)
        text = said.instead.format(
            title=self._name(meeting), day=words.day(day, self.language), own=words.beside(day, meeting.own, self.language)
        )
        also = f" ({norsk.listed(tuple(clauses))})" if clauses else ""
        return f"{text}{also}{said.because.format(reasons=norsk.listed(reasons))}"

    def _against(self, meeting: Meeting, day: date, days: Mapping[str, date]) -> Iterator[str]:
        """Why the rule's own day is worse, while all the others are where they are: what makes it impossible, else what it costs more."""
        shut = next((one for one in self.problem.shut[meeting.key] if one.day == meeting.own), None)
        if shut:
            yield from self._spoken(shut)
            return
        there = {**days, meeting.key: meeting.own}
        impossible = [self._taken(demand, meeting.key) for demand in self.problem.demands if weigh.broken(demand, there)]
        if impossible:
            yield from impossible
            return
        here = {cost.kind for cost in self._costs(meeting, day)}
        yield from (words.cost(cost, self.language) for cost in self._costs(meeting, meeting.own) if cost.kind not in here)
        for wish in self.problem.weeks:
            if meeting.key in (wish.one, wish.other) and weigh.crowded(wish, there) and not weigh.crowded(wish, days):
                other = self.problem.meetings[wish.other if wish.one == meeting.key else wish.one]
                yield words.WORDS[self.language].own_week.format(other=self._name(other), members=words.members(wish.number, self.language))

    def _spoken(self, shut: Shut) -> Iterator[str]:
        """The reasons against a day, as clauses."""
        if shut.closed:
            yield words.WORDS[self.language].closed.format(why=norsk.listed(shut.closed))
        yield from shut.reasons

    def _costs(self, meeting: Meeting, day: date) -> tuple[Cost, ...]:
        return () if meeting.fixed else tuple(self.judge.costs(meeting, day))

    def _week(self, wish: Week, days: Mapping[str, date]) -> Said:
        one, other = sorted((wish.one, wish.other), key=lambda key: (days[key], key))
        return wish.points, words.WORDS[self.language].week.format(
            one=self._name(self.problem.meetings[one]), day=words.day(days[one], self.language),
            other=self._name(self.problem.meetings[other]), then=words.day(days[other], self.language),
            members=words.members(wish.number, self.language),
        )  # fmt: skip

    def _away(self, tie: Tie, days: Mapping[str, date]) -> Said:
        away = weigh.away(tie, days)
        one, many = words.WORDS[self.language].away
        root = self.problem.meetings.get(tie.exact.root)
        other = self._name(root) if root else tie.exact.title
        return away, (one if away == 1 else many).format(title=self._name(self.problem.meetings[tie.key]), number=away, other=other)

    # --- what cannot be mended here

    def remarks(self) -> Iterator[str]:
        """What is wrong with the dates that are fixed."""
        said = words.WORDS[self.language]
        for meeting in self.problem.meetings.values():
            if meeting.fixed in (Fixed.PAST, Fixed.OTHERS) or not meeting.fixed:
                continue
            reasons = tuple(self._spoken(self.judge.against(meeting, meeting.occurrence.day)))
            if reasons:
                day = words.day(meeting.occurrence.day, self.language)
                yield said.stands.format(title=self._name(meeting), day=day, why=said.fixed[meeting.fixed], reasons=norsk.listed(reasons))
        yield from map(self.demand, self.problem.standing)

    # --- what must hold

    def _taken(self, demand: Demand, key: str) -> str:
        """A demand as the reason against a day of the meeting with this key."""
        template, named = words.WORDS[self.language].taken[demand.why], self._names(demand)
        pair = (named.get("one", named.get("earlier")), named.get("other", named.get("later")))
        mine = self._name(self.problem.meetings[key])
        return template.format(**{**named, "other": pair[1] if pair[0] == mine else pair[0]})

    def demand(self, demand: Demand) -> str:
        """A demand in itself, as a sentence."""
        text = words.WORDS[self.language].demands[demand.why].format(**self._names(demand))
        return f"{text[:1].upper()}{text[1:]}"

    def _names(self, demand: Demand) -> Mapping[str, str | int]:
        match demand:
            case Never(one, other, _, _, number):
                shared = words.members(number, self.language)
                return {"one": self._called(one), "other": self._called(other), "members": shared}
            case Together(one, other):
                return {"one": self._called(one), "other": self._called(other)}
            case Ordered(earlier, later, gap):
                names = [self._called(point.root) if point.root else f"«{one_line(point.title)}»" for point in (earlier, later)]
                return {"earlier": names[0], "later": names[1], "gap": gap}

    def clash(self, demands: Sequence[Demand]) -> Iterator[str]:
        """Why some demands cannot hold together: each of them, and the days that each meeting in them has to choose from."""
        yield from (self.demand(demand) for demand in demands)
        keys = dict.fromkeys(key for demand in demands for key in weigh.concerned(demand))
        for meeting in (self.problem.meetings[key] for key in keys):
            days = [one.day for one in self.problem.candidates[meeting.key]]
            said = words.WORDS[self.language]
            within = said.within.format(
                title=self._name(meeting), first=norsk.long(meeting.first, self.language), last=norsk.long(meeting.last, self.language),
                days=words.spans(days, self.language),
            )  # fmt: skip
            shut = "; ".join(self._shut(self.problem.shut[meeting.key]))
            yield f"{within}. {said.closed_days}: {shut}" if shut else within

    def unplaced(self, meeting: Meeting) -> Unplaced:
        """A meeting that has no day at all, with what shut each one out."""
        left = words.WORDS[self.language].left.format(
            first=norsk.long(meeting.first, self.language), last=norsk.long(meeting.last, self.language)
        )
        return Unplaced(meeting.key, self._name(meeting), (left, *self._shut(self.problem.shut[meeting.key])))

    def _shut(self, shut: Sequence[Shut]) -> Iterator[str]:
        """Each reason once, with the days it shuts out; a day that has several stands under the first."""
        reasons: dict[str, list[date]] = {}
        for one in shut:
            reasons.setdefault((*one.closed, *one.reasons)[0], []).append(one.day)
        for reason, days in reasons.items():
            yield words.WORDS[self.language].shut.format(days=words.spans(days, self.language), reason=reason)

    # --- names

    def _called(self, key: str) -> str:
        return self._name(self.problem.meetings[key])

    def _name(self, meeting: Meeting) -> str:
        """The meeting's title; with its group's short name and number in the year where another meeting has the same."""
        title = one_line(meeting.title)
        same = [one for one in self.problem.meetings.values() if one.title == meeting.title]
        if len(same) == 1:
            return title
        number = 1 + [one.key for one in same if one.occurrence.group.id == meeting.occurrence.group.id].index(meeting.key)
        group = one_line(meeting.occurrence.group.short or meeting.occurrence.group.name)
        alone = all(one.occurrence.group.id == meeting.occurrence.group.id for one in same)
        return f"{title} nr. {number}" if alone else f"{title} ({group}, nr. {number})"
