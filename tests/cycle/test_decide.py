"""What shall happen now: each situation as a sentence, and what must hold in every year that anyone can think of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle import decide, plan, read
from bot.cycle.days import Days
from bot.cycle.memory import Told
from bot.cycle.model import (
    OSLO,
    Amendment,
    Cancelled,
    Change,
    Cycle,
    Decision,
    DraftFact,
    Facts,
    Held,
    Item,
    ItemAdded,
    Moved,
    Order,
    Plan,
    Relocated,
    Skipped,
)
from bot.cycle.written import Place, Programme, Schedule, WeeklyConfig

PROGRAMME = """
meeting = true
[[step]]
name = "draft"
at = "-21d"
to = "secretariat"
letter = "draft"
drafts = "notice"
late = "run"
[[step]]
name = "notice"
at = "-7d"
time = "09:00"
to = "members"
letter = "notice"
needs = "approval"
[[step]]
name = "remind"
at = "-2wd"
to = "unanswered"
letter = "remind"
requires = "notice"
late = "skip"
[[step]]
name = "thanks"
at = "+1d"
to = "members"
letter = "thanks"
late = "run"
[[step]]
name = "moved"
on = "moved"
to = "told"
letter = "moved"
[[step]]
name = "relocated"
on = "relocated"
to = "told"
letter = "moved"
[[step]]
name = "cancelled"
on = "cancelled"
to = "told"
letter = "cancelled"
[[step]]
name = "changed"
on = "changed"
to = "told"
letter = "changed"
needs = "approval"
"""
SCHEDULE = """
[group]
id = "naering"
name = "faggruppe"
[[activity]]
id = "mote"
title = "Møte"
when = { month = [2, 5, 9, 11], weekday = "thursday", nth = 2 }
time = "12.00–13.00"
"""
MEETING = "naering/mote/2027-4"
NOTICE = f"{MEETING}/notice"
MEMBERS = ("horten@example.no", "elverum@example.no")


def cycle() -> Cycle:
    schedule, _ = read.toml(Schedule, "x.toml", SCHEDULE)
    programme, faults = read.toml(Programme, "meeting.toml", PROGRAMME)
    assert schedule
    assert programme, faults
    return Cycle(schedule, {"meeting": programme})


CYCLE = cycle()


def at(text: str) -> datetime:
    """A Norwegian wall time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


