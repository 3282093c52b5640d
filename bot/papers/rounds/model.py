"""What a round's letters and papers are made of: who is asked about what, what they have answered, and who has not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.cycle.answered import Answered, Reported
from bot.cycle.measures.model import Measure, Register
from bot.cycle.model import Member, Occurrence
from bot.cycle.written import AnswerRule, Language

Cell = str | int | date | None
"""What stands in a cell of a sheet."""


class Asked(NamedTuple):
    """One who is asked, and the measures they are asked about, where the round is about measures.

    The secretariat is asked about those that the register names nobody for: `unknown` tells why, a sentence for each name.
    """

    to: Member
    measures: tuple[Measure, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round as it stands. `asked` is everyone whom it asks, and `answers` what counts, oldest first.

    `before` is how each measure stood when the round began, by its number; `register` is the plan's whole table.
    """

    occurrence: Occurrence
    rule: AnswerRule
    asked: tuple[Asked, ...] = ()
    answers: tuple[Answered, ...] = ()
    before: Mapping[str, Reported] = field(default_factory=dict)
    register: Register = field(default_factory=Register)

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

    def silent(self) -> tuple[Asked, ...]:
        """Those who have not answered: about measures, all that they were asked about."""
        return tuple(one for one in self.asked if self._silent(one))

    def _silent(self, one: Asked) -> bool:
        if self.rule.cost:  # what costs nothing needs no answer
            return not any(self._theirs(one, answer) for answer in self.answers)
        return bool(self.left(one)) if one.measures else not self._answered(one)

    def _answered(self, one: Asked) -> bool:
        return any(answer.listed and answer.organisation == one.to.organisation for answer in self.answers)

    def _theirs(self, one: Asked, answer: Answered) -> bool:
        """Whether an answer is that of this one: their own, or a colleague's who was not asked."""
        colleague = answer.organisation == one.to.organisation and self.of(answer.sender) is None
        return answer.sender == one.to.email or colleague


def newest(answers: Sequence[Answered]) -> Mapping[str, Reported]:
    """How each measure stands by the newest answer about it; `answers` are oldest first."""
    return {
        said.number: Reported(said.state, said.until, said.note, answer.organisation, answer.at)
        for answer in answers
        for said in answer.said
        if said.number
    }
