"""A meeting as Exchange keeps it: what we put in an event, what stands there now, and what has to be changed."""

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Self

from bot.papers.invited import Invited
from bot.post.graph import gist, shapes
from bot.post.graph.drafts import PROPERTY

ZONE = "W. Europe Standard Time"
"""Windows' name for the time in Oslo: Exchange takes only some of the others."""
SELECT = "id,subject,body,start,end,isAllDay,location,attendees,isOnlineMeeting,onlineMeeting,isCancelled"
# Where the part of a body begins that makes an event a Teams meeting: its own class, or the line of underscores above it.
TEAMS = re.compile(r"<[a-z]+\b[^>]*\bme-email-text\b|<(?:div|p|span)\b[^>]*>(?:\s*<[^>]+>)*\s*_{20,}", re.IGNORECASE)
BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)

Fields = Mapping[str, object]
Person = tuple[str, str]


class Plan(NamedTuple):
    """What an event should say. `start` and `end` are local, or whole days."""

    subject: str
    html: str
    start: date
    end: date
    place: str

    @classmethod
    def of(cls, invited: Invited, body: str) -> Self:
        return cls(invited.summary, body, invited.start, invited.end, invited.place)

    @property
    def whole_days(self) -> bool:
        return not isinstance(self.start, datetime)

    def prints(self) -> dict[str, str]:
        """Each part in a few characters, to be remembered: what we have put there, as against what a person has."""
        span = f"{self.start.isoformat()}/{self.end.isoformat()}"
        return {"subject": self.subject, "span": span, "place": self.place, "body": gist.fingerprint(self.html)}

    def fields(self, parts: Sequence[str], event: "Event | None" = None) -> dict[str, object]:
        """The parts as JSON. A body keeps what makes the event a Teams meeting."""
        made: dict[str, dict[str, object]] = {
            "subject": {"subject": self.subject},
            "span": {"start": _moment(self.start), "end": _moment(self.end), "isAllDay": self.whole_days},
            "place": {"location": {"displayName": self.place}},
            "body": {"body": {"contentType": "html", "content": _kept(self.html, event.teams if event else "")}},
        }
        return {name: value for part in parts for name, value in made[part].items()}


class Event(NamedTuple):
    """An event as it stands in the calendar. `teams` is the part of its body that makes it a Teams meeting."""

    id: str
    subject: str
    html: str
    span: tuple[object, object]
    place: str
    attendees: tuple[shapes.Node, ...]
    teams: str

    @classmethod
    def of(cls, row: shapes.Node) -> Self:
        body = shapes.text(shapes.inner(row, "body"), "content")
        link = shapes.text(shapes.inner(row, "onlineMeeting"), "joinUrl")
        return cls(
            shapes.text(row, "id", needed=True), shapes.text(row, "subject"), body, _span(row),
            shapes.text(shapes.inner(row, "location"), "displayName"), shapes.rows(row, "attendees"), _teams(body, link),
        )  # fmt: skip

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(shapes.addresses({"attendees": list(self.attendees)}, "attendees"))

    def differs(self, plan: Plan) -> tuple[str, ...]:
        """The parts that are not as planned."""
        checks = (
            ("subject", " ".join(self.subject.split()) == " ".join(plan.subject.split())),
            ("span", self.span == _wanted(plan)),
            ("place", " ".join(self.place.split()) == " ".join(plan.place.split())),
            ("body", gist.read(plan.html) in gist.read(self.html)),
        )
        return tuple(part for part, same in checks if not same)

    def with_more(self, people: Sequence[Person]) -> dict[str, object]:
        """Every attendee there is, as they stand, and those who come to: the list takes the place of the old one."""
        before = [{"type": shapes.text(each, "type") or "required", "emailAddress": _address(each)} for each in self.attendees]
        return {"attendees": [*before, *guests(people)]}


def new(plan: Plan, people: Sequence[Person], uid: str, *, teams: bool) -> dict[str, object]:
    """An event to be made, all but its transactionId. An attendee sees no other attendee."""
    online: dict[str, object] = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    return {
        **plan.fields(("subject", "body", "span", "place")),
        "attendees": guests(people),
        "hideAttendees": True,
        "responseRequested": True,
        "allowNewTimeProposals": False,
        "showAs": "free" if plan.whole_days else "busy",
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": uid}],
    } | (online if teams and not plan.whole_days else {})


def guests(people: Sequence[Person]) -> list[dict[str, object]]:
    return [{"type": "required", "emailAddress": {"address": address, "name": name or address}} for name, address in people]


def shared(bodies: Sequence[tuple[str, str]]) -> str:
    """One body for all: (text, HTML) of each invitation in, HTML out. Where they differ, only the lines that all have: no name leaks."""
    if len(set(bodies)) == 1:
        return bodies[0][1]
    others = [set(text.splitlines()) for text, _ in bodies[1:]]
    lines = [line for line in bodies[0][0].splitlines() if all(line in each for each in others)]
    return f"<html><body><p>{'<br>'.join(map(html.escape, lines))}</p></body></html>"


def _address(attendee: shapes.Node) -> dict[str, object]:
    person = shapes.inner(attendee, "emailAddress")
    return {"address": shapes.text(person, "address", needed=True), "name": shapes.text(person, "name")}


def _moment(at: date) -> dict[str, object]:
    text = f"{at:%Y-%m-%dT%H:%M:%S}" if isinstance(at, datetime) else f"{at:%Y-%m-%d}T00:00:00"
    return {"dateTime": text, "timeZone": ZONE}


def _span(row: shapes.Node) -> tuple[object, object]:
    """Aware instants; naive midnights for whole days, which Exchange shows as midnight in whatever zone is asked for."""
    if shapes.flag(row, "isAllDay"):
        return shapes.moment(row, "start").replace(tzinfo=None), shapes.moment(row, "end").replace(tzinfo=None)
    return shapes.moment(row, "start"), shapes.moment(row, "end")


def _wanted(plan: Plan) -> tuple[object, object]:
    return _instant(plan.start), _instant(plan.end)


def _instant(at: date) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)  # noqa: DTZ001 - whole days have no zone


def _teams(body: str, link: str) -> str:
    """From where Teams' own part begins to the end of the body; empty when its link is not there."""
    places = [at for at in (body.find(link), body.find(html.escape(link))) if at >= 0] if link else []
    if not places:
        return ""
    found = TEAMS.search(body, 0, min(places))
    start = found.start() if found else body.rfind("<a", 0, min(places))
    ends = list(BODY_END.finditer(body, max(start, 0)))
    return body[max(start, 0) : ends[-1].start() if ends else len(body)]


def _kept(body: str, teams: str) -> str:
    ends = list(BODY_END.finditer(body))
    at = ends[-1].start() if teams and ends else len(body)
    return body[:at] + teams + body[at:]
