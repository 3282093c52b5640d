"""Events with attendees: made once for a transactionId, changed, cancelled; and who is told of it (graph.md 2 and 6)."""

import json
from hashlib import sha256

from tests.graph.server import attachments, calendar, mime, rules, store
from tests.graph.server.model import Mailbox, Meeting, Notice
from tests.graph.server.problem import Json, Problem, Reply
from tests.graph.server.request import Request
from tests.graph.server.world import World

NEVER = "0001-01-01T00:00:00Z"
NAMES = """
subject importance sensitivity categories isAllDay showAs responseRequested allowNewTimeProposals hideAttendees location
isReminderOn reminderMinutesBeforeStart
"""
PLAIN = NAMES.split()


def create(world: World, request: Request) -> Reply:
    """201, and the invitations leave at once. The same transactionId with the same body is the same event; with another body, refused."""
    box = request.box(world)
    body = _body(world, request, box, new=True)
    transaction, print_ = str(body.get("transactionId") or ""), sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    if transaction in box.transactions:
        known, name = box.transactions[transaction]
        if known != print_ or name not in box.meetings:
            raise Problem(409, "ErrorDuplicateTransactionId", "The transaction ID has already been used to create a different event.")
        return _shown(201, box.meetings[name], request)
    meeting = _made(world, request, box, body)
    if transaction:
        box.transactions[transaction] = (print_, meeting.id)
    if request.fault is None or request.fault.kind != "uninvited":
        _tell(world, box, meeting, meeting.attendees, "invitation")
    return _shown(201, meeting, request)


def _shown(status: int, meeting: Meeting, request: Request) -> Reply:
    return Reply(status, {"@odata.context": f"{request.base}/v1.0/$metadata#users/events/$entity", **calendar.shown(meeting, request)})


def _body(world: World, request: Request, box: Mailbox, *, new: bool) -> Json:
    body = request.content(world, calendar.EVENT)
    wrong = rules.wrong_event(body, new=new)
    listed = [str(each["emailAddress"]["address"]) for each in body.get("attendees") or []]
    wrong += ["the organiser is no attendee"] if box.address.lower() in {each.lower() for each in listed} else []
    if wrong:
        raise request.refused(
            world, wrong, "TimeZoneNotSupportedException" if "time zone" in wrong[0] else "ErrorPropertyValidationFailure"
        )
    return body


def _made(world: World, request: Request, box: Mailbox, body: Json) -> Meeting:
    start, end = rules.span(body.get("start"), body.get("end"))
    meeting = Meeting(
        world.name("AAkALgAAAAAAHYQDEapmEc2byACqAC-E", 40) + "=",
        store.rest_id(world),
        "040000008200E00074C5B7101A82E008" + world.name("", 48).upper(),
        _blank(world, box),
        start,
        end,
        attachments=[attachments.made(world, request, each) for each in body.get("attachments") or []],
    )
    box.meetings[meeting.id] = meeting
    meeting.props["transactionId"] = body.get("transactionId")
    meeting.props |= {"originalStartTimeZone": body["start"]["timeZone"], "originalEndTimeZone": body["end"]["timeZone"]}
    _fill(world, meeting, body)
    return meeting


def _blank(world: World, box: Mailbox) -> Json:
    return {
        "createdDateTime": world.stamp(),
        "lastModifiedDateTime": world.stamp(),
        "categories": [],
        "subject": "",
        "bodyPreview": "",
        "importance": "normal",
        "sensitivity": "normal",
        "isAllDay": False,
        "isCancelled": False,
        "isDraft": False,
        "isOrganizer": True,
        "responseRequested": True,
        "seriesMasterId": None,
        "showAs": "busy",
        "type": "singleInstance",
        "webLink": "https://outlook.office365.com/owa/?path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": False,
        "onlineMeetingProvider": "unknown",
        "onlineMeeting": None,
        "allowNewTimeProposals": True,
        "hideAttendees": False,
        "isReminderOn": True,
        "reminderMinutesBeforeStart": 15,
        "recurrence": None,
        "responseStatus": {"response": "organizer", "time": NEVER},
        "body": {"contentType": "html", "content": ""},
        "location": {"displayName": "", "locationType": "default"},
        "attendees": [],
        "organizer": mime.recipient(box.address),
    }


def _fill(world: World, meeting: Meeting, body: Json) -> None:
    props = meeting.props
    props |= {field: body[field] for field in PLAIN if field in body}
    if body.get("body"):
        kind, content = body["body"].get("contentType", "text"), body["body"].get("content") or ""
        props["body"] = {"contentType": "html", "content": mime.html_body(content if kind == "html" else f"<pre>{content}</pre>")}
    if "attendees" in body:
        props["attendees"] = _attendees(meeting, body["attendees"] or [])
    for each in body.get("singleValueExtendedProperties") or []:
        meeting.extended[each["id"]] = each["value"]
    _online(world, meeting, body)
    props["bodyPreview"] = mime.plain(props["body"]["content"])[:255]
    props["lastModifiedDateTime"] = world.stamp()
    meeting.version += 1


