"""What Microsoft's schema cannot express, and the service refuses (graph.md 6 and 7)."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.graph.server.problem import Json, Problem

LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?")
MOST_RECIPIENTS = 500
# Windows' names of the zones that a Norwegian secretariat may meet, by CLDR's map (windowsZones.xml)
ZONES = {
    "UTC": "UTC",
    "W. Europe Standard Time": "Europe/Berlin",
    "Central European Standard Time": "Europe/Warsaw",
    "Central Europe Standard Time": "Europe/Budapest",
    "Romance Standard Time": "Europe/Paris",
    "GMT Standard Time": "Europe/London",
    "Greenwich Standard Time": "Atlantic/Reykjavik",
    "FLE Standard Time": "Europe/Kiev",
    "Eastern Standard Time": "America/New_York",
}


def zone(name: str) -> ZoneInfo:
    if name not in ZONES:
        raise Problem(400, "TimeZoneNotSupportedException", f"A valid TimeZone value must be specified. '{name}' is not supported.")
    return ZoneInfo(ZONES[name])


def instant(value: Json) -> datetime:
    """A dateTimeTimeZone as an aware UTC datetime."""
    text = str(value.get("dateTime"))
    if not LOCAL.fullmatch(text):
        raise Problem(400, "ErrorPropertyValidationFailure", f"dateTime '{text}' is not a local time without offset")
    local = datetime.fromisoformat(text[:19])
    return local.replace(tzinfo=zone(str(value.get("timeZone", "UTC")))).astimezone(UTC)


def span(start: Json | None, end: Json | None) -> tuple[datetime, datetime]:
    if not start or not end:
        raise Problem(400, "ErrorPropertyValidationFailure", "start and end are required")
    first, last = instant(start), instant(end)
    if last < first:
        raise Problem(400, "ErrorPropertyValidationFailure", "end is before start")
    return first, last


def wrong_message(body: Json, *, new: bool) -> list[str]:
    """What is wrong with a message that the schema lets pass."""
    people = [each for field in ("toRecipients", "ccRecipients", "bccRecipients") for each in body.get(field) or []]
    wrong = [f"recipient without address: {each}" for each in people if not (each.get("emailAddress") or {}).get("address")]
    wrong += [f"{len(people)} recipients are more than {MOST_RECIPIENTS}"] if len(people) > MOST_RECIPIENTS else []
    headers = body.get("internetMessageHeaders") or []
    wrong += [f"header '{each['name']}' does not begin with x-" for each in headers if not each["name"].lower().startswith("x-")]
    wrong += ["internetMessageHeaders can be set only when the message is made"] if headers and not new else []
    return wrong + wrong_extended(body)


def wrong_extended(body: Json) -> list[str]:
    form = re.compile(r"\w+ (0x[0-9A-Fa-f]+|\{[0-9A-Fa-f-]{36}\} Name \S.*)")
    listed = body.get("singleValueExtendedProperties") or []
    return [f"'{each.get('id')}' is not an extended property" for each in listed if not form.fullmatch(str(each.get("id")))]


def wrong_event(body: Json, *, new: bool) -> list[str]:
    """What is wrong with an event that the schema lets pass."""
    wrong = [f"{field}: '{body[field].get('dateTime')}' has an offset or no time" for field in ("start", "end") if _offset(body.get(field))]
    zones = [body[field].get("timeZone") for field in ("start", "end") if body.get(field)]
    wrong += [f"'{name}' is not a Windows name of a time zone" for name in zones if name not in ZONES]
    wrong += ["transactionId can be set only when the event is made"] if "transactionId" in body and not new else []
    wrong += [f"{len(body['attendees'])} attendees are more than 500"] if len(body.get("attendees") or []) > MOST_RECIPIENTS else []
    if body.get("isAllDay") and any(
        not str(body[field]["dateTime"])[11:19].startswith("00:00") for field in ("start", "end") if body.get(field)
    ):
        wrong.append("an event of whole days begins and ends at midnight")
    return wrong + wrong_extended(body)


def _offset(value: Json | None) -> bool:
    return bool(value) and not LOCAL.fullmatch(str((value or {}).get("dateTime")))
