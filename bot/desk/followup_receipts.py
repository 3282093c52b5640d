"""The receipt to one who has answered about measures: what was understood, a line each. Never to a machine, and never in a loop."""

import json
from dataclasses import replace
from datetime import date, datetime

from bot.cycle.memory import NewLetter
from bot.cycle.model import OSLO, Member
from bot.desk import envelope, followup, recipients, writing
from bot.desk.desk import Desk
from bot.desk.followup_answers import Heard, Taken
from bot.desk.writing import Made
from bot.papers import asking
from bot.papers.asking import Answered

LETTER = "followup-receipt"


def letters(desk: Desk, heard: Heard, now: datetime) -> tuple[NewLetter, ...]:
    """The receipt for a mail, one for each. The secretariat, which answers for another, needs none.

    An answer to a receipt gets one only when it changed something: two programs that thank each other soon stop.
    """
    letter, message = heard.letter, heard.message
    if letter is None or heard.reported is None or not (heard.taken or heard.unclear):
        return ()
    group = desk.office.cycle(letter.step.partition("/")[0]).schedule.group
    own = {desk.office.config.secretariat.email.lower(), desk.office.sender(group.id).email.lower()}
    if message.sender in own or (followup.thanks(letter.step) and not any(one.changed for one in heard.taken)):
        return ()
    to = _known(desk, group.id, message.sender) or Member("", letter.name, letter.organisation, letter.recipient)
    sender, step = desk.office.sender(group.id), followup.receipt(group.id, message.id)
    values = asking.thanks(group, sender, now.astimezone(OSLO).date(), [_answered(one) for one in heard.taken], heard.unclear)
    template = desk.office.letter(group.language, LETTER)
    made = writing.written(template, values, f"{step}/{recipients.who(to)}", sender, to, ())
    [stored] = envelope.stored(desk.journal, [Made(made, to.organisation, None)], step, followup.of_group(group.id))
    measures = {one.number: one for one in desk.journal.measures([group.id])} | {one.measure.number: one.measure for one in heard.taken}
    asked = {str(number): [measures[number].due, False] for number in followup.asked(letter) if number in measures}
    content = json.dumps(json.loads(stored.content) | {envelope.ASKED: asked}, ensure_ascii=False, sort_keys=True)
    return (replace(stored, content=content),)


def _known(desk: Desk, group: str, address: str) -> Member | None:
    registers = desk.office.cycle(group).registers.values()
    return next((one for register in registers for one in register if one.email.lower() == address), None)


def _answered(one: Taken) -> Answered:
    measure = one.measure
    due = date.fromisoformat(measure.due) if measure.due else None
    return Answered(measure.number, measure.what, one.said, measure.deadline, due)
