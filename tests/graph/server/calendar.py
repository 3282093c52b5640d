"""Events as the organiser's calendar shows them: one by one, listed, and as a view of days."""

from datetime import UTC, datetime, timedelta

from tests.graph.server import odata, rules
from tests.graph.server.model import Mailbox, Meeting
from tests.graph.server.problem import Json, Problem, Reply, gone
from tests.graph.server.request import Request
from tests.graph.server.store import body_shown
from tests.graph.server.world import World

EVENT = "microsoft.graph.event"
NAMES = """
id createdDateTime lastModifiedDateTime changeKey categories transactionId originalStartTimeZone originalEndTimeZone iCalUId
hasAttachments subject bodyPreview importance sensitivity isAllDay isCancelled isOrganizer responseRequested showAs type
webLink onlineMeetingUrl isOnlineMeeting onlineMeetingProvider allowNewTimeProposals hideAttendees isDraft body start end
location locations recurrence attendees organizer onlineMeeting responseStatus reminderMinutesBeforeStart isReminderOn
seriesMasterId singleValueExtendedProperties
"""
FIELDS = frozenset(NAMES.split())
LONGEST_VIEW = timedelta(days=1825)


def find(world: World, request: Request) -> tuple[Mailbox, Meeting]:
    box = request.box(world)
    meeting = box.meeting(request.names["id"])
    if meeting is None:
        raise gone()
    return box, meeting


def shown(meeting: Meeting, request: Request) -> Json:
    """The event, its hours in the zone that `Prefer` asks for. A zone unknown is the service's own fault: 500, in HTML."""
    asked = request.prefer.get("outlook.timezone", "UTC")
    if asked not in rules.ZONES:
        raise Problem(500, "")
    full: Json = {
        "@odata.etag": f'W/"{_change_key(meeting)}"',
        "id": meeting.id if request.immutable else meeting.rest_id,
        **meeting.props,
        "body": body_shown({**meeting.props["body"], "content": meeting.props["body"]["content"]}, request),
        "changeKey": _change_key(meeting),
        "iCalUId": meeting.uid,
        "start": _hour(meeting, meeting.start, asked),
        "end": _hour(meeting, meeting.end, asked),
        "hasAttachments": bool(meeting.attachments),
    }
    if select := request.options.get("$select"):
        full = odata.selected(full, select, FIELDS, EVENT)
    for name, inner in odata.expansions(request.options.get("$expand", "")).items():
        if name != "singleValueExtendedProperties":
            raise odata.bad(f"Could not expand '{name}'.", "RequestBroker--ParseUri")
        if listed := odata.extended_shown(meeting.extended, odata.wanted_properties(inner)):
            full[name] = listed
    return full


def _change_key(meeting: Meeting) -> str:
    return f"DwAAABYAAAC{meeting.version:06d}{meeting.id[-9:-1]}"


def _hour(meeting: Meeting, at: datetime, asked: str) -> Json:
    """An event of whole days is midnight, whatever is asked."""
    zone = str(meeting.props["originalStartTimeZone"]) if meeting.props["isAllDay"] else asked
    return {"dateTime": f"{at.astimezone(rules.zone(zone)):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": asked}


def get(world: World, request: Request) -> Reply:
    _, meeting = find(world, request)
    return Reply(200, {"@odata.context": f"{request.base}/v1.0/$metadata#users/events/$entity", **shown(meeting, request)})


def _page(request: Request, meetings: list[Meeting], default: int = 10) -> Reply:
    size, skip = request.page_size(default), int(request.options.get("$skip", "0"))
    page: Json = {"value": [shown(meeting, request) for meeting in meetings[skip : skip + size]]}
    if len(meetings) > skip + size:
        kept = "&".join(part for part in request.query.split("&") if not part.startswith(("$skip", "%24skip")))
        page["@odata.nextLink"] = f"{request.base}{request.path}?{kept}{'&' if kept else ''}%24skip={skip + size}"
    return Reply(200, page)


def listing(world: World, request: Request) -> Reply:
    box = request.box(world)
    text = request.options.get("$filter", "")
    chosen = odata.Filter(text) if text else None
    utc = [
        (meeting, {**meeting.props, "start": _hour(meeting, meeting.start, "UTC"), "iCalUId": meeting.uid})
        for meeting in box.meetings.values()
    ]
    utc = [] if request.fault and request.fault.kind == "stale" else utc
    return _page(request, [meeting for meeting, props in utc if chosen is None or chosen.test(props, meeting.extended)])


def view(world: World, request: Request) -> Reply:
    """Events that overlap the half-open span."""
    box = request.box(world)
    try:
        first, last = (_moment(request.options[name]) for name in ("startDateTime", "endDateTime"))
    except (KeyError, ValueError):
        raise Problem(400, "ErrorInvalidParameter", "startDateTime and endDateTime are required") from None
    if last - first > LONGEST_VIEW:
        raise Problem(400, "ErrorCalendarViewRangeTooBig", "The range is longer than 1825 days.")
    inside = [meeting for meeting in box.meetings.values() if meeting.start < last and meeting.end > first]
    return _page(request, sorted(inside, key=lambda meeting: meeting.start))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
