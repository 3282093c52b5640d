"""A person hands in an edited paper: it is taken in, and approved at once when that is what the person says and nothing else is new."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.cycle.memory import Draft
from bot.cycle.model import Facts, Occurrence, Step
from bot.desk import acts, editions, making, reissue, taking
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.desk.taking import Giver, Taken
from bot.errors import Refused


class Handed(NamedTuple):
    """What came of it: nothing (the file was the one that was sent), taken in, or approved too. `reason` is why it was not approved."""

    outcome: str = ""
    reason: str = ""


def hand_in(desk: Desk, occurrence: Occurrence, draft: Draft, files: Sequence[tuple[str, bytes]], giver: Giver, *, approve: bool) -> Handed:
    """Take in the first of some Word files, by name and content, that is an edited paper of a draft, which may be one that is replaced.

    Raises Refused, with the reason, for a file that is dangerous, belongs elsewhere, or comes when the paper has left for the last time.
    """
    view = desks.look(desk, giver.at)
    _, step = acts.find(view, draft.step)
    if not _later(occurrence, step, view.facts):
        raise Refused("Dokumentet er alt sendt ut i endelig utgave. Filen er ikke tatt inn.")
    taken = taking.take(desk.journal, draft, step, files, giver)
    if taken.refused:
        raise Refused(taken.refused)
    if not taken.paper:
        return Handed()
    if step.key in view.facts.done:
        return Handed("handed", _again(desk, occurrence, step, taken, giver))
    return _approved(desk, draft, giver) if approve and taken.readable and occurrence.group.approvals == 1 else Handed("handed")


def _again(desk: Desk, occurrence: Occurrence, step: Step, taken: Taken, giver: Giver) -> str:
    """What becomes of a file when the paper has left already: a corrected one, where there can be one, and else the next edition."""
    view = desks.look(desk, giver.at)
    if not reissue.possible(occurrence, step, view.facts, giver):
        return "Denne utgaven er alt sendt. Filen blir brukt i den neste."
    said = reissue.correct(desk, view, occurrence, taken.paper, giver)
    moved = editions.elsewhere(view.facts, occurrence, step, giver.at)
    return f"{said} {moved.said} Svar «Flytt», så flyttes møtet og alle får beskjed." if moved else said


def _later(occurrence: Occurrence, step: Step, facts: Facts) -> bool:
    """Whether some step that sends the same paper is still to be done."""
    over = facts.done | facts.skipped
    same = (one for one in occurrence.steps if set(one.rule.papers) & set(step.rule.papers))
    return any(one.key not in over for one in (step, *same))


def _approved(desk: Desk, draft: Draft, giver: Giver) -> Handed:
    """Approve what leaves with the file in it, unless there is something in it that the person has not seen."""
    newest = desk.journal.draft(draft.step)
    if newest is not None and newest.version > draft.version and not _ours(desk, newest):
        mine = newest.state == "approved" and newest.decided_by == giver.who
        return Handed("approved") if mine else Handed("handed", "Et nyere utkast var laget i mellomtiden.")
    view = desks.look(desk, giver.at)
    occurrence, step = acts.find(view, draft.step)
    if making.maker(desk, view, occurrence, step, giver.at, draft.version + 1).news():
        return Handed("handed", "Noe nytt er kommet til siden utkastet ble laget.")
    try:
        acts.approve(desk, draft.step, giver.who, giver.at, seen=True, said=giver.said)
    except Refused as why:
        return Handed("handed", str(why))
    return Handed("approved")


def _ours(desk: Desk, newest: Draft) -> bool:
    """Whether a draft was made in order to be approved at once, by a process that died before it was: nobody has been told of it."""
    return newest.state == "open" and not desk.journal.letters(f"{newest.step}/draft-{newest.version}")


def move(desk: Desk, occurrence: Occurrence, step: Step, giver: Giver) -> None:
    """Move a meeting to the time and place that an edited paper says. Raises Refused when it says no other."""
    view = desks.look(desk, giver.at)
    found = editions.elsewhere(view.facts, occurrence, step, giver.at)
    if found is None:
        raise Refused("Filen sier samme tid og sted som årshjulet.")
    if (found.start, found.end) != (occurrence.start, occurrence.end):
        acts.move(desk, occurrence.key, found.start, found.end, giver.who, giver.at)
    if found.place is not None:
        acts.relocate(desk, occurrence.key, found.place, giver.who, giver.at)
