"""What the secretary of the demo does about next year: proposes its dates in October, and makes the best plan the plan in December."""

from dataclasses import dataclass
from datetime import date

from bot.cycle.model import OSLO
from bot.desk import adopt, proposing, tabling
from bot.desk.adopt import Basis, Choice
from bot.planner.model import Proposal
from bot.rehearsal import Rehearsal

PROPOSED, ADOPTED = 10, 12
"""The months in which it is done, on their first working day."""


@dataclass
class NextYear:
    """Next year's meetings of the first body that has them as a case. `found` is the proposal, from the day it is made."""

    rehearsal: Rehearsal
    year: int
    who: str
    found: Proposal | None = None
    adopted: bool = False

    def act(self) -> bool:
        """What is to be done today; whether anything was."""
        today = self.rehearsal.now.astimezone(OSLO).date()
        if self.found is None and today >= date(self.year, PROPOSED, 1):
            return self._propose()
        if self.found is not None and not self.adopted and self.found.plans and today >= date(self.year, ADOPTED, 1):
            return self._adopt(self.found)
        return False

    def _propose(self) -> bool:
        desk, now = self.rehearsal.desk, self.rehearsal.now
        group = next(iter(tabling.bodies(desk, self.year)), None)
        if group is None:
            return False
        self.found = proposing.proposal(desk, self.year + 1, [group], (), now, busy=False)
        tabling.lay(desk, self.found, tabling.paper(desk.office, self.found), self.who, now)
        return True

    def _adopt(self, found: Proposal) -> bool:
        self.adopted = True
        choices = [Choice(one.key, one.start, one.end) for one in found.plans[0].placed]
        adopt.adopt(self.rehearsal.desk, Basis(found.year, found.groups, found.made_at), choices, self.who, self.rehearsal.now)
        return True
