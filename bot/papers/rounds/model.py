"""What a round's letters and papers are made of: who is asked about what, what they have answered, and who has not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.cycle.answered import Answered, Reported
from bot.cycle.goals import Current
from bot.cycle.measures.model import Measure, Register
from bot.cycle.model import Member, Occurrence
from bot.cycle.written import AnswerRule, Goal, Language
from bot.papers import cells
from bot.papers.measuring.model import Wanted

Cell = cells.Cell
"""What stands in a cell of a sheet."""


class Asked(NamedTuple):
    """One who is asked, and the measures or goals they are asked about, where the round is about such.

    The secretariat is asked about those that the register names nobody for: `unknown` tells why, a sentence for each name.
    """

    to: Member
    measures: tuple[Measure, ...] = ()
    unknown: tuple[str, ...] = ()
    goals: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round as it stands. `asked` is everyone whom it asks, and `answers` what counts, oldest first.

    `before` is how each measure stood when the round began, by its number; `register` is the plan's whole table. `goals` are those whose
    values it asks for, and `values` what is known of each, by its id.
    """

    occurrence: Occurrence
    rule: AnswerRule
    asked: tuple[Asked, ...] = ()
    answers: tuple[Answered, ...] = ()
    before: Mapping[str, Reported] = field(default_factory=dict)
    register: Register = field(default_factory=Register)
    goals: tuple[Goal, ...] = ()
    values: Mapping[str, tuple[Current, ...]] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        return self.occurrence.group.language

    def late(self, one: Answered) -> bool:
        """Whether an answer came after the last day: the whole of that day is in time."""
        return one.at >= self.occurrence.end

    def of(self, address: str) -> Asked | None:
        """What the one with this address is asked."""
        return next((one for one in self.asked if one.to.email == address), None)

    def left(self, one: Asked) -> tuple[Measure, ...]:
        """Those of their measures that nobody has said anything of. Who has answered in words alone has answered for all of theirs."""
        mine = [answer for answer in self.answers if self._theirs(one, answer)]
        if any(not any(said.number for said in answer.said) for answer in mine):
            return ()
        told = {said.number for answer in self.answers for said in answer.said}
        return tuple(measure for measure in one.measures if measure.number not in told)

    def wanting(self, one: Asked) -> tuple[Wanted, ...]:
        """Those of their goals whose value has neither been answered nor is known in another way."""
        return tuple(wanted for wanted in one.goals if not wanted.known and not self._told(one, wanted))

    def _told(self, one: Asked, wanted: Wanted) -> bool:
        """Whether an answer has a value for the goal; where each measures a part, an answer of theirs."""
        given = (answer for answer in self.answers if not wanted.region or answer.organisation == one.to.organisation)
        return any(said.number == wanted.goal.id for answer in given for said in answer.said)

    def silent(self) -> tuple[Asked, ...]:
        """Those who have not answered: about measures and goals, all that they were asked about."""
        return tuple(one for one in self.asked if self._silent(one))

    def _silent(self, one: Asked) -> bool:
        if self.rule.cost:  # what costs nothing needs no answer
            return not any(self._theirs(one, answer) for answer in self.answers)
        if one.goals:
            return bool(self.wanting(one))
        return bool(self.left(one)) if one.measures else not self._answered(one)

    def _answered(self, one: Asked) -> bool:
        return any(answer.listed and answer.organisation == one.to.organisation for answer in self.answers)

    def _theirs(self, one: Asked, answer: Answered) -> bool:
        """Whether an answer is that of this one: their own, or a colleague's who was not asked."""
        colleague = answer.organisation == one.to.organisation and self.of(answer.sender) is None
        return answer.sender == one.to.email or colleague


def others(answers: Sequence[Answered]) -> Mapping[str, tuple[Reported, ...]]:
    """The last word on each measure of everyone but the one who answered about it last; `answers` are oldest first."""
    told: dict[str, dict[str, Reported]] = {}
    for one in answers:
        for said in one.said:
            mine = told.setdefault(said.number, {})
            mine.pop(one.sender, None)
            mine[one.sender] = Reported(said.state, said.until, said.note, one.organisation, one.at)
    return {number: tuple(each.values())[:-1] for number, each in told.items() if number}


def newest(answers: Sequence[Answered]) -> Mapping[str, Reported]:
    """How each measure stands by the newest answer about it; `answers` are oldest first."""
    return {
        said.number: Reported(said.state, said.until, said.note, answer.organisation, answer.at)
        for answer in answers
        for said in answer.said
        if said.number
    }
