"""Free or busy: what the tenant shows of its people's days (graph.md 1, row 18)."""

from datetime import datetime, timedelta

from tests.graph.server import rules
from tests.graph.server.problem import Json, Problem, Reply
from tests.graph.server.request import Request
from tests.graph.server.world import World

MOST = 20
LONGEST = timedelta(days=62)
DIGITS = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4"}


def ask(world: World, request: Request) -> Reply:
    """One row an address. An address that the tenant does not know is an error in its own row, not of the call."""
    request.box(world)
    body = request.content(world, "bodies.getSchedule")
    names = body.get("schedules") or body.get("Schedules") or []
    start, end, minutes = _asked(world, request, body)
    if len(names) > MOST:
        raise Problem(400, "ErrorMailboxDataArrayTooBig", f"There are too many entities in the request: {len(names)}.")
    if end - start >= LONGEST:
        raise Problem(400, "ErrorTimeIntervalTooBig", "The requested time duration is longer than 62 days.")
    return Reply(200, {"value": [_row(world, str(name), start, end, minutes) for name in names]})


def _asked(world: World, request: Request, body: Json) -> tuple[datetime, datetime, int]:
    first, last = body.get("startTime") or body.get("StartTime"), body.get("endTime") or body.get("EndTime")
    if wrong := rules.wrong_event({"start": first, "end": last}, new=True):
        raise request.refused(world, wrong, "ErrorPropertyValidationFailure")
    minutes = body.get("availabilityViewInterval", body.get("AvailabilityViewInterval", 30))
    if minutes is None:
        raise Problem(500, "ErrorInternalServerError", "Object reference not set to an instance of an object.")
    if not 5 <= minutes <= 1440:
        raise Problem(400, "ErrorInvalidMergedFreeBusyInterval", "The interval is outside 5 to 1440 minutes.")
    return *rules.span(first, last), minutes


def _row(world: World, name: str, start: datetime, end: datetime, minutes: int) -> Json:
    if name.lower() not in world.busy and name.lower() not in world.boxes:
        error = {
            "message": f"Unable to resolve e-mail address {name} to an Active Directory object.",
            "responseCode": "ErrorMailRecipientNotFound",
        }
        return {"scheduleId": name, "availabilityView": "", "scheduleItems": [], "error": error}
    items = [each for each in _taken(world, name.lower()) if each[0] < end and each[1] > start]
    return {
        "scheduleId": name,
        "availabilityView": _view(items, start, end, minutes),
        "scheduleItems": [
            {"isPrivate": False, "status": status, "subject": subject, "location": "", "start": _utc(first), "end": _utc(last)}
            for first, last, status, subject in items
        ],
        "workingHours": {
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "startTime": "08:00:00",
            "endTime": "16:00:00",
        },
    }


def _taken(world: World, name: str) -> list[tuple[datetime, datetime, str, str]]:
    box = world.boxes.get(name)
    own = [(each.start, each.end, str(each.props["showAs"]), str(each.props["subject"])) for each in box.meetings.values()] if box else []
    return sorted([*world.busy.get(name, []), *own])


def _utc(at: datetime) -> Json:
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _view(items: list[tuple[datetime, datetime, str, str]], start: datetime, end: datetime, minutes: int) -> str:
    step, view, at = timedelta(minutes=minutes), "", start
    while at < end:
        here = [DIGITS.get(status, "2") for first, last, status, _ in items if first < at + step and last > at]
        view += max(here, default="0")
        at += step
    return view
