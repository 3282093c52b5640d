"""What people were told, against what is so now: letters that must not leave any more, and people whom no letter would tell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.cycle import decide
from bot.cycle.memory import NewLetter, Told
from bot.cycle.model import OSLO, Decision, Held, Occurrence, Order, Skipped
from bot.desk import followup
from bot.desk.desk import AHEAD, Desk, View
from bot.desk.ports import Journal, StoredLetter
from bot.papers import norsk


@dataclass(frozen=True, slots=True)
class Judge:
    """Says why a letter must not leave, at one look at the plan. `stopped` are the steps that wait or are left out, with the reason."""

    journal: Journal
    view: View
    ordered: frozenset[str]
    stopped: Mapping[str, str]
    week: str
    now: datetime

    def stale(self, letter: StoredLetter) -> str:
        """Why this letter must not leave; empty when it may. A change that somebody makes while the letters leave is seen at once."""
        if letter.occurrence == decide.WEEKLY:
            return "" if letter.step == self.week else "et nyere ukebrev er laget"
        if followup.about(letter.step):
            return followup.outdated(self.journal, letter, self.now)
        if to_secretariat(letter):
            return ""
        occurrence = self.view.plan.by_key.get(letter.occurrence)
        if occurrence is not None and len(self.journal.amendments_of(occurrence.key)) != occurrence.revision:
            return "noe ble endret mens brevene gikk ut"
        return outdated(letter, occurrence, self.now) or self.stopped.get(letter.step, "") or self._out_of_time(letter, occurrence)

    def _out_of_time(self, letter: StoredLetter, occurrence: Occurrence | None) -> str:
        """Neither ordered now, nor let go by a person, nor the rest of a letter about a change."""
        if letter.step in self.ordered | self.view.facts.done:
            return ""
        changes = {rule.name for rule in occurrence.reactions} if occurrence else set()
        return "" if letter.step.rpartition("/")[2].rpartition("-")[0] in changes else "tiden er ute"


def judge(desk: Desk, view: View, decisions: Iterable[Decision], now: datetime) -> Judge:
    """A judge of every letter that is on its way, after what was decided in this round."""
    found = tuple(decisions)
    ordered = frozenset(one.step.key for one in found if isinstance(one, Order) and not one.draft)
    stopped = {one.step.key: one.reason for one in found if isinstance(one, Held | Skipped)}
    return Judge(desk.journal, view, ordered, stopped, decide.week(desk.office.config.weekly, now).key, now)


def to_secretariat(letter: StoredLetter) -> bool:
    """Whether a letter is between the program and the secretariat: a draft, or the weekly letter."""
    return "/draft-" in letter.step or letter.occurrence == decide.WEEKLY


def outdated(letter: NewLetter, occurrence: Occurrence | None, now: datetime) -> str:
    """Why what a letter says is not so any more; empty when it is. `occurrence` is the one it is about, if the schedule still has it."""
    if occurrence is None:
        return "det står ikke lenger i årshjulet"
    if letter.told is not None and letter.told[:3] != occurrence.told[:3]:
        return "noe er endret etter at brevet ble laget"
    after = next((step for step in occurrence.steps if step.key == letter.step and (step.at >= occurrence.end or step.rule.awaits)), None)
    over = decide.limit(after, occurrence) if after else occurrence.end + (decide.AFTERMATH if _thanks(letter, occurrence) else timedelta())
    return "det er over" if over <= now else ""


def _thanks(letter: NewLetter, occurrence: Occurrence) -> bool:
    """Whether a letter is the receipt for an answer, which may come the day after."""
    name = letter.step.rpartition("/")[2].rpartition("-")[0]
    return any(rule.on == "answered" and rule.name == name for rule in occurrence.reactions)


def drop_outdated(desk: Desk, view: View, now: datetime) -> None:
    """Withdraw the letters that wait, for the post or for a person, and that are not so any more: what is so can then be written anew."""
    for letter in (*desk.journal.held_letters(), *desk.journal.open_letters()):
        if followup.about(letter.step):
            reason = followup.outdated(desk.journal, letter, now)
        else:
            reason = "" if to_secretariat(letter) else outdated(letter, view.plan.by_key.get(letter.occurrence), now)
        if reason:
            desk.journal.withdraw([letter.key], reason, now)


class Broken(NamedTuple):
    """People believe in a date that the schedule has dropped, and no letter will say so by itself."""

    key: str
    occurrence: str
    reason: str


def broken(desk: Desk, view: View, now: datetime) -> Iterator[Broken]:
    """Each occurrence that somebody expects to come, and that the schedule has no more or has put in the past."""
    elsewhere = desk.journal.occurrences_since(now - AHEAD) - view.plan.by_key.keys() - {decide.WEEKLY}
    told = {**view.facts.told, **desk.journal.facts(elsewhere, view.facts.start).told}
    for key, last in sorted(told.items()):
        occurrence = view.whole.by_key.get(key)
        waiting = [one for one in last.values() if not one.cancelled and _end(one) > now]
        if waiting and (occurrence is None or occurrence.end <= now):
            yield Broken(f"{key}/told", key, _reason(waiting, occurrence))


def _reason(waiting: list[Told], occurrence: Occurrence | None) -> str:
    start, end = (datetime.fromisoformat(at).astimezone(OSLO) for at in waiting[-1].span.split("/"))
    moment = norsk.moment(start, end)
    now = "det står ikke lenger i årshjulet" if occurrence is None else f"årshjulet sier nå {norsk.long(occurrence.day)}, som er passert"
    return f"{len(waiting)} har fått brev om {moment}, men {now}. Sett det tilbake, og flytt eller avlys det, så får de beskjed"


def _end(told: Told) -> datetime:
    return datetime.fromisoformat(told.span.partition("/")[2])
