"""Which call is which: method and path to an operation's name, its permission, and the function that does it."""

from collections.abc import Callable
from typing import NamedTuple

from tests.graph.server import attachments, calendar, delta, events, messages, schedule, settings, token, transport
from tests.graph.server.problem import Reply
from tests.graph.server.request import Request
from tests.graph.server.world import World

Work = Callable[[World, Request], Reply]
MAIL, SEND, CALENDAR, SETTINGS = "Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "MailboxSettings.Read"


class Route(NamedTuple):
    """`path` has {names} for its variable parts. Without a permission the call needs no token."""

    method: str
    path: str
    operation: str
    permission: str
    work: Work


U = "v1.0/users/{user}"
ROUTES = (
    Route("GET", "{tenant}/v2.0/.well-known/openid-configuration", "token.discovery", "", token.discovery),
    Route("POST", "{tenant}/oauth2/v2.0/token", "token.get", "", token.token),
    Route("POST", f"{U}/messages", "message.create", MAIL, messages.create),
    Route("GET", f"{U}/messages", "message.list", MAIL, messages.listing),
    Route("GET", f"{U}/messages/{{id}}", "message.get", MAIL, messages.get),
    Route("PATCH", f"{U}/messages/{{id}}", "message.update", MAIL, messages.update),
    Route("DELETE", f"{U}/messages/{{id}}", "message.delete", MAIL, messages.delete),
    Route("GET", f"{U}/messages/{{id}}/$value", "message.value", MAIL, messages.value),
    Route("POST", f"{U}/messages/{{id}}/move", "message.move", MAIL, messages.move),
    Route("POST", f"{U}/messages/{{id}}/send", "message.send", SEND, transport.send),
    Route("GET", f"{U}/mailFolders", "folder.list", MAIL, messages.folders),
    Route("GET", f"{U}/mailFolders/{{folder}}", "folder.get", MAIL, messages.folder),
    Route("GET", f"{U}/mailFolders/{{folder}}/messages", "message.list", MAIL, messages.listing),
    Route("GET", f"{U}/mailFolders/{{folder}}/messages/delta", "delta", MAIL, delta.delta),
    Route("GET", f"{U}/mailFolders/{{folder}}/messages/delta()", "delta", MAIL, delta.delta),
    *(
        route
        for kind, permission in (("messages", MAIL), ("events", CALENDAR))
        for route in (
            Route("POST", f"{U}/{kind}/{{id}}/attachments", "attachment.create", permission, attachments.create),
            Route("GET", f"{U}/{kind}/{{id}}/attachments", "attachment.list", permission, attachments.listing),
            Route("POST", f"{U}/{kind}/{{id}}/attachments/createUploadSession", "upload.create", permission, attachments.open_session),
            Route("GET", f"{U}/{kind}/{{id}}/attachments/{{attachment}}", "attachment.get", permission, attachments.get),
            Route("DELETE", f"{U}/{kind}/{{id}}/attachments/{{attachment}}", "attachment.delete", permission, attachments.delete),
            Route("GET", f"{U}/{kind}/{{id}}/attachments/{{attachment}}/$value", "attachment.value", permission, attachments.value),
        )
    ),
    Route("PUT", "upload/{session}", "upload.put", "", attachments.put),
    Route("GET", "upload/{session}", "upload.status", "", attachments.status),
    Route("POST", f"{U}/events", "event.create", CALENDAR, events.create),
    Route("POST", f"{U}/calendar/events", "event.create", CALENDAR, events.create),
    Route("GET", f"{U}/events", "event.list", CALENDAR, calendar.listing),
    Route("GET", f"{U}/calendarView", "calendar.view", CALENDAR, calendar.view),
    Route("GET", f"{U}/events/{{id}}", "event.get", CALENDAR, calendar.get),
    Route("PATCH", f"{U}/events/{{id}}", "event.update", CALENDAR, events.update),
    Route("DELETE", f"{U}/events/{{id}}", "event.delete", CALENDAR, events.delete),
    Route("POST", f"{U}/events/{{id}}/cancel", "event.cancel", CALENDAR, events.cancel),
    Route("POST", f"{U}/calendar/getSchedule", "calendar.schedule", CALENDAR, schedule.ask),
    Route("GET", f"{U}/mailboxSettings", "mailbox.settings", SETTINGS, settings.mailbox),
    Route("GET", f"{U}/outlook/masterCategories", "category.list", SETTINGS, settings.categories),
)
IDTYPED = ("message.", "delta", "event.", "calendar.view", "folder.")
"""Operations whose answers or paths hold ids: these want `Prefer: IdType="ImmutableId"` every time."""


def _fit(route: Route, method: str, segments: list[str]) -> dict[str, str] | None:
    parts = route.path.split("/")
    if route.method != method or len(parts) != len(segments):
        return None
    names = {}
    for part, given in zip(parts, segments, strict=True):
        if part.startswith("{"):
            names[part[1:-1]] = given
        elif part.lower() != given.lower():
            return None
    return names


def find(request: Request) -> Route | None:
    """The route of the request, whose names and operation it then bears; None when there is no such call."""
    segments = request.segments
    for route in ROUTES:
        names = _fit(route, request.method, segments)
        if names is not None:
            request.names = names
            request.operation = delta.name(request) if route.operation == "delta" else route.operation
            return route
    return None