@dataclass
class Year:
    """A secretariat's year by hand: what is decided is carried out here, in memory, exactly as said."""

    start: datetime = field(default_factory=lambda: at("2027-01-01"))
    amendments: list[Amendment] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    drafts: dict[str, DraftFact] = field(default_factory=dict)
    told: dict[str, dict[str, Told]] = field(default_factory=dict)
    sent: list[tuple[str, datetime, frozenset[str]]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    laid: tuple[int, Plan] | None = None

    def plan(self) -> Plan:
        if self.laid is None or self.laid[0] != len(self.amendments):
            self.laid = len(self.amendments), plan.lay([CYCLE], Days(), date(2026, 6, 1), date(2029, 1, 1), self.amendments)
        return self.laid[1]

    def facts(self, laid: Plan) -> Facts:
        basis = {
            f"{o.key}/{name}": "|".join(map(str, o.told))
            for o in laid.occurrences
            for name in ("notice", *(f"changed-{n}" for n in range(1, 9)))
        }
        return Facts(self.start, frozenset(self.done), frozenset(self.skipped), self.told, self.drafts, basis)

    def decide(self, now: datetime) -> list[Decision]:
        laid = self.plan()
        return list(decide.orders(laid, self.facts(laid), now))

    def tick(self, now: datetime) -> list[Decision]:
        """Decide, and do it."""
        laid = self.plan()
        facts = self.facts(laid)
        decisions = list(decide.orders(laid, facts, now))
        self.held = [decision for decision in decisions if isinstance(decision, Held)]
        for decision in decisions:
            self._carry_out(decision, facts, now)
        return decisions

    def _carry_out(self, decision: Decision, facts: Facts, now: datetime) -> None:
        match decision:
            case Order(step=step, draft=True):
                self.drafts[step.key] = DraftFact(facts.basis[step.key], "open")
            case Order(step=step, occurrence=occurrence, recipients=recipients):
                to = recipients or frozenset(MEMBERS)
                self.sent.append((step.key, now, to))
                self.done.append(step.key)
                self.told.setdefault(occurrence.key, {}).update(dict.fromkeys(to, occurrence.told))
            case Skipped(step=step):
                self.skipped.append(step.key)
            case Held():
                pass

    def approve(self, step: str, now: datetime) -> None:
        if step in self.drafts:
            self.drafts[step] = self.drafts[step]._replace(state="approved", decided_at=now)

    def amend(self, change: Change, now: datetime, occurrence: str = MEETING) -> None:
        self.amendments.append(Amendment(occurrence, change, "Sekretariatet", now))

    def until(self, *times: str) -> "Year":
        for time in times:
            self.tick(at(time))
        return self

    def names(self) -> list[str]:
        return [key.removeprefix(MEETING + "/") for key, _, _ in self.sent if key.startswith(MEETING + "/")]


def told_year() -> Year:
    """A year in which the November notice has been approved and sent."""
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00")
    year.approve(NOTICE, at("2027-10-22T10:00"))
    return year.until("2027-11-04T09:00")


def moved(to: str) -> Moved:
    return Moved(at(f"{to}T12:00").astimezone(OSLO), at(f"{to}T13:00").astimezone(OSLO))


def test_the_draft_comes_three_weeks_before_and_nothing_leaves_without_approval() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-20T08:00")
    assert NOTICE not in year.drafts

    year.until("2027-10-21T08:00", "2027-11-04T09:00")
    assert year.drafts[NOTICE].state == "open"
    assert year.names() == []
    assert [held.reason for held in year.held] == ["venter på godkjenning"]


def test_an_approved_notice_leaves_at_its_hour_and_once() -> None:
    year = told_year().until("2027-11-04T09:01", "2027-11-05T09:00")

    assert [(key, now) for key, now, _ in year.sent] == [(NOTICE, at("2027-11-04T09:00"))]


def test_a_change_after_approval_needs_a_new_approval() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00")
    year.approve(NOTICE, at("2027-10-22T10:00"))
    year.amend(Relocated(Place(name="Hamar rådhus")), at("2027-10-25T10:00"))
    year.until("2027-10-25T11:00", "2027-11-04T09:00")

    assert year.names() == []
    assert year.drafts[NOTICE].state == "open"
    assert [held.reason for held in year.held] == ["venter på godkjenning"]


def test_a_returned_draft_waits_with_the_comment() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00")
    year.drafts[NOTICE] = year.drafts[NOTICE]._replace(state="returned", comment="sak 3 mangler")
    year.until("2027-11-04T09:00")

    assert [held.reason for held in year.held] == ["utkastet er returnert: sak 3 mangler"]


def test_an_approval_that_comes_late_sends_at_once() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00", "2027-11-08T09:00")
    year.approve(NOTICE, at("2027-11-08T10:00"))

    assert year.until("2027-11-08T10:01").names() == ["notice"]


def test_after_a_month_asleep_nothing_stale_leaves_and_what_matters_is_held() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00")
    year.approve(NOTICE, at("2027-10-22T10:00"))
    year.until("2027-11-10T12:00")

    assert year.names() == []
    assert [held.reason for held in year.held] == ["skulle vært sendt 4.11.2027"]


def test_a_held_notice_leaves_when_a_person_approves_it_again() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00")
    year.approve(NOTICE, at("2027-10-22T10:00"))
    year.until("2027-11-10T08:30")
    year.approve(NOTICE, at("2027-11-10T09:00"))

    assert year.until("2027-11-10T09:01").names()[0] == "notice"


def test_a_late_reminder_is_left_out_with_its_reason() -> None:
    decisions = told_year().tick(at("2027-11-11T11:00"))

    assert [(d.step.rule.name, d.reason) for d in decisions if isinstance(d, Skipped)] == [
        ("remind", "skulle vært sendt 9.11.2027, og er for gammel nå")
    ]


def test_after_the_meeting_an_unapproved_notice_is_left_out_and_never_comes_back() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00", "2027-11-11T12:00")
    assert {key.rpartition("/")[2] for key in year.skipped} == {"notice", "remind"}

    year.approve(NOTICE, at("2027-11-11T12:30"))
    assert year.until("2027-11-11T13:00").names() == []


def test_the_first_start_sends_no_backlog_and_tells_what_still_matters() -> None:
    year = Year(start=at("2027-11-08")).until("2027-11-08T09:00")

    assert (year.sent, year.drafts) == ([], {})
    assert [(held.step.key, held.reason) for held in year.held] == [
        (NOTICE, "skulle vært sendt 4.11.2027, før programmet ble tatt i bruk 8.11.2027")
    ]


def test_a_moved_meeting_moves_what_has_not_left() -> None:
    year = Year(start=at("2027-10-01"))
    year.amend(moved("2027-11-18"), at("2027-10-05T09:00"))
    year.until("2027-10-21T08:00", "2027-10-28T08:00")

    assert year.drafts[NOTICE].state == "open"
    year.approve(NOTICE, at("2027-10-29T08:00"))
    assert year.until("2027-11-04T09:00").names() == []
    assert year.until("2027-11-11T09:00").names() == ["notice"]


def test_a_moved_meeting_tells_exactly_those_who_were_told_once_for_each_move() -> None:
    year = told_year()
    year.told[MEETING].pop("elverum@example.no")
    year.amend(moved("2027-11-18"), at("2027-11-05T09:00"))
    year.until("2027-11-05T09:01", "2027-11-05T09:02")
    assert [(key, to) for key, _, to in year.sent[1:]] == [(f"{MEETING}/moved-1", frozenset({"horten@example.no"}))]

    year.amend(moved("2027-11-25"), at("2027-11-05T10:00"))
    assert year.until("2027-11-05T10:01").names() == ["notice", "moved-1", "moved-2"]


def test_a_move_and_back_again_before_anyone_heard_of_it_is_silence() -> None:
    year = told_year()
    year.amend(moved("2027-11-18"), at("2027-11-05T09:00"))
    year.amend(moved("2027-11-11"), at("2027-11-05T09:01"))

    assert year.until("2027-11-05T09:02").names() == ["notice"]


def test_a_new_room_is_told_and_an_added_item_waits_for_approval() -> None:
    year = told_year()
    year.amend(Relocated(Place(name="Hamar rådhus")), at("2027-11-05T09:00"))
    assert year.until("2027-11-05T09:01").names() == ["notice", "relocated-1"]

    year.amend(ItemAdded(Item("gods", "Godstog", "")), at("2027-11-05T10:00"))
    year.until("2027-11-05T10:01")
    assert year.names() == ["notice", "relocated-1"]
    year.approve(f"{MEETING}/changed-1", at("2027-11-05T11:00"))
    assert year.until("2027-11-05T11:01").names() == ["notice", "relocated-1", "changed-1"]


def test_a_cancelled_meeting_tells_those_who_were_told_and_then_falls_silent() -> None:
    year = told_year()
    year.amend(Cancelled("sykdom"), at("2027-11-05T09:00"))
    year.until("2027-11-05T09:01", "2027-11-09T08:00", "2027-11-12T08:00", "2027-11-15T08:00")

    assert year.names() == ["notice", "cancelled-1"]


def test_a_meeting_cancelled_before_anyone_was_told_sends_nothing() -> None:
    year = Year(start=at("2027-10-01")).until("2027-10-21T08:00")
    year.amend(Cancelled("sykdom"), at("2027-10-25T09:00"))

    assert year.until("2027-10-26T08:00", "2027-11-04T09:00").names() == []


def test_nobody_hears_of_a_change_to_a_meeting_that_is_over() -> None:
    year = told_year()
    year.amend(moved("2027-11-05"), at("2027-11-08T09:00"))

    assert "moved-1" not in year.until("2027-11-08T10:00").names()


def test_only_the_newest_weekly_letter_is_due() -> None:
    config = WeeklyConfig()

    assert decide.week(config, at("2027-11-01T07:29")).key == "sekretariat/ukebrev/2027-43"
    assert decide.week(config, at("2027-11-01T07:30")) == ("sekretariat/ukebrev/2027-44", at("2027-11-01T07:30"))
    assert decide.week(config, at("2027-01-01T12:00")).key == "sekretariat/ukebrev/2026-53"


# --- what must hold in every year ---------------------------------------------------------------------------------------

days = st.integers(0, 420)
doings = st.one_of(
    st.tuples(st.just("tick"), days),
    st.tuples(st.just("approve"), days),
    st.tuples(st.just("return"), days),
    st.tuples(st.just("move"), days),
    st.tuples(st.just("cancel"), days),
    st.tuples(st.just("room"), days),
    st.tuples(st.just("item"), days),
)


def live(start_day: int, events: Iterable[tuple[str, int]], every: int) -> Year:
    """A year with any events on any days, ticking every so many days, and always a little after each event."""
    begin = at("2026-12-01T12:00")
    year = Year(start=begin + timedelta(days=start_day))
    ticks = [("tick", n) for n in range(0, 440, every)]
    for what, day in sorted([*events, *ticks], key=lambda event: event[1]):
        now = begin + timedelta(days=day)
        _happen(year, what, now)
        year.tick(now + timedelta(hours=1))
    return year


def _happen(year: Year, what: str, now: datetime) -> None:
    target = next((o for o in year.plan().occurrences if o.start > now and o.cancelled is None), None)
    if target is None:
        return
    match what:
        case "approve":
            for step in set(year.drafts) - set(year.done):
                year.approve(step, now)
        case "return":
            year.drafts |= {key: draft._replace(state="returned") for key, draft in year.drafts.items() if draft.state == "open"}
        case "move":
            start = target.start + timedelta(days=(now.day % 21) + 1)
            year.amend(Moved(start, start + timedelta(hours=1)), now, target.key)
        case "cancel":
            year.amend(Cancelled("avlyst"), now, target.key)
        case "room":
            year.amend(Relocated(Place(name=f"rom {now.day}")), now, target.key)
        case "item":
            year.amend(ItemAdded(Item(f"sak-{now:%m%d}", "Sak", "")), now, target.key)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 200), st.lists(doings, max_size=12), st.sampled_from([1, 2, 5, 30]))
