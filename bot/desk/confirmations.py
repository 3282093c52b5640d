"""The short letters to those who have said something of a draft, or must know what another has: what came of it, and what they can do."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.cycle.memory import Draft, NewLetter
from bot.cycle.model import OSLO, Facts, Member, Occurrence
from bot.desk import acts, codes, envelope, recipients, spoken, writing
from bot.desk.desk import Desk, View
from bot.desk.material import Maker
from bot.desk.writing import Made
from bot.papers import meeting, norsk

LETTER = "approval"
"""The wording of the answer to an approval."""
ANSWERED = frozenset({"approved", "first", "returned", "stopped", "asked", "crossed", "handed"})
"""Outcomes that somebody may want to answer with another word: those letters carry the code."""


class Answer(NamedTuple):
    """The answer to one who has said something of a draft. `turn` counts how often that version has been sent back."""

    desk: Desk
    view: View
    occurrence: Occurrence
    draft: Draft
    to: Member
    now: datetime
    turn: int = 0

    def letter(self, outcome: str, reason: str = "", said: Mapping[str, object] | None = None) -> tuple[NewLetter, ...]:
        """In a few words, what came of it. The same outcome for the same draft is told once a turn: no loop is possible."""
        desk, office, occurrence = self.desk, self.desk.office, self.occurrence
        _, step = acts.find(self.view, self.draft.step)
        maker = Maker(office, self.view.whole, occurrence, step, self.now.astimezone(OSLO).date(), Facts(self.now))
        about = replace(maker.about(), recipient=self.to)
        sends = norsk.long(step.at.astimezone(OSLO).date(), occurrence.group.language) if step.rule.at and step.at > self.now else ""
        values = {
            **meeting.values(about), "utfall": outcome, "utkast_til": spoken.step(step.key).lower(), "grunn": reason,
            "sendes_dato": sends, "steg": step.key, "kan_rettes": "ja" if self._mendable else "", **(said or {}),
        }  # fmt: skip
        group = f"{step.key}/draft-{self.draft.version}-{outcome}" + (f"-{self.turn + 1}" if self.turn else "")
        template = office.letter(occurrence.group.language, LETTER)
        made = writing.written(template, values, f"{group}/{recipients.who(self.to)}", about.sender, self.to, ())
        if outcome in ANSWERED:
            made = codes.marked(made, desk.seal, self.draft.step, self.draft.version)
        return envelope.stored(desk.journal, [Made(made, self.to.organisation, None)], group, occurrence.key)

    @property
    def _mendable(self) -> bool:
        """Whether those who were told can be told otherwise: what is over is not put right by a new notice."""
        return self.occurrence.meeting and self.now < self.occurrence.start
