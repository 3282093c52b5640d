"""One short, warm receipt for what a member has sent: where it goes, and kindly how long it is. Never more than one a round."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cycle.memory import Message, NewContribution, NewLetter
from bot.cycle.model import OSLO, Facts, Member, Occurrence, Step
from bot.cycle.written import StepRule
from bot.desk import answered, compiled, contributions, envelope, hearings, recipients, writing
from bot.desk.desk import Desk, View
from bot.desk.material import Maker
from bot.desk.writing import Made
from bot.papers import agenda, meeting, reply
from bot.papers.meeting import Meeting

_NOBODY = re.compile(r"(?:no-?reply|do-?not-?reply|ikke-?svar|mailer-daemon|postmaster)[@+.-]", re.IGNORECASE)
"""Addresses that nobody reads: a stranger's receipt would come back."""


def letters(
    desk: Desk, view: View, message: Message, contribution: NewContribution | None, now: datetime, *, late: bool = False
) -> tuple[NewLetter, ...]:
    """The receipt for a mail, where the programme has one. A second one to the same person has the same key, and so leaves once.

    `late` says that the mail has a text that came too late for the minutes, and waits for a person who may take it to the next meeting.
    """
    occurrence = view.plan.by_key.get(message.occurrence)
    rule = next((rule for rule in occurrence.reactions if rule.on == "answered"), None) if occurrence else None
    if occurrence is None or rule is None:
        return ()
    registers = desk.office.cycle(occurrence.group.id).registers.values()
    to = next((one for register in registers for one in register if one.email == message.sender), None)
    if to is None and hearings.is_open(desk.office, occurrence) and _reads(desk, message):
        to = Member("", "", message.organisation, message.sender)
    if to is None:
        return ()
    made = Thanks(desk, view, occurrence, rule, now).letter(to, contribution, late=late)
    return envelope.stored(desk.journal, [made], made.letter.key.rpartition("/")[0], occurrence.key)


def _reads(desk: Desk, message: Message) -> bool:
    """Whether a stranger wrote it who will read what is sent back: a receipt to a made-up sender would trouble somebody else."""
    return bool(message.sender) and not _NOBODY.match(message.sender) and not reply.read(desk.journal.fetch(message.id)).doubtful


@dataclass(frozen=True, slots=True)
class Thanks:
    """The receipt of one round."""

    desk: Desk
    view: View
    occurrence: Occurrence
    rule: StepRule
    now: datetime

    def letter(self, to: Member, contribution: NewContribution | None, *, late: bool = False) -> Made:
        """The receipt to one member, for a contribution, for one that came too late, or for having nothing to report."""
        occurrence, office = self.occurrence, self.desk.office
        step = Step(f"{occurrence.key}/{self.rule.name}-{recipients.who(to)}", self.now, self.rule, "takk for innspillet")
        maker = Maker(office, self.view.whole, occurrence, step, self.now.astimezone(OSLO).date(), Facts(self.now))
        about = replace(maker.about(), recipient=to)
        template = office.letter(occurrence.group.language, self.rule.letter)
        said: dict[str, object] = {"innspill_sent": "ja"} if late else self._said(about, contribution)
        values: dict[str, object] = {**meeting.values(about), **said, **self._of_round(contribution)}
        if contribution:
            values["organisasjon"] = contribution.organisation  # it may be written on behalf of another than the sender's own
        made = writing.written(template, values, f"{step.key}/{recipients.who(to)}", about.sender, to, ())
        return Made(writing.marked(made, occurrence), to.organisation, None)

    def _of_round(self, new: NewContribution | None) -> Mapping[str, object]:
        """What the receipt says of an answer to a round; nothing where it is none."""
        if new is None or new.kind == contributions.KIND:
            return {}
        return compiled.of_receipt(self.desk.office, self.occurrence, self.view.facts, answered.read(new))

    def _said(self, about: Meeting, contribution: NewContribution | None) -> dict[str, object]:
        """What the receipt says: the item, the window, and the length against what is wished."""
        occurrence = self.occurrence
        standing = self.desk.office.cycle(occurrence.group.id).agenda_of(occurrence.activity)
        item = agenda.collecting(standing)
        case = next((case for case in about.cases if item is not None and case.id == item.id), None)
        text = str(json.loads(contribution.content)["text"]) if contribution else ""
        words = agenda.words(text)
        minutes = max(1, round(words / agenda.WORDS_A_MINUTE)) if words else 0
        wished = item.minutes if item else 0
        return {
            "innspill_sak": agenda.reference(case, occurrence.group.language).lower() if case else "",
            "innspill_referat": self._minutes(contribution),
            "innspill_ingen": "" if contribution else "ja",
            "innspill_ord": words,
            "innspill_minutter": minutes,
            "innspill_grense": wished if wished and minutes > wished else "",
            "innspill_vedlegg": "ja" if agenda.attached(item, text) else "",
        }

    def _minutes(self, contribution: NewContribution | None) -> str:
        """Whether the text stands in the minutes alone: «ja» when the meeting had begun, «sendt» when the last agenda had left."""
        if contribution is None:
            return ""
        if contributions.window(self.occurrence, contribution.received_at) == "minutes":
            return "ja"
        issued = [step for step in self.occurrence.steps if step.rule.only == "news"]
        done = self.view.facts.done
        return "sendt" if issued and all(step.key in done for step in issued) else ""