def _attendees(meeting: Meeting, listed: list[Json]) -> list[Json]:
    """The list as given: it replaces the old. Who was there keeps the answer."""
    answers = {_address(each): each["status"] for each in meeting.attendees}
    silent = {"response": "none", "time": NEVER}
    return [
        {
            "type": each.get("type", "required"),
            "status": answers.get(_address(each), silent),
            **mime.recipient(str(each["emailAddress"]["address"]), each["emailAddress"].get("name") or ""),
        }
        for each in listed
    ]


def _address(attendee: Json) -> str:
    return str(attendee["emailAddress"]["address"]).lower()


def _online(world: World, meeting: Meeting, body: Json) -> None:
    """A Teams meeting lives by a part of the body. A body without it is the end of the online meeting."""
    props = meeting.props
    if body.get("isOnlineMeeting") and not meeting.blob:
        link = f"https://teams.microsoft.com/l/meetup-join/{world.name('', 20)}"
        meeting.blob = f'<div class="me-email-text"><a href="{link}">Bli med i møtet nå</a></div>'
        content = str(props["body"]["content"])
        props["body"]["content"] = mime.html_body(content).replace("</body>", f"{meeting.blob}</body>")
        props |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness", "onlineMeeting": {"joinUrl": link}}
    elif meeting.blob and meeting.blob not in props["body"]["content"]:
        meeting.blob = ""
        props |= {"isOnlineMeeting": False, "onlineMeetingProvider": "unknown", "onlineMeeting": None}


def update(world: World, request: Request) -> Reply:
    """Only attendees: only those who are new, gone or changed are told. Anything else: everybody."""
    box, meeting = calendar.find(world, request)
    body = _body(world, request, box, new=False)
    before = {_address(each): each for each in meeting.attendees}
    if "start" in body or "end" in body:
        _move(meeting, body)
    _fill(world, meeting, body)
    after = {_address(each): each for each in meeting.attendees}
    only = {field for field in body if "@" not in field} == {"attendees"}
    stayed = [each for name, each in after.items() if name in before and (not only or before[name]["type"] != each["type"])]
    _tell(world, box, meeting, [each for name, each in before.items() if name not in after], "cancellation")
    _tell(world, box, meeting, [each for name, each in after.items() if name not in before], "invitation")
    _tell(world, box, meeting, stayed, "update")
    return _shown(200, meeting, request)


def _move(meeting: Meeting, body: Json) -> None:
    """Another hour makes the answers to the old one void [inf]."""
    old = (
        {"dateTime": f"{meeting.start:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
        {"dateTime": f"{meeting.end:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
    )
    start, end = rules.span(body.get("start") or old[0], body.get("end") or old[1])
    if (start, end) != (meeting.start, meeting.end):
        meeting.start, meeting.end = start, end
        for each in meeting.attendees:
            each["status"] = {"response": "none", "time": NEVER}


def cancel(world: World, request: Request) -> Reply:
    """202; everybody is told, and the event goes to Deleted Items: its id answers 404."""
    box, meeting = calendar.find(world, request)
    body = request.content(world, "bodies.cancel") if request.body else {}
    if not meeting.props["isOrganizer"]:
        raise Problem(400, "ErrorInvalidRequest", "Your request can't be completed. You need to be an organizer to cancel a meeting.")
    _end(world, box, meeting, str(body.get("comment") or body.get("Comment") or ""))
    return Reply(202, None)


def delete(world: World, request: Request) -> Reply:
    box, meeting = calendar.find(world, request)
    _end(world, box, meeting, "")
    return Reply(204)


def _end(world: World, box: Mailbox, meeting: Meeting, comment: str) -> None:
    del box.meetings[meeting.id]
    _tell(world, box, meeting, meeting.attendees, "cancellation", comment)


def _tell(world: World, box: Mailbox, meeting: Meeting, attendees: list[Json], kind: str, comment: str = "") -> None:
    key = next((value for name, value in meeting.extended.items() if name.lower().startswith("string {")), "")
    start, end = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (meeting.start, meeting.end))
    words = comment or str(meeting.props["body"]["content"])
    for each in attendees:
        to = str(each["emailAddress"]["address"])
        world.invited.append(
            Notice(box.address, to, kind, meeting.id, meeting.uid, key, world.now, meeting.props["subject"], start, end, words)
        )