def test_no_order_twice_none_for_the_past_none_unapproved_and_nothing_in_silence(
    start_day: int, events: list[tuple[str, int]], every: int
) -> None:
    year = live(start_day, events, every)
    final = year.plan()

    assert len(year.done) == len(set(year.done))
    assert not set(year.done) & set(year.skipped)
    for key, now, _ in year.sent:
        occurrence = final.by_key[key.rpartition("/")[0]]
        name = key.rpartition("/")[2]
        if name in ("notice", "remind"):
            assert occurrence.cancelled is not None or now < max(occurrence.start, at("2028-12-01"))
        if name == "notice" or name.startswith("changed"):
            assert year.drafts[key].state == "approved"
            assert (year.drafts[key].decided_at or now) <= now


@settings(max_examples=25, deadline=None)
@given(st.lists(doings, max_size=12), st.sampled_from([1, 2, 5, 30]))
def test_each_step_is_in_the_end_sent_or_left_out_with_a_reason(events: list[tuple[str, int]], every: int) -> None:
    year = live(0, events, every)
    end = at("2028-02-01T12:00")
    year.tick(end)

    for occurrence in year.plan().occurrences:
        for step in occurrence.steps:
            if step.at >= year.start and occurrence.start < end - decide.AFTERMATH and not step.rule.drafts:
                settled = step.key in year.done or step.key in year.skipped
                assert settled, step.key


@settings(max_examples=20, deadline=None)
@given(st.lists(doings, max_size=12))
def test_after_every_tick_those_who_were_told_know_how_it_is(events: list[tuple[str, int]]) -> None:
    year = live(0, [event for event in events if event[0] != "item"], 1)
    now = at("2028-01-15T12:00")

    for occurrence in year.plan().occurrences:
        if occurrence.start > now:
            for heard in year.told.get(occurrence.key, {}).values():
                assert heard.cancelled == (occurrence.cancelled is not None)
                if occurrence.cancelled is None:
                    assert heard.span == occurrence.told.span
