"""Words on a paper that was sent for comment: when an answer is one, and when it comes too late."""

from bot.cycle.memory import StoredLetter
from bot.cycle.model import Occurrence, Step
from bot.desk.contributions import COMMENT
from bot.desk.desk import View


def asked(view: View, occurrence: str, letter: StoredLetter | None) -> bool:
    """Whether an answer is a comment: to the letter that asked for comments, or to none when that is what is asked for now."""
    about = view.plan.by_key.get(occurrence)
    step = _asking(about) if about else None
    if about is None or step is None or step.key not in view.facts.done:
        return False
    return letter.step == step.key if letter else about.end < view.facts.finished[step.key]


def closed(view: View, occurrence: str) -> str:
    """Why a comment comes too late; empty when it does not."""
    about = view.plan.by_key.get(occurrence)
    step = _asking(about) if about else None
    if about is None or step is None:
        return "møtet står ikke lenger i årshjulet"
    last = next((one for one in about.steps if one.rule.requires == step.rule.name and one.rule.wait), None)
    if last is not None and last.key in view.facts.done | view.facts.skipped:
        return "merknad til referatet, men det endelige referatet er alt sendt"
    return ""


def _asking(occurrence: Occurrence) -> Step | None:
    """The step that asks for comments, if the programme has one."""
    return next((step for step in occurrence.steps if step.rule.expects == COMMENT), None)
